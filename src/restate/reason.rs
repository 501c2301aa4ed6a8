//! Why a figure of an incident is another one now: the first reason that fits, in a printed order.

use super::counted::{CountedFigure, Counts, areas, is_counted, is_open};
use super::pairs::{Pairing, ids, key};
use super::settings::{Changes, changed};
use crate::model::earlier::{ReportTerms, ReportedIncident, ReportedPeriod};
use crate::model::time::Window;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// The reasons, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeReason {
    /// A person corrected, excluded, joined or parted it, or took that back.
    Annotated,
    /// Its records are fewer incidents now.
    NewLinks,
    /// Its records are more incidents now.
    LinksGone,
    /// Its records are as many incidents as then, and others.
    OtherLinks,
    /// It began after the exports of that report were made.
    Began,
    /// It was open then, and is over.
    ClosedLate,
    /// A map or another setting reads the same record otherwise.
    Settings,
    /// Another version of the program reads the same record otherwise.
    Version,
    /// A record of it was in no input then.
    CameLate,
    /// A record of it is in no input now.
    Gone,
    /// The record itself says something else now.
    Corrected,
    /// Nothing above can be told apart.
    Other,
}

impl ChangeReason {
    pub const ALL: [Self; 12] = [
        Self::Annotated,
        Self::NewLinks,
        Self::LinksGone,
        Self::OtherLinks,
        Self::Began,
        Self::ClosedLate,
        Self::Settings,
        Self::Version,
        Self::CameLate,
        Self::Gone,
        Self::Corrected,
        Self::Other,
    ];

    /// In words, as a list has them.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Annotated => "annotations",
            Self::NewLinks => "new links",
            Self::LinksGone => "links that went",
            Self::OtherLinks => "other links",
            Self::Began => "incidents that began after the exports of that report",
            Self::CameLate => "records that came late",
            Self::Gone => "records that are no longer in the inputs",
            Self::ClosedLate => "late closures",
            Self::Settings => "changed map or settings",
            Self::Corrected => "corrected records",
            Self::Version => "new rule of a new version",
            Self::Other => "other settings or another version",
        }
    }
}

/// By tool and id of a record, what was corrected in it: the field and what it became.
type Corrected<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<(&'a str, &'a str)>>;

/// What reasons are found by.
pub(super) struct Ground<'a> {
    then: &'a ReportTerms,
    changes: Changes<'a>,
    is_other_version: bool,
    window: Window,
    has_pages: bool,
    /// By record: field and value of what people corrected, then and now.
    corrections: [Corrected<'a>; 2],
    by_hand: BTreeSet<(&'a str, &'a str)>,
}

impl<'a> Ground<'a> {
    pub(super) fn of(then: &'a ReportedPeriod, now: &'a ReportedPeriod, window: Window, has_pages: bool) -> Self {
        let corrections = [then, now].map(|side| {
            let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
            for [id, field, value] in &side.corrections {
                found.entry(key(id)).or_default().insert((field.as_str(), value.as_str()));
            }
            found
        });
        Self {
            then: &then.terms,
            changes: Changes(changed(&then.terms, &now.terms)),
            is_other_version: then.terms.made_by != now.terms.made_by,
            window,
            has_pages,
            corrections,
            by_hand: then.by_hand.iter().chain(&now.by_hand).map(|id| key(id)).collect(),
        }
    }

    /// What both sides of a pairing add to the figures.
    pub(super) fn counts(&self, pairing: &Pairing) -> [Counts; 2] {
        let of = |list: &[&ReportedIncident], window: Option<Window>| {
            let mut counts = Counts::default();
            for one in list.iter().filter(|one| is_counted(one, window)) {
                counts.incident(one, self.has_pages);
            }
            counts
        };
        [of(&pairing.then, None), of(&pairing.now, Some(self.window))]
    }

    /// The reason for the difference of a figure.
    pub(super) fn reason(&self, pairing: &Pairing, what: &CountedFigure) -> ChangeReason {
        match (pairing.then.as_slice(), pairing.now.as_slice()) {
            ([then], [now]) => self.of_one(then, now, what),
            ([], now) => {
                if now.iter().all(|one| self.is_after(one)) {
                    ChangeReason::Began
                } else if now.iter().any(|one| one.fresh) {
                    ChangeReason::CameLate
                } else {
                    self.otherwise()
                }
            }
            (_, []) => ChangeReason::Gone,
            (then, now) => self.regrouped(then, now),
        }
    }

    /// Whether it began after the exports of the earlier report were made.
    fn is_after(&self, one: &ReportedIncident) -> bool {
        one.started.zip(self.then.as_of).is_some_and(|(at, as_of)| at > as_of)
    }

    fn regrouped(&self, then: &[&ReportedIncident], now: &[&ReportedIncident]) -> ChangeReason {
        let mut records = then.iter().chain(now).flat_map(|one| ids(one));
        if records.any(|id| self.by_hand.contains(&key(id))) {
            return ChangeReason::Annotated;
        }
        match now.len().cmp(&then.len()) {
            Ordering::Less => ChangeReason::NewLinks,
            Ordering::Greater => ChangeReason::LinksGone,
            Ordering::Equal => ChangeReason::OtherLinks,
        }
    }

    fn of_one(&self, then: &ReportedIncident, now: &ReportedIncident, what: &CountedFigure) -> ChangeReason {
        let is_in = [is_counted(then, None), is_counted(now, Some(self.window))];
        let hangs_on = Hinge::of(what, is_in, then.included != now.included);
        if self.is_corrected(then, now, hangs_on.fields()) {
            return ChangeReason::Annotated;
        }
        if is_in == [false, true] && now.exclusion.is_empty() && self.is_after(now) {
            return ChangeReason::Began;
        }
        if hangs_on == Hinge::End && is_open(then) && !is_open(now) {
            return ChangeReason::ClosedLate;
        }
        if let Some(reason) = self.read_otherwise(then, now, hangs_on) {
            return reason;
        }
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (ids(then).map(key).collect(), ids(now).map(key).collect());
        match (now.fresh, after.is_subset(&before), before.is_subset(&after)) {
            (true, false, _) => ChangeReason::CameLate,
            (_, true, false) => ChangeReason::Gone,
            // Pages are entries of a log, and no fact of the record.
            (true, true, true) if hangs_on == Hinge::Pages => ChangeReason::CameLate,
            (true, true, true) => ChangeReason::Corrected,
            (false, ..) => self.otherwise(),
        }
    }

    /// Whether people say something else of one of these fields now.
    fn is_corrected(&self, then: &ReportedIncident, now: &ReportedIncident, fields: &[&str]) -> bool {
        let [before, after] = [0, 1].map(|side: usize| {
            let records = ids(then).chain(ids(now)).map(key);
            let said = records.filter_map(|record| self.corrections.get(side)?.get(&record)).flatten();
            said.filter(|(field, _)| fields.contains(field)).copied().collect::<BTreeSet<_>>()
        });
        before != after
    }

    /// Where it can be told that the same stated value is read as another one.
    fn read_otherwise(&self, then: &ReportedIncident, now: &ReportedIncident, hangs_on: Hinge) -> Option<ChangeReason> {
        let reads = ids(now).chain(ids(then)).any(|id| self.changes.reads(key(id).0));
        let by_settings = match hangs_on {
            Hinge::Severity => {
                let same = !now.stated_severity.is_empty() && now.stated_severity == then.stated_severity;
                if same && !self.changes.any("severity.") && self.is_other_version {
                    return Some(ChangeReason::Version);
                }
                same && self.changes.any("severity.")
            }
            Hinge::Places => {
                let (before, after): (BTreeSet<_>, BTreeSet<_>) = (areas(then).collect(), areas(now).collect());
                before.symmetric_difference(&after).any(|area| self.changes.names(area))
            }
            Hinge::Exclusion => then.exclusion != now.exclusion && self.changes.any("exclude."),
            Hinge::Customers => self.changes.any("fields."),
            Hinge::Pages => self.changes.any("hours.interruption_gap_s"),
            Hinge::Start | Hinge::End => reads,
        };
        by_settings.then_some(ChangeReason::Settings)
    }

    /// Nothing new tells of it, so what reads it must have changed.
    fn otherwise(&self) -> ChangeReason {
        match (self.changes.any_reading(), self.is_other_version) {
            (true, false) => ChangeReason::Settings,
            (false, true) => ChangeReason::Version,
            _ => ChangeReason::Other,
        }
    }
}

/// The facts that a difference hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hinge {
    Exclusion,
    Start,
    End,
    Severity,
    Customers,
    Places,
    Pages,
}

impl Hinge {
    /// `is_in`: whether it counts then and now; `is_left_out`: whether a rule left it out on one side only.
    fn of(what: &CountedFigure, is_in: [bool; 2], is_left_out: bool) -> Self {
        match (is_in, is_left_out, what) {
            ([true, true], _, CountedFigure::CustomerFacing) => Self::Customers,
            ([true, true], _, CountedFigure::Severity(_) | CountedFigure::NoSeverity) => Self::Severity,
            ([true, true], _, CountedFigure::Area(_)) => Self::Places,
            ([true, true], _, CountedFigure::Pages) => Self::Pages,
            ([true, true], _, _) => Self::End,
            (_, true, _) => Self::Exclusion,
            _ => Self::Start,
        }
    }

    /// As remarks on annotations call them.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Exclusion => &["exclusion"],
            Self::Start => &["started_at", "detected_at", "declared_at"],
            Self::End => &["started_at", "detected_at", "declared_at", "resolved_at", "closed_at", "status"],
            Self::Severity => &["severity"],
            Self::Customers => &["customer_facing", "detection"],
            Self::Places => &["service", "team", "component", "environment", "region", "factor"],
            Self::Pages => &[],
        }
    }
}
