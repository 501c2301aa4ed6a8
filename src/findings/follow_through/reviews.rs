//! Written reviews: which serious incidents have none, when they were written, and whether they led to follow-ups.

use crate::analyse::follow_through::reviews::{Reviews, SOON};
use crate::findings::draft::{claim, evidence, figures_column, numbers, table as cut, words_column};
use crate::findings::follow_through::when;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::stats::quantile::median;
use crate::text::plural::{agree, count};
use crate::text::{number, wording};

/// Fewer days from end to review have no middle worth a sentence.
const MIN_DAYS: usize = 5;

/// All statements; none without a written review among the exports.
#[must_use]
pub(super) fn claims(facts: &Facts) -> Vec<Claim> {
    let Some(reviews) = &facts.results.follow_through.reviews else { return Vec::new() };
    let mut claims = vec![coverage(facts, reviews)];
    if !reviews.rows.is_empty() {
        claims.extend([after(facts, reviews), led_on(facts, reviews)]);
    }
    claims
}

/// Serious incidents without a review.
fn coverage(facts: &Facts, reviews: &Reviews) -> Claim {
    let mut claim = claim(facts, "follow-through.reviews", "");
    claim.basis = Basis::Observed;
    claim.method =
        "Incidents of the period of severity 1 or 2, and whether any record of theirs is a written review.".to_owned();
    let [serious, with] = reviews.serious();
    let (without, figure) = (serious - with, number::thousands);
    claim.n = Some(serious);
    claim.coverage = (serious > 0).then(|| with as f64 / serious as f64);
    claim.sentence = match (serious, without) {
        (0, _) => format!("No incident of severity 1 or 2 began {}.", when(facts)),
        (n, 0) => {
            format!("{} of severity 1 or 2 {} {} a written review.", all(n), when(facts), agree(n, "has", "have"))
        }
        (n, w) => format!(
            "{} of {} of severity 1 or 2 that began {} {} no written review on record.",
            figure(w),
            count(n, "incident"),
            when(facts),
            agree(w, "has", "have")
        ),
    };
    if reviews.recent > 0 {
        claim.sentence.push_str(&format!(
            " {} of them {} open or ended less than {SOON} days before the exports were made.",
            figure(reviews.recent),
            agree(reviews.recent, "is", "are")
        ));
    }
    numbers(
        &mut claim,
        [
            ("serious", Some(serious as f64)),
            ("serious_without_review", Some(without as f64)),
            ("recent_without_review", Some(reviews.recent as f64)),
            ("reviewed", Some(reviews.rows.len() as f64)),
        ],
    );
    evidence(&mut claim, &facts.data.incident_view(), reviews.missing.iter().copied());
    claim.weight = without as f64;
    claim
}

fn all(n: u64) -> String {
    if n == 1 { "The one incident".to_owned() } else { format!("All {}", count(n, "incident")) }
}

/// Days from the end of an incident to its review.
fn after(facts: &Facts, reviews: &Reviews) -> Claim {
    let mut claim = claim(facts, "follow-through.review-days", "");
    claim.basis = Basis::Assumed;
    claim.method =
        "Days from the end of an incident to the day on which its review says that it was last changed.".to_owned();
    let (n, of) = (reviews.days.len() as u64, reviews.rows.len() as u64);
    claim.n = Some(n);
    claim.coverage = Some(n as f64 / of as f64);
    let ends = reviews.days.first().zip(reviews.days.last());
    let Some((least, most)) = ends.filter(|_| reviews.days.len() >= MIN_DAYS) else {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!("How soon reviews are written cannot be said: {}.", missing(reviews));
        return claim;
    };
    let middle = median(&reviews.days);
    claim.sentence = format!(
        "Half of {} {} were written more than {} after the end of the incident (range {}–{}).",
        count(n, "review"),
        when(facts),
        middle.map_or_else(|| "some days".to_owned(), days),
        number::thousands(*least as u64),
        days(*most)
    );
    numbers(&mut claim, [("median_days", middle), ("least_days", Some(*least)), ("most_days", Some(*most))]);
    claim
}

/// What is not on record for enough reviews.
fn missing(reviews: &Reviews) -> String {
    let (n, of) = (reviews.days.len() as u64, reviews.rows.len() as u64);
    match (reviews.dated, reviews.ended) {
        (0, _) if of == 1 => "the one review does not state the day on which it was written or last changed".to_owned(),
        (0, _) => format!(
            "none of the reviews of {} states the day on which it was written or last changed",
            count(of, "incident")
        ),
        (_, 0) if of == 1 => "the one reviewed incident has no end on record".to_owned(),
        (_, 0) => format!("none of the {} has an end on record", count(of, "reviewed incident")),
        _ => format!(
            "the end and a later day of the review are on record for {} of {}, and it takes {MIN_DAYS}",
            if n == 0 { "none".to_owned() } else { number::thousands(n) },
            count(of, "reviewed incident")
        ),
    }
}

/// "9 days", "9.5 days".
fn days(days: f64) -> String {
    let whole = (days - days.floor()).abs() < 1e-9;
    if whole { count(days.max(0.0) as u64, "day") } else { format!("{} days", number::fixed(days, 1)) }
}

/// Whether reviews led to follow-ups within two weeks.
fn led_on(facts: &Facts, reviews: &Reviews) -> Claim {
    let mut claim = claim(facts, "follow-through.review-actions", "");
    claim.basis = Basis::Observed;
    claim.method = format!(
        "Reviewed incidents of the period with a follow-up whose stated day of creation is at most {SOON} days after the review, else after the end of the incident."
    );
    let (told, figure) = (reviews.soon + reviews.not_soon, number::thousands);
    claim.n = Some(told);
    claim.coverage = Some(told as f64 / reviews.rows.len() as f64);
    numbers(
        &mut claim,
        [
            ("within_14_days", Some(reviews.soon as f64)),
            ("not_within_14_days", Some(reviews.not_soon as f64)),
            ("unknown", Some(reviews.unknown as f64)),
        ],
    );
    if told == 0 {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "Whether reviews lead to follow-ups within {SOON} days cannot be said: none of the follow-ups of {} states when it was created.",
            count(reviews.rows.len() as u64, "reviewed incident")
        );
        return claim;
    }
    let rest = match reviews.unknown {
        0 => String::new(),
        n => format!(" Of {} it cannot be said.", figure(n)),
    };
    let followed = format!("a follow-up that was created within {SOON} days");
    claim.sentence = match (told, reviews.soon) {
        (1, 1) => format!("The one reviewed incident {} has {followed}.{rest}", when(facts)),
        (1, _) => format!("The one reviewed incident {} does not have {followed}.{rest}", when(facts)),
        (told, soon) => format!(
            "{} of {} {} {} {followed}.{rest}",
            figure(soon),
            count(told, "reviewed incident"),
            when(facts),
            agree(soon, "has", "have")
        ),
    };
    claim
}

/// Reviews by severity.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let reviews = facts.results.follow_through.reviews.as_ref()?;
    let row = |level: &crate::analyse::follow_through::reviews::ReviewedSeverity| {
        vec![
            u8::try_from(level.rank).map_or_else(|_| "–".to_owned(), wording::severity),
            number::thousands(level.incidents),
            number::thousands(level.reviewed),
            number::thousands(level.incidents - level.reviewed),
        ]
    };
    let rows: Vec<Vec<String>> = reviews.levels.iter().map(row).collect();
    let columns = vec![
        words_column("severity"),
        figures_column("incidents"),
        figures_column("with a review"),
        figures_column("without"),
    ];
    let note = "Incidents of the period and those with a written review among the exports. A review that was not exported is not seen.";
    (!rows.is_empty()).then(|| cut("reviews-by-severity", "Written reviews", note, columns, rows, "data/incidents.csv"))
}
