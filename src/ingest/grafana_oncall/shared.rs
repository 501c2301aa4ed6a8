//! What the Grafana OnCall sources share.

use crate::ingest::Output;
use crate::ingest::tree;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role};

/// First part of all record ids of these sources.
pub const TOOL: &str = "grafana-oncall";

/// What people call the tool.
pub const TOOL_TITLE: &str = "Grafana OnCall";

pub(super) fn keep(entity: &'static str, native_id: String, body: Body, origin: &Origin, out: &mut Output) {
    tree::keep((TOOL, Role::Pager), entity, native_id, body, origin, out);
}
