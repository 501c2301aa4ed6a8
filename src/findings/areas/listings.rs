//! Tables of the section on areas: changes, and groups of areas.

use crate::analyse::areas::AreaRow;
use crate::analyse::areas::change::CountChange;
use crate::findings::Table;
use crate::findings::areas::ranking::Chosen;
use crate::findings::draft::{figures_column, label, table, words_column};
use crate::findings::rule::Facts;
use crate::text::number;
use crate::text::plural::{count, plural_of};

/// Every area that was tested against the period before, smallest q first.
#[must_use]
pub fn changes(facts: &Facts, chosen: &Chosen) -> Option<Table> {
    let periods = &facts.data.periods;
    let before = label(periods.previous.as_ref()?, periods);
    let current = label(&periods.current, periods);
    let tested = |row| Some((row, row_change(row)?));
    let mut rows: Vec<(&AreaRow, CountChange)> = facts.results.areas.current(chosen.name).filter_map(tested).collect();
    if rows.is_empty() {
        return None;
    }
    let q = |c: &CountChange| c.q.unwrap_or(1.0);
    rows.sort_by(|(a, first), (b, second)| q(first).total_cmp(&q(second)).then_with(|| a.area.cmp(&b.area)));
    let n = rows.len() as u64;
    let year_ago = facts.results.areas.kind(chosen.name).map_or(&[][..], |k| &k.year_ago);
    let cells = rows.iter().map(|(row, change)| {
        let earlier = year_ago.iter().find(|(name, _)| *name == row.area).map(|(_, c)| c.before);
        vec![
            row.area.clone(),
            number::thousands(change.current),
            number::thousands(change.before),
            range(change),
            change.q.map_or_else(|| "–".to_owned(), number::probability),
            earlier.map_or_else(|| "–".to_owned(), number::thousands),
        ]
    });
    Some(table(
        "areas-changes",
        &format!("Changes per {}", chosen.name),
        &format!(
            "{} compared between {current} and {before}, least likely by chance first; the ratio is of weekly rates with its 95 % interval, q is adjusted for all of them.",
            count(n, chosen.name)
        ),
        vec![
            words_column(chosen.name),
            figures_column(&current),
            figures_column(&before),
            figures_column("ratio"),
            figures_column("q"),
            figures_column("a year ago"),
        ],
        cells.collect(),
        "data/areas.csv",
    ))
}

fn row_change(row: &AreaRow) -> Option<CountChange> {
    row.change.filter(|c| c.p.is_some())
}

/// "1.07 (0.88–1.30)"; "– (from 1.10)" after none.
fn range(change: &CountChange) -> String {
    match (change.ratio, change.high) {
        (Some(ratio), Some(high)) => format!("{} ({})", number::ratio(ratio), number::range([change.low, high])),
        _ => format!("– (from {})", number::ratio(change.low)),
    }
}

/// Groups by the path in names, and how many incidents each has.
#[must_use]
pub fn groups(facts: &Facts) -> Option<Table> {
    let mut groups: Vec<_> = facts.results.areas.groups.iter().collect();
    if groups.is_empty() {
        return None;
    }
    groups.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| (a.kind, &a.name).cmp(&(b.kind, &b.name))));
    let cells = groups.iter().map(|g| {
        vec![
            g.name.clone(),
            plural_of(g.kind),
            number::thousands(g.areas),
            number::thousands(g.incidents),
            g.previous.map_or_else(|| "–".to_owned(), number::thousands),
        ]
    });
    Some(table(
        "areas-groups",
        "Incidents per group of areas",
        "Groups by the first part of a name with a stroke; an incident counts once for each group. Before: incidents in the period before.",
        vec![
            words_column("group"),
            words_column("of"),
            figures_column("areas"),
            figures_column("incidents"),
            figures_column("before"),
        ],
        cells.collect(),
        "",
    ))
}
