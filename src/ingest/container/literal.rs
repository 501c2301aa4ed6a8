//! Cells that hold Python literals: tables written by scripts show nested values as `{'id': 'P1', 'open': None}`, where other
//! tools write JSON. They are the same values in another spelling.

use serde_json::{Map, Value};

/// How deep values may stand inside each other; no export needs more.
const DEEPEST: usize = 40;

/// A cell as the nested value that it spells, in JSON or in Python; `None` for any other text.
#[must_use]
pub fn nested(cell: &str) -> Option<Value> {
    let text = cell.trim();
    if !(is_bracketed(text, '{', '}') || is_bracketed(text, '[', ']')) {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| python(text))
}

/// Whether a cell spells a nested value as Python does and JSON does not.
#[must_use]
pub fn is_python(cell: &str) -> bool {
    let text = cell.trim();
    let bracketed = is_bracketed(text, '{', '}') || is_bracketed(text, '[', ']');
    bracketed
        && text.contains(['\'', '(', 'N', 'T', 'F'])
        && serde_json::from_str::<serde::de::IgnoredAny>(text).is_err()
        && python(text).is_some()
}

fn is_bracketed(text: &str, open: char, close: char) -> bool {
    text.starts_with(open) && text.ends_with(close)
}

fn python(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let value = reader.value(0)?;
    reader.blank();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, mark: char) -> bool {
        self.blank();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.blank();
        match self.rest.chars().next()? {
            '{' => self.map(depth),
            '[' => self.list('[', ']', depth).map(Value::Array),
            '(' => self.list('(', ')', depth).map(Value::Array),
            '\'' | '"' => self.text().map(Value::String),
            _ => self.word(depth),
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.eat('{').then_some(())?;
        let mut members = Map::new();
        while !self.eat('}') {
            let key = match self.value(depth + 1)? {
                Value::String(key) => key,
                Value::Number(key) => key.to_string(),
                _ => return None,
            };
            self.eat(':').then_some(())?;
            let value = self.value(depth + 1)?;
            members.insert(key, value);
            if !self.eat(',') {
                self.eat('}').then_some(())?;
                break;
            }
        }
        Some(Value::Object(members))
    }

    fn list(&mut self, open: char, close: char, depth: usize) -> Option<Vec<Value>> {
        self.eat(open).then_some(())?;
        let mut list = Vec::new();
        while !self.eat(close) {
            list.push(self.value(depth + 1)?);
            if !self.eat(',') {
                self.eat(close).then_some(())?;
                break;
            }
        }
        Some(list)
    }

    /// A quoted text with the escapes that Python writes.
    fn text(&mut self) -> Option<String> {
        let quote = self.rest.chars().next()?;
        let mut text = String::new();
        let mut chars = self.rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            if c == quote {
                self.rest = self.rest.get(at + c.len_utf8()..)?;
                return Some(text);
            }
            if c != '\\' {
                text.push(c);
                continue;
            }
            let (_, escaped) = chars.next()?;
            match escaped {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' => text.push('\r'),
                'x' | 'u' | 'U' => {
                    let digits = match escaped {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    let code: String = chars.by_ref().take(digits).map(|(_, c)| c).collect();
                    text.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
                }
                other => text.push(other),
            }
        }
        None
    }

    /// `None`, `True`, a number, or a call that makes a time.
    fn word(&mut self, depth: usize) -> Option<Value> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "._+-".contains(c))).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        match word {
            "None" | "null" | "nan" | "NaN" | "NaT" => return Some(Value::Null),
            "True" | "true" => return Some(Value::Bool(true)),
            "False" | "false" => return Some(Value::Bool(false)),
            "" => return None,
            _ => {}
        }
        if self.rest.starts_with('(') {
            return self.call(word, depth);
        }
        let number = word.parse::<i64>().map(Value::from).or_else(|_| word.parse::<f64>().map(Value::from)).ok()?;
        Some(number)
    }

    /// `Timestamp('2026-01-05 08:00:00+0000', tz='UTC')`, `datetime.datetime(2026, 1, 5, 8, 0, tzinfo=…)`, and whatever else
    /// wraps one text or one list.
    fn call(&mut self, name: &str, depth: usize) -> Option<Value> {
        self.eat('(').then_some(())?;
        let (mut parts, mut zone) = (Vec::new(), "");
        while !self.eat(')') {
            self.blank();
            let end = self.rest.find(['=', ',', ')', '(', '\'', '"', '[', '{']).unwrap_or(self.rest.len());
            if self.rest.get(end..).is_some_and(|rest| rest.starts_with('=')) {
                let value = self.rest.get(end + 1..)?;
                let (said, rest) = argument(value)?;
                if said.contains("utc") || said.contains("UTC") || said.contains("tzutc") {
                    zone = "Z";
                }
                self.rest = rest;
            } else {
                parts.push(self.value(depth + 1)?);
            }
            if !self.eat(',') {
                self.eat(')').then_some(())?;
                break;
            }
        }
        match (name.rsplit('.').next()?, parts.as_slice()) {
            ("datetime" | "date", numbers) => moment(numbers).map(|at| Value::String(format!("{at}{zone}"))),
            (_, [one]) => Some(one.clone()),
            (_, [one, ..]) if one.is_string() => Some(one.clone()),
            _ => Some(Value::Null),
        }
    }
}

/// The text of a named argument, up to the comma or bracket behind it, and the rest.
fn argument(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' if depth == 0 => return text.split_at_checked(at),
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return text.split_at_checked(at),
            _ => {}
        }
    }
    None
}

fn moment(parts: &[Value]) -> Option<String> {
    let numbers: Option<Vec<i64>> = parts.iter().map(Value::as_i64).collect();
    let numbers = numbers?;
    let part = |at: usize| numbers.get(at).copied().unwrap_or(0);
    (numbers.len() >= 3)
        .then(|| format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", part(0), part(1), part(2), part(3), part(4), part(5)))
}
