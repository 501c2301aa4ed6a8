//! Whether a rise stands without the incidents that began in storms, which are told by themselves.

use crate::analyse::areas::change::CountChange;
use crate::findings::areas::words::{WithoutStorms, times};
use crate::findings::draft::rows_in_period;
use crate::findings::grade::EVIDENCE;
use crate::findings::mttx::depends::in_storm;
use crate::findings::rule::Facts;
use crate::model::row::IncidentIx;
use crate::text::number;
use crate::text::plural::count;

/// The same comparison without the incidents of storms, for those of which `own` holds; nothing where none of them began in one,
/// or there were no more than before. What is left is tested by itself and exactly, as if weeks were even: a check of a change
/// that has passed its own test, and easier to pass than that.
#[must_use]
pub fn without_storms(facts: &Facts, change: &CountChange, own: impl Fn(&IncidentIx) -> bool) -> Option<WithoutStorms> {
    if !change.rose() {
        return None;
    }
    let view = facts.data.incident_view();
    let stormy = rows_in_period(&view).filter(|row| in_storm(facts, &view, *row)).filter(own).count() as u64;
    if stormy == 0 {
        return None;
    }
    let ([now, then], [weeks, earlier_weeks]) = (change.counted, change.weeks);
    let rest = now.saturating_sub(stormy);
    let left = CountChange::between((rest, weeks), (then, earlier_weeks)).filter(|left| left.p.is_some());
    let holds = left.is_some_and(|left| left.rose() && left.p.is_some_and(|p| p <= EVIDENCE));
    let ratio = left.map_or_else(|| "too few to compare".to_owned(), |left| times(&left));
    let verdict = if holds { ": still more" } else { ", and there is no evidence of more" };
    let sentence = format!(
        "Without the {} that began in storms it is {} against {}, {ratio}{verdict}.",
        count(stormy, "incident"),
        number::thousands(rest),
        number::thousands(then)
    );
    Some(WithoutStorms { sentence, holds })
}
