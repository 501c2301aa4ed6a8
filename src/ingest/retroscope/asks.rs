//! What a report asked for, out of its `findings.json`. Reports of older versions hold the words only.

use crate::ingest::fields::Fields;
use crate::model::ask::{EarlierAsk, EarlierCheck};
use crate::model::time::{Millis, Window};
use chrono::DateTime;
use std::collections::BTreeMap;

/// Asks that are read of one report; ours have three.
const MOST: usize = 20;
/// Characters of one ask; ours are two or three sentences.
const LONGEST: usize = 600;

/// The asks of a document; none where it holds none.
#[must_use]
pub fn of(document: Fields) -> Vec<EarlierAsk> {
    let period = document.string("period");
    let checks: BTreeMap<String, Fields> =
        document.at("checks").items().map(|check| (check.string("ask"), check)).collect();
    let asks = document.at("asks").items().map(|ask| ask.said().into_owned()).filter(|ask| !ask.is_empty());
    let read = |ask: String| EarlierAsk {
        period: period.clone(),
        check: checks.get(&ask).and_then(|check| stated(*check, document)),
        ask: ask.chars().take(LONGEST).collect(),
    };
    asks.take(MOST).map(read).collect()
}

/// A check that has all it needs; of another version it may not.
fn stated(check: Fields, document: Fields) -> Option<EarlierCheck> {
    let window = Window { start: instant(check, "from")?, end: instant(check, "until")? };
    let claims = texts(check, "claims");
    let hangs = |claim: &Fields| claims.contains(&claim.string("id"));
    (window.start < window.end).then_some(EarlierCheck {
        code: check.string("code"),
        subject: texts(check, "subject"),
        threshold: check.at("threshold").number()?.as_f64()?,
        window,
        incident_ids: document
            .at("claims")
            .items()
            .filter(hangs)
            .flat_map(|claim| texts(claim, "incident_ids"))
            .collect(),
    })
}

fn texts(of: Fields, path: &str) -> Vec<String> {
    of.at(path).items().map(|text| text.said().into_owned()).filter(|text| !text.is_empty()).collect()
}

fn instant(of: Fields, path: &str) -> Option<Millis> {
    DateTime::parse_from_rfc3339(&of.text(path)).ok().map(|at| at.timestamp_millis())
}
