//! What known pairs of two tools teach about pairs that state no reference.

use super::likeness::{joined, of_problems_that_come_back};
use crate::support::run::Run;
use proptest::prelude::*;
use retroscope::link::scored::habits::{EndGap, Habit, KnownPair, usual, usual_end};
use retroscope::link::scored::outset::outset;

/// Tickets that follow their pages by these seconds and are closed as late again.
fn pairs(gaps: impl IntoIterator<Item = f64>) -> Vec<KnownPair> {
    let pair = |(at, begin): (usize, f64)| KnownPair {
        begin,
        end: Some(EndGap { gap: begin.abs(), longer: 7_200.0 }),
        lengths: Some((600.0 * (at % 37) as f64, 600.0 * (at % 37) as f64 + begin)),
        alike: Some(0.9),
    };
    gaps.into_iter().enumerate().map(pair).collect()
}

/// Density times width over all gaps up to a day, on both sides.
fn mass(density: impl Fn(f64) -> f64) -> f64 {
    (-864_000..864_000).map(|tenth| density((f64::from(tenth) + 0.5) / 10.0) / 10.0).sum()
}

#[test]
fn few_known_pairs_teach_nothing() {
    assert_eq!(Habit::of(&pairs((0..29).map(f64::from))), None);
    assert!(Habit::of(&pairs((0..30).map(f64::from))).is_some());
}

#[test]
fn what_is_usual_is_a_density() {
    // Nothing is counted below half a minute, where clocks and typing blur all gaps.
    assert!((mass(usual) - 1.0).abs() < 0.03, "{}", mass(usual));
}

#[test]
fn tickets_that_never_come_before_the_page_are_less_likely_to() {
    let habit = Habit::of(&pairs((0..400).map(|at| f64::from(at) * 1.8))).unwrap();
    assert!((mass(|gap| habit.begin(gap)) - 1.0).abs() < 0.05);
    for gap in [100.0, 400.0, 700.0] {
        assert!(habit.begin(gap) > 1.4 * usual(gap), "{gap}");
        assert!(habit.begin(-gap) < 0.15 * usual(gap), "{gap}");
    }
    // Within twelve minutes of the page, and never an hour later.
    assert!(habit.begin(3_000.0) < 0.15 * usual(3_000.0));
    // Records that state no reference may come by another way: nothing is ruled out.
    assert!(habit.begin(3_000.0) > 0.04 * usual(3_000.0));
    for gap in [0.0, 1.0, 29.0, 30.0, 400.0, 90_000.0] {
        assert_eq!(habit.mirrored().begin(-gap), habit.begin(gap), "{gap}");
        assert_eq!(habit.mirrored().begin(gap), habit.begin(-gap), "{gap}");
    }
    assert_eq!(habit.pairs, 400);
}

#[test]
fn ends_that_known_pairs_never_show_speak_against_a_pair() {
    let habit = Habit::of(&pairs((0..400).map(|at| f64::from(at) * 1.8))).unwrap();
    let end = |gap| EndGap { gap, longer: 20_000.0 };
    assert!(habit.end(end(500.0)) > usual_end(end(500.0)));
    assert!(habit.end(end(9_000.0)) < usual_end(end(9_000.0)) - 1.0);
    assert!(habit.unlike(0.0) < -1.5 && habit.unlike(0.5) < -1.0, "known pairs share their words");
    assert!(habit.unlike(0.9).abs() < 1e-12);
}

proptest! {
    #[test]
    fn no_habit_is_without_bounds(gaps in proptest::collection::vec(-200_000.0_f64..200_000.0, 30..120), gap in -200_000.0_f64..200_000.0) {
        let habit = Habit::of(&pairs(gaps)).unwrap();
        prop_assert!(habit.begin(gap) >= 0.049 * usual(gap) && habit.begin(gap).is_finite());
        let end = EndGap { gap: gap.abs(), longer: 5_000.0 };
        // A twentieth of what is usual stays, in nats.
        prop_assert!(habit.end(end) >= usual_end(end) - 3.0 && habit.end(end) <= 4.0);
        prop_assert!((-3.0..=0.0).contains(&habit.unlike(0.2)));
    }
}

#[test]
fn a_ticket_before_the_page_is_told_apart_where_tickets_follow_their_pages() {
    // Tickets that name their page come within nine minutes, never before it. Then some as near, and some half an hour before.
    let named: Vec<(usize, i64)> = (0..400).step_by(5).map(|page| (page, (page % 9) as i64)).collect();
    let near: Vec<(usize, i64)> = (402..1_000).step_by(20).map(|page| (page, 6)).collect();
    let early: Vec<(usize, i64)> = (412..1_000).step_by(20).map(|page| (page, -30)).collect();
    let all = [named.clone(), near.clone(), early.clone()].concat();
    let (alone, taught) = (of_problems_that_come_back(&all, 40, 0), of_problems_that_come_back(&all, 40, named.len()));
    let found = |run: &Run, from: usize, of: &[(usize, i64)]| {
        let joined = joined(run);
        let pairs = of.iter().zip(from..).map(|((page, _), number)| (format!("INC{number:07}"), format!("Q{page}")));
        pairs.filter(|pair| joined.contains(pair)).count()
    };
    let (of_near, of_early) = (named.len(), named.len() + near.len());
    assert!(found(&taught, of_near, &near) * 100 >= near.len() * 97);
    let (before, after) = (found(&alone, of_early, &early), found(&taught, of_early, &early));
    assert!(after * 2 <= before && before * 2 > early.len(), "{before} before, {after} after of {}", early.len());
    let says = |run: &Run, what: &str| run.table("links").iter().filter(|link| link["reason"].contains(what)).count();
    assert!(says(&taught, "judged by 80 known pairs of the two tools)") * 100 >= near.len() * 97);
    assert_eq!(says(&alone, "known pairs"), 0);
}

/// Log odds of a share.
fn odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

#[test]
fn how_many_records_have_a_partner_is_counted_where_scores_tell() {
    // One in twenty has found a partner beyond doubt.
    let few = outset(&[12.0; 50], 1_000);
    assert!((few - odds(0.05)).abs() < 0.1, "{few}");
    // Doubtful ones count by what they are worth: candidates by chance are no partners.
    let doubtful: Vec<f64> = [12.0; 50].into_iter().chain([0.0; 100]).collect();
    let counted = outset(&doubtful, 1_000);
    assert!(counted > few && counted < odds(0.1), "{counted}");
    // Never more than one in four, never fewer than one in fifty, and a handful of records teaches next to nothing.
    assert_eq!(outset(&[12.0; 900], 1_000), -1.0);
    assert_eq!(outset(&[], 100_000), -3.9);
    assert!(outset(&[], 3) > -1.5, "{}", outset(&[], 3));
}
