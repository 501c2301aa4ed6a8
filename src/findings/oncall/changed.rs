//! Interruptions of the period against those of the period before, in all and in sleep hours.

use crate::analyse::areas::evenness::{Evenness, Weekly};
use crate::analyse::load::pages::{Page, pages};
use crate::analyse::volume::ratio::{VolumeRatio, ratio};
use crate::findings::draft::{claim, label, numbers};
use crate::findings::grade::{Contrast, may_be_evidence, statement};
use crate::findings::load::people::enough;
use crate::findings::quality;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::tree::{Question, Test};
use crate::findings::volume::comparable;
use crate::findings::words::unseen;
use crate::findings::{Claim, Grade};
use crate::model::hours::HourClass;
use crate::model::period::Period;
use crate::model::row::IncidentIx;
use crate::model::time::{DAY, Window};
use crate::stats::rate_ratio::Clusters;
use crate::text::number;
use crate::text::plural::agree;
use std::collections::BTreeSet;

const CODE: &str = "oncall.changed";

/// One of the two counts.
struct Count {
    subject: &'static str,
    what: &'static str,
    counts: [u64; 2],
    found: VolumeRatio,
    calmer: Option<Calmer>,
}

/// What is left of the period's count without the pages of its unusual storms.
struct Calmer {
    storms: u64,
    left: u64,
    /// Against the period before, whose storms are all in it.
    ratio: Option<f64>,
}

/// The tests behind both claims.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    if !may_be_evidence(&comparable::caps(facts)) {
        return Vec::new();
    }
    let test = |c: &Count| Test::new(Question::Load, "interruptions", format!("{CODE}/{}", c.subject), c.found.p);
    compared(facts).iter().map(test).collect()
}

/// Both claims; none without a period before, for too few people, or where most of either period is not covered.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    let Some(previous) = facts.data.periods.previous.as_ref() else { return Vec::new() };
    compared(facts).iter().map(|count| state(facts, previous, count)).collect()
}

fn compared(facts: &Facts) -> Vec<Count> {
    let load = &facts.results.load;
    let Some(previous) = facts.data.periods.previous.as_ref().filter(|_| load.known && enough(facts)) else {
        return Vec::new();
    };
    let all: Vec<Page> = pages(facts.data).collect();
    let asleep: Vec<Page> = all.iter().filter(|p| p.class == HourClass::Sleep).copied().collect();
    let of = |subject, what, pages: &[Page]| counted(facts, previous, subject, what, pages);
    let both = [of("interruptions", "interruptions", &all), of("sleep-hours", "interruptions in sleep hours", &asleep)];
    both.into_iter().flatten().collect()
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
    let windows = [covered(facts, current), covered(facts, previous)];
    let weeks = windows.map(|window| window.len().max(0) as f64 / (7 * DAY) as f64);
    let found = ratio(counts, weeks, clusters(windows, pages))?;
    let calmer = calmer(facts, current, pages).map(|(storms, left)| {
        let ratio = ratio([left, counts[1]], weeks, Clusters::NONE).and_then(|r| r.ratio);
        Calmer { storms, left, ratio }
    });
    Some(Count { subject, what, counts, found, calmer })
}

/// How many unusual storms any of the period's pages were for, and how many pages were for other incidents; nothing without
/// such a storm.
fn calmer(facts: &Facts, current: &Period, pages: &[Page]) -> Option<(u64, u64)> {
    let own = || pages.iter().filter(|p| current.contains(p.at));
    let unusual = facts.results.overlap.storms.iter().filter(|storm| storm.is_unusual());
    let storms: Vec<BTreeSet<IncidentIx>> = unusual.map(|storm| storm.rows.iter().copied().collect()).collect();
    let hit = storms.iter().filter(|rows| own().any(|p| rows.contains(&p.incident))).count() as u64;
    let left = own().filter(|p| !storms.iter().any(|rows| rows.contains(&p.incident))).count() as u64;
    (hit > 0).then_some((hit, left))
}

/// " Outside of the two storms of Q2 2026 there were 228, 2.72 times the weekly rate of all of Q1 2026."
fn outside(calmer: &Calmer, period: &str, before: &str) -> String {
    let Calmer { storms, left, ratio } = calmer;
    let which = if *storms == 1 { "one storm".to_owned() } else { format!("{} storms", spoken(*storms)) };
    let times =
        ratio.map_or_else(String::new, |r| format!(", {} times the weekly rate of all of {before}", number::ratio(r)));
    let were = agree(*left, "was", "were");
    format!(" Outside of the {which} of {period} there {were} {}{times}.", number::thousands(*left))
}

/// What the data cover of a period.
fn covered(facts: &Facts, period: &Period) -> Window {
    period.window.common(crate::analyse::load::person::reach(facts.data))
}

/// How many times as much as chance the weekly numbers of the two periods vary, each about its own mean: a change between
/// them is no variation. Pages come in clusters, so this is allowed for whether or not it stands out.
fn clusters(windows: [Window; 2], pages: &[Page]) -> Clusters {
    let mut weeks = windows.map(Weekly::new);
    weeks.iter_mut().for_each(|week| pages.iter().for_each(|page| week.add(page.at)));
    Evenness::of(&weeks).map_or(Clusters::NONE, |e| Clusters { factor: e.factor, degrees: e.degrees })
}

fn state(facts: &Facts, previous: &Period, count: &Count) -> Claim {
    let found = &count.found;
    let mut claim = claim(facts, CODE, count.subject);
    let name = label(previous, &facts.data.periods);
    let mut caps = comparable::caps(facts);
    let fewer = found.ratio.is_some_and(|r| r < 1.0);
    caps.extend(quality::may_have_stopped(facts).filter(|_| fewer).map(|why| (Grade::NoEvidence, why)));
    let change = Contrast {
        n: count.counts,
        counts: true,
        ratio: found.ratio.or(Some(f64::INFINITY)),
        interval: Some(found.interval),
        inner: Some(found.inner),
        p: Some(found.p),
        caps,
        ..Contrast::default()
    };
    let graded = facts.tree.grade(&claim.id, change);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    let how = if found.widened { "quasi-Poisson with the variation of the weeks of both" } else { "exact" };
    claim.method = format!("Ratio of two weekly rates, {how}, 95 % interval; {}.", facts.tree.adjusted());
    claim.n = Some(count.counts.iter().sum());
    claim.interval = Some(found.interval).filter(|i| i[1].is_finite());
    claim.q = facts.tree.q(&claim.id);
    claim.sentence = sentence(&claim.period, &name, count, graded.grade);
    let outside = count.calmer.as_ref().map(|calmer| outside(calmer, &claim.period, &name));
    claim.sentence.push_str(&outside.unwrap_or_default());
    claim.compared_with = Some(name);
    numbers(
        &mut claim,
        [
            ("now", Some(count.counts[0] as f64)),
            ("previous_count", Some(count.counts[1] as f64)),
            ("ratio", found.ratio),
            ("p", Some(found.p)),
            ("detectable_ratio", Some(found.detectable)),
            ("outside_storms", count.calmer.as_ref().map(|c| c.left as f64)),
            ("ratio_outside_storms", count.calmer.as_ref().and_then(|c| c.ratio)),
        ],
    );
    claim.weight = count.counts[0].abs_diff(count.counts[1]) as f64;
    claim
}

fn sentence(period: &str, before: &str, count: &Count, grade: Grade) -> String {
    let [now, then] = count.counts;
    // The ratio is of weekly rates: two periods are seldom of one length, and what they cover may differ.
    let times = count.found.ratio.map_or_else(String::new, |r| format!(", {} times the weekly rate", number::ratio(r)));
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
