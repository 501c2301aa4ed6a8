//! Nights and runs of the demo, against what was planted. The nights of the truth are counted here from its own list of
//! interruptions and the pager's list of users.

use crate::support::run::{Row, run};
use chrono::{DateTime, Days, NaiveDate, Timelike};
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn read(folder: &Path, file: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

/// Evenings of the nights with a page, by person; nights from 22 to 8.
fn planted(folder: &Path, rows: &[Row]) -> BTreeMap<String, BTreeSet<NaiveDate>> {
    let users = read(folder, "pagerduty/users.json");
    let users = users.as_array().or_else(|| users["users"].as_array()).unwrap().clone();
    let zone = |id: &str| -> Tz {
        let user = users.iter().find(|u| u["id"] == id).unwrap();
        user["time_zone"].as_str().unwrap().parse().unwrap()
    };
    let mut nights: BTreeMap<String, BTreeSet<NaiveDate>> = BTreeMap::new();
    for row in rows {
        let local = DateTime::parse_from_rfc3339(&row["at"]).unwrap().with_timezone(&zone(&row["person"]));
        let of = nights.entry(row["person"].clone()).or_default();
        match local.hour() {
            22.. => of.insert(local.date_naive()),
            0..8 => of.insert(local.date_naive() - Days::new(1)),
            _ => continue,
        };
    }
    nights
}

fn longest(nights: &BTreeSet<NaiveDate>) -> u64 {
    let run = |first: &NaiveDate| (0..).take_while(|n| nights.contains(&(*first + Days::new(*n)))).count() as u64;
    nights.iter().map(run).max().unwrap_or(0)
}

#[test]
fn the_demo_has_the_nights_that_were_planted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let settings = std::fs::read_to_string(folder.join("retroscope.toml")).unwrap();
    let run = run(std::slice::from_ref(&folder), &settings, "all");
    let reader = csv::Reader::from_path(folder.join("truth/interruptions.csv")).unwrap();
    let truth: Vec<Row> = reader.into_deserialize().map(Result::unwrap).collect();
    let nights = planted(&folder, &truth);
    // A person of the report is the one with the same interruptions; several may be paged in one second.
    let stamps = |rows: &[Row], person: &str, column: &str| -> BTreeSet<String> {
        rows.iter().filter(|r| r[column] == person).map(|r| r["at"].clone()).collect()
    };
    let seen = run.table("interruptions");
    let weeks = run.table("load");
    let ids: BTreeSet<&String> = weeks.iter().map(|w| &w["person_id"]).collect();
    let number = |row: &Row, column: &str| row[column].parse::<u64>().unwrap();
    let (mut matched, mut all, mut with_page) = (0, 0, 0);
    let mut most: (u64, String) = (0, String::new());
    for (person, planted) in &nights {
        let own = stamps(&truth, person, "person");
        let Some(id) = ids.iter().find(|id| stamps(&seen, id, "person_id") == own) else { continue };
        let weeks: Vec<&Row> = weeks.iter().filter(|w| w["person_id"] == **id).collect();
        let found: u64 = weeks.iter().map(|w| number(w, "disturbed_nights")).sum();
        let run = weeks.iter().map(|w| number(w, "longest_run")).max().unwrap_or(0);
        assert!(found >= planted.len() as u64 && run >= longest(planted), "{person}: {found} nights, run of {run}");
        (matched, all, with_page) = (matched + 1, all + found, with_page + planted.len() as u64);
        most = most.max((found, person.clone()));
    }
    assert_eq!(matched, nights.len(), "everybody is found again");
    // 165 nights with a page were planted; work without a page adds a few.
    assert!(with_page == 165 && (166..=190).contains(&all), "{all} nights, {with_page} with a page");
    let summary = read(&folder, "truth/summary.json");
    assert_eq!(summary["overloaded_responder"]["id"], most.1.as_str());
}
