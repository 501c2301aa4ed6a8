//! Interruptions that count, and whose they are.

use crate::analyse::load::calendar;
use crate::frame::DataSet;
use crate::model::hours::{HourClass, HourProfile};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Millis;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// One interruption that counts.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub incident: IncidentIx,
    pub person: PersonIx,
    pub at: Millis,
    pub local_at: Millis,
    pub class: HourClass,
}

impl Page {
    /// The local evening on which the night of a page in sleep hours began; `None` outside them.
    #[must_use]
    pub fn evening(&self, profile: &HourProfile) -> Option<NaiveDate> {
        let asleep = self.class == HourClass::Sleep;
        calendar::wall_clock(self.local_at).filter(|_| asleep).map(|local| calendar::evening(local, profile))
    }
}

/// Interruptions for included incidents, in the order of the table (person, then time).
pub fn pages(data: &DataSet) -> impl Iterator<Item = Page> + '_ {
    let (view, incidents) = (data.interruption_view(), data.incident_view());
    (0..view.len).filter_map(move |row| {
        let incident = view.incident.get(row)?;
        let class = match view.hour_class.get(row)? {
            "business" => HourClass::Business,
            "off" => HourClass::Off,
            _ => HourClass::Sleep,
        };
        let counted = incidents.included.get(incident);
        let (person, at, local_at) = (view.person.get(row)?, view.at.get(row)?, view.local_at.get(row)?);
        (counted && !is_machine(data, person)).then_some(Page { incident, person, at, local_at, class })
    })
}

/// Zone of a person.
#[must_use]
pub fn zone_of(data: &DataSet, person: PersonIx) -> Tz {
    data.people[person].zone
}

/// Whether an account is a machine's.
#[must_use]
pub fn is_machine(data: &DataSet, person: PersonIx) -> bool {
    data.people[person].machine
}
