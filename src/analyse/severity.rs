//! **Question.** Did the mix of severities move, so that figures by severity compare different things?
//! **Method.** Included incidents per severity and period; the difference of the share of the worst severities with
//! Newcombe's interval, and the p-value of that same interval; beside it the chi-squared test of the two mixes, the mildest severities
//! joined until five are expected in each cell; the trend of the share of the worst severities over the quarters
//! (Cochran and Armitage); incidents whose severity was changed, from the history.
//! **Needs.** Severities; an earlier period; a history for changes.
//! **Silent when.** Fewer than ten stated severities in either period, or fewer than three quarters with ten.
//! **Known bias.** A mix moves when other incidents happen and when the same ones are rated otherwise. The counts cannot
//! tell one from the other.

use crate::analyse::Analysis;
use crate::analyse::areas::slots::Slots;
use crate::frame::read::{Rows, Texts};
use crate::frame::{DataSet, col};
use crate::model::row::IncidentIx;
use crate::stats::proportion::{cochran_armitage, difference};
use crate::stats::special::chi2_sf;
use crate::stats::sum::sum;
use std::collections::{BTreeMap, BTreeSet};

pub struct Severity;

/// Stated severities below which a mix is a handful of cases.
const MIN: u64 = 10;
/// Expected count from which chi-squared holds.
const EXPECTED: f64 = 5.0;
/// Quarters for a direction.
const QUARTERS: usize = 3;
/// Ranks that count as the worst: those for which people are woken in most organisations.
pub const WORST: u32 = 2;
/// Below this p the mix has moved.
pub const MOVED: f64 = 0.05;
/// A direction with a larger p-value is none.
const CLEAR: f64 = 0.05;

#[derive(Default)]
pub struct Params;

/// Severities of one period.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SeverityMix {
    pub period: String,
    /// Rank, 1 the worst, and incidents; ascending.
    pub counts: Vec<(u32, u64)>,
    pub unknown: u64,
}

impl SeverityMix {
    /// Incidents with a stated severity.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.counts.iter().map(|c| c.1).sum()
    }

    /// Incidents of one rank.
    #[must_use]
    pub fn of(&self, rank: u32) -> u64 {
        self.counts.iter().filter(|c| c.0 == rank).map(|c| c.1).sum()
    }

    /// Incidents of the worst severities.
    #[must_use]
    pub fn worst(&self) -> u64 {
        self.up_to(WORST)
    }

    /// Incidents of this rank and of worse ones.
    #[must_use]
    pub fn up_to(&self, rank: u32) -> u64 {
        self.counts.iter().filter(|c| c.0 <= rank).map(|c| c.1).sum()
    }
}

/// The mix of the period under review held against the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    pub chi2: f64,
    pub df: u64,
    pub p: f64,
    /// Ranks up to this one are the worst: 2, or the worst rank there is where that splits nothing.
    pub cut: u32,
    /// Share of the worst severities now minus before, with its 95 % interval (Newcombe) and the p-value that belongs to it:
    /// below 5 % exactly where the interval excludes 0.
    pub worst: [f64; 4],
    /// p of a difference in how many state no severity (Fisher).
    pub unknown_p: Option<f64>,
}

/// Direction of the share of the worst severities over the quarters.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    pub quarters: usize,
    /// Incidents that state a severity, in all of them.
    pub incidents: u64,
    pub z: f64,
    pub p: f64,
    /// By how much the share changes each quarter (weighted least squares), and the error of that under one common share.
    pub slope: f64,
    pub error: f64,
    /// Slope, its error and p-value without the last quarter; `None` where too few are left.
    pub before: Option<[f64; 3]>,
}

impl Drift {
    /// Whether the direction is that of the last quarter alone: without it none is left, and less than half the slope.
    #[must_use]
    pub fn is_step(&self) -> bool {
        self.before.is_some_and(|[slope, _, p]| p > CLEAR && slope * self.slope.signum() < self.slope.abs() / 2.0)
    }
}

#[derive(Default)]
pub struct Output {
    /// Quarters first, oldest first.
    pub periods: Vec<SeverityMix>,
    pub current: usize,
    pub previous: Option<SeverityMix>,
    pub moved: Option<Moved>,
    pub drift: Option<Drift>,
    /// Included incidents of the period whose severity was changed after it was first stated; nothing without a history
    /// of severities.
    pub changed: Option<u64>,
    /// The share of the worst severities is not that of the period before (p < [`MOVED`]): durations by severity need a caveat.
    pub mix_moved: bool,
}

impl Output {
    /// Severities of the period under review.
    #[must_use]
    pub fn mix(&self) -> SeverityMix {
        self.periods.get(self.current).cloned().unwrap_or_default()
    }
}

impl Analysis for Severity {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, _params: &Params) -> Output {
        let slots = Slots::of(data);
        let mut all = tally(data, &slots);
        let previous = slots.previous(slots.current()).and_then(|slot| all.get(slot).cloned());
        let now = all.get(slots.current()).cloned().unwrap_or_default();
        let moved = previous.as_ref().and_then(|before| moved(&now, before));
        let drift = drift(all.get(..data.periods.quarters.len()).unwrap_or_default());
        all.truncate(slots.shown());
        Output {
            mix_moved: moved.as_ref().is_some_and(|m| m.worst[3] < MOVED),
            changed: changed(data),
            current: slots.current(),
            periods: all,
            previous,
            moved,
            drift,
        }
    }
}

fn tally(data: &DataSet, slots: &Slots) -> Vec<SeverityMix> {
    let view = data.incident_view();
    let mut counts: Vec<BTreeMap<u32, u64>> = vec![BTreeMap::new(); slots.len()];
    for row in view.rows() {
        let rank = view.severity.get(row).unwrap_or(0);
        for slot in slots.holding(&view, row) {
            counts.get_mut(slot).into_iter().for_each(|c| *c.entry(rank).or_insert(0) += 1);
        }
    }
    let mix = |(slot, counts): (usize, BTreeMap<u32, u64>)| SeverityMix {
        period: slots.label(slot).to_owned(),
        unknown: counts.get(&0).copied().unwrap_or(0),
        counts: counts.into_iter().filter(|c| c.0 > 0).collect(),
    };
    counts.into_iter().enumerate().map(mix).collect()
}

fn moved(now: &SeverityMix, before: &SeverityMix) -> Option<Moved> {
    if now.known() < MIN || before.known() < MIN {
        return None;
    }
    let (chi2, df) = chi_squared(&joined(now, before))?;
    let cut = cut(now, before)?;
    let shares = [(now.up_to(cut), now.known()), (before.up_to(cut), before.known())];
    let silent = |mix: &SeverityMix| (mix.unknown, mix.unknown + mix.known());
    Some(Moved {
        chi2,
        df,
        p: chi2_sf(chi2, df as f64),
        cut,
        worst: apart(shares)?,
        unknown_p: difference(silent(now), silent(before), 0.95).map(|d| d.p),
    })
}

/// Difference of two shares, each so many of so many, the current one first: the estimate, its 95 % interval and the p-value
/// that belongs to it. `None` where one of them is of nothing.
#[must_use]
pub fn apart(shares: [(u64, u64); 2]) -> Option<[f64; 4]> {
    let found = difference(shares[0], shares[1], 0.95)?;
    Some([found.difference, found.low, found.high, p_of_interval(shares)])
}

/// The rank that splits both mixes together: the usual one, else the worst there is. `None` where all state one severity.
fn cut(now: &SeverityMix, before: &SeverityMix) -> Option<u32> {
    let splits = |rank: &u32| {
        let worst = now.up_to(*rank) + before.up_to(*rank);
        worst > 0 && worst < now.known() + before.known()
    };
    let ranks: BTreeSet<u32> = now.counts.iter().chain(&before.counts).map(|c| c.0).collect();
    [WORST].into_iter().chain(ranks).find(splits)
}

/// The smallest error at which Newcombe's interval still excludes 0. Fisher's test asks another question, and the two may
/// contradict each other. By bisection on the coverage, which the interval grows with.
fn p_of_interval([now, before]: [(u64, u64); 2]) -> f64 {
    let excludes = |p: f64| difference(now, before, 1.0 - p).is_some_and(|d| d.low > 0.0 || d.high < 0.0);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = f64::midpoint(low, high);
        if excludes(middle) { high = middle } else { low = middle }
    }
    high
}

/// Two counts per group of severities. Severities are joined from the mildest on until the smaller period expects five.
fn joined(now: &SeverityMix, before: &SeverityMix) -> Vec<[u64; 2]> {
    let ranks: BTreeSet<u32> = now.counts.iter().chain(&before.counts).map(|c| c.0).collect();
    let (n, all) = (now.known().min(before.known()) as f64, (now.known() + before.known()) as f64);
    let enough = |group: &[u64; 2]| (group[0] + group[1]) as f64 * n / all >= EXPECTED;
    let mut groups: Vec<[u64; 2]> = Vec::new();
    let mut open = [0, 0];
    for rank in ranks.into_iter().rev() {
        open = [open[0] + now.of(rank), open[1] + before.of(rank)];
        if enough(&open) {
            groups.push(open);
            open = [0, 0];
        }
    }
    if let Some(last) = groups.last_mut() {
        *last = [last[0] + open[0], last[1] + open[1]];
    }
    groups
}

/// Pearson's statistic and its degrees of freedom. `None` below two groups.
fn chi_squared(groups: &[[u64; 2]]) -> Option<(f64, u64)> {
    let column = |i: usize| sum(groups.iter().filter_map(|g| g.get(i)).map(|n| *n as f64));
    let totals = [column(0), column(1)];
    let all = totals[0] + totals[1];
    let cell = |group: &[u64; 2], i: usize| {
        let expected = (group[0] + group[1]) as f64 * totals.get(i)? / all;
        Some((*group.get(i)? as f64 - expected).powi(2) / expected)
    };
    let cells = groups.iter().flat_map(|group| [cell(group, 0), cell(group, 1)]);
    let chi2 = sum(cells.flatten());
    (groups.len() >= 2 && chi2.is_finite()).then(|| (chi2, groups.len() as u64 - 1))
}

fn drift(quarters: &[SeverityMix]) -> Option<Drift> {
    let usable = quarters.iter().enumerate().filter(|(_, mix)| mix.known() >= MIN);
    let groups: Vec<(u64, u64, f64)> = usable.map(|(i, mix)| (mix.worst(), mix.known(), i as f64)).collect();
    let found = cochran_armitage(&groups).filter(|_| groups.len() >= QUARTERS)?;
    let incidents: u64 = groups.iter().map(|g| g.1).sum();
    let n = incidents as f64;
    let share = groups.iter().map(|g| g.0).sum::<u64>() as f64 / n;
    let middle = sum(groups.iter().map(|g| g.1 as f64 * g.2)) / n;
    let width = sum(groups.iter().map(|g| g.1 as f64 * (g.2 - middle).powi(2)));
    let slope = sum(groups.iter().map(|g| (g.2 - middle) * (g.0 as f64 - share * g.1 as f64))) / width;
    let error = (share * (1.0 - share) / width).sqrt();
    let rest = quarters.split_last().and_then(|(_, rest)| drift(rest));
    let before = rest.map(|rest| [rest.slope, rest.error, rest.p]);
    let drift = Drift { quarters: groups.len(), incidents, z: found.z, p: found.p, slope, error, before };
    (width > 0.0).then_some(drift)
}

/// Incidents of the period with a change of severity. The history says what a severity became, not what it was.
fn changed(data: &DataSet) -> Option<u64> {
    // A history without rows need not have columns.
    if data.history.height() == 0 {
        return None;
    }
    let (incident, kind) = (Rows::of(&data.history, col::INCIDENT), Texts::of(&data.history, col::KIND));
    let rows = (0..data.history.height()).filter(|&row| kind.get(row) == Some("severity"));
    let incidents: BTreeSet<IncidentIx> = rows.filter_map(|row| incident.get(row)).collect();
    let view = data.incident_view();
    let counts = |row: &&IncidentIx| view.included.get(**row) && view.in_period.get(**row);
    (!incidents.is_empty()).then(|| incidents.iter().filter(counts).count() as u64)
}
