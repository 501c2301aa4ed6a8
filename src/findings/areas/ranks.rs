//! Which areas are probably among those with the most incidents, and which only seem to be.

use crate::analyse::areas::AreaRow;
use crate::analyse::areas::membership::touches;
use crate::analyse::areas::ranks::{FIRST, ShrunkenRates};
use crate::findings::areas::ranking::{self, Chosen};
use crate::findings::draft::{called, claim, evidence, in_period, numbers, rows_in_period};
use crate::findings::exhibit::figure;
use crate::findings::grade::{EVIDENCE, WATCH};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Claim, Exhibit, Figure, Grade, RankRow};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, plural_of};
use crate::text::{list, number};

const CODE: &str = "areas.ranks";
/// Rows of the chart.
const MAX_ROWS: usize = 20;
const MIN_AREAS: u64 = 5;
/// Of fewer incidents nothing is said about their places, not even that chance explains them.
const MIN_INCIDENTS: u64 = 10;

/// The test behind it: the joint error of what it names.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let chosen = ranking::choose(facts);
    let kind = facts.results.areas.kind(chosen.name).filter(|k| k.areas >= MIN_AREAS && !chosen.poor())?;
    let ranking = kind.ranking.as_ref().filter(|r| !r.ranks.is_empty())?;
    Some(Test::new(Question::Mix, "ranks", CODE, ranking.q?))
}

/// The claim and its chart; nothing below two areas.
#[must_use]
pub fn state(facts: &Facts, chosen: &Chosen) -> Option<(Claim, Option<Exhibit>)> {
    let kind = facts.results.areas.kind(chosen.name).filter(|k| k.areas > 1)?;
    let (mut claim, plural) = (claim(facts, CODE, ""), plural_of(chosen.name));
    claim.n = Some(chosen.incidents - chosen.without.min(chosen.incidents));
    claim.coverage = (chosen.incidents > 0).then(|| chosen.coverage());
    claim.method = "Ranks that are plausible for all areas at once at 95 %: exact conditional tests of every pair at the level of the studentised range (Klein, Wright and Wieczorek 2020); q is the joint error at which all areas named have as many below them as it takes. Rates in the chart are drawn towards the mean of all (gamma-Poisson, Marshall 1991), with approximate 90 % intervals.".to_owned();
    let all = format!("{} {plural} with {}", number::thousands(kind.areas), count(claim.n.unwrap_or(0), "incident"));
    let is_few = claim.n.is_none_or(|n| n < MIN_INCIDENTS);
    if kind.areas < MIN_AREAS || chosen.poor() || is_few {
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
    let mut rows: Vec<&AreaRow> =
        facts.results.areas.current(chosen.name).filter(|r| r.rank.is_some() && r.shrunk_rate.is_some()).collect();
    rows.sort_by(|a, b| {
        let rate = |r: &AreaRow| r.shrunk_rate.unwrap_or(0.0);
        rate(b).total_cmp(&rate(a)).then_with(|| a.area.cmp(&b.area))
    });
    spoken(facts, chosen, ranking, &rows, &mut claim);
    let exhibit = exhibit(facts, (ranking, &rows), chosen, claim.n);
    Some((claim, exhibit))
}

fn spoken(facts: &Facts, chosen: &Chosen, ranking: &ShrunkenRates, rows: &[&AreaRow], claim: &mut Claim) {
    let plural = plural_of(chosen.name);
    let all = format!("{} {plural} with {}", number::thousands(ranking.areas), count(claim.n.unwrap_or(0), "incident"));
    let first = FIRST as f64;
    let probable: Vec<&AreaRow> =
        rows.iter().copied().filter(|r| r.rank.is_some_and(|[_, worst]| worst <= first)).collect();
    let may = rows.iter().filter(|r| r.rank.is_some_and(|[best, _]| best <= first)).count() as u64;
    let names: Vec<String> = probable.iter().map(|r| called(&r.area)).collect();
    claim.q = facts.tree.q(CODE).or(ranking.q);
    // At the printed rule a q up to 0.10 is a weak signal, here as anywhere: of the one that comes closest.
    let closest = rows.iter().copied().filter(|r| r.rank.is_some_and(|[best, _]| best <= first));
    let closest = closest.min_by(|a, b| {
        let worst = |r: &AreaRow| r.rank.map_or(f64::INFINITY, |[_, worst]| worst);
        worst(a).total_cmp(&worst(b))
    });
    let closest = closest.filter(|_| names.is_empty() && facts.tree.q(CODE).is_some_and(|q| q <= WATCH));
    let signal = closest.map_or_else(String::new, |row| {
        format!("; {} comes closest, a weak signal, worth watching", called(&row.area))
    });
    claim.sentence = if names.is_empty() {
        format!(
            "None of {all} is clearly among the three with the most incidents in {}{signal}: allowing for chance, {} may be (all ranks plausible together at 95 %), and smaller differences would not show.",
            claim.period,
            number::thousands(may)
        )
    } else {
        format!(
            "Of {all}, {} {} probably among the three with the most incidents in {}, allowing for chance (all ranks plausible together at 95 %); {} in all may be.",
            list::and(&names),
            agree(names.len() as u64, "is", "are"),
            claim.period,
            number::thousands(may)
        )
    };
    claim.grade = match (names.as_slice(), facts.tree.q(CODE)) {
        ([], _) if closest.is_none() => Grade::NoEvidence,
        (_, Some(q)) if q <= EVIDENCE => Grade::Evidence,
        _ => Grade::Weak,
    };
    claim.exhibits = vec!["area-ranks".to_owned()];
    claim.weight = probable.iter().map(|r| r.incidents as f64).sum();
    numbers(
        claim,
        [
            ("areas", Some(ranking.areas as f64)),
            ("probably_among_three", Some(names.len() as f64)),
            ("may_be_among_three", Some(may as f64)),
            ("mean_rate_per_week", Some(ranking.mean)),
        ],
    );
    let view = facts.data.incident_view();
    let own = |row: &IncidentIx| probable.iter().any(|r| touches(&view, *row, chosen.name, &r.area));
    evidence(claim, &view, rows_in_period(&view).filter(own));
}

fn exhibit(
    facts: &Facts,
    (ranking, rows): (&ShrunkenRates, &[&AreaRow]),
    chosen: &Chosen,
    n: Option<u64>,
) -> Option<Exhibit> {
    let one = |r: &&AreaRow| {
        Some(RankRow {
            name: r.area.clone(),
            raw: r.rate_per_week?,
            shrunk: r.shrunk_rate?,
            interval: r.shrunk?,
            ranks: r.rank?,
        })
    };
    let shown: Vec<RankRow> = rows.iter().filter_map(one).take(MAX_ROWS).collect();
    let [top, ..] = shown.as_slice() else { return None };
    let [best, worst] = top.ranks;
    let headline = if best < worst {
        format!("{} has the highest rate, but may be anything from rank {best:.0} to {worst:.0}", top.name)
    } else {
        format!("{} has the highest rate, and probably rank {best:.0}", top.name)
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
            "Incidents per week and {} {}, drawn towards the mean of all, with intervals at approximately 90 %; ranks together at 95 %",
            chosen.name,
            in_period(facts)
        ),
        footer: format!(
            "n = {} incidents in {} {plural}; numbers in charts/area-ranks.csv",
            number::thousands(n.unwrap_or(0)),
            number::thousands(ranking.areas)
        ),
        figure: Figure::Ranks(figure::Ranks { unit: "incidents per week".to_owned(), mean: ranking.mean, rows: shown }),
    })
}
