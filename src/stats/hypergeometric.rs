//! How many of two groups of known sizes coincide by chance.

use crate::stats::special::ln_gamma;

/// The middle `conf` of the number that is in both of two groups of `first` and `second` out of `all`, drawn independently:
/// the smallest and the largest count that leave no more than half of the rest at their side. `None` for groups larger
/// than all, without any, and unless 0 < conf < 1. O(smaller group).
#[must_use]
pub fn range(first: u64, second: u64, all: u64, conf: f64) -> Option<[u64; 2]> {
    if all == 0 || first > all || second > all || !(conf > 0.0 && conf < 1.0) {
        return None;
    }
    let tail = (1.0 - conf) / 2.0;
    let (least, most) = ((first + second).saturating_sub(all), first.min(second));
    let mass = |both: u64| {
        let choose =
            |n: u64, k: u64| ln_gamma(n as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((n - k) as f64 + 1.0);
        libm::exp(choose(first, both) + choose(all - first, second - both) - choose(all, second))
    };
    let (mut below, mut low) = (mass(least), least);
    while below <= tail && low < most {
        low += 1;
        below += mass(low);
    }
    let (mut above, mut high) = (mass(most), most);
    while above <= tail && high > low {
        high -= 1;
        above += mass(high);
    }
    Some([low, high])
}
