//! Groups of records that are one incident.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::precedence;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::incident::Status;
use std::cmp::Reverse;

/// The incidents of a run as groups of record rows.
#[derive(Debug, Default)]
pub struct Groups {
    /// Public ids, ascending; the order of all incident rows.
    pub ids: Vec<String>,
    /// Rows (in [`IncidentColumns`]) of the believed versions of each incident: the primary record first, then by role.
    pub members: Vec<Vec<u32>>,
    /// Incident of each row of [`IncidentColumns`], superseded versions included.
    pub of_row: Vec<u32>,
}

impl Groups {
    /// Collects the groups after all unions are made.
    #[must_use]
    pub fn collect(columns: &IncidentColumns, records: &Records, entities: &Entities, union: &mut Union) -> Self {
        let count = u32::try_from(entities.newest.len()).unwrap_or(u32::MAX);
        let mut by_root: Vec<Vec<u32>> = vec![Vec::new(); count as usize];
        for entity in 0..count {
            let root = union.root(entity);
            if let (Some(group), Some(&row)) = (by_root.get_mut(root as usize), entities.newest.get(entity as usize)) {
                group.push(row);
            }
        }
        let mut named: Vec<(String, u32, Vec<u32>)> = Vec::new();
        for (root, mut rows) in by_root.into_iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            rows.sort_by_cached_key(|row| (is_of_report(columns, records, *row), rank(columns, records, *row)));
            let primary = rows.first().and_then(|row| columns.record.get(*row as usize)).copied().unwrap_or(0);
            named.push((records.id(primary), u32::try_from(root).unwrap_or(u32::MAX), rows));
        }
        named.sort_by(|a, b| a.0.cmp(&b.0));
        Self::number(named, entities, union)
    }

    fn number(named: Vec<(String, u32, Vec<u32>)>, entities: &Entities, union: &mut Union) -> Self {
        let mut incident_of_root = vec![u32::MAX; entities.newest.len()];
        let mut groups =
            Self { ids: Vec::with_capacity(named.len()), members: Vec::with_capacity(named.len()), of_row: Vec::new() };
        for (incident, (id, root, rows)) in named.into_iter().enumerate() {
            if let Some(slot) = incident_of_root.get_mut(root as usize) {
                *slot = u32::try_from(incident).unwrap_or(u32::MAX);
            }
            groups.ids.push(id);
            groups.members.push(rows);
        }
        groups.of_row = entities
            .of_row
            .iter()
            .map(|entity| incident_of_root.get(union.root(*entity) as usize).copied().unwrap_or(u32::MAX))
            .collect();
        groups
    }

    /// Whether each row is the believed version of its record.
    #[must_use]
    pub fn believed(&self) -> Vec<bool> {
        let mut believed = vec![false; self.of_row.len()];
        for row in self.members.iter().flatten() {
            believed.get_mut(*row as usize).into_iter().for_each(|slot| *slot = true);
        }
        believed
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Whether a row comes from an earlier report of ours: it repeats what exports say, so an export beside it goes first.
fn is_of_report(columns: &IncidentColumns, records: &Records, row: u32) -> bool {
    let record = columns.record.get(row as usize).copied().unwrap_or(0);
    records.is_of_report(record)
}

/// What makes a record the primary one: not merged away, the better role, the tool's own list of incidents before its
/// other exports, the later status, the earlier time, the id.
fn rank(columns: &IncidentColumns, records: &Records, row: u32) -> (bool, usize, bool, Reverse<Status>, i64, String) {
    let at = row as usize;
    let status = columns.status.get(at).copied().unwrap_or_default();
    let times = [&columns.started, &columns.detected, &columns.declared];
    let start = times.iter().filter_map(|t| t.get(at)).min().unwrap_or(i64::MAX);
    let id = records.id(columns.record.get(at).copied().unwrap_or(0));
    let is_own_list = id.split(':').nth(1) == Some("incident");
    let role = columns.role.get(at).map_or(usize::MAX, |role| precedence::position(precedence::PRIMARY, *role));
    (precedence::is_merged_away(columns, row), role, !is_own_list, Reverse(status), start, id)
}
