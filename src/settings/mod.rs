//! The settings file: what it may say, its defaults, and the check of it.
//!
//! Everything is optional. An unknown key is an error with the place it stands at, because a misspelt key that is
//! silently ignored is a wrong report. Settings with a default of their own are rows of [`table`]; what is here besides are
//! lists that the reader fills, and what takes more than a range to check.

mod analyses;
pub mod changes;
pub mod load;
mod place;
pub mod table;
mod tools;

use crate::analyse::recurrence::Params;
use crate::ingest::container::budget::Budget;
use crate::ingest::mapped::Mapped;
use crate::ingest::mapped::mapping::Mapping;
use crate::link::LinkParams;
use crate::model::change::ProcessChange;
use crate::model::hours::HourProfile;
use crate::model::time::SECOND;
use crate::normalise::areas::{self, Hierarchy};
use crate::normalise::people::PeopleParams;
use crate::normalise::severity::Crosswalk;
use crate::normalise::{NormaliseParams, custom};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Settings that no file of a report repeats.
const UNTOLD: [&str; 2] = ["people.salt", "people.machines"];
/// Most characters of the name of an organisation.
const LONGEST_NAME: usize = 80;
/// Fewest characters of a salt.
const SHORTEST_SALT: usize = 12;

/// The file as written. Field names are the public keys.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub report: table::Report,
    pub hours: table::Hours,
    pub load: table::Load,
    /// Zone of times without an offset, per tool (`servicenow = "America/New_York"`).
    pub zones: BTreeMap<String, String>,
    /// Whether `3/4/2026` is the third of April, per tool; needed only where no row of a file decides it.
    pub day_first: BTreeMap<String, bool>,
    /// Own severity words: `"sev-red" = 1`.
    pub severity: BTreeMap<String, u8>,
    pub aliases: Aliases,
    /// What belongs to what: `"checkout-api" = "payments platform"`. Services, components and teams may belong to something,
    /// and that to something else; incidents then touch all of it as components.
    pub hierarchy: BTreeMap<String, String>,
    pub exclude: table::Exclude,
    pub people: table::People,
    pub recurrence: table::Recurrence,
    pub limits: table::Limits,
    /// Meaning of fields that the organisation defined itself: `"Product area" = "component"`.
    pub fields: BTreeMap<String, String>,
    /// Readers for tables and JSON that no source recognises.
    pub mapping: Vec<Mapping>,
    /// Changes of definitions, processes and tools: `[[change]]` with `at`, `what` and perhaps `metric`.
    pub change: Vec<changes::Stated>,
}

/// `[aliases.services]`, `[aliases.components]` and `[aliases.teams]`: stated name → name to use.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aliases {
    pub services: BTreeMap<String, String>,
    pub components: BTreeMap<String, String>,
    pub teams: BTreeMap<String, String>,
}

impl File {
    /// All settings with a default, with their values in effect, section by section as lists for readers have them.
    #[must_use]
    pub fn rows(&self) -> Vec<table::Row> {
        let sections = [
            self.report.rows(),
            self.hours.rows(),
            self.recurrence.rows(),
            self.load.rows(),
            self.limits.rows(),
            self.exclude.rows(),
            self.people.rows(),
        ];
        sections.into_iter().flatten().collect()
    }
}

/// What could not be used, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("use the settings in {file}: {problem}")]
pub struct SettingsError {
    pub file: String,
    pub problem: String,
    /// The file could not even be opened, so what settings there are is beside the point.
    pub is_unopened: bool,
}

/// The settings, checked and typed.
#[derive(Debug)]
pub struct Settings {
    /// Whose incidents these are; empty where nobody says so.
    pub organisation: String,
    pub zone: Tz,
    pub seed: u64,
    pub profile: HourProfile,
    pub normalise: NormaliseParams,
    pub day_first: BTreeMap<String, bool>,
    pub people: PeopleParams,
    pub link: LinkParams,
    pub load: crate::analyse::load::Params,
    pub mapped: Vec<Mapped>,
    pub changes: Vec<ProcessChange>,
    pub recurrence: Params,
    /// What may be held at once while a file is read.
    pub budget: Budget,
    /// The settings in effect, for the manifest; secrets (the salt) are not among them.
    pub shown: BTreeMap<String, String>,
}

impl Settings {
    /// The defaults, as if the file were empty.
    ///
    /// # Errors
    /// None in practice: the defaults are checked by the same code as a file.
    pub fn defaults() -> Result<Self, SettingsError> {
        Self::check(File::default(), "the defaults")
    }

    /// Reads and checks a settings file.
    ///
    /// # Errors
    /// The file can't be opened or parsed, or a value can't be used; the message says which and what could stand there.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let shown = path.display().to_string();
        let failed = |problem: String| SettingsError { file: shown.clone(), problem, is_unopened: true };
        let text = std::fs::read_to_string(path).map_err(|e| failed(unopened(&e)))?;
        Self::parse(&text, &shown)
    }

    /// Checks the text of a settings file; `name` is what messages call it.
    ///
    /// # Errors
    /// The text can't be parsed, or a value can't be used.
    pub fn parse(text: &str, name: &str) -> Result<Self, SettingsError> {
        let failed = |problem: String| SettingsError { file: name.to_owned(), problem, is_unopened: false };
        let file: File = toml::from_str(text).map_err(|e| failed(place::told(&e, text)))?;
        Self::check(file, name)
    }

    fn check(file: File, name: &str) -> Result<Self, SettingsError> {
        let failed = |problem: String| SettingsError { file: name.to_owned(), problem, is_unopened: false };
        table::check(&file.rows()).map_err(failed)?;
        let zone = zone(&file.report.zone, "report.zone").map_err(failed)?;
        let fallback = fallback(&file).map_err(failed)?;
        let known = tools::known(file.mapping.iter().map(|mapping| mapping.name.as_str()));
        tools::check("zones", file.zones.keys(), &known).map_err(failed)?;
        tools::check("day_first", file.day_first.keys(), &known).map_err(failed)?;
        let zoned = |(tool, name): (&String, &String)| Ok((tool.clone(), self::zone(name, &format!("zones.{tool}"))?));
        let mut zones = file.zones.iter().map(zoned).collect::<Result<BTreeMap<_, _>, String>>().map_err(failed)?;
        severities(&file.severity).map_err(failed)?;
        let profile = profile(&file.hours).map_err(failed)?;
        let fields = fields(&file.fields).map_err(failed)?;
        let changes = changes::check(&file.change, zone).map_err(failed)?;
        let budget = Budget::of_mib(u32::try_from(file.limits.held_mib).unwrap_or(Budget::DEFAULT_MIB));
        let gap = file.hours.interruption_gap_s * SECOND;
        let seed = file.report.seed.unsigned_abs();
        let load = load::params(&file.load, gap, seed).map_err(failed)?;
        let shown = shown(&file, &profile);
        let mut day_first = file.day_first;
        let mapped = mapped(file.mapping, &mut zones, &mut day_first).map_err(failed)?;
        let aliases = |kind: &str, stated| areas::aliases(&format!("aliases.{kind}"), stated).map_err(failed);
        Ok(Self {
            organisation: organisation(file.report.organisation.as_deref()).map_err(failed)?,
            zone,
            seed,
            normalise: NormaliseParams {
                crosswalk: Crosswalk::with(&file.severity),
                services: aliases("services", &file.aliases.services)?,
                components: aliases("components", &file.aliases.components)?,
                teams: aliases("teams", &file.aliases.teams)?,
                hierarchy: Hierarchy::of(&file.hierarchy).map_err(failed)?,
                fields,
                zones,
                exclude_planned: file.exclude.planned_work,
                exclude_drills: file.exclude.drills,
                exclude_requests: file.exclude.requests,
            },
            day_first,
            people: people(file.people, fallback),
            link: LinkParams { interruption_gap: gap },
            load,
            profile,
            mapped,
            changes,
            recurrence: recurrence(file.recurrence),
            budget,
            shown,
        })
    }
}

/// A name for a title: one line that is not long.
fn organisation(stated: Option<&str>) -> Result<String, String> {
    let name = stated.unwrap_or_default().trim();
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(format!(
            "report.organisation is no name for a title: one line of at most {LONGEST_NAME} characters"
        ));
    }
    Ok(name.to_owned())
}

/// The mappings as sources; what they say of zones and of day and month joins that of the tools.
fn mapped(
    mappings: Vec<Mapping>,
    zones: &mut BTreeMap<String, Tz>,
    day_first: &mut BTreeMap<String, bool>,
) -> Result<Vec<Mapped>, String> {
    let mut mapped = Vec::new();
    for mapping in mappings {
        if let Some(name) = &mapping.zone {
            zones.insert(mapping.name.clone(), zone(name, &format!("mapping.{}.zone", mapping.name))?);
        }
        if let Some(first) = mapping.day_first {
            day_first.insert(mapping.name.clone(), first);
        }
        mapped.push(Mapped::new(mapping).map_err(|e| e.to_string())?);
    }
    Ok(mapped)
}

fn unopened(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string(),
    }
}

fn fields(stated: &BTreeMap<String, String>) -> Result<BTreeMap<String, custom::FieldMeaning>, String> {
    let mut fields = BTreeMap::new();
    for (name, word) in stated {
        let Some((_, meaning)) = custom::WORDS.iter().find(|(known, _)| known == word) else {
            let known: Vec<&str> = custom::WORDS.iter().map(|(word, _)| *word).collect();
            return Err(format!("fields.\"{name}\" is \"{word}\"; known are {}", known.join(", ")));
        };
        fields.insert(custom::key(name), *meaning);
    }
    Ok(fields)
}

/// What makes two incidents the same problem, and the cases of what a fix may take, in order.
fn recurrence(stated: table::Recurrence) -> Params {
    let mut fix_hours = stated.fix_hours;
    fix_hours.sort_by(f64::total_cmp);
    Params { least_likeness: stated.least_likeness, fix_hours, ..Params::default() }
}

fn people(stated: table::People, fallback_zone: Tz) -> PeopleParams {
    let machines = stated.machines.iter().map(|m| m.trim().to_lowercase()).collect();
    PeopleParams {
        salt: stated.salt.map(|salt| salt.0),
        fallback_zone,
        machines,
        mask_texts: stated.mask_texts,
        ..PeopleParams::default()
    }
}

fn severities(stated: &BTreeMap<String, u8>) -> Result<(), String> {
    match stated.iter().find(|(_, level)| !(1..=5).contains(*level)) {
        Some((word, level)) => Err(format!("severity.\"{word}\" is {level}; severities run from 1 (worst) to 5")),
        None => Ok(()),
    }
}

/// Checks what is set of people; gives the zone of those whose own is not known. A salt that can be guessed keeps
/// nobody's name: whoever has a list of names could try them all.
fn fallback(file: &File) -> Result<Tz, String> {
    let length = file.people.salt.as_ref().map(|salt| salt.0.trim().chars().count());
    if let Some(length) = length.filter(|length| *length < SHORTEST_SALT) {
        return Err(format!(
            "people.salt has {length} characters; give at least {SHORTEST_SALT} that nobody can guess, or leave it out"
        ));
    }
    zone(file.people.zone.as_ref().unwrap_or(&file.report.zone), "people.zone")
}

fn zone(name: &str, key: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| {
        format!("{key} is \"{name}\", which is no IANA time zone; write it like \"Europe/Berlin\" or \"UTC\"")
    })
}

fn profile(hours: &table::Hours) -> Result<HourProfile, String> {
    let known = HourProfile::named(&hours.profile);
    let (Some(business), Some(sleep)) = (hours.business, hours.sleep) else {
        if hours.business.is_some() || hours.sleep.is_some() {
            return Err(
                "hours.business and hours.sleep must both be given for an own profile, like [8, 18] and [22, 8]"
                    .to_owned(),
            );
        }
        return known.ok_or_else(|| {
            format!("hours.profile is \"{}\"; known are pagerduty, incident-io and rootly, or give business and sleep hours", hours.profile)
        });
    };
    if business.iter().chain(&sleep).any(|h| *h > 24) || business.first() >= business.last() {
        return Err("hours.business and hours.sleep hold whole hours from 0 to 24, business hours from the earlier to the later".to_owned());
    }
    let [business_from, business_to] = business;
    let [sleep_from, sleep_to] = sleep;
    let name = if known.is_some() { "custom".to_owned() } else { hours.profile.clone() };
    Ok(HourProfile { name, business_from, business_to, sleep_from, sleep_to })
}

fn shown(file: &File, profile: &HourProfile) -> BTreeMap<String, String> {
    // What is not set is not in effect; the salt is a secret, and accounts of machines may be names of people.
    let is_told = |row: &table::Row| row.value.is_some() && !UNTOLD.contains(&row.key);
    let rows = file.rows().into_iter().filter(is_told);
    let mut shown: BTreeMap<String, String> = rows.map(|row| (row.key.to_owned(), row.told)).collect();
    let mut put = |key: &str, value: String| {
        shown.insert(key.to_owned(), value);
    };
    put("report.organisation", file.report.organisation.clone().unwrap_or_default());
    // A profile stands for its hours.
    put("hours.profile", profile.name.clone());
    put("hours.business", format!("{}-{}", profile.business_from, profile.business_to));
    put("hours.sleep", format!("{}-{}", profile.sleep_from, profile.sleep_to));
    put("people.salted", file.people.salt.is_some().to_string());
    for (tool, zone) in &file.zones {
        put(&format!("zones.{tool}"), zone.clone());
    }
    for (word, level) in &file.severity {
        put(&format!("severity.{word}"), level.to_string());
    }
    for (name, word) in &file.fields {
        put(&format!("fields.{name}"), word.clone());
    }
    for (name, above) in &file.hierarchy {
        put(&format!("hierarchy.{name}"), above.clone());
    }
    for (tool, first) in &file.day_first {
        put(&format!("day_first.{tool}"), first.to_string());
    }
    let aliases = [
        ("services", &file.aliases.services),
        ("components", &file.aliases.components),
        ("teams", &file.aliases.teams),
    ];
    for (kind, (stated, name)) in aliases.into_iter().flat_map(|(kind, list)| list.iter().map(move |pair| (kind, pair)))
    {
        put(&format!("aliases.{kind}.{stated}"), name.clone());
    }
    for (number, change) in file.change.iter().enumerate() {
        put(&format!("change.{}", number + 1), format!("{}: {}", change.at(), change.what));
    }
    for mapping in &file.mapping {
        put(&format!("mapping.{}", mapping.name), mapping.files.join(" "));
        for (fact, from) in &mapping.fields {
            let columns: Vec<&str> = from.columns().collect();
            put(&format!("mapping.{}.{fact}", mapping.name), columns.join(", "));
        }
    }
    shown
}
