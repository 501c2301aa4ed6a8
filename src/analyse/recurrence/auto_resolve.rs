//! What followed incidents that ended by themselves, against those that people ended.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::occurrences::end;
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, HOUR, Millis};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How soon it counts as "again".
pub const WITHIN: [Millis; 3] = [2 * HOUR, 24 * HOUR, 7 * DAY];
/// The comparison is made at this one of [`WITHIN`].
pub const COMPARED: usize = 1;

/// Incidents that ended in one way, and how many were followed by another of the same problem or service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Followed {
    pub incidents: u64,
    /// Followed within each of [`WITHIN`].
    pub again: [u64; 3],
    /// Rows of those followed within the longest of them.
    pub rows: Vec<IncidentIx>,
}

/// The audit of one period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audit {
    pub auto: Followed,
    pub people: Followed,
    /// Share of the auto-resolved over share of the others within a day, service by service (Mantel–Haenszel).
    pub by_service: Option<f64>,
    /// Incidents of either kind that ended less than a week before the export, so that a week after them is not known.
    pub too_late: u64,
}

/// Starts of incidents by service and by family, ascending.
struct Starts<'a> {
    services: FxHashMap<&'a str, Vec<Millis>>,
    families: Column<FamilyIx, Vec<Millis>>,
}

impl<'a> Starts<'a> {
    fn of(view: &IncidentView<'a>, families: &Column<FamilyIx, Family>) -> Self {
        let mut services: FxHashMap<&str, Vec<Millis>> = FxHashMap::default();
        for row in view.rows().filter(|&row| view.included.get(row)) {
            if let (Some(service), Some(start)) = (view.service.get(row), view.started.get(row)) {
                services.entry(service).or_default().push(start);
            }
        }
        services.values_mut().for_each(|starts| starts.sort_unstable());
        let of_family = |family: &Family| {
            let mut starts: Vec<Millis> =
                family.rows.iter().filter_map(|row| view.started.get(*row)).filter(|_| !family.label).collect();
            starts.sort_unstable();
            starts
        };
        Self { services, families: families.iter().map(of_family).collect() }
    }

    /// How long after this moment the next one of the service or of the family began.
    fn next(&self, service: Option<&str>, family: Option<FamilyIx>, after: Millis) -> Option<Millis> {
        let lists = [service.and_then(|s| self.services.get(s)), family.map(|family| &self.families[family])];
        let next = |starts: &Vec<Millis>| starts.get(starts.partition_point(|start| *start <= after)).copied();
        lists.into_iter().flatten().filter_map(next).min().map(|start| start.saturating_sub(after))
    }
}

/// Incidents of the period that have an end, by who or what ended them.
#[must_use]
pub fn audit(
    data: &DataSet,
    families: &Column<FamilyIx, Family>,
    family_of: &Column<IncidentIx, Option<FamilyIx>>,
) -> Audit {
    let view = data.incident_view();
    let starts = Starts::of(&view, families);
    let longest = WITHIN.iter().copied().max().unwrap_or(0);
    let mut audit = Audit::default();
    // Per service: incidents and those followed within a day, of the auto-resolved and of the others.
    let mut strata: BTreeMap<&str, [[u64; 2]; 2]> = BTreeMap::new();
    for row in view.rows().filter(|&row| view.included.get(row) && view.in_period.get(row)) {
        let (Some(over), Some(is_auto)) = (end(&view, row), is_auto(&view, row)) else { continue };
        if over.saturating_add(longest) > data.periods.as_of {
            audit.too_late += 1;
            continue;
        }
        let service = view.service.get(row);
        let wait = starts.next(service, family_of[row], over);
        let group = if is_auto { &mut audit.auto } else { &mut audit.people };
        group.incidents += 1;
        for (count, limit) in group.again.iter_mut().zip(WITHIN) {
            *count += u64::from(wait.is_some_and(|w| w <= limit));
        }
        group.rows.extend(wait.filter(|w| *w <= longest).map(|_| row));
        let cell = strata.entry(service.unwrap_or("")).or_default();
        if let Some([all, again]) = cell.get_mut(usize::from(!is_auto)) {
            *all += 1;
            *again += u64::from(WITHIN.get(COMPARED).is_some_and(|limit| wait.is_some_and(|w| w <= *limit)));
        }
    }
    audit.by_service = mantel_haenszel(strata.values());
    audit
}

/// `None` where neither is known.
fn is_auto(view: &IncidentView, row: IncidentIx) -> Option<bool> {
    let by = view.resolved_by.get(row).unwrap_or("unknown");
    if view.resolution.get(row) == Some("auto-resolved") || matches!(by, "auto" | "machine") {
        return Some(true);
    }
    (!matches!(by, "" | "unknown" | "merge")).then_some(false)
}

/// Ratio of two shares over strata (Mantel and Haenszel 1959, for cohorts Rothman); `None` where no stratum has both.
fn mantel_haenszel<'a>(strata: impl Iterator<Item = &'a [[u64; 2]; 2]>) -> Option<f64> {
    let (mut upper, mut lower) = (0.0, 0.0);
    for [[n1, k1], [n0, k0]] in strata {
        let all = (n1 + n0) as f64;
        if *n1 > 0 && *n0 > 0 {
            upper += (k1 * n0) as f64 / all;
            lower += (k0 * n1) as f64 / all;
        }
    }
    (lower > 0.0).then_some(upper / lower)
}
