//! What the Squadcast sources share.

use crate::ingest::tool::Tool;
use crate::model::record::Role;

/// The tool.
pub const TOOL: Tool = Tool { id: "squadcast", title: "Squadcast", role: Role::Pager };
