//! JSON: the units of a text, their records, and the places that made no sense.

use crate::ingest::container::budget::{self, Budget, Stop, mib};
use crate::ingest::container::documents::{Break, Documents, Known, NO_INDEX, RecordPiece, Start, Unit};
use crate::ingest::container::envelope::Keys;
use crate::ingest::container::parts::FilePart;
use crate::ingest::files::{Problem, Reader};
use crate::ingest::head::Head;
use crate::ingest::inputs::file_name;
use crate::ingest::{AnySource, Context, Output, mend, recognise};
use crate::model::batch::Batch;
use crate::model::origin::Origin;
use crate::model::reject::{Reason, Reject};
use crate::par;
use serde_json::Value;

/// Records that are read before they are delivered: enough for eight threads, and few, because what is delivered is taken meanwhile.
const RECORDS: usize = 16_384;

impl<'a> Reader<'a> {
    fn is_record(&self) -> impl Fn(&Value) -> bool + use<'a> {
        let sources: Vec<&dyn AnySource> = self.sources.to_vec();
        let (name, path) = (file_name(&self.input.shown), self.input.shown.clone());
        move |value: &Value| {
            let head = Head { name: name.clone(), path: path.clone(), objects: vec![value.clone()], ..Head::default() };
            // A mapping takes any object of its files, so it can't tell an envelope from a record.
            sources.iter().filter(|s| s.kind().id != "mapped").any(|s| s.recognises(&head))
        }
    }

    pub(super) fn read_json(&mut self, text: &str, name: &str) {
        let mut skipped = 0;
        let part = FilePart { first_ends: text.len(), ..FilePart::default() };
        self.read_json_text(text, &part, Start::default(), &mut skipped, name);
        self.note_skipped(skipped);
    }

    /// Reads one part of a large file; gives the beginning of the next one.
    pub(super) fn read_part(&mut self, part: &FilePart, start: Start, skipped: &mut u64, name: &str) -> Start {
        self.base = part.at.saturating_sub(part.around.before.len() as u64);
        self.read_json_text(&part.text, part, start, skipped, name)
    }

    /// Reads lines that were made here; gives the beginning of the next ones.
    pub(super) fn read_part_of_lines(&mut self, text: &str, start: Start, skipped: &mut u64, name: &str) -> Start {
        let part = FilePart { first_ends: text.len(), ..FilePart::default() };
        self.read_json_text(text, &part, start, skipped, name)
    }

    fn read_json_text(&mut self, text: &str, part: &FilePart, start: Start, skipped: &mut u64, name: &str) -> Start {
        let is_record = self.is_record();
        let keys = Keys::of(self.arrays);
        let known = Known { keys: &keys, is_record: &is_record, budget: self.budget };
        let mut documents = Documents::split(text, &known, start);
        if documents.crowded {
            let cause = format!("a stretch of it holds more than {} records or streams", self.budget.pieces());
            self.stopped = Some(Stop::Over(cause));
            return start;
        }
        shift(&mut documents, part);
        *skipped += documents.skipped;
        self.read_documents(text, name, &documents, start.lines);
        documents.next_start(start.lines)
    }

    pub(super) fn note_skipped(&mut self, messages: u64) {
        if messages > 0 {
            self.report.notes.push(format!("{messages} connector messages that are no records were passed over"));
        }
    }

    fn read_documents(&mut self, text: &str, name: &str, documents: &Documents, lines: bool) {
        let mut last_source: Option<&dyn AnySource> = None;
        for unit in &documents.units {
            last_source = self.read_unit(text, name, unit, lines || documents.documents() > 1).or(last_source);
        }
        if documents.units.iter().all(|u| u.pieces.is_empty()) && documents.breaks.is_empty() {
            let hint = "export it again if it should hold some: with other filters or dates, or from the first page on";
            self.report
                .problem
                .get_or_insert_with(|| Problem { message: "holds no records".to_owned(), hint: hint.to_owned() });
        }
        let rejects = documents.breaks.iter().map(|b| self.broken(b)).collect::<Vec<_>>();
        if let Some(first) = rejects.first() {
            let message = format!("is damaged: {}", first.detail);
            if documents.breaks.iter().any(|b| b.truncated) {
                self.problem(message, "export it again; what stood before the break was read");
            } else if self.report.problem.is_none() {
                self.problem(message, "the records around it were read");
            }
        }
        self.waiting.extend(rejects);
        self.flush_waiting(last_source);
    }

    /// Hands over the rejects that belong to no unit, under the source that read what stands around them.
    pub(super) fn flush_waiting(&mut self, source: Option<&dyn AnySource>) {
        let mut rejects = std::mem::take(&mut self.waiting);
        if rejects.is_empty() {
            return;
        }
        rejects.sort_by_key(|r| r.origin.row);
        self.report.read += rejects.len() as u64;
        self.count_refused(rejects.len());
        let tool = source.or_else(|| self.taken.values().next().copied()).map_or("unknown", |s| s.kind().tool.id);
        (self.sink)(Batch {
            file: self.index,
            source: tool.to_owned(),
            zone: String::new(),
            records: Vec::new(),
            rejects,
            mended: Vec::new(),
            bytes: 0,
        });
    }

    fn broken(&self, found: &Break) -> Reject {
        let origin = Origin { file: self.index, row: found.row, pointer: String::new() };
        let (reason, what) = if found.truncated {
            (Reason::Truncated, "the file ends in the middle of a record")
        } else {
            (Reason::Malformed, "no JSON where a record should begin or go on")
        };
        let lost = if found.lost > 0 { format!("; {} bytes were not read", found.lost) } else { String::new() };
        let detail = format!("{what}, at byte {}{lost}", self.base + found.at as u64);
        Reject { origin, record_id: String::new(), reason, detail }
    }

    fn read_unit(&mut self, text: &str, name: &str, unit: &Unit, lines: bool) -> Option<&'a dyn AnySource> {
        let mut head = self.head(name);
        head.envelope.clone_from(&unit.name);
        head.objects = self.sample(unit, text);
        if unit.pieces.is_empty() {
            return None;
        }
        let container = if lines && unit.name.is_empty() { "JSON lines" } else { unit.container };
        let earlier = self.taken.get(&(unit.name.clone(), unit.container)).copied();
        let found = earlier.or_else(|| recognise::source(&head, self.input.forced.as_deref(), self.sources));
        let Some(source) = found else {
            self.skip_unit(&head, unit, container, text);
            return None;
        };
        self.taken.insert((unit.name.clone(), unit.container), source);
        let file = self.index;
        let certainty = self.certainty(&head, source);
        let budget = self.budget;
        let folder = self.input.shown.rsplit('/').nth(1).unwrap_or("").to_owned();
        let around = Context { folder, ..unit.context.clone() };
        let mut rest = unit.pieces.as_slice();
        while let (false, Some(number)) = (rest.is_empty() || self.stopped.is_some(), group(rest, text, budget)) {
            let (pieces, behind) = rest.split_at_checked(number).unwrap_or((rest, &[]));
            let outputs = par::chunks(pieces, |pieces| {
                let mut out = Output::default();
                for piece in pieces {
                    out.bytes += piece.span.of(text).len();
                    let origin = Origin { file, row: piece.row, pointer: pointer(&unit.context.array, *piece) };
                    read_piece(source, piece.span.of(text), &origin, &around, budget, &mut out);
                }
                out
            });
            self.deliver(source, unit.context.clone(), container, outputs, certainty, unit.sign.clone());
            rest = behind;
        }
        Some(source)
    }

    /// A stream that no source takes: its records were not read, and the file says so.
    fn skip_unit(&mut self, head: &Head, unit: &Unit, container: &str, text: &str) {
        self.skipped(&unit.name, container, unit.pieces.len(), "objects");
        let size = |piece: &RecordPiece| budget::tree(piece.span.of(text));
        if let Some(large) = unit.pieces.first().map(size).filter(|size| *size > self.budget.tree()) {
            let cause = format!("one of its records would take {} as a parsed tree", mib(large));
            self.stopped = self.stopped.take().or(Some(Stop::Over(cause)));
            return;
        }
        self.unrecognised(head);
    }

    /// The first records, parsed; fewer where they are large.
    fn sample(&self, unit: &Unit, text: &str) -> Vec<Value> {
        let (mut held, most) = (0, self.budget.tree());
        let fits = |piece: &&RecordPiece| {
            held += budget::tree(piece.span.of(text));
            held <= most
        };
        let sample = unit.pieces.iter().take(Head::SAMPLE).take_while(fits);
        sample.filter_map(|p| mend::value(p.span.of(text))).collect()
    }
}

/// How many of the records are read before they are delivered. A large one is read alone: several threads would otherwise
/// hold as many trees at once.
fn group(pieces: &[RecordPiece], text: &str, budget: Budget) -> Option<usize> {
    let mut bytes = 0;
    for (number, piece) in pieces.iter().enumerate() {
        let own = piece.span.of(text);
        bytes += own.len();
        let is_large = own.len() > budget.alone() / 16 && budget::tree(own) > budget.alone();
        if number > 0 && (is_large || number >= RECORDS || bytes > budget.part()) {
            return Some(number);
        }
        if is_large {
            return Some(1);
        }
    }
    (!pieces.is_empty()).then_some(pieces.len())
}

fn read_piece(
    source: &dyn AnySource,
    text: &str,
    origin: &Origin,
    context: &Context,
    budget: Budget,
    out: &mut Output,
) {
    let size = budget::tree(text);
    if size > budget.tree() {
        let detail = format!("the record would take {} as a parsed tree, of {} allowed", mib(size), mib(budget.tree()));
        return out.reject(origin, "", Reason::TooLarge, detail);
    }
    mend::read(source, text, origin, context, out);
}

/// A list that was cut goes on counting where its earlier part ended.
fn shift(documents: &mut Documents, part: &FilePart) {
    let around = &part.around;
    let before = String::from_utf8_lossy(&around.before);
    let key = before.trim_end_matches(|c: char| c == '[' || c == ':' || c.is_whitespace());
    for unit in documents.units.iter_mut().filter(|_| !around.behind.is_empty()) {
        let of_list = around.bare || key.ends_with(&format!("\"{}\"", unit.name));
        for piece in unit.pieces.iter_mut().filter(|piece| of_list && piece.span.start < part.first_ends) {
            if around.bare && piece.page != NO_INDEX {
                piece.page = piece.page.saturating_add(around.index);
            } else if piece.page == NO_INDEX && piece.index != NO_INDEX {
                piece.index = piece.index.saturating_add(around.index);
            }
        }
    }
}

fn pointer(array: &str, piece: RecordPiece) -> String {
    let page = if piece.page == NO_INDEX { String::new() } else { format!("/{}", piece.page) };
    let index = if piece.index == NO_INDEX { String::new() } else { format!("/{}", piece.index) };
    format!("{page}{array}{index}")
}
