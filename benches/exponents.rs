//! How the time of a whole review grows with inputs that somebody made to be slow, or that are merely unusual:
//! `cargo bench --bench exponents -- "title: braces" links`.
//!
//! Each case is reviewed at its size, twice and four times it: reading, linking, analyses, findings, tables and editions,
//! into memory. Printed are seconds, and the exponent from the size before: 1 is linear, n log n comes to about 1.1, and
//! 2 is what must not be. Arguments are parts of the names of the cases; numbers stand in place of 1, 2 and 4. With
//! `--write DIR` the inputs of the largest size are written there instead, for another program to read. Ratios within
//! one run are worth something, seconds are the machine's.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, clippy::disallowed_methods)]

#[path = "exponents/mod.rs"]
mod exponents;

use exponents::{Case, Files};
use retroscope::pipeline::{ANALYST, Asked, EXECUTIVE, MANAGERS, ONCALL, Request, expand, review, write_tables};
use retroscope::render::{Wanted, render};
use retroscope::report::sink::Memory;
use retroscope::settings::Settings;
use std::path::Path;
use std::time::Instant;

/// Times below this are mostly the start of the program, and their ratio says nothing.
const MIN: f64 = 0.1;

fn main() {
    let (mut filters, mut factors, mut folder) = (Vec::new(), Vec::new(), None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), argument.parse::<usize>()) {
            ("--write", _) => folder = arguments.next(),
            ("--bench", _) => {}
            (_, Ok(factor)) => factors.push(factor),
            _ => filters.push(argument),
        }
    }
    if factors.is_empty() {
        factors.extend([1, 2, 4]);
    }
    let is_asked =
        |case: &&Case| filters.is_empty() || filters.iter().any(|filter| case.name.contains(filter.as_str()));
    if folder.is_none() {
        println!("{:<48} {:>9} {:>9} {:>9}", "case", "n", "seconds", "exponent");
    }
    for case in exponents::cases().filter(is_asked) {
        match &folder {
            Some(folder) => {
                let place = Path::new(folder).join(case.name.replace(|c: char| !c.is_alphanumeric(), "-"));
                write(&(case.make)(case.size * factors.last().copied().unwrap_or(1)), &place);
            }
            None => grow(case, &factors),
        }
    }
}

fn grow(case: &Case, factors: &[usize]) {
    let mut before: Option<(f64, f64)> = None;
    for factor in factors {
        let n = case.size * factor;
        let seconds = seconds(&(case.make)(n));
        let exponent = before.filter(|(_, s)| *s >= MIN).map(|(b, s)| (seconds / s).ln() / (n as f64 / b).ln());
        let exponent = exponent.map_or("-".to_owned(), |e| format!("{e:.2}"));
        println!("{:<48} {n:>9} {seconds:>9.2} {exponent:>9}", case.name);
        before = Some((n as f64, seconds));
    }
}

fn write(files: &Files, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder for the exports");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("an export");
    }
}

/// Seconds that a whole review of these files takes. Files that hold no incident are read all the same.
fn seconds(files: &Files) -> f64 {
    let folder = tempfile::tempdir().expect("a folder for the exports");
    write(files, folder.path());
    let settings = Settings::defaults().expect("the defaults are usable");
    let inputs = expand(&[folder.path().display().to_string()]).expect("the exports are there");
    let request = Request { inputs: &inputs, settings: &settings, period: Asked::Default, as_of: None, names: false };
    let start = Instant::now();
    if let (_, Some(review)) = review(&request, &|_| {}) {
        let mut sink = Memory::default();
        write_tables(&review, false, &mut sink, &|_| {}).expect("tables");
        render(&review.findings, Wanted { editions: &[EXECUTIVE, MANAGERS, ONCALL, ANALYST], formats: &[] }, &mut sink)
            .expect("editions");
    }
    start.elapsed().as_secs_f64()
}
