//! What the analyst may want to look at in the notes beside the exports, said in the terminal as well.

use crate::cli::tell;
use crate::pipeline::Review;

/// How many lines are said; the analyst's page has all.
const MOST: usize = 20;

/// Notes that can't be used, that stand nowhere, and words that the report would not use itself.
pub(super) fn tell_problems(review: &Review) {
    let refused = review.data.records.rejects.iter().filter(|row| row.source == "notes").map(|row| {
        let file = review.files.get(row.reject.origin.file as usize).map_or("", |file| file.shown.as_str());
        format!("{file}: {}", row.reject.detail)
    });
    let said = review.findings.notes.iter().flat_map(|note| {
        let gone = Some(format!("{}: {}: {}", note.place, note.about, note.gone)).filter(|_| !note.gone.is_empty());
        gone.into_iter().chain(note.objections.iter().map(|what| format!("{}: {what}", note.place)))
    });
    let all: Vec<String> = refused.chain(said).collect();
    all.iter().take(MOST).for_each(|problem| tell(&format!("note: {problem}")));
    if all.len() > MOST {
        tell(&format!("note: and {} more about the notes; the analyst's page lists them", all.len() - MOST));
    }
}
