//! What the Grafana OnCall sources share.

use crate::ingest::tool::Tool;
use crate::model::record::Role;

/// The tool.
pub const TOOL: Tool = Tool { id: "grafana-oncall", title: "Grafana OnCall", role: Role::Pager };
