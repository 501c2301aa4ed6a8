//! What the Opsgenie sources share: how it writes people, tags and services.

use crate::ingest::tool::Tool;

use crate::ingest::fields::{self, Fields};
use crate::model::record::{Role, StatedField, StatedPerson};

/// First part of all record ids of these sources. Jira Service Management Operations is the same tool under a new name,
/// The tool.
pub const TOOL: Tool = Tool { id: "opsgenie", title: "Opsgenie", role: Role::Pager };

/// Names under which the tool itself acts.
const ITSELF: [&str; 5] = ["system", "api", "opsgenie", "alert api", "automation"];

/// Who stands behind a user name. People sign in with their e-mail address, after the move with an account id; every
/// other name is one of an integration, a rule or the tool itself.
#[must_use]
pub fn by_username(stated: &str) -> Option<StatedPerson> {
    let stated = stated.trim();
    if stated.is_empty() {
        return None;
    }
    let mut person = StatedPerson::default();
    if stated.contains('@') {
        stated.clone_into(&mut person.email);
    } else if is_account(stated) {
        stated.clone_into(&mut person.id);
    } else {
        stated.clone_into(&mut person.name);
        person.machine = true;
    }
    Some(person)
}

/// `712020:8c1f…`, 24 hexadecimal digits, or a UUID: ids of people.
fn is_account(text: &str) -> bool {
    let tail = text.rsplit(':').next().unwrap_or(text);
    let hex = tail.chars().filter(char::is_ascii_hexdigit).count();
    hex >= 24 && tail.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Who acted, from a full name: in timelines people stand under their full names.
#[must_use]
pub fn by_name(stated: &str) -> Option<StatedPerson> {
    let stated = stated.trim();
    if stated.contains('@') {
        return by_username(stated);
    }
    let machine = ITSELF.contains(&stated.to_lowercase().as_str());
    (!stated.is_empty()).then(|| StatedPerson { name: stated.to_owned(), machine, ..StatedPerson::default() })
}

/// A user as `{id, name, username, fullName, type}` in any selection, or as a bare address.
#[must_use]
pub fn user(value: Fields) -> StatedPerson {
    let plain = value.said().into_owned();
    if !plain.is_empty() {
        return by_username(&plain).unwrap_or_default();
    }
    let (name, login) = (
        value.first(&["full_name", "display_name"]).into_owned(),
        value.first(&["username", "email", "name"]).into_owned(),
    );
    let email = if login.contains('@') { login.clone() } else { String::new() };
    let name = if name.is_empty() && email.is_empty() { login } else { name };
    // Accounts without a name carry their address in its place.
    let name = if name == email { String::new() } else { name };
    StatedPerson {
        id: value.first(&["id", "account_id"]).into_owned(),
        name,
        email,
        time_zone: value.string("time_zone"),
        ..StatedPerson::default()
    }
}

/// Ids or names of the responders of one type (`user`, `team`).
pub(super) fn responders<'a>(object: Fields<'a>, kind: &'a str) -> impl Iterator<Item = Fields<'a>> {
    object.list("responders").filter(move |each| each.text("type").eq_ignore_ascii_case(kind))
}

/// What a reference is called; its id where it states no name.
#[must_use]
pub fn name_or_id(value: Fields) -> String {
    let plain = value.said().into_owned();
    if plain.is_empty() { value.first(&["name", "id"]).into_owned() } else { plain }
}

/// Tags as fields: `service:checkout-api` is the field `service`, all others are values of the field `tags`.
#[must_use]
pub fn tags(stated: &[String]) -> Vec<StatedField> {
    let mut fields: Vec<StatedField> = Vec::new();
    for tag in stated {
        let (name, value) = match tag.split_once(':') {
            Some((name, value)) if is_word(name) && !value.starts_with("//") => (name, value),
            _ => ("tags", tag.as_str()),
        };
        let (name, value) = (name.trim(), value.trim().to_owned());
        match fields.iter_mut().find(|field| field.name == name) {
            _ if value.is_empty() => {}
            Some(field) => field.values.push(value),
            None => fields.push(StatedField { name: name.to_owned(), values: vec![value] }),
        }
    }
    fields
}

fn is_word(name: &str) -> bool {
    let name = name.trim();
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// Tags of an object, and the fields that callers added to it under `key`.
#[must_use]
pub fn custom(object: Fields, key: &str) -> Vec<StatedField> {
    let stated: Vec<String> = object.list("tags").map(|tag| tag.said().into_owned()).collect();
    let mut fields = tags(&stated);
    fields.extend(object.customs(key));
    fields
}

/// Whether an object is an incident, as opposed to an alert: only incidents have a time of impact.
#[must_use]
pub fn is_incident(object: Fields) -> bool {
    let has = |key: &str| object.has(key);
    let numbered = has("tiny_id") && has("message");
    numbered && (has("impact_start_date") || has("impacted_services") || at_incident(object))
}

fn at_incident(object: Fields) -> bool {
    object.text("links/web").contains("/incident/detail/") || object.text("links/api").contains("/incidents/")
}

/// The last priority that a sentence names (`from P3 to P1`).
#[must_use]
pub fn priority(sentence: &str) -> String {
    let is_one = |word: &&str| matches!(word.as_bytes(), [b'P', b'1'..=b'5']);
    sentence.split(|c: char| !c.is_ascii_alphanumeric()).rfind(is_one).unwrap_or("").to_owned()
}

/// Somebody, or nothing.
pub(super) fn known(person: StatedPerson) -> Option<StatedPerson> {
    Some(person).filter(|person| !fields::is_nobody(person))
}
