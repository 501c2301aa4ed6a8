//! A week, or a run of weeks, is called unusual in at most one of twenty histories in which nothing changed.

use super::{EXPORTED, Made, case, from_csv, is_evidence, quarters, second, told};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::Analysis;
use retroscope::analyse::volume::control::Chart;
use retroscope::analyse::volume::{Params, Volume};
use retroscope::findings::{Basis, Findings};
use retroscope::stats::random::{Rng, stream};

const WINDOW: [&str; 2] = ["2024-07-01T00:00:00Z", "2026-07-01T00:00:00Z"];

/// Incidents at a constant rate over two years, with durations of one log-normal distribution.
fn constant(rng: &mut Rng, incidents: usize) -> Vec<Made> {
    let window = WINDOW.map(second);
    (0..incidents).map(|_| Made::within(rng, window).lasting(rng, 3_000.0, 1.2)).collect()
}

/// Whether a week or a run is named in the charts of weeks, for a history of whole minutes.
fn named(incidents: &[Made], seed: u64) -> bool {
    let one = |made: &Made| Inc::at_ms(made.start * 1_000).minutes(made.seconds / 60);
    let data = Builder::quarter(2026, 2).incidents(incidents.iter().map(one)).build();
    let found = Volume::run(&data, &Params { seed });
    let odd = |chart: &Chart| chart.limits.as_ref().is_some_and(|l| !l.beyond.is_empty() || !l.runs.is_empty());
    odd(&found.counts) || found.durations.as_ref().is_some_and(odd)
}

fn share_named(incidents: usize, seeds: u64) -> u64 {
    (0..seeds).map(|seed| u64::from(named(&constant(&mut stream(seed, &[201]), incidents), seed))).sum()
}

/// Weeks beyond and runs, of counts and of medians, as the claims have them.
fn told_of(findings: &Findings) -> [f64; 2] {
    let of = |name: &str| {
        let claims = ["volume.unusual-weeks", "volume.unusual-durations"].map(|id| findings.claim(id));
        claims.into_iter().flatten().filter_map(|c| c.numbers.get(name)).sum()
    };
    ["weeks_beyond", "runs"].map(of)
}

#[test]
fn no_week_of_a_constant_rate_is_unusual() {
    let found = case("6-unusual-weeks-of-a-constant-rate");
    assert_eq!(told_of(&found), [0.0, 0.0]);
    let claim = found.claim("volume.unusual-weeks").unwrap();
    assert!(claim.sentence.ends_with("No week lies outside."), "{}", claim.sentence);
    // The week with five is inside the limits that are given.
    assert!(claim.numbers["high"] >= 5.0 && claim.method.contains("Poisson"), "{claim:?}");
    assert_eq!(told_of(&told(&constant(&mut stream(5, &[200]), 750))), [0.0, 0.0]);
}

#[test]
fn weeks_of_a_constant_rate_are_rarely_named() {
    // At 5 %, four or more of 20 come up in fewer than 2 of 100.
    for incidents in [150, 1_200] {
        let named = share_named(incidents, 20);
        assert!(named <= 3, "{named} of 20 histories of {incidents}");
    }
}

/// Two hundred histories of each size. The bar of the sentence is 5 %; nine in a hundred are three standard errors more.
#[test]
fn two_hundred_histories_of_a_constant_rate() {
    for incidents in [150, 1_200, 5_000] {
        let named = share_named(incidents, 200);
        println!("{incidents} incidents: a week or run named in {named} of 200 histories");
        assert!(named <= 18, "{named} of 200 histories of {incidents}");
    }
}

#[test]
fn a_burst_and_a_step_are_still_named() {
    let mut rng = stream(7, &[202]);
    let mut burst = constant(&mut rng, 600);
    let week = ["2026-02-02T00:00:00Z", "2026-02-09T00:00:00Z"].map(second);
    burst.extend((0..25).map(|_| Made::within(&mut rng, week)));
    let found = told(&burst);
    let claim = found.claim("volume.unusual-weeks").unwrap();
    assert_eq!(claim.numbers["weeks_beyond"], 1.0, "{}", claim.sentence);
    assert!(claim.sentence.contains("1 week lies outside: the week from 2 February 2026 ("), "{}", claim.sentence);
    // A rate that doubles for the last half year.
    let mut step = constant(&mut rng, 1_000);
    let [now, before] = quarters();
    step.extend((0..250).map(|_| Made::within(&mut rng, [before[0], now[1]])));
    let found = told(&step);
    let claim = found.claim("volume.unusual-weeks").unwrap();
    assert!(claim.numbers["runs"] >= 1.0 && claim.sentence.contains("above the median"), "{}", claim.sentence);
}

#[test]
fn medians_of_few_have_wider_limits() {
    let mut rng = stream(8, &[203]);
    let mut made = constant(&mut rng, 700);
    let week = ["2026-02-02T00:00:00Z", "2026-02-09T00:00:00Z"].map(second);
    made.extend((0..12).map(|_| Made { seconds: 300_000, ..Made::within(&mut rng, week) }));
    let one = |made: &Made| Inc::at_ms(made.start * 1_000).minutes(made.seconds / 60);
    let data = Builder::quarter(2026, 2).incidents(made.iter().map(one)).build();
    let found = Volume::run(&data, &Params::default());
    let limits = found.durations.clone().unwrap().limits.unwrap();
    assert_eq!(limits.beyond.len(), 1, "{limits:?}");
    // By the number of durations behind the median: fewer never have narrower limits.
    let totals = found.weeks.totals();
    let mut by_number: Vec<(u64, [f64; 2])> =
        totals.iter().zip(&limits.each).filter_map(|(n, ends)| Some((*n, (*ends)?))).collect();
    by_number.sort_by_key(|(n, _)| *n);
    let widths: Vec<f64> = by_number.iter().map(|(_, [low, high])| high - low).collect();
    assert!(widths[0] > 1.5 * widths[widths.len() - 1], "{widths:?}");
    let odd = by_number.windows(2).filter(|w| w[0].0 % 2 == w[1].0 % 2 && w[0].0 < w[1].0);
    assert!(odd.into_iter().all(|w| w[0].1[1] >= w[1].1[1]), "{by_number:?}");
}

/// Hours of the day hang on the zone in which times are read; where that is a guess, so are they.
#[test]
fn working_hours_of_times_without_a_zone_are_assumed() {
    let csv = |stamp: &str| {
        let rows = (0..90_i64).map(|at| {
            let start = quarters()[0][0] + at * 86_400 + 10 * 3_600 + at * 37;
            let when = |at: i64| chrono::DateTime::from_timestamp(at, 0).unwrap().format(stamp).to_string();
            format!("I{at},valve {at},{},{},a,2,resolved\n", when(start), when(start + 1_800))
        });
        format!("id,title,started_at,resolved_at,service,severity,status\n{}", rows.collect::<String>())
    };
    let settings = include_str!("../cases/truth/5-severity-order-by-chance/in/retroscope.toml");
    let settings = settings.replace("zone = \"UTC\"\n", "");
    let hours = |stamp: &str| {
        let found = from_csv("inc.csv", &csv(stamp), &settings, Some(EXPORTED));
        found.claim("volume.hours").expect("hours").clone()
    };
    let [stated, guessed] = ["%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S"].map(hours);
    assert!(is_evidence(&stated) && stated.basis == Basis::Computed, "{stated:?}");
    assert_eq!(guessed.basis, Basis::Assumed);
    let caveat = "The times of 90 of 90 incidents (100 %) state no zone and were read as UTC; in another zone other hours are working hours.";
    assert!(guessed.caveats.iter().any(|said| said == caveat), "{:?}", guessed.caveats);
}
