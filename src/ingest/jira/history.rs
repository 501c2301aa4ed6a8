//! The history of an issue: what changed hands, state, priority.
//!
//! A change of state is a resolution when the resolution was set with it, and a reopening when it was cleared; only where
//! a workflow has no resolutions do the names of the states decide.

use super::shared::person;
use super::words::{Stage, stage};
use crate::ingest::fields::Fields;
use crate::ingest::lenient::stamp;
use crate::model::record::{EventKind, Stamp, StatedEvent, StatedPerson};

/// Entries of one history, and whether they tell every reopening.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub events: Vec<StatedEvent>,
    /// A state was left of which nobody can say whether the issue was done in it.
    pub doubtful: bool,
}

/// Reads the groups of changes, in any order.
pub(super) fn told<'a>(histories: impl Iterator<Item = Fields<'a>>, issue: &str) -> Told {
    let mut told = Told::default();
    for history in histories {
        let Some(at) = stamp(&history.text("created"), "changelog.created") else { continue };
        let actor = person(history.at("author"));
        let resolution = Resolution::of(history);
        for item in history.at("items").items() {
            let Some(change) = change(item, resolution, actor.as_ref(), &mut told.doubtful) else { continue };
            told.events.push(event(issue, &at, actor.clone(), change));
        }
    }
    told.events.sort_by(|a, b| a.at.text.cmp(&b.at.text));
    told
}

/// What became of the resolution in one group of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resolution {
    Set,
    Cleared,
    Untouched,
}

impl Resolution {
    fn of(history: Fields) -> Self {
        let Some(item) = history.at("items").items().find(|item| field(*item) == "resolution") else {
            return Self::Untouched;
        };
        let (from, to) = (state(item, "from"), state(item, "to"));
        match (from.is_empty(), to.is_empty()) {
            (true, false) => Self::Set,
            (false, true) => Self::Cleared,
            _ => Self::Untouched,
        }
    }
}

struct ChangelogEntry {
    kind: EventKind,
    value: String,
    people: Vec<StatedPerson>,
}

fn field(item: Fields) -> String {
    item.text("field").to_lowercase()
}

/// The name before (`from`) or after (`to`) a change, else its id.
fn state(item: Fields, side: &str) -> String {
    let shown = item.string(&format!("{side}String"));
    if shown.is_empty() { item.string(side) } else { shown }
}

fn change(
    item: Fields,
    resolution: Resolution,
    actor: Option<&StatedPerson>,
    doubtful: &mut bool,
) -> Option<ChangelogEntry> {
    let to = state(item, "to");
    match field(item).as_str() {
        "status" => {
            let kind = moved(&state(item, "from"), &to, resolution, doubtful);
            Some(ChangelogEntry { kind, value: to, people: Vec::new() })
        }
        "assignee" => assigned(item, actor),
        "priority" | "severity" => Some(ChangelogEntry { kind: EventKind::Severity, value: to, people: Vec::new() }),
        _ => None,
    }
}

fn moved(from: &str, to: &str, resolution: Resolution, doubtful: &mut bool) -> EventKind {
    let (before, after) = (stage(from), stage(to));
    match (resolution, before, after) {
        (Resolution::Set, _, _) => EventKind::Resolved,
        (Resolution::Cleared, _, _) => EventKind::Reopened,
        (_, Some(Stage::Done), Some(Stage::Done)) => EventKind::Status,
        (_, Some(Stage::Done), Some(_)) => EventKind::Reopened,
        (_, _, Some(Stage::Done)) => EventKind::Resolved,
        (_, Some(Stage::Waiting), Some(Stage::Working) | None) => EventKind::Acknowledged,
        (_, before, after) => {
            *doubtful |= before == Some(Stage::Done) && after.is_none();
            EventKind::Status
        }
    }
}

/// Who takes an issue that nobody had acknowledges it; everybody else is given it.
fn assigned(item: Fields, actor: Option<&StatedPerson>) -> Option<ChangelogEntry> {
    let (id, name) = (item.string("to"), item.string("toString"));
    let to = StatedPerson { id, name, ..StatedPerson::default() };
    if to.id.is_empty() && to.name.is_empty() {
        return None;
    }
    let nobody = state(item, "from").is_empty();
    let same = |actor: &StatedPerson| {
        if actor.id.is_empty() || to.id.is_empty() { actor.name == to.name } else { actor.id == to.id }
    };
    let own = actor.is_some_and(same);
    let kind = match (nobody, own) {
        (true, true) => EventKind::Acknowledged,
        (false, true) => EventKind::Joined,
        (true, false) => EventKind::Assigned,
        (false, false) => EventKind::Reassigned,
    };
    Some(ChangelogEntry { kind, value: String::new(), people: vec![to] })
}

fn event(issue: &str, at: &Stamp, actor: Option<StatedPerson>, change: ChangelogEntry) -> StatedEvent {
    StatedEvent {
        incident: issue.to_owned(),
        kind: change.kind,
        at: at.clone(),
        automatic: actor.as_ref().is_some_and(|actor| actor.machine),
        actor,
        people: change.people,
        detection: String::new(),
        value: change.value,
    }
}

/// A comment is a note of whoever wrote it.
pub(super) fn comment(comment: Fields) -> Option<StatedEvent> {
    let at = stamp(&comment.text("created"), "comment.created")?;
    let change = ChangelogEntry { kind: EventKind::Note, value: String::new(), people: Vec::new() };
    Some(event("", &at, person(comment.at("author")), change))
}
