//! The figures of one period in two reports, by the incidents that both list.

use super::ComparedFolder;
use super::answer::{FigureLine, FigureStep};
use crate::findings::restatement::lines as words;
use crate::ingest::retroscope::parts;
use crate::model::earlier::{EarlierPart, ReportedPeriod};
use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow, rows};
use crate::restate::{self, CountedFigure, Restatement};
use std::collections::{BTreeMap, BTreeSet};

/// The second report held against the first; `None` where they are on different periods, or have no table of incidents.
pub(super) fn figures(then: &ComparedFolder, now: &ComparedFolder) -> Result<Option<Restatement>, EarlierError> {
    let Some(window) = then.terms.window.filter(|_| then.terms.period == now.terms.period) else { return Ok(None) };
    let (Some(before), Some(mut after)) = (reported(then)?, reported(now)?) else { return Ok(None) };
    let fresh = fresh(then, now)?;
    after.incidents.iter_mut().for_each(|one| one.fresh = fresh.contains(&one.id));
    Ok(Some(restate::restated(&before, &after, window)))
}

fn reported(side: &ComparedFolder) -> Result<Option<ReportedPeriod>, EarlierError> {
    let all = |_: &TableRow| true;
    let Some(found) = rows(&side.earlier, "data/incidents", &all)? else { return Ok(None) };
    let mut incidents: Vec<_> = found.iter().map(|row| parts::incident(&|column| row.get(column))).collect();
    let mut period = ReportedPeriod { terms: side.terms.clone(), ..ReportedPeriod::default() };
    let mut pages: BTreeMap<String, u32> = BTreeMap::new();
    for table in ["remarks", "links", "interruptions"] {
        let part = |row: &TableRow| parts::of_row(table, &|column| row.get(column));
        let of_use = rows(&side.earlier, &format!("data/{table}"), &|row| part(row).is_some())?.unwrap_or_default();
        for part in of_use.iter().filter_map(part) {
            match part {
                EarlierPart::Correction(correction) => period.corrections.push(correction),
                EarlierPart::ByHand(ids) => period.by_hand.extend(ids),
                EarlierPart::Page(incident) => *pages.entry(incident).or_default() += 1,
                _ => {}
            }
        }
    }
    if !pages.is_empty() {
        incidents.iter_mut().for_each(|one| one.pages = Some(pages.get(&one.id).copied().unwrap_or(0)));
    }
    period.incidents = incidents;
    Ok(Some(period))
}

/// Incidents of the second report that a file tells of which the first one did not have.
fn fresh(then: &ComparedFolder, now: &ComparedFolder) -> Result<BTreeSet<String>, EarlierError> {
    let inputs = &now.earlier.manifest.inputs;
    let other = inputs.iter().filter(|input| !then.terms.digests.contains(&input.sha256));
    let files: BTreeSet<&str> = other.map(|input| input.path.as_str()).collect();
    let tells = |row: &TableRow| {
        let kind = row.get("record_id").split(':').nth(1).unwrap_or("");
        files.contains(row.get("file"))
            && !row.get("incident_id").is_empty()
            && !matches!(kind, "reviewed" | "annotation")
    };
    let found = rows(&now.earlier, "data/records", &tells)?.unwrap_or_default();
    Ok(found.iter().map(|row| row.get("incident_id").to_owned()).collect())
}

/// The figures in words, as the page of a review has them.
pub(super) fn lines(found: &Restatement) -> Vec<FigureLine> {
    let shown = found
        .figures
        .iter()
        .filter(|figure| !(matches!(figure.what, CountedFigure::Area(_)) && figure.steps.is_empty()));
    let plain = |what: &CountedFigure, value: i64| match what {
        CountedFigure::Recovery => value as f64 / 1_000.0,
        _ => value as f64,
    };
    let line = |figure: &restate::RestatedFigure| FigureLine {
        figure: figure.what.code(),
        name: words::name(&figure.what),
        values: [figure.then, figure.now].map(|value| plain(&figure.what, value)),
        says: words::says(figure),
        steps: figure
            .steps
            .iter()
            .map(|step| FigureStep {
                reason: step.reason.words(),
                change: plain(&figure.what, step.change),
                incident_ids: step.incident_ids.clone(),
            })
            .collect(),
    };
    shown.map(line).collect()
}
