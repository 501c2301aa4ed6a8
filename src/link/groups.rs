//! Groups of records that are one incident.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::precedence;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::bug;
use crate::model::column::Column;
use crate::model::incident::Status;
use crate::model::row::{EntityIx, IncidentIx, IncidentRow};
use std::cmp::Reverse;

/// The incidents of a run as groups of record rows.
#[derive(Debug, Default)]
pub struct Groups {
    /// Public ids, ascending; the order of all incident rows.
    pub ids: Column<IncidentIx, String>,
    /// The believed versions of each incident's records: the primary record first, then by role.
    pub members: Column<IncidentIx, Vec<IncidentRow>>,
    /// Incident of each record, superseded versions included.
    pub of_row: Column<IncidentRow, IncidentIx>,
    /// The same number for records that are one incident by what people say and records state: what is only likely apart.
    pub stated: Column<IncidentRow, EntityIx>,
}

impl Groups {
    /// Collects the groups after all unions are made.
    #[must_use]
    pub fn collect(columns: &IncidentColumns, records: &Records, entities: &Entities, union: &mut Union) -> Self {
        let mut by_root: Column<EntityIx, Vec<IncidentRow>> = Column::filled(entities.newest.len(), Vec::new());
        for (entity, row) in entities.newest.enumerate() {
            by_root[union.root(entity)].push(*row);
        }
        let mut named: Vec<(String, EntityIx, Vec<IncidentRow>)> = Vec::new();
        for root in by_root.rows() {
            let mut rows = std::mem::take(&mut by_root[root]);
            rows.sort_by_cached_key(|row| (is_of_report(columns, records, *row), rank(columns, records, *row)));
            if let Some(primary) = rows.first() {
                named.push((records.id(columns.record[*primary]), root, rows));
            }
        }
        named.sort_by(|a, b| a.0.cmp(&b.0));
        Self::number(named, entities, union)
    }

    fn number(named: Vec<(String, EntityIx, Vec<IncidentRow>)>, entities: &Entities, union: &mut Union) -> Self {
        let mut of_root: Column<EntityIx, Option<IncidentIx>> = Column::filled(entities.newest.len(), None);
        let mut groups = Self {
            ids: Column::with_capacity(named.len()),
            members: Column::with_capacity(named.len()),
            of_row: Column::new(),
            stated: Column::new(),
        };
        for (id, root, rows) in named {
            of_root[root] = Some(groups.ids.push(id));
            groups.members.push(rows);
        }
        let nowhere =
            || bug::broken("every record of an incident is in an incident", "groups are made of all entities");
        let incident = |entity: &EntityIx| of_root[union.root(*entity)].unwrap_or_else(nowhere);
        groups.of_row = entities.of_row.iter().map(incident).collect();
        groups
    }

    /// The primary record of an incident.
    #[must_use]
    pub fn primary(&self, incident: IncidentIx) -> IncidentRow {
        let nothing = || bug::broken("every incident has a record", "groups are made of records");
        self.members[incident].first().copied().unwrap_or_else(nothing)
    }

    /// Whether each row is the believed version of its record.
    #[must_use]
    pub fn believed(&self) -> Column<IncidentRow, bool> {
        let mut believed = Column::filled(self.of_row.len(), false);
        for row in self.members.iter().flatten() {
            believed[*row] = true;
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
fn is_of_report(columns: &IncidentColumns, records: &Records, row: IncidentRow) -> bool {
    records.is_of_report(columns.record[row])
}

/// What makes a record the primary one: not merged away, the better role, the tool's own list of incidents before its
/// other exports, the later status, the earlier time, the id.
fn rank(
    columns: &IncidentColumns,
    records: &Records,
    row: IncidentRow,
) -> (bool, usize, bool, Reverse<Status>, i64, String) {
    let status = columns.status[row];
    let times = [&columns.started, &columns.detected, &columns.declared];
    let start = times.iter().filter_map(|t| t.get(row)).min().unwrap_or(i64::MAX);
    let id = records.id(columns.record[row]);
    let is_own_list = id.split(':').nth(1) == Some("incident");
    let role = precedence::position(precedence::PRIMARY, columns.role[row]);
    (precedence::is_merged_away(columns, row), role, !is_own_list, Reverse(status), start, id)
}
