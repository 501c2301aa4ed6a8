//! Follow-ups as promises: when each was agreed, whether it is done, late, past its day or given up. What several records
//! say of one is one.

use crate::analyse::follow_through::size::{self, Look, Size};
use crate::analyse::promise::{self, State, day, deadline, state};
use crate::frame::dataset::IncidentView;
use crate::frame::read::{Instants, Rows, Texts};
use crate::frame::{DataSet, col};
use crate::model::column::Column;
use crate::model::row::{IncidentIx, PersonIx, row_types};
use crate::model::time::Millis;

use std::collections::{BTreeMap, BTreeSet};

/// Fixes that people claim in annotations stand among the follow-ups; nobody agreed on them as actions.
const BY_HAND: &str = "annotations:annotation:";

/// One promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub id: String,
    pub title: String,
    /// Row of the incident that it is for.
    pub row: IncidentIx,
    /// An owner is on record.
    pub owned: bool,
    /// The stated day of agreement; else the end of the incident, else its start. `None` without any of them.
    pub agreed: Option<Millis>,
    pub is_stated: bool,
    pub due: Option<Millis>,
    /// When it was done or given up, where that is on record and can be true.
    pub closed: Option<Millis>,
    pub state: State,
    /// Days from agreement to the day on which it was done or given up.
    pub took: Option<i64>,
    /// Days from agreement to the day of the exports.
    pub age: Option<i64>,
    /// Done after its day.
    pub late: bool,
    /// Open past its day, and for how many days.
    pub overdue: bool,
    pub days_late: i64,
    /// Open, and its day is the one on which the exports were made.
    pub due_last: bool,
    pub size: Size,
}

impl Item {
    /// The words of the title, by which copies of one action are told; empty without a title.
    #[must_use]
    pub fn folded(&self) -> String {
        promise::folded(&self.title)
    }
}

/// How many different titles these items have; one without a title is one of its own.
pub fn titles<'a>(items: impl Iterator<Item = &'a Item>) -> u64 {
    let (mut titles, mut without) = (BTreeSet::new(), 0);
    for item in items {
        let title = item.folded();
        if title.is_empty() {
            without += 1;
        } else {
            titles.insert(title);
        }
    }
    titles.len() as u64 + without
}

row_types! {
    /// All that is said of one follow-up.
    pub SlotIx is "what is said of a follow-up";
}

/// All items, those of later days too.
#[derive(Debug, Default)]
pub struct FoundItems {
    pub items: Column<SlotIx, Item>,
    /// Item per row of the table of follow-ups; `None` for what is left out.
    pub of_row: Vec<Option<SlotIx>>,
}

/// What one row of the table says.
#[derive(Clone, Copy)]
struct Said<'a> {
    id: &'a str,
    title: &'a str,
    row: IncidentIx,
    owned: bool,
    created: Option<Millis>,
    due: Option<Millis>,
    closed: Option<Millis>,
    state: State,
}

/// Finds the items of included incidents. O(n log n).
#[must_use]
pub fn find(data: &DataSet) -> FoundItems {
    let frame = &data.follow_ups;
    let mut found = FoundItems { items: Column::new(), of_row: vec![None; frame.height()] };
    if frame.height() == 0 {
        return found;
    }
    let view = data.incident_view();
    let mut slots: BTreeMap<String, SlotIx> = BTreeMap::new();
    let mut said: Column<SlotIx, Vec<Said>> = Column::new();
    for (at, one) in rows(data) {
        if one.id.starts_with(BY_HAND) || !view.included.get(one.row) {
            continue;
        }
        let keys = keys(&one);
        let known = keys.iter().find_map(|key| slots.get(key).copied());
        let slot = known.unwrap_or_else(|| said.push(Vec::new()));
        keys.into_iter().for_each(|key| _ = slots.entry(key).or_insert(slot));
        said[slot].push(one);
        found.of_row.iter_mut().skip(at).take(1).for_each(|place| *place = Some(slot));
    }
    found.items = said.iter().filter_map(|list| item(data, &view, list)).collect();
    found
}

fn rows(data: &DataSet) -> impl Iterator<Item = (usize, Said<'_>)> {
    let frame = &data.follow_ups;
    let (ids, titles, statuses) =
        (Texts::of(frame, col::FOLLOW_UP_ID), Texts::of(frame, col::TITLE), Texts::of(frame, col::STATUS));
    let (incidents, owners) = (Rows::of(frame, col::INCIDENT), Rows::<PersonIx>::of(frame, col::PERSON));
    let [created, due, completed] =
        [col::CREATED_AT, col::DUE_AT, col::COMPLETED_AT].map(|name| Instants::of(frame, name));
    (0..frame.height()).filter_map(move |at| {
        let closed = completed.get(at);
        let one = Said {
            id: ids.get(at).unwrap_or(""),
            title: titles.get(at).unwrap_or(""),
            row: incidents.get(at)?,
            owned: owners.get(at).is_some(),
            created: created.get(at),
            due: due.get(at),
            closed,
            state: state(statuses.get(at).unwrap_or(""), closed.is_some()),
        };
        Some((at, one))
    })
}

/// By what another row is known to say the same: a title or an id within one incident (a review and a tracker both list
/// it), a title with its id anywhere (one ticket that two reviews name).
fn keys(said: &Said) -> Vec<String> {
    let title = promise::folded(said.title);
    let mut keys = Vec::new();
    if !title.is_empty() {
        keys.push(format!("{}\u{1}title\u{1}{title}", said.row.number()));
    }
    if !said.id.is_empty() {
        keys.push(format!("{}\u{1}id\u{1}{}", said.row.number(), said.id));
    }
    if !title.is_empty() && !said.id.is_empty() {
        keys.push(format!("{}\u{1}{title}", said.id));
    }
    keys
}

/// One item of all that is said about it. Whoever says that it is done knows more than whoever says that it is open.
fn item(data: &DataSet, view: &IncidentView, said: &[Said]) -> Option<Item> {
    let first = said.first()?;
    let (zone, as_of) = (data.periods.zone, data.periods.as_of);
    let state = said.iter().map(|s| s.state).max()?;
    let stated = said.iter().filter_map(|s| s.created).min();
    let instead = said.iter().filter_map(|s| standing_in(view, s.row)).min();
    let agreed = stated.or(instead);
    let due = said.iter().filter_map(|s| s.due).min();
    let closings = said.iter().filter(|s| s.state == state).filter_map(|s| s.closed);
    // Nothing was done before it was agreed, or after the exports were made.
    let is_true =
        |at: &Millis| day(*at, zone) <= day(as_of, zone) && stated.is_none_or(|s| day(s, zone) <= day(*at, zone));
    let closed = closings.filter(is_true).min();
    let days = |to: Option<Millis>| Some(day(to?, zone)? - day(agreed?, zone)?);
    let (is_done, is_open) = (state == State::Done, matches!(state, State::Open));
    let past = due.map(|due| deadline(due, zone));
    let overdue = is_open && past.is_some_and(|past| past <= as_of);
    let to_end = due.and_then(|due| Some(day(as_of, zone)? - day(due, zone)?));
    let took = days(closed).map(|days| days.max(0));
    let age = days(Some(as_of)).map(|days| days.max(0));
    let (planned, owned) = (days(due), said.iter().any(|s| s.owned));
    let of_stated = took.filter(|_| stated.is_some());
    let look = Look { title: first.title, owned, state, took: of_stated, age, planned };
    Some(Item {
        id: first.id.to_owned(),
        title: first.title.to_owned(),
        row: first.row,
        owned,
        agreed,
        is_stated: stated.is_some(),
        due,
        closed,
        state,
        took,
        age,
        late: is_done && past.zip(closed).is_some_and(|(past, closed)| closed >= past),
        overdue,
        days_late: if overdue { to_end.unwrap_or(0) } else { 0 },
        due_last: is_open && !overdue && to_end == Some(0),
        size: size::of(&look),
    })
}

/// What stands for the day of agreement where none is stated: a review is written once the incident is over.
fn standing_in(view: &IncidentView, row: IncidentIx) -> Option<Millis> {
    view.resolved.get(row).or_else(|| view.closed.get(row)).or_else(|| view.started.get(row))
}
