//! Statements on contributing factors: which are recorded, for how many incidents, and which together.

pub mod pairs;

use crate::findings::draft::{claim, evidence, figures_column, in_period, numbers, quoted, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Claim, Grade, Section, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{list, number};

pub struct Factors;

/// Below this share the recorded incidents say little about the others (`METHODS` 10).
const POOR: f64 = 0.5;
/// Factors named in the sentence.
const NAMED: usize = 3;

impl Rule for Factors {
    fn part(&self, facts: &Facts) -> Part {
        let together = facts.results.factors.together(&facts.results.recurrence.family_of);
        let mut claims = vec![coverage(facts)];
        claims.extend(most_recorded(facts));
        claims.extend(pairs::claims(facts, &together));
        Part {
            section: Some(Section {
                id: "factors".to_owned(),
                title: "Contributing factors".to_owned(),
                question: "Which contributing factors are recorded, and which together?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: Vec::new(),
                tables: [counts(facts), pairs::table(&together)].into_iter().flatten().collect(),
            }),
            claims,
            comparisons: (together.pairs.len() + together.areas.len()) as u64,
            unknowns: unknown(facts).into_iter().collect(),
            ..Part::default()
        }
    }
}

fn method() -> Vec<String> {
    [
        "A contributing factor counts once per incident, however many records state it; an incident with several factors counts for each of them, so shares add up to more than 100 %. Spellings that differ only in capital letters are one factor.",
        "Pairs of factors, and factors with services and teams, are held against chance by Fisher's exact test, among all incidents up to the end of the period that record a factor. The test needs incidents that are independent of each other, so those of one problem count once, with what at least half of them record. Pairs of which either is recorded for fewer than five of these are not tested. The p-values are adjusted for all tests of the table (Benjamini and Hochberg).",
        "The pairs were looked for, not asked about, so one is a weak signal at most until later data show it again.",
        "Known bias: factors are what somebody wrote down, mostly for large incidents. What is recorded together need not have anything to do with each other.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// How many incidents record a factor.
fn coverage(facts: &Facts) -> Claim {
    let factors = &facts.results.factors;
    let mut claim = claim(facts, "factors.coverage", "");
    let (n, recorded, when) = (factors.incidents, factors.recorded, in_period(facts));
    claim.basis = Basis::Observed;
    claim.method = "Included incidents of the period with at least one factor, stated or confirmed.".to_owned();
    claim.n = Some(n);
    claim.coverage = (n > 0).then(|| recorded as f64 / n as f64);
    claim.sentence = if n == 0 {
        format!("No incident began {when}.")
    } else if recorded == 0 {
        let all = if n == 1 { "the one incident".to_owned() } else { format!("any of the {}", count(n, "incident")) };
        format!("No contributing factor is recorded for {all} that began {when}.")
    } else {
        let share = if n < number::SMALLEST_PERCENT_BASE {
            String::new()
        } else {
            format!(" ({})", number::share(recorded, n))
        };
        format!(
            "Contributing factors are recorded for {} of {} that began {when}{share}.",
            number::thousands(recorded),
            count(n, "incident")
        )
    };
    if recorded == 0 {
        claim.grade = Grade::NotAssessable;
    }
    numbers(
        &mut claim,
        [
            ("incidents", Some(n as f64)),
            ("recorded", Some(recorded as f64)),
            ("recorded_in_all_history", Some(factors.ever_recorded as f64)),
        ],
    );
    let view = facts.data.incident_view();
    let mut rows: Vec<IncidentIx> = factors.counts.iter().flat_map(|c| c.rows.iter().copied()).collect();
    rows.sort_unstable();
    rows.dedup();
    evidence(&mut claim, &view, rows.into_iter());
    claim.weight = recorded as f64;
    claim
}

/// The factors recorded most often.
fn most_recorded(facts: &Facts) -> Option<Claim> {
    let factors = &facts.results.factors;
    let top = factors.counts.first().filter(|c| c.incidents > 1)?;
    let mut claim = claim(facts, "factors.most-recorded", "");
    let named: Vec<String> = factors
        .counts
        .iter()
        .filter(|c| c.incidents > 1)
        .take(NAMED)
        .map(|c| format!("{} ({})", quoted(&c.factor), number::thousands(c.incidents)))
        .collect();
    claim.sentence = format!(
        "Of the {} that record a contributing factor {}, most name {}.",
        count(factors.recorded, "incident"),
        in_period(facts),
        list::and(&named)
    );
    claim.basis = Basis::Observed;
    claim.method = "Included incidents per factor; one with several counts for each.".to_owned();
    claim.caveats.push("An incident with several factors counts for each of them.".to_owned());
    if is_poor(facts) {
        claim
            .caveats
            .push("Fewer than half of the incidents record a factor; the others may have different ones.".to_owned());
    }
    claim.n = Some(factors.recorded);
    claim.coverage = (factors.incidents > 0).then(|| factors.recorded as f64 / factors.incidents as f64);
    numbers(&mut claim, [("incidents_of_the_first", Some(top.incidents as f64))]);
    evidence(&mut claim, &facts.data.incident_view(), top.rows.iter().copied());
    claim.weight = top.incidents as f64;
    Some(claim)
}

fn is_poor(facts: &Facts) -> bool {
    let factors = &facts.results.factors;
    (factors.recorded as f64) < POOR * factors.incidents as f64
}

fn unknown(facts: &Facts) -> Option<String> {
    let factors = &facts.results.factors;
    let n = factors.incidents;
    (n > 0 && is_poor(facts)).then(|| {
        let recorded = match factors.recorded {
            0 => "none of the incidents records one".to_owned(),
            some => format!(
                "{} of {} {} one",
                number::thousands(some),
                count(n, "incident"),
                agree(some, "records", "record")
            ),
        };
        format!("Which contributing factors incidents share: {recorded}. One list of factors in the incident tool, several to be chosen per incident, would tell.")
    })
}

/// Factors, most first.
fn counts(facts: &Facts) -> Option<Table> {
    let factors = &facts.results.factors;
    let rows = factors.counts.iter().map(|c| {
        vec![c.factor.clone(), number::thousands(c.incidents), number::thousands(c.previous), number::thousands(c.ever)]
    });
    let columns = vec![
        words_column("contributing factor"),
        figures_column("incidents"),
        figures_column("before"),
        figures_column("in all history"),
    ];
    let note = "Incidents per recorded factor; one with several factors counts for each, so the columns add up to more than the incidents.";
    (!factors.counts.is_empty()).then(|| {
        table("factor-counts", "Recorded contributing factors", note, columns, rows.collect(), "data/factors.csv")
    })
}
