//! What belongs beside a change of a duration before anybody believes it: the noise of the figure itself, the largest
//! incident, the mix of severities, incidents still open, and those without a time (`METHODS.md` 3.5 to 3.7 and 10).

use super::censored::{Survival, survival};
use super::change::{Comparison, MIN_FOR_VERDICT, compare, estimate, missing_differs};
use super::cohorts::{Against, Cohort, Timed, half_resolution};
use super::mix::{Mix, mix};
use super::tipping::{Tipping, tipping};
use super::traits::{By, Traits};
use super::values::Metric;
use crate::stats::permutation::{self, Band};
use crate::stats::quantile::sorted;
use crate::stats::sum::mean;

/// The noise band needs so many on each side.
const MIN: usize = 10;
/// From this share of either period on, the figures are given with and without reopened incidents.
pub const MANY_REOPENED: f64 = 0.05;
/// Groups with a larger adjusted p-value are not spoken of, so that nothing has to stand beside them.
const SPOKEN: f64 = 0.10;
/// Values dealt out in all random splits together, and the fewest splits: four metrics share the time of a run.
const BUDGET: u64 = 30_000_000;
const MIN_SPLITS: u64 = 999;

/// The same comparison without incidents that were reopened, whose time runs to the last resolution.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopened {
    /// How many of the known ones of each period.
    pub n: [u64; 2],
    pub without: Comparison,
}

/// One metric, all incidents, two periods. Index 0 is the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    pub change: Comparison,
    pub missing: [u64; 2],
    pub open: [u64; 2],
    pub all: [u64; 2],
    /// Ratio of the typical duration without the largest incident of each period.
    pub without_largest: Option<f64>,
    /// Means without the largest incident of each period.
    pub means_without: [Option<f64>; 2],
    pub noise: Option<Band>,
    /// By severity.
    pub mix: Option<Mix>,
    /// By what else the incidents can be sorted; of all incidents, and of groups whose change is spoken of.
    pub mixes: Vec<Mix>,
    /// Where many of either period were reopened; of groups whose change is spoken of too.
    pub reopened: Option<Reopened>,
    /// Of all incidents, where the change is clear and durations are unknown.
    pub tipping: Option<Tipping>,
    /// Only where an incident of either period is still open.
    pub survival: Option<Survival>,
    /// Between which values each median lies, whatever the missing durations are; the upper end may be open.
    pub bounds: [Option<(f64, Option<f64>)>; 2],
    /// Fisher's exact p-value: does the share of missing times differ?
    pub missing_p: Option<f64>,
}

/// Looks at one change from all sides. `seed` and `path` name the stream of random splits; the first group (0) is that of all
/// incidents.
#[must_use]
pub fn robustness(
    change: &Comparison,
    cohorts: [&Cohort; 2],
    traits: &Traits,
    seed: u64,
    path: [u64; 2],
) -> Robustness {
    let seconds = cohorts.map(|c| sorted(c.seconds()));
    let [current, earlier] = &seconds;
    let rest = seconds.each_ref().map(|s| s.split_last().map_or(&[][..], |(_, rest)| rest));
    let enough = current.len().min(earlier.len()) > MIN_FOR_VERDICT;
    let whole = path[1] == 0;
    let spoken = whole || change.q.is_some_and(|q| q <= SPOKEN);
    let by_severity = mix(cohorts, traits, By::Severity);
    let mixes = if spoken { mixes(cohorts, traits, by_severity.as_ref()) } else { Vec::new() };
    Robustness {
        missing: cohorts.map(Cohort::missing),
        open: cohorts.map(|c| c.open.len() as u64),
        all: cohorts.map(Cohort::all),
        without_largest: enough.then(|| estimate(rest)).flatten(),
        means_without: rest.map(mean),
        // Nothing is said of the noise of a year, so none is drawn.
        noise: (change.against == Against::Previous).then(|| noise(cohorts, seed, path)).flatten(),
        mix: by_severity,
        mixes,
        reopened: spoken.then(|| reopened(change, cohorts, traits)).flatten(),
        tipping: whole.then(|| tipping(cohorts)).flatten(),
        survival: survival(cohorts, Some(traits).filter(|_| whole)),
        bounds: cohorts.map(Cohort::bounds),
        missing_p: missing_differs(cohorts),
        change: change.clone(),
    }
}

/// Random splits that keep the number of each severity in each period, so that the mix is not taken for noise.
fn noise(cohorts: [&Cohort; 2], seed: u64, path: [u64; 2]) -> Option<Band> {
    if cohorts.iter().any(|c| c.known.len() < MIN) {
        return None;
    }
    let pairs = cohorts.map(|c| c.known.iter().map(|t| (t.seconds, t.severity)).collect::<Vec<(f64, u32)>>());
    let [current, earlier] = &pairs;
    let resolution = cohorts.map(|c| 2.0 * half_resolution(&c.seconds())).into_iter().fold(f64::INFINITY, f64::min);
    let [_, group] = path;
    // Groups are many; the fewest splits do for a table.
    let most = if group == 0 { permutation::REPLICATES } else { MIN_SPLITS };
    let replicates = (BUDGET / (current.len() + earlier.len()).max(1) as u64).clamp(MIN_SPLITS, most);
    permutation::random_splits(current, earlier, resolution, replicates, (seed, &path))
}

/// By all but severity. A trait that sorts the incidents as another one does says nothing more.
fn mixes(cohorts: [&Cohort; 2], traits: &Traits, by_severity: Option<&Mix>) -> Vec<Mix> {
    let mut found: Vec<Mix> = Vec::new();
    for by in By::ALL.into_iter().filter(|by| *by != By::Severity) {
        let Some(mix) = mix(cohorts, traits, by) else { continue };
        let same = |other: &Mix| {
            let sizes = |mix: &Mix| {
                let mut sizes: Vec<[u64; 2]> = mix.strata.iter().map(|s| s.n).collect();
                sizes.sort_unstable();
                sizes
            };
            sizes(other) == sizes(&mix) && (other.within / mix.within - 1.0).abs() < 1e-9
        };
        if !found.iter().chain(by_severity).any(same) {
            found.push(mix);
        }
    }
    found
}

/// Where more than one in twenty of either period were reopened.
fn reopened(change: &Comparison, cohorts: [&Cohort; 2], traits: &Traits) -> Option<Reopened> {
    if change.metric != Metric::Ttr {
        return None;
    }
    let again = |timed: &&Timed| traits.is_reopened(timed.row);
    let n = cohorts.map(|c| c.known.iter().filter(again).count() as u64);
    let many = cohorts.iter().zip(n).any(|(c, n)| n as f64 > MANY_REOPENED * c.known.len() as f64);
    let rest = cohorts.map(|c| c.known.iter().filter(|t| !again(t)).map(|t| t.seconds).collect::<Vec<f64>>());
    let [now, before] = &rest;
    many.then(|| Reopened { n, without: compare(change.metric, &change.group, change.against, [now, before]) })
}

impl Robustness {
    /// Every decomposition, by severity first.
    pub fn all_mixes(&self) -> impl Iterator<Item = &Mix> {
        self.mix.iter().chain(&self.mixes)
    }

    /// The smaller share, of the two periods, of incidents whose duration is known: what is open and what is missing lack it
    /// alike.
    #[must_use]
    pub fn known(&self) -> f64 {
        self.least_share(|side| self.change.n.get(side).copied())
    }

    /// The smaller share of incidents whose duration is known or still running.
    #[must_use]
    pub fn followed(&self) -> f64 {
        let known = |side: usize| self.all.get(side)?.checked_sub(*self.missing.get(side)?);
        self.least_share(known)
    }

    fn least_share(&self, of: impl Fn(usize) -> Option<u64>) -> f64 {
        let share = |side: usize| {
            let all = self.all.get(side).copied().filter(|all| *all > 0)?;
            Some(of(side)? as f64 / all as f64)
        };
        share(0).unwrap_or(0.0).min(share(1).unwrap_or(0.0))
    }

    /// The current median, from the curve where incidents are still open.
    #[must_use]
    pub fn medians(&self) -> [Option<f64>; 2] {
        match &self.survival {
            Some(survival) => survival.curves.each_ref().map(|c| c.as_ref().and_then(|c| c.median())),
            None => self.change.medians,
        }
    }
}
