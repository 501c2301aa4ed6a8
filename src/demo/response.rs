//! What happens between the first ring and the end: who is paged, who answers, who is called next.

use super::incident::{Page, between, minutes, past};
use super::organisation::{DAY, HOUR, OVERLOADED, Rotation, TEAMS, on_call, week};
use crate::stats::random::Rng;

/// Seconds until an unanswered page goes to the next level, by day and by night.
const TIMEOUT: [i64; 2] = [15 * 60, 5 * 60];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    Phone,
    Sms,
    Push,
    Email,
}

impl Medium {
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Phone => "phone_notification",
            Self::Sms => "sms_notification",
            Self::Push => "push_notification",
            Self::Email => "email_notification",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// With the channel through which it came.
    Triggered(&'static str),
    Assigned,
    Notified(Medium),
    Acknowledged,
    Escalated,
    Resolved,
    ResolvedByBot,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) at: i64,
    pub(super) act: Act,
    pub(super) person: usize,
}

/// Somebody of another team whom the one who answered asked to help.
#[derive(Debug, Clone, Copy)]
pub(super) struct Helper {
    pub(super) person: usize,
    pub(super) requester: usize,
    pub(super) requested: i64,
    pub(super) joined: i64,
}

/// The course of one pager incident.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) entries: Vec<Entry>,
    pub(super) helper: Option<Helper>,
    pub(super) acknowledged: Option<i64>,
    pub(super) is_urgent: bool,
    /// Who last changed the status; `None` is a machine.
    pub(super) actor: Option<usize>,
}

/// Plays the course of a pager incident. Nothing happens after it is resolved or merged.
pub(super) fn respond(
    page: &Page,
    (rotation, team): (Rotation, usize),
    severity: u8,
    is_merged: bool,
    rng: &mut Rng,
) -> Response {
    let first = on_call(rotation, team, week(page.created), 0);
    let is_urgent = severity <= 3 || rng.chance(0.35);
    let trigger = ["api", "api", "api", "email", "web_trigger"].get(rng.place(5)).copied().unwrap_or("api");
    let mut entries = vec![
        Entry { at: page.created, act: Act::Triggered(trigger), person: first },
        Entry { at: page.created, act: Act::Assigned, person: first },
    ];
    let answer = page.created + 20 + minutes(if is_urgent { 3.5 } else { 12.0 }, rng);
    let due = page.created + timeout(page.created);
    let is_late = is_urgent && answer > due;
    ring(&mut entries, first, page.created, answer, is_urgent, rng);
    let answering = if is_late { escalate(&mut entries, due, (rotation, team), answer, rng) } else { first };
    let over = page.resolved.unwrap_or(i64::MAX);
    let acknowledged = past(answer).filter(|at| *at < over && !is_merged);
    entries.extend(acknowledged.map(|at| Entry { at, act: Act::Acknowledged, person: answering }));
    entries.retain(|entry| entry.at < over && past(entry.at).is_some());
    let helper = acknowledged.and_then(|at| help(page, (rotation, team), severity, (answering, at), rng));
    let is_automatic = acknowledged.is_none() && !is_merged || rng.chance(0.08);
    let by_hand = if page.resolved.is_some() { !is_automatic } else { acknowledged.is_some() };
    if let Some(at) = page.resolved {
        let act = if is_automatic { Act::ResolvedByBot } else { Act::Resolved };
        entries.push(Entry { at, act, person: answering });
    }
    Response { entries, helper, acknowledged, is_urgent, actor: by_hand.then_some(answering) }
}

/// Serious incidents now and then need another team. Nobody is asked who could only join after the end.
fn help(
    page: &Page,
    (rotation, team): (Rotation, usize),
    severity: u8,
    (requester, answered): (usize, i64),
    rng: &mut Rng,
) -> Option<Helper> {
    if severity > 2 || !rng.chance(0.3) {
        return None;
    }
    let other = (team + 1 + rng.place(TEAMS.len() - 1)) % TEAMS.len();
    let requested = answered + 60 + minutes(6.0, rng);
    let joined = requested + 30 + minutes(4.0, rng);
    let person = on_call(rotation, other, week(requested), 0);
    let is_in_time = page.resolved.is_some_and(|over| joined < over);
    (is_in_time && person != requester).then_some(Helper { person, requester, requested, joined })
}

/// Urgent pages come by push, then by text, then by phone, until somebody answers; others mostly by mail.
fn ring(entries: &mut Vec<Entry>, person: usize, from: i64, until: i64, is_urgent: bool, rng: &mut Rng) {
    let steps: &[(i64, Medium)] = if is_urgent {
        &[(2, Medium::Push), (45, Medium::Sms), (120, Medium::Phone), (420, Medium::Phone)]
    } else if rng.chance(0.3) {
        &[(2, Medium::Email), (5, Medium::Push)]
    } else {
        &[(2, Medium::Email)]
    };
    let due = steps.iter().map(|(after, medium)| (from + after + between(0, 4, rng), *medium));
    let heard: Vec<_> = due.filter(|(at, _)| *at < until).collect();
    entries.extend(heard.into_iter().map(|(at, medium)| Entry { at, act: Act::Notified(medium), person }));
}

/// Night where most of the engineers live; only this decides who is called next.
fn is_night(at: i64) -> bool {
    !(6..20).contains(&(at.rem_euclid(DAY) / HOUR))
}

fn timeout(at: i64) -> i64 {
    let [by_day, by_night] = TIMEOUT;
    if is_night(at) { by_night } else { by_day }
}

/// Calls the next level. At night everybody has learnt to call the same one, unless the turns are fair.
fn escalate(
    entries: &mut Vec<Entry>,
    at: i64,
    (rotation, team): (Rotation, usize),
    answer: i64,
    rng: &mut Rng,
) -> usize {
    let is_habit = rotation == Rotation::Lopsided && is_night(at);
    let next = if is_habit { OVERLOADED } else { on_call(rotation, team, week(at), 1) };
    entries.push(Entry { at, act: Act::Escalated, person: next });
    ring(entries, next, at, answer.max(at + 60), true, rng);
    next
}
