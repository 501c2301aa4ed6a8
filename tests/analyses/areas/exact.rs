//! The same figures worked out in another way: by adding up binomial probabilities and by bisection.

/// Ratio of weekly rates with its interval, and the central p-value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exact {
    pub(super) ratio: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) p: f64,
}

/// Logarithms of the factorials up to n.
fn factorials(n: u64) -> Vec<f64> {
    let mut all = vec![0.0];
    for i in 1..=n {
        all.push(all[i as usize - 1] + (i as f64).ln());
    }
    all
}

/// P(X ≥ k) for X ~ Bin(n, p), term by term.
fn at_least(k: u64, ln: &[f64], p: f64) -> f64 {
    let n = ln.len() - 1;
    (k as usize..=n)
        .map(|i| {
            let sure = if i == 0 { 0.0 } else { i as f64 * p.ln() };
            let other = if i == n { 0.0 } else { (n - i) as f64 * (1.0 - p).ln() };
            (ln[n] - ln[i] - ln[n - i] + sure + other).exp()
        })
        .sum()
}

fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (1e-12, 1.0 - 1e-12);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    low
}

pub(super) fn p_of(now: u64, before: u64, weeks: [f64; 2]) -> f64 {
    let ln = factorials(now + before);
    let share = weeks[0] / (weeks[0] + weeks[1]);
    (2.0 * at_least(now, &ln, share).min(1.0 - at_least(now + 1, &ln, share))).min(1.0)
}

pub(super) fn ratio(now: u64, before: u64, weeks: [f64; 2]) -> Exact {
    let [t2, t1] = weeks;
    let ln = factorials(now + before);
    let to_ratio = |p: f64| p / (1.0 - p) * t1 / t2;
    let lower = || to_ratio(bisect(|p| at_least(now, &ln, p) >= 0.025));
    let upper = || to_ratio(bisect(|p| 1.0 - at_least(now + 1, &ln, p) <= 0.025));
    Exact {
        ratio: now as f64 / before as f64 * t1 / t2,
        low: if now == 0 { 0.0 } else { lower() },
        high: if before == 0 { f64::INFINITY } else { upper() },
        p: p_of(now, before, weeks),
    }
}

/// Adjusted p-values, by the definition: the smallest m p / rank of this and all larger p-values.
pub(super) fn adjusted(p: &[f64]) -> Vec<f64> {
    let rank = |x: f64| p.iter().filter(|other| **other <= x).count() as f64;
    let own = |x: f64| {
        let larger = p.iter().filter(|other| **other >= x);
        larger.map(|other| p.len() as f64 * other / rank(*other)).fold(1.0, f64::min)
    };
    p.iter().map(|x| own(*x)).collect()
}

/// The smallest count above and the largest below `before` that have p < 0.05, by trying all of them.
pub(super) fn seen(before: u64, weeks: [f64; 2]) -> (u64, Option<u64>) {
    let expected = (before as f64 * weeks[0] / weeks[1]).floor() as u64;
    let above = (expected + 1..).find(|k| p_of(*k, before, weeks) < 0.05).unwrap();
    (above, (0..=expected).rev().find(|k| p_of(*k, before, weeks) < 0.05))
}

#[test]
fn the_oracle_is_right() {
    // 18 against 30 over equal time: 0.60, plausible 0.31 to 1.11 (METHODS 4.2); zero against six is the first to show.
    let one = ratio(18, 30, [1.0, 1.0]);
    assert!((one.ratio - 0.6).abs() < 1e-12 && (one.low - 0.31).abs() < 0.005 && (one.high - 1.11).abs() < 0.005);
    assert_eq!(seen(0, [1.0, 1.0]), (6, None));
    // 26 before: 44 is the first rise and 12 the first fall that show (big integers in Python).
    assert_eq!(seen(26, [1.0, 1.0]), (44, Some(12)));
    assert!((ratio(43, 26, [1.0, 1.0]).p - 0.053_289_363_8).abs() < 1e-9);
    assert_eq!(adjusted(&[0.01, 0.04, 0.03]), [0.03, 0.04, 0.04]);
}
