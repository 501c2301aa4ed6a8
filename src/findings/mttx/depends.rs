//! What a change of a duration hangs on: that of another mix of incidents, or of reopened ones, is no evidence of any other
//! (`METHODS.md` 17.4).

use super::words::matters;
use crate::analyse::mttx::change::{DurationRatio, compare};
use crate::analyse::mttx::cohorts::Cohort;
use crate::analyse::mttx::mix::MixShift;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::traits::By;
use crate::findings::Grade;
use crate::findings::grade::{Graded, WORTH_MENTIONING};
use crate::findings::rule::Facts;
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::text::number;
use crate::text::plural::count;

/// Leaving incidents out moves every ratio a little; from this factor on it is another figure.
const MOVED: f64 = 1.1;
/// What a change hangs on that is gone without the incidents of storms.
const STORMS: &str = "the storms";
/// Fewer incidents of storms are no bulk of anything.
const MIN_IN_STORMS: usize = 5;

impl Hangs {
    /// Whether it is the incidents of storms.
    #[must_use]
    pub fn is_of_storms(&self) -> bool {
        self.on == STORMS
    }
}

/// What the change is gone without.
#[derive(Debug, Clone, PartialEq)]
pub struct Hangs {
    /// Completes "it depends on …".
    pub on: &'static str,
    /// The trait whose mix it is; `None` for reopened incidents and those of storms.
    pub by: Option<By>,
    why: String,
}

impl Hangs {
    /// No evidence can come of it.
    #[must_use]
    pub fn cap(&self) -> (Grade, String) {
        (Grade::NoEvidence, self.why.clone())
    }
}

/// "the mix of services".
#[must_use]
pub fn subject(by: By) -> &'static str {
    match by {
        By::Severity => "the mix of severities",
        By::Service => "the mix of services",
        By::Team => "the mix of teams",
        By::Resolver => "the mix of resolvers",
        By::SeverityAndService => "the mix of severities and services",
    }
}

/// The first of the mixes, or the reopened incidents, without which the direction turns round or the change falls inside what
/// counts as none. `None` where there is no clear change, or it stands.
#[must_use]
pub fn on(robustness: &Robustness) -> Option<Hangs> {
    let ratio = robustness.change.ratio.filter(is_clear)?;
    let gone = |mix: &&MixShift| is_gone(ratio, mix.within, Some(mix.within_interval), matters(mix));
    // That by which the mix moved most explains most.
    let order = |a: &&MixShift, b: &&MixShift| far(a.mix).total_cmp(&far(b.mix)).then(b.by.cmp(&a.by));
    if let Some(mix) = robustness.all_mixes().filter(gone).max_by(order) {
        let (on, within) = (subject(mix.by), number::ratio(mix.within));
        let why = format!(
            "With {on} as it was, it is {within} times (plausible {}) in place of {}.",
            number::range(mix.within_interval),
            number::ratio(ratio.estimate)
        );
        return Some(Hangs { on, by: Some(mix.by), why });
    }
    let found = robustness.reopened.as_ref()?;
    let without = found.without.ratio;
    let moved = without.is_some_and(|other| far(ratio.estimate / other.estimate) >= MOVED);
    let gone = without.is_none_or(|other| is_gone(ratio, other.estimate, other.interval, moved));
    let why = "Without the incidents that were reopened nothing of the change is left.".to_owned();
    gone.then_some(Hangs { on: "the incidents that were reopened", by: None, why })
}

/// The incidents of storms, where the change is gone without them: those of one storm took long together, and count for one
/// observation rather than for many. Storms are known of the period under review alone. O(n log n) where there is one.
#[must_use]
pub fn on_storms(facts: &Facts, robustness: &Robustness) -> Option<Hangs> {
    let change = &robustness.change;
    let ratio = change.ratio.filter(is_clear)?;
    let (view, periods) = (facts.data.incident_view(), &facts.data.periods);
    let in_storm = |row: IncidentIx| in_storm(facts, &view, row);
    let now = Cohort::current(change.metric, &view, periods);
    let of_storms = now.known.iter().filter(|timed| in_storm(timed.row)).count();
    if of_storms < MIN_IN_STORMS {
        return None;
    }
    let rest: Vec<f64> = now.known.iter().filter(|timed| !in_storm(timed.row)).map(|timed| timed.seconds).collect();
    let earlier = Cohort::earlier(change.metric, &view, periods, change.against.period(periods)?).seconds();
    let without = compare(change.metric, &change.group, change.against, [&rest, &earlier]).ratio;
    let moved = without.is_some_and(|other| far(ratio.estimate / other.estimate) >= MOVED);
    if !without.is_none_or(|other| is_gone(ratio, other.estimate, other.interval, moved)) {
        return None;
    }
    let left = without.map_or_else(
        || "too few are left to compare".to_owned(),
        |other| {
            let plausible = other.interval.map_or_else(String::new, |i| format!(" (plausible {})", number::range(i)));
            format!(
                "it is {} times{plausible} in place of {}",
                number::ratio(other.estimate),
                number::ratio(ratio.estimate)
            )
        },
    );
    let why = format!("Without the {} that began in storms {left}.", count(of_storms as u64, "incident"));
    Some(Hangs { on: STORMS, by: None, why })
}

/// Whether an incident began in an unusual storm of the period under review.
#[must_use]
pub fn in_storm(facts: &Facts, view: &IncidentView, row: IncidentIx) -> bool {
    let storms = &facts.results.overlap.storms;
    view.started.get(row).is_some_and(|at| storms.iter().any(|storm| storm.sets_aside(at)))
}

/// A mix within which, with open incidents counted in, no evidence is left.
#[must_use]
pub fn within(by: By) -> Hangs {
    let on = subject(by);
    let why = format!("With open incidents counted in and {on} allowed for, there is no evidence of it.");
    Hangs { on, by: Some(by), why }
}

/// Names in a grade what the change hangs on, where it took anything away.
#[must_use]
pub fn named(graded: Graded, hangs: Option<Hangs>) -> Graded {
    let Some(hangs) = hangs else { return graded };
    let took = graded.grade == Grade::NoEvidence && graded.robustness.contains(&hangs.why);
    let depends_on = if took { Some(hangs.on) } else { graded.depends_on };
    Graded { depends_on, ..graded }
}

fn far(ratio: f64) -> f64 {
    ratio.max(1.0 / ratio)
}

/// Clear enough for a weak signal.
fn is_clear(ratio: &DurationRatio) -> bool {
    ratio.inner.is_some_and(|[low, high]| low > 1.0 || high < 1.0)
}

/// Whether another view leaves nothing of a clear ratio: the other direction, no direction, or too little to mention.
/// Without a real move of the figure a wider interval alone is none.
fn is_gone(ratio: DurationRatio, other: f64, interval: Option<[f64; 2]>, moved: bool) -> bool {
    let [least, most] = WORTH_MENTIONING;
    let small = |value: f64| least < value && value < most;
    let reversed = (other > 1.0) != (ratio.estimate > 1.0);
    let no_direction = interval.is_none_or(|[low, high]| low <= 1.0 && 1.0 <= high);
    reversed || (moved && (no_direction || (small(other) && !small(ratio.estimate))))
}
