//! Whether a text is a form to be filled in, and no review that somebody wrote.

use super::outline::Outline;
use crate::ingest::front_matter::Document;

/// Words that say so in a name or a title.
const CALLED: [&str; 5] = ["template", "vorlage", "plantilla", "modèle", "modelo"];
/// Marks of places that wait for words.
const PLACES: [&str; 18] = [
    "yyyy",
    "hh:mm",
    "xx:xx",
    "{{",
    "<insert",
    "<date",
    "<name",
    "<title",
    "<service",
    "[date",
    "[name",
    "[title",
    "[insert",
    "<description",
    "[description",
    "[describe",
    "tbd",
    "lorem ipsum",
];
/// A text in which so few of its sections say anything is a form, in percent.
const FILLED: usize = 50;

/// Places that wait for a day or a clock: in a review that has some, an example of one.
const TIMES: [&str; 6] = ["yyyy", "hh:mm", "xx:xx", "<date", "[date", "{{date"];
/// What a form is a form of.
const OF: [&str; 8] =
    ["postmortem", "post-mortem", "post mortem", "incident", "review", "report", "rca", "retrospective"];

/// Whether somebody still has to fill it in. A text whose day is known has to hold marks of a form beside it: a review may
/// well speak of templates.
pub(super) fn is_form(document: &Document, outline: &Outline, stem: &str, dated: bool) -> bool {
    let called = format!("{stem} {} {}", outline.title, document.text(&["title"])).to_lowercase();
    let bare = CALLED.contains(&stem.to_lowercase().as_str());
    let called =
        bare || (CALLED.iter().any(|word| called.contains(word)) && OF.iter().any(|word| called.contains(word)));
    let body = document.body.to_lowercase();
    let places = PLACES.iter().filter(|mark| body.contains(*mark)).count();
    let marked = called || places > 1 || (places == 1 && is_empty_half(outline));
    let waits = TIMES.iter().any(|mark| body.contains(mark));
    is_empty(outline) || (marked && (waits || !dated))
}

fn filled(outline: &Outline) -> (usize, usize) {
    let said = |text: &str| {
        let is_said = |line: &str| line.chars().filter(|c| c.is_alphanumeric()).count() > 3;
        let table = |line: &str| line.trim_start().starts_with('|');
        let rows = text.lines().filter(|line| table(line) && is_said(line)).count();
        // The header of a table is part of the form.
        rows > 1 || text.lines().any(|line| !table(line) && is_said(line))
    };
    let headed = outline.sections.iter().filter(|section| !section.key.is_empty());
    let all: Vec<bool> = headed.map(|section| said(&section.text)).collect();
    (all.iter().filter(|yes| **yes).count(), all.len())
}

fn is_empty(outline: &Outline) -> bool {
    let (filled, all) = filled(outline);
    all > 0 && filled * 4 <= all
}

fn is_empty_half(outline: &Outline) -> bool {
    let (filled, all) = filled(outline);
    filled * 100 <= all * FILLED
}
