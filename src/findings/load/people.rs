//! Numbers of people, and tables about groups of them, without showing anyone.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::groups::GroupLoad;
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::rule::Facts;
use crate::findings::words::few;
use crate::text::{clip, number};
use chrono_tz::Tz;

/// Whether figures about the people of the period may be given at all.
#[must_use]
pub fn enough(facts: &Facts) -> bool {
    facts.results.load.period.roster >= MIN_GROUP
}

/// The zone in which the hours of people are read whose own is not known: that of the settings, else the reporting zone.
#[must_use]
pub fn fallback(facts: &Facts) -> Tz {
    let stated = facts.data.people.iter().find(|person| !person.zone_known);
    stated.map_or(facts.data.periods.zone, |person| person.zone)
}

/// For how many people hours were read in the zone of the settings or of the report; nothing when all zones are known.
#[must_use]
pub fn zones(facts: &Facts) -> Option<String> {
    let load = &facts.results.load;
    (load.zone_unknown > 0).then(|| {
        let all = if enough(facts) { format!(" of {}", number::thousands(load.period.roster)) } else { String::new() };
        let some = few(load.zone_unknown);
        format!("For {some}{all} people no time zone is known; their hours are read in {}.", fallback(facts))
    })
}

/// Teams as they may be shown.
pub struct Teams<'a> {
    /// By name.
    pub shown: Vec<&'a GroupLoad>,
    /// Small teams and people without a team, who are only shown together.
    pub together: Vec<&'a GroupLoad>,
}

/// What those are called that are only shown together.
pub const TOGETHER: &str = "small teams, and people without a team";

/// Small teams are taken together, and with the next larger one where they alone would be fewer than five: otherwise the
/// total would give them away. Nothing where no team can be shown.
#[must_use]
pub fn divided<'a>(facts: &Facts<'a>) -> Option<Teams<'a>> {
    if !enough(facts) {
        return None;
    }
    let mut all: Vec<&GroupLoad> = facts.results.load.teams.iter().collect();
    all.sort_by(|a, b| b.roster.cmp(&a.roster).then(a.name.cmp(&b.name)));
    let large = |team: &&GroupLoad| team.roster >= MIN_GROUP && !team.name.is_empty();
    let (mut shown, mut together): (Vec<&GroupLoad>, Vec<&GroupLoad>) = all.into_iter().partition(large);
    let people = |list: &[&GroupLoad]| list.iter().map(|team| team.roster).sum::<u64>();
    while people(&together) > 0 && people(&together) < MIN_GROUP {
        let Some(next) = shown.pop() else { break };
        together.push(next);
    }
    shown.sort_by(|a, b| a.name.cmp(&b.name));
    together.retain(|team| team.roster > 0);
    (!shown.is_empty()).then_some(Teams { shown, together })
}

/// Interruptions per team.
#[must_use]
pub fn teams(facts: &Facts) -> Option<Table> {
    let Teams { shown, together } = divided(facts)?;
    let mut rows: Vec<Vec<String>> = shown.iter().map(|t| row(t, clip::truncate(&t.name, 60))).collect();
    if !together.is_empty() {
        let mut rest = GroupLoad::default();
        together.iter().for_each(|team| add(&mut rest, team));
        rows.push(row(&rest, TOGETHER.to_owned()));
    }
    let columns = ["team"].into_iter().map(words_column);
    let figures = ["people", "interruptions", "in sleep hours", "disturbed nights"].into_iter().map(figures_column);
    Some(table(
        "interruptions-by-team",
        "Interruptions per team",
        "Teams of at least five people with a shift or an interruption in the period, by name.",
        columns.chain(figures).collect(),
        rows,
        "data/load.csv, which --people writes",
    ))
}

fn add(rest: &mut GroupLoad, team: &GroupLoad) {
    rest.roster += team.roster;
    rest.people += team.people;
    rest.disturbed_nights += team.disturbed_nights;
    rest.classes.business += team.classes.business;
    rest.classes.off += team.classes.off;
    rest.classes.sleep += team.classes.sleep;
}

fn row(team: &GroupLoad, name: String) -> Vec<String> {
    let figures = [team.roster, team.classes.total(), team.classes.sleep, team.disturbed_nights];
    std::iter::once(name).chain(figures.into_iter().map(number::thousands)).collect()
}
