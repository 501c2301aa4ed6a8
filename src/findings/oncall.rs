//! Statements for the people who lead a rotation: which pages to stop, and what changed. Never about one person, but for
//! the table of names where names were asked for.

pub mod changed;
pub mod decide;
pub mod left;
pub mod mild;
pub mod named;
pub mod rotations;
pub mod services;
pub mod waking;

use crate::analyse::load::asleep;
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Section, Table};

pub struct Oncall;

impl Rule for Oncall {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        changed::tests(facts)
    }

    fn part(&self, facts: &Facts) -> Part {
        if !facts.results.load.known {
            let claims: Vec<Claim> = decide::nothing(facts).into_iter().collect();
            return Part { section: section(&claims, Vec::new()), claims, ..Part::default() };
        }
        let fates = asleep::fates(facts.data, &facts.data.periods.current);
        let (mut claims, mut unknowns, mut tables): (Vec<Claim>, Vec<String>, Vec<_>) = Default::default();
        if let Some((claim, unknown)) = left::state(facts, &fates) {
            claims.push(claim);
            unknowns.extend(unknown);
        }
        claims.extend(mild::state(facts, &fates));
        let known = waking::waking(facts, &fates);
        if let Some((claim, table)) = waking::state(facts, &fates, &known) {
            claims.push(claim);
            tables.extend(table);
        }
        tables.extend(services::table_of(facts, &fates));
        let points = decide::claims(facts, (&fates, &known), &claims);
        let changed = changed::claims(facts);
        let comparisons = changed.len() as u64;
        claims.extend(changed);
        claims.extend(if points.is_empty() { decide::nothing(facts).into_iter().collect() } else { points });
        tables.extend(rotations::table_of(facts, &fates, &known));
        Part { section: section(&claims, tables), claims, comparisons, unknowns, ..Part::default() }
    }
}

fn section(claims: &[Claim], tables: Vec<Table>) -> Option<Section> {
    (!claims.is_empty()).then(|| Section {
        id: "oncall".to_owned(),
        title: "Pages at night".to_owned(),
        question: "Which pages reached people in sleep hours, and were they worth it?".to_owned(),
        method: method(),
        claims: claims.iter().map(|c| c.id.clone()).collect(),
        exhibits: Vec::new(),
        tables,
    })
}

fn method() -> Vec<String> {
    vec![
        "A page in sleep hours was acted on if somebody acknowledged its incident or worked on it before the sleep hours of the person paged were over. One that was not may still have told somebody that nothing was to be done.".to_owned(),
        "Known bias: people who look at a page and go back to sleep leave no trace; two people paged for one incident count twice.".to_owned(),
    ]
}
