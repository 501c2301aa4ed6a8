//! What the Splunk On-Call (VictorOps) sources share.

use serde_json::Value;

use crate::ingest::Output;
use crate::ingest::tree;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role, StatedPerson};

/// First part of all record ids of these sources.
pub const TOOL: &str = "victorops";

/// What people call it today.
pub const TOOL_TITLE: &str = "Splunk On-Call (VictorOps)";

/// The name under which the tool itself acts.
const MACHINE: &str = "SYSTEM";

pub(super) fn keep(entity: &'static str, native_id: String, body: Body, origin: &Origin, out: &mut Output) {
    tree::keep((TOOL, Role::Pager), entity, native_id, body, origin, out);
}

/// A user by the user name, which is the id everywhere in this tool.
pub(super) fn user(name: &str) -> StatedPerson {
    let name = name.trim();
    StatedPerson { id: name.to_owned(), machine: name.eq_ignore_ascii_case(MACHINE), ..StatedPerson::default() }
}

/// The user name in a reference (`{"username": …}`), or the bare one.
pub(super) fn username(value: &Value) -> String {
    let bare = tree::said(value);
    if bare.is_empty() { tree::first(value, &["username", "userId", "user"]) } else { bare }
}
