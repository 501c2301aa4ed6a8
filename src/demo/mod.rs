//! An invented organisation, Harbour & Vale, written as the exports it would have, with the planted truth beside them.
//!
//! Everything follows from the options: the same options give the same bytes. The exports hold what real ones hold
//! (duplicates across tools, alerts merged into one, maintenance, open incidents, tickets without an end), and
//! `truth/` says what a correct review of them must find.

mod actions;
pub mod catalogue;
mod compared;
mod even;
mod incident;
mod organisation;
mod output;
mod pager;
mod plan;
mod planted;
mod response;
mod review;
mod rhythm;
mod scenario;
mod status_page;
mod stories;
mod sweep;
mod ticket;
mod truth;
mod wording;

pub use output::Error;
pub use scenario::Scenario;

use crate::text::number::thousands;
use incident::{Incident, Numbers};
use pager::Pager;
use review::Reviews;
use status_page::StatusPage;
use std::fmt;
use std::path::Path;
use ticket::Tickets;
use truth::{Truth, Written};

/// What to write. The same options always give the same bytes.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// True incidents; each has one record or several.
    pub incidents: usize,
    pub seed: u64,
    pub scenario: Scenario,
}

impl Default for Options {
    fn default() -> Self {
        Self { incidents: 2_000, seed: 20_240_601, scenario: Scenario::Typical }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub scenario: Scenario,
    pub incidents: usize,
    /// Records about incidents in all tools, maintenance included.
    pub records: usize,
    pub log_entries: usize,
    pub reviews: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |n: usize| thousands(u64::try_from(n).unwrap_or(u64::MAX));
        writeln!(f, "Harbour & Vale, {}: {} incidents.", self.scenario.months(), count(self.incidents))?;
        writeln!(
            f,
            "{} records in PagerDuty, ServiceNow, Statuspage and {} reviews; {} log entries.",
            count(self.records),
            count(self.reviews),
            count(self.log_entries)
        )?;
        write!(f, "What a review must find is in truth/, which the review itself does not read.")
    }
}

/// Pages of the pager's interface stay small enough to look at while the demo is small.
fn page_size(incidents: usize) -> usize {
    if incidents <= 20_000 { 250 } else { 10_000 }
}

/// Writes the demo below a folder, which is made if it is not there.
///
/// # Errors
/// A file or folder can't be written; the error names it.
pub fn write(folder: &Path, options: &Options) -> Result<Summary, Error> {
    let Options { scenario, .. } = *options;
    let at = |name: &str| folder.join(name);
    for name in ["pagerduty", "servicenow", "statuspage", "reviews", "truth"] {
        output::folder(&at(name))?;
    }
    let plan = plan::plan(scenario, options.incidents, options.seed);
    let mut pager = Pager::create(&at("pagerduty"), page_size(options.incidents), scenario.rotation());
    let mut tickets = Tickets::create(&at("servicenow"))?;
    let mut page = StatusPage::create(&at("statuspage"))?;
    let mut reviews = Reviews::new(&at("reviews"));
    let mut truth = Truth::create(scenario, at("truth"))?;
    let mut numbers = Numbers::new(options.seed);
    for (key, planned) in plan.incidents.iter().enumerate() {
        let mut incident = Incident::new(key, *planned, options.seed, &mut numbers);
        let latest = pager.write(&mut incident, &mut truth.rings)?;
        truth.seen(latest);
        truth.seen(tickets.write(&mut incident)?);
        truth.seen(page.write(&incident)?);
        truth.seen(incident.true_start());
        let review = reviews.write(&mut incident)?;
        truth.take(&incident, review.as_deref())?;
    }
    for (number, start) in plan.maintenances.iter().enumerate() {
        truth.seen(page.write_maintenance(number, *start)?);
    }
    pager::write_people(&at("pagerduty"), scenario.rotation(), scenario.from())?;
    truth::write_settings(folder)?;
    let (pager, log_entries) = pager.finish()?;
    let written = Written {
        pager,
        tickets: tickets.finish()?,
        posts: page.finish()?,
        reviews: reviews.len(),
        maintenances: plan.maintenances.len(),
    };
    truth.finish(&written)?;
    let records = written.pager + written.tickets + written.posts + written.reviews;
    Ok(Summary { scenario, incidents: plan.incidents.len(), records, log_entries, reviews: written.reviews })
}
