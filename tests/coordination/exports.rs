//! Comings and hand-overs counted once more from the pages, acts and tickets of the demo's exports, with nothing of the review.

use crate::support::run::{Row, Run};
use retroscope::model::row::IncidentIx;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const HOUR: i64 = 3_600;

/// What the exports say of one record of the pager.
#[derive(Default, Clone)]
struct Told {
    is_paged: bool,
    is_passed_on: bool,
    is_logged: bool,
    /// Hand-overs by a person's hand.
    moved: u64,
    /// First act of each person.
    came: BTreeMap<String, i64>,
}

impl Told {
    fn comes(&mut self, who: &Value, at: &Value) {
        let at = seconds(at.as_str().unwrap());
        let first = self.came.entry(who["id"].as_str().unwrap().to_owned()).or_insert(at);
        *first = at.min(*first);
    }

    fn add(&mut self, other: &Self) {
        self.is_paged |= other.is_paged;
        self.is_passed_on |= other.is_passed_on;
        self.is_logged |= other.is_logged;
        self.moved += other.moved;
        for (who, at) in &other.came {
            let first = self.came.entry(who.clone()).or_insert(*at);
            *first = (*at).min(*first);
        }
    }
}

fn seconds(stamp: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(stamp).unwrap().timestamp()
}

fn pages(demo: &Path, list: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(demo.join("pagerduty")).unwrap().map(|e| e.unwrap().path()) {
        let value: Value = serde_json::from_slice(&std::fs::read(&entry).unwrap()).unwrap();
        found.extend(value[list].as_array().into_iter().flatten().cloned());
    }
    found
}

fn pager(demo: &Path) -> BTreeMap<String, Told> {
    let mut found: BTreeMap<String, Told> = BTreeMap::new();
    for incident in pages(demo, "incidents") {
        let told = found.entry(incident["id"].as_str().unwrap().to_owned()).or_default();
        for asked in incident["incidents_responders"].as_array().into_iter().flatten() {
            if asked["state"] == "joined" {
                told.comes(&asked["user"], &asked["updated_at"]);
            }
        }
    }
    for entry in pages(demo, "log_entries") {
        let told = found.entry(entry["incident"]["id"].as_str().unwrap().to_owned()).or_default();
        let by_hand = entry["agent"]["type"] == "user_reference";
        told.is_logged = true;
        match entry["type"].as_str().unwrap() {
            "notify_log_entry" => told.is_paged = true,
            "escalate_log_entry" => told.is_passed_on |= entry["channel"]["type"] == "timeout",
            // Whoever ends it was there, whether or not they had taken it.
            "acknowledge_log_entry" | "resolve_log_entry" if by_hand => {
                told.comes(&entry["agent"], &entry["created_at"])
            }
            "assign_log_entry" => told.moved += u64::from(by_hand),
            _ => {}
        }
    }
    found
}

/// Reassignments of each ticket, as its own column counts them.
fn tickets(demo: &Path) -> BTreeMap<String, u64> {
    let rows = csv::Reader::from_path(demo.join("servicenow/incident.csv")).unwrap().into_deserialize::<Row>();
    rows.map(Result::unwrap).map(|row| (row["number"].clone(), row["reassignment_count"].parse().unwrap())).collect()
}

/// Checks hand-overs, pages that a timer passed on and late comers of a review of all time.
pub(crate) fn tell_the_same(run: &Run, demo: &Path) {
    let (pager, tickets) = (pager(demo), tickets(demo));
    let (mut hands, mut paged, mut joined) = ([0_u64; 3], 0_u64, 0_u64);
    let (mut passed_on, mut late) = (BTreeSet::new(), BTreeMap::new());
    for row in run.table("incidents").iter().filter(|row| row["included"] == "true") {
        let mut told = Told::default();
        let mut counted = None;
        for native in row["record_ids"].split(';').map(|id| id.rsplit(':').next().unwrap()) {
            pager.get(native).into_iter().for_each(|own| told.add(own));
            counted = counted.max(tickets.get(native).copied());
        }
        let id = row["incident_id"].clone();
        if let Some(times) = counted.or_else(|| told.is_logged.then_some(told.moved)) {
            let add = [true, times > 0, times >= 3];
            hands.iter_mut().zip(add).for_each(|(n, fits)| *n += u64::from(fits));
        }
        paged += u64::from(told.is_paged);
        passed_on.extend(told.is_passed_on.then(|| id.clone()));
        let end = row.get("resolved_at").filter(|end| !end.is_empty()).map_or(i64::MAX, |end| seconds(end));
        let Some(first) = told.came.values().min() else { continue };
        joined += 1;
        let after = told.came.values().filter(|at| **at < end && **at - first > HOUR).count() as u64;
        if after > 0 {
            late.insert(id, after);
        }
    }
    let group = &run.review.results.coordination.period;
    let view = run.review.data.incident_view();
    let id = |row: IncidentIx| view.id.get(row).unwrap().to_owned();
    assert_eq!([group.hands.known, group.hands.once, group.hands.often], hands);
    assert_eq!((group.paged, group.joined), (paged, joined));
    assert_eq!(group.passed_on.iter().map(|row| id(*row)).collect::<BTreeSet<_>>(), passed_on);
    assert_eq!(group.late.iter().map(|l| (id(l.row), l.people)).collect::<BTreeMap<_, _>>(), late);
    let some = hands[1] > 100 && passed_on.len() > 100 && !late.is_empty() && joined > 1_000;
    assert!(some, "{hands:?}, {} passed on, {} late, {joined} joined", passed_on.len(), late.len());
}
