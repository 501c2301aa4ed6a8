//! Tests of `model/row`.

use retroscope::model::row::{IncidentIx, Ix, rows};

#[test]
fn a_row_is_its_place_and_costs_four_bytes_even_when_it_may_be_missing() {
    let all: Vec<IncidentIx> = rows(3).collect();
    assert_eq!(all.iter().map(|row| row.place()).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(all.is_sorted());
    assert_eq!(size_of::<IncidentIx>(), 4);
    assert_eq!(size_of::<Option<IncidentIx>>(), 4);
    assert_eq!(format!("{:?}", IncidentIx::at(7)), "IncidentIx(7)");
    assert_eq!(<IncidentIx as Ix>::at(7).number(), 7);
}
