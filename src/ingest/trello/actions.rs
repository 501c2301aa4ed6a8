//! Trello actions: what happened to the cards of a board, as its JSON holds it, or `GET /1/boards/{id}/actions`.
//!
//! To get them: they stand in the JSON of a board, beside the cards.
//!
//! What this export cannot answer: anything older than the last thousand actions. A card that goes to a list called "Done" or
//! "Resolved" is resolved; what other lists mean is not known.

use super::shared::TOOL;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::happening::happening;
use crate::ingest::head::Head;
use crate::ingest::lenient::stamp;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, EventKind, StatedEvent, StatedIncident, StatedPerson};

/// The source; see the head of this file.
pub struct Actions;

impl Source for Actions {
    const KIND: Export = Export {
        id: "trello-actions",
        title: "Trello actions (board JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `idMemberCreator`, `type`, `date` and `data`",
        arrays: &["actions"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["idMemberCreator", "type", "date", "data"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let action = document.fields();
        let card = action.string("data/card/id");
        let at = stamp(&action.text("date"), "date");
        let (false, Some(at)) = (card.is_empty(), at) else {
            return TOOL.keep("action", action.string("id"), Body::Reference, origin, out);
        };
        let incident = StatedIncident {
            title: action.string("data/card/name"),
            events: vec![entry(action, at)],
            one_row_per_event: true,
            told_by_events: true,
            ..StatedIncident::default()
        };
        TOOL.keep("action", card, Body::Incident(Box::new(incident)), origin, out);
    }
}

fn entry(action: Fields, moment: crate::model::record::Stamp) -> StatedEvent {
    let list = action.string("data/listAfter/name");
    let (kind, value) = match (&*action.text("type"), happening(&list)) {
        ("updateCard", Some(happening)) => (happening.kind(), happening.status().to_owned()),
        ("updateCard", None) if !list.is_empty() => (EventKind::Status, list),
        ("createCard" | "copyCard", _) => (EventKind::Triggered, "open".to_owned()),
        _ => (EventKind::Note, String::new()),
    };
    let creator = action.at("memberCreator");
    let person = StatedPerson {
        id: action.string("idMemberCreator"),
        name: creator.first(&["fullName", "username"]).into_owned(),
        ..StatedPerson::default()
    };
    let actor = (!fields::is_nobody(&person)).then_some(person);
    StatedEvent { actor, ..StatedEvent::changed(kind, moment, &value) }
}
