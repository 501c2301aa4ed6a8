//! Areas whose incidents tend to begin within the same hour.

use crate::analyse::overlap::co_occurrence::{AreaPair, CoOccurrence};
use crate::findings::draft::{self, evidence, figures_column, numbers, quoted, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::text::number;
use crate::text::plural::{agree, count};

/// Adjusted p-values up to which a pair is told in a sentence, and listed.
const TOLD: f64 = 0.05;
const LISTED: f64 = 0.10;
/// Pairs told; the others stand in the table.
const MAX: usize = 3;
/// A split of the two orders that chance brings more often shows no direction.
const DIRECTED: f64 = 0.05;

/// A claim for each pair worth a sentence.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    let together = &facts.results.overlap.together;
    if together.tests == 0 {
        return Vec::new();
    }
    let told: Vec<&AreaPair> = together.pairs.iter().filter(|p| p.best() <= TOLD).take(MAX).collect();
    (1_usize..).zip(told).map(|(rank, pair)| state(facts, together, rank, pair)).collect()
}

fn method(together: &CoOccurrence) -> String {
    format!(
        "Incidents of one {} that begin within an hour after one of another, against random orders of the {} whole weeks, adjusted for {} (Benjamini and Hochberg); which tends to come first by the exact test of the two orders.",
        together.kind,
        together.weeks,
        count(together.tests, "comparison")
    )
}

/// What was left aside, as caveats.
fn caveats(together: &CoOccurrence) -> Vec<String> {
    let mut caveats = vec![
        "The order of beginnings may be the order in which they were noticed, and something else may bring both."
            .to_owned(),
    ];
    if together.aside > 0 {
        caveats.push(format!(
            "{} of unusual storms {} left aside, because in a storm everything comes together.",
            count(together.aside, "incident"),
            agree(together.aside, "is", "are")
        ));
    }
    if together.crowded > 0 {
        caveats.push(format!(
            "{} not compared, because one of the two has an incident in most hours anyway.",
            format_args!("{} {}", count(together.crowded, "pair"), agree(together.crowded, "is", "are"))
        ));
    }
    if together.beyond > 0 {
        let beyond = together.beyond as u64;
        caveats.push(format!(
            "Compared are the {} with most incidents; {} with fewer {} not.",
            count(together.areas as u64, together.kind),
            number::thousands(beyond),
            agree(beyond, "is", "are")
        ));
    }
    caveats
}

fn blank(facts: &Facts, together: &CoOccurrence, subject: &str) -> Claim {
    let mut claim = draft::claim(facts, "overlap.together", subject);
    claim.basis = Basis::Inferred;
    claim.method = method(together);
    claim.caveats.extend(caveats(together));
    numbers(&mut claim, [("tests", Some(together.tests as f64)), ("areas", Some(together.areas as f64))]);
    claim
}

/// What to say of the pairs where none is told: nothing where none was compared.
#[must_use]
pub fn silence(facts: &Facts) -> Option<String> {
    let together = &facts.results.overlap.together;
    let none = together.tests > 0 && !together.pairs.iter().any(|p| p.best() <= TOLD);
    none.then(|| {
        format!(
            "No two of {} stand out as coming within the same hour ({}).",
            count(together.areas as u64, together.kind),
            count(together.tests, "comparison")
        )
    })
}

/// The two names with how many of the first are followed by the second, the likelier order first.
fn ordered(pair: &AreaPair) -> ([&str; 2], usize) {
    if pair.p[1] < pair.p[0] || (pair.p[1] <= pair.p[0] && pair.followed[1] > pair.followed[0]) {
        ([&pair.second, &pair.first], 1)
    } else {
        ([&pair.first, &pair.second], 0)
    }
}

fn state(facts: &Facts, together: &CoOccurrence, rank: usize, pair: &AreaPair) -> Claim {
    let mut claim = blank(facts, together, &format!("A-{rank:02}"));
    let ([first, second], order) = ordered(pair);
    let at = |list: [u64; 2], i: usize| list.get(i).copied().unwrap_or(0);
    let expected = pair.expected.get(order).copied().flatten().unwrap_or(0.0);
    let [low, high] = pair.range.get(order).copied().flatten().unwrap_or([expected; 2]);
    // Pairs are looked for among many, so that later data have to show them again.
    claim.grade = Grade::Weak;
    claim
        .robustness
        .push("The pair was looked for, so it stays a weak signal until later data show it again.".to_owned());
    claim.sentence = format!(
        "A weak signal: incidents of the {} {} and {} tend to begin within the same hour. Of {} of {}, {} followed within an hour by one of {}; with the weeks in random order it is {} (plausible {}–{}).",
        plural(together.kind),
        quoted(first),
        quoted(second),
        count(at(pair.n, order), "incident"),
        quoted(first),
        verb(at(pair.followed, order)),
        quoted(second),
        number::decimal(expected),
        number::thousands(low as u64),
        number::thousands(high as u64)
    );
    claim.sentence.push_str(&direction(pair));
    claim.n = Some(pair.n.iter().sum());
    claim.q = Some(pair.best());
    numbers(
        &mut claim,
        [
            ("followed", Some(at(pair.followed, order) as f64)),
            ("followed_other_order", Some(at(pair.followed, 1 - order) as f64)),
            ("expected", Some(expected)),
            ("expected_lo", Some(low)),
            ("expected_hi", Some(high)),
            ("p", pair.p.get(order).copied()),
            ("direction_p", Some(pair.direction_p)),
        ],
    );
    claim.weight = at(pair.followed, order) as f64 - expected;
    evidence(&mut claim, &facts.data.incident_view(), pair.rows.iter().copied());
    claim
}

fn verb(n: u64) -> String {
    format!("{} {}", number::thousands(n), agree(n, "is", "are"))
}

fn plural(kind: &str) -> String {
    format!("{kind}s")
}

/// " “checkout” tends to come first (12 times, and 2 the other way round)."
fn direction(pair: &AreaPair) -> String {
    let [there, back] = pair.followed;
    let (name, most, least) = if there >= back { (&pair.first, there, back) } else { (&pair.second, back, there) };
    if pair.direction_p <= DIRECTED {
        format!(
            " {} tends to come first ({}, and {} the other way round).",
            quoted(name),
            count(most, "time"),
            number::thousands(least)
        )
    } else {
        " Neither tends to come first.".to_owned()
    }
}

/// Pairs that may be more than chance, the least likely first.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let pairs = facts.results.overlap.together.pairs.iter().filter(|p| p.best() <= LISTED);
    let rows = pairs.map(|pair| {
        let ([first, second], order) = ordered(pair);
        let expected = pair.expected.get(order).copied().flatten();
        vec![
            first.to_owned(),
            second.to_owned(),
            pair.followed.get(order).copied().map_or_else(String::new, number::thousands),
            expected.map_or_else(|| "–".to_owned(), number::decimal),
            pair.followed.get(1 - order).copied().map_or_else(String::new, number::thousands),
            number::probability(pair.best()),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = vec![
        words_column("one of"),
        words_column("and then, within an hour, one of"),
        figures_column("times"),
        figures_column("expected"),
        figures_column("the other way round"),
        figures_column("adjusted p"),
    ];
    let note = "Pairs whose incidents begin within an hour of each other more often than the hours of the week explain (adjusted p up to 0.10).";
    (!rows.is_empty()).then(|| {
        draft::table("areas-together", "Areas that tend to come together", note, columns, rows, "findings.json")
    })
}
