//! Files that hold no incident where none of their tool does: which export goes with them; and files that were not read.

use crate::frame::dataset::Unread;
use crate::ingest::SOURCES;
use crate::ingest::files::FileReport;
use crate::ingest::kinds::incidents_of;
use crate::normalise::loaded::Loaded;
use std::collections::BTreeSet;

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

/// Files of which nothing was read, for the report to name by the labels of the inputs; known names are masked.
pub(super) fn unread(files: &[FileReport], labels: &[String], masked: &dyn Fn(&str) -> String) -> Vec<Unread> {
    let of = |(file, label): (&FileReport, &String)| {
        let problem = file.problem.as_ref().filter(|_| file.read == 0)?;
        let holds = file.unknown.as_ref().is_some_and(|head| head.headers.len() > 1 || !head.objects.is_empty());
        Some(Unread { file: masked(label), why: masked(&problem.message), holds_records: holds })
    };
    files.iter().zip(labels).filter_map(of).collect()
}
