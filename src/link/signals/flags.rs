//! Flags that stand where a reference was expected: a column of 0 and 1 says whether there is a ticket, not which.

use crate::frame::columns::IncidentColumns;
use crate::frame::strings::Strings;
use crate::model::link::LinkKind;
use std::collections::BTreeMap;

/// Values that say yes or no.
const FLAGS: [&str; 10] = ["0", "1", "true", "false", "yes", "no", "y", "n", "0.0", "1.0"];

/// Drops what is no reference. A number of one digit names nothing outside its own list; inside of it `1` may be a record,
/// unless the tool never states anything but yes and no there.
pub fn drop(columns: &mut IncidentColumns) {
    let mut only_flags: BTreeMap<(u32, LinkKind), bool> = BTreeMap::new();
    let count = columns.link_row.len();
    let of = |at: usize| {
        let row = columns.link_row.get(at).copied().unwrap_or(0) as usize;
        let source = columns.source.get(row).copied().unwrap_or(0);
        Some((source, *columns.link_kind.get(at)?))
    };
    for at in 0..count {
        if let Some(key) = of(at) {
            *only_flags.entry(key).or_insert(true) &= is_flag(columns.link_target.get(at));
        }
    }
    let is_kept = |at: &usize| {
        let Some(key) = of(*at) else { return false };
        let elsewhere = key.1 == LinkKind::ExternalRef;
        let is_none = only_flags.get(&key) == Some(&true) || elsewhere && is_flag(columns.link_target.get(*at));
        key.1 == LinkKind::AlertKey || !is_none
    };
    let kept: Vec<usize> = (0..count).filter(is_kept).collect();
    if kept.len() == count {
        return;
    }
    let mut targets = Strings::default();
    kept.iter().for_each(|at| targets.push(columns.link_target.get(*at)));
    let rows = kept.iter().filter_map(|at| columns.link_row.get(*at)).copied().collect();
    let kinds = kept.iter().filter_map(|at| columns.link_kind.get(*at)).copied().collect();
    (columns.link_row, columns.link_kind, columns.link_target) = (rows, kinds, targets);
}

fn is_flag(target: &str) -> bool {
    FLAGS.iter().any(|flag| target.trim().eq_ignore_ascii_case(flag))
}
