//! Inputs whose work once grew with the square of their size. Each is so large that the square would be minutes, so that
//! a path of the kind shows as a test that does not end; none of them looks at a clock. `benches/exponents.rs` measures.

#[path = "../benches/exponents/mod.rs"]
mod exponents;

use crate::support::run::run;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::container::documents::{Documents, Known, Start};
use retroscope::ingest::container::ends::{Ends, NoEnd};
use retroscope::ingest::container::envelope::Keys;
use retroscope::ingest::container::scan::value_end;
use retroscope::link::effort::{Stretch, efforts};
use retroscope::link::union::Union;
use retroscope::model::row::{EntityIx, IncidentIx, PersonIx};
use retroscope::normalise::areas::{DEEPEST, Hierarchy};
use retroscope::normalise::plain_text::plain;
use retroscope::render::format::markdown::escape;
use retroscope::stats::set_cover::cover;
use std::collections::BTreeMap;

fn split(text: &str) -> Documents {
    let known = Known { keys: &Keys::of(&["incidents", "data"]), is_record: &|_| false, budget: Budget::default() };
    Documents::split(text, &known, Start::default())
}

fn pieces(documents: &Documents) -> usize {
    documents.units.iter().map(|unit| unit.pieces.len()).sum()
}

/// Texts of marks in every order, the same at every run.
fn marks(seed: u64, length: usize) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..length).map(|_| char::from(b"{}[]{}[]\"\\a,"[(next() % 12) as usize])).collect()
}

#[test]
fn the_table_of_ends_says_what_looking_for_them_says() {
    let (mut closed, mut open) = (0, [0; 2]);
    for seed in 0..3_000 {
        let text = marks(seed, 3 + seed as usize % 40);
        let ends = Ends::of(text.as_bytes());
        for (at, _) in text.match_indices(['{', '[']) {
            let looked_for = value_end(text.as_bytes(), at);
            assert_eq!(ends.nested_end(at), looked_for, "{text} from {at}");
            match looked_for {
                Ok(_) => closed += 1,
                Err(NoEnd::Cut) => open[0] += 1,
                Err(NoEnd::Mismatch) => open[1] += 1,
            }
        }
    }
    assert!(closed > 1_000 && open.iter().all(|n| *n > 1_000), "{closed} {open:?}");
}

#[test]
fn values_without_an_end_are_looked_through_a_few_times_only() {
    let lines = 100_000;
    for line in [
        "[\n{\"id\":\"a\n",
        "[\n",
        "{\n",
        "{\"a\":\n",
        "{\"a\":[\n",
        "[\n{\\\"a\n",
        "  {\"a\":[\n",
        "[{\"a\":{\n",
        "[\"\n",
    ] {
        for begin in ["", "[\n", "{\"id\":1}\n"] {
            let text = format!("{begin}{}", line.repeat(lines));
            let found = split(&text);
            assert!(found.effort() <= 6 * text.len(), "{line:?}: {} bytes of {}", found.effort(), text.len());
            assert!(!found.breaks.is_empty(), "{line:?}");
        }
    }
}

#[test]
fn records_behind_one_without_an_end_are_all_found() {
    let number = 20_000;
    let record = |at: usize| format!("  {{\"id\":\"P{at}\",\"title\":\"a\"}},\n");
    let others: String = (0..number).map(record).collect();
    for open in ["  {\"id\":\"X\",\"service\":{\"id\":1,\n", "  {\"id\":\"X\",\"service\":[\n", "  {\"id\":[}},\n"] {
        let found = split(&format!("[\n{open}{}", others));
        assert_eq!(pieces(&found), number, "{open}");
        assert!(!found.breaks.is_empty());
    }
    // One without its end before each of them.
    let broken: String = (0..number).map(|at| format!("  {{\"id\":\"X\",\"service\":{{\n{}", record(at))).collect();
    let found = split(&format!("[\n{broken}]"));
    assert_eq!(pieces(&found), number);
    assert_eq!(found.breaks.len(), number);
}

#[test]
fn documents_of_one_line_and_blanks_behind_them_are_read_once() {
    let number = 300_000;
    let found = split(&format!("{{\"id\":1}}\n{}{}", "{}".repeat(number), "\n ".repeat(number)));
    assert_eq!(pieces(&found), number + 1);
    let words = split(&format!("[]\n{}", "x\n".repeat(number)));
    assert_eq!(words.breaks.len(), number);
}

#[test]
fn every_surrounding_is_a_unit_of_its_own_however_many_there_are() {
    let (pages, zones) = (90_000, 900);
    let page = |at: usize| format!("{{\"time_zone\":\"Z/{}\",\"incidents\":[{{\"id\":{at}}}]}}\n", at % zones);
    let found = split(&(0..pages).map(page).collect::<String>());
    assert_eq!(found.units.len(), zones);
    assert!(found.units.iter().all(|unit| unit.pieces.len() == pages / zones));
}

#[test]
fn openers_without_closers_are_text() {
    let number = 500_000;
    for piece in ["{{", "<a ", "<b", "</p ", "<!--", "&{{<i "] {
        let text = piece.repeat(number);
        assert_eq!(plain(&text), text.trim_end(), "{piece}");
    }
    assert_eq!(plain("a {{ b <p>c</p> {{ d"), "a {{ b c {{ d");
    assert_eq!(plain("{{< x >}} rate < 5 % <br/>and <a href=\"x\">y</a>"), "rate < 5 % and y");
    assert_eq!(plain("<script>x</script> <b"), "<script>x</script> <b");
}

#[test]
fn long_titles_are_escaped_in_one_go() {
    let number = 1_000_000;
    for (piece, escaped) in [("1.", "1."), (":a", ":a"), ("1)", "1)"), ("a:.", "a:.")] {
        let text = piece.repeat(number);
        let out = escape(&text);
        assert!(out.ends_with(&escaped.repeat(1_000)), "{piece}");
    }
    assert_eq!(escape("1. a www.b MAILTO:c 12) http://d"), "1\\. a www\\.b MAILTO\\:c 12) http\\://d");
}

#[test]
fn a_hundred_thousand_responders_are_covered() {
    let number = 200_000_u32;
    let incidents: Vec<Vec<u32>> = (0..number).map(|at| vec![at, at / 2]).collect();
    let found = cover(&incidents);
    let chosen = found.greedy(1.0);
    // Whoever is in three incidents comes first; the first of all in order of number.
    assert_eq!(chosen.first(), Some(&1));
    assert!(chosen.len() < number as usize && chosen.len() >= number as usize / 3, "{}", chosen.len());
    let alone: Vec<Vec<u32>> = (0..number).map(|at| vec![at]).collect();
    assert_eq!(cover(&alone).greedy(0.5), (0..number / 2).collect::<Vec<u32>>());
}

#[test]
fn time_is_divided_between_a_hundred_thousand_incidents_at_once() {
    let number = 100_000;
    let stretch = |incident: u32, start: i64| {
        let (person, incident) = (PersonIx::at(7), IncidentIx::at(incident as usize));
        Stretch { person, start, end: start + 600_000, incident }
    };
    let same: Vec<Stretch> = (0..number).map(|incident| stretch(incident, 0)).collect();
    let shares = efforts(&same);
    assert_eq!(shares.len(), number as usize);
    assert!(shares.values().all(|s| (s - 600.0 / f64::from(number)).abs() < 1e-9));
    // One a millisecond: together they last as long as the person was at it.
    let staggered: Vec<Stretch> = (0..number).map(|incident| stretch(incident, i64::from(incident))).collect();
    let whole: f64 = efforts(&staggered).values().sum();
    assert!((whole - 699.999).abs() < 1e-6, "{whole}");
}

#[test]
fn a_hundred_thousand_pairs_stay_apart() {
    let (number, at) = (200_000, EntityIx::at);
    let mut union = Union::of(number);
    (1..number).for_each(|other| union.keep_apart(at(0), at(other)));
    for other in 2..number {
        assert!(union.join(at(1), at(other)) && !union.join(at(0), at(other)));
    }
    assert!(union.root(at(0)) == at(0) && (1..number).all(|other| union.root(at(other)) == at(1)));
    // What is kept apart stays so whichever of the two groups had more to stay away from.
    let mut union = Union::of(9);
    [(3, 4), (8, 1), (8, 2)].into_iter().for_each(|(a, b)| union.keep_apart(at(a), at(b)));
    let mut join = |a: usize, b: usize| union.join(at(a), at(b));
    assert!(join(1, 3) && join(4, 5) && join(2, 1) && join(0, 5));
    assert!(!join(0, 2) && !join(8, 3) && join(8, 4) && !join(8, 3));
}

#[test]
fn a_hierarchy_may_be_a_chain() {
    let number = 20_000;
    let chain = |at: usize| (format!("area {at:06}"), format!("area {:06}", at + 1));
    let mut stated: BTreeMap<String, String> = (0..number).map(chain).collect();
    let hierarchy = Hierarchy::of(&stated).unwrap();
    let above: Vec<&str> = hierarchy.above("area 000000").collect();
    assert_eq!((above.len(), above.last()), (DEEPEST, Some(&"area 000032")));
    assert_eq!(hierarchy.above("area 019990").count(), 10);
    stated.insert("area 020000".to_owned(), "Area 019999".to_owned());
    assert!(Hierarchy::of(&stated).unwrap_err().ends_with(
        "\"area 019999\" belongs to \"area 020000\" belongs to \"Area 019999\"; take one of these lines out"
    ));
}

/// A whole review of one incident whose every text is one thing again and again.
#[test]
fn one_incident_of_nothing_but_openers_is_reviewed() {
    let asked = ["braces", "angle brackets", "schemes", "open addresses", "points"];
    for name in asked {
        let name = format!("title: {name}");
        let case = exponents::cases().find(|case| case.name == name).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let paths = (case.make)(120_000).into_iter().map(|(file, text)| {
            let path = folder.path().join(file);
            std::fs::write(&path, text).unwrap();
            path
        });
        let run = run(&paths.collect::<Vec<_>>(), "", "all");
        let incidents = run.review.data.incidents.height();
        assert!((1..=2).contains(&incidents), "{name}: {incidents}");
    }
}
