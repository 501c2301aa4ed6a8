//! How much hangs on few people: the smallest groups that answered most incidents, and incidents that one person answered
//! alone.

use crate::analyse::load::pages;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::{Floats, Instants};
use crate::model::row::{IncidentIx, PersonIx};
use crate::stats::set_cover::{Cover, cover};
use std::collections::{BTreeMap, BTreeSet};

/// Fewest incidents to say anything.
pub const MIN_INCIDENTS: u64 = 20;
/// In areas the smallest group is searched among all groups up to so many people; above, the greedy one is given.
const MAX_EXACT_IN_AREA: usize = 12;

/// One population of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependence {
    /// Name of the area; empty for all.
    pub area: String,
    /// Incidents with at least one known responder, and those without.
    pub incidents: u64,
    pub unknown: u64,
    pub people: u64,
    /// Who they are.
    pub members: BTreeSet<PersonIx>,
    /// People who together answered half, and four fifths, of the incidents.
    pub half: u64,
    pub four_fifths: u64,
    /// Whether these are the smallest such groups; otherwise greedy ones, which may be larger.
    pub smallest: bool,
    /// Incidents that one person alone answered, and the most of them for one person: what would be left without anybody
    /// if that person were away.
    pub alone: u64,
    pub most_alone: u64,
}

/// All incidents of the period, and areas (services) with enough of them, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dependences {
    pub all: Option<Dependence>,
    pub areas: Vec<Dependence>,
    /// People of incidents that are in none of these areas.
    pub elsewhere: BTreeSet<PersonIx>,
}

impl Dependences {
    /// Over included incidents of the period; see [`Responders`].
    #[must_use]
    pub fn of(data: &DataSet, responders: &Responders) -> Self {
        let view = data.incident_view();
        let (mut all, mut elsewhere): (Vec<Vec<PersonIx>>, BTreeSet<PersonIx>) = Default::default();
        let mut areas: BTreeMap<&str, Vec<Vec<PersonIx>>> = BTreeMap::new();
        for row in view.rows().filter(|row| view.included.get(*row) && view.in_period.get(*row)) {
            let people: Vec<PersonIx> = responders.people(row).collect();
            if let Some(service) = view.service.get(row).filter(|s| !s.is_empty()) {
                areas.entry(service).or_default().push(people.clone());
            } else {
                elsewhere.extend(&people);
            }
            all.push(people);
        }
        let mut told = Vec::new();
        for (name, list) in areas {
            match dependence(name, &list, MAX_EXACT_IN_AREA) {
                Some(area) => told.push(area),
                None => elsewhere.extend(list.into_iter().flatten()),
            }
        }
        Self { all: dependence("", &all, usize::MAX), areas: told, elsewhere }
    }
}

/// People who answered each incident. Who was called and never came is no responder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Responders {
    /// Row of the incident and person, in order, each pair once.
    pairs: Vec<(IncidentIx, PersonIx)>,
}

impl Responders {
    /// Of all incidents; machines are nobody. O(n log n).
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let view = data.involvement_view();
        let (joined, effort) =
            (Instants::of(&data.involvements, col::JOINED_AT), Floats::of(&data.involvements, col::EFFORT_S));
        let mut pairs: Vec<(IncidentIx, PersonIx)> = Vec::new();
        for row in 0..view.len {
            let came = joined.get(row).is_some() || effort.get(row).is_some_and(|s| s > 0.0);
            let person = view.person.get(row).filter(|person| came && !pages::is_machine(data, *person));
            pairs.extend(view.incident.get(row).zip(person));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    /// The people of one incident, in order; empty where nobody is known.
    pub fn people(&self, row: IncidentIx) -> impl Iterator<Item = PersonIx> + '_ {
        let from = self.pairs.partition_point(|(incident, _)| *incident < row);
        self.pairs.iter().skip(from).take_while(move |(incident, _)| *incident == row).map(|(_, person)| *person)
    }

    /// Every incident with a responder: its row, and the people.
    pub fn incidents(&self) -> impl Iterator<Item = (IncidentIx, Vec<PersonIx>)> + '_ {
        let chunks = self.pairs.chunk_by(|a, b| a.0 == b.0);
        chunks.filter_map(|of| Some((of.first()?.0, of.iter().map(|(_, person)| *person).collect())))
    }
}

fn dependence(area: &str, incidents: &[Vec<PersonIx>], most_exact: usize) -> Option<Dependence> {
    let cover: Cover<PersonIx> = cover(incidents);
    if cover.incidents < MIN_INCIDENTS {
        return None;
    }
    let exact = |share: f64| if cover.members.len() <= most_exact { cover.smallest(share) } else { None };
    let half = exact(0.5);
    let four_fifths = half.and_then(|_| exact(0.8));
    Some(Dependence {
        area: area.to_owned(),
        incidents: cover.incidents,
        unknown: cover.unknown,
        people: cover.members.len() as u64,
        members: cover.members.iter().map(|m| m.person).collect(),
        smallest: half.is_some(),
        half: half.unwrap_or_else(|| cover.greedy(0.5).len()) as u64,
        four_fifths: four_fifths.unwrap_or_else(|| cover.greedy(0.8).len()) as u64,
        alone: cover.members.iter().map(|m| m.alone).sum(),
        most_alone: cover.members.iter().map(|m| m.alone).max().unwrap_or(0),
    })
}
