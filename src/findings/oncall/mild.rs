//! Pages in sleep hours that are the first to be moved to the day: of a low severity, or without an act before morning.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::asleep::{PageFate, is_low, is_mild};
use crate::analyse::load::pages::Page;
use crate::findings::Claim;
use crate::findings::draft::{claim, evidence, in_period, numbers, quoted};
use crate::findings::load::people::enough;
use crate::findings::load::verdict::{asked, severities};
use crate::findings::oncall::services::mildest;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, plural_of};
use crate::text::{list, number};
use std::collections::BTreeSet;

pub const CODE: &str = "oncall.mild-pages";
/// Services named.
const NAMED: usize = 3;

/// The mild pages, and how many of them have a low severity.
fn mild<'a>(facts: &Facts, fates: &'a [(Page, PageFate)]) -> (Vec<&'a Page>, u64) {
    let (data, from) = (facts.data, facts.results.load.params.lines.mild_severity);
    let view = data.incident_view();
    let is_mild = |(page, fate): &&(Page, PageFate)| is_mild((data, &view), page, *fate, from);
    let pages: Vec<&Page> = fates.iter().filter(is_mild).map(|(page, _)| page).collect();
    let low = pages.iter().filter(|page| is_low(&view, page, from)).count() as u64;
    (pages, low)
}

/// Nothing for too few people, and without such a page.
#[must_use]
pub fn state(facts: &Facts, fates: &[(Page, PageFate)]) -> Option<Claim> {
    let (pages, low) = mild(facts, fates);
    if !facts.results.load.known || !enough(facts) || pages.is_empty() {
        return None;
    }
    let (n, total) = (pages.len() as u64, fates.len() as u64);
    let mut claim = claim(facts, CODE, "");
    claim.method = "Pages in the sleep hours of the person paged, for incidents of a low severity, or that nobody acknowledged or worked on before these hours were over. Services are named as in the table of pages by service: where at least five people were paged at night.".to_owned();
    claim.n = Some(total);
    let kinds = kinds(low, n - low, &severities(facts.results.load.params.lines.mild_severity));
    claim.sentence = format!(
        "{} of {} in sleep hours {} {} mild: {kinds}.{}",
        number::thousands(n),
        count(total, "page"),
        in_period(facts),
        agree(n, "was", "were"),
        places(facts, fates)
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
    let rows: BTreeSet<IncidentIx> = pages.iter().map(|page| page.incident).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
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

/// " 5 of them were for “label-printer” and 1 for another service; 20 were for services that paged too few people to be
/// named. Of the rotations judged, “Parcels primary” had most: 8 of its 13 night pages." Which service has most is
/// not known where some may not be named; a single page is no reason to name one.
#[must_use]
pub fn places(facts: &Facts, fates: &[(Page, PageFate)]) -> String {
    let found = mildest(facts, fates);
    let (named, rest): (Vec<_>, Vec<_>) = found.shown.iter().partition(|(_, n)| *n > 1);
    let figure = |n: u64| number::thousands(n);
    let more: Vec<_> = named.iter().skip(NAMED).copied().chain(rest.iter().copied()).collect();
    let mut parts: Vec<String> =
        named.iter().take(NAMED).map(|(name, n)| format!("{} for {}", figure(*n), quoted(name))).collect();
    if !parts.is_empty() {
        let left = more.iter().map(|(_, n)| n).sum::<u64>();
        let whose = agree(more.len() as u64, "another service", "other services");
        parts.extend((left > 0).then(|| format!("{} for {whose}", figure(left))));
        parts.extend((found.nameless > 0).then(|| format!("{} without a service on record", figure(found.nameless))));
    }
    let others = match (found.others, parts.is_empty()) {
        (0, _) | (_, true) => String::new(),
        (n, false) => {
            format!("; {} {} for services that paged too few people to be named", figure(n), agree(n, "was", "were"))
        }
    };
    if let Some(first) = parts.first_mut() {
        *first = first.replacen(" for ", " of them were for ", 1);
    }
    let services = if parts.is_empty() { String::new() } else { format!(" {}{others}.", list::and(&parts)) };
    services + &rotation(facts)
}

/// " Of the rotations judged, “Parcels primary” had most: 8 of its 13 night pages."; nothing for a handful.
fn rotation(facts: &Facts) -> String {
    let told = asked::mildest(facts).filter(|(_, _, [mild, _])| *mild >= MIN_GROUP);
    told.map_or_else(String::new, |(kind, name, [mild, all])| {
        format!(
            " Of the {} judged, {name} had most: {} of its {}.",
            plural_of(kind),
            number::thousands(mild),
            count(all, "night page")
        )
    })
}
