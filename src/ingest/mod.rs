//! Exports in, records out. The only stage that opens files.
//!
//! A source is one file in this folder and one line in [`SOURCES`]. It is asked about the shape of a file's first
//! records (`recognises`), and then handed the file's records one at a time (`read`). Containers, wrappers, compression,
//! encodings and parallelism are handled once, in `container/`, for all of them.

pub mod container;
pub mod cstate;
pub mod files;
pub mod front_matter;
pub mod google_cloud;
pub mod head;
pub mod inputs;
pub mod mapped;
pub mod pagerduty;
pub mod people;
pub mod plain;
pub mod recognise;
pub mod review;
pub mod servicenow;
pub mod statuspage;

use crate::model::origin::Origin;
use crate::model::record::{Record, Role};
use crate::model::reject::{Reason, Reject};
use head::{Cells, Head};

/// One record of an export, as the container found it.
pub enum Item<'a> {
    /// One JSON object as text (validated when it is parsed, not before).
    Json(&'a str),
    /// One row of a table, with its header.
    Row(&'a Cells),
    /// One whole text document (Markdown); the second part is the file's stem, for documents without an id.
    Text { text: &'a str, stem: &'a str },
}

/// Facts about the file that surround its records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// JSON pointer of the array the records stand in (`/incidents`), empty for a bare array, NDJSON and tables.
    pub array: String,
    /// Zone named by the envelope or the page around the records (`Etc/UTC`), empty when there is none.
    pub zone: String,
    /// Identity of the page or account in the envelope, empty when there is none.
    pub account: String,
}

/// Where a source puts what it reads.
#[derive(Debug, Default)]
pub struct Output {
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
}

impl Output {
    pub fn reject(&mut self, origin: &Origin, record_id: &str, reason: Reason, detail: impl Into<String>) {
        self.rejects.push(Reject {
            origin: origin.clone(),
            record_id: record_id.to_owned(),
            reason,
            detail: detail.into(),
        });
    }
}

/// A reader for one kind of export.
pub trait Source: Sync {
    /// Kebab-case kind as used in `KIND=PATH`, settings and fixture folders (`pagerduty-incidents`).
    fn id(&self) -> &'static str;

    /// What a person calls it: "PagerDuty incidents (REST API JSON)".
    fn title(&self) -> &'static str;

    /// The tool the records belong to; the first part of record ids (`pagerduty`).
    fn tool(&self) -> &'static str;

    /// What a person calls the tool: "PagerDuty".
    fn tool_title(&self) -> &'static str {
        self.tool()
    }

    fn role(&self) -> Role;

    /// One line for "what was looked for" when a file is not recognised.
    fn looks_for(&self) -> &'static str;

    /// Names of the arrays that hold records inside an envelope (`["incidents"]`); single-object envelopes too
    /// (`["incident"]`). Empty for sources without envelopes.
    fn arrays(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a file whose first records look like this is of this kind. Must not need more than the head and must not
    /// accept what another source also accepts: the first match in [`SOURCES`] wins, and a test checks that no fixture
    /// is claimed twice.
    fn recognises(&self, head: &Head) -> bool;

    /// Turns one item into records, or into a reject. Exactly one record or reject per item, so that the totals add up;
    /// further facts of the item belong inside its record. Must not fail, must not panic, must not guess.
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output);
}

/// All sources, in the order in which they are asked. A mapping from the settings is asked before them, by file name.
pub const SOURCES: &[&dyn Source] = &[
    &pagerduty::log_entries::LogEntries,
    &pagerduty::on_calls::OnCalls,
    &pagerduty::schedules::Schedules,
    &pagerduty::users::Users,
    &pagerduty::incidents::Incidents,
    &servicenow::api::Api,
    &servicenow::csv::Csv,
    &statuspage::Statuspage,
    &google_cloud::GoogleCloud,
    &cstate::Cstate,
    &review::Review,
    &people::People,
];
