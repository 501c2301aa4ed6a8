//! Stated notes to notes, with a clear message for each that can't be one.

use crate::model::note::{EDITIONS, NoteState, NoteSubject, StatedNote};

const STATES: &str = "accepted, disputed and \"not for this edition\"";
const KEYS: &str = "claim, section, incident, text, state, editions and reason";

/// What a note is about, and the state that it gives.
///
/// # Errors
/// Says on which line what is missing or not understood, and what could stand there.
pub fn read(stated: &StatedNote) -> Result<(NoteSubject, Option<NoteState>), String> {
    let told = |what: String| match stated.line {
        0 => what,
        line => format!("line {line}: {what}"),
    };
    if let Some(key) = stated.strange.first() {
        return Err(told(format!("\"{key}\" is no key of a note; known are {KEYS}")));
    }
    let about = subject(stated).map_err(told)?;
    let state = state(stated).map_err(told)?;
    if state.is_some() && !matches!(about, NoteSubject::Claim { .. }) {
        return Err(told("only a claim has a state; name it with `claim`, or leave `state` out".to_owned()));
    }
    if state.is_none() && stated.text.trim().is_empty() {
        return Err(told("the note says nothing; give it a `text`, or a `state` with its `reason`".to_owned()));
    }
    Ok((about, state))
}

fn subject(stated: &StatedNote) -> Result<NoteSubject, String> {
    let (claim, section, incident) = (stated.claim.trim(), stated.section.trim(), stated.incident.trim());
    match (claim.is_empty(), section.is_empty(), incident.is_empty()) {
        (false, true, _) => Ok(NoteSubject::Claim { claim: claim.to_owned(), incident: incident.to_owned() }),
        (true, false, true) => Ok(NoteSubject::Section(section.to_owned())),
        (true, true, false) => Ok(NoteSubject::Incident(incident.to_owned())),
        (true, true, true) => {
            Err("the note is about nothing; name a `claim`, a `section` or an `incident`, as the report does"
                .to_owned())
        }
        _ => Err("the note is about two things; write one note for each".to_owned()),
    }
}

fn state(stated: &StatedNote) -> Result<Option<NoteState>, String> {
    let word = stated.state.trim().to_lowercase().replace(['-', '_'], " ");
    let editions = editions(&stated.editions)?;
    let state = match word.as_str() {
        "" if editions.is_empty() => return Ok(None),
        "accepted" => NoteState::Accepted,
        "disputed" => NoteState::Disputed,
        "not for this edition" => NoteState::TakenOff(editions.clone()),
        "" => return Err("`editions` needs state = \"not for this edition\"".to_owned()),
        _ => return Err(format!("the state \"{}\" is not known; known are {STATES}", stated.state.trim())),
    };
    match (&state, editions.is_empty()) {
        (NoteState::TakenOff(_), true) => {
            return Err(format!(
                "\"not for this edition\" needs `editions` with one or more of {}; the analyst's edition shows everything",
                EDITIONS.join(", ")
            ));
        }
        (NoteState::Accepted | NoteState::Disputed, false) => {
            return Err("`editions` belongs to \"not for this edition\" only".to_owned());
        }
        _ => {}
    }
    if stated.reason.trim().is_empty() {
        return Err(format!("the state \"{word}\" needs a `reason`, which is printed with it"));
    }
    Ok(Some(state))
}

/// Known editions, each once, in the order in which they are written.
fn editions(stated: &[String]) -> Result<Vec<&'static str>, String> {
    let words: Vec<String> = stated.iter().map(|word| word.trim().to_lowercase()).filter(|w| !w.is_empty()).collect();
    if let Some(strange) = words.iter().find(|word| !EDITIONS.contains(&word.as_str())) {
        return Err(format!("a claim can't be taken off the edition \"{strange}\", only off {}", EDITIONS.join(", ")));
    }
    Ok(EDITIONS.into_iter().filter(|edition| words.iter().any(|word| word == edition)).collect())
}
