//! What the Splunk On-Call (VictorOps) sources share.

use crate::ingest::tool::Tool;
use serde_json::Value;

use crate::ingest::paths;
use crate::model::record::{Role, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "victorops", title: "Splunk On-Call (VictorOps)", role: Role::Pager };

/// The name under which the tool itself acts.
const MACHINE: &str = "SYSTEM";

/// A user by the user name, which is the id everywhere in this tool.
pub(super) fn user(name: &str) -> StatedPerson {
    let name = name.trim();
    StatedPerson { id: name.to_owned(), machine: name.eq_ignore_ascii_case(MACHINE), ..StatedPerson::default() }
}

/// The user name in a reference (`{"username": …}`), or the bare one.
pub(super) fn username(value: &Value) -> String {
    let bare = paths::said(value);
    if bare.is_empty() { paths::first(value, &["username", "userId", "user"]) } else { bare }
}
