//! What a family is called.

use crate::analyse::recurrence::groups::RelatedIncidents;
use crate::analyse::recurrence::titles::{MaskIx, Titles};
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::text::{clip, tokens};
use std::collections::BTreeMap;

/// Longest name, in characters.
const MAX_NAME: usize = 80;
/// Stands for the parts that differ from one occurrence to the next.
const GAP: &str = "…";

/// A name needs so many words of its own before the words around a variable part may go.
const MIN_WORDS: usize = 3;
/// Words that lead over to where, when, how much: the part of a title that differs.
const LEADING_OVER: [&str; 14] =
    ["after", "at", "before", "by", "for", "from", "in", "of", "on", "since", "to", "via", "while", "with"];

/// Names of all groups: as short as they can be without two of them being the same.
#[must_use]
pub(super) fn all(found: &[RelatedIncidents], titles: &Titles, view: &IncidentView) -> Vec<String> {
    let long: Vec<String> = found.iter().map(|group| of(group, titles, view)).collect();
    let short: Vec<String> = long.iter().map(|name| shortened(name)).collect();
    let mut taken: BTreeMap<&str, u64> = BTreeMap::new();
    short.iter().for_each(|name| *taken.entry(name).or_insert(0) += 1);
    let only = |name: &String| taken.get(name.as_str()) == Some(&1);
    short.iter().zip(&long).map(|(short, long)| if only(short) { short.clone() } else { long.clone() }).collect()
}

/// The name up to the first word that leads over to nothing but variable parts and their units.
fn shortened(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let plain = |word: &&&str| !word.contains(GAP) && word.chars().any(char::is_alphabetic);
    let leads = |at: &usize| {
        let over = words.get(*at).is_some_and(|word| LEADING_OVER.contains(&word.to_lowercase().as_str()));
        let varies = words.get(at + 1..).is_some_and(|rest| rest.iter().take(2).any(|word| word.contains(GAP)));
        over && varies
    };
    let enough = |at: &usize| words.iter().take(*at).filter(plain).count() >= MIN_WORDS;
    match (0..words.len()).find(|at| leads(at) && enough(at)) {
        Some(at) => {
            words.iter().take(at).copied().collect::<Vec<_>>().join(" ").trim_end_matches([',', ':', ';']).to_owned()
        }
        None => name.to_owned(),
    }
}

/// The most frequent title with its variable parts left out; ties go to the title that comes first by number. Without
/// titles the problem record names it.
fn of(group: &RelatedIncidents, titles: &Titles, view: &IncidentView) -> String {
    let mut counts: BTreeMap<MaskIx, (u64, IncidentIx)> = BTreeMap::new();
    for &row in &group.rows {
        if let Some(title) = titles.get(row) {
            counts.entry(title).or_insert((0, row)).0 += 1;
        }
    }
    let most = counts.into_iter().max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.cmp(&a.0)));
    let title = most.and_then(|(_, (_, row))| view.title.get(row));
    match title {
        Some(title) => clip::truncate(&readable(title), MAX_NAME),
        None => {
            let id = group.problem.split_whitespace().collect::<Vec<_>>().join(" ");
            let named = id.to_lowercase().starts_with("problem");
            clip::truncate(&if named { id } else { format!("Problem {id}") }, MAX_NAME)
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
