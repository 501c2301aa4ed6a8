//! GitHub issues, from the command line tool or the REST API.
//!
//! To get them: `gh issue list --label incident --state all --limit 1000 --json
//! number,title,body,state,stateReason,labels,assignees,author,createdAt,updatedAt,closedAt,url,comments`, or
//! `GET /repos/{owner}/{repo}/issues?state=all&labels=incident`.
//!
//! What this export cannot answer: when somebody acknowledged, who was paged, and how often an issue was reopened; those
//! stand in the timeline of each issue only. The REST list contains pull requests too, which are set aside.

use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::tool::Tool;

use crate::ingest::head::Head;
use crate::ingest::labels;
use crate::ingest::lenient::{clipped, first, leads_to_record, push_name, web_addresses};
use crate::ingest::task_list::tasks;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Role, StatedEvent, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver,
};
use crate::model::reject::Reason;
use std::borrow::Cow;

/// The tool.
pub const TOOL: Tool = Tool { id: "github", title: "GitHub", role: Role::Ticket };

/// Reasons of closing that say more than "closed".
const TELLING_REASONS: [&str; 3] = ["not_planned", "duplicate", "not planned"];

/// A user. The login stands for the person: the numeric id and the node id of the two exports differ.
fn person(user: Fields) -> Option<StatedPerson> {
    let bare = user.said();
    let login = if bare.is_empty() { user.text("login") } else { bare };
    let machine = user.text("type") == "Bot" || user.text("is_bot") == "true" || login.ends_with("[bot]");
    (!login.is_empty()).then(|| StatedPerson {
        id: login.to_string(),
        name: first(&[&user.text("name"), &login]).to_owned(),
        email: user.string("email"),
        machine,
        ..StatedPerson::default()
    })
}

/// The source; see the head of this file.
pub struct Github;

impl Source for Github {
    const KIND: Export = Export {
        id: "github-issues",
        title: "GitHub issues (gh issue list or REST API JSON)",
        tool: TOOL,
        looks_for: "JSON objects with `number` and `stateReason`, or with an address of a GitHub issue",
        arrays: &[],
    };

    fn recognises(&self, head: &Head) -> bool {
        fields::sampled(head).any(is_issue)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(document) = document::json(item, origin, out) else { return };
        let issue = document.fields();
        let Some(native_id) = native_id(issue) else {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has neither `number` nor `url`");
        };
        let pull = issue.at("pull_request").is_object() || page(issue).contains("/pull/");
        let (entity, body) = if pull {
            ("pull-request", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(issue, &native_id))))
        };
        TOOL.keep(entity, native_id, body, origin, out);
    }
}

fn is_issue(object: Fields) -> bool {
    let has = |key: &str| object.exact(key).is_some();
    let address = |key: &str| object.at(key).plain().is_some_and(|url| repository(url).is_some());
    let numbered = has("number") && !has("incident_number");
    numbered
        && (has("stateReason")
            || (has("repository_url") && has("labels_url"))
            || (has("title") && (address("html_url") || address("url"))))
}

fn labels_of(issue: Fields<'_>) -> Vec<Cow<'_, str>> {
    issue.list("labels").map(Fields::label).collect()
}

/// The address that a browser opens; `url` of the API is the address of the API.
fn page(issue: Fields<'_>) -> Cow<'_, str> {
    issue.first(&["html_url", "url"])
}

/// `acme/ops` of `https://github.com/acme/ops/issues/812`, also on a server of one's own and in addresses of the API.
fn repository(url: &str) -> Option<String> {
    let bare = url.split(['?', '#']).next()?;
    let mut parts = bare.rsplit('/');
    let (number, kind) = (parts.next()?, parts.next()?);
    let (name, owner, host) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    let fits = is_number && matches!(kind, "issues" | "pull") && !host.is_empty() && name != "-";
    (fits && !owner.is_empty()).then(|| format!("{owner}/{name}"))
}

/// `acme/ops#812`, as GitHub itself writes a reference: the only name of an issue that both exports know.
fn native_id(issue: Fields) -> Option<String> {
    let url = page(issue);
    let tail = url.rsplit('/').next().unwrap_or("");
    let number = issue.text("number");
    match (repository(&url), &*number) {
        (Some(repository), "") => Some(format!("{repository}#{tail}")),
        (Some(repository), number) => Some(format!("{repository}#{number}")),
        (None, "") => None,
        (None, number) => Some(number.to_owned()),
    }
}

fn stated(issue: Fields, native_id: &str) -> StatedIncident {
    let reason = issue.text("state_reason");
    let telling = TELLING_REASONS.contains(&reason.to_lowercase().as_str());
    let mut incident = StatedIncident {
        number: issue.string("number"),
        url: if page(issue).contains("/repos/") { String::new() } else { page(issue).into_owned() },
        title: issue.string("title"),
        summary: clipped(&issue.text("body")),
        status: if telling { reason.to_string() } else { issue.string("state") },
        resolution: reason.to_string(),
        declared_at: issue.time(&["created_at"], "created_at"),
        resolved_at: issue.time(&["closed_at"], "closed_at"),
        closed_at: issue.time(&["closed_at"], "closed_at"),
        modified_at: issue.time(&["updated_at"], "updated_at"),
        resolver: resolver(issue),
        people: people(issue),
        events: events(issue),
        links: links(issue, native_id),
        follow_ups: tasks(&issue.text("body"), native_id),
        ..StatedIncident::default()
    };
    labels::fill(labels_of(issue).iter().map(|label| &**label), &mut incident);
    push_name(&mut incident.services, &watched_site(issue));
    if incident.severity.is_empty() {
        in_title(&issue.text("title")).clone_into(&mut incident.severity);
    }
    incident
}

/// The site of an issue that Upptime opened: it labels them `status` and with the short name of the site, and begins the title
/// with the name.
fn watched_site(issue: Fields) -> String {
    let all = labels_of(issue);
    let labels = || all.iter().map(|label| &**label);
    if !labels().any(|label| label == "status") {
        return String::new();
    }
    let title = issue.text("title");
    let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
    let named = [" is down", " has degraded performance", " is degraded", " is up"]
        .iter()
        .find_map(|end| title.split_once(end));
    let slug = || labels().find(|label| !["status", "maintenance", "degraded", "bug", "incident"].contains(label));
    let site = match named {
        Some((name, _)) => name.trim(),
        None if title.contains("down") || labels().count() == 2 => slug().unwrap_or(""),
        None => "",
    };
    site.to_owned()
}

/// The severity that a title begins with, in brackets: `[sev2] Checkout is down`. Issues have no field for it.
fn in_title(title: &str) -> &str {
    let inner = title.trim().strip_prefix(['[', '(']).and_then(|rest| rest.split([']', ')']).next());
    inner.and_then(labels::scale).unwrap_or("")
}

fn resolver(issue: Fields) -> StatedResolver {
    match person(issue.at("closed_by")) {
        Some(person) if person.machine => StatedResolver::Machine,
        Some(person) => StatedResolver::Person(person),
        None => StatedResolver::Unknown,
    }
}

fn people(issue: Fields) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for person in issue.list("assignees").chain([issue.at("assignee")]).filter_map(person) {
        if people.iter().all(|known| known.person.id != person.id) {
            people.push(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() });
        }
    }
    people
}

fn events(issue: Fields) -> Vec<StatedEvent> {
    let note = |comment: Fields| {
        let author = comment.at("author");
        let actor = person(if author.is_null() { comment.at("user") } else { author });
        Some(StatedEvent {
            incident: String::new(),
            kind: EventKind::Note,
            at: comment.time(&["created_at"], "comments.created_at")?,
            automatic: actor.as_ref().is_some_and(|actor| actor.machine),
            actor,
            people: Vec::new(),
            detection: String::new(),
            value: String::new(),
        })
    };
    issue.list("comments").filter_map(note).collect()
}

/// Addresses of records in other tools, and the issue that this one repeats. GitHub itself marks an issue as a duplicate
/// when a text says `Duplicate of #812`.
fn links(issue: Fields, native_id: &str) -> Vec<StatedLink> {
    let (mut outside, mut same) = (Vec::new(), Vec::new());
    let comments = issue.list("comments").map(|comment| comment.text("body"));
    for text in std::iter::once(issue.text("body")).chain(comments) {
        for address in web_addresses(&text).filter(|address| leads_to_record(address)) {
            push_name(&mut outside, address);
        }
        push_name(&mut same, &duplicate_of(&text, native_id));
    }
    let duplicates = same.into_iter().map(|target| StatedLink { kind: LinkKind::DuplicateOf, target });
    duplicates.chain(outside.into_iter().map(|target| StatedLink { kind: LinkKind::ExternalRef, target })).collect()
}

fn duplicate_of(text: &str, native_id: &str) -> String {
    let lines = text.lines().map(str::trim);
    let target = lines.filter_map(|line| {
        let head = line.get(.."duplicate of ".len())?;
        let rest = line.get("duplicate of ".len()..)?;
        let word = rest.split_whitespace().next()?.trim_end_matches(['.', ',', ';']);
        head.eq_ignore_ascii_case("duplicate of ").then_some(word)
    });
    let own = native_id.split_once('#').map_or("", |(repository, _)| repository);
    target.filter_map(|word| reference(word, own)).next().unwrap_or_default()
}

/// `#812`, `acme/ops#812` or an address, as a native id of this source.
fn reference(word: &str, own: &str) -> Option<String> {
    if let Some(repository) = repository(word) {
        let number = word.split(['?', '#']).next()?.rsplit('/').next()?;
        return Some(format!("{repository}#{number}"));
    }
    let (repository, number) = word.split_once('#')?;
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    let repository = if repository.is_empty() { own } else { repository };
    let full = if repository.is_empty() { number.to_owned() } else { format!("{repository}#{number}") };
    is_number.then_some(full)
}
