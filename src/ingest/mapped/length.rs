//! Lengths of time as tables state them: a number in a known unit, `1:30`, `01:30:00`, `1h 30m`, `90 min`.

/// Whole seconds of a stated length; `unit` is how many seconds a bare number counts. `None` for anything that is no length.
pub(super) fn seconds(stated: &str, unit: f64) -> Option<u64> {
    let text = stated.trim().to_lowercase();
    let total = bare(&text).map(|n| n * unit).or_else(|| clock(&text)).or_else(|| worded(&text))?;
    let whole = total.round();
    (whole.is_finite() && (0.0..1e10).contains(&whole)).then_some(whole as u64)
}

/// `90`, `1.5`, `1,5`.
fn bare(text: &str) -> Option<f64> {
    let plain = if text.contains('.') { text.to_owned() } else { text.replacen(',', ".", 1) };
    let is_number = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number { plain.parse().ok() } else { None }
}

/// `1:30` (hours and minutes) and `01:30:00`.
fn clock(text: &str) -> Option<f64> {
    let parts: Option<Vec<f64>> = text.split(':').map(|part| bare(part.trim())).collect();
    match parts?.as_slice() {
        [hours, minutes] if *minutes < 60.0 => Some(hours * 3_600.0 + minutes * 60.0),
        [hours, minutes, seconds] if *minutes < 60.0 && *seconds < 60.0 => {
            Some(hours * 3_600.0 + minutes * 60.0 + seconds)
        }
        _ => None,
    }
}

/// `1h 30m`, `2 days 4 hours`, `90 min`.
fn worded(text: &str) -> Option<f64> {
    let mut total = None;
    let mut hours = false;
    let mut rest = text.trim_matches(|c: char| c.is_whitespace() || c == ',');
    while !rest.is_empty() {
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
    }
    total
}

fn unit(word: &str) -> Option<f64> {
    match word {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1.0),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" => Some(60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heure" | "heures" | "hora"
        | "horas" => Some(3_600.0),
        "d" | "day" | "days" | "tag" | "tage" => Some(86_400.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_length_is_read_in_the_forms_that_tables_hold() {
        for (stated, unit, expected) in [
            ("90", 60.0, Some(5_400)),
            ("1.5", 3_600.0, Some(5_400)),
            ("1,5", 3_600.0, Some(5_400)),
            ("1:30", 60.0, Some(5_400)),
            ("01:30:05", 60.0, Some(5_405)),
            ("1h 30m", 1.0, Some(5_400)),
            ("1h25", 60.0, Some(5_100)),
            ("1 Std. 5 Minuten", 60.0, Some(3_900)),
            ("25 min 10", 60.0, None),
            ("2 days, 4 hours", 60.0, Some(187_200)),
            ("90 min.", 1.0, Some(5_400)),
            ("", 60.0, None),
            ("soon", 60.0, None),
            ("-5", 60.0, None),
            ("1:75", 60.0, None),
            ("5 parsecs", 60.0, None),
        ] {
            assert_eq!(seconds(stated, unit), expected, "{stated}");
        }
    }
}
