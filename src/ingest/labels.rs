//! Labels of issue trackers that state a field: `severity::2`, `service:checkout-api`, `area/billing`, `P1`.
//!
//! A label is taken for a field only when it names the field before a separator, or when it is one of the two severity
//! scales that everybody writes without one (`sev1`, `P1`). Everything else stays what it is, a word.

use crate::ingest::lenient::push_name;
use crate::model::record::{Kind, StatedIncident};

const SERVICE: [&str; 4] = ["service", "services", "svc", "product"];
const COMPONENT: [&str; 4] = ["component", "comp", "area", "feature"];
const TEAM: [&str; 4] = ["team", "squad", "group", "owner"];
const ENVIRONMENT: [&str; 2] = ["environment", "env"];
const REGION: [&str; 2] = ["region", "location"];
const FACTOR: [&str; 5] = ["cause", "root cause", "contributing factor", "factor", "rootcause"];
const SEVERITY: [&str; 2] = ["severity", "sev"];
const PRIORITY: [&str; 2] = ["priority", "prio"];
const DETECTION: [&str; 4] = ["detection", "detected by", "detected via", "source"];

/// Puts what the labels state into an incident. Fields that it has already are kept.
pub fn fill<'a>(labels: impl Iterator<Item = &'a str>, incident: &mut StatedIncident) {
    let (mut severity, mut priority) = (String::new(), String::new());
    for label in labels.map(str::trim) {
        kind(label, incident);
        if let Some(word) = scale(label) {
            let slot = if word.starts_with(['p', 'P']) { &mut priority } else { &mut severity };
            set(slot, word);
            continue;
        }
        let Some((scope, value)) = scoped(label) else { continue };
        match scope.as_str() {
            s if SERVICE.contains(&s) => push_name(&mut incident.services, value),
            s if COMPONENT.contains(&s) => push_name(&mut incident.components, value),
            s if TEAM.contains(&s) => push_name(&mut incident.teams, value),
            s if ENVIRONMENT.contains(&s) => push_name(&mut incident.environments, value),
            s if REGION.contains(&s) => push_name(&mut incident.regions, value),
            s if FACTOR.contains(&s) => push_name(&mut incident.factors, value),
            s if SEVERITY.contains(&s) => set(&mut severity, value),
            s if PRIORITY.contains(&s) => set(&mut priority, value),
            s if DETECTION.contains(&s) => set(&mut incident.detection, value),
            _ => {}
        }
    }
    set(&mut incident.severity, &severity);
    set(&mut incident.severity, &priority);
}

fn set(slot: &mut String, value: &str) {
    if slot.is_empty() {
        value.clone_into(slot);
    }
}

/// What stands before and behind the first separator. Scopes are compared in lower case, with blanks for hyphens.
fn scoped(label: &str) -> Option<(String, &str)> {
    let at = label.find([':', '/', '='])?;
    let (scope, rest) = label.split_at(at);
    let value = rest.trim_start_matches([':', '/', '=']).trim();
    let scope = scope.trim().to_lowercase().replace(['-', '_'], " ");
    (!value.is_empty()).then_some((scope, value))
}

/// The label when it is a step of a severity or priority scale: `sev1`, `SEV-2`, `p3`.
pub fn scale(label: &str) -> Option<&str> {
    let lower = label.trim().to_lowercase();
    let rest = lower.strip_prefix("sev").or_else(|| lower.strip_prefix('p'))?;
    let step = rest.trim_start_matches(['-', '_', ' ']);
    let digit = step.chars().next().is_some_and(|c| ('0'..='5').contains(&c));
    (digit && step.chars().count() == 1).then(|| label.trim())
}

fn kind(label: &str, incident: &mut StatedIncident) {
    let word = scoped(label).filter(|(scope, _)| scope == "type" || scope == "kind").map_or(label, |(_, value)| value);
    match word.to_lowercase().as_str() {
        "drill" | "game day" | "gameday" | "fire drill" => incident.kind = Kind::Drill,
        "maintenance" | "planned maintenance" | "scheduled maintenance" => incident.kind = Kind::Maintenance,
        _ => {}
    }
}
