//! Pages in sleep hours that are the first to be moved to the day: of a low severity, or without an act before morning.

use crate::analyse::load::asleep::{PageFate, is_low, is_mild};
use crate::analyse::load::pages::Page;
use crate::findings::Claim;
use crate::findings::draft::{claim, evidence, in_period, numbers, quoted};
use crate::findings::load::people::enough;
use crate::findings::load::verdict::severities;
use crate::findings::oncall::services::mildest;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
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

/// " Services with most: “ledger” (9) and “search” (6)."; those that may not be shown by themselves in the table of pages by
/// service are not named here either, and no others are left out.
#[must_use]
pub fn services(facts: &Facts, fates: &[(Page, PageFate)]) -> String {
    let shown = mildest(facts, fates);
    let words: Vec<String> =
        shown.iter().take(NAMED).map(|(name, n)| format!("{} ({})", quoted(name), number::thousands(*n))).collect();
    if words.is_empty() { String::new() } else { format!(" Services with most: {}.", list::and(&words)) }
}
