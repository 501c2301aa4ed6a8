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
pub struct Happening {
    /// What engineers call it, where it has a name.
    pub name: String,
    /// As a pager or an engineer puts it; several wordings of the same thing.
    pub titles: Vec<String>,
    /// As a customer or a colleague puts it in a ticket.
    pub reported: Vec<String>,
    /// As the status page puts it.
    pub posted: Vec<String>,
    /// Who or what noticed it.
    pub noticed: String,
    pub cause: String,
    /// What was done, to stand behind "we".
    pub repair: String,
    /// Follow-ups that promised to end it, in order of time.
    pub fixes: Vec<String>,
    pub follow_ups: Vec<String>,
    pub factors: Vec<String>,
    /// Data hall that it happens in, where that is one.
    pub site: String,
    /// Whether it happens in a hub and not in a data hall.
    pub is_in_hub: bool,
    /// What went well and what was hard, where what any review says does not fit.
    pub well: Vec<String>,
    pub hard: Vec<String>,
    /// What the factor list of the incident tool calls a vendor.
    pub factor: String,
}

/// A part of a service: what engineers, alerts and customers call it.
#[derive(Debug, Default, Deserialize)]
pub struct ServicePart(pub(super) String, pub(super) String, pub(super) String);

/// Names of places, machines and customers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CatalogueNames {
    pub halls: Vec<String>,
    pub hubs: Vec<String>,
    pub hosts: Vec<String>,
    /// In the order of the teams.
    pub customers: Vec<Vec<String>>,
}

/// Follow-ups that fit any incident.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FollowUps {
    pub small: Vec<String>,
    pub large: Vec<String>,
}

/// What went well and what was hard, for any review.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lessons {
    pub well: Vec<String>,
    pub hard: Vec<String>,
}

/// What the stories of the plan are called.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stories {
    /// In the order of the bugs in `stories`.
    pub bug: Vec<Happening>,
    pub vendor: Happening,
    pub fire: Happening,
    /// What incidents of a storm have in common, in the order of the storms.
    pub storms: Happening,
    pub follow_ups: FollowUps,
    pub lessons: Lessons,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Modes {
    mode: Vec<Happening>,
}

/// A part of a service with something that happens to such parts.
pub type Card = (&'static Happening, &'static ServicePart);

/// All of it.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// What can happen, by kind of part.
    pub modes: BTreeMap<&'static str, Vec<Happening>>,
    /// Parts by kind, by service.
    pub services: BTreeMap<String, BTreeMap<String, Vec<ServicePart>>>,
    pub names: CatalogueNames,
    pub stories: Stories,
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

/// The catalogue. A file that cannot be read leaves it empty; a test reads them all.
pub fn all() -> &'static Catalogue {
    ALL.get_or_init(|| read().unwrap_or_default())
}

/// Reads all files.
///
/// # Errors
/// The first file that cannot be read, with the reason.
pub fn read() -> Result<Catalogue, String> {
    Ok(Catalogue {
        modes: MODES.iter().map(|(kind, text)| Ok((*kind, modes(kind, text)?))).collect::<Result<_, String>>()?,
        services: parsed("services", include_str!("catalogue/services.toml"))?,
        names: parsed("names", include_str!("catalogue/names.toml"))?,
        stories: parsed("stories", include_str!("catalogue/stories.toml"))?,
    })
}

/// Equipment stands in hubs, everything else in data halls.
fn modes(kind: &str, text: &str) -> Result<Vec<Happening>, String> {
    let mut modes = parsed::<Modes>(kind, text)?.mode;
    modes.iter_mut().for_each(|mode| mode.is_in_hub = kind == "device");
    Ok(modes)
}

fn parsed<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|e| format!("could not read {name}.toml: {e}"))
}

impl Catalogue {
    /// All that can happen to a service, in the order of the files.
    pub fn cards(&'static self, service: usize) -> Vec<Card> {
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
