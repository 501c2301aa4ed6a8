//! Editions: what is shown to whom, in which order and how deep. Data only; the view does the choosing.

/// Makes of each line `file CONSTANT` the module, its name here, and an entry in the list.
macro_rules! editions {
    ($($file:ident $EDITION:ident,)+) => {
        $(
            pub mod $file;
            pub use $file::$EDITION;
        )+

        /// Every edition there is, in the order in which they are written.
        pub const ALL: &[Edition] = &[$($EDITION,)+];
    };
}

editions! {
    executive EXECUTIVE,
    managers MANAGERS,
    oncall ONCALL,
    support SUPPORT,
    analyst ANALYST,
}

/// One reader's cut of the same findings. No figure can differ between editions, because none is computed here.
#[derive(Debug, Clone, Copy)]
pub struct Edition {
    /// File stem (`executive.md`, `executive.html`).
    pub id: &'static str,
    /// Title before the period ("Incident review").
    pub title: &'static str,
    /// Whether claims stand in their short form, with their trail one click away.
    pub brief: bool,
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
    /// The steps of a page for a meeting; empty for editions of another build.
    pub steps: &'static [Step],
    /// Whether tables with a row per person may stand in it, where names were asked for.
    pub named: bool,
    pub(crate) markdown: &'static str,
    pub(crate) html: &'static str,
}

/// One step of a page for a meeting: what it is about and what stands in it, as far as the findings hold it. A code that no
/// rule speaks yet is a place kept free.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub id: &'static str,
    pub title: &'static str,
    /// Codes of claims in the order of reading, and how many of each at most. Of codes with a bar between them the first that
    /// the findings hold; so for tables.
    pub codes: &'static [(&'static str, usize)],
    /// Ids of charts and tables, in the order of reading.
    pub exhibits: &'static [&'static str],
    pub tables: &'static [&'static str],
}

/// What makes figures of a period too low or too high stands before everything that is counted in it.
pub(in crate::render) const BEFORE_ALL: Step = Step {
    id: "before-all",
    title: "Before you read on",
    codes: &[("volume.collection-stopped", 2), ("volume.collection-began", 2)],
    exhibits: &[],
    tables: &[],
};

/// A term and what it means here.
#[derive(Debug, Clone, Copy)]
pub struct Term {
    pub name: &'static str,
    /// It is explained where one of these stands.
    pub words: &'static [&'static str],
    pub meaning: &'static str,
}
