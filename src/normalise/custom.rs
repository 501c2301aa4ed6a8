//! Fields that an organisation defined itself: what they mean, from their names and the settings.
//!
//! Only names that can hardly mean anything else are understood without help; the rest is for `[fields]` in the
//! settings. A field of the format itself always wins over one of the organisation.

use crate::model::record::{Stamp, StatedIncident};
use crate::model::remark::RemarkRule;
use crate::normalise::NormaliseParams;
use crate::normalise::Notes;
use std::borrow::Cow;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldMeaning {
    Service,
    Component,
    Team,
    Environment,
    Region,
    Factor,
    Severity,
    Detection,
    Resolution,
    CustomerFacing,
    Summary,
    Started,
    Detected,
    Declared,
    Acknowledged,
    Mitigated,
    Resolved,
    Closed,
    /// Nothing a review needs, whatever the name says.
    Ignored,
}

/// Words of the settings for the meanings, which are also the public names of the fields.
pub const WORDS: &[(&str, FieldMeaning)] = &[
    ("service", FieldMeaning::Service),
    ("component", FieldMeaning::Component),
    ("team", FieldMeaning::Team),
    ("environment", FieldMeaning::Environment),
    ("region", FieldMeaning::Region),
    ("factor", FieldMeaning::Factor),
    ("severity", FieldMeaning::Severity),
    ("detection", FieldMeaning::Detection),
    ("resolution", FieldMeaning::Resolution),
    ("customer_facing", FieldMeaning::CustomerFacing),
    ("summary", FieldMeaning::Summary),
    ("started_at", FieldMeaning::Started),
    ("detected_at", FieldMeaning::Detected),
    ("declared_at", FieldMeaning::Declared),
    ("acknowledged_at", FieldMeaning::Acknowledged),
    ("mitigated_at", FieldMeaning::Mitigated),
    ("resolved_at", FieldMeaning::Resolved),
    ("closed_at", FieldMeaning::Closed),
    ("ignore", FieldMeaning::Ignored),
];

/// Names as they are given most, as [`key`] writes them.
const NAMES: &[(FieldMeaning, &[&str])] = &[
    (
        FieldMeaning::Service,
        &[
            "service",
            "services",
            "service name",
            "affected service",
            "affected services",
            "impacted service",
            "impacted services",
            "affected product",
            "affected products",
            "affected system",
            "affected systems",
        ],
    ),
    (
        FieldMeaning::Component,
        &[
            "component",
            "components",
            "affected component",
            "affected components",
            "feature",
            "features",
            "functionality",
            "functionalities",
        ],
    ),
    (
        FieldMeaning::Team,
        &[
            "team",
            "teams",
            "affected team",
            "affected teams",
            "owning team",
            "owner team",
            "responsible team",
            "impacted teams",
        ],
    ),
    (FieldMeaning::Environment, &["environment", "environments", "affected environment", "affected environments"]),
    (FieldMeaning::Region, &["region", "regions", "affected region", "affected regions", "data center", "datacenter"]),
    (
        FieldMeaning::Factor,
        &[
            "contributing factor",
            "contributing factors",
            "root cause",
            "root causes",
            "cause",
            "causes",
            "root cause category",
            "cause category",
            "cause type",
        ],
    ),
    (FieldMeaning::Severity, &["severity", "incident severity", "sev"]),
    (
        FieldMeaning::Detection,
        &[
            "detected by",
            "detection method",
            "detection source",
            "how detected",
            "reported by channel",
            "identified by",
        ],
    ),
    (FieldMeaning::Resolution, &["resolution code", "resolution type", "how resolved"]),
    (FieldMeaning::CustomerFacing, &["customer impact", "customer facing", "customers impacted", "customer impacting"]),
    (
        FieldMeaning::Started,
        &[
            "impact started at",
            "impact start",
            "impact started",
            "impact start time",
            "start time",
            "started at",
            "incident start",
            "incident start time",
            "start of impact",
        ],
    ),
    (FieldMeaning::Detected, &["detected at", "time detected", "detection time", "detected"]),
    (FieldMeaning::Declared, &["reported at", "declared at"]),
    (FieldMeaning::Acknowledged, &["accepted at", "acknowledged at", "time acknowledged"]),
    (
        FieldMeaning::Mitigated,
        &["fixed at", "mitigated at", "impact ended at", "impact end", "impact ended", "time mitigated", "mitigated"],
    ),
    (FieldMeaning::Resolved, &["resolved at", "end time", "incident end", "incident end time", "time resolved"]),
    (FieldMeaning::Closed, &["closed at"]),
];

/// Name of a field as it is compared: lower case, words apart by one blank.
#[must_use]
pub fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The meaning of a field: by the settings, else by its name.
#[must_use]
pub fn meaning(name: &str, params: &NormaliseParams) -> Option<FieldMeaning> {
    let key = key(name);
    let known = || NAMES.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(meaning, _)| *meaning);
    params.fields.get(&key).copied().or_else(known)
}

/// The incident with its own fields read into those they stand for.
pub fn read<'a>(stated: &'a StatedIncident, params: &NormaliseParams, notes: &mut Notes) -> Cow<'a, StatedIncident> {
    if stated.custom.is_empty() {
        return Cow::Borrowed(stated);
    }
    let mut whole = stated.clone();
    for field in std::mem::take(&mut whole.custom) {
        let Some(meaning) = meaning(&field.name, params) else { continue };
        let values = || field.values.iter().map(|v| v.trim()).filter(|v| !v.is_empty());
        if let Some(first) = values().next()
            && put(&mut whole, meaning, first, &values().map(str::to_owned).collect::<Vec<_>>())
        {
            let word = WORDS.iter().find(|(_, of)| *of == meaning).map_or("custom", |(word, _)| *word);
            notes.add(word, &format!("{}: {first}", field.name), first, RemarkRule::OwnField);
        }
    }
    Cow::Owned(whole)
}

/// Puts values where they belong; false when there is a value already, or none is wanted.
fn put(to: &mut StatedIncident, meaning: FieldMeaning, first: &str, all: &[String]) -> bool {
    let list = match meaning {
        FieldMeaning::Service => Some(&mut to.services),
        FieldMeaning::Component => Some(&mut to.components),
        FieldMeaning::Team => Some(&mut to.teams),
        FieldMeaning::Environment => Some(&mut to.environments),
        FieldMeaning::Region => Some(&mut to.regions),
        FieldMeaning::Factor => Some(&mut to.factors),
        _ => None,
    };
    if let Some(list) = list {
        let before = list.len();
        let fresh: Vec<String> = all.iter().filter(|v| !list.contains(v)).cloned().collect();
        list.extend(fresh);
        return list.len() > before;
    }
    let text = match meaning {
        FieldMeaning::Severity => Some(&mut to.severity),
        FieldMeaning::Detection => Some(&mut to.detection),
        FieldMeaning::Resolution => Some(&mut to.resolution),
        FieldMeaning::Summary => Some(&mut to.summary),
        _ => None,
    };
    if let Some(text) = text {
        let empty = text.trim().is_empty();
        if empty {
            first.clone_into(text);
        }
        return empty;
    }
    if meaning == FieldMeaning::CustomerFacing {
        return to.customer_facing.is_none()
            && yes_or_no(first).is_some_and(|yes| to.customer_facing.replace(yes).is_none());
    }
    put_time(to, meaning, first)
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "true" | "1" | "y" => Some(true),
        "no" | "false" | "0" | "n" | "none" => Some(false),
        _ => None,
    }
}

fn put_time(to: &mut StatedIncident, meaning: FieldMeaning, text: &str) -> bool {
    let (slot, field) = match meaning {
        FieldMeaning::Started => (&mut to.started_at, "started_at"),
        FieldMeaning::Detected => (&mut to.detected_at, "detected_at"),
        FieldMeaning::Declared => (&mut to.declared_at, "declared_at"),
        FieldMeaning::Acknowledged => (&mut to.acknowledged_at, "acknowledged_at"),
        FieldMeaning::Mitigated => (&mut to.mitigated_at, "mitigated_at"),
        FieldMeaning::Resolved => (&mut to.resolved_at, "resolved_at"),
        FieldMeaning::Closed => (&mut to.closed_at, "closed_at"),
        _ => return false,
    };
    let empty = slot.as_ref().is_none_or(|stamp| stamp.text.trim().is_empty());
    if empty {
        *slot = Some(Stamp { text: text.to_owned(), field });
    }
    empty
}
