//! Charts, and the statements that they show.

use crate::findings::Exhibit;
use crate::report::contract::meanings::meaning;
use crate::report::earlier::EarlierError;
use crate::report::read::rows;
use crate::trail::Report;
use crate::trail::answer::{Cell, ChartTrail, ClaimLine, Trail};
use crate::trail::row::shortest;

/// How many points are shown as examples of what can be asked.
const EXAMPLES: usize = 3;

/// The stem of the files of a chart inside the report; the id holds nothing that a file name can't.
fn stem(exhibit: &Exhibit) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    format!("charts/{}", exhibit.id.chars().map(plain).collect::<String>())
}

/// The chart of this name (`concurrency`, `charts/concurrency`).
fn named<'a>(report: &'a Report, name: &str) -> Option<&'a Exhibit> {
    let name = name.strip_prefix("charts/").unwrap_or(name);
    let name = name.strip_suffix(".svg").or_else(|| name.strip_suffix(".csv")).unwrap_or(name);
    report.findings.exhibits.iter().find(|exhibit| exhibit.id == name || stem(exhibit) == format!("charts/{name}"))
}

/// Where the numbers of a chart stand: `charts/concurrency`.
pub(super) fn known(report: &Report, name: &str) -> Option<String> {
    named(report, name).filter(|_| !name.starts_with("data/")).map(stem)
}

/// The chart of this name, with the columns of its numbers.
pub(super) fn of(report: &Report, name: &str) -> Result<Option<Trail>, EarlierError> {
    let Some(exhibit) = named(report, name).filter(|_| !name.starts_with("data/")) else { return Ok(None) };
    let table = stem(exhibit);
    let points = rows(&report.earlier, &table, &|_| true)?.unwrap_or_default();
    let first = points.first();
    let columns = first.into_iter().flat_map(|row| row.columns.iter().zip(&row.cells));
    let cell = |(column, value): (&String, &String)| Cell {
        column: column.clone(),
        value: value.clone(),
        meaning: meaning(&table, column),
    };
    let example = |row| format!("{}:{}", exhibit.id, shortest(&table, row, &points));
    Ok(Some(Trail::Chart(ChartTrail {
        id: exhibit.id.clone(),
        headline: exhibit.headline.clone(),
        subtitle: exhibit.subtitle.clone(),
        footer: exhibit.footer.clone(),
        alt: exhibit.alt.clone(),
        files: ["svg", "csv"]
            .map(|end| format!("{table}.{end}"))
            .into_iter()
            .filter(|f| report.earlier.has(f))
            .collect(),
        columns: columns.map(cell).collect(),
        examples: points.iter().take(EXAMPLES).map(example).collect(),
        points: points.len() as u64,
        claims: claims(report, &table),
    })))
}

/// The statements that a chart shows; none for a table of the data.
pub(super) fn claims(report: &Report, table: &str) -> Vec<ClaimLine> {
    let Some(exhibit) = report.findings.exhibits.iter().find(|exhibit| stem(exhibit) == table) else {
        return Vec::new();
    };
    let packs = report.findings.packs.iter();
    let shown: Vec<&String> =
        packs.filter(|pack| pack.exhibits().any(|id| *id == exhibit.id)).map(|pack| &pack.about).collect();
    let shows = |id: &String, list: &[String]| list.contains(&exhibit.id) || shown.contains(&id);
    let of = report.findings.claims.iter().filter(|claim| shows(&claim.id, &claim.exhibits));
    of.map(ClaimLine::from).collect()
}
