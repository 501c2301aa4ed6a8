//! One stated incident to one normalised incident.

use crate::model::incident::{FollowUp, Incident, Involvement, Resolution, ResolvedBy, Status, Times};
use crate::model::person::Mentions;
use crate::model::record::{LinkKind, Record, Role, Stamp, StatedFollowUp, StatedIncident, StatedResolver};
use crate::model::remark::RemarkRule;
use crate::model::time::Millis;
use crate::normalise::areas::{self, AliasesOfKind};
use crate::normalise::exclusion;
use crate::normalise::lengths;
use crate::normalise::plain_text::plain;
use crate::normalise::planned::{self, ExclusionFacts};
use crate::normalise::severity;
use crate::normalise::status;
use crate::normalise::time::{TimeContext, iso};
use crate::normalise::{NormaliseParams, Notes};
use crate::text::visible;

/// How much of a summary is kept; the rest is in the export, where the record's origin points.
const SUMMARY_CHARS: usize = 2_000;

/// Most that one incident can have cost, in seconds: about a hundred years of one person. What says more is no time that
/// somebody recorded.
const MAX_EFFORT_S: f64 = 3_155_760_000.0;

/// Normalises an incident record.
#[must_use]
pub fn normalise(
    record: &Record,
    stated: &StatedIncident,
    context: TimeContext,
    params: &NormaliseParams,
    mentions: &mut Mentions,
    notes: &mut Notes,
) -> Incident {
    let title = text("title", &stated.title, notes);
    let summary: String = plain(&stated.summary).chars().take(SUMMARY_CHARS).collect();
    let status = status_of(&stated.status, notes);
    let exclusion = exclusion(record, stated, status, &title, &summary, params, notes);
    let mut times = times(stated, context, notes);
    settle_length(&mut times, stated, status, notes);
    let (detection, resolution) = (status::detection(&stated.detection, record.role), resolution(stated));
    let resolved_by = resolved_by(record, &stated.resolver, mentions);
    let severity = level(stated, params, notes);
    let people = people(record, stated, context, mentions, notes);
    let follow_ups = stated.follow_ups.iter().map(|f| follow_up(record, f, context, mentions, notes)).collect();
    Incident {
        title,
        summary,
        status,
        severity,
        stated_severity: severity::stated(&stated.severity).to_owned(),
        customer_facing: stated.customer_facing.or((record.role == Role::StatusPage).then_some(true)),
        services: aliased("service", &stated.services, &params.services, notes),
        components: aliased("component", &stated.components, &params.components, notes),
        teams: aliased("team", &stated.teams, &params.teams, notes),
        environment: stated.environments.first().cloned().unwrap_or_default(),
        regions: cleaned(&stated.regions),
        factors: cleaned(&stated.factors),
        times,
        detection,
        resolution,
        resolved_by,
        effort_s: effort(&stated.effort_s, notes),
        policy: plain(&stated.policy),
        links: links(stated),
        people,
        follow_ups,
        exclusion,
        ..as_stated(record, stated)
    }
}

/// What needs no reading.
fn as_stated(record: &Record, stated: &StatedIncident) -> Incident {
    Incident {
        source: record.source.clone(),
        role: record.role,
        native_id: record.native_id.clone(),
        number: stated.number.clone(),
        url: stated.url.clone(),
        kind: stated.kind,
        reopen_count: stated.reopen_count,
        reassignment_count: stated.reassignment_count,
        escalation_count: stated.escalation_count,
        alert_count: stated.alert_count,
        interruptions: stated.interruptions.total,
        sleep_interruptions: stated.interruptions.sleep,
        outage_key: stated.outage_key.clone(),
        one_row_per_event: stated.one_row_per_event,
        ..Incident::default()
    }
}

fn links(stated: &StatedIncident) -> Vec<(LinkKind, String)> {
    let trimmed = stated.links.iter().map(|l| (l.kind, l.target.trim().to_owned()));
    trimmed.filter(|(_, target)| !target.is_empty()).collect()
}

/// A stated effort in seconds. What is no length of time that people can spend is left out, with a remark.
fn effort(stated: &str, notes: &mut Notes) -> Option<f64> {
    let stated = stated.trim();
    let seconds: Option<f64> = stated.parse().ok().filter(|s: &f64| (0.0..=MAX_EFFORT_S).contains(s));
    if seconds.is_none() && !stated.is_empty() {
        notes.add("effort", stated, "", RemarkRule::WrongType);
    }
    seconds
}

fn text(field: &'static str, stated: &str, notes: &mut Notes) -> String {
    let value = plain(stated);
    if visible::hides(stated) {
        notes.add(field, &visible::hidden(stated), &value, RemarkRule::HiddenCharacters);
    } else if value != stated.trim() {
        notes.add(field, stated, &value, RemarkRule::PlainText);
    }
    value
}

fn cleaned(values: &[String]) -> Vec<String> {
    values.iter().map(|v| plain(v)).filter(|v| !v.is_empty()).collect()
}

fn aliased(field: &'static str, values: &[String], aliases: &AliasesOfKind, notes: &mut Notes) -> Vec<String> {
    for stated in values.iter().filter(|stated| visible::hides(stated)) {
        notes.add(field, &visible::hidden(stated), &plain(stated), RemarkRule::HiddenCharacters);
    }
    cleaned(values)
        .into_iter()
        .map(|value| match areas::alias(aliases, &value) {
            Some(name) if *name != value => {
                notes.add(field, &value, name, RemarkRule::Alias);
                name.clone()
            }
            _ => value,
        })
        .collect()
}

fn status_of(stated: &str, notes: &mut Notes) -> Status {
    if stated.trim().is_empty() {
        return Status::Unknown;
    }
    let Some(status) = status::status(stated) else {
        notes.add("status", stated, Status::Unknown.code(), RemarkRule::StatusUnknown);
        return Status::Unknown;
    };
    if !stated.trim().eq_ignore_ascii_case(status.code()) {
        notes.add("status", stated, status.code(), RemarkRule::StatusMapped);
    }
    status
}

fn level(stated: &StatedIncident, params: &NormaliseParams, notes: &mut Notes) -> Option<u8> {
    let word = stated.severity.trim();
    if word.is_empty() {
        return None;
    }
    let level = params.crosswalk.level(word);
    if level.is_none() && severity::is_unstated(word) {
        notes.add("severity", word, "", RemarkRule::NotSet);
        return None;
    }
    let (text, rule) = match level {
        Some(level) => (level.to_string(), RemarkRule::SeverityMapped),
        None => (String::new(), RemarkRule::SeverityUnknown),
    };
    if text != word {
        notes.add("severity", word, &text, rule);
    }
    level
}

fn exclusion(
    record: &Record,
    stated: &StatedIncident,
    status: Status,
    title: &str,
    summary: &str,
    params: &NormaliseParams,
    notes: &mut Notes,
) -> String {
    let facts = ExclusionFacts { kind: stated.kind, role: record.role, status, title, summary };
    let rule = planned::exclusion(&facts).filter(|rule| match *rule {
        exclusion::PLANNED_WORK => params.exclude_planned,
        exclusion::DRILL | exclusion::TEST => params.exclude_drills,
        exclusion::REQUEST => params.exclude_requests,
        _ => true,
    });
    let rule = rule.unwrap_or("");
    if !rule.is_empty() {
        notes.add("kind", title, rule, RemarkRule::NotAnIncident);
    }
    rule.to_owned()
}

fn times(stated: &StatedIncident, context: TimeContext, notes: &mut Notes) -> Times {
    let mut read = |stamp: &Option<Stamp>| notes.time(stamp.as_ref(), context);
    let times = Times {
        started: read(&stated.started_at),
        detected: read(&stated.detected_at),
        declared: read(&stated.declared_at),
        acknowledged: read(&stated.acknowledged_at),
        mitigated: read(&stated.mitigated_at),
        resolved: read(&stated.resolved_at),
        closed: read(&stated.closed_at),
        modified: read(&stated.modified_at),
    };
    report_order(&times, stated, notes);
    lengths::check(&times, stated, notes);
    times
}

/// An end that follows from a length is told as that; the length of what is still open leads to none.
fn settle_length(times: &mut Times, stated: &StatedIncident, status: Status, notes: &mut Notes) {
    let (Some(end), Some(at)) = (stated.resolved_at.as_ref().filter(|_| by_length(stated)), times.resolved) else {
        return;
    };
    if is_running(stated, status) {
        times.resolved = None;
        notes.add("duration", &end.text, "", RemarkRule::StillRunning);
    } else {
        notes.add("duration", &end.text, &iso(at), RemarkRule::EndFromLength);
    }
}

/// Whether the end is no more than how long it has lasted so far: tools that state a length count on while it is open.
fn is_running(stated: &StatedIncident, status: Status) -> bool {
    by_length(stated) && matches!(status, Status::Open | Status::Acknowledged | Status::Mitigated)
}

fn by_length(stated: &StatedIncident) -> bool {
    stated.resolved_at.as_ref().is_some_and(|stamp| stamp.field == "duration")
}

/// Up to a minute of disorder is clock noise; it is remarked on in the same way, with its size.
fn report_order(times: &Times, stated: &StatedIncident, notes: &mut Notes) {
    let start = times.started.or_else(|| [times.detected, times.declared].into_iter().flatten().min());
    let (Some(start), Some(end), Some(stamp)) = (start, times.resolved, &stated.resolved_at) else { return };
    if end < start {
        let gap = (start - end) / 1_000;
        let note = if gap <= 60 { "within clock resolution" } else { "kept, but not used for durations" };
        notes.add(
            "resolved_at",
            &stamp.text,
            &format!("{gap} s before the start: {note}"),
            RemarkRule::ImpossibleOrder,
        );
    }
}

fn resolution(stated: &StatedIncident) -> Resolution {
    match (status::resolution(&stated.resolution), &stated.resolver) {
        (Resolution::Unknown, StatedResolver::Machine) => Resolution::AutoResolved,
        (Resolution::Unknown, StatedResolver::Merge) => Resolution::Duplicate,
        (known, _) => known,
    }
}

fn resolved_by(record: &Record, resolver: &StatedResolver, mentions: &mut Mentions) -> ResolvedBy {
    match resolver {
        StatedResolver::Unknown => ResolvedBy::Unknown,
        StatedResolver::Machine => ResolvedBy::Machine,
        StatedResolver::Merge => ResolvedBy::Merge,
        StatedResolver::Person(person) => {
            mentions.code(&record.source, person).map_or(ResolvedBy::Unknown, ResolvedBy::Person)
        }
    }
}

fn people(
    record: &Record,
    stated: &StatedIncident,
    context: TimeContext,
    mentions: &mut Mentions,
    notes: &mut Notes,
) -> Vec<Involvement> {
    // Whoever is only named is known, and took no part.
    for person in &stated.bystanders {
        mentions.code(&record.source, person);
    }
    let mut people = Vec::with_capacity(stated.people.len());
    for part in &stated.people {
        let Some(person) = mentions.code(&record.source, &part.person) else { continue };
        people.push(Involvement {
            person,
            role: part.role.trim().to_owned(),
            via: part.via,
            notified: notes.time(part.notified_at.as_ref(), context),
            joined: notes.time(part.joined_at.as_ref(), context),
            left: notes.time(part.left_at.as_ref(), context),
        });
    }
    people
}

/// A follow-up, stated inside a review or in a list of its own.
#[must_use]
pub fn follow_up(
    record: &Record,
    stated: &StatedFollowUp,
    context: TimeContext,
    mentions: &mut Mentions,
    notes: &mut Notes,
) -> FollowUp {
    let mut read = |stamp: &Option<Stamp>| -> Option<Millis> { notes.time(stamp.as_ref(), context) };
    let (created, due, completed) = (read(&stated.created_at), read(&stated.due_at), read(&stated.completed_at));
    FollowUp {
        id: stated.id.clone(),
        title: plain(&stated.title),
        owner: mentions.code(&record.source, &stated.owner),
        created,
        due,
        completed,
        status: stated.status.trim().to_lowercase(),
        record: None,
    }
}
