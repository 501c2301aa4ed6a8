//! Which stretch of time each incident is counted with.

use crate::analyse::spans::{SpanBasis, Spans};
use crate::findings::rule::Facts;
use crate::findings::{Claim, draft};
use crate::text::number;
use crate::text::plural::count;

/// How incidents are counted, as a claim: every figure of the section hangs on it.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let spans = &facts.results.overlap.spans;
    if spans.over == 0 {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.intervals", "");
    claim.method = "Acknowledgement and mitigation in order between start and end, over all included incidents that are over and take time.".to_owned();
    claim.n = Some(spans.over);
    claim.coverage = Some(spans.response_known as f64 / spans.over as f64);
    claim.sentence = sentence(spans);
    draft::numbers(
        &mut claim,
        [("over", Some(spans.over as f64)), ("response_known", Some(spans.response_known as f64))],
    );
    Some(claim)
}

fn sentence(spans: &Spans) -> String {
    let (all, known) = (count(spans.over, "incident"), number::thousands(spans.response_known));
    match spans.basis {
        SpanBasis::Response if spans.response_known == spans.over => {
            "Incidents are counted from acknowledgement to mitigation, the time in which people worked on them."
                .to_owned()
        }
        SpanBasis::Response => format!(
            "Incidents are counted from acknowledgement to mitigation, the time in which people worked on them, where both are known ({known} of {all}), and from start to resolution where they are not."
        ),
        SpanBasis::Whole if spans.response_known == 0 => {
            "Incidents are counted from start to resolution; from when to when people worked on them is not recorded."
                .to_owned()
        }
        SpanBasis::Whole => format!(
            "Incidents are counted from start to resolution; from when to when people worked on them, from acknowledgement to mitigation, is known for {known} of {all}, too few to count by."
        ),
    }
}
