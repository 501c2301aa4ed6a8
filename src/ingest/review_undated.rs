//! Reviews that somebody wrote without any day: nobody can say when their incidents were.
//!
//! What these files cannot answer: when anything was. A line `Date: 2026-02-03`, or the day in the file's name, makes them
//! reviews that count.

use crate::ingest::head::Head;
use crate::ingest::review::{Review, Sort, TOOL, is_review, sort};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;

/// The source; see the head of this file.
pub struct ReviewUndated;

impl Source for ReviewUndated {
    const KIND: Export = Export {
        id: "review-undated",
        title: "incident reviews without a day (a line like `Date: 2026-02-03` in the text, or the day in the file's name, makes them count)",
        tool: TOOL,
        looks_for: "Markdown with three headings of a review, written by somebody, and no day in it or in its name",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        is_review(&head.text, &head.name) && sort(&head.text, &head.name) == Sort::Undated
    }

    // The head of a very long file may end before its first time; then it has a day after all.
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        Review.read(item, origin, context, out);
    }
}
