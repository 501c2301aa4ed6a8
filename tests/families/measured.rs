//! Quality on labelled duplicate reports, with the defaults as shipped and no time between texts.

use crate::support::shared;
use retroscope::families::{self, Families, Text};
use std::collections::{BTreeMap, BTreeSet};

struct Row {
    id: String,
    created_at: String,
    component: String,
    title: String,
    description: String,
    gold: String,
}

fn rows(set: &str) -> Option<Vec<Row>> {
    let path = shared()?.join("recurrence").join(format!("{set}.csv"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let cell = |row: &csv::StringRecord, at: usize| row.get(at).unwrap().to_owned();
    let mut rows: Vec<Row> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| Row {
            id: cell(&row, 0),
            created_at: cell(&row, 1),
            component: cell(&row, 2),
            title: cell(&row, 3),
            description: cell(&row, 4),
            gold: cell(&row, 5),
        })
        .collect();
    rows.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    Some(rows)
}

/// Pairs with the same key whose later record is late; records come in time order.
fn pairs<K: Ord>(keys: impl Iterator<Item = K>, late: &[bool]) -> f64 {
    let mut seen: BTreeMap<K, u32> = BTreeMap::new();
    let mut sum = 0;
    for (key, late) in keys.zip(late) {
        let before = seen.entry(key).or_default();
        sum += if *late { *before } else { 0 };
        *before += 1;
    }
    f64::from(sum)
}

/// Pairwise F1 over pairs whose later record is late, and the share of late records with an earlier partner that find
/// one among their ten best.
fn measure(rows: &[Row], found: &Families, late: &[bool]) -> (f64, f64) {
    let family = |at: usize| found.family_of(at).unwrap();
    let gold = pairs(rows.iter().map(|r| &r.gold), late);
    let predicted = pairs((0..rows.len()).map(family), late);
    let both = pairs(rows.iter().enumerate().map(|(at, r)| (&r.gold, family(at))), late);
    let f1 = 2.0 * both / (gold + predicted);
    let (mut hits, mut asked) = (0.0, 0.0);
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let visited = found.each_earlier(10, |at, earlier| {
        if known.contains(rows[at].gold.as_str()) && late[at] {
            asked += 1.0;
            hits += f64::from(u8::from(earlier.iter().any(|e| rows[e.0 as usize].gold == rows[at].gold)));
        }
        known.insert(&rows[at].gold);
        Ok::<(), ()>(())
    });
    assert_eq!(visited, Ok(()));
    (f1, hits / asked)
}

/// `from` is the share of records, by time, before the late ones.
fn check(set: &str, from: f64, least_f1: f64, least_recall: f64) {
    let Some(rows) = rows(set) else { return };
    let texts: Vec<Text> = rows
        .iter()
        .map(|r| Text { title: &r.title, description: &r.description, component: &r.component, at: None })
        .collect();
    let cut = &rows[(rows.len() as f64 * from) as usize].created_at;
    let late: Vec<bool> = rows.iter().map(|r| &r.created_at >= cut).collect();
    let (f1, recall) = measure(&rows, &families::find(&texts), &late);
    assert!(f1 >= least_f1 && recall >= least_recall, "{set}: F1 {f1:.4}, recall {recall:.4}");
}

#[test]
fn hadoop_late_part() {
    check("dev_hadoop", 0.6, 0.38, 0.82);
}

#[test]
fn openoffice_late_part() {
    check("dev_openoffice", 0.6, 0.28, 0.70);
}

#[test]
fn activemq_all_records() {
    check("dev_activemq", 0.0, 0.33, 0.76);
}

#[test]
fn hadoop_as_it_came_late_part() {
    check("dev_hadoop_full", 0.6, 0.20, 0.70);
}

#[test]
fn the_measure_counts_pairs_by_their_later_record() {
    let late = [false, true, true, false, true];
    // Pairs of `a`: 0-1, 0-2, 1-2 and 0-4, 1-4, 2-4; all have a late later record.
    assert!((pairs("aaaba".chars(), &late) - 6.0).abs() < 1e-9);
    assert!((pairs("aabbb".chars(), &late) - 3.0).abs() < 1e-9);
}
