//! Small data sets by hand: an incident in one line, the rest computed the way the pipeline does.
//! ```ignore
//! let data = Builder::quarter(2026, 3).incident(Inc::at("2026-07-03 10:00").minutes(38).service("checkout").sev(1)).build();
//! ```
//! All times are UTC, also the wall clocks of people, unless a person has a zone.
#![allow(dead_code)]
mod frames;
mod promises;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
pub(crate) use frames::quarter_of;
use frames::{empty_factors, follow_up_frame, incident_frame, problem_frame};
use polars::prelude::DataFrame;
pub(crate) use promises::Item as Promise;
use promises::Promised;
use retroscope::frame::records::Records;
use retroscope::frame::stated::StatedRows;
use retroscope::frame::{DataSet, build, col};
use retroscope::model::hours::HourProfile;
use retroscope::model::period::{Period, Periods};
use retroscope::model::person::Person;
use retroscope::model::time::{DAY, MINUTE, Millis, Window};

/// Milliseconds of `2026-07-03 10:00` (UTC), also with seconds.
pub(crate) fn ms(text: &str) -> Millis {
    let form = if text.len() > 16 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" };
    NaiveDateTime::parse_from_str(text, form).expect("a time like 2026-07-03 10:00").and_utc().timestamp_millis()
}

/// One incident. `at` alone gives an incident of unknown end that is closed (its end is missing, not open).
#[derive(Debug, Clone, Default)]
pub(crate) struct Inc {
    id: Option<String>,
    title: String,
    excluded: bool,
    status: Option<&'static str>,
    severity: Option<u32>,
    areas: Vec<String>,
    customer_facing: Option<bool>,
    detection: &'static str,
    resolution: &'static str,
    resolved_by: &'static str,
    started: Option<Millis>,
    detected: Option<Millis>,
    acknowledged: Option<Millis>,
    mitigated: Option<Millis>,
    resolved: Option<Millis>,
    closed: Option<Millis>,
    reopen_count: Option<u32>,
    reassignment_count: Option<u32>,
    problem: Option<String>,
    summary: String,
}

impl Inc {
    pub(crate) fn at(start: &str) -> Self {
        Self::at_ms(ms(start))
    }

    pub(crate) fn at_ms(start: Millis) -> Self {
        Self {
            started: Some(start),
            detection: "unknown",
            resolution: "unknown",
            resolved_by: "unknown",
            ..Self::default()
        }
    }

    /// An incident of which no time is known.
    pub(crate) fn timeless() -> Self {
        Self { started: None, ..Self::at_ms(0) }
    }

    pub(crate) fn id(mut self, id: &str) -> Self {
        self.id = Some(id.to_owned());
        self
    }

    pub(crate) fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }

    /// Left out of statistics.
    pub(crate) fn excluded(mut self) -> Self {
        self.excluded = true;
        self
    }

    pub(crate) fn sev(mut self, rank: u32) -> Self {
        self.severity = Some(rank);
        self
    }

    /// Adds an area; the first service and the first team fill those columns.
    pub(crate) fn area(mut self, kind: &str, name: &str) -> Self {
        self.areas.push(format!("{kind}:{name}"));
        self
    }

    pub(crate) fn service(self, name: &str) -> Self {
        self.area("service", name)
    }

    pub(crate) fn team(self, name: &str) -> Self {
        self.area("team", name)
    }

    pub(crate) fn customer_facing(mut self, yes: bool) -> Self {
        self.customer_facing = Some(yes);
        self
    }

    /// Resolved so many minutes after its start (negative is possible: a wrong clock).
    pub(crate) fn minutes(mut self, minutes: i64) -> Self {
        self.resolved = self.started.map(|s| s + minutes * MINUTE);
        self
    }

    pub(crate) fn resolved(mut self, at: &str) -> Self {
        self.resolved = Some(ms(at));
        self
    }

    pub(crate) fn detected_after(mut self, minutes: i64) -> Self {
        self.detected = self.started.map(|s| s + minutes * MINUTE);
        self
    }

    /// Acknowledged so many minutes after the start.
    pub(crate) fn acked_after(mut self, minutes: i64) -> Self {
        self.acknowledged = self.started.map(|s| s + minutes * MINUTE);
        self
    }

    pub(crate) fn mitigated_after(mut self, minutes: i64) -> Self {
        self.mitigated = self.started.map(|s| s + minutes * MINUTE);
        self
    }

    pub(crate) fn closed(mut self, at: &str) -> Self {
        self.closed = Some(ms(at));
        self
    }

    /// Still open when the export was made.
    pub(crate) fn open(self) -> Self {
        self.status("open")
    }

    pub(crate) fn status(mut self, status: &'static str) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn detection(mut self, code: &'static str) -> Self {
        self.detection = code;
        self
    }

    pub(crate) fn resolution(mut self, code: &'static str) -> Self {
        self.resolution = code;
        self
    }

    /// `person`, `machine`, `merge`, or `unknown`.
    pub(crate) fn resolved_by(mut self, who: &'static str) -> Self {
        self.resolved_by = who;
        self
    }

    pub(crate) fn auto_resolved(self) -> Self {
        self.resolution("auto-resolved").resolved_by("machine")
    }

    pub(crate) fn reopened(mut self, times: u32) -> Self {
        self.reopen_count = Some(times);
        self
    }

    pub(crate) fn reassigned(mut self, times: u32) -> Self {
        self.reassignment_count = Some(times);
        self
    }

    /// Shares this problem record with others.
    pub(crate) fn problem(mut self, id: &str) -> Self {
        self.problem = Some(id.to_owned());
        self
    }

    fn first_area(&self, kind: &str) -> Option<String> {
        self.areas.iter().find_map(|a| a.strip_prefix(kind)?.strip_prefix(':').map(str::to_owned))
    }

    fn status_code(&self) -> &'static str {
        self.status.unwrap_or(if self.resolved.is_some() { "resolved" } else { "closed" })
    }

    fn seconds(&self, from: Option<Millis>, to: Option<Millis>) -> Option<f64> {
        let seconds = (to? - from?) as f64 / 1000.0;
        (seconds >= 0.0).then_some(seconds)
    }
}

struct Part {
    incident: u32,
    person: u32,
    via: &'static str,
    on_call: &'static str,
    joined: Option<Millis>,
    left: Option<Millis>,
    effort_s: Option<f64>,
}

struct Page {
    incident: u32,
    person: u32,
    at: Millis,
}

struct OnCall {
    person: u32,
    schedule: String,
    level: Option<u32>,
    start: Millis,
    end: Millis,
}

/// Collects facts and makes the data set. Incidents are numbered in the order of their ids, as in the real one; `page`,
/// `part` and so on take the number of the `incident` call, and are renumbered.
pub(crate) struct Builder {
    current: Period,
    incidents: Vec<Inc>,
    parts: Vec<Part>,
    promised: Promised,
    pages: Vec<Page>,
    works: Vec<frames::Work>,
    shifts: Vec<OnCall>,
    people: Vec<Person>,
    as_of: Option<Millis>,
    zone: Tz,
    quarters: Option<Vec<Period>>,
    has_pages: Option<bool>,
    has_shifts: Option<bool>,
    profile: HourProfile,
}

/// The quarter of a year, in UTC.
pub(crate) fn quarter(year: i32, number: u32) -> Period {
    let first = NaiveDate::from_ymd_opt(year, number * 3 - 2, 1).expect("a quarter of 1 to 4");
    let next = first.checked_add_months(chrono::Months::new(3)).expect("a year that exists");
    let at = |day: NaiveDate| day.and_hms_opt(0, 0, 0).expect("midnight").and_utc().timestamp_millis();
    Period { label: format!("{year}Q{number}"), window: Window { start: at(first), end: at(next) }, partial: false }
}

impl Builder {
    /// A review of one quarter.
    pub(crate) fn quarter(year: i32, number: u32) -> Self {
        Self::period(quarter(year, number))
    }

    /// A review of any period (a month, `all`).
    pub(crate) fn period(current: Period) -> Self {
        Self {
            current,
            incidents: Vec::new(),
            parts: Vec::new(),
            promised: Promised::default(),
            pages: Vec::new(),
            works: Vec::new(),
            shifts: Vec::new(),
            people: Vec::new(),
            as_of: None,
            zone: Tz::UTC,
            quarters: None,
            has_pages: None,
            has_shifts: None,
            profile: HourProfile::named("pagerduty").expect("a known profile"),
        }
    }

    pub(crate) fn incident(mut self, incident: Inc) -> Self {
        self.incidents.push(incident);
        self
    }

    pub(crate) fn incidents(mut self, incidents: impl IntoIterator<Item = Inc>) -> Self {
        self.incidents.extend(incidents);
        self
    }

    /// Adds a person with an own zone; persons are numbered from 0 in this order.
    pub(crate) fn person(self, pseudonym: &str, zone: &str, team: &str) -> Self {
        self.human(Person {
            pseudonym: pseudonym.to_owned(),
            name: format!("Name of {pseudonym}"),
            zone: zone.parse().expect("a zone of the tz database"),
            zone_known: true,
            team: team.to_owned(),
            ..Person::default()
        })
    }

    pub(crate) fn human(mut self, person: Person) -> Self {
        self.people.push(person);
        self
    }

    /// A page: an interruption of this person for this incident.
    pub(crate) fn page(mut self, incident: u32, person: u32, at: &str) -> Self {
        self.pages.push(Page { incident, person, at: ms(at) });
        self
    }

    /// A part in an incident, with effort in seconds.
    pub(crate) fn part(
        mut self,
        incident: u32,
        person: u32,
        via: &'static str,
        on_call: &'static str,
        effort_s: Option<f64>,
    ) -> Self {
        self.parts.push(Part { incident, person, via, on_call, joined: None, left: None, effort_s });
        self
    }

    pub(crate) fn shift(mut self, person: u32, schedule: &str, level: u32, start: &str, end: &str) -> Self {
        let (schedule, level) = (schedule.to_owned(), Some(level));
        self.shifts.push(OnCall { person, schedule, level, start: ms(start), end: ms(end) });
        self
    }

    /// When the exports were made. Default: the latest time of any incident, at least the end of the period.
    pub(crate) fn exported(mut self, at: &str) -> Self {
        self.as_of = Some(ms(at));
        self
    }

    /// The quarters of context, instead of those that the incidents touch.
    pub(crate) fn quarters(mut self, quarters: Vec<Period>) -> Self {
        self.quarters = Some(quarters);
        self
    }

    pub(crate) fn has_pages(mut self, yes: bool) -> Self {
        self.has_pages = Some(yes);
        self
    }

    pub(crate) fn has_shifts(mut self, yes: bool) -> Self {
        self.has_shifts = Some(yes);
        self
    }

    pub(crate) fn profile(mut self, name: &str) -> Self {
        self.profile = HourProfile::named(name).expect("a known profile");
        self
    }

    pub(crate) fn build(mut self) -> DataSet {
        let order = self.number();
        let periods = self.periods();
        let of = |n: u32| order.iter().position(|&o| o == n as usize).map(|p| u32::try_from(p).expect("few incidents"));
        self.parts.iter_mut().for_each(|p| p.incident = of(p.incident).expect("an incident of this number"));
        self.promised.put_in(&of);
        self.pages.iter_mut().for_each(|p| p.incident = of(p.incident).expect("an incident of this number"));
        self.pages.sort_by_key(|p| (p.person, p.at, p.incident));
        let incidents: Vec<&Inc> = order.iter().map(|&i| &self.incidents[i]).collect();
        DataSet {
            incidents: incident_frame(&incidents, &periods),
            involvements: self.involvement_frame(),
            interruptions: self.interruption_frame(),
            joint_pages: retroscope::link::tables::joint_pages(&[]),
            engagements: self.engagement_frame(&order),
            shifts: self.shift_frame(),
            follow_ups: follow_up_frame(&self.promised.items),
            factors: empty_factors(),
            history: retroscope::frame::build::frame(Vec::new()),
            problems: problem_frame(&incidents),
            kin: Vec::new(),
            records: Records::default(),
            stated: StatedRows::default(),
            links: Vec::new(),
            notifications: self.pages.len() as u64,
            has_pages: self.has_pages.unwrap_or(!self.pages.is_empty()),
            has_shifts: self.has_shifts.unwrap_or(!self.shifts.is_empty()),
            people: self.people.into(),
            periods,
            profile: self.profile,
            sources: Vec::new(),
            exposure: Vec::new(),
            changes: Vec::new(),
            holidays: Vec::new(),
            earlier_families: self.promised.earlier,
            earlier_asks: self.promised.asks,
            earlier_reports: self.promised.reports,
            notes: Vec::new(),
            tickets: self.promised.tickets,
            unread: Vec::new(),
            clock_shifts: Vec::new(),
        }
    }

    /// Gives ids to incidents without one and returns the order by id.
    fn number(&mut self) -> Vec<usize> {
        let name = |(i, one): (usize, &mut Inc)| _ = one.id.get_or_insert_with(|| format!("test:incident:{i:05}"));
        self.incidents.iter_mut().enumerate().for_each(name);
        let mut order: Vec<usize> = (0..self.incidents.len()).collect();
        order.sort_by(|&a, &b| self.incidents[a].id.cmp(&self.incidents[b].id));
        order
    }

    fn periods(&self) -> Periods {
        let starts: Vec<Millis> = self.incidents.iter().filter_map(|i| i.started).collect();
        let first = starts.iter().min().copied();
        let data = first.zip(starts.iter().max()).map(|(start, &last)| Window { start, end: last + 1 });
        let reaches = |p: &Period| first.is_some_and(|f| f < p.window.end);
        let is_quarter = self.current.label.len() == 6 && self.current.label.as_bytes()[4] == b'Q';
        let before = |days: i64| quarter_of(self.current.window.start - days * DAY);
        let previous = is_quarter.then(|| before(1)).filter(reaches);
        let year_ago = is_quarter.then(|| before(365)).filter(reaches);
        let stamps = self.incidents.iter().flat_map(|i| [i.started, i.acknowledged, i.mitigated, i.resolved, i.closed]);
        let latest = stamps.flatten().max().unwrap_or(0).max(if is_quarter { self.current.window.end } else { 0 });
        Periods {
            quarters: self.quarters.clone().unwrap_or_else(|| self.context(first)),
            current: self.current.clone(),
            previous,
            year_ago,
            as_of: self.as_of.unwrap_or(latest),
            as_of_stated: true,
            zone: self.zone,
            data,
        }
    }

    /// Quarters from the first incident to the end of the current period, at most eight.
    fn context(&self, first: Option<Millis>) -> Vec<Period> {
        let mut quarters = Vec::new();
        let mut next = first.map(quarter_of);
        while let Some(quarter) = next.filter(|q| q.window.start < self.current.window.end) {
            next = Some(quarter_of(quarter.window.end));
            quarters.push(quarter);
        }
        if self.current.label == "all" {
            return quarters;
        }
        quarters.split_off(quarters.len().saturating_sub(8))
    }

    fn involvement_frame(&self) -> DataFrame {
        let p = &self.parts;
        build::frame(vec![
            build::codes(col::INCIDENT, p.iter().map(|x| Some(x.incident))),
            build::codes(col::PERSON, p.iter().map(|x| Some(x.person))),
            build::text(col::ROLE, p.len(), p.iter().map(|_| None::<&str>)),
            build::text(col::VIA, p.len(), p.iter().map(|x| Some(x.via))),
            build::text(col::ON_CALL, p.len(), p.iter().map(|x| Some(x.on_call))),
            build::times(col::NOTIFIED_AT, p.iter().map(|_| None)),
            build::times(col::JOINED_AT, p.iter().map(|x| x.joined)),
            build::times(col::LEFT_AT, p.iter().map(|x| x.left)),
            build::floats(col::EFFORT_S, p.iter().map(|x| x.effort_s)),
        ])
    }

    fn interruption_frame(&self) -> DataFrame {
        let p = &self.pages;
        let zone = |person: u32| self.people.get(person as usize).map_or(Tz::UTC, |p| p.zone);
        let local = |page: &Page| {
            let zone = zone(page.person);
            zone.timestamp_millis_opt(page.at).single().expect("an instant").naive_local()
        };
        let class = |page: &Page| {
            use chrono::Timelike;
            let at = local(page);
            self.profile.class(at.weekday().num_days_from_monday(), at.hour()).code()
        };
        build::frame(vec![
            build::codes(col::INCIDENT, p.iter().map(|x| Some(x.incident))),
            build::codes(col::PERSON, p.iter().map(|x| Some(x.person))),
            build::times(col::AT, p.iter().map(|x| Some(x.at))),
            build::local_times(col::LOCAL_AT, p.iter().map(|x| Some(local(x).and_utc().timestamp_millis()))),
            build::text(col::ZONE, p.len(), p.iter().map(|x| Some(zone(x.person).name()))),
            build::text(col::HOUR_CLASS, p.len(), p.iter().map(|x| Some(class(x)))),
        ])
    }

    fn shift_frame(&self) -> DataFrame {
        let s = &self.shifts;
        build::frame(vec![
            build::codes(col::PERSON, s.iter().map(|x| Some(x.person))),
            build::text(col::SCHEDULE, s.len(), s.iter().map(|x| Some(&x.schedule))),
            build::codes(col::LEVEL, s.iter().map(|x| x.level)),
            build::times(col::START_AT, s.iter().map(|x| Some(x.start))),
            build::times(col::END_AT, s.iter().map(|x| Some(x.end))),
        ])
    }
}
