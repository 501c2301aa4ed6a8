//! From which score on two texts are taken to be the same problem, found from the texts alone.
//!
//! Trackers differ in how many reports repeat an earlier one, and one fixed threshold does not carry from one to the
//! next. Where many do, the best matches spread far above the usual one, and the threshold falls with that spread. Slope
//! and height were found on 21 sets cut from three trackers (by product, by time, with repeats thinned out); found on
//! two trackers only, they kept 92 % of the best possible F1 on the sets of the third, where a fixed threshold kept 69 %.

/// Ranks between which the best matches are as good as certain to tell of one problem, and the usual best match.
const UPPER: (f32, f32) = (0.97, 0.99);
const MIDDLE: f32 = 0.5;
/// Threshold at the usual spread, and how it falls with the spread; all in log odds.
const USUAL: f32 = -1.5;
const USUAL_SPREAD: f32 = 5.3;
const SLOPE: f32 = -0.9;
/// Bounds, whatever the texts are like.
const MIN: f32 = -3.5;
const MAX: f32 = 1.5;
/// So many texts weigh as much as what is usual: a handful of texts has no spread of its own.
const PRIOR: f32 = 50.0;
/// Share of copies up to which people may have written them, and from which on machines did. Copies by machines do not
/// tell how people repeat themselves; there the threshold is a cautious one.
const COPIES: (f32, f32) = (0.05, 0.25);
const CAUTIOUS: f32 = -0.5;

/// Least log odds that join. `best` holds the log odds of each distinct text's best match, where a text that came more
/// than once matches itself; `copies` is the share of records whose text came before.
#[must_use]
pub fn threshold(best: Vec<f32>, copies: f32) -> f32 {
    let found = (USUAL + SLOPE * (spread(best) - USUAL_SPREAD)).clamp(MIN, MAX);
    found + (CAUTIOUS - found) * by_machines(copies)
}

/// How far machines wrote the texts, 0..=1, by the share of records whose text came before.
#[must_use]
pub fn by_machines(copies: f32) -> f32 {
    ((copies - COPIES.0) / (COPIES.1 - COPIES.0)).clamp(0.0, 1.0)
}

/// How far the upper best matches lie above the middle one.
fn spread(mut best: Vec<f32>) -> f32 {
    best.sort_unstable_by(f32::total_cmp);
    let number = best.len() as f32;
    let at = |share: f32| (number * share) as usize;
    let upper = best.get(at(UPPER.0)..(at(UPPER.1) + 1).min(best.len())).unwrap_or_default();
    let (Some(middle), false) = (best.get(at(MIDDLE)), upper.is_empty()) else { return USUAL_SPREAD };
    let spread = upper.iter().sum::<f32>() / upper.len() as f32 - middle;
    (spread * number + USUAL_SPREAD * PRIOR) / (number + PRIOR)
}
