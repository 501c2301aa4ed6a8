//! Interruptions of the period against those of the period before, in all and in sleep hours.

use crate::analyse::load::weeks::{Page, pages};
use crate::analyse::volume::ratio::{Ratio, ratio};
use crate::findings::draft::{claim, label, numbers};
use crate::findings::grade::{Change, grade, statement, unseen};
use crate::findings::load::people::enough;
use crate::findings::quality;
use crate::findings::rule::Facts;
use crate::findings::volume::stopped;
use crate::findings::{Claim, Grade};
use crate::model::hours::HourClass;
use crate::model::period::Period;
use crate::model::time::{DAY, Millis, Window};
use crate::stats::control::dispersion;
use crate::stats::multiplicity;
use crate::text::number;
use crate::text::plural::agree;

/// Fewest weeks from which the clustering of pages can be told.
const LEAST_WEEKS: usize = 8;

/// One of the two counts.
struct Count {
    subject: &'static str,
    what: &'static str,
    counts: [u64; 2],
    found: Ratio,
}

/// Both claims; none without a period before, for too few people, or where most of either period is not covered.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    let load = &facts.results.load;
    let Some(previous) = facts.data.periods.previous.as_ref().filter(|_| load.known && enough(facts)) else {
        return Vec::new();
    };
    let all: Vec<Page> = pages(facts.data).collect();
    let asleep: Vec<Page> = all.iter().filter(|p| p.class == HourClass::Sleep).copied().collect();
    let of = |subject, what, pages: &[Page]| counted(facts, previous, subject, what, pages);
    let both = [of("interruptions", "interruptions", &all), of("sleep-hours", "interruptions in sleep hours", &asleep)];
    let both: Vec<Count> = both.into_iter().flatten().collect();
    let adjusted = multiplicity::adjust(&both.iter().map(|c| Some(c.found.p)).collect::<Vec<_>>());
    both.iter().zip(adjusted).map(|(count, q)| state(facts, previous, count, q)).collect()
}

fn counted(
    facts: &Facts,
    previous: &Period,
    subject: &'static str,
    what: &'static str,
    pages: &[Page],
) -> Option<Count> {
    let current = &facts.data.periods.current;
    let within = |period: &Period| pages.iter().filter(|p| period.contains(p.at)).count() as u64;
    let counts = [within(current), within(previous)];
    let weeks = [covered(facts, current), covered(facts, previous)];
    let found = ratio(counts, weeks, clusters(facts, pages))?;
    Some(Count { subject, what, counts, found })
}

/// Weeks of a period that the data cover.
fn covered(facts: &Facts, period: &Period) -> f64 {
    let reach = crate::analyse::load::diary::reach(facts.data);
    let window = Window { start: period.window.start.max(reach.start), end: period.window.end.min(reach.end) };
    window.len().max(0) as f64 / (7 * DAY) as f64
}

/// How many times as much as chance the weekly numbers vary; 1 where that cannot be told.
fn clusters(facts: &Facts, pages: &[Page]) -> f64 {
    let end = facts.data.periods.current.window.end.min(facts.data.periods.as_of);
    let Some(first) = pages.iter().map(|p| p.at).min() else { return 1.0 };
    let weeks = usize::try_from((end - first).max(0) / (7 * DAY)).unwrap_or(0);
    let mut counts = vec![0_u64; weeks];
    let slot = |at: Millis| usize::try_from((end - 1 - at).div_euclid(7 * DAY)).ok();
    for page in pages {
        if let Some(n) = slot(page.at).and_then(|at| counts.get_mut(at)) {
            *n += 1;
        }
    }
    if counts.len() < LEAST_WEEKS {
        return 1.0;
    }
    dispersion(&counts).map_or(1.0, |d| d.index).max(1.0)
}

fn state(facts: &Facts, previous: &Period, count: &Count, q: Option<f64>) -> Claim {
    let found = &count.found;
    let mut claim = claim(facts, "oncall.changed", count.subject);
    let name = label(previous, &facts.data.periods);
    let mut caps = stopped::caps(facts);
    let fewer = found.ratio.is_some_and(|r| r < 1.0);
    caps.extend(quality::may_have_stopped(facts).filter(|_| fewer).map(|why| (Grade::NoEvidence, why)));
    caps.push((Grade::Evidence, "Pages come in clusters, so the evidence is not called strong.".to_owned()));
    let graded = grade(&Change {
        n: count.counts,
        counts: true,
        ratio: found.ratio.or(Some(f64::INFINITY)),
        interval: Some(found.interval),
        inner: Some(found.inner),
        p: Some(found.p),
        q,
        caps,
        ..Change::default()
    });
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.method = "Ratio of two weekly rates, quasi-Poisson with the variation of all weeks on record, 95 % interval; adjusted for 2 comparisons (Benjamini and Hochberg).".to_owned();
    claim.n = Some(count.counts.iter().sum());
    claim.interval = Some(found.interval).filter(|i| i[1].is_finite());
    claim.q = q;
    claim.sentence = sentence(&claim.period, &name, count, graded.grade);
    claim.compared_with = Some(name);
    numbers(
        &mut claim,
        [
            ("now", Some(count.counts[0] as f64)),
            ("previous_count", Some(count.counts[1] as f64)),
            ("ratio", found.ratio),
            ("p", Some(found.p)),
            ("detectable_ratio", Some(found.detectable)),
        ],
    );
    claim.weight = count.counts[0].abs_diff(count.counts[1]) as f64;
    claim
}

fn sentence(period: &str, before: &str, count: &Count, grade: Grade) -> String {
    let [now, then] = count.counts;
    let times = count.found.ratio.map_or_else(String::new, |r| format!(", {} times as many", number::ratio(r)));
    let figures = format!(
        "{} {} in {period} and {} in {before}{times} (plausible {})",
        number::thousands(now),
        if now == 1 { count.what.replacen("interruptions", "interruption", 1) } else { count.what.to_owned() },
        number::thousands(then),
        number::range(count.found.interval)
    );
    match statement(grade) {
        Some(verdict) => {
            let way = if count.found.ratio.is_none_or(|r| r > 1.0) { "more" } else { "fewer" };
            format!("{verdict} of {way} {}: {figures}.", count.what)
        }
        None if grade == Grade::AboutSame => format!("About as many {} as before: {figures}.", count.what),
        None => format!(
            "There {} {figures}: no evidence of a change. With so few, {} would not show.",
            agree(now, "was", "were"),
            unseen(count.found.detectable)
        ),
    }
}
