//! Pages in sleep hours that are the first to be moved to the day: of a low severity, or without an act before morning.

use crate::analyse::load::asleep::Fate;
use crate::analyse::load::groups;
use crate::analyse::load::pages::Page;
use crate::findings::Claim;
use crate::findings::draft::{claim, evidence, in_period, numbers, quoted};
use crate::findings::load::people::enough;
use crate::findings::load::verdict::severities;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::text::plural::{agree, count};
use crate::text::{list, number};
use std::collections::{BTreeMap, BTreeSet};

pub const CODE: &str = "oncall.mild-pages";
/// Services named.
const NAMED: usize = 3;

/// The mild pages, and how many of them have a low severity. Where no export says what people did, only severities tell.
fn mild<'a>(facts: &Facts, fates: &'a [(Page, Fate)]) -> (Vec<&'a Page>, u64) {
    let (view, from) = (facts.data.incident_view(), facts.results.load.params.lines.mild_severity);
    let acts_known = facts.data.engagements.height() > 0;
    let is_low = |page: &Page| view.severity.get(page.incident as usize).is_some_and(|rank| rank >= from);
    let is_mild = |(page, fate): &&(Page, Fate)| is_low(page) || acts_known && *fate != Fate::Acted;
    let pages: Vec<&Page> = fates.iter().filter(is_mild).map(|(page, _)| page).collect();
    let low = pages.iter().filter(|page| is_low(page)).count() as u64;
    (pages, low)
}

/// Nothing for too few people, and without such a page.
#[must_use]
pub fn state(facts: &Facts, fates: &[(Page, Fate)]) -> Option<Claim> {
    let (pages, low) = mild(facts, fates);
    if !facts.results.load.known || !enough(facts) || pages.is_empty() {
        return None;
    }
    let (n, total) = (pages.len() as u64, fates.len() as u64);
    let mut claim = claim(facts, CODE, "");
    claim.method = "Pages in the sleep hours of the person paged, for incidents of a low severity, or that nobody acknowledged or worked on before these hours were over. Services are named where at least five people were paged.".to_owned();
    claim.n = Some(total);
    let kinds = kinds(low, n - low, &severities(facts.results.load.params.lines.mild_severity));
    claim.sentence = format!(
        "{} of {} in sleep hours {} {} mild: {kinds}.{}",
        number::thousands(n),
        count(total, "page"),
        in_period(facts),
        agree(n, "was", "were"),
        services(facts, fates)
    );
    numbers(
        &mut claim,
        [
            ("pages_in_sleep_hours", Some(total as f64)),
            ("mild", Some(n as f64)),
            ("low_severity", Some(low as f64)),
            ("otherwise_not_acted_on", Some((n - low) as f64)),
        ],
    );
    claim.weight = n as f64;
    let rows: BTreeSet<u32> = pages.iter().map(|page| page.incident).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter().map(|row| row as usize));
    Some(claim)
}

/// "33 for severities 4 and 5, and one more on which nobody acted before morning".
fn kinds(low: u64, idle: u64, severities: &str) -> String {
    match (low, idle) {
        (1, 0) => format!("for {severities}"),
        (_, 0) => format!("all for {severities}"),
        (0, idle) => format!("on {} nobody acted before morning", spoken(idle)),
        (low, idle) => format!(
            "{} for {severities}, and {} more on which nobody acted before morning",
            number::thousands(low),
            spoken(idle)
        ),
    }
}

/// " Services with most: “ledger” (9) and “search” (6)."; those that fewer than five people were paged for are not named, nor
/// are others by which the total would give them away.
#[must_use]
pub fn services(facts: &Facts, fates: &[(Page, Fate)]) -> String {
    let view = facts.data.incident_view();
    let mut found: BTreeMap<&str, (u64, BTreeSet<u32>)> = BTreeMap::new();
    for page in mild(facts, fates).0 {
        let of = found.entry(view.service.get(page.incident as usize).unwrap_or_default()).or_default();
        of.0 += 1;
        of.1.insert(page.person);
    }
    let hidden = groups::hidden(&found.values().map(|(_, people)| people).collect::<Vec<_>>(), &BTreeSet::new());
    let shown = found.iter().zip(hidden).filter(|((name, _), hidden)| !hidden && !name.is_empty());
    let mut shown: Vec<(&str, u64)> = shown.map(|((name, (pages, _)), _)| (*name, *pages)).collect();
    shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let words: Vec<String> =
        shown.iter().take(NAMED).map(|(name, n)| format!("{} ({})", quoted(name), number::thousands(*n))).collect();
    if words.is_empty() { String::new() } else { format!(" Services with most: {}.", list::and(&words)) }
}
