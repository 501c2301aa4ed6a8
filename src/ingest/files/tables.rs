//! Tables of any container: delimited text, workbooks, Parquet, calendars, and the raw layer of a connector.

use crate::ingest::container::budget::Stop;
use crate::ingest::container::documents::{Start, limit_note};
use crate::ingest::container::parts::Parts;
use crate::ingest::container::rows::Form;
use crate::ingest::container::sheet::{Opened, Sheet};
use crate::ingest::container::table::{NoHeader, RowRead, RowsSeen, TableReader};
use crate::ingest::container::{budget, calendar, nagios, parquet, rows, workbook};
use crate::ingest::file_report::Sign;
use crate::ingest::files::{Problem, Reader};
use crate::ingest::head::{Head, Header};
use crate::ingest::recognise::Certainty;
use crate::ingest::{AnySource, Context, Output, mend};
use crate::model::origin::Origin;
use crate::model::reject::Reason;
use crate::par;
use std::sync::Arc;

/// Most rows of a table that are parsed together.
const ROWS: usize = 16_384;

/// A row, or why there is none behind the last one.
type Row = Result<RowRead, Stop>;

/// A table that some source takes.
struct Taken<'a> {
    source: &'a dyn AnySource,
    form: Form,
    certainty: Certainty,
    container: &'static str,
    /// Name of the sheet, where there are several.
    sheet: String,
    /// The number of the row at hand, from 1.
    row: u32,
}

/// What reads the rows of a table.
enum Taking<'a> {
    Rows(Taken<'a>),
    /// The vendor's JSON stands in one of the columns.
    RawLayer(Start),
    /// No source takes it.
    Nobody(Box<Head>),
}

impl<'a> Reader<'a> {
    pub(super) fn read_table(&mut self, text: &str, name: &str) {
        let mut table = match TableReader::open(text) {
            Ok(table) => table,
            Err(why) => return self.no_header(why),
        };
        let header = Arc::clone(&table.header);
        let mut rows = table.by_ref().map(Ok);
        match self.read_rows(self.head(name), &header, ("table", ""), &mut rows) {
            Some(unknown) => self.unrecognised(&unknown),
            None => self.note_cut(&table),
        }
    }

    fn no_header(&mut self, why: NoHeader) {
        match why {
            NoHeader::Absent => self.problem("holds no table and no JSON", "export it as JSON or CSV"),
            NoHeader::TooWide(columns) => {
                let cause = format!("its header has {columns} columns, more than a spreadsheet can have");
                self.stopped = Some(Stop::Over(cause));
            }
        }
    }

    fn note_cut(&mut self, table: &TableReader) {
        if table.looks_cut() {
            let note = "the last row is shorter than all others and has no end of line: the file may be cut off";
            self.report.notes.push(note.to_owned());
        }
    }

    /// Reads a table that is too large to be held.
    pub(super) fn read_table_in_parts(&mut self, parts: Parts, delimiter: u8, name: &str) {
        let mut going: Option<(Taking, Arc<Header>, RowsSeen)> = None;
        let mut parts = parts.ahead();
        while self.stopped.is_none() {
            self.tell_progress();
            let part = match parts.next_part() {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(stop) => {
                    self.stopped = Some(stop);
                    break;
                }
            };
            let (mut taking, mut table) = match going.take() {
                Some((taking, header, seen)) => (taking, TableReader::go_on(&part.text, header, delimiter, seen)),
                None => match TableReader::open(&part.text) {
                    Ok(mut table) => {
                        let header = Arc::clone(&table.header);
                        (self.begin(self.head(name), &header, ("table", ""), &mut table.by_ref().map(Ok)), table)
                    }
                    Err(why) => {
                        self.no_header(why);
                        break;
                    }
                },
            };
            if let Taking::Nobody(head) = taking {
                self.unrecognised(&head);
                break;
            }
            self.go_on(&mut taking, name, &mut table.by_ref().map(Ok));
            if part.last {
                self.note_cut(&table);
            }
            going = Some((taking, Arc::clone(&table.header), table.seen));
            parts.give_back(part);
        }
        if let Some((taking, ..)) = going {
            self.end(&taking);
        }
        self.report.notes.append(&mut parts.end());
    }

    pub(super) fn read_calendar(&mut self, text: &str, name: &str) {
        let sheet = calendar::events(text);
        self.report.notes.extend(sheet.notes);
        let mut rows = sheet.rows.into_iter().map(Ok);
        let opened =
            Opened { name: "", container: sheet.container, header: &sheet.header, rows: &mut rows, several: false };
        self.read_opened_table(opened, name);
        self.say_unknown();
    }

    pub(super) fn read_nagios(&mut self, text: &str, name: &str) {
        self.read_problems(nagios::problems(text), name);
    }

    /// Reads an answer of Nagios in JSON; false when it is none.
    pub(super) fn read_answer(&mut self, text: &str, name: &str) -> bool {
        let Some((entries, silent)) = Some(text)
            .filter(|text| nagios::is_answer(text) && self.input.forced.as_deref().is_none_or(|kind| kind == "nagios"))
            .filter(|text| !self.names_this() && budget::tree(text) <= self.budget.tree())
            .and_then(mend::value)
            .and_then(|value| nagios::entries(&value))
        else {
            return false;
        };
        if silent > 0 {
            let told = if silent == 1 {
                "1 entry tells of no state and was".to_owned()
            } else {
                format!("{silent} entries tell of no state and were")
            };
            self.report.notes.push(format!("{told} passed over"));
        }
        self.read_problems(nagios::table(entries, "Nagios JSON"), name);
        true
    }

    fn read_problems(&mut self, sheet: Sheet, name: &str) {
        if sheet.rows.is_empty() {
            let hint = "ask for a longer stretch of time, with soft and hard states and with recoveries";
            return self.problem("is of Nagios, and no problem in it was confirmed", hint);
        }
        let mut rows = sheet.rows.into_iter().map(Ok);
        let opened =
            Opened { name: "", container: sheet.container, header: &sheet.header, rows: &mut rows, several: false };
        self.read_opened_table(opened, name);
    }

    pub(super) fn read_book(&mut self, raw: Vec<u8>, name: &str) {
        let outcome = workbook::read(raw, self.budget, &mut |opened| {
            self.read_opened_table(opened, name);
            self.stopped.is_none()
        });
        match outcome {
            Ok(book) if book.tables == 0 => {
                self.problem("is a workbook without a table", "a sheet needs a header and rows below it");
            }
            Ok(book) => {
                self.report.notes.extend(book.notes);
                self.say_unknown();
            }
            Err(stop) => self.unreadable(stop, "a ZIP or Office file"),
        }
    }

    pub(super) fn read_parquet(&mut self, raw: Vec<u8>, name: &str) {
        let outcome = parquet::read(raw, self.budget, &mut |opened| self.read_opened_table(opened, name));
        match outcome {
            Ok(notes) => {
                self.report.notes.extend(notes);
                self.say_unknown();
            }
            Err(stop) => self.unreadable(stop, "a Parquet file"),
        }
    }

    fn unreadable(&mut self, stop: Stop, kind: &str) {
        match stop {
            Stop::Over(_) => self.stopped = Some(stop),
            Stop::Damaged(cause) => {
                self.problem(format!("is {kind} that can't be read: {cause}"), "export it as JSON or CSV");
            }
        }
    }

    /// Reads one table of a file that is no text.
    fn read_opened_table(&mut self, opened: Opened, name: &str) {
        let place = if opened.several { opened.name } else { "" };
        let mut passed = 0;
        let mut counted = opened.rows.inspect(|row| passed += usize::from(row.is_ok()));
        let unknown = self.read_rows(self.head(name), opened.header, (opened.container, place), &mut counted);
        let Some(unknown) = unknown else { return };
        if opened.several {
            let stop = counted.by_ref().find_map(Result::err);
            self.stopped = self.stopped.take().or(stop);
            drop(counted);
            self.skipped(place, opened.container, passed, "rows");
        }
        // A workbook often holds a list of choices or a pivot beside its table; that alone is no problem.
        self.report.unknown.get_or_insert(unknown);
    }

    fn say_unknown(&mut self) {
        let taken_nothing = self.report.units.iter().all(|unit| unit.source.is_none());
        if let Some(unknown) = self.report.unknown.clone().filter(|_| taken_nothing) {
            self.unrecognised(&unknown);
        }
    }

    /// Reads the rows of one table: what the report calls it, and its sheet. Gives the head back when no source takes it.
    fn read_rows(
        &mut self,
        head: Head,
        header: &Header,
        place: (&'static str, &str),
        rows: &mut dyn Iterator<Item = Row>,
    ) -> Option<Head> {
        let name = head.name.clone();
        let mut taking = self.begin(head, header, place, rows);
        if let Taking::Nobody(head) = taking {
            return Some(*head);
        }
        self.go_on(&mut taking, &name, rows);
        self.end(&taking);
        None
    }

    /// Finds who takes a table by its header and its first rows, and reads these.
    fn begin(
        &mut self,
        mut head: Head,
        header: &Header,
        (container, sheet): (&'static str, &str),
        rows: &mut dyn Iterator<Item = Row>,
    ) -> Taking<'a> {
        let first: Vec<Row> = (&mut *rows).take(Head::SAMPLE).collect();
        head.headers.clone_from(&header.keys);
        head.stated.clone_from(&header.stated);
        let cells = first.iter().flatten();
        head.rows = cells.filter_map(|row| if let RowRead::Cells(c) = row { Some(c.padded()) } else { None }).collect();
        let name = head.name.clone();
        let mut taking = if rows::is_raw_layer(&head) {
            self.report
                .notes
                .push("raw layer of a connector; the vendor's JSON in the column `data` was read".to_owned());
            Taking::RawLayer(Start { part: true, lines: true, ..Start::default() })
        } else {
            let (form, source, head) = rows::form(&head, self.input.forced.as_deref(), self.sources);
            let Some(source) = source else {
                self.stopped = first.into_iter().find_map(Result::err);
                return Taking::Nobody(Box::new(head));
            };
            let certainty = self.certainty(&head, source);
            Taking::Rows(Taken { source, form, certainty, container, sheet: sheet.to_owned(), row: 0 })
        };
        self.go_on(&mut taking, &name, &mut first.into_iter());
        taking
    }

    fn go_on(&mut self, taking: &mut Taking<'a>, name: &str, rows: &mut dyn Iterator<Item = Row>) {
        match taking {
            Taking::Rows(taken) => self.take_rows(taken, rows),
            Taking::RawLayer(start) => *start = self.take_raw_layer(rows, *start, name),
            Taking::Nobody(_) => {}
        }
    }

    fn end(&mut self, taking: &Taking) {
        let Taking::Rows(taken) = taking else { return };
        let rows = usize::try_from(taken.row).unwrap_or(usize::MAX);
        self.report.notes.extend(limit_note(rows, "rows"));
        // A report of ours has tables without a row where there is nothing to tell.
        if rows == 0 && taken.source.kind().id.starts_with("own-") {
            self.report.notes.push("has no rows".to_owned());
        } else if rows == 0 && self.stopped.is_none() {
            let hint = "export it again if it should hold some, with other filters or dates";
            self.report.problem.get_or_insert_with(|| Problem {
                message: "has a header and no rows".to_owned(),
                hint: hint.to_owned(),
            });
        }
    }

    /// As many rows as may be held; fewer at the end of the table.
    fn gather(&mut self, row: &mut u32, rows: &mut dyn Iterator<Item = Row>) -> Vec<(u32, RowRead)> {
        let (mut part, mut held) = (Vec::new(), 0);
        while part.len() < ROWS && held < self.budget.part() * 4 && self.stopped.is_none() {
            match rows.next() {
                Some(Ok(read)) => {
                    *row = row.saturating_add(1);
                    held += rows::weight(&read);
                    part.push((*row, read));
                }
                Some(Err(stop)) => self.stopped = Some(stop),
                None => break,
            }
        }
        part
    }

    fn take_rows(&mut self, taken: &mut Taken<'a>, rows: &mut dyn Iterator<Item = Row>) {
        let (file, budget, source) = (self.index, self.budget, (taken.source, taken.form));
        loop {
            let part = self.gather(&mut taken.row, rows);
            if part.is_empty() {
                break;
            }
            let sheet = taken.sheet.as_str();
            let outputs = par::chunks(&part, |rows| rows::read(source, file, sheet, rows, budget));
            // What was read of them may have to wait to be taken.
            drop(part);
            self.deliver(taken.source, Context::default(), taken.container, outputs, taken.certainty, Sign::default());
        }
    }

    /// A connector's raw layer: the vendor's JSON stands in the column `data`. One line of JSON a row, so that the line is
    /// the row.
    fn take_raw_layer(&mut self, rows: &mut dyn Iterator<Item = Row>, mut start: Start, name: &str) -> Start {
        let mut skipped = 0;
        let mut row = start.line.saturating_sub(1);
        loop {
            let part = self.gather(&mut row, rows);
            if part.is_empty() {
                break;
            }
            let text = self.lines_of(&part);
            start = self.read_part_of_lines(&text, start, &mut skipped, name);
        }
        self.note_skipped(skipped);
        start
    }

    fn lines_of(&mut self, part: &[(u32, RowRead)]) -> String {
        let mut text = String::new();
        for (row, read) in part {
            let origin = Origin { file: self.index, row: *row, pointer: String::new() };
            let mut out = Output::default();
            match read {
                RowRead::Cells(cells) if !cells.get("data").is_empty() => {
                    text.push_str(&rows::with_address(cells.get("data"), cells.get("url")));
                }
                RowRead::Cells(_) => out.reject(&origin, "", Reason::Malformed, "the column `data` is empty"),
                unusable => rows::reject(unusable, &origin, &mut out),
            }
            text.push('\n');
            self.waiting.append(&mut out.rejects);
        }
        text
    }
}
