//! The last step once more: documents and charts from the folder of a report.

use crate::pipeline::{Edition, Format, Step};
use crate::render::{self, Wanted};
use crate::report;
use crate::report::earlier::{Copy, Earlier};
use crate::report::lines::ReportIncidents;
use crate::report::sink::Folder;
use std::path::Path;

/// Makes the documents of the report in `dir` again: in its place, or with copies of its tables and findings in `out`. Nothing
/// is computed, and the inputs are not needed. Without a list of formats it has those that it had. Returns remarks, among them on files of the report that are gone.
///
/// # Errors
/// There is no report, it is not as its manifest lists it, or the place can't be written; nothing is changed then.
pub fn redraw(
    dir: &Path,
    editions: &[Edition],
    formats: Option<&[Format]>,
    out: Option<&Path>,
    step: &dyn Fn(Step),
) -> Result<Vec<String>, Copy> {
    // Nothing is begun where there is no report; it is then read under the lock, as no other run can change it any more.
    Earlier::open(dir)?;
    let mut folder = Folder::begin(out.unwrap_or(dir)).map_err(Copy::from)?;
    match fill(dir, editions, formats, &mut folder, step) {
        Ok(mut notes) => {
            notes.extend(folder.finish()?);
            Ok(notes)
        }
        Err(Copy::Unwritten(error)) => Err(folder.cause(error).into()),
        Err(error) => Err(error),
    }
}

fn fill(
    dir: &Path,
    editions: &[Edition],
    formats: Option<&[Format]>,
    folder: &mut Folder,
    step: &dyn Fn(Step),
) -> Result<Vec<String>, Copy> {
    let earlier = Earlier::open(dir)?;
    let findings = earlier.findings()?;
    let mut notes = Vec::new();
    for (entry, stands) in earlier.kept() {
        if stands {
            earlier.copy(entry, folder)?;
        } else {
            notes.push(format!("{} is gone from the report, which no longer lists it", entry.path));
        }
    }
    step(Step::Drawing);
    let has = had(&earlier);
    let wanted = Wanted { editions, formats: formats.unwrap_or(&has) };
    render::documents(&findings, ReportIncidents::read(&earlier, &findings).as_ref(), wanted, folder)?;
    report::close(earlier.manifest.drawn_again(), folder)?;
    Ok(notes)
}

/// The formats that the report was made in, by how its files end.
fn had(earlier: &Earlier) -> Vec<Format> {
    let ends = |format: &Format| {
        let end = format!(".{}", format.id());
        earlier.manifest.files.iter().any(|file| file.path.ends_with(&end))
    };
    Format::ALL.into_iter().filter(ends).collect()
}
