//! Parts of earlier reports, put together by the folder that they stand in.

use crate::model::earlier::{EarlierPart, EarlierReport, EarlierWords, ReportTerms, ReportedIncident, ReportedPeriod};
use crate::model::time::Window;
use crate::normalise::calendar;
use chrono_tz::Tz;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Gathers the parts in input order.
#[derive(Debug, Default)]
pub struct EarlierParts {
    folders: BTreeMap<String, Draft>,
}

/// What is known of one folder so far.
#[derive(Debug, Default)]
struct Draft {
    terms: Vec<ReportTerms>,
    words: EarlierWords,
    incidents: Vec<ReportedIncident>,
    corrections: Vec<[String; 3]>,
    by_hand: BTreeSet<String>,
    pages: FxHashMap<String, u32>,
    /// A table stands in two formats; the file that each is taken from.
    files: BTreeMap<&'static str, u32>,
}

impl Draft {
    /// Whether a row of this file counts.
    fn takes(&mut self, table: &'static str, file: u32) -> bool {
        *self.files.entry(table).or_insert(file) == file
    }
}

/// The folder of a report, by the name of one of its files.
fn folder(label: &str) -> &str {
    let (above, _) = label.rsplit_once('/').unwrap_or(("", label));
    if above == "data" { "" } else { above.strip_suffix("/data").unwrap_or(above) }
}

impl EarlierParts {
    /// Takes a part out of the file of this name and number.
    pub fn take(&mut self, label: &str, file: u32, part: &EarlierPart) {
        let draft = self.folders.entry(folder(label).to_owned()).or_default();
        match part {
            EarlierPart::Terms(terms) => draft.terms.push(terms.clone()),
            EarlierPart::Words(words) => draft.words = words.clone(),
            EarlierPart::Incident(incident) if draft.takes("incidents", file) => draft.incidents.push(incident.clone()),
            EarlierPart::Correction(correction) if draft.takes("remarks", file) => {
                draft.corrections.push(correction.clone());
            }
            EarlierPart::ByHand(ids) if draft.takes("links", file) => draft.by_hand.extend(ids.iter().cloned()),
            EarlierPart::Page(incident) if draft.takes("interruptions", file) => {
                *draft.pages.entry(incident.clone()).or_default() += 1;
            }
            _ => {}
        }
    }

    /// The reports whose manifest and incidents are both there, in the order of their folders. Where several manifests stand
    /// in one place, nothing tells what belongs to which.
    #[must_use]
    pub fn settled(self) -> Vec<EarlierReport> {
        self.folders.into_iter().filter_map(|(folder, draft)| report(folder, draft)).collect()
    }
}

fn report(folder: String, draft: Draft) -> Option<EarlierReport> {
    let mut terms = <[ReportTerms; 1]>::try_from(draft.terms).ok().map(|[terms]| terms)?;
    terms.window = terms.window.or_else(|| window(&terms));
    let mut incidents = draft.incidents;
    if incidents.is_empty() {
        return None;
    }
    if !draft.pages.is_empty() {
        incidents.iter_mut().for_each(|one| one.pages = Some(draft.pages.get(&one.id).copied().unwrap_or(0)));
    }
    let reported = ReportedPeriod { terms, incidents, corrections: draft.corrections, by_hand: draft.by_hand };
    Some(EarlierReport { folder, words: draft.words, reported })
}

/// The window of a period whose manifest names it only, in the zone of that report.
#[must_use]
pub fn window(terms: &ReportTerms) -> Option<Window> {
    let zone = terms.settings.get("report.zone").and_then(|zone| zone.parse::<Tz>().ok()).unwrap_or(Tz::UTC);
    calendar::window(&terms.period, zone)
}
