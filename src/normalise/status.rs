//! Words for life cycle, detection and ending, from many tools into ours.

use crate::model::incident::{Detection, Resolution, Status};
use crate::model::kind::Role;

const STATUSES: &[(&str, Status)] = &[
    ("triggered", Status::Open),
    ("open", Status::Open),
    ("opened", Status::Open),
    ("reopened", Status::Open),
    ("new", Status::Open),
    ("active", Status::Open),
    ("started", Status::Open),
    ("detected", Status::Open),
    ("in_triage", Status::Open),
    ("unacked", Status::Open),
    ("live", Status::Open),
    ("triage", Status::Open),
    ("paused", Status::Acknowledged),
    ("learning", Status::Resolved),
    ("unconfirmed", Status::Cancelled),
    ("firing", Status::Open),
    ("silenced", Status::Open),
    ("suspended", Status::Open),
    ("investigating", Status::Open),
    ("identified", Status::Open),
    ("in progress", Status::Acknowledged),
    ("in_progress", Status::Acknowledged),
    ("awaiting user info", Status::Acknowledged),
    ("awaiting vendor", Status::Acknowledged),
    ("awaiting problem", Status::Acknowledged),
    ("awaiting evidence", Status::Acknowledged),
    ("on hold", Status::Acknowledged),
    ("work in progress", Status::Acknowledged),
    ("wip", Status::Acknowledged),
    ("assigned", Status::Acknowledged),
    ("accepted", Status::Acknowledged),
    ("pending", Status::Acknowledged),
    ("waiting", Status::Acknowledged),
    ("waiting for customer", Status::Acknowledged),
    ("waiting for support", Status::Acknowledged),
    ("in work", Status::Acknowledged),
    ("under investigation", Status::Acknowledged),
    ("offen", Status::Open),
    ("neu", Status::Open),
    ("in bearbeitung", Status::Acknowledged),
    ("gelöst", Status::Resolved),
    ("behoben", Status::Resolved),
    ("erledigt", Status::Closed),
    ("geschlossen", Status::Closed),
    ("acknowledged", Status::Acknowledged),
    ("acked", Status::Acknowledged),
    ("fixing", Status::Acknowledged),
    ("monitoring", Status::Mitigated),
    ("watching", Status::Mitigated),
    ("mitigated", Status::Mitigated),
    ("stable", Status::Mitigated),
    ("verifying", Status::Mitigated),
    ("resolved", Status::Resolved),
    ("available", Status::Resolved),
    ("done", Status::Resolved),
    ("fixed", Status::Resolved),
    ("terminated", Status::Resolved),
    ("terminated_external", Status::Resolved),
    ("postmortem", Status::Resolved),
    ("postmortem_started", Status::Resolved),
    ("retrospective_started", Status::Resolved),
    ("postmortem_completed", Status::Closed),
    ("retrospective_completed", Status::Closed),
    ("completed", Status::Closed),
    ("closed", Status::Closed),
    ("complete", Status::Closed),
    ("cancelled", Status::Cancelled),
    ("canceled", Status::Cancelled),
    ("declined", Status::Cancelled),
    ("suppressed", Status::Cancelled),
    ("not_planned", Status::Cancelled),
    ("not planned", Status::Cancelled),
    ("merged", Status::Merged),
    ("duplicate", Status::Merged),
    ("scheduled", Status::Scheduled),
    ("planned", Status::Scheduled),
    ("planning", Status::Scheduled),
    ("true", Status::Resolved),
    ("false", Status::Open),
    ("1", Status::Open),
    ("2", Status::Acknowledged),
    ("3", Status::Acknowledged),
    ("6", Status::Resolved),
    ("7", Status::Closed),
    ("8", Status::Cancelled),
];

/// Names of tools that watch systems; an incident that names one as its source was raised by it.
const MONITORING_TOOLS: [&str; 10] = [
    "datadog",
    "prometheus",
    "grafana",
    "cloudwatch",
    "new relic",
    "zabbix",
    "sentry",
    "pingdom",
    "dynatrace",
    "splunk",
];

/// Our word for a stated status; `None` when it is not known.
#[must_use]
pub fn status(stated: &str) -> Option<Status> {
    let word = stated.trim().to_lowercase();
    STATUSES.iter().find(|(name, _)| *name == word).map(|(_, status)| *status)
}

/// Who noticed, from words such as `web_trigger`, `Phone`, `Monitoring`.
#[must_use]
pub fn detection(stated: &str, role: Role) -> Detection {
    let word = stated.trim().to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|p| word.contains(p));
    if word.is_empty() {
        Detection::Unknown
    } else if has(&[
        "web_trigger",
        "walk",
        "manual",
        "chat",
        "direct opening",
        "employee",
        "squadcast ui",
        "human",
        "person",
    ]) {
        Detection::Human
    } else if has(&["customer", "user report"]) {
        Detection::Customer
    } else if has(&["phone", "self service", "self-service", "ivr"]) {
        // A caller may be a customer or a colleague; tickets do not tell, and "customers felt it" must not be guessed.
        Detection::Human
    } else if role == Role::Ticket && matches!(word.as_str(), "email" | "e-mail" | "mail") {
        // A mail to a service desk may come from a person or a machine.
        Detection::Unknown
    } else if has(&["monitor", "event", "api", "nagios", "alert", "integration", "email"]) {
        // Pagers receive most machine alerts by e-mail.
        Detection::Monitor
    } else if MONITORING_TOOLS.iter().any(|tool| word.contains(tool)) {
        Detection::Monitor
    } else {
        Detection::Unknown
    }
}

/// How it ended, from close codes and resolution names. Words that say nothing about it stay unknown.
#[must_use]
pub fn resolution(stated: &str) -> Resolution {
    let word = stated.trim().to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|p| word.contains(p));
    if has(&["duplicate"]) {
        Resolution::Duplicate
    } else if has(&["false alarm", "false positive", "not an incident", "cannot reproduce", "no fault"]) {
        Resolution::FalseAlarm
    } else if has(&["work around", "workaround", "work-around", "worked around"]) {
        Resolution::WorkedAround
    } else if has(&["rollback", "rolled back", "roll back", "revert"]) {
        Resolution::RolledBack
    } else if has(&["restart", "reboot"]) {
        Resolution::Restarted
    } else if has(&["vendor", "third party", "supplier"]) {
        Resolution::Vendor
    } else if has(&["auto"]) {
        Resolution::AutoResolved
    } else if has(&["permanently", "fixed"]) {
        Resolution::Fixed
    } else {
        Resolution::Unknown
    }
}
