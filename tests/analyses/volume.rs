use super::analyse;
use crate::support::builder::{Builder, Inc, ms, quarter};
use retroscope::analyse::volume::ratio::ratio;
use retroscope::findings::exhibit::figure;
use retroscope::findings::rule::{Facts, Part, Rule};
use retroscope::findings::volume::Volume;
use retroscope::findings::{Claim, Figure, Grade};
use retroscope::frame::DataSet;
use retroscope::model::time::{DAY, MINUTE};
use retroscope::stats::rate_ratio::Clusters;
use retroscope::text::wording::{Support, violations};

/// Monday 6 April 2026, the first complete week of these data.
const MONDAY: &str = "2026-04-06 10:00";
const STEADY: [u32; 25] = [5, 4, 6, 5, 3, 7, 5, 4, 6, 5, 4, 5, 6, 30, 5, 4, 5, 6, 4, 5, 3, 6, 5, 4, 6];
const RISING: [u32; 25] = [2, 2, 3, 2, 3, 3, 4, 3, 4, 4, 5, 4, 5, 6, 5, 6, 6, 7, 7, 6, 8, 8, 9, 8, 9];

/// So many incidents in each week from 6 April on, an hour apart from Monday at ten, each of so many minutes.
fn weekly(counts: &[u32], minutes: impl Fn(usize) -> i64) -> DataSet {
    let incidents = counts.iter().enumerate().flat_map(|(week, n)| {
        let start = ms(MONDAY) + week as i64 * 7 * DAY;
        let minutes = minutes(week);
        (0..*n).map(move |i| Inc::at_ms(start + i64::from(i) * 60 * MINUTE).minutes(minutes))
    });
    // The data reach back to the first of April, and on to the end of the quarter.
    Builder::quarter(2026, 3).incident(Inc::at("2026-04-01 10:00").minutes(30)).incidents(incidents).build()
}

fn part(data: &DataSet) -> Part {
    let results = analyse(data);
    let part = Volume.part(&Facts::new(data, &results, false));
    for claim in &part.claims {
        assert_eq!(violations(&claim.sentence, Support::default()), [], "{}", claim.sentence);
        assert!(claim.sentence.ends_with('.') && !claim.sentence.contains(".."), "{}", claim.sentence);
        assert!(claim.numbers.values().all(|n| n.is_finite()), "{:?}", claim.numbers);
    }
    part
}

fn claim<'a>(part: &'a Part, id: &str) -> &'a Claim {
    part.claims.iter().find(|c| c.id == id).unwrap_or_else(|| panic!("no claim {id}"))
}

fn near(got: f64, wanted: f64) -> bool {
    (got - wanted).abs() < 1e-6 * wanted.abs().max(1.0)
}

#[test]
fn cut_weeks_are_no_points() {
    let volume = analyse(&weekly(&STEADY, |_| 30)).volume;
    // The week of 30 March has one incident, that of 28 September would end in October.
    assert_eq!((volume.weeks.starts_ms.len(), volume.weeks.whole.clone()), (27, 1..26));
    assert_eq!(volume.counts.points, 25);
    assert_eq!((volume.counts.values[0], volume.counts.values[1], volume.counts.values[26]), (None, Some(5.0), None));
}

#[test]
fn limits_are_those_of_counts_without_the_highest() {
    let data = weekly(&STEADY, |_| 30);
    let volume = analyse(&data).volume;
    let limits = volume.counts.limits.clone().unwrap();
    // Mean 148/25. Poisson counts of 5.0436 a week by scipy 1.17.1 with the highest set aside; 0 and 15 are the ends at a
    // tail of 0.000256, a fiftieth of a quarter of five in a hundred (Šidák).
    assert!(near(limits.mean, 5.92) && near(limits.centre, 5.0) && limits.poisson);
    assert_eq!([limits.low, limits.high], [0.0, 15.0]);
    assert_eq!((limits.beyond.clone(), limits.provisional, limits.runs.len()), (vec![14], false, 0));
    let spread = volume.dispersion.unwrap();
    assert!(near(spread.index, 4.418_918_918_9) && near(spread.chi2, 106.054_054_054));
    assert!(volume.overdispersed());
    let part = part(&data);
    let unusual = claim(&part, "volume.unusual-weeks");
    assert!(unusual.sentence.contains("between 0 and 15 incidents, 5.9 on the mean"), "{}", unusual.sentence);
    assert!(
        unusual.sentence.contains("1 week lies outside: the week from 6 July 2026 (30 incidents, above)."),
        "{}",
        unusual.sentence
    );
    assert_eq!((unusual.grade, unusual.incident_ids.len()), (Grade::Fact, 30));
    let exhibit = part.exhibits.iter().find(|e| e.id == "volume-control").unwrap();
    let Figure::Control(figure::Control { values, limits, .. }) = &exhibit.figure else { panic!("a control chart") };
    assert_eq!(values.len(), 27);
    assert!(limits.as_ref().unwrap().signals.contains(&14));
}

#[test]
fn a_run_longer_than_chance_makes_it_is_unusual() {
    let counts: Vec<u32> = (0..25).map(|w| if w < 12 { 4 + w % 2 } else { 8 + w % 2 }).collect();
    let data = weekly(&counts, |_| 30);
    let limits = analyse(&data).volume.counts.limits.unwrap();
    // 12 below the median of 8, then 13 on it or above. Weeks are counted from that of 30 March.
    assert_eq!((limits.runs.clone(), limits.centre, limits.cut), (vec![[1, 12], [13, 25]], 8.0, 6.5));
    let part = part(&data);
    let sentence = &claim(&part, "volume.unusual-weeks").sentence;
    let low = "The weeks from 6 April 2026 to the one from 22 June 2026, 12 in a row, all lie below the median";
    assert!(sentence.contains(low), "{sentence}");
    assert!(sentence.contains("13 in a row, all lie at or above the median"), "{sentence}");
}

#[test]
fn few_weeks_have_no_limits_and_some_have_provisional_ones() {
    let chart = |weeks: usize| {
        let all: Vec<u32> = (0..weeks as u32).map(|w| 3 + w % 3).collect();
        let mut period = quarter(2026, 2);
        period.partial = true;
        let incidents = all.iter().enumerate().flat_map(|(week, n)| {
            (0..*n).map(move |i| Inc::at_ms(ms(MONDAY) + (week as i64 * 7 + i64::from(i)) * DAY))
        });
        let end = ms("2026-04-06 00:00") + weeks as i64 * 7 * DAY;
        let data = Builder::period(period)
            .incident(Inc::at("2026-04-02 10:00"))
            .incidents(incidents)
            .exported(&retroscope::text::date::iso(end).replace('T', " ").replace('Z', ""))
            .build();
        let part = part(&data);
        (analyse(&data).volume.counts.limits.map(|l| l.provisional), claim(&part, "volume.unusual-weeks").clone())
    };
    assert_eq!(chart(7).0, None);
    assert_eq!(chart(7).1.grade, Grade::NotAssessable);
    assert!(chart(7).1.sentence.contains("7 complete weeks"), "{}", chart(7).1.sentence);
    assert_eq!(chart(8).0, Some(true));
    assert_eq!(chart(11).0, Some(true));
    assert_eq!(chart(12).0, Some(false));
}

#[test]
fn the_direction_over_the_weeks() {
    let data = weekly(&RISING, |_| 30);
    let slope = analyse(&data).volume.slope.unwrap();
    assert_eq!((slope.weeks, slope.incidents), (25, 129));
    assert!(near(slope.ratio, 2.138_959_821) && near(slope.detectable, 1.597_400_6), "{slope:?}");
    assert!(slope.alike.is_some_and(|r| near(r, -0.279_622_258)), "{slope:?}");
    let rising = part(&data);
    let rising = claim(&rising, "volume.slope");
    assert_eq!(rising.grade, Grade::Strong);
    assert!(
        rising.sentence.contains(
            "of a growing weekly number of incidents over 25 complete weeks: 2.14 times as many each quarter"
        ),
        "{}",
        rising.sentence
    );
    let steady = part(&weekly(&STEADY, |_| 30));
    let steady = claim(&steady, "volume.slope");
    assert_eq!(steady.grade, Grade::NoEvidence);
    assert!(steady.sentence.contains("2.4 times as many or as few"), "{}", steady.sentence);
}

#[test]
fn clusters_widen_the_interval() {
    let clusters = |degrees: f64| Clusters { factor: 2.25, degrees };
    let found = ratio([60, 30], [92.0 / 7.0, 13.0], clusters(f64::INFINITY)).unwrap();
    // ln 1.978 261 = 0.682 218, its error √(2.25 × (1/60 + 1/30)) = 0.335 410.
    assert!(
        found.widened && near(found.interval[0], 1.025_136_941) && near(found.interval[1], 3.817_554_428),
        "{found:?}"
    );
    assert!(near(found.p, 0.041_953_468), "{found:?}");
    // With 24 weeks the quantile is Student's, 2.063 899 in place of 1.959 964.
    let few = ratio([60, 30], [92.0 / 7.0, 13.0], clusters(24.0)).unwrap();
    assert!((few.interval[0] - 0.990_02).abs() < 2e-4, "{few:?}");
    assert!((0.053..0.0536).contains(&few.p), "{few:?}");
    // One group without incidents has the exact interval of as many clusters: two of six.
    let none = ratio([0, 6], [1.0, 1.0], clusters(24.0)).unwrap();
    assert!(none.widened && near(none.p, 0.5) && none.interval[1] > 1.0, "{none:?}");
    assert!(ratio([2, 2], [1.0, 1.0], Clusters::NONE).is_none());
}

#[test]
fn working_hours_are_held_against_the_others() {
    // 40 at ten on weekdays, 20 at midnight, in the 92 days of Q3: 660 working hours of 2,208.
    let days = (0..92).map(|d| ms("2026-07-01 00:00") + d * DAY).collect::<Vec<_>>();
    let weekdays = days.iter().filter(|d| (**d / DAY + 3) % 7 < 5).take(40).map(|d| Inc::at_ms(d + 600 * MINUTE));
    let nights = days.iter().step_by(4).take(20).map(|d| Inc::at_ms(*d));
    let data = Builder::quarter(2026, 3).incidents(weekdays).incidents(nights).build();
    let hours = analyse(&data).volume.hours.unwrap();
    assert_eq!((hours.incidents, hours.hours), ([40, 20], [660.0, 1548.0]));
    assert!(near(hours.ratio.ratio.unwrap(), 4.690_909_090_9), "{hours:?}");
    let part = part(&data);
    let told = claim(&part, "volume.hours");
    assert_eq!((told.grade, told.compared_with.is_none()), (Grade::Strong, true));
    assert!(told.caveats.iter().any(|c| c.contains("deploys and detection")));
}

#[test]
fn the_weekly_median_time_to_resolve_is_charted_as_a_logarithm() {
    let data = weekly(&[12; 25], |week| if week == 20 { 6_000 } else { 30 + (week as i64 % 4) * 5 });
    let chart = analyse(&data).volume.durations.unwrap();
    assert_eq!((chart.points, chart.limits.clone().unwrap().beyond), (25, vec![21]));
    assert!(near(chart.values[1].unwrap(), (30.0_f64 * 60.0).ln()));
    let part = part(&data);
    let sentence = &claim(&part, "volume.unusual-durations").sentence;
    assert!(sentence.contains("the week from 24 August 2026"), "{sentence}");
    // Two a week have no median worth the name.
    assert!(analyse(&weekly(&[2; 25], |_| 30)).volume.durations.is_none());
}

#[test]
fn nothing_in_nothing_out() {
    let data = Builder::quarter(2026, 3).build();
    let volume = analyse(&data).volume;
    assert!(volume.counts.limits.is_none() && volume.slope.is_none());
    assert!(volume.hours.is_none() && volume.stopped.is_empty() && volume.durations.is_none());
    assert!(part(&data).exhibits.is_empty());
}

#[test]
fn quiet_weeks_read_well() {
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-01 10:00"))
        .incidents((0..2).map(|_| Inc::at("2026-09-20 10:00")))
        .build();
    let headline = &part(&data).exhibits[0].headline;
    assert_eq!(
        headline,
        "The busiest week, from 14 September 2026, had 2 incidents; half of the 12 complete weeks had none"
    );
}

#[test]
fn below_one_incident_a_week_every_second_one_would_be_unusual() {
    let part = part(&weekly(&[0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0, 0, 3, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1], |_| 30));
    let unusual = claim(&part, "volume.unusual-weeks");
    assert_eq!(unusual.grade, Grade::NotAssessable);
    assert!(unusual.sentence.contains("fewer than one incident a week"), "{}", unusual.sentence);
}

/// Flat for a quarter, then twice as many: that is one step, which the count of the period tells already.
#[test]
fn a_step_in_the_last_quarter_is_no_direction() {
    let counts: Vec<u32> = (0..25).map(|week| if week < 12 { 4 + week % 2 } else { 10 + week % 2 }).collect();
    let data = weekly(&counts, |_| 30);
    let found = analyse(&data).volume.slope.unwrap();
    assert!(found.p < 0.001 && found.is_step(), "{found:?}");
    let part = part(&data);
    let told = claim(&part, "volume.slope");
    assert_eq!(told.grade, Grade::NoEvidence);
    // Both estimates are in the sentence, and the one beside it is the first.
    let [low, high] = found.interval.map(|end| format!("{end:.2}"));
    let (before, _) = found.before.unwrap();
    let first =
        format!("it is {:.2} times as many each quarter (plausible {low}–{high}), but that is a step", found.ratio);
    assert!(told.sentence.contains(&first), "{}", told.sentence);
    assert!(told.sentence.contains(&format!("Up to then it was {before:.2} times as many")), "{}", told.sentence);
    assert_eq!(told.interval, Some(found.interval));
    assert!(told.method.contains("The same without the last 13 weeks"), "{}", told.method);
    assert!(!analyse(&weekly(&RISING, |_| 30)).volume.slope.unwrap().is_step(), "a steady rise is none");
}

/// Weeks of all the data are held against one mean, the comparison of two periods against those of each of them.
#[test]
fn a_change_of_level_is_no_cluster() {
    // The Monday of the thirteenth is the last but one day of June.
    let counts: Vec<u32> = (0..26).map(|week| if week < 13 { 3 + week % 2 } else { 20 + week % 2 }).collect();
    let part = part(&weekly(&counts, |_| 30));
    let spread = claim(&part, "volume.spread");
    assert!(spread.numbers["dispersion"] > 3.0, "{}", spread.sentence);
    let even = "A change of level counts among that; within the weeks of the two periods that are compared it is no more than chance makes it, so these are compared exactly.";
    assert!(spread.sentence.ends_with(even), "{}", spread.sentence);
}
