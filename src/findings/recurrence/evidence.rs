//! Why incidents are taken for one problem where their texts had to be compared.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::evidence::{Tie, TieSign};
use crate::analyse::recurrence::groups::FamilyBasis;
use crate::analyse::recurrence::text_matches::TextMatch;
use crate::findings::Table;
use crate::findings::draft::{self, figures_column, short_id, words_column};
use crate::findings::rule::Facts;
use crate::model::row::IncidentIx;
use crate::text::{list, number, plural};

/// Words named at most.
const MAX_WORDS: usize = 5;
const MORE: &str = "data/family_links.csv";

/// What a reader should know of a family that was found by the likeness of texts.
#[must_use]
pub(super) fn caveat(facts: &Facts, family: &Family) -> Option<String> {
    let (tie, similarity) = family.weakest().filter(|_| family.basis == FamilyBasis::Similarity)?;
    let compared = family.ties.iter().filter(|tie| tie.similarity.is_some()).count() as u64;
    Some(format!(
        "{} {} taken as the same problem because the text is like that of earlier ones; the weakest match is {}, with a likeness of {} where {} was needed.",
        plural::count(compared, "incident"),
        plural::agree(compared, "is", "are"),
        id(facts, tie.row),
        number::fixed(similarity.score, 2),
        number::fixed(similarity.least, 2),
    ))
}

/// The weakest match of each family that was found by the likeness of texts.
#[must_use]
pub(super) fn table(facts: &Facts, families: &[&Family]) -> Option<Table> {
    let weakest = families.iter().filter_map(|family| Some((*family, family.weakest()?)));
    let rows: Vec<Vec<String>> =
        weakest.map(|(family, (tie, similarity))| row(facts, family, tie, similarity)).collect();
    let columns = vec![
        words_column("family"),
        words_column("joined by"),
        words_column("weakest match"),
        words_column("most like"),
        figures_column("likeness"),
        figures_column("needed"),
        words_column("shared words, the rarest first"),
    ];
    let note = "Families for which texts had to be compared, with the member that fits least. With `least_likeness` above its figure in the settings, that member would leave.";
    (!rows.is_empty())
        .then(|| draft::table("families-ties", "Why they are taken for one problem", note, columns, rows, MORE))
}

fn row(facts: &Facts, family: &Family, tie: &Tie, similarity: &TextMatch) -> Vec<String> {
    let count =
        |sign: TieSign| family.ties.iter().filter_map(|tie| tie.joined).filter(|joined| joined.0 == sign).count();
    let signs = [
        (TieSign::Problem, "a problem record"),
        (TieSign::Stated, "what people say"),
        (TieSign::Title, "the same title"),
        (TieSign::Text, "a similar text"),
    ];
    let joined = signs.into_iter().map(|(sign, name)| (count(sign), name)).filter(|(n, _)| *n > 0);
    let joined: Vec<String> = joined.map(|(n, name)| format!("{} by {name}", number::thousands(n as u64))).collect();
    let words: Vec<&str> = similarity.words.iter().take(MAX_WORDS).map(|(word, _)| word.as_str()).collect();
    vec![
        family.family_id.clone(),
        joined.join(", "),
        id(facts, tie.row),
        tie.joined.map(|(_, other)| id(facts, other)).unwrap_or_default(),
        number::fixed(similarity.score, 2),
        number::fixed(similarity.least, 2),
        list::and(&words),
    ]
}

fn id(facts: &Facts, row: IncidentIx) -> String {
    short_id(facts.data.incident_view().id.get(row).unwrap_or("")).to_owned()
}
