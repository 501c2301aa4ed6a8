//! Files that hold no incident where none of their tool does: which export goes with them; files that were not read; and what
//! the data set knows of files at all.

use crate::frame::dataset::{DataSet, Unread};
use crate::ingest::SOURCES;
use crate::ingest::files::FileReport;
use crate::ingest::kinds::incidents_of;
use crate::model::earlier::ReportTerms;
use crate::normalise::loaded::Loaded;
use crate::report::manifest::this_version;
use std::collections::{BTreeMap, BTreeSet};

/// Says it of each file that was read.
pub(super) fn settle(files: &mut [FileReport], loaded: &Loaded) {
    let all = &loaded.incidents;
    let codes: BTreeSet<_> = all.source.iter().copied().collect();
    let present: BTreeSet<&str> = codes.iter().map(|code| all.sources.get(*code)).collect();
    for file in files.iter_mut() {
        let of = |id: &&'static str| {
            SOURCES.iter().find(|source| source.kind().id == *id).map(|source| source.kind().tool.id)
        };
        let mut tools = file.units.iter().filter_map(|unit| unit.source).filter_map(|id| of(&id));
        file.lacks = tools.find(|tool| !present.contains(tool)).and_then(incidents_of);
    }
}

/// What the data set has to know of the run: which files were not read, by which digest each is known again, and the settings
/// as the manifest tells them; known names are masked.
pub(super) fn tell(
    data: &mut DataSet,
    (files, labels): (&[FileReport], &[String]),
    settings: &BTreeMap<String, String>,
    masked: &dyn Fn(&str) -> String,
) {
    data.unread = unread(files, labels, masked);
    if data.earlier_reports.list.is_empty() {
        return;
    }
    data.earlier_reports.digests = files.iter().map(|file| file.sha256.clone()).collect();
    data.earlier_reports.own = ReportTerms {
        made_by: this_version(),
        settings: settings.iter().map(|(key, value)| (masked(key), masked(value))).collect(),
        ..ReportTerms::default()
    };
}

/// Files of which nothing was read, for the report to name by the labels of the inputs; known names are masked.
fn unread(files: &[FileReport], labels: &[String], masked: &dyn Fn(&str) -> String) -> Vec<Unread> {
    let of = |(file, label): (&FileReport, &String)| {
        let problem = file.problem.as_ref().filter(|_| file.read == 0)?;
        let holds = file.unknown.as_ref().is_some_and(|head| head.headers.len() > 1 || !head.objects.is_empty());
        Some(Unread { file: masked(label), why: masked(&problem.message), holds_records: holds })
    };
    files.iter().zip(labels).filter_map(of).collect()
}
