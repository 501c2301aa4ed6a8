//! Pages in sleep hours by the service they were for: which alerts wake people, whoever they are.

use crate::analyse::load::asleep::{PageFate, is_low, is_mild};
use crate::analyse::load::groups;
use crate::analyse::load::pages::Page;
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::load::verdict::severities;
use crate::findings::rule::Facts;
use crate::model::row::PersonIx;
use crate::text::{clip, number};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Woken {
    pages: u64,
    low: u64,
    not_acted: u64,
    mild: u64,
    people: BTreeSet<PersonIx>,
}

impl Woken {
    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.low += other.low;
        self.not_acted += other.not_acted;
        self.mild += other.mild;
        self.people.extend(other.people);
    }
}

/// Services by pages, most first. Those for which fewer than five people were paged stand together. Nothing for too few
/// people, without a page in sleep hours, and where no service may be shown.
#[must_use]
pub fn table_of(facts: &Facts, fates: &[(Page, PageFate)]) -> Option<Table> {
    if !enough(facts) || fates.is_empty() {
        return None;
    }
    let acts_known = facts.data.engagements.height() > 0;
    let (shown, others) = told(of_services(facts, fates));
    if shown.is_empty() {
        return None;
    }
    let row = |name: String, woken: &Woken| {
        vec![
            name,
            number::thousands(woken.pages),
            number::thousands(woken.low),
            if acts_known { number::thousands(woken.not_acted) } else { "not known".to_owned() },
        ]
    };
    let name = |name: &str| if name.is_empty() { "no service stated".to_owned() } else { clip::truncate(name, 60) };
    let mut rows: Vec<Vec<String>> = shown.iter().map(|(service, woken)| row(name(service), woken)).collect();
    rows.extend(others.map(|(label, woken)| row(label.to_owned(), &woken)));
    let low = format!("for {}", severities(facts.results.load.params.lines.mild_severity));
    let figures = ["pages in sleep hours", low.as_str(), "not acted on by morning"];
    Some(table(
        "night-pages-by-service",
        "Pages in sleep hours by service",
        "Pages of the period in the sleep hours of the person paged, by the first service of the incident. Two people paged for one incident count twice. Services for which fewer than five people were paged stand together, with others by which a total would give them away.",
        [words_column("service")].into_iter().chain(figures.into_iter().map(figures_column)).collect(),
        rows,
        "data/incidents.csv",
    ))
}

/// The mild pages by service.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MildPages {
    /// Services that may be shown by themselves, most first.
    pub shown: Vec<(String, u64)>,
    /// Pages of incidents without a service on record, where these may be shown by themselves.
    pub nameless: u64,
    /// Pages for all services that may not.
    pub others: u64,
}

/// As the table has them: a sentence that named others, or was silent of those that may not be shown, would send the reader
/// to the wrong alerts.
#[must_use]
pub fn mildest(facts: &Facts, fates: &[(Page, PageFate)]) -> MildPages {
    let (shown, others) = told(of_services(facts, fates));
    let mut found = MildPages { others: others.map_or(0, |(_, woken)| woken.mild), ..MildPages::default() };
    for (name, woken) in shown.into_iter().filter(|(_, woken)| woken.mild > 0) {
        if name.is_empty() {
            found.nameless += woken.mild;
        } else {
            found.shown.push((name, woken.mild));
        }
    }
    found.shown.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}

fn of_services(facts: &Facts, fates: &[(Page, PageFate)]) -> BTreeMap<String, Woken> {
    let (view, from) = (facts.data.incident_view(), facts.results.load.params.lines.mild_severity);
    let mut services: BTreeMap<String, Woken> = BTreeMap::new();
    for (page, fate) in fates {
        let row = page.incident;
        services.entry(view.service.get(row).unwrap_or_default().to_owned()).or_default().add(Woken {
            pages: 1,
            low: u64::from(is_low(&view, page, from)),
            not_acted: u64::from(*fate != PageFate::Acted),
            mild: u64::from(is_mild((facts.data, &view), page, *fate, from)),
            people: BTreeSet::from([page.person]),
        });
    }
    services
}

type Told = (Vec<(String, Woken)>, Option<(&'static str, Woken)>);

/// Those that may be shown, most pages first, and all others together.
fn told(services: BTreeMap<String, Woken>) -> Told {
    let people: Vec<&BTreeSet<PersonIx>> = services.values().map(|woken| &woken.people).collect();
    let hidden = groups::hidden(&people, &BTreeSet::new());
    let label = others(&people, &hidden);
    let (mut shown, mut rest) = (Vec::new(), None);
    for ((name, woken), hidden) in services.into_iter().zip(hidden) {
        if hidden {
            rest.get_or_insert_with(|| (label, Woken::default())).1.add(woken);
        } else {
            shown.push((name, woken));
        }
    }
    shown.sort_by(|a, b| b.1.pages.cmp(&a.1.pages).then_with(|| a.0.cmp(&b.0)));
    (shown, rest)
}

/// What the row of those that stand together is called: one of five people may be among them, so that the few cannot be told
/// from a total.
fn others(people: &[&BTreeSet<PersonIx>], hidden: &[bool]) -> &'static str {
    let few = |people: &BTreeSet<PersonIx>| (people.len() as u64) < crate::analyse::load::MIN_GROUP;
    if people.iter().zip(hidden).all(|(people, hidden)| !hidden || few(people)) {
        "others (fewer than five people each)"
    } else {
        "others (too few people to stand alone)"
    }
}
