//! Labels of files, each different.

use std::collections::BTreeSet;

/// Different labels in place of the same ones; the later gets a number behind its name.
#[must_use]
pub fn distinct(labels: Vec<String>) -> Vec<String> {
    let mut taken: BTreeSet<String> = labels.iter().cloned().collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::with_capacity(labels.len());
    for label in labels {
        let mut own = label.clone();
        let mut number = 2;
        while seen.contains(&own) || (own != label && taken.contains(&own)) {
            own = numbered(&label, number);
            number += 1;
        }
        seen.insert(own.clone());
        taken.insert(own.clone());
        found.push(own);
    }
    found
}

/// `pages.csv` as `pages (2).csv`.
fn numbered(label: &str, number: u32) -> String {
    let (folder, name) = label.rsplit_once('/').map_or(("", label), |(folder, name)| (folder, name));
    let (stem, end) = name.find('.').filter(|at| *at > 0).map_or((name, ""), |at| name.split_at(at));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}{stem} ({number}){end}")
}
