//! A walk over a text that is almost JSON, which writes JSON. It never recurses, and looks at each byte a fixed number of
//! times.

use super::{TOLD, quoted, words};
use crate::ingest::container::scan;
use crate::model::batch::Leaf;
use crate::model::remark::RemarkRule;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How deep values may lie. Parsers give up at 128, and no field of any export is anywhere near.
const DEEPEST: usize = 100;

/// The text as JSON, and the leaves that are not as they were written. `None` when it can't be made JSON, and when it is
/// JSON as it stands.
pub(super) fn mended(text: &str) -> Option<(String, Vec<Leaf>)> {
    let out = String::with_capacity(text.len() + 16);
    let mut walk = Walk { text, at: 0, out, leaves: Vec::new(), further: 0, open: Vec::new() };
    walk.blank();
    walk.value()?;
    while !walk.open.is_empty() {
        walk.step()?;
    }
    walk.blank();
    if let (1.., Some(last)) = (walk.further, walk.leaves.last_mut()) {
        last.stated = format!("{} (and {} further values of the record)", last.stated, walk.further);
    }
    (walk.at == text.len() && !walk.leaves.is_empty()).then_some((walk.out, walk.leaves))
}

/// An object or array that is not closed yet.
enum Open {
    Object {
        /// Key of the member at hand, decoded.
        key: String,
        /// Where each member stands in what was written.
        members: Vec<Range<usize>>,
        /// Which of them has a key.
        keys: BTreeMap<String, usize>,
        /// Members that a later one of the same key stands for.
        dropped: Vec<usize>,
    },
    Array {
        index: usize,
    },
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    out: String,
    leaves: Vec<Leaf>,
    /// Leaves that are only counted.
    further: usize,
    open: Vec<Open>,
}

impl Walk<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        self.at = scan::skip_blank(self.text.as_bytes(), self.at);
    }

    /// The next member or element of what is open, or its end.
    fn step(&mut self) -> Option<()> {
        let first = self.is_fresh();
        let commas = self.commas();
        let close = match self.open.last()? {
            Open::Object { .. } => b'}',
            Open::Array { .. } => b']',
        };
        let found = self.byte()?;
        if commas != usize::from(!first && found != close) {
            let stated = if commas == 0 { "no comma".to_owned() } else { format!("{commas} commas") };
            self.tell(stated, String::new());
        }
        if found == close {
            return self.close();
        }
        if !first {
            self.out.push(',');
        }
        match self.open.last_mut()? {
            Open::Object { .. } => self.member(),
            Open::Array { index } => {
                *index += 1;
                self.value()
            }
        }
    }

    /// Whether nothing stands in what is open yet.
    fn is_fresh(&self) -> bool {
        match self.open.last() {
            Some(Open::Object { members, .. }) => members.is_empty(),
            Some(Open::Array { index }) => *index == 0,
            None => false,
        }
    }

    /// Passes commas and blanks.
    fn commas(&mut self) -> usize {
        let mut commas = 0;
        self.blank();
        while self.byte() == Some(b',') {
            commas += 1;
            self.at += 1;
            self.blank();
        }
        commas
    }

    fn member(&mut self) -> Option<()> {
        let begins = self.out.len();
        if self.byte() != Some(b'"') {
            return None;
        }
        let key = self.string()?;
        let decoded = serde_json::from_str::<String>(self.out.get(begins..)?).ok()?;
        self.blank();
        if self.byte() != Some(b':') {
            return None;
        }
        self.at += 1;
        self.blank();
        self.out.push(':');
        let Some(Open::Object { key: current, members, keys, dropped }) = self.open.last_mut() else { return None };
        current.clone_from(&decoded);
        let number = members.len();
        members.push(begins..begins);
        let earlier = keys.insert(decoded, number);
        dropped.extend(earlier);
        if let Some((stated, became)) = key {
            self.tell(stated, became);
        }
        if earlier.is_some() {
            self.tell("the key stands there twice".to_owned(), "the last of its values".to_owned());
        }
        self.value()
    }

    fn value(&mut self) -> Option<()> {
        match self.byte() {
            Some(b'"') => {
                if let Some((stated, became)) = self.string()? {
                    self.tell(stated, became);
                }
            }
            Some(b'{' | b'[') if self.open.len() >= DEEPEST => {
                self.at = scan::value_end(self.text.as_bytes(), self.at).ok()?;
                self.out.push_str("null");
                self.tell(format!("lies deeper than {DEEPEST} levels"), String::new());
            }
            Some(b'{') => {
                self.out.push('{');
                self.at += 1;
                let (members, keys, dropped) = (Vec::new(), BTreeMap::new(), Vec::new());
                self.open.push(Open::Object { key: String::new(), members, keys, dropped });
                return Some(());
            }
            Some(b'[') => {
                self.out.push('[');
                self.at += 1;
                self.open.push(Open::Array { index: 0 });
                return Some(());
            }
            _ => self.bare()?,
        }
        self.ended();
        Some(())
    }

    /// A string, mended: what stood there and what it is now, where these differ.
    fn string(&mut self) -> Option<Option<(String, String)>> {
        let end = scan::value_end(self.text.as_bytes(), self.at).ok()?;
        let inner = self.text.get(self.at + 1..end.checked_sub(1)?)?;
        self.out.push('"');
        let changed = words::string(inner, &mut self.out);
        self.out.push('"');
        self.at = end;
        Some(changed.map(|spots| (spots.stated.join(" "), spots.became.join(" "))))
    }

    fn bare(&mut self) -> Option<()> {
        // A member without a value (`"a":,`) has none. An array has no places that could be empty.
        let end = match (self.byte()?, self.open.last()) {
            (b',' | b'}', Some(Open::Object { .. })) => self.at,
            (b',' | b'}' | b']', _) => return None,
            _ => scan::value_end(self.text.as_bytes(), self.at).ok()?,
        };
        let word = self.text.get(self.at..end)?;
        if !words::is_word(word) {
            return None;
        }
        self.at = end;
        match words::bare(word) {
            None => self.out.push_str(word),
            Some(now) => {
                self.out.push_str(&now);
                // A number says nothing about people; another word might.
                let is_number = word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
                match (now == "null", is_number) {
                    (true, _) => self.tell(quoted(word), String::new()),
                    (false, true) => self.tell(quoted(word), quoted(now.trim_matches('"'))),
                    (false, false) => self.tell("a word without quotes".to_owned(), "a text".to_owned()),
                }
            }
        }
        Some(())
    }

    /// A value is complete: the member of the object around it reaches up to here.
    fn ended(&mut self) {
        let here = self.out.len();
        if let Some(Open::Object { members, .. }) = self.open.last_mut()
            && let Some(member) = members.last_mut()
        {
            member.end = here;
        }
    }

    fn close(&mut self) -> Option<()> {
        self.at += 1;
        let closed = self.open.pop()?;
        if let Open::Object { members, dropped, .. } = closed {
            if !dropped.is_empty() {
                self.rewrite(&members, &dropped)?;
            }
            self.out.push('}');
        } else {
            self.out.push(']');
        }
        self.ended();
        Some(())
    }

    /// Writes an object again without the members that others stand for.
    fn rewrite(&mut self, members: &[Range<usize>], dropped: &[usize]) -> Option<()> {
        let begins = members.first()?.start;
        let gone: BTreeSet<usize> = dropped.iter().copied().collect();
        let kept = (0..).zip(members).filter(|(number, _)| !gone.contains(number));
        let kept: Option<Vec<&str>> = kept.map(|(_, member)| self.out.get(member.clone())).collect();
        let kept = kept?.join(",");
        self.out.truncate(begins);
        self.out.push_str(&kept);
        Some(())
    }

    fn tell(&mut self, stated: String, became: String) {
        if self.leaves.len() >= TOLD {
            self.further += 1;
            return;
        }
        let path = self.path();
        self.leaves.push(Leaf { path, stated, became, rule: RemarkRule::Mended });
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            path.push('/');
            match open {
                Open::Object { key, .. } => path.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Open::Array { index } => path.push_str(&index.saturating_sub(1).to_string()),
            }
        }
        path
    }
}
