//! How much the evidence for a change carries, and which words that allows (`METHODS.md` section 11).

use crate::findings::Grade;

/// The smallest effect worth mentioning, as a ratio: a change inside this band would not alter a decision.
pub const WORTH_MENTIONING: [f64; 2] = [0.80, 1.25];
/// Adjusted p-values up to this carry "evidence", "strong evidence" and a place on the watch list.
pub const EVIDENCE: f64 = 0.05;
pub const STRONG: f64 = 0.005;
pub const WATCH: f64 = 0.10;
/// Below these shares of incidents that have what is compared nothing is compared, or no more than a weak signal said
/// (`METHODS.md` section 10).
pub const MIN_COVERAGE: f64 = 0.5;
pub const FAIR_COVERAGE: f64 = 0.8;
/// Strong evidence needs so many incidents in each group, or so many events in all for counts.
const MANY: u64 = 30;

/// What happens to the direction of a change when it is looked at in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// The same direction.
    Holds,
    /// No direction left, or the figure is out of bounds.
    Fails,
    /// The opposite direction.
    Reverses,
}

/// One other way of looking: without the largest incident, with the earlier mix, …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobustnessCheck {
    /// Completes "it depends on …" ("one incident", "the mix of severities").
    pub subject: &'static str,
    pub outcome: CheckOutcome,
}

/// A change between two periods or groups, as a ratio (current over earlier) with what is known about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contrast {
    /// Incidents behind the current and the earlier figure.
    pub n: [u64; 2],
    /// For counts the two are added up before they are held against the least number for strong evidence.
    pub counts: bool,
    /// Missing when the method's minimum is not reached.
    pub ratio: Option<f64>,
    /// At 95 %; an end that is not bounded is infinite.
    pub interval: Option<[f64; 2]>,
    /// At 90 %, for "about the same".
    pub inner: Option<[f64; 2]>,
    /// Before and after counting every comparison of the same table.
    pub p: Option<f64>,
    pub q: Option<f64>,
    pub checks: Vec<RobustnessCheck>,
    /// Why no more than a weak signal can come of it, or nothing at all; each a complete sentence.
    pub caps: Vec<(Grade, String)>,
}

/// A grade with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    pub grade: Grade,
    /// What the direction depends on, when a check turns it round.
    pub depends_on: Option<&'static str>,
    /// What was checked and how it came out, one sentence each; then the caps that applied.
    pub robustness: Vec<String>,
}

impl Graded {
    /// No further than another comparison of the same incidents that is told before it: one question has one verdict and one
    /// reason. What that one could not assess bounds nothing.
    #[must_use]
    pub fn beneath(mut self, first: Option<&Self>, why: &str) -> Self {
        let Some(first) = first.filter(|f| f.grade != Grade::NotAssessable && !f.grade.is_at_least(self.grade)) else {
            return self;
        };
        self.grade = if first.grade == Grade::AboutSame { Grade::NoEvidence } else { first.grade };
        self.depends_on = first.depends_on;
        self.robustness.push(why.to_owned());
        self
    }
}

/// Whether these caps leave room for evidence; a test that they silence need not be counted.
#[must_use]
pub fn may_be_evidence(caps: &[(Grade, String)]) -> bool {
    caps.iter().all(|(most, _)| most.is_at_least(Grade::Evidence))
}

/// Grades a change. A reversal leaves no evidence; each failed check costs one grade; a cap stands above all.
#[must_use]
pub fn grade(change: &Contrast) -> Graded {
    let mut robustness: Vec<String> = change.checks.iter().map(sentence).collect();
    let reversed = change.checks.iter().find(|c| c.outcome == CheckOutcome::Reverses);
    let mut grade = if reversed.is_some() { Grade::NoEvidence.capped(bare(change)) } else { lowered(change) };
    for (most, why) in &change.caps {
        if !most.is_at_least(grade) {
            grade = *most;
            robustness.push(why.clone());
        }
    }
    // Where the figures alone are no evidence, nothing hangs on the check.
    let depends_on = reversed.filter(|_| bare(change).is_at_least(Grade::Weak)).map(|c| c.subject);
    Graded { grade, depends_on, robustness }
}

/// The grade by the figures alone.
fn bare(change: &Contrast) -> Grade {
    let (Some(ratio), Some([lo, hi]), Some(p)) = (change.ratio, change.interval, change.p) else {
        return Grade::NotAssessable;
    };
    // One end may be open (0 against 6 incidents has no largest ratio), but not both.
    if !ratio.is_finite() && lo <= 0.0 || lo.is_nan() || hi.is_nan() || (lo <= 0.0 && hi.is_infinite()) {
        return Grade::NotAssessable;
    }
    let [least, most] = WORTH_MENTIONING;
    if change.inner.is_some_and(|[lo, hi]| least < lo && hi < most) {
        return Grade::AboutSame;
    }
    let q = change.q.unwrap_or(p);
    let excludes_one = hi < 1.0 || lo > 1.0;
    let enough = if change.counts { change.n.iter().sum::<u64>() >= MANY } else { change.n.iter().all(|&n| n >= MANY) };
    if q <= STRONG && enough && (hi < least || lo > most) {
        Grade::Strong
    } else if q <= EVIDENCE && excludes_one {
        Grade::Evidence
    } else if q <= WATCH || p <= EVIDENCE {
        Grade::Weak
    } else {
        Grade::NoEvidence
    }
}

fn lowered(change: &Contrast) -> Grade {
    let failures = change.checks.iter().filter(|c| c.outcome == CheckOutcome::Fails).count();
    let ladder = [Grade::NoEvidence, Grade::Weak, Grade::Evidence, Grade::Strong];
    let bare = bare(change);
    match ladder.iter().position(|g| *g == bare) {
        // A single failure leaves a weak signal at most.
        Some(step) if failures == 1 => ladder.get(step.saturating_sub(1).min(1)).copied().unwrap_or(bare),
        Some(step) => ladder.get(step.saturating_sub(failures)).copied().unwrap_or(bare),
        None => bare,
    }
}

fn sentence(check: &RobustnessCheck) -> String {
    match check.outcome {
        CheckOutcome::Holds => format!("The direction holds after allowing for {}.", check.subject),
        CheckOutcome::Fails => format!("No direction is left after allowing for {}.", check.subject),
        CheckOutcome::Reverses => format!("The direction turns round after allowing for {}.", check.subject),
    }
}

/// "There is evidence", in the words that a grade allows; `None` where a grade makes no such statement.
#[must_use]
pub fn statement(grade: Grade) -> Option<&'static str> {
    match grade {
        Grade::Strong => Some("There is strong evidence"),
        Grade::Evidence => Some("There is evidence"),
        Grade::Weak => Some("There is a weak signal"),
        _ => None,
    }
}

/// How the ratio under another view compares with the one that is claimed.
#[must_use]
pub fn outcome(ratio: f64, other: Option<f64>) -> CheckOutcome {
    match other {
        None => CheckOutcome::Fails,
        Some(other) if (other - 1.0).abs() < 1e-9 => CheckOutcome::Fails,
        Some(other) if (other > 1.0) == (ratio > 1.0) => CheckOutcome::Holds,
        Some(_) => CheckOutcome::Reverses,
    }
}
