//! A report on disk: every byte is counted on its way, for the list of files in the manifest.

use super::{Sink, SinkError, checked, failed};
use crate::store::folder::{self, Replaces};
use crate::store::licence::{ListedFile, hex};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A report that is being written beside the place where it will stand.
///
/// Until [`Folder::finish`] nothing at the target changes, so a run that stops leaves the earlier report as it was. Only an
/// empty folder or an earlier report with nothing else in it is replaced, and that is told by the manifest; whoever fills a
/// folder writes it last, with what [`Folder::written`] gives.
#[derive(Debug)]
pub struct Folder {
    folder: folder::Folder,
    written: BTreeMap<String, ListedFile>,
    /// What the disk first refused. Kept here because writers of tables hide the cause, and because what is written when a file
    /// is let go can't be told to anybody.
    broken: Option<SinkError>,
}

impl Folder {
    /// Starts a report that will stand at `target`, whose parent folders are made when they are missing.
    ///
    /// # Errors
    /// When `target` is something other than an empty folder or an earlier report, another run is writing there, or the disk
    /// refuses.
    pub fn begin(target: &Path) -> Result<Self, SinkError> {
        let folder = folder::Folder::begin(target, Replaces::Report)?;
        Ok(Self { folder, written: BTreeMap::new(), broken: None })
    }

    /// The files written so far, in order of path.
    #[must_use]
    pub fn written(&self) -> Vec<ListedFile> {
        self.written.values().cloned().collect()
    }

    /// What the disk refused, where that is behind an error.
    #[must_use]
    pub fn cause(self, error: SinkError) -> SinkError {
        self.broken.unwrap_or(error)
    }

    /// Puts the complete report in its place and removes the earlier one. Returns remarks on what could not be removed.
    ///
    /// # Errors
    /// When a file is incomplete, the disk refuses, or somebody put something into the earlier report; that is then as it was.
    pub fn finish(self) -> Result<Vec<String>, SinkError> {
        match self.broken {
            Some(error) => Err(error),
            None => Ok(self.folder.finish()?),
        }
    }
}

impl Sink for Folder {
    fn create<'a>(&'a mut self, path: &str) -> Result<Box<dyn Write + Send + 'a>, SinkError> {
        let inside = checked(path)?;
        let counted = Counted { file: self.folder.create(inside)?, bytes: 0, digest: Sha256::new() };
        Ok(Box::new(Pen {
            path: path.to_owned(),
            shown: self.folder.shown_inside(inside),
            out: BufWriter::new(counted),
            written: &mut self.written,
            broken: &mut self.broken,
        }))
    }
}

/// A file that counts and digests what it is given.
struct Counted {
    file: File,
    bytes: u64,
    digest: Sha256,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.digest.update(bytes.get(..n).unwrap_or_default());
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file of the report while it is written; listed when it is let go.
struct Pen<'a> {
    path: String,
    shown: PathBuf,
    out: BufWriter<Counted>,
    written: &'a mut BTreeMap<String, ListedFile>,
    broken: &'a mut Option<SinkError>,
}

impl Pen<'_> {
    /// Remembers what the disk refuses.
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(cause) = &result
            && cause.kind() != io::ErrorKind::Interrupted
            && self.broken.is_none()
        {
            let copy = cause.raw_os_error().map_or_else(|| cause.kind().into(), io::Error::from_raw_os_error);
            *self.broken = Some(failed(&self.shown)(copy));
        }
        result
    }
}

impl Write for Pen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.out.write(bytes);
        self.keep(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.out.flush();
        self.keep(result)
    }
}

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        // What fails here is kept, and told when the report is finished.
        let _ = self.flush();
        let counted = self.out.get_mut();
        let sha256 = hex(&std::mem::take(&mut counted.digest).finalize());
        let entry = ListedFile { path: std::mem::take(&mut self.path), bytes: counted.bytes, sha256 };
        self.written.insert(entry.path.clone(), entry);
    }
}
