//! Flags that stand where a reference was expected: a column of 0 and 1 says whether there is a ticket, not which.

use crate::frame::columns::IncidentColumns;
use crate::frame::strings::Strings;
use crate::model::link::LinkKind;
use crate::model::row::{ReferenceRow, ToolIx};
use std::collections::BTreeMap;

/// Values that say yes or no.
const FLAGS: [&str; 10] = ["0", "1", "true", "false", "yes", "no", "y", "n", "0.0", "1.0"];

/// Drops what is no reference. A number of one digit names nothing outside its own list; inside of it `1` may be a record,
/// unless the tool never states anything but yes and no there.
pub fn drop(columns: &mut IncidentColumns) {
    let mut only_flags: BTreeMap<(ToolIx, LinkKind), bool> = BTreeMap::new();
    let of = |at: ReferenceRow| (columns.source[columns.link_row[at]], columns.link_kind[at]);
    for at in columns.link_row.rows() {
        *only_flags.entry(of(at)).or_insert(true) &= is_flag(columns.link_target.get(at));
    }
    let is_kept = |at: &ReferenceRow| {
        let key = of(*at);
        let elsewhere = key.1 == LinkKind::ExternalRef;
        let is_none = only_flags.get(&key) == Some(&true) || elsewhere && is_flag(columns.link_target.get(*at));
        key.1 == LinkKind::AlertKey || !is_none
    };
    let kept: Vec<ReferenceRow> = columns.link_row.rows().filter(is_kept).collect();
    if kept.len() == columns.link_row.len() {
        return;
    }
    let mut targets = Strings::default();
    kept.iter().for_each(|at| _ = targets.push(columns.link_target.get(*at)));
    let rows = kept.iter().map(|at| columns.link_row[*at]).collect();
    let kinds = kept.iter().map(|at| columns.link_kind[*at]).collect();
    (columns.link_row, columns.link_kind, columns.link_target) = (rows, kinds, targets);
}

fn is_flag(target: &str) -> bool {
    FLAGS.iter().any(|flag| target.trim().eq_ignore_ascii_case(flag))
}
