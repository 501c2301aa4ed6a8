//! How evenly interruptions fall on the time on call, and how much hangs on few people. Never about one person.

use crate::analyse::load::inequality::{AgainstChance, Inequality};
use crate::analyse::load::key_people::Dependence;
use crate::analyse::load::{MIN_GROUP, groups};
use crate::findings::draft::{claim, figures_column, in_period, numbers, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::tree::among_their_kind;
use crate::findings::words::{few, figure, people};
use crate::findings::{Claim, Grade, Table};
use crate::model::row::PersonIx;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{clip, number};
use std::collections::BTreeSet;

/// From this probability on there is a weak signal. Bouts come in groups, which this chance knows nothing of, so it is
/// never more.
const SIGNAL: f64 = 0.05;

/// Nothing for fewer than eight people or too few bouts.
#[must_use]
pub fn spread(facts: &Facts) -> Option<Claim> {
    let load = &facts.results.load;
    let all = load.spread.all.as_ref().filter(|s| s.people >= crate::analyse::load::MIN_FOR_TOP)?;
    let mut claim = claim(facts, "load.spread", "");
    claim.method = format!(
        "Bouts of interruptions (pages to one person within {} of the first) per hour on call, against as many bouts spread at random over the same time on call; q is adjusted for both stretches (Benjamini and Hochberg).",
        count((load.params.bout / 60_000).unsigned_abs(), "minute")
    );
    claim.n = Some(all.bouts);
    let uneven = all.gini.p <= SIGNAL;
    claim.grade = if uneven { Grade::Weak } else { Grade::NoEvidence };
    let p = [Some(all.gini.p), load.spread.unpleasant.as_ref().map(|hard| hard.gini.p)];
    claim.q = among_their_kind(&p).first().copied().flatten();
    claim.sentence = format!(
        "{}, the fifth of the time on call with most interruptions had {} of {}; {}.",
        capital(&in_period(facts)),
        number::percent(all.fifth.observed),
        format_args!("{} bouts of interruptions", number::thousands(all.bouts)),
        chance(&all.fifth)
    );
    claim.sentence.push_str(if uneven {
        " A weak signal that the load per hour on call is less even than chance makes it."
    } else {
        " There is no evidence that the load per hour on call is uneven; a smaller difference would not show."
    });
    if let Some(hard) = &load.spread.unpleasant {
        claim.sentence.push_str(&format!(
            " Outside working hours the same share was {} of {} bouts; {}.",
            number::percent(hard.fifth.observed),
            number::thousands(hard.bouts),
            chance(&hard.fifth)
        ));
    }
    claim.caveats.push("Bouts come in groups, so chance alone spreads them less evenly than counted here. Load is a property of the schedule, not of a person.".to_owned());
    if load.spread.elsewhere > 0 {
        claim.caveats.push("Bouts of people without time on call are not compared.".to_owned());
    }
    figures(&mut claim, all, load.spread.unpleasant.as_ref());
    claim.weight = all.bouts as f64;
    Some(claim)
}

fn chance(of: &AgainstChance) -> String {
    format!("chance alone makes {} usual and up to {} plausible", number::percent(of.typical), number::percent(of.most))
}

fn figures(claim: &mut Claim, all: &Inequality, hard: Option<&Inequality>) {
    numbers(
        claim,
        [
            ("estimate", Some(all.fifth.observed)),
            ("chance_median", Some(all.fifth.typical)),
            ("chance_most", Some(all.fifth.most)),
            ("gini", Some(all.gini.observed)),
            ("gini_chance_most", Some(all.gini.most)),
            ("p", Some(all.gini.p)),
            ("people", figure(all.people)),
            ("bouts", Some(all.bouts as f64)),
            ("off_hours_bouts", hard.map(|h| h.bouts as f64)),
            ("off_hours_fifth", hard.map(|h| h.fifth.observed)),
            ("off_hours_p", hard.map(|h| h.gini.p)),
        ],
    );
}

/// Nothing for too few incidents, or fewer than five responders.
#[must_use]
pub fn dependence(facts: &Facts) -> Option<Claim> {
    let all = facts.results.load.dependence.all.as_ref().filter(|d| d.people >= MIN_GROUP && enough(facts))?;
    let mut claim = claim(facts, "load.dependence", "");
    claim.method = if all.smallest {
        "Smallest groups of people who together answered so many incidents, among all groups.".to_owned()
    } else {
        "Groups of people who together answered so many incidents, each next person being who adds most (greedy); smaller groups may exist.".to_owned()
    };
    claim.n = Some(all.incidents);
    let known = all.incidents + all.unknown;
    claim.coverage = (known > 0).then(|| all.incidents as f64 / known as f64);
    claim.sentence = format!(
        "Of {} with a known responder {}, half were answered with the help of {}, and four fifths with the help of {}, out of {}.",
        count(all.incidents, "incident"),
        in_period(facts),
        people(all.half),
        people(all.four_fifths),
        people(all.people)
    );
    claim.sentence.push_str(&format!(
        " {} {} answered by one person alone.",
        if all.alone == 0 { "None".to_owned() } else { capital(&number::share(all.alone, all.incidents)) },
        agree(all.alone, "was", "were")
    ));
    if all.unknown > 0 {
        claim.caveats.push(format!("Of {} no responder is known.", count(all.unknown, "incident")));
    }
    numbers(
        &mut claim,
        [
            ("incidents", Some(all.incidents as f64)),
            ("unknown", Some(all.unknown as f64)),
            ("people", figure(all.people)),
            ("people_for_half", figure(all.half)),
            ("people_for_four_fifths", figure(all.four_fifths)),
            ("alone", Some(all.alone as f64)),
        ],
    );
    claim.weight = all.alone as f64;
    Some(claim)
}

/// Services with enough incidents. Those that fewer than five people answered are not split, nor are others by which a
/// total would give them away.
#[must_use]
pub fn areas(facts: &Facts) -> Option<Table> {
    let areas = &facts.results.load.dependence.areas;
    let is_small = |d: &Dependence| d.people < MIN_GROUP;
    if !enough(facts) || areas.iter().all(is_small) {
        return None;
    }
    let members: Vec<&BTreeSet<PersonIx>> = areas.iter().map(|area| &area.members).collect();
    let hidden = groups::hidden(&members, &facts.results.load.dependence.elsewhere);
    let row = |d: &Dependence, hidden: bool| {
        let mut cells = vec![clip::truncate(&d.area, 60), number::thousands(d.incidents)];
        if hidden {
            cells.extend(std::iter::repeat_n("not shown".to_owned(), 3));
        } else {
            cells.extend([few(d.people), few(d.four_fifths), number::share(d.alone, d.incidents)]);
        }
        cells
    };
    let columns = ["incidents", "responders", "who answered four fifths", "answered by one person alone"];
    Some(table(
        "responders-by-service",
        "Dependence on few people, per service",
        "Services with at least 20 incidents with a known responder in the period, by name. Those that fewer than five people answered are not split.",
        ["service"].into_iter().map(words_column).chain(columns.into_iter().map(figures_column)).collect(),
        areas.iter().zip(hidden).map(|(d, hidden)| row(d, hidden)).collect(),
        "data/involvements.csv, which --people writes",
    ))
}
