//! **Question.** What did the last report count, what do the data say of that period now, and why do the two differ?
//! **Method.** The incidents of the earlier report are brought together with those of today by their records. What each adds to
//! a figure is held against what it added then, and every difference goes to the first reason that fits, in a fixed order, so
//! that the figure then and all reasons add up to the figure now. The period is that of the earlier report.
//! **Needs.** The folder of an earlier report among the inputs: its manifest and its table of incidents.
//! **Silent when.** There is none, or it is on a time after the period under review.
//! **Known bias.** Whether an export says something new is told by its digest: where a file was exported anew and the version
//! of the program is another one, a new rule can look like a corrected record. What only the earlier report still tells of
//! cannot change.

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::Texts;
use crate::frame::records::Records;
use crate::model::column::Column;
use crate::model::earlier::{EarlierReport, EarlierReports, ReportTerms, ReportedIncident, ReportedPeriod};
use crate::model::remark::RemarkRule;
use crate::model::row::{FileIx, IncidentIx};
use crate::model::time::{Millis, Window};
use crate::restate::{self, ChangeReason};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The period of the last report, then and now.
#[derive(Debug, Clone, PartialEq)]
pub struct RestatedPeriod {
    pub report: EarlierReport,
    pub window: Window,
    /// Whether that report is on the period under review itself.
    pub is_same_period: bool,
    pub figures: restate::Restatement,
    /// Keys of settings whose values differ.
    pub changed_settings: Vec<String>,
    /// Whether another version made it.
    pub is_other_version: bool,
}

impl RestatedPeriod {
    /// The reasons of which there is at least one case, in order of precedence, each with the ids of its incidents.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<ChangeReason, BTreeSet<&str>> {
        let mut found: BTreeMap<ChangeReason, BTreeSet<&str>> = BTreeMap::new();
        for step in self.figures.figures.iter().flat_map(|figure| &figure.steps) {
            found.entry(step.reason).or_default().extend(step.incident_ids.iter().map(String::as_str));
        }
        found
    }
}

/// The analysis.
pub struct Restatement;

impl Analysis for Restatement {
    type Params = ();
    type Output = Option<RestatedPeriod>;

    fn run(data: &DataSet, (): &()) -> Self::Output {
        let (report, window, is_same_period) = last(data)?;
        let terms = ReportTerms {
            period: report.reported.terms.period.clone(),
            window: Some(window),
            as_of: Some(data.periods.as_of),
            ..data.earlier_reports.own.clone()
        };
        let now = today(data, &report.reported, window, terms);
        let changed = restate::changed(&report.reported.terms, &now.terms).into_keys().map(str::to_owned).collect();
        Some(RestatedPeriod {
            figures: restate::restated(&report.reported, &now, window),
            changed_settings: changed,
            is_other_version: report.reported.terms.made_by != now.terms.made_by,
            is_same_period,
            window,
            report: EarlierReport {
                folder: report.folder.clone(),
                words: report.words.clone(),
                reported: ReportedPeriod { terms: report.reported.terms.clone(), ..ReportedPeriod::default() },
            },
        })
    }
}

/// The report that ends last; of several on one period the one whose exports were made last. A report on the period under
/// review is this one made before, and is taken where there is no other.
fn last(data: &DataSet) -> Option<(&EarlierReport, Window, bool)> {
    let current = &data.periods.current;
    let EarlierReports { list, .. } = &data.earlier_reports;
    let known = list.iter().filter_map(|report| {
        let terms = &report.reported.terms;
        let window = terms.window.filter(|window| window.start < current.window.end)?;
        Some((report, window, terms.period == current.label))
    });
    known.max_by_key(|(report, window, is_same)| {
        (!is_same, window.end, report.reported.terms.as_of, Reverse(&report.folder))
    })
}

/// What the data of this run say of that period: the incidents that began in it, and those that were counted to it.
fn today(data: &DataSet, then: &ReportedPeriod, window: Window, terms: ReportTerms) -> ReportedPeriod {
    let view = data.incident_view();
    let records = data.incident_texts(col::RECORD_IDS);
    let fresh = fresh(data, &then.terms.digests);
    let pages = pages(data);
    let counted: FxHashSet<(&str, &str)> = then
        .incidents
        .iter()
        .filter(|one| one.in_period)
        .flat_map(|one| one.record_ids.split(';'))
        .map(restate::key)
        .collect();
    let concerns = |row: &IncidentIx| {
        view.started.get(*row).is_some_and(|at: Millis| window.contains(at))
            || records.get(*row).unwrap_or("").split(';').any(|id| counted.contains(&restate::key(id)))
    };
    let incidents = view.rows().filter(concerns).map(|row| ReportedIncident {
        pages: pages.as_ref().map(|pages| pages[row]),
        fresh: fresh[row],
        ..facts(data, &view, &records, row)
    });
    ReportedPeriod {
        incidents: incidents.collect(),
        corrections: corrections(&data.records),
        by_hand: data.earlier_reports.by_hand.clone(),
        terms,
    }
}

fn facts(data: &DataSet, view: &IncidentView, records: &Texts<IncidentIx>, row: IncidentIx) -> ReportedIncident {
    let text = |texts: &Texts<IncidentIx>| texts.get(row).unwrap_or("").to_owned();
    let column = |name: &str| text(&data.incident_texts(name));
    ReportedIncident {
        id: text(&view.id),
        record_ids: text(records),
        included: view.included.get(row),
        exclusion: column(col::EXCLUSION),
        in_period: view.in_period.get(row),
        status: text(&view.status),
        severity: view.severity.get(row),
        stated_severity: column(col::STATED_SEVERITY),
        customer_facing: text(&view.customer_facing),
        areas: text(&view.areas),
        started: view.started.get(row),
        resolved: view.resolved.get(row),
        closed: view.closed.get(row),
        pages: None,
        fresh: false,
    }
}

/// Whether a file tells of each incident that was not among the inputs of the earlier report. What people say in
/// annotations, and the earlier report itself, tell nothing new.
fn fresh(data: &DataSet, known: &BTreeSet<String>) -> Column<IncidentIx, bool> {
    let mut fresh = Column::filled(data.incident_view().len(), false);
    let digests = &data.earlier_reports.digests;
    let is_known = |file: FileIx| digests.get(file.place()).is_some_and(|digest| known.contains(digest));
    for record in data.records.rows() {
        let Some(incident) = data.records.incident[record] else { continue };
        let tells = !data.records.is_of_report(record) && data.records.kind(record) != "annotation";
        if tells && !is_known(data.records.file[record]) {
            fresh[incident] = true;
        }
    }
    fresh
}

/// Interruptions by incident; `None` where no export tells of pages.
fn pages(data: &DataSet) -> Option<Column<IncidentIx, u32>> {
    let view = data.interruption_view();
    let mut pages = Column::filled(data.incident_view().len(), 0);
    for at in 0..view.len {
        if let Some(incident) = view.incident.get(at) {
            pages[incident] += 1;
        }
    }
    data.has_pages.then_some(pages)
}

fn corrections(records: &Records) -> Vec<[String; 3]> {
    let annotated = records.remarks.iter().filter(|remark| remark.rule == RemarkRule::Annotated);
    let said =
        annotated.map(|remark| [records.id(remark.record), remark.field.to_owned(), remark.normalised().into_owned()]);
    said.collect()
}
