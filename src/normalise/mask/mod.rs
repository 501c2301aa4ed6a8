//! Known people in texts become `[person]`: names, addresses, handles, log-in names and accounts.
//!
//! Everybody whom any export or list names is known. A full name, an address or an account counts wherever it stands, in
//! any case, with or without accents, whatever joins its words (`Jane Doe`, `Doe, Jane`, `jane-doe`, `J. Doe`, `jdoe`). A
//! first or last name by itself counts when it is written as a name; where the word is an ordinary one that the texts
//! also use in small letters, where it is on a list of words such as `Will` and `May`, or where it is the name of a
//! service or a team, it counts only beside words that speak of people (`ask Grace`, `by Mark`, `@max`). Log-in names that
//! are names or words of services and teams (`payments`) do not count.
//!
//! One pass over each text: its words are looked up in a trie of words, so the time does not grow with the number of
//! people.

mod beginnings;
pub mod known;
pub mod tokens;
pub mod words;

use crate::model::person::{Directory, Mentions};
use crate::normalise::identity::traits::email;
use beginnings::Beginnings;
use known::{KnownNames, NameForm};
use rustc_hash::{FxHashMap, FxHashSet};
use tokens::{LetterCase, Token, folded, tokens, unescaped};

/// What stands in the place of a person.
pub const PERSON: &str = "[person]";

/// Marks of a form, as bits.
const SURE: u8 = 1;
const WORDS: u8 = 2;
const INITIAL: u8 = 4;
const NAME: u8 = 8;
const OWN_LOGIN: u8 = 16;
const LOGIN: u8 = 32;
/// The word needs words beside it that speak of people, or is not masked at all where it is a log-in name.
const GUARDED: u8 = 64;
/// The dictionary has the word.
const ORDINARY: u8 = 128;

/// Longest lower-case name that is taken for something else.
const SHORT: usize = 3;
/// What may stand between the words of a name, and how much of it.
const BETWEEN: &str = " .,_-'’+:|/\u{a0}\t\r\n";
const MAX_BETWEEN: usize = 3;

/// Knows everybody, and finds them in texts.
#[derive(Debug, Default)]
pub struct Mask {
    ids: FxHashMap<Box<str>, u32>,
    beginnings: Beginnings,
    /// From a node by a word to the next one; the root is 0.
    steps: FxHashMap<(u32, u32), u32>,
    marks: Vec<u8>,
    emails: FxHashSet<String>,
    handles: FxHashSet<String>,
}

impl Mask {
    /// Everybody of the directory. `areas` are the names of services, components and teams; `texts` a sample of texts,
    /// which shows what words the house uses in small letters.
    #[must_use]
    pub fn of<'a>(
        mentions: &Mentions,
        directory: &Directory,
        areas: impl Iterator<Item = &'a str>,
        texts: impl Iterator<Item = &'a str>,
    ) -> Self {
        let known = KnownNames::of(mentions, directory);
        let mut mask = Self { marks: vec![0], ..Self::default() };
        for (form, kind) in &known.forms {
            mask.add(form, mark(*kind));
        }
        mask.emails = known.emails.into_iter().collect();
        mask.handles = known.handles.into_iter().filter(|handle| !handle.is_empty()).collect();
        mask.guard_words();
        let mut used = FxHashSet::default();
        texts.for_each(|text| mask.see(text, &mut used));
        mask.guard(&used, NAME);
        mask.guard_areas(areas);
        mask
    }

    /// Whether there is anybody to be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.emails.is_empty()
    }

    fn add(&mut self, form: &[String], mark: u8) {
        form.iter().take(1).for_each(|word| self.beginnings.add(word));
        let mut node = 0;
        for word in form {
            let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(word.as_str().into()).or_insert(next);
            let fresh = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
            let step = *self.steps.entry((node, id)).or_insert(fresh);
            if step == fresh {
                self.marks.push(0);
            }
            node = step;
        }
        self.set(node, mark);
    }

    fn set(&mut self, node: u32, mark: u8) {
        self.marks.get_mut(node as usize).into_iter().for_each(|slot| *slot |= mark);
    }

    fn mark_of(&self, node: u32) -> u8 {
        self.marks.get(node as usize).copied().unwrap_or(0)
    }

    /// The node of a single word.
    fn node(&self, word: &str) -> Option<u32> {
        self.steps.get(&(0, *self.ids.get(word)?)).copied()
    }

    fn guard_words(&mut self) {
        let mut found: Vec<(u32, u8)> = Vec::new();
        #[expect(clippy::iter_over_hash_type, reason = "bits are set, in whatever order")]
        for word in self.ids.keys() {
            let Some(node) = self.node(word) else { continue };
            let ambiguous = words::is_ambiguous(word) || words::is_role(word);
            let ordinary = words::is_ordinary(word);
            let login = self.mark_of(node) & (LOGIN | OWN_LOGIN) != 0;
            let guarded = ambiguous || (ordinary && login);
            let marks = if ordinary || ambiguous { ORDINARY } else { 0 } | if guarded { GUARDED } else { 0 };
            found.push((node, marks));
        }
        found.into_iter().for_each(|(node, marks)| self.set(node, marks));
    }

    /// Notes the ordinary words that are names and stand in small letters in a text, beside no word that speaks of people.
    fn see(&self, text: &str, used: &mut FxHashSet<String>) {
        let (list, mut room) = (tokens(text), String::new());
        for (at, token) in list.iter().enumerate().filter(|(_, t)| t.case == LetterCase::Lower) {
            let word = folded(part(text, *token), &mut room);
            let marks = self.node(word).map_or(0, |node| self.mark_of(node));
            if marks & NAME != 0 && marks & ORDINARY != 0 && !speaks_of_people(text, &list, at, at + 1) {
                used.insert(word.to_owned());
            }
        }
    }

    fn guard(&mut self, words: &FxHashSet<String>, of: u8) {
        #[expect(clippy::iter_over_hash_type, reason = "bits are set, in whatever order")]
        for word in words {
            if let Some(node) = self.node(word).filter(|node| self.mark_of(*node) & of != 0) {
                self.set(node, GUARDED);
            }
        }
    }

    // A name or a log-in name that is an area is the area, where nothing beside it speaks of a person.
    fn guard_areas<'a>(&mut self, areas: impl Iterator<Item = &'a str>) {
        let mut whole = FxHashSet::default();
        // A piece of a list that was cut in the middle of "(cc Doe, Jane)" is no area.
        for area in areas.filter(|area| !area.contains('@') && is_balanced(area)) {
            if let [one] = tokens::words(area).as_slice() {
                whole.insert(one.clone());
            }
        }
        self.guard(&whole, NAME | LOGIN | OWN_LOGIN);
    }

    /// The text without the people in it; `None` where nobody is. O(n).
    #[must_use]
    pub fn text(&self, text: &str) -> Option<String> {
        if self.is_empty() || text.is_empty() || !self.beginnings.may_be_in(text) {
            return None;
        }
        let escaped = if text.contains('%') { unescaped(text) } else { None };
        let plain = escaped.as_deref().and_then(|plain| self.written(plain));
        plain.or_else(|| self.written(text))
    }

    /// The text as it may be handed on.
    #[must_use]
    pub fn applied(&self, text: &str) -> String {
        self.text(text).unwrap_or_else(|| text.to_owned())
    }

    fn written(&self, text: &str) -> Option<String> {
        let spans = self.spans(text);
        if spans.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for span in spans {
            out.push_str(text.get(at..span.start).unwrap_or(""));
            out.push_str(PERSON);
            at = span.end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Some(out)
    }

    /// Where people stand, in order, without overlap.
    fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans = self.addressed(text);
        let addressed = spans.len();
        let list = tokens(text);
        let (mut at, mut next, mut room) = (0, 0, String::new());
        while let Some(token) = list.get(at) {
            while spans.get(..addressed).and_then(|s| s.get(next)).is_some_and(|span| span.end <= token.start) {
                next += 1;
            }
            if spans.get(..addressed).and_then(|s| s.get(next)).is_some_and(|span| span.start <= token.start) {
                at += 1;
                continue;
            }
            match self.longest(text, &list, at, &mut room) {
                Some(end) => {
                    let last = list.get(end - 1).map_or(token.end, |t| t.end);
                    spans.push(Span { start: token.start, end: last });
                    at = end;
                }
                None => at += 1,
            }
        }
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        spans.dedup_by(|next, last| next.start < last.end);
        spans
    }

    /// The longest form that begins at a word: the place behind its last word.
    fn longest(&self, text: &str, list: &[Token], from: usize, room: &mut String) -> Option<usize> {
        let (mut node, mut at, mut best) = (0, from, None);
        while let Some(token) = list.get(at) {
            if at > from && !joined(text, list.get(at - 1)?, token) {
                break;
            }
            let Some(id) = self.ids.get(folded(part(text, *token), room)) else { break };
            let Some(next) = self.steps.get(&(node, *id)) else { break };
            (node, at) = (*next, at + 1);
            if self.counts(text, list, (from, at), node) {
                best = Some(at);
            }
        }
        best
    }

    /// Whether the form of a node, which the words `from..to` are, stands for a person here.
    fn counts(&self, text: &str, list: &[Token], (from, to): (usize, usize), node: u32) -> bool {
        let marks = self.mark_of(node);
        let words = list.get(from..to).unwrap_or(&[]);
        let capital = |t: &Token| t.case != LetterCase::Lower;
        if marks & SURE != 0 {
            return true;
        }
        if marks & WORDS != 0 && (words.iter().all(|t| t.case == LetterCase::Capital) || beside(text, list, from, to)) {
            return true;
        }
        if marks & INITIAL != 0 && self.is_initialled(text, words) {
            return true;
        }
        let Some(token) = words.first().filter(|_| to - from == 1) else { return false };
        let guarded = marks & GUARDED != 0;
        if marks & (OWN_LOGIN | LOGIN) != 0 && !guarded {
            return true;
        }
        if marks & NAME == 0 {
            return false;
        }
        let long = part(text, *token).chars().count() > SHORT;
        let plain = !guarded
            && match token.case {
                LetterCase::Capital => true,
                LetterCase::Upper | LetterCase::Lower => long && marks & ORDINARY == 0,
            };
        plain || ((capital(token) || marks & ORDINARY == 0) && beside(text, list, from, to))
    }

    /// "J. Doe", "j.doe", "Doe J", "Jane D.": the name with a capital, or no ordinary word.
    fn is_initialled(&self, text: &str, words: &[Token]) -> bool {
        let is_letter = |t: &&Token| part(text, **t).chars().count() == 1;
        let name = words.iter().find(|t| !is_letter(t));
        let letter = words.iter().find(is_letter);
        let (Some(name), Some(letter)) = (name, letter) else { return false };
        let mut room = String::new();
        let marks = self.node(folded(part(text, *name), &mut room)).map_or(0, |node| self.mark_of(node));
        let between = words.first().zip(words.get(1)).map_or("", |(a, b)| text.get(a.end..b.start).unwrap_or(""));
        let is_joined = matches!(between, "." | "_" | "-");
        match (name.case, letter.case) {
            (LetterCase::Lower, _) => is_joined && marks & ORDINARY == 0,
            (_, LetterCase::Lower) => is_joined,
            _ => true,
        }
    }

    /// Known addresses, and known handles behind an `@`.
    fn addressed(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for (at, _) in text.match_indices('@') {
            let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
            let local = before.len() - before.trim_end_matches(is_local).len();
            let domain = after.len() - after.trim_start_matches(is_local).len();
            let behind = after.get(..domain).unwrap_or("").trim_end_matches(['.', '-', '_', '+', '\'']);
            let start = at - local;
            let address = text.get(start..at + 1 + behind.len()).unwrap_or("");
            let found = if local > 0 { self.address(address) } else { None };
            let span = match found {
                Some(cut) => Some((start + cut, at + 1 + behind.len())),
                None if local == 0 => self.handle(behind).map(|length| (at, at + 1 + length)),
                None => None,
            };
            if let Some((start, end)) = span.filter(|(start, _)| spans.last().is_none_or(|s| s.end <= *start)) {
                spans.push(Span { start, end });
            }
        }
        spans
    }

    /// Whether an address is known, and how much of its beginning is no part of it (`to:-jane@…`).
    fn address(&self, text: &str) -> Option<usize> {
        let known = |part: &str| email(part).is_some_and(|address| self.emails.contains(&address));
        let starts = text.char_indices().scan(true, |fresh, (at, c)| {
            let begins = *fresh && c.is_alphanumeric();
            *fresh = !c.is_alphanumeric();
            Some((at, begins))
        });
        let local = text.find('@').unwrap_or(0);
        let mut starts = starts.filter(|(at, begins)| *begins && *at < local).take(4);
        starts.find(|(at, _)| text.get(*at..).is_some_and(known)).map(|(at, _)| at)
    }

    /// How much of the text behind an `@` is a known handle; the longest.
    fn handle(&self, text: &str) -> Option<usize> {
        let (list, mut room) = (tokens(text), String::new());
        let words: Vec<String> = list.iter().map(|t| folded(part(text, *t), &mut room).to_owned()).take(8).collect();
        (1..=words.len()).rev().find_map(|n| {
            let handle = words.get(..n)?.join(" ");
            let single = if n == 1 { self.node(&handle).map_or(0, |node| self.mark_of(node)) } else { 0 };
            // A log-in name that is a service is the service; a name is a person behind an `@`.
            let is_area = single & NAME == 0 && single & GUARDED != 0;
            (self.handles.contains(&handle) && !is_area).then(|| list.get(n - 1).map_or(0, |t| t.end))
        })
    }
}

/// Whether as many brackets are opened as are closed.
fn is_balanced(text: &str) -> bool {
    [['(', ')'], ['[', ']'], ['{', '}']]
        .iter()
        .all(|[open, close]| text.matches(*open).count() == text.matches(*close).count())
}

/// A stretch of a text that is a person.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

fn mark(form: NameForm) -> u8 {
    match form {
        NameForm::Sure => SURE,
        NameForm::Words => WORDS,
        NameForm::Initial => INITIAL,
        NameForm::Name => NAME,
        NameForm::OwnLogin => OWN_LOGIN,
        NameForm::Login => LOGIN,
    }
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\'')
}

fn part(text: &str, token: Token) -> &str {
    text.get(token.start..token.end).unwrap_or("")
}

/// Whether two words may be parts of one name by what stands between them.
fn joined(text: &str, before: &Token, after: &Token) -> bool {
    let between = text.get(before.end..after.start).unwrap_or("");
    between.chars().count() <= MAX_BETWEEN && between.chars().all(|c| BETWEEN.contains(c))
}

/// Whether the words beside `from..to` speak of people, or a possessive follows.
fn beside(text: &str, list: &[Token], from: usize, to: usize) -> bool {
    speaks_of_people(text, list, from, to)
}

fn speaks_of_people(text: &str, list: &[Token], from: usize, to: usize) -> bool {
    let mut room = String::new();
    let name = list.get(from).map_or_else(String::new, |t| folded(part(text, *t), &mut room).to_owned());
    let before = |back: usize| from.checked_sub(back).and_then(|at| list.get(at));
    let mut led = false;
    for back in [1, 2] {
        let Some(token) = before(back) else { break };
        let word = folded(part(text, *token), &mut room);
        // "assigned to Grace", "owner is Grace": one small word may stand between.
        if back == 1 || matches!(word, "assigned" | "escalated" | "waiting" | "thanks" | "owner" | "cc" | "ask") {
            led |= words::leads_to(word, &name);
        }
    }
    let end = list.get(to.wrapping_sub(1)).map_or(0, |t| t.end);
    let Some(next) = list.get(to) else { return led };
    let between = text.get(end..next.start).unwrap_or("");
    let word = folded(part(text, *next), &mut room);
    let owns = matches!(between, "'" | "’") && word == "s";
    led || owns || (between == " " && words::follows(word))
}
