//! The most incidents at once.

use crate::findings::draft::{self, evidence, in_period, length, numbers};
use crate::findings::overlap::moment;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::model::time::Millis;
use crate::text::number;
use crate::text::plural::{agree, count};

/// The peak, the mean, and the share of time with two or more.
#[must_use]
pub fn claim(facts: &Facts) -> Claim {
    let period = &facts.results.overlap.period;
    let mut claim = draft::claim(facts, "overlap.peak", "");
    claim.method = "Sweep over starts and resolutions, half-open, clipped to the period.".to_owned();
    claim.n = Some(period.incidents);
    claim.coverage = coverage(facts);
    let Some(at) = period.peak_at else {
        let nothing = !draft::rows_in_period(&facts.data.incident_view()).any(|_| true);
        claim.grade = if nothing { Grade::Fact } else { Grade::NotAssessable };
        claim.sentence = if nothing {
            format!("No incident was open {}.", in_period(facts))
        } else {
            format!(
                "How many incidents were open at once {} cannot be said: none has both a start and an end.",
                in_period(facts)
            )
        };
        return claim;
    };
    let peak = u64::from(period.peak);
    claim.sentence = sentence(facts, at);
    numbers(
        &mut claim,
        [
            ("peak", Some(peak as f64)),
            ("mean", Some(period.mean)),
            ("share_two_of_all", period.two_of_all),
            ("share_two_of_busy", period.two_of_busy),
            ("seconds_two_or_more", Some(period.seconds_at_least(2))),
            ("all_data_peak", facts.results.overlap.all.peak_at.map(|_| f64::from(facts.results.overlap.all.peak))),
        ],
    );
    let open = facts.results.overlap.spans.open;
    if open > 0 {
        claim.caveats.push(format!(
            "{} still open when the exports were made and {} up to then.",
            verb(open, "was", "were"),
            agree(open, "counts", "count")
        ));
    }
    claim.weight = peak as f64;
    evidence(&mut claim, &facts.data.incident_view(), period.peak_rows.iter().map(|&row| row as usize));
    claim
}

fn sentence(facts: &Facts, at: Millis) -> String {
    let (period, when) = (&facts.results.overlap.period, in_period(facts));
    if period.peak == 1 {
        return format!("No two incidents were open at the same time {when}.");
    }
    let mut text = format!(
        "{} were open at once {}, the highest number {when}. Over the whole period the mean was {}.",
        count(period.peak.into(), "incident"),
        moment(facts, at),
        number::decimal(period.mean)
    );
    if let (Some(all), Some(busy)) = (period.two_of_all, period.two_of_busy) {
        text.push_str(&format!(
            " Two or more were open for {} ({} of the time, {} of the time with any).",
            length(period.seconds_at_least(2)),
            number::percent(all),
            number::percent(busy)
        ));
    }
    text
}

fn verb(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n, "incident"), agree(n, one, many))
}

/// Share of the included incidents that began in the period and are a stretch of time.
fn coverage(facts: &Facts) -> Option<f64> {
    let spans = &facts.results.overlap.spans;
    let view = facts.data.incident_view();
    let all = draft::rows_in_period(&view).count();
    let taken = |row: u32| view.in_period.get(row as usize);
    let counted = spans.taken.iter().filter(|(row, _)| taken(*row)).count()
        + spans.zero_length.iter().filter(|row| taken(**row)).count();
    (all > 0).then(|| counted as f64 / all as f64)
}
