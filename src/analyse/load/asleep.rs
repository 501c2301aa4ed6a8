//! The pages of a period that reached people in their sleep hours, and what became of each until the morning.

use crate::analyse::load::pages::{Page, is_machine, pages, zone_of};
use crate::frame::DataSet;
use crate::frame::dataset::IncidentView;
use crate::model::hours::HourClass;
use crate::model::night::night;
use crate::model::period::Period;
use crate::model::row::IncidentIx;
use crate::model::time::{MINUTE, Millis, Window};
use std::collections::BTreeMap;

/// The work that a single act on record is taken for.
const ONE_ACT: Millis = 10 * MINUTE;

/// What happened to the incident of a page between the page and the end of that person's sleep hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFate {
    /// Somebody acknowledged it or worked on it.
    Acted,
    /// It was over without anybody having done anything that is on record.
    Passed,
    /// Nobody did anything that is on record, and it was not over.
    Left,
}

/// The pages in sleep hours with their fates, by time.
#[must_use]
pub fn fates(data: &DataSet, period: &Period) -> Vec<(Page, PageFate)> {
    let in_sleep = |p: &Page| p.class == HourClass::Sleep && period.contains(p.at);
    let mut asleep: Vec<Page> = pages(data).filter(in_sleep).collect();
    asleep.sort_by_key(|p| (p.at, p.incident, p.person));
    let work = work(data, asleep.iter());
    let view = data.incident_view();
    asleep.into_iter().map(|page| (page, fate((data, &view), &page, work.get(&page.incident)))).collect()
}

/// Which pages that somebody acted on have nothing but the acknowledgement of their incident on record until the morning:
/// it stops the phone, and says nothing of whether the page was worth it.
#[must_use]
pub fn only_acknowledged(data: &DataSet, fates: &[(Page, PageFate)]) -> Vec<bool> {
    let work = work(data, fates.iter().map(|(page, _)| page));
    let view = data.incident_view();
    let tap = |page: &Page, w: &Window| view.acknowledged.get(page.incident) == Some(w.start) && w.len() <= ONE_ACT;
    let is_more = |page: &Page, w: &Window| w.end > page.at && w.start < morning(data, page) && !tap(page, w);
    let only = |(page, fate): &(Page, PageFate)| {
        *fate == PageFate::Acted && !work.get(&page.incident).into_iter().flatten().any(|w| is_more(page, w))
    };
    fates.iter().map(only).collect()
}

/// Whether a page is for an incident of a low severity: the rank `from` or a milder one.
#[must_use]
pub fn is_low(view: &IncidentView, page: &Page, from: u32) -> bool {
    view.severity.get(page.incident).is_some_and(|rank| rank >= from)
}

/// Whether a page in sleep hours could have waited until the day: of a low severity, or nobody acted on it. Where no export says
/// what people did, only severities tell.
#[must_use]
pub fn is_mild((data, view): (&DataSet, &IncidentView), page: &Page, fate: PageFate, from: u32) -> bool {
    is_low(view, page, from) || data.engagements.height() > 0 && fate != PageFate::Acted
}

/// Whether the incident of a page was over before the sleep hours of the person paged were.
#[must_use]
pub fn is_over_by_morning((data, view): (&DataSet, &IncidentView), page: &Page) -> bool {
    view.resolved.get(page.incident).is_some_and(|end| end < morning(data, page))
}

/// What people did for the incidents of some pages.
fn work<'a>(data: &DataSet, pages: impl Iterator<Item = &'a Page>) -> BTreeMap<IncidentIx, Vec<Window>> {
    let mut work: BTreeMap<IncidentIx, Vec<Window>> = pages.map(|p| (p.incident, Vec::new())).collect();
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
    work
}

fn fate((data, view): (&DataSet, &IncidentView), page: &Page, work: Option<&Vec<Window>>) -> PageFate {
    let until = morning(data, page);
    let within = |at: Option<Millis>| at.is_some_and(|at| page.at <= at && at < until);
    let worked = work.into_iter().flatten().any(|w| w.end > page.at && w.start < until);
    let row = page.incident;
    if worked || within(view.acknowledged.get(row)) {
        PageFate::Acted
    } else if is_over_by_morning((data, view), page) {
        PageFate::Passed
    } else {
        PageFate::Left
    }
}

/// The end of the sleep hours in which the page came, by the clock of the person paged.
fn morning(data: &DataSet, page: &Page) -> Millis {
    let profile = &data.profile;
    page.evening(profile).map_or(page.at, |evening| night(evening, profile, zone_of(data, page.person)).1)
}
