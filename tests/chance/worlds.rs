//! Worlds in which nothing changed, and worlds in which one thing did: what reports of them say, by the hundred.

use super::alarms::Alarms;
use super::made::{Made, is_evidence, quarters, reviewed, second, told};
use crate::support::run::Row;
use retroscope::demo::{Options, Scenario, write};
use retroscope::findings::{Claim, Findings};
use retroscope::stats::random::{Rng, stream};
use std::path::Path;

/// A world in which nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// The demo's organisation at an even pace.
    Even,
    /// One quarter, twice.
    SameTwice,
    /// What happened in the demo's organisation, famous bugs and all, each incident at another moment of the same two years.
    Shuffled,
}

impl Null {
    pub(crate) const ALL: [Self; 3] = [Self::Even, Self::SameTwice, Self::Shuffled];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Even => "null",
            Self::SameTwice => "same-twice",
            Self::Shuffled => "shuffled",
        }
    }

    /// Codes that say what is so in this world: more critical incidents take longer in all of them, and the demo's follow
    /// the rhythm of the day unless they are shuffled.
    pub(crate) fn truths(self) -> &'static [&'static str] {
        match self {
            Self::Even | Self::SameTwice => &["volume.hours", "mttx.severity-order"],
            // Its services differ as those of the demo do: the busiest have several times the incidents of the others.
            Self::Shuffled => &["mttx.severity-order", "areas.ranks"],
        }
    }

    pub(crate) fn review(self, incidents: usize, seed: u64) -> Findings {
        let folder = tempfile::tempdir().unwrap();
        let scenario = match self {
            Self::Even => Scenario::Null,
            Self::SameTwice => Scenario::SameTwice,
            Self::Shuffled => Scenario::Typical,
        };
        write(folder.path(), &Options { incidents, seed, scenario }).unwrap();
        if self == Self::Shuffled { told(&shuffled(folder.path(), seed)) } else { reviewed(folder.path()) }
    }
}

/// The incidents of a demo, each at a moment of its own.
fn shuffled(demo: &Path, seed: u64) -> Vec<Made> {
    let mut rng = stream(seed, &[210]);
    let window = ["2024-07-01T00:00:00Z", "2026-07-01T00:00:00Z"].map(second);
    let mut rows = csv::Reader::from_path(demo.join("truth/incidents.csv")).unwrap();
    let one = |row: Row, rng: &mut Rng| {
        // One that never ended lasts as long as it has to for the export of July.
        let end = if row["resolved_at"].is_empty() { i64::MAX } else { second(&row["resolved_at"]) };
        Made {
            seconds: end.saturating_sub(second(&row["started_at"])).min(90 * 86_400),
            service: row["service"].clone(),
            // One that states none counts as mild.
            severity: row["severity"].parse().unwrap_or(4),
            ..Made::within(rng, window)
        }
    };
    rows.deserialize().map(|row: Result<Row, _>| one(row.unwrap(), &mut rng)).collect()
}

/// Reports of so many seeds of a null world.
pub(crate) fn alarms(null: Null, incidents: usize, seeds: std::ops::Range<u64>) -> Alarms {
    let mut alarms = Alarms::default();
    seeds.for_each(|seed| alarms.count(&null.review(incidents, seed), null.truths()));
    alarms
}

/// A change that is really there, in the quarter under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Log-normal durations (spread of logs 1.0) twice as long.
    Doubled,
    /// One of eight services with three times its incidents.
    TripledService,
    /// Pages in sleep hours three times as many.
    TripledNights,
}

/// How a report took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Evidence, in the right direction.
    Rightly,
    Not,
    /// Evidence of the opposite.
    Wrongly,
}

impl Change {
    /// Sizes with the fewest of 30 seeds in which it has to be evidence or better.
    pub(crate) const BARS: [(Self, usize, usize); 6] = [
        (Self::Doubled, 40, 12),
        (Self::Doubled, 100, 26),
        (Self::Doubled, 300, 30),
        (Self::TripledService, 100, 10),
        (Self::TripledService, 300, 25),
        (Self::TripledNights, 100, 25),
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Doubled => "durations doubled",
            Self::TripledService => "one service of eight tripled",
            Self::TripledNights => "sleep pages tripled",
        }
    }

    /// Reviews a world with so many incidents in an ordinary quarter.
    pub(crate) fn seen(self, quarterly: usize, seed: u64) -> Seen {
        match self {
            Self::Doubled => by(told(&doubled(quarterly, seed)).claim("mttx.ttr"), "ratio"),
            Self::TripledService => by(told(&tripled(quarterly, seed)).claim("areas.change/s1"), "ratio"),
            Self::TripledNights => by(nights(quarterly, seed).claim("oncall.changed/sleep-hours"), "ratio"),
        }
    }
}

fn by(claim: Option<&Claim>, ratio: &str) -> Seen {
    let Some(claim) = claim.filter(|c| is_evidence(c)) else { return Seen::Not };
    if claim.numbers.get(ratio).is_none_or(|r| *r > 1.0) { Seen::Rightly } else { Seen::Wrongly }
}

/// Four quarters of history before, and the one under review.
fn history() -> [[i64; 2]; 5] {
    let [now, before] = quarters();
    let earlier = [["2025-10-01", "2026-01-01"], ["2025-07-01", "2025-10-01"], ["2025-04-01", "2025-07-01"]];
    let [third, second_of, first] = earlier.map(|ends| ends.map(|day| second(&format!("{day}T00:00:00Z"))));
    [first, second_of, third, before, now]
}

const SERVICES: usize = 8;

fn ordinary(rng: &mut Rng, quarter: [i64; 2], median: f64) -> Made {
    let service = format!("s{}", rng.below(SERVICES as u64) + 1);
    let severity = [1, 2, 2, 3, 3, 3, 4, 4][rng.below(8) as usize];
    Made { service, severity, ..Made::within(rng, quarter).lasting(rng, median, 1.0) }
}

fn doubled(quarterly: usize, seed: u64) -> Vec<Made> {
    let mut rng = stream(seed, &[211]);
    let [.., now] = history();
    let median = |quarter: [i64; 2]| if quarter == now { 7_200.0 } else { 3_600.0 };
    history()
        .into_iter()
        .flat_map(|q| (0..quarterly).map(|_| ordinary(&mut rng, q, median(q))).collect::<Vec<_>>())
        .collect()
}

fn tripled(quarterly: usize, seed: u64) -> Vec<Made> {
    let mut rng = stream(seed, &[212]);
    let [.., now] = history();
    let mut made = Vec::new();
    for quarter in history() {
        for _ in 0..quarterly {
            let one = ordinary(&mut rng, quarter, 3_600.0);
            let further = if one.service == "s1" && quarter == now { 2 } else { 0 };
            made.push(one);
            made.extend((0..further).map(|_| Made { service: "s1".to_owned(), ..ordinary(&mut rng, now, 3_600.0) }));
        }
    }
    made
}

/// Pages of a pager: so many incidents a quarter at a uniform moment, a third of them in sleep hours, to one of ten people;
/// in the quarter under review twice as many again come at night.
fn nights(quarterly: usize, seed: u64) -> Findings {
    let mut rng = stream(seed, &[213]);
    let [.., now] = history();
    let mut at: Vec<i64> = Vec::new();
    for quarter in history() {
        let moments: Vec<i64> = (0..quarterly).map(|_| Made::within(&mut rng, quarter).start).collect();
        // Two further ones at the same hour of other days.
        let asleep = |at: i64| at.rem_euclid(86_400) < 7 * 3_600;
        let further = if quarter == now { 2 * moments.iter().filter(|at| asleep(**at)).count() } else { 0 };
        let days = (quarter[1] - quarter[0]) / 86_400;
        at.extend((0..further).map(|_| quarter[0] + 86_400 * below(&mut rng, days) + below(&mut rng, 6 * 3_600)));
        at.extend(moments);
    }
    at.sort_unstable();
    let folder = tempfile::tempdir().unwrap();
    pager(folder.path(), &at, &mut rng);
    reviewed(folder.path())
}

fn below(rng: &mut Rng, bound: i64) -> i64 {
    i64::try_from(rng.below(u64::try_from(bound).unwrap())).unwrap()
}

/// An export of a pager in which each incident pages one of ten people in London, who acknowledges it.
fn pager(folder: &Path, starts: &[i64], rng: &mut Rng) {
    let time =
        |second: i64| chrono::DateTime::from_timestamp(second, 0).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (mut incidents, mut entries) = (Vec::new(), Vec::new());
    for (n, start) in starts.iter().enumerate() {
        let (who, end) = (rng.below(10), start + 600 + below(rng, 3_000));
        let entry = |at: i64, kind: &str, person: &str| {
            serde_json::json!({"id": format!("R{n}{kind}"), "type": format!("{kind}_log_entry"), "created_at": time(at),
                "incident": {"id": format!("Q{n}"), "type": "incident_reference"},
                "channel": {"type": "auto", "notification": {"type": "push_notification"}},
                person: {"id": format!("PU{who}"), "type": "user_reference", "summary": format!("Person {who}")}})
        };
        entries.extend([
            entry(start + 5, "notify", "user"),
            entry(start + 120, "acknowledge", "agent"),
            entry(end, "resolve", "agent"),
        ]);
        incidents.push(serde_json::json!({"id": format!("Q{n}"), "incident_number": n, "title": format!("alert {}", n * 7_919 % 99_991),
            "status": "resolved", "urgency": "high", "created_at": time(*start), "updated_at": time(end), "resolved_at": time(end),
            "html_url": format!("https://example.pagerduty.com/incidents/Q{n}"), "teams": [],
            "service": {"id": format!("PS{}", n % 5), "type": "service_reference", "summary": format!("service {}", n % 5)}}));
    }
    let users: Vec<_> = (0..10)
        .map(|who| serde_json::json!({"id": format!("PU{who}"), "name": format!("Person {who}"), "type": "user", "role": "user",
            "email": format!("person{who}@example.com"), "time_zone": "Europe/London"}))
        .collect();
    for (name, value) in [("incidents", incidents), ("log_entries", entries), ("users", users)] {
        let list = serde_json::json!({name: value, "limit": 100, "offset": 0, "more": false, "total": null});
        std::fs::write(folder.join(format!("{name}.json")), list.to_string()).unwrap();
    }
    std::fs::write(folder.join("retroscope.toml"), "").unwrap();
}

/// Seeds in which a change was seen, missed, and taken for its opposite.
pub(crate) fn power(change: Change, quarterly: usize, seeds: u64) -> [usize; 3] {
    let mut counts = [0; 3];
    for seen in (0..seeds).map(|seed| change.seen(quarterly, seed)) {
        counts[match seen {
            Seen::Rightly => 0,
            Seen::Not => 1,
            Seen::Wrongly => 2,
        }] += 1;
    }
    counts
}

#[test]
fn small_histories_without_a_change_make_no_news() {
    for null in Null::ALL {
        let alarms = alarms(null, 150, 0..20);
        assert_eq!(alarms.beyond(), [""; 0], "{}: {alarms:?}", null.name());
    }
}

#[test]
fn a_larger_history_without_a_change_makes_no_news_either() {
    let alarms = alarms(Null::Even, 1_200, 500..520);
    assert_eq!(alarms.beyond(), [""; 0], "{alarms:?}");
}

/// A third of the seeds of the bars, at one size each; the benchmark `evidence` runs all of them.
#[test]
fn what_did_change_is_seen() {
    for (change, quarterly, least) in [Change::BARS[1], Change::BARS[4], Change::BARS[5]] {
        let [rightly, _, wrongly] = power(change, quarterly, 10);
        // Two fewer than the share of the bar come up in one of twenty cases.
        assert!(rightly + 2 >= least / 3 && wrongly == 0, "{}: {rightly} of 10, wrongly {wrongly}", change.name());
    }
}

#[test]
fn one_service_tripled_is_a_headline() {
    let found = told(&tripled(300, 3));
    assert!(super::made::in_headlines(&found, "areas.change"), "{:?}", found.headlines);
}
