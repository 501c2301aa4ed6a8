//! What became of the headlines of the last report: whether this one says the same, and where.

use super::{SECTION, period};
use crate::analyse::restatement::RestatedPeriod;
use crate::findings::draft::{claim, numbers, table, words_column};
use crate::findings::rule::{Facts, Part};
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Grade};
use crate::model::earlier::EarlierHeadline;
use crate::text::plural::noun;
use crate::text::{clip, list};

/// Characters of a statement in a table.
const SHOWN: usize = 240;

/// Where a headline of that report stands in this one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Headline,
    Said,
    Gone,
}

impl Standing {
    fn words(self) -> &'static str {
        match self {
            Self::Headline => "a headline again",
            Self::Said => "still said",
            Self::Gone => "no longer said",
        }
    }
}

/// Adds the statement and its table to the part on the last report, once the headlines of this one are chosen.
pub fn add(facts: &Facts, parts: &mut [Part], headlines: &[String]) {
    let Some(found) = &facts.results.restatement else { return };
    let earlier = &found.report.words.headlines;
    if earlier.is_empty() {
        return;
    }
    let told: Vec<(&EarlierHeadline, Standing, String)> =
        earlier.iter().map(|one| standing(one, parts, headlines)).collect();
    let claim = state(facts, found, &told);
    let rows = told.iter().map(|(one, standing, now)| {
        let before = format!("{} {}", one.lead, one.sentence);
        vec![clip::truncate(before.trim(), SHOWN), standing.words().to_owned(), clip::truncate(now, SHOWN)]
    });
    let period = period(facts, found);
    let table = table(
        "headlines-before",
        &format!("Headlines of {period}"),
        "Each headline of the last report, where it stands in this one, and what this one says of it.",
        ["then", "now", "what this report says"].map(words_column).to_vec(),
        rows.collect(),
        "",
    );
    let part = parts.iter_mut().find(|part| part.section.as_ref().is_some_and(|section| section.id == SECTION));
    if let Some(part) = part {
        if let Some(section) = &mut part.section {
            section.claims.push(claim.id.clone());
            section.tables.push(table);
        }
        part.claims.push(claim);
    }
}

fn standing<'a>(
    one: &'a EarlierHeadline,
    parts: &[Part],
    headlines: &[String],
) -> (&'a EarlierHeadline, Standing, String) {
    let claim = parts.iter().flat_map(|part| &part.claims).find(|claim| claim.id == one.id);
    match claim.filter(|claim| claim.grade != Grade::NotAssessable) {
        Some(claim) if headlines.contains(&claim.id) => (one, Standing::Headline, claim.sentence.clone()),
        Some(claim) => (one, Standing::Said, claim.sentence.clone()),
        None => (one, Standing::Gone, String::new()),
    }
}

fn state(facts: &Facts, found: &RestatedPeriod, told: &[(&EarlierHeadline, Standing, String)]) -> Claim {
    let mut claim = claim(facts, "restatement.headlines", "");
    let of = |standing: Standing| told.iter().filter(|(_, own, _)| *own == standing).count() as u64;
    let all = told.len() as u64;
    claim.lead = "What became of the last headlines.".to_owned();
    claim.method =
        "Each headline of the earlier report by its code and subject among the statements of this one.".to_owned();
    claim.caveats.clear();
    claim.n = Some(all);
    let counts = [Standing::Headline, Standing::Said, Standing::Gone].map(|standing| (standing, of(standing)));
    let [again, said, gone] = counts.map(|(_, n)| Some(n as f64));
    numbers(&mut claim, [("again", again), ("said", said), ("gone", gone)]);
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(standing, n)| {
            let is = if n == 1 { "is" } else { "are" };
            let what = match standing {
                Standing::Headline if n > 1 => "headlines again",
                other => other.words(),
            };
            format!("{} {is} {what}", spoken(n))
        })
        .collect();
    let period = period(facts, found);
    claim.sentence = match (told, parts.as_slice()) {
        ([(_, only, _)], _) => format!("The one headline of {period} is {} here.", only.words()),
        _ => format!("Of the {} {} of {period}, {}.", spoken(all), noun(all, "headline"), list::and(&parts)),
    };
    claim
}
