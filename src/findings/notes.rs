//! The analyst's words: where each note stands, how it is printed, and what the rules of words object to in it.

use crate::findings::draft::{short_id, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Findings, Section, Table};
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::note::{self, NoteState, NoteSubject};
use crate::model::row::IncidentIx;
use crate::text::{date, lint, list};
use serde::{Deserialize, Serialize};

/// The section of the analyst's page that lists them.
const SECTION: &str = "notes";
const NOWHERE: &str = "nowhere";

/// One note, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlacedNote {
    /// "notes.toml, line 12".
    pub place: String,
    /// As the analyst calls it: "claim areas.ranks".
    pub about: String,
    /// The claims that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub claims: Vec<String>,
    /// The section or storm that it is about.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub section: String,
    /// The incident that it is about.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub incident: String,
    /// `accepted`, `disputed`, `not for this edition`, or nothing.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub state: String,
    /// Editions that the claims do not stand in.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub off: Vec<String>,
    /// "Note by the analyst: …"
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub said: String,
    /// "Disputed by the analyst: …"
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub standing: String,
    /// Why it stands nowhere; empty where it stands.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub gone: String,
    /// What the rules of words object to; nothing is left out for it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub objections: Vec<String>,
}

/// Puts the notes of the data set beside what they are about, and lists them for the analyst.
pub(in crate::findings) fn add(facts: &Facts, findings: &mut Findings) {
    let notes: Vec<PlacedNote> = facts.data.notes.iter().map(|note| settled(facts, findings, note)).collect();
    if notes.is_empty() {
        return;
    }
    let objected = objections(&notes);
    let quality = findings.sections.iter_mut().find(|section| section.id == "quality");
    quality.into_iter().for_each(|section| section.tables.extend(objected.clone()));
    findings.sections.push(Section {
        id: SECTION.to_owned(),
        title: "The analyst's words".to_owned(),
        question: "What does the analyst say of this report, and where does it stand?".to_owned(),
        method: vec!["Notes are kept in notes.toml or notes.md among the inputs. They are a person's words: nothing in them is computed, and no run changes them. A note about something that this report does not hold is kept here.".to_owned()],
        claims: Vec::new(),
        exhibits: Vec::new(),
        tables: vec![listing(&notes)],
    });
    findings.notes = notes;
}

fn settled(facts: &Facts, findings: &Findings, stated: &note::Note) -> PlacedNote {
    let view = facts.data.incident_view();
    let file = facts.data.records.file_name(stated.record);
    let place = if stated.line == 0 { file.to_owned() } else { format!("{file}, line {}", stated.line) };
    let mut note = PlacedNote { place, about: called(&stated.about), ..PlacedNote::default() };
    let mut of = String::new();
    match &stated.about {
        NoteSubject::Claim { claim, incident } => match claims(facts, findings, claim, incident) {
            Ok(found) => note.claims = found,
            Err(why) => note.gone = why,
        },
        NoteSubject::Section(name) => {
            let known = findings.sections.iter().map(|s| &s.id).chain(findings.packs.iter().map(|p| &p.id));
            match known.into_iter().find(|id| id.eq_ignore_ascii_case(name)) {
                Some(id) => note.section.clone_from(id),
                None => note.gone = "no section and no storm of this report is called so".to_owned(),
            }
        }
        NoteSubject::Incident(name) => match incident(facts, name) {
            Ok(row) => {
                note.incident = view.id.get(row).unwrap_or_default().to_owned();
                of = format!(" on {}", spoken(facts, &view, row));
            }
            Err(why) => note.gone = why,
        },
    }
    if !stated.text.is_empty() {
        note.said = format!("Note by the analyst{of}: {}", with_stop(&stated.text));
    }
    if let Some(state) = &stated.state {
        let (word, editions) = words(state);
        note.off = editions.iter().map(|edition| (*edition).to_owned()).collect();
        note.standing = standing(state, &stated.reason);
        note.state = word.to_owned();
    }
    let leads = note.claims.iter().any(|id| is_for_leaders(findings, id));
    let is_led = leads && !note.off.iter().any(|edition| edition == "executive");
    let said = [&stated.text, &stated.reason].into_iter();
    note.objections = said.flat_map(|text| lint::text(text, is_led)).collect();
    note
}

/// The claim of an id, else all of a code; with an incident only such as rest on it. Numbers of problems and storms may be
/// given anew from run to run: where the id stands for another one now, the incident finds the claim of that code.
fn claims(facts: &Facts, findings: &Findings, claim: &str, on: &str) -> Result<Vec<String>, String> {
    let row = if on.is_empty() { None } else { Some(incident(facts, on)?) };
    let view = facts.data.incident_view();
    let id = row.and_then(|row| view.id.get(row)).unwrap_or_default();
    let rests = |c: &&crate::findings::Claim| {
        row.is_none_or(|row| c.rows.contains(&row) || c.incident_ids.iter().any(|of| of == id))
    };
    let code = claim.split_once('/').map_or(claim, |(code, _)| code);
    let exact: Vec<&crate::findings::Claim> =
        findings.claims.iter().filter(|c| c.id.eq_ignore_ascii_case(claim)).filter(rests).collect();
    let wide = code == claim || row.is_some();
    let of_code = findings.claims.iter().filter(|c| wide && c.code.eq_ignore_ascii_case(code)).filter(rests);
    let found: Vec<String> =
        if exact.is_empty() { of_code.collect() } else { exact }.iter().map(|c| c.id.clone()).collect();
    match (found.is_empty(), row.is_some()) {
        (false, _) => Ok(found),
        (true, false) => Err("this report makes no such claim".to_owned()),
        (true, true) => Err("this report makes no such claim that rests on the incident".to_owned()),
    }
}

/// The incident of a record id, the id inside its tool, or an address.
fn incident(facts: &Facts, name: &str) -> Result<IncidentIx, String> {
    let view = facts.data.incident_view();
    let records = facts.data.incident_texts(col::RECORD_IDS);
    let is_named = |id: &str| id.eq_ignore_ascii_case(name) || short_id(id).eq_ignore_ascii_case(name);
    let mut rows: Vec<IncidentIx> =
        view.rows().filter(|row| records.get(*row).unwrap_or("").split(';').any(is_named)).collect();
    if rows.is_empty() && name.contains("://") {
        let known = &facts.data.records;
        let bare = |url: &str| url.trim_end_matches('/').to_lowercase();
        rows.extend(
            known.rows().filter(|row| bare(known.url.get(*row)) == bare(name)).filter_map(|row| known.incident[row]),
        );
        rows.dedup();
    }
    match rows.as_slice() {
        [one] => Ok(*one),
        [] => Err("the incident is in none of these exports".to_owned()),
        [first, ..] => {
            let id = view.id.get(*first).unwrap_or_default();
            Err(format!("several incidents are called so; name one by its whole id, like {id}"))
        }
    }
}

fn spoken(facts: &Facts, view: &IncidentView, row: IncidentIx) -> String {
    let title = view.title.get(row).filter(|title| !title.is_empty());
    let what =
        title.map_or_else(|| short_id(view.id.get(row).unwrap_or_default()).to_owned(), crate::findings::draft::quoted);
    let zone = facts.data.periods.zone;
    view.started.get(row).map_or(what.clone(), |at| format!("{what} of {}", date::day(at, zone)))
}

fn called(about: &NoteSubject) -> String {
    match about {
        NoteSubject::Claim { claim, incident } if incident.is_empty() => format!("claim {claim}"),
        NoteSubject::Claim { claim, incident } => format!("claim {claim} on incident {incident}"),
        NoteSubject::Section(name) => format!("section {name}"),
        NoteSubject::Incident(name) => format!("incident {name}"),
    }
}

fn words(state: &NoteState) -> (&'static str, &[&'static str]) {
    match state {
        NoteState::Accepted => ("accepted", &[]),
        NoteState::Disputed => ("disputed", &[]),
        NoteState::TakenOff(editions) => ("not for this edition", editions),
    }
}

fn standing(state: &NoteState, reason: &str) -> String {
    let reason = with_stop(reason);
    match state {
        NoteState::Accepted => format!("Accepted by the analyst: {reason}"),
        NoteState::Disputed => format!("Disputed by the analyst: {reason}"),
        NoteState::TakenOff(editions) => {
            let pages: Vec<String> = editions.iter().map(|edition| page(edition).to_owned()).collect();
            format!("Taken off {} by the analyst: {reason}", list::and(&pages))
        }
    }
}

fn page(edition: &str) -> &'static str {
    match edition {
        "executive" => "the page for leaders",
        "managers" => "the page for managers",
        "oncall" => "the page for on-call leads",
        "support" => "the page for support",
        _ => "the storm packs",
    }
}

fn with_stop(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

/// Whether a claim may stand on the page for leaders.
fn is_for_leaders(findings: &Findings, id: &str) -> bool {
    findings.headlines.iter().chain(&findings.mttx).chain(findings.budgets.iter().map(|b| &b.claim)).any(|c| c == id)
}

fn table(id: &str, title: &str, note: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table {
        id: id.to_owned(),
        title: title.to_owned(),
        note: note.to_owned(),
        columns: columns.iter().map(|name| words_column(name)).collect(),
        rows,
        more: String::new(),
    }
}

/// All of them: none is lost, whatever became of what it is about.
fn listing(notes: &[PlacedNote]) -> Table {
    let row = |note: &PlacedNote| {
        let stands = [note.claims.join(", "), note.section.clone(), note.incident.clone()].concat();
        let stands = if stands.is_empty() { format!("{NOWHERE}: {}", note.gone) } else { stands };
        vec![note.place.clone(), note.about.clone(), stands, note.standing.clone(), note.said.clone()]
    };
    table(
        "analyst-notes",
        "Every note, and where it stands",
        "In the order of the files. What is about a claim stands beside it wherever it is printed.",
        &["note", "about", "stands beside", "state", "text"],
        notes.iter().map(row).collect(),
    )
}

/// What the analyst may want to word otherwise.
fn objections(notes: &[PlacedNote]) -> Option<Table> {
    let of = |note: &PlacedNote| {
        note.objections
            .iter()
            .map(|what| vec![note.place.clone(), note.about.clone(), what.clone()])
            .collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = notes.iter().flat_map(of).collect();
    (!rows.is_empty()).then(|| {
        let note = "Words that this report would not use itself. The notes are printed as they stand.";
        table("notes-objections", "What to look at in the analyst's notes", note, &["note", "about", "what"], rows)
    })
}
