//! Parts of a report that its figures hang on, beside the incidents: what it was made with, what it says on its first page,
//! which facts people corrected, which records they brought together, and which incidents interrupted somebody.

use super::asks;
use crate::ingest::fields::Fields;
use crate::model::earlier::{EarlierHeadline, EarlierPart, EarlierWords, ReportTerms, ReportedIncident};
use crate::model::time::{Millis, Window};
use chrono::DateTime;

/// Characters of one sentence that are kept.
const LONGEST: usize = 600;
/// Headlines that are read of one report; ours have five.
const MOST: usize = 20;

/// What a document of a report says: its manifest, else its findings; `None` of others.
#[must_use]
pub fn of_document(document: Fields) -> Option<EarlierPart> {
    if document.has("inputs") && document.has("settings") {
        return Some(EarlierPart::Terms(terms(document)));
    }
    document.has("claims").then(|| EarlierPart::Words(words(document)))
}

fn terms(document: Fields) -> ReportTerms {
    let (from, until) = (instant(&document.text("from")), instant(&document.text("until")));
    ReportTerms {
        period: document.string("period"),
        window: from.zip(until).map(|(start, end)| Window { start, end }),
        as_of: instant(&document.text("as_of")),
        made_by: document.string("made_by"),
        settings: document
            .at("settings")
            .members()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.said().into_owned()))
            .collect(),
        digests: document
            .at("inputs")
            .items()
            .map(|input| input.string("sha256"))
            .filter(|digest| !digest.is_empty())
            .collect(),
    }
}

fn words(document: Fields) -> EarlierWords {
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let named = document.at("headlines").items().map(|id| id.said().into_owned()).take(MOST);
    let claim = |id: String| {
        let claim = document.at("claims").items().find(|claim| claim.text("id") == id)?;
        Some(EarlierHeadline { lead: short(&claim.text("lead")), sentence: short(&claim.text("sentence")), id })
    };
    EarlierWords {
        period: document.string("period"),
        asks: asks::of(document),
        headlines: named.filter_map(claim).collect(),
    }
}

/// What a row of a table says; `None` of tables and rows that no figure hangs on.
#[must_use]
pub fn of_row<'a>(table: &str, cell: &dyn Fn(&str) -> &'a str) -> Option<EarlierPart> {
    let own = |column: &str| cell(column).to_owned();
    match table {
        "remarks" if cell("rule") == "annotated" => {
            Some(EarlierPart::Correction([own("record_id"), own("field"), own("normalised")]))
        }
        "links" if cell("kind") == "merged-by-hand" => Some(EarlierPart::ByHand([own("record_a"), own("record_b")])),
        "interruptions" => Some(EarlierPart::Page(own("incident_id"))),
        _ => None,
    }
}

/// The facts of a row of the table of incidents.
#[must_use]
pub fn incident<'a>(cell: &dyn Fn(&str) -> &'a str) -> ReportedIncident {
    let own = |column: &str| cell(column).to_owned();
    ReportedIncident {
        id: own("incident_id"),
        record_ids: own("record_ids"),
        included: cell("included") == "true",
        exclusion: own("exclusion"),
        in_period: cell("in_period") == "true",
        status: own("status"),
        severity: cell("severity").parse().ok(),
        stated_severity: own("stated_severity"),
        customer_facing: own("customer_facing"),
        areas: own("areas"),
        started: instant(cell("started_at")),
        resolved: instant(cell("resolved_at")),
        closed: instant(cell("closed_at")),
        pages: None,
        fresh: false,
    }
}

fn instant(text: &str) -> Option<Millis> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis())
}
