//! How much happened in each area, kept by hand or by a pipeline: `exposure.csv`.
//!
//! To make it: one row per area and stretch of time with `area`, `from`, `to` and any of `deploys`, `requests` and
//! `services` (how many services the area ran). A `to` that is a date belongs to the stretch. An area is a bare name or
//! `service:checkout`, `team:payments`; `all` stands for everything.

use crate::ingest::document;
use crate::ingest::fields::Fields;
use crate::ingest::head::Head;
use crate::ingest::lenient::{fingerprint, shape, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::exposure::StatedExposure;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};
use crate::model::reject::Reason;
use serde_json::Number;

/// The tool.
pub const TOOL: Tool = Tool { id: "exposure", title: "the exposure figures", role: Role::Table };

const WINDOW: [&str; 3] = ["area", "from", "to"];
const DEPLOYS: [&str; 2] = ["deploys", "deployments"];
const REQUESTS: [&str; 1] = ["requests"];
const SERVICES: [&str; 1] = ["services"];
/// What tables of incidents and shifts have, which may state an area, two times and services as well.
const NOT_EXPOSURE: [&str; 9] =
    ["id", "number", "incident_id", "title", "summary", "status", "severity", "person", "user"];

/// The source; see the head of this file.
pub struct Exposure;

impl Source for Exposure {
    const KIND: Export = Export {
        id: "exposure",
        title: "Exposure: deploys, requests or services per area (CSV or JSON, kept by hand)",
        tool: TOOL,
        looks_for: "a table or objects with `area`, `from` and `to`, and `deploys`, `requests` or `services`",
        arrays: &["exposure", "exposures"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let has = |key: &str| head.has_headers(&[key]) || head.has_keys(&[key]);
        let figures = DEPLOYS.iter().chain(&REQUESTS).chain(&SERVICES);
        let whole = head.has_headers(&WINDOW) || head.has_keys(&WINDOW);
        whole && figures.into_iter().any(|key| has(key)) && !NOT_EXPOSURE.iter().any(|key| has(key))
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        if let Item::Text { .. } = item {
            let detail = format!("expected a table row or a JSON object, found {}", shape(item));
            return out.reject(origin, "", Reason::Malformed, detail);
        }
        let Some(document) = document::object(item, origin, out) else { return };
        let object = document.fields();
        let stated = StatedExposure {
            area: object.string("area"),
            from: stamp(&object.text("from"), "from"),
            to: stamp(&object.text("to"), "to"),
            deploys: figure(object, &DEPLOYS),
            requests: figure(object, &REQUESTS),
            services: figure(object, &SERVICES),
        };
        let text = |stamp: &Option<_>| stamp.as_ref().map_or("", |s: &crate::model::record::Stamp| &s.text).to_owned();
        let parts = [stated.area.clone(), text(&stated.from), text(&stated.to)];
        TOOL.keep("exposure", fingerprint(&parts.join("\u{1}")), Body::Exposure(Box::new(stated)), origin, out);
    }
}

/// The first figure that is stated. A number of JSON is written with an exponent, so that its point cannot be taken for
/// one between thousands, which it may be in a cell of a table.
fn figure(object: Fields, keys: &[&str]) -> String {
    let stated = keys.iter().map(|key| object.at(key)).find(|value| !value.said().is_empty());
    match stated.and_then(|value| value.number().filter(|number| number.is_f64()).and_then(Number::as_f64)) {
        Some(number) => format!("{number:e}"),
        None => stated.map(|value| value.said().into_owned()).unwrap_or_default(),
    }
}
