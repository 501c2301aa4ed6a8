//! What all rules need to write claims: the words of the period, blank claims, evidence lists.

use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table, TableColumn};
use crate::frame::dataset::IncidentView;
use crate::model::period::{Period, Periods};
use crate::model::row::IncidentIx;
use crate::model::time::Window;
use crate::text::plural::count;
use crate::text::{clip, date, duration, number, wording};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Evidence lists are complete up to this length.
pub const MAX_IDS: usize = 1_000;
/// Tables for people have at most this many rows.
pub const MAX_ROWS: usize = 15;

/// Zone in which periods begin and end.
#[must_use]
pub fn zone(periods: &Periods) -> Tz {
    periods.zone
}

/// "Q3 2026", "August 2026", or the days of a period without a name.
#[must_use]
pub fn label(period: &Period, periods: &Periods) -> String {
    date::period(period.window.start, period.window.end, zone(periods))
}

/// The same for a period known by its label in a table ("2026Q3" → "Q3 2026").
#[must_use]
pub fn label_of(code: &str, periods: &Periods) -> String {
    let mut known = periods.quarters.iter().chain(&periods.previous).chain([&periods.current]);
    known.find(|p| p.label == code).map_or_else(|| code.to_owned(), |p| label(p, periods))
}

/// "in Q3 2026", "between 3 March 2026 and 9 May 2026".
#[must_use]
pub fn within(period: &Period, periods: &Periods) -> String {
    let label = label(period, periods);
    let zone = zone(periods);
    let (first, last) = (date::day(period.window.start, zone), date::day(period.window.end.saturating_sub(1), zone));
    if label == first {
        format!("on {first}")
    } else if label.contains('–') {
        format!("between {first} and {last}")
    } else {
        format!("in {label}")
    }
}

/// "in Q3 2026" for the period under review.
#[must_use]
pub fn in_period(facts: &Facts) -> String {
    within(&facts.data.periods.current, &facts.data.periods)
}

/// From the first to the last start inside a period that the data cover only in part, both inclusive, and how many days
/// that is. `None` for a whole period and without incidents in it.
#[must_use]
pub fn covered(periods: &Periods) -> Option<(Window, u64)> {
    let (seen, window) = (periods.data?, periods.current.window);
    let (start, end) = (seen.start.max(window.start), seen.end.min(window.end.saturating_sub(1)));
    if !periods.current.partial || start > end {
        return None;
    }
    let seen = Window { start, end: end.saturating_add(1) };
    Some((seen, date::days_touched(seen.start, seen.end, zone(periods))?))
}

/// "quarter" where the period is one, else "period".
#[must_use]
pub fn unit(facts: &Facts) -> &'static str {
    let periods = &facts.data.periods;
    if label(&periods.current, periods).starts_with('Q') { "quarter" } else { "period" }
}

/// " The data cover 22 days of one quarter, so no periods are compared."
#[must_use]
pub fn nothing_earlier(facts: &Facts) -> String {
    let (periods, unit) = (&facts.data.periods, unit(facts));
    match covered(periods) {
        Some((_, days)) => {
            format!(" The data cover {} of one {unit}, so no periods are compared.", count(days, "day"))
        }
        None => " The data hold no earlier period, so nothing is compared.".to_owned(),
    }
}

/// A meeting decides no more than this.
pub const MAX_POINTS: usize = 3;

/// A point to decide that hangs on the claim `on`, with its incidents and the question as a sentence.
#[must_use]
pub fn point((facts, code): (&Facts, &str), on: &str, ids: &[String], sentence: String) -> Claim {
    let mut point = claim(facts, code, on);
    point.basis = Basis::Inferred;
    point.method = "Out of the claim named behind the stroke; the order is that of the page.".to_owned();
    point.sentence = sentence;
    point.incident_ids = ids.to_vec();
    point
}

/// The caveat of every claim about a period that the data cover in part.
pub const PARTIAL: &str = "The data do not cover the whole period.";

/// A claim of this code with nothing in it yet: a fact, computed, about the period under review.
#[must_use]
pub fn claim(facts: &Facts, code: &str, subject: &str) -> Claim {
    let periods = &facts.data.periods;
    let caveats = if periods.current.partial { vec![PARTIAL.to_owned()] } else { Vec::new() };
    Claim {
        id: if subject.is_empty() { code.to_owned() } else { format!("{code}/{subject}") },
        code: code.to_owned(),
        grade: Grade::Fact,
        basis: Basis::Computed,
        lead: String::new(),
        sentence: String::new(),
        numbers: BTreeMap::new(),
        method: String::new(),
        period: label(&periods.current, periods),
        compared_with: None,
        n: None,
        interval: None,
        q: None,
        coverage: None,
        robustness: Vec::new(),
        caveats,
        incident_ids: Vec::new(),
        exhibits: Vec::new(),
        weight: 0.0,
        brief: String::new(),
        touches: Vec::new(),
        rows: Vec::new(),
        fresh: 1.0,
        worth: None,
        measures: &[],
    }
}

/// Fills the evidence of a claim: all ids up to [`MAX_IDS`], else the first ones and a caveat that says so.
pub fn evidence(claim: &mut Claim, view: &IncidentView, rows: impl Iterator<Item = IncidentIx>) {
    let mut total = 0_u64;
    for row in rows {
        total += 1;
        claim.rows.push(row);
        if claim.incident_ids.len() < MAX_IDS {
            claim.incident_ids.extend(view.id.get(row).map(str::to_owned));
        }
    }
    if total > MAX_IDS as u64 {
        let (listed, all) = (number::thousands(MAX_IDS as u64), number::thousands(total));
        claim.caveats.push(format!("The first {listed} of {all} incidents are listed; all are in data/incidents.csv."));
    }
}

/// Whether no incident of all the data has an end: then nothing says that one is still open.
#[must_use]
pub fn ends_unrecorded(facts: &Facts) -> bool {
    let view = facts.data.incident_view();
    !view.is_empty() && !view.rows().any(|row| view.resolved.get(row).is_some() || view.closed.get(row).is_some())
}

/// Rows of included incidents of the period under review.
pub fn rows_in_period<'a>(view: &'a IncidentView<'a>) -> impl Iterator<Item = IncidentIx> + 'a {
    view.rows().filter(|&row| view.included.get(row) && view.in_period.get(row))
}

/// Rows of included incidents that began within a window, whatever period is under review.
pub fn rows_within<'a>(view: &'a IncidentView<'a>, window: Window) -> impl Iterator<Item = IncidentIx> + 'a {
    let began = move |row: &IncidentIx| view.started.get(*row).is_some_and(|at| window.contains(at));
    view.rows().filter(|&row| view.included.get(row)).filter(began)
}

/// Puts numbers into a claim; what is not known stays away.
pub fn numbers<const N: usize>(claim: &mut Claim, entries: [(&str, Option<f64>); N]) {
    let known = entries.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    claim.numbers.extend(known);
}

/// A stated text between quotation marks, shortened, without marks of its own.
#[must_use]
pub fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    let plain = plain.replace(['“', '”', '"', '`'], "'");
    format!("“{}”", clip::truncate(plain.trim(), 80))
}

/// The name of an area inside a sentence: as it is, and between quotation marks where it is a text rather than a name. Fields for names
/// hold whole paragraphs in some exports, and words of others must not read like ours.
#[must_use]
pub fn called(name: &str) -> String {
    let is_text = name.chars().nth(MAX_NAME).is_some() || name.contains(". ");
    if is_text { quoted(name) } else { name.to_owned() }
}

/// Letters of the longest name of an area that stands in a sentence as it is.
const MAX_NAME: usize = 60;

/// What people call a tool, able to stand inside a sentence: a mapping is called by its own name, which may be small.
#[must_use]
pub fn tool_name(facts: &Facts, tool: &str) -> String {
    match facts.data.sources.iter().find(|s| s.tool == tool) {
        Some(known) if known.title != known.tool => known.title.clone(),
        _ => quoted(tool),
    }
}

/// What people call an incident without a title: the tool's own id, without our prefix (`INC0001839`).
#[must_use]
pub fn short_id(id: &str) -> &str {
    id.splitn(3, ':').last().unwrap_or(id)
}

/// A length of time such that several in one paragraph compare at a glance: minutes below two hours, hours below
/// twenty days, then days.
#[must_use]
pub fn length(seconds: f64) -> String {
    if (7_200.0..20.0 * 86_400.0).contains(&seconds) { duration::hours(seconds) } else { duration::words(seconds) }
}

/// A text column.
#[must_use]
pub fn words_column(name: &str) -> TableColumn {
    TableColumn { name: name.to_owned(), numeric: false }
}

/// A column of figures.
#[must_use]
pub fn figures_column(name: &str) -> TableColumn {
    TableColumn { name: name.to_owned(), numeric: true }
}

/// A table cut to [`MAX_ROWS`]; `more` says where the rest is, if rows were cut.
#[must_use]
pub fn table(
    id: &str,
    title: &str,
    note: &str,
    columns: Vec<TableColumn>,
    mut rows: Vec<Vec<String>>,
    more: &str,
) -> Table {
    let cut = rows.len() > MAX_ROWS;
    rows.truncate(MAX_ROWS);
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        columns,
        rows,
        more: if cut { more.to_owned() } else { String::new() },
    }
}

/// "SEV2"; `None` where it is not known.
#[must_use]
pub fn severity(view: &IncidentView, row: IncidentIx) -> Option<String> {
    severity_of(view.severity.get(row))
}

/// The same by its cell: 1 is the worst, 0 none.
#[must_use]
pub fn severity_of(rank: Option<u32>) -> Option<String> {
    rank.filter(|rank| *rank > 0).and_then(|rank| u8::try_from(rank).ok()).map(wording::severity)
}

/// The service of an incident, a dash without one.
#[must_use]
pub fn service(view: &IncidentView, row: IncidentIx) -> String {
    view.service.get(row).filter(|name| !name.is_empty()).unwrap_or("–").to_owned()
}

/// Whether an incident is not over, as far as its status says so.
#[must_use]
pub fn is_open(view: &IncidentView, row: IncidentIx) -> bool {
    stands_open(view.status.get(row), view.resolved.get(row))
}

/// The same by its cells: its status, and when it was resolved (in milliseconds).
#[must_use]
pub fn stands_open(status: Option<&str>, resolved: Option<i64>) -> bool {
    matches!(status, Some("open" | "acknowledged" | "mitigated")) && resolved.is_none()
}
