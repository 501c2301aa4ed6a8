//! What the stories of the typical demo came to, counted from the incidents as they were written: `truth/stories.json`.

use super::catalogue;
use super::incident::Incident;
use super::organisation::{LEDGER, PEOPLE, TEAMS};
use super::pager::stamp;
use super::plan::Story;
use super::rhythm::REPORTING_CHANGE;
use super::stories::{self, CROWDED_WEEK, FIRE_STORM, HELD, LAST_QUARTER, LEDGER_LOCKS, SEVERITY_RULE, STRAIN};
use crate::text::date::{iso_day, quarter};
use chrono_tz::Tz;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Counts of the stories so far.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// Incidents by bug with their start, and whether customers felt them as far as a record says so.
    bugs: BTreeMap<u8, Vec<(String, i64)>>,
    /// Customer-facing incidents of the last quarter, and those of the famous bug among them.
    felt: Vec<String>,
    felt_famous: Vec<String>,
    vendor: Vec<String>,
    /// Incidents of the vendor, and all, by quarter.
    by_quarter: BTreeMap<String, [usize; 2]>,
    strain: Vec<String>,
    storms: BTreeMap<u8, Vec<String>>,
    fire: Option<(String, i64, Option<i64>)>,
    rerated: Vec<String>,
    /// Open at once within the storms: starts and ends.
    spans: Vec<(i64, i64)>,
    factors_stated: usize,
    impact_stated: usize,
    count: usize,
}

/// The name of a story in the list of incidents.
pub(super) fn name(story: Story) -> &'static str {
    match story {
        Story::Bug(LEDGER_LOCKS) => "famous-bug",
        Story::Bug(HELD) => "fix-held",
        Story::Bug(_) => "tolerated-bug",
        Story::Vendor(_) => "vendor",
        Story::Strain => "strain",
        Story::Storm(FIRE_STORM) | Story::Fire => "fire",
        Story::Storm(CROWDED_WEEK) => "crowded-week",
        Story::Storm(_) => "upgrade",
        Story::Ordinary | Story::Plain | Story::Exact | Story::Foreign(_) => "",
    }
}

/// What was counted of pages in sleep hours in the last quarter.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Nights {
    pub(super) all: usize,
    pub(super) famous: usize,
}

impl Stories {
    pub(super) fn take(&mut self, incident: &Incident, key: &str) {
        let (start, story, end) = (incident.true_start(), incident.planned.story, incident.true_end());
        self.count += 1;
        self.factors_stated += usize::from(!incident.stated_factors().is_empty());
        self.impact_stated += usize::from(incident.stated_impact().is_some());
        let [vendor, all] = self.by_quarter.entry(quarter(start * 1_000, Tz::UTC)).or_default();
        *all += 1;
        *vendor += usize::from(matches!(story, Story::Vendor(_)));
        if incident.planned.is_rerated {
            self.rerated.push(key.to_owned());
        }
        if start >= LAST_QUARTER && incident.stated_impact() == Some(true) {
            self.felt.push(key.to_owned());
            if story == Story::Bug(LEDGER_LOCKS) {
                self.felt_famous.push(key.to_owned());
            }
        }
        self.spans.extend(end.map(|end| (start, end)));
        match story {
            Story::Bug(which) => self.bugs.entry(which).or_default().push((key.to_owned(), start)),
            Story::Vendor(_) => self.vendor.push(key.to_owned()),
            Story::Strain => self.strain.push(key.to_owned()),
            Story::Storm(which) => self.storms.entry(which).or_default().push(key.to_owned()),
            Story::Fire => {
                self.storms.entry(FIRE_STORM).or_default().push(key.to_owned());
                self.fire = Some((key.to_owned(), start, end));
            }
            Story::Ordinary | Story::Plain | Story::Exact | Story::Foreign(_) => {}
        }
    }

    /// The content of the file.
    pub(super) fn json(&self, nights: Nights) -> Value {
        json!({
            "famous_bug": self.famous(nights),
            "fix_that_held": self.held(),
            "crowded_week": self.crowded(),
            "fire": self.of_fire(),
            "strained_rotation": self.strained(),
            "vendor": self.of_vendor(),
            "severity_rule": {
                "from": stamp(SEVERITY_RULE),
                "statement": "From this day on some of what was a P3 is a P2; nothing else about these incidents changed.",
                "rerated": self.rerated.len(),
                "keys": self.rerated,
            },
            "reporting_change": stamp(REPORTING_CHANGE),
            "coverage": {
                "incidents": self.count,
                "state_factors": self.factors_stated,
                "state_customer_impact": self.impact_stated,
            },
        })
    }

    fn of_bug(&self, bug: u8) -> (Vec<&str>, Vec<i64>) {
        let own = || self.bugs.get(&bug).into_iter().flatten();
        (own().map(|(key, _)| key.as_str()).collect(), own().map(|(_, start)| *start).collect())
    }

    fn famous(&self, nights: Nights) -> Value {
        let (keys, starts) = self.of_bug(LEDGER_LOCKS);
        let returned = |fix: &i64| starts.iter().find(|at| *at > fix).map(|at| stamp(*at));
        let fixes = stories::fixes(LEDGER_LOCKS);
        json!({
            "name": bug_name(LEDGER_LOCKS), "incidents": keys.len(), "keys": keys,
            "in_last_quarter": starts.iter().filter(|at| **at >= LAST_QUARTER).count(),
            "claimed_fixes": days(fixes),
            "returned_at": fixes.iter().map(returned).collect::<Vec<_>>(),
            "customer_facing_in_last_quarter": {"all": self.felt.len(), "of_the_bug": self.felt_famous.len(), "keys": self.felt_famous},
            "pages_in_sleep_hours_in_last_quarter": {"all": nights.all, "of_the_bug": nights.famous},
        })
    }

    fn held(&self) -> Value {
        let (keys, starts) = self.of_bug(HELD);
        json!({
            "name": bug_name(HELD), "incidents": keys.len(), "keys": keys, "claimed_fixes": days(stories::fixes(HELD)),
            "last": starts.iter().max().map(|at| stamp(*at)), "came_back": false,
        })
    }

    /// Incidents open at once against people on call. Only the beginnings have to be looked at: levels rise nowhere else.
    fn crowded(&self) -> Value {
        let keys = self.storms.get(&CROWDED_WEEK).cloned().unwrap_or_default();
        let (from, to) = stories::limits(CROWDED_WEEK);
        let open = |at: i64| self.spans.iter().filter(|(start, end)| *start <= at && at < *end).count();
        let starts = self.spans.iter().map(|(start, _)| *start).filter(|at| (from..to).contains(at));
        let peak = starts.map(|at| (open(at), -at)).max();
        json!({
            "from": stamp(from), "to": stamp(to), "incidents": keys.len(), "keys": keys,
            "people_on_call": 2 * TEAMS.len(),
            "most_at_once": peak.map(|(level, _)| level),
            "at": peak.map(|(_, at)| stamp(-at)),
        })
    }

    fn of_fire(&self) -> Value {
        let keys = self.storms.get(&FIRE_STORM).cloned().unwrap_or_default();
        let (key, start, end) = self.fire.clone().unwrap_or_default();
        json!({
            "key": key, "start": stamp(start), "end": end.map(stamp), "length_s": end.map(|end| end - start),
            "incidents": keys.len(), "keys": keys,
        })
    }

    fn strained(&self) -> Value {
        let (from, to) = STRAIN;
        json!({
            "team": TEAMS.get(LEDGER).map(|t| t.name),
            "people": PEOPLE.iter().filter(|p| p.team == LEDGER).count(),
            "from": stamp(from), "to": stamp(to), "incidents": self.strain.len(), "keys": self.strain,
        })
    }

    fn of_vendor(&self) -> Value {
        let vendor = &catalogue::all().stories.vendor;
        let quarters: BTreeMap<&String, Value> = self
            .by_quarter
            .iter()
            .map(|(quarter, [own, all])| (quarter, json!({"incidents": all, "of_the_vendor": own})))
            .collect();
        json!({
            "name": vendor.name, "factor": vendor.factor, "incidents": self.vendor.len(), "keys": self.vendor,
            "per_quarter": quarters,
        })
    }
}

/// What engineers call a bug.
pub(super) fn bug_name(bug: u8) -> &'static str {
    catalogue::all().stories.bug.get(usize::from(bug)).map_or("", |bug| bug.name.as_str())
}

/// Days of the calendar.
pub(super) fn days(at: &[i64]) -> Vec<String> {
    at.iter().map(|at| iso_day(at * 1_000, Tz::UTC)).collect()
}
