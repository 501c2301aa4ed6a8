//! Files in, batches of records out, in the order of the inputs whatever the number of threads.

use crate::ingest::container::bytes::{self, NoText};
use crate::ingest::container::documents::{Break, Documents, Known, NO_INDEX, Piece, Start, Unit, limit_note};
use crate::ingest::container::parts::Parts;
use crate::ingest::container::sheet::Sheet;
use crate::ingest::container::table::{RowRead, Table};
use crate::ingest::container::{calendar, parquet, rows, workbook};
use crate::ingest::fingerprint::Fingerprint;
use crate::ingest::head::{Head, Header};
use crate::ingest::inputs::{Input, file_name, nothing_for_us, slurp};
pub use crate::ingest::outcome::{Batch, FileReport, Problem, Progress, UnitReport};
use crate::ingest::recognise::Certainty;
use crate::ingest::{Context, Item, Output, Source, mend, recognise};
use crate::model::origin::{FileIndex, Origin};
use crate::model::reject::{Reason, Reject};
use crate::par;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rows of a table that are parsed together.
const ROWS: usize = 16_384;

/// Reads all files. The sink gets every batch on the calling thread, in the order of files and rows.
pub fn read_all(
    inputs: &[Input],
    sources: &[&dyn Source],
    progress: &dyn Fn(Progress),
    sink: &mut dyn FnMut(Batch),
) -> Vec<FileReport> {
    let mut arrays: Vec<&'static str> = sources.iter().flat_map(|s| s.arrays().iter().copied()).collect();
    arrays.sort_unstable();
    arrays.dedup();
    let mut reports = Vec::with_capacity(inputs.len());
    for (index, input) in (0..).zip(inputs) {
        progress(Progress { done: index as usize, files: inputs.len() });
        let report = FileReport { shown: input.shown.clone(), ..FileReport::default() };
        let mut reader = Reader {
            input,
            index,
            sources,
            arrays: &arrays,
            sink,
            report,
            taken: BTreeMap::new(),
            waiting: Vec::new(),
            base: 0,
        };
        reader.read();
        reports.push(reader.report);
    }
    progress(Progress { done: inputs.len(), files: inputs.len() });
    reports
}

/// One file being read.
struct Reader<'a> {
    input: &'a Input,
    index: FileIndex,
    sources: &'a [&'a dyn Source],
    arrays: &'a [&'static str],
    sink: &'a mut dyn FnMut(Batch),
    report: FileReport,
    /// Sources of the streams seen in earlier parts: a stream does not change its kind half way.
    taken: BTreeMap<(String, &'static str), &'a dyn Source>,
    /// Rejects that belong to no unit, until there is a source to name.
    waiting: Vec<Reject>,
    /// Where the text at hand begins in the unpacked file.
    base: u64,
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let name = file_name(&self.input.shown);
        if let Some(note) = nothing_for_us(&name) {
            self.report.notes.push(note.to_owned());
            self.fingerprint();
            return;
        }
        if let Some(parts) = Parts::open(&self.input.path) {
            self.read_parts(parts, &name);
            return;
        }
        let raw = match slurp(&self.input.path) {
            Ok(raw) => raw,
            Err(error) => return self.problem(format!("can't be opened: {error}"), "check the permissions"),
        };
        self.report.bytes = raw.len() as u64;
        (self.report.sha256, self.report.secret) = Fingerprint::of(&raw).finish();
        if raw.starts_with(b"PK\x03\x04") {
            return self.read_sheets(workbook::sheets(raw), "a ZIP or Office file", &name);
        } else if raw.starts_with(b"PAR1") {
            return self.read_sheets(parquet::table(raw).map(|table| vec![table]), "a Parquet file", &name);
        }
        match bytes::decode(raw) {
            Ok(decoded) => {
                self.report.notes.extend(decoded.notes);
                self.read_text(&decoded.text, &name);
                if let Some(cause) = decoded.broken {
                    self.unpacked_in_part(&cause);
                }
            }
            Err(NoText::Empty) => self.problem("is empty", "export it again if it should hold something"),
            Err(NoText::Binary(kind)) => self.problem(format!("is {kind}, so not read"), "export it as JSON or CSV"),
            Err(NoText::Unpack(cause)) => {
                self.problem(format!("can't be unpacked: {cause}"), "the file may be cut off; copy it again")
            }
        }
    }

    fn unpacked_in_part(&mut self, cause: &str) {
        let message = format!("is damaged: it can't be unpacked to its end ({cause})");
        self.problem(message, "the file may be cut off; copy it again. What stood before the break was read");
    }

    fn problem(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        self.report.problem = Some(Problem { message: message.into(), hint: hint.into() });
    }

    fn fingerprint(&mut self) {
        if let Ok(raw) = slurp(&self.input.path) {
            self.report.bytes = raw.len() as u64;
            (self.report.sha256, self.report.secret) = Fingerprint::of(&raw).finish();
        }
    }

    fn read_text(&mut self, text: &str, name: &str) {
        let start = text.trim_start();
        if name == "annotations.toml" {
            match toml::from_str::<Value>(text) {
                Ok(value) => self.read_json(&value.to_string(), name, Start::default()),
                Err(error) => {
                    self.problem(format!("is no TOML: {}", error.message()), "correct the line and run again")
                }
            }
        } else if calendar::is_calendar(start) {
            self.read_sheets(Ok(vec![calendar::events(text)]), "a calendar", name);
        } else if is_document(name, start) {
            // Sources of documents look at lines and paragraphs; which program ended the lines is no fact of theirs.
            self.read_document(&text.replace("\r\n", "\n").replace('\r', "\n"), name);
        } else if start.starts_with(['{', '[']) {
            self.read_json(text, name, Start::default());
        } else if start.starts_with('<') {
            let hint = "a page saved from a browser, or a login page in place of an answer; export as JSON or CSV";
            self.problem("is HTML or XML, so not read", hint);
        } else {
            self.read_table(text, name);
        }
    }

    fn head(&self, name: &str) -> Head {
        Head { name: name.to_owned(), path: self.input.shown.clone(), ..Head::default() }
    }

    fn read_document(&mut self, text: &str, name: &str) {
        let mut head = self.head(name);
        head.text = text.chars().take(65_536).collect();
        let Some(source) = recognise::source(&head, self.input.forced.as_deref(), self.sources) else {
            return self.unrecognised(&head);
        };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut out = Output::default();
        let origin = Origin { file: self.index, row: 1, pointer: String::new() };
        source.read(&Item::Text { text, stem }, &origin, &Context::default(), &mut out);
        let certainty = self.certainty(&head, source);
        self.deliver(source, Context::default(), "text document", vec![out], certainty, Vec::new());
    }

    fn unrecognised(&mut self, head: &Head) {
        let (message, hint) = recognise::unknown(head, self.sources);
        self.report.unknown.get_or_insert_with(|| head.clone());
        if self.report.problem.is_none() {
            self.problem(message, hint);
        }
    }

    fn certainty(&self, head: &Head, source: &dyn Source) -> Certainty {
        recognise::certainty(head, self.input.forced.is_some(), source)
    }

    fn is_record(&self) -> impl Fn(&Value) -> bool + use<'a> {
        let sources: Vec<&dyn Source> = self.sources.to_vec();
        let (name, path) = (file_name(&self.input.shown), self.input.shown.clone());
        move |value: &Value| {
            let head = Head { name: name.clone(), path: path.clone(), objects: vec![value.clone()], ..Head::default() };
            // A mapping takes any object of its files, so it can't tell an envelope from a record.
            sources.iter().filter(|s| s.id() != "mapped").any(|s| s.recognises(&head))
        }
    }

    fn read_json(&mut self, text: &str, name: &str, start: Start) {
        let is_record = self.is_record();
        let known = Known { arrays: self.arrays, is_record: &is_record };
        let documents = Documents::split(text, &known, start);
        self.read_documents(text, name, &documents);
        self.note_skipped(documents.skipped);
    }

    fn note_skipped(&mut self, messages: u64) {
        if messages > 0 {
            self.report.notes.push(format!("{messages} connector messages that are no records were passed over"));
        }
    }

    fn read_documents(&mut self, text: &str, name: &str, documents: &Documents) {
        let mut last_source: Option<&dyn Source> = None;
        for unit in &documents.units {
            last_source = self.read_unit(text, name, unit, documents.documents() > 1).or(last_source);
        }
        if documents.units.iter().all(|u| u.pieces.is_empty()) && documents.breaks.is_empty() {
            self.report.notes.push("holds no records".to_owned());
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
    fn flush_waiting(&mut self, source: Option<&dyn Source>) {
        let mut rejects = std::mem::take(&mut self.waiting);
        if rejects.is_empty() {
            return;
        }
        rejects.sort_by_key(|r| r.origin.row);
        self.report.read += rejects.len() as u64;
        let tool = source.or_else(|| self.taken.values().next().copied()).map_or("unknown", |s| s.tool().id);
        (self.sink)(Batch {
            file: self.index,
            source: tool.to_owned(),
            context: Context::default(),
            records: Vec::new(),
            rejects,
            mended: Vec::new(),
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

    fn read_unit(&mut self, text: &str, name: &str, unit: &Unit, lines: bool) -> Option<&'a dyn Source> {
        let mut head = self.head(name);
        head.envelope.clone_from(&unit.name);
        let sample = unit.pieces.iter().take(Head::SAMPLE);
        head.objects = sample.filter_map(|p| mend::value(p.span.of(text))).collect();
        if unit.pieces.is_empty() {
            return None;
        }
        let container = if lines && unit.name.is_empty() { "JSON lines" } else { unit.container };
        let earlier = self.taken.get(&(unit.name.clone(), unit.container)).copied();
        let found = earlier.or_else(|| recognise::source(&head, self.input.forced.as_deref(), self.sources));
        let Some(source) = found else {
            self.skip_unit(&head, unit, container);
            return None;
        };
        self.taken.insert((unit.name.clone(), unit.container), source);
        let file = self.index;
        let outputs = par::chunks(&unit.pieces, |pieces| {
            let mut out = Output::default();
            for piece in pieces {
                let origin = Origin { file, row: piece.row, pointer: pointer(&unit.context.array, *piece) };
                mend::read(source, piece.span.of(text), &origin, &unit.context, &mut out);
            }
            out
        });
        let certainty = self.certainty(&head, source);
        self.deliver(source, unit.context.clone(), container, outputs, certainty, unit.notes.clone());
        Some(source)
    }

    /// A stream that no source takes: its records were not read, and the file says so.
    fn skip_unit(&mut self, head: &Head, unit: &Unit, container: &str) {
        self.skipped(&unit.name, container, format!("{} objects, not read", unit.pieces.len()));
        self.unrecognised(head);
    }

    fn skipped(&mut self, name: &str, container: &str, note: String) {
        let title = if name.is_empty() { "not recognised".to_owned() } else { format!("{name} (not recognised)") };
        self.report.units.push(UnitReport {
            source: None,
            title,
            container: container.to_owned(),
            zone: String::new(),
            records: 0,
            certainty: Certainty::default(),
            notes: vec![note],
        });
    }

    fn deliver(
        &mut self,
        source: &dyn Source,
        context: Context,
        container: &str,
        outputs: Vec<Output>,
        certainty: Certainty,
        notes: Vec<String>,
    ) {
        let mut records = 0;
        for out in outputs {
            records += (out.records.len() + out.rejects.len()) as u64;
            let (tool, context) = (source.tool().id.to_owned(), context.clone());
            let Output { records, rejects, mended } = out;
            (self.sink)(Batch { file: self.index, source: tool, context, records, rejects, mended });
        }
        self.report.read += records;
        let same =
            |u: &&mut UnitReport| u.source == Some(source.id()) && u.container == container && u.zone == context.zone;
        if let Some(unit) = self.report.units.iter_mut().find(same) {
            unit.records += records;
            unit.notes.extend(notes.into_iter().filter(|n| !unit.notes.contains(n)).collect::<Vec<_>>());
            return;
        }
        self.report.units.push(UnitReport {
            source: Some(source.id()),
            title: source.title().to_owned(),
            container: container.to_owned(),
            zone: context.zone,
            records,
            certainty,
            notes,
        });
    }

    fn read_table(&mut self, text: &str, name: &str) {
        let Some(mut table) = Table::open(text) else {
            return self.problem("holds no table and no JSON", "export it as JSON or CSV");
        };
        let head = self.head(name);
        if let Some(unknown) = self.read_rows(head, &Arc::clone(&table.header), ("table", ""), &mut table) {
            self.unrecognised(&unknown);
        } else if table.looks_cut() {
            let note = "the last row is shorter than all others and has no end of line: the file may be cut off";
            self.report.notes.push(note.to_owned());
        }
    }

    /// Reads the tables of a file that is no text.
    fn read_sheets(&mut self, found: Result<Vec<Sheet>, String>, kind: &str, name: &str) {
        let sheets = match found {
            Ok(sheets) => sheets,
            Err(cause) => {
                return self.problem(format!("is {kind} that can't be read: {cause}"), "export it as JSON or CSV");
            }
        };
        if sheets.is_empty() {
            return self.problem("is a workbook without a table", "a sheet needs a header and rows below it");
        }
        let several = sheets.len() > 1;
        for sheet in sheets {
            self.report.notes.extend(sheet.notes);
            let place = if several { sheet.name.as_str() } else { "" };
            let rows = sheet.rows.len();
            let unknown =
                self.read_rows(self.head(name), &sheet.header, (sheet.container, place), sheet.rows.into_iter());
            let Some(unknown) = unknown else { continue };
            if several {
                self.skipped(place, sheet.container, format!("{rows} rows, not read"));
            }
            // A workbook often holds a list of choices or a pivot beside its table; that alone is no problem.
            self.report.unknown.get_or_insert(unknown);
        }
        if let Some(unknown) = self.report.unknown.clone().filter(|_| self.taken_nothing()) {
            self.unrecognised(&unknown);
        }
    }

    fn taken_nothing(&self) -> bool {
        self.report.units.iter().all(|unit| unit.source.is_none())
    }

    /// Reads the rows of one table: what the report calls it, and its sheet. Gives the head back when no source takes it.
    fn read_rows(
        &mut self,
        mut head: Head,
        header: &Header,
        (container, sheet): (&'static str, &str),
        mut table: impl Iterator<Item = RowRead>,
    ) -> Option<Head> {
        let first: Vec<RowRead> = table.by_ref().take(Head::SAMPLE).collect();
        head.headers.clone_from(&header.keys);
        head.stated.clone_from(&header.stated);
        head.rows = first
            .iter()
            .filter_map(|row| if let RowRead::Cells(c) = row { Some(c.values.clone()) } else { None })
            .collect();
        if rows::is_raw_layer(&head) {
            self.read_raw_layer(first.into_iter().chain(table), &head.name);
            return None;
        }
        let Some(source) = recognise::source(&head, self.input.forced.as_deref(), self.sources) else {
            return Some(head);
        };
        let certainty = self.certainty(&head, source);
        let mut rows = (1..).zip(first.into_iter().chain(table));
        let mut total = 0;
        loop {
            let part: Vec<(u32, RowRead)> = rows.by_ref().take(ROWS).collect();
            if part.is_empty() {
                break;
            }
            total += part.len();
            let file = self.index;
            let outputs = par::chunks(&part, |rows| rows::read(source, file, sheet, rows));
            self.deliver(source, Context::default(), container, outputs, certainty, Vec::new());
        }
        self.report.notes.extend(limit_note(total, "rows"));
        if total == 0 {
            self.report.notes.push("has a header and no rows".to_owned());
        }
        None
    }

    /// A connector's raw layer: the vendor's JSON stands in the column `data`. One line of JSON a row, so that the line is
    /// the row.
    fn read_raw_layer(&mut self, rows: impl Iterator<Item = RowRead>, name: &str) {
        let mut text = String::new();
        for (row, read) in (1..).zip(rows) {
            let origin = Origin { file: self.index, row, pointer: String::new() };
            let mut out = Output::default();
            match read {
                RowRead::Cells(cells) if !cells.get("data").is_empty() => {
                    text.push_str(&rows::with_address(cells.get("data"), cells.get("url")));
                }
                RowRead::Cells(_) => out.reject(&origin, "", Reason::Malformed, "the column `data` is empty"),
                unusable => rows::reject(&unusable, &origin, &mut out),
            }
            text.push('\n');
            self.waiting.append(&mut out.rejects);
        }
        self.report.notes.push("raw layer of a connector; the vendor's JSON in the column `data` was read".to_owned());
        self.read_json(&text, name, Start { part: true, ..Start::default() });
    }

    /// Reads a large file of JSON lines part by part.
    fn read_parts(&mut self, mut parts: Parts, name: &str) {
        let is_record = self.is_record();
        let known = Known { arrays: self.arrays, is_record: &is_record };
        let mut start = Start { part: true, ..Start::default() };
        let mut skipped = 0;
        loop {
            self.base = parts.at;
            let Some((text, broken)) = parts.next_part() else { break };
            let documents = Documents::split(&text, &known, start);
            start = documents.next_start();
            skipped += documents.skipped;
            self.read_documents(&text, name, &documents);
            if let Some(cause) = broken {
                self.unpacked_in_part(&cause);
                break;
            }
        }
        self.note_skipped(skipped);
        self.report.notes.append(&mut parts.notes);
        (self.report.bytes, self.report.sha256, self.report.secret) = parts.fingerprint();
    }
}

fn pointer(array: &str, piece: Piece) -> String {
    let page = if piece.page == NO_INDEX { String::new() } else { format!("/{}", piece.page) };
    let index = if piece.index == NO_INDEX { String::new() } else { format!("/{}", piece.index) };
    format!("{page}{array}{index}")
}

/// Whether a text is one document rather than a list of records: Markdown by name, or by a beginning that no table has.
fn is_document(name: &str, start: &str) -> bool {
    let by_name = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    by_name(&[".md", ".markdown"])
        || (!by_name(&[".csv", ".tsv", ".json"])
            && ["---\n", "---\r", "# "].iter().any(|begin| start.starts_with(begin)))
}
