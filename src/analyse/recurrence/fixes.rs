//! What people said and did about a problem: fixes that were claimed, follow-ups, and whether the silence after a claimed
//! fix tells anything (`METHODS.md` 5.4).

use crate::analyse::promise::{self, State, deadline};
use crate::analyse::recurrence::occurrences::{Occurrence, end};
use crate::analyse::recurrence::wording;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Instants, Rows, Texts};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, Millis};
use crate::stats::recurrence;
use std::collections::BTreeMap;

/// The time before a fix that counts goes back so far; fixes follow bursts, and a short look would take the burst for
/// the rule.
pub const BASELINE: Millis = 365 * DAY;
/// With less time before the fix than this the verdict is a weak signal at most.
pub const MIN_BASELINE: Millis = 180 * DAY;
/// A silence as long as this is expected less than once in twenty times had nothing changed.
const LEVEL: f64 = 0.05;
/// Above this, chance explains the silence well.
const PROMISING: f64 = 0.25;

/// Where a claimed fix is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimBasis {
    /// In an annotation that people keep.
    Annotation,
    /// By a completed follow-up whose title speaks of a fix.
    FollowUp,
    /// In the text of an incident.
    Text,
}

impl ClaimBasis {
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Annotation => "annotation",
            Self::FollowUp => "follow-up",
            Self::Text => "text",
        }
    }
}

/// How a claimed fix came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The problem occurred again after it.
    CameBack,
    /// p ≤ .05: silence longer than chance would explain.
    Held,
    /// p from .05 to .25: promising, too early.
    Promising,
    /// p > .25: too early to tell.
    TooEarly,
    /// No time or no occurrence before the fix to hold the silence against.
    Unknown,
}

/// The silence after a claimed fix against the time before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold {
    /// Occurrences before the fix that count, and over how long, in seconds.
    pub before: u64,
    pub before_s: f64,
    /// Occurrences after it, and over how long.
    pub after: u64,
    pub after_s: f64,
    /// Chance of a silence this complete had nothing changed.
    pub p: Option<f64>,
    /// Silence needed from the fix on, in seconds, until p reaches .05.
    pub needed_s: Option<f64>,
    pub verdict: Verdict,
    /// Less than [`MIN_BASELINE`] before the fix.
    pub short: bool,
}

/// A fix that somebody claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    pub at: Millis,
    pub stated: ClaimBasis,
    /// The words of the claim, as stated.
    pub text: String,
    /// Row of the incident that it is stated for.
    pub row: IncidentIx,
    /// Start of the first member after it.
    pub returned_at: Option<Millis>,
    pub hold: Hold,
}

/// An incident whose own record says that it was closed as fixed. That tells that the incident is over and promises nothing
/// of its problem, so it is never counted among claimed fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    pub row: IncidentIx,
    pub at: Millis,
    /// Start of the first member after it.
    pub returned_at: Option<Millis>,
}

/// Incidents of one family that were closed as fixed, in the order of their rows.
#[must_use]
pub fn closed_as_fixed(view: &IncidentView, rows: &[IncidentIx]) -> Vec<Closed> {
    let mut starts: Vec<Millis> = rows.iter().filter_map(|row| view.started.get(*row)).collect();
    starts.sort_unstable();
    let closed = rows.iter().filter(|row| is_closed_as_fixed(view, **row));
    let with_return = closed.filter_map(|&row| {
        let at = end(view, row)?;
        let later = starts.partition_point(|start| *start <= at);
        Some(Closed { row, at, returned_at: starts.get(later).copied() })
    });
    with_return.collect()
}

/// Whether its record gives "fixed" as the way in which it ended.
#[must_use]
pub fn is_closed_as_fixed(view: &IncidentView, row: IncidentIx) -> bool {
    view.resolution.get(row) == Some("fixed")
}

/// One follow-up of a member.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyFollowUp {
    pub id: String,
    pub row: IncidentIx,
    pub title: String,
    pub owner: Option<PersonIx>,
    pub due: Option<Millis>,
    pub completed: Option<Millis>,
    pub status: String,
    /// Neither completed nor given up.
    pub open: bool,
    /// Open, and its day was over when the exports were made.
    pub overdue: bool,
    /// Its title speaks of a fix, or it is an annotation that claims one.
    pub fix: bool,
    by_hand: bool,
}

/// Follow-ups per row of the incident table, in the order of their ids.
pub type FollowUpsByIncident = BTreeMap<IncidentIx, Vec<FamilyFollowUp>>;

/// All follow-ups of the data.
#[must_use]
pub fn follow_ups(data: &DataSet) -> FollowUpsByIncident {
    let frame = &data.follow_ups;
    let (ids, rows) = (Texts::of(frame, col::FOLLOW_UP_ID), Rows::of(frame, col::INCIDENT));
    let (titles, owners) = (Texts::of(frame, col::TITLE), Rows::of(frame, col::PERSON));
    let (due, completed) = (Instants::of(frame, col::DUE_AT), Instants::of(frame, col::COMPLETED_AT));
    let status = Texts::of(frame, col::STATUS);
    let mut all = FollowUpsByIncident::new();
    for at in 0..frame.height() {
        let Some(row) = rows.get(at) else { continue };
        let (id, title) = (ids.get(at).unwrap_or(""), titles.get(at).unwrap_or(""));
        let by_hand = id.starts_with("annotations:annotation:");
        let state = status.get(at).unwrap_or("");
        let open = matches!(promise::state(state, completed.get(at).is_some()), State::Open | State::Unstated);
        all.entry(row).or_default().push(FamilyFollowUp {
            id: id.to_owned(),
            row,
            title: title.to_owned(),
            owner: owners.get(at),
            due: due.get(at),
            completed: completed.get(at),
            status: state.to_owned(),
            open,
            overdue: open && due.get(at).is_some_and(|due| deadline(due, data.periods.zone) <= data.periods.as_of),
            fix: by_hand || wording::speaks_of_a_fix(title),
            by_hand,
        });
    }
    all
}

/// What the claims of one family are made from.
pub struct FixHistory<'a> {
    pub data: &'a DataSet,
    pub rows: &'a [IncidentIx],
    pub occurrences: &'a [Occurrence],
    pub follow_ups: &'a [FamilyFollowUp],
}

/// The fixes that were claimed for a family, in order of time; several on one day are one. This is the one definition of a
/// claimed fix: what counts claims, or those that did not hold, counts these.
#[must_use]
pub fn claimed(case: &FixHistory) -> Vec<Claimed> {
    let done = case.follow_ups.iter().filter(|item| item.fix).filter_map(|item| {
        let stated = if item.by_hand { ClaimBasis::Annotation } else { ClaimBasis::FollowUp };
        Some((item.completed?, stated, item.row, item.title.clone()))
    });
    let mut said: Vec<(Millis, ClaimBasis, IncidentIx, String)> = done.chain(told(case)).collect();
    said.sort();
    said.dedup_by(|later, first| later.0.div_euclid(DAY) == first.0.div_euclid(DAY));
    let claims = said.into_iter().map(|(at, stated, row, text)| {
        let returned_at = returned(case, at);
        Claimed { at, stated, text, row, returned_at, hold: hold(case, at, returned_at.is_some()) }
    });
    claims.collect()
}

/// Incidents whose text says that they were fixed for good; it happened when they ended.
fn told<'a>(case: &'a FixHistory) -> impl Iterator<Item = (Millis, ClaimBasis, IncidentIx, String)> + 'a {
    let view = case.data.incident_view();
    let texts = case.data.incident_texts(col::SUMMARY);
    case.rows.iter().filter_map(move |&row| {
        let quote = wording::fixed_for_good(texts.get(row)?)?;
        Some((end(&view, row)?, ClaimBasis::Text, row, quote))
    })
}

/// A day without an hour means some time of that day: what began on it came before.
fn effective(at: Millis) -> Millis {
    if at.rem_euclid(DAY) == 0 { at.saturating_add(DAY) } else { at }
}

fn returned(case: &FixHistory, at: Millis) -> Option<Millis> {
    let view = case.data.incident_view();
    let starts = case.rows.iter().filter_map(|&row| view.started.get(row));
    starts.filter(|start| *start >= effective(at)).min()
}

fn hold(case: &FixHistory, at: Millis, returned: bool) -> Hold {
    let fixed = effective(at);
    let first = case.occurrences.first().map_or(at, |o| o.start);
    let window = at.saturating_sub(BASELINE);
    // Where the time begins with the first occurrence, that one is its beginning and doesn't count.
    let (from, counted) = if first >= window { (first, first.saturating_add(1)) } else { (window, window) };
    let before = case.occurrences.iter().filter(|o| (counted..fixed).contains(&o.start)).count() as u64;
    let again = case.occurrences.iter().filter(|o| o.start >= fixed).count() as u64;
    let after = again.max(u64::from(returned));
    let seconds = |ms: Millis| ms.max(0) as f64 / 1_000.0;
    let (before_s, after_s) = (seconds(at.saturating_sub(from)), seconds(case.data.periods.as_of.saturating_sub(at)));
    let p = recurrence::silence(before, before_s, after, after_s);
    let verdict = match p {
        _ if returned => Verdict::CameBack,
        None => Verdict::Unknown,
        Some(p) if p <= LEVEL => Verdict::Held,
        Some(p) if p <= PROMISING => Verdict::Promising,
        Some(_) => Verdict::TooEarly,
    };
    let needed_s = recurrence::silence_needed(before, before_s, LEVEL);
    Hold { before, before_s, after, after_s, p, needed_s, verdict, short: at.saturating_sub(from) < MIN_BASELINE }
}
