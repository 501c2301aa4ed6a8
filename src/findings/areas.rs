//! Statements on where incidents happen, what has changed, and how many reached customers.

pub mod changes;
pub mod concentration;
pub mod customers;
pub mod exposed;
pub mod listings;
pub mod ranking;
pub mod ranks;
pub mod storms;
pub mod total_change;
pub mod weeks;
pub mod words;

use crate::analyse::areas::membership::KINDS;
use crate::findings::draft::{figures_column, label_of, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Grade, Section, Table};
use crate::text::number;
use crate::text::plural::{count, plural_of};

pub struct Areas;

impl Rule for Areas {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        let mut tests = total_change::tests(facts);
        tests.extend(customers::test(facts));
        tests.extend(changes::tests(facts));
        tests.extend(ranks::test(facts));
        tests.extend(concentration::test(facts));
        tests
    }

    fn part(&self, facts: &Facts) -> Part {
        let ranking = ranking::state(facts);
        let chosen = ranking::choose(facts);
        let (customers, budget) = customers::state(facts);
        let mut claims = vec![weeks::total(facts)];
        claims.extend(total_change::state(facts));
        claims.push(ranking.claim);
        let mut exhibits: Vec<_> = ranking.exhibit.into_iter().collect();
        claims.extend(concentration::state(facts, &chosen));
        if let Some((claim, exhibit)) = ranks::state(facts, &chosen) {
            claims.push(claim);
            exhibits.extend(exhibit);
        }
        if let Some((claim, exhibit)) = exposed::funnel(facts, &chosen) {
            claims.push(claim);
            exhibits.push(exhibit);
        }
        claims.extend(changes::state(facts, &chosen));
        let (blind, blind_table) = exposed::blind(facts).unzip();
        claims.extend(blind);
        claims.push(customers.claim);
        claims.extend(customers.change);
        let mut tables: Vec<Table> = ranking.table.into_iter().collect();
        tables.extend(listings::changes(facts, &chosen));
        tables.extend(exposed::listing(facts, &chosen));
        tables.extend(blind_table);
        tables.extend(listings::groups(facts));
        tables.extend([quarters(facts), coverage(facts)]);
        Part {
            section: Some(Section {
                id: "areas".to_owned(),
                title: "Where incidents happen".to_owned(),
                question: "Where do incidents happen, what has changed, and how many of them reach customers?"
                    .to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: exhibits.iter().map(|e| e.id.clone()).collect(),
                tables,
            }),
            headlines: headlines(&claims),
            claims,
            exhibits,
            budgets: vec![budget],
            unknowns: ranking.unknown.into_iter().chain(customers.unknown).collect(),
            comparisons: facts.results.areas.tests,
            ..Part::default()
        }
    }
}

/// Changes with evidence, more incidents that reached customers than any quarter can have had, then where most incidents are.
/// How the number of all incidents changed stands in the first line.
fn headlines(claims: &[Claim]) -> Vec<String> {
    let most = |c: &&Claim| {
        ["areas.customer-facing", "areas.most-incidents"].contains(&c.code.as_str())
            && c.grade == Grade::Fact
            && !c.brief.is_empty()
    };
    let change = |c: &&Claim| ["areas.change", "areas.customer-change"].contains(&c.code.as_str());
    let graded = |grades: &'static [Grade]| claims.iter().filter(change).filter(move |c| grades.contains(&c.grade));
    let evidence = graded(&[Grade::Strong, Grade::Evidence]);
    evidence.chain(claims.iter().filter(most)).map(|c| c.id.clone()).collect()
}

fn method() -> Vec<String> {
    [
        "Incidents count in the period in which they began. Every area an incident names counts once (full counting), so shares of one kind may add up to more than 100 %; `payments/checkout` counts for the group `payments` too, once.",
        "Rates are incidents per week of the period; a period that the data cover only in part counts with the part they cover. The range beside a rate is the exact 95 % interval of a Poisson count (Garwood 1936).",
        "A change is held against chance by the exact conditional test of two Poisson counts, with the interval of the ratio; areas with fewer than 5 incidents in both periods together are not tested, and the others share the error budget of the report. Areas of all other kinds are adjusted by kind (Benjamini and Hochberg) and are weak signals at most. Up to q = 0.10 an area is worth watching. Where the weeks of what is compared (all incidents, those that reached customers, those of one area) vary more than chance makes them, the interval and the p-value are those of quasi-Poisson counts, with Student's t for the weeks of both periods less two.",
        "Ranks are those that are plausible for all areas at once at 95 %: an area stands above another where the exact test of the two says so at the level that all pairs together need (Klein, Wright and Wieczorek 2020). Rates in the chart are drawn towards the mean of all areas (gamma-Poisson, Marshall 1991). The catalogue is every area that an incident of the shown periods names. Concentration is set beside the same number of incidents spread by chance, by the first area that each incident names; over equal areas that is a description, since areas are not equal.",
        "It needs areas in the exports. Incidents that name no area of a kind are counted as unknown and are not an area of their own; a kind that fewer than half of the incidents name is not ranked.",
        "Known bias: these are declared incidents. An area that declares more readily has more of them, and large areas have more than small ones where nothing is known of their size or traffic. An area picked for having most mostly has fewer in another period by chance alone.",
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
