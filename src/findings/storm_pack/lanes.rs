//! The joint timeline: one lane per incident where there are few, else one per service.

use crate::findings::draft::{self, short_id};
use crate::findings::exhibit::figure;
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::{at, between, spoken};
use crate::findings::{Exhibit, Figure, Lane, LaneBar, Span};
use crate::model::row::IncidentIx;
use crate::model::time::{HOUR, MINUTE};
use crate::text::plural::{agree, count};
use crate::text::{clip, date, number};

/// Up to so many incidents have a lane of their own.
const MAX_OWN: usize = 14;
/// Lanes of services; the others share the last one.
const MAX_LANES: usize = 14;
/// Bars kept in all; the chart would not show more.
const MAX_BARS: usize = 600;

/// The chart of one storm.
#[must_use]
pub fn exhibit(set: &Set) -> Exhibit {
    let storm = set.storm;
    let id = format!("storm-{}", storm.storm_id.to_ascii_lowercase());
    let own = set.rows.len() <= MAX_OWN;
    let lanes = if own { per_incident(set) } else { per_service(set) };
    let kept: usize = lanes.iter().map(|lane| lane.bars.len()).sum();
    let zone = draft::zone(&set.facts.data.periods);
    let span = date::range(storm.window.start, storm.window.end.saturating_add(1), zone);
    let n = set.n();
    let per = if own { "incident" } else { "service" };
    let pages = set.interruptions();
    let left = if (kept as u64) < n { format!("; the first {kept} are drawn") } else { String::new() };
    Exhibit {
        headline: headline(set, own),
        subtitle: format!(
            "Each bar is one incident from its start to its end, one lane per {per}; times in {}",
            set.facts.data.periods.zone
        ),
        footer: format!(
            "n = {}, {}{left}; numbers in charts/{id}.csv",
            count(n, "incident"),
            count(pages, "interruption")
        ),
        alt: alt(set, per, &span),
        figure: Figure::Lanes(figure::Lanes {
            zone: zone.name().to_owned(),
            start_ms: margin(set).0,
            end_ms: margin(set).1,
            lanes,
            marks: marks(set),
        }),
        id,
    }
}

fn headline(set: &Set, own: bool) -> String {
    let n = count(set.n(), "incident");
    if own {
        // The stretch of the rule ends where few are open again; what began in it is what the page tells.
        let starts = set.starts();
        let (from, to) = starts
            .first()
            .zip(starts.last())
            .map_or((set.storm.window.start, set.storm.window.end), |(a, b)| (a.0, b.0));
        let open = set.n().saturating_sub(starts.len() as u64);
        let began = count(starts.len() as u64, "incident");
        let already = if open > 0 { format!(", {} open already", spoken(open)) } else { String::new() };
        return format!("{began} began {}{already}", between(set.facts, from, to));
    }
    match set.storm.peak {
        0 | 1 => format!("{n}, one after the other"),
        peak => format!("{n}, at most {} open at once", spoken(peak.into())),
    }
}

fn alt(set: &Set, per: &str, span: &str) -> String {
    let storm = set.storm;
    let ticks = match set.interruptions() {
        0 => String::new(),
        1 => ", with a tick for the one page".to_owned(),
        n => format!(", with a tick for each of {}", count(n, "page")),
    };
    format!(
        "Swim lanes, one per {per}, {span}: {} as bars from start to end{ticks}. At {}, {} {} open at once, the most.",
        count(set.n(), "incident"),
        at(set.facts, storm.peak_at),
        spoken(storm.peak.into()),
        agree(storm.peak.into(), "was", "were")
    )
}

/// The storm with some room to both sides; behind it as much as most of its incidents needed to be over.
fn margin(set: &Set) -> (i64, i64) {
    let window = set.storm.window;
    let room = (window.len() / 20).max(15 * MINUTE);
    let last = set.places().filter_map(|row| set.view.resolved.get(row)).max().unwrap_or(window.end);
    let after = last.clamp(window.end, window.end.saturating_add((window.len() / 3).clamp(HOUR, 12 * HOUR)));
    (window.start.saturating_sub(room), after.saturating_add(room))
}

fn marks(set: &Set) -> Vec<Span> {
    let storm = set.storm;
    let span = |label: String, start_ms: i64, end_ms: i64| Span { label, start_ms, end_ms };
    let mut marks = vec![span(format!("storm {}", storm.storm_id), storm.window.start, storm.window.end)];
    if storm.peak >= 2 {
        marks.push(span(
            format!("most at once: {}", number::thousands(storm.peak.into())),
            storm.peak_at,
            storm.peak_at,
        ));
    }
    marks
}

fn bar(set: &Set, row: IncidentIx) -> Option<LaneBar> {
    let start = set.view.started.get(row)?;
    let id = set.view.id.get(row).map_or("", short_id);
    let title = clip::truncate(set.view.title.get(row).unwrap_or(""), 80);
    Some(LaneBar {
        name: format!("{id} {title}").trim().to_owned(),
        start_ms: start,
        end_ms: set.view.resolved.get(row).filter(|end| *end >= start),
        severity: set.view.severity.get(row).filter(|rank| *rank > 0),
        pages_ms: set.pages_of(row),
    })
}

fn per_incident(set: &Set) -> Vec<Lane> {
    let lane = |row: &IncidentIx| {
        let title = set.view.title.get(*row).map(str::trim).filter(|t| !t.is_empty());
        let id = set.view.id.get(*row).map_or("", short_id);
        Some(Lane { name: clip::truncate(title.unwrap_or(id), 60), bars: vec![bar(set, *row)?] })
    };
    set.rows.iter().filter_map(lane).collect()
}

/// Lanes in the order in which their services were first touched; the smallest services share the last one.
fn per_service(set: &Set) -> Vec<Lane> {
    let service = |row: &IncidentIx| set.view.service.get(*row).unwrap_or("").trim().to_owned();
    let mut lanes: Vec<Lane> = Vec::new();
    for row in set.rows.iter().take(MAX_BARS) {
        let Some(bar) = bar(set, *row) else { continue };
        let name = service(row);
        match lanes.iter_mut().find(|lane| lane.name == name) {
            Some(lane) => lane.bars.push(bar),
            None => lanes.push(Lane { name, bars: vec![bar] }),
        }
    }
    let mut sizes: Vec<(usize, usize)> = lanes.iter().enumerate().map(|(at, lane)| (lane.bars.len(), at)).collect();
    sizes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let most = if lanes.len() > MAX_LANES { MAX_LANES - 1 } else { MAX_LANES };
    let kept: std::collections::BTreeSet<usize> = sizes.into_iter().take(most).map(|(_, at)| at).collect();
    let mut others: Vec<LaneBar> = Vec::new();
    let mut shown: Vec<Lane> = Vec::new();
    for (at, mut lane) in lanes.into_iter().enumerate() {
        if lane.name.is_empty() || !kept.contains(&at) {
            others.append(&mut lane.bars);
        } else {
            lane.name = clip::truncate(&lane.name, 60);
            shown.push(lane);
        }
    }
    if !others.is_empty() {
        others.sort_by_key(|bar| bar.start_ms);
        shown.push(Lane { name: "other, or not named".to_owned(), bars: others });
    }
    shown
}
