//! Ends that no incident had: dates that a tool writes for "not yet", and ends later than the export can know.
//!
//! One such date would otherwise make one incident last for decades and move the end of the period with it. Each rule needs
//! something to hold the value against; where nothing is known, only what nobody writes as a real end is left out.

use crate::frame::columns::IncidentColumns;
use crate::frame::records::NO_TIME;
use crate::model::remark::{Remark, Rule};
use crate::model::time::Millis;
use crate::normalise::time::iso;
use crate::pipeline::load::Loaded;

const DAY: Millis = 86_400_000;
/// A source that states when its records were made and last changed can't know of an end later than this behind both.
const BEHIND_LATEST: Millis = DAY;
/// An end so much later than everything else that is known belongs to no export of its time.
const BEHIND_ALL: Millis = 365 * DAY;
/// The year 2099 begins. Whoever writes it, or a later one, means "not yet".
const FAR_FUTURE: Millis = 4_070_908_800_000;

/// Facts that are ends, and where they stand.
const ENDS: [&str; 3] = ["mitigated_at", "resolved_at", "closed_at"];

/// Takes placeholder ends out, with a remark each, and settles anew when the exports were made. `as_of`: when they were
/// made, as far as the user has said so.
pub(super) fn leave_out(loaded: &mut Loaded, as_of: Option<Millis>) {
    let limits = Limits::of(&loaded.incidents, as_of);
    let mut found = Vec::new();
    for row in 0..loaded.incidents.len() {
        let source = loaded.incidents.source.get(row).copied().unwrap_or(0);
        for field in ENDS {
            let end = instants(&mut loaded.incidents, field).get(row);
            found.extend(end.filter(|at| limits.is_placeholder(source, *at)).map(|at| (row, field, at)));
        }
    }
    for (row, field, at) in &found {
        instants(&mut loaded.incidents, field).set(*row, NO_TIME);
        let record = loaded.incidents.record.get(*row).copied().unwrap_or(0);
        let rule = Rule::Placeholder;
        loaded.records.remarks.push(&Remark { record, field, stated: iso(*at), normalised: String::new(), rule });
    }
    if !found.is_empty() {
        loaded.latest = latest(loaded);
    }
}

fn instants<'a>(columns: &'a mut IncidentColumns, field: &str) -> &'a mut crate::frame::columns::Instants {
    match field {
        "mitigated_at" => &mut columns.mitigated,
        "resolved_at" => &mut columns.resolved,
        _ => &mut columns.closed,
    }
}

/// What an end is held against.
struct Limits {
    as_of: Option<Millis>,
    /// For each source the latest end that it can know; `None` where it does not state both stamps.
    of_source: Vec<Option<Millis>>,
    /// The first end that is far behind everything else.
    far: Millis,
}

impl Limits {
    fn of(columns: &IncidentColumns, as_of: Option<Millis>) -> Self {
        let mut counts: Vec<(u64, u64, Option<Millis>)> = Vec::new();
        let (mut known, mut ends) = (None, Vec::new());
        for row in 0..columns.len() {
            let source = columns.source.get(row).copied().unwrap_or(0) as usize;
            if counts.len() <= source {
                counts.resize(source + 1, (0, 0, None));
            }
            let made = [columns.started.get(row), columns.detected.get(row), columns.declared.get(row)];
            let made = made.into_iter().flatten().max();
            let changed = columns.modified.get(row);
            known = known.max(made).max(changed);
            ends.extend([&columns.mitigated, &columns.resolved, &columns.closed].iter().filter_map(|c| c.get(row)));
            if let Some((all, both, latest)) = counts.get_mut(source) {
                *all += 1;
                *both += u64::from(columns.declared.get(row).is_some() && changed.is_some());
                *latest = (*latest).max(made).max(changed);
            }
        }
        let limit = |(all, both, latest): (u64, u64, Option<Millis>)| {
            latest.filter(|_| both > 0 && both * 2 >= all).map(|latest| latest + BEHIND_LATEST)
        };
        Self { as_of, of_source: counts.into_iter().map(limit).collect(), far: far(known, ends) }
    }

    fn is_placeholder(&self, source: u32, end: Millis) -> bool {
        if let Some(as_of) = self.as_of {
            return end > as_of;
        }
        let known = self.of_source.get(source as usize).copied().flatten();
        known.map_or(end >= FAR_FUTURE || end >= self.far, |limit| end > limit)
    }
}

/// The first end that lies a year or more behind every other stamp.
fn far(known: Option<Millis>, mut ends: Vec<Millis>) -> Millis {
    let Some(mut reached) = known else { return Millis::MAX };
    // Nearly always nothing is far away, and nothing needs to be sorted.
    if ends.iter().all(|end| *end < reached.saturating_add(BEHIND_ALL)) {
        return Millis::MAX;
    }
    ends.sort_unstable();
    for end in ends {
        if end >= reached.saturating_add(BEHIND_ALL) {
            return end;
        }
        reached = reached.max(end);
    }
    Millis::MAX
}

/// The latest stamp that is left.
fn latest(loaded: &Loaded) -> Option<Millis> {
    let c = &loaded.incidents;
    let times = [&c.started, &c.detected, &c.declared, &c.modified, &c.resolved, &c.closed];
    let of_incidents = (0..c.len()).flat_map(|row| times.iter().filter_map(move |column| column.get(row))).max();
    of_incidents.max(loaded.events.at.iter().copied().max())
}
