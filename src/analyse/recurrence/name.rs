//! What a family is called.

use crate::analyse::recurrence::groups::{Group, Titles};
use crate::frame::dataset::IncidentView;
use crate::text::{clip, tokens};
use std::collections::BTreeMap;

/// Longest name, in characters.
const LONGEST: usize = 80;
/// Stands for the parts that differ from one occurrence to the next.
const GAP: &str = "…";

/// The most frequent title with its variable parts left out; ties go to the title that comes first by number. Without
/// titles the problem record names it.
#[must_use]
pub(super) fn of(group: &Group, titles: &Titles, view: &IncidentView) -> String {
    let mut counts: BTreeMap<u32, (u64, u32)> = BTreeMap::new();
    for &row in &group.rows {
        if let Some(title) = titles.of_row.get(row as usize).copied().flatten() {
            counts.entry(title).or_insert((0, row)).0 += 1;
        }
    }
    let most = counts.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(&a.0)));
    let title = most.and_then(|(_, (_, row))| view.title.get(row as usize));
    match title {
        Some(title) => clip::truncate(&readable(title), LONGEST),
        None => {
            let id = group.problem.split_whitespace().collect::<Vec<_>>().join(" ");
            let named = id.to_lowercase().starts_with("problem");
            clip::truncate(&if named { id } else { format!("Problem {id}") }, LONGEST)
        }
    }
}

/// The title as written, with "…" in place of numbers, hosts, times and the like.
fn readable(title: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for chunk in title.split_whitespace() {
        let masked = tokens::mask(chunk);
        let word = if masked == chunk.to_lowercase() { chunk.to_owned() } else { blank(&masked) };
        if word != GAP || out.last().is_none_or(|last| last != GAP) {
            out.push(word);
        }
    }
    out.join(" ")
}

fn blank(masked: &str) -> String {
    ["<url>", "<uuid>", "<ip>", "<host>", "<time>", "<date>", "<version>", "<hex>", "<n>"]
        .iter()
        .fold(masked.to_owned(), |text, placeholder| text.replace(placeholder, GAP))
}
