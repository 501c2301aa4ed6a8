//! Whether actions are too small, about right or too big.

use crate::analyse::follow_through::items::Item;
use crate::analyse::follow_through::size::Size;
use crate::analyse::promise::State;
use crate::findings::draft::{figures_column, numbers, table as cut, words_column};
use crate::findings::follow_through::{MORE, claim, here, when};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::text::plural::{agree, count};
use crate::text::{list, number};

fn words(size: Size) -> &'static str {
    match size {
        Size::TooSmall => "too small",
        Size::AboutRight => "about right",
        Size::TooBig => "too big",
        Size::Unknowable => "cannot be told",
    }
}

/// Sizes of the actions of the period.
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let of = |size: Size| here(facts).filter(|(_, item)| item.size == size).count() as u64;
    let n = here(facts).count() as u64;
    if n == 0 {
        return None;
    }
    let mut claim = claim(facts, "follow-through.size");
    claim.basis = Basis::Inferred;
    claim.method = "Sizes by printed rules over the words of a title, the owner and the days; they stand in the method of this section.".to_owned();
    claim.n = Some(n);
    let [small, right, big, unknown] = Size::ALL.map(of);
    let figure = number::thousands;
    let told = [(small, "too small"), (big, "too big"), (right, "about right")];
    let parts: Vec<String> = told
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {} {what}", figure(n), agree(n, "is", "are")))
        .collect();
    let of_all = format!("Of {} that {} agreed {}", count(n, "action"), agree(n, "was", "were"), when(facts));
    claim.sentence = match (parts.is_empty(), unknown) {
        (true, _) => format!("{of_all} none has a size that the printed rules can tell."),
        (false, 0) => format!("{of_all}, {} by the printed rules.", list::and(&parts)),
        (false, n) => {
            format!("{of_all}, {} by the printed rules; of {} it cannot be told.", list::and(&parts), figure(n))
        }
    };
    numbers(
        &mut claim,
        [
            ("agreed", Some(n as f64)),
            ("too_small", Some(small as f64)),
            ("about_right", Some(right as f64)),
            ("too_big", Some(big as f64)),
            ("unknowable", Some(unknown as f64)),
        ],
    );
    claim.weight = (small + big) as f64;
    Some(claim)
}

/// What became of actions of each size.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let items = &facts.results.follow_through.items;
    let row = |size: Size| {
        let number = |wanted: &dyn Fn(&Item) -> bool| {
            number::thousands(items.iter().filter(|item| item.size == size && wanted(item)).count() as u64)
        };
        vec![
            words(size).to_owned(),
            number(&|_| true),
            number(&|item| item.state == State::Done),
            number(&|item| item.late),
            number(&|item| item.state == State::GivenUp),
            number(&|item| item.overdue),
        ]
    };
    let rows = Size::ALL.map(row).to_vec();
    let columns = vec![
        words_column("size"),
        figures_column("agreed"),
        figures_column("done by now"),
        figures_column("done late"),
        figures_column("given up"),
        figures_column("overdue"),
    ];
    let note = "All actions up to the end of the period by size, and what has become of them. Sizes are told by rules over words and days, so the words of a title decide much.";
    (!items.is_empty()).then(|| cut("actions-by-size", "Sizes of promised actions", note, columns, rows, MORE))
}
