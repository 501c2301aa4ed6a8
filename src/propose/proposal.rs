//! Everything `init` writes into a settings file: what was found in the exports, and how to read what no source knows.

use crate::ingest::SOURCES;
use crate::ingest::files::FileReport;
use crate::ingest::head::Head;
use crate::inspect::census::Held;
use crate::pipeline::{Input, Step, read};
use crate::propose::vocabulary::Seen;
use crate::propose::{Proposal, folder};
use crate::settings::{Settings, SettingsError};

/// What the exports hold, as far as a settings file is concerned.
pub struct Found {
    pub files: Vec<FileReport>,
    pub held: Held,
    pub seen: Seen,
    pub incidents: u64,
}

/// Proposals for all files that no source takes. Files of one name and the same columns share one.
#[must_use]
pub fn unknown(inputs: &[Input], settings: &Settings) -> Vec<Proposal> {
    let (files, _) = read(inputs, settings, &|_: Step| {});
    let mut proposals: Vec<Proposal> = Vec::new();
    let heads: Vec<&Head> =
        files.iter().filter_map(|f| f.unknown.as_ref()).filter(|head| head.text.is_empty()).collect();
    let all: Vec<String> = files.iter().map(|file| file.shown.clone()).collect();
    for kin in folder::kin(&heads) {
        let Some(mut proposal) = kin.proposal(&all) else { continue };
        if let [name] = proposal.files.as_slice()
            && let Some(head) = heads.iter().find(|head| head.name == *name)
        {
            // Two files of one name in different folders need their paths to be told apart.
            let same_name = heads.iter().filter(|other| other.name == head.name).count();
            let shown = if same_name > 1 { kin.path() } else { name };
            proposal.files = vec![glob::Pattern::escape(shown)];
        }
        let alike =
            |p: &&mut Proposal| p.name == proposal.name && places(p) == places(&proposal) && p.rows == proposal.rows;
        match proposals.iter_mut().find(alike) {
            Some(first) => first.files.append(&mut proposal.files),
            None => {
                proposal.name = free_name(&proposal.name, &proposals);
                proposals.push(proposal);
            }
        }
    }
    proposals
}

fn places(proposal: &Proposal) -> Vec<(&str, &[String])> {
    proposal.fields.iter().map(|f| (f.target, f.columns.as_slice())).collect()
}

/// The name, unless a tool or an earlier proposal has it already: then records of both would count as one tool's.
fn free_name(name: &str, taken: &[Proposal]) -> String {
    let is_taken = |name: &str| {
        SOURCES.iter().any(|s| s.kind().tool.id == name) || taken.iter().any(|proposal| proposal.name == name)
    };
    let numbered = (2..1_000).map(|n| format!("{name}-{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}

/// Reads everything again with the proposed settings: what they make of the files is what the new file can say.
///
/// # Errors
/// The text is no usable settings file.
pub fn found(inputs: &[Input], text: &str) -> Result<Found, SettingsError> {
    let settings = Settings::parse(text, "the proposal")?;
    let (files, loaded) = read(inputs, &settings, &|_: Step| {});
    let held = Held::of(&loaded);
    let seen = Seen::of(&loaded, &settings);
    Ok(Found { files, held, seen, incidents: loaded.incidents.len() as u64 })
}
