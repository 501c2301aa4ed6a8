//! Why each record is in its group: a row per record.

use crate::cli::families::table::Table;
use crate::families::explain::{MatchFigures, Why};
use crate::families::{Families, Text};
use crate::store::file::Draft;
use crate::text::rows::Rows;

const HEADER: [&str; 9] =
    ["id", "group", "way", "nearest", "score", "least_score", "words_that_carry", "shared_words", "parts_of_log_odds"];

/// # Errors
/// The file can't be written.
pub(crate) fn write(out: &mut Draft, table: &Table, texts: &[Text], found: &Families) -> Result<(), csv::Error> {
    let mut out = Rows::to(out);
    out.row(HEADER)?;
    for record in 0..table.len() {
        let Some(why) = found.why(texts, record) else { continue };
        let group = found.family_of(record).and_then(|f| found.founder(f)).map_or("", |first| table.id(first as usize));
        let mut row = vec![table.id(record).to_owned(), group.to_owned()];
        row.extend(match &why {
            Why::Founded => plain("first", ""),
            Why::Linked => plain("linked", ""),
            Why::Same { earlier } => plain("same text", table.id(*earlier as usize)),
            Why::Alike(similarity) => figures(similarity, table),
        });
        out.row(row)?;
    }
    out.finish().map_err(csv::Error::from)
}

fn plain(way: &str, nearest: &str) -> [String; 7] {
    let mut row = std::array::from_fn(|_| String::new());
    row.iter_mut().zip([way, nearest]).for_each(|(cell, text)| text.clone_into(cell));
    row
}

fn figures(similarity: &MatchFigures, table: &Table) -> [String; 7] {
    let pair = |name: &str, value: f32| format!("{name} {value:.3}");
    let shared: Vec<String> = similarity.shared.iter().map(|s| pair(&s.0, s.1)).collect();
    let features = similarity.features;
    let mut parts = vec![pair("always", features.intercept())];
    parts.extend(features.contributions().iter().map(|p| pair(p.0, p.1)));
    [
        "alike".to_owned(),
        table.id(similarity.nearest as usize).to_owned(),
        format!("{:.4}", similarity.score),
        format!("{:.4}", similarity.least),
        similarity.carried_by.map_or(String::new(), |n| n.to_string()),
        shared.join("; "),
        parts.join("; "),
    ]
}
