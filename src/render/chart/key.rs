//! The key below a chart: marks and what they mean, on as many lines as they need.

use super::labels;
use super::sheet::{EDGE, Face, Sheet, TEXT};
use super::theme::Token;

/// Height of one line.
pub(super) const LINE: f64 = 24.0;
const APART: f64 = 20.0;
/// From the mark to its words.
const GAP: f64 = 7.0;

/// How a mark is drawn: given the left edge and the middle of its place.
type Draw<'a> = Box<dyn Fn(&Sheet, f64, f64) + 'a>;

/// One mark of the key, or words alone.
pub(super) struct Entry<'a> {
    words: String,
    mark: Option<(f64, Draw<'a>)>,
}

impl<'a> Entry<'a> {
    /// A mark that is `wide` pixels wide.
    pub(super) fn new(words: &str, wide: f64, draw: impl Fn(&Sheet, f64, f64) + 'a) -> Self {
        Self { words: words.to_owned(), mark: Some((wide, Box::new(draw))) }
    }

    pub(super) fn words(words: &str) -> Self {
        Self { words: words.to_owned(), mark: None }
    }

    /// A square of one colour.
    pub(super) fn swatch(words: &str, ink: Token) -> Self {
        Self::new(words, 12.0, move |s, x, y| s.rect(x..x + 12.0, y - 6.0..y + 6.0, ink))
    }

    fn room(&self) -> f64 {
        self.mark.as_ref().map_or(0.0, |(wide, _)| wide + GAP)
    }

    fn width(&self) -> f64 {
        self.room() + labels::width(&self.words, TEXT, false)
    }
}

/// Line and left edge of each entry.
fn places(entries: &[Entry<'_>], width: f64) -> Vec<(usize, f64)> {
    let (mut line, mut x) = (0, EDGE);
    let mut places = Vec::with_capacity(entries.len());
    for entry in entries {
        if x > EDGE && x + entry.width() > width - EDGE {
            (line, x) = (line + 1, EDGE);
        }
        places.push((line, x));
        x += entry.width() + APART;
    }
    places
}

/// Height of the key on a page of this width.
pub(super) fn height(entries: &[Entry<'_>], width: f64) -> f64 {
    places(entries, width).last().map_or(0.0, |(line, _)| LINE * (line + 1) as f64)
}

/// Draws the key with its upper edge at `y`.
pub(super) fn draw(sheet: &Sheet, entries: &[Entry<'_>], y: f64) {
    for (entry, (line, x)) in entries.iter().zip(places(entries, sheet.width)) {
        let middle = y + LINE * (line as f64 + 0.5);
        if let Some((_, draw)) = &entry.mark {
            draw(sheet, x, middle);
        }
        let x = x + entry.room();
        let words = labels::ellipsis(&entry.words, TEXT, false, sheet.width - EDGE - x);
        sheet.text(x, middle, &words, Face::new(Token::Muted));
    }
}
