//! The frames of a data set made by hand, with the columns of the real one.

use super::promises::Item;
use super::{Builder, Inc, ms, quarter};
use chrono::Datelike;
use polars::prelude::DataFrame;
use retroscope::frame::table::{self, FactColumn, IncidentFacts};
use retroscope::frame::{build, col};
use retroscope::model::period::{Period, Periods};
use retroscope::model::time::Millis;

/// The quarter that holds an instant.
pub(crate) fn quarter_of(at: Millis) -> Period {
    let day = chrono::DateTime::from_timestamp_millis(at).expect("an instant of the calendar").date_naive();
    quarter(day.year(), day.month0() / 3 + 1)
}

/// A stretch of a person's work on an incident.
pub(super) struct Work {
    incident: u32,
    person: u32,
    start: Millis,
    end: Millis,
}

impl Builder {
    /// Four more people with a part in each of these incidents and no time of their own, so that figures may be shown.
    pub(crate) fn and_four_more(mut self, incidents: &[u32]) -> Self {
        for number in 0..4 {
            let person = u32::try_from(self.people.len()).unwrap();
            self = self.person(&format!("more-{number}"), "UTC", "");
            for incident in incidents {
                self = self.part(*incident, person, "paged", "yes", None);
            }
        }
        self
    }

    /// A stretch of a person's work on an incident.
    pub(crate) fn work(mut self, incident: u32, person: u32, start: &str, end: &str) -> Self {
        self.works.push(Work { incident, person, start: ms(start), end: ms(end) });
        self
    }

    /// By person, as in the real frame; `order` has the numbers of the `incident` calls in the order of ids.
    pub(super) fn engagement_frame(&self, order: &[usize]) -> DataFrame {
        let place =
            |w: &Work| order.iter().position(|&o| o == w.incident as usize).expect("an incident of this number");
        let mut rows: Vec<(u32, u32, &Work)> =
            self.works.iter().map(|w| (w.person, u32::try_from(place(w)).expect("few incidents"), w)).collect();
        rows.sort_by_key(|(person, incident, w)| (*person, *incident, w.start));
        build::frame(vec![
            build::codes(col::INCIDENT, rows.iter().map(|r| Some(r.1))),
            build::codes(col::PERSON, rows.iter().map(|r| Some(r.0))),
            build::times(col::START_AT, rows.iter().map(|r| Some(r.2.start))),
            build::times(col::END_AT, rows.iter().map(|r| Some(r.2.end))),
        ])
    }
}

pub(super) fn incident_frame(incidents: &[&Inc], periods: &Periods) -> IncidentFacts {
    let mut columns = text_columns(incidents, periods);
    let each = || incidents.iter();
    let inside = |i: &Inc| i.started.is_some_and(|s| periods.current.contains(s));
    columns.extend([
        table::flags(col::INCLUDED, each().map(|i| Some(!i.excluded))),
        table::flags(col::IN_PERIOD, each().map(|i| Some(inside(i)))),
        table::codes(col::SEVERITY, each().map(|i| i.severity)),
        table::times(col::STARTED_AT, each().map(|i| i.started)),
        table::times(col::DETECTED_AT, each().map(|i| i.detected)),
        table::times(col::DECLARED_AT, each().map(|_| None)),
        table::times(col::ACKNOWLEDGED_AT, each().map(|i| i.acknowledged)),
        table::times(col::MITIGATED_AT, each().map(|i| i.mitigated)),
        table::times(col::RESOLVED_AT, each().map(|i| i.resolved)),
        table::times(col::CLOSED_AT, each().map(|i| i.closed)),
        table::codes(col::REOPEN_COUNT, each().map(|i| i.reopen_count)),
        table::codes(col::REASSIGNMENT_COUNT, each().map(|i| i.reassignment_count)),
        table::codes(col::ESCALATION_COUNT, each().map(|_| None)),
        table::codes(col::ALERT_COUNT, each().map(|_| None)),
        table::floats(col::TTD_S, each().map(|i| i.seconds(i.started, i.detected))),
        table::floats(col::TTA_S, each().map(|i| i.seconds(i.detected.or(i.started), i.acknowledged))),
        table::floats(col::TTM_S, each().map(|i| i.seconds(i.started, i.mitigated))),
        table::floats(col::TTR_S, each().map(|i| i.seconds(i.started, i.resolved))),
    ]);
    IncidentFacts::of(columns)
}

fn text_columns(incidents: &[&Inc], periods: &Periods) -> Vec<FactColumn> {
    let text = |name: &'static str, value: &dyn Fn(&Inc) -> Option<String>| {
        table::texts(name, incidents.iter().map(|i| value(i)))
    };
    let some = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let customer = |i: &Inc| i.customer_facing.map_or("unknown", |yes| if yes { "yes" } else { "no" });
    let quarter = |i: &Inc| {
        let at = i.started?;
        let known = periods.quarters.iter().find(|q| q.contains(at)).map(|q| q.label.clone());
        Some(known.unwrap_or_else(|| quarter_of(at).label))
    };
    vec![
        text(col::INCIDENT_ID, &|i| i.id.clone()),
        text(col::RECORD_IDS, &|i| i.id.clone()),
        text(col::SOURCES, &|_| Some("test".to_owned())),
        text(col::TITLE, &|i| some(&i.title)),
        text(col::SUMMARY, &|i| some(&i.summary)),
        text(col::KIND, &|_| Some("incident".to_owned())),
        text(col::EXCLUSION, &|i| i.excluded.then(|| "test".to_owned())),
        text(col::PERIOD, &quarter),
        text(col::STATUS, &|i| Some(i.status_code().to_owned())),
        text(col::STATED_SEVERITY, &|i| i.severity.map(|s| format!("SEV{s}"))),
        text(col::CUSTOMER_FACING, &|i| Some(customer(i).to_owned())),
        text(col::SERVICE, &|i| i.first_area("service")),
        text(col::TEAM, &|i| i.first_area("team")),
        text(col::AREAS, &|i| some(&i.areas.join(";"))),
        text(col::ENVIRONMENT, &|i| i.first_area("environment")),
        text(col::START_BASIS, &|i| i.started.map(|_| "stated".to_owned())),
        text(col::DETECTION, &|i| some(i.detection)),
        text(col::RESOLUTION, &|i| some(i.resolution)),
        text(col::RESOLVED_BY, &|i| some(i.resolved_by)),
    ]
}

pub(super) fn problem_frame(incidents: &[&Inc]) -> DataFrame {
    let shared: Vec<(u32, &String)> =
        (0_u32..).zip(incidents).filter_map(|(n, i)| i.problem.as_ref().map(|p| (n, p))).collect();
    build::frame(vec![
        build::codes(col::INCIDENT, shared.iter().map(|x| Some(x.0))),
        build::text(col::PROBLEM, shared.len(), shared.iter().map(|x| Some(x.1))),
    ])
}

pub(super) fn follow_up_frame(items: &[Item]) -> DataFrame {
    let n = items.len();
    let at = |text: Option<&str>| text.map(ms);
    let id = |(at, item): (usize, &Item)| if item.id.is_empty() { format!("F-{at}") } else { item.id.to_owned() };
    let usual = |item: &Item| if item.completed.is_some() { "done" } else { "open" };
    let status = |item: &Item| item.status.unwrap_or_else(|| usual(item));
    build::frame(vec![
        build::text(col::FOLLOW_UP_ID, n, items.iter().enumerate().map(|i| Some(id(i)))),
        build::codes(col::INCIDENT, items.iter().map(|i| Some(i.incident))),
        build::text(col::TITLE, n, items.iter().map(|i| Some(i.title))),
        build::codes(col::PERSON, items.iter().map(|i| i.owner)),
        build::times(col::CREATED_AT, items.iter().map(|i| at(i.created))),
        build::times(col::DUE_AT, items.iter().map(|i| at(i.due))),
        build::times(col::COMPLETED_AT, items.iter().map(|i| at(i.completed))),
        build::text(col::STATUS, n, items.iter().map(|i| Some(status(i)))),
    ])
}

pub(super) fn empty_factors() -> DataFrame {
    let none = |name: &str| build::text(name, 0, std::iter::empty::<Option<&str>>());
    build::frame(vec![
        build::codes(col::INCIDENT, std::iter::empty()),
        none(col::FACTOR),
        none(col::BASIS),
        none(col::RECORD_ID),
        none(col::QUOTE),
    ])
}
