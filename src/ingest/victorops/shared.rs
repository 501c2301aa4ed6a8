//! What the Splunk On-Call (VictorOps) sources share.

use crate::ingest::tool::Tool;

use crate::ingest::fields::Fields;
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
pub(super) fn username(value: Fields) -> String {
    let bare = value.said().into_owned();
    if bare.is_empty() { value.first(&["username", "userId", "user"]).into_owned() } else { bare }
}
