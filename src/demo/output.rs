//! Writing the files: pages of JSON and plain text, with the path in every error.

use crate::store::folder::{make_file, make_folder};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What could not be written, and why.
#[derive(Debug, thiserror::Error)]
#[error("write the demo to {path}: {source}")]
pub struct Error {
    /// The file or folder.
    pub path: PathBuf,
    pub source: std::io::Error,
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |source| Error { path: path.to_owned(), source }
}

/// Makes a folder with all folders above it.
pub(super) fn folder(path: &Path) -> Result<(), Error> {
    make_folder(path).map_err(failed(path))
}

/// Writes a small file in one go.
pub(super) fn file(path: &Path, text: &str) -> Result<(), Error> {
    make_file(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(failed(path))
}

/// Writes one value as JSON.
pub(super) fn json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(|e| failed(path)(e.into()))?;
    file(path, &format!("{text}\n"))
}

/// A file that is written bit by bit.
pub(super) struct Stream {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Stream {
    pub(super) fn create(path: PathBuf) -> Result<Self, Error> {
        let out = make_file(&path).map_err(failed(&path))?;
        Ok(Self { out: BufWriter::with_capacity(1 << 17, out), path })
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), Error> {
        self.out.write_all(text.as_bytes()).map_err(failed(&self.path))
    }

    pub(super) fn value(&mut self, value: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, value).map_err(|e| failed(&self.path)(e.into()))
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.out.flush().map_err(failed(&self.path))
    }
}

/// The answers of a paged interface, one file per page. A page is only closed when it is known whether more follow.
pub(super) struct Pages {
    folder: PathBuf,
    /// Key of the list, and beginning of the file names.
    names: (&'static str, &'static str),
    limit: usize,
    written: usize,
    page: Option<Stream>,
}

impl Pages {
    pub(super) fn new(folder: PathBuf, key: &'static str, stem: &'static str, limit: usize) -> Self {
        Self { folder, names: (key, stem), limit, written: 0, page: None }
    }

    pub(super) fn push(&mut self, value: &impl Serialize) -> Result<(), Error> {
        if self.written.is_multiple_of(self.limit) {
            self.close(true)?;
            self.open()?;
        }
        let separator = if self.written.is_multiple_of(self.limit) { "\n" } else { ",\n" };
        self.written += 1;
        let Some(page) = &mut self.page else { return Ok(()) };
        page.text(separator)?;
        page.value(value)
    }

    /// Closes the last page. An empty list is one page without entries.
    pub(super) fn finish(mut self) -> Result<usize, Error> {
        if self.page.is_none() {
            self.open()?;
        }
        self.close(false)?;
        Ok(self.written)
    }

    fn open(&mut self) -> Result<(), Error> {
        let (key, stem) = self.names;
        let name = format!("{stem}-{:04}.json", self.written / self.limit + 1);
        let mut page = Stream::create(self.folder.join(name))?;
        page.text(&format!("{{\"{key}\":["))?;
        self.page = Some(page);
        Ok(())
    }

    fn close(&mut self, more: bool) -> Result<(), Error> {
        let Some(mut page) = self.page.take() else { return Ok(()) };
        let offset = self.written.saturating_sub(1) / self.limit * self.limit;
        let limit = self.limit;
        page.text(&format!("\n],\"limit\":{limit},\"offset\":{offset},\"total\":null,\"more\":{more}}}\n"))?;
        page.finish()
    }
}
