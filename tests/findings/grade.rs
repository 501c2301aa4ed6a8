//! The rules of evidence, one by one (`METHODS.md` section 11).

use retroscope::findings::Grade;
use retroscope::findings::grade::{CheckOutcome, Contrast, RobustnessCheck, grade, outcome};

/// Strong in every respect: 0.5 times as long, far from chance, many incidents.
fn strong() -> Contrast {
    Contrast {
        n: [60, 55],
        ratio: Some(0.5),
        interval: Some([0.4, 0.62]),
        inner: Some([0.42, 0.6]),
        p: Some(0.0001),
        q: Some(0.0004),
        ..Contrast::default()
    }
}

fn with(change: impl FnOnce(&mut Contrast)) -> Grade {
    let mut it = strong();
    change(&mut it);
    grade(&it).grade
}

fn check(outcome: CheckOutcome) -> RobustnessCheck {
    RobustnessCheck { subject: "the largest incident", outcome }
}

#[test]
fn the_figures_alone() {
    assert_eq!(grade(&strong()).grade, Grade::Strong);
    assert_eq!(with(|c| c.q = Some(0.006)), Grade::Evidence, "q above .005");
    assert_eq!(with(|c| c.n = [60, 29]), Grade::Evidence, "fewer than 30 in one group");
    assert_eq!(
        with(|c| c.interval = Some([0.4, 0.85])),
        Grade::Evidence,
        "the range reaches what is not worth mentioning"
    );
    assert_eq!(with(|c| (c.p, c.q) = (Some(0.03), Some(0.07))), Grade::Weak);
    assert_eq!(with(|c| (c.p, c.q) = (Some(0.04), Some(0.3))), Grade::Weak, "p alone");
    assert_eq!(with(|c| (c.p, c.q, c.interval) = (Some(0.2), Some(0.3), Some([0.3, 1.2]))), Grade::NoEvidence);
    assert_eq!(with(|c| c.inner = Some([0.9, 1.1])), Grade::AboutSame);
    assert_eq!(with(|c| c.ratio = None), Grade::NotAssessable);
    assert_eq!(with(|c| c.interval = Some([0.0, f64::INFINITY])), Grade::NotAssessable);
}

#[test]
fn counts_are_added_up() {
    let few = |c: &mut Contrast| c.n = [20, 11];
    assert_eq!(with(few), Grade::Evidence);
    assert_eq!(with(|c| (c.n, c.counts) = ([20, 11], true)), Grade::Strong);
    // 0 against 6: no largest ratio, but a smallest one.
    let zero = Contrast {
        n: [6, 0],
        counts: true,
        ratio: Some(f64::INFINITY),
        interval: Some([1.2, f64::INFINITY]),
        p: Some(0.03),
        q: Some(0.03),
        ..Contrast::default()
    };
    assert_eq!(grade(&zero).grade, Grade::Evidence);
}

#[test]
fn one_failed_check_leaves_a_weak_signal_and_a_reversal_leaves_nothing() {
    assert_eq!(with(|c| c.checks = vec![check(CheckOutcome::Holds)]), Grade::Strong);
    assert_eq!(with(|c| c.checks = vec![check(CheckOutcome::Fails)]), Grade::Weak);
    assert_eq!(with(|c| (c.q, c.checks) = (Some(0.03), vec![check(CheckOutcome::Fails); 2])), Grade::NoEvidence);
    let mut reversed = strong();
    reversed.checks = vec![check(CheckOutcome::Reverses)];
    let graded = grade(&reversed);
    assert_eq!((graded.grade, graded.depends_on), (Grade::NoEvidence, Some("the largest incident")));
    assert_eq!(graded.robustness, ["The direction turns round after allowing for the largest incident."]);
    // Where there was no evidence to begin with, nothing hangs on it.
    reversed.p = Some(0.5);
    reversed.q = Some(0.5);
    reversed.interval = Some([0.2, 1.4]);
    assert_eq!(grade(&reversed).depends_on, None);
}

#[test]
fn a_cap_stands_above_all_and_says_why() {
    let mut change = strong();
    change.caps =
        vec![(Grade::Weak, "Times are missing.".to_owned()), (Grade::NoEvidence, "Definitions changed.".to_owned())];
    let graded = grade(&change);
    assert_eq!(graded.grade, Grade::NoEvidence);
    assert_eq!(graded.robustness, ["Times are missing.", "Definitions changed."]);
    assert_eq!(with(|c| c.caps = vec![(Grade::Strong, String::new())]), Grade::Strong);
}

#[test]
fn another_way_of_looking() {
    assert_eq!(outcome(0.5, Some(0.7)), CheckOutcome::Holds);
    assert_eq!(outcome(0.5, Some(1.2)), CheckOutcome::Reverses);
    assert_eq!(outcome(0.5, Some(1.0)), CheckOutcome::Fails);
    assert_eq!(outcome(0.5, None), CheckOutcome::Fails);
}

/// One order of grades, by which everything is capped, compared and put into headlines.
#[test]
fn grades_have_one_order() {
    let order = [
        Grade::NotAssessable,
        Grade::NoEvidence,
        Grade::AboutSame,
        Grade::Weak,
        Grade::Fact,
        Grade::Evidence,
        Grade::Strong,
    ];
    assert!(order.windows(2).all(|pair| pair[1].is_at_least(pair[0])));
    assert_eq!(Grade::NoEvidence.reach(), Grade::AboutSame.reach());
    assert_eq!(Grade::AboutSame.capped(Grade::NoEvidence), Grade::AboutSame);
    assert_eq!(Grade::Strong.capped(Grade::Weak), Grade::Weak);
    assert_eq!(Grade::NotAssessable.capped(Grade::Weak), Grade::NotAssessable);
    assert!(!Grade::Weak.is_at_least(Grade::Fact) && !Grade::Fact.is_at_least(Grade::Evidence));
}
