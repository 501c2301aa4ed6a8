//! temporary
use crate::findings::rule::Facts;
use crate::findings::{Findings, RULES};
pub fn compose(facts: &Facts) -> Findings {
    let mut f = Findings {
        schema_version: 1,
        made_by: String::new(),
        period: facts.data.periods.current.label.clone(),
        period_long: String::new(),
        opening: String::new(),
        claims: vec![],
        headlines: vec![],
        budgets: vec![],
        mttx: None,
        asks: vec![],
        unknowns: vec![],
        comparisons_made: 0,
        sections: vec![],
        exhibits: vec![],
    };
    for rule in RULES {
        let p = rule.part(facts);
        f.claims.extend(p.claims);
        f.headlines.extend(p.headlines);
        f.exhibits.extend(p.exhibits);
        f.sections.extend(p.section);
        f.budgets.extend(p.budgets);
        f.mttx = f.mttx.or(p.mttx);
        f.unknowns.extend(p.unknowns);
    }
    f
}
