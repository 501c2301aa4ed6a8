//! The retrospective of a storm: one page on the whole set of its incidents, to open a meeting with.

pub mod carried;
pub mod course;
pub mod lanes;
pub mod nights;
pub mod open;
pub mod questions;
pub mod set;
pub mod shared;
pub mod words;

use crate::findings::draft::zone;
use crate::findings::overlap::peak;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Pack, PackPart};
use crate::model::time::{DAY, Millis};
use crate::text::{date, duration};
use set::Set;

/// What the packs add to the findings. Their claims stand in the packs and nowhere else.
#[derive(Debug, Default)]
pub struct Packs {
    pub packs: Vec<Pack>,
    pub claims: Vec<Claim>,
    pub exhibits: Vec<Exhibit>,
}

/// One pack per storm of the period; none where starts and ends are too thinly recorded to speak of storms, and none for
/// a stretch that is no storm: what chance often brings needs no meeting.
#[must_use]
pub fn packs(facts: &Facts) -> Packs {
    let mut found = Packs::default();
    if peak::is_thin(facts) {
        return found;
    }
    for set in set::sets(facts).into_iter().filter(|set| set.storm.is_storm()) {
        add(&mut found, &set);
    }
    found
}

fn add(found: &mut Packs, set: &Set) {
    let storm_id = &set.storm.storm_id;
    let chart = lanes::exhibit(set);
    let mut happened = PackPart::new("what-happened", "What happened");
    happened.claims.push(told(found, course::claim(set)));
    happened.exhibits.push(chart.id.clone());
    happened.tables.extend(course::moments(set));
    found.exhibits.push(chart);
    let mut shared = PackPart::new("shared", "What was shared");
    shared.claims.push(told(found, shared::claim(set)));
    let mut carried = PackPart::new("carried", "Who carried it");
    carried.claims.extend(carried::claim(set).map(|c| told(found, c)));
    carried.claims.extend(nights::claim(set).map(|c| told(found, c)));
    carried.tables.extend(carried::teams(set));
    carried.tables.extend(carried::named(set));
    let mut open = PackPart::new("never-followed-up", "What was never followed up");
    open.claims.push(told(found, open::claim(set)));
    open.tables.extend([open::items(set), open::bare(set)].into_iter().flatten());
    let mut questions = PackPart::new("questions", "Questions to ask");
    questions.items = questions::questions(set);
    let mut list = PackPart::new("incidents", "For reference");
    list.tables.push(course::incidents(set));
    let parts = [happened, shared, carried, open, questions, list];
    found.packs.push(Pack {
        id: storm_id.clone(),
        about: format!("overlap.storm/{storm_id}"),
        title: format!("The storm of {}", days(set)),
        opening: opening(set),
        parts: parts.into_iter().filter(|part| !part.is_empty()).collect(),
        notes: notes(set),
    });
}

/// Keeps the claim and gives its id.
fn told(found: &mut Packs, claim: Claim) -> String {
    let id = claim.id.clone();
    found.claims.push(claim);
    id
}

/// "12 May 2026", "12 – 13 May 2026".
fn days(set: &Set) -> String {
    let window = set.storm.window;
    date::range(window.start, window.end.saturating_add(1), zone(&set.facts.data.periods))
}

fn opening(set: &Set) -> Vec<String> {
    let mut paragraphs = vec![
        "We are here to look at these incidents as one set, not one after the other. The question is what made this stretch hard and what would have made it easier; it is not who did what.".to_owned(),
        "What follows is what the records hold. What it was like, and what no tool recorded, is for the people in the room to say.".to_owned(),
    ];
    paragraphs.extend(neighbours(set));
    paragraphs
}

/// A storm close before or after is the same week to those who were in it.
fn neighbours(set: &Set) -> Option<String> {
    let storm = set.storm;
    let storms = || set.facts.results.overlap.storms.iter().filter(|storm| storm.is_storm());
    let gap = |from: Millis, to: Millis| Some(to - from).filter(|gap| (0..DAY).contains(gap));
    let before = storms().filter_map(|s| Some((gap(s.window.end, storm.window.start)?, s))).min_by_key(|(g, _)| *g);
    let after = storms().filter_map(|s| Some((gap(storm.window.end, s.window.start)?, s))).min_by_key(|(g, _)| *g);
    let length = |gap: Millis| duration::words(gap as f64 / 1_000.0);
    let words: Vec<String> = [
        before.map(|(gap, s)| format!("{} had ended {} before it", s.storm_id, length(gap))),
        after.map(|(gap, s)| format!("{} began {} after it", s.storm_id, length(gap))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!words.is_empty()).then(|| {
        format!("It did not stand alone: {}. It may be worth taking them together.", crate::text::list::and(&words))
    })
}

fn notes(set: &Set) -> Vec<String> {
    let mut notes = vec![
        "The set holds the incidents that began in the storm and those that were open during it.".to_owned(),
        course::reach(set),
        "Figures about people stand only where at least five of them are behind them.".to_owned(),
        format!("Times are those of the clock in {}.", set.facts.data.periods.zone),
    ];
    notes.extend(
        set.facts
            .names
            .then(|| "Names were asked for; they stand in this pack and in the on-call edition only.".to_owned()),
    );
    notes
}
