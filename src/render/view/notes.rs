//! The analyst's words where they belong, and what they take off a page.

use crate::findings::{Exhibit, Findings, PlacedNote};
use crate::render::edition::Edition;

/// What packs of storms are called where a claim is taken off them.
pub(in crate::render) const STORMS: &str = "storms";

/// What stands beside a claim: how it stands, then the notes. That it is taken off other pages is said to the analyst only.
pub(super) fn of_claim(findings: &Findings, id: &str, edition: &Edition) -> Vec<String> {
    let about = || findings.notes.iter().filter(|note| note.claims.iter().any(|claim| claim == id));
    let standing = about().filter(|note| note.off.is_empty() || edition.trail).map(|note| &note.standing);
    let said = standing.chain(about().map(|note| &note.said));
    said.filter(|text| !text.is_empty()).cloned().collect()
}

/// How a claim stands, where no more finds room.
pub(super) fn standing(findings: &Findings, id: &str) -> Vec<String> {
    let about = findings.notes.iter().filter(|note| note.claims.iter().any(|claim| claim == id) && note.off.is_empty());
    about.map(|note| note.standing.clone()).filter(|text| !text.is_empty()).collect()
}

/// Whether the analyst took a claim off an edition.
pub(in crate::render) fn is_off(findings: &Findings, id: &str, edition: &str) -> bool {
    let is_named = |note: &PlacedNote| note.off.iter().any(|off| off == edition);
    findings.notes.iter().any(|note| is_named(note) && note.claims.iter().any(|claim| claim == id))
}

/// Whether everything that a chart shows was taken off an edition, as far as claims name it.
pub(in crate::render) fn is_chart_off(findings: &Findings, exhibit: &Exhibit, edition: &str) -> bool {
    let mut named = findings.claims.iter().filter(|claim| claim.exhibits.contains(&exhibit.id)).peekable();
    named.peek().is_some() && named.all(|claim| is_off(findings, &claim.id, edition))
}

/// What stands below the title of a section or of the pack of a storm.
pub(in crate::render) fn of_section(findings: &Findings, id: &str) -> Vec<String> {
    findings.notes.iter().filter(|note| note.section == id && !id.is_empty()).map(|note| note.said.clone()).collect()
}

/// What is said of incidents that claims rest on, each once.
pub(in crate::render) fn of_incidents(findings: &Findings, claims: &[&str]) -> Vec<String> {
    let rests = |note: &PlacedNote, id: &str| {
        findings.claim(id).is_some_and(|claim| claim.incident_ids.contains(&note.incident))
    };
    let of_them = findings.notes.iter().filter(|note| !note.incident.is_empty());
    of_them.filter(|note| claims.iter().any(|id| rests(note, id))).map(|note| note.said.clone()).collect()
}
