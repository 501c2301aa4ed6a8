//! Incidents that can't be counted as open at any time.

use crate::analyse::spans::Spans;
use crate::findings::draft::{self, evidence, numbers};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{duration, list, number};

/// Why incidents are no stretch of time, and which.
fn reasons(spans: &Spans, no_ends: bool) -> Vec<(&[IncidentIx], String)> {
    let stale = if no_ends {
        "without an end, and so are all others of the data".to_owned()
    } else {
        format!(
            "still open after more than {}, which is taken as forgotten",
            duration::words(spans.stale_after_s as f64)
        )
    };
    let all: [(&[IncidentIx], String); 4] = [
        (&spans.stale, stale),
        (&spans.endless, "over without a time of the end".to_owned()),
        (&spans.reversed, "recorded as ending before the start".to_owned()),
        (&spans.timeless, "without a start".to_owned()),
    ];
    all.into_iter().filter(|(rows, _)| !rows.is_empty()).collect()
}

/// Which incidents could not be counted, over all data; `None` when all could.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let spans = &facts.results.overlap.spans;
    let reasons = reasons(spans, draft::ends_unrecorded(facts));
    let left_out: u64 = reasons.iter().map(|(rows, _)| rows.len() as u64).sum();
    let zero = spans.zero_length.len() as u64;
    if left_out + zero == 0 {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.set-aside", "");
    claim.method = "Rules for stretches of time, over all included incidents of the data.".to_owned();
    claim.basis = Basis::Observed;
    claim.n = Some(left_out);
    claim.sentence = sentence(&reasons, left_out);
    if zero > 0 {
        claim.sentence.push_str(&format!(
            " {} {} in the instant in which {} and {} no time.",
            count(zero, "incident"),
            agree(zero, "ends", "end"),
            agree(zero, "it begins", "they begin"),
            agree(zero, "takes", "take")
        ));
    }
    let many = |rows: &[IncidentIx]| Some(rows.len() as f64);
    numbers(
        &mut claim,
        [
            ("stale", many(&spans.stale)),
            ("without_end", many(&spans.endless)),
            ("end_before_start", many(&spans.reversed)),
            ("without_start", many(&spans.timeless)),
            ("zero_length", many(&spans.zero_length)),
            ("stale_after_s", Some(spans.stale_after_s as f64)),
        ],
    );
    let mut rows: Vec<IncidentIx> = reasons.iter().flat_map(|(rows, _)| rows.iter().copied()).collect();
    rows.sort_unstable();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

fn sentence(reasons: &[(&[IncidentIx], String)], left_out: u64) -> String {
    let part = |(rows, why): &(&[IncidentIx], String)| {
        let n = rows.len() as u64;
        format!("{} {} {why}", number::thousands(n), agree(n, "is", "are"))
    };
    let parts: Vec<String> = match reasons {
        [] => return "Every incident of the data could be counted.".to_owned(),
        [(_, why)] => vec![format!("{} {why}", agree(left_out, "it is", "they are"))],
        several => several.iter().map(part).collect(),
    };
    format!(
        "{} of all the data {} not counted as open at any time: {}.",
        count(left_out, "incident"),
        agree(left_out, "is", "are"),
        list::and(&parts)
    )
}
