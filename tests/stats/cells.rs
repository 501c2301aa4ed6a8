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
        // Few enough for each cell to be drawn one by one.
        let events = (ends.len() as u64 * 40).min(2_000);
        for _ in 0..events {
            let at = rng.next_f64() * total;
            let cell = ends.iter().take_while(|end| **end <= at).count();
            if cell < ends.len() {
                expected[cell] += 1.0;
            }
        }
        prop_assert_eq!(WeightedCells::of(ends).draw(events, &mut stream(seed, &[])), expected);
    }
}

/// Counts of one cell over many draws: mean and variance.
fn moments(draws: &[Vec<f64>], cell: usize) -> (f64, f64) {
    let n = draws.len() as f64;
    let mean = draws.iter().map(|draw| draw[cell]).sum::<f64>() / n;
    (mean, draws.iter().map(|draw| (draw[cell] - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

#[test]
fn many_events_fill_cells_as_they_would_fall_one_by_one() {
    let widths = [1.0, 0.0, 2.5, 1e-9, 4.0, 0.5, 2.0];
    let (cells, events) = (WeightedCells::of(running(widths.iter().copied())), 6_000_u64);
    let draws: Vec<Vec<f64>> = (0..4_000).map(|seed| cells.draw(events, &mut stream(seed, &[]))).collect();
    let n = draws.len() as f64;
    assert!(draws.iter().all(|draw| draw.iter().sum::<f64>() == events as f64 && draw[1] == 0.0));
    for (cell, width) in widths.iter().enumerate() {
        let (p, (mean, variance)) = (width / 10.0, moments(&draws, cell));
        let wanted = events as f64 * p * (1.0 - p);
        assert!((mean - events as f64 * p).abs() <= 4.0 * (wanted / n).sqrt() + 1e-5, "{cell}: {mean}");
        assert!(wanted < 1.0 || (variance / wanted - 1.0).abs() < 0.12, "{cell}: {variance} of {wanted}");
    }
    // What one cell has the others lack: covariance −n·p·q.
    let (first, last) = (moments(&draws, 2).0, moments(&draws, 4).0);
    let together = draws.iter().map(|draw| (draw[2] - first) * (draw[4] - last)).sum::<f64>() / (n - 1.0);
    let wanted = -(events as f64) * 0.25 * 0.4;
    assert!((together / wanted - 1.0).abs() < 0.15, "{together} of {wanted}");
}

#[test]
fn nothing_falls_into_no_cells() {
    assert!(WeightedCells::of(Vec::new()).draw(100, &mut stream(1, &[])).is_empty());
    assert_eq!(WeightedCells::of(vec![0.0, 0.0]).draw(100, &mut stream(1, &[])), [0.0, 0.0]);
}
