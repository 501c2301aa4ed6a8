//! Puts the parts of all rules together, and adds what belongs to no rule: the opening line, the order of headlines and
//! the section on the data themselves.

mod asking;
pub mod caps;
pub mod coverage;
mod definitions;
pub mod headlines;
mod leading;
mod meeting;
pub mod opening;
pub mod quality;
pub mod reconcile;
pub mod remarks;
pub mod terms;

use crate::findings::draft::{label, zone};
use crate::findings::oncall;
use crate::findings::rule::{Facts, Part};
use crate::findings::{Check, Claim, Findings, RULES, SCHEMA_VERSION, behind, corrections, notes, worth};
use crate::findings::{restatement, storm_pack};
use crate::model::time::SECOND;
use crate::par;
use crate::text::date;
use std::collections::BTreeSet;

/// What we ask for is only read when it is little.
const MAX_ASKS: usize = 3;

/// All statements of the review. Pure: the same facts give the same findings.
#[must_use]
pub fn compose(facts: &Facts) -> Findings {
    let mut parts: Vec<Part> = par::each(RULES, |rule| rule.part(facts));
    caps::apply(&mut parts, facts);
    let (headlines, mut checks) = lead(facts, &mut parts);
    checks.truncate(MAX_ASKS);
    restatement::headlines::add(facts, &mut parts, &headlines);
    parts.push(quality::part(facts));
    let periods = &facts.data.periods;
    let window = periods.current.window;
    let total = parts.iter().flat_map(|part| &part.claims).find(|claim| claim.code == "areas.total-change");
    let opening = opening::line(facts, total);
    let mut findings = Findings {
        schema_version: SCHEMA_VERSION,
        made_by: format!("retroscope {}", env!("CARGO_PKG_VERSION")),
        period: label(&periods.current, periods),
        period_long: date::range(window.start, window.end, zone(periods)),
        opening,
        claims: Vec::new(),
        headlines,
        budgets: Vec::new(),
        mttx: None,
        asks: checks.iter().map(|check| check.ask.clone()).collect(),
        checks,
        unknowns: Vec::new(),
        comparisons_made: parts.iter().map(|p| p.comparisons).sum(),
        tests_made: facts.tree.size()[0],
        interruption_gap_s: (facts.results.load.params.gap / SECOND).unsigned_abs(),
        sections: Vec::new(),
        exhibits: Vec::new(),
        terms: terms::terms(facts),
        organisation: String::new(),
        packs: Vec::new(),
        named: Vec::new(),
        notes: Vec::new(),
        behind: Vec::new(),
        corrections: None,
    };
    for part in parts {
        findings.claims.extend(part.claims);
        findings.exhibits.extend(part.exhibits);
        findings.sections.extend(part.section);
        findings.budgets.extend(part.budgets);
        findings.mttx = findings.mttx.or(part.mttx);
        for unknown in part.unknowns {
            if !findings.unknowns.contains(&unknown) {
                findings.unknowns.push(unknown);
            }
        }
    }
    retrospectives(facts, &mut findings);
    findings.sections.extend(meeting::section(&findings));
    findings.sections.push(definitions::section(facts));
    findings.named.extend(oncall::named::table_of(facts));
    trail(facts, &mut findings);
    findings.claims.iter_mut().for_each(Claim::settle);
    // A rule names its chart whether or not the data were enough to draw it.
    let drawn: BTreeSet<&str> = findings.exhibits.iter().map(|e| e.id.as_str()).collect();
    findings.claims.iter_mut().for_each(|c| c.exhibits.retain(|id| drawn.contains(id.as_str())));
    findings
}

/// What the analyst says, what can be put right, and the incidents below claims.
fn trail(facts: &Facts, findings: &mut Findings) {
    notes::add(facts, findings);
    corrections::add(facts, findings);
    behind::add(facts, findings);
}

/// The packs of storms, with their claims and charts.
fn retrospectives(facts: &Facts, findings: &mut Findings) {
    let made = storm_pack::packs(facts);
    findings.claims.extend(made.claims);
    findings.exhibits.extend(made.exhibits);
    findings.packs = made.packs;
}

/// Chooses what a leader reads first, says it in short, and what we ask for because of it.
fn lead(facts: &Facts, parts: &mut [Part]) -> (Vec<String>, Vec<Check>) {
    worth::weigh(facts, parts);
    let headlines = headlines::choose(parts, &facts.tree);
    for id in &headlines {
        let claim = parts.iter_mut().flat_map(|part| &mut part.claims).find(|claim| claim.id == *id);
        if let Some(claim) = claim {
            leading::say(facts, claim);
        }
    }
    let claim = |id: &String| parts.iter().flat_map(|part| &part.claims).find(|claim| claim.id == *id);
    let told: Vec<&Claim> = headlines.iter().filter_map(claim).collect();
    let checks = asking::asks(facts, &told);
    (headlines, checks)
}
