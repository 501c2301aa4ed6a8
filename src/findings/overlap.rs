//! Statements on incidents that were open at the same time.

pub mod attention;
pub mod capacity;
pub mod chart;
pub mod co_occurrence;
pub mod excess;
pub mod intervals;
pub mod peak;
pub mod ribbon;
pub mod rotation_staffing;
pub mod rotations;
pub mod staffing;
pub mod stale_open;
pub mod storms;

use crate::findings::draft::{figures_column, length, table, words_column, zone};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Section, Table};
use crate::model::time::Millis;
use crate::text::{date, duration, number};

/// Levels shown in the table for people, besides the peak: all of them would be as many rows as the peak is high.
const SHOWN_LEVELS: &[u32] = &[0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];

pub struct Overlap;

impl Rule for Overlap {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        let thin = peak::is_thin(facts);
        let excess = excess::test(facts).filter(|_| !thin);
        storms::tests(facts).into_iter().filter(|_| !thin).chain(excess).collect()
    }

    fn part(&self, facts: &Facts) -> Part {
        let charts = [chart::exhibit(facts), ribbon::exhibit(facts)];
        let exhibits: Vec<_> = charts.into_iter().flatten().filter(|_| !peak::is_thin(facts)).collect();
        let shown: Vec<String> = exhibits.iter().map(|e| e.id.clone()).collect();
        let (above, unknown) = capacity::claim(facts);
        let storms = if peak::is_thin(facts) { Vec::new() } else { storms::claims(facts) };
        let mut headlines = Vec::new();
        headlines.extend(capacity::is_news(facts).then(|| above.id.clone()));
        headlines.extend(storms::unusual(&storms));
        let mut claims: Vec<Claim> = vec![peak::claim(facts), above];
        if !peak::is_thin(facts) {
            claims.extend(intervals::claim(facts));
            claims.extend(rotations::claim(facts));
            claims.extend(rotation_staffing::claim(facts));
            claims.extend(staffing::claim(facts));
            claims.extend(excess::claim(facts));
        }
        claims.extend(storms);
        claims.extend(co_occurrence::claims(facts));
        claims.extend(attention::claim(facts));
        claims.extend(stale_open::claim(facts));
        for claim in claims.iter_mut().filter(|c| c.code != "overlap.set-aside") {
            claim.exhibits.clone_from(&shown);
        }
        Part {
            section: Some(Section {
                id: "overlap".to_owned(),
                title: "Incidents at the same time".to_owned(),
                question: "How many incidents were open at once, and were there more of them than people on call?"
                    .to_owned(),
                method: method(facts),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: shown,
                tables: tables(facts),
            }),
            claims,
            headlines,
            exhibits,
            unknowns: unknown.into_iter().collect(),
            comparisons: comparisons(facts),
            ..Part::default()
        }
    }
}

fn tables(facts: &Facts) -> Vec<Table> {
    let of_levels = [
        levels(facts),
        rotations::table(facts),
        rotation_staffing::table(facts),
        staffing::table(facts),
        storms::table(facts),
    ];
    let mut shown: Vec<Table> = of_levels.into_iter().flatten().filter(|_| !peak::is_thin(facts)).collect();
    shown.extend(co_occurrence::table(facts));
    shown.extend(attention::tables(facts));
    shown
}

/// How many comparisons were made between groups and against chance.
fn comparisons(facts: &Facts) -> u64 {
    let overlap = &facts.results.overlap;
    overlap.together.tests + u64::from(overlap.excess.is_some())
}

fn method(facts: &Facts) -> Vec<String> {
    let overlap = &facts.results.overlap;
    let rule = overlap.thresholds;
    let stale = duration::words(overlap.spans.stale_after_s as f64);
    vec![
        "An incident counts as open from its start to its resolution; where fewer than half of the incidents have both, nothing is said. Where acknowledgement and mitigation are known for at least half of the incidents, in order between start and end, those count from the one to the other instead: the time in which people worked on them. One that ends in the instant in which another begins does not overlap it. A sweep over all starts and ends gives the exact time at each number of open incidents.".to_owned(),
        format!("An incident that is still open counts up to the moment the exports were made, unless it is older than {stale} (the longest one in a hundred of the resolved ones, at least 7 days): then it is set aside as forgotten. One that is over without a time of its end is left out, one that ends before it starts too. All of these are counted below."),
        "People on call are the distinct people with a shift at that moment, machine accounts left out. Time that no shift covers is not compared. For a rotation by itself, its incidents are those that somebody on call for it was called to, or took part in, while they were open.".to_owned(),
        format!(
            "A storm is a stretch with at least {} incidents open at once, or {} beginning within {}; stretches that touch are one. The thresholds are 3 and 4, or twice what is usual in these data where that is more. A stretch of more than {} is a backlog and no storm. At most five are listed, the unusual ones first, then those with the highest peaks. Where the test finds an unusual stretch in it with at least twice as many beginnings as usual, a storm lasts from the first to the last beginning of that; calm has returned when no more are open than the mean of the period, rounded up. Whether chance alone would do it is the scan statistic over stretches of up to 72 hours, with the usual hours of working days and weekends as baseline (Kulldorff 1997), its p-value from random draws; only a storm that chance brings in fewer than one of twenty such periods is a headline. What chance brings more often, or what holds fewer than three beginnings where chance cannot be asked, stands in the table and is not told as a storm, nor has it a pack.",
            number::thousands(u64::from(rule.level)),
            number::thousands(rule.starts as u64),
            duration::hours(rule.within as f64 / 1000.0),
            duration::words(rule.longest as f64 / 1000.0)
        ),
        "Whether several are open at once for longer than the hours of the week explain: all incidents of a service that start in one week move together by whole weeks, at random (in a longer period within about a quarter, so that growth stays), for each service by itself (for the 20 largest; all others are one), and the time with two or more open is taken again, or with twice the mean where that is more. Bursts and durations stay, an incident of several weeks is moved as a whole, and what runs over the end goes on at the beginning. Where one less or one more open at once does not show it too, it is a weak signal at most. Incidents that began in an unusual storm are left aside. It needs 8 weeks, 10 incidents and 2 services.".to_owned(),
        "Which areas tend to come together: for every two areas of at least 5 incidents (the 22 with most of them) it is counted how many of one begin within an hour after one of the other, and held against the weeks of the other in the same kind of random order; incidents that name both, and those of unusual storms, are left aside. All pairs in both orders are adjusted for together. Which one tends to come first is told where the two orders are so uneven that chance alone does it in fewer than one of twenty cases.".to_owned(),
        "How many people would be enough: quarters of 13 weeks are drawn from the whole weeks of the period (at least 8 of them), and the time with more demand than people is taken. Demand is the pieces of work that people had at once, or open incidents where the work on fewer than half of them is known. For a rotation by itself it is its own open incidents.".to_owned(),
        "Known bias: an incident stays open until someone closes it, so late closing raises every figure. Areas of different size and rosters of different teams are taken together.".to_owned(),
    ]
}

/// "on 17 March 2016 at 09:19 UTC", in the zone of the periods.
#[must_use]
pub fn moment(facts: &Facts, at: Millis) -> String {
    format!("on {}", clock(facts, at))
}

/// "17 March 2016 at 09:19 UTC".
#[must_use]
pub fn clock(facts: &Facts, at: Millis) -> String {
    let periods = &facts.data.periods;
    let text = date::day_and_time(at, zone(periods)).replace(", ", " at ");
    if periods.zone == chrono_tz::Tz::UTC { format!("{text} UTC") } else { format!("{text} ({})", periods.zone) }
}

/// Milliseconds as hours without their unit, for the ends of a range.
#[must_use]
pub fn bare_hours(ms: f64) -> String {
    let hours = number::decimal(ms / 3_600_000.0);
    hours.strip_suffix(".0").unwrap_or(&hours).to_owned()
}

/// Time at each number of open incidents.
fn levels(facts: &Facts) -> Option<Table> {
    let period = &facts.results.overlap.period;
    let peak = period.peak_at.map(|_| period.peak)?;
    let zone = zone(&facts.data.periods);
    let all = period.window.len() as f64 / 1000.0;
    let shown = period.levels.iter().filter(|l| SHOWN_LEVELS.contains(&l.level) || l.level == peak);
    let rows = shown.map(|l| {
        vec![
            if l.level == 0 { "none".to_owned() } else { format!("{} or more", number::thousands(l.level.into())) },
            length(if l.level == 0 { l.seconds } else { l.seconds_at_least }),
            number::percent(if l.level == 0 { l.share } else { l.seconds_at_least / all.max(1.0) }),
            l.first_at.map_or_else(|| "–".to_owned(), |at| date::day_and_time(at, zone)),
        ]
    });
    Some(table(
        "time-at-level",
        "Time with several incidents open",
        "How long so many incidents were open at once in the period, and when first.",
        vec![
            words_column("open at once"),
            figures_column("time"),
            figures_column("share of the period"),
            words_column("first"),
        ],
        rows.collect(),
        "data/concurrency.csv",
    ))
}
