//! How the storm went: when it could be seen as one, how bad it was, when calm returned.

use crate::analyse::overlap::scan::UNUSUAL;
use crate::findings::draft::{self, evidence, figures_column, numbers, table, words_column};
use crate::findings::storm_pack::set::{AFTERMATH, Set};
use crate::findings::storm_pack::words::{self, at, between, ordinal, short, spoken, title};
use crate::findings::{Claim, Table};
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::wording::severity;
use crate::text::{duration, list, number};

/// When it became more than single incidents: as many beginnings within hours as the rule for storms asks for.
#[must_use]
pub fn recognisable(set: &Set) -> Option<(Millis, usize)> {
    let rule = set.facts.results.overlap.thresholds;
    let starts = set.starts();
    let groups = starts.windows(rule.starts.max(2));
    let close = groups.filter_map(|group| Some((group.first()?.0, group.last()?.0)));
    close.into_iter().find(|(first, last)| last - first <= rule.within).map(|(_, last)| (last, rule.starts.max(2)))
}

/// The last end of the incidents that began in the storm, where all of them have one.
#[must_use]
pub fn calm(set: &Set) -> Option<Millis> {
    let mut last = None;
    for row in set.places() {
        last = last.max(Some(end_of(set, row)?));
    }
    last
}

/// When an incident was over; one that is said to be over before it began tells nothing of it.
fn end_of(set: &Set, row: IncidentIx) -> Option<Millis> {
    let start = set.view.started.get(row);
    set.view.resolved.get(row).filter(|end| start.is_none_or(|start| *end >= start))
}

/// Incidents without a known end.
#[must_use]
pub fn without_end(set: &Set) -> u64 {
    set.places().filter(|&row| end_of(set, row).is_none()).count() as u64
}

/// Severity, customers, and when it was over.
#[must_use]
pub fn claim(set: &Set) -> Claim {
    let mut claim = draft::claim(set.facts, "storm.course", &set.storm.storm_id);
    claim.method =
        "Starts, ends, severities and customer impact of the incidents of the storm, as recorded.".to_owned();
    claim.n = Some(set.n());
    let mut parts = vec![gathered(set)];
    parts.extend(chance(set));
    parts.push(severities(set));
    parts.extend(customers(set));
    parts.push(over(set));
    claim.sentence = parts.join(" ");
    let yes = facing(set, "yes");
    numbers(
        &mut claim,
        [
            ("incidents", Some(set.n() as f64)),
            ("customer_facing", Some(yes as f64)),
            ("without_end", Some(without_end(set) as f64)),
            ("first_to_calm_s", calm(set).map(|end| (end - set.storm.window.start) as f64 / 1_000.0)),
        ],
    );
    claim.weight = set.n() as f64;
    evidence(&mut claim, &set.view, set.places());
    claim
}

/// "Between 08:24 and 19:51 on 12 May, 23 incidents began. At 13:15 five were open at once, the most."
fn gathered(set: &Set) -> String {
    let starts = set.starts();
    let storm = set.storm;
    let (from, to) = (starts.first(), starts.last());
    let (from, to) = (from.map_or(storm.window.start, |s| s.0), to.map_or(storm.window.end, |s| s.0));
    let began = starts.len() as u64;
    let before = set.n().saturating_sub(began);
    let already = match before {
        0 => String::new(),
        n => format!("; {} {} open already", spoken(n), agree(n, "was", "were")),
    };
    let when = if began > 1 {
        format!("{}, {} began{already}.", capital(&between(set.facts, from, to)), count(began, "incident"))
    } else {
        format!("At {}, {} began{already}.", at(set.facts, from), count(began, "incident"))
    };
    match storm.peak {
        0 | 1 => format!("{when} They came one after the other."),
        peak => {
            format!("{when} At {}, {} were open at once, the most.", at(set.facts, storm.peak_at), spoken(peak.into()))
        }
    }
}

fn chance(set: &Set) -> Option<String> {
    let p = set.storm.p?;
    Some(if p <= UNUSUAL {
        let share = if p < 0.01 { "fewer than 1 %".to_owned() } else { number::percent(p) };
        format!(
            "At the usual rhythm of the week, chance alone brings so many in so short a time in {share} of such periods."
        )
    } else {
        "At the usual rhythm of the week, chance alone often brings as many together.".to_owned()
    })
}

/// "2 were SEV1, 5 SEV2 and 16 SEV3."
fn severities(set: &Set) -> String {
    let mut counts: std::collections::BTreeMap<u32, u64> = std::collections::BTreeMap::new();
    for row in set.places() {
        *counts.entry(set.view.severity.get(row).filter(|rank| *rank > 0).unwrap_or(u32::MAX)).or_insert(0) += 1;
    }
    let name = |rank: u32| match u8::try_from(rank) {
        Ok(rank) => severity(rank),
        Err(_) => "of no stated severity".to_owned(),
    };
    if let (1, Some((rank, n))) = (counts.len(), counts.iter().next()) {
        return if *n == 1 {
            format!("It was {}.", name(*rank))
        } else {
            format!("All {} were {}.", spoken(*n), name(*rank))
        };
    }
    let words = counts.iter().enumerate().map(|(nth, (rank, n))| match nth {
        0 => format!("{} {} {}", number::thousands(*n), agree(*n, "was", "were"), name(*rank)),
        _ => format!("{} {}", number::thousands(*n), name(*rank)),
    });
    let of = if set.n() == 1 { "It".to_owned() } else { format!("Of the {}", spoken(set.n())) };
    format!("{of}, {}.", list::and(&words.collect::<Vec<_>>()))
}

fn facing(set: &Set, wanted: &str) -> u64 {
    set.places().filter(|&row| set.view.customer_facing.get(row) == Some(wanted)).count() as u64
}

fn customers(set: &Set) -> Option<String> {
    let (yes, no) = (facing(set, "yes"), facing(set, "no"));
    let unknown = set.n() - yes - no;
    let rest = match unknown {
        0 => String::new(),
        n if yes + no == 0 => return (n > 0).then(|| "Whether customers felt any of them is not recorded.".to_owned()),
        n => format!("; for {} it is not recorded", spoken(n)),
    };
    let reached = match yes {
        0 => "None is known to have reached customers".to_owned(),
        n => format!("{} reached customers", capital(&spoken(n))),
    };
    Some(format!("{reached}{rest}."))
}

fn over(set: &Set) -> String {
    let last = set.starts().last().map_or(set.storm.window.end, |(at, _)| *at);
    match (calm(set), without_end(set)) {
        (Some(end), _) if end > last => {
            let after = duration::words((end - last) as f64 / 1_000.0);
            format!("The last of them was over at {}, {after} after the last one began.", at(set.facts, end))
        }
        (Some(end), _) => format!("The last of them was over at {}.", at(set.facts, end)),
        (None, n) if n == set.n() => "No end is known of any of them.".to_owned(),
        (None, n) => format!("For {} of them no end is known.", spoken(n)),
    }
}

/// What to point at while telling the story, in order of time.
#[must_use]
pub fn moments(set: &Set) -> Option<Table> {
    let storm = set.storm;
    let mut rows: Vec<(Millis, String)> = Vec::new();
    let starts = set.starts();
    let (first, last) = (starts.first()?, starts.last()?);
    let worst = worst(set);
    let also =
        worst.as_ref().filter(|(row, _)| *row == first.1).map(|(_, rank)| format!(", and with it the first {rank}"));
    let which = match set.n().saturating_sub(starts.len() as u64) {
        0 => "The first incident began".to_owned(),
        n => format!("The first incident of the storm began, with {} open already", spoken(n)),
    };
    rows.push((first.0, format!("{which}{}: {}.", also.unwrap_or_default(), title(set, first.1))));
    if let Some((when, nth)) = recognisable(set).filter(|(when, _)| *when > first.0) {
        let within = duration::hours(set.facts.results.overlap.thresholds.within as f64 / 1_000.0);
        rows.push((when, format!("The {} incident within {within} began.", ordinal(nth))));
    }
    rows.extend(worst.filter(|(row, _)| *row != first.1).and_then(|(row, rank)| {
        let when = set.view.started.get(row)?;
        Some((when, format!("The first {rank} began: {}.", title(set, row))))
    }));
    if storm.peak >= 2 {
        let open = spoken(storm.peak.into());
        rows.push((storm.peak_at, format!("Most at once: {open} incidents were open.")));
    }
    rows.extend(first_night(set));
    if last.1 != first.1 {
        rows.push((last.0, format!("The last incident began: {}.", title(set, last.1))));
    }
    let ends = set.places().filter_map(|row| end_of(set, row));
    if let Some(end) = ends.max().filter(|end| *end > last.0) {
        let what = match without_end(set) {
            0 => "All of them were over.".to_owned(),
            n => format!("All were over but {}, of which no end is known.", spoken(n)),
        };
        rows.push((end, what));
    }
    // Of one moment, what was told first comes first.
    rows.sort_by_key(|(when, _)| *when);
    let rows = rows.into_iter().map(|(when, what)| vec![short(set.facts, when), what]).collect();
    let note = format!("What the records put a time on, by the clock in {}.", set.facts.data.periods.zone);
    Some(table(
        &format!("moments-{}", storm.storm_id.to_ascii_lowercase()),
        "The course in a few moments",
        &note,
        vec![words_column("when"), words_column("what")],
        rows,
        "",
    ))
}

/// The first incident of the worst severity, where not all are of it.
fn worst(set: &Set) -> Option<(IncidentIx, String)> {
    let rank = |row: IncidentIx| set.view.severity.get(row).filter(|rank| *rank > 0);
    let starts = set.starts();
    let known: Vec<u32> = starts.iter().filter_map(|(_, row)| rank(*row)).collect();
    let worst = *known.iter().min()?;
    if known.iter().all(|rank| *rank == worst) {
        return None;
    }
    let (_, row) = starts.iter().find(|(_, row)| rank(*row) == Some(worst))?;
    Some((*row, severity(u8::try_from(worst).unwrap_or(u8::MAX))))
}

/// The first page that reached somebody in sleep hours.
fn first_night(set: &Set) -> Option<(Millis, String)> {
    let pages = set.diaries.values().flat_map(|d| &d.pages);
    let asleep = pages.filter(|p| p.class == crate::model::hours::HourClass::Sleep);
    let when = asleep.map(|p| p.at).min()?;
    let since = if (set.starts().len() as u64) < set.n() { " since then" } else { "" };
    Some((when, format!("The first page{since} that reached somebody in sleep hours.")))
}

/// All incidents of the set, by start: for looking things up, not for reading aloud.
#[must_use]
pub fn incidents(set: &Set) -> Table {
    let row = |row: &IncidentIx| {
        let row = *row;
        let view = &set.view;
        let length = match (view.started.get(row), view.resolved.get(row)) {
            (Some(start), Some(end)) if end >= start => duration::compact((end - start) as f64 / 1_000.0),
            _ => "not known".to_owned(),
        };
        let stated = view.severity.get(row).filter(|rank| *rank > 0);
        vec![
            view.started.get(row).map_or_else(|| "not known".to_owned(), |start| short(set.facts, start)),
            length,
            words::rank(stated),
            view.service.get(row).unwrap_or("").to_owned(),
            crate::text::clip::truncate(view.title.get(row).unwrap_or(""), 70),
            view.id.get(row).map_or("", draft::short_id).to_owned(),
        ]
    };
    let mut all = table(
        &format!("set-{}", set.storm.storm_id.to_ascii_lowercase()),
        "All of them",
        &format!(
            "In the order in which they began, by the clock in {}, with how long each was open.",
            set.facts.data.periods.zone
        ),
        vec![
            words_column("began"),
            figures_column("open for"),
            words_column("severity"),
            words_column("service"),
            words_column("title"),
            words_column("id"),
        ],
        Vec::new(),
        "data/incidents.csv",
    );
    let shown = set.rows.iter().take(MAX_INCIDENTS);
    all.rows = shown.map(row).collect();
    all.more = if set.rows.len() > MAX_INCIDENTS { "data/incidents.csv".to_owned() } else { String::new() };
    all
}

/// A list longer than this is not read in a meeting.
const MAX_INCIDENTS: usize = 60;

/// How pages and work were cut off, for the small print.
#[must_use]
pub fn reach(set: &Set) -> String {
    let hours = AFTERMATH / 3_600_000;
    let length = set.reach.end - set.storm.window.end;
    if length >= AFTERMATH {
        format!(
            "Pages and work are counted from the first incident that began in it until {hours} hours after the last one began."
        )
    } else {
        "Pages and work are counted from the first incident that began in it until the next stretch with several open began.".to_owned()
    }
}
