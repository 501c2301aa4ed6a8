//! How an answer is laid out for people: headings, paragraphs and lists in a hundred columns.

use crate::cli::{say, say_bold};
use crate::text::clip::truncate;
use crate::trail::answer::{ClaimLine, NoteTrail};

/// Columns of a line.
const WIDTH: usize = 100;

/// A heading, with a blank line before it.
pub(in crate::cli) fn heading(text: &str) {
    say("");
    say_bold(text);
}

/// A paragraph, indented.
pub(super) fn paragraph(indent: usize, text: &str) {
    hanging(&" ".repeat(indent), indent, text);
}

/// A paragraph behind a label: its further lines begin under its first word.
pub(in crate::cli) fn labelled(label: &str, width: usize, text: &str) {
    if !text.is_empty() {
        hanging(&format!("  {label:<width$} "), width + 3, text);
    }
}

/// An entry of a list.
pub(in crate::cli) fn bullet(text: &str) {
    hanging("  - ", 4, text);
}

/// A text that is laid out already: only its lines are cut apart.
pub(super) fn verbatim(indent: usize, text: &str) {
    text.lines().for_each(|line| say(&format!("{}{line}", " ".repeat(indent))));
}

fn hanging(first: &str, indent: usize, text: &str) {
    let mut line = first.to_owned();
    let mut is_fresh = true;
    for word in text.split_whitespace() {
        if !is_fresh && line.chars().count() + 1 + word.chars().count() > WIDTH {
            say(&line);
            line = " ".repeat(indent);
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    say(line.trim_end());
}

/// A line cut to the width.
pub(super) fn cut(line: &str) -> String {
    truncate(line, WIDTH)
}

/// Statements, a line each.
pub(super) fn lines(claims: &[ClaimLine]) {
    if claims.is_empty() {
        say("  (none)");
    }
    for claim in claims {
        say(&cut(&format!("  {:<38} {:<14} {}", claim.id, claim.grade, claim.sentence)));
    }
}

/// What the analyst says, with the place in the notes.
pub(super) fn notes(notes: &[NoteTrail]) {
    if !notes.is_empty() {
        heading("What the analyst says");
        notes.iter().for_each(|note| note.says.iter().for_each(|text| bullet(&format!("{text} ({})", note.place))));
    }
}
