//! Actions that were agreed before, in an earlier quarter.

use crate::analyse::follow_through::again::Before;
use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::State;
use crate::findings::draft::{evidence, figures_column, numbers, quoted, table as cut, words_column};
use crate::findings::follow_through::{MORE, claim, day, here, when};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::text::plural::{agree, count};
use crate::text::{list, number};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Items of the period with the earlier ones.
fn pairs<'a>(facts: &'a Facts) -> Vec<(&'a Item, Before, &'a Item)> {
    let found = &facts.results.follow_through;
    let pair = |(at, item): (usize, &'a Item)| {
        let before = (*found.before.get(at)?)?;
        Some((item, before, found.items.get(before.item as usize)?))
    };
    here(facts).filter_map(pair).collect()
}

/// How many were agreed before, and what became of the earlier ones; nothing without an earlier quarter to look at.
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let start = facts.data.periods.current.window.start;
    let (n, pairs) = (here(facts).count() as u64, pairs(facts));
    let has_earlier = facts.results.follow_through.items.iter().any(|item| item.agreed.is_some_and(|at| at < start));
    if n == 0 || (!has_earlier && pairs.is_empty()) {
        return None;
    }
    let mut claim = claim(facts, "follow-through.repeated");
    claim.basis = Basis::Inferred;
    claim.method =
        "Titles of actions of the same service in earlier quarters: the same words, or one family of texts.".to_owned();
    claim
        .caveats
        .push("That two titles promise the same is concluded from their words; the table holds both.".to_owned());
    let again = pairs.len() as u64;
    let reworded = pairs.iter().filter(|(_, before, _)| !before.same_words).count() as u64;
    let earlier: BTreeMap<u32, State> = pairs.iter().map(|(_, before, earlier)| (before.item, earlier.state)).collect();
    let of = |state: State| earlier.values().filter(|own| **own == state).count() as u64;
    let (done, open, given_up) = (of(State::Done), of(State::Open), of(State::GivenUp));
    let repeats = earlier.len() as u64;
    claim.n = Some(n);
    claim.sentence = sentence(facts, n, [again, reworded, repeats], [done, open, given_up]);
    numbers(
        &mut claim,
        [
            ("agreed", Some(n as f64)),
            ("agreed_before", Some(again as f64)),
            ("in_other_words", Some(reworded as f64)),
            ("earlier", Some(repeats as f64)),
            ("earlier_done", Some(done as f64)),
            ("earlier_open", Some(open as f64)),
            ("earlier_given_up", Some(given_up as f64)),
        ],
    );
    claim.weight = again as f64;
    let rows: BTreeSet<u32> = pairs.iter().flat_map(|(item, _, earlier)| [item.row, earlier.row]).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter().map(|row| row as usize));
    Some(claim)
}

fn sentence(facts: &Facts, n: u64, [again, reworded, repeats]: [u64; 3], [done, open, given_up]: [u64; 3]) -> String {
    let figure = number::thousands;
    let all = format!("{} that {} agreed {}", count(n, "action"), agree(n, "was", "were"), when(facts));
    if again == 0 {
        return format!("Of {all} none is known from an earlier quarter.");
    }
    let words = match reworded {
        0 => String::new(),
        r if r == again => ", in other words".to_owned(),
        r => format!(", {} of them in other words", figure(r)),
    };
    let mut fates = Vec::new();
    let mut add = |n: u64, one: &str, many: &str| {
        if n > 0 {
            fates.push(format!("{} {}", figure(n), agree(n, one, many)));
        }
    };
    add(open, "is still open", "are still open");
    add(given_up, "was given up", "were given up");
    add(done, "had been done", "had been done");
    let earlier = match (again, repeats) {
        (1, _) => "It repeats one earlier action".to_owned(),
        (_, 1) => "They repeat one earlier action".to_owned(),
        (_, n) => format!("They repeat {}", count(n, "earlier action")),
    };
    let fates = match fates.is_empty() {
        true => format!(" {earlier}."),
        false => format!(" {earlier}: {}.", list::and(&fates)),
    };
    format!(
        "Of {all}, {} {} agreed in an earlier quarter already{words}.{fates}",
        figure(again),
        agree(again, "was", "were")
    )
}

/// The pairs, so that a reader can judge them.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let fate = |item: &Item| match item.state {
        State::Done => "done",
        State::GivenUp => "given up",
        State::Open => "still open",
        State::Unstated => "not recorded",
    };
    // What was never done, and what other words hide, is what a reader looks for. One row per earlier action.
    let mut again: BTreeMap<u32, Vec<(&Item, Before, &Item)>> = BTreeMap::new();
    pairs(facts).into_iter().for_each(|pair| again.entry(pair.1.item).or_default().push(pair));
    let mut again: Vec<Vec<(&Item, Before, &Item)>> = again.into_values().collect();
    let key = |list: &[(&Item, Before, &Item)]| {
        let is_done = list.iter().any(|(_, _, earlier)| earlier.state == State::Done);
        (is_done, list.iter().all(|(_, before, _)| before.same_words), Reverse(list.len()))
    };
    again.sort_by_key(|list| key(list));
    let row = |list: &Vec<(&Item, Before, &Item)>| {
        let told = list.iter().find(|(_, before, _)| !before.same_words).or_else(|| list.first());
        let (item, before, earlier) = *told?;
        let words = if before.same_words { "the same words".to_owned() } else { quoted(&earlier.title) };
        let last = list.iter().filter_map(|(item, _, _)| item.agreed).max();
        Some(vec![
            quoted(&item.title),
            number::thousands(list.len() as u64),
            day(facts, last),
            words,
            day(facts, earlier.agreed),
            fate(earlier).to_owned(),
        ])
    };
    let rows: Vec<Vec<String>> = again.iter().filter_map(row).collect();
    let columns = vec![
        words_column("action"),
        figures_column("times agreed"),
        words_column("last"),
        words_column("before, in these words"),
        words_column("agreed then"),
        words_column("what became of it"),
    ];
    let note =
        "Actions of the period that were agreed in an earlier quarter already, by the latest of the earlier ones.";
    (!rows.is_empty()).then(|| cut("actions-agreed-before", "Agreed before", note, columns, rows, MORE))
}
