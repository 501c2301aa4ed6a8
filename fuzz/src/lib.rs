//! The program from bytes to stated times, built with coverage for the fuzz targets. When one of these floors comes to
//! import another, that one is listed here as well.

#![allow(unreachable_pub)]

#[path = "../../src/frame/mod.rs"]
pub mod frame;
#[path = "../../src/ingest/mod.rs"]
pub mod ingest;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/normalise/mod.rs"]
pub mod normalise;
#[path = "../../src/par.rs"]
pub mod par;
pub mod report;
#[path = "../../src/store/mod.rs"]
pub mod store;
#[path = "../../src/text/mod.rs"]
pub mod text;

use ingest::{AnySource, Item, Output};
use model::origin::Origin;

/// Reads one item with a source, which must give exactly one record or one reject, as every source promises.
pub fn read_one(source: &dyn AnySource, item: &Item) -> Output {
    let mut out = Output::default();
    source.read(item, &Origin::default(), &ingest::Context::default(), &mut out);
    assert_eq!(out.records.len() + out.rejects.len(), 1, "{} gives one record or one reject", source.kind().id);
    out
}
