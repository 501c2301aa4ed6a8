//! Numbers as people read them.
//!
//! The blank before `%` is an ordinary one: a narrow no-break blank is lost or shown as a box in too many places where
//! the text ends up (terminals, tickets, chat).

/// Below this denominator a share is printed as "3 of 7": one case more or less would move a percentage by over 10 points.
pub const SMALLEST_PERCENT_BASE: u64 = 10;

/// "1204" becomes "1,204".
#[must_use]
pub fn thousands(n: u64) -> String {
    group(&n.to_string())
}

/// A share as people should read it: "3 of 7" below a denominator of [`SMALLEST_PERCENT_BASE`], else "43 %".
///
/// A share that is not nothing is never rounded to "0 %", one that is not all never to "100 %".
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    if whole < SMALLEST_PERCENT_BASE {
        return format!("{} of {}", thousands(part), thousands(whole));
    }
    let fraction = part as f64 / whole as f64;
    percent(fraction)
}

/// A fraction (0.43) as "43 %", with "under 1 %" and "over 99 %" at the ends. The caller vouches for the denominator;
/// where it is at hand, use [`share`].
#[must_use]
pub fn percent(fraction: f64) -> String {
    if !fraction.is_finite() {
        return "unknown".to_owned();
    }
    let points = fraction * 100.0;
    if points > 0.0 && points < 1.0 {
        "under 1 %".to_owned()
    } else if points > 99.0 && points < 100.0 {
        "over 99 %".to_owned()
    } else {
        format!("{} %", fixed(points, 0))
    }
}

/// A fraction with one decimal, to stand beside lines of few percent (0.039 is "3.9 %"), with more where one would put it
/// onto a line, or beyond one, on which it does not lie. Lines are fractions too.
#[must_use]
pub fn beside(fraction: f64, lines: &[f64]) -> String {
    let points = fraction * 100.0;
    let side = |points: f64, line: f64| {
        let far = points - line * 100.0;
        if far.abs() < 1e-9 {
            0
        } else if far > 0.0 {
            1
        } else {
            -1
        }
    };
    if points > 0.0 && points < 0.05 && lines.iter().all(|line| *line >= 0.001) {
        return "under 0.1 %".to_owned();
    }
    let keeps = |places: &usize| {
        let rounded = format!("{points:.places$}").parse::<f64>().unwrap_or(points);
        lines.iter().chain(&[1.0]).all(|line| side(rounded, *line) == side(points, *line))
    };
    format!("{} %", fixed(points, (1..6).find(keeps).unwrap_or(6)))
}

/// A measured value to two significant digits, but with its integer part whole: "0.60", "1.4", "12", "1,204".
#[must_use]
pub fn decimal(value: f64) -> String {
    significant(value, 2)
}

/// The same to any number of significant digits (at least one).
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let mut places = places_for(value, digits);
    // 0.0999 and 9.96 gain a digit before the point when they are rounded; they must not keep the extra decimal.
    if let Ok(rounded) = format!("{value:.places$}").parse::<f64>() {
        places = places.min(places_for(rounded, digits));
    }
    fixed(value, places)
}

/// A value with a fixed number of decimals and separators for thousands: `fixed(1204.5, 1)` is "1,204.5".
#[must_use]
pub fn fixed(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "unknown".to_owned();
    }
    let printed = format!("{:.places$}", value.abs());
    let (whole, fraction) = printed.split_once('.').map_or((printed.as_str(), None), |(w, f)| (w, Some(f)));
    let negative = value < 0.0 && printed.chars().any(|c| ('1'..='9').contains(&c));
    let mut text = if negative { "-".to_owned() } else { String::new() };
    text.push_str(&group(whole));
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A ratio between two figures: two decimals below 10 ("0.91", "1.42"), then as [`decimal`].
#[must_use]
pub fn ratio(value: f64) -> String {
    if value.is_finite() && value.abs() < 9.995 { fixed(value, 2) } else { decimal(value) }
}

/// A plausible range of ratios: "0.71–1.49"; "close to 1.00" where both ends read alike, "1.31 and up" without an upper end.
#[must_use]
pub fn range([low, high]: [f64; 2]) -> String {
    let (from, to) = (ratio(low), ratio(high));
    match () {
        () if high == f64::INFINITY => format!("{from} and up"),
        () if from == to => format!("close to {from}"),
        () => format!("{from}–{to}"),
    }
}

/// "0.042", "0.31", "under 0.001".
#[must_use]
pub fn probability(value: f64) -> String {
    if value < 0.001 { "under 0.001".to_owned() } else { fixed(value, if value < 0.1 { 3 } else { 2 }) }
}

/// A number beside a mark of a chart, as short as it can be without misleading: whole numbers plain, one decimal otherwise.
/// Something that is no number reads 0.
#[must_use]
pub fn short(value: f64) -> String {
    let value = finite(value);
    // Nobody reads a dozen zeros.
    if value.abs() >= 1e12 {
        return format!("{value:.0e}");
    }
    fixed(value, usize::from((value - value.round()).abs() >= 0.005))
}

/// The number itself, or 0 when it is not one.
#[must_use]
pub fn finite(value: f64) -> f64 {
    if value.is_finite() { value.clamp(-1e15, 1e15) } else { 0.0 }
}

/// Decimals needed to show `digits` significant digits. Nothing measured here is meaningful below 12 decimals.
fn places_for(value: f64, digits: usize) -> usize {
    if value == 0.0 {
        return 0;
    }
    let magnitude = libm::floor(libm::log10(value.abs()));
    (0..=12_u32).find(|&places| f64::from(places) + magnitude + 1.0 >= count_as_f64(digits)).unwrap_or(12) as usize
}

fn count_as_f64(digits: usize) -> f64 {
    u32::try_from(digits.max(1)).map_or(12.0, f64::from)
}

/// Puts a comma between groups of three digits, counted from the right.
fn group(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}

/// Whole numbers whole, others to six significant digits.
#[must_use]
pub fn plain(value: f64) -> String {
    match value {
        v if v.is_nan() => "not a number".to_owned(),
        v if v.is_infinite() => if v > 0.0 { "without limit" } else { "without lower limit" }.to_owned(),
        v if v.fract() == 0.0 && v.abs() < 1e15 => fixed(v, 0),
        v if v.abs() < 1e-4 => format!("{v:e}"),
        v => {
            let text = significant(v, 6);
            // Zeros before the point are part of the number.
            if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
        }
    }
}
