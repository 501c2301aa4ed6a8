//! Files in, batches of records out, in the order of the inputs whatever the number of threads.

use crate::ingest::container::bytes::{self, NoText};
use crate::ingest::container::documents::{Documents, Known, NO_INDEX, Piece, Unit};
use crate::ingest::container::table::{RowRead, Table};
use crate::ingest::head::{Cells, Head};
use crate::ingest::inputs::{Input, STDIN};
use crate::ingest::{Context, Item, Output, Source, recognise};
use crate::model::origin::{FileIndex, Origin};
use crate::model::record::Record;
use crate::model::reject::{Reason, Reject};
use crate::par;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Rows of a table that are parsed together.
const ROWS: usize = 16_384;
/// Files of JSON lines larger than this are read in parts instead of whole.
const STREAM_FROM: u64 = 48 << 20;
/// Size of such a part.
const PART: usize = 16 << 20;

/// Records of one stretch of one file.
#[derive(Debug)]
pub struct Batch {
    pub file: FileIndex,
    /// Tool of the source that read them.
    pub source: String,
    pub context: Context,
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
}

/// Where reading is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    pub done: usize,
    pub files: usize,
}

/// Something about a file that stands in the way of using it, or of using all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub hint: String,
}

/// One stream of records inside a file.
#[derive(Debug, Clone)]
pub struct UnitReport {
    /// Kind of the source; `None` when no source takes it.
    pub source: Option<&'static str>,
    pub title: String,
    pub container: String,
    pub zone: String,
    pub records: u64,
    pub notes: Vec<String>,
}

/// What became of one file.
#[derive(Debug, Clone, Default)]
pub struct FileReport {
    pub shown: String,
    pub bytes: u64,
    pub sha256: String,
    pub units: Vec<UnitReport>,
    pub problem: Option<Problem>,
    /// Records and rejects.
    pub read: u64,
    pub notes: Vec<String>,
}

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
        let mut reader = Reader { input, index, sources, arrays: &arrays, sink, report };
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
}

impl<'a> Reader<'a> {
    fn read(&mut self) {
        let name = file_name(&self.input.shown);
        if let Some(note) = nothing_for_us(&name) {
            self.report.notes.push(note.to_owned());
            self.fingerprint();
            return;
        }
        if self.streams() {
            self.read_parts();
            return;
        }
        let raw = match slurp(&self.input.path) {
            Ok(raw) => raw,
            Err(error) => return self.problem(format!("can't be opened: {error}"), "check the permissions"),
        };
        self.report.bytes = raw.len() as u64;
        self.report.sha256 = hex(&Sha256::digest(&raw));
        match bytes::decode(raw) {
            Ok(decoded) => {
                self.report.notes.extend(decoded.notes);
                self.read_text(&decoded.text, &name);
            }
            Err(NoText::Empty) => self.problem("is empty", "export it again if it should hold something"),
            Err(NoText::Binary(kind)) => self.problem(format!("is {kind}, so not read"), "export it as JSON or CSV"),
            Err(NoText::Unpack(cause)) => {
                self.problem(format!("can't be unpacked: {cause}"), "the file may be cut off; copy it again")
            }
        }
    }

    fn problem(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        self.report.problem = Some(Problem { message: message.into(), hint: hint.into() });
    }

    fn fingerprint(&mut self) {
        if let Ok(raw) = slurp(&self.input.path) {
            self.report.bytes = raw.len() as u64;
            self.report.sha256 = hex(&Sha256::digest(&raw));
        }
    }

    fn read_text(&mut self, text: &str, name: &str) {
        let start = text.trim_start();
        if name.ends_with(".md") || name.ends_with(".markdown") {
            self.read_document(text, name);
        } else if start.starts_with(['{', '[']) {
            self.read_json(text, name);
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
        self.deliver(source, Context::default(), "text document", vec![out], Vec::new());
    }

    fn unrecognised(&mut self, head: &Head) {
        let (message, hint) = recognise::unknown(head, self.sources);
        if self.report.problem.is_none() {
            self.problem(message, hint);
        }
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

    fn read_json(&mut self, text: &str, name: &str) {
        let is_record = self.is_record();
        let known = Known { arrays: self.arrays, is_record: &is_record };
        let documents = Documents::split(text, &known, 0);
        self.read_documents(text, name, &documents);
        if documents.skipped > 0 {
            self.report
                .notes
                .push(format!("{} connector messages that are no records were passed over", documents.skipped));
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
                self.problem(message, "the lines around it were read");
            }
            let tool = last_source.map_or("unknown", |s| s.tool()).to_owned();
            self.report.read += rejects.len() as u64;
            (self.sink)(Batch {
                file: self.index,
                source: tool,
                context: Context::default(),
                records: Vec::new(),
                rejects,
            });
        }
    }

    fn broken(&self, found: &crate::ingest::container::documents::Break) -> Reject {
        let origin = Origin { file: self.index, row: found.row, pointer: String::new() };
        let (reason, what) = if found.truncated {
            (Reason::Truncated, "the file ends in the middle of a record")
        } else {
            (Reason::Malformed, "no JSON where a record should begin or go on")
        };
        Reject { origin, record_id: String::new(), reason, detail: format!("{what}, at byte {}", found.at) }
    }

    fn read_unit(&mut self, text: &str, name: &str, unit: &Unit, lines: bool) -> Option<&'a dyn Source> {
        let mut head = self.head(name);
        head.envelope.clone_from(&unit.name);
        let sample = unit.pieces.iter().take(Head::SAMPLE);
        head.objects = sample.filter_map(|p| serde_json::from_str(p.span.of(text)).ok()).collect();
        if unit.pieces.is_empty() {
            return None;
        }
        let container = if lines && unit.name.is_empty() { "JSON lines" } else { unit.container };
        let Some(source) = recognise::source(&head, self.input.forced.as_deref(), self.sources) else {
            self.skip_unit(&head, unit, container);
            return None;
        };
        let file = self.index;
        let outputs = par::chunks(&unit.pieces, |pieces| {
            let mut out = Output::default();
            for piece in pieces {
                let origin = Origin { file, row: piece.row, pointer: pointer(&unit.context.array, *piece) };
                source.read(&Item::Json(piece.span.of(text)), &origin, &unit.context, &mut out);
            }
            out
        });
        self.deliver(source, unit.context.clone(), container, outputs, unit.notes.clone());
        Some(source)
    }

    /// A stream that no source takes: its records were not read, and the file says so.
    fn skip_unit(&mut self, head: &Head, unit: &Unit, container: &str) {
        self.report.units.push(UnitReport {
            source: None,
            title: if unit.name.is_empty() {
                "not recognised".to_owned()
            } else {
                format!("{} (not recognised)", unit.name)
            },
            container: container.to_owned(),
            zone: String::new(),
            records: 0,
            notes: vec![format!("{} objects, not read", unit.pieces.len())],
        });
        self.unrecognised(head);
    }

    fn deliver(
        &mut self,
        source: &dyn Source,
        context: Context,
        container: &str,
        outputs: Vec<Output>,
        notes: Vec<String>,
    ) {
        let mut records = 0;
        for out in outputs {
            records += (out.records.len() + out.rejects.len()) as u64;
            let (tool, context) = (source.tool().to_owned(), context.clone());
            (self.sink)(Batch { file: self.index, source: tool, context, records: out.records, rejects: out.rejects });
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
            notes,
        });
    }

    fn read_table(&mut self, text: &str, name: &str) {
        let Some(mut table) = Table::open(text) else {
            return self.problem("holds no table and no JSON", "export it as JSON or CSV");
        };
        let first: Vec<RowRead> = table.by_ref().take(Head::SAMPLE).collect();
        let mut head = self.head(name);
        head.headers.clone_from(&table.header.keys);
        head.rows = first
            .iter()
            .filter_map(|row| if let RowRead::Cells(c) = row { Some(c.values.clone()) } else { None })
            .collect();
        if is_raw_layer(&head) {
            return self.read_raw_layer(first.into_iter().chain(table), name);
        }
        let Some(source) = recognise::source(&head, self.input.forced.as_deref(), self.sources) else {
            return self.unrecognised(&head);
        };
        let mut rows = (1..).zip(first.into_iter().chain(table));
        let mut total = 0;
        loop {
            let part: Vec<(u32, RowRead)> = rows.by_ref().take(ROWS).collect();
            if part.is_empty() {
                break;
            }
            total += part.len();
            let file = self.index;
            let outputs = par::chunks(&part, |rows| read_rows(source, file, rows));
            self.deliver(source, Context::default(), "table", outputs, Vec::new());
        }
        if matches!(total, 20_000 | 10_000 | 1_000) {
            let note =
                format!("exactly {total} rows: exports are cut off at such numbers, so check that nothing is missing");
            self.report.notes.push(note);
        }
        if total == 0 {
            self.report.notes.push("has a header and no rows".to_owned());
        }
    }

    /// A connector's raw layer: the vendor's JSON stands in the column `data`.
    fn read_raw_layer(&mut self, rows: impl Iterator<Item = RowRead>, name: &str) {
        let mut text = String::new();
        for row in rows {
            if let RowRead::Cells(cells) = row {
                text.push_str(cells.get("data"));
                text.push('\n');
            }
        }
        self.report.notes.push("raw layer of a connector; the vendor's JSON in the column `data` was read".to_owned());
        self.read_json(&text, name);
    }

    /// Whether the file is large, not packed, and made of one JSON object a line.
    fn streams(&self) -> bool {
        let path = &self.input.path;
        if path.as_path() == Path::new(STDIN) || std::fs::metadata(path).map_or(0, |m| m.len()) < STREAM_FROM {
            return false;
        }
        let Ok(file) = File::open(path) else { return false };
        let mut first = String::new();
        let read = BufReader::new(file.take(PART as u64)).read_line(&mut first);
        read.is_ok() && first.ends_with('\n') && first.starts_with('{') && serde_json::from_str::<Value>(&first).is_ok()
    }

    fn read_parts(&mut self) {
        let name = file_name(&self.input.shown);
        let is_record = self.is_record();
        let known = Known { arrays: self.arrays, is_record: &is_record };
        let file = match File::open(&self.input.path) {
            Ok(file) => file,
            Err(error) => return self.problem(format!("can't be opened: {error}"), "check the permissions"),
        };
        let mut parts = Parts { reader: BufReader::with_capacity(PART, file), hash: Sha256::new(), bytes: 0 };
        let mut row = 0;
        loop {
            match parts.next_part() {
                Ok(None) => break,
                Ok(Some(text)) => {
                    let documents = Documents::split(&text, &known, row);
                    row = documents.rows();
                    self.read_documents(&text, &name, &documents);
                }
                Err(error) => {
                    self.problem(format!("can't be read to its end: {error}"), "copy it again");
                    break;
                }
            }
        }
        self.report.bytes = parts.bytes;
        self.report.sha256 = hex(&parts.hash.finalize());
    }
}

/// Parts of a large file, cut at line ends.
struct Parts {
    reader: BufReader<File>,
    hash: Sha256,
    bytes: u64,
}

impl Parts {
    fn next_part(&mut self) -> std::io::Result<Option<String>> {
        let mut raw = Vec::with_capacity(PART + 65_536);
        self.reader.by_ref().take(PART as u64).read_to_end(&mut raw)?;
        self.reader.read_until(b'\n', &mut raw)?;
        if raw.is_empty() {
            return Ok(None);
        }
        self.hash.update(&raw);
        self.bytes += raw.len() as u64;
        Ok(Some(String::from_utf8(raw).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())))
    }
}

fn read_rows(source: &dyn Source, file: FileIndex, rows: &[(u32, RowRead)]) -> Output {
    let mut out = Output::default();
    for (row, read) in rows {
        let origin = Origin { file, row: *row, pointer: String::new() };
        match read {
            RowRead::Cells(cells) => source.read(&Item::Row(cells), &origin, &Context::default(), &mut out),
            RowRead::TooMany(cells) => {
                let detail =
                    format!("{cells} cells, more than the header has: an unquoted delimiter may have shifted them");
                out.reject(&origin, "", Reason::TooManyCells, detail);
            }
            RowRead::Malformed(cause) => out.reject(&origin, "", Reason::Malformed, cause.clone()),
        }
    }
    out
}

fn is_raw_layer(head: &Head) -> bool {
    let is_json = |cells: &Cells| cells.get("data").starts_with(['{', '[']);
    let header =
        std::sync::Arc::new(crate::ingest::head::Header { stated: head.headers.clone(), keys: head.headers.clone() });
    head.has_headers(&["params", "data", "url", "created_at"])
        && head.rows.first().is_some_and(|values| is_json(&Cells { header, values: values.clone() }))
}

fn pointer(array: &str, piece: Piece) -> String {
    if piece.index == NO_INDEX { array.to_owned() } else { format!("{array}/{}", piece.index) }
}

/// Files that belong to a folder of exports without being one.
fn nothing_for_us(name: &str) -> Option<&'static str> {
    if name == "retroscope.toml" {
        Some("settings, not an export")
    } else if [".toml", ".yml", ".yaml", ".lock", ".py", ".sh", ".html", ".svg", ".css", ".js"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        Some("no kind of file that holds exports; passed over")
    } else {
        None
    }
}

fn file_name(shown: &str) -> String {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    bare.to_owned()
}

fn slurp(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    if path == Path::new(STDIN) {
        std::io::stdin().lock().read_to_end(&mut raw)?;
    } else {
        File::open(path)?.read_to_end(&mut raw)?;
    }
    Ok(raw)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
