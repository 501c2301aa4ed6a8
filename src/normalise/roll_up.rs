//! Areas after everything is read: incidents also touch what their areas belong to, and names that the settings don't
//! know are remarked on.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::frame::strings::Strings;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{IncidentRow, RecordRow};
use crate::normalise::NormaliseParams;
use crate::normalise::areas::{self, AliasesOfKind};
use std::collections::{BTreeMap, BTreeSet};

/// Adds what the services, components and teams of each record belong to as further components, and remarks on names that
/// neither an alias nor the hierarchy has. A kind is held against the settings when they have aliases of it, or when the
/// hierarchy has at least one name of it that appears: a hierarchy of services says nothing about teams.
pub fn apply(incidents: &mut IncidentColumns, records: &mut Records, params: &NormaliseParams) {
    let given = [&params.services, &params.components, &params.teams];
    if params.hierarchy.is_empty() && given.iter().all(|aliases| aliases.is_empty()) {
        return;
    }
    remark(incidents, records, params);
    if !params.hierarchy.is_empty() {
        roll_up(incidents, params);
    }
}

fn kinds<'a>(
    columns: &'a IncidentColumns,
    params: &'a NormaliseParams,
) -> [(&'static str, &'a Strings<IncidentRow>, &'a AliasesOfKind); 3] {
    [
        ("service", &columns.services, &params.services),
        ("component", &columns.components, &params.components),
        ("team", &columns.teams, &params.teams),
    ]
}

fn values(column: &Strings<IncidentRow>, row: IncidentRow) -> impl Iterator<Item = &str> {
    column.get(row).split(';').filter(|value| !value.is_empty())
}

fn remark(columns: &IncidentColumns, records: &mut Records, params: &NormaliseParams) {
    let mut unknown: Vec<(RecordRow, &'static str, &str)> = Vec::new();
    for (field, column, aliases) in kinds(columns, params) {
        // Each name is looked up once, however many incidents have it.
        let mut seen: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
        let known = areas::known(aliases);
        for name in columns.rows().flat_map(|row| values(column, row)) {
            seen.entry(name).or_insert_with(|| (known.contains(&areas::key(name)), params.hierarchy.knows(name)));
        }
        if aliases.is_empty() && !seen.values().any(|(_, in_hierarchy)| *in_hierarchy) {
            continue;
        }
        for (row, record) in columns.record.enumerate() {
            let names = values(column, row).filter(|name| seen.get(name) == Some(&(false, false)));
            unknown.extend(names.map(|name| (*record, field, name)));
        }
    }
    // Remarks of one record stand together.
    unknown.sort_by_key(|(record, field, _)| (*record, *field));
    for (record, field, name) in unknown {
        let (stated, normalised) = (name.to_owned(), name.to_owned());
        records.remarks.push(&Remark { record, field, stated, normalised, rule: RemarkRule::UnknownArea });
    }
}

fn roll_up(columns: &mut IncidentColumns, params: &NormaliseParams) {
    let mut components = Strings::default();
    for row in columns.rows() {
        let mut list: Vec<&str> = values(&columns.components, row).collect();
        let mut seen: BTreeSet<&str> = list.iter().copied().collect();
        for (_, column, _) in kinds(columns, params) {
            for name in values(column, row) {
                for above in params.hierarchy.above(name) {
                    if seen.insert(above) {
                        list.push(above);
                    }
                }
            }
        }
        components.push(&list.join(";"));
    }
    columns.components = components;
}
