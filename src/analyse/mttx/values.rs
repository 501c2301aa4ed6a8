//! The durations of one metric, sorted per group and period.

use crate::analyse::areas::membership::{Numbering, kind_index};
use crate::analyse::areas::slots::Slots;
use crate::frame::dataset::IncidentView;
use crate::frame::strings::Dictionary;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, Ix, row_types};
use crate::model::time::Millis;

/// The four metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Metric {
    Ttd,
    Tta,
    Ttm,
    Ttr,
}

impl Metric {
    pub const ALL: [Self; 4] = [Self::Ttd, Self::Tta, Self::Ttm, Self::Ttr];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ttd => "ttd",
            Self::Tta => "tta",
            Self::Ttm => "ttm",
            Self::Ttr => "ttr",
        }
    }

    /// Seconds, where known and not negative.
    #[must_use]
    pub fn value(self, view: &IncidentView, row: IncidentIx) -> Option<f64> {
        let value = match self {
            Self::Ttd => view.ttd.get(row),
            Self::Tta => view.tta.get(row),
            Self::Ttm => view.ttm.get(row),
            Self::Ttr => view.ttr.get(row),
        };
        value.filter(|v| v.is_finite() && *v >= 0.0)
    }

    /// When the event happened that ends the stretch.
    #[must_use]
    pub fn event(self, view: &IncidentView, row: IncidentIx) -> Option<Millis> {
        match self {
            Self::Ttd => view.detected.get(row),
            Self::Tta => view.acknowledged.get(row),
            Self::Ttm => view.mitigated.get(row),
            Self::Ttr => view.resolved.get(row),
        }
    }

    /// When the stretch began: acknowledgement counts from detection where that is known.
    #[must_use]
    pub fn origin(self, view: &IncidentView, row: IncidentIx) -> Option<Millis> {
        let detected = (self == Self::Tta).then(|| view.detected.get(row)).flatten();
        detected.or_else(|| view.started.get(row))
    }

    /// Whether the record says that the event has not happened yet. "Acknowledged" without a time is missing, not open.
    fn is_pending(self, status: &str) -> bool {
        match status {
            "open" | "scheduled" => true,
            "acknowledged" => matches!(self, Self::Ttm | Self::Ttr),
            "mitigated" => self == Self::Ttr,
            _ => false,
        }
    }
}

/// What is known of one metric for one incident.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    Known(f64),
    /// The event must have happened, or its time is impossible; its duration is not known.
    Missing,
    /// The event had not happened when the export was made.
    Censored,
}

/// Reads one metric of one incident.
#[must_use]
pub fn read(metric: Metric, view: &IncidentView, row: IncidentIx) -> Reading {
    if let Some(seconds) = metric.value(view, row) {
        return Reading::Known(seconds);
    }
    let untimed = metric.event(view, row).is_none() && view.closed.get(row).is_none();
    let pending = view.status.get(row).is_some_and(|status| metric.is_pending(status));
    if untimed && pending && view.started.get(row).is_some() { Reading::Censored } else { Reading::Missing }
}

/// One group: all, a severity, a service, a team.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subgroup {
    /// `all`, `severity`, `service`, `team`.
    pub kind: &'static str,
    /// Empty for `all`; the rank for severities.
    pub name: String,
}

row_types! {
    /// A group of incidents.
    pub GroupIx is "a group of incidents";
}

/// The groups of every row that lies in a period. An incident in two services is in both.
pub struct Subgroups {
    pub groups: Column<GroupIx, Subgroup>,
    /// Groups of all rows in one line, and where each row's end.
    members: Vec<GroupIx>,
    ends: Column<IncidentIx, usize>,
}

impl Subgroups {
    #[must_use]
    pub fn of(view: &IncidentView) -> Self {
        let mut codes: Dictionary<GroupIx> = Dictionary::default();
        let mut groups = Column::new();
        let all = groups.push(Subgroup { kind: "all", name: String::new() });
        codes.code("all");
        let mut code = |kind: &'static str, name: &str| {
            let code = codes.code(&format!("{kind}:{name}"));
            if code == groups.next_row() {
                groups.push(Subgroup { kind, name: name.to_owned() });
            }
            code
        };
        let mut numbering = Numbering::default();
        let (mut members, mut ends) = (Vec::new(), Column::with_capacity(view.len()));
        for row in view.rows() {
            members.push(all);
            members.extend(view.severity.get(row).map(|rank| code("severity", &rank.to_string())));
            let mut touched = Vec::new();
            numbering.visit(view, row, |area, kind| touched.push((area, kind)));
            for (area, kind) in touched {
                let grouped = [kind_index("service"), kind_index("team")].contains(&Some(kind));
                members.extend(grouped.then(|| code(numbering.kind(area), numbering.name(area))));
            }
            ends.push(members.len());
        }
        Self { groups, members, ends }
    }

    /// The groups of one incident, that of all first.
    #[must_use]
    pub fn of_row(&self, row: IncidentIx) -> &[GroupIx] {
        let start = row.place().checked_sub(1).map_or(0, |before| self.ends[IncidentIx::at(before)]);
        self.members.get(start..self.ends[row]).unwrap_or_default()
    }
}

/// Durations per cell (group and period), ascending, with the counts of what is not known.
pub struct MetricCells {
    values: Vec<f64>,
    ends: Vec<usize>,
    pub missing: Vec<u64>,
    pub censored: Vec<u64>,
    slots: usize,
}

impl MetricCells {
    /// Reads one metric of all incidents: first counts, then places, so that one buffer holds all values.
    #[must_use]
    pub fn of(metric: Metric, view: &IncidentView, slots: &Slots, groups: &Subgroups) -> Self {
        let cells = groups.groups.len() * slots.len();
        let (mut known, mut missing, mut censored) = (vec![0; cells], vec![0; cells], vec![0; cells]);
        each(metric, view, slots, groups, |cell, reading| match reading {
            Reading::Known(_) => add(&mut known, cell),
            Reading::Missing => add(&mut missing, cell),
            Reading::Censored => add(&mut censored, cell),
        });
        let mut next: Vec<usize> = Vec::with_capacity(cells);
        let mut total = 0;
        for &n in &known {
            next.push(total);
            total += usize::try_from(n).unwrap_or(0);
        }
        let mut values = vec![0.0; total];
        each(metric, view, slots, groups, |cell, reading| {
            let Reading::Known(seconds) = reading else { return };
            let Some(place) = next.get_mut(cell) else { return };
            values.iter_mut().skip(*place).take(1).for_each(|v| *v = seconds);
            *place += 1;
        });
        let mut cells = Self { values, ends: next, missing, censored, slots: slots.len() };
        cells.sort();
        cells
    }

    fn sort(&mut self) {
        let mut start = 0;
        for &end in &self.ends {
            if let Some(cell) = self.values.get_mut(start..end) {
                cell.sort_unstable_by(f64::total_cmp);
            }
            start = end;
        }
    }

    /// Number of a cell.
    #[must_use]
    pub fn cell(&self, group: GroupIx, slot: usize) -> usize {
        group.place() * self.slots + slot
    }

    /// Ascending durations of a cell.
    #[must_use]
    pub fn values(&self, cell: usize) -> &[f64] {
        let end = self.ends.get(cell).copied().unwrap_or(0);
        let start = cell.checked_sub(1).and_then(|c| self.ends.get(c)).copied().unwrap_or(0);
        self.values.get(start..end).unwrap_or_default()
    }
}

fn each(metric: Metric, view: &IncidentView, slots: &Slots, groups: &Subgroups, mut f: impl FnMut(usize, Reading)) {
    for row in view.rows() {
        let mut reading = None;
        for slot in slots.holding(view, row) {
            let reading = *reading.get_or_insert_with(|| read(metric, view, row));
            groups.of_row(row).iter().for_each(|&group| f(group.place() * slots.len() + slot, reading));
        }
    }
}

fn add(counts: &mut [u64], cell: usize) {
    if let Some(count) = counts.get_mut(cell) {
        *count += 1;
    }
}
