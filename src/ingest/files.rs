//! Files in, batches of records out, in the order of the inputs whatever the number of threads.

mod fields;
mod json;
mod open;
mod tables;
mod together;

use crate::ingest::container::budget::{Budget, Stop};
use crate::ingest::container::signs;
use crate::ingest::container::stream::Counted;
use crate::ingest::file_report::Sign;
pub use crate::ingest::file_report::{FileReport, Problem, ReadProgress, UnitReport};
use crate::ingest::head::Head;
use crate::ingest::inputs::{Input, Kept};
use crate::ingest::recognise::Certainty;
use crate::ingest::{AnySource, Context, Item, Output, kinds, recognise, relative};
use crate::model::batch::Batch;
use crate::model::origin::{FileIndex, Origin};
use crate::model::record::{Body, Record};
use crate::model::reject::Reject;
use crate::par;
use std::collections::BTreeMap;

/// Reads all files. The sink gets every batch on the calling thread, in the order of files and rows.
pub fn read_all(
    inputs: &[Input],
    sources: &[&dyn AnySource],
    progress: &dyn Fn(ReadProgress),
    sink: &mut dyn FnMut(Batch),
) -> Vec<FileReport> {
    read_within(inputs, sources, Budget::default(), progress, sink)
}

/// [`read_all`] with another budget for what is held at once.
pub fn read_within(
    inputs: &[Input],
    sources: &[&dyn AnySource],
    budget: Budget,
    progress: &dyn Fn(ReadProgress),
    sink: &mut dyn FnMut(Batch),
) -> Vec<FileReport> {
    FileReading::new(sources, budget, &|_, _, _| Ok(())).all(inputs, progress, sink)
}

/// Gives the batches of a file that a lake keeps, under this number; what stands in the way, where not all of them can be had.
pub type KeptReplay<'a> = &'a dyn Fn(&Kept, FileIndex, &mut dyn FnMut(Batch)) -> Result<(), String>;

/// How files are read.
pub struct FileReading<'a> {
    known: KnownSources<'a>,
    replay: KeptReplay<'a>,
}

/// What is known before a file is read.
struct KnownSources<'a> {
    sources: &'a [&'a dyn AnySource],
    arrays: Vec<&'static str>,
    budget: Budget,
}

impl KnownSources<'_> {
    fn file(&self, input: &Input, index: FileIndex, sink: &mut dyn FnMut(Batch), passed: &dyn Fn(u64)) -> FileReport {
        let mut reader = Reader {
            input,
            index,
            sources: self.sources,
            arrays: &self.arrays,
            sink,
            passed_on: passed,
            disk: None,
            report: FileReport { shown: input.shown.clone(), ..FileReport::default() },
            taken: BTreeMap::new(),
            waiting: Vec::new(),
            base: 0,
            budget: self.budget,
            refused: 0,
            passed: BTreeMap::new(),
            stopped: None,
        };
        reader.read();
        reader.report
    }

    /// Reads files beside each other; what they give is held until all are read.
    fn beside(&self, inputs: &[Input], first: FileIndex) -> Vec<(FileReport, Vec<Batch>)> {
        let numbered: Vec<(FileIndex, &Input)> = (first..).zip(inputs).collect();
        par::each(&numbered, |(index, input)| {
            let mut batches = Vec::new();
            let report = self.file(input, *index, &mut |batch| batches.push(batch), &|_| {});
            (report, batches)
        })
    }
}

impl<'a> FileReading<'a> {
    #[must_use]
    pub fn new(sources: &'a [&'a dyn AnySource], budget: Budget, replay: KeptReplay<'a>) -> Self {
        let mut arrays: Vec<&'static str> = sources.iter().flat_map(|s| s.kind().arrays.iter().copied()).collect();
        arrays.sort_unstable();
        arrays.dedup();
        Self { known: KnownSources { sources, arrays, budget }, replay }
    }

    /// Reads one file; `passed` is told, of a large one, how many of its bytes were read. What speaks for missing pages is not
    /// yet held against other files.
    pub fn file(
        &self,
        input: &Input,
        index: FileIndex,
        sink: &mut dyn FnMut(Batch),
        passed: &dyn Fn(u64),
    ) -> FileReport {
        match &input.kept {
            Some(kept) => self.kept(kept, input, index, sink),
            None => self.known.file(input, index, sink, passed),
        }
    }

    fn kept(&self, kept: &Kept, input: &Input, index: FileIndex, sink: &mut dyn FnMut(Batch)) -> FileReport {
        let mut report = FileReport { shown: input.shown.clone(), ..kept.report.clone() };
        let mut read = 0;
        let given = (self.replay)(kept, index, &mut |batch| {
            read += (batch.records.len() + batch.rejects.len()) as u64;
            sink(batch);
        });
        if let Err(cause) = given {
            let hint = "`retroscope normalise --check` says what is damaged in the lake";
            report.problem = Some(Problem { message: cause, hint: hint.to_owned() });
            report.read = read;
        }
        report
    }

    /// Reads all files. The sink gets every batch on the calling thread, in the order of files and rows.
    pub fn all(
        &self,
        inputs: &[Input],
        progress: &dyn Fn(ReadProgress),
        sink: &mut dyn FnMut(Batch),
    ) -> Vec<FileReport> {
        let (files, sizes) = (inputs.len(), sizes(inputs));
        let (mut reports, mut before, all) = (Vec::with_capacity(files), 0, sizes.iter().sum());
        let tell = |done: usize, bytes: u64| progress(ReadProgress { done, files, bytes, all });
        while let Some(rest) = inputs.get(reports.len()..).filter(|rest| !rest.is_empty()) {
            let (done, left) = (reports.len(), sizes.get(reports.len()..).unwrap_or(&[]));
            let first = FileIndex::try_from(done).unwrap_or(FileIndex::MAX);
            tell(done, before);
            match rest.get(..together::together(rest, left, self.known.budget)) {
                Some([input]) => {
                    let size = left.first().copied().unwrap_or(0);
                    let passed = |passed: u64| tell(done, before + passed.min(size));
                    reports.push(self.file(input, first, sink, &passed));
                    before += size;
                }
                group => {
                    for ((report, batches), size) in
                        self.known.beside(group.unwrap_or(rest), first).into_iter().zip(left)
                    {
                        batches.into_iter().for_each(&mut *sink);
                        reports.push(report);
                        before += size;
                        tell(reports.len(), before);
                    }
                }
            }
        }
        progress(ReadProgress { done: files, files, bytes: all, all });
        signs::settle(&mut reports, &relative::labels(inputs));
        reports
    }
}

/// Bytes of each file on disk; none of a pipe.
#[must_use]
pub fn sizes(inputs: &[Input]) -> Vec<u64> {
    let on_disk = |input: &Input| std::fs::metadata(&input.path).ok().filter(std::fs::Metadata::is_file);
    let size = |input: &Input| match &input.kept {
        Some(kept) => kept.report.bytes,
        None => on_disk(input).map_or(0, |found| found.len()),
    };
    inputs.iter().map(size).collect()
}

/// One file being read.
struct Reader<'a> {
    input: &'a Input,
    index: FileIndex,
    sources: &'a [&'a dyn AnySource],
    arrays: &'a [&'static str],
    sink: &'a mut dyn FnMut(Batch),
    /// Is told how many bytes were read.
    passed_on: &'a dyn Fn(u64),
    disk: Option<Counted>,
    report: FileReport,
    /// Sources of the streams seen in earlier parts: a stream does not change its kind half way.
    taken: BTreeMap<(String, &'static str), &'a dyn AnySource>,
    /// Rejects that belong to no unit, until there is a source to name.
    waiting: Vec<Reject>,
    /// Where the text at hand begins in the unpacked file.
    base: u64,
    budget: Budget,
    /// Records that could not be used.
    refused: u64,
    /// Records of the units that no source takes.
    passed: BTreeMap<usize, usize>,
    /// Why nothing more of the file is read.
    stopped: Option<Stop>,
}

impl<'a> Reader<'a> {
    fn problem(&mut self, message: impl Into<String>, hint: impl Into<String>) {
        self.report.problem = Some(Problem { message: message.into(), hint: hint.into() });
    }

    /// Nothing more of the file is read. What was delivered counts, and the file says that it is not whole.
    fn say_why_it_stopped(&mut self) {
        let Some(stop) = self.stopped.take() else { return };
        let part = self.report.read > 0;
        match stop {
            Stop::Over(cause) => {
                let message =
                    if part { format!("is not read to its end: {cause}") } else { format!("is refused: {cause}") };
                let kept = if part { ". What stood before was read" } else { "" };
                let held = self.budget.held() >> 20;
                self.problem(
                    message,
                    format!(
                        "split the file, export it as JSON lines, or set held_mib under [limits] higher than {held}{kept}"
                    ),
                );
            }
            Stop::Damaged(cause) => {
                let message = format!("is damaged: it can't be unpacked or read to its end ({cause})");
                self.problem(message, "the file may be cut off; copy it again. What stood before the break was read");
            }
        }
    }

    fn count_refused(&mut self, rejects: usize) {
        self.refused += rejects as u64;
        let most = self.budget.rejects();
        // A file of which most is refused is no export, and soon told from a large one with some bad records.
        let (few, mostly) = (most / 4, self.refused * 2 > self.report.read);
        let limit = if mostly { few } else { most };
        if self.refused > limit && self.stopped.is_none() {
            self.stopped = Some(Stop::Over(format!("more than {limit} of its records can't be used")));
        }
    }

    /// Nothing of a file was taken so far: after many records of no known kind, the rest is not looked at.
    fn count_passed(&mut self) {
        let (passed, most) = (self.passed.values().sum::<usize>() as u64, 4 * self.budget.rejects());
        if passed > most && self.taken.is_empty() && self.report.read == 0 && self.stopped.is_none() {
            self.stopped = Some(Stop::Over(format!("its first {most} records are of no kind that is known")));
        }
    }

    fn head(&self, name: &str) -> Head {
        Head { name: name.to_owned(), path: self.input.shown.clone(), ..Head::default() }
    }

    fn read_document(&mut self, text: &str, name: &str) {
        let mut head = self.head(name);
        head.text = text.chars().take(65_536).collect();
        // A mapping reads fields, and no prose.
        let readers: Vec<&dyn AnySource> =
            self.sources.iter().copied().filter(|source| source.kind().id != "mapped").collect();
        let found = recognise::source(&head, self.input.forced.as_deref(), &readers);
        if self.read_front_matter(text, name, found) {
            return;
        }
        let Some(source) = found else {
            return self.unrecognised(&head);
        };
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut out = Output { bytes: text.len(), ..Output::default() };
        let origin = Origin { file: self.index, row: 1, pointer: String::new() };
        source.read(&Item::Text { text, stem }, &origin, &Context::default(), &mut out);
        let certainty = self.certainty(&head, source);
        self.deliver(source, Context::default(), "text document", vec![out], certainty, Sign::default());
    }

    fn unrecognised(&mut self, head: &Head) {
        let text = || kinds::of_text(&head.text, &head.name).filter(|_| !head.text.is_empty());
        let seems = kinds::of_head(head).or_else(text).filter(|_| self.input.forced.is_none());
        if let Some(seems) = seems {
            self.report.problem.get_or_insert_with(|| seems.problem());
            return;
        }
        if head.headers.len() > 1 && head.rows.is_empty() {
            let hint = "export it again if it should hold some, with other filters or dates";
            return self.problem("has a header and no rows", hint);
        }
        let (message, hint) = recognise::unknown(head);
        self.report.unknown.get_or_insert_with(|| head.clone());
        if self.report.problem.is_none() {
            self.problem(message, hint);
        }
    }

    fn certainty(&self, head: &Head, source: &dyn AnySource) -> Certainty {
        recognise::certainty(head, self.input.forced.is_some(), source)
    }

    /// A stream that no source takes: its records were not read, and the file says how many.
    fn skipped(&mut self, name: &str, container: &str, number: usize, things: &str) {
        let title = if name.is_empty() { "not recognised".to_owned() } else { format!("{name} (not recognised)") };
        let place =
            self.report.units.iter().position(|u| u.source.is_none() && u.title == title && u.container == container);
        if let Some((place, unit)) = place.and_then(|place| Some((place, self.report.units.get_mut(place)?))) {
            let passed = self.passed.entry(place).or_default();
            *passed += number;
            unit.notes = vec![passed_over(*passed, things)];
            return self.count_passed();
        }
        self.passed.insert(self.report.units.len(), number);
        self.report.units.push(UnitReport {
            source: None,
            title,
            container: container.to_owned(),
            zone: String::new(),
            records: 0,
            certainty: Certainty::default(),
            notes: vec![passed_over(number, things)],
            sign: Sign::default(),
        });
    }

    fn deliver(
        &mut self,
        source: &dyn AnySource,
        context: Context,
        container: &str,
        outputs: Vec<Output>,
        certainty: Certainty,
        sign: Sign,
    ) {
        let mut records = 0;
        for out in outputs {
            records += (out.records.len() + out.rejects.len()) as u64;
            self.count_refused(of_no_use(&out));
            let (tool, zone) = (source.kind().tool.id.to_owned(), context.zone.clone());
            let Output { records, rejects, mended, bytes } = out;
            (self.sink)(Batch { file: self.index, source: tool, zone, records, rejects, mended, bytes });
        }
        self.report.read += records;
        let same = |u: &&mut UnitReport| {
            u.source == Some(source.kind().id) && u.container == container && u.zone == context.zone
        };
        if let Some(unit) = self.report.units.iter_mut().find(same) {
            unit.records += records;
            let note = sign.note.clone().or(unit.sign.note.take());
            let first = unit.sign.first.or(sign.first);
            unit.sign = Sign { note, first, ..sign };
            return;
        }
        self.report.units.push(UnitReport {
            source: Some(source.kind().id),
            title: source.kind().title.to_owned(),
            container: container.to_owned(),
            zone: context.zone,
            records,
            certainty,
            notes: Vec::new(),
            sign,
        });
    }
}

/// How many records can't be used: those that are refused here, and those that will be because they speak of no moment.
fn of_no_use(out: &Output) -> usize {
    let is_timeless = |record: &&Record| matches!(&record.body, Body::Incident(incident) if incident.is_timeless());
    out.rejects.len() + out.records.iter().filter(is_timeless).count()
}

/// `3 rows, not read`.
fn passed_over(number: usize, things: &str) -> String {
    let things = if number == 1 { things.trim_end_matches('s') } else { things };
    format!("{number} {things}, not read")
}
