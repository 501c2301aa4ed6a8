//! Two reports beside each other: which statements came, went and changed, and why as far as inputs, settings, version and
//! records tell.
//!
//! Everything is read from the two folders; nothing is computed from exports. [`answer`] holds what can be told, and
//! `cli/compare` says it.

pub mod answer;
mod claims;
mod figures;
mod made_with;

use crate::findings::Findings;
use crate::model::earlier::ReportTerms;
use crate::report::earlier::{Earlier, EarlierError};
use answer::{ComparedReports, ReportLine};
use std::path::Path;

/// One of the two.
struct ComparedFolder {
    earlier: Earlier,
    findings: Findings,
    terms: ReportTerms,
}

impl ComparedFolder {
    fn open(folder: &Path) -> Result<Self, EarlierError> {
        let earlier = Earlier::open(folder)?;
        let findings = earlier.findings()?;
        let terms = made_with::terms(&earlier.manifest);
        Ok(Self { earlier, findings, terms })
    }

    fn line(&self, folder: &Path) -> ReportLine {
        ReportLine {
            folder: folder.display().to_string(),
            period: self.findings.period.clone(),
            as_of: self.earlier.manifest.as_of.clone(),
            made_by: self.earlier.manifest.made_by.clone(),
        }
    }
}

/// Holds the second report against the first.
///
/// # Errors
/// One of them is no report, was changed since it was written, or is of a version that this program does not read.
pub fn compare(first: &Path, second: &Path) -> Result<ComparedReports, EarlierError> {
    let (then, now) = (ComparedFolder::open(first)?, ComparedFolder::open(second)?);
    let figures = figures::figures(&then, &now)?;
    let made_with = made_with::differences(&then, &now);
    let claims = claims::differences(&then, &now, figures.as_ref(), &made_with);
    let lines = figures.map(|found| figures::lines(&found));
    let nothing_moved = lines.as_ref().is_none_or(|lines| lines.iter().all(|line| line.steps.is_empty()));
    Ok(ComparedReports {
        is_same: made_with.is_same() && claims.is_same() && nothing_moved && then.findings == now.findings,
        reports: [then.line(first), now.line(second)],
        is_one_period: lines.is_some(),
        made_with,
        figures: lines.unwrap_or_default(),
        claims,
    })
}
