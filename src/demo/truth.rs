//! The planted truth: what a review of the demo must find, counted while the exports are written.

use super::compared::{self, Course};
use super::incident::Incident;
use super::organisation::{OVERLOADED, PEOPLE};
use super::output::{Error, Stream, file, json};
use super::pager::{Ring, stamp};
use super::plan::{Ending, Story};
use super::planted::{self, Nights, Stories, bug_name, days};
use super::rhythm::REPORTING_CHANGE;
use super::scenario::Scenario;
use super::stories::{self, FIRE_STORM, LAST_QUARTER};
use super::sweep;
use crate::text::date::quarter;
use chrono::{DateTime, Datelike, TimeZone, Timelike};
use chrono_tz::Tz;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rings to one person up to this many seconds after the first of a group are one interruption.
const GAP: i64 = 60;
const HEADER: &str =
    "key,started_at,resolved_at,severity,service,team,famous_bug,storm,story,customer_facing,factors,records\n";

/// Everything counted so far.
pub(super) struct Truth {
    scenario: Scenario,
    folder: PathBuf,
    incidents: Stream,
    pub(super) rings: Vec<Ring>,
    /// Start and end of each incident with a known end, and of the open ones, which have none.
    spans: Vec<(i64, Option<i64>)>,
    /// Keys of the incidents that were closed without anybody saying when they were over.
    without_end: Vec<String>,
    open: usize,
    by_quarter: BTreeMap<String, usize>,
    by_service: BTreeMap<&'static str, usize>,
    by_severity: BTreeMap<String, usize>,
    /// Keys of the incidents of each famous bug, and when it was said to be fixed.
    bugs: BTreeMap<u8, (Vec<String>, Vec<i64>)>,
    stories: Stories,
    storms: BTreeMap<u8, (i64, i64, usize)>,
    fire: Option<String>,
    /// Incidents with a known end, for a scenario that compares two quarters.
    courses: Vec<Course>,
    count: usize,
    pub(super) as_of: i64,
}

/// Records of each tool, as counted by their writers.
pub(super) struct Written {
    pub(super) pager: usize,
    pub(super) tickets: usize,
    pub(super) posts: usize,
    pub(super) reviews: usize,
    pub(super) maintenances: usize,
}

impl Truth {
    pub(super) fn create(scenario: Scenario, folder: PathBuf) -> Result<Self, Error> {
        let mut incidents = Stream::create(folder.join("incidents.csv"))?;
        incidents.text(HEADER)?;
        Ok(Self {
            scenario,
            folder,
            incidents,
            rings: Vec::new(),
            spans: Vec::new(),
            without_end: Vec::new(),
            open: 0,
            by_quarter: BTreeMap::new(),
            by_service: BTreeMap::new(),
            by_severity: BTreeMap::new(),
            bugs: BTreeMap::new(),
            stories: Stories::default(),
            storms: BTreeMap::new(),
            fire: None,
            courses: Vec::new(),
            count: 0,
            as_of: 0,
        })
    }

    /// Takes a stamp of the exports; the latest one is when they were made.
    pub(super) fn seen(&mut self, at: i64) {
        self.as_of = self.as_of.max(at);
    }

    /// Takes an incident and the name of its review.
    pub(super) fn take(&mut self, incident: &Incident, review: Option<&str>) -> Result<(), Error> {
        let (start, end) = (incident.true_start(), incident.true_end());
        self.count += 1;
        match (end, incident.planned.ending) {
            (None, Ending::Unstated) => self.without_end.push(key(incident)),
            _ => self.spans.push((start, end)),
        }
        self.open += usize::from(end.is_none() && incident.planned.ending != Ending::Unstated);
        let severity = incident.true_severity().map(|s| s.to_string()).unwrap_or_default();
        *self.by_quarter.entry(quarter(start * 1_000, Tz::UTC)).or_default() += 1;
        *self.by_service.entry(incident.service()).or_default() += 1;
        *self.by_severity.entry(severity.clone()).or_default() += 1;
        self.take_story(incident, start);
        self.take_course(incident, start, end, &severity);
        self.stories.take(incident, &key(incident));
        let bug = match incident.planned.story {
            Story::Bug(which) => bug_name(which),
            _ => "",
        };
        let storm = self.storm(incident.planned.story).map(|which| (which + 1).to_string()).unwrap_or_default();
        let (service, team, story) =
            (incident.service(), incident.stated_team(), planted::name(incident.planned.story));
        let felt = incident.stated_impact().map_or("", |felt| if felt { "yes" } else { "no" });
        self.incidents.text(&format!(
            "{},{},{},{severity},{service},{team},{bug},{storm},{story},{felt},{},{}\n",
            key(incident),
            stamp(start),
            end.map(stamp).unwrap_or_default(),
            incident.stated_factors().join(";"),
            records(incident, review),
        ))
    }

    /// Which storm an incident belongs to. The fire is one of the many that it brought.
    fn storm(&self, story: Story) -> Option<u8> {
        match story {
            Story::Storm(which) => Some(which),
            Story::Fire if self.scenario == Scenario::Typical => Some(FIRE_STORM),
            _ => None,
        }
    }

    fn take_story(&mut self, incident: &Incident, start: i64) {
        let story = incident.planned.story;
        if let Story::Bug(which) = story {
            let (keys, fixes) = self.bugs.entry(which).or_default();
            keys.push(key(incident));
            fixes.extend(incident.planned.fix);
        }
        if let Some(which) = self.storm(story) {
            let (first, last, count) = self.storms.entry(which).or_insert((start, start, 0));
            (*first, *last, *count) = ((*first).min(start), (*last).max(start), *count + 1);
        }
        if story == Story::Fire {
            self.fire = Some(key(incident));
        }
    }

    fn take_course(&mut self, incident: &Incident, start: i64, end: Option<i64>, severity: &str) {
        let Some(end) = end.filter(|_| self.scenario != Scenario::Typical) else { return };
        self.courses.push(Course {
            key: key(incident),
            start,
            length: end - start,
            severity: severity.to_owned(),
            is_fire: incident.planned.story == Story::Fire,
        });
    }

    /// Writes what is left.
    pub(super) fn finish(mut self, written: &Written) -> Result<(), Error> {
        let (classes, nights) = self.write_interruptions()?;
        let sweep = sweep::levels(&self.spans, self.as_of);
        let records = written.pager + written.tickets + written.posts + written.reviews - written.maintenances;
        let is_typical = self.scenario == Scenario::Typical;
        let summary = json!({
            "incidents": self.count,
            "as_of": stamp(self.as_of),
            "excluded_maintenance": written.maintenances,
            "incident_records": {
                "pagerduty": written.pager, "servicenow": written.tickets, "statuspage": written.posts,
                "review": written.reviews,
            },
            "duplicates_merged": records.saturating_sub(self.count),
            "per_quarter": self.by_quarter,
            "per_service": self.by_service,
            "per_severity": self.by_severity,
            "peak": {"level": sweep.peak, "at": sweep.at.map(stamp)},
            "seconds_at_level": sweep.seconds.iter().enumerate().map(|(l, s)| (l.to_string(), *s)).collect::<BTreeMap<_, _>>(),
            "interruptions": classes,
            "famous_bugs": self.bugs.iter().map(|(which, (keys, fixes))| of_bug(*which, keys, fixes)).collect::<Vec<_>>(),
            "storms": self.storms.values().map(|(start, end, count)| json!({
                "start": stamp(*start), "end": stamp(*end), "incidents": count,
            })).collect::<Vec<_>>(),
            "overloaded_responder": PEOPLE.get(OVERLOADED).filter(|_| is_typical).map(|p| json!({"id": p.id, "name": p.name})),
            "fire": self.fire,
            "reporting_change": is_typical.then(|| stamp(REPORTING_CHANGE)),
            "closed_without_end": self.without_end.len(),
            "closed_without_end_keys": self.without_end,
            "open": self.open,
        });
        json(&self.folder.join("summary.json"), &summary)?;
        if is_typical {
            json(&self.folder.join("stories.json"), &self.stories.json(nights))?;
        }
        if let Some(truth) = compared::truth(self.scenario, &self.courses) {
            json(&self.folder.join("scenario.json"), &truth)?;
        }
        self.incidents.finish()
    }

    fn write_interruptions(&mut self) -> Result<(BTreeMap<&'static str, usize>, Nights), Error> {
        let mut nights = Nights::default();
        self.rings.sort_unstable();
        let mut classes = BTreeMap::from([("business", 0), ("off", 0), ("sleep", 0)]);
        let mut out = Stream::create(self.folder.join("interruptions.csv"))?;
        out.text("person,at,hour_class\n")?;
        let mut group: Option<Ring> = None;
        for &(person, at, is_famous) in &self.rings {
            if group.is_some_and(|(same, first, _)| same == person && at - first <= GAP) {
                continue;
            }
            group = Some((person, at, is_famous));
            let Some(who) = PEOPLE.get(usize::from(person)) else { continue };
            let class = hour_class(at, who.zone);
            *classes.entry(class).or_default() += 1;
            let is_counted = class == "sleep" && at >= LAST_QUARTER;
            nights.all += usize::from(is_counted);
            nights.famous += usize::from(is_counted && is_famous);
            out.text(&format!("{},{},{class}\n", who.id, stamp(at)))?;
        }
        out.finish()?;
        Ok((classes, nights))
    }
}

fn of_bug(which: u8, keys: &[String], fixes: &[i64]) -> Value {
    json!({
        "name": bug_name(which), "incidents": keys.len(), "keys": keys, "claimed_fixes": days(fixes),
        "fix_held": which == stories::HELD,
    })
}

fn key(incident: &Incident) -> String {
    format!("HV-{:07}", incident.key + 1)
}

/// All records of an incident, the merged ones included.
fn records(incident: &Incident, review: Option<&str>) -> String {
    let pages = incident.pager.iter().chain(&incident.merged).map(|p| format!("pagerduty:{}", p.id));
    let ticket = incident.ticket.iter().map(|t| format!("servicenow:{}", t.number));
    let post = incident.post.iter().map(|p| format!("statuspage:{}", p.id));
    let review = review.iter().map(|name| format!("review:{name}"));
    pages.chain(ticket).chain(post).chain(review).collect::<Vec<_>>().join(";")
}

/// Sleep is from 22 to 8 every day and wins; business is from 8 to 18 on Monday to Friday.
fn hour_class(at: i64, zone: &str) -> &'static str {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let utc = DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc();
    let local = zone.from_utc_datetime(&utc).naive_local();
    match (local.hour(), local.weekday().num_days_from_monday()) {
        (22.. | ..8, _) => "sleep",
        (8..18, ..5) => "business",
        _ => "off",
    }
}

/// Writes the settings that the exports need, for a reader of the demo's folder.
pub(super) fn write_settings(folder: &Path) -> Result<(), Error> {
    let text = "# Settings for the demo.\n[report]\norganisation = \"Harbour & Vale\"\n\n\
                # ServiceNow and people who write reviews leave the offset of times and days out.\n\
                # Here that was UTC; without this line the report would say that it had to assume so.\n\
                [zones]\nservicenow = \"UTC\"\nreview = \"UTC\"\n";
    file(&folder.join("retroscope.toml"), text)
}
