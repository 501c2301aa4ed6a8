//! GitHub issues, from the command line tool or the REST API.
//!
//! To get them: `gh issue list --label incident --state all --limit 1000 --json
//! number,title,body,state,stateReason,labels,assignees,author,createdAt,updatedAt,closedAt,url,comments`, or
//! `GET /repos/{owner}/{repo}/issues?state=all&labels=incident`.
//!
//! What this export cannot answer: when somebody acknowledged, who was paged, and how often an issue was reopened; those
//! stand in the timeline of each issue only. The REST list contains pull requests too, which are set aside.

use crate::ingest::tool::Tool;
use serde::Deserialize;
use serde_json::Value;

use crate::ingest::head::Head;
use crate::ingest::labels;
use crate::ingest::lenient::{
    List, Loose, Part, Text, clipped, first, leads_to_record, parse, push_name, stamp, web_addresses,
};
use crate::ingest::task_list::tasks;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::origin::Origin;
use crate::model::record::{
    Body, EventKind, LinkKind, Record, Role, StatedEvent, StatedIncident, StatedInvolvement, StatedLink, StatedPerson,
    StatedResolver,
};
use crate::model::reject::Reason;
use std::borrow::Cow;

/// The tool.
pub const TOOL: Tool = Tool { id: "github", title: "GitHub", role: Role::Ticket };

/// Reasons of closing that say more than "closed".
const TELLING_REASONS: [&str; 3] = ["not_planned", "duplicate", "not planned"];

/// An issue in either spelling: the command line tool writes `createdAt`, the API `created_at`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Issue<'a> {
    #[serde(borrow)]
    number: Text<'a>,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    body: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow, rename = "stateReason", alias = "state_reason")]
    reason: Text<'a>,
    #[serde(borrow, rename = "createdAt", alias = "created_at")]
    created_at: Text<'a>,
    #[serde(borrow, rename = "updatedAt", alias = "updated_at")]
    updated_at: Text<'a>,
    #[serde(borrow, rename = "closedAt", alias = "closed_at")]
    closed_at: Text<'a>,
    #[serde(borrow)]
    url: Text<'a>,
    #[serde(borrow)]
    html_url: Text<'a>,
    #[serde(borrow)]
    labels: List<Label<'a>>,
    #[serde(borrow)]
    assignees: List<User<'a>>,
    #[serde(borrow)]
    assignee: Part<User<'a>>,
    #[serde(borrow, alias = "closedBy")]
    closed_by: Part<User<'a>>,
    #[serde(borrow)]
    comments: List<Comment<'a>>,
    pull_request: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Label<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Label<'a> {
    fn from_text(text: Cow<'de, str>) -> Self {
        Self { name: Text::from_text(text) }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct User<'a> {
    #[serde(borrow)]
    login: Text<'a>,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    email: Text<'a>,
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(borrow, alias = "isBot")]
    is_bot: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for User<'a> {
    fn from_text(text: Cow<'de, str>) -> Self {
        Self { login: Text::from_text(text), ..Self::default() }
    }
}

impl User<'_> {
    /// The login stands for the person: the numeric id and the node id of the two exports differ.
    fn person(&self) -> Option<StatedPerson> {
        let login = self.login.get();
        let machine = self.kind.get() == "Bot" || self.is_bot.get() == "true" || login.ends_with("[bot]");
        (!login.is_empty()).then(|| StatedPerson {
            id: login.to_owned(),
            name: first(&[self.name.get(), login]).to_owned(),
            email: self.email.owned(),
            machine,
            ..StatedPerson::default()
        })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Comment<'a> {
    #[serde(borrow)]
    body: Text<'a>,
    #[serde(borrow, alias = "user")]
    author: Part<User<'a>>,
    #[serde(borrow, rename = "createdAt", alias = "created_at")]
    created_at: Text<'a>,
}

impl<'de: 'a, 'a> Loose<'de> for Comment<'a> {}

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
        head.objects.iter().any(is_issue)
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let Some(issue) = parse::<Issue>(item, origin, out) else { return };
        let Some(native_id) = native_id(&issue) else {
            return out.reject(origin, "", Reason::NoIdentifier, "the issue has neither `number` nor `url`");
        };
        let pull = issue.pull_request.is_object() || page(&issue).contains("/pull/");
        let (entity, body) = if pull {
            ("pull-request", Body::Reference)
        } else {
            ("incident", Body::Incident(Box::new(stated(&issue, &native_id))))
        };
        out.records.push(Record {
            origin: origin.clone(),
            source: TOOL.id.to_owned(),
            role: Role::Ticket,
            entity,
            native_id,
            body,
        });
    }
}

fn is_issue(object: &Value) -> bool {
    let has = |key: &str| object.get(key).is_some();
    let address = |key: &str| object.get(key).and_then(Value::as_str).is_some_and(|url| repository(url).is_some());
    let numbered = has("number") && !has("incident_number");
    numbered
        && (has("stateReason")
            || (has("repository_url") && has("labels_url"))
            || (has("title") && (address("html_url") || address("url"))))
}

/// The address that a browser opens; `url` of the API is the address of the API.
fn page<'a>(issue: &'a Issue) -> &'a str {
    first(&[issue.html_url.get(), issue.url.get()])
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
fn native_id(issue: &Issue) -> Option<String> {
    let url = page(issue);
    let tail = url.rsplit('/').next().unwrap_or("");
    match (repository(url), issue.number.get()) {
        (Some(repository), "") => Some(format!("{repository}#{tail}")),
        (Some(repository), number) => Some(format!("{repository}#{number}")),
        (None, "") => None,
        (None, number) => Some(number.to_owned()),
    }
}

fn stated(issue: &Issue, native_id: &str) -> StatedIncident {
    let reason = issue.reason.get();
    let telling = TELLING_REASONS.contains(&reason.to_lowercase().as_str());
    let mut incident = StatedIncident {
        number: issue.number.owned(),
        url: if page(issue).contains("/repos/") { String::new() } else { page(issue).to_owned() },
        title: issue.title.owned(),
        summary: clipped(issue.body.get()),
        status: if telling { reason.to_owned() } else { issue.state.owned() },
        resolution: reason.to_owned(),
        declared_at: stamp(issue.created_at.get(), "created_at"),
        resolved_at: stamp(issue.closed_at.get(), "closed_at"),
        closed_at: stamp(issue.closed_at.get(), "closed_at"),
        modified_at: stamp(issue.updated_at.get(), "updated_at"),
        resolver: resolver(issue),
        people: people(issue),
        events: events(issue),
        links: links(issue, native_id),
        follow_ups: tasks(issue.body.get(), native_id),
        ..StatedIncident::default()
    };
    labels::fill(issue.labels.0.iter().map(|label| label.name.get()), &mut incident);
    push_name(&mut incident.services, watched_site(issue));
    if incident.severity.is_empty() {
        in_title(issue.title.get()).clone_into(&mut incident.severity);
    }
    incident
}

/// The site of an issue that Upptime opened: it labels them `status` and with the short name of the site, and begins the title
/// with the name.
fn watched_site<'a>(issue: &'a Issue) -> &'a str {
    let labels = || issue.labels.0.iter().map(|label| label.name.get());
    if !labels().any(|label| label == "status") {
        return "";
    }
    let title = issue.title.get().trim_start_matches(|c: char| !c.is_alphanumeric());
    let named = [" is down", " has degraded performance", " is degraded", " is up"]
        .iter()
        .find_map(|end| title.split_once(end));
    let slug = || labels().find(|label| !["status", "maintenance", "degraded", "bug", "incident"].contains(label));
    match named {
        Some((name, _)) => name.trim(),
        None if title.contains("down") || labels().count() == 2 => slug().unwrap_or(""),
        None => "",
    }
}

/// The severity that a title begins with, in brackets: `[sev2] Checkout is down`. Issues have no field for it.
fn in_title(title: &str) -> &str {
    let inner = title.trim().strip_prefix(['[', '(']).and_then(|rest| rest.split([']', ')']).next());
    inner.and_then(labels::scale).unwrap_or("")
}

fn resolver(issue: &Issue) -> StatedResolver {
    match issue.closed_by.0.person() {
        Some(person) if person.machine => StatedResolver::Machine,
        Some(person) => StatedResolver::Person(person),
        None => StatedResolver::Unknown,
    }
}

fn people(issue: &Issue) -> Vec<StatedInvolvement> {
    let mut people: Vec<StatedInvolvement> = Vec::new();
    for person in issue.assignees.0.iter().chain([&issue.assignee.0]).filter_map(User::person) {
        if people.iter().all(|known| known.person.id != person.id) {
            people.push(StatedInvolvement { person, role: "assignee".to_owned(), ..StatedInvolvement::default() });
        }
    }
    people
}

fn events(issue: &Issue) -> Vec<StatedEvent> {
    let note = |comment: &Comment| {
        let actor = comment.author.0.person();
        Some(StatedEvent {
            incident: String::new(),
            kind: EventKind::Note,
            at: stamp(comment.created_at.get(), "comments.created_at")?,
            automatic: actor.as_ref().is_some_and(|actor| actor.machine),
            actor,
            people: Vec::new(),
            detection: String::new(),
            value: String::new(),
        })
    };
    issue.comments.0.iter().filter_map(note).collect()
}

/// Addresses of records in other tools, and the issue that this one repeats. GitHub itself marks an issue as a duplicate
/// when a text says `Duplicate of #812`.
fn links(issue: &Issue, native_id: &str) -> Vec<StatedLink> {
    let (mut outside, mut same) = (Vec::new(), Vec::new());
    let comments = issue.comments.0.iter().map(|comment| comment.body.get());
    for text in [issue.body.get()].into_iter().chain(comments) {
        for address in web_addresses(text).filter(|address| leads_to_record(address)) {
            push_name(&mut outside, address);
        }
        push_name(&mut same, &duplicate_of(text, native_id));
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
