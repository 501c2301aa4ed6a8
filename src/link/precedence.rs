//! Which record is believed for which field when several describe one incident.
//!
//! The order is by the kind of system, never by vendor. A field is taken from the first record in this order that has it.

use crate::frame::columns::IncidentColumns;
use crate::model::incident::{ResolvedBy, Status};
use crate::model::record::Role;
use crate::model::row::IncidentRow;

/// Which record gives the incident its id.
pub const PRIMARY: &[Role] = &[Role::Manager, Role::Pager, Role::Table, Role::Ticket, Role::Review, Role::StatusPage];
/// When impact began: people who looked back know it best.
pub const START: &[Role] = &[Role::Review, Role::Manager, Role::Table, Role::StatusPage, Role::Ticket, Role::Pager];
/// Detection and first response: the pager's clock is a machine's.
pub const RESPONSE: &[Role] = &[Role::Pager, Role::Manager, Role::Table, Role::Ticket, Role::Review, Role::StatusPage];
/// Mitigation: stated by people, the review last looked.
pub const MITIGATION: &[Role] =
    &[Role::Manager, Role::Review, Role::Pager, Role::Table, Role::StatusPage, Role::Ticket];
/// The end.
pub const END: &[Role] = &[Role::Manager, Role::Pager, Role::Table, Role::Ticket, Role::StatusPage, Role::Review];
/// Title, severity, service, team and the counters.
pub const FACTS: &[Role] = &[Role::Manager, Role::Pager, Role::Table, Role::Ticket, Role::Review, Role::StatusPage];

/// Place of a role in an order.
#[must_use]
pub fn position(order: &[Role], role: Role) -> usize {
    order.iter().position(|r| *r == role).unwrap_or(order.len())
}

/// Whether a record was merged into another one of its tool: its end is the moment of the merge, not of the incident.
#[must_use]
pub fn is_merged_away(columns: &IncidentColumns, row: IncidentRow) -> bool {
    columns.resolved_by[row] == ResolvedBy::Merge || columns.status[row] == Status::Merged
}

/// The first value in an order of roles, over the rows of one incident. Records that were merged away are asked last.
pub fn pick<T>(
    columns: &IncidentColumns,
    rows: &[IncidentRow],
    order: &[Role],
    value: impl Fn(IncidentRow) -> Option<T>,
) -> Option<T> {
    if let [only] = rows {
        return value(*only);
    }
    for merged in [false, true] {
        for role in order {
            let of_role = rows.iter().filter(|row| columns.role[**row] == *role);
            for row in of_role.filter(|row| is_merged_away(columns, **row) == merged) {
                if let Some(found) = value(*row) {
                    return Some(found);
                }
            }
        }
    }
    None
}

/// The rows whose end is the incident's end: those not merged away, or all when every one was.
#[must_use]
pub fn ending_rows(columns: &IncidentColumns, rows: &[IncidentRow]) -> Vec<IncidentRow> {
    let live: Vec<IncidentRow> = rows.iter().copied().filter(|row| !is_merged_away(columns, *row)).collect();
    if live.is_empty() { rows.to_vec() } else { live }
}
