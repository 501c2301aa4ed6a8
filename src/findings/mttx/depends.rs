//! What a change of a duration hangs on: that of another mix of incidents, or of reopened ones, is no evidence of any other
//! (`METHODS.md` 17.4).

use super::words::matters;
use crate::analyse::mttx::change::Ratio;
use crate::analyse::mttx::mix::Mix;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::traits::By;
use crate::findings::Grade;
use crate::findings::grade::{Graded, WORTH_MENTIONING};
use crate::text::number;

/// Leaving incidents out moves every ratio a little; from this factor on it is another figure.
const MOVED: f64 = 1.1;

/// What the change is gone without.
#[derive(Debug, Clone, PartialEq)]
pub struct Hangs {
    /// Completes "it depends on …".
    pub on: &'static str,
    /// The trait whose mix it is; `None` for reopened incidents.
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
    let gone = |mix: &&Mix| is_gone(ratio, mix.within, Some(mix.within_interval), matters(mix));
    // That by which the mix moved most explains most.
    let order = |a: &&Mix, b: &&Mix| far(a.mix).total_cmp(&far(b.mix)).then(b.by.cmp(&a.by));
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
fn is_clear(ratio: &Ratio) -> bool {
    ratio.inner.is_some_and(|[low, high]| low > 1.0 || high < 1.0)
}

/// Whether another view leaves nothing of a clear ratio: the other direction, no direction, or too little to mention.
/// Without a real move of the figure a wider interval alone is none.
fn is_gone(ratio: Ratio, other: f64, interval: Option<[f64; 2]>, moved: bool) -> bool {
    let [least, most] = WORTH_MENTIONING;
    let small = |value: f64| least < value && value < most;
    let reversed = (other > 1.0) != (ratio.estimate > 1.0);
    let no_direction = interval.is_none_or(|[low, high]| low <= 1.0 && 1.0 <= high);
    reversed || (moved && (no_direction || (small(other) && !small(ratio.estimate))))
}
