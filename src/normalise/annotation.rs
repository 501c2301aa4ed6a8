//! Stated annotations to actions, with a clear message for each that can't be one.

use crate::model::annotation::{Action, CorrectedField, StatedAnnotation, TextField, TimeField};
use crate::model::incident::{Detection, Resolution};
use crate::model::kind::Role;
use crate::model::record::Stamp;
use crate::model::time::Millis;
use crate::normalise::severity::Crosswalk;
use crate::normalise::status;
use crate::normalise::time::{TimeContext, parse};

/// The words for actions, with what they need.
const ACTIONS: &str = "set (field, value), merge (value: the other record), split (value: the other record, or nothing), \
                       exclude, include, rename (value), confirm-factor (value), same-problem (value: \
                       the other record), other-problem (value: the other record), claim-fix (value: when)";
const TIMES: [(&str, TimeField); 7] = [
    ("started_at", TimeField::Started),
    ("detected_at", TimeField::Detected),
    ("declared_at", TimeField::Declared),
    ("acknowledged_at", TimeField::Acknowledged),
    ("mitigated_at", TimeField::Mitigated),
    ("resolved_at", TimeField::Resolved),
    ("closed_at", TimeField::Closed),
];
const TEXTS: [(&str, TextField); 8] = [
    ("title", TextField::Title),
    ("summary", TextField::Summary),
    ("service", TextField::Services),
    ("component", TextField::Components),
    ("team", TextField::Teams),
    ("environment", TextField::Environment),
    ("region", TextField::Regions),
    ("factor", TextField::Factors),
];
const WORDS: [&str; 5] = ["severity", "status", "detection", "resolution", "customer_facing"];

/// Reads what an annotation asks for.
///
/// # Errors
/// Says what is missing or not understood, and what could stand there.
pub fn action(stated: &StatedAnnotation, context: TimeContext, crosswalk: &Crosswalk) -> Result<Action, String> {
    if stated.target.trim().is_empty() {
        return Err("the annotation names no target; give the id, number or address of a record".to_owned());
    }
    let value = stated.value.trim();
    let needed = |what: &str| {
        if value.is_empty() {
            Err(format!("{} needs {what} in `value`", stated.action.trim()))
        } else {
            Ok(value.to_owned())
        }
    };
    let word = stated.action.trim().to_lowercase().replace(['_', ' '], "-");
    match word.as_str() {
        "set" | "correct" => field(&stated.field, value, context, crosswalk).map(|f| Action::Set(f, value.to_owned())),
        "merge" => needed("the other record").map(Action::Merge),
        "split" | "unmerge" => Ok(Action::Split(value.to_owned())),
        "exclude" => Ok(Action::Exclude),
        "include" => Ok(Action::Include),
        "rename" => needed("the new title").map(|title| Action::Set(CorrectedField::Text(TextField::Title), title)),
        "confirm-factor" | "factor" => needed("the factor").map(Action::ConfirmFactor),
        "same-problem" => needed("the other record").map(Action::SameProblem),
        "other-problem" => needed("the other record").map(Action::OtherProblem),
        "claim-fix" => time(value, context).map(Action::ClaimFix),
        _ => Err(format!("the action \"{}\" is not known; known are {ACTIONS}", stated.action.trim())),
    }
}

fn field(name: &str, value: &str, context: TimeContext, crosswalk: &Crosswalk) -> Result<CorrectedField, String> {
    let key = name.trim().to_lowercase().replace([' ', '-'], "_");
    if let Some((_, field)) = TIMES.iter().find(|(word, _)| *word == key) {
        return time(value, context).map(|at| CorrectedField::Time(*field, at));
    }
    let plain = |word: &str| key == word || key.strip_suffix('s') == Some(word);
    if let Some((_, field)) = TEXTS.iter().find(|(word, _)| plain(word)) {
        return Ok(CorrectedField::Text(*field));
    }
    let unknown = |known: &str| Err(format!("\"{value}\" is no {key}; known are {known}"));
    match key.as_str() {
        "severity" => crosswalk
            .level(value)
            .map_or_else(|| unknown("1 to 5 and the words of [severity]"), |l| Ok(CorrectedField::Severity(l))),
        "status" => status::status(value).map_or_else(
            || unknown("open, acknowledged, mitigated, resolved, closed, cancelled"),
            |s| Ok(CorrectedField::Status(s)),
        ),
        "detection" => match status::detection(value, Role::Table) {
            Detection::Unknown => unknown("monitor, customer, human"),
            known => Ok(CorrectedField::Detection(known)),
        },
        "resolution" => match status::resolution(value) {
            Resolution::Unknown => {
                unknown("fixed, workaround, rolled back, restarted, vendor, false alarm, duplicate, auto")
            }
            known => Ok(CorrectedField::Resolution(known)),
        },
        "customer_facing" => match value.to_lowercase().as_str() {
            "yes" | "true" => Ok(CorrectedField::CustomerFacing(true)),
            "no" | "false" => Ok(CorrectedField::CustomerFacing(false)),
            _ => unknown("yes and no"),
        },
        _ => {
            let mut known: Vec<&str> = TIMES.iter().map(|(word, _)| *word).collect();
            known.extend(TEXTS.iter().map(|(word, _)| *word));
            known.extend(WORDS);
            Err(format!("the field \"{}\" can't be set; known are {}", name.trim(), known.join(", ")))
        }
    }
}

fn time(value: &str, context: TimeContext) -> Result<Millis, String> {
    let stamp = Stamp { text: value.to_owned(), field: "value" };
    let read = parse(&stamp, context).ok().flatten();
    read.map(|parsed| parsed.at)
        .ok_or_else(|| format!("\"{value}\" is no time that can be read; write it like 2026-08-11T14:02:00Z"))
}
