//! What identifies the person of a mention: addresses, ids, the full name, handles.

use crate::model::person::Mention;
use crate::model::record::StatedPerson;
use crate::text::fold;

/// The tool name under which lists kept by hand (`people.csv`) appear: their ids are those of the other tools.
pub const BY_HAND: &str = "people";

/// What one mention offers.
#[derive(Debug, Default)]
pub struct MentionTraits {
    /// The tool's id, lower case; several for a row of a list kept by hand.
    pub ids: Vec<String>,
    /// Addresses, lower case, without what follows a `+`.
    pub emails: Vec<String>,
    /// The full name, folded; `None` for a first name, an initial, or what stands for everybody who left.
    pub name: Option<String>,
    /// Log-in names, where there is neither an address nor a full name.
    pub handles: Vec<String>,
    pub machine: bool,
}

impl MentionTraits {
    #[must_use]
    pub fn of(mention: &Mention) -> Self {
        let stated = &mention.stated;
        let emails = emails(stated);
        let name = full_name(&stated.name);
        let id = stated.id.trim().to_lowercase();
        let many = mention.source == BY_HAND;
        let ids: Vec<String> = if many {
            id.split(';').map(str::trim).filter(|i| !i.is_empty()).map(str::to_owned).collect()
        } else if id.is_empty() || email(&id).is_some() {
            Vec::new()
        } else {
            vec![id]
        };
        let handles = if emails.is_empty() && name.is_none() && !many { handles(stated) } else { Vec::new() };
        Self { ids, emails, name, handles, machine: stated.machine }
    }
}

/// An address in the form under which addresses are compared; `None` for anything else. Mail to `ann+pager@` reaches
/// `ann@`.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let inside = text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(text.as_str(), |(a, _)| a);
    let (local, domain) = inside.trim().split_once('@')?;
    let plain = !inside.trim().contains(char::is_whitespace) && !domain.contains('@') && domain.contains('.');
    let base = local.split('+').next().unwrap_or("");
    (plain && !base.is_empty()).then(|| format!("{base}@{domain}"))
}

fn emails(stated: &StatedPerson) -> Vec<String> {
    let listed = stated.email.split([';', ',']).chain([stated.id.as_str(), stated.name.as_str()]);
    let mut emails: Vec<String> = listed.filter_map(email).collect();
    emails.sort();
    emails.dedup();
    emails
}

/// Remarks that tools and people put behind the name of somebody who left, and words that say nothing about who it is.
const MARKS: [&str; 21] = [
    "x",
    "deactivated",
    "deactivated user",
    "inactive",
    "disabled",
    "deleted",
    "suspended",
    "unlicensed",
    "left",
    "leaver",
    "former",
    "former employee",
    "ex employee",
    "alumni",
    "contractor",
    "external",
    "extern",
    "consultant",
    "she her",
    "he him",
    "they them",
];

/// The name without such marks: `Priya Nair (deactivated)`, `[X] Priya Nair` and `Priya Nair - inactive` are
/// `Priya Nair`. A name that is nothing but a mark stays as it is.
#[must_use]
pub fn without_marks(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once(['(', '[']) {
        kept.push_str(before);
        let Some((inside, behind)) = after.split_once([')', ']']) else { break };
        if !is_mark(inside) {
            let opening = rest.chars().nth(before.chars().count()).unwrap_or('(');
            let closing = if opening == '[' { ']' } else { ')' };
            kept.extend([opening].into_iter().chain(inside.chars()).chain([closing]));
        }
        rest = behind;
    }
    kept.push_str(rest);
    for dash in [" - ", " – ", " — ", " | "] {
        if let Some((before, behind)) = kept.rsplit_once(dash)
            && is_mark(behind)
        {
            kept = before.to_owned();
        }
    }
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if kept.is_empty() { name.trim().to_owned() } else { kept }
}

fn is_mark(text: &str) -> bool {
    MARKS.contains(&fold::words(text).join(" ").as_str())
}

/// `Nair, Priya` as `Priya Nair`; `Priya Nair, PhD` keeps its order.
#[must_use]
pub fn in_order(name: &str) -> String {
    let mut parts = name.split(',').map(str::trim).filter(|p| !p.is_empty());
    let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
        return name.trim().to_owned();
    };
    let title = fold::words(second).join("");
    if ["phd", "md", "jr", "sr", "ii", "iii", "msc", "bsc", "mba"].contains(&title.as_str()) {
        first.to_owned()
    } else {
        format!("{second} {first}")
    }
}

/// The folded full name: at least two words of which the first and the last are more than an initial. Names that are
/// written without spaces count from three characters on.
#[must_use]
pub fn full_name(name: &str) -> Option<String> {
    let name = in_order(&without_marks(name));
    if name.contains(['@', '<', '\\', '/']) {
        return None;
    }
    let is_long = |word: &String| word.chars().count() >= 2 && !word.chars().all(char::is_numeric);
    let given: Vec<String> =
        name.split_whitespace().flat_map(|word| fold::words(word).into_iter().reduce(|a, b| a + &b)).collect();
    let is_unspaced = |word: &String| {
        word.chars().count() >= 3
            && word.chars().all(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
    };
    match given.as_slice() {
        [one] if is_unspaced(one) => Some(one.clone()),
        [first, .., last] if is_long(first) && is_long(last) && !is_everybody(&given) => Some(given.join(" ")),
        _ => None,
    }
}

// `Former user 123` stands for whoever left; two tools may mean two people by it.
fn is_everybody(words: &[String]) -> bool {
    const STATES: [&str; 9] =
        ["former", "deleted", "deactivated", "inactive", "unknown", "anonymous", "ghost", "disabled", "removed"];
    const NOUNS: [&str; 5] = ["user", "account", "employee", "member", "person"];
    words.iter().any(|w| STATES.contains(&w.as_str())) && words.iter().any(|w| NOUNS.contains(&w.as_str()))
}

fn handles(stated: &StatedPerson) -> Vec<String> {
    let mut handles: Vec<String> = [&stated.id, &stated.name].into_iter().filter_map(|text| handle(text)).collect();
    handles.dedup();
    handles
}

/// A log-in name, without its `@`: small letters, digits, and what joins words. A name with a capital is a first name.
fn handle(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('@').unwrap_or(text);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let begins = text.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    (begins && text.len() >= 4 && text.chars().all(fits)).then(|| text.to_owned())
}

/// The full name that a log-in name or the first part of an address spells: `priya.nair` is `priya nair`.
#[must_use]
pub fn spelt(handle: &str) -> Option<String> {
    let words: Vec<&str> = handle.split(['.', '_', '-']).filter(|w| !w.is_empty()).collect();
    let is_word = |w: &&str| w.len() >= 2 && w.chars().all(char::is_alphabetic);
    let spelt = fold::letters(&words.join(" "));
    (words.len() >= 2 && words.iter().all(is_word) && !is_everybody(&fold::words(&spelt))).then_some(spelt)
}

/// Whether a log-in name of one word is short for a full name: `pnair`, `priyan` or `priyanair` for `priya nair`.
#[must_use]
pub fn is_short_for(handle: &str, name: &str) -> bool {
    let mut words = name.split(' ');
    let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
    let initial = |word: &str| word.chars().take(1).collect::<String>();
    [initial(first) + last, first.to_owned() + &initial(last), first.to_owned() + last]
        .iter()
        .any(|form| form == handle)
}
