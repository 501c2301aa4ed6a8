//! Changes between periods: the numbers, the words and what takes them back.

use super::exact;
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::areas::change::{ChangeTable, CountChange, detectable};
use retroscope::analyse::areas::evenness::{Evenness, Weekly};
use retroscope::findings::Grade;
use retroscope::findings::areas::Areas;
use retroscope::frame::DataSet;
use retroscope::model::change::ProcessChange as Noted;
use retroscope::model::time::{DAY, Window};
use retroscope::stats::rate_ratio::Clusters;
use retroscope::stats::special::t_upper;

/// Weeks of the second and the third quarter: 92 and 91 days.
const Q3_Q2: [f64; 2] = [92.0 / 7.0, 91.0 / 7.0];

/// So many incidents of a service in a quarter of 2026, spread evenly over its days.
pub(super) fn even(quarter: u32, service: &str, n: i64) -> Vec<Inc> {
    let start = ms(["2026-01-01 03:00", "2026-04-01 03:00", "2026-07-01 03:00"][quarter as usize - 1]);
    (0..n).map(|i| Inc::at_ms(start + i * 90 * DAY / n).minutes(30).service(service)).collect()
}

fn two(services: &[(&str, i64, i64)]) -> DataSet {
    let all = services.iter().flat_map(|(name, before, now)| [even(2, name, *before), even(3, name, *now)].concat());
    Builder::quarter(2026, 3).incidents(all).build()
}

#[test]
fn a_change_is_the_exact_ratio_of_weekly_rates() {
    for (now, before) in [(18, 30), (30, 12), (1, 4), (0, 6), (6, 0), (200, 150)] {
        let found = CountChange::between((now, Q3_Q2[0]), (before, Q3_Q2[1])).unwrap();
        let wanted = exact::ratio(now, before, Q3_Q2);
        assert!((found.p.unwrap() - wanted.p).abs() < 1e-9, "{now} {before}");
        assert!((found.low - wanted.low).abs() < 1e-6 * wanted.low.max(1.0), "{now} {before}");
        assert_eq!(found.high.is_none(), before == 0);
        assert!(found.high.is_none_or(|high| (high / wanted.high - 1.0).abs() < 1e-6), "{now} {before}");
        assert!(found.ratio.is_none_or(|ratio| (ratio - wanted.ratio).abs() < 1e-12));
        assert_eq!(detectable(before, Q3_Q2, Clusters::NONE).0, Some(exact::seen(before, Q3_Q2).0));
        assert_eq!(detectable(before, Q3_Q2, Clusters::NONE).1, exact::seen(before, Q3_Q2).1);
    }
    assert_eq!(CountChange::between((0, 13.0), (0, 13.0)), None);
    assert_eq!(CountChange::between((5, 13.0), (5, 0.0)), None);
    assert_eq!(CountChange::between((3, 13.0), (1, 13.0)).unwrap().p, None, "four events are not tested");
    assert_eq!(detectable(5, [0.0, 1.0], Clusters::NONE), (None, None));
}

#[test]
fn a_table_is_adjusted_for_the_tests_it_makes() {
    let pairs = [(30, 12), (9, 10), (2, 1), (14, 5), (0, 0)];
    let found = ChangeTable::family(&pairs, Q3_Q2);
    let tested = [0, 1, 3];
    let p: Vec<f64> = tested.map(|i| exact::ratio(pairs[i].0, pairs[i].1, Q3_Q2).p).to_vec();
    for (place, q) in tested.into_iter().zip(exact::adjusted(&p)) {
        assert!((found[place].unwrap().q.unwrap() - q).abs() < 1e-9);
    }
    assert!(found[2].unwrap().q.is_none() && found[4].is_none());
}

#[test]
fn uneven_weeks_are_held_against_their_own_period() {
    let window = |week: i64, weeks: i64| Window { start: week * 7 * DAY, end: (week + weeks) * 7 * DAY + 3 * DAY };
    let fill = |first: i64, counts: &[u64]| {
        let mut weekly = Weekly::new(window(first, counts.len() as i64));
        for (week, n) in (first..).zip(counts) {
            (0..*n).for_each(|_| weekly.add(week * 7 * DAY + DAY));
        }
        // Before the window, and in the days after its last whole week.
        weekly.add(first * 7 * DAY - 1);
        weekly.add((first + counts.len() as i64) * 7 * DAY + DAY);
        weekly
    };
    // Chi-squared: eight squares of 2 over a mean of 2 make 16 with 7 degrees of freedom, p = 0.02512.
    let found = Evenness::of(&[fill(0, &[0, 4, 0, 4, 0, 4, 0, 4])]).unwrap();
    assert!((found.p - 0.025_116_36).abs() < 1e-7 && (found.factor - 16.0 / 7.0).abs() < 1e-12 && found.uneven());
    // A step between the two periods is no unevenness.
    let step = Evenness::of(&[fill(0, &[9; 6]), fill(6, &[2; 6])]).unwrap();
    assert!((step.p - 1.0).abs() < 1e-12 && step.weeks == 12 && (step.mean - 5.5).abs() < 1e-12);
    assert_eq!(Evenness::of(&[fill(0, &[4; 7])]), None, "seven weeks are too few");
    assert_eq!(Evenness::of(&[fill(0, &[0, 1, 0, 1, 0, 1, 0, 1])]), None, "four incidents are too few");
}

#[test]
fn the_change_of_all_incidents_carries_both_counts_and_its_limit() {
    let data = two(&[("a", 26, 31)]);
    let part = part(&Areas, &data);
    let (wanted, (above, below)) = (exact::ratio(31, 26, Q3_Q2), exact::seen(26, Q3_Q2));
    let expected = format!(
        "31 incidents were declared in Q3 2026 and 26 in Q2 2026, {:.2} times the weekly rate (plausible {:.2}–{:.2}): no evidence of a change; fewer than {} more, or {} fewer, would not show.",
        wanted.ratio,
        wanted.low,
        wanted.high,
        above - 26,
        26 - below.unwrap()
    );
    assert_eq!(sentence(&part, "areas.total-change"), expected);
    let claim = claim(&part, "areas.total-change");
    assert_eq!((claim.grade, claim.n), (Grade::NoEvidence, Some(57)));
    assert_eq!(claim.compared_with.as_deref(), Some("Q2 2026"));
    assert_eq!(claim.numbers["smallest_rise_seen"], above as f64);
}

#[test]
fn an_area_that_changed_is_named_and_the_others_are_counted() {
    let data = two(&[("a", 30, 30), ("b", 10, 45), ("c", 20, 19), ("d", 10, 12), ("e", 2, 1), ("f", 35, 46)]);
    let part = part(&Areas, &data);
    let p: Vec<f64> =
        [(30, 30), (45, 10), (19, 20), (12, 10), (46, 35)].map(|(n, b)| exact::ratio(n, b, Q3_Q2).p).to_vec();
    let wanted = exact::ratio(45, 10, Q3_Q2);
    let q = exact::adjusted(&p)[1];
    let changed = claim(&part, "areas.change/b");
    // The table counts its own tests; the claim is held against all tests of the report.
    assert!((row_q(&data, "b") - q).abs() < 1e-9);
    assert!(changed.q.unwrap() >= q - 1e-9 && changed.q.unwrap() < 0.005, "{:?}", changed.q);
    assert!(wanted.low > 1.25 && changed.grade == Grade::Strong, "{changed:?}");
    assert_eq!(
        changed.sentence,
        format!(
            "b: 45 incidents were declared in Q3 2026 and 10 in Q2 2026, {:.2} times the weekly rate (plausible {:.2}–{:.2}): strong evidence that there were more.",
            wanted.ratio, wanted.low, wanted.high
        )
    );
    assert_eq!(part.claims.iter().filter(|c| c.code == "areas.change").count(), 1);
    let all = sentence(&part, "areas.changes");
    assert!(all.starts_with("Of 6 services with incidents in Q3 2026 and Q2 2026, 5 had 5 or more in both together and were compared: strong evidence of a change in 1; no evidence of a change in the others; with 20 before, as in the middle one,"), "{all}");
    // How many stand out is concluded, not recorded.
    let counted = claim(&part, "areas.changes");
    assert_eq!((counted.grade, counted.numbers["strong"]), (Grade::Weak, 1.0));
    assert!(counted.q.is_some());
    assert_eq!(part.headlines[0], "areas.change/b");
    // Five services, the total; the concentration is held against chance once.
    assert_eq!(part.comparisons, 5 + 1 + 1);
}

/// The q of a service among those of its table.
fn row_q(data: &DataSet, name: &str) -> f64 {
    let results = crate::analyses::analyse(data);
    results.areas.current("service").find(|row| row.area == name).unwrap().change.unwrap().q.unwrap()
}

#[test]
fn the_largest_area_is_compared_by_drawn_in_rates() {
    let data = two(&[("top", 10, 40), ("b", 12, 10), ("c", 9, 12), ("d", 11, 9), ("e", 10, 11), ("f", 8, 10)]);
    let part_of_it = part(&Areas, &data);
    let top = claim(&part_of_it, "areas.change/top");
    // Q2 counts vary less than chance makes them, so there is no mean to draw that rate towards; its q counts all services.
    assert!(top.sentence.ends_with("It is the service with the most incidents now, and the largest of many is partly so by chance; all services were tested, and the evidence allows for that."), "{}", top.sentence);
    assert!(matches!(top.grade, Grade::Evidence | Grade::Strong) && top.q.unwrap() >= row_q(&data, "top"), "{top:?}");
    let spread = two(&[("top", 20, 60), ("b", 3, 4), ("c", 30, 28), ("d", 9, 8), ("e", 1, 2), ("f", 40, 38)]);
    let part_of_it = part(&Areas, &spread);
    let top = claim(&part_of_it, "areas.change/top");
    assert!(top.sentence.contains("with rates drawn towards the mean of all services it is "), "{}", top.sentence);
    assert_eq!(top.grade, Grade::Strong, "{:?}", top.robustness);
    let shrunken = top.numbers["shrunk_rate"] / top.numbers["previous_shrunk_rate"];
    assert!(shrunken > 1.5 && shrunken < top.numbers["ratio"]);
}

#[test]
fn other_kinds_are_weak_signals_at_first() {
    let mut all = [even(2, "a", 30), even(3, "a", 30)].concat();
    let team = |incs: Vec<Inc>, team: &str| incs.into_iter().map(|i| i.team(team)).collect::<Vec<_>>();
    all.extend(team(even(2, "b", 40), "red"));
    all.extend(team(even(3, "b", 38), "blue"));
    let data = Builder::quarter(2026, 3).incidents(all).build();
    let part = part(&Areas, &data);
    let blue = claim(&part, "areas.change/team:blue");
    assert_eq!(blue.grade, Grade::Weak);
    assert!(blue.sentence.starts_with("blue (a team): 38 incidents were declared in Q3 2026 and 0 in Q2 2026, no ratio, because there was none before (plausible from "), "{}", blue.sentence);
    let red = claim(&part, "areas.change/team:red");
    assert!(
        red.sentence.contains("0 incidents were declared in Q3 2026 and 40 in Q2 2026, at most 0."),
        "{}",
        red.sentence
    );
    assert!(
        sentence(&part, "areas.changes")
            .contains("2 had 5 or more in both together and were compared: no evidence that any of them changed")
    );
}

#[test]
fn storms_take_a_grade_away() {
    let day = |day: &str, n: i64| {
        (0..n).map(|i| Inc::at_ms(ms(day) + i * 60_000).minutes(30).service("a")).collect::<Vec<_>>()
    };
    let calm = || [even(2, "a", 30), even(2, "b", 20), even(3, "b", 20)].concat();
    let spread = Builder::quarter(2026, 3).incidents(calm()).incidents(even(3, "a", 62)).build();
    let storm = Builder::quarter(2026, 3)
        .incidents(calm())
        .incidents(even(3, "a", 22))
        .incidents(day("2026-08-12 10:00", 40))
        .build();
    let (spread, storm) = (analyse(&spread), analyse(&storm));
    assert!(!spread.areas.overall.evenness.unwrap().uneven() && storm.areas.overall.evenness.unwrap().uneven());
    let [even, stormy] = [&spread, &storm].map(|r| r.areas.overall.previous.unwrap());
    assert_eq!((even.current, even.before, even.ratio), (stormy.current, stormy.before, stormy.ratio));
    // Quasi-Poisson: the interval is wider on both sides, and the p-value larger.
    assert!(stormy.low < even.low && stormy.high > even.high && stormy.p > even.p, "{even:?} {stormy:?}");
    assert!(!even.clusters.widen() && stormy.clusters.factor > 3.0);
}

#[test]
fn a_storm_is_no_evidence_of_a_change() {
    let storm: Vec<Inc> =
        (0..40).map(|i| Inc::at_ms(ms("2026-08-12 10:00") + i * 60_000).minutes(30).service("a")).collect();
    let data =
        Builder::quarter(2026, 3).incidents(even(2, "a", 30)).incidents(even(3, "a", 22)).incidents(storm).build();
    let part = part(&Areas, &data);
    let total = claim(&part, "areas.total-change");
    // 62 against 30 has p = 0.001, but most of it came on one day.
    assert!(exact::ratio(62, 30, Q3_Q2).p < 0.002);
    assert_eq!(total.grade, Grade::NoEvidence);
    assert!(total.sentence.contains("no evidence of a change; fewer than"), "{}", total.sentence);
    // By hand: the error of the log ratio is that of Poisson counts times the root of the factor, with Student's t for the
    // whole weeks of both periods less two.
    let change = analyse(&data).areas.overall.previous.unwrap();
    let error = (change.clusters.factor * (1.0 / 62.0 + 1.0 / 30.0)).sqrt();
    let ratio: f64 = 62.0 / 30.0 * Q3_Q2[1] / Q3_Q2[0];
    assert!(
        (change.low - (ratio.ln() - t_upper(0.025, change.clusters.degrees) * error).exp()).abs() < 1e-6,
        "{change:?}"
    );
}

#[test]
fn a_rise_of_the_lowest_severity_may_be_reporting() {
    let sev = |incs: Vec<Inc>, sev: u32| incs.into_iter().map(|i| i.sev(sev)).collect::<Vec<_>>();
    let before = [sev(even(2, "a", 20), 2), sev(even(2, "a", 20), 4)].concat();
    let build = |now: Vec<Inc>| Builder::quarter(2026, 3).incidents(before.clone()).incidents(now).build();
    let low = build([sev(even(3, "a", 18), 2), sev(even(3, "a", 62), 4)].concat());
    let text = part(&Areas, &low);
    assert!(sentence(&text, "areas.total-change").ends_with("The rise is confined to SEV4, the lowest severity (62 against 20; all others 18 against 20), which is consistent with more reporting."), "{}", sentence(&text, "areas.total-change"));
    let both = build([sev(even(3, "a", 35), 2), sev(even(3, "a", 62), 4)].concat());
    assert!(!sentence(&part(&Areas, &both), "areas.total-change").contains("reporting"));
}

#[test]
fn the_budget_of_customers_has_its_limit() {
    let felt = |incs: Vec<Inc>| incs.into_iter().map(|i| i.customer_facing(true)).collect::<Vec<_>>();
    let data = Builder::quarter(2026, 3).incidents(felt(even(2, "a", 26))).incidents(felt(even(3, "a", 31))).build();
    let part = part(&Areas, &data);
    let more = exact::seen(26, Q3_Q2).0 - 26;
    assert_eq!(
        part.budgets[0].certainty,
        format!("No evidence of a change; fewer than {more} more would not show. Recorded for every incident.")
    );
    assert_eq!(claim(&part, "areas.customer-change").grade, Grade::NoEvidence);
}

#[test]
fn a_noted_change_of_what_counts_takes_comparisons_back() {
    let mut data = two(&[("a", 30, 30), ("b", 10, 45)]);
    data.changes =
        vec![Noted { at: ms("2026-06-10 00:00"), what: "Alerts became incidents".to_owned(), metrics: Vec::new() }];
    let part = part(&Areas, &data);
    assert!(
        part.claims
            .iter()
            .filter(|c| c.compared_with.is_some() && c.code != "areas.total")
            .all(|c| matches!(c.grade, Grade::NoEvidence | Grade::NotAssessable))
    );
    assert!(sentence(&part, "areas.changes").contains("“Alerts became incidents”"));
}

#[test]
fn the_same_quarter_a_year_ago_is_compared_too() {
    let year_ago = (0..20).map(|i| Inc::at_ms(ms("2025-07-01 03:00") + i * 4 * DAY).minutes(30).service("a"));
    let data =
        Builder::quarter(2026, 3).incidents(year_ago).incidents(even(2, "a", 26)).incidents(even(3, "a", 50)).build();
    let part = part(&Areas, &data);
    let wanted = exact::ratio(50, 20, [1.0, 1.0]);
    let text = sentence(&part, "areas.total-change");
    let expected = format!(
        " Against Q3 2025, with 20, it is {:.2} times the weekly rate (plausible {:.2}–{:.2}): ",
        wanted.ratio, wanted.low, wanted.high
    );
    assert!(text.contains(&expected), "{text}");
    assert!(
        sentence(&part, "areas.changes")
            .contains("Against Q3 2025, 1 was compared and one is a weak signal, worth watching (q up to 0.10 among these): a (50 against 20, "),
        "{}",
        sentence(&part, "areas.changes")
    );
}

#[test]
fn clusters_are_those_of_what_is_compared() {
    let felt = |incs: Vec<Inc>| incs.into_iter().map(|i| i.customer_facing(true)).collect::<Vec<_>>();
    let quiet = |incs: Vec<Inc>| incs.into_iter().map(|i| i.customer_facing(false)).collect::<Vec<_>>();
    let storm = |day: &str, n: i64| {
        (0..n).map(|i| Inc::at_ms(ms(day) + i * 60_000).minutes(30).service("a")).collect::<Vec<_>>()
    };
    // Storms that no customer felt, and nineteen customer-facing incidents, evenly, against five.
    let data = Builder::quarter(2026, 3)
        .incidents(felt(even(2, "b", 5)))
        .incidents(felt(even(3, "b", 19)))
        .incidents(quiet(even(2, "a", 40)))
        .incidents(quiet(storm("2026-05-12 10:00", 30)))
        .incidents(quiet(storm("2026-08-12 10:00", 30)))
        .build();
    let found = part(&Areas, &data);
    let customers = claim(&found, "areas.customer-change");
    assert_eq!(customers.grade, Grade::Evidence, "{customers:?}");
    assert!(customers.method.starts_with("Exact conditional test"), "{}", customers.method);
    let total = claim(&found, "areas.total-change");
    assert!(total.method.starts_with("Quasi-Poisson test") && !total.method.contains("Exact"), "{}", total.method);
    assert!(!total.robustness.iter().any(|why| why.contains("one grade less")), "{:?}", total.robustness);
    // Felt in two bursts, the same number is none.
    let data = Builder::quarter(2026, 3)
        .incidents(felt(even(2, "b", 5)))
        .incidents(felt(storm("2026-08-12 10:00", 10)))
        .incidents(felt(storm("2026-09-02 10:00", 9)))
        .build();
    let found = part(&Areas, &data);
    let customers = claim(&found, "areas.customer-change");
    assert!(matches!(customers.grade, Grade::NoEvidence), "{customers:?}");
    assert!(customers.method.starts_with("Quasi-Poisson test"), "{}", customers.method);
}

#[test]
fn an_area_is_widened_by_its_own_weeks() {
    let burst = |day: &str, n: i64| {
        (0..n).map(|i| Inc::at_ms(ms(day) + i * 60_000).minutes(30).service("loud")).collect::<Vec<_>>()
    };
    let data = Builder::quarter(2026, 3)
        .incidents(even(2, "loud", 10))
        .incidents(burst("2026-08-12 10:00", 30))
        .incidents(even(2, "calm", 10))
        .incidents(even(3, "calm", 30))
        .incidents(even(3, "rest", 40))
        .incidents(even(2, "rest", 40))
        .build();
    let areas = analyse(&data).areas;
    let change = |name: &str| areas.current("service").find(|r| r.area == name).unwrap().change.unwrap();
    assert!(change("loud").clusters.factor > 5.0 && !change("calm").clusters.widen(), "{:?}", change("calm"));
    assert!(change("loud").p.unwrap() > 0.05 && change("calm").p.unwrap() < 0.005);
    let found = part(&Areas, &data);
    assert!(found.claims.iter().any(|c| c.id == "areas.change/calm"), "power is kept where weeks are even");
    assert!(!found.claims.iter().any(|c| c.id == "areas.change/loud"));
}
