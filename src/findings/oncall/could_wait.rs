//! Which pages in sleep hours could have waited until the day.

use crate::analyse::load::asleep::Fate;
use crate::analyse::load::pages::Page;
use crate::findings::rule::Facts;

/// Whether a page is for an incident of a low severity.
#[must_use]
pub fn is_low(facts: &Facts, page: &Page) -> bool {
    let from = facts.results.load.params.lines.mild_severity;
    facts.data.incident_view().severity.get(page.incident as usize).is_some_and(|rank| rank >= from)
}

/// Whether a page could have waited. Where no export says what people did, only severities tell.
#[must_use]
pub fn is_mild(facts: &Facts, page: &Page, fate: Fate) -> bool {
    is_low(facts, page) || facts.data.engagements.height() > 0 && fate != Fate::Acted
}
