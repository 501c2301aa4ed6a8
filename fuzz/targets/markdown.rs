//! Written reviews and status pages in Markdown: any text is one record or one reject, and is recognised or not without
//! harm.

#![no_main]

use libfuzzer_sys::fuzz_target;
use retroscope_fuzz::ingest::cstate::Cstate;
use retroscope_fuzz::ingest::head::Head;
use retroscope_fuzz::ingest::review::Review;
use retroscope_fuzz::ingest::review_template::ReviewTemplate;
use retroscope_fuzz::ingest::{AnySource, Item};
use retroscope_fuzz::read_one;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let head = Head { name: "a.md".to_owned(), path: "a.md".to_owned(), text: text.to_owned(), ..Head::default() };
    let sources: [&dyn AnySource; 4] = [&Review, &Cstate, &Review, &ReviewTemplate];
    let source = sources[text.len() % sources.len()];
    // The reading has to bear what was not recognised as well, because a person can force a kind.
    let _ = source.recognises(&head);
    read_one(source, &Item::Text { text, stem: "a" });
});
