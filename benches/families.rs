//! How long grouping texts takes as their number grows: `cargo bench --bench families -- 100000 300000 1000000`.
//!
//! Two sorts of texts: `templates` are drawn from a few thousand patterns with changing numbers, as monitoring writes
//! them; `distinct` are as people write them, words by a Zipf law, nearly all different. Printed are seconds, the largest
//! memory so far (where the system tells), and the exponent from the size before: 1 is linear. Ratios within one run are
//! worth something, seconds are the machine's. `--csv DIR` writes the texts as tables for the command instead.

#![allow(clippy::expect_used, clippy::print_stdout, clippy::cast_precision_loss, clippy::disallowed_methods)]

use retroscope::families::{self, Text};
use std::fmt::Write;
use std::time::Instant;

/// SplitMix64: the same texts on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.roll() % most.max(1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `most`, nearly by Zipf's law: the logarithm is even.
    fn zipf(&mut self, most: usize) -> usize {
        ((most as f64).powf(self.share()) as usize).saturating_sub(1)
    }
}

/// An invented word of two to four syllables; the first words are the frequent ones.
fn word(rank: usize) -> String {
    const SOUNDS: [&str; 20] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi",
        "yo", "zu",
    ];
    let mut left = rank + 400;
    let mut out = String::new();
    while left > 0 {
        out.push_str(SOUNDS[left % SOUNDS.len()]);
        left /= SOUNDS.len();
    }
    out
}

fn words(dice: &mut Dice, number: usize, vocabulary: usize, out: &mut String) {
    for _ in 0..number {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word(dice.zipf(vocabulary)));
    }
}

struct Record {
    title: String,
    description: String,
    component: String,
}

fn from_templates(number: usize) -> Vec<Record> {
    let mut dice = Dice(11);
    let templates: Vec<(String, String)> = (0..4_000)
        .map(|_| {
            let (mut title, mut description) = (String::new(), String::new());
            let (short, long) = (4 + dice.below(6), 12 + dice.below(25));
            words(&mut dice, short, 20_000, &mut title);
            words(&mut dice, long, 20_000, &mut description);
            (title, description)
        })
        .collect();
    (0..number)
        .map(|_| {
            let (title, description) = &templates[dice.zipf(templates.len())];
            let mut title = format!("{title} db-{} at {} %", dice.below(40), dice.below(100));
            // One in four carries a word of its own, as a customer's or a job's name.
            if dice.below(4) == 0 {
                title.push(' ');
                title.push_str(&word(dice.zipf(200_000)));
            }
            let description = format!("{description} since {:02}:{:02}", dice.below(24), dice.below(60));
            Record { title, description, component: format!("service {}", dice.below(60)) }
        })
        .collect()
}

fn all_different(number: usize) -> Vec<Record> {
    let mut dice = Dice(12);
    let mut texts: Vec<Record> = Vec::with_capacity(number);
    for at in 0..number {
        let (mut title, mut description) = (String::new(), String::new());
        // One in five repeats an earlier one in partly other words.
        if let Some(earlier) = texts.get(dice.below(at.max(1))).filter(|_| dice.below(5) == 0) {
            let kept = |text: &str, dice: &mut Dice| -> String {
                text.split(' ').filter(|_| dice.below(3) > 0).collect::<Vec<_>>().join(" ")
            };
            title = kept(&earlier.title, &mut dice);
            description = kept(&earlier.description, &mut dice);
        }
        let (short, long) = (3 + dice.below(6), 8 + dice.below(30));
        words(&mut dice, short, 300_000, &mut title);
        words(&mut dice, long, 300_000, &mut description);
        write!(description, " in job{} code {}", dice.below(1_000), dice.below(100_000)).expect("a string takes all");
        texts.push(Record { title, description, component: format!("service {}", dice.below(200)) });
    }
    texts
}

/// Largest memory of this process so far, in MiB; only Linux tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

fn write_csv(path: &std::path::Path, records: &[Record]) {
    let mut out = csv::Writer::from_path(path).expect("a table");
    out.write_record(["id", "created_at", "component", "title", "description"]).expect("a row");
    for (at, record) in records.iter().enumerate() {
        let stamp = format!("{:04}-{:02}-{:02}T00:00:00Z", 2000 + at / 50_000, 1 + at / 4_500 % 12, 1 + at / 160 % 28);
        out.write_record([&format!("R-{at:07}"), &stamp, &record.component, &record.title, &record.description])
            .expect("a row");
    }
    out.flush().expect("written");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 30_000, 100_000] } else { sizes };
    let folder = arguments.iter().position(|a| a == "--csv").and_then(|at| arguments.get(at + 1));
    for sort in ["templates", "distinct"] {
        let mut before: Option<(f64, f64)> = None;
        for &size in &sizes {
            let records = if sort == "templates" { from_templates(size) } else { all_different(size) };
            if let Some(folder) = folder {
                write_csv(&std::path::Path::new(folder).join(format!("{sort}_{size}.csv")), &records);
                continue;
            }
            let bytes: usize = records.iter().map(|r| r.title.len() + r.description.len()).sum();
            let texts: Vec<Text> = records
                .iter()
                .map(|r| Text { title: &r.title, description: &r.description, component: &r.component, at: None })
                .collect();
            let start = Instant::now();
            let found = families::find(&texts);
            let seconds = start.elapsed().as_secs_f64();
            let (n, groups) = (size as f64, found.grouping.members.len());
            let exponent = before.map(|(m, s)| (seconds / s).ln() / (n / m).ln());
            println!(
                "{sort:>10} {size:>8} records {:>5} MB {:>8} distinct {groups:>8} groups {seconds:>7.2} s {:>6} MiB  exponent {}",
                bytes / 1_000_000,
                found.distinct.first.len(),
                peak().map_or("?".to_owned(), |m| format!("{m:.0}")),
                exponent.map_or("-".to_owned(), |e| format!("{e:.2}")),
            );
            before = Some((n, seconds));
        }
    }
}
