//! Facts that people corrected, written over what the records of an incident state.

use crate::frame::columns::{IncidentColumns, Instants};
use crate::frame::records::Records;
use crate::frame::strings::Strings;
use crate::link::attach::Attached;
use crate::link::groups::Groups;
use crate::model::annotation::{Action, Annotation, CorrectedField, TextField, TimeField};
use crate::model::column::Column;
use crate::model::incident::FollowUp;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::{IncidentIx, IncidentRow, RecordRow};
use crate::text::date::iso;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in place of an exclusion rule when a person excluded an incident.
pub const BY_HAND: &str = "annotation";

/// A factor that people confirmed: incident, factor, record of the annotation, their reason.
pub type Confirmed = (IncidentIx, String, RecordRow, String);

/// Everything that corrections change.
pub struct Layer<'a> {
    pub columns: &'a mut IncidentColumns,
    pub records: &'a mut Records,
    pub groups: &'a Groups,
    pub attached: &'a mut Attached,
    /// Texts to put in place, by column and row; done once at the end, because it copies the column.
    texts: BTreeMap<TextField, BTreeMap<IncidentRow, String>>,
    exclusions: BTreeMap<IncidentRow, String>,
    /// Rows of the records of each incident that an annotation is about.
    rows: BTreeMap<IncidentIx, Vec<IncidentRow>>,
    confirmed: Vec<Confirmed>,
}

/// Applies the annotations whose target was found, in the order in which they were made. Gives back the confirmed factors.
pub fn apply(
    annotations: &[Annotation],
    target_rows: &[Option<IncidentRow>],
    columns: &mut IncidentColumns,
    records: &mut Records,
    groups: &Groups,
    attached: &mut Attached,
) -> Vec<Confirmed> {
    if annotations.is_empty() {
        return Vec::new();
    }
    let mut rows: BTreeMap<IncidentIx, Vec<IncidentRow>> =
        target_rows.iter().flatten().map(|row| (groups.of_row[*row], Vec::new())).collect();
    for (row, of) in groups.of_row.enumerate() {
        rows.get_mut(of).into_iter().for_each(|list| list.push(row));
    }
    let mut layer = Layer {
        columns,
        records,
        groups,
        attached,
        texts: BTreeMap::new(),
        exclusions: BTreeMap::new(),
        rows,
        confirmed: Vec::new(),
    };
    let targets: Vec<Option<IncidentIx>> = target_rows.iter().map(|row| Some(groups.of_row[(*row)?])).collect();
    let last = last_words(annotations, &targets);
    for ((annotation, incident), last) in annotations.iter().zip(targets).zip(last) {
        if let Some(incident) = incident {
            layer.apply(annotation, incident, last);
        }
    }
    layer.finish()
}

/// Whether each annotation is the last that says something of its field of its incident. Only that one is written to all
/// records of the incident; those before it go to the first record, which the next one reads.
fn last_words(annotations: &[Annotation], targets: &[Option<IncidentIx>]) -> Vec<bool> {
    let mut seen: BTreeSet<(IncidentIx, &str)> = BTreeSet::new();
    let mut last: Vec<bool> = Vec::with_capacity(annotations.len());
    for (annotation, incident) in annotations.iter().zip(targets).rev() {
        let field = match &annotation.action {
            Action::Set(field, _) => field_name(*field),
            Action::Exclude | Action::Include => "exclusion",
            _ => {
                last.push(false);
                continue;
            }
        };
        last.push(incident.is_none_or(|incident| seen.insert((incident, field))));
    }
    last.reverse();
    last
}

impl Layer<'_> {
    fn apply(&mut self, annotation: &Annotation, incident: IncidentIx, is_last: bool) {
        let first = self.groups.primary(incident);
        let writes = matches!(annotation.action, Action::Set(..) | Action::Exclude | Action::Include);
        let all = if writes && is_last { self.rows.get(&incident).cloned() } else { None };
        let rows = all.unwrap_or_else(|| vec![first]);
        match &annotation.action {
            Action::Set(field, text) => self.set(*field, text, (incident, first), &rows),
            Action::Exclude => self.exclude(annotation, BY_HAND, first, &rows),
            Action::Include => self.exclude(annotation, "", first, &rows),
            Action::ConfirmFactor(factor) => {
                self.confirmed.push((incident, factor.clone(), annotation.record, annotation.reason.clone()));
                self.remark(first, "factor", "", factor);
            }
            Action::ClaimFix(at) => {
                let title = if annotation.reason.is_empty() { "Claimed fix" } else { &annotation.reason };
                let fix = FollowUp {
                    id: self.records.id(annotation.record),
                    title: title.to_owned(),
                    completed: Some(*at),
                    status: "done".to_owned(),
                    record: Some(annotation.record),
                    ..FollowUp::default()
                };
                self.columns.follow_ups.push((first, fix));
                self.remark(first, "claimed_fix", "", &iso(*at));
            }
            // Done before linking, and by recurrence.
            Action::Merge(_) | Action::Split(_) | Action::SameProblem(_) | Action::OtherProblem(_) => {}
        }
        self.records.incident[annotation.record] = Some(incident);
    }

    fn set(
        &mut self,
        field: CorrectedField,
        text: &str,
        (incident, first): (IncidentIx, IncidentRow),
        rows: &[IncidentRow],
    ) {
        match field {
            CorrectedField::Time(which, at) => {
                let stated = self.time(which).get(first).map(iso).unwrap_or_default();
                rows.iter().for_each(|row| self.time(which).set(*row, at));
                self.forget_told(which, incident);
                self.remark(first, time_name(which), &stated, &iso(at));
            }
            CorrectedField::Text(which) => {
                let stated = self.text(which).get(first).to_owned();
                let values: Vec<&str> = text.split(';').map(str::trim).filter(|v| !v.is_empty()).collect();
                let whole = if matches!(which, TextField::Title | TextField::Summary) {
                    text.to_owned()
                } else {
                    values.join(";")
                };
                let texts = self.texts.entry(which).or_default();
                rows.iter().for_each(|row| {
                    texts.insert(*row, whole.clone());
                });
                self.remark(first, text_name(which), &stated, &whole);
            }
            CorrectedField::Severity(level) => self.code(rows, first, "severity", text, |c| &mut c.severity, level),
            CorrectedField::Status(status) => self.code(rows, first, "status", text, |c| &mut c.status, status),
            CorrectedField::Detection(how) => self.code(rows, first, "detection", text, |c| &mut c.detection, how),
            CorrectedField::Resolution(how) => self.code(rows, first, "resolution", text, |c| &mut c.resolution, how),
            CorrectedField::CustomerFacing(yes) => {
                self.code(rows, first, "customer_facing", text, |c| &mut c.customer_facing, Some(yes));
            }
        }
    }

    fn code<T: Copy>(
        &mut self,
        rows: &[IncidentRow],
        first: IncidentRow,
        name: &'static str,
        text: &str,
        column: fn(&mut IncidentColumns) -> &mut Column<IncidentRow, T>,
        value: T,
    ) {
        for row in rows {
            column(self.columns)[*row] = value;
        }
        self.remark(first, name, "", text);
    }

    fn exclude(&mut self, annotation: &Annotation, rule: &str, first: IncidentRow, rows: &[IncidentRow]) {
        let stated = self.columns.exclusion.get(first).to_owned();
        rows.iter().for_each(|row| {
            self.exclusions.insert(*row, rule.to_owned());
        });
        let reason = if annotation.reason.is_empty() { rule } else { &annotation.reason };
        self.remark(first, "exclusion", &stated, reason);
    }

    /// Log entries may tell a time of their own, which must not win over a person who looked.
    fn forget_told(&mut self, which: TimeField, incident: IncidentIx) {
        let told = &mut self.attached.told[incident];
        match which {
            TimeField::Acknowledged => told.acknowledged = None,
            TimeField::Mitigated => told.mitigated = None,
            _ => {}
        }
    }

    fn remark(&mut self, row: IncidentRow, field: &'static str, stated: &str, value: &str) {
        let record = self.columns.record[row];
        let (stated, normalised) = (stated.to_owned(), value.to_owned());
        self.records.remarks.push(&Remark { record, field, stated, normalised, rule: RemarkRule::Annotated });
    }

    fn time(&mut self, which: TimeField) -> &mut Instants {
        match which {
            TimeField::Started => &mut self.columns.started,
            TimeField::Detected => &mut self.columns.detected,
            TimeField::Declared => &mut self.columns.declared,
            TimeField::Acknowledged => &mut self.columns.acknowledged,
            TimeField::Mitigated => &mut self.columns.mitigated,
            TimeField::Resolved => &mut self.columns.resolved,
            TimeField::Closed => &mut self.columns.closed,
        }
    }

    fn text(&mut self, which: TextField) -> &mut Strings<IncidentRow> {
        match which {
            TextField::Title => &mut self.columns.title,
            TextField::Summary => &mut self.columns.summary,
            TextField::Services => &mut self.columns.services,
            TextField::Components => &mut self.columns.components,
            TextField::Teams => &mut self.columns.teams,
            TextField::Environment => &mut self.columns.environment,
            TextField::Regions => &mut self.columns.regions,
            TextField::Factors => &mut self.columns.factors,
        }
    }

    fn finish(mut self) -> Vec<Confirmed> {
        for (which, texts) in std::mem::take(&mut self.texts) {
            self.text(which).replace(&texts);
        }
        if !self.exclusions.is_empty() {
            self.columns.exclusion.replace(&self.exclusions);
        }
        self.confirmed
    }
}

fn field_name(field: CorrectedField) -> &'static str {
    match field {
        CorrectedField::Time(which, _) => time_name(which),
        CorrectedField::Text(which) => text_name(which),
        CorrectedField::Severity(_) => "severity",
        CorrectedField::Status(_) => "status",
        CorrectedField::Detection(_) => "detection",
        CorrectedField::Resolution(_) => "resolution",
        CorrectedField::CustomerFacing(_) => "customer_facing",
    }
}

fn time_name(which: TimeField) -> &'static str {
    match which {
        TimeField::Started => "started_at",
        TimeField::Detected => "detected_at",
        TimeField::Declared => "declared_at",
        TimeField::Acknowledged => "acknowledged_at",
        TimeField::Mitigated => "mitigated_at",
        TimeField::Resolved => "resolved_at",
        TimeField::Closed => "closed_at",
    }
}

fn text_name(which: TextField) -> &'static str {
    match which {
        TextField::Title => "title",
        TextField::Summary => "summary",
        TextField::Services => "service",
        TextField::Components => "component",
        TextField::Teams => "team",
        TextField::Environment => "environment",
        TextField::Regions => "region",
        TextField::Factors => "factor",
    }
}
