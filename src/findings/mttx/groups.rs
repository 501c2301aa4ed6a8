//! Severities, services and teams whose durations changed more than chance explains.

use super::compared::{self, graded_group};
use super::words::{earlier_label, in_earlier, words};
use crate::analyse::mttx::change::MetricChange;
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{
    claim, evidence, figures_column, in_period, numbers, rows_in_period, table, words_column,
};
use crate::findings::grade::WATCH;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade, Table};
use crate::model::row::IncidentIx;
use crate::text::{duration, list, number, wording};

/// Only so many changes are worth watching at once.
const MAX: usize = 5;

/// One claim per group on the watch list, and one that says how many were compared.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Vec<Claim> {
    let tested: Vec<&MetricChange> =
        facts.results.mttx.group_changes(metric, Against::Previous).filter(|c| c.ratio.is_some()).collect();
    if tested.is_empty() {
        return Vec::new();
    }
    let mut watched: Vec<&MetricChange> = tested.iter().copied().filter(|c| c.q.is_some_and(|q| q <= WATCH)).collect();
    let p = |c: &MetricChange| c.ratio.map_or(1.0, |r| r.p);
    watched.sort_by(|a, b| p(a).total_cmp(&p(b)).then_with(|| a.group.cmp(&b.group)));
    let mut claims: Vec<Claim> = watched.iter().take(MAX).map(|c| one(facts, metric, c)).collect();
    // What depends on the mix of other things is said, and not worth watching.
    watched.retain(|c| graded_group(facts, c).grade != Grade::NoEvidence);
    claims.push(overview(facts, metric, &tested, &watched));
    claims
}

fn one(facts: &Facts, metric: Metric, change: &MetricChange) -> Claim {
    let subject = format!("{}/{}/{}", metric.code(), change.group.kind, change.group.name);
    let mut claim = claim(facts, "mttx.group-change", &subject);
    let graded = graded_group(facts, change);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness.clone();
    claim.method =
        "Hodges–Lehmann ratio with the inverted Mann–Whitney test; q counts every group compared.".to_owned();
    claim.compared_with = Some(earlier_label(facts, Against::Previous));
    claim.n = Some(change.n.iter().sum());
    claim.interval = change.ratio.and_then(|r| r.interval);
    claim.q = change.q;
    let [now, _] = change.n.map(number::thousands);
    claim.sentence = format!(
        "{} had {now} incidents {} with a known {}.{}",
        name(change),
        in_period(facts),
        words(metric).name,
        compared::sentence(facts, change, &graded, "the typical one")
    );
    numbers(
        &mut claim,
        [
            ("ratio", change.ratio.map(|r| r.estimate)),
            ("p", change.ratio.map(|r| r.p)),
            ("q", change.q),
            ("current_n", Some(change.n[0] as f64)),
            ("earlier_n", Some(change.n[1] as f64)),
        ],
    );
    let view = facts.data.incident_view();
    let inside = |row: &IncidentIx| belongs(facts, *row, change) && metric.value(&view, *row).is_some();
    evidence(&mut claim, &view, rows_in_period(&view).filter(inside));
    claim
}

/// Whether an incident belongs to the group of a comparison.
fn belongs(facts: &Facts, row: IncidentIx, change: &MetricChange) -> bool {
    let view = facts.data.incident_view();
    match change.group.kind {
        "severity" => view.severity.get(row).is_some_and(|s| s.to_string() == change.group.name),
        kind => crate::analyse::areas::membership::touches(&view, row, kind, &change.group.name),
    }
}

fn overview(facts: &Facts, metric: Metric, tested: &[&MetricChange], watched: &[&MetricChange]) -> Claim {
    let mut claim = claim(facts, "mttx.groups", metric.code());
    let all = tested.len() as u64;
    let (name, when, before) = (words(metric).name, in_period(facts), in_earlier(facts, Against::Previous));
    claim.compared_with = Some(earlier_label(facts, Against::Previous));
    claim.method = "Benjamini–Hochberg over all severities, services and teams with at least eight known durations in both periods; q is the smallest of them.".to_owned();
    claim.grade = if watched.is_empty() { Grade::NoEvidence } else { Grade::Weak };
    claim.q = tested.iter().filter_map(|c| c.q).reduce(f64::min);
    claim.n = facts.results.mttx.robustness(metric, Against::Previous).map(|s| s.change.n.iter().sum());
    let ranges = tested.iter().filter_map(|c| c.ratio.and_then(|r| r.interval));
    let narrowest = ranges.min_by(|a, b| (a[1] / a[0]).total_cmp(&(b[1] / b[0])));
    let narrow = narrowest
        .map_or_else(String::new, |i| format!("; the narrowest plausible range of a ratio is {}", number::range(i)));
    let hanging = tested.iter().any(|c| c.q.is_some_and(|q| q <= WATCH));
    let limits = tested.iter().filter_map(|c| c.detectable).fold(0.0, f64::max);
    let groups = if all == 1 {
        "One severity, service or team has".to_owned()
    } else {
        format!("{} severities, services and teams have", number::thousands(all))
    };
    let [n, n_before] =
        facts.results.mttx.robustness(metric, Against::Previous).map_or([0, 0], |s| s.change.n).map(number::thousands);
    let opening =
        format!("{groups} enough cases with a known {name} {when} ({n} incidents in all) and {before} ({n_before})");
    claim.sentence = if watched.is_empty() {
        format!(
            "{opening}{narrow}: no evidence of a change in any{}. Where the data are densest, a fall of less than about {} would not show.",
            if hanging { " that does not depend on the mix of other things" } else { "" },
            number::percent(1.0 - limits)
        )
    } else {
        let names: Vec<String> = watched.iter().map(|c| self::name(c).replacen("The ", "the ", 1)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("{opening}{narrow}. Worth watching: {}.", list::and_more(&names, MAX))
    };
    claim
}

/// "SEV1", "the service search", "the team payments".
fn name(change: &MetricChange) -> String {
    match change.group.kind {
        "severity" => wording::severity(change.group.name.parse().unwrap_or(0)),
        kind => format!("The {kind} {}", change.group.name),
    }
}

/// Every group compared, most surprising first.
#[must_use]
pub fn listing(facts: &Facts, metric: Metric) -> Option<Table> {
    let mut rows: Vec<&MetricChange> =
        facts.results.mttx.group_changes(metric, Against::Previous).filter(|c| c.ratio.is_some()).collect();
    let p = |c: &MetricChange| c.ratio.map_or(1.0, |r| r.p);
    rows.sort_by(|a, b| p(a).total_cmp(&p(b)).then_with(|| a.group.cmp(&b.group)));
    let cells = |c: &&MetricChange| {
        let ratio = c
            .ratio
            .map(|r| format!("{} ({})", number::ratio(r.estimate), r.interval.map_or_else(String::new, number::range)));
        let median =
            |side: usize| c.medians.get(side).copied().flatten().map_or_else(|| "–".to_owned(), duration::compact);
        vec![
            name(c).trim_start_matches("The ").to_owned(),
            number::thousands(c.n[0]),
            number::thousands(c.n[1]),
            median(0),
            median(1),
            ratio.unwrap_or_default(),
            c.q.map_or_else(String::new, number::probability),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let now = facts.data.periods.current.label.as_str();
    let before = earlier_label(facts, Against::Previous);
    let note = format!(
        "{} per severity, service and team with eight or more known in both periods. q: share of false alarms among all groups that look as clear.",
        crate::text::sentence::capital(words(metric).name)
    );
    let columns = vec![
        words_column("group"),
        figures_column("n now"),
        figures_column("n before"),
        figures_column("median now"),
        figures_column("median before"),
        figures_column("ratio (95 %)"),
        figures_column("q"),
    ];
    let title = format!(
        "Change of the {} from {before} to {}",
        words(metric).name,
        crate::findings::draft::label_of(now, &facts.data.periods)
    );
    (!rows.is_empty()).then(|| {
        table(&format!("mttx-changes-{}", metric.code()), &title, &note, columns, rows, "data/mttx_changes.csv")
    })
}
