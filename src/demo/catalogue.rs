//! What can happen at Harbour & Vale, as engineers would write it: authored texts in `catalogue/`, read once.
//!
//! A service has parts (an endpoint, a job, a topic, a table …), a part has a kind, and for each kind a file lists what
//! happens to such things, with titles, the words of those who report it, what was found and what was done. To add a part,
//! write a line in `services.toml`; to add something that happens, write an entry in the file of its kind.

use super::organisation::SERVICES;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One thing that happens, with all that people write about it. Slots in braces are filled in by `wording`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Happening {
    /// What engineers call it, where it has a name.
    pub(super) name: String,
    /// As a pager or an engineer puts it; several wordings of the same thing.
    pub(super) titles: Vec<String>,
    /// As a customer or a colleague puts it in a ticket.
    pub(super) reported: Vec<String>,
    /// As the status page puts it.
    pub(super) posted: Vec<String>,
    /// Who or what noticed it.
    pub(super) noticed: String,
    pub(super) cause: String,
    /// What was done, to stand behind "we".
    pub(super) repair: String,
    /// Follow-ups that promised to end it, in order of time.
    pub(super) fixes: Vec<String>,
    pub(super) follow_ups: Vec<String>,
    pub(super) factors: Vec<String>,
    /// Data hall that it happens in, where that is one.
    pub(super) site: String,
    /// Whether it happens in a hub and not in a data hall.
    pub(super) is_in_hub: bool,
    /// What went well and what was hard, where what any review says does not fit.
    pub(super) well: Vec<String>,
    pub(super) hard: Vec<String>,
    /// What the factor list of the incident tool calls a vendor.
    pub(super) factor: String,
}

/// A part of a service: what engineers, alerts and customers call it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Part(pub(super) String, pub(super) String, pub(super) String);

/// Names of places, machines and customers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Names {
    pub(super) halls: Vec<String>,
    pub(super) hubs: Vec<String>,
    pub(super) hosts: Vec<String>,
    /// In the order of the teams.
    pub(super) customers: Vec<Vec<String>>,
}

/// Follow-ups that fit any incident.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct FollowUps {
    pub(super) small: Vec<String>,
    pub(super) large: Vec<String>,
}

/// What went well and what was hard, for any review.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Lessons {
    pub(super) well: Vec<String>,
    pub(super) hard: Vec<String>,
}

/// What the stories of the plan are called.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Stories {
    /// In the order of the bugs in `stories`.
    pub(super) bug: Vec<Happening>,
    pub(super) vendor: Happening,
    pub(super) fire: Happening,
    /// What incidents of a storm have in common, in the order of the storms.
    pub(super) storms: Happening,
    pub(super) follow_ups: FollowUps,
    pub(super) lessons: Lessons,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Modes {
    mode: Vec<Happening>,
}

/// A part of a service with something that happens to such parts.
pub(super) type Card = (&'static Happening, &'static Part);

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    modes: BTreeMap<&'static str, Vec<Happening>>,
    /// Parts by kind, by service.
    services: BTreeMap<String, BTreeMap<String, Vec<Part>>>,
    pub(super) names: Names,
    pub(super) stories: Stories,
}

const MODES: [(&str, &str); 7] = [
    ("api", include_str!("catalogue/api.toml")),
    ("db", include_str!("catalogue/db.toml")),
    ("device", include_str!("catalogue/device.toml")),
    ("feed", include_str!("catalogue/feed.toml")),
    ("job", include_str!("catalogue/job.toml")),
    ("page", include_str!("catalogue/page.toml")),
    ("queue", include_str!("catalogue/queue.toml")),
];

static ALL: OnceLock<Catalogue> = OnceLock::new();

/// The catalogue. A file that cannot be read counts as empty; a test reads them all.
pub(super) fn all() -> &'static Catalogue {
    ALL.get_or_init(|| Catalogue {
        modes: MODES.iter().map(|(kind, text)| (*kind, modes(kind, text))).collect(),
        services: read(include_str!("catalogue/services.toml")),
        names: read(include_str!("catalogue/names.toml")),
        stories: read(include_str!("catalogue/stories.toml")),
    })
}

/// Equipment stands in hubs, everything else in data halls.
fn modes(kind: &str, text: &str) -> Vec<Happening> {
    let mut modes = read::<Modes>(text).mode;
    modes.iter_mut().for_each(|mode| mode.is_in_hub = kind == "device");
    modes
}

fn read<T: Default + for<'de> Deserialize<'de>>(text: &str) -> T {
    toml::from_str(text).unwrap_or_default()
}

impl Catalogue {
    /// All that can happen to a service, in the order of the files.
    pub(super) fn cards(&'static self, service: usize) -> Vec<Card> {
        let name = SERVICES.get(service).map_or("", |s| s.name);
        let parts = self.services.get(name).into_iter().flatten();
        let of_kind = |kind: &str| self.modes.get(kind).map_or(&[][..], Vec::as_slice);
        parts
            .flat_map(|(kind, parts)| {
                parts.iter().flat_map(move |part| of_kind(kind).iter().map(move |mode| (mode, part)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(text: &str) -> Vec<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(slot, _)| slot)).collect()
    }

    #[test]
    fn every_file_can_be_read_and_every_entry_is_whole() {
        for (kind, text) in MODES {
            let modes: Modes = toml::from_str(text).unwrap_or_else(|e| panic!("{kind}: {e}"));
            assert!(modes.mode.len() >= 12, "{kind}");
            for mode in &modes.mode {
                assert!(mode.titles.len() >= 3 && mode.reported.len() >= 2, "{kind}: {:?}", mode.titles);
                for words in [&mode.noticed, &mode.cause, &mode.repair] {
                    assert!(words.len() > 5, "{kind}: {:?}", mode.titles);
                }
                assert!(!mode.posted.is_empty() && !mode.factors.is_empty() && !mode.follow_ups.is_empty());
                // A ticket and a page are told to be one thing by words that both have.
                let told = |text: &String| slots(text).iter().any(|s| ["name", "path", "said"].contains(s));
                assert!(mode.titles.iter().all(told), "{kind}: {:?}", mode.titles);
            }
        }
        let services: BTreeMap<String, BTreeMap<String, Vec<Part>>> =
            toml::from_str(include_str!("catalogue/services.toml")).unwrap();
        assert_eq!(services.len(), SERVICES.len());
        for (place, service) in SERVICES.iter().enumerate() {
            assert!(all().cards(place).len() >= 60, "{}", service.name);
        }
        let _: Names = toml::from_str(include_str!("catalogue/names.toml")).unwrap();
        let _: Stories = toml::from_str(include_str!("catalogue/stories.toml")).unwrap();
    }
}
