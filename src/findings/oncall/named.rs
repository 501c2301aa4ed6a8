//! A row per person, only where names were asked for, and only for the on-call edition.

use crate::analyse::load::groups;
use crate::analyse::load::nights::disturbed;
use crate::analyse::load::person::{diaries, time_inside};
use crate::findings::Table;
use crate::findings::draft::{figures_column, in_period, table, words_column};
use crate::findings::rule::Facts;
use crate::model::hours::HourClass;
use crate::text::number;

/// Everybody with a shift or a page in the period, in the order of the alphabet.
#[must_use]
pub fn table_of(facts: &Facts) -> Option<Table> {
    if !facts.names || !facts.results.load.known {
        return None;
    }
    let period = &facts.data.periods.current;
    let roster = groups::roster(facts.data, period);
    let least = facts.results.load.params.night_work;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for diary in diaries(facts.data).iter().filter(|d| roster.contains(&d.person)) {
        let person = &facts.data.people[diary.person];
        let pages = || diary.pages.iter().filter(|p| period.contains(p.at));
        let nights = disturbed(diary, &facts.data.profile, least).into_values().filter(|at| period.contains(*at));
        let hours = time_inside(&diary.shifts, period.window) as f64 / 3_600_000.0;
        let on_call = if facts.data.has_shifts { number::decimal(hours) } else { "not known".to_owned() };
        rows.push(vec![
            if person.name.trim().is_empty() { person.pseudonym.clone() } else { person.name.clone() },
            person.team.clone(),
            on_call,
            number::thousands(pages().count() as u64),
            number::thousands(pages().filter(|p| p.class == HourClass::Sleep).count() as u64),
            number::thousands(nights.count() as u64),
        ]);
    }
    rows.sort();
    let figures = ["hours on call", "interruptions", "in sleep hours", "disturbed nights"];
    let note = format!(
        "Names were asked for. {} in the order of the alphabet; nobody is ranked. Load is a property of the schedule, not of a person.",
        crate::text::sentence::capital(&in_period(facts))
    );
    let columns = ["name", "team"].into_iter().map(words_column).chain(figures.into_iter().map(figures_column));
    let mut all = table("load-by-name", "Who was on call", &note, columns.collect(), Vec::new(), "");
    all.rows = rows;
    (!all.rows.is_empty()).then_some(all)
}
