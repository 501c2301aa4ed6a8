//! One export in every wrapper through the whole run: the same tables.

use super::json;
use crate::support::run::{Run, run};
use crate::support::shared;
use std::collections::BTreeMap;

/// Without a salt the pseudonyms come from the bytes, which differ from wrapper to wrapper.
const SALTED: &str = "[people]\nsalt = \"the same in every wrapper\"";

/// All tables without where a record stood.
fn tables(run: &Run) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let names =
        ["incidents", "records", "involvements", "interruptions", "areas", "mttx", "rejects", "remarks", "links"];
    let table = |name: &str| {
        let mut rows = run.table(name);
        for row in &mut rows {
            for place in ["file", "row", "pointer"] {
                row.remove(place);
            }
        }
        (name.to_owned(), rows)
    };
    names.into_iter().map(table).collect()
}

#[test]
fn one_export_gives_one_data_set_whatever_is_around_it() {
    let Some(shared) = shared() else { return };
    let path = shared.join("samples/pagerduty/incidents.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let expected = tables(&run(&[path], SALTED, "all"));
    assert!(!expected["incidents"].is_empty() && !expected["involvements"].is_empty(), "{expected:?}");
    let folder = tempfile::tempdir().unwrap();
    let wrappings = json::wrappings("json", &text);
    assert!(wrappings.len() > 15);
    for (number, wrapped) in (0..).zip(wrappings) {
        let number: usize = number;
        let place = folder.path().join(number.to_string());
        std::fs::create_dir(&place).unwrap();
        let file = place.join(&wrapped.file);
        std::fs::write(&file, &wrapped.bytes).unwrap();
        let mut actual = tables(&run(&[file], SALTED, "all"));
        if wrapped.is_doubled() {
            // A record that is read twice is one incident; only the lists of what was read say so.
            actual.insert("records".to_owned(), expected["records"].clone());
            actual.insert("remarks".to_owned(), expected["remarks"].clone());
            actual.get_mut("links").unwrap().retain(|link| link["kind"] != "same-record");
        }
        for (name, rows) in &expected {
            assert_eq!(&actual[name], rows, "{name}, as {}", wrapped.name);
        }
    }
}
