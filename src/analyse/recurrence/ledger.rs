//! Resolved is not solved: what is known of how each incident ended, one category each.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::fixes::{Claimed, FollowUpsByIncident, Verdict, is_closed_as_fixed};
use crate::analyse::recurrence::occurrences::end;
use crate::analyse::recurrence::wording;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, Millis};

/// How an incident ended, in the order in which the categories are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IncidentEnding {
    /// Over for now, by a mitigation or a roll-back.
    Mitigated,
    /// Over by a work-around or a restart.
    WorkedAround,
    /// Ended by a timer or a monitor.
    AutoResolved,
    /// A fix was claimed, and it is too early or not possible to tell.
    FixClaimed,
    /// A fix was claimed, and the silence since is longer than chance would explain.
    FixHeld,
    /// A fix was claimed, and the problem occurred again.
    CameBack,
    /// Its own record says fixed. Nobody claimed that the problem is gone, and it is not known to have occurred since.
    ClosedAsFixed,
    /// Its own record says fixed, and the problem occurred again.
    ClosedCameBack,
    Unknown,
}

impl IncidentEnding {
    pub const ALL: [Self; 9] = [
        Self::Mitigated,
        Self::WorkedAround,
        Self::AutoResolved,
        Self::FixClaimed,
        Self::FixHeld,
        Self::CameBack,
        Self::ClosedAsFixed,
        Self::ClosedCameBack,
        Self::Unknown,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Mitigated => "mitigated",
            Self::WorkedAround => "worked-around",
            Self::AutoResolved => "auto-resolved",
            Self::FixClaimed => "fix-claimed",
            Self::FixHeld => "fix-held",
            Self::CameBack => "came-back",
            Self::ClosedAsFixed => "closed-as-fixed",
            Self::ClosedCameBack => "closed-came-back",
            Self::Unknown => "unknown",
        }
    }
}

/// One included incident. A row of the public `ledger` table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerEntry {
    pub row: IncidentIx,
    pub ending: IncidentEnding,
    /// What says so: `annotation`, `follow-up`, `text`, `resolution`, `resolved_by`, `mitigated_at`, `status`, `none`.
    pub basis: &'static str,
    /// When a fix was claimed for it or its problem.
    pub claimed_at: Option<Millis>,
    /// When it was over, if its own record closed it as fixed and no claim tells more.
    pub closed_at: Option<Millis>,
    pub came_back_at: Option<Millis>,
}

/// All included incidents, in the order of the table.
#[must_use]
pub fn entries(
    data: &DataSet,
    families: &Column<FamilyIx, Family>,
    family_of: &Column<IncidentIx, Option<FamilyIx>>,
    follow_ups: &FollowUpsByIncident,
) -> Vec<LedgerEntry> {
    let view = data.incident_view();
    let texts = data.incident_texts(col::SUMMARY);
    let included = view.rows().filter(|&row| view.included.get(row));
    let entry = |row: IncidentIx| {
        let family = family_of[row].map(|family| &families[family]).filter(|f| !f.label);
        let text = texts.get(row).unwrap_or("");
        family
            .and_then(|family| covered(&view, family, row))
            .or_else(|| alone(&view, row, follow_ups, text).filter(|_| family.is_none()))
            .or_else(|| closed(&view, family, row))
            .unwrap_or_else(|| by_itself(&view, row, text))
    };
    included.map(entry).collect()
}

/// The first fix that was claimed for the family after the incident began.
fn covered(view: &IncidentView, family: &Family, row: IncidentIx) -> Option<LedgerEntry> {
    let start = view.started.get(row)?;
    let fix: &Claimed = family.fixes.iter().find(|fix| fix.at.saturating_add(DAY) > start && !is_return(fix, start))?;
    let ending = match fix.hold.verdict {
        Verdict::CameBack => IncidentEnding::CameBack,
        Verdict::Held => IncidentEnding::FixHeld,
        Verdict::Promising | Verdict::TooEarly | Verdict::Unknown => IncidentEnding::FixClaimed,
    };
    let basis = fix.stated.code();
    Some(LedgerEntry { row, ending, basis, claimed_at: Some(fix.at), closed_at: None, came_back_at: fix.returned_at })
}

fn is_return(fix: &Claimed, start: Millis) -> bool {
    fix.returned_at.is_some_and(|at| start >= at)
}

/// A fix that is claimed for an incident of no known problem. For all others the claims are those of their problem.
fn alone(view: &IncidentView, row: IncidentIx, follow_ups: &FollowUpsByIncident, text: &str) -> Option<LedgerEntry> {
    let start = view.started.get(row);
    // What was done before it began is no fix of it.
    let after = |at: &Millis| start.is_none_or(|start| at.saturating_add(DAY) > start);
    let done = follow_ups.get(&row).into_iter().flatten().filter(|item| item.fix).filter_map(|item| item.completed);
    let (basis, claimed_at) = match (done.filter(after).min(), wording::fixed_for_good(text)) {
        (Some(day), _) => ("follow-up", Some(day)),
        (None, Some(_)) => ("text", end(view, row)),
        (None, None) => return None,
    };
    Some(LedgerEntry {
        row,
        ending: IncidentEnding::FixClaimed,
        basis,
        claimed_at,
        closed_at: None,
        came_back_at: None,
    })
}

/// An incident that its own record closed as fixed.
fn closed(view: &IncidentView, family: Option<&Family>, row: IncidentIx) -> Option<LedgerEntry> {
    let returned = |family: &Family| family.closed.iter().find(|closed| closed.row == row)?.returned_at;
    is_closed_as_fixed(view, row).then(|| {
        let came_back_at = family.and_then(returned);
        let ending =
            if came_back_at.is_some() { IncidentEnding::ClosedCameBack } else { IncidentEnding::ClosedAsFixed };
        let closed_at = end(view, row);
        LedgerEntry { row, ending, basis: "resolution", claimed_at: None, closed_at, came_back_at }
    })
}

/// What the incident's own record says of its end.
fn by_itself(view: &IncidentView, row: IncidentIx, text: &str) -> LedgerEntry {
    let machine = matches!(view.resolved_by.get(row), Some("auto" | "machine"));
    let (ending, basis) = match view.resolution.get(row).unwrap_or("unknown") {
        "worked-around" | "restarted" => (IncidentEnding::WorkedAround, "resolution"),
        "rolled-back" => (IncidentEnding::Mitigated, "resolution"),
        "auto-resolved" => (IncidentEnding::AutoResolved, "resolution"),
        "false-alarm" | "duplicate" | "vendor" => (IncidentEnding::Unknown, "resolution"),
        _ if machine => (IncidentEnding::AutoResolved, "resolved_by"),
        _ if wording::workaround(text).is_some() => (IncidentEnding::WorkedAround, "text"),
        _ if view.mitigated.get(row).is_some() => (IncidentEnding::Mitigated, "mitigated_at"),
        _ if view.status.get(row) == Some("mitigated") => (IncidentEnding::Mitigated, "status"),
        _ => (IncidentEnding::Unknown, "none"),
    };
    LedgerEntry { row, ending, basis, claimed_at: None, closed_at: None, came_back_at: None }
}
