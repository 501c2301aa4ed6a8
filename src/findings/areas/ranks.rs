//! Which areas are surely among those with the most incidents, and which only seem to be.

use crate::analyse::areas::Row;
use crate::analyse::areas::membership::touches;
use crate::analyse::areas::ranks::Ranking;
use crate::findings::areas::ranking::{Chosen, spread};
use crate::findings::draft::{claim, evidence, numbers, rows_in_period};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Figure, Grade, RankRow};
use crate::text::plural::{agree, count, plural_of};
use crate::text::{list, number};

/// The first ranks, which are worth a sentence.
const FIRST: f64 = 3.0;
/// Rows of the chart.
const MOST_ROWS: usize = 20;
const LEAST_AREAS: u64 = 5;

/// The claim and its chart; nothing below two areas.
#[must_use]
pub fn state(facts: &Facts, chosen: &Chosen) -> Option<(Claim, Option<Exhibit>)> {
    let kind = facts.results.areas.kind(chosen.name).filter(|k| k.areas > 1)?;
    let (mut claim, plural) = (claim(facts, "areas.ranks", ""), plural_of(chosen.name));
    claim.n = Some(chosen.incidents - chosen.without.min(chosen.incidents));
    claim.coverage = (chosen.incidents > 0).then(|| chosen.coverage());
    claim.method = "Gamma-Poisson shrinkage (Marshall) and 90 % intervals of ranks from seeded draws; approximate, because the spread between areas is itself an estimate.".to_owned();
    let all = format!("{} {plural} with {}", number::thousands(kind.areas), count(claim.n.unwrap_or(0), "incident"));
    if kind.areas < LEAST_AREAS || chosen.poor() {
        claim.grade = Grade::NotAssessable;
        claim.sentence = if chosen.poor() {
            format!("Too few incidents of {} name a {} to rank them.", claim.period, chosen.name)
        } else {
            format!(
                "With {all} there are too few to say which would stay ahead in another period like {}.",
                claim.period
            )
        };
        return Some((claim, None));
    }
    let Some(ranking) = kind.ranking.as_ref().filter(|r| !r.ranks.is_empty()) else {
        claim.grade = Grade::NoEvidence;
        claim.sentence = format!(
            "The differences between {all} in {} are within what is plausible by chance, so they are not ranked; smaller ones would not show.",
            claim.period
        );
        return Some((claim, None));
    };
    let mut rows: Vec<&Row> =
        facts.results.areas.current(chosen.name).filter(|r| r.rank.is_some() && r.shrunk_rate.is_some()).collect();
    rows.sort_by(|a, b| {
        let rate = |r: &Row| r.shrunk_rate.unwrap_or(0.0);
        rate(b).total_cmp(&rate(a)).then_with(|| a.area.cmp(&b.area))
    });
    spoken(facts, chosen, ranking, &rows, &mut claim);
    let exhibit = exhibit(ranking, &rows, chosen, &claim);
    Some((claim, exhibit))
}

fn spoken(facts: &Facts, chosen: &Chosen, ranking: &Ranking, rows: &[&Row], claim: &mut Claim) {
    let plural = plural_of(chosen.name);
    let all = format!("{} {plural} with {}", number::thousands(ranking.areas), count(claim.n.unwrap_or(0), "incident"));
    let sure: Vec<&Row> = rows.iter().copied().filter(|r| r.rank.is_some_and(|[_, worst]| worst <= FIRST)).collect();
    let may = rows.iter().filter(|r| r.rank.is_some_and(|[best, _]| best <= FIRST)).count() as u64;
    let names: Vec<&str> = sure.iter().map(|r| r.area.as_str()).collect();
    claim.sentence = if names.is_empty() {
        format!(
            "None of {all} is surely among the three with the most incidents in {}: allowing for chance, {} may be (ranks plausible at approximately 90 %), and smaller differences would not show.",
            claim.period,
            number::thousands(may)
        )
    } else {
        format!(
            "Of {all}, {} {} surely among the three with the most incidents in {}, allowing for chance (ranks plausible at approximately 90 %); {} in all may be.",
            list::and(&names),
            agree(names.len() as u64, "is", "are"),
            claim.period,
            number::thousands(may)
        )
    };
    let differ = spread(facts, chosen.name).and_then(|s| s.chance.as_ref()).is_some_and(|c| c.gini.p <= 0.05);
    claim.grade = match (names.is_empty(), differ) {
        (true, _) => Grade::NoEvidence,
        (false, true) => Grade::Evidence,
        (false, false) => Grade::Weak,
    };
    if !differ && !names.is_empty() {
        claim.robustness.push(format!(
            "Held against chance as a whole, the {plural} do not clearly differ, so this is a weak signal at most."
        ));
    }
    claim.exhibits = vec!["area-ranks".to_owned()];
    claim.weight = sure.iter().map(|r| r.incidents as f64).sum();
    numbers(
        claim,
        [
            ("areas", Some(ranking.areas as f64)),
            ("surely_among_three", Some(names.len() as f64)),
            ("may_be_among_three", Some(may as f64)),
            ("mean_rate_per_week", Some(ranking.mean)),
            ("draws", Some(ranking.draws as f64)),
        ],
    );
    let view = facts.data.incident_view();
    let own = |row: &usize| sure.iter().any(|r| touches(&view, *row, chosen.name, &r.area));
    evidence(claim, &view, rows_in_period(&view).filter(own));
}

fn exhibit(ranking: &Ranking, rows: &[&Row], chosen: &Chosen, claim: &Claim) -> Option<Exhibit> {
    let one = |r: &&Row| {
        Some(RankRow {
            name: r.area.clone(),
            raw: r.rate_per_week?,
            shrunk: r.shrunk_rate?,
            interval: r.shrunk?,
            ranks: r.rank?,
        })
    };
    let shown: Vec<RankRow> = rows.iter().filter_map(one).take(MOST_ROWS).collect();
    let [top, ..] = shown.as_slice() else { return None };
    let [best, worst] = top.ranks;
    let headline = if best < worst {
        format!("{} has the highest rate, but may be anything from rank {best:.0} to {worst:.0}", top.name)
    } else {
        format!("{} has the highest rate, and surely rank {best:.0}", top.name)
    };
    let plural = plural_of(chosen.name);
    Some(Exhibit {
        id: "area-ranks".to_owned(),
        alt: format!(
            "Incidents per week of each {}, drawn towards the mean of all, with the ranks it may have. {headline}.",
            chosen.name
        ),
        headline,
        subtitle: format!(
            "Incidents per week and {} in {}, drawn towards the mean of all; intervals and ranks at approximately 90 %",
            chosen.name, claim.period
        ),
        footer: format!(
            "n = {} incidents in {} {plural}; {} draws; numbers in charts/area-ranks.csv",
            number::thousands(claim.n.unwrap_or(0)),
            number::thousands(ranking.areas),
            number::thousands(ranking.draws)
        ),
        figure: Figure::Ranks { unit: "incidents per week".to_owned(), mean: ranking.mean, rows: shown },
    })
}
