//! Plain numbers where a severity was expected: they do not say which end is worst, so they are asked about.

use crate::propose::columns::{Column, folded};
use crate::propose::evidence::has_word;
use crate::propose::names::{INCIDENT, fit};
use crate::propose::shape::Shape;
use crate::propose::{Field, MIN_FIT, Matching};

/// Words for scales that begin with the worst by long custom, as long as they begin with 1.
const WORST_FIRST: &[&str] = &[
    "severity",
    "sev",
    "priority",
    "prio",
    "schweregrad",
    "prioritat",
    "gravite",
    "priorite",
    "severidad",
    "prioridad",
];
/// More different numbers are an amount and no scale.
const MAX: usize = 12;

impl Matching<'_> {
    /// Takes a severity back that was read from numbers which may run either way, and remembers the column for the reader.
    pub(super) fn set_scale_aside(&mut self) {
        let taken = self.column_of("severity");
        let open = |at: usize| self.columns.get(at).is_some_and(|own| self.is_open_scale(at, own));
        let found = match taken {
            Some(at) => Some(at).filter(|at| open(*at)),
            None => (0..self.columns.len()).find(|at| self.free(*at) && open(*at)),
        };
        if let Some(slot) = found.and_then(|at| self.target.get_mut(at)) {
            *slot = None;
        }
        self.scale = found;
    }

    /// Whether a column is named like a severity and holds few small numbers that do not say which of them is worst.
    fn is_open_scale(&self, at: usize, own: &Column) -> bool {
        let rule = INCIDENT.iter().find(|rule| rule.target == "severity");
        let is_named = rule.is_some_and(|rule| fit(&own.words, rule) >= MIN_FIT);
        let distinct = own.distinct();
        let is_small = |value: &&str| value.trim_end_matches(".0").parse::<u8>().is_ok_and(|n| n <= 100);
        let is_scale = (2..=MAX).contains(&distinct.len()) && distinct.iter().all(is_small);
        let has_zero = distinct.iter().any(|value| value.trim_end_matches(".0") == "0");
        let words: Vec<String> = own.words.iter().map(|word| folded(word)).collect();
        let plain = Column { words, ..Column::default() };
        is_named && self.shape(at) == Shape::Number && is_scale && (has_zero || !has_word(&plain, WORST_FIRST))
    }

    /// The column that is asked about, with all its numbers.
    pub(super) fn scale(&self) -> Option<Field> {
        let own = self.scale.and_then(|at| self.columns.get(at))?;
        let mut numbers: Vec<&str> = own.distinct();
        numbers.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        let samples = numbers.into_iter().map(str::to_owned).collect();
        Some(Field { target: "severity", columns: vec![own.stated.clone()], samples, by_values: false })
    }
}

/// Whether a column says yes and no in numbers: there is a ticket, but not which.
pub(super) fn is_flag(column: &Column) -> bool {
    let flags = ["0", "1", "0.0", "1.0", "true", "false", "yes", "no", "y", "n"];
    let mut filled = column.filled().peekable();
    filled.peek().is_some() && filled.all(|value| flags.iter().any(|flag| value.eq_ignore_ascii_case(flag)))
}
