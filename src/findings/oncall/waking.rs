//! Problems that keep coming back and wake people.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::asleep::PageFate;
use crate::analyse::load::nights;
use crate::analyse::load::pages::Page;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::findings::draft::{claim, evidence, figures_column, in_period, numbers, quoted, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::words::is_told;
use crate::findings::{Claim, Table};
use crate::model::row::{FamilyIx, IncidentIx, PersonIx};
use crate::text::plural::{agree, count};
use crate::text::{clip, list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Problems named in the sentence.
const NAMED: usize = 3;

/// One problem's pages in sleep hours.
#[derive(Debug, Default)]
pub struct Woken {
    pages: u64,
    not_acted: u64,
    nights: u64,
    people: BTreeSet<PersonIx>,
}

/// Problems, and whether each may be told apart: fewer than five people stand behind some.
pub type Waking<'a> = Vec<(&'a Family, Woken, bool)>;

/// Most pages first, then by id.
#[must_use]
pub fn waking<'a>(facts: &'a Facts, fates: &[(Page, PageFate)]) -> Waking<'a> {
    let recurrence = &facts.results.recurrence;
    let mut found: BTreeMap<FamilyIx, Woken> = BTreeMap::new();
    for (page, fate) in fates {
        let Some(family) = recurrence.family_of[page.incident] else { continue };
        let woken = found.entry(family).or_default();
        woken.pages += 1;
        woken.not_acted += u64::from(*fate != PageFate::Acted);
        woken.people.insert(page.person);
    }
    for (family, nights) in nights_of(facts) {
        found.entry(family).and_modify(|woken| woken.nights = nights);
    }
    let known = found.into_iter().map(|(family, woken)| (&recurrence.families[family], woken, true));
    let mut waking: Waking = known.filter(|(family, ..)| family.recurs()).collect();
    waking.sort_by(|a, b| b.1.pages.cmp(&a.1.pages).then(a.0.family_id.cmp(&b.0.family_id)));
    let few = |people: &BTreeSet<PersonIx>| (people.len() as u64) < MIN_GROUP;
    waking.iter_mut().for_each(|one| one.2 = !few(&one.1.people));
    waking
}

/// Those of which a total may be given.
fn told<'a, 'b>(waking: &'b Waking<'a>) -> impl Iterator<Item = &'b (&'a Family, Woken, bool)> {
    let veiled = is_veiled(waking);
    waking.iter().filter(move |(_, _, shown)| *shown || !veiled)
}

/// Whether those that may not be told apart may not be told of together either, nor any total with them in it: fewer than
/// five people stand behind all of them.
fn is_veiled(waking: &Waking) -> bool {
    let others = waking.iter().filter(|(_, _, shown)| !shown);
    let people: BTreeSet<PersonIx> = others.flat_map(|(_, woken, _)| woken.people.iter().copied()).collect();
    !is_told(people.len() as u64) && waking.iter().any(|(_, _, shown)| *shown)
}

/// Nights of the period that each family disturbed, by the definition of all disturbed nights.
fn nights_of(facts: &Facts) -> impl Iterator<Item = (FamilyIx, u64)> {
    let (recurrence, period) = (&facts.results.recurrence, &facts.data.periods.current);
    let family = |row: IncidentIx| recurrence.family_of[row].map(FamilyIx::place);
    let least = facts.results.load.params.night_work;
    let lost = nights::by_group(facts.data, &family, recurrence.families.len(), least);
    recurrence
        .families
        .rows()
        .zip(lost)
        .map(|(family, lost)| (family, lost.iter().filter(|night| period.contains(night.at)).count() as u64))
}

/// The claim and its table; nothing for too few people and without a page in sleep hours.
#[must_use]
pub fn state(facts: &Facts, fates: &[(Page, PageFate)], waking: &Waking) -> Option<(Claim, Option<Table>)> {
    if !facts.results.load.known || !enough(facts) || fates.is_empty() {
        return None;
    }
    let mut claim = claim(facts, "oncall.waking-problems", "");
    claim.method = "Pages in the sleep hours of the person paged, for incidents of problems that occurred at least twice, a day or more apart.".to_owned();
    let (total, pages) = (fates.len() as u64, told(waking).map(|(_, w, _)| w.pages).sum::<u64>());
    let veiled = is_veiled(waking);
    claim.n = Some(total);
    let when = in_period(facts);
    claim.sentence = if waking.is_empty() {
        format!(
            "No problem that keeps coming back woke anybody {when}: the {} in sleep hours {} of incidents that are not known to have come before.",
            count(total, "page"),
            agree(total, "was", "were")
        )
    } else {
        let one = waking.len() == 1;
        claim.lead = if one { "A known problem woke people." } else { "Known problems woke people." }.to_owned();
        format!(
            "{}{} of {} in sleep hours {when} {} for {}{}.{}",
            if veiled { "At least " } else { "" },
            number::thousands(pages),
            count(total, "page"),
            agree(pages, "was", "were"),
            if one { "a problem that keeps coming back" } else { "problems that keep coming back" },
            named(waking),
            unowned(facts, waking)
        )
    };
    numbers(
        &mut claim,
        [
            ("pages_in_sleep_hours", Some(total as f64)),
            ("for_recurring_problems", (!veiled).then_some(pages as f64)),
            ("problems", Some(waking.len() as f64)),
        ],
    );
    claim.weight = pages as f64;
    let of = |page: &Page| facts.results.recurrence.family_id(page.incident);
    let ids: BTreeSet<&str> = waking.iter().map(|(family, ..)| family.family_id.as_str()).collect();
    let rows: BTreeSet<IncidentIx> =
        fates.iter().filter(|(p, _)| of(p).is_some_and(|id| ids.contains(id))).map(|(p, _)| p.incident).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some((claim, listing(facts, waking)))
}

/// The incidents of the problems of which the table gives figures.
#[must_use]
pub fn counted(facts: &Facts, fates: &[(Page, PageFate)], waking: &Waking) -> BTreeSet<IncidentIx> {
    let shown: BTreeSet<&str> =
        waking.iter().filter(|(_, _, shown)| *shown).map(|(family, ..)| family.family_id.as_str()).collect();
    let is_shown = |row: &IncidentIx| facts.results.recurrence.family_id(*row).is_some_and(|id| shown.contains(id));
    fates.iter().map(|(page, _)| page.incident).filter(is_shown).collect()
}

/// The problem with most pages in sleep hours that may be told, and how many.
#[must_use]
pub fn most<'a>(waking: &Waking<'a>) -> Option<(&'a Family, u64)> {
    waking.iter().find(|(_, _, shown)| *shown).map(|(family, woken, _)| (*family, woken.pages))
}

/// ": “a” (FB-01) 5 times; “b” (FB-02), of few people, once": problems are no people, so that each is named, and only how
/// many were paged is kept back where these are few.
fn named(waking: &Waking) -> String {
    let name = |family: &Family| format!("{} ({})", quoted(&family.name), family.family_id);
    let shown = waking.iter().filter(|(_, _, shown)| *shown);
    let words: Vec<String> =
        shown.map(|(family, woken, _)| format!("{} {}", name(family), times(woken.pages))).collect();
    let others: Vec<&(&Family, Woken, bool)> = waking.iter().filter(|(_, _, shown)| !shown).collect();
    let few = list::and_more(&others.iter().map(|(family, ..)| name(family)).collect::<Vec<_>>(), NAMED);
    let pages: u64 = others.iter().map(|(_, woken, _)| woken.pages).sum();
    let told = list::and_more(&words, NAMED);
    match (words.is_empty(), others.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(": {few}"),
        (false, true) => format!(": {told}"),
        (false, false) if is_veiled(waking) => {
            format!(": {told}. Pages for {few} are not counted, too few people being behind them")
        }
        (false, false) => format!(": {told}; {few}, each of few people, {} together", times(pages)),
    }
}

fn times(n: u64) -> String {
    crate::findings::recurrence::words::times(n)
}

/// Whether somebody is to see to a problem, or an open follow-up is there, as far as the exports know follow-ups at all.
fn is_owned(family: &Family) -> bool {
    family.owned() != Owned::Nobody
}

fn unowned(facts: &Facts, waking: &Waking) -> String {
    if !facts.results.recurrence.has_follow_ups {
        return String::new();
    }
    let bare: Vec<&Family> = waking.iter().map(|(family, ..)| *family).filter(|family| !is_owned(family)).collect();
    let names: Vec<String> = bare.iter().map(|f| format!("{} ({})", quoted(&f.name), f.family_id)).collect();
    match (bare.len(), waking.len()) {
        (0, _) => String::new(),
        (1, 1) => " No owner is on record, and no follow-up is open.".to_owned(),
        (n, all) if n == all => " For none of them is an owner on record or a follow-up open.".to_owned(),
        _ => format!(" Neither an owner nor an open follow-up is on record for {}.", list::and_more(&names, NAMED)),
    }
}

fn listing(facts: &Facts, waking: &Waking) -> Option<Table> {
    let known = facts.results.recurrence.has_follow_ups;
    let open = |family: &Family| match (known, is_owned(family)) {
        (false, _) => "not known",
        (true, true) => "yes",
        (true, false) => "no",
    };
    let row = |(family, woken, shown): &(&Family, Woken, bool)| {
        let figure = |n: u64| if *shown { number::thousands(n) } else { "not shown".to_owned() };
        vec![
            format!("{} ({})", clip::truncate(&family.name, 60), family.family_id),
            figure(woken.pages),
            figure(woken.nights),
            figure(woken.not_acted),
            number::thousands(family.occurrences.len() as u64),
            open(family).to_owned(),
        ]
    };
    let (told, few): (Vec<_>, Vec<_>) = waking.iter().partition(|(_, _, shown)| *shown);
    if told.is_empty() {
        return None;
    }
    let mut rows: Vec<Vec<String>> = told.into_iter().chain(few.iter().copied()).map(row).collect();
    if !few.is_empty() && !is_veiled(waking) {
        let sum = |what: fn(&Woken) -> u64| number::thousands(few.iter().map(|(_, woken, _)| what(woken)).sum());
        let sums = [sum(|w| w.pages), sum(|w| w.nights), sum(|w| w.not_acted), "–".to_owned(), "–".to_owned()];
        rows.push(["those not shown, together".to_owned()].into_iter().chain(sums).collect());
    }
    let figures = ["pages in sleep hours", "nights disturbed", "not acted on by morning", "times in all"];
    (!rows.is_empty()).then(|| {
        table(
            "waking-problems",
            "Problems that woke people",
            "Recurring problems with a page in sleep hours in the period; a night counts once for each person, and as disturbed by a page or by enough work. Of problems for which fewer than five people were paged the numbers stand together; where these are fewer than five people in all, they are not shown.",
            [words_column("problem")]
                .into_iter()
                .chain(figures.into_iter().map(figures_column))
                .chain([words_column("follow-up open")])
                .collect(),
            rows,
            "data/families.csv",
        )
    })
}
