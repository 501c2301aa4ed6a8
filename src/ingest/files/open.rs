//! Opening a file: what it is by its first bytes, and whether it is read whole or in parts.

use crate::ingest::container::budget::{Stop, mib};
use crate::ingest::container::bytes::{self, NoText};
use crate::ingest::container::calendar;
use crate::ingest::container::cut::Cut;
use crate::ingest::container::documents::Start;
use crate::ingest::container::feed;
use crate::ingest::container::mail;
use crate::ingest::container::nagios;
use crate::ingest::container::notes;
use crate::ingest::container::packing::Packing;
use crate::ingest::container::parts::Parts;
use crate::ingest::container::stream::{self, Counted, Utf8, stop};
use crate::ingest::container::table::layout;
use crate::ingest::files::Reader;
use crate::ingest::front_matter;
use crate::ingest::inputs::{file_name, nothing_for_us};
use crate::ingest::kinds::{self, Seems};
use crate::ingest::mend;
use crate::ingest::review::plain;
use serde_json::Value;
use std::io::{Cursor, Read};

/// Ends of names of texts without marks, or with those of other editors.
const PLAIN: [&str; 9] = [".txt", ".text", ".eml", ".log", ".rst", ".adoc", ".asciidoc", ".wiki", ".textile"];

/// Bytes that were gathered from a reader.
#[derive(Default)]
struct Gathered {
    raw: Vec<u8>,
    /// There is no more.
    whole: bool,
    broken: Option<Stop>,
}

impl Gathered {
    /// Goes on to so many bytes, and one more, so that it shows whether there are more.
    fn go_on(&mut self, reader: &mut dyn Read, most: usize) {
        let wanted = (most + 1).saturating_sub(self.raw.len());
        let read = reader.take(wanted as u64).read_to_end(&mut self.raw);
        self.broken = read.as_ref().err().map(stop);
        self.whole = self.raw.len() <= most;
    }
}

/// How a text that is too large to be taken whole is read.
enum Large {
    Lines,
    Json,
    Rows(u8),
    /// Something that makes sense only as a whole.
    Whole,
}

impl Reader<'_> {
    /// Reads the file; what can't be read is said in its report.
    pub(super) fn read(&mut self) {
        let name = file_name(&self.input.shown);
        let path = self.input.path.as_path();
        let disk = match Counted::open(path) {
            Ok(disk) => disk,
            Err(error) => return self.problem(format!("can't be opened: {error}"), "check the permissions"),
        };
        let is_yaml = [".yml", ".yaml"].iter().any(|end| name.ends_with(end));
        if let Some(note) = nothing_for_us(&name).filter(|_| !is_yaml) {
            self.report.notes.push(note.to_owned());
        } else {
            // A pipe can't be read twice, and is watched while it is read.
            let looked = if path.is_file() { stream::look(path) } else { Ok(()) };
            match looked {
                Ok(()) => {
                    self.disk = Some(disk.clone());
                    self.read_opened(&disk, &name);
                }
                Err(stop) => self.stopped = Some(stop),
            }
            self.say_why_it_stopped();
        }
        (self.report.bytes, self.report.sha256, self.report.secret) = disk.fingerprint(path);
    }

    fn read_opened(&mut self, disk: &Counted, name: &str) {
        let (packing, mut reader) = match stream::unpacked(disk) {
            Ok(opened) => opened,
            Err(error) => return self.problem(format!("can't be opened: {error}"), "check the permissions"),
        };
        self.report.notes.extend(packing.note().map(str::to_owned));
        let mut head = Gathered::default();
        head.go_on(&mut reader, self.budget.part());
        let is_packed = packing != Packing::Plain;
        if let Some(seems) = kinds::binary(&head.raw) {
            self.seems(seems);
        } else if !is_packed && [b"PK\x03\x04", b"PAR1"].iter().any(|magic| head.raw.starts_with(*magic)) {
            self.read_binary(head, &mut reader, name);
        } else if matches!(head.broken, Some(Stop::Over(_))) {
            self.stopped = head.broken;
        } else if head.whole {
            self.read_whole(head, name);
        } else {
            self.read_large(head.raw, reader, name);
        }
    }

    /// Formats of which the end has to be known before the beginning makes sense.
    fn read_binary(&mut self, mut head: Gathered, reader: &mut dyn Read, name: &str) {
        let most = self.budget.packed();
        if !head.whole {
            head.go_on(reader, most);
        }
        let is_book = head.raw.starts_with(b"PK");
        if !head.whole {
            let kind = if is_book { "a workbook" } else { "a Parquet file" };
            let cause = format!("it is {kind} of more than {}, which is read whole or not at all", mib(most));
            self.stopped = Some(Stop::Over(cause));
        } else if is_book {
            self.read_book(head.raw, name);
        } else {
            self.read_parquet(head.raw, name);
        }
    }

    fn read_whole(&mut self, head: Gathered, name: &str) {
        let broken = head.broken.as_ref().map(ToString::to_string);
        let letter = if mail::is_packed(&head.raw) { mail::unpacked(&head.raw) } else { None };
        let raw = letter.map_or(head.raw, String::into_bytes);
        match bytes::decode(raw, broken.as_deref(), &mut self.report.notes) {
            Ok(text) => {
                self.read_text(&text, name);
                self.stopped = self.stopped.take().or(head.broken);
            }
            Err(NoText::Empty) => self.problem("is empty", "export it again if it should hold something"),
            Err(NoText::Binary(kind)) => self.problem(format!("is {kind}, so not read"), "export it as JSON or CSV"),
            Err(NoText::Unpack(cause)) => {
                self.problem(format!("can't be unpacked: {cause}"), "the file may be cut off; copy it again");
            }
        }
    }

    fn read_text(&mut self, text: &str, name: &str) {
        let start = text.trim_start();
        let begun = kinds::of_start(start, name).filter(|_| !feed::is_feed(start));
        if let Some(seems) = begun {
            self.seems(seems);
        } else if name == "annotations.toml" {
            match toml::from_str::<Value>(text) {
                Ok(value) => self.read_json(&value.to_string(), name),
                Err(error) => {
                    self.problem(format!("is no TOML: {}", error.message()), "correct the line and run again");
                }
            }
        } else if name == notes::TOML {
            self.read_notes(text, name);
        } else if let Some(found) = notes::of_markdown(text, name) {
            self.read_json(&found, name);
        } else if [".yml", ".yaml"].iter().any(|end| name.ends_with(end)) {
            if !self.read_yaml(text, name) {
                match front_matter::yaml(text).and_then(|value| kinds::of_yaml(&value)) {
                    Some(seems) => self.seems(seems),
                    None => self.report.notes.extend(nothing_for_us(name).map(str::to_owned)),
                }
            }
        } else if nagios::is_log(start) {
            self.read_nagios(text, name);
        } else if calendar::is_calendar(start) {
            self.read_calendar(text, name);
        } else if is_document(name, start) {
            // Sources of documents look at lines and paragraphs; which program ended the lines is no fact of theirs.
            self.read_document(&text.replace("\r\n", "\n").replace('\r', "\n"), name);
        } else if start.starts_with(['{', '[']) {
            if !self.read_answer(start, name) {
                self.read_json(text, name);
            }
        } else if let Some(review) = self.plain_review(text, name) {
            self.read_document(&review, name);
        } else if feed::is_feed(start) {
            self.read_feed(text, name);
        } else if let Some(seems) = self.other_text(start, name) {
            self.seems(seems);
        } else {
            self.read_table(text, name);
        }
    }

    fn read_notes(&mut self, text: &str, name: &str) {
        match notes::of_toml(text) {
            Ok(found) if found == "[]" => self.report.notes.push("there is no [[note]] in it yet".to_owned()),
            Ok(found) => self.read_json(&found, name),
            Err(error) => self.problem(format!("can't be read: {error}"), "correct the line and run again"),
        }
    }

    /// Nothing of the file is read; what it seems to be is told.
    pub(super) fn seems(&mut self, seems: Seems) {
        self.report.problem = Some(seems.problem());
    }

    /// What a text seems to be that nobody said how to read.
    fn other_text(&self, start: &str, name: &str) -> Option<Seems> {
        let is_told = self.input.forced.is_some() || self.names_this();
        kinds::of_text(start, name).filter(|_| !is_told)
    }

    /// A written review in plain text, with the marks of Markdown; `None` for every other text, and where a mapping reads the file.
    fn plain_review(&self, text: &str, name: &str) -> Option<String> {
        let forced = self.input.forced.as_deref();
        let may_be = PLAIN.iter().any(|end| name.to_lowercase().ends_with(end)) || !name.contains('.');
        if !(may_be && forced.is_none() || forced == Some("review"))
            || text.trim_start().starts_with('<')
            || self.names_this()
        {
            return None;
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        (forced.is_some() || plain::is_plain_review(&text, name)).then(|| plain::marked(&text))
    }

    /// Reads a text of which only the beginning is held.
    fn read_large(&mut self, head: Vec<u8>, rest: Box<dyn Read + Send>, name: &str) {
        let has_mark = encoding_rs::Encoding::for_bom(&head).is_some();
        if let Some(kind) = bytes::binary(&head).filter(|_| !has_mark) {
            return self.problem(format!("is {kind}, so not read"), "export it as JSON or CSV");
        }
        let Ok((mut text, encoding)) = Utf8::new(Cursor::new(head).chain(rest)) else { return };
        self.report.notes.extend(encoding.map(|name| format!("decoded from {name}")));
        let mut start = Gathered::default();
        start.go_on(&mut text, self.budget.part());
        let kind = kind(&String::from_utf8_lossy(&start.raw), name);
        let most = match kind {
            Large::Json => self.budget.record(),
            Large::Whole => self.budget.document(),
            Large::Lines | Large::Rows(_) => 0,
        };
        if !start.whole && most > 0 {
            start.go_on(&mut text, most);
        }
        if start.whole {
            return self.read_whole(start, name);
        }
        let whole = Box::new(Cursor::new(start.raw).chain(text));
        match kind {
            Large::Lines => self.read_parts(Parts::new(whole, Cut::Lines, self.budget), true, name),
            Large::Json => self.read_parts(Parts::new(whole, Cut::elements(), self.budget), false, name),
            Large::Rows(delimiter) => {
                self.read_table_in_parts(Parts::new(whole, Cut::rows(delimiter), self.budget), delimiter, name);
            }
            Large::Whole => {
                let cause = format!("it is a document of more than {}", mib(self.budget.document()));
                self.stopped = Some(Stop::Over(cause));
            }
        }
    }

    /// What was fetched from the disk so far is read.
    pub(super) fn tell_progress(&self) {
        self.disk.iter().for_each(|disk| (self.passed_on)(disk.passed()));
    }

    fn read_parts(&mut self, parts: Parts, lines: bool, name: &str) {
        let mut start = Start { part: true, lines, ..Start::default() };
        let mut skipped = 0;
        let mut parts = parts.ahead();
        while self.stopped.is_none() {
            self.tell_progress();
            match parts.next_part() {
                Ok(Some(part)) => {
                    start = self.read_part(&part, start, &mut skipped, name);
                    parts.give_back(part);
                }
                Ok(None) => break,
                Err(stop) => self.stopped = Some(stop),
            }
        }
        self.note_skipped(skipped);
        self.report.notes.append(&mut parts.end());
    }
}

fn kind(start: &str, name: &str) -> Large {
    let start = start.trim_start();
    let is_fields = [".yml", ".yaml"].iter().any(|end| name.ends_with(end));
    if ["annotations.toml", notes::TOML].contains(&name)
        || is_fields
        || nagios::is_log(start)
        || nagios::is_answer(start)
        || calendar::is_calendar(start)
        || is_document(name, start)
        || start.starts_with('<')
    {
        return Large::Whole;
    }
    if !start.starts_with(['{', '[']) {
        return Large::Rows(layout(start).0);
    }
    let first = start.split_once('\n').map_or("", |(first, _)| first);
    let is_lines = first.starts_with('{') && mend::is_value(first);
    if is_lines { Large::Lines } else { Large::Json }
}

/// Whether a text is one document rather than a list of records: Markdown by name, or by a beginning that no table has.
fn is_document(name: &str, start: &str) -> bool {
    let by_name = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    by_name(&[".md", ".markdown"])
        || (!by_name(&[".csv", ".tsv", ".json"])
            && ["---\n", "---\r", "# "].iter().any(|begin| start.starts_with(begin)))
}
