//! Pages in sleep hours by the service they were for: which alerts wake people, whoever they are.

use crate::analyse::load::asleep::Fate;
use crate::analyse::load::pages::Page;
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::load::people::enough;
use crate::findings::load::verdict::severities;
use crate::findings::rule::Facts;
use crate::text::{clip, number};
use std::collections::BTreeMap;

#[derive(Default)]
struct Woken {
    pages: u64,
    low: u64,
    not_acted: u64,
}

/// Services by pages, most first; nothing for too few people and without a page in sleep hours.
#[must_use]
pub fn table_of(facts: &Facts, fates: &[(Page, Fate)]) -> Option<Table> {
    if !enough(facts) || fates.is_empty() {
        return None;
    }
    let view = facts.data.incident_view();
    let (from, acts_known) = (facts.results.load.params.lines.mild_severity, facts.data.engagements.height() > 0);
    let mut services: BTreeMap<&str, Woken> = BTreeMap::new();
    for (page, fate) in fates {
        let row = page.incident as usize;
        let woken = services.entry(view.service.get(row).unwrap_or_default()).or_default();
        woken.pages += 1;
        woken.low += u64::from(view.severity.get(row).is_some_and(|rank| rank >= from));
        woken.not_acted += u64::from(*fate != Fate::Acted);
    }
    let mut services: Vec<(&str, Woken)> = services.into_iter().collect();
    services.sort_by(|a, b| b.1.pages.cmp(&a.1.pages).then(a.0.cmp(b.0)));
    let row = |(name, woken): (&str, Woken)| {
        vec![
            if name.is_empty() { "no service stated".to_owned() } else { clip::truncate(name, 60) },
            number::thousands(woken.pages),
            number::thousands(woken.low),
            if acts_known { number::thousands(woken.not_acted) } else { "not known".to_owned() },
        ]
    };
    let low = format!("for {}", severities(from));
    let figures = ["pages in sleep hours", low.as_str(), "not acted on by morning"];
    Some(table(
        "night-pages-by-service",
        "Pages in sleep hours by service",
        "Pages of the period in the sleep hours of the person paged, by the first service of the incident. Two people paged for one incident count twice.",
        [words_column("service")].into_iter().chain(figures.into_iter().map(figures_column)).collect(),
        services.into_iter().map(row).collect(),
        "data/incidents.csv",
    ))
}
