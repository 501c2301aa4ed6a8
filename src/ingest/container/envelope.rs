//! The top level of one JSON object: an envelope around records, a connector's message, or a record itself.

use crate::ingest::container::budget;
use crate::ingest::container::scan::{self, Ending, ScannedText, TextSpan};
use crate::ingest::{Beside, Context, mend};
use rustc_hash::FxHasher;
use serde_json::Value;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Most bytes that the objects beside the records of one page may take when they are parsed.
const MAX_BESIDE: usize = 256 << 20;
/// Types of a connector's messages that are no records.
const OTHER_MESSAGES: [&str; 9] =
    ["SCHEMA", "STATE", "LOG", "TRACE", "CATALOG", "SPEC", "CONNECTION_STATUS", "CONTROL", "ACTIVATE_VERSION"];
/// Keys that a record has and an envelope has not.
const IDENTIFIERS: [&str; 10] =
    ["unique_id", "id", "key", "sys_id", "number", "incident_number", "iid", "tinyId", "groupKey", "receiver"];
/// Parts of an envelope in which it speaks about pages. They may stand inside each other.
const PAGING: [&str; 6] = ["paging", "links", "_links", "meta", "pagination", "pagination_meta"];
/// Keys that say where the next page is: an address, a cursor or a number; null on the last page.
const NEXT: [&str; 7] =
    ["next", "next_page", "nextPage", "nextPageToken", "next_page_token", "next_cursor", "nextCursor"];
/// Keys that say how many records all pages have together.
const TOTALS: [&str; 5] = ["total", "totalCount", "total_count", "total_record_count", "total_records"];
/// Keys that say how many records stand before the page.
const OFFSETS: [&str; 4] = ["offset", "startAt", "start_at", "skip"];
/// Keys that say how many records a page can have at most.
const LIMITS: [&str; 6] = ["limit", "per_page", "perPage", "page_size", "pageSize", "maxResults"];

/// Keys that [`Pages::member`] and [`Envelope::member`] tell apart one by one; they are asked about no others, so that a key which
/// is added there is added here.
const OTHERS: [&str; 15] = [
    "more",
    "hasMore",
    "has_more",
    "isLast",
    "is_last",
    "truncatedAlerts",
    "columns",
    "rows",
    "type",
    "stream",
    "record",
    "time_zone",
    "page",
    "included",
    "names",
];

/// The keys under which records stand, and which others are of interest in an envelope.
pub struct Keys<'a> {
    arrays: &'a [&'static str],
    /// Of keys with this first letter, the lengths that there are, as bits. Nearly all members of a record are told by it to be
    /// of no interest: asking all lists for each took a twentieth of reading.
    lengths: [u64; 256],
}

impl<'a> Keys<'a> {
    /// `arrays`: keys of arrays of records, or ways to them with `/`.
    #[must_use]
    pub fn of(arrays: &'a [&'static str]) -> Self {
        let mut lengths = [0; 256];
        let others = [&IDENTIFIERS[..], &PAGING, &NEXT, &TOTALS, &OFFSETS, &LIMITS, &OTHERS];
        let beginnings = arrays.iter().flat_map(|way| way.match_indices('/').filter_map(|(at, _)| way.get(..at)));
        for key in others.into_iter().flatten().chain(arrays).copied().chain(beginnings) {
            if let Some(lengths) = key.bytes().next().and_then(|first| lengths.get_mut(usize::from(first))) {
                *lengths |= length(key);
            }
        }
        Self { arrays, lengths }
    }

    fn may_be(&self, key: &str) -> bool {
        let first = key.bytes().next().and_then(|first| self.lengths.get(usize::from(first)));
        first.is_some_and(|lengths| lengths & length(key) != 0)
    }
}

/// A length as one bit; all long ones have the same.
fn length(key: &str) -> u64 {
    1 << key.len().min(63)
}

/// A key without its quotes.
fn bare(key: TextSpan, text: &str) -> &str {
    text.get(key.start + 1..key.end.saturating_sub(1)).unwrap_or("")
}

/// What an envelope says about the pages of its export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pages {
    /// Whether more pages follow. `None` when it says nothing about that.
    pub more: Option<bool>,
    /// Records on all pages together.
    pub total: Option<usize>,
    /// Most records of one page.
    pub limit: Option<usize>,
    /// Records before the page.
    pub offset: Option<usize>,
    /// A message that left some of its records out for good.
    pub lost: bool,
}

impl Pages {
    fn says_more(&mut self, more: bool) {
        self.more = Some(more || self.more == Some(true));
    }

    /// A member of the envelope, or of a part of it that speaks about pages.
    fn member(&mut self, text: &str, name: &str, value: usize) {
        let Some(first) = text.as_bytes().get(value) else { return };
        let number = || {
            let rest = text.get(value..)?;
            rest.get(..rest.find(|c: char| !c.is_ascii_digit())?)?.parse::<usize>().ok()
        };
        match (name, first) {
            ("more" | "hasMore" | "has_more", b't' | b'f') => self.says_more(*first == b't'),
            ("isLast" | "is_last", b't' | b'f') => self.says_more(*first == b'f'),
            // Some senders cut off the list of alerts in one message, and count what they left out.
            ("truncatedAlerts", b'1'..=b'9') => {
                self.says_more(true);
                self.lost = true;
            }
            (name, b'"' | b'{' | b'n' | b'1'..=b'9') if NEXT.contains(&name) => {
                let empty = text.get(value..).is_some_and(|rest| rest.starts_with("\"\""));
                self.says_more(*first != b'n' && !empty);
            }
            (name, b'0'..=b'9') if TOTALS.contains(&name) => self.total = number().max(self.total),
            (name, b'0'..=b'9') if OFFSETS.contains(&name) => self.offset = number().or(self.offset),
            (name, b'0'..=b'9') if LIMITS.contains(&name) => self.limit = number().or(self.limit),
            _ => {}
        }
    }

    fn part(&mut self, text: ScannedText, at: usize, depth: u8) {
        scan::members(text, at, |key, value, _| {
            let name = bare(key, &text);
            self.member(&text, name, value);
            if depth > 0 && PAGING.contains(&name) && text.as_bytes().get(value) == Some(&b'{') {
                self.part(text, value, depth - 1);
            }
        });
    }
}

/// What the top level of an object shows.
pub struct Envelope {
    /// Arrays of records in the order of the text: key, and where the array begins.
    pub arrays: Vec<(String, usize)>,
    /// A single record under a known key.
    pub single: Option<(String, TextSpan)>,
    /// Whether the object has an identifier of its own, as records have.
    pub identified: bool,
    pub pages: Pages,
    pub ending: Ending,
    kind: Option<TextSpan>,
    stream: Option<TextSpan>,
    record: Option<TextSpan>,
    zone: Option<TextSpan>,
    page: Option<TextSpan>,
    included: Option<TextSpan>,
    names: Option<TextSpan>,
    columns: bool,
    rows: Option<usize>,
}

/// Whether a path leads through this key.
fn is_below(path: &str, key: &str) -> bool {
    // Nearly all paths are told from the key by this one byte; comparing them took 1 % of a review of a million.
    path.as_bytes().get(key.len()) == Some(&b'/') && path.starts_with(key)
}

impl Envelope {
    /// Looks at the object that begins at `at`, for records under these keys.
    #[must_use]
    pub fn look(text: ScannedText, at: usize, keys: &Keys) -> Self {
        let mut seen = Self {
            arrays: Vec::new(),
            single: None,
            identified: false,
            pages: Pages::default(),
            ending: Ending::Broken { at, cut: false },
            kind: None,
            stream: None,
            record: None,
            zone: None,
            page: None,
            included: None,
            names: None,
            columns: false,
            rows: None,
        };
        seen.ending = scan::members(text, at, |key, value, end| seen.member(text, key, value, end, keys));
        if let (true, Some(value)) = (seen.columns && seen.arrays.is_empty(), seen.rows) {
            seen.arrays.push(("rows".to_owned(), value));
        }
        // Those deeper inside were found in the order of their paths.
        seen.arrays.sort_by_key(|(_, at)| *at);
        seen
    }

    fn member(&mut self, text: ScannedText, key: TextSpan, value: usize, end: Option<usize>, keys: &Keys) {
        let (name, arrays) = (bare(key, &text), keys.arrays);
        if !keys.may_be(name) {
            return;
        }
        let first = text.as_bytes().get(value);
        let span = end.map(|end| TextSpan { start: value, end });
        self.identified |= IDENTIFIERS.contains(&name) && first != Some(&b'n');
        match (name, first) {
            ("columns", Some(b'[')) => self.columns = true,
            ("rows", Some(b'[')) => self.rows = Some(value),
            ("type", Some(b'"')) => self.kind = span,
            ("stream", Some(b'"')) => self.stream = span,
            ("record", Some(b'{')) => self.record = span,
            ("time_zone", Some(b'"')) => self.zone = span,
            ("page", Some(b'{')) => self.page = span,
            ("included", Some(b'[')) => self.included = span,
            ("names", Some(b'{')) => self.names = span,
            (name, Some(b'{')) if PAGING.contains(&name) => self.pages.part(text, value, 1),
            (name, _) => self.pages.member(&text, name, value),
        }
        if first == Some(&b'{') {
            arrays.iter().filter(|path| is_below(path, name)).for_each(|path| self.nested(text, value, path, name));
        }
        match first {
            Some(b'[') if arrays.contains(&name) => self.arrays.push((name.to_owned(), value)),
            Some(b'{') if self.single.is_none() && arrays.contains(&name) => {
                self.single = span.map(|s| (name.to_owned(), s));
            }
            _ => {}
        }
    }

    /// Looks for an array deeper inside, whose way is stated with `/` (`data/attributes/incidents`).
    fn nested(&mut self, text: ScannedText, at: usize, path: &str, passed: &str) {
        let rest = path.get(passed.len() + 1..).unwrap_or("");
        let step = rest.split('/').next().unwrap_or("");
        let way = format!("{passed}/{step}");
        let bytes = text.as_bytes();
        let _ = scan::members(text, at, |key, value, _| {
            if bare(key, &text) != step {
                return;
            }
            match bytes.get(value) {
                Some(b'[') if way == path => self.arrays.push((path.to_owned(), value)),
                Some(b'{') if way != path => self.nested(text, value, path, &way),
                _ => {}
            }
        });
    }

    /// Whether it is a record as any other: nothing speaks for an envelope or for a connector's message.
    #[must_use]
    pub fn is_bare(&self, text: ScannedText) -> bool {
        self.arrays.is_empty() && self.single.is_none() && self.wrapped(text).is_none()
    }

    /// `Some(Some(…))` for a connector's record, `Some(None)` for its other messages, `None` for anything else.
    #[must_use]
    pub fn wrapped(&self, text: ScannedText) -> Option<Option<(String, TextSpan)>> {
        let kind = self.kind?.of(&text).trim_matches('"');
        if OTHER_MESSAGES.contains(&kind) && !self.identified {
            return Some(None);
        }
        let record = self.record.filter(|_| kind == "RECORD")?;
        let plain = |span: TextSpan| span.of(&text).trim_matches('"').to_owned();
        if let Some(stream) = self.stream {
            return Some(Some((plain(stream), record)));
        }
        let (mut stream, mut data) = (None, None);
        scan::members(text, record.start, |key, value, end| {
            let span = end.map(|end| TextSpan { start: value, end });
            match key.of(&text) {
                "\"stream\"" => stream = span,
                "\"data\"" => data = span,
                _ => {}
            }
        });
        Some(data.map(|data| (stream.map(plain).unwrap_or_default(), data)))
    }

    /// What surrounds the records under a key.
    #[must_use]
    pub fn context(&self, text: &str, array: &str) -> Context {
        let page = parsed(text, self.page).unwrap_or(Value::Null);
        let of_page = |key: &str| page.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let own = self.zone.map(|z| z.of(text).trim_matches('"').to_owned());
        let account = Some(of_page("url")).filter(|url| !url.is_empty());
        Context {
            folder: String::new(),
            array: format!("/{array}"),
            zone: own.unwrap_or_else(|| of_page("time_zone")),
            account: account.unwrap_or_else(|| of_page("id")),
            beside: Arc::new(self.beside(text)),
        }
    }

    fn beside(&self, text: &str) -> Beside {
        let mut beside = Beside::default();
        for object in parsed(text, self.included).as_ref().and_then(Value::as_array).into_iter().flatten() {
            let of = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("");
            beside.included.insert(format!("{}/{}", of("type"), of("id")), object.clone());
        }
        for (id, name) in parsed(text, self.names).as_ref().and_then(Value::as_object).into_iter().flatten() {
            beside.names.insert(id.clone(), name.as_str().unwrap_or("").to_owned());
        }
        beside
    }
}

/// What stands beside the records, unless it is larger than any list of names.
fn parsed(text: &str, span: Option<TextSpan>) -> Option<Value> {
    let text = span?.of(text);
    if budget::tree(text) > MAX_BESIDE { None } else { mend::value(text) }
}

/// The same for units that are the same.
pub(super) fn digest(name: &str, context: &Context, container: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (name, container, &context.array, &context.zone, &context.account).hash(&mut hasher);
    context.beside.names.hash(&mut hasher);
    for (key, value) in &context.beside.included {
        (key, value.to_string()).hash(&mut hasher);
    }
    hasher.finish()
}
