//! Whether problems came back less often where an action was done soon.

use crate::analyse::follow_through::landmark::{self, Arm, LANDMARK_DAYS, Landmark, MIN_PROBLEMS};
use crate::findings::draft::{evidence, numbers};
use crate::findings::follow_through::claim;
use crate::findings::grade::{Contrast, statement};
use crate::findings::rule::Facts;
use crate::findings::tree::screened;
use crate::findings::{Claim, Grade};
use crate::stats::survival::LogRank;
use crate::text::number;
use crate::text::plural::count;

const CAP: &str = "What was done soon and what was not differ in more than that, so this is a weak signal at most.";
/// Standard normal quantiles: both ends at 95 % and at 90 %, and the effect that four of five tests would see.
const WIDE: f64 = 1.959_963_984_540_054;
const NARROW: f64 = 1.644_853_626_951_472;
const SEEN: f64 = WIDE + 0.841_621_233_572_914;

/// The comparison, or why there is none.
#[must_use]
pub(super) fn state(facts: &Facts) -> Claim {
    let found = landmark::compare(facts.data, &facts.results.recurrence, facts.results.follow_through.items.as_slice());
    let mut claim = claim(facts, "follow-through.recurrence");
    claim.method = format!(
        "From {LANDMARK_DAYS} days after the first incident with actions: problems with an action done by then against those with none; log-rank test."
    );
    let [with, without] = &found.arms;
    numbers(
        &mut claim,
        [
            ("problems_with_an_action_done", Some(with.problems as f64)),
            ("came_back_with", Some(with.again as f64)),
            ("problems_without", Some(without.problems as f64)),
            ("came_back_without", Some(without.again as f64)),
        ],
    );
    evidence(&mut claim, &facts.data.incident_view(), found.rows.iter().copied());
    match found.test.filter(|test| test.variance > 0.0) {
        Some(test) => compared(&mut claim, &found, &test),
        None => {
            claim.grade = Grade::NotAssessable;
            claim.sentence = refused(with, without);
        }
    }
    claim
}

fn refused(with: &Arm, without: &Arm) -> String {
    let enough = with.problems.min(without.problems) >= MIN_PROBLEMS;
    let why =
        if enough { "none of them came back later".to_owned() } else { format!("it takes {MIN_PROBLEMS} of each") };
    format!(
        "Whether problems come back less often once an action is done cannot be said: {} with an action done within {LANDMARK_DAYS} days and {} without; {why}.",
        if with.problems == 0 { "no problem".to_owned() } else { count(with.problems, "problem") },
        some(without.problems)
    )
}

/// "none", "12".
fn some(n: u64) -> String {
    if n == 0 { "none".to_owned() } else { number::thousands(n) }
}

fn compared(claim: &mut Claim, found: &Landmark, test: &LogRank) {
    let (spread, middle) = (1.0 / test.variance.sqrt(), (test.observed - test.expected) / test.variance);
    let range = |z: f64| [libm::exp(middle - z * spread), libm::exp(middle + z * spread)];
    let [with, without] = &found.arms;
    let interval = range(WIDE);
    let change = Contrast {
        n: [with.problems, without.problems],
        ratio: Some(libm::exp(middle)),
        interval: Some(interval),
        inner: Some(range(NARROW)),
        p: Some(test.p),
        q: Some(test.p),
        ..Contrast::default()
    };
    let graded = screened(change, CAP);
    (claim.grade, claim.robustness) = (graded.grade, graded.robustness);
    (claim.n, claim.interval) = (Some(with.problems + without.problems), Some(interval));
    claim.caveats.push("The two go together or not; that says nothing of why.".to_owned());
    numbers(
        claim,
        [("rate_ratio", Some(libm::exp(middle))), ("p", Some(test.p)), ("actions", Some(found.actions as f64))],
    );
    let counts = format!(
        "Of {} with an action done within {LANDMARK_DAYS} days {} came back later, of {} without {} ({} in all).",
        count(with.problems, "problem"),
        some(with.again),
        number::thousands(without.problems),
        some(without.again),
        count(found.actions, "action")
    );
    let times = format!("{} times as often (plausible {})", number::ratio(libm::exp(middle)), number::range(interval));
    let verdict = match (graded.grade, statement(graded.grade)) {
        (Grade::AboutSame, _) => format!("They came back about the same: {times}."),
        (_, Some(begin)) => {
            format!("{begin} that they come back {}: {times}.", if middle < 0.0 { "less often" } else { "more often" })
        }
        _ => format!(
            "No evidence of a difference: {times}. A difference of less than about {} times as often or as seldom would not be seen.",
            number::decimal(libm::exp(SEEN * spread))
        ),
    };
    claim.sentence = format!("{counts} {verdict}");
}
