//! The first line of every edition.

use crate::findings::compose::caps;
use crate::findings::draft::{covered, label, quoted, rows_in_period, rows_within, zone};
use crate::findings::quality;
use crate::findings::rule::Facts;
use crate::findings::volume::comparable;
use crate::findings::{Claim, Grade};
use crate::frame::col;
use crate::frame::records::Fate;
use crate::model::period::Period;
use crate::model::row::{IncidentIx, RecordRow};
use crate::model::time::Window;
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Tools named before "and 3 more".
const MAX_TOOLS: usize = 4;

/// "1 July – 30 September 2026. 214 incidents from PagerDuty and ServiceNow (261 records; 47 were the same incident seen
/// again). Compared with Q2 2026 (198)." `total`: the claim on the number of incidents, whose verdict stands beside the counts.
#[must_use]
pub fn line(facts: &Facts, total: Option<&Claim>) -> String {
    let periods = &facts.data.periods;
    let window = periods.current.window;
    let zone = zone(periods);
    let mut parts = vec![format!("{}.", date::range(window.start, window.end, zone))];
    if periods.current.partial {
        parts.push(match covered(periods) {
            Some((seen, days)) => format!(
                "This period is partial: the data hold incidents of {}, {}.",
                count(days, "day"),
                date::range(seen.start, seen.end, zone)
            ),
            None => "This period is partial: the data do not cover all of it.".to_owned(),
        });
    }
    parts.extend(unread(facts));
    let n = rows_in_period(&facts.data.incident_view()).count() as u64;
    if n == 0 {
        parts.push(nothing(facts));
        return parts.join(" ");
    }
    let tools = tools(facts);
    let from = if tools.is_empty() { String::new() } else { format!(" from {}", list::and_more(&tools, MAX_TOOLS)) };
    parts.push(format!("{}{from}{}.", count(n, "incident"), records(facts)));
    let made = date::day(periods.as_of, zone);
    parts.push(if periods.as_of_stated {
        format!("The exports are of {made}.")
    } else {
        format!("The exports reach to {made}.")
    });
    if let Some(previous) = &periods.previous {
        parts.push(format!(
            "Compared with {} ({}){}.",
            label(previous, periods),
            number::thousands(began(facts, previous.window)),
            total.map_or("", verdict)
        ));
        parts.extend(worst(facts, previous));
        // The two counts stand side by side here, so what forbids to compare them must stand here too.
        parts.extend(comparable::reason(facts).or_else(|| quality::may_have_stopped(facts)));
    }
    parts.join(" ")
}

/// "69 were SEV1 or SEV2 (11 before)."; nothing where severities are mostly unknown in either period, or none was so severe in
/// both. A share that moved may be another way of rating.
fn worst(facts: &Facts, previous: &Period) -> Option<String> {
    let view = facts.data.incident_view();
    let began = |window: Window| {
        let rows: Vec<IncidentIx> = rows_within(&view, window).collect();
        let known = rows.iter().filter(|row| view.severity.get(**row).is_some()).count();
        let worst = rows.iter().filter(|row| matches!(view.severity.get(**row), Some(1 | 2))).count() as u64;
        (5 * known >= 4 * rows.len()).then_some(worst)
    };
    let (now, before) = (began(facts.data.periods.current.window)?, began(previous.window)?);
    let rated = facts.results.severity.mix_moved.then_some("; severities given in another way would look the same");
    (now + before > 0).then(|| {
        format!(
            "{} {} SEV1 or SEV2 ({} before{}).",
            number::thousands(now),
            agree(now, "was", "were"),
            number::thousands(before),
            rated.unwrap_or_default()
        )
    })
}

/// ": evidence that there were more"; nothing where that is not graded as evidence.
fn verdict(total: &Claim) -> &'static str {
    // There is no ratio where there was none before: then there were more.
    let more = total.numbers.get("ratio").is_none_or(|ratio| *ratio > 1.0);
    match (total.grade, more) {
        (Grade::Strong, true) => ": strong evidence that there were more",
        (Grade::Strong, false) => ": strong evidence that there were fewer",
        (Grade::Evidence, true) => ": evidence that there were more",
        (Grade::Evidence, false) => ": evidence that there were fewer",
        _ => "",
    }
}

/// "One file among the inputs was not read, “…”: what it holds is missing here."; only of files that seem to hold records.
fn unread(facts: &Facts) -> Option<String> {
    let files = facts.data.unread.iter().filter(|file| file.holds_records);
    let named: Vec<String> = files.map(|file| quoted(&file.file)).collect();
    let names = list::and_more(&named, MAX_TOOLS);
    match named.len() as u64 {
        0 => None,
        1 => Some(format!("One file among the inputs was not read, {names}: what it holds is missing here.")),
        n => Some(format!(
            "{} among the inputs were not read, {names}: what they hold is missing here.",
            count(n, "file")
        )),
    }
}

fn nothing(facts: &Facts) -> String {
    let view = facts.data.incident_view();
    let all = view.rows().filter(|&row| view.included.get(row)).count() as u64;
    match facts.data.periods.data.filter(|_| all > 0) {
        Some(data) => format!(
            "No incident of the data began in it. {} The data hold {}, {}.",
            caps::NOTHING,
            count(all, "incident"),
            date::range(data.start, data.end.max(data.start.saturating_add(1)), zone(&facts.data.periods))
        ),
        None => "The data hold no incident that counts.".to_owned(),
    }
}

/// Included incidents that began in a stretch of time.
fn began(facts: &Facts, window: Window) -> u64 {
    rows_within(&facts.data.incident_view(), window).count() as u64
}

/// Tools that have a record of an incident of the period, most incidents first.
fn tools(facts: &Facts) -> Vec<String> {
    let sources = facts.data.incident_texts(col::SOURCES);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in
        rows_in_period(&facts.data.incident_view()).filter_map(|row| sources.get(row)).flat_map(|s| s.split(';'))
    {
        *counts.entry(name).or_insert(0) += 1;
    }
    let mut order: Vec<(&str, u64)> = counts.into_iter().filter(|(name, _)| !name.is_empty()).collect();
    order.sort_by_key(|(name, n)| (Reverse(*n), *name));
    order.into_iter().map(|(name, _)| title(facts, name)).collect()
}

/// What a person calls a tool.
#[must_use]
pub fn title(facts: &Facts, tool: &str) -> String {
    facts.data.sources.iter().find(|s| s.tool == tool).map_or_else(|| tool.to_owned(), |s| s.title.clone())
}

/// " (261 records; 47 were the same incident seen again)", nothing when every incident is one record.
fn records(facts: &Facts) -> String {
    let (records, view) = (&facts.data.records, facts.data.incident_view());
    let here = |row: &RecordRow| {
        let incident = records.incident[*row];
        incident.is_some_and(|incident| view.included.get(incident) && view.in_period.get(incident))
    };
    let of = |fate: Fate| records.rows().filter(|row| records.fate[*row] == fate).filter(here).count() as u64;
    match (of(Fate::Kept), of(Fate::Merged)) {
        (_, 0) => String::new(),
        (kept, merged) => format!(
            " ({}; {} {} the same incident seen again)",
            count(kept + merged, "record"),
            number::thousands(merged),
            agree(merged, "was", "were")
        ),
    }
}
