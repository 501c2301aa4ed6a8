//! The story that the entries of one incident tell: when it began, when it was resolved at last, how often it came back.
//!
//! An end is claimed only where an entry says so. What was resolved and is then opened or worked on again was reopened, and
//! its earlier end is none.

use crate::model::incident::Status;
use crate::model::record::EventKind;
use crate::model::time::Millis;
use crate::normalise::status::status;

/// One entry, in the order of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryEntry {
    pub at: Millis,
    pub kind: EventKind,
    /// The state that it led to; empty where it says none.
    pub state: Status,
    /// The team that had it then; empty where none is stated.
    pub team: String,
    /// Whom it was assigned to then; empty where nobody is stated.
    pub assignee: String,
}

impl StoryEntry {
    /// The state of a word; [`Status::Unknown`] where it is none.
    #[must_use]
    pub fn state_of(word: &str) -> Status {
        status(word).unwrap_or(Status::Unknown)
    }
}

/// What follows from all entries together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    pub begun: Millis,
    pub resolved: Option<Millis>,
    pub closed: Option<Millis>,
    pub last: Millis,
    pub state: Status,
    /// `None` where no entry ever resolved it: then nothing could come back.
    pub reopened: Option<u32>,
    /// An entry announced it: the time was chosen.
    pub planned: bool,
    /// How often it went to another team or person. `None` where the entries name neither.
    pub handed_over: Option<u32>,
}

/// Puts the entries together; `None` of no entries. Those of one moment stay in the order of the export, or in the opposite
/// one where the export begins with the newest.
#[must_use]
pub fn story(steps: &[StoryEntry]) -> Option<Story> {
    let (first, last) = (steps.first()?, steps.last()?);
    let mut order: Vec<&StoryEntry> = steps.iter().collect();
    if first.at > last.at {
        order.reverse();
    }
    order.sort_by_key(|step| step.at);
    let (begun, end) = (order.first()?.at, order.last()?.at);
    let mut story = Story {
        begun,
        resolved: None,
        closed: None,
        last: end,
        state: Status::Unknown,
        reopened: None,
        planned: order.iter().any(|step| step.state == Status::Scheduled),
        handed_over: handed_over(&order),
    };
    order.into_iter().for_each(|step| story.take(step));
    Some(story)
}

impl Story {
    fn take(&mut self, step: &StoryEntry) {
        if step.state != Status::Unknown {
            self.state = step.state;
        }
        match step.kind {
            EventKind::Resolved => {
                let closes = step.state == Status::Closed;
                // "Completed, closed" after "completed, resolved" resolves nothing a second time.
                if !(closes && self.resolved.is_some()) {
                    self.resolved = Some(step.at);
                }
                if closes {
                    self.closed = Some(step.at);
                }
                self.reopened.get_or_insert(0);
            }
            EventKind::Reopened => self.again(true),
            EventKind::Triggered | EventKind::Acknowledged | EventKind::Status
                if matches!(step.state, Status::Open | Status::Acknowledged) =>
            {
                self.again(false);
            }
            EventKind::Status if step.state == Status::Closed => self.closed = Some(step.at),
            EventKind::Status if step.state == Status::Resolved => {
                // "Review written" behind "resolved" is no second end.
                self.resolved.get_or_insert(step.at);
                self.reopened.get_or_insert(0);
            }
            _ => {}
        }
    }

    /// It is open again, if it was over; a word for reopening is believed also where no row said that it was over.
    fn again(&mut self, said: bool) {
        if said || self.resolved.is_some() || self.closed.is_some() {
            self.reopened = Some(self.reopened.unwrap_or(0) + 1);
        }
        (self.resolved, self.closed) = (None, None);
    }
}

fn handed_over(order: &[&StoryEntry]) -> Option<u32> {
    let changes = |of: fn(&StoryEntry) -> &str| {
        let mut names = order.iter().map(|step| of(step)).filter(|name| !name.is_empty()).peekable();
        names.peek().is_some().then(|| {
            let names: Vec<&str> = names.collect();
            names.windows(2).filter(|pair| pair.first() != pair.last()).count()
        })
    };
    let said = order.iter().filter(|step| step.kind == EventKind::Reassigned).count();
    // Whoever acts next within one team was not handed anything: people count only where no team is stated.
    let changed = changes(|step| &step.team).or_else(|| changes(|step| &step.assignee));
    let counted = changed.max((said > 0).then_some(said));
    counted.map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}
