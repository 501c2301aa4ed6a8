//! What people write down about incidents: prose, follow-ups, families of an earlier report.

use super::{Builder, Inc};
use retroscope::model::ask::EarlierAsk;
use retroscope::model::earlier::EarlierReports;
use retroscope::model::family::EarlierFamily;
use retroscope::model::ticket::Tickets;

/// A follow-up of an incident.
pub(crate) struct Item {
    pub(super) incident: u32,
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) owner: Option<u32>,
    pub(crate) due: Option<&'static str>,
    pub(crate) completed: Option<&'static str>,
    pub(crate) created: Option<&'static str>,
    /// Instead of `done` for what is completed and `open` for what is not.
    pub(crate) status: Option<&'static str>,
}

/// What a builder has of them.
#[derive(Default)]
pub(super) struct Promised {
    pub(super) items: Vec<Item>,
    pub(super) earlier: Vec<EarlierFamily>,
    pub(super) asks: Vec<EarlierAsk>,
    pub(super) tickets: Option<Tickets>,
    pub(super) reports: EarlierReports,
}

impl Promised {
    pub(super) fn put_in(&mut self, order: &dyn Fn(u32) -> Option<u32>) {
        self.items.iter_mut().for_each(|i| i.incident = order(i.incident).expect("an incident of this number"));
    }
}

impl Inc {
    /// Prose of the record.
    pub(crate) fn summary(mut self, text: &str) -> Self {
        text.clone_into(&mut self.summary);
        self
    }
}

impl Builder {
    /// How many incidents there are so far: the number of the next one.
    pub(crate) fn len(&self) -> usize {
        self.incidents.len()
    }

    /// A follow-up of an incident, open unless completed.
    pub(crate) fn follow_up(mut self, incident: u32, title: &'static str, completed: Option<&'static str>) -> Self {
        self.promised.items.push(Item {
            incident,
            id: "",
            title,
            owner: None,
            due: None,
            completed,
            created: None,
            status: None,
        });
        self
    }

    /// A family of an earlier report.
    pub(crate) fn earlier_family(mut self, id: &str, name: &str, incidents: &[&str]) -> Self {
        let incident_ids = incidents.iter().map(|i| (*i).to_owned()).collect();
        self.promised.earlier.push(EarlierFamily { family_id: id.to_owned(), name: name.to_owned(), incident_ids });
        self
    }

    /// What an earlier report asked for.
    pub(crate) fn earlier_asks(mut self, asks: Vec<EarlierAsk>) -> Self {
        self.promised.asks.extend(asks);
        self
    }

    /// Changes the last follow-up.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Item)) -> Self {
        change(self.promised.items.last_mut().expect("a follow-up to change"));
        self
    }
}
