//! The stories that the data can tell, and what each of them changes in the organisation.

use super::organisation::{END, Rotation, START};
use crate::stats::random::Rng;

/// First instants of the last two quarters: 2026-01-01 and 2026-04-01.
pub(super) const EARLIER: i64 = END - 181 * super::organisation::DAY;
pub(super) const LATER: i64 = END - 91 * super::organisation::DAY;
/// Labels of those quarters as the public tables have them.
pub(super) const QUARTERS: [&str; 2] = ["2026Q1", "2026Q2"];

/// Which story the data tell. All but the typical one leave out what makes an organisation hard to count (famous bugs,
/// storms, open incidents, records that state no reference), so that the truth about them is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scenario {
    /// Two years of an organisation with a few troubles: famous bugs, storms, an overloaded responder, a fire.
    #[default]
    Typical,
    /// Two years in which nothing changes: one rate, one mix of severities, services equally likely, independent
    /// log-normal durations.
    Null,
    /// Two quarters. Every severity takes a tenth longer in the second, which has far fewer of the worst, so that its
    /// overall mean, median and geometric mean fall.
    MixShift,
    /// Two quarters with the same durations, but for one incident of the second: a fire that holds half of all
    /// incident time.
    OneFire,
    /// Two quarters with the same number of incidents of each severity, everything else drawn anew from one process.
    SameTwice,
}

impl Scenario {
    /// The name by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Typical => "typical",
            Self::Null => "null",
            Self::MixShift => "mix-shift",
            Self::OneFire => "one-fire",
            Self::SameTwice => "same-twice",
        }
    }

    /// The months that the exports cover, in words.
    #[must_use]
    pub fn months(self) -> &'static str {
        match self {
            Self::Typical | Self::Null => "July 2024 to June 2026",
            Self::MixShift | Self::OneFire | Self::SameTwice => "January to June 2026",
        }
    }

    /// What is planted, in one sentence; `None` where the truth has no second quarter to compare.
    pub(super) fn statement(self) -> Option<&'static str> {
        match self {
            Self::Typical => None,
            Self::Null => Some("Nothing changed: every quarter is drawn from one process with one rate per week."),
            Self::MixShift => Some(
                "Every severity takes 10 % longer than in the quarter before; there are fewer of the worst, so that \
                 the overall figures fall.",
            ),
            Self::OneFire => Some(
                "One incident holds half of all incident time; the others last as long as those of the quarter before.",
            ),
            Self::SameTwice => Some("Nothing changed: both quarters are drawn from one process, severity by severity."),
        }
    }

    /// Whether no figure of the last quarter differs from the one before but by chance.
    pub(super) fn is_unchanged(self) -> bool {
        matches!(self, Self::Null | Self::SameTwice)
    }

    /// First instant of the exports.
    pub(super) fn from(self) -> i64 {
        match self {
            Self::Typical | Self::Null => START,
            Self::MixShift | Self::OneFire | Self::SameTwice => EARLIER,
        }
    }

    pub(super) fn rotation(self) -> Rotation {
        if self == Self::Typical { Rotation::Lopsided } else { Rotation::Fair }
    }
}

/// How many of a number of incidents have each severity: the nearest whole numbers to the shares, by largest remainder.
pub(super) fn apportion(count: usize, shares: &[f64; 5]) -> [usize; 5] {
    let total: f64 = shares.iter().sum();
    let exact = shares.map(|share| count as f64 * share / total);
    // A share of exactly a whole number must not lose one to rounding.
    let mut counts = exact.map(|part| libm::floor(part + 1e-9) as usize);
    let mut order: Vec<usize> = (0..5).collect();
    let rest = |place: &usize| exact.get(*place).map_or(0.0, |part| part - libm::floor(part + 1e-9));
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)));
    let missing = count.saturating_sub(counts.iter().sum());
    for place in order.into_iter().take(missing) {
        if let Some(own) = counts.get_mut(place) {
            *own += 1;
        }
    }
    counts
}

/// A place of a list of shares, as often as its share says.
pub(super) fn any(shares: &[f64; 5], rng: &mut Rng) -> u8 {
    let mut rest = rng.next_f64() * shares.iter().sum::<f64>();
    for (severity, share) in (1_u8..).zip(shares) {
        rest -= share;
        if rest < 0.0 {
            return severity;
        }
    }
    5
}
