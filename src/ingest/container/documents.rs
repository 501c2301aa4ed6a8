//! JSON files to units of records: bare arrays, single objects, NDJSON, envelopes, concatenated pages, connector wrappers.

use crate::ingest::container::budget::{self, Budget, MAX_STREAMS};
use crate::ingest::container::envelope::{Envelope, Keys, Pages, digest};
use crate::ingest::container::lines::{self, LineScope};
use crate::ingest::container::scan::{self, Effort, Ending, ScannedText, TextSpan};
use crate::ingest::file_report::Sign;
use crate::ingest::{Context, mend};
use serde_json::Value;
use std::collections::BTreeMap;

/// One record as a stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPiece {
    pub span: TextSpan,
    /// Line of a record that is a document by itself, else the running number in the file; from 1.
    pub row: u32,
    /// Index in its array, for the pointer; `NO_INDEX` for records outside arrays.
    pub index: u32,
    /// Index of its envelope in an array of envelopes, else `NO_INDEX`.
    pub page: u32,
}

/// Marks a record that stands in no array.
pub const NO_INDEX: u32 = u32::MAX;

/// Numbers of records at which tools are known to cut off an export; the largest are the rows of a full sheet below its
/// header.
const PAGE_LIMITS: [usize; 12] = [1_048_575, 65_535, 50_000, 20_000, 10_000, 5_000, 1_000, 500, 250, 200, 100, 50];

/// Records that belong together: one stream, one array name.
#[derive(Debug, Clone, Default)]
pub struct Unit {
    /// Key of the envelope or name of the connector's stream; empty for bare records.
    pub name: String,
    pub context: Context,
    pub container: &'static str,
    pub pieces: Vec<RecordPiece>,
    /// What speaks for or against more of the export being elsewhere.
    pub sign: Sign,
    /// What the last page said about further ones.
    pages: Pages,
    /// Records of the last page.
    last_page: usize,
}

impl Unit {
    fn sign_of(&self, part: bool) -> Sign {
        let Pages { more, total, offset, lost, .. } = self.pages;
        let earlier = self.pieces.len().saturating_sub(self.last_page);
        let first = offset.map(|offset| offset.saturating_sub(earlier));
        let next = offset.map(|offset| offset.saturating_add(self.last_page));
        Sign { first, next, total, more, lost, note: self.missing(part) }
    }

    /// A note when something says that not all records of the export are here. `part`: only a part of the file is known.
    fn missing(&self, part: bool) -> Option<String> {
        let here = self.pieces.len();
        match self.pages {
            Pages { total: Some(total), .. } if total > here && !part => {
                Some(format!("the envelope counts {total} records and {here} are here: pages may be missing"))
            }
            Pages { total: Some(total), .. } if total > 0 && total <= here => None,
            Pages { more: Some(true), .. } => {
                Some("the envelope says that more pages follow: this may not be the whole export".to_owned())
            }
            Pages { more: Some(false), .. } => None,
            Pages { limit: Some(limit), .. } if limit > 1 && limit == self.last_page => Some(format!(
                "the last page is full ({limit} records) and does not say that it is the last one: pages may be missing"
            )),
            _ if part => None,
            _ => limit_note(here, "records"),
        }
    }
}

/// A place where the text stopped making sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub row: u32,
    /// Byte position in the text.
    pub at: usize,
    pub truncated: bool,
    /// Bytes from there that could not be read.
    pub lost: usize,
}

/// Where a text begins in its file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Start {
    /// Rows and lines before it.
    pub row: u32,
    pub line: u32,
    /// It is a part of a larger file.
    pub part: bool,
    /// It is made of lines, whatever it looks like.
    pub lines: bool,
}

/// All of a JSON text.
#[derive(Debug, Default)]
pub struct Documents {
    pub units: Vec<Unit>,
    pub breaks: Vec<Break>,
    /// Messages of a connector that are no records (schemas, states, logs).
    pub skipped: u64,
    /// There is more than may be held; what was found is not all.
    pub crowded: bool,
    /// Records and breaks so far.
    held: usize,
    rows: u32,
    line: u32,
    /// End of the last piece.
    reached: usize,
    documents: u32,
    /// Whether objects with this known key, with or without an identifier of their own, are records by themselves. Asked
    /// once, because asking needs the whole object parsed.
    verdicts: BTreeMap<(String, bool), bool>,
    /// Units by a digest of what tells them apart. A file may hold a hundred thousand of them.
    places: BTreeMap<u64, Vec<usize>>,
    /// The last unit without a name and with nothing around it, and its container.
    bare: Option<(usize, &'static str)>,
    effort: usize,
}

/// What the splitter needs to know of the sources.
pub struct Known<'a> {
    /// Names of arrays that hold records.
    pub keys: &'a Keys<'a>,
    /// Whether some source takes this object as a record by itself.
    pub is_record: &'a dyn Fn(&Value) -> bool,
    /// What may be held.
    pub budget: Budget,
}

impl Documents {
    /// Splits a text into units. Everything before a break is kept, and what follows is looked for behind it.
    #[must_use]
    pub fn split(text: &str, known: &Known, start: Start) -> Self {
        let bytes = text.as_bytes();
        let effort = Effort::default();
        let whole = ScannedText::whole(text, &effort);
        let mut all = Self { rows: start.row, line: start.line, ..Self::default() };
        let lines = start.lines || (!start.part && lines::is_lines(bytes));
        let mut records = if lines { lines::records(text, known.keys) } else { Vec::new() }.into_iter().peekable();
        let (mut at, mut counted) = (scan::skip_blank(bytes, 0), 0);
        let mut line = LineScope::default();
        while let Some(first) = bytes.get(at).filter(|_| !all.crowded) {
            all.documents += 1;
            all.count_lines(bytes, counted, at);
            counted = at;
            while records.next_if(|record| record.start < at).is_some() {}
            if let Some(record) = records.next_if(|record| record.start == at) {
                let unit = all.bare("JSON records");
                all.fill_single(unit, record, NO_INDEX);
                at = scan::skip_blank(bytes, record.end);
                all.crowded |= all.held > known.budget.pieces();
                continue;
            }
            if lines && at >= line.end {
                line = LineScope::at(bytes, at);
            }
            let scope = if lines { whole.until(line.scope) } else { whole };
            let ending = match first {
                b'[' => all.array(scope, at, known),
                b'{' => all.object(scope, at, NO_INDEX, known),
                _ => Ending::Broken { at, cut: false },
            };
            let end = match ending {
                Ending::Closed(end) => end,
                Ending::Broken { at: broken, cut } => {
                    let next = if scope.len() < text.len() {
                        scope.len()
                    } else if lines || at == broken {
                        // What is no JSON at all is one row a line.
                        // A record that was taken from an array that breaks off must not be taken again.
                        scan::next_line(bytes, at.max(all.reached))
                    } else {
                        // Nor must one from an envelope whose list breaks off.
                        scan::next_document(bytes, broken.max(all.reached)).unwrap_or(bytes.len())
                    };
                    // What stands behind a record on its line has the row of that record.
                    let behind = lines && at == broken && all.rows >= all.line;
                    all.rows = all.rows.saturating_sub(u32::from(behind));
                    all.broken(bytes, broken, cut, next);
                    next
                }
            };
            at = scan::skip_blank(bytes, end);
            all.crowded |= all.held > known.budget.pieces();
        }
        all.count_lines(bytes, counted, bytes.len());
        all.note_limits(start);
        all.effort = effort.spent();
        all
    }

    fn count_lines(&mut self, bytes: &[u8], from: usize, to: usize) {
        if self.line == 0 {
            self.line = 1;
        }
        let passed = memchr::memchr_iter(b'\n', bytes.get(from..to).unwrap_or(&[])).count();
        self.line = self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
    }

    /// The row of a document by itself: its line, unless a record before it has that row already.
    fn document_row(&mut self) -> u32 {
        self.rows = self.rows.saturating_add(1).max(self.line);
        self.rows
    }

    fn broken(&mut self, bytes: &[u8], at: usize, cut: bool, next: usize) {
        let row = self.document_row();
        let truncated = cut && scan::skip_blank(bytes, next) >= bytes.len();
        let at = at.min(bytes.len());
        self.held += 1;
        self.breaks.push(Break { row, at, truncated, lost: next.saturating_sub(at) });
    }

    /// The elements of a list, as many as may be held.
    fn gather(&mut self, text: ScannedText, at: usize, known: &Known) -> (Vec<Result<TextSpan, usize>>, Ending) {
        let mut found = Vec::new();
        let room = known.budget.pieces().saturating_sub(self.held);
        let ending = scan::elements(text, at, |element| {
            if found.len() < room {
                found.push(element);
            } else {
                self.crowded = true;
            }
        });
        (found, ending)
    }

    fn array(&mut self, text: ScannedText, at: usize, known: &Known) -> Ending {
        let (found, ending) = self.gather(text, at, known);
        // `jq -s` makes an array of envelopes: the first element tells.
        let first = found.iter().find_map(|element| element.as_ref().ok());
        if first.is_some_and(|span| span.of(&text).starts_with('[')) {
            self.arrays(text, &found, known);
            return ending;
        }
        if !first.is_some_and(|span| self.is_envelope(text, *span, known)) {
            let unit = self.bare("JSON array");
            self.fill(unit, &found, NO_INDEX);
            return ending;
        }
        self.pages(text, &found, known);
        ending
    }

    /// Envelopes, one a page.
    fn pages(&mut self, text: ScannedText, found: &[Result<TextSpan, usize>], known: &Known) {
        for (page, element) in (0..).zip(found) {
            let broken = match element {
                Ok(span) => self.object(text.until(span.end), span.start, page, known),
                Err(at) => Ending::Broken { at: *at, cut: false },
            };
            if let Ending::Broken { at, .. } = broken {
                self.broken(text.as_bytes(), at, false, at);
            }
        }
    }

    /// Pages that are arrays themselves, gathered in one array (`jq -s`, `gh api --slurp`). What lies deeper is a value.
    fn arrays(&mut self, text: ScannedText, pages: &[Result<TextSpan, usize>], known: &Known) {
        let unit = self.bare("JSON array");
        for (page, element) in (0..).zip(pages) {
            let Some(span) = element.ok().filter(|span| span.of(&text).starts_with('[')) else {
                self.fill(unit, &[*element], page);
                continue;
            };
            let (found, ending) = self.gather(text.until(span.end), span.start, known);
            if let Ending::Broken { at, .. } = ending {
                self.broken(text.as_bytes(), at, false, at);
            }
            let first = found.iter().find_map(|element| element.as_ref().ok());
            if first.is_some_and(|span| self.is_envelope(text, *span, known)) {
                self.pages(text, &found, known);
            } else {
                self.fill(unit, &found, page);
            }
        }
    }

    fn object(&mut self, text: ScannedText, at: usize, page: u32, known: &Known) -> Ending {
        let seen = Envelope::look(text, at, known.keys);
        if let Some(wrapped) = seen.wrapped(text) {
            match wrapped {
                Some((stream, data)) => {
                    let unit = self.unit(&stream, Context::default(), "connector messages");
                    self.fill_single(unit, data, page);
                }
                None => self.skipped += 1,
            }
            return seen.ending;
        }
        let Ending::Closed(end) = seen.ending else {
            return if seen.arrays.is_empty() { seen.ending } else { self.envelope(text, &seen, page, known) };
        };
        let whole = TextSpan { start: at, end };
        if self.is_record_with(text, whole, &seen, known) {
            let unit = self.bare("JSON records");
            self.fill_single(unit, whole, page);
        } else if !seen.arrays.is_empty() {
            return self.envelope(text, &seen, page, known);
        } else if let Some((name, span)) = &seen.single {
            // An object under a known key may be no record but a further envelope (`data` around `outages`).
            let inner = Envelope::look(text, span.start, known.keys);
            if !inner.identified && !inner.arrays.is_empty() {
                self.envelope(text, &inner, page, known);
                return seen.ending;
            }
            let unit = self.unit(name, seen.context(&text, name), "JSON envelope of one record");
            self.fill_single(unit, *span, page);
        }
        seen.ending
    }

    /// Whether an object is a record although it may have a key that envelopes have, as a schedule has its `users`.
    fn is_record_with(&mut self, text: ScannedText, whole: TextSpan, seen: &Envelope, known: &Known) -> bool {
        let name = match (seen.arrays.first(), &seen.single) {
            (Some((name, _)), _) if seen.identified => name,
            // Envelopes are large, and only those that look like records are worth the parsing.
            (Some(_), _) => return false,
            (None, Some((name, _))) => name,
            (None, None) => return true,
        };
        // What is too large for a record is an envelope.
        let fits = || budget::tree(whole.of(&text)) <= known.budget.tree();
        let parsed = || mend::value(whole.of(&text)).is_some_and(|value| (known.is_record)(&value));
        let ask = || fits() && parsed();
        *self.verdicts.entry((name.clone(), seen.identified)).or_insert_with(ask)
    }

    fn is_envelope(&mut self, text: ScannedText, span: TextSpan, known: &Known) -> bool {
        if !span.of(&text).starts_with('{') {
            return false;
        }
        let seen = Envelope::look(text, span.start, known.keys);
        seen.wrapped(text).is_some() || !self.is_record_with(text, span, &seen, known)
    }

    /// One envelope may hold several arrays of records (incidents and scheduled work); each is a unit.
    fn envelope(&mut self, text: ScannedText, seen: &Envelope, page: u32, known: &Known) -> Ending {
        let mut ending = seen.ending;
        let around = seen.context(&text, "");
        for (name, value) in &seen.arrays {
            let (found, end) = self.gather(text, *value, known);
            let found = flat(text, found, known.budget.pieces());
            self.crowded |= found.len() > known.budget.pieces();
            let context = Context { array: format!("/{name}"), ..around.clone() };
            let place = self.unit(name, context, "JSON envelope");
            self.fill(place, &found, page);
            if let Some(unit) = self.units.get_mut(place) {
                // Of several arrays in one envelope, none knows which of them is counted.
                let total = seen.pages.total.filter(|_| seen.arrays.len() == 1);
                unit.pages = Pages { total: total.max(unit.pages.total), ..seen.pages };
                unit.last_page = found.len();
            }
            ending = match (end, ending) {
                (Ending::Broken { .. }, _) => end,
                // The array could be followed to its end behind an element that makes no sense: so can the envelope.
                (Ending::Closed(end), Ending::Broken { at, .. }) if at == *value => {
                    scan::members(text, end - 1, |_, _, _| {})
                }
                (Ending::Closed(_), ending) => ending,
            };
        }
        ending
    }

    /// The unit of records without a name and with nothing around them. A file of lines asks for it with each.
    fn bare(&mut self, container: &'static str) -> usize {
        let known = self.bare.filter(|(_, own)| *own == container);
        let bare = known.unwrap_or_else(|| (self.unit("", Context::default(), container), container));
        self.bare.insert(bare).0
    }

    /// The unit of a name, made now if it is new. Pages of one envelope share a unit as long as their surroundings agree.
    fn unit(&mut self, name: &str, context: Context, container: &'static str) -> usize {
        let next = self.units.len();
        let places = self.places.entry(digest(name, &context, container)).or_default();
        let same = |u: &Unit| u.name == name && u.container == container && u.context == context;
        if let Some(place) = places.iter().find(|place| self.units.get(**place).is_some_and(same)) {
            return *place;
        }
        places.push(next);
        self.crowded |= next >= MAX_STREAMS;
        self.units.push(Unit { name: name.to_owned(), context, container, ..Unit::default() });
        next
    }

    fn fill(&mut self, unit: usize, found: &[Result<TextSpan, usize>], page: u32) {
        let Some(unit) = self.units.get_mut(unit) else { return };
        self.held += found.len();
        for (index, element) in (0..).zip(found) {
            let (Ok(TextSpan { start: at, .. }) | Err(at)) = element;
            // A list that breaks off may have been followed into this one; what was taken there is not taken again.
            if *at < self.reached {
                continue;
            }
            self.rows = self.rows.saturating_add(1);
            match element {
                Ok(span) => {
                    self.reached = self.reached.max(span.end);
                    unit.pieces.push(RecordPiece { span: *span, row: self.rows, index, page });
                }
                Err(at) => self.breaks.push(Break { row: self.rows, at: *at, truncated: false, lost: 0 }),
            }
        }
    }

    fn fill_single(&mut self, unit: usize, span: TextSpan, page: u32) {
        let row = if page == NO_INDEX { self.document_row() } else { self.rows.saturating_add(1) };
        self.rows = row;
        self.reached = self.reached.max(span.end);
        self.held += 1;
        if let Some(unit) = self.units.get_mut(unit) {
            unit.pieces.push(RecordPiece { span, row, index: NO_INDEX, page });
        }
    }

    fn note_limits(&mut self, start: Start) {
        for unit in &mut self.units {
            unit.sign = unit.sign_of(start.part);
        }
    }

    /// How many documents the text held; more than one line of records is NDJSON.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Bytes that were looked through in vain for the end of a value that has none.
    #[must_use]
    pub fn effort(&self) -> usize {
        self.effort
    }

    /// Where the next part begins.
    #[must_use]
    pub fn next_start(&self, lines: bool) -> Start {
        Start { row: self.rows, line: self.line, part: true, lines }
    }
}

/// A note when a number of records is one at which exports are known to be cut off.
#[must_use]
pub fn limit_note(number: usize, things: &str) -> Option<String> {
    PAGE_LIMITS.contains(&number).then(|| {
        format!("exactly {number} {things}: exports are cut off at such numbers, so check that nothing is missing")
    })
}

/// The members of the inner lists, where a list holds nothing but lists (`{"users": [[{…}, {…}]]}`).
fn flat(text: ScannedText, found: Vec<Result<TextSpan, usize>>, most: usize) -> Vec<Result<TextSpan, usize>> {
    let is_list =
        |element: &Result<TextSpan, usize>| element.as_ref().is_ok_and(|span| span.of(&text).starts_with('['));
    if found.is_empty() || !found.iter().all(is_list) {
        return found;
    }
    let mut members = Vec::new();
    for span in found.into_iter().flatten() {
        scan::elements(text.until(span.end), span.start, |element| {
            // One more than may be held, so that it shows.
            if members.len() <= most {
                members.push(element);
            }
        });
    }
    members
}
