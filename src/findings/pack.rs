//! A page for one meeting: the set of incidents of one storm, told as a whole.

use crate::findings::Table;
use serde::{Deserialize, Serialize};

/// The retrospective pack of one storm. Everything with a number in it is a claim; the rest leads from one to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Id of the storm (`S-01`), also the file stem.
    pub id: String,
    /// The claim that the pack tells more about.
    pub about: String,
    /// "The storm of 12 May 2026".
    pub title: String,
    /// Paragraphs to open the meeting with, read aloud as they stand.
    pub opening: Vec<String>,
    /// In the order of the meeting.
    pub parts: Vec<PackPart>,
    /// What the pack leaves out and how it was counted, in small print.
    pub notes: Vec<String>,
}

/// One step of the meeting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackPart {
    /// Kebab-case id, unique in the pack.
    pub id: String,
    pub title: String,
    /// Claim ids in the order in which they are read.
    pub claims: Vec<String>,
    /// Ids of charts.
    pub exhibits: Vec<String>,
    /// Short texts for a list, complete sentences: the questions.
    pub items: Vec<String>,
    pub tables: Vec<Table>,
}

impl Pack {
    /// Ids of the claims that are told here.
    pub fn claims(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.claims)
    }

    /// Ids of the charts that are shown here.
    pub fn exhibits(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.exhibits)
    }
}

impl PackPart {
    /// A part with nothing in it yet.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            claims: Vec::new(),
            exhibits: Vec::new(),
            items: Vec::new(),
            tables: Vec::new(),
        }
    }

    /// Whether there is nothing to read in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.exhibits.is_empty() && self.items.is_empty() && self.tables.is_empty()
    }
}
