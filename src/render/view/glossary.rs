//! The words that a page explains: at most ten, and none that it does not use.

use super::{ReportView, TermView};
use crate::findings::Findings;
use crate::render::edition::analyst::GLOSSARY;
use crate::text::plural::count;

/// Nobody reads more.
pub(super) const MOST: usize = 10;

/// The terms of the analyst's page, with the figures of this run where a term hangs on a setting.
pub(super) fn of_analyst(findings: &Findings, view: &ReportView) -> Vec<TermView> {
    let gap = count(findings.interruption_gap_s, "second");
    let text = text(view);
    let used = GLOSSARY.iter().filter(|term| term.words.iter().any(|word| text.contains(word)));
    let view = |name: &str, meaning: &str| TermView { name: name.to_owned(), meaning: meaning.replace("{gap}", &gap) };
    used.take(MOST).map(|term| view(term.name, term.meaning)).collect()
}

/// The terms that stand on the page, in the order of the findings.
pub(super) fn used(findings: &Findings, view: &ReportView) -> Vec<TermView> {
    let text = text(view);
    let stands = |word: &String| text.contains(word.as_str());
    let used = findings.terms.iter().filter(|term| term.words.iter().any(stands));
    used.take(MOST).map(|term| TermView { name: term.name.clone(), meaning: term.meaning.clone() }).collect()
}

/// Everything that is ours on the page; titles out of exports explain nothing and are not explained.
fn text(view: &ReportView) -> String {
    let mut all = vec![view.opening.as_str()];
    // A page for a meeting shows its steps; the view holds more than these.
    let is_meeting = !view.steps.is_empty();
    let steps = view.steps.iter().chain(&view.sections);
    let leading = view.headlines.iter().chain(&view.mttx).chain(&view.asked).chain(&view.moved).filter(|_| !is_meeting);
    for claim in leading.chain(steps.clone().flat_map(|s| &s.claims)) {
        all.extend([claim.lead.as_str(), claim.sentence.as_str(), claim.grade_label, claim.basis]);
        all.extend(claim.facts.iter().map(String::as_str));
    }
    for budget in view.budgets.iter().filter(|_| !is_meeting) {
        all.extend([budget.this_quarter.as_str(), budget.certainty.as_str()]);
    }
    all.extend(view.asks.iter().filter(|_| !is_meeting).map(String::as_str));
    for table in steps.flat_map(|s| &s.tables) {
        all.extend([table.title.as_str(), table.note.as_str()]);
        all.extend(table.columns.iter().map(|column| column.name.as_str()));
    }
    let own = |text: &str| -> String {
        let mut parts = text.split('“');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |own, part| own + part.split_once('”').map_or("", |(_, rest)| rest))
    };
    all.into_iter().map(|text| own(text) + "\n").collect()
}
