//! Masking of titles, so that "db-03 down, 97 % full at 14:02" and "db-11 down, 98 % full at 03:40" are one fingerprint.
//!
//! Words stay, what changes from one occurrence to the next becomes a placeholder: `<url>`, `<uuid>`, `<ip>`, `<host>`,
//! `<time>`, `<date>`, `<version>`, `<hex>`, `<n>`. A hand-written scanner rather than regular expressions: titles come
//! by the million, each character is looked at a fixed number of times, and no title can make it slow.

/// The fingerprint text of a title: lower case, variable parts masked, blanks collapsed. Linear in the title's length.
#[must_use]
pub fn mask(title: &str) -> String {
    // Most titles are ASCII, where lowering is a copy.
    let lower = if title.is_ascii() { title.to_ascii_lowercase() } else { title.to_lowercase() };
    let mut out = String::with_capacity(lower.len());
    for chunk in lower.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        mask_chunk(chunk, &mut out);
    }
    out
}

/// A stretch without blanks: punctuation is copied, runs are masked.
fn mask_chunk(chunk: &str, out: &mut String) {
    // Most words: nothing in them can be masked.
    if !has_digit(chunk) && !chunk.contains("://") {
        out.push_str(chunk);
        return;
    }
    let mut rest = chunk;
    while !rest.is_empty() {
        let start = rest.find(is_run_char).unwrap_or(rest.len());
        let (punctuation, after) = rest.split_at(start);
        out.push_str(punctuation);
        let end = after.find(|c: char| !is_run_char(c)).unwrap_or(after.len());
        let (run, behind) = after.split_at(end);
        // Everything up to the next bracket or quote belongs to an address, whatever it is made of.
        if let Some(tail) = behind_url(run, after) {
            push(out, "<url>");
            rest = tail;
            continue;
        }
        let whole = run.trim_end_matches(is_inner);
        mask_run(whole, out);
        out.push_str(run.get(whole.len()..).unwrap_or_default());
        rest = behind;
    }
}

/// Letters and digits, and the characters that hold addresses, stamps and names together.
fn is_run_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_inner(c) || (!c.is_ascii() && c.is_alphanumeric())
}

fn is_inner(c: char) -> bool {
    matches!(c, '.' | ':' | '-' | '_' | '/' | '+' | '%' | ',')
}

/// What follows the URL that the text begins with, if it does. The scheme is looked for in the first run only, so that a
/// long chunk of short runs is not searched to its end once for each of them.
fn behind_url<'a>(run: &str, text: &'a str) -> Option<&'a str> {
    let scheme = run.find("://").filter(|&at| at > 0)?;
    if !run.get(..scheme)?.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')) {
        return None;
    }
    let end = text.find(['<', '>', '"', '\'', ')', ']', '}', '|', '`']).unwrap_or(text.len());
    let address = text.get(..end)?.trim_end_matches(['.', ',', ':', ';', '!', '?']);
    text.get(address.len()..).filter(|_| address.len() > scheme + "://".len())
}

/// A run as a whole where it is something known, else piece by piece.
fn mask_run(run: &str, out: &mut String) {
    if !has_digit(run) {
        out.push_str(run);
        return;
    }
    if let Some(placeholder) = known(run) {
        push(out, placeholder);
        return;
    }
    // A port, a path or a prefix length behind something known.
    for piece in run.split_inclusive(['/', ':', ',', '+', '%']) {
        let body = piece.trim_end_matches(['/', ':', ',', '+', '%']);
        match known(body) {
            Some(placeholder) => push(out, placeholder),
            None => mask_parts(body, out),
        }
        out.push_str(piece.get(body.len()..).unwrap_or_default());
    }
}

/// The words of a compound (`web-03_eu`), each by itself.
fn mask_parts(piece: &str, out: &mut String) {
    for part in piece.split_inclusive(['-', '_', '.']) {
        let body = part.trim_end_matches(['-', '_', '.']);
        mask_word(body, out);
        out.push_str(part.get(body.len()..).unwrap_or_default());
    }
}

/// One word: a number inside or at its end is masked, the letters stay (`node17` → `node<n>`, `500ms` → `<n>ms`).
/// Digits between letters belong to the word (`k8s`, `log4j`).
fn mask_word(word: &str, out: &mut String) {
    if is_hex(word) {
        push(out, "<hex>");
        return;
    }
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if word.is_empty() {
    } else if unit.is_empty() {
        push(out, "<n>");
    } else if unit.len() < word.len() && !has_digit(unit) {
        push(out, "<n>");
        out.push_str(unit);
    } else if letters.len() < word.len() {
        out.push_str(letters);
        push(out, "<n>");
    } else {
        out.push_str(word);
    }
}

/// Appends a placeholder. A date with a time of day behind it is one instant, however it is spelt.
fn push(out: &mut String, placeholder: &str) {
    if placeholder == "<time>" && out.ends_with("<date> ") {
        out.truncate(out.len() - "<date> ".len());
    }
    out.push_str(placeholder);
}

fn known(run: &str) -> Option<&'static str> {
    if !has_digit(run) {
        return None;
    }
    if all_digits(run) {
        Some("<n>")
    } else if is_uuid(run) {
        Some("<uuid>")
    } else if is_ip(run) {
        Some("<ip>")
    } else if is_date(run) {
        Some("<date>")
    } else if is_time(run) || is_stamp(run) {
        Some("<time>")
    } else if is_number(run) {
        Some("<n>")
    } else if is_version(run) {
        Some("<version>")
    } else if is_host(run) {
        Some("<host>")
    } else {
        None
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn all_hex(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// `0x1f`, or at least six hexadecimal digits of both sorts: `deadbeef` and `facade` may be words, `1234567` is a number.
fn is_hex(word: &str) -> bool {
    if let Some(digits) = word.strip_prefix("0x") {
        return all_hex(digits);
    }
    word.len() >= 6 && all_hex(word) && has_digit(word) && !all_digits(word)
}

fn is_uuid(run: &str) -> bool {
    let mut lengths = [8, 4, 4, 4, 12].into_iter();
    run.len() == 36 && run.split('-').all(|group| lengths.next() == Some(group.len()) && all_hex(group))
}

/// Version 4 with an optional port or prefix length, or version 6.
fn is_ip(run: &str) -> bool {
    let address = run.split_once(['/', ':']).filter(|(_, port)| all_digits(port)).map_or(run, |(address, _)| address);
    let octets = address.split('.').filter(|o| all_digits(o) && o.parse::<u16>().is_ok_and(|n| n < 256)).count();
    let v4 = octets == 4 && address.split('.').count() == 4;
    v4 || is_ipv6(run.split_once('/').map_or(run, |(address, _)| address))
}

fn is_ipv6(address: &str) -> bool {
    let groups = address.split(':').count();
    let shaped = address.split(':').all(|group| group.is_empty() || (group.len() <= 4 && all_hex(group)));
    shaped && ((address.contains("::") && (3..=9).contains(&groups)) || groups == 8)
}

/// Three numbers with the same separator, the year first or last.
fn is_date(run: &str) -> bool {
    let Some(separator) = run.find(['-', '/', '.']).and_then(|at| run.get(at..)?.chars().next()) else { return false };
    let mut parts = run.split(separator);
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let small = |part: &str, most: u16| part.len() <= 2 && part.parse::<u16>().is_ok_and(|n| (1..=most).contains(&n));
    let year_first = a.len() == 4 && small(b, 12) && small(c, 31);
    let year_last = c.len() == 4 && small(a, 31) && small(b, 31);
    // Two-digit years only with slashes; with points or dashes it is more likely a version or an id.
    let short = separator == '/' && c.len() == 2 && small(a, 31) && small(b, 31);
    [a, b, c].into_iter().all(all_digits) && (year_first || year_last || short)
}

/// `14:02`, `14:02:33`, `14:02:33.123`, with `z` or an offset.
fn is_time(run: &str) -> bool {
    let clock = run.strip_suffix('z').unwrap_or(run);
    let clock = clock.split_once(['+', '-']).map_or(clock, |(clock, _)| clock);
    let two = |part: &str| part.len() <= 2 && all_digits(part) && part.parse::<u16>().is_ok_and(|n| n < 60);
    let mut parts = clock.split(':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(h), Some(m), None, None) => two(h) && m.len() == 2 && two(m),
        (Some(h), Some(m), Some(s), None) => {
            let (whole, fraction) = s.split_once(['.', ',']).unwrap_or((s, "0"));
            two(h) && two(m) && two(whole) && all_digits(fraction)
        }
        _ => false,
    }
}

/// A date and a time joined by `t` or `_`, or a compact stamp (`20260811t140233z`).
fn is_stamp(run: &str) -> bool {
    let Some((date, time)) = run.split_once(['t', '_']) else { return false };
    let compact = time.strip_suffix('z').unwrap_or(time);
    (is_date(date) && is_time(time))
        || (date.len() == 8 && all_digits(date) && compact.len() == 6 && all_digits(compact))
}

/// Digits with a point, commas between groups, a sign or a per cent sign.
fn is_number(run: &str) -> bool {
    let digits = run.trim_start_matches(['-', '+']).trim_end_matches('%');
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let mut groups = whole.split(',');
    groups.next().is_some_and(all_digits) && groups.all(|g| g.len() == 3 && all_digits(g)) && all_digits(fraction)
}

/// `1.2.3`, `v2`, `v1.5`, `2.0.1-rc1`.
fn is_version(run: &str) -> bool {
    let (marked, body) = run.strip_prefix('v').map_or((false, run), |body| (true, body));
    let core = body.split_once(['-', '+', '_']).map_or(body, |(core, _)| core);
    let numbers = core.split('.').count();
    core.split('.').all(all_digits) && (marked || numbers >= 3)
}

/// A dotted name with a digit in it that ends like a domain. Dotted names without digits are words (`node.js`).
fn is_host(run: &str) -> bool {
    const COMMON: &[&str] = &["com", "net", "org", "io", "dev", "app", "cloud", "local", "internal", "lan", "corp"];
    let name = run.split_once(':').filter(|(_, port)| all_digits(port)).map_or(run, |(name, _)| name);
    let Some((stem, domain)) = name.rsplit_once('.') else { return false };
    let labels = stem.split('.').all(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let ends_well = domain.len() >= 2 && domain.bytes().all(|b| b.is_ascii_lowercase());
    labels && ends_well && (COMMON.contains(&domain) || stem.contains('.'))
}
