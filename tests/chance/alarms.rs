//! How often reports of worlds in which nothing changed say that something did: per report and per code.

use retroscope::findings::{Claim, Findings, Grade};
use std::collections::{BTreeMap, BTreeSet};

/// Reports in which something false was said.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    pub(crate) reports: usize,
    /// Reports in which this code is graded evidence, or tells of something out of the ordinary.
    pub(crate) by_code: BTreeMap<String, usize>,
    pub(crate) in_headlines: BTreeMap<String, usize>,
    /// Reports with any of these.
    pub(crate) evidence: usize,
    pub(crate) headline: usize,
    pub(crate) week: usize,
}

/// What may be false in at most so many of a hundred reports, and how often the count fails the test: the bar and three
/// standard deviations of 200 reports and somewhat more (`METHODS.md` 17.1).
pub(crate) const BARS: [(&str, f64, f64); 3] =
    [("graded headline", 0.05, 0.09), ("evidence anywhere", 0.10, 0.15), ("unusual week or run", 0.05, 0.09)];

fn is_graded(claim: &Claim) -> bool {
    matches!(claim.grade, Grade::Weak | Grade::Evidence | Grade::Strong)
}

impl Alarms {
    /// Looks through one report; `truths` are codes that say what is so in this world.
    pub(crate) fn count(&mut self, findings: &Findings, truths: &[&str]) {
        self.reports += 1;
        let is_true = |c: &Claim| truths.contains(&&*c.code);
        let is_evidence = |c: &Claim| matches!(c.grade, Grade::Evidence | Grade::Strong) && !is_true(c);
        // Pairs of areas are never more than a weak signal, and a storm is a fact: what is counted is that they are told as
        // something out of the ordinary.
        let unusual = |c: &Claim| c.code == "overlap.storm" && c.numbers.get("p").is_some_and(|p| *p <= 0.05);
        let firm = |c: &&Claim| is_evidence(c) || c.code == "overlap.together" || unusual(c);
        // A storm is a fact, but as a headline it says that something unusual happened.
        let news = |c: &Claim| is_graded(c) || c.code == "overlap.storm";
        let told = |c: &&Claim| news(c) && !is_true(c) && findings.headlines.contains(&c.id);
        let week = |c: &&Claim| c.code.starts_with("volume.unusual-") && names_a_week(c);
        tally(findings.claims.iter().filter(firm), &mut self.by_code);
        tally(findings.claims.iter().filter(week), &mut self.by_code);
        self.headline += usize::from(tally(findings.claims.iter().filter(told), &mut self.in_headlines) > 0);
        self.evidence += usize::from(findings.claims.iter().any(is_evidence));
        self.week += usize::from(findings.claims.iter().any(|c| week(&c)));
    }

    /// The three counts, in the order of [`BARS`].
    pub(crate) fn totals(&self) -> [usize; 3] {
        [self.headline, self.evidence, self.week]
    }

    /// What exceeds its bar, with the numbers.
    pub(crate) fn beyond(&self) -> Vec<String> {
        let n = self.reports as f64;
        let beyond = |((what, bar, most), seen): ((&str, f64, f64), usize)| {
            // Of fewer reports than 200 chance allows for more.
            let chance = n * bar + 3.0 * (n * bar * (1.0 - bar)).sqrt();
            let most = if self.reports < 200 { chance.max(n * most) } else { n * most };
            (seen as f64 > most)
                .then(|| format!("a false {what} in {seen} of {} reports, at most {most:.0}", self.reports))
        };
        BARS.into_iter().zip(self.totals()).filter_map(beyond).collect()
    }
}

fn names_a_week(claim: &Claim) -> bool {
    ["weeks_beyond", "runs"].iter().any(|name| claim.numbers.get(*name).is_some_and(|n| *n > 0.0))
}

/// Counts each code once; returns how many codes there were.
fn tally<'a>(claims: impl Iterator<Item = &'a Claim>, counts: &mut BTreeMap<String, usize>) -> usize {
    let codes: BTreeSet<&str> = claims.map(|c| c.code.as_str()).collect();
    codes.iter().for_each(|code| *counts.entry((*code).to_owned()).or_default() += 1);
    codes.len()
}
