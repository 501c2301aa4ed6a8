//! Sums that do not depend on luck.

/// Compensated sum (Neumaier 1974): the error does not grow with the number of values, so that adding a stage to a
/// report does not change the last digits of another one. O(n).
#[must_use]
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    // After an overflow the correction is infinite minus infinite; the plain total is then the better answer.
    if lost.is_finite() { total + lost } else { total }
}

/// The sum up to and with each value. O(n).
#[must_use]
pub fn running(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut so_far = 0.0;
    let add = |value: f64| {
        so_far += value;
        so_far
    };
    values.into_iter().map(add).collect()
}

/// Arithmetic mean; `None` without values.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| sum(values.iter().copied()) / values.len() as f64)
}
