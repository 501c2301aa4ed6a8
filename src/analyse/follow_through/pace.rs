//! How long actions take: done over time with giving up as a competing event, open ones cut off at the day of the exports.
//!
//! Where an end has no day on record nothing is put in its place: the figures are given once with all such ends on the
//! first day and once on the last possible one, and whatever lies between fits with the records (`METHODS.md` 10).

use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::State;
use crate::model::period::Periods;
use crate::model::time::{DAY, Millis};
use crate::stats::survival::{CompetingEvent, Incidence, aalen_johansen};

/// Days for which the share of done actions is given.
pub const MARKS: [i64; 3] = [30, 60, 90];
/// Fewer items with a known course say nothing of how long they take (`METHODS.md` 8).
pub const MIN_ITEMS: u64 = 10;
/// Closed so shortly before the review, and so large a share of all, they were closed for the review.
const BEFORE_REVIEW: Millis = 3 * DAY;
pub const BULK: f64 = 0.3;
/// Where fewer of the done ones have a day than this, when they were done is not known.
const MIN_DATED: f64 = 0.5;
/// Shares closer to one half than this are one half: sums of fractions are not exact.
const LEVEL: f64 = 1e-9;

/// What is known of the time that actions take.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pace {
    /// Items with a known course, and how they came out.
    pub items: u64,
    pub done: u64,
    pub given_up: u64,
    /// Done, and given up, without a day that can be true.
    pub done_undated: u64,
    pub given_up_undated: u64,
    /// Shares done within each of [`MARKS`], the least and the most that fit with the records; `None` for too few items,
    /// too few days, and marks that no item was followed to.
    pub by: [Option<[f64; 2]>; 3],
    /// Days after which half of them are done, the least and the most; `None` where that is not reached.
    pub median: [Option<f64>; 2],
    /// Of those closed since the period began (with a day), how many were closed in the last three days before the exports.
    pub closed: u64,
    pub closed_last: u64,
}

impl Pace {
    /// Whether enough is known to say how long actions take.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.items >= MIN_ITEMS && self.dated_share() >= MIN_DATED
    }

    /// Share of done actions that have a day.
    #[must_use]
    pub fn dated_share(&self) -> f64 {
        if self.done == 0 { 1.0 } else { (self.done - self.done_undated) as f64 / self.done as f64 }
    }

    /// Whether so many were closed just before the review that their days may not be those on which they were done.
    #[must_use]
    pub fn is_bulk(&self) -> bool {
        self.closed >= MIN_ITEMS && self.closed_last as f64 >= BULK * self.closed as f64
    }
}

/// The pace of all items.
#[must_use]
pub fn of(items: &[Item], periods: &Periods) -> Pace {
    let known: Vec<&Item> = items.iter().filter(|i| i.state != State::Unstated && i.age.is_some()).collect();
    let count = |wanted: &dyn Fn(&Item) -> bool| known.iter().filter(|item| wanted(item)).count() as u64;
    let since = |item: &Item, from: Millis| item.closed.is_some_and(|at| at >= from);
    let mut pace = Pace {
        items: known.len() as u64,
        done: count(&|i| i.state == State::Done),
        given_up: count(&|i| i.state == State::GivenUp),
        done_undated: count(&|i| i.state == State::Done && i.took.is_none()),
        given_up_undated: count(&|i| i.state == State::GivenUp && i.took.is_none()),
        closed: count(&|i| since(i, periods.current.window.start)),
        closed_last: count(&|i| {
            since(i, periods.current.window.start.max(periods.as_of.saturating_sub(BEFORE_REVIEW).saturating_add(1)))
        }),
        ..Pace::default()
    };
    if pace.is_told() {
        let followed = known.iter().filter_map(|item| item.age).max().unwrap_or(0);
        // Ends without a day: as late as can be, then as early.
        let curves = [false, true].map(|early| curve(&known, early));
        let [late, early] = &curves;
        let share = |curve: &[Incidence], mark: i64| {
            curve.iter().take_while(|row| row.time <= mark as f64).last().map_or(0.0, |row| row.first)
        };
        for (by, mark) in pace.by.iter_mut().zip(MARKS).filter(|(_, mark)| *mark <= followed) {
            *by = Some([share(late, mark), share(early, mark)]);
        }
        let half = |curve: &[Incidence]| curve.iter().find(|row| row.first >= 0.5 - LEVEL).map(|row| row.time);
        pace.median = [half(early), half(late)];
    }
    pace
}

fn curve(items: &[&Item], early: bool) -> Vec<Incidence> {
    let seen: Vec<(f64, CompetingEvent)> = items
        .iter()
        .filter_map(|item| {
            let age = item.age?;
            let end = item.took.unwrap_or(if early { 0 } else { age });
            Some(match item.state {
                State::Done => (end as f64, CompetingEvent::First),
                State::GivenUp => (end as f64, CompetingEvent::Second),
                State::Open | State::Unstated => (age as f64, CompetingEvent::Open),
            })
        })
        .collect();
    aalen_johansen(&seen).unwrap_or_default()
}
