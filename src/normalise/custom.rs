//! Fields that an organisation defined itself: what they mean, from their names and the settings.
//!
//! Only names that can hardly mean anything else are understood without help; the rest is for `[fields]` in the
//! settings. A field of the format itself always wins over one of the organisation.

use crate::model::record::{Stamp, StatedIncident};
use crate::model::remark::Rule;
use crate::normalise::NormaliseParams;
use crate::normalise::Notes;
use std::borrow::Cow;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
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
pub const WORDS: &[(&str, Meaning)] = &[
    ("service", Meaning::Service),
    ("component", Meaning::Component),
    ("team", Meaning::Team),
    ("environment", Meaning::Environment),
    ("region", Meaning::Region),
    ("factor", Meaning::Factor),
    ("severity", Meaning::Severity),
    ("detection", Meaning::Detection),
    ("resolution", Meaning::Resolution),
    ("customer_facing", Meaning::CustomerFacing),
    ("summary", Meaning::Summary),
    ("started_at", Meaning::Started),
    ("detected_at", Meaning::Detected),
    ("declared_at", Meaning::Declared),
    ("acknowledged_at", Meaning::Acknowledged),
    ("mitigated_at", Meaning::Mitigated),
    ("resolved_at", Meaning::Resolved),
    ("closed_at", Meaning::Closed),
    ("ignore", Meaning::Ignored),
];

/// Names as they are given most, as [`key`] writes them.
const NAMES: &[(Meaning, &[&str])] = &[
    (
        Meaning::Service,
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
        Meaning::Component,
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
        Meaning::Team,
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
    (Meaning::Environment, &["environment", "environments", "affected environment", "affected environments"]),
    (Meaning::Region, &["region", "regions", "affected region", "affected regions", "data center", "datacenter"]),
    (
        Meaning::Factor,
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
    (Meaning::Severity, &["severity", "incident severity", "sev"]),
    (
        Meaning::Detection,
        &[
            "detected by",
            "detection method",
            "detection source",
            "how detected",
            "reported by channel",
            "identified by",
        ],
    ),
    (Meaning::Resolution, &["resolution code", "resolution type", "how resolved"]),
    (Meaning::CustomerFacing, &["customer impact", "customer facing", "customers impacted", "customer impacting"]),
    (
        Meaning::Started,
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
    (Meaning::Detected, &["detected at", "time detected", "detection time", "detected"]),
    (Meaning::Declared, &["reported at", "declared at"]),
    (Meaning::Acknowledged, &["accepted at", "acknowledged at", "time acknowledged"]),
    (
        Meaning::Mitigated,
        &["fixed at", "mitigated at", "impact ended at", "impact end", "impact ended", "time mitigated", "mitigated"],
    ),
    (Meaning::Resolved, &["resolved at", "end time", "incident end", "incident end time", "time resolved"]),
    (Meaning::Closed, &["closed at"]),
];

/// Name of a field as it is compared: lower case, words apart by one blank.
#[must_use]
pub fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The meaning of a field: by the settings, else by its name.
#[must_use]
pub fn meaning(name: &str, params: &NormaliseParams) -> Option<Meaning> {
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
            notes.add(word, &format!("{}: {first}", field.name), first, Rule::OwnField);
        }
    }
    Cow::Owned(whole)
}

/// Puts values where they belong; false when there is a value already, or none is wanted.
fn put(to: &mut StatedIncident, meaning: Meaning, first: &str, all: &[String]) -> bool {
    let list = match meaning {
        Meaning::Service => Some(&mut to.services),
        Meaning::Component => Some(&mut to.components),
        Meaning::Team => Some(&mut to.teams),
        Meaning::Environment => Some(&mut to.environments),
        Meaning::Region => Some(&mut to.regions),
        Meaning::Factor => Some(&mut to.factors),
        _ => None,
    };
    if let Some(list) = list {
        let before = list.len();
        let fresh: Vec<String> = all.iter().filter(|v| !list.contains(v)).cloned().collect();
        list.extend(fresh);
        return list.len() > before;
    }
    let text = match meaning {
        Meaning::Severity => Some(&mut to.severity),
        Meaning::Detection => Some(&mut to.detection),
        Meaning::Resolution => Some(&mut to.resolution),
        Meaning::Summary => Some(&mut to.summary),
        _ => None,
    };
    if let Some(text) = text {
        let empty = text.trim().is_empty();
        if empty {
            first.clone_into(text);
        }
        return empty;
    }
    if meaning == Meaning::CustomerFacing {
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

fn put_time(to: &mut StatedIncident, meaning: Meaning, text: &str) -> bool {
    let (slot, field) = match meaning {
        Meaning::Started => (&mut to.started_at, "started_at"),
        Meaning::Detected => (&mut to.detected_at, "detected_at"),
        Meaning::Declared => (&mut to.declared_at, "declared_at"),
        Meaning::Acknowledged => (&mut to.acknowledged_at, "acknowledged_at"),
        Meaning::Mitigated => (&mut to.mitigated_at, "mitigated_at"),
        Meaning::Resolved => (&mut to.resolved_at, "resolved_at"),
        Meaning::Closed => (&mut to.closed_at, "closed_at"),
        _ => return false,
    };
    let empty = slot.as_ref().is_none_or(|stamp| stamp.text.trim().is_empty());
    if empty {
        *slot = Some(Stamp { text: text.to_owned(), field });
    }
    empty
}
