//! How an answer is laid out for people: headings, paragraphs and lists in a hundred columns.

use crate::cli::{say, say_bold};

/// Columns of a line.
const WIDTH: usize = 100;

/// A heading, with a blank line before it.
pub(super) fn heading(text: &str) {
    say("");
    say_bold(text);
}

/// A paragraph, indented.
pub(super) fn paragraph(indent: usize, text: &str) {
    hanging(&" ".repeat(indent), indent, text);
}

/// A paragraph behind a label: its further lines begin under its first word.
pub(super) fn labelled(label: &str, width: usize, text: &str) {
    if !text.is_empty() {
        hanging(&format!("  {label:<width$} "), width + 3, text);
    }
}

/// An entry of a list.
pub(super) fn bullet(text: &str) {
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
