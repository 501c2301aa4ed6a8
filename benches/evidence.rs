//! How often a report says "evidence" where nothing changed, and how often it sees what did (`METHODS.md` 17.1).
//!
//! `cargo bench --bench evidence`: 200 reports of each null world at each size, 30 of each change, and the
//! table in `benches/RESULTS.md`. `… -- --seeds 20` for a first look, `… -- --power` or `-- --null` for one half,
//! `… -- --null --world shuffled --size 5000` for one cell.

// The tests use more of these files than this does.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]
#![allow(clippy::float_cmp, clippy::string_slice, clippy::disallowed_methods)]

#[path = "../tests/chance/alarms.rs"]
mod alarms;
#[path = "../tests/chance/made.rs"]
mod made;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/chance/worlds.rs"]
mod worlds;

use alarms::{Alarms, BARS};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use worlds::{Change, Null, alarms as reports, power};

const SIZES: [usize; 3] = [150, 1_200, 5_000];
const HEAD: &str = "## What reports say where nothing changed, and where something did";

fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().collect();
    let after = |flag: &str| typed.iter().skip_while(|word| *word != flag).nth(1);
    let has = |flag: &str| typed.iter().any(|word| word == flag);
    let seeds: u64 = after("--seeds").map_or(200, |n| n.parse().unwrap());
    let mut text = format!("{HEAD}\n");
    let mut beyond = Vec::new();
    if !has("--power") {
        let only = (after("--world").cloned(), after("--size").map(|n| n.parse().unwrap()));
        beyond.extend(nulls(seeds, &only, &mut text));
    }
    if !has("--null") {
        beyond.extend(changes(seeds.min(30), &mut text));
    }
    // A first look is no result.
    if seeds == 200 && !has("--power") && !has("--null") {
        keep(&text);
    }
    beyond.iter().for_each(|line| println!("beyond its bar: {line}"));
    if beyond.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn say(text: &mut String, line: &str) {
    println!("{line}");
    writeln!(text, "{line}").unwrap();
}

fn nulls(seeds: u64, (world, size): &(Option<String>, Option<usize>), text: &mut String) -> Vec<String> {
    let bars: Vec<String> =
        BARS.iter().map(|(what, bar, _)| format!("a false {what} in at most {:.0} %", 100.0 * bar)).collect();
    say(text, &format!("\nOf {seeds} reports each; the bars are {}.\n", bars.join(", ")));
    say(text, "| world | incidents | reports | false headline | false evidence | unusual week | reports by code |");
    say(text, "|---|--:|--:|--:|--:|--:|---|");
    let mut beyond = Vec::new();
    for null in Null::ALL.into_iter().filter(|null| world.as_ref().is_none_or(|world| null.name() == world)) {
        for incidents in SIZES.into_iter().filter(|incidents| size.is_none_or(|size| size == *incidents)) {
            let found = on_all_threads(null, incidents, seeds);
            say(text, &row(null, incidents, &found));
            beyond
                .extend(found.beyond().into_iter().map(|why| format!("{}, {incidents} incidents: {why}", null.name())));
        }
    }
    beyond
}

/// One report as a row of Markdown.
/// The same seeds, shared out among as many threads as there are; the counts do not depend on how.
fn on_all_threads(null: Null, incidents: usize, seeds: u64) -> Alarms {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let share = |part: u64| seeds * part / threads..seeds * (part + 1) / threads;
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            (0..threads).map(|part| scope.spawn(move || reports(null, incidents, share(part)))).collect();
        let mut all = Alarms::default();
        parts.into_iter().for_each(|part| add(&mut all, &part.join().unwrap()));
        all
    })
}

fn add(all: &mut Alarms, part: &Alarms) {
    all.reports += part.reports;
    all.evidence += part.evidence;
    all.headline += part.headline;
    all.week += part.week;
    for (sum, share) in [(&mut all.by_code, &part.by_code), (&mut all.in_headlines, &part.in_headlines)] {
        share.iter().for_each(|(code, n)| *sum.entry(code.clone()).or_default() += n);
    }
}

fn row(null: Null, incidents: usize, alarms: &Alarms) -> String {
    let [headline, evidence, week] = alarms.totals();
    let mut codes = String::new();
    for (code, n) in &alarms.by_code {
        write!(codes, "{}{code} {n}", if codes.is_empty() { "" } else { ", " }).unwrap();
    }
    let codes = if codes.is_empty() { "none".to_owned() } else { codes };
    format!("| {} | {incidents} | {} | {headline} | {evidence} | {week} | {codes} |", null.name(), alarms.reports)
}

fn changes(seeds: u64, text: &mut String) -> Vec<String> {
    say(text, "\n| change | incidents a quarter | reports | evidence or better | at least | of the opposite |");
    say(text, "|---|--:|--:|--:|--:|--:|");
    let mut beyond = Vec::new();
    for (change, quarterly, least) in Change::BARS {
        let [rightly, _, wrongly] = power(change, quarterly, seeds);
        let least = least * usize::try_from(seeds).unwrap() / 30;
        let name = change.name();
        say(text, &format!("| {name} | {quarterly} | {seeds} | {rightly} | {least} | {wrongly} |"));
        if rightly < least || wrongly > 0 {
            beyond.push(format!("{name} at {quarterly}: seen in {rightly} of {seeds}, wrongly in {wrongly}"));
        }
    }
    beyond
}

/// Replaces its part of the results; other parts stay.
fn keep(text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/RESULTS.md");
    let old = std::fs::read_to_string(&path).unwrap_or_else(|_| "# Results of the benchmarks\n\n".to_owned());
    let (before, rest) = old.split_once(HEAD).unwrap_or((&old, ""));
    let after = rest.find("\n## ").map_or("", |at| &rest[at + 1..]);
    std::fs::write(path, format!("{before}{text}\n{after}")).unwrap();
}
