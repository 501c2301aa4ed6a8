//! Facts of incident records, one row per record, before records of the same incident are brought together.

use crate::frame::records::NO_TIME;
use crate::frame::strings::{Dictionary, Strings};
use crate::model::column::Column;
use crate::model::incident::{Detection, FollowUp, Incident, Resolution, ResolvedBy, Status, Times};
use crate::model::link::LinkKind;
use crate::model::record::{Kind, NameKind, Role, Via};
use crate::model::row::{IncidentRow, MentionIx, RecordRow, ReferenceRow, RoleIx, ToolIx};
use crate::model::time::Millis;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Marks a count that the export does not have.
const NO_COUNT: u32 = u32::MAX;

/// A column of optional instants.
#[derive(Debug, Clone, Default)]
pub struct Instants(Column<IncidentRow, Millis>);

impl Instants {
    fn push(&mut self, at: Option<Millis>) {
        self.0.push(at.unwrap_or(NO_TIME));
    }

    #[must_use]
    #[inline]
    pub fn get(&self, row: IncidentRow) -> Option<Millis> {
        Some(self.0[row]).filter(|&at| at != NO_TIME)
    }

    /// Takes an instant away.
    pub fn clear(&mut self, row: IncidentRow) {
        self.set(row, NO_TIME);
    }

    /// Puts an instant in place of another.
    pub fn set(&mut self, row: IncidentRow, at: Millis) {
        self.0[row] = at;
    }
}

/// A column of optional counts.
#[derive(Debug, Clone, Default)]
pub struct Counts(Column<IncidentRow, u32>);

impl Counts {
    fn push(&mut self, count: Option<u32>) {
        self.0.push(count.unwrap_or(NO_COUNT));
    }

    #[must_use]
    #[inline]
    pub fn get(&self, row: IncidentRow) -> Option<u32> {
        Some(self.0[row]).filter(|&count| count != NO_COUNT)
    }
}

/// A part in an incident, as a row of its own.
#[derive(Debug, Clone, Copy)]
pub struct ColumnPart {
    /// The record of the incident.
    pub row: IncidentRow,
    pub mention: MentionIx,
    pub role: RoleIx,
    pub via: Via,
    pub notified: Option<Millis>,
    pub joined: Option<Millis>,
    pub left: Option<Millis>,
}

/// The columns. All have the same length; `Strings` hold lists joined by `;`.
#[derive(Debug, Clone, Default)]
pub struct IncidentColumns {
    pub record: Column<IncidentRow, RecordRow>,
    pub sources: Dictionary<ToolIx>,
    pub source: Column<IncidentRow, ToolIx>,
    pub role: Column<IncidentRow, Role>,
    pub native_id: Strings<IncidentRow>,
    pub number: Strings<IncidentRow>,
    pub url: Strings<IncidentRow>,
    pub title: Strings<IncidentRow>,
    pub summary: Strings<IncidentRow>,
    pub kind: Column<IncidentRow, Kind>,
    pub status: Column<IncidentRow, Status>,
    pub severity: Column<IncidentRow, u8>,
    pub stated_severity: Strings<IncidentRow>,
    pub customer_facing: Column<IncidentRow, Option<bool>>,
    pub services: Strings<IncidentRow>,
    pub components: Strings<IncidentRow>,
    pub teams: Strings<IncidentRow>,
    pub environment: Strings<IncidentRow>,
    pub regions: Strings<IncidentRow>,
    pub factors: Strings<IncidentRow>,
    pub started: Instants,
    pub detected: Instants,
    pub declared: Instants,
    pub acknowledged: Instants,
    pub mitigated: Instants,
    pub resolved: Instants,
    pub closed: Instants,
    pub modified: Instants,
    pub detection: Column<IncidentRow, Detection>,
    pub resolution: Column<IncidentRow, Resolution>,
    pub resolved_by: Column<IncidentRow, ResolvedBy>,
    pub reopen_count: Counts,
    pub reassignment_count: Counts,
    pub escalation_count: Counts,
    pub alert_count: Counts,
    pub interruptions: Counts,
    pub sleep_interruptions: Counts,
    /// Seconds of all responders together, as the tool counted them.
    pub effort: Column<IncidentRow, Option<f64>>,
    pub policy: Strings<IncidentRow>,
    pub exclusion: Strings<IncidentRow>,
    pub outage_key: Strings<IncidentRow>,
    pub one_row_per_event: Column<IncidentRow, bool>,
    pub link_row: Column<ReferenceRow, IncidentRow>,
    pub link_kind: Column<ReferenceRow, LinkKind>,
    pub link_target: Strings<ReferenceRow>,
    pub roles: Dictionary<RoleIx>,
    pub parts: Vec<ColumnPart>,
    pub follow_ups: Vec<(IncidentRow, FollowUp)>,
}

/// Lists are joined by `;`, so that character can't stay inside a value.
fn joined(values: &[String]) -> String {
    let (mut list, mut seen) = (String::new(), BTreeSet::new());
    for value in values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()) {
        let value = if value.contains(';') { Cow::Owned(value.replace(';', ",")) } else { Cow::Borrowed(value) };
        if !seen.contains(&value) {
            list.push_str(if list.is_empty() { "" } else { ";" });
            list.push_str(&value);
            seen.insert(value);
        }
    }
    list
}

impl IncidentColumns {
    #[must_use]
    pub fn len(&self) -> usize {
        self.record.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.record.is_empty()
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = IncidentRow> + DoubleEndedIterator + Clone + use<> {
        self.record.rows()
    }

    /// The tool of a row, by the name that settings know.
    #[must_use]
    pub fn tool(&self, row: IncidentRow) -> &str {
        self.sources.get(self.source[row])
    }

    /// The tools of a role, by the names that settings know.
    #[must_use]
    pub fn tools_of(&self, role: Role) -> BTreeSet<&str> {
        self.rows().filter(|row| self.role[*row] == role).map(|row| self.tool(row)).collect()
    }

    /// Appends one normalised record; the struct is not kept.
    pub fn push(&mut self, record: RecordRow, incident: &Incident) {
        let row = self.record.push(record);
        self.source.push(self.sources.code(&incident.source));
        self.role.push(incident.role);
        self.kind.push(incident.kind);
        self.status.push(incident.status);
        self.severity.push(incident.severity.unwrap_or(0));
        self.customer_facing.push(incident.customer_facing);
        self.detection.push(incident.detection);
        self.resolution.push(incident.resolution);
        self.resolved_by.push(incident.resolved_by);
        self.one_row_per_event.push(incident.one_row_per_event);
        self.push_texts(incident);
        self.push_times(&incident.times);
        self.push_counts(incident);
        self.push_details(row, incident);
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        let texts = [
            &mut self.native_id,
            &mut self.number,
            &mut self.url,
            &mut self.title,
            &mut self.summary,
            &mut self.stated_severity,
            &mut self.services,
            &mut self.components,
            &mut self.teams,
            &mut self.environment,
            &mut self.regions,
            &mut self.factors,
            &mut self.exclusion,
            &mut self.outage_key,
            &mut self.policy,
        ];
        texts.into_iter().for_each(Strings::shrink);
        self.link_target.shrink();
        let times = [
            &mut self.started,
            &mut self.detected,
            &mut self.declared,
            &mut self.acknowledged,
            &mut self.mitigated,
            &mut self.resolved,
            &mut self.closed,
            &mut self.modified,
        ];
        times.into_iter().for_each(|column| column.0.shrink());
        self.parts.shrink_to_fit();
        self.resolved_by.shrink();
    }

    /// Frees the texts that the incident table has taken over.
    pub fn forget_texts(&mut self) {
        for texts in [&mut self.title, &mut self.summary, &mut self.url, &mut self.number, &mut self.outage_key] {
            *texts = Strings::default();
        }
    }

    fn push_texts(&mut self, incident: &Incident) {
        self.native_id.push(&incident.native_id);
        self.number.push(&incident.number);
        self.url.push(&incident.url);
        self.title.push(&incident.title);
        self.summary.push(&incident.summary);
        self.stated_severity.push(&incident.stated_severity);
        self.services.push(&joined(&incident.services));
        self.components.push(&joined(&incident.components));
        self.teams.push(&joined(&incident.teams));
        self.environment.push(&incident.environment);
        self.regions.push(&joined(&incident.regions));
        self.factors.push(&joined(&incident.factors));
        self.exclusion.push(&incident.exclusion);
        self.outage_key.push(&incident.outage_key);
        self.policy.push(&incident.policy);
    }

    /// Puts names where records have ids, in the columns that hold such names; `name` is given the source, what the id
    /// stands for and the id.
    pub fn put_names(&mut self, name: &dyn Fn(&str, NameKind, &str) -> Option<String>) {
        let (sources, source) = (&self.sources, &self.source);
        let columns = [
            (NameKind::Service, &mut self.services),
            (NameKind::Component, &mut self.components),
            (NameKind::Team, &mut self.teams),
            (NameKind::Policy, &mut self.policy),
        ];
        for (kind, column) in columns {
            let mut named = Strings::default();
            for row in column.rows() {
                let tool = sources.get(source[row]);
                let put = |value: &str| name(tool, kind, value).unwrap_or_else(|| value.to_owned());
                let values: Vec<String> = column.get(row).split(';').map(put).collect();
                named.push(&joined(&values));
            }
            *column = named;
        }
    }

    fn push_times(&mut self, times: &Times) {
        self.started.push(times.started);
        self.detected.push(times.detected);
        self.declared.push(times.declared);
        self.acknowledged.push(times.acknowledged);
        self.mitigated.push(times.mitigated);
        self.resolved.push(times.resolved);
        self.closed.push(times.closed);
        self.modified.push(times.modified);
    }

    fn push_counts(&mut self, incident: &Incident) {
        self.reopen_count.push(incident.reopen_count);
        self.reassignment_count.push(incident.reassignment_count);
        self.escalation_count.push(incident.escalation_count);
        self.alert_count.push(incident.alert_count);
        self.interruptions.push(incident.interruptions);
        self.sleep_interruptions.push(incident.sleep_interruptions);
        self.effort.push(incident.effort_s);
    }

    fn push_details(&mut self, row: IncidentRow, incident: &Incident) {
        for (kind, target) in &incident.links {
            self.link_row.push(row);
            self.link_kind.push(*kind);
            self.link_target.push(target);
        }
        for person in &incident.people {
            let role = self.roles.code(&person.role);
            let (notified, joined, left) = (person.notified, person.joined, person.left);
            self.parts.push(ColumnPart { row, mention: person.person, role, via: person.via, notified, joined, left });
        }
        self.follow_ups.extend(incident.follow_ups.iter().map(|f| (row, f.clone())));
    }
}
