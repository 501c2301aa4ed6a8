//! Two periods with what is still open counted in: the comparison that the complete cases alone cannot carry
//! (`METHODS.md` 3.6 and 17.8).

use super::cohorts::Cohort;
use super::traits::{By, IncidentTraits};
use crate::stats::special::normal_inverse;
use crate::stats::survival::{self, CensoredDuration, Curve, LogRank, RestrictedMean};
use std::collections::BTreeMap;

/// A curve needs so many ends, a test so many in each group.
const MIN_ENDS: usize = 5;
const MIN_FOR_TEST: usize = 10;

/// The stratified test by one of the traits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    pub by: By,
    pub p: f64,
    pub sooner: bool,
}

/// Survival of both periods. Index 0 is the period under review.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    pub curves: [Option<Curve>; 2],
    /// How many are over.
    pub ends: [u64; 2],
    /// Mean capped at `tau` seconds.
    pub tau: f64,
    pub restricted: [Option<f64>; 2],
    /// Current capped mean over the earlier one, with its 95 % interval (delta method on the log).
    pub ratio: Option<(f64, [f64; 2])>,
    /// Log-rank test, stratified by severity; `None` below ten ends in either period.
    pub p: Option<f64>,
    /// Whether the current incidents were over sooner than expected if nothing had changed.
    pub sooner: Option<bool>,
    /// The same test by other traits.
    pub within: Vec<Within>,
}

/// `None` where no incident of either period is still open.
#[must_use]
pub fn survival(cohorts: [&Cohort; 2], traits: Option<&IncidentTraits>) -> Option<Survival> {
    if cohorts.iter().all(|c| c.open.is_empty()) {
        return None;
    }
    let seen = |cohort: &Cohort| -> Vec<CensoredDuration> {
        let ended = cohort.known.iter().map(|t| (t.seconds, true));
        ended.chain(cohort.open.iter().map(|t| (t.seconds, false))).collect()
    };
    let seen = cohorts.map(seen);
    let enough = cohorts.iter().all(|c| c.known.len() >= MIN_FOR_TEST);
    let curves = [0, 1].map(|side: usize| {
        let usable = cohorts.get(side).is_some_and(|c| c.known.len() >= MIN_ENDS);
        usable.then(|| seen.get(side).and_then(|s| survival::kaplan_meier(s, 0.95))).flatten()
    });
    let tau = curves.iter().flatten().map(|c| c.longest).fold(f64::INFINITY, f64::min);
    let tau = if tau.is_finite() { tau } else { 0.0 };
    let means = curves.each_ref().map(|c| c.as_ref().and_then(|c| c.restricted_mean(tau)));
    let severity = |t: &super::cohorts::Timed| u64::from(t.severity);
    let test = enough.then(|| stratified(cohorts, severity)).flatten();
    let others = traits.filter(|_| enough).into_iter().flat_map(|traits| {
        let by = By::ALL.into_iter().filter(|by| *by != By::Severity);
        by.filter_map(|by| {
            let found = stratified(cohorts, |t| traits.level(by, t)).filter(|t| t.variance > 0.0)?;
            // One stratum is the test that stands above.
            let same = test.is_some_and(|test| test.chi2.total_cmp(&found.chi2).is_eq());
            if same {
                return None;
            }
            Some(Within { by, p: found.p, sooner: found.observed > found.expected })
        })
    });
    Some(Survival {
        ends: cohorts.map(|c| c.known.len() as u64),
        tau,
        restricted: means.map(|m| m.map(|m| m.mean)),
        ratio: ratio(means),
        p: test.map(|t| t.p),
        sooner: test.map(|t| t.observed > t.expected),
        within: others.collect(),
        curves,
    })
}

fn ratio([now, before]: [Option<RestrictedMean>; 2]) -> Option<(f64, [f64; 2])> {
    let (now, before) = (now?, before?);
    let usable = now.mean > 0.0 && before.mean > 0.0;
    let error = libm::hypot(now.error / now.mean, before.error / before.mean);
    let ratio = now.mean / before.mean;
    let half = -normal_inverse(0.025) * error;
    usable.then(|| (ratio, [-half, half].map(|h| ratio * libm::exp(h))))
}

fn stratified(cohorts: [&Cohort; 2], level: impl Fn(&super::cohorts::Timed) -> u64) -> Option<LogRank> {
    let mut strata: BTreeMap<u64, [Vec<CensoredDuration>; 2]> = BTreeMap::new();
    for (side, cohort) in cohorts.iter().enumerate() {
        let ended = cohort.known.iter().map(|t| (t, true));
        for (timed, over) in ended.chain(cohort.open.iter().map(|t| (t, false))) {
            let lists = strata.entry(level(timed)).or_default();
            lists.iter_mut().skip(side).take(1).for_each(|list| list.push((timed.seconds, over)));
        }
    }
    let groups: Vec<[&[CensoredDuration]; 2]> = strata.values().map(|[a, b]| [a.as_slice(), b.as_slice()]).collect();
    survival::log_rank(&groups)
}
