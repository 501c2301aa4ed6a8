//! Changes of definitions, processes and tools, kept by hand: `changes.csv`.
//!
//! To make it: one row per change with `at` and `what`; `metric` where it concerns some figures only (`ttr`; several with
//! `;` between them), `kind` for a word about the sort of change. The settings take the same as `[[change]]`.

use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::{fingerprint, shape, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::change::StatedChange;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "changes", title: "the list of changes", role: Role::Table };

/// What timelines and tables of incidents have, which may state a moment and what happened as well.
const NOT_CHANGES: [&str; 14] = [
    "id",
    "incident",
    "incident_id",
    "incident_number",
    "number",
    "title",
    "status",
    "state",
    "severity",
    "started_at",
    "resolved_at",
    "ended_at",
    "action",
    "target",
];

/// The source; see the head of this file.
pub struct Changes;

impl Source for Changes {
    const KIND: Export = Export {
        id: "changes",
        title: "Changes of definitions, processes and tools (CSV or JSON, kept by hand)",
        tool: TOOL,
        looks_for: "a table or objects with `at` and `what` and nothing of an incident",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        let has = |key: &&str| head.has_headers(&[key]) || head.has_keys(&[key]);
        let unfit = NOT_CHANGES.iter().any(has);
        (head.has_headers(&["at", "what"]) || head.has_keys(&["at", "what"])) && !unfit
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        if let Item::Text { .. } = item {
            let detail = format!("expected a table row or a JSON object, found {}", shape(item));
            return out.reject(origin, "", Reason::Malformed, detail);
        }
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let at = object.string("at");
        let stated = StatedChange {
            at: stamp(&at, "at"),
            what: object.string("what"),
            metric: words(object, &["metric", "metrics"]),
            kind: object.string("kind"),
        };
        let native_id = fingerprint(&[at.as_str(), &stated.what, &stated.metric].join("\u{1}"));
        TOOL.keep("change", native_id, Body::Change(Box::new(stated)), origin, out);
    }
}

/// The first of the keys that says something: a text, or a list of texts.
fn words(object: Fields, keys: &[&str]) -> String {
    keys.iter().map(|key| object.labels(key).join(";")).find(|found| !found.is_empty()).unwrap_or_default()
}
