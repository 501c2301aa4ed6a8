//! How much of a change is a change of what kind of incidents there were.

use super::words::{earlier_label, in_earlier, matters, words};
use super::{depends, open};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::mix::{MixShift, MixStratum};
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::traits::By;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::tree::among_their_kind;
use crate::findings::{Claim, Exhibit, FallStep, Figure, Grade};
use crate::text::{number, wording};

/// "severities", "services", … within which like is compared with like.
fn levels(by: By) -> &'static str {
    match by {
        By::Severity => "severities",
        By::Service => "services",
        By::Team => "teams",
        By::Resolver => "kinds of resolver",
        By::SeverityAndService => "severities of one service",
    }
}

/// " Within severities they took 1.10 times as long (plausible 0.95 to 1.28); the rest is a change of the mix." Only
/// where it changes the reading: of the mix that the change hangs on, else of severities, else of the one that moved most.
#[must_use]
pub fn remark(robustness: &Robustness) -> String {
    let hangs = depends::on(robustness).and_then(|h| h.by);
    let order = |mix: &&MixShift| (hangs == Some(mix.by), mix.by == By::Severity);
    let far = |mix: &MixShift| mix.mix.max(1.0 / mix.mix);
    let chosen = robustness
        .all_mixes()
        .filter(|mix| matters(mix) || hangs == Some(mix.by))
        .max_by(|a, b| order(a).cmp(&order(b)).then(far(a).total_cmp(&far(b))));
    let Some(mix) = chosen else { return String::new() };
    format!(
        " Within {} the typical incident took {} times as long (plausible {}); a different mix of {} accounts for a factor of {}.",
        levels(mix.by),
        number::ratio(mix.within),
        number::range(mix.within_interval),
        depends::subject(mix.by).trim_start_matches("the mix of "),
        number::ratio(mix.mix)
    )
}

/// The claims on the mix of one metric against the previous period: by severity, and by what else moved it.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Vec<Claim> {
    let Some(robustness) = facts.results.mttx.robustness(metric, Against::Previous) else { return Vec::new() };
    spoken(robustness).map(|mix| one(facts, robustness, mix)).collect()
}

fn spoken(robustness: &Robustness) -> impl Iterator<Item = &MixShift> {
    robustness.all_mixes().filter(|mix| mix.by == By::Severity || matters(mix))
}

/// The p-value of one decomposition, adjusted for all that are told of any metric.
fn q(facts: &Facts, metric: Metric, by: By) -> Option<f64> {
    let of = |metric: Metric| facts.results.mttx.robustness(metric, Against::Previous);
    let all: Vec<(Metric, By, f64)> =
        Metric::ALL.into_iter().flat_map(|m| of(m).into_iter().flat_map(spoken).map(move |x| (m, x.by, x.p))).collect();
    let place = all.iter().position(|(m, other, _)| (*m, *other) == (metric, by))?;
    let p: Vec<Option<f64>> = all.iter().map(|(.., p)| Some(*p)).collect();
    among_their_kind(&p).get(place).copied().flatten()
}

fn one(facts: &Facts, robustness: &Robustness, mix: &MixShift) -> Claim {
    let metric = robustness.change.metric;
    let subject = match mix.by {
        By::Severity => metric.code().to_owned(),
        By::Service => format!("{}/service", metric.code()),
        By::Team => format!("{}/team", metric.code()),
        By::Resolver => format!("{}/resolver", metric.code()),
        By::SeverityAndService => format!("{}/severity-and-service", metric.code()),
    };
    let mut claim = claim(facts, "mttx.mix", &subject);
    claim.method = format!(
        "Kitagawa's decomposition of mean log durations by {}; those with fewer than three incidents in a period are pooled, and those beyond the twelve largest. The interval takes the mix as given; q counts all decompositions told (Benjamini and Hochberg), which are weak signals at most.",
        depends::subject(mix.by).trim_start_matches("the mix of ")
    );
    claim.compared_with = Some(earlier_label(facts, Against::Previous));
    claim.n = Some(mix.n().iter().sum());
    claim.q = q(facts, metric, mix.by);
    claim.interval = Some(mix.within_interval);
    let [low, high] = mix.within_interval;
    // What hangs on something else, as another mix or the storms, is no signal within this one.
    let hangs = open::hangs_on(facts, robustness);
    let other = hangs.as_ref().filter(|hangs| hangs.by != Some(mix.by)).map(|hangs| hangs.on);
    claim.robustness.extend(hangs.as_ref().filter(|hangs| other == Some(hangs.on)).map(|hangs| hangs.cap().1));
    let clear = low > 1.0 || high < 1.0;
    claim.grade = if clear && other.is_none() { Grade::Weak } else { Grade::NoEvidence };
    claim.sentence = sentence(facts, robustness, mix, other.filter(|_| clear));
    if mix.unmatched > 0.0 {
        let (share, what) = (number::percent(mix.unmatched), depends::subject(mix.by));
        claim.caveats.push(format!(
            "{share} of the incidents have one of {} that one of the periods lacks; they are left out.",
            what.trim_start_matches("the mix of ")
        ));
    }
    if mix.by == By::Severity && facts.results.severity.mix_moved {
        claim.caveats.push("The mix of severities moved: severity assignment may have changed.".to_owned());
    }
    if metric == Metric::Ttr && mix.by == By::Severity {
        claim.exhibits = vec!["mix-ttr".to_owned()];
    }
    numbers(
        &mut claim,
        [
            ("total_ratio", Some(mix.total)),
            ("mix_ratio", Some(mix.mix)),
            ("within_ratio", Some(mix.within)),
            ("within_ratio_lo", Some(low)),
            ("within_ratio_hi", Some(high)),
            ("reweighted_median_s", mix.reweighted_median),
            ("unmatched_share", Some(mix.unmatched)),
            ("p", Some(mix.p)),
        ],
    );
    claim
}

fn sentence(facts: &Facts, robustness: &Robustness, mix: &MixShift, other: Option<&str>) -> String {
    let metric = robustness.change.metric;
    let name = words(metric).name;
    let [n, earlier] = mix.n().map(number::thousands);
    let mut text = format!(
        "The geometric mean of the {name} of the {n} incidents {} was {} times that of the {earlier} {}. {} accounts for a factor of {}; within {} the {name} was {} times as long (plausible {})",
        in_period(facts),
        number::ratio(mix.total),
        in_earlier(facts, Against::Previous),
        crate::text::sentence::capital(depends::subject(mix.by)),
        number::ratio(mix.mix),
        levels(mix.by),
        number::ratio(mix.within),
        number::range(mix.within_interval)
    );
    let [low, high] = mix.within_interval;
    let limit = (high / low).sqrt();
    if low <= 1.0 && 1.0 <= high && limit.is_finite() {
        let factor = number::ratio(limit.max(1.01));
        text.push_str(&format!(
            ": no evidence of a change, and a change by less than about a factor of {factor} would not show"
        ));
    }
    if let Some(on) = other {
        let factor = number::ratio(limit.max(1.01));
        text.push_str(&format!(
            ": no evidence of a change, because that depends on {on}; less than about a factor of {factor} would not show"
        ));
    }
    text.push('.');
    if let (Some(median), Some(now)) = (mix.reweighted_median, robustness.change.medians[0]) {
        let (would, is) = (length(median), length(now));
        let instead = if would == is { format!("the same, {is}") } else { format!("{would} instead of {is}") };
        text.push_str(&format!(" Had the mix stayed as it was, the median would have been {instead}."));
    }
    text
}

/// The waterfall from the earlier geometric mean to the current one.
#[must_use]
pub fn exhibit(facts: &Facts, metric: Metric) -> Option<Exhibit> {
    let robustness = facts.results.mttx.robustness(metric, Against::Previous)?;
    let mix = robustness.mix.as_ref()?;
    let (current, earlier) = (
        crate::findings::draft::label(&facts.data.periods.current, &facts.data.periods),
        earlier_label(facts, Against::Previous),
    );
    let before = geometric(mix, 1);
    let after_mix = before * mix.mix;
    let now = after_mix * mix.within;
    let step = |name: String, from: f64, to: f64, total: bool| FallStep { name, from, to, total };
    let steps = vec![
        step(earlier.clone(), 0.0, before, true),
        step("another mix of severities".to_owned(), before, after_mix, false),
        step("within severities".to_owned(), after_mix, now, false),
        step(current.clone(), 0.0, now, true),
    ];
    let headline = format!(
        "The mix of severities accounts for a factor of {}, what happened within them for {}",
        number::ratio(mix.mix),
        number::ratio(mix.within)
    );
    let names: Vec<String> = mix
        .strata
        .iter()
        .map(|s| {
            let name = s.level.map_or_else(|| "other".to_owned(), |r| wording::severity(u8::try_from(r).unwrap_or(0)));
            format!("{name} {} and {}", number::thousands(s.n[0]), number::thousands(s.n[1]))
        })
        .collect();
    Some(Exhibit {
        id: format!("mix-{}", metric.code()),
        alt: format!("Steps from the earlier to the current geometric mean. {headline}."),
        headline,
        subtitle: format!("Geometric mean of the {}, {current} against {earlier}", words(metric).name),
        footer: format!(
            "n per severity, {current} and {earlier}: {}; numbers in charts/mix-{}.csv",
            names.join(", "),
            metric.code()
        ),
        figure: Figure::Waterfall(figure::Waterfall { unit: "seconds".to_owned(), steps }),
    })
}

/// The geometric mean of one period over the strata of the decomposition. Seconds.
fn geometric(mix: &MixShift, side: usize) -> f64 {
    let of = |s: &MixStratum| (s.n.get(side).copied().unwrap_or(0) as f64, s.typical.get(side).copied().unwrap_or(0.0));
    let total = crate::stats::sum::sum(mix.strata.iter().map(|s| of(s).0));
    let logs =
        crate::stats::sum::sum(mix.strata.iter().map(of).filter(|(_, t)| *t > 0.0).map(|(n, t)| n * libm::log(t)));
    if total > 0.0 { libm::exp(logs / total) } else { 0.0 }
}
