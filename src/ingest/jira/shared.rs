//! What the exports of Jira share: people, links and addresses of issues.

use crate::ingest::fields::Fields;
use crate::ingest::lenient::first;
use crate::ingest::tool::Tool;
use crate::model::record::{LinkKind, Role, StatedLink, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "jira", title: "Jira", role: Role::Ticket };

/// The name of an object (`{"name": "High"}`), or what stands in its place.
pub(super) fn name(value: Fields, key: &str) -> String {
    let stated = value.at(key);
    let named = [stated.at("name"), stated.at("value"), stated].map(Fields::said);
    named.into_iter().find(|name| !name.is_empty()).unwrap_or_default().into_owned()
}

/// A person: by account id (Cloud), by key or name (Server), or by a bare name.
pub(super) fn person(value: Fields) -> Option<StatedPerson> {
    if let Some(name) = value.plain() {
        return named(name);
    }
    let of = |key: &str| value.at(key).plain().unwrap_or("");
    let id = first(&[of("accountId"), of("key"), of("name")]);
    let shown = first(&[of("displayName"), of("name")]);
    (!id.is_empty() || !shown.is_empty()).then(|| StatedPerson {
        id: id.to_owned(),
        name: shown.to_owned(),
        email: of("emailAddress").to_owned(),
        time_zone: of("timeZone").to_owned(),
        machine: of("accountType") == "app",
        ..StatedPerson::default()
    })
}

pub(super) fn named(name: &str) -> Option<StatedPerson> {
    let name = name.trim();
    (!name.is_empty()).then(|| StatedPerson { name: name.to_owned(), ..StatedPerson::default() })
}

/// Words for "duplicate" in the names of types of links.
const DUPLICATE: [&str; 6] = ["duplic", "dupliz", "duplik", "doublon", "重複", "重复"];

/// What a link to another issue means. `Problem/Incident` links lead from an incident inwards to what caused it.
/// That another issue duplicates this one is stated by the other issue, so it is nothing here.
pub(super) fn link(kind: &str, outward: bool, target: &str) -> Option<StatedLink> {
    let kind = kind.to_lowercase();
    let duplicate = DUPLICATE.iter().any(|word| kind.contains(word));
    let kind = match (duplicate, outward) {
        (true, true) => LinkKind::DuplicateOf,
        (true, false) => return None,
        (false, false) if kind.contains("problem") => LinkKind::Problem,
        _ => LinkKind::Related,
    };
    let target = target.trim();
    (!target.is_empty()).then(|| StatedLink { kind, target: target.to_owned() })
}

/// Adds a link unless it is there already.
pub(super) fn push(links: &mut Vec<StatedLink>, link: Option<StatedLink>) {
    links.extend(link.filter(|link| !links.contains(link)).into_iter().collect::<Vec<_>>());
}

/// The address of an issue for people, from the address of any object of its site.
pub(super) fn browse(own: &str, key: &str) -> String {
    match own.split_once("/rest/") {
        Some((site, _)) if !key.is_empty() => format!("{site}/browse/{key}"),
        _ => String::new(),
    }
}

/// The id of an issue in an address of the API: `…/rest/api/3/issue/13383/changelog?startAt=0`.
pub(super) fn issue_of(address: &str) -> &str {
    let rest = address.split_once("/issue/").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or("")
}
