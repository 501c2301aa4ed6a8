//! The pages of a period that reached people in their sleep hours, and what became of each until the morning.

use crate::analyse::load::pages::{Page, is_machine, pages, zone_of};
use crate::frame::DataSet;
use crate::model::hours::HourClass;
use crate::model::night::night;
use crate::model::period::Period;
use crate::model::time::{Millis, Window};
use std::collections::BTreeMap;

/// What happened to the incident of a page between the page and the end of that person's sleep hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Somebody acknowledged it or worked on it.
    Acted,
    /// It was over without anybody having done anything that is on record.
    Passed,
    /// Nobody did anything that is on record, and it was not over.
    Left,
}

/// The pages in sleep hours with their fates, by time.
#[must_use]
pub fn fates(data: &DataSet, period: &Period) -> Vec<(Page, Fate)> {
    let in_sleep = |p: &Page| p.class == HourClass::Sleep && period.contains(p.at);
    let mut asleep: Vec<Page> = pages(data).filter(in_sleep).collect();
    asleep.sort_by_key(|p| (p.at, p.incident, p.person));
    let mut work: BTreeMap<u32, Vec<Window>> = asleep.iter().map(|p| (p.incident, Vec::new())).collect();
    let view = data.engagement_view();
    for row in 0..view.len {
        let (Some(incident), Some(start), Some(end)) = (view.incident.get(row), view.start.get(row), view.end.get(row))
        else {
            continue;
        };
        if let Some(list) = work.get_mut(&incident)
            && view.person.get(row).is_some_and(|person| !is_machine(data, person))
        {
            list.push(Window { start, end });
        }
    }
    asleep.into_iter().map(|page| (page, fate(data, &page, work.get(&page.incident)))).collect()
}

fn fate(data: &DataSet, page: &Page, work: Option<&Vec<Window>>) -> Fate {
    let until = morning(data, page);
    let view = data.incident_view();
    let within = |at: Option<Millis>| at.is_some_and(|at| page.at <= at && at < until);
    let worked = work.into_iter().flatten().any(|w| w.end > page.at && w.start < until);
    let row = page.incident as usize;
    if worked || within(view.acknowledged.get(row)) {
        Fate::Acted
    } else if view.resolved.get(row).is_some_and(|end| end < until) {
        Fate::Passed
    } else {
        Fate::Left
    }
}

/// The end of the sleep hours in which the page came, by the clock of the person paged.
fn morning(data: &DataSet, page: &Page) -> Millis {
    let profile = &data.profile;
    page.evening(profile).map_or(page.at, |evening| night(evening, profile, zone_of(data, page.person)).1)
}
