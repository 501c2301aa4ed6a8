//! The page of one storm as plain values in the order of reading.

use super::edition::Edition;
use super::view::notes::{self, STORMS};
use super::view::{ClaimView, ExhibitView, TableView, anchor, colophon};
use crate::findings::{Findings, Pack};
use serde::Serialize;

/// One pack. It lies in a folder of its own, so its links to the report begin with `../`.
#[derive(Debug, Clone, Serialize)]
pub struct PackView {
    pub id: String,
    /// File name without its ending.
    pub stem: String,
    pub title: String,
    pub period: String,
    pub opening: Vec<String>,
    /// What the analyst says of the storm and of its incidents.
    pub said: Vec<String>,
    pub parts: Vec<PartView>,
    pub notes: Vec<String>,
    /// The edition that leads back to the report: the most detailed one that was written.
    pub home: Option<Home>,
    pub colophon: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    pub anchor: String,
    pub title: String,
    pub claims: Vec<ClaimView>,
    pub exhibits: Vec<ExhibitView>,
    pub items: Vec<String>,
    pub tables: Vec<TableView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Home {
    pub id: &'static str,
    pub title: String,
}

impl PackView {
    #[must_use]
    pub fn new(pack: &Pack, findings: &Findings, editions: &[Edition]) -> Self {
        let stands = |id: &&String| !notes::is_off(findings, id, STORMS);
        let mut said = notes::of_section(findings, &pack.id);
        let told: Vec<&str> = pack.claims().chain([&pack.about]).map(String::as_str).collect();
        said.extend(notes::of_incidents(findings, &told));
        let parts = pack.parts.iter().map(|part| {
            let claims = part.claims.iter().filter(stands).filter_map(|id| findings.claim(id));
            let exhibits = part.exhibits.iter().filter_map(|id| findings.exhibit(id));
            let exhibits = exhibits.filter(|exhibit| !notes::is_chart_off(findings, exhibit, STORMS));
            PartView {
                anchor: anchor("part", &part.id),
                title: part.title.clone(),
                claims: claims.map(|claim| ClaimView::inside_pack(claim, findings)).collect(),
                exhibits: exhibits.map(ExhibitView::new).collect(),
                items: part.items.clone(),
                tables: part.tables.iter().map(TableView::new).collect(),
            }
        });
        let home = editions.iter().max_by_key(|edition| edition.trail);
        Self {
            id: pack.id.clone(),
            stem: super::file_stem(&pack.id),
            title: pack.title.clone(),
            period: findings.period.clone(),
            opening: pack.opening.clone(),
            said,
            parts: parts.collect(),
            notes: pack.notes.clone(),
            home: home.map(|e| Home { id: e.id, title: format!("{}, {}", e.title, findings.period) }),
            colophon: colophon(findings),
        }
    }
}
