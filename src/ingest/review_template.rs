//! Templates of reviews: they lie in most folders of reviews and describe no incident.
//!
//! What these files cannot answer: anything.

use crate::ingest::head::Head;
use crate::ingest::lenient::shape;
use crate::ingest::review::{Sort, TOOL, is_review, sort};
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::Body;
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct ReviewTemplate;

impl Source for ReviewTemplate {
    const KIND: Export = Export {
        id: "review-template",
        title: "review templates (nothing a review needs)",
        tool: TOOL,
        looks_for: "Markdown with three headings of a review and places that wait for words",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        is_review(&head.text, &head.name) && sort(&head.text, &head.name) == Sort::Template
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Item::Text { stem, .. } = *item else {
            out.reject(origin, "", Reason::Malformed, format!("expected a Markdown file, found {}", shape(item)));
            return;
        };
        TOOL.keep("incident", stem.to_owned(), Body::Reference, origin, out);
    }
}
