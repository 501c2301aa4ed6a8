//! The calendar of disturbed nights, a team each.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::groups::GroupLoad;
use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::TeamCalendar;
use crate::findings::load::people::{TOGETHER, divided};
use crate::findings::rule::Facts;
use crate::findings::{Exhibit, Figure};
use crate::model::local;
use crate::text::plural::count;
use crate::text::{clip, date, number};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const ID: &str = "disturbed-nights";
/// A calendar of more days than this is no picture any more.
const MAX_DAYS: usize = 4_000;

/// Evenings of the period by whether somebody of a team was disturbed; nothing without such a night, and for teams that
/// may not be shown. How many people it was is told only from five on.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let load = &facts.results.load;
    let teams = divided(facts).filter(|_| load.known)?;
    let window = facts.data.periods.current.window;
    let zone = zone(&facts.data.periods);
    let mut evenings: BTreeSet<NaiveDate> = load.team_nights.iter().flat_map(|t| t.people.keys().copied()).collect();
    let disturbed = evenings.len() as u64;
    evenings.extend(local::date(window.start, zone));
    evenings.extend(local::date(window.end.saturating_sub(1), zone));
    let (first, last) = (*evenings.first()?, *evenings.last()?);
    let days = usize::try_from((last - first).num_days() + 1).ok().filter(|days| *days <= MAX_DAYS)?;
    let calendar = |name: String, groups: &[&GroupLoad]| team(facts, name, groups, (first, days));
    let each = teams.shown.iter().map(|t| calendar(clip::truncate(&t.name, 60), &[t]));
    let rest = (!teams.together.is_empty()).then(|| calendar(TOGETHER.to_owned(), &teams.together));
    let teams: Vec<TeamCalendar> = each.chain(rest).collect();
    let nights: u64 = teams.iter().map(|t| t.nights).sum();
    let span = date::range(window.start, window.end, zone);
    let headline = format!(
        "{}, on {} of {}",
        count(nights, "disturbed night"),
        number::thousands(disturbed),
        count(days as u64, "date")
    );
    (nights > 0).then(|| Exhibit {
        id: ID.to_owned(),
        alt: format!("A calendar per team with the dates on which a night of somebody of it was disturbed, {span}; a disturbed night is one person's. {headline}."),
        headline,
        subtitle: format!("Nights with a page or work in the sleep hours of the person, per team, {span}"),
        footer: format!(
            "n = {} of all people together, by the evening on which each began; teams of at least five people; numbers in charts/{ID}.csv",
            count(nights, "disturbed night")
        ),
        figure: Figure::Nights(figure::Nights {
            first_ms: first.and_hms_opt(0, 0, 0).map_or(0, |t| t.and_utc().timestamp_millis()),
            least: MIN_GROUP,
            teams,
        }),
    })
}

fn team(facts: &Facts, name: String, groups: &[&GroupLoad], (first, days): (NaiveDate, usize)) -> TeamCalendar {
    let mut people: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    let named = |name: &str| groups.iter().any(|g| g.name == name);
    for nights in facts.results.load.team_nights.iter().filter(|t| named(&t.name)) {
        for (evening, n) in &nights.people {
            *people.entry(*evening).or_insert(0) += n;
        }
    }
    let level = |day: usize| {
        let evening = first.checked_add_days(Days::new(day as u64));
        match evening.and_then(|e| people.get(&e).copied()).unwrap_or(0) {
            0 => 0,
            n if n < MIN_GROUP => 1,
            _ => 2,
        }
    };
    TeamCalendar { name, levels: (0..days).map(level).collect(), nights: people.values().sum() }
}
