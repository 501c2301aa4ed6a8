//! The incident table is read by type and written in slices, in the order of its columns.

use retroscope::frame::build;
use retroscope::frame::read::{Codes, Texts};
use retroscope::frame::table::{self, IncidentFacts};
use retroscope::model::row::IncidentIx;

#[test]
fn slices_hold_what_the_table_holds() {
    let title = |row: usize| (!row.is_multiple_of(3)).then(|| format!("title {row}"));
    let status = |row: usize| Some(["resolved", ""][row % 2]);
    let facts = IncidentFacts::of(vec![
        table::texts("title", (0..700).map(title)),
        table::codes("severity", (0..700).map(Some)),
        table::texts("status", (0..700).map(status)),
        table::texts("nothing", (0..700).map(|_| None::<&str>)),
    ]);
    assert_eq!(facts.height(), 700);
    let read = |name: &str, row: usize| facts.texts(name).get(IncidentIx::at(row)).map(str::to_owned);
    for (from, to) in [(0, 700), (0, 0), (255, 300), (650, 900)] {
        let slice = facts.slice(from, to);
        let names: Vec<_> = slice.columns().iter().map(|column| column.name().as_str()).collect();
        assert_eq!((names, slice.height()), (vec!["title", "severity", "status", "nothing"], to.min(700) - from));
        for place in 0..slice.height() {
            let row = from + place;
            assert_eq!(Texts::of(&slice, "title").get(place).map(str::to_owned), title(row));
            assert_eq!(Texts::of(&slice, "status").get(place), row.is_multiple_of(2).then_some("resolved"));
            assert_eq!(Texts::of(&slice, "nothing").get(place), None);
            assert_eq!(Codes::of(&slice, "severity").get(place), u32::try_from(row).ok());
            assert_eq!(read("title", row), title(row));
        }
    }
    let frame = build::frame(vec![build::codes("severity", [Some(1)].into_iter())]);
    assert!(Texts::<usize>::found(&frame, "title").is_err(), "a column that is not there");
    assert!(Texts::<usize>::found(&frame, "severity").is_err(), "a column of another type");
}
