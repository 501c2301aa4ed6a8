//! Everything that the report asks of people, on one list: what there is to decide, what the history of a problem raises, and
//! what to talk about in the meeting on a storm.

use crate::findings::draft::words_column;
use crate::findings::{Findings, Section, Table};
use std::collections::BTreeSet;

/// Codes of claims that begin with a question, and who is asked.
const ASKING: [(&str, &str); 3] = [
    ("oncall.decide", "who leads a rotation"),
    ("follow-through.decide", "managers"),
    ("recurrence.hiding", "who looks after it"),
];

/// The section; `None` where nothing is asked.
pub(super) fn section(findings: &Findings) -> Option<Section> {
    let mut seen = BTreeSet::new();
    let rows: Vec<Vec<String>> =
        of_claims(findings).chain(of_packs(findings)).filter(|row| seen.insert(row.first().cloned())).collect();
    (!rows.is_empty()).then(|| Section {
        id: "meeting".to_owned(),
        title: "Questions for the meeting".to_owned(),
        question: "What should those talk about who were there?".to_owned(),
        method: Vec::new(),
        claims: Vec::new(),
        exhibits: Vec::new(),
        tables: vec![Table {
            id: "questions".to_owned(),
            title: "What this report asks".to_owned(),
            note: "Each comes from a statement of this report and asks about the situation, not about a person."
                .to_owned(),
            columns: ["question", "asked of", "because of"].map(words_column).into_iter().collect(),
            rows,
            more: String::new(),
        }],
    })
}

fn of_claims(findings: &Findings) -> impl Iterator<Item = Vec<String>> {
    let of = |(code, whom): (&'static str, &'static str)| {
        let claims = findings.claims.iter().filter(move |claim| claim.code == code);
        claims.flat_map(move |claim| {
            let row = move |question: &str| vec![question.to_owned(), whom.to_owned(), claim.id.clone()];
            asked(&claim.sentence).into_iter().map(row)
        })
    };
    ASKING.into_iter().flat_map(of)
}

fn of_packs(findings: &Findings) -> impl Iterator<Item = Vec<String>> {
    findings.packs.iter().flat_map(|pack| {
        let items = pack.parts.iter().filter(|part| part.id == "questions").flat_map(|part| &part.items);
        items.map(|question| vec![question.clone(), format!("who was in {}", pack.id), pack.about.clone()])
    })
}

/// The sentences of a text that ask. What stands in quotation marks is somebody else's.
fn asked(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut inside) = (Vec::new(), 0, false);
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        match c {
            '“' => inside = true,
            '”' => inside = false,
            '.' | '?' if !inside && letters.peek().is_none_or(|(_, next)| *next == ' ') => {
                let end = at + c.len_utf8();
                let sentence = text.get(start..end).unwrap_or_default().trim();
                found.extend((c == '?').then_some(sentence));
                start = end;
            }
            _ => {}
        }
    }
    found
}
