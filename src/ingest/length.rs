//! Lengths of time as exports state them: a number in a known unit, `1:30`, `01:30:00`, `1h 30m`, `90 min`, `1d 04:30`,
//! `PT1H30M`, and the date that some tools write for a length (`1970-01-01 02:00:00`).

/// No length of an incident is longer.
const MAX_LENGTH: f64 = 1e10;

/// Whole seconds of a stated length; `unit` is how many seconds a bare number counts. `None` for anything that is no length.
#[must_use]
pub fn seconds(stated: &str, unit: f64) -> Option<u64> {
    let text = stated.trim().to_lowercase();
    whole(bare(&text).map(|n| n * unit).or_else(|| in_words(&text))?)
}

/// Whole seconds of a length that says its units itself; a bare number is none.
#[must_use]
pub fn with_unit(stated: &str) -> Option<u64> {
    let text = stated.trim().to_lowercase();
    if bare(&text).is_some() { None } else { whole(in_words(&text)?) }
}

fn whole(total: f64) -> Option<u64> {
    let whole = total.round();
    (whole.is_finite() && (0.0..MAX_LENGTH).contains(&whole)).then_some(whole as u64)
}

fn in_words(text: &str) -> Option<f64> {
    clock(text).or_else(|| iso(text)).or_else(|| since_epoch(text)).or_else(|| worded(text))
}

/// `90`, `1.5`, `1,5`, `1,234.5`.
fn bare(text: &str) -> Option<f64> {
    let plain = if text.contains('.') { text.replace(',', "") } else { text.replacen(',', ".", 1) };
    let is_number = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number { plain.parse().ok() } else { None }
}

/// `1:30` (hours and minutes), `01:30:00`, and days before it: `1.04:30:00`, `2 04:30:00`.
fn clock(text: &str) -> Option<f64> {
    let (days, time) = match text.split_once([' ', '.']) {
        Some((days, time)) if time.contains(':') && days.chars().all(|c| c.is_ascii_digit()) => (bare(days)?, time),
        _ => (0.0, text),
    };
    let parts: Option<Vec<f64>> = time.split(':').map(|part| bare(part.trim())).collect();
    let length = match parts?.as_slice() {
        [hours, minutes] if *minutes < 60.0 => hours * 3_600.0 + minutes * 60.0,
        [hours, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => hours * 3_600.0 + minutes * 60.0 + seconds,
        _ => return None,
    };
    Some(days * 86_400.0 + length)
}

/// `pt1h30m`, `p1dt2h`, `p2w`, as ISO 8601 writes lengths. Months and years have no fixed length and are none.
fn iso(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix('p')?;
    let (mut total, mut in_day, mut any) = (0.0, false, false);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('t') {
            (rest, in_day) = (behind, true);
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, after) = rest.split_at_checked(end)?;
        let mark = after.chars().next()?;
        let unit = match (mark, in_day) {
            ('w', false) => 604_800.0,
            ('d', false) => 86_400.0,
            ('h', true) => 3_600.0,
            ('m', true) => 60.0,
            ('s', true) => 1.0,
            _ => return None,
        };
        total += bare(number)? * unit;
        any = true;
        rest = after.strip_prefix(mark)?;
    }
    any.then_some(total)
}

/// A length kept as a date: so long after the beginning of 1970, or of 1900.
fn since_epoch(text: &str) -> Option<f64> {
    let (date, time) = text.split_once([' ', 't'])?;
    let days: f64 = match date.strip_prefix("1970-01-").or_else(|| date.strip_prefix("1900-01-")) {
        Some(day) if day.len() == 2 => bare(day)? - 1.0,
        _ => return None,
    };
    let time = time.trim_end_matches('z');
    (days >= 0.0).then_some(())?;
    Some(days * 86_400.0 + clock(time)?)
}

/// `1h 30m`, `2 days 4 hours`, `90 min`, `1d 04:30`, `1 day, 4:30:00`.
fn worded(text: &str) -> Option<f64> {
    let mut total = None;
    let mut hours = false;
    let mut rest = text.trim_matches(|c: char| c.is_whitespace() || c == ',');
    while !rest.is_empty() {
        if total.is_some() && rest.contains(':') {
            return Some(total? + clock(rest)?);
        }
        let Some(digits) = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')) else {
            // `1h25`: what follows hours without a unit is minutes.
            return if hours { Some(total? + bare(rest)? * 60.0) } else { None };
        };
        let (number, after) = rest.split_at_checked(digits)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, next) = after.split_at_checked(end)?;
        hours = unit(word)? > 60.0 && unit(word)? < 86_400.0;
        total = Some(total.unwrap_or(0.0) + bare(number.trim_matches(','))? * unit(word)?);
        rest = next.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.'));
        rest = ["and ", "und ", "et ", "y "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    }
    total
}

fn unit(word: &str) -> Option<f64> {
    match word {
        "ms" => Some(0.001),
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunde" | "sekunden" => Some(1.0),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" => Some(60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures" | "hora"
        | "horas" | "uur" => Some(3_600.0),
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "j" | "jour" | "jours" | "dia" | "día" | "dias" | "días" => {
            Some(86_400.0)
        }
        "w" | "week" | "weeks" | "woche" | "wochen" => Some(604_800.0),
        _ => None,
    }
}
