//! Trello cards: the JSON of a board, or its CSV.
//!
//! To get them: a board's menu, Print, export and share, Export as JSON (or CSV).
//!
//! What this export cannot answer: when the impact began; a card's id tells when it was made, which is the declaration. The
//! end stands in the actions of the board, of which an export holds the last thousand.

use super::shared::{TOOL, made};
use crate::ingest::document;
use crate::ingest::head::Head;
use crate::ingest::labels;
use crate::ingest::lenient::clipped;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{Body, StatedIncident};
use crate::model::reject::Reason;

/// The source; see the head of this file.
pub struct Cards;

impl Source for Cards {
    const KIND: Export = Export {
        id: "trello-cards",
        title: "Trello cards (board JSON or CSV)",
        tool: TOOL,
        looks_for: "JSON objects with `idBoard`, `idList` and `name`, or a table with the columns `Card ID`, `Card Name` and `List Name`",
        arrays: &["cards"],
    };

    fn recognises(&self, head: &Head) -> bool {
        head.has_keys(&["idBoard", "idList", "name"]) || head.has_headers(&["card_id", "card_name", "list_name"])
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::object(item, origin, out) else { return };
        let card = document.fields();
        let id = card.first(&["id", "card_id"]).into_owned();
        let Some(made) = made(&id) else {
            return out.reject(origin, &id, Reason::NoIdentifier, "the card's id does not tell when it was made");
        };
        let archived = ["true", "yes"].iter().any(|yes| card.first(&["closed", "archived"]).eq_ignore_ascii_case(yes));
        let list_name = card.first(&["list_name", "list/name"]).into_owned();
        let mut incident = StatedIncident {
            url: card.first(&["shortUrl", "url", "card_url"]).into_owned(),
            title: card.first(&["name", "card_name"]).into_owned(),
            summary: clipped(&card.first(&["desc", "card_description"])),
            status: if list_name.is_empty() && archived { "closed".to_owned() } else { list_name },
            declared_at: Some(made),
            modified_at: card.time(&["dateLastActivity", "last_activity_date"], "dateLastActivity"),
            ..StatedIncident::default()
        };
        let in_cell = card.at("labels").said().into_owned();
        // A label without a name is a colour; the table writes `P1 (red)`.
        let mut names: Vec<String> =
            in_cell.split(',').map(|name| name.split(" (").next().unwrap_or(name).trim().to_owned()).collect();
        names.extend(card.list("labels").filter(|one| one.is_object()).map(|label| label.label().into_owned()));
        labels::fill(names.iter().map(String::as_str).filter(|name| !name.is_empty()), &mut incident);
        TOOL.keep("incident", id, Body::Incident(Box::new(incident)), origin, out);
    }
}
