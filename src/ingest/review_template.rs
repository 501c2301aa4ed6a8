//! Templates of reviews, and reviews without any time: they lie in most folders of reviews and describe no incident.
//!
//! What these files cannot answer: anything.

use crate::ingest::head::Head;
use crate::ingest::review::{Review, TOOL, is_review, is_template};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Item, Output, Source};
use crate::model::origin::Origin;

/// The source; see the head of this file.
pub struct ReviewTemplate;

impl Source for ReviewTemplate {
    fn id(&self) -> &'static str {
        "review-template"
    }

    fn title(&self) -> &'static str {
        "review templates, or reviews without any time (nothing a review needs)"
    }

    fn tool(&self) -> Tool {
        TOOL
    }

    fn looks_for(&self) -> &'static str {
        "Markdown with three headings of a review and no time"
    }

    fn recognises(&self, head: &Head) -> bool {
        is_review(&head.text) && is_template(&head.text)
    }

    // The head of a very long file may end before its first time; then it is a review after all.
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        Review.read(item, origin, context, out);
    }
}
