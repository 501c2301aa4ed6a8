//! What the exports of Trello share.

use crate::ingest::tool::Tool;
use crate::model::record::{Role, Stamp};

/// The tool.
pub const TOOL: Tool = Tool { id: "trello", title: "Trello", role: Role::Ticket };

/// When a card was made: its id begins with the seconds since 1970, in hexadecimal digits.
pub(super) fn made(id: &str) -> Option<Stamp> {
    let is_id = id.len() == 24 && id.chars().all(|c| c.is_ascii_hexdigit());
    let seconds = u32::from_str_radix(id.get(..8).filter(|_| is_id)?, 16).ok()?;
    Some(Stamp { text: seconds.to_string(), field: "id" })
}
