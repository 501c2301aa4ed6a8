//! Charts of problems that keep coming back: the register over time, what was new, and what each took.

use crate::analyse::recurrence::Family;
use crate::findings::draft::{quoted, zone};
use crate::findings::exhibit::figure;
use crate::findings::exhibit::recurrence::{Cost, Fixed, Occurred, Problem, Quarter};
use crate::findings::recurrence::{held, overview, register, words};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Figure, Series, Span};
use crate::text::plural::{agree, count};
use crate::text::{date, number, wording};
use std::collections::BTreeSet;

const REGISTER: &str = "register";
const SPLIT: &str = "new-and-known";
const COST: &str = "cost-of-problems";
/// More rows can't be taken in at a glance; the register has all of them.
const MAX_ROWS: usize = 12;

/// All charts of the section that have something to show.
#[must_use]
pub fn exhibits(facts: &Facts) -> Vec<Exhibit> {
    if overview::is_poor(facts) {
        return Vec::new();
    }
    [timeline(facts), split(facts), cost(facts)].into_iter().flatten().collect()
}

/// Points claims at the chart that shows them. Charts that were not drawn are taken out again later.
pub fn point(claims: &mut [Claim]) {
    for claim in claims {
        let shown: &[&str] = match claim.code.as_str() {
            "recurrence.share" => &[SPLIT],
            "recurrence.break-even" => &[COST],
            "recurrence.ledger" | "recurrence.auto-resolve" => &[],
            "recurrence.families" => &[REGISTER, COST],
            _ => &[REGISTER],
        };
        claim.exhibits = shown.iter().map(|id| (*id).to_owned()).collect();
    }
}

fn recurring<'a>(facts: &Facts<'a>) -> Vec<&'a Family> {
    register::in_order(facts).into_iter().filter(|f| f.recurs()).collect()
}

/// The register, one row per problem that occurred at least twice; nothing without any.
#[must_use]
pub fn timeline(facts: &Facts) -> Option<Exhibit> {
    let all = recurring(facts);
    let shown: Vec<&Family> = all.iter().take(MAX_ROWS).copied().collect();
    let (ranks, columns) = (ranks(facts, &shown), columns(facts, &shown));
    let (first, last) = (columns.first()?, columns.last()?);
    let zone = zone(&facts.data.periods);
    let span = date::range(first.start_ms, last.end_ms, zone);
    let current = &facts.data.periods.current;
    let focus = Span {
        label: date::period(current.window.start, current.window.end, zone),
        start_ms: current.window.start,
        end_ms: current.window.end,
    };
    let headline = headline(facts, &all);
    (!all.is_empty()).then(|| Exhibit {
        id: REGISTER.to_owned(),
        alt: format!(
            "One row per problem with a mark for each occurrence and each claimed fix, {span}. {} The state of each stands at the end of its row.",
            told(&shown)
        ),
        headline,
        subtitle: format!("Occurrences of recurring problems, by severity, and claimed fixes, {span}"),
        footer: format!(
            "n = {}, famous bugs first; the tinted ground is {}; numbers in charts/{REGISTER}.csv",
            count(all.len() as u64, "recurring problem"),
            focus.label
        ),
        figure: Figure::Register(figure::Register {
            zone: zone.to_string(),
            columns,
            focus,
            severities: ranks.iter().map(|rank| severity(*rank)).collect(),
            more: (all.len() - shown.len()) as u64,
            rows: shown.iter().map(|family| problem(family, &ranks)).collect(),
        }),
    })
}

/// "7 problems occurred more than once, 3 of them famous bugs; 2 of 3 claimed fixes did not hold".
fn headline(facts: &Facts, all: &[&Family]) -> String {
    let famous = all.iter().filter(|f| f.famous).count() as u64;
    let of_them = match of_them(famous, all.len() as u64) {
        words if words.is_empty() => words,
        words => format!(", {words}"),
    };
    let held = held::did_not(facts).map_or_else(String::new, |words| format!("; {words}"));
    format!("{} occurred more than once{of_them}{held}", count(all.len() as u64, "problem"))
}

/// "3 of them famous bugs", "all of them famous bugs"; nothing for none.
fn of_them(famous: u64, all: u64) -> String {
    match famous {
        0 => String::new(),
        1 if all == 1 => "a famous bug".to_owned(),
        n if n == all => "all of them famous bugs".to_owned(),
        n => format!("{} of them {}", number::thousands(n), agree(n, "a famous bug", "famous bugs")),
    }
}

/// The first few rows in words.
fn told(shown: &[&Family]) -> String {
    let each = |f: &&Family| {
        let state = words::state(f.state);
        let state = if state.is_empty() { state } else { format!(" ({state})") };
        format!("{} {} times{state}", words::name(f), number::thousands(f.occurrences.len() as u64))
    };
    let list: Vec<String> = shown.iter().take(3).map(each).collect();
    format!("The first rows: {}.", list.join(", "))
}

/// Ranks of severity that any incident of the charts by week or of these problems has, so that colours agree.
fn ranks(facts: &Facts, shown: &[&Family]) -> Vec<u32> {
    let weeks = facts.results.volume.weeks.series.iter().filter_map(|(rank, _)| *rank);
    let own = shown.iter().flat_map(|f| &f.occurrences).filter_map(|o| o.severity);
    weeks.chain(own).collect::<BTreeSet<u32>>().into_iter().collect()
}

fn severity(rank: u32) -> String {
    wording::severity(u8::try_from(rank).unwrap_or(u8::MAX))
}

/// The quarters of the run, and the time after them where something happened in it.
fn columns(facts: &Facts, shown: &[&Family]) -> Vec<Span> {
    let (periods, zone) = (&facts.data.periods, zone(&facts.data.periods));
    let mut columns: Vec<Span> = periods
        .quarters
        .iter()
        .map(|p| Span {
            label: date::period(p.window.start, p.window.end, zone),
            start_ms: p.window.start,
            end_ms: p.window.end,
        })
        .collect();
    let end = columns.last().map_or(i64::MAX, |c| c.end_ms);
    let starts = shown.iter().flat_map(|f| f.occurrences.iter().map(|o| o.start));
    let latest = starts.chain(shown.iter().flat_map(|f| f.fixes.iter().map(|c| c.at))).max().unwrap_or(end);
    if latest >= end {
        let until = periods.as_of.max(latest.saturating_add(1));
        columns.push(Span { label: "since".to_owned(), start_ms: end, end_ms: until });
    }
    columns
}

fn problem(family: &Family, ranks: &[u32]) -> Problem {
    let place = |rank: u32| ranks.iter().position(|r| *r == rank);
    let occurrence = |o: &crate::analyse::recurrence::occurrences::Occurrence| Occurred {
        at_ms: o.start,
        severity: o.severity.and_then(place),
        incidents: o.incidents.into(),
    };
    Problem {
        id: family.family_id.clone(),
        name: plain(&family.name),
        famous: family.famous,
        state: words::state(family.state),
        occurrences: family.occurrences.iter().map(occurrence).collect(),
        fixes: family.fixes.iter().map(|c| Fixed { at_ms: c.at, came_back: held::failed(c) }).collect(),
    }
}

/// A name without its marks of quotation.
fn plain(name: &str) -> String {
    quoted(name).trim_matches(['“', '”']).to_owned()
}

/// Incidents of each quarter by what was known of their problem; nothing while no problem was seen before.
#[must_use]
pub fn split(facts: &Facts) -> Option<Exhibit> {
    let found = &facts.results.recurrence;
    let zone = zone(&facts.data.periods);
    let window = facts.data.periods.current.window;
    let of = found.split.iter().find(|s| s.window == window).or(found.split.last())?;
    let (first, last) = (found.split.first()?, found.split.last()?);
    let span = date::range(first.window.start, last.window.end, zone);
    let days = found.share.look_back_days;
    // Where no quarter has the history, marking all of them would tell them apart from nothing.
    let all_short = found.split.iter().all(|s| s.short);
    let columns: Vec<Quarter> = found
        .split
        .iter()
        .map(|s| Quarter {
            name: date::period(s.window.start, s.window.end, zone),
            note: match (s.partial, s.short && !all_short) {
                (true, _) => "the data cover only a part of the quarter".to_owned(),
                (false, true) => format!("less than {} of history before the quarter", count(days, "day")),
                (false, false) => String::new(),
            },
        })
        .collect();
    let name = date::period(of.window.start, of.window.end, zone);
    let seen = of.known + of.famous;
    let famous = match of_them(of.famous, seen) {
        words if words.is_empty() => words,
        words => format!(", {words}"),
    };
    // What cannot be told was not found to be new either.
    let (some, all) = (number::thousands(seen), count(of.incidents() - of.untold, "incident"));
    let untold = match of.untold {
        0 => String::new(),
        n => format!("; {} more cannot be told", number::thousands(n)),
    };
    let headline =
        format!("{some} of {all} in {name} {} a problem seen before{famous}{untold}", agree(seen, "was", "were"));
    let all: u64 = found.split.iter().map(crate::analyse::recurrence::Novelty::incidents).sum();
    found.split.iter().any(|s| s.known + s.famous > 0).then(|| Exhibit {
        id: SPLIT.to_owned(),
        alt: format!("Stacked bars of incidents per quarter: famous bugs, other known problems, new ones, {span}. {headline}."),
        headline,
        subtitle: format!("Incidents per quarter by whether their problem was seen in the {days} days before, {span}"),
        footer: format!(
            "n = {}; famous: by then three times within half a year; a label or no title can't be told; numbers in charts/{SPLIT}.csv",
            number::thousands(all)
        ),
        figure: Figure::Quarters(figure::Quarters { unit: "incidents".to_owned(), columns, series: series(&found.split) }),
    })
}

fn series(split: &[crate::analyse::recurrence::Novelty]) -> Vec<Series> {
    use crate::analyse::recurrence::Novelty;
    let one = |name: &str, value: fn(&Novelty) -> u64| Series {
        name: name.to_owned(),
        values: split.iter().map(|s| value(s) as f64).collect(),
    };
    let untold = split.iter().any(|s| s.untold > 0);
    [one("famous bugs", |s| s.famous), one("known problems", |s| s.known), one("new", |s| s.new)]
        .into_iter()
        .chain(untold.then(|| one("can't be told", |s| s.untold)))
        .collect()
}

/// Recurring problems by hands-on time; by the time that their incidents lasted where nobody's hands-on time is known.
#[must_use]
pub fn cost(facts: &Facts) -> Option<Exhibit> {
    let all = recurring(facts);
    let by_hand = all.iter().any(|f| f.told.responder_s.is_some_and(|s| s > 0.0));
    let value = |f: &Family| if by_hand { f.told.responder_s } else { Some(f.duration_s) }.filter(|s| *s > 0.0);
    let mut ranked: Vec<(&Family, f64)> = all.iter().filter_map(|f| Some((*f, value(f)?))).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.family_id.cmp(&b.0.family_id)));
    let unknown = (all.len() - ranked.len()) as u64;
    let top = ranked.first()?.0;
    let headline = match words::hours_on_record(facts, top).filter(|_| by_hand) {
        Some(hours) => format!("{} took most: {hours}", words::name(top)),
        None => format!(
            "Incidents of {} lasted longest in all: {}",
            words::name(top),
            crate::text::duration::hours(top.duration_s)
        ),
    };
    let subtitle = if by_hand {
        "Hands-on hours of all people per recurring problem, all history".to_owned()
    } else {
        "Hours that incidents with an end lasted, per recurring problem, all history; nobody's hands-on time is known"
            .to_owned()
    };
    let missing = match unknown {
        0 => String::new(),
        n if by_hand => format!("; of {} no hands-on time is known", count(n, "further problem")),
        n => format!("; of {} no end is known", count(n, "further problem")),
    };
    Some(Exhibit {
        id: COST.to_owned(),
        alt: format!("Bars of hours per problem, the most first. {headline}."),
        headline,
        subtitle,
        footer: format!(
            "n = {}{missing}; numbers in charts/{COST}.csv",
            count(ranked.len() as u64, "recurring problem")
        ),
        figure: Figure::Costs(figure::Costs {
            unit: if by_hand { "responder hours" } else { "incident hours" }.to_owned(),
            part: crate::findings::draft::label(&facts.data.periods.current, &facts.data.periods),
            more: ranked.len().saturating_sub(MAX_ROWS) as u64,
            rows: ranked.iter().take(MAX_ROWS).map(|(f, s)| bar(f, *s, by_hand)).collect(),
        }),
    })
}

fn bar(family: &Family, seconds: f64, by_hand: bool) -> Cost {
    let hours = |s: f64| s / 3_600.0;
    let incidents = family.rows.len() as u64;
    Cost {
        name: plain(&family.name),
        famous: family.famous,
        all: hours(seconds),
        period: by_hand.then(|| hours(family.told.responder_period_s.unwrap_or(0.0))),
        known: if by_hand { family.told.known } else { incidents },
        incidents,
    }
}
