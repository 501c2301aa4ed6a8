//! What the check of an ask counts, each code in its own way.

use super::check::{
    ACTIONS_DONE, CUSTOMER_INCIDENTS, FIX_ON_RECORD, HOURS_ABOVE, OVER_THE_LINE, OWNER_ON_RECORD, STAYS_AWAY,
};
use super::outcome::{Outcome, gap, too_early};
use crate::analyse::load::verdict::LoadVerdict;
use crate::analyse::promise;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::analyse::recurrence::fixes::Claimed;
use crate::analyse::recurrence::history::IncidentPlaces;
use crate::findings::draft::{label, length, quoted, zone};
use crate::findings::load::{hangs, verdict};
use crate::findings::overlap::rotations;
use crate::findings::recurrence::words::times;
use crate::findings::rule::Facts;
use crate::model::ask::EarlierCheck;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, HOUR, Millis};
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Counts what the check names.
pub(super) fn measured(facts: &Facts, places: &IncidentPlaces, check: &EarlierCheck) -> Outcome {
    match check.code.as_str() {
        STAYS_AWAY => stays_away(facts, places, check),
        FIX_ON_RECORD => fix(facts, places, check),
        OWNER_ON_RECORD => owner(facts, places, check),
        CUSTOMER_INCIDENTS => customers(facts, check),
        OVER_THE_LINE => over_the_line(facts, check),
        HOURS_ABOVE => hours_above(facts, check),
        ACTIONS_DONE => actions(facts, places, check),
        _ => Outcome::unknown("this version does not know how to count it"),
    }
}

fn day(facts: &Facts, at: Millis) -> String {
    date::day(at, zone(&facts.data.periods))
}

fn rows(places: &IncidentPlaces, check: &EarlierCheck) -> BTreeSet<IncidentIx> {
    check.incident_ids.iter().filter_map(|id| places.row(id)).collect()
}

/// The problem that most of these incidents belong to now; without any, the one with that number and name.
fn family<'a>(facts: &Facts<'a>, places: &IncidentPlaces, check: &EarlierCheck) -> Option<&'a Family> {
    let found = &facts.results.recurrence;
    let mut common: BTreeMap<FamilyIx, u64> = BTreeMap::new();
    for row in rows(places, check) {
        if let Some(family) = found.family_of[row] {
            *common.entry(family).or_default() += 1;
        }
    }
    let most = common.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(family, _)| *family);
    let named = |family: &&Family| check.subject.iter().all(|name| *name == family.family_id || *name == family.name);
    most.map(|at| &found.families[at])
        .or_else(|| found.families.iter().find(|family| !check.subject.is_empty() && named(family)))
}

const UNKNOWN_PROBLEM: &str = "its incidents are not in these data";

fn starts(family: &Family, from: Millis, until: Millis) -> Vec<Millis> {
    family.occurrences.iter().map(|occurrence| occurrence.start).filter(|at| (from..until).contains(at)).collect()
}

fn stays_away(facts: &Facts, places: &IncidentPlaces, check: &EarlierCheck) -> Outcome {
    let Some(family) = family(facts, places, check) else { return Outcome::unknown(UNKNOWN_PROBLEM) };
    let found = starts(family, check.window.start, check.window.end);
    let n = found.len() as u64;
    if let Some(first) = found.first().filter(|_| n as f64 > check.threshold) {
        let first = day(facts, *first);
        let when = if n == 1 { format!("on {first}") } else { format!("{}, first on {first}", times(n)) };
        return Outcome::missed(format!("it came back {when}"));
    }
    let until = day(facts, check.window.end.saturating_sub(1));
    match gap(facts, check) {
        Some(why) => Outcome::unknown(why),
        None if n == 0 => {
            Outcome::held(format!("it did not come back from {} to {until}", day(facts, check.window.start)))
        }
        None => Outcome::held(format!("it came back {} up to {until}", times(n))),
    }
}

/// Fixes that are on record for the window, in the order of time.
fn fixes<'a>(family: &'a Family, check: &EarlierCheck) -> Vec<&'a Claimed> {
    family.fixes.iter().filter(|fix| check.window.contains(fix.at)).collect()
}

fn fixed(facts: &Facts, fix: &Claimed) -> String {
    let then = match fix.returned_at {
        Some(at) => match u64::try_from((at - fix.at) / DAY) {
            Ok(0) | Err(_) => ", and it came back within a day".to_owned(),
            Ok(days) => format!(", and it came back {} later", count(days, "day")),
        },
        None => ", and it has not come back since".to_owned(),
    };
    format!("a fix is on record for {}{then}", day(facts, fix.at))
}

fn fix(facts: &Facts, places: &IncidentPlaces, check: &EarlierCheck) -> Outcome {
    let Some(family) = family(facts, places, check) else { return Outcome::unknown(UNKNOWN_PROBLEM) };
    let found = fixes(family, check);
    if let Some(last) = found.last().filter(|_| found.len() as f64 >= check.threshold) {
        return Outcome::held(fixed(facts, last));
    }
    if let Some(why) = too_early(facts, check) {
        return Outcome::unknown(format!("no fix is on record yet, and {why}"));
    }
    if !facts.results.recurrence.has_follow_ups {
        return Outcome::unknown("no export holds follow-ups, so a fix would hardly be on record");
    }
    let n = starts(family, check.window.start, check.window.end).len() as u64;
    let since = day(facts, check.window.start);
    Outcome::missed(match n {
        0 => format!("no fix is on record; it has not occurred since {since}"),
        n => format!("no fix is on record; it occurred {} after {since}", times(n)),
    })
}

fn owner(facts: &Facts, places: &IncidentPlaces, check: &EarlierCheck) -> Outcome {
    let Some(family) = family(facts, places, check) else { return Outcome::unknown(UNKNOWN_PROBLEM) };
    if !facts.results.recurrence.has_follow_ups {
        return Outcome::unknown("no export holds follow-ups, so no owner is on record of anything");
    }
    let open = family.open_follow_ups() as u64;
    let owned = family.follow_ups.iter().filter(|item| item.open && item.owner.is_some()).count() as u64;
    let words = match family.owned() {
        Owned::Fix | Owned::FollowUps(_) => format!(
            "{} of {} open for it {} an owner",
            number::thousands(owned),
            count(open, "action"),
            agree(owned, "has", "have")
        ),
        Owned::OpenOnly(open) => {
            format!("{} open for it, and none has an owner", count(open, "action") + agree(open, " is", " are"))
        }
        Owned::Nobody => "no action is open for it, and no owner is on record".to_owned(),
    };
    if owned as f64 >= check.threshold {
        return Outcome::held(words);
    }
    if let Some(fix) = fixes(family, check).last() {
        return Outcome::held(fixed(facts, fix));
    }
    match too_early(facts, check) {
        Some(why) => Outcome::unknown(format!("{words}; {why}")),
        None => Outcome::missed(words),
    }
}

fn customers(facts: &Facts, check: &EarlierCheck) -> Outcome {
    let view = facts.data.incident_view();
    let inside = |row: &IncidentIx| {
        view.included.get(*row) && view.started.get(*row).is_some_and(|at| check.window.contains(at))
    };
    let rows: Vec<IncidentIx> = view.rows().filter(inside).collect();
    let of = |what: &str| rows.iter().filter(|row| view.customer_facing.get(**row) == Some(what)).count() as u64;
    let (yes, unknown) = (of("yes"), rows.len() as u64 - of("yes") - of("no"));
    let words = format!("{} reached customers", count(yes, "incident"));
    if yes as f64 > check.threshold {
        return Outcome::missed(words);
    }
    if let Some(why) = gap(facts, check) {
        return Outcome::unknown(format!("{words}; {why}"));
    }
    let rest = match unknown {
        0 => String::new(),
        n => format!("; of {} more it is not recorded", number::thousands(n)),
    };
    if (yes + unknown) as f64 > check.threshold {
        Outcome::unknown(format!("{words}{rest}"))
    } else {
        Outcome::held(format!("{words}{rest}"))
    }
}

/// Why this report does not tell of the time after the earlier one; what is judged for whole periods can only be told of one.
fn not_this_period(facts: &Facts, check: &EarlierCheck) -> Option<String> {
    let periods = &facts.data.periods;
    (periods.current.window.start < check.window.start)
        .then(|| format!("it is asked of the time from {}", day(facts, check.window.start)))
}

/// Why a period in which nothing was found may still hold something.
fn partly(facts: &Facts) -> Option<String> {
    let periods = &facts.data.periods;
    periods.current.partial.then(|| format!("the data do not cover all of {}", label(&periods.current, periods)))
}

fn over_the_line(facts: &Facts, check: &EarlierCheck) -> Outcome {
    if let Some(why) = not_this_period(facts, check) {
        return Outcome::unknown(why);
    }
    let judged = verdict::judged(facts);
    let found: Vec<(&String, Option<LoadVerdict>)> = check
        .subject
        .iter()
        .map(|name| (name, judged.iter().find(|(unit, _)| unit == name).map(|(_, state)| *state)))
        .collect();
    let named = |is: &dyn Fn(Option<LoadVerdict>) -> bool| -> Vec<String> {
        found.iter().filter(|(_, state)| is(*state)).map(|(name, _)| quoted(name)).collect()
    };
    let (over, unjudged) = (named(&|s| s == Some(LoadVerdict::Over)), named(&|s| s.is_none()));
    let be = |list: &[String]| agree(list.len() as u64, "is", "are");
    if over.len() as f64 > check.threshold {
        return Outcome::missed(format!("{} {} over the line", list::and(&over), be(&over)));
    }
    if !unjudged.is_empty() || found.is_empty() {
        return Outcome::unknown(format!("{} {} not judged now", list::and(&unjudged), be(&unjudged)));
    }
    if let Some(why) = partly(facts) {
        return Outcome::unknown(why);
    }
    let is = |(name, state): &(&String, Option<LoadVerdict>)| {
        Some(format!("{} is {}", quoted(name), hangs::word((*state)?)))
    };
    Outcome::held(list::and(&found.iter().filter_map(is).collect::<Vec<_>>()))
}

fn hours_above(facts: &Facts, check: &EarlierCheck) -> Outcome {
    if let Some(why) = not_this_period(facts, check) {
        return Outcome::unknown(why);
    }
    if !rotations::any_shown(facts) {
        return Outcome::unknown("no rotation can be held against its incidents here");
    }
    match rotations::most(facts) {
        Some(most) if most.above as f64 / HOUR as f64 > check.threshold => Outcome::missed(format!(
            "{} had more incidents open than people on call for {}",
            quoted(&most.name),
            length(most.above as f64 / 1_000.0)
        )),
        _ => match partly(facts) {
            Some(why) => Outcome::unknown(why),
            None => Outcome::held("no rotation had more incidents open than people on call".to_owned()),
        },
    }
}

fn actions(facts: &Facts, places: &IncidentPlaces, check: &EarlierCheck) -> Outcome {
    let rows = rows(places, check);
    let items = facts.results.follow_through.items.iter().filter(|item| rows.contains(&item.row));
    let (mut all, mut done) = (0_u64, 0_u64);
    for item in items {
        all += 1;
        done += u64::from(item.state == promise::State::Done);
    }
    if all == 0 {
        return Outcome::unknown("no action is on record for its incidents");
    }
    let words = format!("{} of {} {} done", number::thousands(done), count(all, "action"), agree(done, "is", "are"));
    if done as f64 >= check.threshold * all as f64 {
        return Outcome::held(words);
    }
    match too_early(facts, check) {
        Some(why) => Outcome::unknown(format!("{words}; {why}")),
        None => Outcome::missed(words),
    }
}
