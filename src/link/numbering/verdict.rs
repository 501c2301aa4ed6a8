//! Whether two records with one id are one record.

use crate::frame::columns::IncidentColumns;
use crate::link::numbering::places::Place;
use crate::model::row::IncidentRow;
use crate::model::time::{DAY, HOUR, Millis};
use std::collections::BTreeMap;

/// Ids up to this long that are digits only are the numbers of rows.
const LONGEST_ROW_NUMBER: usize = 5;

/// What the records themselves say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One record, perhaps in two versions.
    Same,
    /// Title, times and area are all different.
    Other,
    /// Neither is clear.
    Open,
}

/// When a record begins, by whichever time there is.
pub(super) fn start(columns: &IncidentColumns, row: IncidentRow) -> Option<Millis> {
    let times = [&columns.started, &columns.detected, &columns.declared];
    times.iter().filter_map(|column| column.get(row)).min()
}

/// Holds two rows with one id against each other.
pub(super) fn of(columns: &IncidentColumns, a: IncidentRow, b: IncidentRow) -> Verdict {
    let (Some(begin_a), Some(begin_b)) = (start(columns, a), start(columns, b)) else { return Verdict::Open };
    let end = |row: IncidentRow| columns.resolved.get(row).or_else(|| columns.closed.get(row));
    let both = |x: Option<Millis>, y: Option<Millis>| x.zip(y).is_some_and(|(x, y)| x == y);
    let url = |row: IncidentRow| columns.url.some(row);
    let is_shared_url = url(a).is_some() && url(a) == url(b);
    if begin_a == begin_b || both(end(a), end(b)) || is_shared_url {
        return Verdict::Same;
    }
    let apart = begin_a.abs_diff(begin_b);
    let lasts = |from: Millis, to: Option<Millis>, at: Millis| to.is_some_and(|to| from <= at && at <= to);
    let touch = lasts(begin_a, end(a), begin_b) || lasts(begin_b, end(b), begin_a);
    let (title_a, title_b) = (folded(columns.title.get(a)), folded(columns.title.get(b)));
    if title_a == title_b || title_a.is_empty() || title_b.is_empty() {
        let near = apart <= DAY.unsigned_abs() || touch;
        return if near && title_a == title_b { Verdict::Same } else { Verdict::Open };
    }
    match areas(columns, a, b) {
        // An update may put title, service and start right at once, but then the start moves little.
        Some(false) if apart >= HOUR.unsigned_abs() && !touch => Verdict::Other,
        None if apart >= DAY.unsigned_abs() && !touch => Verdict::Other,
        _ => Verdict::Open,
    }
}

/// Whether two rows name an area in common; `None` where one names none.
fn areas(columns: &IncidentColumns, one: IncidentRow, other: IncidentRow) -> Option<bool> {
    let of = |row: IncidentRow| {
        let lists = [columns.services.get(row), columns.components.get(row)];
        lists.into_iter().flat_map(|list| list.split(';')).map(folded).filter(|n| !n.is_empty()).collect::<Vec<_>>()
    };
    let (one, other) = (of(one), of(other));
    (!one.is_empty() && !other.is_empty()).then(|| one.iter().any(|name| other.contains(name)))
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What the numbers say that two places share.
#[derive(Debug, Default)]
struct Tally {
    same: u32,
    other: u32,
    open: u32,
    /// Whether all open ones are numbers of rows and lie a day or more apart.
    counted: bool,
}

/// The same for all places.
#[derive(Debug, Default)]
pub(super) struct Tallies(BTreeMap<(Place, Place), Tally>);

impl Tallies {
    /// Counts two rows of one id that stand in these places.
    pub(super) fn count(
        &mut self,
        columns: &IncidentColumns,
        (a, b): (IncidentRow, IncidentRow),
        (p, q): (Place, Place),
    ) {
        let tally = self.0.entry((p.min(q), p.max(q))).or_insert_with(|| Tally { counted: true, ..Tally::default() });
        match of(columns, a, b) {
            Verdict::Same => tally.same += 1,
            Verdict::Other => tally.other += 1,
            Verdict::Open => {
                tally.open += 1;
                let id = columns.native_id.get(a);
                let is_row = id.len() <= LONGEST_ROW_NUMBER && id.chars().all(|c| c.is_ascii_digit());
                let days =
                    start(columns, a).zip(start(columns, b)).is_some_and(|(a, b)| a.abs_diff(b) >= DAY.unsigned_abs());
                tally.counted &= is_row && days && p != q;
            }
        }
    }

    /// What is not clear by itself: where two places share numbers and none of them is one record, their numbers start
    /// again. One that is not clear is too little for that, unless another one is.
    pub(super) fn decide(&self, (p, q): (Place, Place)) -> Verdict {
        let starts_again = self
            .0
            .get(&(p.min(q), p.max(q)))
            .is_some_and(|tally| tally.same == 0 && (tally.other > 0 || tally.counted && tally.open > 1));
        if starts_again { Verdict::Other } else { Verdict::Same }
    }
}
