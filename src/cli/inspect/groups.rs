//! Many small files of one kind in one folder are told of together: a status page kept as one file per incident has hundreds.

use crate::inspect::census::Census;
use crate::pipeline::FileReport;

/// Fewer files are told of one by one.
const MIN: usize = 5;

/// The runs of neighbouring files to be told of together: first file and number of files.
#[must_use]
pub(super) fn of(files: &[FileReport]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match runs.last_mut() {
            Some((first, n)) if files.get(*first).is_some_and(|head| alike(head, file)) => *n += 1,
            _ => runs.push((at, 1)),
        }
    }
    let split = |(first, n): (usize, usize)| {
        let (times, step) = if n < MIN { (n, 1) } else { (1, n) };
        (0..times).map(move |at| (first + at, step))
    };
    runs.into_iter().flat_map(split).collect()
}

/// The folder of a path with `/` or `\`.
#[must_use]
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once(['/', '\\']).map_or("", |(folder, _)| folder)
}

/// Files with more than one record, with problems or with notes are never hidden in a group.
fn alike(first: &FileReport, second: &FileReport) -> bool {
    let plain = |file: &FileReport| file.problem.is_none() && file.notes.is_empty();
    let ([one], [two]) = (first.units.as_slice(), second.units.as_slice()) else { return false };
    plain(first)
        && plain(second)
        && folder(&first.shown) == folder(&second.shown)
        && one.source.is_some()
        && (&one.title, &one.container, &one.zone) == (&two.title, &two.container, &two.zone)
        && one.certainty == two.certainty
        && one.records == 1
        && two.records == 1
        && one.notes == two.notes
        && first.lacks == second.lacks
}

/// What the records of several files hold together.
#[must_use]
pub(super) fn sum<'a>(all: impl Iterator<Item = &'a Census>) -> Vec<Census> {
    let mut sums: Vec<Census> = Vec::new();
    for facts in all {
        match sums.iter_mut().find(|sum| sum.tool == facts.tool) {
            Some(sum) => add(sum, facts),
            None => sums.push(facts.clone()),
        }
    }
    sums
}

fn add(sum: &mut Census, facts: &Census) {
    sum.incidents += facts.incidents;
    sum.first = [sum.first, facts.first].into_iter().flatten().min();
    sum.last = sum.last.max(facts.last);
    for (question, n) in &facts.known {
        *sum.known.entry(*question).or_default() += n;
    }
    sum.entries += facts.entries;
    sum.pages += facts.pages;
    sum.shifts += facts.shifts;
    sum.loose_follow_ups += facts.loose_follow_ups;
    sum.rejected += facts.rejected;
    sum.zone_applied += facts.zone_applied;
    for (own, other) in [(&mut sum.assumed_utc, &facts.assumed_utc), (&mut sum.ambiguous, &facts.ambiguous)] {
        own.0 += other.0;
        if own.1.is_empty() {
            own.1.clone_from(&other.1);
        }
    }
}
