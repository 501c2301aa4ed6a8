//! Exports in, records out. The only stage that opens files.
//!
//! A source is one file in this folder and one line in [`SOURCES`]. It says what it reads (`KIND`), is asked about the shape
//! of a file's first records (`recognises`), and then handed the file's records one at a time (`read`). Containers, wrappers, compression,
//! encodings and parallelism are handled once, in `container/`, for all of them.

pub mod container;
pub mod derived_stamp;
pub mod document;
pub mod fields;
pub mod file_report;
pub mod files;
pub mod fingerprint;
pub mod front_matter;
pub mod happening;
pub mod head;
pub mod inputs;
pub mod kinds;
pub mod labels;
pub mod length;
pub mod lenient;
pub mod mapped;
pub mod mend;
pub mod node;
pub mod recognise;
pub mod registry;
pub mod relative;
pub mod task_list;
pub mod tool;

use crate::ingest::tool::Tool;
use crate::model::batch::Mended;
use crate::model::origin::Origin;
use crate::model::record::Record;
use crate::model::reject::{Reason, Reject};
use head::{Cells, Head};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    /// JSON pointer of the array the records stand in (`/incidents`), empty for a bare array, NDJSON and tables.
    pub array: String,
    /// Zone named by the envelope or the page around the records (`Etc/UTC`), empty when there is none.
    pub zone: String,
    /// Identity of the page or account in the envelope, empty when there is none.
    pub account: String,
    /// Name of the folder that the file stands in: some exports keep there what their records belong to.
    pub folder: String,
    /// What stands beside the records in the envelope and that they refer to.
    pub beside: Arc<Beside>,
}

/// Objects and names beside the records of an envelope. Empty in every wrapper that keeps the records alone.
#[derive(Debug, Default, PartialEq)]
pub struct Beside {
    /// Members of `included` (JSON:API), by `type/id` (`users/u-1`).
    pub included: BTreeMap<String, Value>,
    /// Members of `names` (Jira): id of a field → what people call it.
    pub names: BTreeMap<String, String>,
}

/// Where a source puts what it reads.
#[derive(Debug, Default)]
pub struct Output {
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
    /// Leaves of them that are not as they were written, in the order of the items. Kept by `mend`, not by sources.
    pub mended: Vec<Mended>,
    /// Bytes of what was read. Kept by whoever hands the items to a source.
    pub bytes: usize,
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

/// What a kind of export is called, whose it is, and where its records stand.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// Kebab-case kind as used in `KIND=PATH`, settings and fixture folders (`pagerduty-incidents`).
    pub id: &'static str,
    /// What a person calls it: "PagerDuty incidents (REST API JSON)".
    pub title: &'static str,
    /// The tool the records belong to.
    pub tool: Tool,
    /// One line for "what was looked for" when a file is not recognised.
    pub looks_for: &'static str,
    /// Names of the arrays that hold records inside an envelope (`["incidents"]`); single-object envelopes too
    /// (`["incident"]`). Empty for sources without envelopes.
    pub arrays: &'static [&'static str],
}

/// A source: what it reads, how that is told from everything else, and how one item becomes a record.
pub trait Source: Sync {
    /// What it reads.
    const KIND: Export;

    /// Whether a file whose first records look like this is of this kind. Must not need more than the head and must not
    /// accept what another source also accepts: the first match in [`SOURCES`] wins, and a test checks that no fixture
    /// is claimed twice.
    fn recognises(&self, head: &Head) -> bool;

    /// Turns one item into records, or into a reject. Exactly one record or reject per item, so that the totals add up;
    /// further facts of the item belong inside its record. Must not fail, must not panic, must not guess.
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output);
}

/// Any source, as those who hand files over see it. A constant can't be asked of one among many, so that what a source
/// states as [`Source::KIND`] is asked for here; a mapping makes its own out of the settings.
pub trait AnySource: Sync {
    /// What it reads.
    fn kind(&self) -> &Export;

    /// As [`Source::recognises`].
    fn recognises(&self, head: &Head) -> bool;

    /// As [`Source::read`].
    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output);
}

impl<S: Source> AnySource for S {
    fn kind(&self) -> &Export {
        &S::KIND
    }

    fn recognises(&self, head: &Head) -> bool {
        Source::recognises(self, head)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        Source::read(self, item, origin, context, out);
    }
}

// A macro rather than a plain slice, so that a new source is one line here: the line declares the module and registers
// the source.
macro_rules! sources {
    (
        $($folder:ident($($helper:ident),*) { $($file:ident => $source:ident,)+ })*
        $(; $module:ident => $single:ident)* $(;)?
    ) => {
        $(
            #[doc = concat!("Exports of one tool, `", stringify!($folder), "`; each kind of export is a source of its own.")]
            pub mod $folder {
                $(pub mod $helper;)*
                $(pub mod $file;)+
            }
        )*
        $(pub mod $module;)*

        /// All sources, in the order in which they are asked. A mapping from the settings is asked before them, by file
        /// name.
        pub const SOURCES: &[&dyn AnySource] = &[
            $($(&$folder::$file::$source,)+)*
            $(&$module::$single,)*
        ];
    };
}

// Tools with several kinds of exports have a folder; in brackets stand the files that its sources share. The others follow,
// one file each.
sources! {
    pagerduty(measured, shared) {
        analytics => Analytics,
        responses => Responses,
        responder_incidents => ResponderIncidents,
        reports => Reports,
        basic_report => BasicReport,
        log_entries => LogEntries,
        webhooks => Webhooks,
        notifications => Notifications,
        alerts => Alerts,
        on_calls => OnCalls,
        schedules => Schedules,
        users => Users,
        incidents => Incidents,
        lists => Lists,
    }
    incident_io(history, shared) {
        incidents => Incidents,
        follow_ups => FollowUps,
        updates => Updates,
        escalations => Escalations,
        schedule_entries => ScheduleEntries,
        alerts => Alerts,
        csv => Csv,
        lists => Lists,
    }
    servicenow(row, shared) {
        api => Api,
        csv => Csv,
        history => History,
        names => Names,
        tasks => Tasks,
        users => Users,
    }
    retroscope(asks, parts) {
        incidents => Incidents,
        tables => Tables,
    }
    firehydrant(shared) {
        incidents => Incidents,
        events => Events,
        tickets => Tickets,
        shifts => Shifts,
        lists => Lists,
    }
    datadog(shared) {
        incidents => Incidents,
        todos => Todos,
        timeline => Timeline,
        lists => Lists,
    }
    victorops(shared) {
        incidents => Incidents,
        on_call => OnCall,
        lists => Lists,
    }
    squadcast(shared) {
        incidents => Incidents,
        events => Events,
        lists => Lists,
    }
    rootly(shared) {
        incidents => Incidents,
        action_items => ActionItems,
        shifts => Shifts,
        timeline => Timeline,
        lists => Lists,
    }
    opsgenie(shared) {
        incidents => Incidents,
        alerts => Alerts,
        alert_table => AlertTable,
        history => History,
        on_call => OnCall,
        lists => Lists,
    }
    grafana_oncall(shared) {
        alert_groups => AlertGroups,
        shifts => Shifts,
        lists => Lists,
    }
    jira(adf, headers, history, moments, own_fields, shared, words) {
        issues => Issues,
        changelogs => Changelogs,
        csv => Csv,
    }
    gitlab(shared) {
        issues => Issues,
        csv => Csv,
        timeline => Timeline,
    }
    trello(shared) {
        cards => Cards,
        actions => Actions,
    }
    ; alertmanager => Alertmanager
    ; better_stack => BetterStack
    ; zenduty => Zenduty
    ; grafana_incident => GrafanaIncident
    ; xmatters => Xmatters
    ; statuspage => Statuspage
    ; statuspage_lists => StatuspageLists
    ; github => Github
    ; cachet => Cachet
    ; google_cloud => GoogleCloud
    ; cstate => Cstate
    ; review => Review
    ; review_template => ReviewTemplate
    ; review_undated => ReviewUndated
    ; annotations => Annotations
    ; notes => AnalystNotes
    ; exposure => Exposure
    ; changes => Changes
    ; zabbix => Zabbix
    ; nagios => Nagios
    ; linear => Linear
    ; azure_devops => AzureDevops
    ; slack => Slack
    ; status_feed => StatusFeed
    ; holidays => Holidays
    ; people => People
}
