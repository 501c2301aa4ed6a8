//! How few areas most of the incidents fall on, and whether chance alone would do as much.

use crate::analyse::areas::spread::{AreaConcentration, Chance, MIN_AREAS, MIN_EVENTS};
use crate::findings::areas::ranking::{Chosen, alike, choose, spread};
use crate::findings::draft::{claim, numbers};
use crate::findings::grade::{EVIDENCE, STRONG};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Claim, Grade};
use crate::text::number;
use crate::text::plural::{count, plural_of};

const CODE: &str = "areas.concentration";

/// The claim; nothing where no incident names an area of the kind, or all name the same.
#[must_use]
pub fn state(facts: &Facts, chosen: &Chosen) -> Option<Claim> {
    let spread = spread(facts, chosen.name).filter(|s| s.areas > 1)?;
    let mut claim = claim(facts, CODE, "");
    let when = claim.period.clone();
    claim.sentence = described(spread, chosen, &when);
    match &spread.chance {
        Some(chance) => {
            claim.sentence.push_str(&against(spread, chance, chosen, facts));
            // Nobody believes that areas are equal: that they are not is a description, however improbable chance is.
            claim.grade = if is_weighted(facts, chosen) { grade(facts, spread, chance) } else { Grade::Fact };
            claim.q = facts.tree.q(CODE);
            chance_numbers(&mut claim, chance);
        }
        None => {
            claim.sentence.push_str(&format!(
                " Holding that against chance needs {MIN_EVENTS} incidents and {MIN_AREAS} {}.",
                plural_of(chosen.name)
            ));
            claim.grade = Grade::NotAssessable;
        }
    }
    claim.method = "Shares by fractions of 1/m for an incident in m areas; chance by a multinomial simulation of the first area that each incident names.".to_owned();
    claim.n = Some(spread.events);
    claim.coverage = (chosen.incidents > 0).then(|| chosen.coverage());
    if !is_weighted(facts, chosen) {
        claim.caveats.push(format!(
            "A description: {} are taken as equal, and large ones have more incidents than small ones anyway.",
            plural_of(chosen.name)
        ));
    }
    if chosen.poor() {
        claim.grade = Grade::NotAssessable;
    }
    claim.exhibits = vec!["areas-pareto".to_owned()];
    claim.weight = spread.events as f64;
    let shown = &spread.shown;
    numbers(
        &mut claim,
        [
            ("areas", Some(spread.areas as f64)),
            ("gini", Some(shown.gini)),
            ("herfindahl", Some(shown.hhi)),
            ("effective_number", Some(1.0 / shown.hhi)),
            ("top_share", Some(shown.top_share)),
            ("areas_for_half", Some(shown.cover_half as f64)),
            ("areas_for_four_fifths", Some(shown.cover_four_fifths as f64)),
            ("first_named_gini", Some(spread.first.gini)),
            ("first_named_top_fifth_share", Some(spread.first.fifth)),
            ("first_named_top_share", Some(spread.first.top)),
        ],
    );
    Some(claim)
}

fn chance_numbers(claim: &mut Claim, chance: &Chance) {
    numbers(
        claim,
        [
            ("chance_gini_mean", Some(chance.gini.mean)),
            ("chance_gini_p95", Some(chance.gini.p95)),
            ("chance_gini_p", Some(chance.gini.p)),
            ("chance_top_share_p95", Some(chance.top.p95)),
            ("chance_top_fifth_p95", Some(chance.fifth.p95)),
            ("replicates", Some(chance.replicates as f64)),
        ],
    );
}

/// Whether the size of every area is known, so that chance deals incidents out by it.
fn is_weighted(facts: &Facts, chosen: &Chosen) -> bool {
    facts.results.areas.kind(chosen.name).is_some_and(|kind| kind.weighted)
}

/// "In Q3 2026, 3 of 17 services had half of the incidents that name one, and 8 had four fifths."
fn described(spread: &AreaConcentration, chosen: &Chosen, when: &str) -> String {
    let (half, most) = (spread.shown.cover_half as u64, spread.shown.cover_four_fifths as u64);
    let all = count(spread.areas, chosen.name);
    let second = if most == half { " and four fifths".to_owned() } else { String::new() };
    let third = if most == half { String::new() } else { format!(", and {} had four fifths", number::thousands(most)) };
    format!(
        "In {when}, {} of {all} had half{second} of the {} that name one{third}.",
        number::thousands(half),
        count(spread.events, "incident")
    )
}

fn against(spread: &AreaConcentration, chance: &Chance, chosen: &Chosen, facts: &Facts) -> String {
    let alike = alike(facts, chosen.name);
    let (fifth, plural) = (spread.areas.div_ceil(5), plural_of(chosen.name));
    let seen = number::percent(spread.first.fifth);
    let most = number::percent(chance.fifth.p95);
    let largest = format!("{} largest of {} {plural}", number::thousands(fifth), number::thousands(spread.areas));
    let by = format!(" By the first {} each incident names, the {largest} had {seen}", chosen.name);
    if chance.fifth.beyond(spread.first.fifth) {
        let pareto = if spread.first.fifth >= 0.8 { ", the Pareto picture of a fifth with four fifths" } else { "" };
        format!(
            "{by}{pareto}; chance alone, spreading the same number over {alike}, makes no more than {most} plausible."
        )
    } else if chance.gini.beyond(spread.first.gini) {
        format!(
            "{by}, which chance alone could do (up to {most} is plausible), but the {plural} as a whole are less equal than chance makes them."
        )
    } else if is_weighted(facts, chosen) {
        format!(
            "{by}; chance alone, spreading the same number over {alike}, makes up to {most} plausible, so there is no evidence that {plural} differ, and less would not show."
        )
    } else {
        format!("{by}; chance alone, spreading the same number over {alike}, makes up to {most} plausible.")
    }
}

/// The test behind it; none where areas are taken as equal.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let chosen = choose(facts);
    let tested = is_weighted(facts, &chosen) && !chosen.poor();
    let chance = spread(facts, chosen.name).filter(|s| s.areas > 1 && tested)?.chance.as_ref()?;
    Some(Test::new(Question::Mix, "concentration", CODE, chance.gini.p.min(1.0)))
}

fn grade(facts: &Facts, spread: &AreaConcentration, chance: &Chance) -> Grade {
    let q = facts.tree.q(CODE).unwrap_or(1.0);
    if q <= STRONG && spread.events >= 30 {
        Grade::Strong
    } else if q <= EVIDENCE {
        Grade::Evidence
    } else if chance.gini.p <= EVIDENCE || chance.fifth.beyond(spread.first.fifth) {
        Grade::Weak
    } else {
        Grade::NoEvidence
    }
}
