//! Whether problems come back less often where an action was done soon.

use super::{ago, names, on, quarter};
use crate::analyses::{analyse, claim, part};
use retroscope::analyse::follow_through::landmark::{Arm, compare};
use retroscope::findings::Grade;
use retroscope::findings::follow_through::FollowThrough;
use retroscope::frame::DataSet;
use retroscope::stats::random::stream;

/// Problems of two incidents each, the first with one action. `done` and `again`: days after the first incident.
fn problems(arms: &[(Option<i64>, Option<i64>)]) -> DataSet {
    let mut builder = quarter();
    for (nth, (done, again)) in arms.iter().enumerate() {
        let start = 300 - i64::try_from(nth % 40).unwrap();
        let problem = format!("PRB{nth}");
        let own =
            |days: i64| on(days, "ledger").problem(&problem).title(&format!("problem {}", names(nth as u64 + 10)));
        let first = u32::try_from(builder.len()).unwrap();
        // Beyond the day of the exports lies nothing: what does not come back has its second incident long before.
        builder = builder.incident(own(start).id(&format!("t:i:{nth:04}a")));
        builder = match again {
            Some(days) => builder.incident(own(start - days).id(&format!("t:i:{nth:04}b"))),
            None => builder,
        };
        let title: &'static str = Box::leak(format!("Work on {}", names(nth as u64 + 10)).into_boxed_str());
        builder = builder.follow_up(first, title, done.map(|days| ago(start - days)));
    }
    builder.build()
}

#[test]
fn problems_are_told_apart_at_the_landmark_and_never_before_it() {
    let data = problems(&[
        (Some(10), None),
        (Some(10), Some(100)),
        // Done after the landmark is not done at it.
        (Some(40), Some(200)),
        (None, Some(120)),
        // Came back before the landmark: in neither arm, whatever was done.
        (Some(10), Some(20)),
        (None, Some(25)),
    ]);
    let results = analyse(&data);
    let found = compare(&data, &results.recurrence, results.follow_through.items.as_slice());
    assert_eq!(found.arms, [Arm { problems: 2, again: 1 }, Arm { problems: 2, again: 2 }]);
    assert_eq!((found.test, found.actions), (None, 4));
    let part = part(&FollowThrough, &data);
    let claim = claim(&part, "follow-through.recurrence");
    assert_eq!(claim.grade, Grade::NotAssessable);
    assert_eq!(
        claim.sentence,
        "Whether problems come back less often once an action is done cannot be said: 2 problems with an action done within 30 days and 2 without; it takes 15 of each."
    );
}

/// However clear, it is an association.
#[test]
fn completion_and_recurrence_only_go_together() {
    let mut arms: Vec<(Option<i64>, Option<i64>)> = (0..30).map(|_| (Some(5), None)).collect();
    arms.extend((0..30).map(|nth| (None, Some(40 + nth))));
    let part = part(&FollowThrough, &problems(&arms));
    let claim = claim(&part, "follow-through.recurrence");
    assert_eq!(claim.grade, Grade::Weak);
    assert!(claim.numbers["p"] < 1e-6 && claim.q.is_none() && claim.interval.unwrap()[1] < 1.0);
    assert!(claim.sentence.starts_with(
        "Of 30 problems with an action done within 30 days none came back later, of 30 without 30 (60 actions in all). There is a weak signal that they come back less often:"
    ), "{}", claim.sentence);
    assert!(claim.robustness.iter().any(|why| why.contains("weak signal at most")));
    assert!(part.headlines.is_empty());
}

/// Nothing goes with anything: whether an action is done is drawn apart from whether the problem comes back.
#[test]
fn where_nothing_goes_together_little_is_said_and_never_evidence() {
    let mut weak = 0;
    for seed in 0..40 {
        let mut rng = stream(seed, &[17]);
        let arms: Vec<(Option<i64>, Option<i64>)> = (0..50)
            .map(|_| {
                let (done, again) = (rng.chance(0.5), rng.chance(0.5));
                let days = 31 + i64::try_from(rng.below(150)).unwrap();
                (done.then_some(8), again.then_some(days))
            })
            .collect();
        let part = part(&FollowThrough, &problems(&arms));
        let grade = claim(&part, "follow-through.recurrence").grade;
        assert!(!grade.is_at_least(Grade::Fact), "{grade:?} with seed {seed}");
        weak += usize::from(grade == Grade::Weak);
    }
    // Ten in a hundred by the watch level; of forty more than nine come once in a hundred series.
    assert!(weak <= 9, "{weak} of 40 null sets are a weak signal");
}
