//! The words we allow ourselves. A lint over our own sentences, and the fixed names of severities and hour classes.
//!
//! The rules apply to sentences that compare or predict, never to quoted incident text, glossary entries or headings.
//! What stands between quotation marks or backquotes is therefore not looked at.

/// What a sentence may lean on; decides about the words that are allowed only with enough evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Support {
    /// Equally spaced points behind the statement. "Trend" needs [`TREND_POINTS`] of them.
    pub points: usize,
    /// Whether the claim is graded "evidence" or better; "improved" and "worsened" need it.
    pub evidence: bool,
}

/// From so many points on, a direction over time may be called a trend.
pub const TREND_POINTS: usize = 8;

/// One word that should not be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The word or phrase as listed in the rule, lower case.
    pub phrase: &'static str,
    /// Why, and what to write instead.
    pub reason: &'static str,
}

const CAUSAL: &str = "the data show what came together, not what made it happen; say \"with\", \"after\" or \"in\"";
const VERDICT: &str = "teams are not ranked by worth; say where help pays off";
const DIRECTION: &str = "needs a claim graded as evidence or better; say \"was shorter\" with its interval";

/// Never allowed.
const BANNED: &[(&str, &str)] = &[
    ("caused", CAUSAL),
    ("because of", CAUSAL),
    ("due to", CAUSAL),
    ("thanks to", CAUSAL),
    ("led to", CAUSAL),
    ("drives", CAUSAL),
    ("proves", "nothing is proved here; say how strong the evidence is"),
    ("root cause", "incidents have several contributing factors; say \"contributing factor\""),
    ("root causes", "incidents have several contributing factors; say \"contributing factors\""),
    ("post-mortem", "say \"review\""),
    ("postmortem", "say \"review\""),
    ("post mortem", "say \"review\""),
    ("significant", "bare \"significant\" is read as \"large\"; give the estimate and its interval"),
    ("significantly", "bare \"significantly\" is read as \"largely\"; give the estimate and its interval"),
    ("best team", VERDICT),
    ("worst team", VERDICT),
    ("best teams", VERDICT),
    ("worst teams", VERDICT),
];

/// Allowed with a claim graded as evidence.
const DIRECTIONAL: &[&str] = &["improved", "worsened"];

/// Everything the word rules object to in one sentence of ours. Empty is good. Linear in the length of the sentence.
#[must_use]
pub fn violations(sentence: &str, support: Support) -> Vec<Violation> {
    let words = words_of(sentence);
    let mut found: Vec<Violation> = BANNED
        .iter()
        .filter(|(phrase, _)| has(&words, phrase))
        .map(|&(phrase, reason)| Violation { phrase, reason })
        .collect();
    let mut object = |phrase, reason| found.push(Violation { phrase, reason });
    if support.points < TREND_POINTS && (has(&words, "trend") || has(&words, "trends")) {
        object("trend", "needs at least 8 points; give the two figures instead");
    }
    for &phrase in DIRECTIONAL.iter().filter(|phrase| !support.evidence && has(&words, phrase)) {
        object(phrase, DIRECTION);
    }
    if (has(&words, "average") || has(&words, "averages")) && !has(&words, "mean") && !has(&words, "median") {
        object("average", "say whether it is the mean or the median");
    }
    if has(&words, "will") && !has_range(&words) {
        object("will", "a prediction needs a range");
    }
    if has_small_percentage(&words) {
        object("%", "a share of fewer than 10 is printed as \"3 of 7\"");
    }
    found
}

/// The name of a severity by rank, 1 the worst: "SEV1". Rank 0 is a severity that was not stated.
#[must_use]
pub fn severity(rank: u8) -> String {
    if rank == 0 { "no severity".to_owned() } else { format!("SEV{rank}") }
}

/// What the hour class `business`, `off` or `sleep` is called in a sentence. Unknown codes are returned as they are.
#[must_use]
pub fn hour_class(code: &str) -> &str {
    match code {
        "business" => "working hours",
        "off" => "off hours",
        "sleep" => "sleep hours",
        other => other,
    }
}

/// The sentence with quoted stretches blanked. An opening mark without a closing one blanks nothing.
fn without_quotations(sentence: &str) -> String {
    let mut rest = sentence;
    let mut kept = String::with_capacity(sentence.len());
    while let Some((before, open, after)) = split_at_mark(rest) {
        kept.push_str(before);
        match after.split_once(closing(open)) {
            Some((_, behind)) => {
                kept.push_str(" … ");
                rest = behind;
            }
            None => rest = after,
        }
    }
    kept.push_str(rest);
    kept
}

fn split_at_mark(text: &str) -> Option<(&str, char, &str)> {
    let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '"' | '“' | '`' | '«'))?;
    Some((text.get(..at)?, mark, text.get(at + mark.len_utf8()..)?))
}

fn closing(open: char) -> char {
    match open {
        '“' => '”',
        '«' => '»',
        same => same,
    }
}

/// The words of a sentence without what it quotes.
pub(super) fn words_of(sentence: &str) -> Vec<String> {
    words(&without_quotations(sentence))
}

/// Lower-case words; numbers keep their inner point, comma and dash ("31–49"), `%` stands alone.
pub(super) fn words(sentence: &str) -> Vec<String> {
    let spaced = sentence.to_lowercase().replace('%', " % ");
    let inner = |c: char| matches!(c, '-' | '–' | '.' | ',' | '\'');
    let split = spaced.split(|c: char| !(c.is_alphanumeric() || inner(c) || c == '%'));
    split.map(|w| w.trim_matches(inner)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Whether the words of a phrase stand beside each other.
pub(super) fn has(words: &[String], phrase: &str) -> bool {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    words.windows(phrase.len()).any(|w| w.iter().zip(&phrase).all(|(own, wanted)| own == wanted))
}

/// "2–11", "3-7", "between", or "range".
pub(super) fn has_range(words: &[String]) -> bool {
    words.iter().any(|word| {
        let dashed = word.split_once(['–', '-']).is_some_and(|(a, b)| number(a).is_some() && number(b).is_some());
        dashed || word == "between" || word == "range"
    })
}

/// "43 % of 7" or "3 of 7 (43 %)".
fn has_small_percentage(words: &[String]) -> bool {
    let small = |word: &String| number(word).is_some_and(|n| n > 0.0 && n < 10.0);
    let after = words.windows(3).any(|w| matches!(w, [sign, of, base] if sign == "%" && of == "of" && small(base)));
    let before = words.windows(5).any(|w| {
        matches!(w, [part, of, base, share, sign]
            if sign == "%" && of == "of" && number(part).is_some() && small(base) && number(share).is_some())
    });
    after || before
}

pub(super) fn number(word: &str) -> Option<f64> {
    word.replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite())
}
