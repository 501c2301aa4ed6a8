//! What a workbook holds, looked at before it is opened: which parts it has, how large they are unpacked, and what they
//! declare. Sizes in a ZIP file are only claims, so every part is unpacked once, and nothing of it is kept.

use crate::ingest::container::budget::{Budget, RATIO_FROM_OF_BOOKS, Stop, is_bomb, mib};
use crate::ingest::container::guard::guarded;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// Most parts of a workbook; each costs memory before anything is read.
const MAX_PARTS: usize = 10_000;
/// Bytes of a shared text in memory beside its letters.
const TEXT: usize = 64;
/// Bytes that are unpacked together.
const STRETCH: usize = 64 << 10;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The parts of a workbook.
pub(super) struct Contents {
    /// Bytes of all parts, unpacked.
    pub(super) unpacked: u64,
    /// Sheet → the part that holds its cells.
    pub(super) parts: BTreeMap<String, String>,
}

impl Contents {
    pub(super) fn of(raw: &[u8], budget: Budget) -> Result<Self, Stop> {
        let listed = memchr::memmem::find_iter(raw, b"PK\x01\x02").take(MAX_PARTS + 1).count();
        if listed > MAX_PARTS {
            return Err(Stop::Over(format!("it holds more than {MAX_PARTS} files")));
        }
        let mut archive =
            guarded(|| ZipArchive::new(Cursor::new(raw)).map_err(|e| e.to_string())).map_err(Stop::Damaged)?;
        apart(&mut archive)?;
        let mut unpacked = 0;
        for index in 0..archive.len() {
            part(&mut archive, index, raw.len() as u64, &mut unpacked, budget)?;
        }
        shared_texts(&mut archive)?;
        Ok(Self { unpacked, parts: sheets(&mut archive) })
    }
}

/// Parts may not lie on top of each other: one stretch of bytes would be unpacked under any number of names.
fn apart(archive: &mut Archive) -> Result<(), Stop> {
    let mut places = Vec::new();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        places.push((entry.header_start(), entry.compressed_size()));
    }
    places.sort_unstable();
    let overlap = places.windows(2).any(|pair| match pair {
        [(start, size), (next, _)] => start.saturating_add(*size) > *next,
        _ => false,
    });
    if overlap { Err(Stop::Over("its parts lie on top of each other".to_owned())) } else { Ok(()) }
}

/// Unpacks one part, to know what it is. Damage is no error here: the reader of workbooks meets it at the same place, if it
/// needs the part at all.
fn part(archive: &mut Archive, index: usize, packed: u64, all: &mut u64, budget: Budget) -> Result<(), Stop> {
    let Ok(mut entry) = archive.by_index(index) else { return Ok(()) };
    let Ok(name) = entry.name().map(|name| name.to_lowercase()) else { return Ok(()) };
    if ![".xml", ".rels"].iter().any(|end| name.ends_with(end)) {
        return Ok(());
    }
    let most = most(&name, budget);
    let mut seen = Seen::default();
    let mut stretch = vec![0_u8; STRETCH];
    loop {
        let Ok(read @ 1..) = entry.read(&mut stretch) else { return Ok(()) };
        seen.take(stretch.get(..read).unwrap_or(&[]));
        *all += read as u64;
        if is_bomb(packed, *all, RATIO_FROM_OF_BOOKS) {
            return Err(Stop::bomb(RATIO_FROM_OF_BOOKS));
        }
        if seen.bytes > most {
            return Err(Stop::Over(format!("its part {name} unpacks to more than {}", mib(most))));
        }
        if seen.longest > budget.document() {
            return Err(Stop::Over(format!("its part {name} holds a text of more than {}", mib(budget.document()))));
        }
        let texts = seen.items.saturating_mul(TEXT).saturating_add(seen.bytes);
        if is_texts(&name) && texts > budget.declared() {
            return Err(Stop::Over(format!("its list of texts would take more than {}", mib(budget.declared()))));
        }
    }
}

fn is_texts(name: &str) -> bool {
    name.ends_with("sharedstrings.xml")
}

/// Most bytes of a part. Sheets are read row by row, and what no sheet needs is not read at all; the rest is held.
fn most(name: &str, budget: Budget) -> usize {
    let held = ["workbook.xml", "styles.xml", "theme1.xml", ".rels", "[content_types].xml"];
    if held.iter().any(|end| name.ends_with(end)) { budget.document() } else { usize::MAX }
}

/// What was seen of a part.
#[derive(Default)]
struct Seen {
    bytes: usize,
    /// Bytes since the last tag began, and the most there were: what a reader of tags holds at once.
    since: usize,
    longest: usize,
    /// Tags, of which every shared text has one at least.
    items: usize,
}

impl Seen {
    fn take(&mut self, stretch: &[u8]) {
        let mut from = 0;
        for tag in memchr::memchr_iter(b'<', stretch) {
            self.longest = self.longest.max(self.since + tag - from);
            (self.since, from) = (0, tag);
            self.items += usize::from(matches!(stretch.get(tag + 1..tag + 3), Some(b"si") | None));
        }
        self.since += stretch.len() - from;
        self.longest = self.longest.max(self.since);
        self.bytes += stretch.len();
    }
}

/// The number of texts that the list of texts declares, held against its size: the library sets aside room for as many.
fn shared_texts(archive: &mut Archive) -> Result<(), Stop> {
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { continue };
        if !entry.name().is_ok_and(|name| is_texts(&name.to_lowercase())) {
            continue;
        }
        let size = entry.size();
        let mut declared = 0;
        tags(entry, &mut |tag| {
            let is_list = tag.local_name().as_ref() == "sst";
            if is_list {
                declared =
                    attribute(tag, "uniqueCount").and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(0);
            }
            !is_list
        });
        // The shortest text is `<si/>`.
        if declared > size / 5 + 1 {
            return Err(Stop::Over(format!("its list of texts declares {declared} texts and is too short for them")));
        }
    }
    Ok(())
}

/// Sheets by their names, and the parts that hold them, as far as the workbook follows the usual names.
fn sheets(archive: &mut Archive) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    let names: Vec<String> = archive.file_names().flatten().map(Cow::into_owned).collect();
    let ending = |end: &str| names.iter().find(|name| name.to_lowercase().ends_with(end));
    if let Some(entry) = ending("_rels/workbook.xml.rels").and_then(|name| archive.by_name(name).ok()) {
        tags(entry, &mut |tag| {
            if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
                targets.insert(id, target.rsplit('/').next().unwrap_or("").to_lowercase());
            }
            true
        });
    }
    let mut parts = BTreeMap::new();
    if let Some(entry) = ending("workbook.xml").and_then(|name| archive.by_name(name).ok()) {
        tags(entry, &mut |tag| {
            if tag.local_name().as_ref() == "sheet" {
                let part = attribute(tag, "id").and_then(|id| targets.get(&id).cloned());
                parts.extend(attribute(tag, "name").zip(part));
            }
            true
        });
    }
    parts
}

/// Goes through the tags of a part, as long as it is told to and they make sense.
fn tags(part: impl Read, each: &mut dyn FnMut(&BytesStart) -> bool) {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if !each(&tag) {
                    return;
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute by its name without a prefix.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}
