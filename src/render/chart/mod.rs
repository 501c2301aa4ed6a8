//! Charts: an exhibit goes in, an SVG and a table of its numbers come out. Drawing adds no figure of its own.

mod axis;
mod backend;
mod columns;
mod elapsed;
mod key;
mod labels;
mod measure;
mod numbers;
mod panels;
mod place;
mod sheet;
pub(crate) mod theme;

pub(in crate::render) use backend::escape;
pub use numbers::csv;

use crate::findings::exhibit::figures;
use crate::findings::{Exhibit, Figure};
use numbers::Cells;
use sheet::{EDGE, Face, Sheet};
use theme::Token;

/// One kind of chart: what its file implements for the shape of its figure. A new one is that file, and a line in the list of
/// figures.
trait Drawing {
    /// Draws it so many pixels wide; there is something to draw.
    fn draw(&self, exhibit: &Exhibit, width: f64) -> String;

    /// Whether there is nothing to draw.
    fn is_empty(&self) -> bool;

    /// What is plotted.
    fn numbers(&self) -> Cells;
}

macro_rules! charts {
    ($($Kind:ident $file:ident,)+) => {
        $(mod $file;)+

        /// The chart that draws a figure.
        fn chart(figure: &Figure) -> &dyn Drawing {
            match figure {
                $(Figure::$Kind(figure) => figure,)+
            }
        }
    };
}
figures!(charts);

/// Width in pixels of a chart on a page of normal width, and of the file that is written.
pub const WIDE: u32 = 960;
/// Width in pixels of the form for small screens.
pub const NARROW: u32 = 400;
/// Width in pixels of the form for paper, where two stand beside each other; the narrowest that is not for telephones.
pub const PAPER: u32 = 640;
/// Rows of a chart that are drawn when there are more; all of them are in the numbers beside it.
const MAX_ROWS: usize = 20;
/// The same for small figures beside each other.
const MAX_PANELS: usize = 12;
/// Less than this can't hold an axis and its labels.
const MIN: u32 = 320;

/// Draws the exhibit `width` pixels wide (at least 320). Below 640 pixels the chart takes a narrow form.
///
/// The result is a complete SVG file. Its colours are CSS variables that the file defines for itself when it stands
/// alone and takes from the page when it stands in one.
#[must_use]
pub fn svg(exhibit: &Exhibit, width: u32) -> String {
    let width = f64::from(width.clamp(MIN, 4000));
    let chart = chart(&exhibit.figure);
    if chart.is_empty() { no_data(exhibit, width) } else { chart.draw(exhibit, width) }
}

/// A small chart that says so, rather than axes around nothing.
fn no_data(exhibit: &Exhibit, width: f64) -> String {
    said(exhibit, width, "No data")
}

/// A few words in the place of a chart that would show nothing.
fn said(exhibit: &Exhibit, width: f64, words: &str) -> String {
    const HEIGHT: f64 = 64.0;
    let sheet = Sheet::open(exhibit, width, HEIGHT);
    let middle = sheet.top + HEIGHT / 2.0;
    sheet.rect(EDGE..width - EDGE, sheet.top..sheet.top + HEIGHT, Token::Heat(0));
    sheet.text(width / 2.0, middle, words, Face::new(Token::Muted).centred());
    sheet.finish()
}
