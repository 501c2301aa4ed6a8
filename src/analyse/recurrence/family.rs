//! One row of the register: everything that is known of a family.

use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::analyse::recurrence::break_even::{self, Avoidable, BreakEven};
use crate::analyse::recurrence::cost::Cost;
use crate::analyse::recurrence::evidence::Tie;
use crate::analyse::recurrence::fixes::{self, Claimed, Closed, FamilyFollowUp, FollowUpsByIncident, Verdict};
use crate::analyse::recurrence::groups::{FamilyBasis, RelatedIncidents};
use crate::analyse::recurrence::occurrences::{self, Occurrence};
use crate::analyse::recurrence::rate::{self, Halves, NextOccurrence, OccurrenceRate};
use crate::analyse::recurrence::text_matches::TextMatch;
use crate::analyse::recurrence::wording;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Millis;
use crate::stats::recurrence::Burstiness;
use std::collections::BTreeMap;

/// Areas listed per family.
const MAX_AREAS: usize = 5;

/// One quarter of a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyQuarter {
    pub label: String,
    pub occurrences: u64,
    /// Rank of the worst severity, 1 the worst.
    pub worst: Option<u32>,
}

/// What is on record of who is to see to a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owned {
    /// An open follow-up that speaks of a fix has an owner.
    Fix,
    /// So many other open follow-ups have owners.
    FollowUps(u64),
    /// So many follow-ups are open, and none names an owner.
    OpenOnly(u64),
    Nobody,
}

/// One row of the public `families` table and of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// `FB-01`, numbered by first occurrence, or as an earlier report numbered it.
    pub family_id: String,
    pub name: String,
    /// Rows of the incident table, ascending (which is by incident id).
    pub rows: Vec<IncidentIx>,
    pub occurrences: Vec<Occurrence>,
    pub first_seen: Option<Millis>,
    /// Start of the latest member.
    pub last_seen: Option<Millis>,
    /// Quarters in which occurrences began, ascending.
    pub quarters: Vec<FamilyQuarter>,
    /// Median time from the end of one occurrence to the start of the next, seconds.
    pub median_gap_s: Option<f64>,
    /// Of the gaps, where there are at least five.
    pub bursts: Option<Burstiness>,
    pub famous: bool,
    /// The same label, perhaps not the same problem. Never famous.
    pub label: bool,
    pub basis: FamilyBasis,
    /// The same members with a little less or more likeness asked for.
    pub steady: bool,
    /// Why each member is here, in order of time.
    pub ties: Vec<Tie>,
    /// `new`, `tolerated`, `fix-promised`, `fix-claimed`, `came-back`, `fix-held`, `too-early`, or empty where it can't
    /// be told.
    pub state: &'static str,
    pub cost: Cost,
    /// What of it may be told; see [`crate::analyse::recurrence::cost::told`].
    pub told: Cost,
    /// Sum of the durations of members that have an end.
    pub duration_s: f64,
    /// Members that began in the period under review.
    pub in_period: u64,
    /// Areas of members, `kind:name`, the most frequent first; at most five.
    pub areas: Vec<String>,
    /// What members say about a work-around: the latest such words, and how many members speak of one.
    pub workaround: Option<String>,
    pub worked_around: u64,
    /// In the order of incidents, then of their ids.
    pub follow_ups: Vec<FamilyFollowUp>,
    /// In order of time.
    pub fixes: Vec<Claimed>,
    /// Members that their own records closed as fixed, which is no claim about the problem.
    pub closed: Vec<Closed>,
    /// The person who has an open fix; `None` also where no export holds follow-ups.
    pub owner: Option<PersonIx>,
    /// Not for a problem whose fix seems to hold.
    pub next: Option<NextOccurrence>,
    pub rate: Option<OccurrenceRate>,
    pub halves: Option<Halves>,
    /// Mean time between starts, in seconds, that hardly vary.
    pub scheduled_s: Option<f64>,
    pub break_even: Option<BreakEven>,
    pub avoidable: Option<Avoidable>,
}

impl Family {
    /// Occurred more than once, at least a day apart.
    #[must_use]
    pub fn recurs(&self) -> bool {
        !self.label && self.occurrences.len() >= 2
    }

    /// The member whose text matches the family least: where to look first when a family seems wrong, and where a
    /// stricter least score would split it. `None` where no text had to be compared.
    #[must_use]
    pub fn weakest(&self) -> Option<(&Tie, &TextMatch)> {
        let compared = self.ties.iter().filter_map(|tie| Some((tie, tie.similarity.as_ref()?)));
        compared.min_by(|a, b| a.1.score.total_cmp(&b.1.score).then(a.0.row.cmp(&b.0.row)))
    }

    /// The latest claimed fix.
    #[must_use]
    pub fn latest_fix(&self) -> Option<&Claimed> {
        self.fixes.last()
    }

    /// Follow-ups that are neither completed nor given up.
    #[must_use]
    pub fn open_follow_ups(&self) -> usize {
        self.follow_ups.iter().filter(|item| item.open).count()
    }

    /// Who is to see to it, as far as follow-ups say: the one definition of having an owner.
    #[must_use]
    pub fn owned(&self) -> Owned {
        let owned = self.follow_ups.iter().filter(|item| item.open && item.owner.is_some());
        let of_fix = owned.clone().any(|item| item.fix);
        match (of_fix, owned.count() as u64, self.open_follow_ups() as u64) {
            (true, _, _) => Owned::Fix,
            (false, 0, 0) => Owned::Nobody,
            (false, 0, open) => Owned::OpenOnly(open),
            (false, owned, _) => Owned::FollowUps(owned),
        }
    }
}

/// What families are made from.
pub struct FamilySource<'a> {
    pub data: &'a DataSet,
    pub view: &'a IncidentView<'a>,
    pub efforts: &'a Column<IncidentIx, Option<f64>>,
    pub follow_ups: &'a FollowUpsByIncident,
    pub fix_hours: &'a [f64],
}

impl FamilySource<'_> {
    /// The family of a group; its costs and its id come later.
    #[must_use]
    pub fn family(&self, group: RelatedIncidents, name: String) -> Family {
        let view = self.view;
        let occurrences = occurrences::find(view, &group.rows);
        let rows = || group.rows.iter().copied();
        let (median_gap_s, bursts) = rate::spread(&occurrences);
        let (workaround, worked_around) = self.workaround(&group.rows);
        let mut family = Family {
            family_id: String::new(),
            name,
            first_seen: rows().filter_map(|row| view.started.get(row)).min(),
            last_seen: rows().filter_map(|row| view.started.get(row)).max(),
            quarters: self.quarters(&occurrences),
            median_gap_s,
            bursts,
            famous: !group.label && occurrences::is_famous(&occurrences),
            label: group.label,
            basis: group.basis,
            steady: group.steady,
            ties: group.ties,
            state: "",
            cost: Cost::default(),
            told: Cost::default(),
            duration_s: crate::stats::sum::sum(rows().filter_map(|row| view.ttr.get(row)).filter(|s| *s >= 0.0)),
            in_period: rows().filter(|&row| view.in_period.get(row)).count() as u64,
            areas: self.areas(&group.rows),
            workaround,
            worked_around,
            follow_ups: self.items(&group.rows),
            fixes: Vec::new(),
            closed: Vec::new(),
            owner: None,
            next: None,
            rate: None,
            halves: None,
            scheduled_s: None,
            break_even: None,
            avoidable: None,
            occurrences,
            rows: group.rows,
        };
        if !family.label {
            self.judge(&mut family);
        }
        family
    }

    /// What only makes sense for incidents that are the same problem.
    fn judge(&self, family: &mut Family) {
        let as_of = self.data.periods.as_of;
        let case = fixes::FixHistory {
            data: self.data,
            rows: &family.rows,
            occurrences: &family.occurrences,
            follow_ups: &family.follow_ups,
        };
        family.fixes = fixes::claimed(&case);
        family.closed = fixes::closed_as_fixed(self.view, &family.rows);
        family.owner = family.follow_ups.iter().filter(|item| item.open && item.fix).find_map(|item| item.owner);
        family.state = self.state(family);
        let exposure = rate::exposure(&family.occurrences, as_of);
        family.rate = exposure.and_then(rate::rate);
        let quiet = matches!(family.state, "fix-held" | "too-early" | "fix-claimed");
        let next = exposure.and_then(|exposure| rate::next(exposure, &family.occurrences, as_of));
        family.next = next.filter(|_| !quiet);
        family.halves = rate::halves(&family.occurrences, as_of);
        family.scheduled_s = rate::scheduled(&family.occurrences, family.next.as_ref(), as_of);
        family.break_even = family.rate.and_then(|rate| {
            break_even::break_even(self.view, &family.rows, &family.occurrences, self.efforts, rate, self.fix_hours)
        });
        family.avoidable = break_even::avoidable(self.view, &family.rows, &family.occurrences, self.efforts);
    }

    /// The latest claim decides; without one, what is promised; without a promise, the dates.
    fn state(&self, family: &Family) -> &'static str {
        let as_of = self.data.periods.as_of;
        if let Some(fix) = family.latest_fix() {
            return match fix.hold.verdict {
                Verdict::CameBack => "came-back",
                Verdict::Held => "fix-held",
                Verdict::Promising | Verdict::TooEarly => "too-early",
                Verdict::Unknown => "fix-claimed",
            };
        }
        let promises = || family.follow_ups.iter().filter(|item| item.open && item.fix);
        if promises().any(|item| item.due.is_none_or(|due| due >= as_of)) {
            return "fix-promised";
        }
        // Without history before the period nothing can be called new.
        let has_history =
            self.data.periods.data.is_some_and(|span| span.start < self.data.periods.current.window.start);
        let all_in_period = family.in_period == family.rows.len() as u64;
        let lives_with_it = family.worked_around > 0 && family.recurs();
        match (all_in_period && has_history, family.famous || lives_with_it || promises().next().is_some()) {
            (true, _) => "new",
            (false, true) => "tolerated",
            (false, false) => "",
        }
    }

    fn quarters(&self, occurrences: &[Occurrence]) -> Vec<FamilyQuarter> {
        let mut quarters: BTreeMap<&str, FamilyQuarter> = BTreeMap::new();
        for occurrence in occurrences {
            let Some(label) = self.view.period.get(occurrence.first) else { continue };
            let start = || FamilyQuarter { label: label.to_owned(), occurrences: 0, worst: None };
            let quarter = quarters.entry(label).or_insert_with(start);
            quarter.occurrences += 1;
            quarter.worst = [quarter.worst, occurrence.severity].into_iter().flatten().min();
        }
        quarters.into_values().collect()
    }

    fn areas(&self, rows: &[IncidentIx]) -> Vec<String> {
        let mut counts: BTreeMap<(usize, &str), u64> = BTreeMap::new();
        for &row in rows {
            let of: std::collections::BTreeSet<(usize, &str)> = areas_of(self.view, row).collect();
            of.into_iter().for_each(|area| *counts.entry(area).or_insert(0) += 1);
        }
        let factor = KINDS.iter().position(|kind| *kind == "factor");
        let mut areas: Vec<_> = counts.into_iter().filter(|((kind, _), _)| Some(*kind) != factor).collect();
        areas.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let name = |((kind, name), _): ((usize, &str), u64)| format!("{}:{name}", KINDS.get(kind).unwrap_or(&""));
        areas.into_iter().take(MAX_AREAS).map(name).collect()
    }

    fn items(&self, rows: &[IncidentIx]) -> Vec<FamilyFollowUp> {
        rows.iter().filter_map(|row| self.follow_ups.get(row)).flatten().cloned().collect()
    }

    /// The latest words on a work-around, and how many members have one.
    fn workaround(&self, rows: &[IncidentIx]) -> (Option<String>, u64) {
        let texts = self.data.incident_texts(col::SUMMARY);
        let (mut latest, mut members): (Option<(Option<Millis>, String)>, u64) = (None, 0);
        for &row in rows {
            let items = self.follow_ups.get(&row).into_iter().flatten();
            let said = texts
                .get(row)
                .and_then(wording::workaround)
                .or_else(|| items.filter_map(|item| wording::workaround(&item.title)).next());
            let by_code = matches!(self.view.resolution.get(row), Some("worked-around" | "restarted"));
            members += u64::from(said.is_some() || by_code);
            let when = self.view.started.get(row);
            if let Some(said) = said.filter(|_| latest.as_ref().is_none_or(|(known, _)| when >= *known)) {
                latest = Some((when, said));
            }
        }
        (latest.map(|(_, words)| words), members)
    }
}
