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

/// Whether somebody still has to fill it in.
pub(super) fn is_form(document: &Document, outline: &Outline, stem: &str) -> bool {
    let called = format!("{stem} {} {}", outline.title, document.text(&["title"])).to_lowercase();
    if CALLED.iter().any(|word| called.contains(word)) {
        return true;
    }
    let body = document.body.to_lowercase();
    let places = PLACES.iter().filter(|mark| body.contains(*mark)).count();
    places > 1 || is_empty(outline) || (places == 1 && is_empty_half(outline))
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
