//! Incidents that are not over: what the figures would be without dropping them.

use super::anchors;
use super::caps;
use super::depends;
use super::gaps::Gaps;
use super::words::{earlier_label, in_earlier, words};
use crate::analyse::mttx::Open;
use crate::analyse::mttx::censored::{Survival, Within};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, ends_unrecorded, evidence, in_period, label, length, numbers, rows_in_period};
use crate::findings::exhibit::figure;
use crate::findings::grade::{CheckOutcome, Contrast, FAIR_COVERAGE, Graded, RobustnessCheck, may_be_evidence};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Claim, Exhibit, Figure, Grade, SurvivalCurve, SurvivalStep};
use crate::model::row::IncidentIx;
use crate::stats::survival::Curve;
use crate::text::plural::{agree, count};
use crate::text::{duration, list, number};

const CODE: &str = "mttx.open-change";
/// More can't be told apart on paper.
const MAX_STEPS: usize = 400;
/// Marks of open incidents on a chart.
pub const MAX_MARKS: usize = 200;
/// A test that is clear without strata and has a larger p-value than that within them has nothing left.
const CLEAR: f64 = 0.05;
const GONE: f64 = 0.10;
/// Stale tickets are worth a word from this share of the incidents on.
const MANY_STALE: f64 = 0.2;

/// The claim on open incidents of one metric.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Option<Claim> {
    let open = facts.results.mttx.open(metric)?;
    let curve = open.curve.as_ref()?;
    let missing = facts.results.mttx.whole(metric)?.row.missing;
    if missing > curve.n as u64 {
        return None;
    }
    let mut claim = claim(facts, "mttx.open", metric.code());
    claim.method = "Kaplan–Meier with log-log 95 % intervals: open incidents count with the age they had when the exports were made.".to_owned();
    claim.n = Some(curve.n as u64);
    let [low, high] = curve.median_interval();
    claim.interval = low.zip(high).map(|(a, b)| [a, b]);
    claim.sentence = sentence(facts, open, curve, missing);
    if open.stale as f64 > MANY_STALE * curve.n as f64 {
        claim
            .caveats
            .push("Many open incidents are older than nearly all that ended: perhaps forgotten tickets.".to_owned());
    }
    if metric == Metric::Ttr {
        claim.exhibits = vec!["survival-ttr".to_owned()];
    }
    let view = facts.data.incident_view();
    let still = |row: &IncidentIx| {
        let reading = crate::analyse::mttx::values::read(metric, &view, *row);
        reading == crate::analyse::mttx::values::Reading::Censored
    };
    evidence(&mut claim, &view, rows_in_period(&view).filter(still));
    numbers(
        &mut claim,
        [
            ("open", Some(open.ages.len() as f64)),
            ("stale", Some(open.stale as f64)),
            ("median_s", curve.median()),
            ("median_lo_s", low),
            ("median_hi_s", high),
        ],
    );
    Some(claim)
}

fn sentence(facts: &Facts, open: &Open, curve: &Curve, missing: u64) -> String {
    let words = words(open.metric);
    let n = open.ages.len() as u64;
    let are = agree(n, "is", "are");
    let reversed = Gaps::of(facts, open.metric).reversed.min(missing);
    let others = missing - reversed;
    let lack = (others > 0)
        .then(|| format!("{} {} {}", number::thousands(others), agree(others, "lacks", "lack"), words.time));
    let wrong = (reversed > 0).then(|| {
        format!("{} {} times in the wrong order", number::thousands(reversed), agree(reversed, "has", "have"))
    });
    let reasons: Vec<String> = [lack, wrong].into_iter().flatten().collect();
    let followed =
        if reasons.is_empty() { String::new() } else { format!(", and can be followed ({}),", list::and(&reasons)) };
    let mut text = format!(
        "{} of the {} that began {}{followed} {are} not {} yet.",
        number::thousands(n),
        count(curve.n as u64, "incident"),
        in_period(facts),
        words.done
    );
    let [low, high] = curve.median_interval();
    match curve.median() {
        Some(median) => {
            let plausible = match (low, high) {
                (Some(low), Some(high)) => format!(" (plausible {})", super::words::between(low, high)),
                (Some(low), None) => format!(" (at least {})", length(low)),
                _ => String::new(),
            };
            text.push_str(&format!(
                " Counting them in, half were {} within {}{plausible}.",
                words.done,
                length(median)
            ));
        }
        None => {
            text.push_str(&format!(" More than half are not {}: the median is {}.", words.done, not_reached(low)));
        }
    }
    text.push_str(&stale(open));
    text
}

/// " All of them are older than 95 % of those that ended."
fn stale(open: &Open) -> String {
    let who = match (open.stale, open.ages.len() as u64) {
        (0, _) => return String::new(),
        (1, 1) => "It is".to_owned(),
        (2, 2) => "Both are".to_owned(),
        (n, all) if n == all => "All of them are".to_owned(),
        (n, _) => format!("{} of them {}", number::thousands(n), agree(n, "is", "are")),
    };
    format!(" {who} older than 95 % of those that ended.")
}

/// A median that the curve does not reach: "not reached (at least 6.3 days)", by its lower 95 % limit. How long the longest
/// was followed is no bound of it.
fn not_reached(low: Option<f64>) -> String {
    low.map_or_else(|| "not reached".to_owned(), |low| format!("not reached (at least {})", duration::words(low)))
}

/// Grades the comparison that counts open incidents in, by itself; `None` where there is none, or too little is followed.
#[must_use]
pub fn graded(facts: &Facts, robustness: &Robustness) -> Option<Graded> {
    let mut change = figures(facts, robustness)?;
    let hangs = hangs_on(facts, robustness);
    change.caps.extend(hangs.iter().map(depends::Hangs::cap));
    change.caps.extend(anchors::cap(facts, robustness.change.metric, Against::Previous));
    let graded = depends::named(facts.tree.grade(&id(robustness.change.metric), change), hangs);
    (graded.grade != Grade::NotAssessable).then_some(graded)
}

/// What the change is gone without: a mix, the reopened ones, the storms, or a mix with open incidents counted in.
#[must_use]
pub fn hangs_on(facts: &Facts, robustness: &Robustness) -> Option<depends::Hangs> {
    depends::on(robustness).or_else(|| depends::on_storms(facts, robustness)).or_else(|| hangs(robustness))
}

/// The first mix within which nothing is left of a clear difference, open incidents counted in.
#[must_use]
fn hangs(robustness: &Robustness) -> Option<depends::Hangs> {
    let survival = robustness.survival.as_ref()?;
    let gone = |within: &&Within| is_gone(robustness, survival, within);
    survival.within.iter().find(gone).map(|within| depends::within(within.by))
}

/// Whether a clear test finds nothing once incidents are held against others of their kind (`METHODS.md` 17.4). Where nearly
/// all are over and their ratio within the same kinds is clear, it is the few in each kind that hide it.
fn is_gone(robustness: &Robustness, survival: &Survival, within: &Within) -> bool {
    let clear = |[low, high]: [f64; 2]| if within.sooner { high < 1.0 } else { low > 1.0 };
    let stands = robustness.known() >= FAIR_COVERAGE
        && robustness.all_mixes().any(|mix| mix.by == within.by && clear(mix.within_interval));
    within.p > GONE && !stands && survival.p.is_some_and(|p| p <= CLEAR)
}

/// The tests of all metrics that have open incidents.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let test = |metric: &Metric| {
        let robustness = facts.results.mttx.robustness(*metric, Against::Previous)?;
        let change = figures(facts, robustness)?;
        let counted = may_be_evidence(&change.caps) && hangs(robustness).is_none();
        counted.then_some(Test::new(Question::Durations, metric.code(), id(*metric), change.p?))
    };
    Metric::ALL.iter().filter_map(test).collect()
}

fn id(metric: Metric) -> String {
    format!("{CODE}/{}", metric.code())
}

fn figures(facts: &Facts, robustness: &Robustness) -> Option<Contrast> {
    let survival = robustness.survival.as_ref()?;
    let (ratio, interval) = survival.ratio?;
    let p = survival.p?;
    let longer = survival.sooner.map(|sooner| !sooner);
    let mut checks = vec![RobustnessCheck {
        subject: "the mean up to the cap",
        outcome: if longer == Some(ratio > 1.0) { CheckOutcome::Holds } else { CheckOutcome::Reverses },
    }];
    let mut caps: Vec<(Grade, String)> =
        caps::covered(robustness.followed(), words(robustness.change.metric).time, "").into_iter().collect();
    caps.extend(caps::others(facts, robustness));
    for within in &survival.within {
        let holds = longer == Some(!within.sooner);
        // A direction without evidence behind it does not hold; that is said by what the change hangs on.
        if holds && is_gone(robustness, survival, within) {
            continue;
        }
        let subject = depends::subject(within.by);
        checks.push(RobustnessCheck {
            subject,
            outcome: if holds { CheckOutcome::Holds } else { CheckOutcome::Reverses },
        });
    }
    Some(Contrast {
        n: survival.ends,
        ratio: Some(ratio),
        interval: Some(interval),
        p: Some(p),
        checks,
        caps,
        ..Contrast::default()
    })
}

/// The comparison with the previous period that counts open incidents in. Where those that are over speak for all, their
/// verdict stands `first`: this is the same question once more, and says no more than they do.
#[must_use]
pub fn compared(facts: &Facts, metric: Metric, first: Option<&Graded>) -> Option<Claim> {
    let robustness = facts.results.mttx.robustness(metric, Against::Previous)?;
    let over = words(metric).done;
    let why = format!("It says no more than the comparison of those that were {over}, which stands before it.");
    let graded = graded(facts, robustness)?.beneath(first, &why);
    let survival = robustness.survival.as_ref()?;
    let [Some(now), Some(before)] = survival.restricted else { return None };
    let (ratio, interval) = survival.ratio?;
    let mut claim = claim(facts, CODE, metric.code());
    claim.q = facts.tree.q(&claim.id);
    claim.method =
        "Log-rank test, stratified by severity; mean capped at the longest time that both periods were seen for, with the interval of its ratio by the delta method. Open incidents count with the age they had when the exports were made."
            .to_owned();
    claim.compared_with = Some(earlier_label(facts, Against::Previous));
    claim.n = Some(robustness.all.iter().sum::<u64>() - robustness.missing.iter().sum::<u64>());
    claim.coverage = Some(robustness.followed());
    claim.interval = Some(interval);
    claim.grade = graded.grade;
    claim.sentence = change_sentence(facts, robustness, survival, &graded);
    claim.robustness = graded.robustness;
    let [low, high] = interval.map(Some);
    numbers(
        &mut claim,
        [
            ("p", survival.p),
            ("capped_mean_s", Some(now)),
            ("earlier_capped_mean_s", Some(before)),
            ("cap_s", Some(survival.tau)),
            ("ratio", Some(ratio)),
            ("ratio_lo", low),
            ("ratio_hi", high),
        ],
    );
    if metric == Metric::Ttr {
        claim.exhibits = vec!["survival-ttr".to_owned()];
    }
    Some(claim)
}

fn change_sentence(facts: &Facts, robustness: &Robustness, survival: &Survival, graded: &Graded) -> String {
    let seen = [0, 1].map(|side: usize| {
        let at = |list: &[u64; 2]| list.get(side).copied().unwrap_or(0);
        number::thousands(at(&robustness.change.n) + at(&robustness.open))
    });
    let way = if survival.sooner == Some(true) { "were over sooner" } else { "took longer" };
    let verdict = match graded.grade {
        Grade::Strong => format!("strong evidence that they {way}"),
        Grade::Evidence => format!("evidence that they {way}"),
        Grade::Weak => format!("a weak signal that they {way}, worth watching"),
        _ => {
            let clear = survival.ratio.is_some_and(|(_, [low, high])| low > 1.0 || high < 1.0);
            let why = match graded.depends_on {
                Some(on) => format!(", because it depends on {on}"),
                None if clear => ", because not every check bears it out".to_owned(),
                None => String::new(),
            };
            format!("no evidence of a change{why}, and a small one would not show")
        }
    };
    let median = |side: usize| {
        let curve = survival.curves.get(side).and_then(Option::as_ref);
        let low = curve.and_then(|c| c.median_interval()[0]);
        curve.and_then(|c| c.quantile(0.5)).map_or_else(|| not_reached(low), length)
    };
    let mean = |side: usize| survival.restricted.get(side).copied().flatten().map_or_else(|| "–".to_owned(), length);
    let (ratio, interval) = survival.ratio.unwrap_or((1.0, [1.0; 2]));
    format!(
        "With open incidents counted in, the mean {} capped at {} was {} for the {} incidents {} and {} for the {} {}, {} times as much (plausible {}; medians {} and {}): {verdict}.",
        words(robustness.change.metric).name,
        length(survival.tau),
        mean(0),
        seen[0],
        in_period(facts),
        mean(1),
        seen[1],
        in_earlier(facts, Against::Previous),
        number::ratio(ratio),
        number::range(interval),
        median(0),
        median(1)
    )
}

/// Survival curves, the period under review first.
#[must_use]
pub fn exhibit(facts: &Facts, metric: Metric) -> Option<Exhibit> {
    let open = facts.results.mttx.open(metric)?;
    let current = label(&facts.data.periods.current, &facts.data.periods);
    let mut curves = vec![drawn(&current, open.curve.as_ref()?, &open.ages)];
    let robustness = facts.results.mttx.robustness(metric, Against::Previous);
    if let Some(earlier) = robustness.and_then(|s| s.survival.as_ref()).and_then(|s| s.curves[1].as_ref()) {
        curves.push(drawn(&earlier_label(facts, Against::Previous), earlier, &[]));
    }
    let words = words(metric);
    let n = open.ages.len() as u64;
    let headline = format!("{} {} not {} yet", count(n, "incident"), agree(n, "is", "are"), words.done);
    Some(Exhibit {
        id: format!("survival-{}", metric.code()),
        alt: format!(
            "Share of incidents not {} by time since their start, on a logarithmic axis. {headline}.",
            words.done
        ),
        headline,
        subtitle: format!("Share of incidents not {} by time since their start, open ones counted in", words.done),
        footer: format!(
            "n = {}; ticks: incidents that were still open when the exports were made; numbers in charts/survival-{}.csv",
            curves.iter().map(|c| number::thousands(c.n)).collect::<Vec<_>>().join(" and "),
            metric.code()
        ),
        figure: Figure::Survival(figure::Survival { curves }),
    })
}

fn drawn(name: &str, curve: &Curve, ages: &[f64]) -> SurvivalCurve {
    let steps: Vec<SurvivalStep> =
        curve.steps.iter().map(|s| SurvivalStep { seconds: s.time, share: s.survival, band: s.interval }).collect();
    let ended: u64 = curve.steps.iter().map(|s| s.events).sum();
    SurvivalCurve {
        name: name.to_owned(),
        n: curve.n as u64,
        open: curve.n as u64 - ended.min(curve.n as u64),
        median_s: curve.median(),
        steps: thin(&steps, MAX_STEPS),
        open_s: thin(ages, MAX_MARKS),
    }
}

/// At most so many of the items, evenly picked, the first and the last among them.
#[must_use]
pub fn thin<T: Copy>(items: &[T], most: usize) -> Vec<T> {
    if items.len() <= most {
        return items.to_vec();
    }
    let last = items.len() - 1;
    (0..most).filter_map(|i| items.get(i * last / (most - 1)).copied()).collect()
}

/// " 2 are still open.", nothing where none is.
#[must_use]
pub fn still(facts: &Facts) -> String {
    let open = facts.results.mttx.open(Metric::Ttr).map_or(0, |open| open.ages.len() as u64);
    if open == 0 {
        String::new()
    } else if ends_unrecorded(facts) {
        " No end is recorded for any incident of the data, so whether they are still open is not known.".to_owned()
    } else {
        format!(" {} {} still open.", number::thousands(open), agree(open, "is", "are"))
    }
}

/// Whether the comparison that counts open incidents in speaks for the metric: where too many are open for those that are
/// over to speak for all.
#[must_use]
pub fn leads(facts: &Facts, metric: Metric) -> bool {
    let robustness = facts.results.mttx.robustness(metric, Against::Previous);
    let open = |s: &&Robustness| s.known() < FAIR_COVERAGE && s.open.iter().any(|n| *n > 0);
    robustness.filter(open).is_some_and(|s| graded(facts, s).is_some())
}
