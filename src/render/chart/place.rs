//! Finding room for words beside points: a label goes where neither another label nor a point is.

use super::labels;
use super::sheet::{Face, Sheet, TEXT};
use super::theme::Token;
use std::ops::Range;

/// Least free room around a label, in pixels.
const GAP: f64 = 3.0;
/// How much farther a label must be from any other marked point than from its own, in pixels.
const OWN: f64 = 4.0;
/// Half the height of a line of text.
const HALF: f64 = TEXT * 0.6;

/// An upright rectangle: left, right, top, bottom.
#[derive(Debug, Clone, Copy)]
struct Area {
    x: (f64, f64),
    y: (f64, f64),
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.x.0 < other.x.1 && other.x.0 < self.x.1 && self.y.0 < other.y.1 && other.y.0 < self.y.1
    }

    /// From a point to the nearest edge; 0 inside.
    fn distance(&self, (x, y): (f64, f64)) -> f64 {
        let across = (self.x.0 - x).max(x - self.x.1).max(0.0);
        let down = (self.y.0 - y).max(y - self.y.1).max(0.0);
        libm::hypot(across, down)
    }
}

/// The room of a plot with what is already in it.
pub(super) struct Room {
    across: Range<f64>,
    down: Range<f64>,
    taken: Vec<Area>,
    /// What labels keep off where they have the choice.
    avoided: Vec<Area>,
    /// Points that have, or could have, a label: no label may seem to belong to another of them.
    marks: Vec<(f64, f64)>,
}

impl Room {
    pub(super) fn new(across: Range<f64>, down: Range<f64>) -> Self {
        Self { across, down, taken: Vec::new(), avoided: Vec::new(), marks: Vec::new() }
    }

    /// Keeps labels off a point.
    pub(super) fn point(&mut self, (x, y): (f64, f64), radius: f64) {
        self.taken.push(Area { x: (x - radius, x + radius), y: (y - radius, y + radius) });
    }

    /// The same for a point with a mark, whose neighbourhood belongs to its own label.
    pub(super) fn mark(&mut self, point: (f64, f64), radius: f64) {
        self.point(point, radius);
        self.marks.push(point);
    }

    /// Keeps labels off an upright rectangle.
    pub(super) fn block(&mut self, across: Range<f64>, down: Range<f64>) {
        self.taken.push(Area { x: (across.start, across.end), y: (down.start, down.end) });
    }

    /// Keeps labels off a point where they have the choice.
    pub(super) fn avoid(&mut self, (x, y): (f64, f64)) {
        self.avoided.push(Area { x: (x, x), y: (y, y) });
    }

    /// Writes a label beside a point: right, left, above or below it, or in the corners between. Returns whether there
    /// was room. A label that has no room is left out; the point keeps its title.
    pub(super) fn label(&mut self, sheet: &Sheet, point: (f64, f64), radius: f64, words: &str) -> bool {
        let width = labels::width(words, TEXT, true);
        let free = |area: &&Area| self.is_free(area) && self.belongs(area, point);
        let places = candidates(point, radius, width);
        let clear = |area: &&Area| free(area) && !self.avoided.iter().any(|other| other.meets(area));
        let Some(area) = places.iter().find(clear).or_else(|| places.iter().find(free)).copied() else {
            return false;
        };
        self.taken.push(area);
        let middle = f64::midpoint(area.y.0, area.y.1);
        sheet.text(area.x.0 + GAP, middle, words, Face::new(Token::Ink).bold().halo());
        true
    }

    /// Whether a label there is clearly nearer to its own point than to any other that is marked.
    fn belongs(&self, area: &Area, point: (f64, f64)) -> bool {
        let own = area.distance(point) + OWN;
        let is_other = |mark: &&(f64, f64)| libm::hypot(mark.0 - point.0, mark.1 - point.1) > 0.5;
        self.marks.iter().filter(is_other).all(|mark| area.distance(*mark) >= own)
    }

    fn is_free(&self, area: &Area) -> bool {
        let inside = self.across.start <= area.x.0
            && area.x.1 <= self.across.end
            && self.down.start <= area.y.0
            && area.y.1 <= self.down.end;
        inside && !self.taken.iter().any(|other| other.meets(area))
    }
}

/// Places for a label of the given width, the best first. Each has its free room around it.
fn candidates((x, y): (f64, f64), radius: f64, width: f64) -> [Area; 8] {
    let (wide, high) = (width + 2.0 * GAP, 2.0 * HALF);
    let area = |left: f64, middle: f64| Area { x: (left, left + wide), y: (middle - HALF, middle + HALF) };
    let (right, left) = (x + radius, x - radius - wide);
    let (above, below) = (y - radius - high / 2.0 - 1.0, y + radius + high / 2.0 + 1.0);
    [
        area(right, y),
        area(left, y),
        area(x - wide / 2.0, above),
        area(x - wide / 2.0, below),
        area(right, above),
        area(right, below),
        area(left, above),
        area(left, below),
    ]
}
