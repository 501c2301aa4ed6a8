//! The updates that connectors put inside an incident (`updates`). They are its whole history, so unlike a single update
//! they tell what was opened again.

use super::updates;
use crate::ingest::fields::{self, Fields};
use crate::model::record::{EventKind, LinkKind, StatedEvent, StatedIncident};

/// Categories of an incident that is over.
const OVER: [&str; 2] = ["learning", "closed"];

/// Adds the history inside an incident, how often it was reopened, and into what it was merged. Nothing is added where
/// the export holds no updates.
pub(super) fn add(incident: Fields, to: &mut StatedIncident) {
    let mut listed: Vec<Fields> = incident.list("updates").collect();
    if listed.is_empty() {
        return;
    }
    listed.sort_by_key(|update| update.string("created_at"));
    let (mut over, mut reopened) = (false, 0);
    for update in listed {
        let Some(at) = update.time(&["created_at", "updated_at"], "created_at") else { continue };
        fields::link(&mut to.links, LinkKind::MergedInto, &update.text("merged_into_incident_id"));
        let mut events = updates::events(update, "", &at);
        let category = update.string("new_incident_status/category");
        if let Some(change) = events.iter_mut().find(|event| event.kind == EventKind::Status) {
            reopened += u32::from(over && category == "live");
            mark(change, over, &category);
            over = OVER.contains(&category.as_str()) || (over && category.is_empty());
        }
        to.events.append(&mut events);
    }
    to.reopen_count = Some(reopened);
}

/// A change of status that begins or ends something is more than that.
fn mark(change: &mut StatedEvent, over: bool, category: &str) {
    if over && category == "live" {
        change.kind = EventKind::Reopened;
    } else if !over && OVER.contains(&category) {
        change.kind = EventKind::Resolved;
    }
}
