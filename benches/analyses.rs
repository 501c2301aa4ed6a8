//! Where the time of a run goes: `cargo bench --bench analyses -- 20000 100000 1000000`.
//!
//! For each size it writes the exports of the demo organisation to a folder of its own, reviews them, and writes the
//! tables to memory. Printed are the seconds of every step and its share of the whole. Shares within one run are worth
//! something, seconds are the machine's.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss)]

use retroscope::demo::{self, Options, Scenario};
use retroscope::pipeline::{Asked, Request, Step, expand, review, write_tables};

use retroscope::report::sink::Memory;
use retroscope::settings::Settings;
use std::sync::Mutex;
use std::time::Instant;

/// Names of the steps with the moment at which each began.
type Log = Mutex<Vec<(String, Instant)>>;

fn note(log: &Log, step: &Step) {
    let name = match step {
        Step::Reading { .. } => "reading".to_owned(),
        Step::Linking => "linking".to_owned(),
        Step::Analysing { name, .. } => format!("analysing {name}"),
        Step::Wording => "wording".to_owned(),
        Step::Writing(_) => "writing tables".to_owned(),
        Step::Drawing => "drawing".to_owned(),
    };
    let mut log = log.lock().expect("no step panics");
    if log.last().is_none_or(|(last, _)| *last != name) {
        log.push((name, Instant::now()));
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![5_000, 20_000] } else { sizes };
    let settings = Settings::defaults().expect("the defaults are usable");
    for incidents in sizes {
        let folder = tempfile::tempdir().expect("a folder for the exports");
        let exports = folder.path().join("demo");
        demo::write(&exports, &Options { incidents, seed: 7, scenario: Scenario::Typical }).expect("exports");
        let inputs = expand(&[exports.display().to_string()]).expect("the exports are there");
        let log = Log::default();
        let request =
            Request { inputs: &inputs, settings: &settings, period: Asked::Default, as_of: None, names: false };
        let begin = Instant::now();
        let (_, found) = review(&request, &|step| note(&log, &step));
        let review = found.expect("the demo is usable");
        log.lock().expect("no step panics").push(("wording".to_owned(), Instant::now()));
        write_tables(&review, false, &mut Memory::default(), &|table| note(&log, &Step::Writing(table)))
            .expect("tables");
        report(incidents, begin, &log.into_inner().expect("no step panics"));
    }
}

fn report(incidents: usize, begin: Instant, log: &[(String, Instant)]) {
    let whole = begin.elapsed().as_secs_f64();
    println!("{incidents} incidents, {whole:.2} s");
    let ends = log.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
    for ((name, from), to) in log.iter().zip(ends) {
        let seconds = (to - *from).as_secs_f64();
        println!("  {name:<24} {seconds:>8.2} s {:>5.1} %", 100.0 * seconds / whole);
    }
}
