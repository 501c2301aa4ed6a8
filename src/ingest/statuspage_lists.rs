//! What a Statuspage account holds beside its incidents: components, component groups, uptimes, and the pages themselves.
//!
//! To get them: `GET /v1/pages`, `/v1/pages/{id}/components` and `/component-groups`, or `components.json` of the page.
//!
//! What this export cannot answer: anything about incidents. The names of components are used; the rest is not needed.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::first;
use crate::ingest::statuspage::TOOL;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, NameKind, StatedName};
use crate::model::reject::Reason;

/// Keys that tell the lists apart; all keys of one line are needed.
const UPTIME: [&str; 3] = ["range_start", "range_end", "uptime_percentage"];
const COMPONENT: [&str; 4] = ["name", "status", "only_show_if_degraded", "position"];
const GROUP: [&str; 3] = ["name", "components", "position"];
const PAGES: [[&str; 3]; 2] =
    [["name", "subdomain", "page_description"], ["name", "time_zone", "allow_page_subscribers"]];

/// The source; see the head of this file.
pub struct StatuspageLists;

impl Source for StatuspageLists {
    const KIND: Export = Export {
        id: "statuspage-lists",
        title: "Statuspage pages, components, component groups or uptimes (names behind ids)",
        tool: TOOL,
        looks_for: "JSON objects of a status page with `only_show_if_degraded`, `uptime_percentage` or `page_description`",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(|object| entity(object).is_some())
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let object = document.fields();
        let id = first(&[field(object, "id"), field(object, "page/id")]).to_owned();
        if id.is_empty() {
            return out.reject(origin, "", Reason::NoIdentifier, "the object has no `id`");
        }
        let entity = entity(object).unwrap_or("list");
        let body = match entity {
            "component" | "component-group" => Body::Names(vec![named(object)]),
            "components" => Body::Names(object.at("components").items().map(named).collect()),
            _ => Body::Reference,
        };
        TOOL.keep(entity, id, body, origin, out);
    }
}

fn field<'a>(object: Fields<'a>, path: &str) -> &'a str {
    object.at(path).plain().unwrap_or("")
}

fn named(component: Fields) -> StatedName {
    let (id, name) = (field(component, "id"), field(component, "name"));
    StatedName { kind: NameKind::Service, id: id.to_owned(), name: name.to_owned() }
}

/// Which list an object is of, by the keys that only it has.
fn entity(object: Fields) -> Option<&'static str> {
    let all = |keys: &[&str]| keys.iter().all(|key| object.exact(key).is_some());
    if object.exact("incident_updates").is_some() || object.exact("impact").is_some() {
        return None;
    }
    // The public list: the page, and all its components in one object. The word is too common to be an envelope's.
    if object.at("page").is_object() && object.at("components").items().any(|one| one.exact("status").is_some()) {
        return object.exact("incidents").is_none().then_some("components");
    }
    if all(&UPTIME) {
        Some("uptime")
    } else if all(&COMPONENT) {
        Some("component")
    } else if PAGES.iter().any(|keys| all(keys)) {
        Some("page")
    } else if all(&GROUP) && is_of_page(object) {
        Some("component-group")
    } else {
        None
    }
}

/// Groups state the page they are on and the ids of their components.
fn is_of_page(object: Fields) -> bool {
    let ids = object.at("components");
    object.exact("page_id").is_some() && ids.is_list() && ids.items().all(|id| id.plain().is_some())
}
