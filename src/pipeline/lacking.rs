//! Files that hold no incident where none of their tool does: which export goes with them.

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
