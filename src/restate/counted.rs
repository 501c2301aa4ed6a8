//! The figures of a period that can be added up, and what each incident adds to them.

use crate::model::earlier::ReportedIncident;
use crate::model::time::Window;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A figure, in the order in which they are listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedFigure {
    Incidents,
    CustomerFacing,
    /// Of a rank, 1 the worst.
    Severity(u32),
    NoSeverity,
    Open,
    /// With a start and an end.
    Recovered,
    /// Sum from start to end, in milliseconds.
    Recovery,
    Pages,
    /// Incidents that name an area, `kind:name`.
    Area(String),
}

impl CountedFigure {
    /// As tables call it (`severity/1`).
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Incidents => "incidents".to_owned(),
            Self::CustomerFacing => "customer-facing".to_owned(),
            Self::Severity(rank) => format!("severity/{rank}"),
            Self::NoSeverity => "severity/unknown".to_owned(),
            Self::Open => "open".to_owned(),
            Self::Recovered => "recovered".to_owned(),
            Self::Recovery => "recovery_s".to_owned(),
            Self::Pages => "pages".to_owned(),
            Self::Area(area) => format!("area/{area}"),
        }
    }
}

/// Figures of a set of incidents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Counts(BTreeMap<CountedFigure, i64>);

impl Counts {
    pub(super) fn get(&self, what: &CountedFigure) -> i64 {
        self.0.get(what).copied().unwrap_or(0)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &CountedFigure> {
        self.0.keys()
    }

    pub(super) fn add(&mut self, more: Self) {
        for (what, value) in more.0 {
            self.count(what, value);
        }
    }

    fn count(&mut self, what: CountedFigure, value: i64) {
        match self.0.entry(what) {
            Entry::Vacant(place) => _ = place.insert(value),
            Entry::Occupied(mut sum) => *sum.get_mut() += value,
        }
    }

    /// Adds what one counted incident adds.
    pub(super) fn incident(&mut self, one: &ReportedIncident, has_pages: bool) {
        self.count(CountedFigure::Incidents, 1);
        self.count(CountedFigure::CustomerFacing, i64::from(one.customer_facing == "yes"));
        self.count(one.severity.map_or(CountedFigure::NoSeverity, CountedFigure::Severity), 1);
        self.count(CountedFigure::Open, i64::from(is_open(one)));
        let time = recovery(one);
        self.count(CountedFigure::Recovered, i64::from(time.is_some()));
        self.count(CountedFigure::Recovery, time.unwrap_or(0));
        if has_pages {
            self.count(CountedFigure::Pages, i64::from(one.pages.unwrap_or(0)));
        }
        for area in areas(one) {
            self.count(CountedFigure::Area(area.to_owned()), 1);
        }
    }
}

/// Figures that differ between the two, with what has to be added to the first.
pub(super) fn differences([then, now]: &[Counts; 2]) -> Vec<(CountedFigure, i64)> {
    let mut all: BTreeMap<&CountedFigure, i64> = now.0.iter().map(|(what, value)| (what, *value)).collect();
    for (what, value) in &then.0 {
        *all.entry(what).or_insert(0) -= value;
    }
    all.into_iter().filter(|(_, change)| *change != 0).map(|(what, change)| (what.clone(), change)).collect()
}

/// Whether it counts to the period: as its own report says, or by when it began.
pub(super) fn is_counted(one: &ReportedIncident, window: Option<Window>) -> bool {
    let inside = window.map_or(one.in_period, |window| one.started.is_some_and(|at| window.contains(at)));
    one.included && inside
}

/// Whether the record says that it goes on. A missing end alone does not say so.
pub(super) fn is_open(one: &ReportedIncident) -> bool {
    let goes_on = matches!(one.status.as_str(), "open" | "acknowledged" | "mitigated");
    one.resolved.is_none() && one.closed.is_none() && goes_on
}

/// From start to end in milliseconds; `None` where either is unknown or they stand in an order that cannot be.
pub(super) fn recovery(one: &ReportedIncident) -> Option<i64> {
    let (start, end) = one.started.zip(one.resolved)?;
    (start <= end).then(|| end - start)
}

/// The areas that it names, each once.
pub(super) fn areas(one: &ReportedIncident) -> impl Iterator<Item = &str> {
    one.areas.split(';').filter(|area| !area.is_empty())
}
