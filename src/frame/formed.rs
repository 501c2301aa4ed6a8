//! A column of short texts as their form and their digits: a million stated times are a handful of forms and a number each.

use crate::frame::narrow::Narrow;
use crate::frame::strings::{Dictionary, Strings};
use crate::par;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Stands in a form for a digit.
const SLOT: char = '\0';
/// Longer texts are sentences, of which each has a form of its own.
const LONGEST: usize = 48;
/// Forms that are no times: what is not met often fills no more than this.
const MOST_WORDS: usize = 4_096;
/// Forms of all kinds.
const MOST: usize = 60_000;
/// Digits that a number of eight bytes always holds.
const DIGITS: usize = 19;
/// The years that a stamp of four bytes has room for.
const FIRST_YEAR: u64 = 1990;
const YEARS: u64 = 110;

/// What the number of a row is; the first character of a form says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Digits {
    /// Year, month, day, hour, minute and second, in four bytes.
    Stamp,
    /// The digits as they are.
    Few,
    /// The place of digits that take eight bytes.
    Many,
    /// The place of a text that has no form.
    Text,
}

impl Digits {
    fn mark(self) -> char {
        match self {
            Self::Stamp => 's',
            Self::Few => 'f',
            Self::Many => 'm',
            Self::Text => 't',
        }
    }

    fn of(form: &str) -> (Self, &str) {
        let mut rest = form.chars();
        let kind = match rest.next() {
            Some('s') => Self::Stamp,
            Some('f') => Self::Few,
            Some('m') => Self::Many,
            _ => Self::Text,
        };
        (kind, rest.as_str())
    }
}

/// Append-only texts. What a row holds is exactly what was given: a text that has no form is kept as it is. Beside a text
/// of twenty characters with its end, which took 28 bytes, a time takes five.
#[derive(Debug, Clone)]
pub struct Formed {
    forms: Dictionary,
    form: Narrow,
    number: Vec<u32>,
    many: Vec<u64>,
    texts: Strings,
    /// Forms that are no stamps.
    words: usize,
    /// The form that was looked up last.
    spelt: String,
}

impl Default for Formed {
    fn default() -> Self {
        let mut forms = Dictionary::default();
        // The first form, whose code is 0, is that of texts without one.
        forms.code(&Digits::Text.mark().to_string());
        let (number, many, texts) = (Vec::new(), Vec::new(), Strings::default());
        Self { forms, form: Narrow::default(), number, many, texts, words: 0, spelt: String::new() }
    }
}

impl Formed {
    pub fn push(&mut self, text: &str) {
        let (form, number) = self.packed(text).unwrap_or_else(|| (0, self.texts.push(text)));
        self.form.push(form);
        self.number.push(number);
    }

    fn packed(&mut self, text: &str) -> Option<(u32, u32)> {
        if text.len() > LONGEST || text.contains(SLOT) {
            return None;
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let first = |many: usize| {
            let taken = text.bytes().filter(u8::is_ascii_digit).take(many);
            taken.fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0'))
        };
        let stamp = match digits {
            12 => packed_stamp(first(12) * 100),
            14.. => packed_stamp(first(14)),
            _ => None,
        };
        if let Some(stamp) = stamp {
            return Some((self.known(Digits::Stamp, text, digits.min(14))?, stamp));
        }
        if digits > DIGITS {
            return None;
        }
        let value = first(digits);
        match u32::try_from(value) {
            Ok(value) => Some((self.known(Digits::Few, text, digits)?, value)),
            Err(_) => {
                let form = self.known(Digits::Many, text, digits)?;
                let place = u32::try_from(self.many.len()).ok()?;
                self.many.push(value);
                Some((form, place))
            }
        }
    }

    /// The code of a text's form, of which the first so many digits are left open. None is left for a form too many.
    fn known(&mut self, kind: Digits, text: &str, open: usize) -> Option<u32> {
        let mut left = open;
        self.spelt.clear();
        self.spelt.push(kind.mark());
        for c in text.chars() {
            let is_open = left > 0 && c.is_ascii_digit();
            left -= usize::from(is_open);
            self.spelt.push(if is_open { SLOT } else { c });
        }
        if let Some(code) = self.forms.find(&self.spelt) {
            return Some(code);
        }
        let is_stamp = kind == Digits::Stamp;
        if self.forms.len() >= MOST || (!is_stamp && self.words >= MOST_WORDS) {
            return None;
        }
        self.words += usize::from(!is_stamp);
        Some(self.forms.code(&self.spelt))
    }

    /// The text of a row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<Cow<'_, str>> {
        let (form, number) = (self.form.get(row)?, *self.number.get(row)?);
        let (kind, form) = Digits::of(self.forms.get(form));
        let value = match kind {
            Digits::Text => return Some(Cow::Borrowed(self.texts.get(number))),
            Digits::Stamp => stated_stamp(number),
            Digits::Few => u64::from(number),
            Digits::Many => *self.many.get(number as usize)?,
        };
        let open = form.chars().filter(|c| *c == SLOT).count();
        match (kind, open) {
            (_, 0) => Some(Cow::Borrowed(form)),
            (Digits::Stamp, 12) => Some(Cow::Owned(filled(form, value / 100, open))),
            _ => Some(Cow::Owned(filled(form, value, open))),
        }
    }

    /// Puts texts in place of others; `new` gives `None` for one that is kept. Times without words in them tell of nobody
    /// and are not asked about: of a service desk's rows they are nine in ten.
    pub fn change(&mut self, new: &(dyn Fn(&str) -> Option<String> + Sync)) {
        let is_asked: Vec<bool> = self.forms.iter().map(holds_words).collect();
        let of = |row: usize| {
            let form = self.form.get(row)? as usize;
            let text = self.get(row).filter(|_| is_asked.get(form).copied().unwrap_or(true))?;
            Some((row, new(&text)?))
        };
        let changed: BTreeMap<usize, String> =
            par::ranges(self.len(), |rows| rows.filter_map(of).collect::<Vec<_>>()).into_iter().flatten().collect();
        if changed.is_empty() {
            return;
        }
        let mut whole = Self::default();
        for row in 0..self.len() {
            match changed.get(&row) {
                Some(text) => whole.push(text),
                None => whole.push(&self.get(row).unwrap_or_default()),
            }
        }
        *self = whole;
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.number.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.number.is_empty()
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        self.form.shrink();
        self.number.shrink_to_fit();
        self.many.shrink_to_fit();
        self.texts.shrink();
    }
}

/// Whether a form may hold somebody's name: any but a time in which no two letters stand together.
fn holds_words(form: &str) -> bool {
    let (kind, form) = Digits::of(form);
    let follows = || form.chars().zip(form.chars().skip(1));
    kind != Digits::Stamp || follows().any(|(a, b)| a.is_alphabetic() && b.is_alphabetic())
}

/// Each part of a stamp, from the last, and how many values it has; months and days count from 1.
const PARTS: [(u64, u64); 5] = [(60, 0), (60, 0), (24, 0), (31, 1), (12, 1)];

/// Fourteen digits in four bytes, where they are a year of ours, a month, a day and a time of day.
fn packed_stamp(digits: u64) -> Option<u32> {
    let (mut rest, mut packed, mut scale) = (digits, 0, 1);
    for (values, first) in PARTS {
        let part = (rest % 100).checked_sub(first).filter(|part| *part < values)?;
        packed += part * scale;
        (rest, scale) = (rest / 100, scale * values);
    }
    let year = rest.checked_sub(FIRST_YEAR).filter(|year| *year < YEARS)?;
    u32::try_from(packed + year * scale).ok()
}

/// The fourteen digits again.
fn stated_stamp(packed: u32) -> u64 {
    let (mut rest, mut digits, mut scale) = (u64::from(packed), 0, 1);
    for (values, first) in PARTS {
        digits += (rest % values + first) * scale;
        (rest, scale) = (rest / values, scale * 100);
    }
    digits + (rest + FIRST_YEAR) * scale
}

/// A form with digits in its open places.
fn filled(form: &str, value: u64, open: usize) -> String {
    let mut text = String::with_capacity(form.len());
    let mut left = open;
    for c in form.chars() {
        if c == SLOT {
            left -= 1;
            let digit =
                u32::try_from(left).ok().and_then(|left| 10_u64.checked_pow(left)).map_or(0, |unit| value / unit);
            text.push(char::from(b'0' + (digit % 10) as u8));
        } else {
            text.push(c);
        }
    }
    text
}
