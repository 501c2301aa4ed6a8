//! Statements on durations. The figure people ask for, and never alone.

mod anchors;
pub mod bounds;
pub mod brief;
pub mod caps;
pub mod chart;
pub mod clocks;
pub mod compared;
pub mod definitions;
pub mod depends;
mod gaps;
pub mod groups;
pub mod mix;
pub mod noise;
pub mod open;
pub mod paragraph;
pub mod severity;
pub mod words;
pub mod year;

use crate::analyse::mttx::MetricRow;
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::values::Metric;
use crate::findings::areas::ranking::of_incidents;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Exhibit, Grade, Section, Table};
use crate::text::plural::agree;
use crate::text::sentence::capital;
use crate::text::{duration, number, wording};

pub struct Mttx;

impl Rule for Mttx {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        let mut tests = compared::tests(facts);
        tests.extend(open::tests(facts));
        tests.extend(severity::test(facts));
        tests
    }

    fn part(&self, facts: &Facts) -> Part {
        let order = [Metric::Ttr, Metric::Ttm, Metric::Tta, Metric::Ttd];
        let mut claims: Vec<Claim> = order.iter().flat_map(|&metric| leading(facts, metric)).collect();
        let (severities, orders) = severity::order(facts);
        claims.extend(severities);
        claims.extend(order.iter().flat_map(|&metric| context(facts, metric)));
        claims.extend(clocks::state(facts));
        brief::fill(facts, &mut claims);
        let exhibits = exhibits(facts);
        let mut tables = vec![Some(metrics(facts)), by_severity(facts), by_service(facts)];
        tables.extend(order.iter().map(|&metric| groups::listing(facts, metric)));
        let comparisons = orders + facts.results.mttx.changes.iter().filter(|c| c.ratio.is_some()).count() as u64;
        Part {
            section: Some(Section {
                id: "mttx".to_owned(),
                title: "How long incidents last".to_owned(),
                question: "How long do incidents last, and what can the figures carry?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: exhibits.iter().map(|e| e.id.clone()).collect(),
                tables: tables.into_iter().flatten().collect(),
            }),
            // That more critical ones take longer is what few expect.
            headlines: claims
                .iter()
                .filter(|c| c.code == "mttx.severity-order" && !c.lead.is_empty())
                .map(|c| c.id.clone())
                .collect(),
            mttx: claims
                .iter()
                .find(|c| ["mttx.ttr", "mttx.open-change"].contains(&c.code.as_str()))
                .map(|c| c.id.clone()),
            unknowns: claims.iter().filter(|c| c.grade == Grade::NotAssessable).filter_map(unknown).collect(),
            claims,
            exhibits,
            comparisons,
            ..Part::default()
        }
    }
}

/// The paragraph on one metric. Where too few are over to speak for the others, the comparison that counts open incidents in
/// stands before it.
fn leading(facts: &Facts, metric: Metric) -> Vec<Claim> {
    let first = if open::leads(facts, metric) { open::compared(facts, metric, None) } else { None };
    first.into_iter().chain(paragraph::claim(facts, metric)).collect()
}

/// What stands beside the paragraph on one metric: chance, mix, open incidents, missing ones, a year ago, groups.
fn context(facts: &Facts, metric: Metric) -> Vec<Claim> {
    let told = open::leads(facts, metric);
    let mut claims: Vec<Claim> = noise::state(facts, metric).into_iter().collect();
    claims.extend(mix::state(facts, metric));
    let over = facts.results.mttx.robustness(metric, Against::Previous).map(|s| compared::graded(facts, s));
    let of_all = open::compared(facts, metric, over.as_ref());
    let others = [
        open::state(facts, metric),
        of_all.filter(|_| !told),
        bounds::state(facts, metric),
        year::state(facts, metric),
    ];
    claims.extend(others.into_iter().flatten());
    claims.extend(groups::state(facts, metric));
    claims
}

/// Charts of the time to resolve; those of the other metrics would say the same four times.
fn exhibits(facts: &Facts) -> Vec<Exhibit> {
    let ttr = Metric::Ttr;
    [chart::exhibit(facts), noise::exhibit(facts, ttr), mix::exhibit(facts, ttr), open::exhibit(facts, ttr)]
        .into_iter()
        .flatten()
        .collect()
}

fn unknown(claim: &Claim) -> Option<String> {
    let metric = Metric::ALL.into_iter().find(|m| claim.code == format!("mttx.{}", m.code()))?;
    let words = words::words(metric);
    let count_of = |name: &str| claim.numbers.get(name).copied().unwrap_or(0.0) as u64;
    let (all, open, startless) = (count_of("incidents"), count_of("censored"), count_of("without_start"));
    let (name, known) = (capital(words.name), claim.n.unwrap_or(0));
    if all == 0 {
        return None;
    }
    // A detection time without a start is recorded; it is the start that is not.
    let recorded = if startless > 0 { count_of("detection_times") } else { known };
    let mut text = match recorded {
        0 => format!("{name}: no incident of the period has {}", words.time),
        n => format!("{name}: {} is recorded for {}", words.time, of_incidents(n, all)),
    };
    if startless > 0 && recorded > 0 {
        text.push_str(&format!(
            "; for {} nobody noted when {} began",
            number::thousands(startless),
            agree(startless, "it", "they")
        ));
    }
    if open > 0 && recorded > 0 {
        text.push_str(&format!("; {} {} still open", number::thousands(open), agree(open, "is", "are")));
    }
    // Nothing is missing where all have it; there only are few of them.
    if recorded >= all && startless == 0 {
        text = format!("{name}: known for {}, which is too few to describe", of_incidents(recorded, all));
    }
    Some(format!("{text}."))
}

fn method() -> Vec<String> {
    [
        "Time to detect runs from start to detection, time to acknowledge from detection (else the start) to acknowledgement, time to mitigate from start to mitigation, time to resolve from start to the end of the incident. An end is never taken from the time a ticket was closed.",
        "Quantiles are interpolated (type 7). The range beside a median is its 95 % order-statistic interval, which assumes nothing about the shape of the distribution. The mean is given because it is asked for, beside what the largest incident does to it; durations are so skewed that a mean alone mostly reports its largest value.",
        "It needs five durations; below, only the number and the extremes are given. The 95th percentile needs 20, the interval of the median 6. An incident that is over without the time, or whose times are in the wrong order, is missing; one that is still open is censored. Both are counted, neither is guessed. Stage medians do not add up.",
        "Known bias: open incidents have no duration yet, so the latest figures flatter. Auto-resolved incidents measure a timer; figures are given with and without them. Times may have been entered late or rounded.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn maybe(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "–".to_owned(), duration::compact)
}

fn pair(bounds: Option<[f64; 2]>) -> String {
    bounds.map_or_else(String::new, |[lo, hi]| format!(" ({} – {})", duration::compact(lo), duration::compact(hi)))
}

/// The cells that all tables of durations share.
fn cells(name: String, row: &MetricRow) -> Vec<String> {
    vec![
        name,
        number::thousands(row.n),
        number::thousands(row.missing),
        number::thousands(row.censored),
        format!("{}{}", maybe(row.median), pair(row.median_interval)),
        maybe(row.p25),
        maybe(row.p75),
        maybe(row.p90),
        maybe(row.mean),
        maybe(row.max),
    ]
}

fn durations_table(id: &str, title: &str, note: &str, first: &str, rows: Vec<Vec<String>>) -> Table {
    let figures = ["known", "missing", "open", "median (95 %)", "p25", "p75", "p90", "mean", "longest"];
    let columns = [words_column(first)].into_iter().chain(figures.map(figures_column)).collect();
    table(id, title, note, columns, rows, "data/mttx.csv")
}

fn metrics(facts: &Facts) -> Table {
    let rows = facts.results.mttx.whole.iter().map(|w| cells(words::words(w.row.metric).name.to_owned(), &w.row));
    durations_table(
        "mttx-metrics",
        "Durations",
        "All included incidents of the period. Missing: the event must have happened, its time is not known; open: it had not happened yet.",
        "metric",
        rows.collect(),
    )
}

/// Rows of the time to resolve of one kind of group in the period under review.
fn current<'a>(facts: &'a Facts, kind: &'static str) -> impl Iterator<Item = &'a MetricRow> + 'a {
    let period = &facts.data.periods.current.label;
    let rows = facts.results.mttx.rows.iter();
    rows.filter(move |r| r.metric == Metric::Ttr && r.group.kind == kind && r.period == *period)
}

fn by_severity(facts: &Facts) -> Option<Table> {
    let name = |row: &MetricRow| wording::severity(row.group.name.parse().unwrap_or(0));
    let rows: Vec<Vec<String>> = current(facts, "severity").map(|r| cells(name(r), r)).collect();
    let note = "Time to resolve of the incidents of each severity, worst first.";
    (!rows.is_empty()).then(|| durations_table("mttx-severity", "Time to resolve by severity", note, "severity", rows))
}

fn by_service(facts: &Facts) -> Option<Table> {
    let mut rows: Vec<&MetricRow> = current(facts, "service").filter(|r| r.median.is_some()).collect();
    rows.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.group.name.cmp(&b.group.name)));
    let rows: Vec<Vec<String>> = rows.into_iter().map(|r| cells(r.group.name.clone(), r)).collect();
    let note = "Time to resolve where at least five are known; an incident in two services counts in both.";
    (!rows.is_empty()).then(|| durations_table("mttx-service", "Time to resolve by service", note, "service", rows))
}
