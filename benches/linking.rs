//! How long linking takes as the data set grows: `cargo bench --bench linking -- 20000 100000 500000`.
//!
//! For each size it writes the exports of the demo organisation to a folder of its own, reads them, and links them three
//! times; the fastest counts. Printed are seconds, seconds per record, and the exponent from the size before: 1 is
//! linear, and n log n comes to about 1.1 at these sizes. Ratios within one run are worth something, seconds are the
//! machine's.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, clippy::disallowed_methods)]

use retroscope::demo::{self, Options, Scenario};
use retroscope::link::link;
use retroscope::pipeline::{expand, read};
use retroscope::settings::Settings;
use std::time::Instant;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![5_000, 20_000, 100_000] } else { sizes };
    let settings = Settings::defaults().expect("the defaults are usable");
    let mut before: Option<(f64, f64)> = None;
    for incidents in sizes {
        let folder = tempfile::tempdir().expect("a folder for the exports");
        let exports = folder.path().join("demo");
        demo::write(&exports, &Options { incidents, seed: 7, scenario: Scenario::Typical }).expect("exports");
        let inputs = expand(&[exports.display().to_string()]).expect("the exports are there");
        let (_, loaded) = read(&inputs, &settings, &|_| {});
        let seconds = (0..3)
            .map(|_| {
                let start = Instant::now();
                let linked = link(&loaded.incidents, &loaded.records, &[]);
                assert!(!linked.groups.is_empty());
                start.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        let records = loaded.incidents.len() as f64;
        let exponent = before.map(|(n, s)| (seconds / s).ln() / (records / n).ln());
        let exponent = exponent.map_or("-".to_owned(), |e| format!("{e:.2}"));
        println!(
            "{records:>9} records {seconds:>8.2} s  {:>6.2} µs a record  exponent {exponent}",
            seconds / records * 1e6
        );
        before = Some((records, seconds));
    }
}
