//! The table of actions past their day: by problem, else by team or service, most first.

use crate::analyse::follow_through::items::Item;
use crate::analyse::recurrence::Family;
use crate::findings::draft::{figures_column, quoted, short_id, table as cut, words_column};
use crate::findings::follow_through::areas::{area, by};
use crate::findings::follow_through::{MORE, day, is_old, overdue};
use crate::findings::rule::Facts;
use crate::findings::{Table, TableColumn};
use crate::text::{list, number};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Ids named in one row.
const NAMED: usize = 3;

/// Actions with the same words for the same problem or area, the longest due first.
struct Line<'a> {
    items: Vec<&'a Item>,
}

impl Line<'_> {
    fn unowned(&self) -> u64 {
        self.items.iter().filter(|item| !item.owned).count() as u64
    }
}

/// What actions are for: a problem that recurs, else the area of the incident.
pub(super) fn place(facts: &Facts, by: &str, item: &Item) -> String {
    let found = &facts.results.recurrence;
    let index = found.family_of[item.row];
    let family: Option<&Family> = index.map(|family| &found.families[family]);
    match family.filter(|family| family.recurs()) {
        Some(family) => quoted(&family.name),
        None => area(&facts.data.incident_view(), by, item).unwrap_or("–").to_owned(),
    }
}

/// Groups by place, those with most actions first; in each the lines with actions that nobody owns first, then by day.
fn groups<'a>(facts: &'a Facts<'a>, by: &str) -> Vec<(String, Vec<Line<'a>>)> {
    let mut places: BTreeMap<String, BTreeMap<String, Line<'a>>> = BTreeMap::new();
    for item in overdue(facts).into_iter().filter(|item| !is_old(item)) {
        let title = Some(item.folded()).filter(|title| !title.is_empty()).unwrap_or_else(|| item.id.clone());
        let lines = places.entry(place(facts, by, item)).or_default();
        lines.entry(title).or_insert_with(|| Line { items: Vec::new() }).items.push(item);
    }
    let sorted = |(place, lines): (String, BTreeMap<String, Line<'a>>)| {
        let mut lines: Vec<Line> = lines.into_values().collect();
        lines.sort_by_key(|line| (line.unowned() == 0, line.items.first().map(|item| (item.due, item.id.as_str()))));
        (place, lines)
    };
    let mut groups: Vec<(String, Vec<Line<'a>>)> = places.into_iter().map(sorted).collect();
    groups.sort_by_key(|(_, lines)| Reverse(lines.iter().map(|line| line.items.len()).sum::<usize>()));
    groups
}

/// The actions that are past their day. Columns in which all rows would say the same are left out.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let by = by(facts);
    let groups = groups(facts, by);
    let lines: Vec<(&str, &Line)> =
        groups.iter().flat_map(|(place, lines)| lines.iter().map(move |line| (place.as_str(), line))).collect();
    let (often, unowned) =
        (lines.iter().any(|(_, line)| line.items.len() > 1), lines.iter().any(|(_, line)| line.unowned() > 0));
    let columns: Vec<Option<TableColumn>> = vec![
        Some(words_column(&format!("problem or {by}"))),
        Some(words_column("action")),
        often.then(|| figures_column("times")),
        unowned.then(|| figures_column("without owner")),
        Some(words_column("due since")),
        Some(figures_column("days late")),
        Some(words_column("id")),
    ];
    let row = |(place, line): &(&str, &Line)| {
        let first = line.items.first()?;
        let title = if first.title.is_empty() { short_id(&first.id).to_owned() } else { quoted(&first.title) };
        let ids: Vec<&str> = line.items.iter().map(|item| short_id(&item.id)).collect();
        let cells = [
            Some((*place).to_owned()),
            Some(title),
            often.then(|| number::thousands(line.items.len() as u64)),
            unowned.then(|| number::thousands(line.unowned())),
            Some(day(facts, first.due)),
            Some(number::thousands(first.days_late.max(0) as u64)),
            Some(list::and_more(&ids, NAMED)),
        ];
        Some(cells.into_iter().flatten().collect())
    };
    let rows: Vec<Vec<String>> = lines.iter().filter_map(row).collect();
    let note = "Open actions whose day is over: the problem, or the area, with most of them first, and in each those without an owner on record before the others. The same words for the same problem are one row, with the day of the oldest. Those agreed more than a year ago stand apart, to be closed or done.";
    let columns = columns.into_iter().flatten().collect();
    (!rows.is_empty()).then(|| cut("actions-overdue", "Actions past their day", note, columns, rows, MORE))
}
