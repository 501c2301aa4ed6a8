//! What a verdict for time above capacity hangs on: incidents still open, one storm, one incident.

use crate::analyse::load::verdict::{LoadParts, LoadVerdict, OnCallUnit};
use crate::analyse::load::without::UnitLoad;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::number;
use crate::text::plural::noun;
use crate::text::sentence::capital;
use std::collections::BTreeSet;

/// What a state is called.
#[must_use]
pub fn word(state: LoadVerdict) -> &'static str {
    match state {
        LoadVerdict::Calm => "calm",
        LoadVerdict::Strained => "strained",
        LoadVerdict::Over => "over the line",
    }
}

/// The time above without some incidents.
pub struct Without {
    /// "without the two incidents still open at the export".
    what: String,
    /// How many these are, where they are those still open.
    pub open: Option<u64>,
    /// "2.1 %".
    pub share: String,
    /// What the unit would be.
    pub state: LoadVerdict,
    changes: bool,
}

/// A share of time beside the lines for it.
#[must_use]
pub fn share(facts: &Facts, parts: &LoadParts) -> String {
    share_of(facts, parts, parts.above)
}

/// The same for the time with more incidents open than people on call, whether or not the verdict looks at it.
#[must_use]
pub fn open_share(facts: &Facts, parts: &LoadParts) -> String {
    share_of(facts, parts, parts.open_above)
}

fn share_of(facts: &Facts, parts: &LoadParts, time: Millis) -> String {
    let line = facts.results.load.params.lines.above;
    number::beside(time as f64 / parts.covered.max(1) as f64, &[line, line / 2.0])
}

/// The verdict without the incidents still open, without its incidents of one storm, and without its longest one; nothing
/// for a unit whose time above crosses no line.
#[must_use]
pub fn of(facts: &Facts, unit: &OnCallUnit, is_team: bool) -> Vec<Without> {
    let lines = &facts.results.load.params.lines;
    let actual = unit.parts.state(lines, 1.0);
    let [_, _, crossed] = unit.parts.crossed(lines, if actual == LoadVerdict::Over { 1.0 } else { 0.5 });
    if !crossed {
        return Vec::new();
    }
    let overlap = &facts.results.overlap;
    let held = UnitLoad::of(facts.data, &overlap.spans, unit, is_team);
    let open = held.still_open();
    let n = open.len() as u64;
    let storms = overlap
        .storms
        .iter()
        .filter(|storm| storm.is_storm())
        .map(|storm| (storm.storm_id.as_str(), held.among(&storm.rows)));
    let storm = storms.rev().max_by_key(|(_, rows)| rows.len()).filter(|(_, rows)| rows.len() > 1);
    let longest: BTreeSet<IncidentIx> = held.longest().into_iter().collect();
    let still = format!("without the {} {} still open at the export", spoken(n), noun(n, "incident"));
    // Whether an incident is still open says nothing of the work that people did on it.
    let mut tried: Vec<(String, Option<u64>, BTreeSet<IncidentIx>)> = Vec::new();
    tried.extend((!unit.parts.work_known).then_some((still, Some(n), open)));
    tried.extend(
        storm.map(|(id, rows)| {
            (format!("without its {} incidents of storm {id}", spoken(rows.len() as u64)), None, rows)
        }),
    );
    tried.push(("without its longest incident".to_owned(), None, longest));
    let one = |(what, open, rows): (String, Option<u64>, BTreeSet<IncidentIx>)| {
        let parts = LoadParts { above: held.above(&rows), ..unit.parts };
        let state = parts.state(lines, 1.0);
        Without { what, open, share: share(facts, &parts), state, changes: state != actual }
    };
    tried.into_iter().filter(|(_, _, rows)| !rows.is_empty()).map(one).collect()
}

fn clause(without: &Without) -> String {
    let Without { what, share, state, .. } = without;
    if without.changes {
        format!("{what} it would be {} ({share})", word(*state))
    } else {
        format!("{what} that is {share}")
    }
}

/// One sentence on those still open, and on whatever else the verdict hangs on; with `only_changes` only on the latter.
#[must_use]
pub fn sentence(all: &[Without], only_changes: bool) -> String {
    let told = all.iter().filter(|w| w.changes || w.open.is_some() && !only_changes);
    let clauses: Vec<String> = told.map(clause).collect();
    if clauses.is_empty() { String::new() } else { format!("{}.", capital(&clauses.join("; "))) }
}

/// All of it, for the trail: "“Ledger primary” was above for 3.9 % of its time; without … that is 2.1 %."
#[must_use]
pub fn robustness(facts: &Facts, name: &str, parts: &LoadParts, all: &[Without]) -> Option<String> {
    let clauses: Vec<String> = all.iter().map(clause).collect();
    (!all.is_empty())
        .then(|| format!("{name} was above for {} of its time; {}.", share(facts, parts), clauses.join("; ")))
}

/// The incidents still open, where the verdict hangs on them: how many, what it would be, and the share then.
#[must_use]
pub fn on_open(all: &[Without]) -> Option<(u64, LoadVerdict, String)> {
    let found = all.iter().find(|w| w.changes && w.open.is_some())?;
    Some((found.open?, found.state, found.share.clone()))
}
