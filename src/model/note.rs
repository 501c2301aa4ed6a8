//! What the analyst says about a review in words of their own: notes, and how a claim stands.

use crate::model::row::RecordRow;
use serde::{Deserialize, Serialize};

/// Editions that a claim can be taken off. The analyst's shows everything; a test holds the list against those that are
/// written. `storms` are the packs.
pub const EDITIONS: [&str; 5] = ["executive", "managers", "oncall", "support", "storms"];

/// A note as stated, one entry of `notes.toml` or `notes.md`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatedNote {
    /// Line of the file on which it begins, from 1; 0 where that is not known.
    pub line: u32,
    /// Id or code of a claim.
    pub claim: String,
    /// Id of a section, or of a storm.
    pub section: String,
    /// Record id, incident id, native id or address of an incident.
    pub incident: String,
    pub text: String,
    pub state: String,
    pub editions: Vec<String>,
    pub reason: String,
    /// Keys that no note has.
    pub strange: Vec<String>,
}

/// A note that says something of a claim, a section or an incident, whether or not that is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The note itself, which is a record as well.
    pub record: RecordRow,
    pub line: u32,
    pub about: NoteSubject,
    /// Empty where there is only a state.
    pub text: String,
    pub state: Option<NoteState>,
    /// Why it has that state.
    pub reason: String,
}

impl Note {
    /// Everything in it that a report prints.
    pub fn texts(&mut self) -> Vec<&mut String> {
        let mut texts = vec![&mut self.text, &mut self.reason];
        match &mut self.about {
            NoteSubject::Claim { claim, incident } => texts.extend([claim, incident]),
            NoteSubject::Section(name) | NoteSubject::Incident(name) => texts.push(name),
        }
        texts
    }
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteSubject {
    /// A claim by id or code; with an incident, only such as rest on it.
    Claim {
        claim: String,
        incident: String,
    },
    Section(String),
    Incident(String),
}

/// How a person wants a claim to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteState {
    Accepted,
    Disputed,
    /// It does not stand in these editions.
    TakenOff(Vec<&'static str>),
}
