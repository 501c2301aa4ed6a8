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
    for row in events.rows() {
        let value = events.values.get(events.value[row]);
        if events.kind[row] == EventKind::Merged && !value.is_empty() {
            into.insert(events.key_of(row), value);
        }
    }
    if into.is_empty() {
        return;
    }
    for row in columns.rows() {
        let key = incident_key(columns.tool(row), columns.native_id.get(row));
        let Some(target) = into.get(key.as_str()) else { continue };
        columns.link_row.push(row);
        columns.link_kind.push(LinkKind::MergedInto);
        columns.link_target.push(target);
        columns.resolved_by[row] = ResolvedBy::Merge;
    }
}
