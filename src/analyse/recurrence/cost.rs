//! What families took from people: hands-on time, pages, disturbed nights. Counts only; nobody is named.

use crate::analyse::load::{groups, nights, pages};
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::Floats;
use crate::model::column::Column;
use crate::model::hours::HourClass;
use crate::model::row::{FamilyIx, IncidentIx, PersonIx};
use crate::model::time::Millis;
use std::collections::BTreeSet;

/// What one family took.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cost {
    /// Hands-on seconds of all people, where any is known.
    pub responder_s: Option<f64>,
    /// The same of members that began in the period under review.
    pub responder_period_s: Option<f64>,
    /// Members of which any hands-on time is known.
    pub known: u64,
    /// Distinct people who took part or were paged, and who they are.
    pub people: u64,
    pub crew: BTreeSet<PersonIx>,
    /// Pages, and those in sleep hours; `None` where no export says who was paged.
    pub pages: Option<u64>,
    pub night_pages: Option<u64>,
    /// The same of pages in the period under review.
    pub pages_period: Option<u64>,
    pub night_pages_period: Option<u64>,
    /// Nights that it disturbed, one person's each, by pages or by enough work; `None` as above.
    pub disturbed_nights: Option<u64>,
}

/// Hands-on seconds per incident row, where any involvement has them.
#[must_use]
pub fn efforts(data: &DataSet, incidents: usize) -> Column<IncidentIx, Option<f64>> {
    let row = data.involvement_view().incident;
    let effort = Floats::of(&data.involvements, col::EFFORT_S);
    let mut sums: Column<IncidentIx, Option<f64>> = Column::filled(incidents, None);
    for index in 0..data.involvements.height() {
        let (Some(row), Some(seconds)) = (row.get(index), effort.get(index)) else { continue };
        sums[row] = Some(sums[row].unwrap_or(0.0) + seconds);
    }
    sums
}

/// The sum of what is known; `None` when nothing is.
#[must_use]
pub fn sum_of(efforts: &Column<IncidentIx, Option<f64>>, rows: impl Iterator<Item = IncidentIx>) -> Option<f64> {
    let known: Vec<f64> = rows.filter_map(|row| efforts[row]).collect();
    (!known.is_empty()).then(|| crate::stats::sum::sum(known))
}

/// Costs of all families, from one pass over involvements, pages and work. So much work as `night_work` in sleep hours
/// disturbs a night.
#[must_use]
pub fn costs(
    data: &DataSet,
    efforts: &Column<IncidentIx, Option<f64>>,
    families: &[&[IncidentIx]],
    family_of: &Column<IncidentIx, Option<FamilyIx>>,
    night_work: Millis,
) -> Vec<Cost> {
    let of = |incident: IncidentIx| family_of[incident].map(FamilyIx::place);
    let mut seen: Vec<Seen> = vec![Seen::default(); families.len()];
    let parts = data.involvement_view();
    for row in 0..parts.len {
        let family = parts.incident.get(row).and_then(of).and_then(|f| seen.get_mut(f));
        if let (Some(family), Some(person)) = (family, parts.person.get(row)) {
            family.people.insert(person);
        }
    }
    for page in pages::pages(data) {
        let Some(family) = of(page.incident).and_then(|f| seen.get_mut(f)) else { continue };
        family.people.insert(page.person);
        let (night, here) = (page.class == HourClass::Sleep, data.periods.current.contains(page.at));
        family.pages += 1;
        family.night_pages += u64::from(night);
        family.pages_period += u64::from(here);
        family.night_pages_period += u64::from(here && night);
    }
    if data.has_pages {
        let lost = nights::by_group(data, &of, families.len(), night_work);
        seen.iter_mut().zip(lost).for_each(|(family, lost)| family.nights = lost.len() as u64);
    }
    families.iter().zip(&seen).map(|(rows, seen)| seen.cost(data, efforts, rows)).collect()
}

impl Cost {
    /// The same without what it took from people, who are too few to show.
    fn untold(&self) -> Self {
        Self { people: self.people, crew: self.crew.clone(), ..Self::default() }
    }
}

/// What may be told of each family: nothing of what it took where fewer than five people are behind it, nor where all
/// incidents without the families that are told would be about so few.
#[must_use]
pub fn told(data: &DataSet, costs: &[&Cost], family_of: &Column<IncidentIx, Option<FamilyIx>>) -> Vec<Cost> {
    let is_outside = |incident: IncidentIx| family_of[incident].is_none();
    let parts = data.involvement_view();
    let taken = (0..parts.len).filter_map(|row| Some((parts.incident.get(row)?, parts.person.get(row)?)));
    let paged = pages::pages(data).map(|page| (page.incident, page.person));
    let rest: BTreeSet<PersonIx> =
        taken.chain(paged).filter(|(i, _)| is_outside(*i)).map(|(_, person)| person).collect();
    let crews: Vec<&BTreeSet<PersonIx>> = costs.iter().map(|cost| &cost.crew).collect();
    let hidden = groups::hidden(&crews, &rest);
    costs.iter().zip(hidden).map(|(cost, hidden)| if hidden { cost.untold() } else { (*cost).clone() }).collect()
}

/// People and pages of one family.
#[derive(Debug, Clone, Default)]
struct Seen {
    people: BTreeSet<PersonIx>,
    nights: u64,
    pages: u64,
    night_pages: u64,
    pages_period: u64,
    night_pages_period: u64,
}

impl Seen {
    fn cost(&self, data: &DataSet, efforts: &Column<IncidentIx, Option<f64>>, rows: &[IncidentIx]) -> Cost {
        let view = data.incident_view();
        let paged = |count: u64| data.has_pages.then_some(count);
        let here = rows.iter().copied().filter(|row| view.in_period.get(*row));
        Cost {
            responder_s: sum_of(efforts, rows.iter().copied()),
            responder_period_s: sum_of(efforts, here),
            known: rows.iter().filter(|r| efforts[**r].is_some()).count() as u64,
            people: self.people.len() as u64,
            crew: self.people.clone(),
            pages: paged(self.pages),
            night_pages: paged(self.night_pages),
            pages_period: paged(self.pages_period),
            night_pages_period: paged(self.night_pages_period),
            disturbed_nights: paged(self.nights),
        }
    }
}
