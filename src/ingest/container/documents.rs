//! JSON files to units of records: bare arrays, single objects, NDJSON, envelopes, concatenated pages, connector wrappers.

use crate::ingest::Context;
use crate::ingest::container::scan::{self, Ending, Span};
use serde_json::Value;

/// One record as a stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub span: Span,
    /// Running number in the file, from 1.
    pub row: u32,
    /// Index in its array, for the pointer; `NO_INDEX` for records outside arrays.
    pub index: u32,
}

/// Marks a record that stands in no array.
pub const NO_INDEX: u32 = u32::MAX;

/// Records that belong together: one stream, one array name.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Key of the envelope or name of the connector's stream; empty for bare records.
    pub name: String,
    pub context: Context,
    pub container: &'static str,
    pub pieces: Vec<Piece>,
    pub notes: Vec<String>,
}

/// A place where the text stopped making sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub row: u32,
    /// Byte position in the text.
    pub at: usize,
    pub truncated: bool,
}

/// All of a JSON text.
#[derive(Debug, Default)]
pub struct Documents {
    pub units: Vec<Unit>,
    pub breaks: Vec<Break>,
    /// Lines of a connector that are no records (schemas, states, logs).
    pub skipped: u64,
    rows: u32,
    documents: u32,
}

/// What the splitter needs to know of the sources.
pub struct Known<'a> {
    /// Names of arrays that hold records.
    pub arrays: &'a [&'static str],
    /// Whether some source takes this object as a record by itself.
    pub is_record: &'a dyn Fn(&Value) -> bool,
}

const WRAPPER_TYPES: [&str; 9] =
    ["SCHEMA", "STATE", "LOG", "TRACE", "CATALOG", "SPEC", "CONNECTION_STATUS", "CONTROL", "ACTIVATE_VERSION"];

impl Documents {
    /// Splits a text into units. Everything before a break is kept. `first_row` continues the count of an earlier part.
    #[must_use]
    pub fn split(text: &str, known: &Known, first_row: u32) -> Self {
        let bytes = text.as_bytes();
        let mut all = Self { rows: first_row, ..Self::default() };
        let mut at = scan::skip_blank(bytes, 0);
        while let Some(first) = bytes.get(at) {
            all.documents += 1;
            let end = match first {
                b'[' => all.array(text, at, known),
                b'{' => all.object(text, at, known),
                _ => all.junk(bytes, at),
            };
            at = scan::skip_blank(bytes, end);
        }
        all
    }

    fn junk(&mut self, bytes: &[u8], at: usize) -> usize {
        self.rows += 1;
        self.breaks.push(Break { row: self.rows, at, truncated: false });
        next_line(bytes, at)
    }

    fn broken(&mut self, bytes: &[u8], at: usize) -> usize {
        self.rows += 1;
        let truncated = at >= bytes.len() || next_line(bytes, at) >= bytes.len();
        self.breaks.push(Break { row: self.rows, at: at.min(bytes.len()), truncated });
        if truncated { bytes.len() } else { next_line(bytes, at) }
    }

    fn array(&mut self, text: &str, at: usize, known: &Known) -> usize {
        let bytes = text.as_bytes();
        let mut spans = Vec::new();
        let ending = scan::elements(bytes, at, |span| spans.push(span));
        // `jq -s` makes an array of envelopes: the first element tells.
        let of_envelopes = spans.first().is_some_and(|s| is_envelope(text, *s, known));
        if of_envelopes {
            for span in &spans {
                self.object(text, span.start, known);
            }
        } else {
            let unit = self.unit("", Context::default(), "JSON array");
            self.fill(unit, &spans);
        }
        self.close(bytes, ending)
    }

    fn close(&mut self, bytes: &[u8], ending: Ending) -> usize {
        match ending {
            Ending::Closed(end) => end,
            Ending::Broken(at) => self.broken(bytes, at),
        }
    }

    fn object(&mut self, text: &str, at: usize, known: &Known) -> usize {
        let bytes = text.as_bytes();
        let seen = Envelope::look(text, at, known);
        if let Some(wrapped) = seen.wrapped(text) {
            match wrapped {
                Some((stream, data)) => {
                    let unit = self.unit(&stream, Context::default(), "connector messages");
                    self.fill_single(unit, data);
                }
                None => self.skipped += 1,
            }
            return self.close(bytes, seen.ending);
        }
        if !seen.arrays.is_empty() {
            return self.envelope(text, &seen);
        }
        let whole = match seen.ending {
            Ending::Closed(end) => Span { start: at, end },
            Ending::Broken(at) => return self.broken(bytes, at),
        };
        match &seen.single {
            Some((name, span)) if !is_record(text, whole, known) => {
                let unit = self.unit(name, seen.context(text, name), "JSON envelope of one record");
                self.fill_single(unit, *span);
            }
            _ => {
                let unit = self.unit("", Context::default(), "JSON records");
                self.fill_single(unit, whole);
            }
        }
        whole.end
    }

    /// One envelope may hold several arrays of records (incidents and scheduled work); each is a unit.
    fn envelope(&mut self, text: &str, seen: &Envelope) -> usize {
        let mut ending = seen.ending;
        for (name, value) in &seen.arrays {
            let mut spans = Vec::new();
            let end = scan::elements(text.as_bytes(), *value, |span| spans.push(span));
            let unit = self.unit(name, seen.context(text, name), "JSON envelope");
            self.fill(unit, &spans);
            self.note(unit, seen, spans.len());
            if let Ending::Broken(_) = end {
                ending = end;
            }
        }
        self.close(text.as_bytes(), ending)
    }

    /// The unit of a name, made now if it is new. Pages of one envelope share a unit as long as their surroundings agree.
    fn unit(&mut self, name: &str, context: Context, container: &'static str) -> usize {
        let same = |u: &Unit| u.name == name && u.container == container && u.context == context;
        if let Some(place) = self.units.iter().position(same) {
            return place;
        }
        self.units.push(Unit { name: name.to_owned(), context, container, pieces: Vec::new(), notes: Vec::new() });
        self.units.len() - 1
    }

    fn fill(&mut self, unit: usize, spans: &[Span]) {
        let Some(unit) = self.units.get_mut(unit) else { return };
        for (index, span) in (0..).zip(spans) {
            self.rows += 1;
            unit.pieces.push(Piece { span: *span, row: self.rows, index });
        }
    }

    fn fill_single(&mut self, unit: usize, span: Span) {
        let Some(unit) = self.units.get_mut(unit) else { return };
        self.rows += 1;
        unit.pieces.push(Piece { span, row: self.rows, index: NO_INDEX });
    }

    fn note(&mut self, unit: usize, seen: &Envelope, records: usize) {
        let Some(unit) = self.units.get_mut(unit) else { return };
        let note = if seen.more {
            "the envelope says that more pages follow: this may not be the whole export".to_owned()
        } else if matches!(records, 20_000 | 10_000 | 1_000) {
            format!("exactly {records} records: exports are cut off at such numbers, so check that nothing is missing")
        } else {
            return;
        };
        if !unit.notes.contains(&note) {
            unit.notes.push(note);
        }
    }

    /// How many documents the text held; more than one line of records is NDJSON.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// The row behind the last one.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }
}

fn next_line(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or(&[]);
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |n| at + n + 1)
}

fn is_record(text: &str, span: Span, known: &Known) -> bool {
    serde_json::from_str::<Value>(span.of(text)).is_ok_and(|value| (known.is_record)(&value))
}

fn is_envelope(text: &str, span: Span, known: &Known) -> bool {
    if !span.of(text).starts_with('{') {
        return false;
    }
    let seen = Envelope::look(text, span.start, known);
    seen.wrapped(text).is_some()
        || ((!seen.arrays.is_empty() || seen.single.is_some()) && !is_record(text, span, known))
}

/// What the top level of an object shows.
struct Envelope {
    /// Arrays of records: key, and where the array begins.
    arrays: Vec<(String, usize)>,
    single: Option<(String, Span)>,
    kind: Option<Span>,
    stream: Option<Span>,
    record: Option<Span>,
    zone: Option<Span>,
    page: Option<Span>,
    more: bool,
    ending: Ending,
}

impl Envelope {
    fn look(text: &str, at: usize, known: &Known) -> Self {
        let mut seen = Self {
            arrays: Vec::new(),
            single: None,
            kind: None,
            stream: None,
            record: None,
            zone: None,
            page: None,
            more: false,
            ending: Ending::Broken(at),
        };
        let bytes = text.as_bytes();
        let mut columns = false;
        let mut rows = None;
        let ending = scan::members(bytes, at, |key, value, end| {
            let name = key.of(text).trim_matches('"');
            let first = bytes.get(value);
            let span = end.map(|end| Span { start: value, end });
            match (name, first) {
                ("columns", Some(b'[')) => columns = true,
                ("rows", Some(b'[')) => rows = Some(value),
                ("type", Some(b'"')) => seen.kind = span,
                ("stream", Some(b'"')) => seen.stream = span,
                ("record", Some(b'{')) => seen.record = span,
                ("time_zone", Some(b'"')) => seen.zone = span,
                ("page", Some(b'{')) => seen.page = span,
                ("more", Some(b't')) | ("isLast", Some(b'f')) | ("next", Some(b'"')) => seen.more = true,
                _ => {}
            }
            if known.arrays.contains(&name) {
                match first {
                    Some(b'[') => seen.arrays.push((name.to_owned(), value)),
                    Some(b'{') if seen.single.is_none() => seen.single = span.map(|s| (name.to_owned(), s)),
                    _ => {}
                }
            }
        });
        seen.ending = ending;
        if let (true, Some(value)) = (columns && seen.arrays.is_empty(), rows) {
            seen.arrays.push(("rows".to_owned(), value));
        }
        seen
    }

    /// `Some(Some(…))` for a connector's record, `Some(None)` for its other messages, `None` for anything else.
    fn wrapped(&self, text: &str) -> Option<Option<(String, Span)>> {
        let kind = self.kind?.of(text).trim_matches('"');
        if WRAPPER_TYPES.contains(&kind) {
            return Some(None);
        }
        let record = self.record.filter(|_| kind == "RECORD")?;
        let plain = |span: Span| span.of(text).trim_matches('"').to_owned();
        if let Some(stream) = self.stream {
            return Some(Some((plain(stream), record)));
        }
        let (mut stream, mut data) = (None, None);
        scan::members(text.as_bytes(), record.start, |key, value, end| {
            let span = end.map(|end| Span { start: value, end });
            match key.of(text) {
                "\"stream\"" => stream = span,
                "\"data\"" => data = span,
                _ => {}
            }
        });
        Some(data.map(|data| (stream.map(plain).unwrap_or_default(), data)))
    }

    fn context(&self, text: &str, array: &str) -> Context {
        let page: Value = self.page.and_then(|p| serde_json::from_str(p.of(text)).ok()).unwrap_or(Value::Null);
        let of_page = |key: &str| page.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
        let own = self.zone.map(|z| z.of(text).trim_matches('"').to_owned());
        Context {
            array: format!("/{array}"),
            zone: own.unwrap_or_else(|| of_page("time_zone")),
            account: of_page("url"),
        }
    }
}
