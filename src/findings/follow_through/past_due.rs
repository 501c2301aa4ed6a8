//! The table of actions past their day: by team or service, those for known problems first in each.

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

/// A manager goes through all of them; a longer list is nobody's agenda.
const MAX_LINES: usize = 60;

/// Actions with the same words for the same problem, or area, the longest due first.
struct Line<'a> {
    area: String,
    /// In quotation marks; empty where it is for none.
    problem: String,
    items: Vec<&'a Item>,
}

impl Line<'_> {
    fn unowned(&self) -> u64 {
        self.items.iter().filter(|item| !item.owned).count() as u64
    }

    fn old(&self) -> u64 {
        self.items.iter().filter(|item| is_old(item)).count() as u64
    }
}

/// The problem that recurs which an action is for.
fn problem(facts: &Facts, item: &Item) -> Option<String> {
    let found = &facts.results.recurrence;
    let family: Option<&Family> = found.family_of[item.row].map(|family| &found.families[family]);
    family.filter(|family| family.recurs()).map(|family| quoted(&family.name))
}

/// What actions are for: a problem that recurs, else the area of the incident.
pub(super) fn place(facts: &Facts, by: &str, item: &Item) -> String {
    problem(facts, item).unwrap_or_else(|| area(&facts.data.incident_view(), by, item).unwrap_or("–").to_owned())
}

/// All lines: the team or service with most actions first; in each known problems before the rest, what nobody owns before
/// the others, then the longest late.
fn lines<'a>(facts: &'a Facts<'a>, by: &str) -> Vec<Line<'a>> {
    let view = facts.data.incident_view();
    let mut found: BTreeMap<(String, String, String), Vec<&'a Item>> = BTreeMap::new();
    let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
    for item in overdue(facts) {
        let area = area(&view, by, item).unwrap_or("–").to_owned();
        *sizes.entry(area.clone()).or_insert(0) += 1;
        let title = Some(item.folded()).filter(|title| !title.is_empty()).unwrap_or_else(|| item.id.clone());
        found.entry((area, problem(facts, item).unwrap_or_default(), title)).or_default().push(item);
    }
    let line = |((area, problem, _), items): ((String, String, String), Vec<&'a Item>)| Line { area, problem, items };
    let mut lines: Vec<Line> = found.into_iter().map(line).collect();
    let late = |line: &Line| line.items.iter().map(|item| item.days_late).max();
    lines.sort_by_key(|line| {
        let size = sizes.get(&line.area).copied();
        (
            Reverse(size),
            line.area.clone(),
            line.problem.is_empty(),
            line.unowned() == 0,
            Reverse(late(line)),
            line.items.first().map(|item| item.id.clone()),
        )
    });
    lines
}

/// The actions that are past their day. Columns in which all rows would say the same are left out.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let by = by(facts);
    let lines = lines(facts, by);
    let (often, unowned) = (lines.iter().any(|line| line.items.len() > 1), lines.iter().any(|line| line.unowned() > 0));
    let (known, old) = (lines.iter().any(|line| !line.problem.is_empty()), lines.iter().any(|line| line.old() > 0));
    let columns: Vec<Option<TableColumn>> = vec![
        Some(words_column(by)),
        known.then(|| words_column("known problem")),
        Some(words_column("action")),
        often.then(|| figures_column("times")),
        unowned.then(|| figures_column("without owner")),
        old.then(|| figures_column("older than a year")),
        Some(words_column("due since")),
        Some(figures_column("days late")),
        Some(words_column("id")),
    ];
    let row = |line: &Line| {
        let first = line.items.first()?;
        let title = if first.title.is_empty() { short_id(&first.id).to_owned() } else { quoted(&first.title) };
        let ids: Vec<&str> = line.items.iter().map(|item| short_id(&item.id)).collect();
        let cells = [
            Some(line.area.clone()),
            known.then(|| if line.problem.is_empty() { "–".to_owned() } else { line.problem.clone() }),
            Some(title),
            often.then(|| number::thousands(line.items.len() as u64)),
            unowned.then(|| number::thousands(line.unowned())),
            old.then(|| number::thousands(line.old())),
            Some(day(facts, first.due)),
            Some(number::thousands(first.days_late.max(0) as u64)),
            Some(list::and_more(&ids, NAMED)),
        ];
        Some(cells.into_iter().flatten().collect())
    };
    let rows: Vec<Vec<String>> = lines.iter().filter_map(row).collect();
    let note = format!(
        "Open actions whose day is over, by {by}: where most of them are first, in each those for known problems, then those without an owner on record, then the longest late. The same words for the same problem are one row, with the day of the oldest.{}",
        if old { " What was agreed more than a year ago stands under “Close or do” as well." } else { "" }
    );
    let columns = columns.into_iter().flatten().collect();
    (!rows.is_empty()).then(|| {
        let mut table = cut("actions-overdue", "Actions past their day", &note, columns, Vec::new(), MORE);
        table.more = if rows.len() > MAX_LINES { MORE.to_owned() } else { String::new() };
        table.rows = rows.into_iter().take(MAX_LINES).collect();
        table
    })
}
