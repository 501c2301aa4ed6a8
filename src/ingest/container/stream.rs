//! A file as a stream of text: counted and hashed as it lies on disk, unpacked, and in UTF-8.

use crate::ingest::container::budget::{RATIO_FROM, Stop, is_bomb};
use crate::ingest::container::packing::Packing;
use crate::ingest::fingerprint::Digesting;
use crate::ingest::inputs::STDIN;
use crate::model::secret::Secret;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};
use std::fs::File;
use std::io::{BufRead, BufReader, Error, Read, Result};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes that are read ahead.
const AHEAD: usize = 1 << 20;
/// A file that was not read to its end is hashed all the same, unless so much of it is left: that would take longer than
/// reading any file that can be used.
const MAX_TO_HASH: u64 = 1 << 30;

struct Disk {
    file: Box<dyn Read + Send>,
    hash: Digesting,
    bytes: u64,
}

/// Counts and hashes what passes. Shared, so that the rest of the file can be counted when a decoder gave up on it, and how far it is
/// read can be told while another thread reads it.
#[derive(Clone)]
pub struct Counted(Arc<Mutex<Disk>>);

impl Counted {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// It can't be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let file: Box<dyn Read + Send> =
            if path == Path::new(STDIN) { Box::new(std::io::stdin()) } else { Box::new(File::open(path)?) };
        Ok(Self(Arc::new(Mutex::new(Disk { file, hash: Digesting::default(), bytes: 0 }))))
    }

    /// Bytes that passed so far.
    #[must_use]
    pub fn passed(&self) -> u64 {
        self.disk().bytes
    }

    /// Size, SHA-256 and secret digest of the file as it is on disk. Call it when nothing more is wanted. Of a huge file that
    /// was left unread the printed digest is empty, and the secret one covers what was read.
    #[must_use]
    pub fn fingerprint(mut self, path: &Path) -> (u64, String, Secret) {
        let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
        let left = size.map_or(u64::MAX, |size| size.saturating_sub(self.passed()));
        if left > MAX_TO_HASH {
            // A pipe may never end: what is left of it stays unread, and it has no size but that of what was read.
            let mut probe = [0_u8; 1];
            if size.is_some() || self.read(&mut probe).is_ok_and(|read| read > 0) {
                let (_, secret) = self.digests();
                return (size.unwrap_or_else(|| self.passed()), String::new(), secret);
            }
        }
        // What stands behind the packed data, or behind a break, belongs to the file too. An error here has no bearing on
        // the records: the bytes that could be read are counted.
        let _ = std::io::copy(&mut self, &mut std::io::sink());
        let (printed, secret) = self.digests();
        (self.passed(), printed, secret)
    }

    fn digests(&self) -> (String, Secret) {
        let hash = std::mem::take(&mut self.disk().hash);
        hash.finish()
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut disk = self.disk();
        let read = disk.file.read(buffer)?;
        let hash = std::mem::take(&mut disk.hash);
        disk.hash = hash.with(buffer.get(..read).unwrap_or(&[]));
        disk.bytes += read as u64;
        Ok(read)
    }
}

/// Says that a packed file grows like no export does.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Bomb(String);

/// Why a stream ended early.
#[must_use]
pub fn stop(error: &Error) -> Stop {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Bomb>()) {
        Some(_) => Stop::bomb(RATIO_FROM),
        None => Stop::Damaged(error.to_string()),
    }
}

/// Unpacked bytes, watched.
struct Watched {
    reader: Box<dyn Read + Send>,
    disk: Counted,
    unpacked: u64,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.reader.read(buffer)?;
        self.unpacked += read as u64;
        if is_bomb(self.disk.passed(), self.unpacked, RATIO_FROM) {
            return Err(Error::other(Bomb(Stop::bomb(RATIO_FROM).to_string())));
        }
        Ok(read)
    }
}

/// The unpacked bytes of a file, and how it is packed. A packed one fails where it grows like no export does.
///
/// # Errors
/// Its beginning can't be read.
pub fn unpacked(disk: &Counted) -> Result<(Packing, Box<dyn Read + Send>)> {
    let mut packed = BufReader::with_capacity(AHEAD, disk.clone());
    let packing = Packing::of(packed.fill_buf()?);
    let reader = packing.unpack(packed);
    match packing {
        Packing::Plain => Ok((packing, reader)),
        _ => Ok((packing, Box::new(Watched { reader, disk: disk.clone(), unpacked: 0 }))),
    }
}

/// Looks at a packed file before anything of it is used, as far as the limit of the ratio: whatever fills memory with
/// nothing does so from its beginning.
///
/// # Errors
/// It grows like no export does. Damage is no error here; who reads the file will find it.
pub fn look(path: &Path) -> std::result::Result<(), Stop> {
    let opened = || {
        let disk = Counted::open(path)?;
        unpacked(&disk)
    };
    let Ok((packing, reader)) = opened() else { return Ok(()) };
    if packing == Packing::Plain {
        return Ok(());
    }
    let most = RATIO_FROM + AHEAD as u64;
    match std::io::copy(&mut reader.take(most), &mut std::io::sink()).map_err(|e| stop(&e)) {
        Err(over @ Stop::Over(_)) => Err(over),
        _ => Ok(()),
    }
}

/// UTF-16 by its byte order mark, as UTF-8; other bytes pass unchanged, without the mark of UTF-8.
pub struct Utf8<R> {
    reader: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    /// Decoded bytes that nobody took yet.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Reads the mark. Gives the name of the encoding when it is another one than UTF-8.
    ///
    /// # Errors
    /// The beginning can't be read.
    pub fn new(mut reader: R) -> Result<(Self, Option<&'static str>)> {
        let mut start = Vec::new();
        reader.by_ref().take(3).read_to_end(&mut start)?;
        let (encoding, mark) = Encoding::for_bom(&start).unwrap_or((UTF_8, 0));
        let start = start.get(mark..).unwrap_or(&[]).to_vec();
        let other = (encoding != UTF_8).then(|| encoding.name());
        let decoder = other.map(|_| encoding.new_decoder_without_bom_handling());
        let (raw, ready) = if decoder.is_some() { (start, Vec::new()) } else { (Vec::new(), start) };
        Ok((Self { reader, decoder, raw, ready, at: 0, ended: false }, other))
    }

    /// Decodes the next stretch.
    fn refill(&mut self) -> Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let before = self.raw.len();
        self.ended = self.reader.by_ref().take(65_536).read_to_end(&mut self.raw)? == 0 && before == self.raw.len();
        let mut text = vec![0_u8; self.raw.len() * 3 + 16];
        let (result, read, written, _) = decoder.decode_to_utf8(&self.raw, &mut text, self.ended);
        debug_assert!(result == CoderResult::InputEmpty, "three bytes a unit are enough");
        self.raw.drain(..read);
        text.truncate(written);
        (self.ready, self.at) = (text, 0);
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.at >= self.ready.len() && self.decoder.is_none() {
            return self.reader.read(buffer);
        }
        while self.at >= self.ready.len() && !self.ended {
            self.refill()?;
        }
        let rest = self.ready.get(self.at..).unwrap_or(&[]);
        let taken = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..taken), rest.get(..taken)) {
            to.copy_from_slice(from);
        }
        self.at += taken;
        Ok(taken)
    }
}
