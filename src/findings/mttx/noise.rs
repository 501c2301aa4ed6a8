//! How far the mean and the median swing by themselves.

use super::open;
use super::words::{earlier_label, in_earlier, words};
use crate::analyse::mttx::cohorts::Against;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::mttx::traits::By;
use crate::analyse::mttx::values::Metric;
use crate::findings::draft::{claim, in_period, length, numbers};
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::tree::among_their_kind;
use crate::findings::{Claim, Exhibit, Figure, Grade, NoiseBand};
use crate::stats::permutation;
use crate::text::number;

/// A swing of the mean by this factor looks like news, and has to be put into perspective.
const LOOKS_LIKE_NEWS: f64 = 1.2;
/// A swing that a larger share of random splits reach says nothing.
const COMMON: f64 = 0.05;
/// A middle of the splits that is further from 1 is named with its reason.
const OFF_ONE: f64 = 1.1;

/// " A swing of the mean that large happens in 41 % of random splits with nothing changed." Only where the mean moved so
/// far that a reader would take it for news, and chance alone often does the same.
#[must_use]
pub fn remark(robustness: &Robustness) -> String {
    let Some(mean) = robustness.noise.and_then(|n| n.mean) else { return String::new() };
    let swing = mean.ratio.max(1.0 / mean.ratio);
    // The mean of the paragraph holds the incident that the splits are made without.
    if swing < LOOKS_LIKE_NEWS || mean.p <= COMMON || robustness.noise_without.is_some() {
        return String::new();
    }
    // Where the splits do not lie about 1, the swing from 1 is not what they measure.
    if is_off_one(mean) {
        return format!(
            " With nothing changed{}, random splits have the mean in the range {} times as much.",
            but_the_mix(robustness),
            number::range([mean.low, mean.high])
        );
    }
    format!(
        " A swing of the mean that large happens in {} of random splits with nothing changed{}.",
        percent(mean.share),
        but_the_mix(robustness)
    )
}

fn is_off_one(figure: permutation::Figure) -> bool {
    figure.centre.max(1.0 / figure.centre) >= OFF_ONE
}

/// The splits keep the mix of severities of each period; where it differs, that has to be said.
fn but_the_mix(robustness: &Robustness) -> &'static str {
    let matters = robustness.mix.as_ref().is_some_and(super::words::matters);
    if matters { " but the mix of severities" } else { "" }
}

/// What the change hangs on beside the severities, which the splits keep.
fn other(facts: &Facts, robustness: &Robustness) -> Option<&'static str> {
    open::hangs_on(facts, robustness).filter(|h| h.by != Some(By::Severity)).map(|h| h.on)
}

/// "the middle 95 % of random splits of these incidents lie in the range 0.48–0.75 (half of them below 0.59, not 1.00,
/// as severities are kept and their mix moved), and the value observed lies outside it: …".
fn against_splits(robustness: &Robustness, mean: permutation::Figure, other: Option<&str>) -> String {
    let mixed = if but_the_mix(robustness).is_empty() {
        ""
    } else {
        ", which is not 1.00 as each split keeps the severities of both periods and their mix moved"
    };
    let centre = if is_off_one(mean) {
        format!(" about their median of {}{mixed}", number::ratio(mean.centre))
    } else {
        String::new()
    };
    let band = format!(
        "the middle 95 % of random splits of these incidents lie in the range {}{centre}",
        number::range([mean.low, mean.high])
    );
    if mean.p <= COMMON {
        let side = if mean.ratio > mean.centre { "above" } else { "below" };
        let verdict = match other {
            Some(on) => format!(
                "no evidence of a change, because that depends on {on}, which the splits do not keep; one inside that range would not show"
            ),
            None => "a weak signal that more than chance moved the mean, worth watching".to_owned(),
        };
        format!(
            "{band}. The {} observed lies outside that range, {side} it; splits are so far out on either side in {} of cases: {verdict}",
            number::ratio(mean.ratio),
            percent(mean.p)
        )
    } else {
        format!(
            "{band}. The {} observed lies inside that range, and {} of them lie at least as far from their median: no evidence of a change, and one inside that range would not show in the mean",
            number::ratio(mean.ratio),
            percent(mean.share)
        )
    }
}

/// The p-value of the mean of one metric, adjusted for those of all metrics.
fn q(facts: &Facts, metric: Metric) -> Option<f64> {
    let p = |metric: Metric| {
        let robustness = facts.results.mttx.robustness(metric, Against::Previous)?;
        robustness.noise?.mean.map(|mean| mean.p)
    };
    let place = Metric::ALL.into_iter().position(|m| m == metric)?;
    among_their_kind(&Metric::ALL.map(p)).get(place).copied().flatten()
}

/// What the band rests on: so many splits that were drawn, or none.
fn drawn(noise: permutation::Band) -> String {
    const SPLIT: &str = "random splits of the incidents of both periods, keeping the number of each severity in each";
    match noise.splits {
        0 => format!(
            "{}, by the limit that they tend to with so many incidents; none is drawn",
            crate::text::sentence::capital(SPLIT)
        ),
        splits => format!("{} {SPLIT}; seeded", number::thousands(splits)),
    }
}

/// The claim on the noise of one metric against the previous period.
#[must_use]
pub fn state(facts: &Facts, metric: Metric) -> Option<Claim> {
    let against = Against::Previous;
    let robustness = facts.results.mttx.robustness(metric, against)?;
    let noise = robustness.noise?;
    let mean = noise.mean?;
    let ([Some(now), Some(before)], n) = split(robustness) else { return None };
    let mut claim = claim(facts, "mttx.noise", metric.code());
    claim.method = format!(
        "{}. The p-value is two-sided: twice the smaller of the shares at least as high and at least as low. Distances are measured, as ratios, from the median of the splits. q counts the means of all durations (Benjamini and Hochberg), which are weak signals at most.",
        drawn(noise)
    );
    claim.compared_with = Some(earlier_label(facts, against));
    let other = other(facts, robustness);
    let clear = mean.p <= COMMON && other.is_none();
    claim.grade = if clear { Grade::Weak } else { Grade::NoEvidence };
    claim.n = Some(n.iter().sum());
    claim.q = q(facts, metric);
    claim.interval = Some([mean.low, mean.high]);
    let [n, earlier] = n.map(number::thousands);
    let without = without(robustness);
    claim.sentence = format!(
        "{without} mean {} was {} {} ({n} incidents) and {} {} ({earlier}), {} times as much. With nothing changed{}, {}.",
        words(metric).name,
        length(now),
        in_period(facts),
        length(before),
        in_earlier(facts, against),
        number::ratio(mean.ratio),
        but_the_mix(robustness),
        against_splits(robustness, mean, other)
    );
    if metric == Metric::Ttr {
        claim.exhibits = vec!["noise-ttr".to_owned()];
    }
    let pick = |figure: Option<permutation::Figure>| figure.map(|f| f.share);
    // A mean without an incident is another figure than the mean.
    let [mean_s, earlier_mean_s] = match robustness.noise_without {
        Some(_) => ["mean_without_largest_s", "earlier_mean_without_largest_s"],
        None => ["mean_s", "earlier_mean_s"],
    };
    numbers(
        &mut claim,
        [
            (mean_s, Some(now)),
            (earlier_mean_s, Some(before)),
            ("mean_ratio", Some(mean.ratio)),
            ("mean_ratio_noise_lo", Some(mean.low)),
            ("mean_ratio_noise_hi", Some(mean.high)),
            ("mean_ratio_noise_centre", Some(mean.centre)),
            ("mean_share_of_splits", Some(mean.share)),
            ("p", Some(mean.p)),
            ("median_share_of_splits", pick(noise.median)),
            ("geometric_mean_share_of_splits", pick(noise.geometric_mean)),
            ("splits", Some(noise.splits as f64).filter(|splits| *splits > 0.0)),
        ],
    );
    Some(claim)
}

/// "The", or "Without the largest incident, 34 % of all time of both periods, the".
fn without(robustness: &Robustness) -> String {
    robustness.noise_without.map_or_else(
        || "The".to_owned(),
        |left| {
            format!("Without the largest incident, {} of all time of both periods, the", number::percent(left.share))
        },
    )
}

/// Means and numbers of what the splits are made of, the period under review first.
fn split(robustness: &Robustness) -> ([Option<f64>; 2], [u64; 2]) {
    let change = &robustness.change;
    let Some(left) = robustness.noise_without else { return (change.means, change.n) };
    let (mut means, mut n) = (change.means, change.n);
    let without = robustness.means_without.get(left.side).copied().flatten();
    means.iter_mut().skip(left.side).take(1).for_each(|mean| *mean = without);
    n.iter_mut().skip(left.side).take(1).for_each(|n| *n = n.saturating_sub(1));
    (means, n)
}

/// "The mean, 0.92 times as much, lies outside the middle 95 % of random splits".
fn title(robustness: &Robustness, mean: permutation::Figure) -> String {
    let whose = if robustness.noise_without.is_some() { "Without the largest incident the mean" } else { "The mean" };
    let side = if mean.p <= COMMON { "outside" } else { "inside" };
    format!("{whose}, {} times as much, lies {side} the middle 95 % of random splits", number::ratio(mean.ratio))
}

/// The figure beside it.
#[must_use]
pub fn exhibit(facts: &Facts, metric: Metric) -> Option<Exhibit> {
    let robustness = facts.results.mttx.robustness(metric, Against::Previous)?;
    let noise = robustness.noise?;
    let mean = noise.mean?;
    let named = [("mean", noise.mean), ("median", noise.median), ("geometric mean", noise.geometric_mean)];
    let bands = named.into_iter().filter_map(|(name, figure)| {
        let figure = figure?;
        let (observed, band) = (figure.ratio, [figure.low, figure.high]);
        Some(NoiseBand { name: name.to_owned(), observed, band, share: figure.share })
    });
    let words = words(metric).name;
    let headline = title(robustness, mean);
    let (_, n) = split(robustness);
    let without = if robustness.noise_without.is_some() { ", without the largest incident" } else { "" };
    Some(Exhibit {
        id: format!("noise-{}", metric.code()),
        alt: format!("The change of three figures beside what chance alone does to them. {headline}."),
        headline,
        subtitle: format!(
            "{}, {} against {}{without}: ratio, and the middle 95 % of {} splits",
            crate::text::sentence::capital(words),
            crate::findings::draft::label(&facts.data.periods.current, &facts.data.periods),
            earlier_label(facts, Against::Previous),
            if noise.splits > 0 {
                format!("{} random", number::thousands(noise.splits))
            } else {
                "all random".to_owned()
            }
        ),
        footer: format!(
            "n = {} and {}; numbers in charts/noise-{}.csv",
            number::thousands(n[0]),
            number::thousands(n[1]),
            metric.code()
        ),
        figure: Figure::NoiseBand(figure::NoiseBand { bands: bands.collect() }),
    })
}

/// Shares of random splits: "under 1 %" where it is less, never 0.
fn percent(share: f64) -> String {
    number::percent(share.max(1e-4))
}
