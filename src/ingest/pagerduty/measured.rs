//! What PagerDuty measured about an incident: the same facts under nearly the same names in the analytics and in the
//! reports that people download, so the mapping stands here once. A source only says how a fact is looked up.

use crate::ingest::derived_stamp::later;
use crate::ingest::fields::Fields;
use crate::ingest::lenient::{count, push_name, stamp};
use crate::model::record::{
    LinkKind, Stamp, StatedIncident, StatedInterruptions, StatedInvolvement, StatedLink, StatedPerson, StatedResolver,
    Via,
};
use std::borrow::Cow;

/// Names under which the escalation policy stands, the best first.
const POLICY: [&str; 4] =
    ["escalation_policy_name", "escalation_policy_summary", "escalation_policy", "escalation_policy_id"];

/// The texts of a list under a name, with the empty ones, because two lists may stand side by side.
fn list(facts: Fields, name: &str) -> Vec<String> {
    let found = facts.at(name);
    if found.is_list() { found.items().map(|one| one.said().into_owned()).collect() } else { split(&found.said()) }
}

/// `PUPRIYA,PUMAYA` and `["PUPRIYA", "PUMAYA"]`, as spreadsheets and scripts write lists into one cell.
fn split(text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    if text.is_empty() {
        return Vec::new();
    }
    let separator = if text.contains(',') { ',' } else { ';' };
    text.split(separator).map(|part| part.trim().trim_matches(['"', '\'']).trim().to_owned()).collect()
}

/// The first of these facts that is stated, with its name.
fn any<'a>(facts: Fields<'a>, names: &[&'static str]) -> Option<(Cow<'a, str>, &'static str)> {
    names.iter().map(|name| (facts.text(name), *name)).find(|(text, _)| !text.is_empty())
}

pub(super) fn word(facts: Fields, names: &[&'static str]) -> String {
    facts.first(names).into_owned()
}

pub(super) fn time(facts: Fields, names: &[&'static str]) -> Option<Stamp> {
    any(facts, names).and_then(|(text, name)| stamp(&text, name))
}

fn number(facts: Fields, names: &[&'static str]) -> Option<u32> {
    any(facts, names).and_then(|(text, _)| count(&text))
}

/// The incident's id; reports without one are known by `#` and the number. Empty when there is neither.
pub(super) fn native_id(facts: Fields) -> String {
    let id = word(facts, &["id", "incident_id"]);
    let number = number_of(facts);
    if id.is_empty() && !number.is_empty() { by_number(&number) } else { id }
}

fn number_of(facts: Fields) -> String {
    word(facts, &["incident_number", "number", "incident"]).trim_start_matches('#').to_owned()
}

/// What stands for the id in an export that has only the number.
pub(super) fn by_number(number: &str) -> String {
    format!("#{number}")
}

/// Says that a record is the incident with this number, which other exports hold with its id.
pub(super) fn same_number(number: &str) -> StatedLink {
    StatedLink { kind: LinkKind::DuplicateOf, target: number.to_owned() }
}

/// The stated time and as many seconds, as PagerDuty defines its durations: all of them count from the trigger. A
/// duration that is not stated gives no time; it is never taken for zero.
fn after(created: Option<&Stamp>, facts: Fields, field: &'static str) -> Option<Stamp> {
    let seconds = facts.text(field);
    let seconds: i64 = seconds.strip_suffix(".0").unwrap_or(&seconds).parse().ok().filter(|s| *s >= 0)?;
    later(&created?.text, seconds.checked_mul(1_000)?, field)
}

pub(super) fn stated(facts: Fields) -> StatedIncident {
    let detected_at = time(facts, &["created_at", "created_on"]);
    let acknowledged_at = after(detected_at.as_ref(), facts, "seconds_to_first_ack");
    let status = facts.text("status");
    let resolved_at = time(facts, &["resolved_at", "resolved_on"])
        .or_else(|| after(detected_at.as_ref(), facts, "seconds_to_resolve"))
        .or_else(|| time(facts, &["last_status_change_at"]).filter(|_| status.eq_ignore_ascii_case("resolved")));
    let number_stated = number_of(facts);
    let is_known_by_number = native_id(facts) == by_number(&number_stated);
    StatedIncident {
        links: if is_known_by_number { vec![same_number(&number_stated)] } else { Vec::new() },
        number: number_stated,
        title: word(facts, &["description", "title"]),
        url: facts.string("html_url"),
        status: status.into_owned(),
        severity: word(facts, &["priority_name", "priority_summary", "priority"]),
        urgency: facts.string("urgency"),
        services: named(facts, &["service_name", "service_summary", "service", "service_id"]),
        teams: named(facts, &["team_name", "team", "team_id"]),
        policy: word(facts, &POLICY),
        modified_at: time(facts, &["updated_at"]),
        resolver: resolver(facts),
        reassignment_count: number(facts, &["reassignment_count"]),
        escalation_count: number(facts, &["escalation_count"]),
        people: people(facts, acknowledged_at.as_ref()),
        interruptions: StatedInterruptions {
            total: number(facts, &["total_interruptions", "interruptions"]),
            business: number(facts, &["business_hour_interruptions"]),
            off: number(facts, &["off_hour_interruptions"]),
            sleep: number(facts, &["sleep_hour_interruptions"]),
        },
        // What people corrected by hand is better than what the clock says.
        effort_s: word(facts, &["user_defined_effort_seconds", "user_defined_engaged_seconds", "engaged_seconds"]),
        detected_at,
        acknowledged_at,
        resolved_at,
        ..StatedIncident::default()
    }
}

pub(super) fn named(facts: Fields, names: &[&'static str]) -> Vec<String> {
    let mut list = Vec::new();
    push_name(&mut list, &word(facts, names));
    list
}

/// `auto_resolved` is 0 as well where a script resolved through the API, so it says nothing unless it is 1.
fn resolver(facts: Fields) -> StatedResolver {
    let id = facts.string("resolved_by_user_id");
    let name = word(facts, &["resolved_by_user_name", "resolved_by"]);
    if matches!(facts.text("auto_resolved").to_lowercase().as_str(), "1" | "1.0" | "true" | "yes") {
        StatedResolver::Machine
    } else if id.is_empty() && name.is_empty() {
        StatedResolver::Unknown
    } else {
        StatedResolver::Person(StatedPerson { id, name, ..StatedPerson::default() })
    }
}

/// Everybody who is listed, once: assigned means paged, the others came somehow.
fn people(facts: Fields, first_ack: Option<&Stamp>) -> Vec<StatedInvolvement> {
    let assigned = listed(facts, &["assigned_user", "assigned_to_user"]);
    let acknowledged = listed(facts, &["acknowledged_user", "acknowledged_by_user"]);
    let joined = listed(facts, &["joined_user"]);
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for person in assigned {
        add(&mut people, person, Via::Paged, "assignee");
    }
    for person in acknowledged.iter().chain(&joined) {
        add(&mut people, person.clone(), Via::Unknown, "responder");
    }
    // Only where one person alone acknowledged is it known whose acknowledgement the first one was.
    if let [only] = acknowledged.as_slice()
        && let Some(known) = people.iter_mut().find(|known| same(&known.person, only))
    {
        known.joined_at = first_ack.cloned();
    }
    people
}

fn add(people: &mut Vec<StatedInvolvement>, person: StatedPerson, via: Via, role: &str) {
    if !people.iter().any(|known| same(&known.person, &person)) {
        people.push(StatedInvolvement { person, via, role: role.to_owned(), ..StatedInvolvement::default() });
    }
}

fn same(one: &StatedPerson, other: &StatedPerson) -> bool {
    if one.id.is_empty() || other.id.is_empty() { one.name == other.name } else { one.id == other.id }
}

/// Ids and names stand in two lists side by side. Where these differ in length, a name has a comma in it, and only the
/// ids can be relied on.
fn listed(facts: Fields, prefixes: &[&str]) -> Vec<StatedPerson> {
    let of = |suffix: &str| {
        let lists = prefixes.iter().map(|prefix| list(facts, &format!("{prefix}_{suffix}")));
        lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default()
    };
    let (ids, names) = (of("ids"), of("names"));
    let person = |id: &str, name: &str| StatedPerson { id: id.to_owned(), name: name.to_owned(), ..Default::default() };
    let all: Vec<StatedPerson> = if ids.is_empty() {
        names.iter().map(|name| person("", name)).collect()
    } else if ids.len() == names.len() {
        ids.iter().zip(&names).map(|(id, name)| person(id, name)).collect()
    } else {
        ids.iter().map(|id| person(id, "")).collect()
    };
    all.into_iter().filter(|person| !person.id.is_empty() || !person.name.is_empty()).collect()
}
