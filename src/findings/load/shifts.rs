//! Load per shift, share of time on call, and the cadence of rotations.

use crate::analyse::load::params::Params;
use crate::analyse::load::shifts::{PeriodShifts, RotationShifts};
use crate::analyse::load::{MIN_GROUP, groups};
use crate::findings::draft::{claim, figures_column, in_period, numbers, table, words_column};
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::words::{figure, people};
use crate::findings::{Claim, Table};
use crate::model::row::PersonIx;
use crate::model::time::HOUR;
use crate::text::plural::count;
use crate::text::{clip, number};
use std::collections::BTreeSet;

const BOOK: &str = "Google's book on site reliability engineering";

/// What shifts say; nothing without them, without pages, and for fewer than five people.
pub(super) fn shown<'a>(facts: &'a Facts) -> Option<&'a PeriodShifts> {
    let load = &facts.results.load;
    load.shifts.as_ref().filter(|s| load.known && s.people >= MIN_GROUP)
}

/// Both claims.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    shown(facts).map_or_else(Vec::new, |s| [per_shift(facts, s), on_call(facts, s)].into_iter().flatten().collect())
}

fn per_shift(facts: &Facts, shifts: &PeriodShifts) -> Option<Claim> {
    let (all, params) = (&shifts.per_shift, &facts.results.load.params);
    let (mean, over) = (all.mean?, all.over_range?);
    let hours = params.shift / 3_600_000;
    let mut claim = claim(facts, "load.per-shift", "");
    claim.method = format!(
        "Distinct incidents with a page that reached the person, per shift; longer stretches on call are divided into equal parts of about {hours} hours. Interval of the mean: Garwood; of the share: Wilson, both at 95 %."
    );
    claim.n = Some(all.shifts);
    claim.interval = Some([mean.low, mean.high]);
    let without = all.spread.first().copied().unwrap_or(0);
    claim.sentence = format!(
        "{} of {} of about {hours} hours{} had any incident {}; {} had more than {} (plausible {:.0}–{:.0} %).",
        number::thousands(all.shifts - without),
        count(all.shifts, "shift"),
        where_from(shifts),
        in_period(facts),
        number::thousands(all.over),
        params.shift_incidents,
        100.0 * over[0],
        100.0 * over[1]
    );
    claim.sentence.push_str(&cut(shifts, params));
    claim.sentence.push_str(&format!(
        " People on call were reached by {} per {hours} hours (plausible {}–{}).{}",
        average(mean.rate),
        number::fixed(mean.low, 2),
        number::fixed(mean.high, 2),
        reached(all.incidents, all.shifts),
    ));
    claim.caveats.push(line_of_shifts(params));
    claim.caveats.push("An incident that reached two people counts for both. Shifts follow each other, so the intervals are a little too narrow.".to_owned());
    numbers(
        &mut claim,
        [
            ("estimate", Some(mean.rate)),
            ("shifts", Some(all.shifts as f64)),
            ("incidents", Some(all.incidents as f64)),
            ("shifts_over", Some(all.over as f64)),
            ("share_over_lo", Some(over[0])),
            ("share_over_hi", Some(over[1])),
            ("shifts_without", all.spread.first().map(|n| *n as f64)),
        ],
    );
    claim.weight = all.over as f64;
    Some(claim)
}

/// "in all ten rotations": which shifts these are, because the verdict counts only those of rotations that it judges.
fn where_from(shifts: &PeriodShifts) -> String {
    match shifts.rotations.len() as u64 {
        0 | 1 => String::new(),
        _ if shifts.rotations.iter().any(|r| r.schedule.is_empty()) => " of everybody on call".to_owned(),
        2 => " in both rotations".to_owned(),
        n => format!(" in all {} rotations", spoken(n)),
    }
}

/// That longer turns are several shifts here, where there are any.
fn cut(shifts: &PeriodShifts, params: &Params) -> String {
    let hours = params.shift as f64 / HOUR as f64;
    let is_longer = |rotation: &RotationShifts| rotation.median_hours.is_some_and(|median| median >= 1.5 * hours);
    if shifts.rotations.iter().any(is_longer) {
        " A longer turn on call is cut into several such shifts.".to_owned()
    } else {
        String::new()
    }
}

/// What the mean is of: an incident that reached three shifts is three times in it.
fn reached(times: u64, shifts: u64) -> String {
    if times == 0 {
        return String::new();
    }
    let words = if times == 1 { "once".to_owned() } else { format!("{} times", number::thousands(times)) };
    let of = if shifts == 1 { "the one shift".to_owned() } else { count(shifts, "shift") };
    format!(" An incident counts in each shift in which it reached somebody: {words} in {of}.")
}

/// Where the reference line comes from: the settings may hold another than the book.
fn line_of_shifts(params: &Params) -> String {
    let words = |of: &Params| format!("{} per {} hours", count(of.shift_incidents, "incident"), of.shift / HOUR);
    let (own, usual) = (words(params), words(&Params::default()));
    if own == usual {
        format!("At most {own} is a reference from {BOOK}, no law.")
    } else {
        format!("At most {own} is the line of the settings; {BOOK} names {usual}.")
    }
}

/// The same for the share of time on call.
fn line_of_time(line: f64) -> String {
    let (own, usual) = (number::percent(line), number::percent(Params::default().on_call_share));
    if own == usual {
        format!("the most that {BOOK} names, as a reference and no law")
    } else {
        format!("the line of the settings; {BOOK} names {usual}")
    }
}

fn average(rate: f64) -> String {
    format!("{} incidents", number::fixed(rate, 2))
}

fn on_call(facts: &Facts, shifts: &PeriodShifts) -> Option<Claim> {
    let (on_call, line) = (&shifts.on_call, facts.results.load.params.on_call_share);
    let median = on_call.median.filter(|_| on_call.shares.len() as u64 >= MIN_GROUP)?;
    let mut claim = claim(facts, "load.time-on-call", "");
    claim.method =
        "Each person's time on call, all rotations together, as a share of the time for which shifts are known."
            .to_owned();
    let n = on_call.shares.len() as u64;
    claim.n = Some(n);
    let over = match on_call.over {
        0 => "nobody was".to_owned(),
        all if all == n => "all were".to_owned(),
        some => format!("{} were", people(some)),
    };
    claim.sentence = format!(
        "Half of the {} on call {} were so for at least {} of the time; {over} above {}, {}.",
        people(n),
        in_period(facts),
        number::percent(median),
        number::percent(line),
        line_of_time(line)
    );
    numbers(
        &mut claim,
        [("people", Some(n as f64)), ("median_share", Some(median)), ("people_over", figure(on_call.over))],
    );
    Some(claim)
}

/// Per rotation; those of fewer than five people are not split, nor are others by which a total would give them away.
#[must_use]
pub fn rotations(facts: &Facts) -> Option<Table> {
    let shifts = shown(facts)?;
    let hidden = hidden(shifts);
    if hidden.iter().all(|h| *h) {
        return None;
    }
    let rows = shifts.rotations.iter().zip(&hidden).map(|(r, hidden)| row(r, *hidden)).collect();
    let figures =
        ["people", "stretches on call", "hours each", "weeks between", "incidents per shift", "shifts over the line"];
    Some(table(
        "load-by-rotation",
        "Load per rotation",
        &format!(
            "Stretches on call that begin in the period, with the median length and the median time between two of the same person, the shortest beside it where there are five or more; incidents per shift of about {} with a plausible range. Rotations of fewer than five people are not split, nor are others by which a total would give them away.",
            count((facts.results.load.params.shift / 3_600_000).unsigned_abs(), "hour")
        ),
        ["rotation"].into_iter().map(words_column).chain(figures.into_iter().map(figures_column)).collect(),
        rows,
        "data/shifts.csv, which --people writes",
    ))
}

/// Which rotations may not be split.
pub(super) fn hidden(shifts: &PeriodShifts) -> Vec<bool> {
    let members: Vec<&BTreeSet<PersonIx>> = shifts.rotations.iter().map(|r| &r.members).collect();
    groups::hidden(&members, &BTreeSet::new())
}

/// What a rotation is called.
pub(super) fn name(rotation: &RotationShifts) -> String {
    if rotation.schedule.is_empty() { "without a name".to_owned() } else { clip::truncate(&rotation.schedule, 60) }
}

/// Shifts are no people: how many of a rotation were over the line stands as it is where the rotation may be shown.
fn row(rotation: &RotationShifts, hidden: bool) -> Vec<String> {
    let name = name(rotation);
    if hidden {
        return std::iter::once(name).chain(std::iter::repeat_n("not shown".to_owned(), 6)).collect();
    }
    let known = |value: Option<f64>| value.map_or_else(|| "not known".to_owned(), |v| number::fixed(v, 1));
    let per = &rotation.per_shift;
    let mean = per
        .mean
        .map(|m| format!("{} ({}–{})", number::fixed(m.rate, 2), number::fixed(m.low, 2), number::fixed(m.high, 2)));
    vec![
        name,
        number::thousands(rotation.people),
        number::thousands(rotation.stretches),
        known(rotation.median_hours),
        between(rotation),
        mean.unwrap_or_else(|| "not known".to_owned()),
        format!("{} of {}", number::thousands(per.over), number::thousands(per.shifts)),
    ]
}

/// "6.0 (shortest 1.0)": a middle hides that somebody came back after a week.
fn between(rotation: &RotationShifts) -> String {
    let weeks = |weeks: f64| number::fixed(weeks, 1);
    match (rotation.weeks_between, rotation.shortest_between) {
        (None, _) => "not known".to_owned(),
        (Some(middle), Some(least)) if rotation.gaps >= MIN_GROUP => {
            format!("{} (shortest {})", weeks(middle), weeks(least))
        }
        (Some(middle), _) => weeks(middle),
    }
}
