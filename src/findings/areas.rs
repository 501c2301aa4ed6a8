//! Statements on where incidents happen, and how many reached customers.

pub mod customers;
pub mod ranking;
pub mod weeks;

use crate::analyse::areas::membership::KINDS;
use crate::findings::draft::{figures_column, label_of, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Section, Table};
use crate::text::number;
use crate::text::plural::{count, plural_of};

pub struct Areas;

impl Rule for Areas {
    fn part(&self, facts: &Facts) -> Part {
        let total = weeks::total(facts);
        let ranking = ranking::state(facts);
        let (customers, budget) = customers::state(facts);
        let known = ranking.claim.grade == crate::findings::Grade::Fact && !ranking.claim.incident_ids.is_empty();
        let headlines = if known { vec![ranking.claim.id.clone()] } else { Vec::new() };
        let exhibits: Vec<_> = ranking.exhibit.into_iter().collect();
        let claims = vec![total, ranking.claim, customers.claim];
        let mut tables: Vec<Table> = ranking.table.into_iter().collect();
        tables.extend([quarters(facts), coverage(facts)]);
        Part {
            section: Some(Section {
                id: "areas".to_owned(),
                title: "Where incidents happen".to_owned(),
                question: "Where do incidents happen, and how many of them reach customers?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: exhibits.iter().map(|e| e.id.clone()).collect(),
                tables,
            }),
            claims,
            headlines,
            exhibits,
            budgets: vec![budget],
            unknowns: ranking.unknown.into_iter().chain(customers.unknown).collect(),
            ..Part::default()
        }
    }
}

fn method() -> Vec<String> {
    [
        "Incidents count in the period in which they began. Every area an incident names counts once (full counting), so shares of one kind may add up to more than 100 %.",
        "Rates are incidents per week of the period; a period that the data cover only in part counts with the part they cover. The range beside a rate is the exact 95 % interval of a Poisson count (Garwood 1936).",
        "It needs areas in the exports. Incidents that name no area of a kind are counted as unknown and are not an area of their own; a kind that fewer than half of the incidents name is not ranked.",
        "Known bias: these are declared incidents. An area that declares more readily has more of them, and large areas have more than small ones, because nothing is divided by size or traffic.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Totals per period.
fn quarters(facts: &Facts) -> Table {
    let periods = &facts.data.periods;
    let rows = facts.results.areas.totals.iter().rev().map(|t| {
        vec![
            label_of(&t.period, periods),
            number::thousands(t.incidents),
            weeks::rate(t.rate_per_week, t.rate),
            if t.customer[0] + t.customer[1] > 0 {
                number::thousands(t.customer[0])
            } else {
                "not recorded".to_owned()
            },
        ]
    });
    table(
        "incidents-by-period",
        "Incidents per period",
        "Incidents that began in each period, latest first; per week with the 95 % interval.",
        vec![
            words_column("period"),
            figures_column("incidents"),
            figures_column("per week"),
            figures_column("reached customers"),
        ],
        rows.collect(),
        "data/areas.csv",
    )
}

/// How far each kind of area is known in the period under review.
fn coverage(facts: &Facts) -> Table {
    let areas = &facts.results.areas;
    let (incidents, without) = areas.total().map_or((0, [0; 6]), |t| (t.incidents, t.without));
    let rows = KINDS.iter().zip(without).map(|(kind, without)| {
        vec![
            plural_of(kind),
            number::thousands(areas.ranking(kind).len() as u64),
            number::thousands(incidents - without.min(incidents)),
            number::thousands(without),
        ]
    });
    table(
        "areas-known",
        "What is known of each kind of area",
        &format!("Of the {} of the period, how many name an area of each kind.", count(incidents, "incident")),
        vec![
            words_column("kind"),
            figures_column("areas"),
            figures_column("incidents that name one"),
            figures_column("have none"),
        ],
        rows.collect(),
        "data/areas.csv",
    )
}
