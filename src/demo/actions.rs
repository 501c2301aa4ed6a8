//! Follow-ups of a review: small ones, larger ones and some that are too large, with owners, days and what became of them.

use super::catalogue;
use super::incident::{Incident, between};
use super::organisation::{DAY, END};
use super::plan::Story;
use super::review::{day, person};
use super::stories;
use crate::stats::random::Rng;

/// How much work a follow-up is; it decides how long people give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Small,
    Usual,
    Large,
}

/// One row of the table.
struct Action {
    what: String,
    due: i64,
    done: Option<i64>,
    status: &'static str,
}

/// The rows of the table of follow-ups.
pub(super) fn table(incident: &mut Incident) -> String {
    let team = incident.team();
    let actions = chosen(incident);
    let rng = &mut incident.rng;
    let mut text = String::new();
    for Action { what, due, done, status } in actions {
        // One of twelve is everybody's, which is nobody's.
        let owner = if rng.chance(0.08) { "" } else { person(team, rng) };
        let (done, number) = (done.map(day).unwrap_or_default(), 1_000 + rng.below(9_000));
        text.push_str(&format!("| {what} | {owner} | {} | {status} | {done} | OPS-{number} |\n", day(due)));
    }
    text
}

fn chosen(incident: &mut Incident) -> Vec<Action> {
    let (wording, begin) = (incident.wording, incident.planned.begin);
    let general = &catalogue::all().stories.follow_ups;
    let rng = &mut incident.rng;
    let mut actions: Vec<Action> = promised(incident.planned.story, incident.planned.fix)
        .map(|(what, at)| Action { what: what.to_owned(), due: at, done: Some(at), status: "done" })
        .collect();
    let mut add = |text: Option<&String>, size: Size, rng: &mut Rng| {
        let Some(text) = text else { return };
        let (due, done, status) = course(begin, size, rng);
        actions.push(Action { what: wording.fill(text), due, done, status });
    };
    for text in &wording.what.follow_ups {
        add(Some(text), Size::Usual, rng);
    }
    if rng.chance(0.6) {
        add(general.small.get(rng.place(general.small.len())), Size::Small, rng);
    }
    if rng.chance(0.25) {
        add(general.large.get(rng.place(general.large.len())), Size::Large, rng);
    }
    actions
}

/// The follow-up that is said to have ended a famous bug, where this review states one.
fn promised(story: Story, fix: Option<i64>) -> impl Iterator<Item = (&'static str, i64)> {
    let found = fix.and_then(|at| {
        let Story::Bug(bug) = story else { return None };
        let nth = stories::fixes(bug).iter().position(|fix| *fix == at)?;
        let tale = catalogue::all().stories.bug.get(usize::from(bug))?;
        Some((tale.fixes.get(nth)?.as_str(), at))
    });
    found.into_iter()
}

/// When a follow-up is due, when it was done, and its status when the exports are made.
fn course(begin: i64, size: Size, rng: &mut Rng) -> (i64, Option<i64>, &'static str) {
    let (least, most) = match size {
        Size::Small => (7, 21),
        Size::Usual => (14, 60),
        Size::Large => (60, 180),
    };
    let planned = begin + between(least, most, rng) * DAY;
    // Nobody plans past the end of the quarter in these exports.
    let latest = END - between(1, 9, rng) * DAY;
    let due = planned.min(latest).max(begin + DAY);
    let drawn = rng.next_f64();
    let (in_time, late, given_up) = match size {
        Size::Small => (0.55, 0.20, 0.05),
        Size::Usual => (0.38, 0.22, 0.12),
        Size::Large => (0.08, 0.15, 0.30),
    };
    let early = (due - between(0, 10, rng) * DAY).max(begin + DAY);
    let (slow, status) = (due + between(3, 90, rng) * DAY, if rng.chance(0.5) { "open" } else { "in progress" });
    let is_past = |at: i64| (at < END - DAY).then_some(at);
    if drawn < in_time {
        is_past(early).map_or((due, None, status), |at| (due, Some(at), "done"))
    } else if drawn < in_time + late {
        is_past(slow).map_or((due, None, status), |at| (due, Some(at), "done"))
    } else if drawn < in_time + late + given_up && due + 30 * DAY < END {
        (due, None, "cancelled")
    } else {
        (due, None, status)
    }
}
