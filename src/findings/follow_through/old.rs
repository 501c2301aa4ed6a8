//! Open actions that are older than a year: they are to be closed or done, and stand apart from those that are late.

use crate::analyse::follow_through::items::{Item, titles};
use crate::findings::draft::{evidence, figures_column, numbers, quoted, short_id, table as cut, words_column};
use crate::findings::follow_through::areas::by;
use crate::findings::follow_through::past_due::place;
use crate::findings::follow_through::{MORE, claim, day, is_old};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, noun};
use crate::text::{list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Its code.
pub(super) const CODE: &str = "follow-through.old";
/// Ids named in one row.
const NAMED: usize = 3;

/// Those, the oldest first.
pub(super) fn old<'a>(facts: &Facts<'a>) -> Vec<&'a Item> {
    let mut old: Vec<&Item> = facts.results.follow_through.items.iter().filter(|item| is_old(item)).collect();
    old.sort_by(|a, b| (a.agreed, &a.id).cmp(&(b.agreed, &b.id)));
    old
}

/// "14 actions agreed more than a year ago are still open, 3 without an owner on record: close them or do them."
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let old = old(facts);
    let first = old.first()?;
    let n = old.len() as u64;
    let mut claim = claim(facts, CODE);
    claim.method =
        "Actions that no record calls done or given up, agreed more than 365 days before the exports were made."
            .to_owned();
    let unowned = old.iter().filter(|item| !item.owned).count() as u64;
    let different = titles(old.iter().copied());
    let of =
        if different < n { format!(" ({different} different {})", noun(different, "title")) } else { String::new() };
    let bare = match unowned {
        0 => String::new(),
        u => format!(", {} without an owner on record", number::thousands(u)),
    };
    claim.sentence = format!(
        "{}{of} agreed more than a year ago {} still open{bare}: close {them} or do {them}. The oldest was agreed on {}.",
        count(n, "action"),
        agree(n, "is", "are"),
        day(facts, first.agreed),
        them = agree(n, "it", "them"),
    );
    if n == 1 {
        claim.sentence = claim.sentence.replace(" The oldest was agreed", " It was agreed");
    }
    claim.n = Some(n);
    numbers(
        &mut claim,
        [
            ("open_for_a_year", Some(n as f64)),
            ("without_owner", Some(unowned as f64)),
            ("titles", Some(different as f64)),
        ],
    );
    claim.weight = n as f64;
    let rows: BTreeSet<IncidentIx> = old.iter().map(|item| item.row).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

/// The same by problem or area and words, the oldest first.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let by = by(facts);
    let mut lines: BTreeMap<(String, String), Vec<&Item>> = BTreeMap::new();
    for item in old(facts) {
        let title = Some(item.folded()).filter(|title| !title.is_empty()).unwrap_or_else(|| item.id.clone());
        lines.entry((place(facts, by, item), title)).or_default().push(item);
    }
    let mut lines: Vec<((String, String), Vec<&Item>)> = lines.into_iter().collect();
    lines.sort_by_key(|((place, _), items)| (items.first().and_then(|item| item.agreed), place.clone()));
    let row = |((place, _), items): ((String, String), Vec<&Item>)| {
        let first = items.first()?;
        let title = if first.title.is_empty() { short_id(&first.id).to_owned() } else { quoted(&first.title) };
        let unowned = items.iter().filter(|item| !item.owned).count() as u64;
        let figure = |n: u64| number::thousands(n);
        let due = items.iter().filter_map(|item| item.due).min();
        let late = items.iter().filter(|item| item.overdue).map(|item| item.days_late.max(0) as u64).max();
        let ids: Vec<&str> = items.iter().map(|item| short_id(&item.id)).collect();
        Some(vec![
            place,
            title,
            figure(items.len() as u64),
            figure(unowned),
            day(facts, first.agreed),
            day(facts, due),
            late.map_or_else(|| "–".to_owned(), figure),
            list::and_more(&ids, NAMED),
        ])
    };
    let rows: Vec<Vec<String>> = lines.into_iter().filter_map(row).collect();
    let columns = vec![
        words_column(&format!("problem or {by}")),
        words_column("action"),
        figures_column("times"),
        figures_column("without owner"),
        words_column("agreed"),
        words_column("due"),
        figures_column("days late"),
        words_column("id"),
    ];
    let note = "Open actions that were agreed more than a year before the exports were made, whether or not they have a day; those past their day stand in the table of these as well. The same words for the same problem are one row, with the days of the oldest.";
    (!rows.is_empty()).then(|| cut("actions-close-or-do", "Close or do", note, columns, rows, MORE))
}
