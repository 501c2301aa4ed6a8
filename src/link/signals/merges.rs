//! Merges that only a log tells of.

use crate::frame::columns::IncidentColumns;
use crate::frame::events::{EventColumns, incident_key};
use crate::model::incident::ResolvedBy;
use crate::model::link::LinkKind;
use crate::model::record::EventKind;
use rustc_hash::FxHashMap;

/// Writes merges that stand in log entries to the incidents they are about, as if these stated them: which incident it
/// was merged into, and that its end is the merge.
pub fn adopt(columns: &mut IncidentColumns, events: &EventColumns) {
    let mut into: FxHashMap<&str, &str> = FxHashMap::default();
    for row in 0..events.len() {
        let value = events.values.get(events.value.get(row).copied().unwrap_or(0));
        if events.kind.get(row) == Some(&EventKind::Merged) && !value.is_empty() {
            into.insert(events.keys.get(events.key.get(row).copied().unwrap_or(0)), value);
        }
    }
    if into.is_empty() {
        return;
    }
    for row in 0..columns.len() {
        let source = columns.sources.get(columns.source.get(row).copied().unwrap_or(0));
        let Some(target) = into.get(incident_key(source, columns.native_id.get(row)).as_str()) else { continue };
        columns.link_row.push(u32::try_from(row).unwrap_or(u32::MAX));
        columns.link_kind.push(LinkKind::MergedInto);
        columns.link_target.push(target);
        if let Some(ended) = columns.resolved_by.get_mut(row) {
            *ended = ResolvedBy::Merge;
        }
    }
}
