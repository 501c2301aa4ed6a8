//! Words by which records speak of fixes and work-arounds.

/// A follow-up with one of these words in its title promises that the problem goes away; "watch it" and "add an alert"
/// do not.
const FIX_WORDS: &[&str] = &[
    "fix",
    "fixes",
    "fixed",
    "bugfix",
    "hotfix",
    "patch",
    "patched",
    "repair",
    "resolve",
    "solve",
    "solved",
    "correct",
    "eliminate",
    "cure",
];
const FIX_PHRASES: &[&str] = &["for good", "permanent solution", "permanently", "get rid of"];
/// With one of these the fix is of something else, or not yet one.
const NOT_A_FIX: &[&str] =
    &["investigate", "evaluate", "discuss", "prefix", "suffix", "whether", "consider", "document", "alert", "estimate"];

/// What is said of a problem that is solved, not of an incident that is over.
const FOR_GOOD: &[&str] = &[
    "permanently fixed",
    "fixed permanently",
    "fixed for good",
    "solved for good",
    "permanent fix has been deployed",
    "permanent fix was deployed",
    "permanent fix deployed",
    "fixed by ",
];
/// A restart ends an incident and solves nothing.
const FOR_NOW: &[&str] =
    &["restart", "reboot", "rebooting", "restarting", "recycling", "clearing", "failing over", "scaling", "itself"];

const WORKAROUND: &[&str] = &["workaround", "work-around", "work around", "worked around"];

/// Forms that ask for one and say that there is none.
const NO_WORKAROUND: &[&str] = &[
    "workaround: none",
    "workaround : none",
    "workarounds: none",
    "workaround: n/a",
    "workaround: no ",
    "no workaround",
    "no known workaround",
    "no work-around",
    "no work around",
    "not have a workaround",
    "without a workaround",
    "none at this time",
    "no current workaround",
    "looking for a workaround",
    "workaround is not",
    "any workaround",
];

/// Longest quotation, in characters.
const MAX_QUOTE: usize = 160;

/// Whether a title promises or reports a fix.
#[must_use]
pub(super) fn speaks_of_a_fix(title: &str) -> bool {
    let title = title.to_lowercase();
    let has = |list: &[&str]| words(&title).any(|word| list.contains(&word));
    let said = has(FIX_WORDS) || FIX_PHRASES.iter().any(|phrase| title.contains(phrase));
    said && !has(NOT_A_FIX)
}

/// The sentence that says a problem was fixed for good, if one does.
#[must_use]
pub(super) fn fixed_for_good(text: &str) -> Option<String> {
    if !(mentions(text, b"fix") || mentions(text, b"solved")) {
        return None;
    }
    sentence(text, |line| {
        let said = FOR_GOOD.iter().any(|phrase| line.contains(phrase));
        said && !FOR_NOW.iter().any(|word| line.contains(word)) && !words(line).any(|word| word == "not")
    })
}

/// The sentence that names a work-around, if one does.
#[must_use]
pub(super) fn workaround(text: &str) -> Option<String> {
    if !mentions(text, b"around") {
        return None;
    }
    sentence(text, |line| {
        let named = WORKAROUND.iter().any(|phrase| line.contains(phrase));
        named && !NO_WORKAROUND.iter().any(|phrase| line.contains(phrase))
    })
}

/// Spares the long look at the many texts that say nothing of the kind.
fn mentions(text: &str, word: &[u8]) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

fn sentence(text: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    let lines = text.split_inclusive(['.', '\n', '!', '?']).map(str::trim).filter(|line| !line.is_empty());
    let found = lines.filter(|line| line.chars().count() > 3).find(|line| fits(&line.to_lowercase()))?;
    let plain: Vec<&str> = found.split_whitespace().collect();
    Some(crate::text::clip::truncate(&plain.join(" "), MAX_QUOTE))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty())
}
