//! Recorded files read as a run reads them, and the same files as plain JSON to count in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use retroscope::ingest::Output;
use retroscope::model::record::{Body, Record, Stamp, StatedIncident, StatedPerson};

use super::Input;

/// A file of the shared folder; `None` where that folder is not there.
pub(crate) fn file(name: &str) -> Option<PathBuf> {
    crate::support::shared().map(|shared| shared.join(name))
}

/// Reads a file with all sources and checks that every part was taken by one of these, and that nothing was refused.
pub(crate) fn whole(path: &Path, sources: &[&str]) -> Output {
    let (out, report) = Input::open(path).read_by_all();
    assert_eq!(report.problem, None, "{}", path.display());
    let taken: Vec<&str> = report.units.iter().map(|unit| unit.source.unwrap_or("nobody")).collect();
    assert_eq!(taken, sources, "{}", path.display());
    assert!(out.rejects.is_empty(), "{}: {:?}", path.display(), out.rejects);
    out
}

pub(crate) fn raw(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The records of a connector's log, by stream without its prefix.
pub(crate) fn streams(path: &Path) -> BTreeMap<String, Vec<Value>> {
    let mut streams: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let text = std::fs::read_to_string(path).unwrap();
    for message in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        if message["type"] == "RECORD" {
            let name = message["record"]["stream"].as_str().unwrap().rsplit("__").next().unwrap().to_owned();
            streams.entry(name).or_default().push(message["record"]["data"].clone());
        }
    }
    streams
}

pub(crate) fn incidents(out: &Output) -> BTreeMap<&str, &StatedIncident> {
    out.records
        .iter()
        .filter_map(|record| match &record.body {
            Body::Incident(one) => Some((record.native_id.as_str(), one.as_ref())),
            _ => None,
        })
        .collect()
}

pub(crate) fn people(out: &Output) -> BTreeMap<&str, &StatedPerson> {
    out.records
        .iter()
        .filter_map(|record| match &record.body {
            Body::Person(one) => Some((record.native_id.as_str(), one.as_ref())),
            _ => None,
        })
        .collect()
}

pub(crate) fn of_entity<'a>(out: &'a Output, entity: &str) -> Vec<&'a Record> {
    out.records.iter().filter(|record| record.entity == entity).collect()
}

/// What a stamp says; empty when there is none.
pub(crate) fn at(stamp: Option<&Stamp>) -> &str {
    stamp.map_or("", |stamp| stamp.text.as_str())
}

/// What a JSON value says; empty for null.
pub(crate) fn said(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// The objects of a shared file: a JSON array, or the third column of a table.
pub(crate) fn rows(path: &Path) -> Vec<Value> {
    if path.extension().is_some_and(|extension| extension == "json") {
        let all: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        return all.as_array().unwrap().clone();
    }
    let mut table = csv::Reader::from_path(path).unwrap();
    table.records().map(|row| serde_json::from_str(&row.unwrap()[2]).unwrap()).collect()
}
