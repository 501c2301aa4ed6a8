//! How a row is named, and what its cells mean.

use crate::report::contract::meanings::{key, meaning};
use crate::report::read::TableRow as Read;
use crate::trail::answer::Cell;

/// A row with what its columns mean.
pub(super) fn told(table: &str, row: &Read) -> Vec<Cell> {
    let cells = row.columns.iter().zip(&row.cells);
    cells
        .map(|(column, value)| Cell { column: column.clone(), value: value.clone(), meaning: meaning(table, column) })
        .collect()
}

/// The fewest of a row's first cells that no other row begins with.
pub(super) fn shortest(table: &str, row: &Read, all: &[Read]) -> String {
    let names = names(table, row);
    let Some(ways) = names.first() else { return format!("#{}", row.number) };
    let own = |way: &&String| !way.is_empty() && all.iter().filter(|other| is_called(table, other, way)).count() == 1;
    ways.iter().find(own).cloned().unwrap_or_else(|| format!("#{}", row.number))
}

/// The ways to name a row: its key, its cells from the first on, its cells from the second on; each in growing length.
fn names(table: &str, row: &Read) -> Vec<Vec<String>> {
    let growing = |cells: Vec<&str>| {
        let mut ways: Vec<String> = Vec::new();
        for cell in cells {
            let way = ways.last().map_or_else(|| cell.to_owned(), |before| format!("{before}/{cell}"));
            ways.push(way);
        }
        ways
    };
    let cells = |skip: usize| row.cells.iter().skip(skip).take(5).map(String::as_str).collect();
    let keyed = key(table).map(|columns| columns.iter().map(|column| row.get(column)).collect());
    keyed.into_iter().chain([cells(0), cells(1)]).map(growing).collect()
}

/// Whether a row is called so: by its number (`#12`), or by its first cells with slashes between them.
pub(super) fn is_called(table: &str, row: &Read, wanted: &str) -> bool {
    if let Some(number) = wanted.strip_prefix('#') {
        return number.parse() == Ok(row.number);
    }
    // A time may be given as far as it is known.
    let same = |way: &String| {
        let cut = || way.get(..wanted.len()).unwrap_or_default();
        let is_time = way.len() > 10 && way.as_bytes().get(10) == Some(&b'T') && wanted.len() >= 10;
        way.eq_ignore_ascii_case(wanted) || (is_time && cut().eq_ignore_ascii_case(wanted))
    };
    names(table, row).iter().flatten().any(same)
}
