//! Whether incidents become more often over the weeks, and begin more often in working hours.

use crate::analyse::volume::ratio::VolumeRatio;
use crate::analyse::volume::slope::Slope;
use crate::findings::areas::ranking::of_incidents;
use crate::findings::compose::remarks::of_assumed_zone;
use crate::findings::draft::{claim, in_period, numbers, rows_in_period};
use crate::findings::grade::{CheckOutcome, Contrast, RobustnessCheck, WATCH, outcome, statement};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::volume::{began, stopped};
use crate::findings::words::unseen;
use crate::findings::{Basis, Claim, Grade};
use crate::text::number;
use crate::text::plural::count;

/// Counts say how many were declared, never how reliable anything is.
const DECLARED: &str = "These are declared incidents: more of them may also be better reporting.";

/// The count of the period under review is compared by itself; a slope that hangs on it would tell it twice.
const LAST: &str = "Without the last quarter of weeks no direction is left.";

/// A ratio as it is graded. Clusters are in its interval and its p-value already.
fn as_change(found: &VolumeRatio, incidents: [u64; 2]) -> Contrast {
    Contrast {
        n: incidents,
        counts: true,
        // None in the second group and some in the first is no number, but it has a lower end.
        ratio: found.ratio.or(Some(f64::INFINITY)),
        interval: Some(found.interval),
        inner: Some(found.inner),
        p: Some(found.p),
        ..Contrast::default()
    }
}

/// The tests behind both claims.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let volume = &facts.results.volume;
    let slope = volume.slope.as_ref().map(|s| Test::new(Question::Count, "incidents", "volume.slope", s.p));
    // When incidents begin is a matter of who is called, not of how many there are.
    let hours = volume.hours.as_ref().map(|h| Test::new(Question::Load, "hours", "volume.hours", h.ratio.p));
    slope.into_iter().chain(hours).collect()
}

/// The direction over all complete weeks; nothing below eight of them or twenty incidents.
#[must_use]
pub fn slope(facts: &Facts) -> Option<Claim> {
    let found = facts.results.volume.slope.as_ref()?;
    let mut claim = claim(facts, "volume.slope", "");
    claim.method = "Quasi-Poisson slope of the weekly number, beside the rank test of Mann and Kendall; the autocorrelation of neighbouring weeks costs one grade above 0.3. The same without the last 13 weeks, without which a direction has to stand.".to_owned();
    claim.caveats.push(DECLARED.to_owned());
    claim.caveats.extend([began::left_out(facts), stopped::left_out(facts)].into_iter().flatten());
    let graded = facts.tree.grade(&claim.id, direction_of(found, stopped::may_lower(facts)));
    claim.q = facts.tree.q(&claim.id);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.n = Some(found.incidents);
    claim.interval = Some(found.interval);
    let figures = format!(
        "{} times as many each quarter (plausible {})",
        number::ratio(found.ratio),
        number::range(found.interval)
    );
    let weeks = count(found.weeks as u64, "complete week");
    let is_step = found.is_step() && found.p <= WATCH;
    claim.sentence = match statement(graded.grade) {
        _ if is_step => step_sentence(found, &weeks, &figures),
        Some(verdict) => {
            let way = if found.ratio > 1.0 { "growing" } else { "falling" };
            format!("{verdict} of a {way} weekly number of incidents over {weeks}: {figures}.")
        }
        None => format!(
            "There is no evidence of a direction in the weekly number of incidents over {weeks}: {figures}. With so few, {} each quarter would not show.",
            unseen(found.detectable)
        ),
    };
    numbers(
        &mut claim,
        [
            ("ratio_per_quarter", Some(found.ratio)),
            ("weeks", Some(found.weeks as f64)),
            ("p", Some(found.p)),
            ("rank_test_p", Some(found.rank_p)),
            ("rank_slope_incidents_per_week_and_quarter", Some(found.rank_slope)),
            ("autocorrelation", found.alike),
            ("detectable_ratio_per_quarter", Some(found.detectable)),
        ],
    );
    claim.weight = found.incidents as f64 * (found.ratio - 1.0).abs();
    Some(claim)
}

/// The direction is a step in the last quarter of weeks.
fn step_sentence(found: &Slope, weeks: &str, figures: &str) -> String {
    let (ratio, range) = found.before.unwrap_or((found.ratio, found.interval));
    format!(
        "There is no evidence of a direction in the weekly number of incidents: over {weeks} it is {figures}, but that is a step in the last quarter. Up to then it was {} times as many each quarter (plausible {}). With so few, {} each quarter would not show.",
        number::ratio(ratio),
        number::range(range),
        unseen(found.detectable)
    )
}

/// `may_lower`: a tool fell silent in the weeks that were counted, so that a fall may be its silence.
fn direction_of(found: &Slope, may_lower: bool) -> Contrast {
    let ranks = if found.rank_p <= 0.10 {
        outcome(found.ratio, Some(libm::exp(found.rank_slope)))
    } else {
        CheckOutcome::Fails
    };
    let mut checks = vec![RobustnessCheck { subject: "the rank of the weeks", outcome: ranks }];
    if found.weeks_are_alike() {
        checks.push(RobustnessCheck { subject: "how much neighbouring weeks are alike", outcome: CheckOutcome::Fails });
    }
    if may_lower && found.ratio < 1.0 {
        checks
            .push(RobustnessCheck { subject: "a collection that seems to have stopped", outcome: CheckOutcome::Fails });
    }
    Contrast {
        n: [found.incidents, found.incidents],
        counts: true,
        ratio: Some(found.ratio),
        interval: Some(found.interval),
        // "About the same" is never said of a slope: little a quarter is much over years.
        inner: None,
        p: Some(found.p),
        checks,
        caps: found.is_step().then(|| (Grade::NoEvidence, LAST.to_owned())).into_iter().collect(),
        ..Contrast::default()
    }
}

/// Working hours against other hours of the period under review; nothing below five incidents.
#[must_use]
pub fn hours(facts: &Facts) -> Option<Claim> {
    let found = facts.results.volume.hours.as_ref()?;
    let mut claim = claim(facts, "volume.hours", "");
    let how = if found.ratio.widened {
        "quasi-Poisson, because weeks vary more than independent incidents would"
    } else {
        "exact, given their total"
    };
    claim.method = format!(
        "Ratio of two rates, {how}: incidents per working hour over incidents per other hour, in the reporting zone and by the hour profile of the settings."
    );
    claim.caveats.push("Peaks follow deploys and detection: in working hours more people look.".to_owned());
    zones(facts, &mut claim);
    let graded = facts.tree.grade(&claim.id, as_change(&found.ratio, found.incidents));
    claim.q = facts.tree.q(&claim.id);
    claim.robustness = graded.robustness;
    claim.grade = graded.grade;
    let [on, off] = found.incidents;
    let spread = format!(
        "{} of {} in the {} % of hours that are working hours",
        number::thousands(on),
        count(on + off, "incident"),
        number::fixed(100.0 * found.hours[0] / (found.hours[0] + found.hours[1]).max(1.0), 0)
    );
    let times =
        found.ratio.ratio.map_or_else(String::new, |r| format!(", {} times the rate of other hours", number::ratio(r)));
    let (when, figures) =
        (in_period(facts), format!("{spread}{times} (plausible {})", number::range(found.ratio.interval)));
    claim.sentence = match statement(graded.grade) {
        Some(verdict) => {
            let often = if found.ratio.ratio.is_none_or(|r| r > 1.0) { "more" } else { "fewer" };
            format!("{verdict} of {often} incidents per hour in working hours than at other hours: {figures}, {when}.")
        }
        None if graded.grade == Grade::AboutSame => {
            format!("Incidents begin about as often in working hours as at other hours: {figures}, {when}.")
        }
        None => {
            format!(
                "There is no evidence of more or fewer incidents per hour in working hours: {figures}, {when}. With so few, {} would not show.",
                unseen(found.ratio.detectable)
            )
        }
    };
    claim.n = Some(on + off);
    claim.interval = Some(found.ratio.interval).filter(|i| i[1].is_finite());
    numbers(
        &mut claim,
        [
            ("rate_ratio", found.ratio.ratio),
            ("in_working_hours", Some(on as f64)),
            ("at_other_hours", Some(off as f64)),
            ("working_hours", Some(found.hours[0])),
            ("other_hours", Some(found.hours[1])),
            ("p", Some(found.ratio.p)),
        ],
    );
    claim.weight = on as f64;
    Some(claim)
}

/// Hours of the day are those of the zone in which times were read.
fn zones(facts: &Facts, claim: &mut Claim) {
    let assumed = of_assumed_zone(facts);
    let view = facts.data.incident_view();
    let (mut all, mut n) = (0, 0);
    rows_in_period(&view).for_each(|row| (all, n) = (all + 1, n + u64::from(assumed.contains(&row))));
    if n > 0 {
        claim.basis = Basis::Assumed;
        claim.caveats.push(format!(
            "The times of {} state no zone and were read as UTC; in another zone other hours are working hours.",
            of_incidents(n, all)
        ));
    }
}

/// How many comparisons stand behind these claims.
#[must_use]
pub fn made(claims: &[Claim]) -> u64 {
    let compares = |c: &&Claim| matches!(c.code.as_str(), "volume.slope" | "volume.hours");
    claims.iter().filter(compares).filter(|c| c.grade != Grade::NotAssessable).count() as u64
}
