//! **Question.** What was promised after incidents, what became of it, and how long did that take? Which serious incidents
//! have no written review?
//! **Method.** Follow-ups of all sources, each once. Done over time with giving up as a competing event and open ones cut
//! off at the day of the exports (Aalen and Johansen). Sizes by the words and days of an item; what was agreed before by the
//! engine of families, over titles. Recurrence after completion from a landmark 30 days after the incident.
//! **Needs.** Follow-ups with a status or a day of completion; days of agreement, else the ends of their incidents stand for
//! them.
//! **Silent when.** No export holds follow-ups or reviews; how long they take below ten items with a known course; what
//! completion goes with below fifteen problems per arm.
//! **Known bias.** Follow-ups are kept mostly for large incidents. The day on which somebody closed an item is taken for the
//! day on which it was done. Who completes soon differs in more than that, so completion and recurrence only go together.

pub mod again;
pub mod items;
pub mod landmark;
pub mod pace;
pub mod reviews;
pub mod size;

use crate::analyse::Analysis;
use crate::analyse::promise::State;
use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::period::Period;
use crate::model::row::ItemIx;
use again::{Again, Before};
use items::Item;
use pace::Pace;
use reviews::Reviews;
use size::Size;

pub struct FollowThrough;

#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Least probability, 0..1, that two titles mean one action, where the titles themselves ask for less.
    pub least_likeness: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self { least_likeness: crate::analyse::recurrence::Params::default().least_likeness }
    }
}

pub struct Output {
    /// Any export holds follow-ups.
    pub known: bool,
    /// Agreed up to the end of the period, in the order of time, then of incidents, then of ids.
    pub items: Column<ItemIx, Item>,
    /// Per item: the one that was agreed in an earlier quarter.
    pub before: Column<ItemIx, Option<Before>>,
    /// Titles of items of the period that were agreed in an earlier quarter, with all earlier agreements of each.
    pub again: Vec<Again>,
    /// Items that no time can be given to: neither they nor their incidents have one.
    pub timeless: u64,
    /// Size per row of the table of follow-ups; `None` for rows that do not count.
    pub sizes: Vec<Option<Size>>,
    /// Whether it is owned and late, per row of the same table.
    pub standing: Vec<Option<Standing>>,
    pub pace: Pace,
    /// `None` without any written review.
    pub reviews: Option<Reviews>,
}

/// How an item stands when the exports are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// An owner is on record.
    pub owned: bool,
    /// Open past its day; `None` where it has none.
    pub overdue: Option<bool>,
    pub state: State,
    /// Whether it was agreed in the period; `None` where no time can be given to it.
    pub agreed_in_period: Option<bool>,
}

impl Standing {
    fn of(item: &Item, period: &Period) -> Self {
        Self {
            owned: item.owned,
            overdue: item.due.map(|_| item.overdue),
            state: item.state,
            agreed_in_period: item.agreed.map(|at| period.contains(at)),
        }
    }
}

impl Analysis for FollowThrough {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let found = items::find(data);
        let sizes = found.of_row.iter().map(|at| at.map(|at| found.items[at].size)).collect();
        let standing =
            found.of_row.iter().map(|at| at.map(|at| Standing::of(&found.items[at], &data.periods.current))).collect();
        let timeless = found.items.iter().filter(|item| item.agreed.is_none()).count() as u64;
        let end = data.periods.current.window.end;
        let mut items: Vec<Item> = found.items.into_iter().collect();
        items.retain(|item| item.agreed.is_some_and(|at| at < end));
        items.sort_by(|a, b| (a.agreed, a.row, &a.id).cmp(&(b.agreed, b.row, &b.id)));
        let keys = again::keys(&data.incident_view(), &items, data.periods.zone, params.least_likeness);
        let before = again::find(&keys);
        let is_here = |item: &Item| item.agreed.is_some_and(|at| data.periods.current.contains(at));
        let here = before.enumerate().zip(&items);
        let repeated: Vec<ItemIx> =
            here.filter(|((_, before), item)| is_here(item) && before.is_some()).map(|((at, _), _)| at).collect();
        Output {
            known: data.follow_ups.height() > 0,
            again: again::titles(&keys, &repeated),
            before,
            timeless,
            sizes,
            standing,
            pace: pace::of(&items, &data.periods),
            reviews: reviews::find(data, &items),
            items: items.into(),
        }
    }
}
