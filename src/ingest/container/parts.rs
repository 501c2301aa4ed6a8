//! Large files of JSON lines, packed or not, in parts that end at a line end: memory stays the same whatever their size.

use crate::ingest::container::bytes;
use crate::ingest::container::packing::Packing;
use crate::ingest::fingerprint::Fingerprint;
use crate::ingest::mend;
use crate::model::secret::Secret;
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

/// Files larger than this are read in parts instead of whole, if they are JSON lines.
const FROM: u64 = 48 << 20;
/// The same for packed files, which unpack to ten times their size and more.
const FROM_PACKED: u64 = 4 << 20;
/// Size of a part.
const PART: usize = 16 << 20;

/// A file, and what was read from it so far.
struct Disk {
    file: File,
    hash: Fingerprint,
    bytes: u64,
}

/// Counts and hashes what passes. Shared, so that the rest of the file can be counted when a decoder gave up on it.
#[derive(Clone)]
struct Counted(Rc<RefCell<Disk>>);

impl Counted {
    fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self(Rc::new(RefCell::new(Disk { file: File::open(path)?, hash: Fingerprint::default(), bytes: 0 }))))
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut disk = self.0.borrow_mut();
        let read = disk.file.read(buffer)?;
        disk.hash.update(buffer.get(..read).unwrap_or(&[]));
        disk.bytes += read as u64;
        Ok(read)
    }
}

/// Parts of a large file, cut at line ends.
pub struct Parts {
    reader: BufReader<Box<dyn Read>>,
    disk: Counted,
    /// Where the next part begins in the unpacked text.
    pub at: u64,
    pub notes: Vec<String>,
}

impl Parts {
    /// Opens a file for reading in parts. `None` when it is small or is not made of one JSON object a line.
    #[must_use]
    pub fn open(path: &Path) -> Option<Self> {
        let size = std::fs::metadata(path).ok().filter(|m| m.is_file())?.len();
        if size < FROM_PACKED {
            return None;
        }
        let (packing, mut reader) = unpacked(Counted::open(path).ok()?).ok()?;
        if packing == Packing::Plain && size < FROM {
            return None;
        }
        let mut first = Vec::new();
        reader.by_ref().take(PART as u64).read_until(b'\n', &mut first).ok()?;
        let is_line = first.ends_with(b"\n") && first.starts_with(b"{");
        if !is_line || !std::str::from_utf8(&first).is_ok_and(mend::is_value) {
            return None;
        }
        // From the beginning again, now counted.
        let disk = Counted::open(path).ok()?;
        let (packing, reader) = unpacked(disk.clone()).ok()?;
        Some(Self { reader, disk, at: 0, notes: packing.note().map(str::to_owned).into_iter().collect() })
    }

    /// The next part, and how unpacking failed behind it, if it did. `None` at the end.
    pub fn next_part(&mut self) -> Option<(String, Option<String>)> {
        let mut raw = Vec::with_capacity(PART + 65_536);
        let whole = self.reader.by_ref().take(PART as u64).read_to_end(&mut raw);
        let broken = whole.and_then(|_| self.reader.read_until(b'\n', &mut raw)).err().map(|e| e.to_string());
        if raw.is_empty() && broken.is_none() {
            return None;
        }
        self.at += raw.len() as u64;
        Some((bytes::utf8(raw, &mut self.notes), broken))
    }

    /// Size, SHA-256 and secret digest of the file as it is on disk. Call it after the last part.
    #[must_use]
    pub fn fingerprint(mut self) -> (u64, String, Secret) {
        // What stands behind the packed data, or behind a break, belongs to the file too. An error here has no bearing on
        // the records: the bytes that could be read are counted.
        let _ = std::io::copy(&mut self.disk, &mut std::io::sink());
        let disk = self.disk.0.borrow();
        let (printed, secret) = disk.hash.clone().finish();
        (disk.bytes, printed, secret)
    }
}

fn unpacked(counted: Counted) -> std::io::Result<(Packing, BufReader<Box<dyn Read>>)> {
    let mut counted = BufReader::with_capacity(1 << 20, counted);
    let packing = Packing::of(counted.fill_buf()?);
    Ok((packing, BufReader::with_capacity(1 << 20, packing.unpack(counted))))
}
