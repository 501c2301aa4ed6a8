//! What the exports of GitLab share: how an issue is named, people, links.

use crate::ingest::fields::{Fields, Items};
use crate::ingest::lenient::{first, leads_to_record, web_addresses};
use crate::ingest::tool::Tool;
use crate::model::record::{LinkKind, Role, StatedLink, StatedPerson};

/// The tool.
pub const TOOL: Tool = Tool { id: "gitlab", title: "GitLab", role: Role::Ticket };

/// Users that the product itself has. What they write was noticed by a monitor, or by a customer who wrote an e-mail.
const ALERT_BOTS: [&str; 2] = ["alert-bot", "gitlab alert bot"];
const SUPPORT_BOTS: [&str; 2] = ["support-bot", "gitlab support bot"];

/// Types of work that are no incidents.
const OTHER_TYPES: [&str; 6] = ["task", "test case", "requirement", "epic", "objective", "key result"];

/// Members of a list, whether it stands there itself or in the `nodes` of a connection.
pub(super) fn members<'a>(value: Fields<'a>, key: &str) -> Items<'a> {
    let list = value.at(key);
    list.exact("nodes").unwrap_or(list).items()
}

/// `acme/ops#57`, from the address of an issue for people; the same for incidents and work items, which have addresses of
/// their own: it is the only name that all exports know.
pub(super) fn id_of(address: &str) -> Option<String> {
    let bare = address.split(['?', '#']).next()?;
    let (_, rest) = bare.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    let (project, place) = path.split_once("/-/").or_else(|| path.split_once("/issues/"))?;
    let number = place.trim_end_matches('/').rsplit('/').next()?;
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    (is_number && !project.is_empty() && !path.starts_with("api/")).then(|| format!("{project}#{number}"))
}

/// A user; the username stands for the person, as ids differ between the interfaces.
pub(super) fn person(value: Fields) -> Option<StatedPerson> {
    let (username, name) = (value.text("username"), value.text("name"));
    let bot = value.at("bot").said() == "true";
    known(&username, &name).map(|person| StatedPerson { machine: person.machine || bot, ..person })
}

/// A user by username and name. Access tokens act as users like `project_42_bot_1f`.
pub(super) fn known(username: &str, name: &str) -> Option<StatedPerson> {
    let lower = username.to_lowercase();
    let token = ["project_", "group_"].iter().any(|start| lower.starts_with(start)) && lower.contains("_bot");
    let machine = token || is_one_of(&[ALERT_BOTS, SUPPORT_BOTS].concat(), username, name);
    (!username.is_empty() || !name.is_empty()).then(|| StatedPerson {
        id: username.to_owned(),
        name: first(&[name, username]).to_owned(),
        machine,
        ..StatedPerson::default()
    })
}

/// How it was noticed, by who wrote it.
pub(super) fn detection(username: &str, name: &str) -> &'static str {
    if is_one_of(&ALERT_BOTS, username, name) {
        "alert"
    } else if is_one_of(&SUPPORT_BOTS, username, name) {
        "customer e-mail"
    } else {
        ""
    }
}

fn is_one_of(bots: &[&str], username: &str, name: &str) -> bool {
    bots.iter().any(|bot| username.eq_ignore_ascii_case(bot) || name.eq_ignore_ascii_case(bot))
}

/// Whether a type of work is no incident. Teams that have none of the type write incidents as plain issues.
pub(super) fn is_other_type(kind: &str) -> bool {
    OTHER_TYPES.contains(&kind.trim().to_lowercase().replace('_', " ").as_str())
}

/// Addresses of records in other tools.
pub(super) fn outside(body: &str) -> Vec<StatedLink> {
    let mut links: Vec<StatedLink> = Vec::new();
    for address in web_addresses(body).filter(|address| leads_to_record(address)) {
        let link = StatedLink { kind: LinkKind::ExternalRef, target: address.to_owned() };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// The stated severity; `UNKNOWN` is what every issue has that nobody gave one.
pub(super) fn severity(stated: &str) -> String {
    if stated.eq_ignore_ascii_case("unknown") { String::new() } else { stated.to_owned() }
}
