//! What is known of each person, in the order of time: pages, work, time on call.

use crate::analyse::duty::on_call;
use crate::analyse::load::pages::{self, Page};
use crate::frame::DataSet;
use crate::model::intervals::{self, merge};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{Millis, Window};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// One person's record over all data. Machine accounts have none.
#[derive(Debug, Clone)]
pub struct Diary {
    pub person: PersonIx,
    /// The person's own zone, or the one in which people without one are read.
    pub zone: Tz,
    /// By time.
    pub pages: Vec<Page>,
    /// Pages that came together with one for another incident, which interrupt nobody again. By time.
    pub joint: Vec<(Millis, IncidentIx)>,
    /// Stretches of work with the incident each is for, by start; they may overlap.
    pub work: Vec<(Window, IncidentIx)>,
    /// Time on call, as stretches that neither overlap nor touch.
    pub shifts: Vec<Window>,
}

impl Diary {
    /// A diary without entries.
    #[must_use]
    pub fn blank(data: &DataSet, person: PersonIx) -> Self {
        let zone = pages::zone_of(data, person);
        let (pages, joint, work, shifts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { person, zone, pages, joint, work, shifts }
    }

    /// Brings the entries into their order.
    pub fn sort(&mut self) {
        self.pages.sort_by_key(|p| (p.at, p.incident));
        self.joint.sort_unstable();
        self.work.sort_unstable_by_key(|(window, incident)| (window.start, window.end, *incident));
    }

    /// Stretches of work on any incident that neither overlap nor touch.
    #[must_use]
    pub fn working(&self) -> Vec<Window> {
        let mut list: Vec<Window> = self.work.iter().map(|(window, _)| *window).collect();
        merge(&mut list);
        list
    }

    /// Every page with the incident that it told of, those that came together with another included; in no order.
    pub fn reached(&self) -> impl Iterator<Item = (Millis, IncidentIx)> + '_ {
        self.pages.iter().map(|p| (p.at, p.incident)).chain(self.joint.iter().copied())
    }

    /// Incidents that reached the person within a stretch. O(log n + pages of the stretch).
    #[must_use]
    pub fn reached_within(&self, window: Window) -> BTreeSet<IncidentIx> {
        let pages = self.pages.iter().skip(self.pages.partition_point(|p| p.at < window.start));
        let joint = self.joint.iter().skip(self.joint.partition_point(|j| j.0 < window.start));
        let pages = pages.take_while(|p| p.at < window.end).map(|p| p.incident);
        pages.chain(joint.take_while(|j| j.0 < window.end).map(|j| j.1)).collect()
    }

    /// The stretches of work together with the pages, which are moments without length.
    #[must_use]
    pub fn engaged(&self) -> Vec<Window> {
        let pages = self.pages.iter().map(|p| Window { start: p.at, end: p.at });
        let mut list: Vec<Window> = self.work.iter().map(|(window, _)| *window).chain(pages).collect();
        merge(&mut list);
        list
    }
}

/// From the first incident to the moment of the export: shifts without bounds are cut here.
#[must_use]
pub fn reach(data: &DataSet) -> Window {
    let as_of = data.periods.as_of;
    Window { start: data.periods.data.map_or(as_of, |d| d.start), end: as_of }
}

/// Everybody with a page, work or time on call, by number. Pages and work for incidents that a rule leaves out are not
/// counted. O(n log n).
#[must_use]
pub fn diaries(data: &DataSet) -> Vec<Diary> {
    let mut people: BTreeMap<PersonIx, Diary> = BTreeMap::new();
    let blank = |person: PersonIx| Diary::blank(data, person);
    for page in pages::pages(data) {
        people.entry(page.person).or_insert_with(|| blank(page.person)).pages.push(page);
    }
    for (person, reached) in joint(data) {
        people.entry(person).or_insert_with(|| blank(person)).joint.push(reached);
    }
    for (person, window, incident) in work(data) {
        people.entry(person).or_insert_with(|| blank(person)).work.push((window, incident));
    }
    for (person, shifts) in on_call(data, reach(data)) {
        people.entry(person).or_insert_with(|| blank(person)).shifts = shifts;
    }
    let mut list: Vec<Diary> = people.into_values().collect();
    list.iter_mut().for_each(Diary::sort);
    list
}

/// Pages that came together with one for another incident: person, moment and incident. Machines and incidents that a rule
/// leaves out are not here.
pub fn joint(data: &DataSet) -> impl Iterator<Item = (PersonIx, (Millis, IncidentIx))> + '_ {
    let ((incident, person, at), incidents) = (data.joint_view(), data.incident_view());
    (0..data.joint_pages.height()).filter_map(move |row| {
        let (incident, person) = (incident.get(row)?, person.get(row)?);
        let counted = incidents.included.get(incident) && !pages::is_machine(data, person);
        counted.then_some((person, (at.get(row)?, incident)))
    })
}

/// Stretches of work: person, stretch and incident. Machines and incidents that a rule leaves out are not here.
pub fn work(data: &DataSet) -> impl Iterator<Item = (PersonIx, Window, IncidentIx)> + '_ {
    let (view, incidents) = (data.engagement_view(), data.incident_view());
    (0..view.len).filter_map(move |row| {
        let (incident, person) = (view.incident.get(row)?, view.person.get(row)?);
        let window = Window { start: view.start.get(row)?, end: view.end.get(row)? };
        let counted = incidents.included.get(incident) && !pages::is_machine(data, person);
        (counted && !window.is_empty()).then_some((person, window, incident))
    })
}

/// Time that stretches without overlap take inside a window, in milliseconds.
#[must_use]
pub fn time_inside(list: &[Window], window: Window) -> Millis {
    intervals::time(intervals::inside(list, window))
}
