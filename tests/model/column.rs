//! Tests of `model/column`.

use retroscope::model::column::Column;
use retroscope::model::row::{PersonIx, RecordRow};

#[test]
fn a_value_is_found_by_its_row() {
    let mut names: Column<PersonIx, &str> = Column::new();
    let (a, b) = (names.push("ana"), names.push("bo"));
    assert_eq!((names[a], names[b], names.len()), ("ana", "bo", 2));
    names.swap(a, b);
    assert_eq!(names.enumerate().map(|(row, name)| (row.place(), *name)).collect::<Vec<_>>(), [(0, "bo"), (1, "ana")]);
    assert_eq!(names.next_row().place(), 2);
}

#[test]
#[should_panic(expected = "every row is a row of its table\" does not hold (a record at 3 of 2)")]
fn a_row_that_is_not_there_is_a_named_bug() {
    let sizes: Column<RecordRow, u32> = Column::filled(2, 7);
    let _ = sizes[RecordRow::at(3)];
}

#[test]
#[should_panic(expected = "a record at 2 of 2")]
fn nothing_is_written_to_a_row_that_is_not_there() {
    let mut sizes: Column<RecordRow, u32> = Column::filled(2, 7);
    sizes[RecordRow::at(2)] = 1;
}
