//! Records that are about an incident told elsewhere: those that find it, and those whose incident no export holds.

use crate::frame::records::{Fate, Records, RejectRow};
use crate::link::signals::{flags, merges};
use crate::link::{attach, numbering};
use crate::model::origin::Origin;
use crate::model::reject::{Reason, Reject};
use crate::model::row::{IncidentRow, RecordRow};
use crate::normalise::loaded::Loaded;
use std::collections::{BTreeMap, BTreeSet};

/// Gives records whose numbers start again ids of their own, and incidents what was exported apart from them.
pub(super) fn adopt(loaded: &mut Loaded) {
    let renamed = numbering::apart(&mut loaded.incidents, &mut loaded.records, &mut loaded.events);
    for (_, source, incident, item) in &mut loaded.loose_follow_ups {
        if let Some(name) = renamed.find(source, incident, item.created) {
            name.clone_into(incident);
        }
    }
    flags::drop(&mut loaded.incidents);
    adopt_follow_ups(loaded);
    merges::adopt(&mut loaded.incidents, &loaded.events);
}

/// Follow-ups that came in a list of their own find their incident by its native id; one whose incident is in no export
/// is refused.
fn adopt_follow_ups(loaded: &mut Loaded) {
    let mut rows = BTreeMap::new();
    for row in loaded.incidents.rows() {
        let source = loaded.incidents.tool(row).to_owned();
        rows.insert((source, loaded.incidents.native_id.get(row).to_owned()), row);
        if loaded.loose_follow_ups.is_empty() {
            return;
        }
    }
    let inside = loaded.incidents.follow_ups.iter();
    let mut known: BTreeSet<(IncidentRow, String)> = inside.map(|(row, item)| (*row, item.id.clone())).collect();
    for (record, source, incident, mut item) in std::mem::take(&mut loaded.loose_follow_ups) {
        item.record = Some(record);
        match rows.get(&(source, incident.clone())) {
            Some(row) => {
                // Some tools list the same item apart and inside the incident.
                if item.id.is_empty() || known.insert((*row, item.id.clone())) {
                    loaded.incidents.follow_ups.push((*row, item));
                }
            }
            None => stray(loaded, record, &incident),
        }
    }
}

/// Log entries of incidents that no export holds are refused, with the id that was looked for. A record of several entries
/// (an escalation of two incidents) counts as soon as one of them found its incident.
pub(super) fn reject_strays(loaded: &mut Loaded, attached: &attach::Attached) {
    let mut counts = vec![false; loaded.records.len()];
    for (row, _) in attached.incident.enumerate().filter(|(_, incident)| incident.is_some()) {
        counts.get_mut(loaded.events.record[row].place()).into_iter().for_each(|slot| *slot = true);
    }
    let mut last = None;
    for (row, incident) in attached.incident.enumerate() {
        let record = loaded.events.record[row];
        let is_counted = counts.get(record.place()).copied().unwrap_or(false);
        if incident.is_none() && !is_counted && last != Some(record) {
            last = Some(record);
            let key = loaded.events.key_of(row).to_owned();
            let named = key.split('\u{1}').next_back().unwrap_or("").to_owned();
            stray(loaded, record, &named);
        }
    }
}

fn stray(loaded: &mut Loaded, record: RecordRow, incident: &str) {
    refuse(loaded, record, format!("no export holds the incident {incident}"));
}

/// Refuses a record that is about an incident which is not there. One record is refused once.
pub(super) fn refuse(loaded: &mut Loaded, record: RecordRow, detail: String) {
    if loaded.records.fate[record] == Fate::Rejected {
        return;
    }
    let records = &mut loaded.records;
    records.settle(record, Fate::Rejected, None);
    let origin =
        Origin { file: records.file[record].number(), row: records.row[record], pointer: records.pointer(record) };
    let source = records.tool(record).to_owned();
    let reject = Reject { origin, record_id: records.id(record), reason: Reason::UnknownIncident, detail };
    records.rejects.push(RejectRow { source, reject });
}

/// The records, in which entries that found their incident are attached to it.
pub(super) fn settled(loaded: &mut Loaded, attached: &attach::Attached) -> Records {
    let mut records = std::mem::take(&mut loaded.records);
    for (row, incident) in attached.incident.enumerate().filter(|(_, incident)| incident.is_some()) {
        records.settle(loaded.events.record[row], Fate::Attached, *incident);
    }
    records
}
