//! Records as they stand in their files, where these are still there and still what they were.

use crate::ingest::files::read_all;
use crate::ingest::head::Head;
use crate::ingest::inputs::Input;
use crate::ingest::mapped::Mapped;
use crate::ingest::registry::sources;
use crate::ingest::{AnySource, Context, Export, Item, Output};
use crate::model::origin::Origin;
use crate::report::manifest::InputEntry;
use crate::store::licence::digest;
use crate::trail::Report;
use crate::trail::answer::{IncidentLine, Original, RecordLine, Trail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How deep a folder is looked through for a file that was moved.
const DEPTH: usize = 8;

/// Row and pointer of a record in its file.
type Place = (u32, String);

/// Puts the original beside every record of the answers, as far as the files below `folder` are those that were read. Settings
/// that describe tables of one's own are needed for these only.
pub fn show(report: &Report, answers: &mut [Trail], folder: &Path, mapped: &[Mapped], most: usize) {
    let mut lines: Vec<&mut RecordLine> = answers.iter_mut().flat_map(|answer| records(answer, most)).collect();
    let files: BTreeSet<String> = lines.iter().map(|line| line.file.clone()).collect();
    for file in files {
        let of_file = lines.iter_mut().filter(|line| line.file == file);
        let places: BTreeSet<Place> = of_file.filter_map(|line| place(line)).collect();
        let found = entry(report, &file).and_then(|entry| {
            let path = locate(folder, entry)?;
            Ok(caught(&path, entry, &places, mapped))
        });
        for line in lines.iter_mut().filter(|line| line.file == file) {
            line.original = Some(match (&found, place(line)) {
                (_, None) => {
                    Original::Not("its place is not told, because it would tell which person it is about".to_owned())
                }
                (Err(why), _) => Original::Not(why.clone()),
                (Ok(texts), Some(place)) => texts.get(&place).cloned().map_or_else(
                    || Original::Not("the file is as it was, but nothing is found at this place of it".to_owned()),
                    Original::Text,
                ),
            });
        }
    }
}

fn place(line: &RecordLine) -> Option<Place> {
    Some((line.row.parse().ok()?, line.pointer.clone()))
}

/// The records of an answer: those of its first incidents, where it has many.
fn records(answer: &mut Trail, most: usize) -> Vec<&mut RecordLine> {
    match answer {
        Trail::Claim(claim) => of_first(&mut claim.incidents, most),
        Trail::Incident(incident) => incident.line.records.iter_mut().collect(),
        Trail::Record(record) => vec![&mut record.line],
        Trail::Rows(rows) => rows.rows.iter_mut().flat_map(|row| of_first(&mut row.incidents, most)).collect(),
        Trail::Overview(_) | Trail::Chart(_) | Trail::List(_) | Trail::Table(_) | Trail::Page(_) => Vec::new(),
    }
}

fn of_first(incidents: &mut [IncidentLine], most: usize) -> Vec<&mut RecordLine> {
    incidents.iter_mut().take(most).flat_map(|incident| &mut incident.records).collect()
}

fn entry<'a>(report: &'a Report, file: &str) -> Result<&'a InputEntry, String> {
    let inputs = &report.earlier.manifest.inputs;
    inputs.iter().find(|input| input.path == file).ok_or_else(|| "the manifest lists no such input".to_owned())
}

/// The file, where it stands below the folder and is what it was: under its own name, under the end of it, or under another
/// one.
fn locate(folder: &Path, entry: &InputEntry) -> Result<PathBuf, String> {
    let parts: Vec<&str> = entry.path.split('/').collect();
    let ways = (0..parts.len()).filter_map(|skip| Some(parts.get(skip..)?.iter().collect::<PathBuf>()));
    let mut changed = false;
    for path in ways.map(|way| folder.join(way)).filter(|path| path.is_file()) {
        if is_same(&path, entry) {
            return Ok(path);
        }
        changed = true;
    }
    if let Some(path) = search(folder, entry, DEPTH) {
        return Ok(path);
    }
    Err(if changed {
        "the file has changed since the report was written".to_owned()
    } else {
        format!("there is no file {} in {}, and none with its content", entry.path, folder.display())
    })
}

fn is_same(path: &Path, entry: &InputEntry) -> bool {
    let size = path.metadata().is_ok_and(|seen| seen.is_file() && seen.len() == entry.bytes);
    size && digest(path).is_ok_and(|digest| digest == entry.sha256)
}

fn search(folder: &Path, entry: &InputEntry, depth: usize) -> Option<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).ok()?.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    if let Some(found) = paths.iter().find(|path| is_same(path, entry)) {
        return Some(found.clone());
    }
    let deeper = depth.checked_sub(1)?;
    paths.iter().filter(|path| path.is_dir() && !path.is_symlink()).find_map(|path| search(path, entry, deeper))
}

/// Reads the file as the review did, and keeps the items that stand at these places.
fn caught(path: &Path, entry: &InputEntry, places: &BTreeSet<Place>, mapped: &[Mapped]) -> BTreeMap<Place, String> {
    let texts = Mutex::new(BTreeMap::new());
    let catch = |inner| Catch { inner, places, texts: &texts };
    let catchers: Vec<Catch> = sources(mapped).into_iter().map(catch).collect();
    let all: Vec<&dyn AnySource> = catchers.iter().map(|catcher| catcher as &dyn AnySource).collect();
    // Recognised by its content; else as the kind that it was read as, which somebody may have forced.
    let forced = Some(entry.source.clone()).filter(|kind| !kind.is_empty() && !kind.contains(' '));
    for forced in [None, forced] {
        let input = Input { path: path.to_owned(), shown: entry.path.clone(), forced, kept: None };
        read_all(&[input], &all, &|_| {}, &mut |_| {});
        if !texts.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            break;
        }
    }
    texts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A source that keeps items at some places as they are, and reads like the one inside it.
struct Catch<'a> {
    inner: &'a dyn AnySource,
    places: &'a BTreeSet<Place>,
    texts: &'a Mutex<BTreeMap<Place, String>>,
}

impl AnySource for Catch<'_> {
    fn kind(&self) -> &Export {
        self.inner.kind()
    }

    fn recognises(&self, head: &Head) -> bool {
        self.inner.recognises(head)
    }

    fn read(&self, item: &Item, origin: &Origin, context: &Context, out: &mut Output) {
        let place = (origin.row, origin.pointer.clone());
        if self.places.contains(&place) {
            // An item that strict reading refuses is read once more when it is mended; the first one is the original.
            let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
            texts.entry(place).or_insert_with(|| text(item));
        }
        self.inner.read(item, origin, context, out);
    }
}

fn text(item: &Item) -> String {
    match item {
        Item::Json(text) => indented(text),
        Item::Row(cells) => {
            let row = cells.header.stated.iter().zip(&cells.values);
            let filled = row.filter(|(_, value)| !value.is_empty());
            filled.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
        }
        Item::Text { text, .. } => (*text).to_owned(),
    }
}

/// The same JSON with a member on each line, in the order of the file and in its own words.
fn indented(text: &str) -> String {
    let (mut out, mut depth) = (String::with_capacity(text.len() * 2), 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    let mut chars = text.chars().filter(|c| *c != '\r').peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth.min(40)));
    };
    while let Some(c) = chars.next() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = c == '\\' && !escaped;
            out.push(c);
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                while chars.next_if(|c| c.is_whitespace()).is_some() {}
                match chars.next_if(|c| matches!(c, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            c if c.is_whitespace() => {}
            c => {
                quoted = c == '"';
                out.push(c);
            }
        }
    }
    out
}
