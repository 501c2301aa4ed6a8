//! Amounts in tables that people keep: `1200`, `1,200,000`, `1.200.000`, `1 200`, `12.5`, `12,5`, `1.2E+06`.

/// Reads an amount that can't be negative. `Ok(None)`: not stated.
///
/// # Errors
/// Not a number, negative, too large, or one that reads differently in two countries (`1.200`); the message says which.
pub fn amount(stated: &str) -> Result<Option<f64>, String> {
    let text = stated.trim();
    if text.is_empty() || ["-", "?", "n/a", "none", "null", "unknown"].iter().any(|w| text.eq_ignore_ascii_case(w)) {
        return Ok(None);
    }
    // Spreadsheets write a minus of their own.
    if text.starts_with(['-', '\u{2212}']) {
        return Err(format!("\"{text}\" is negative"));
    }
    let plain = plain(text)?;
    let value: f64 = plain.parse().map_err(|_| not_a_number(text))?;
    if value.is_finite() { Ok(Some(value)) } else { Err(format!("\"{text}\" is too large")) }
}

fn not_a_number(text: &str) -> String {
    format!("\"{text}\" is no number")
}

/// The amount with a point before its decimals and nothing between its thousands.
fn plain(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '_') || is_blank(c);
    let is_exponential = text.contains(['e', 'E']);
    if is_exponential && text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'e' | 'E' | '+' | '-' | '.')) {
        return Ok(text.to_owned());
    }
    if !text.chars().all(allowed) || !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(not_a_number(text));
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).map(kind).collect();
    let Some(&last) = marks.last() else { return Ok(text.to_owned()) };
    let alike = marks.iter().filter(|c| **c == last).count();
    let has_decimals = matches!(last, '.' | ',') && alike == 1;
    let (whole, decimals) = match text.rsplit_once(|c| kind(c) == last) {
        Some((whole, decimals)) if has_decimals => (whole, decimals),
        _ => (text, ""),
    };
    // One mark with three digits behind it: thousands here, decimals there. Behind a lone zero it can only be decimals.
    if has_decimals && marks.len() == 1 && decimals.len() == 3 && !matches!(whole, "0" | "") {
        let (joined, split) = (format!("{whole}{decimals}"), format!("{whole}.{decimals}"));
        return Err(format!("\"{text}\" may be {joined} or {split}; write it without marks between thousands"));
    }
    Ok(format!(
        "{}.{}",
        thousands(whole).ok_or_else(|| not_a_number(text))?,
        if decimals.is_empty() { "0" } else { decimals }
    ))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Marks that mean the same.
fn kind(c: char) -> char {
    match c {
        c if is_blank(c) => ' ',
        '’' => '\'',
        c => c,
    }
}

/// The digits of groups of three with one kind of mark between them, or without marks.
fn thousands(text: &str) -> Option<String> {
    let mark = text.chars().map(kind).find(|c| !c.is_ascii_digit());
    let Some(mark) = mark else { return Some(if text.is_empty() { "0" } else { text }.to_owned()) };
    let groups: Vec<&str> = text.split(|c| kind(c) == mark).collect();
    let (first, rest) = groups.split_first()?;
    let is_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let fits = (1..=3).contains(&first.len()) && is_digits(first) && rest.iter().all(|g| g.len() == 3 && is_digits(g));
    fits.then(|| groups.concat())
}
