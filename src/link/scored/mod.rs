//! Records of different tools that state no reference to each other, and are likely the same incident all the same.
//!
//! The score of a pair is a sum of log-likelihood ratios (Fellegi and Sunter 1969), in nats: how much likelier is what the
//! two records have in common if they tell of one incident than if they tell of two. Nearness in time counts by how many
//! records of the other tool would be as near by chance, so that the same five minutes say much in a quiet week and
//! little in a storm; a word or an area counts by how rare it is. Every part of the sum stands in the link's reason.
//!
//! A pair is joined when its score is high enough, when each of the two is the other's best partner in that tool by a
//! margin, and when the groups that would come together hold no record that speaks against it. A group takes at most one
//! record of a tool this way: records of one tool are one incident only where the tool says so.

mod candidates;
mod children;
mod choose;
pub mod clocks;
pub mod difference;
mod evidence;
pub mod habits;
mod known;
pub mod outset;
mod profile;

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::link::signals::versions::Entities;
use crate::link::union::Union;
use crate::model::link::{Link, Signal};
use crate::model::row::EntityIx;
use candidates::Indexes;
use difference::Steady;
use profile::Profiles;

/// Score from which a pair is joined: odds of 20 to 1, or 95 in 100.
const ENOUGH: f64 = 3.0;
/// What one record finds in another tool before anything is known of the two: about one in four has a partner there. Where known
/// pairs teach, fewer may be (`outset.rs`).
const OUTSET: f64 = -1.0;

/// What is compared, whatever is united yet.
pub struct Compared {
    profiles: Profiles,
    indexes: Indexes,
}

impl Compared {
    /// Looks at all entities; `None` where all of them are of one tool.
    #[must_use]
    pub fn of(columns: &IncidentColumns, entities: &Entities) -> Option<Self> {
        let profiles = (columns.sources.len() > 1).then(|| Profiles::of(columns, entities))?;
        Some(Self { indexes: Indexes::of(&profiles), profiles })
    }
}

/// Unites entities of different tools that are likely one incident. Gives back the tools whose clocks differ by a steady
/// amount, which was taken off.
pub fn unite(
    compared: Compared,
    (columns, records): (&IncidentColumns, &Records),
    entities: &Entities,
    union: &mut Union,
    links: &mut Vec<Link>,
) -> Vec<Steady> {
    let Compared { mut profiles, indexes } = compared;
    let known = clocks::united(&profiles, union);
    let steady = clocks::find(&profiles, &indexes, union, &known);
    profiles.set_clocks(&steady);
    profiles.habits = known::habits(&profiles, &known);
    let record = |entity: EntityIx| columns.record[entities.newest[entity]];
    let mut pairs = candidates::pairs(&profiles, &indexes, union);
    // An earlier review saw more of the two than its table repeats, and told them apart.
    pairs.retain(|pair| !(records.is_of_report(record(pair.a)) && records.is_of_report(record(pair.b))));
    outset::learn(&mut profiles, &known, &mut pairs);
    for made in choose::choose(&profiles, pairs, union) {
        links.push(Link {
            kind: if made.joined { "likely-same" } else { "related" },
            record_a: record(made.a),
            record_b: record(made.b),
            signal: Signal::Scored,
            score: probability(made.evidence.total()),
            reason: made.evidence.reason(&profiles),
        });
    }
    children::unite(columns, entities, union, links);
    steady
}

/// Log odds as a probability, to three places so that it reads and compares well.
fn probability(score: f64) -> f64 {
    (libm::round(outset::chance(score) * 1_000.0) / 1_000.0).min(0.999)
}
