//! Draws over cells, against a search through all of them.

use proptest::prelude::*;
use retroscope::stats::concentration::WeightedCells;
use retroscope::stats::random::stream;
use retroscope::stats::sum::running;

/// Widths with cells of nothing among them, and of very different sizes.
fn widths() -> impl Strategy<Value = Vec<f64>> {
    let width = prop_oneof![Just(0.0), Just(1.0), 1e-12_f64..1e-9, 0.0_f64..10.0, 1e6_f64..1e9];
    proptest::collection::vec(width, 1..300)
}

proptest! {
    #[test]
    fn every_event_falls_into_the_first_cell_that_ends_behind_it(widths in widths(), seed in any::<u64>()) {
        let ends = running(widths.iter().copied());
        let total = *ends.last().unwrap();
        let mut rng = stream(seed, &[]);
        let mut expected = vec![0.0; ends.len()];
        for _ in 0..2_000 {
            let at = rng.next_f64() * total;
            let cell = ends.iter().take_while(|end| **end <= at).count();
            if cell < ends.len() {
                expected[cell] += 1.0;
            }
        }
        prop_assert_eq!(WeightedCells::of(ends).draw(2_000, &mut stream(seed, &[])), expected);
    }
}

#[test]
fn nothing_falls_into_no_cells() {
    assert!(WeightedCells::of(Vec::new()).draw(100, &mut stream(1, &[])).is_empty());
    assert_eq!(WeightedCells::of(vec![0.0, 0.0]).draw(100, &mut stream(1, &[])), [0.0, 0.0]);
}
