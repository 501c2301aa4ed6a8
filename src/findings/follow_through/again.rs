//! Actions that were agreed before, in an earlier quarter.

use crate::analyse::follow_through::again::{Again, Before};
use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::State;
use crate::findings::draft::{evidence, figures_column, numbers, quoted, table as cut, words_column};
use crate::findings::follow_through::{MORE, claim, day, here, when};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::model::row::{IncidentIx, ItemIx};
use crate::text::plural::{agree, count};
use crate::text::{list, number};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Items of the period that repeat earlier ones.
fn repeated<'a>(facts: &'a Facts) -> impl Iterator<Item = (&'a Item, Before)> {
    let before = &facts.results.follow_through.before;
    here(facts).filter_map(|(at, item)| Some((item, before[at]?)))
}

/// What became of earlier agreements.
#[derive(Default)]
struct Fates {
    done: u64,
    given_up: u64,
    open: u64,
    unstated: u64,
}

impl Fates {
    fn of<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let mut fates = Self::default();
        for item in items {
            *match item.state {
                State::Done => &mut fates.done,
                State::GivenUp => &mut fates.given_up,
                State::Open => &mut fates.open,
                State::Unstated => &mut fates.unstated,
            } += 1;
        }
        fates
    }
}

/// How many were agreed before, and what became of the earlier ones; nothing without an earlier quarter to look at.
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let start = facts.data.periods.current.window.start;
    let (n, again) = (here(facts).count() as u64, repeated(facts).count() as u64);
    let found = &facts.results.follow_through;
    let has_earlier = facts.results.follow_through.items.iter().any(|item| item.agreed.is_some_and(|at| at < start));
    if n == 0 || (!has_earlier && again == 0) {
        return None;
    }
    let mut claim = claim(facts, "follow-through.repeated");
    claim.basis = Basis::Inferred;
    claim.method =
        "Titles of actions of the same service in earlier quarters: the same words, or one family of texts.".to_owned();
    claim
        .caveats
        .push("That two titles promise the same is concluded from their words; the table holds both.".to_owned());
    let reworded = repeated(facts).filter(|(_, before)| !before.same_words).count() as u64;
    let earlier: BTreeSet<ItemIx> = found.again.iter().flat_map(|again| again.earlier.iter().copied()).collect();
    let earlier: Vec<&Item> = earlier.iter().map(|at| &found.items[*at]).collect();
    let fates = Fates::of(earlier.iter().copied());
    let times = earlier.len() as u64;
    claim.n = Some(n);
    claim.sentence = sentence(facts, [n, again, reworded], [found.again.len() as u64, times], &fates);
    numbers(
        &mut claim,
        [
            ("agreed", Some(n as f64)),
            ("agreed_before", Some(again as f64)),
            ("in_other_words", Some(reworded as f64)),
            ("titles_agreed_before", Some(found.again.len() as f64)),
            ("earlier", Some(times as f64)),
            ("earlier_done", Some(fates.done as f64)),
            ("earlier_open", Some(fates.open as f64)),
            ("earlier_given_up", Some(fates.given_up as f64)),
            ("earlier_not_recorded", Some(fates.unstated as f64)),
        ],
    );
    claim.weight = again as f64;
    let rows: BTreeSet<IncidentIx> =
        repeated(facts).map(|(item, _)| item).chain(earlier).map(|item| item.row).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

/// "Of 44 actions that were agreed in Q3 2026, 15 repeat 3 titles that were agreed 9 times in earlier quarters: done 4 times,
/// given up once and still open 4 times."
fn sentence(facts: &Facts, [n, again, reworded]: [u64; 3], [titles, earlier]: [u64; 2], fates: &Fates) -> String {
    let figure = number::thousands;
    let all = format!("{} that {} agreed {}", count(n, "action"), agree(n, "was", "were"), when(facts));
    if again == 0 {
        return format!("Of {all} none is known from an earlier quarter.");
    }
    let what = match titles {
        1 => "one title that was".to_owned(),
        _ => format!("{} that were", count(titles, "title")),
    };
    let quarters = if earlier == 1 { "an earlier quarter" } else { "earlier quarters" };
    let told = |n: u64, what: &str| match (n, earlier) {
        (0, _) => None,
        (1, 1) => Some(what.to_owned()),
        (n, _) => Some(format!("{what} {}", times(n))),
    };
    let fates = [
        told(fates.done, "done"),
        told(fates.given_up, "given up"),
        told(fates.open, "still open"),
        told(fates.unstated, "with nothing on record of what became of it"),
    ];
    let fates: Vec<String> = fates.into_iter().flatten().collect();
    let words = match reworded {
        0 => String::new(),
        r if r == again => format!(" {} in other words.", if r == 1 { "It is" } else { "All of them are" }),
        r => format!(" {} of the {} {} in other words.", figure(r), figure(again), agree(r, "is", "are")),
    };
    format!(
        "Of {all}, {} {} {what} agreed {} in {quarters}: {}.{words}",
        figure(again),
        agree(again, "repeats", "repeat"),
        times(earlier),
        list::and(&fates)
    )
}

/// "once", "twice", "9 times".
fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", number::thousands(n)),
    }
}

/// One row per title with what became of all its earlier agreements, so that a reader can judge it.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let found = &facts.results.follow_through;
    let item = |at: &ItemIx| &found.items[*at];
    let other = |again: &Again| {
        let of = |at: &ItemIx| found.before[*at];
        again.items.iter().filter_map(of).find(|before| !before.same_words)
    };
    // What was never done, and what other words hide, is what a reader looks for.
    let key = |again: &&Again| {
        let is_done = again.earlier.iter().map(item).any(|item| item.state == State::Done);
        (is_done, other(again).is_none(), Reverse(again.items.len()))
    };
    let mut titles: Vec<&Again> = found.again.iter().collect();
    titles.sort_by_key(key);
    let row = |again: &&Again| {
        let title = &item(again.items.first()?).title;
        let last = |list: &mut dyn Iterator<Item = &ItemIx>| list.map(item).filter_map(|item| item.agreed).max();
        let fates = Fates::of(again.earlier.iter().map(item));
        let words = other(again).map(|before| item(&before.item));
        let figure = |n: u64| number::thousands(n);
        Some(vec![
            quoted(title),
            figure(again.items.len() as u64),
            day(facts, last(&mut again.items.iter())),
            figure(again.earlier.len() as u64),
            figure(fates.done),
            figure(fates.given_up),
            figure(fates.open),
            day(facts, last(&mut again.earlier.iter())),
            words.map_or_else(|| "the same words".to_owned(), |earlier| quoted(&earlier.title)),
        ])
    };
    let rows: Vec<Vec<String>> = titles.iter().filter_map(row).collect();
    let columns = vec![
        words_column("action"),
        figures_column("times agreed"),
        words_column("last"),
        figures_column("times before"),
        figures_column("of these done"),
        figures_column("given up"),
        figures_column("still open"),
        words_column("last before"),
        words_column("before, in these words"),
    ];
    let note = "Titles of actions of the period that were agreed in earlier quarters too, and what became of all earlier ones.";
    (!rows.is_empty()).then(|| cut("actions-agreed-before", "Agreed before", note, columns, rows, MORE))
}
