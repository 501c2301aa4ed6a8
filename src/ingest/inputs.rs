//! What was typed as INPUT, as a list of files in a fixed order.

use crate::ingest::file_report::FileReport;
use crate::store::{licence, resolve, shelf};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of standard input on the command line.
pub const STDIN: &str = "-";

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub path: PathBuf,
    /// As given, or the folder as given plus the way inside it; forward slashes on every system.
    pub shown: String,
    /// Source kind from `KIND=PATH`.
    pub forced: Option<String>,
    /// What a lake keeps of it; the file itself is not needed then, and may be gone.
    pub kept: Option<Arc<Kept>>,
}

/// A file that was read before, as a lake keeps it.
#[derive(Debug)]
pub struct Kept {
    /// Folder of the lake.
    pub lake: PathBuf,
    /// What reading it gave, before the files of a run are held against each other.
    pub report: FileReport,
    /// Where its records are; `None` where it gave none.
    pub records: Option<PathBuf>,
    /// The whole text, of a file with settings.
    pub text: Option<String>,
    /// Digest of the settings that its reading hung on.
    pub read_with: String,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (&self.lake, &self.report.sha256) == (&other.lake, &other.report.sha256)
    }
}

impl Eq for Kept {}

/// An input that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    #[error("open {path}: {cause}")]
    Open { path: String, cause: String },
    #[error("find anything that matches {pattern}")]
    NoMatch { pattern: String },
    #[error("read {pattern} as a pattern: {cause}")]
    Pattern { pattern: String, cause: String },
    #[error("{what}")]
    Lake { what: String, hint: &'static str },
}

impl InputError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Open { .. } => "check the path; a folder is read with everything in it",
            Self::NoMatch { .. } | Self::Pattern { .. } => "put the pattern in quotes and check it with `ls`",
            Self::Lake { hint, .. } => hint,
        }
    }
}

/// Expands files, folders, globs, `-` and `KIND=PATH`. Folders are read recursively in path order; hidden files, build
/// folders (`target`), the demo's planted truth and earlier reports are left out. A file that is named twice is read once, as
/// the kind that one of its names forces.
///
/// # Errors
/// A path does not exist or can't be opened, or a pattern matches nothing.
pub fn expand(args: &[String], kinds: &[&str]) -> Result<Vec<Input>, InputError> {
    expand_beside(args, kinds, None).map(|found| found.inputs)
}

/// What INPUT names.
#[derive(Debug, Default)]
pub struct FoundInputs {
    pub inputs: Vec<Input>,
    /// Earlier reports and lakes that were met in a folder without being named, as shown, and therefore left out.
    pub reports: Vec<String>,
    /// Lakes that were named, as typed.
    pub lakes: Vec<PathBuf>,
}

/// As [`expand`], for a run that writes to `out`, which is left out too, unless it is named.
///
/// # Errors
/// A path does not exist or can't be opened, or a pattern matches nothing.
pub fn expand_beside(args: &[String], kinds: &[&str], out: Option<&Path>) -> Result<FoundInputs, InputError> {
    let mut walk = Walk { out: out.and_then(|out| resolve(out).ok()), ..Walk::default() };
    let mut inputs: Vec<Input> = Vec::new();
    let mut seen = BTreeMap::new();
    for arg in args {
        let (forced, path) = match arg.split_once('=') {
            Some((kind, path)) if kinds.contains(&kind) => (Some(kind.to_owned()), path),
            _ => (None, arg.as_str()),
        };
        walk.one(path)?;
        for path in walk.found.drain(..) {
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            let place = *seen.entry(identity).or_insert(inputs.len());
            match inputs.get_mut(place) {
                Some(earlier) => earlier.forced = earlier.forced.take().or_else(|| forced.clone()),
                None => inputs.push(Input { shown: shown(&path), path, forced: forced.clone(), kept: None }),
            }
        }
    }
    let unnamed = |report: &&PathBuf| report.canonicalize().is_ok_and(|real| !walk.named.contains(&real));
    let mut reports: Vec<String> = walk.reports.iter().filter(unnamed).map(|report| shown(report)).collect();
    reports.sort();
    reports.dedup();
    Ok(FoundInputs { inputs, reports, lakes: walk.lakes })
}

/// The first input that is a place itself, or lies in it, links followed.
#[must_use]
pub fn input_inside<'a>(inputs: &'a [Input], place: &Path) -> Option<&'a Input> {
    let place = resolve(place).ok()?;
    let inside = |input: &&Input| match &input.kept {
        Some(kept) => place.starts_with(&kept.lake) || kept.lake.starts_with(&place),
        None => input.path.canonicalize().is_ok_and(|real| real.starts_with(&place)),
    };
    inputs.iter().filter(|input| input.path != Path::new(STDIN)).find(inside)
}

fn shown(path: &Path) -> String {
    let shown = path.display().to_string().replace('\\', "/");
    shown.strip_prefix("./").map(str::to_owned).unwrap_or(shown)
}

/// Files being collected.
#[derive(Default)]
struct Walk {
    found: Vec<PathBuf>,
    /// Where the report will stand; what stands there now is no input.
    out: Option<PathBuf>,
    /// Earlier reports that were left out.
    reports: Vec<PathBuf>,
    /// Folders that were named, themselves or by a pattern.
    named: Vec<PathBuf>,
    lakes: Vec<PathBuf>,
}

impl Walk {
    fn one(&mut self, path: &str) -> Result<(), InputError> {
        let as_path = Path::new(path);
        if path == STDIN {
            self.found.push(PathBuf::from(STDIN));
            return Ok(());
        }
        if as_path.is_dir() {
            return self.named_folder(as_path);
        }
        if as_path.exists() {
            // Pipes are left alone: opening one twice would break it.
            if as_path.is_file() {
                std::fs::File::open(as_path)
                    .map_err(|e| InputError::Open { path: path.to_owned(), cause: e.to_string() })?;
            }
            self.found.push(as_path.to_owned());
            return Ok(());
        }
        if !path.contains(['*', '?', '[']) {
            return Err(InputError::Open {
                path: path.to_owned(),
                cause: "there is no such file or folder".to_owned(),
            });
        }
        self.pattern(path)
    }

    fn pattern(&mut self, path: &str) -> Result<(), InputError> {
        let pattern = |cause: String| InputError::Pattern { pattern: path.to_owned(), cause };
        let visible = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
        let matches = glob::glob_with(path, visible).map_err(|e| pattern(e.to_string()))?;
        let mut paths: Vec<PathBuf> = matches.filter_map(Result::ok).collect();
        paths.sort();
        if paths.is_empty() {
            return Err(InputError::NoMatch { pattern: path.to_owned() });
        }
        for path in paths {
            if !path.is_dir() {
                self.found.push(path);
            } else if !self.is_out(&path) {
                self.named_folder(&path)?;
            }
        }
        Ok(())
    }

    fn named_folder(&mut self, folder: &Path) -> Result<(), InputError> {
        self.named.extend(folder.canonicalize());
        if shelf::is_lake(folder) {
            self.lakes.push(folder.to_owned());
            return Ok(());
        }
        self.folder(folder)
    }

    fn is_out(&self, folder: &Path) -> bool {
        self.out.as_ref().is_some_and(|out| folder.canonicalize().is_ok_and(|real| real == *out))
    }

    fn folder(&mut self, folder: &Path) -> Result<(), InputError> {
        let failed =
            |cause: std::io::Error| InputError::Open { path: folder.display().to_string(), cause: cause.to_string() };
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder).map_err(failed)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let is_build = name == "target" && entry.is_dir();
            if name.starts_with('.') || is_build || (name == "truth" && entry.join("summary.json").is_file()) {
                continue;
            }
            // Symbolic links to folders are not followed: a link to a parent would never end.
            let is_link = entry.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink());
            if entry.is_dir() && !is_link {
                if licence::is_report(&entry) || shelf::is_lake(&entry) {
                    self.reports.push(entry);
                } else if !self.is_out(&entry) {
                    self.folder(&entry)?;
                }
            } else if entry.is_file() {
                self.found.push(entry);
            }
        }
        Ok(())
    }
}

/// Files that belong to a folder of exports without being one.
#[must_use]
pub fn nothing_for_us(name: &str) -> Option<&'static str> {
    if ["annotations.toml", "notes.toml"].contains(&name) {
        None
    } else if name == "retroscope.toml" {
        Some("settings, not an export")
    } else if [".toml", ".yml", ".yaml", ".lock", ".py", ".sh", ".svg", ".css", ".js"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        Some("no kind of file that holds exports; passed over")
    } else {
        None
    }
}

/// The name without folders and the suffix of a packer.
#[must_use]
pub fn file_name(shown: &str) -> String {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    bare.to_owned()
}
