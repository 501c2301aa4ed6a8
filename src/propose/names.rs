//! What the name of a column says about its meaning: words in the languages that exports come in.

use crate::propose::columns::folded;
use crate::propose::shape::Shape;

/// A fact that a column may hold.
pub(super) struct NamePattern {
    /// The word of the mapping.
    pub(super) target: &'static str,
    /// Shapes that its values may have.
    pub(super) shapes: &'static [Shape],
    /// Words in the column's name that point to it, from the surest to the vaguest, separated by commas; of two words with
    /// a space between them both must be there.
    names: &'static str,
}

const fn rule(target: &'static str, shapes: &'static [Shape], names: &'static str) -> NamePattern {
    NamePattern { target, shapes, names }
}

const TIMES: &[Shape] = &[Shape::Time, Shape::Clock];
const WORDS: &[Shape] =
    &[Shape::Category, Shape::Text, Shape::Other, Shape::Level, Shape::Person, Shape::Key, Shape::Flag];
const LEVELS: &[Shape] = &[Shape::Level, Shape::Category, Shape::Number, Shape::Other, Shape::Key];
const KEYS: &[Shape] = &[Shape::Key, Shape::Number, Shape::Other, Shape::Category];
const NUMBERS: &[Shape] = &[Shape::Number];
const LENGTHS: &[Shape] = &[Shape::Number, Shape::Clock];
const PEOPLE: &[Shape] = &[Shape::Person, Shape::Category, Shape::Other, Shape::Text];
const TEXTS: &[Shape] = &[Shape::Text, Shape::Other, Shape::Category, Shape::Person, Shape::Key];

/// Facts of an incident; of equally good columns the earlier fact takes the first.
pub(super) const INCIDENT: &[NamePattern] = &[
    rule(
        "id",
        KEYS,
        "incident id, incident number, incident key, ticket id, ticket number, case id, case number, id, uid, \
         uuid, key, number, ticket, incident, reference, ref, no, nr, nummer, numero, case, caseid, case concept name, \
         sr number, document key, documentkey, issue key, vorgang nr, fall, request id, request number",
    ),
    rule("url", &[Shape::Address], "url, link, permalink, href, web"),
    rule(
        "title",
        TEXTS,
        "title, headline, subject, short description, name, summary, what happened, what, problem, incident, \
         event, outage, titel, betreff, titre, titulo, asunto, message, description, beschreibung, issue, \
         störung, stoerung, intitule, objet, panne, incidencia, evento",
    ),
    rule(
        "started_at",
        TIMES,
        "started at, start time, start, date debut, fecha inicio, incident date, incident start, outage date, date occurred, started, began, begin, beginning, begin at, impact start, from, \
         outage start, occurred, occurred at, happened, beginn, debut, inicio, von, since, date start, starting, heure debut",
    ),
    rule(
        "detected_at",
        TIMES,
        "detected at, detected, noticed, detection time, discovered, alerted, alert time, triggered, erkannt",
    ),
    rule(
        "declared_at",
        TIMES,
        "declared at, declared, reported at, reported, opened at, opened, created at, created, logged, \
         raised, gemeldet, erstellt, angelegt, cree, creado, open time, requested, received, date",
    ),
    rule(
        "acknowledged_at",
        TIMES,
        "acknowledged at, acknowledged, ack, acked, ack time, responded at, responded, first response, \
         response time, bestätigt",
    ),
    rule(
        "mitigated_at",
        TIMES,
        "mitigated at, mitigated, mitigation, stabilised, stabilized, impact end, workaround at, restored, \
         recovered, contained",
    ),
    rule(
        "resolved_at",
        TIMES,
        "resolved at, resolved, resolution time, end time, end, finish, ended at, ended, over, fixed, fixed at, \
         solved, until, to, finished, completed, back up, fin, ende, behoben, gelöst, resolu, bis, resuelto, \
         resolution date, last resolved, resolved date, resolved time, solved date",
    ),
    rule("closed_at", TIMES, "closed at, closed, close time, geschlossen, ferme, cerrado"),
    rule(
        "modified_at",
        TIMES,
        "modified at, modified, updated at, updated, last change, changed, last update, geändert",
    ),
    rule(
        "duration_min",
        LENGTHS,
        "duration min, duration minutes, downtime minutes, downtime min, minutes, mins, duration, downtime, \
         dauer, duree, duracion, length, ttr min, mttr min, outage minutes, dauer min, dauer minuten, duree min, \
         duree minutes, duracion minutos, outage duration, elapsed, time to resolve, ttr, ausfalldauer, minuten",
    ),
    rule(
        "duration_h",
        LENGTHS,
        "duration hours, duration h, downtime hours, downtime h, dauer std, dauer stunden, dauer h, duree heures, duree h, duracion horas, \
         length hours, outage hours, ausfall std, ausfall stunden, ttr h, ttr hours, mttr hours, resolution hours, hours, h, std, \
         stunden, hrs, heures, horas",
    ),
    rule(
        "duration_s",
        LENGTHS,
        "duration seconds, duration s, duration sec, calendar duration, calendar_duration, downtime seconds, dauer sek, dauer sekunden, dauer s, \
         duree secondes, duracion segundos, elapsed seconds, ttr s, ttr seconds, seconds",
    ),
    rule(
        "severity",
        LEVELS,
        "severity, sev, priority, prio, impact level, criticality, level, schweregrad, priorität, gravite, \
         priorite, severidad, prioridad, impact, class, tier, rag, colour, color, ampel",
    ),
    rule("urgency", LEVELS, "urgency, dringlichkeit, urgence"),
    rule("status", WORDS, "status, state, phase, stage, zustand, statut, etat, estado"),
    rule(
        "service",
        WORDS,
        "service, services, svc, system, systems, application, app, product, dienst, anwendung, affected, affected \
         service, affected systems, servicio, sistema, systeme, area, platform, ci name, cmdb ci, configuration item name",
    ),
    rule(
        "component",
        WORDS,
        "component, components, komponente, module, subsystem, ci, configuration item, composant, ci subcat, ci subcategory, \
         subcategory",
    ),
    rule(
        "team",
        WORDS,
        "team, group, squad, assignment group, department, owner team, owning team, crew, abteilung, equipe, \
         equipo, gruppe",
    ),
    rule("environment", WORDS, "environment, env, umgebung, environnement"),
    rule("region", WORDS, "region, regions, location, site, datacenter, data center, country, zone, standort"),
    rule("commander", PEOPLE, "commander, incident commander, lead, incident lead, incident manager, ic"),
    rule(
        "responder",
        PEOPLE,
        "responders, responder, participants, on call, oncall, who responded, engineers, engineer, handled \
         by, worked on, people",
    ),
    rule(
        "assignee",
        PEOPLE,
        "assignee, assigned to, assigned, owner, bearbeiter, zugewiesen, responsable, asignado, verantwortlich, zuständig, agent",
    ),
    // Which columns these are, `persons` and `itsm` say.
    rule("reporter", &[], ""),
    rule("kind", &[], ""),
    rule("resolver", PEOPLE, "resolved by, fixed by, resolver, closed by, gelöst von"),
    rule(
        "factor",
        WORDS,
        "root cause, cause, causes, contributing factor, factor, factors, reason, cause category, \
         ursache, causa, trigger",
    ),
    rule(
        "detection",
        &[Shape::Category, Shape::Text, Shape::Other, Shape::Key],
        "detected by, detection method, detection, source, reported by, found by, how detected, how was it \
         noticed, noticed by, channel, detection source, origin",
    ),
    rule(
        "customer_facing",
        &[Shape::Flag],
        "customer facing, customer impact, customers affected, customer, external, public, user facing, \
         kunden",
    ),
    rule(
        "duplicate_of",
        &[Shape::Key, Shape::Address, Shape::Other, Shape::Category, Shape::Number],
        "duplicate of, duplicate, duplikat",
    ),
    rule("parent", &[Shape::Key, Shape::Address, Shape::Other, Shape::Number], "parent, parent incident"),
    rule("problem", KEYS, "problem id, problem record, problem ticket, known error"),
    rule(
        "reference",
        &[Shape::Key, Shape::Address, Shape::Other, Shape::Category, Shape::Number],
        "pagerduty, opsgenie, jira, servicenow, github, external id, external reference, external, related \
         ticket, incident link, linked incident, statuspage, postmortem, review, pd, snow, jira key, jira ticket, alert id, pager, ticket \
         url, incident url",
    ),
    rule(
        "reopened_at",
        TIMES,
        "reopened at, reopen time, reopened, reopen, reopened on, reopen date, wiedereröffnet, rouvert",
    ),
    rule("reopen_count", NUMBERS, "reopen count, reopened, reopens, times reopened"),
    rule("reassignment_count", NUMBERS, "reassignment count, reassignments"),
    rule("escalation_count", NUMBERS, "escalation count, escalations"),
    rule("alert_count", NUMBERS, "alert count, alerts, number of alerts"),
    rule(
        "resolution",
        TEXTS,
        "resolution, outcome, close code, closure code, resolution code, close notes, lösung, fix",
    ),
    rule(
        "summary",
        &[Shape::Text, Shape::Other],
        "description, summary, details, notes, impact description, comment, comments, body, text, \
         beschreibung, what happened, long description",
    ),
];

/// The case of a row of an event log, by names that mean something else in other tables.
pub(super) const LOG_ID: &NamePattern = &rule(
    "id",
    KEYS,
    "record, record id, record number, object id, object, entity id, entity, item id, item, task id, task number, task, request id, \
     request number, request, work item, parent id, alert id, problem id, sr, element, documentkey",
);

/// The moment of a row of an event log.
pub(super) const LOG_AT: &NamePattern = &rule(
    "at",
    TIMES,
    "complete timestamp, completetimestamp, end timestamp, time timestamp, timestamp, event time, event date, change date, changed at, changed on, date stamp, \
     datestamp, date time, datetime, time, at, when, date, created at, created on, created, updated at, updated, modified, \
     zeitpunkt, zeitstempel, zeit, datum, horodatage, fecha, hora, start timestamp",
);

/// What a row of an event log says has happened.
pub(super) const LOG_STATE: &NamePattern = &rule(
    "status",
    &[Shape::Category, Shape::Text, Shape::Other, Shape::Level, Shape::Key, Shape::Number, Shape::Person, Shape::Flag],
    "activity, activity name, activity type, activityid, concept name, new status, new state, new value, newvalue, to status, to state, status, \
     state, event, event type, event name, action, lifecycle transition, transition, sub status, substatus, step, operation, \
     field, fieldname, phase, aktivitat, vorgang, ereignis, zustand, etape, statut, evento, estado, activite, actividad",
);

/// The team that a row of an event log names.
pub(super) const LOG_TEAM: &NamePattern = &rule(
    "team",
    WORDS,
    "org group, support group, support team, queue, involved st, org line, line, resolver group, gruppe",
);

/// Who did what a row of an event log tells.
pub(super) const LOG_WHO: &NamePattern = &rule(
    "responder",
    &[Shape::Person, Shape::Category, Shape::Other, Shape::Text, Shape::Key, Shape::Number],
    "resource, org resource, performed by, changed by, updated by, executed by, modified by, created by, actor, user, agent, operator, \
     author, owner first name, owner, who, by, bearbeiter, mitarbeiter, acteur, usuario",
);

/// Facts of a stretch on call.
pub(super) const SHIFT: &[NamePattern] = &[
    rule(
        "person",
        &[Shape::Person, Shape::Category, Shape::Other, Shape::Text, Shape::Key],
        "person, engineer, on call, oncall, user, name, email, who, mail, primary, employee, member, person \
         email",
    ),
    rule(
        "starts_at",
        TIMES,
        "start, starts at, from, begin, beginn, von, start time, start date, shift start, since, week starting, starting, week",
    ),
    rule("ends_at", TIMES, "end, ends at, to, until, ende, bis, end time, end date, shift end, week ending, ending"),
    rule("schedule", WORDS, "schedule, rota, roster, rotation, layer, calendar"),
    rule("team", WORDS, "team, group, service, escalation policy, policy, squad"),
    rule("level", NUMBERS, "level, escalation level, tier"),
    rule("id", &[Shape::Key, Shape::Number], "id, shift id, key"),
];

/// How well a column's name fits a rule: 0 not at all, 100 exactly. The more of the name is explained, the better.
#[must_use]
pub(super) fn fit(words: &[String], rule: &NamePattern) -> u32 {
    // When something is planned is not when it happened.
    let planned = [
        "planned",
        "scheduled",
        "expected",
        "target",
        "due",
        "dueby",
        "warranty",
        "estimated",
        "estimate",
        "required",
        "eta",
        "sla",
        "ola",
        "deadline",
        "promised",
        "agreed",
        "forecast",
    ];
    if (rule.target.ends_with("_at") || rule.target.starts_with("duration"))
        && words.iter().any(|word| planned.contains(&word.as_str()))
    {
        return 0;
    }
    // The country, the group or the number of a person is no person.
    let places =
        ["country", "region", "site", "location", "team", "group", "department", "dept", "org", "company", "land"];
    let people = ["assignee", "responder", "commander", "resolver"];
    if people.contains(&rule.target) && words.iter().any(|word| places.contains(&word.as_str())) {
        return 0;
    }
    let names = folded(rule.names);
    let best = names.split(", ").enumerate().filter_map(|(at, name)| {
        let wanted: Vec<&str> = name.split(' ').collect();
        let there = wanted.iter().all(|word| words.iter().any(|own| own == word));
        let explained = wanted.len() * 80 / words.len().max(1);
        // Names are listed from the surest to the vaguest.
        let rank = 20_usize.saturating_sub(at);
        there.then(|| explained.min(80) + rank)
    });
    u32::try_from(best.max().unwrap_or(0)).unwrap_or(0)
}
