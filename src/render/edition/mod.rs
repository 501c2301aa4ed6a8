//! Editions: what is shown to whom, in which order and how deep. Data only; the view does the choosing.

pub mod analyst;
pub mod executive;

pub use analyst::ANALYST;
pub use executive::EXECUTIVE;

/// Every edition there is, in the order in which they are written.
pub const ALL: &[Edition] = &[EXECUTIVE, ANALYST];

/// One reader's cut of the same findings. No figure can differ between editions, because none is computed here.
#[derive(Debug, Clone, Copy)]
pub struct Edition {
    /// File stem (`executive.md`, `executive.html`).
    pub id: &'static str,
    /// Title before the period ("Incident review").
    pub title: &'static str,
    /// At most so many headlines.
    pub headlines: usize,
    /// At most so many charts beside the headlines, taken from what the headlines point at. 0 leaves charts to the
    /// sections.
    pub exhibits: usize,
    /// At most so many unknowns.
    pub unknowns: usize,
    /// At most so many incident ids below a claim.
    pub evidence: usize,
    /// Whether the part with all sections, the trail and the glossary is there.
    pub trail: bool,
    pub(crate) markdown: &'static str,
    pub(crate) html: &'static str,
}

/// A term and what it means here.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Term {
    pub name: &'static str,
    pub meaning: &'static str,
}
