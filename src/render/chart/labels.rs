//! Placing words without a font: how wide they are, where to break them, how to keep them apart.

/// Distance from the top of a line of text to its baseline, in font sizes.
pub(super) const ASCENT: f64 = 0.78;
/// Distance from the baseline to the bottom of a line of text, in font sizes.
pub(super) const DESCENT: f64 = 0.22;
/// Distance from the optical middle of a line (half the height of a capital) to its baseline, in font sizes.
pub(super) const MIDDLE: f64 = 0.36;

/// Reserve for the faces that the table below doesn't describe: the reader's own face is not known, and most
/// interface faces are wider than the one that was measured, those of free desktops by up to this.
const RESERVE: f64 = 1.18;
/// Bold faces are up to this much wider.
const BOLD: f64 = 1.12;

/// Widths of the printable ASCII characters from the space on, in thousandths of the font size, of a common
/// grotesque (the metrics Helvetica, Arial and Liberation Sans share).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// Width of one character in font sizes. Beyond ASCII the guess is generous: wide for ideographs and symbols.
fn advance(c: char) -> f64 {
    let code = u32::from(c);
    let known = usize::try_from(code).ok().and_then(|at| at.checked_sub(32)).and_then(|at| WIDTHS.get(at));
    match (known, code) {
        (Some(width), _) => f64::from(*width) / 1000.0,
        (None, 0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F) => 0.0,
        (None, 0x2009 | 0x202F) => 0.2,
        (None, 0x00A0) => 0.278,
        (None, 0x2212) => 0.6,
        (None, 0x00A0..=0x024F | 0x2010..=0x201F) => 0.62,
        (None, 0x0370..=0x10FF) => 0.68,
        (None, _) => 1.05,
    }
}

/// Estimated width of `text` in the unit of `size`.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let ems: f64 = text.chars().map(advance).sum();
    ems * size * RESERVE * if bold { BOLD } else { 1.0 }
}

/// `text` if it fits into `room`, else as much of it as fits, with an ellipsis.
pub(super) fn ellipsis(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept, size, bold) + width("…", size, bold) > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// `text` broken into lines no wider than `room`. A word that is wider than a line is shortened.
pub(super) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        let word = ellipsis(&word, size, bold, room);
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(line, size, bold) <= room) {
            Some(longer) => {
                lines.pop();
                lines.push(longer);
            }
            None => lines.push(word),
        }
    }
    lines
}

/// Whether a line may be broken there: not at the spaces that are there to prevent it.
fn is_break(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Whether a word belongs to a figure before it: a sign of per cent, or a short unit of time.
fn is_unit(word: &str) -> bool {
    word.starts_with('%') || matches!(word.trim_end_matches([',', '.', ';', ':']), "s" | "min" | "m" | "h" | "d")
}

/// The words of a line; a unit stays with its figure.
fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        match found.last_mut().filter(|last| is_unit(word) && last.ends_with(|c: char| c.is_ascii_digit())) {
            Some(figure) => {
                figure.push(' ');
                figure.push_str(word);
            }
            None => found.push(word.to_owned()),
        }
    }
    found
}

/// Moves labels along one axis until none overlaps: the positions nearest to the `wanted` centres (in least squares)
/// that keep `gap` between neighbours of the given `lengths`, inside `low..high` where there is room for all.
/// The order of the wanted centres is kept. Returns centres in the order of the input.
pub(super) fn dodge(wanted: &[f64], lengths: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len().min(lengths.len())).collect();
    let at = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(0.0);
    order.sort_by(|a, b| at(wanted, *a).total_cmp(&at(wanted, *b)).then(a.cmp(b)));
    // Subtracting the least distance from the first label turns "no overlap" into "never descending".
    let mut offsets = Vec::with_capacity(order.len());
    let mut offset = 0.0;
    let mut earlier: Option<f64> = None;
    for i in &order {
        let length = at(lengths, *i);
        offset += earlier.map_or(0.0, |before| f64::midpoint(before, length) + gap);
        offsets.push(offset);
        earlier = Some(length);
    }
    let targets: Vec<f64> = order.iter().zip(&offsets).map(|(i, offset)| at(wanted, *i) - offset).collect();
    let floor = low + order.first().map_or(0.0, |i| at(lengths, *i) / 2.0);
    let ceiling = high - order.last().map_or(0.0, |i| at(lengths, *i) / 2.0) - offset;
    let mut placed = vec![0.0; order.len()];
    for ((i, offset), value) in order.iter().zip(&offsets).zip(never_descending(&targets)) {
        if let Some(slot) = placed.get_mut(*i) {
            *slot = value.min(ceiling).max(floor) + offset;
        }
    }
    placed
}

/// The never-descending sequence nearest to `values` in least squares (pool adjacent violators).
fn never_descending(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        let mut pool = (*value, 1);
        while let Some((sum, count)) = pools.last().copied() {
            if sum / (count as f64) <= pool.0 / (pool.1 as f64) {
                break;
            }
            pools.pop();
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    pools.iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / (*count as f64), *count)).collect()
}
