//! The steps of an edition for a meeting: claims, charts and tables picked by their codes and ids.

use super::edition::{Edition, Step};
use super::view::notes;
use super::view::parts::{ClaimView, ExhibitView, SectionView, TableView, anchor, leads_once};
use crate::findings::{Claim, Findings};

/// In the order of the edition; a step of which the findings hold nothing is left out. Tables of names close the page.
#[must_use]
pub fn steps(findings: &Findings, edition: &Edition) -> Vec<SectionView> {
    let mut views: Vec<SectionView> = edition.steps.iter().map(|step| view(findings, edition, step)).collect();
    section_notes(findings, &mut views);
    let mut incidents = blank("incidents", "Notes on single incidents");
    let told: Vec<&str> = views.iter().flat_map(|s| &s.claims).map(|claim| claim.id.as_str()).collect();
    incidents.notes = notes::of_incidents(findings, &told);
    views.push(incidents);
    if edition.named && !findings.named.is_empty() {
        let mut named = blank("names", "By name");
        named.tables = findings.named.iter().map(TableView::new).collect();
        views.push(named);
    }
    views.retain(|s| !(s.notes.is_empty() && s.claims.is_empty() && s.exhibits.is_empty() && s.tables.is_empty()));
    views
}

/// A note on a section stands in the first step that takes something from it.
fn section_notes(findings: &Findings, views: &mut [SectionView]) {
    for section in findings.sections.iter() {
        let takes = |view: &&mut SectionView| {
            view.claims.iter().any(|claim| section.claims.contains(&claim.id))
                || view.tables.iter().any(|table| section.tables.iter().any(|own| own.id == table.id))
        };
        if let Some(first) = views.iter_mut().find(takes) {
            first.notes.extend(notes::of_section(findings, &section.id));
        }
    }
}

fn blank(id: &str, title: &str) -> SectionView {
    SectionView {
        anchor: anchor("step", id),
        title: title.to_owned(),
        question: String::new(),
        notes: Vec::new(),
        claims: Vec::new(),
        exhibits: Vec::new(),
        tables: Vec::new(),
        method: Vec::new(),
    }
}

fn view(findings: &Findings, edition: &Edition, step: &Step) -> SectionView {
    let of = |(codes, most): &(&'static str, usize)| {
        let holds = |code: &&str| findings.claims.iter().any(|c| c.code == **code);
        let (code, most) = (codes.split('|').find(holds).unwrap_or_default(), *most);
        let stands = |claim: &&Claim| !notes::is_off(findings, &claim.id, edition.id);
        findings.claims.iter().filter(move |c| c.code == code).filter(stands).take(most)
    };
    let exhibit =
        |id: &&'static str| findings.exhibit(id).filter(|exhibit| !notes::is_chart_off(findings, exhibit, edition.id));
    let table = |ids: &&'static str| ids.split('|').find_map(|id| findings.table(id)).map(TableView::new);
    SectionView {
        claims: leads_once(step.codes.iter().flat_map(of).map(|c| ClaimView::new(c, findings, edition)).collect()),
        exhibits: step.exhibits.iter().filter_map(exhibit).map(ExhibitView::new).collect(),
        tables: step.tables.iter().filter_map(table).collect(),
        ..blank(step.id, step.title)
    }
}
