//! Annotations kept by hand: `annotations.csv`, or `annotations.toml`.
//!
//! To make them: one row per correction with `action`, `target`, `field`, `value` and `reason`. The target is the id, number
//! or address of a record, as the tables of a review print it. The exports themselves are never changed: take a row away,
//! and its correction is gone.

use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::{fingerprint, shape};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::annotation::StatedAnnotation;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "annotations", title: "the annotations", role: Role::Table };

/// The source; see the head of this file.
pub struct Annotations;

impl Source for Annotations {
    const KIND: Export = Export {
        id: "annotations",
        title: "Annotations (CSV, TOML or JSON, kept by hand)",
        tool: TOOL,
        looks_for: "a table or objects with `action` and `target`, and `reason`, `value` or `field`",
        arrays: &["annotation", "annotations"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let rest = ["reason", "value", "field"];
        rest.iter()
            .any(|word| head.has_headers(&["action", "target", word]) || head.has_keys(&["action", "target", word]))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let stated = match item {
            Item::Row(cells) => {
                let cells = Fields::Row(cells);
                let get = |name: &str| cells.raw(name).to_owned();
                StatedAnnotation {
                    action: get("action"),
                    target: get("target"),
                    field: get("field"),
                    value: get("value"),
                    reason: get("reason"),
                }
            }
            Item::Json(_) => {
                let Some(document) = document::object(item, origin, out) else { return };
                let object = document.fields();
                let get = |name: &str| object.first(&[name]).into_owned();
                StatedAnnotation {
                    action: get("action"),
                    target: get("target"),
                    field: get("field"),
                    value: get("value"),
                    reason: get("reason"),
                }
            }
            Item::Text { .. } => {
                let detail = format!("expected a table row or a JSON object, found {}", shape(item));
                return out.reject(origin, "", Reason::Malformed, detail);
            }
        };
        let parts = [&stated.action, &stated.target, &stated.field, &stated.value];
        let native_id = fingerprint(&parts.map(String::as_str).join("\u{1}"));
        TOOL.keep("annotation", native_id, Body::Annotation(Box::new(stated)), origin, out);
    }
}
