//! Which claims a leader reads first: the grade is the gate, what they touch is the order (`METHODS.md` 17.14).

use crate::findings::rule::Part;
use crate::findings::tree::Tree;
use crate::findings::volume::{began, stopped};
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;

use std::collections::BTreeSet;

/// A claim that touches less than this of everything is no headline.
pub const MIN_SHARE: f64 = 0.05;
/// Nobody acts on more.
const MAX_HEADLINES: usize = 5;
/// A section that fills the page hides the others.
const MAX_OF_ONE: usize = 2;
const PLACE: u8 = 3;
/// A collection that stopped or joined stands before all else, because no other figure can be read without it.
const BEFORE_ALL: [&str; 2] = [stopped::CODE, began::CODE];
/// What customers felt is no place.
const FELT: [&str; 2] = ["areas.customer-facing", "areas.customer-change"];
/// How rotations are is said of people, whatever problem or event their incidents belong to.
const STATE: &str = "load.verdict";

/// At most five claim ids, by the largest share that each touches of what customers felt, of nights, of work or of all
/// incidents; what can't be held against these stands behind, by grade, then weight. What can't be assessed is no headline,
/// and neither is a weak signal, nor what touches little of everything. Two headlines never tell of mostly the same incidents.
#[must_use]
pub fn choose(parts: &[Part], tree: &Tree) -> Vec<String> {
    let offered =
        parts.iter().enumerate().flat_map(|(part, own)| offered(own, tree).into_iter().map(move |c| (part, c)));
    let mut claims: Vec<(usize, &Claim)> = offered.filter(|(_, claim)| is_worth(claim)).collect();
    // Parts come in the order of the report; the sort is stable, so that order decides between equals.
    claims.sort_by(|(_, a), (_, b)| {
        let key = |c: &Claim| !BEFORE_ALL.contains(&c.code.as_str());
        let by_share = worth(b).total_cmp(&worth(a)).then(b.grade.reach().cmp(&a.grade.reach()));
        key(a).cmp(&key(b)).then(by_share).then(kind(a).cmp(&kind(b))).then(b.weight.total_cmp(&a.weight))
    });
    let mut chosen: Vec<(usize, &Claim)> = Vec::new();
    for (part, claim) in claims {
        let of_part = chosen.iter().filter(|(own, _)| *own == part).count();
        let is_new = chosen.iter().all(|(_, other)| !tells_the_same(claim, other));
        if chosen.len() < MAX_HEADLINES && of_part < MAX_OF_ONE && is_new {
            chosen.push((part, claim));
        }
    }
    chosen.into_iter().map(|(_, claim)| claim.id.clone()).collect()
}

/// Of claims that touch as much, an event says more than a problem, a problem more than a place.
fn kind(claim: &Claim) -> u8 {
    match claim.code.split('.').next() {
        Some("overlap") => 0,
        Some("recurrence") => 1,
        Some("areas") if !FELT.contains(&claim.code.as_str()) => PLACE,
        // So is a rotation.
        Some("load") if claim.code == STATE => PLACE,
        _ => 2,
    }
}

/// What may be a headline at all, before its worth is looked at.
pub fn offered<'a>(part: &'a Part, tree: &Tree) -> Vec<&'a Claim> {
    let claim = |id: &String| part.claims.iter().find(|c| c.id == *id);
    part.headlines.iter().filter_map(claim).filter(|c| carries(c.grade) && stands(c, tree)).collect()
}

/// The largest share; below all others where nothing is there to hold it against. A place is explained by the problems and
/// events in it, so it stands behind those that touch at least half as much.
fn worth(claim: &Claim) -> f64 {
    let weighed = |share: f64| if kind(claim) == PLACE { share / 2.0 } else { share };
    claim.worth.map_or(-1.0, weighed)
}

fn is_worth(claim: &Claim) -> bool {
    claim.worth.is_none_or(|share| share >= MIN_SHARE)
}

/// Whether more than half of the incidents of the smaller one are those of the other.
fn tells_the_same(a: &Claim, b: &Claim) -> bool {
    let own: BTreeSet<IncidentIx> = a.rows.iter().copied().collect();
    let others: BTreeSet<IncidentIx> = b.rows.iter().copied().collect();
    let least = own.len().min(others.len());
    let is_of_people = a.code == STATE || b.code == STATE;
    least > 0 && !is_of_people && 2 * own.intersection(&others).count() > least
}

/// Facts and evidence. A weak signal is folded away: of twenty that look like it, several are chance.
fn carries(grade: Grade) -> bool {
    grade.is_at_least(Grade::Fact)
}

/// What was tested stands where its q over everything that may become a headline is small; evidence without a test for a
/// headline is none.
fn stands(claim: &Claim, tree: &Tree) -> bool {
    tree.carries_headline(&claim.id).unwrap_or(claim.grade == Grade::Fact)
}
