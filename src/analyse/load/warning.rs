//! Early warning, replayed: which simple rule would have spoken before a hard stretch, and how often for nothing.
//!
//! History is walked day by day in the reporting zone. A rule sees only what was over by the end of its day. Which days
//! were hard is decided afterwards, with everything known; that is the only use of hindsight.

use crate::analyse::load::groups::DisturbedNights;
use crate::analyse::load::params::Params;
use crate::analyse::load::person::Diary;
use crate::analyse::load::shifts::pieces;
use crate::frame::DataSet;
use crate::model::hours::{HourClass, HourProfile};
use crate::model::local;
use crate::model::night::night;
use crate::model::time::{DAY, HOUR, Millis, Window};
use crate::stats::binomial;
use crate::stats::quantile;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Weeks that the present week's pages in sleep hours are held against, fewest pages, and by how much they must be more.
const WEEKS_BEFORE: usize = 8;
const MIN_PAGES: u64 = 4;
const TIMES: f64 = 2.0;
/// Shifts over the reference line within the days of the rule.
const SHIFTS_OVER: u64 = 3;

/// What happened on each day, as it was known at its end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Daily {
    pub first: Option<NaiveDate>,
    /// Disturbed nights that were over on the day, of all people.
    pub nights: Vec<u64>,
    /// People whose run of disturbed nights reached the length of the flag with the night that was over on the day.
    pub runs: Vec<u64>,
    /// People with at least two disturbed nights in the days up to this one.
    pub twice: Vec<u64>,
    pub sleep_pages: Vec<u64>,
    /// Shifts over the reference line that were over on the day.
    pub shifts_over: Vec<u64>,
    /// Hours with more incidents open than people on call.
    pub above_hours: Vec<f64>,
}

/// A day of most strain within a hard stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    pub day: NaiveDate,
    pub nights: u64,
    pub above_hours: f64,
}

/// One rule's record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// `run`, `two-people`, `sleep-pages`, `shifts`.
    pub rule: &'static str,
    /// Days on which it fired after a quiet time.
    pub fired: Vec<NaiveDate>,
    /// Firings within the lead time before a peak, with the days to the next one.
    pub early: u64,
    pub leads: Vec<u64>,
    /// Firings on the very day of a peak.
    pub same_day: u64,
    /// Firings with no peak on the day or within the lead time after it.
    pub false_alarms: u64,
    /// Peaks with at least one early firing.
    pub peaks_warned: u64,
    /// How many firings would be early, and how many peaks announced, if it fired on as many random days.
    pub early_by_chance: f64,
    pub peaks_by_chance: f64,
    /// P(at least as many random days lie before peaks), binomial; and the same for the best of all rules that fired
    /// (Bonferroni), since the rule is picked after looking at them. `None` for a rule that never fired.
    pub p: Option<f64>,
    pub q: Option<f64>,
}

impl Replay {
    /// Whether it spoke before peaks more often than as many random days would, allowing for the choice among rules.
    #[must_use]
    pub fn beats_chance(&self) -> bool {
        self.q.is_some_and(|q| q <= 0.05)
    }
}

/// The replay over all data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Warnings {
    pub from: Option<NaiveDate>,
    pub days: u64,
    /// Days that lie within the lead time before a peak: as large a share of random firings would be early.
    pub days_before_peaks: u64,
    pub peaks: Vec<Peak>,
    /// In the order of the documentation.
    pub rules: Vec<Replay>,
}

impl Warnings {
    /// `None` without pages and with too little history. `above` are the stretches above capacity. O(days + events).
    #[must_use]
    pub fn of(data: &DataSet, people: &[DisturbedNights], above: &[Window], params: &Params) -> Option<Self> {
        let days = days(data, people, above, params)?;
        if !data.has_pages || days.nights.len() < params.warning.least_days {
            return None;
        }
        let first = days.first?;
        let date = |place: usize| first.checked_add_days(Days::new(place as u64)).unwrap_or(first);
        let peaks = peaks(&days, params);
        let lead = usize::try_from(params.warning.lead / DAY).unwrap_or(0);
        let rules = rules(&days, params, data.has_shifts);
        let all = days.nights.len();
        let before = (0..all).filter(|day| next_peak(&peaks, *day, lead).is_some()).count() as u64;
        let mut replays: Vec<Replay> =
            rules.into_iter().map(|(rule, fired)| replay(rule, &fired, &peaks, lead, &date)).collect();
        beside_chance(&mut replays, &peaks, lead, [before, all as u64]);
        Some(Self {
            from: Some(first),
            days: all as u64,
            days_before_peaks: before,
            rules: replays,
            peaks: peaks
                .iter()
                .map(|&p| Peak {
                    day: date(p),
                    nights: days.nights.get(p).copied().unwrap_or(0),
                    above_hours: days.above_hours.get(p).copied().unwrap_or(0.0),
                })
                .collect(),
        })
    }
}

/// The first peak after a day and within reach of it.
fn next_peak(peaks: &[usize], day: usize, lead: usize) -> Option<usize> {
    peaks.get(peaks.partition_point(|p| *p <= day)).copied().filter(|p| p - day <= lead)
}

fn replay(
    rule: &'static str,
    fired: &[usize],
    peaks: &[usize],
    lead: usize,
    date: &dyn Fn(usize) -> NaiveDate,
) -> Replay {
    let mut found = Replay { rule, fired: fired.iter().map(|d| date(*d)).collect(), ..Replay::default() };
    for &day in fired {
        match next_peak(peaks, day, lead) {
            Some(peak) => {
                found.early += 1;
                found.leads.push((peak - day) as u64);
            }
            None if peaks.contains(&day) => found.same_day += 1,
            None => found.false_alarms += 1,
        }
    }
    let warned = |peak: &&usize| fired.iter().any(|day| *day < **peak && **peak - day <= lead);
    found.peaks_warned = peaks.iter().filter(warned).count() as u64;
    found
}

/// What as many random days would have done as each rule fired (`METHODS.md` 17.11). `before` of all `days` lie within the
/// lead time before a peak.
fn beside_chance(rules: &mut [Replay], peaks: &[usize], lead: usize, [before, days]: [u64; 2]) {
    let share = before as f64 / days.max(1) as f64;
    let tried = rules.iter().filter(|r| !r.fired.is_empty()).count() as f64;
    for rule in rules.iter_mut().filter(|r| !r.fired.is_empty()) {
        let fired = rule.fired.len() as u64;
        rule.early_by_chance = share * fired as f64;
        // A peak near the beginning has fewer days before it.
        let missed = |peak: &usize| {
            let reach = (*peak).min(lead) as f64 / days.max(1) as f64;
            1.0 - libm::pow(1.0 - reach, fired as f64)
        };
        rule.peaks_by_chance = peaks.iter().map(missed).sum();
        let p = binomial::at_least(rule.early, fired, share);
        rule.p = Some(p);
        rule.q = Some((p * tried).min(1.0));
    }
}

fn sum_of(list: &[u64], upto: usize, days: usize) -> u64 {
    list.get((upto + 1).saturating_sub(days)..=upto).map_or(0, |part| part.iter().sum())
}

/// Days on which each rule fires: it holds, and held on none of the days before within its reach.
fn rules(days: &Daily, params: &Params, has_shifts: bool) -> Vec<(&'static str, Vec<usize>)> {
    let reach = params.warning.days.max(1);
    let all = 0..days.nights.len();
    let get = |list: &[u64], day: usize| list.get(day).copied().unwrap_or(0);
    let pages = |day: usize| -> bool {
        let now = sum_of(&days.sleep_pages, day, reach);
        let earlier = (1..=WEEKS_BEFORE).map(|week| day.checked_sub(week * reach));
        let before: Option<Vec<f64>> = earlier.map(|d| d.map(|d| sum_of(&days.sleep_pages, d, reach) as f64)).collect();
        let usual = before.and_then(|list| quantile::median(&quantile::sorted(list)));
        now >= MIN_PAGES && usual.is_some_and(|usual| now as f64 >= TIMES * usual)
    };
    let run = |day: usize| get(&days.runs, day) > 0;
    let twice = |day: usize| get(&days.twice, day) >= 2;
    let over = |day: usize| sum_of(&days.shifts_over, day, reach) >= SHIFTS_OVER;
    let mut asked: Vec<(&'static str, &dyn Fn(usize) -> bool)> =
        vec![("run", &run), ("two-people", &twice), ("sleep-pages", &pages)];
    if has_shifts {
        asked.push(("shifts", &over));
    }
    asked.into_iter().map(|(name, holds)| (name, fires(all.clone(), holds, reach))).collect()
}

fn fires(days: std::ops::Range<usize>, holds: &dyn Fn(usize) -> bool, quiet: usize) -> Vec<usize> {
    let mut last: Option<usize> = None;
    let mut fired = Vec::new();
    for day in days.filter(|day| holds(*day)) {
        if last.is_none_or(|last| day - last > quiet) {
            fired.push(day);
        }
        last = Some(day);
    }
    fired
}

/// The day of most strain of each hard stretch: days whose strain over the days before lies at or above the quantile of
/// all, joined where fewer days than that lie between.
fn peaks(days: &Daily, params: &Params) -> Vec<usize> {
    let reach = params.warning.days.max(1);
    let strain: Vec<f64> = days.nights.iter().zip(&days.above_hours).map(|(n, h)| *n as f64 + h).collect();
    let over = |upto: usize| strain.get((upto + 1).saturating_sub(reach)..=upto).map_or(0.0, |part| part.iter().sum());
    let sums: Vec<f64> = (0..strain.len()).map(over).collect();
    let Some(line) = quantile::inverted(&quantile::sorted(sums.clone()), params.warning.hard) else {
        return Vec::new();
    };
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for day in (0..sums.len()).filter(|day| sums.get(*day).is_some_and(|s| *s > 0.0 && *s >= line)) {
        match stretches.last_mut() {
            Some((_, end)) if day - *end <= reach => *end = day,
            _ => stretches.push((day, day)),
        }
    }
    let hardest = |(start, end): (usize, usize)| {
        let inside = (start + 1).saturating_sub(reach)..=end;
        inside.map(|day| (day, strain.get(day).copied().unwrap_or(0.0))).reduce(|a, b| if b.1 > a.1 { b } else { a })
    };
    let mut found: Vec<usize> = stretches.into_iter().filter_map(hardest).map(|(day, _)| day).collect();
    found.dedup();
    found
}

/// Adds one where the day of an instant lies inside the history.
struct Calendar {
    zone: Tz,
    first: NaiveDate,
    len: usize,
}

impl Calendar {
    fn place(&self, at: Millis) -> Option<usize> {
        let day = local::date(at, self.zone)?;
        usize::try_from((day - self.first).num_days()).ok().filter(|place| *place < self.len)
    }

    fn add(&self, list: &mut [u64], at: Millis) {
        let slot = self.place(at).and_then(|place| list.get_mut(place));
        slot.into_iter().for_each(|n| *n += 1);
    }
}

fn days(data: &DataSet, people: &[DisturbedNights], above: &[Window], params: &Params) -> Option<Daily> {
    let zone = data.periods.zone;
    let first = people.iter().flat_map(|n| &n.diary.pages).map(|p| p.at).min()?;
    let (first, last) = (local::date(first, zone)?, local::date(data.periods.as_of, zone)?);
    let len = usize::try_from((last - first).num_days() + 1).ok()?;
    let calendar = Calendar { zone, first, len };
    let mut days = Daily {
        first: Some(first),
        nights: vec![0; len],
        runs: vec![0; len],
        twice: vec![0; len],
        sleep_pages: vec![0; len],
        shifts_over: vec![0; len],
        above_hours: vec![0.0; len],
    };
    for person in people {
        add_nights(&mut days, &calendar, person, &data.profile, params);
        add_pages(&mut days, &calendar, person.diary, params);
    }
    for stretch in above {
        add_hours(&mut days.above_hours, &calendar, *stretch);
    }
    Some(days)
}

fn add_nights(days: &mut Daily, calendar: &Calendar, of: &DisturbedNights, profile: &HourProfile, params: &Params) {
    let reach = params.warning.days.max(1);
    let mut run = 0;
    let mut before: Option<NaiveDate> = None;
    let mut per_day: BTreeMap<usize, u64> = BTreeMap::new();
    for evening in of.disturbed.keys() {
        // A night is known on the day on which it is over.
        let over = night(*evening, profile, of.diary.zone).1;
        run = if before.and_then(|b| b.succ_opt()) == Some(*evening) { run + 1 } else { 1 };
        before = Some(*evening);
        calendar.add(&mut days.nights, over);
        if run >= params.flags.run {
            calendar.add(&mut days.runs, over);
        }
        if let Some(place) = calendar.place(over) {
            *per_day.entry(place).or_insert(0) += 1;
        }
    }
    // Days on which at least two nights lie within reach: counted once per person and day.
    let mut twice: std::collections::BTreeSet<usize> = std::collections::BTreeSet::new();
    for start in per_day.keys() {
        for day in *start..(start + reach).min(calendar.len) {
            let within: u64 = per_day.range((day + 1).saturating_sub(reach)..=day).map(|(_, n)| n).sum();
            if within >= 2 {
                twice.insert(day);
            }
        }
    }
    for day in twice {
        days.twice.get_mut(day).into_iter().for_each(|n| *n += 1);
    }
}

fn add_pages(days: &mut Daily, calendar: &Calendar, diary: &Diary, params: &Params) {
    for page in diary.pages.iter().filter(|p| p.class == HourClass::Sleep) {
        calendar.add(&mut days.sleep_pages, page.at);
    }
    for piece in pieces(diary, &diary.shifts, params.shift).iter().filter(|p| p.incidents > params.shift_incidents) {
        calendar.add(&mut days.shifts_over, piece.window.end);
    }
}

fn add_hours(list: &mut [f64], calendar: &Calendar, stretch: Window) {
    let Some(day) = local::date(stretch.start, calendar.zone) else { return };
    for day in day.iter_days() {
        let begin = local::to_utc(day.and_time(chrono::NaiveTime::MIN), calendar.zone);
        let Some(next) = day.succ_opt().filter(|_| begin < stretch.end) else { return };
        let end = local::to_utc(next.and_time(chrono::NaiveTime::MIN), calendar.zone);
        let inside = stretch.shared(Window { start: begin, end }) as f64 / HOUR as f64;
        let slot = calendar.place(begin).and_then(|place| list.get_mut(place));
        slot.into_iter().for_each(|hours| *hours += inside);
    }
}
