//! The truth about load, counted from the demo's own pages and acts. Nothing of the review is used: instants are seconds,
//! the local clock comes from the zone data, and every rule is written out once more in its plainest form.

pub(super) mod units;

use crate::support::run::Row;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike};
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(super) const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Working hours from Monday to Friday, and sleep hours, as the vendors document them.
#[derive(Clone, Copy)]
pub(super) struct Hours {
    pub(super) name: &'static str,
    business: (u32, u32),
    sleep: (u32, u32),
}

pub(super) const PROFILES: [Hours; 3] = [
    Hours { name: "pagerduty", business: (8, 18), sleep: (22, 8) },
    Hours { name: "incident-io", business: (8, 19), sleep: (23, 8) },
    Hours { name: "rootly", business: (9, 17), sleep: (22, 6) },
];

impl Hours {
    fn class(self, local: NaiveDateTime) -> &'static str {
        let hour = local.hour();
        if hour >= self.sleep.0 || hour < self.sleep.1 {
            "sleep"
        } else if local.weekday().num_days_from_monday() < 5 && (self.business.0..self.business.1).contains(&hour) {
            "business"
        } else {
            "off"
        }
    }

    /// The night of an evening, in seconds.
    fn night(self, evening: NaiveDate, zone: Tz) -> (i64, i64) {
        let at = |day: NaiveDate, hour: u32| instant(day.and_hms_opt(hour, 0, 0).unwrap(), zone);
        (at(evening, self.sleep.0), at(evening + Days::new(1), self.sleep.1))
    }
}

/// A local time that does not exist is the instant after the gap; of two the first.
fn instant(local: NaiveDateTime, zone: Tz) -> i64 {
    let tried = (0..=180).map(|minutes| local + TimeDelta::minutes(minutes));
    tried.map(|t| zone.from_local_datetime(&t)).find_map(|found| found.earliest()).unwrap().timestamp()
}

fn local(at: i64, zone: Tz) -> NaiveDateTime {
    zone.from_utc_datetime(&DateTime::from_timestamp(at, 0).unwrap().naive_utc()).naive_local()
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

fn label(monday: NaiveDate) -> String {
    format!("{}-W{:02}", monday.iso_week().year(), monday.iso_week().week())
}

/// One person's pages, acts and shifts.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) zone: Tz,
    /// Instant and incident of every page that rings or shows.
    pages: Vec<(i64, usize)>,
    acts: Vec<(i64, usize)>,
    shifts: Vec<(i64, i64)>,
}

/// What a person's week must say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Week {
    pub(super) on_call: i64,
    pub(super) classes: [u64; 3],
    pub(super) bouts: u64,
    /// Hours of the local clock with a page or work in them, by class.
    pub(super) disrupted: [u64; 3],
    pub(super) incidents: u64,
    pub(super) nights: u64,
    pub(super) run: u64,
    pub(super) overlap: i64,
    pub(super) rest: Option<i64>,
    pub(super) weekends: u64,
    pub(super) shift_incidents: u64,
}

impl Week {
    /// The six flags with the thresholds of METHODS 7.8.
    pub(super) fn flags(&self) -> u64 {
        let up = [
            self.shift_incidents > 2,
            self.nights >= 2,
            self.run >= 3,
            self.rest.is_some_and(|rest| rest < 11 * HOUR),
            self.weekends >= 2,
            self.overlap > 4 * HOUR,
        ];
        up.iter().filter(|up| **up).count() as u64
    }
}

fn items(folder: &Path, prefix: &str, key: &str) -> Vec<Value> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.file_name().unwrap().to_string_lossy().starts_with(prefix));
    files.sort();
    let read = |p: &std::path::PathBuf| -> Value { serde_json::from_reader(std::fs::File::open(p).unwrap()).unwrap() };
    files.iter().flat_map(|p| read(p)[key].as_array().unwrap().clone()).collect()
}

fn seconds(stamp: &Value) -> i64 {
    DateTime::parse_from_rfc3339(stamp.as_str().unwrap()).unwrap().timestamp()
}

/// Everybody of the pager's list of users. The number of an incident is its line in the list of planted ones.
pub(super) fn people(demo: &Path) -> Vec<Person> {
    let pager = demo.join("pagerduty");
    let incident = numbers(demo);
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for user in items(&pager, "users", "users") {
        let (name, zone) = (user["name"].as_str().unwrap(), user["time_zone"].as_str().unwrap());
        let blank = Person {
            name: name.to_owned(),
            zone: zone.parse().unwrap(),
            pages: Vec::new(),
            acts: Vec::new(),
            shifts: Vec::new(),
        };
        people.insert(user["id"].as_str().unwrap().to_owned(), blank);
    }
    for entry in items(&pager, "log_entries", "log_entries") {
        let what = (seconds(&entry["created_at"]), incident[entry["incident"]["id"].as_str().unwrap()]);
        let medium = entry["channel"]["notification"]["type"].as_str().unwrap_or("");
        match entry["type"].as_str().unwrap() {
            "notify_log_entry" if medium != "email_notification" => {
                people.get_mut(entry["user"]["id"].as_str().unwrap()).unwrap().pages.push(what);
            }
            "acknowledge_log_entry" | "resolve_log_entry" => {
                let own = entry["agent"]["id"].as_str().and_then(|id| people.get_mut(id));
                own.into_iter().for_each(|p| p.acts.push(what));
            }
            _ => {}
        }
    }
    let (from, to) = limits(demo);
    for shift in items(&pager, "oncalls", "oncalls") {
        let person = people.get_mut(shift["user"]["id"].as_str().unwrap()).unwrap();
        person.shifts.push((seconds(&shift["start"]).max(from), seconds(&shift["end"]).min(to)));
    }
    people.values_mut().for_each(|p| {
        p.shifts.retain(|s| s.0 < s.1);
        p.shifts = joined(&p.shifts);
        p.pages.sort_unstable();
        p.acts.sort_unstable();
    });
    people.into_values().collect()
}

fn numbers(demo: &Path) -> BTreeMap<String, usize> {
    let rows = csv::Reader::from_path(demo.join("truth/incidents.csv")).unwrap();
    let mut found = BTreeMap::new();
    for (place, row) in rows.into_deserialize::<Row>().map(Result::unwrap).enumerate() {
        let own = row["records"].split(';').filter_map(|r| r.strip_prefix("pagerduty:"));
        found.extend(own.map(|id| (id.to_owned(), place)));
    }
    found
}

/// Nothing is known before the first incident and after the exports were made.
fn limits(demo: &Path) -> (i64, i64) {
    let rows = csv::Reader::from_path(demo.join("truth/incidents.csv")).unwrap();
    let first = rows.into_deserialize::<Row>().map(|r| r.unwrap()["started_at"].clone()).min().unwrap();
    let text = std::fs::read_to_string(demo.join("truth/summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&text).unwrap();
    (seconds(&first.into()), seconds(&summary["as_of"]))
}

/// Stretches that touch are one.
fn joined(list: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    let mut found: Vec<(i64, i64)> = Vec::new();
    for (start, end) in sorted {
        match found.last_mut().filter(|last| start <= last.1) {
            Some(last) => last.1 = last.1.max(end),
            None => found.push((start, end)),
        }
    }
    found
}

impl Person {
    /// Pages that interrupt: the first, and each that comes more than a minute after the last that did. With every page
    /// of another incident in that minute, which reached the person all the same.
    fn interruptions(&self) -> (Vec<i64>, Vec<(i64, usize)>) {
        let (mut counted, mut reached): (Vec<i64>, Vec<(i64, usize)>) = (Vec::new(), Vec::new());
        let mut first = 0;
        for &(at, incident) in &self.pages {
            if counted.last().is_none_or(|last| at - last > 60) {
                counted.push(at);
                (first, _) = (incident, reached.push((at, incident)));
            } else if incident != first {
                reached.push((at, incident));
            }
        }
        (counted, reached)
    }

    /// Ten minutes from each act; acts on one incident within twenty minutes are one stretch.
    fn work(&self) -> Vec<(i64, i64)> {
        let mut of: BTreeMap<usize, Vec<i64>> = BTreeMap::new();
        self.acts.iter().for_each(|(at, incident)| of.entry(*incident).or_default().push(*at));
        let mut found: Vec<(i64, i64)> = Vec::new();
        for acts in of.into_values() {
            let mut from = acts[0];
            for pair in acts.windows(2).filter(|pair| pair[1] - pair[0] > 20 * MINUTE) {
                found.push((from, pair[0] + 10 * MINUTE));
                from = pair[1];
            }
            found.push((from, acts.last().unwrap() + 10 * MINUTE));
        }
        found
    }

    /// Evenings of the disturbed nights, and which of them had a page.
    pub(super) fn nights(&self, hours: Hours) -> BTreeMap<NaiveDate, bool> {
        let evening = |at: i64| {
            let local = local(at, self.zone);
            if local.hour() < 12 { local.date() - Days::new(1) } else { local.date() }
        };
        let counted = self.interruptions().0;
        let asleep = counted.into_iter().filter(|at| hours.class(local(*at, self.zone)) == "sleep");
        let mut found: BTreeMap<NaiveDate, bool> = asleep.map(|at| (evening(at), true)).collect();
        let work = joined(&self.work());
        let touched = work.iter().flat_map(|(start, end)| {
            let first = local(*start, self.zone).date() - Days::new(1);
            first.iter_days().take_while(|day| hours.night(*day, self.zone).0 < *end)
        });
        for day in touched.collect::<BTreeSet<_>>() {
            let (from, to) = hours.night(day, self.zone);
            let inside: i64 = work.iter().map(|(start, end)| ((*end).min(to) - (*start).max(from)).max(0)).sum();
            if inside >= 15 * MINUTE {
                found.entry(day).or_insert(false);
            }
        }
        found
    }

    /// Length of the free stretch that covers most of each night, where an engagement comes before it.
    fn rests(&self, hours: Hours) -> BTreeMap<NaiveDate, i64> {
        let pages = self.interruptions().0.into_iter().map(|at| (at, at));
        let engaged = joined(&self.work().into_iter().chain(pages).collect::<Vec<_>>());
        let begins = self.shifts.iter().map(|s| s.0);
        let free_before = |at: &i64| !engaged.iter().any(|(start, end)| start <= at && at < end);
        // Instants at which a free stretch begins (true: after an engagement), and at which one ends.
        let mut from: Vec<(i64, bool)> = engaged.iter().map(|e| (e.1, true)).collect();
        from.extend(
            begins.clone().filter(free_before).filter(|b| !engaged.iter().any(|e| e.1 == *b)).map(|b| (b, false)),
        );
        from.sort_unstable();
        let mut ends: Vec<i64> = engaged.iter().map(|e| e.0).chain(begins).collect();
        ends.sort_unstable();
        let mut best: BTreeMap<NaiveDate, (i64, i64, bool)> = BTreeMap::new();
        for (start, is_rest) in from {
            let next = ends.iter().copied().find(|end| *end > start).unwrap_or(start + 48 * HOUR);
            let days = (local(start, self.zone).date() - Days::new(1)).iter_days();
            for day in days.take_while(|day| hours.night(*day, self.zone).0 < next) {
                let (night, morning) = hours.night(day, self.zone);
                let covered = next.min(morning) - start.max(night);
                if covered > best.get(&day).map_or(0, |b| b.0) {
                    best.insert(day, (covered, next - start, is_rest));
                }
            }
        }
        // A stretch that lies before the first engagement and the first turn covers its night too; nothing is known of its
        // beginning.
        let first = ends.first().copied().unwrap_or(0);
        best.retain(|day, best| {
            let night = hours.night(*day, self.zone).0;
            night >= first || best.0 > first - night
        });
        best.into_iter().filter(|(_, b)| b.2).map(|(day, b)| (day, b.1)).collect()
    }

    /// Every week with anything in it, by label.
    pub(super) fn weeks(&self, hours: Hours) -> BTreeMap<String, Week> {
        let mut weeks: BTreeMap<NaiveDate, Week> = BTreeMap::new();
        let of = |at: i64| monday(local(at, self.zone).date());
        let (counted, reached) = self.interruptions();
        for at in counted {
            let class =
                ["business", "off", "sleep"].iter().position(|c| *c == hours.class(local(at, self.zone))).unwrap();
            weeks.entry(of(at)).or_default().classes[class] += 1;
        }
        let pairs: BTreeSet<(NaiveDate, usize)> = reached.iter().map(|(at, incident)| (of(*at), *incident)).collect();
        pairs.into_iter().for_each(|(week, _)| weeks.entry(week).or_default().incidents += 1);
        self.add_stretches(&mut weeks);
        self.add_shifts(&reached, &mut weeks);
        let nights = self.nights(hours);
        for night in nights.keys() {
            let back = (0..).take_while(|n| nights.contains_key(&(*night - Days::new(*n)))).count() as u64;
            let ahead = (1..).take_while(|n| nights.contains_key(&(*night + Days::new(*n)))).count() as u64;
            let week = weeks.entry(monday(*night)).or_default();
            (week.nights, week.run) = (week.nights + 1, week.run.max(back + ahead));
        }
        for (night, rest) in self.rests(hours).into_iter().filter(|(_, rest)| *rest < 12 * HOUR) {
            let week = weeks.entry(monday(night)).or_default();
            week.rest = Some(week.rest.map_or(rest, |known| known.min(rest)));
        }
        self.add_weekends(&mut weeks);
        self.add_disrupted(hours, &mut weeks);
        weeks.into_iter().map(|(monday, week)| (label(monday), week)).collect()
    }

    /// Time on call, and on two or more incidents at once, second by second of their bounds.
    fn add_stretches(&self, weeks: &mut BTreeMap<NaiveDate, Week>) {
        let start = |monday: NaiveDate| instant(monday.and_hms_opt(0, 0, 0).unwrap(), self.zone);
        let mut split = |(mut from, to): (i64, i64), add: &dyn Fn(&mut Week, i64)| {
            while from < to {
                let week = monday(local(from, self.zone).date());
                let end = start(week + Days::new(7)).min(to);
                add(weeks.entry(week).or_default(), end - from);
                from = end;
            }
        };
        self.shifts.iter().for_each(|s| split(*s, &|week, length| week.on_call += length));
        let work = self.work();
        let mut bounds: Vec<i64> = work.iter().flat_map(|w| [w.0, w.1]).collect();
        bounds.sort_unstable();
        bounds.dedup();
        for pair in bounds.windows(2) {
            let near = work.iter().filter(|w| w.0 <= pair[0] && pair[1] <= w.1).count();
            if near >= 2 {
                split((pair[0], pair[1]), &|week, length| week.overlap += length);
            }
        }
    }

    /// Each stretch on call in equal parts of about twelve hours; a week has those that begin in it.
    fn add_shifts(&self, reached: &[(i64, usize)], weeks: &mut BTreeMap<NaiveDate, Week>) {
        for (start, end) in &self.shifts {
            // In milliseconds, so that the parts are the same as those of a reader of milliseconds.
            let (start, length) = (start * 1_000, (end - start) * 1_000);
            let parts = ((length as f64 / (12 * HOUR * 1_000) as f64).round() as i64).max(1);
            for part in 0..parts {
                let (from, to) = (start + length * part / parts, start + length * (part + 1) / parts);
                let inside = reached.iter().filter(|(at, _)| (from..to).contains(&(at * 1_000)));
                let n = inside.map(|(_, incident)| *incident).collect::<BTreeSet<_>>().len() as u64;
                if n > 0 {
                    let week = weeks.entry(monday(local(from.div_euclid(1_000), self.zone).date())).or_default();
                    week.shift_incidents = week.shift_incidents.max(n);
                }
            }
        }
    }

    /// Bouts, and hours of the clock with anything in them, minute by minute.
    fn add_disrupted(&self, hours: Hours, weeks: &mut BTreeMap<NaiveDate, Week>) {
        let counted = self.interruptions().0;
        let mut first = i64::MIN / 2;
        for at in counted.iter().filter(|at| {
            let begins = **at - first > 30 * MINUTE;
            first = if begins { **at } else { first };
            begins
        }) {
            weeks.entry(monday(local(*at, self.zone).date())).or_default().bouts += 1;
        }
        let work = self.work().into_iter().flat_map(|(start, end)| (start..end).step_by(60).chain([end - 1]));
        let mut seen: BTreeSet<(NaiveDateTime, i64)> = BTreeSet::new();
        for at in counted.into_iter().chain(work) {
            let wall = local(at, self.zone);
            let hour = wall.date().and_hms_opt(wall.hour(), 0, 0).unwrap();
            seen.insert((hour, (wall.and_utc().timestamp() - at)));
        }
        for (hour, _) in seen {
            let class = ["business", "off", "sleep"].iter().position(|c| *c == hours.class(hour)).unwrap();
            weeks.entry(monday(hour.date())).or_default().disrupted[class] += 1;
        }
    }

    fn add_weekends(&self, weeks: &mut BTreeMap<NaiveDate, Week>) {
        let pages = self.interruptions().0.into_iter().map(|at| (at, at + 1));
        let mut seen: BTreeSet<NaiveDate> = BTreeSet::new();
        for (start, end) in self.work().into_iter().chain(pages) {
            let days = local(start, self.zone).date().iter_days();
            let last = local(end - 1, self.zone).date();
            seen.extend(days.take_while(|d| *d <= last).filter(|d| d.weekday().num_days_from_monday() > 4).map(monday));
        }
        for week in &seen {
            let row = (0..).take_while(|n| seen.contains(&(*week - Days::new(7 * n)))).count() as u64;
            weeks.entry(*week).or_default().weekends = row;
        }
    }
}
