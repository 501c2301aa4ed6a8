//! More incidents than people on call, rotation by rotation.

use crate::analyse::load::groups;
use crate::analyse::overlap::rotations::Rotation;
use crate::findings::draft::{self, evidence, figures_column, in_period, length, numbers, quoted, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Millis;
use crate::text::plural::count;
use crate::text::sentence::capital;
use crate::text::{clip, duration, number};
use std::collections::BTreeSet;

const FEW: &str =
    "Rotations of fewer than five people are not shown, nor are others by which a total would give them away.";

/// The claim, where at least two rotations can be told apart, any of their incidents is known, and any may be shown.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let all = known(facts)?;
    let rotations: Vec<&Rotation> = shown(all).into_iter().filter(|(_, shown)| *shown).map(|(r, _)| r).collect();
    if rotations.is_empty() {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.rotations", "");
    claim.method = "Open incidents of each rotation against its own people on call, moment by moment. An incident is a rotation's when somebody who held its duty while it was open was called to it or took part.".to_owned();
    let above = rotations.iter().filter(|r| r.above > 0).count() as u64;
    let looked = Looked { shown: rotations.len() as u64, all: rotations.len() == all.len() };
    let when = in_period(facts);
    claim.sentence = match rotations.iter().max_by(|a, b| a.above.cmp(&b.above).then_with(|| b.name.cmp(&a.name))) {
        Some(most) if above > 0 => told(most, above, &looked, &when),
        _ => capital(&format!("{when}, {} more incidents of its own open than people on call.", looked.none())),
    };
    claim.caveats.push("An incident that several rotations answered counts for each of them.".to_owned());
    if rotations.len() < all.len() {
        claim.caveats.push(FEW.to_owned());
    }
    let longest = rotations.iter().filter_map(|r| r.longest).map(|w| w.len()).max();
    numbers(
        &mut claim,
        [
            ("rotations", Some(rotations.len() as f64)),
            ("rotations_above", Some(above as f64)),
            ("most_hours_above", rotations.iter().map(|r| seconds(r.above) / 3600.0).reduce(f64::max)),
            ("longest_hours", longest.map(|l| seconds(l) / 3600.0)),
        ],
    );
    let mut rows: Vec<IncidentIx> = rotations.iter().flat_map(|r| r.rows.iter().copied()).collect();
    rows.sort_unstable();
    rows.dedup();
    claim.n = Some(rows.len() as u64);
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

/// The rotation that may be shown with the most time above, where any has some.
#[must_use]
pub fn most<'a>(facts: &'a Facts) -> Option<&'a Rotation> {
    let told = shown(known(facts)?).into_iter().filter(|(r, shown)| *shown && r.above > 0).map(|(r, _)| r);
    told.max_by(|a, b| a.above.cmp(&b.above).then_with(|| b.name.cmp(&a.name)))
}

/// Whether any rotation may be shown beside its incidents.
#[must_use]
pub fn any_shown(facts: &Facts) -> bool {
    known(facts).is_some_and(|all| shown(all).iter().any(|(_, shown)| *shown))
}

/// The rotations, where there are two and any incident is known to be one's.
pub(super) fn known<'a>(facts: &'a Facts) -> Option<&'a [Rotation]> {
    let rotations = &facts.results.overlap.rotations;
    (rotations.len() > 1 && rotations.iter().any(|r| !r.rows.is_empty())).then_some(rotations)
}

/// The rotations and whether each may be shown: what one of fewer than five people had to carry is about these people.
pub(super) fn shown(rotations: &[Rotation]) -> Vec<(&Rotation, bool)> {
    let members: Vec<&BTreeSet<PersonIx>> = rotations.iter().map(|r| &r.members).collect();
    rotations.iter().zip(groups::hidden(&members, &BTreeSet::new())).map(|(r, hidden)| (r, !hidden)).collect()
}

/// How many rotations are looked at, and whether these are all there are: those of fewer than five people cannot be shown,
/// nor can others by which a total would give them away.
struct Looked {
    shown: u64,
    all: bool,
}

impl Looked {
    fn rotations(&self) -> String {
        let which = if self.all { "" } else { " that can be shown" };
        format!("{}{which}", count(self.shown, "rotation"))
    }

    fn one(&self) -> Option<&'static str> {
        (self.shown == 1).then_some("the one rotation that can be shown")
    }

    fn none(&self) -> String {
        self.one().map_or_else(|| format!("none of the {} had", self.rotations()), |one| format!("{one} never had"))
    }

    fn some(&self, n: u64) -> String {
        let the = if self.all { "" } else { "the " };
        self.one().map_or_else(|| format!("{} of {the}{}", number::thousands(n), self.rotations()), str::to_owned)
    }
}

fn told(most: &Rotation, above: u64, looked: &Looked, when: &str) -> String {
    let share = number::beside(most.above as f64 / most.covered.max(1) as f64, &[]);
    let longest = most.longest.map_or(0.0, |w| seconds(w.len()));
    format!(
        "Each rotation counted by itself, {} had more incidents open than people on call at some time {when}. {} had that for the longest: {} ({share} of its time), at most {} on end.",
        looked.some(above),
        quoted(&most.name),
        duration::hours(seconds(most.above)),
        duration::words(longest)
    )
}

fn seconds(time: Millis) -> f64 {
    time as f64 / 1000.0
}

/// All rotations: most time above first, then those that may not be shown, by name.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let mut rotations = shown(known(facts)?);
    if rotations.iter().all(|(_, shown)| !shown) {
        return None;
    }
    let above = |r: &Rotation, shown: bool| if shown { r.above } else { -1 };
    rotations.sort_by(|(a, x), (b, y)| above(b, *y).cmp(&above(a, *x)).then_with(|| a.name.cmp(&b.name)));
    let rows = rotations.into_iter().map(|(r, shown)| {
        let name = clip::truncate(&r.name, 60);
        if !shown {
            return std::iter::once(name).chain(std::iter::repeat_n("not shown".to_owned(), 6)).collect();
        }
        vec![
            name,
            number::thousands(r.people),
            number::thousands(r.rows.len() as u64),
            length(seconds(r.covered)),
            length(seconds(r.above)),
            number::thousands(r.stretches),
            r.longest.map_or_else(|| "–".to_owned(), |w| duration::words(seconds(w.len()))),
        ]
    });
    let columns = ["people", "incidents", "time covered", "time above", "stretches", "longest"].map(figures_column);
    Some(draft::table(
        "rotations-above",
        "Rotations with more incidents than people on call",
        "Incidents that somebody on call for the rotation was called to or took part in, against the people on call for it. Rotations of fewer than five people are not split, nor are others by which a total would give them away.",
        [words_column("rotation")].into_iter().chain(columns).collect(),
        rows.collect(),
        "data/shifts.csv, which --people writes",
    ))
}
