//! The error budget of a report.

use crate::support::rows::row;
use retroscope::findings::Grade;
use retroscope::findings::grade::Contrast;
use retroscope::findings::tree::{Question, Sample, Test, Tree};
use std::path::{Path, PathBuf};

fn sample(rows: &[usize]) -> Sample {
    Sample::of(rows.iter().map(|place| (row(*place), 1)))
}

fn change(p: f64) -> Contrast {
    Contrast {
        n: [60, 60],
        ratio: Some(2.0),
        interval: Some([1.4, 2.9]),
        inner: None,
        p: Some(p),
        ..Contrast::default()
    }
}

#[test]
fn a_sample_is_what_stands_in_it() {
    assert_eq!(sample(&[1, 2, 3]), sample(&[3, 1, 2]));
    assert_ne!(sample(&[1, 2, 3]), sample(&[1, 2, 4]));
    assert_ne!(sample(&[1, 1]), sample(&[2, 2]));
    assert_ne!(sample(&[1]), Sample::of([(row(1), 2)].into_iter()));
    assert_ne!(Sample::of([(row(1), 2), (row(3), 4)].into_iter()), Sample::of([(row(1), 4), (row(3), 2)].into_iter()));
}

/// The only service is all incidents under another name: one test, and both get its q.
#[test]
fn what_repeats_a_test_is_not_counted() {
    let all = Test::new(Question::Count, "incidents", "all", 0.03).on(sample(&[1, 2]));
    let service = Test::new(Question::Count, "service", "service", 0.03).on(sample(&[1, 2]));
    let durations = Test::new(Question::Durations, "ttr", "ttr", 0.03).on(sample(&[1, 2]));
    let tree = Tree::of(vec![all.clone(), service]);
    assert_eq!((tree.q("all"), tree.q("service"), tree.size()), (Some(0.03), Some(0.03), [1, 1, 0]));
    // Another question about the same incidents is another test, and so is the same figure about others.
    assert_eq!(Tree::of(vec![all.clone(), durations]).size(), [2, 2, 0]);
    let other = Test::new(Question::Count, "service", "service", 0.03).on(sample(&[1, 3]));
    assert_eq!(Tree::of(vec![all, other]).size(), [2, 1, 0]);
}

#[test]
fn one_of_many_needs_more_than_one_alone() {
    let one = |p: f64| Test::new(Question::Durations, "ttr", "mttx.ttr", p);
    let graded = |tests: Vec<Test>| Tree::of(tests).grade("mttx.ttr", change(0.02)).grade;
    assert_eq!(graded(vec![one(0.02)]), Grade::Evidence);
    let others = [Question::Count, Question::Mix, Question::Load].map(|q| Test::new(q, "x", format!("{q:?}"), 0.6));
    assert_eq!(graded(others.into_iter().chain([one(0.02)]).collect()), Grade::Weak);
    // What nobody registered is no evidence at all, however small its p.
    assert_eq!(Tree::default().grade("mttx.ttr", change(1e-9)).grade, Grade::Weak);
}

#[test]
fn a_headline_is_held_against_everything_that_may_be_one() {
    let news = |id: &str, p: f64| Test::new(Question::Count, "service", id, p).for_headline();
    let tree = Tree::of(vec![news("a", 0.02), news("b", 0.5), news("c", 0.9)]);
    assert_eq!(tree.carries_headline("a"), Some(false));
    let tree = Tree::of(vec![news("a", 0.01), news("b", 0.5), news("c", 0.9)]);
    assert_eq!(tree.carries_headline("a"), Some(true));
    let quiet = Test::new(Question::Mix, "severity", "quiet", 1e-9);
    assert_eq!(Tree::of(vec![quiet, news("a", 0.01)]).carries_headline("quiet"), None);
    // A test that repeats one which may be a headline may be one too.
    let twins = ["a", "b"].map(|id| Test::new(Question::Count, id, id, 0.01).on(sample(&[7])));
    let [first, second] = twins;
    let tree = Tree::of(vec![first, second.for_headline()]);
    assert_eq!((tree.carries_headline("a"), tree.carries_headline("b")), (Some(true), Some(true)));
}

#[test]
fn what_is_no_probability_is_no_test() {
    let tree = Tree::of(vec![
        Test::new(Question::Count, "x", "nan", f64::NAN),
        Test::new(Question::Count, "x", "more", 1.5),
        Test::new(Question::Count, "x", "fine", 0.04),
    ]);
    assert_eq!((tree.q("nan"), tree.q("more"), tree.q("fine")), (None, None, Some(0.04)));
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else {
            found.push(entry);
        }
    }
}

/// One place grades and adjusts: no other file of the findings calls the grading itself or adjusts p-values.
#[test]
fn nobody_grades_by_himself() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/findings"), &mut files);
    let mut offenders = Vec::new();
    for file in files.iter().filter(|f| !f.ends_with("findings/tree.rs") && !f.ends_with("findings/grade.rs")) {
        let text = std::fs::read_to_string(file).unwrap();
        let calls = ["grade::grade(", "multiplicity::", "grade::{Change, grade", "grade::grade;"];
        offenders.extend(calls.iter().filter(|c| text.contains(**c)).map(|c| format!("{}: {c}", file.display())));
    }
    assert!(files.len() > 80 && offenders.is_empty(), "{offenders:?}");
}
