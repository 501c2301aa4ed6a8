//! The action-item factory: how many are agreed for each that is closed.

use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::State;
use crate::findings::draft::{figures_column, label, numbers, table as cut, words_column};
use crate::findings::follow_through::{MORE, claim, when};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::model::period::Period;
use crate::text::number;
use crate::text::plural::{agree, count};

/// Fewer closed ones make no ratio.
const MIN_CLOSED: u64 = 5;

/// Agreed and closed within a period.
fn flow(items: &[Item], period: &Period) -> [u64; 2] {
    let within = |at: Option<i64>| at.is_some_and(|at| period.contains(at));
    let number = |wanted: &dyn Fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count() as u64;
    [number(&|item| within(item.agreed)), number(&|item| within(item.closed))]
}

/// Agreed against closed in the period.
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let items = &facts.results.follow_through.items;
    let of = |wanted: State| items.iter().filter(move |item| item.state == wanted);
    let undated = of(State::Done).chain(of(State::GivenUp)).filter(|item| item.closed.is_none()).count() as u64;
    let (open, [agreed, closed]) =
        (of(State::Open).count() as u64, flow(items.as_slice(), &facts.data.periods.current));
    if agreed + closed == 0 {
        return None;
    }
    let mut claim = claim(facts, "follow-through.factory");
    claim.method =
        "Actions agreed in the period against actions closed in it, done or given up, whenever they were agreed."
            .to_owned();
    claim.n = Some(agreed);
    let ratio = (closed >= MIN_CLOSED && undated <= closed).then(|| agreed as f64 / closed as f64);
    let told =
        ratio.map_or_else(String::new, |ratio| format!(", {} agreed for each that was closed", number::decimal(ratio)));
    claim.sentence = format!(
        "{} {} agreed and {} closed {}{told}. {} open in all.",
        count(agreed, "action"),
        agree(agreed, "was", "were"),
        if closed == 0 { "none".to_owned() } else { number::thousands(closed) },
        when(facts),
        match open {
            0 => "None is".to_owned(),
            n => format!("{} {}", number::thousands(n), agree(n, "is", "are")),
        }
    );
    if undated > 0 {
        claim.caveats.push(format!(
            "{} closed without a day on record and {} in no period, so the number closed is a least one.",
            match undated {
                1 => "1 action was".to_owned(),
                n => format!("{} were", count(n, "action")),
            },
            agree(undated, "counts", "count")
        ));
    }
    numbers(
        &mut claim,
        [
            ("agreed", Some(agreed as f64)),
            ("closed", Some(closed as f64)),
            ("closed_without_day", Some(undated as f64)),
            ("open", Some(open as f64)),
            ("agreed_per_closed", ratio),
        ],
    );
    claim.weight = agreed as f64;
    Some(claim)
}

/// Quarter by quarter: what was agreed and what became of it, and what was closed.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let (periods, items) = (&facts.data.periods, &facts.results.follow_through.items);
    let mut quarters: Vec<&Period> = periods.quarters.iter().collect();
    if !quarters.iter().any(|quarter| quarter.window == periods.current.window) {
        quarters.push(&periods.current);
    }
    let row = |period: &&Period| {
        let own = || items.iter().filter(|item| item.agreed.is_some_and(|at| period.contains(at)));
        let number = |wanted: &dyn Fn(&Item) -> bool| own().filter(|item| wanted(item)).count() as u64;
        let [agreed, closed] = flow(items.as_slice(), period);
        let figures = [
            agreed,
            number(&|item| item.state == State::Done),
            number(&|item| item.late),
            number(&|item| item.state == State::GivenUp),
            number(&|item| item.overdue),
            number(&|item| item.state == State::Open),
            closed,
        ];
        [label(period, periods)].into_iter().chain(figures.map(number::thousands)).collect()
    };
    let rows: Vec<Vec<String>> = quarters.iter().map(row).collect();
    let columns = vec![
        words_column("agreed in"),
        figures_column("agreed"),
        figures_column("done by now"),
        figures_column("done late"),
        figures_column("given up"),
        figures_column("overdue"),
        figures_column("open"),
        figures_column("closed in it"),
    ];
    let note = "Actions by the quarter in which they were agreed, and what has become of them by now; open counts overdue ones too. The last column counts what was closed in that quarter, whenever it was agreed, as far as it has a day.";
    (!items.is_empty()).then(|| cut("actions-by-quarter", "Promised actions by quarter", note, columns, rows, MORE))
}
