//! Stretches of time against counting every minute.

use proptest::prelude::*;
use retroscope::model::intervals::{common, covers, inside, meets, merge, time};
use retroscope::model::time::Window;

/// Minutes that are looked at: a little more than the stretches reach, so that what lies outside is seen too.
const MINUTES: std::ops::Range<i64> = -5..65;

fn any_stretch() -> impl Strategy<Value = Window> {
    (0_i64..50, 0_i64..10).prop_map(|(start, length)| Window { start, end: start + length })
}

/// Stretches with a length, in whatever order.
fn any_list() -> impl Strategy<Value = Vec<Window>> {
    proptest::collection::vec(any_stretch().prop_filter("a length", |w| !w.is_empty()), 0..12)
}

fn is_in(list: &[Window], minute: i64) -> bool {
    list.iter().any(|w| w.start <= minute && minute < w.end)
}

fn minutes(list: &[Window]) -> Vec<i64> {
    MINUTES.filter(|minute| is_in(list, *minute)).collect()
}

fn merged(list: &[Window]) -> Vec<Window> {
    let mut list = list.to_vec();
    merge(&mut list);
    list
}

proptest! {
    #[test]
    fn merging_keeps_every_minute_and_leaves_gaps(list in any_list()) {
        let whole = merged(&list);
        prop_assert_eq!(minutes(&whole), minutes(&list));
        prop_assert!(whole.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", whole);
        prop_assert_eq!(time(whole.iter().copied()), minutes(&list).len() as i64);
        prop_assert_eq!(merged(&whole), whole);
    }

    #[test]
    fn a_moment_is_covered_when_its_minute_is(list in any_list()) {
        let whole = merged(&list);
        for minute in MINUTES {
            prop_assert_eq!(covers(&whole, minute), is_in(&list, minute));
        }
    }

    #[test]
    fn what_is_common_are_the_minutes_of_both(list in any_list(), one in any_stretch()) {
        let whole = merged(&list);
        let both: Vec<i64> = minutes(&list).into_iter().filter(|minute| is_in(&[one], *minute)).collect();
        let parts: Vec<Window> = common(one, &whole).collect();
        prop_assert_eq!(minutes(&parts), both.clone());
        prop_assert_eq!(time(inside(&whole, one)), both.len() as i64);
        prop_assert_eq!(whole.iter().map(|w| w.shared(one)).sum::<i64>(), both.len() as i64);
        if !one.is_empty() {
            prop_assert!(parts.iter().all(|part| !part.is_empty()));
            prop_assert_eq!(meets(&whole, one.start, Some(one.end)), !both.is_empty());
        }
        let is_after = |minute: &i64| *minute >= one.start;
        prop_assert_eq!(meets(&whole, one.start, None), minutes(&list).iter().any(is_after));
    }

    #[test]
    fn any_two_stretches_have_something_in_common_or_nothing(a in any::<[i64; 2]>(), b in any::<[i64; 2]>()) {
        let [a, b] = [a, b].map(|[start, end]| Window { start, end });
        prop_assert_eq!(a.shared(b), b.shared(a));
        prop_assert_eq!(a.shared(b) == 0, a.common(b).is_empty());
    }
}

#[test]
fn stretches_that_touch_are_one() {
    let list = [(5, 8), (0, 2), (2, 5), (9, 9), (10, 12)].map(|(start, end)| Window { start, end });
    let whole: Vec<_> = merged(&list).iter().map(|w| (w.start, w.end)).collect();
    assert_eq!(whole, [(0, 8), (9, 9), (10, 12)], "a moment without length stays");
}
