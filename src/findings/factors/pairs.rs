//! What tends to be recorded together.

use crate::analyse::factors::FactorPairs;
use crate::analyse::factors::together::FactorPair;
use crate::findings::draft::{claim, figures_column, numbers, quoted, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table, draft};
use crate::text::number;
use crate::text::plural::{agree, count};

/// Adjusted p-values up to which a pair is told in a sentence, and listed.
const TOLD: f64 = 0.05;
const LISTED: f64 = 0.10;
/// Pairs told per table; the others stand in the table.
const MAX: usize = 3;

/// The pairs worth a sentence. They were looked for among many, so none is more than a weak signal.
#[must_use]
pub fn claims(facts: &Facts, found: &FactorPairs) -> Vec<Claim> {
    let tables = [("factors.pair", &found.pairs), ("factors.area", &found.areas)];
    let mut claims: Vec<Claim> = Vec::new();
    let mut told: Vec<&FactorPair> = Vec::new();
    for (code, pairs) in tables {
        // What repeats a pair on the same incidents says nothing more, and stands in the table alone.
        let mut fresh: Vec<&FactorPair> = Vec::new();
        for pair in pairs.iter().filter(|p| is_together(p) && p.q <= TOLD) {
            if fresh.len() < MAX && !told.iter().chain(&fresh).any(|other| is_repeat(pair, other)) {
                fresh.push(pair);
            }
        }
        claims.extend((1..).zip(&fresh).map(|(rank, pair)| state(facts, code, rank, pair, pairs.len())));
        told.extend(fresh);
    }
    claims
}

/// Whether two pairs were recorded in mostly the same incidents and share a name (`METHODS.md` 17.1).
fn is_repeat(pair: &FactorPair, told: &FactorPair) -> bool {
    let names = |pair: &FactorPair| [pair.first.clone(), pair.second.clone()];
    let is_shared = names(pair).iter().any(|name| names(told).contains(name));
    let both = pair.rows.iter().filter(|row| told.rows.binary_search(row).is_ok()).count();
    is_shared && 2 * both > pair.rows.len().max(told.rows.len())
}

fn is_together(pair: &FactorPair) -> bool {
    pair.n[2] as f64 > pair.expected
}

fn state(facts: &Facts, code: &str, rank: usize, pair: &FactorPair, tests: usize) -> Claim {
    let mut claim = claim(facts, code, &format!("P-{rank:02}"));
    let [with, other, both, all] = pair.n;
    let named =
        |name: &str| if pair.kind == "factor" { quoted(name) } else { format!("the {} {}", pair.kind, quoted(name)) };
    let again = if pair.incidents > both {
        format!(
            " The incidents of one problem count once; without that {} record both.",
            count(pair.incidents, "incident")
        )
    } else {
        String::new()
    };
    claim.grade = Grade::Weak;
    claim.basis = Basis::Inferred;
    claim.sentence = format!(
        "A weak signal: the contributing factor {} and {} tend to be recorded together, in {}; {} would be expected, between {} and {}, if they had nothing to do with each other ({} record the first and {} the second, of {} with a factor in all the data).{again}",
        quoted(&pair.first),
        named(&pair.second),
        independent(both, pair.incidents),
        number::decimal(pair.expected),
        number::thousands(pair.range[0]),
        number::thousands(pair.range[1]),
        number::thousands(with),
        number::thousands(other),
        number::thousands(all)
    );
    claim.method = format!(
        "Fisher's exact test among independent incidents that record a factor (those of one problem count once), adjusted for {} (Benjamini and Hochberg).",
        count(tests as u64, "test")
    );
    claim
        .robustness
        .push("The pair was looked for, so it stays a weak signal until later data show it again.".to_owned());
    claim.n = Some(all);
    claim.q = Some(pair.q);
    let ever = facts.results.factors.ever;
    let recorded = facts.results.factors.ever_recorded;
    claim.coverage = (ever > 0).then(|| recorded as f64 / ever as f64);
    numbers(
        &mut claim,
        [
            ("incidents_with_both", Some(pair.incidents as f64)),
            ("independent_with_both", Some(both as f64)),
            ("expected", Some(pair.expected)),
            ("p", Some(pair.p)),
            ("tests", Some(tests as f64)),
        ],
    );
    claim.weight = both as f64 - pair.expected;
    claim
}

/// "12 incidents"; "12 independent incidents" where these stand for more.
fn independent(n: u64, stands_for: u64) -> String {
    let what = if stands_for > n { "independent " } else { "" };
    format!("{} {what}{}", number::thousands(n), agree(n, "incident", "incidents"))
}

/// Pairs that may be more than chance, the least likely first.
#[must_use]
pub fn table(found: &FactorPairs) -> Option<Table> {
    let rows = found.pairs.iter().chain(&found.areas).filter(|p| p.q <= LISTED).map(|p| {
        vec![
            p.first.clone(),
            p.kind.to_owned(),
            p.second.clone(),
            number::thousands(p.n[2]),
            number::decimal(p.expected),
            number::probability(p.q),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = vec![
        words_column("contributing factor"),
        words_column("with"),
        words_column("named"),
        figures_column("together"),
        figures_column("expected"),
        figures_column("adjusted p"),
    ];
    let note = "Factors recorded together, or with a service or team, more often or less often than chance would have it (adjusted p up to 0.10). The incidents of one problem count once. Of pairs in mostly the same incidents one is told above.";
    (!rows.is_empty()).then(|| draft::table("factor-pairs", "Recorded together", note, columns, rows, "findings.json"))
}
