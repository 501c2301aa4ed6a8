//! Files of lines are looked at beside each other, and give what looking at one line after the other gives.

use proptest::prelude::*;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::container::documents::{Documents, Known, RecordPiece, Start};
use retroscope::ingest::container::envelope::Keys;
use retroscope::ingest::container::lines;

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[0-9]{1,3}".prop_map(|id| format!("{{\"id\":{id},\"x\":[{{\"a\":\"}}\"}}]}}")),
        1 => Just("{\"incidents\":[{\"id\":1},{\"id\":2}],\"more\":true}".to_owned()),
        1 => Just("{\"type\":\"RECORD\",\"stream\":\"s\",\"record\":{\"id\":1}}".to_owned()),
        1 => Just("{\"type\":\"STATE\"}".to_owned()),
        1 => Just("{\"id\":1} {\"id\":2}".to_owned()),
        1 => Just("  {\"id\":1}  ".to_owned()),
        1 => Just("{\"id\":".to_owned()),
        1 => Just("{\"id\":1,".to_owned()),
        1 => Just("\"x\":2}".to_owned()),
        1 => Just("no JSON".to_owned()),
        1 => Just(String::new()),
        1 => Just("[{\"id\":1}]".to_owned()),
    ]
}

/// Name and container of the unit, text and row.
type Piece = (String, &'static str, String, u32);

/// Units' pieces with their texts and rows, and breaks by row.
fn found(text: &str) -> (Vec<Piece>, Vec<(u32, bool)>, u64) {
    let keys = Keys::of(&["incidents"]);
    let known = Known { keys: &keys, is_record: &|_| false, budget: Budget::default() };
    let found = Documents::split(text, &known, Start { lines: true, ..Start::default() });
    let piece = |name: &str, container, piece: &RecordPiece| {
        (name.to_owned(), container, piece.span.of(text).to_owned(), piece.row)
    };
    let pieces = found.units.iter().flat_map(|unit| unit.pieces.iter().map(|p| piece(&unit.name, unit.container, p)));
    (pieces.collect(), found.breaks.iter().map(|b| (b.row, b.truncated)).collect(), found.skipped)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Behind so many other lines that stretches end somewhere among them, the same is found, so many rows further.
    #[test]
    fn what_is_found_does_not_depend_on_where_stretches_end(
        lines in proptest::collection::vec(line(), 1..60), before in 28_900_u32..29_200,
    ) {
        let text = lines.join("\n");
        let (mut pieces, mut breaks, skipped) = found(&text);
        pieces.iter_mut().for_each(|piece| piece.3 += before);
        breaks.iter_mut().for_each(|(row, _)| *row += before);
        let (behind, broken, passed) = found(&format!("{}{text}", "{\"id\":0}\n".repeat(before as usize)));
        let plain = |piece: &&Piece| piece.3 > before;
        let mut behind: Vec<_> = behind.iter().filter(plain).cloned().collect();
        behind.sort();
        pieces.sort();
        prop_assert_eq!((behind, broken, passed), (pieces, breaks, skipped));
    }
}

#[test]
fn records_are_the_lines_that_are_nothing_else() {
    let text = "{\"id\":1}\n  {\"id\":2,\"incidents\":3} \n{\"incidents\":[{\"id\":3}]}\n{\"type\":\"STATE\"}\n{\"id\":4\n{\"id\":5} {\"id\":6}\n[{\"id\":7}]\n{}";
    let found: Vec<&str> =
        lines::records(text, &Keys::of(&["incidents"])).into_iter().map(|span| span.of(text)).collect();
    assert_eq!(found, ["{\"id\":1}", "{\"id\":2,\"incidents\":3}", "{\"id\":5}", "{}"]);
}
