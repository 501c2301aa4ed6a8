//! Statements for people.

use super::paper::{bullet, cut, heading, labelled, lines, notes, paragraph};
use super::things;
use crate::cli::{say, say_bold};
use crate::text::number::{plain, thousands};
use crate::text::plural::count;
use crate::text::{number, units};
use crate::trail::answer::{Claim, Overview};
use std::path::Path;

/// Columns for the label before a value.
const LABEL: usize = 16;

/// Every statement in a line, and how to go on.
pub(super) fn overview(overview: &Overview, dir: &Path) {
    if !overview.opening.is_empty() {
        paragraph(0, &overview.opening);
    }
    for section in &overview.sections {
        let title = if section.title == section.id {
            section.id.clone()
        } else {
            format!("{} ({})", section.title, section.id)
        };
        heading(&title);
        section.notes.iter().flat_map(|note| &note.says).for_each(|text| paragraph(2, text));
        lines(&section.claims);
    }
    if !overview.charts.is_empty() {
        heading("Charts");
        overview.charts.iter().for_each(|chart| say(&cut(&format!("  {:<30} {}", chart.id, chart.says))));
        heading("Tables (data/)");
        overview.tables.iter().for_each(|table| say(&cut(&format!("  {:<30} {}", table.id, table.says))));
    }
    heading("How to go on");
    let example = overview.sections.iter().flat_map(|s| &s.claims).next().map_or("CLAIM", |claim| claim.id.as_str());
    say(&format!("  retroscope explain {} {example}", dir.display()));
    if !overview.charts.is_empty() {
        paragraph(
            2,
            "The same for a chart or table above, for the id of an incident or record, for a row (TABLE:its first cells, with slashes between) or a point of a chart (CHART:its first cell).",
        );
    }
}

/// One statement with everything behind it.
pub(super) fn claim(claim: &Claim, dir: &Path, most: usize) {
    say_bold(&claim.id);
    if !claim.tells.is_empty() {
        labelled("kind", LABEL, &format!("it says {}", claim.tells));
    }
    labelled("section", LABEL, &format!("{} ({})", claim.section_title, claim.section));
    labelled("grade", LABEL, claim.grade);
    labelled("basis", LABEL, claim.basis);
    heading("Statement");
    if !claim.lead.is_empty() {
        paragraph(2, &claim.lead);
    }
    paragraph(2, &claim.sentence);
    notes(&claim.notes);
    figures(claim);
    heading("How it was found");
    paragraph(2, &claim.method);
    claim.section_method.iter().for_each(|text| bullet(text));
    for (title, texts) in [("What it was held against", &claim.robustness), ("What to bear in mind", &claim.caveats)] {
        if !texts.is_empty() {
            heading(title);
            texts.iter().for_each(|text| bullet(text));
        }
    }
    if !claim.charts.is_empty() {
        heading("Charts");
        claim.charts.iter().for_each(|chart| labelled(&chart.id, LABEL + 10, &chart.says));
    }
    if !claim.lists.is_empty() {
        heading(&format!("What can be listed, by retroscope explain {} …", dir.display()));
        for list in &claim.lists {
            paragraph(2, &format!("{} ({}):", list.says, count(list.rows, "row")));
            say(&format!("    {}", things::quoted(&list.subject)));
        }
    }
    heading(&format!("Incidents ({})", claim.incidents.len()));
    if claim.incidents.is_empty() {
        paragraph(2, "It speaks of no single incidents: it rests on counts, shifts or records that are none.");
    } else {
        things::incidents(&claim.incidents, most);
        let first = claim.incidents.first().map_or("", |incident| incident.incident_id.as_str());
        say(&format!("  More on one of them: retroscope explain {} {first}", dir.display()));
    }
}

/// The numbers, what they are compared with, and how sure they are.
fn figures(claim: &Claim) {
    heading("Figures");
    let width = claim.numbers.iter().map(|n| n.name.chars().count()).max().unwrap_or(0).clamp(LABEL, 40);
    claim.numbers.iter().for_each(|n| labelled(&n.name, width, &units::worded(n.value, n.unit)));
    labelled("n", width, &claim.n.map_or_else(String::new, thousands));
    labelled("period", width, &claim.period);
    labelled("compared with", width, claim.compared_with.as_deref().unwrap_or_default());
    let range = |[low, high]: [f64; 2]| format!("{} to {}", plain(low), plain(high));
    labelled("interval", width, &claim.interval.map_or_else(String::new, range));
    if let Some(adjusted) = &claim.adjusted {
        let over = format!(
            "{}: the p-value, adjusted for everything that the report compared ({} comparisons)",
            number::probability(adjusted.q),
            thousands(adjusted.comparisons)
        );
        labelled("q", width, &over);
    }
    let coverage = |share: f64| format!("{} of incidents could be used", number::percent(share));
    labelled("coverage", width, &claim.coverage.map_or_else(String::new, coverage));
    if !claim.touches.is_empty() {
        heading("What its incidents hold of the period");
        for touch in &claim.touches {
            labelled(&touch.what, width, &format!("{} of {}", plain(touch.part), plain(touch.of)));
        }
    }
}
