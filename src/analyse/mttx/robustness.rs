//! What belongs beside a change of a duration before anybody believes it: the noise of the figure itself, the largest
//! incident, the mix of severities, incidents still open, and those without a time (`METHODS.md` 3.5 to 3.7 and 10).

use super::censored::{Survival, survival};
use super::change::{MIN_FOR_VERDICT, MetricChange, compare, estimate, missing_differs};
use super::cohorts::{Against, Cohort, Timed, half_resolution};
use super::mix::{MixShift, mix};
use super::tipping::{Tipping, tipping};
use super::traits::{By, IncidentTraits};
use super::values::Metric;
use crate::model::row::IncidentIx;
use crate::stats::permutation::{self, Band};
use crate::stats::quantile::sorted;
use crate::stats::sum::{mean, sum};

/// The noise band needs so many on each side.
const MIN: usize = 10;
/// From this share of either period on, the figures are given with and without reopened incidents.
pub const MANY_REOPENED: f64 = 0.05;
/// Groups with a larger adjusted p-value are not spoken of, so that nothing has to stand beside them.
const SPOKEN: f64 = 0.10;
/// Values dealt out in all random splits together, and the fewest splits: four metrics share the time of a run.
const BUDGET: u64 = 30_000_000;
const MIN_SPLITS: u64 = 999;

/// From this share of all time of both periods on, splits show little but the period into which the one incident falls.
const DECIDES: f64 = 0.1;
/// The same for the next one: without both there is hardly a mean left to speak of.
const DECIDES_TOO: f64 = 0.2;

/// The largest incident of both periods, which random splits are made without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// Row of the incident table.
    pub row: IncidentIx,
    /// 0 the period under review.
    pub side: usize,
    /// Its share of the time of all incidents of both periods.
    pub share: f64,
}

/// The same comparison without incidents that were reopened, whose time runs to the last resolution.
#[derive(Debug, Clone, PartialEq)]
pub struct Reopened {
    /// How many of the known ones of each period.
    pub n: [u64; 2],
    pub without: MetricChange,
}

/// One metric, all incidents, two periods. Index 0 is the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    pub change: MetricChange,
    pub missing: [u64; 2],
    pub open: [u64; 2],
    pub all: [u64; 2],
    /// Ratio of the typical duration without the largest incident of each period.
    pub without_largest: Option<f64>,
    /// Means without the largest incident of each period.
    pub means_without: [Option<f64>; 2],
    /// `None` too where the splits would show little but which period one of a few large incidents falls into.
    pub noise: Option<Band>,
    /// Which incident the splits are made without, where it decides all of them.
    pub noise_without: Option<LeftOut>,
    /// By severity.
    pub mix: Option<MixShift>,
    /// By what else the incidents can be sorted; of all incidents, and of groups whose change is spoken of.
    pub mixes: Vec<MixShift>,
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
    change: &MetricChange,
    cohorts: [&Cohort; 2],
    traits: &IncidentTraits,
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
    // Nothing is said of the noise of a year, so none is drawn.
    let noise = (change.against == Against::Previous).then(|| noise(cohorts, seed, path)).flatten();
    let mixes = if spoken { mixes(cohorts, traits, by_severity.as_ref()) } else { Vec::new() };
    Robustness {
        missing: cohorts.map(Cohort::missing),
        open: cohorts.map(|c| c.open.len() as u64),
        all: cohorts.map(Cohort::all),
        without_largest: enough.then(|| estimate(rest)).flatten(),
        means_without: rest.map(mean),
        noise_without: noise.and_then(|(_, left_out)| left_out),
        noise: noise.map(|(band, _)| band),
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

/// The largest incident where it holds so large a share of the time of both periods that it decides the splits; `Err` where
/// the next one does as well.
fn decides(cohorts: [&Cohort; 2]) -> Result<Option<LeftOut>, ()> {
    let mut largest: [Option<(f64, usize, IncidentIx)>; 2] = [None; 2];
    for (side, cohort) in cohorts.iter().enumerate() {
        for timed in &cohort.known {
            let own = Some((timed.seconds, side, timed.row));
            let longer =
                |other: Option<(f64, usize, IncidentIx)>| other.is_none_or(|(seconds, ..)| timed.seconds > seconds);
            let [first, second] = largest;
            if longer(first) {
                largest = [own, first];
            } else if longer(second) {
                largest = [first, own];
            }
        }
    }
    let all = sum(cohorts.iter().flat_map(|c| c.known.iter().map(|t| t.seconds)));
    let [Some((first, side, row)), Some((second, ..))] = largest else { return Ok(None) };
    if first < DECIDES * all || all <= 0.0 {
        return Ok(None);
    }
    if second >= DECIDES_TOO * (all - first) { Err(()) } else { Ok(Some(LeftOut { row, side, share: first / all })) }
}

/// Random splits that keep the number of each severity in each period, so that the mix is not taken for noise; without the
/// largest incident where that decides them all. With many incidents none is drawn, see [`permutation::random_splits`].
fn noise(cohorts: [&Cohort; 2], seed: u64, path: [u64; 2]) -> Option<(Band, Option<LeftOut>)> {
    let left_out = decides(cohorts).ok()?;
    let taken = |timed: &&Timed| left_out.is_none_or(|left| left.row != timed.row);
    let pairs =
        cohorts.map(|c| c.known.iter().filter(taken).map(|t| (t.seconds, t.severity)).collect::<Vec<(f64, u32)>>());
    if pairs.iter().any(|known| known.len() < MIN) {
        return None;
    }
    let [current, earlier] = &pairs;
    let resolution = cohorts.map(|c| 2.0 * half_resolution(&c.seconds())).into_iter().fold(f64::INFINITY, f64::min);
    let [_, group] = path;
    // Groups are many; the fewest splits do for a table.
    let most = if group == 0 { permutation::REPLICATES } else { MIN_SPLITS };
    let replicates = (BUDGET / (current.len() + earlier.len()).max(1) as u64).clamp(MIN_SPLITS, most);
    let band = permutation::random_splits(current, earlier, resolution, replicates, (seed, &path))?;
    Some((band, left_out))
}

/// By all but severity. A trait that sorts the incidents as another one does says nothing more.
fn mixes(cohorts: [&Cohort; 2], traits: &IncidentTraits, by_severity: Option<&MixShift>) -> Vec<MixShift> {
    let mut found: Vec<MixShift> = Vec::new();
    for by in By::ALL.into_iter().filter(|by| *by != By::Severity) {
        let Some(mix) = mix(cohorts, traits, by) else { continue };
        let same = |other: &MixShift| {
            let sizes = |mix: &MixShift| {
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
fn reopened(change: &MetricChange, cohorts: [&Cohort; 2], traits: &IncidentTraits) -> Option<Reopened> {
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
    pub fn all_mixes(&self) -> impl Iterator<Item = &MixShift> {
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
