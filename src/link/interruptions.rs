//! Pages to one person close together count once; e-mail does not count at all.

use crate::frame::events::EventColumns;
use crate::link::attach::Attached;
use crate::model::hours::HourClass;
use crate::model::person::Directory;
use crate::model::record::EventKind;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Millis;
use crate::model::work_calendar::WorkCalendar;
use chrono::{DateTime, TimeZone};
use chrono_tz::Tz;

/// One interruption of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interruption {
    pub incident: IncidentIx,
    pub person: PersonIx,
    pub at: Millis,
    /// The wall clock at the person's place, as if it were UTC.
    pub local_at: Millis,
    pub class: HourClass,
}

/// A page for another incident within the gap of an interruption: it interrupts nobody again, but the incident reached
/// the person all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JointPage {
    pub incident: IncidentIx,
    pub person: PersonIx,
    pub at: Millis,
}

/// What pages come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageCounts {
    /// Sorted by person, then time.
    pub interruptions: Vec<Interruption>,
    /// In the same order.
    pub joint: Vec<JointPage>,
    /// Notifications of any medium behind them.
    pub notifications: u64,
}

/// Who was reached, when, for which incident.
type Page = (PersonIx, Millis, IncidentIx);

/// All interruptions, and what came with them.
#[must_use]
pub fn interruptions(
    events: &EventColumns,
    attached: &Attached,
    directory: &Directory,
    calendar: &WorkCalendar,
    gap: Millis,
) -> PageCounts {
    let mut pages: Vec<Page> = Vec::new();
    let mut notifications = 0;
    for (incident, row) in attached.entries() {
        let kind = events.kind[row];
        notifications += u64::from(matches!(kind, EventKind::Notified | EventKind::Emailed));
        let concerned = events.person[row].filter(|_| kind == EventKind::Notified);
        pages.extend(concerned.and_then(|one| directory.human(one)).map(|person| (person, events.at[row], incident)));
    }
    pages.sort_unstable();
    let mut found = PageCounts { interruptions: Vec::with_capacity(pages.len()), joint: Vec::new(), notifications };
    for of_person in pages.chunk_by(|a, b| a.0 == b.0) {
        let Some(person) = of_person.first().map(|page| page.0) else { continue };
        count_once(of_person, directory.people[person].zone, calendar, gap, &mut found);
    }
    found
}

// The gap counts from the first page of a group: a phone that rings every 50 s for an hour is many interruptions.
fn count_once(pages: &[Page], zone: Tz, calendar: &WorkCalendar, gap: Millis, found: &mut PageCounts) {
    let mut group: Option<(Millis, IncidentIx)> = None;
    for &(person, at, incident) in pages {
        // Without a gap each page counts, those of one moment too.
        match group.filter(|(first, _)| gap > 0 && at - first <= gap) {
            Some((_, same)) if same == incident => {}
            Some(_) => found.joint.push(JointPage { incident, person, at }),
            None => {
                group = Some((at, incident));
                let (local_at, class) = local(at, zone, calendar);
                found.interruptions.push(Interruption { incident, person, at, local_at, class });
            }
        }
    }
}

/// Wall clock and hour class of an instant in a zone. The business hours of a holiday are off.
#[must_use]
pub fn local(at: Millis, zone: Tz, calendar: &WorkCalendar) -> (Millis, HourClass) {
    let Some(utc) = DateTime::from_timestamp_millis(at) else { return (at, HourClass::Business) };
    let local = zone.from_utc_datetime(&utc.naive_utc()).naive_local();
    (local.and_utc().timestamp_millis(), calendar.class(local, zone))
}
