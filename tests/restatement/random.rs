//! Any part of the exports earlier, all of them later, whatever was corrected on the way: every figure adds up.

use super::world::{TOOLS, World, adds_up, counted, in_spring, nothing_moved, table};
use crate::support::builder::ms;
use std::fmt::Write as _;

/// A small generator of our own, so that a seed means the same for ever.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

const WORDS: [&str; 12] =
    ["kite", "lamp", "ferry", "violin", "saddle", "anchor", "bridge", "candle", "piano", "mirror", "goose", "ladder"];
const SERVICES: [&str; 4] = ["cart", "mail", "search", "checkout"];
const SEVERITIES: [&str; 5] = ["SEV1", "SEV2", "SEV3", "sev-amber", ""];

/// One row, as it stands early and late.
fn row(dice: &mut Dice, number: u64, references: &str) -> [String; 2] {
    let day = dice.below(200);
    let began = ms("2026-03-10 00:00") + i64::try_from(day * 1_440 + dice.below(1_440)).unwrap() * 60_000;
    let iso = |at: i64| chrono::DateTime::from_timestamp_millis(at).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut end = Some(began + i64::try_from(60 + dice.below(50_000)).unwrap() * 1_000).filter(|_| !dice.one_in(6));
    let title = format!("{} {} {number}", dice.of(&WORDS), dice.of(&WORDS));
    let (mut severity, mut service, mut customers) =
        (dice.of(&SEVERITIES), dice.of(&SERVICES), dice.of(&["yes", "no", ""]));
    let mut began = began;
    let mut link = if references.is_empty() { "" } else { dice.of(&["", references]) };
    let has_link = !references.is_empty();
    let line = |began: i64, end: Option<i64>, severity: &str, service: &str, customers: &str, link: &str| {
        let state = if end.is_some() { "resolved" } else { "open" };
        let over = end.map_or(String::new(), iso);
        let link = if has_link { format!(",{link}") } else { String::new() };
        format!("n-{number},{title},{},{over},{severity},{service},{customers},{state}{link}\n", iso(began))
    };
    let early = line(began, end, severity, service, customers, link);
    if end.is_none() && dice.one_in(2) {
        end = Some(began + i64::try_from(1 + dice.below(900)).unwrap() * 60_000);
    }
    match dice.below(12) {
        0 => severity = dice.of(&SEVERITIES),
        1 => service = dice.of(&SERVICES),
        2 => customers = dice.of(&["yes", "no", ""]),
        3 => began -= i64::try_from(dice.below(20)).unwrap() * 86_400_000,
        4 => end = None,
        5 => link = if link.is_empty() { references } else { "" },
        _ => {}
    }
    [early, line(began, end, severity, service, customers, link)]
}

/// Files with their early and late texts.
fn files(dice: &mut Dice, size: u64) -> Vec<(String, [String; 2])> {
    let mut number = 10_000;
    let head = "number,title,began,over,sev,service,customers,state";
    let mut all = Vec::new();
    for (name, is_desk) in [("pager-a.csv", false), ("pager-b.csv", false), ("desk-a.csv", true), ("desk-b.csv", true)]
    {
        let head = if is_desk { format!("{head},page\n") } else { format!("{head}\n") };
        let mut texts = [head.clone(), head];
        for _ in 0..1 + dice.below(size) {
            number += 1;
            let page = format!("n-{}", 10_001 + dice.below(2 * size));
            let rows = row(dice, number, if is_desk { &page } else { "" });
            for (text, row) in texts.iter_mut().zip(rows) {
                text.push_str(&row);
            }
        }
        all.push((name.to_owned(), texts));
    }
    all
}

/// What people say, of any incidents.
fn annotations(dice: &mut Dice, size: u64) -> String {
    let mut text = "action,target,field,value,reason\n".to_owned();
    for _ in 0..dice.below(6) {
        let id = 10_001 + dice.below(3 * size);
        let said = match dice.below(5) {
            0 => format!("exclude,n-{id},,,practice"),
            1 => format!("set,n-{id},severity,SEV1,worse"),
            2 => format!("set,n-{id},service,ferry,elsewhere"),
            3 => format!("merge,n-{id},,n-{},one thing", 10_001 + dice.below(3 * size)),
            _ => format!("split,n-{id},,,alone"),
        };
        writeln!(text, "{said}").unwrap();
    }
    text
}

fn toml(dice: &mut Dice) -> String {
    let level = 1 + dice.below(4);
    let alias = if dice.one_in(2) { "[aliases.services]\ncheckout = \"payments\"\n" } else { "" };
    format!("[severity]\n\"sev-amber\" = {level}\n{alias}{TOOLS}")
}

fn holds(seed: u64, size: u64) {
    let mut dice = Dice(seed.wrapping_mul(7_919) + size);
    let world = World::new();
    let files = files(&mut dice, size);
    let is_early: Vec<bool> = files.iter().map(|_| !dice.one_in(3)).collect();
    for ((name, [early, _]), _) in files.iter().zip(&is_early).filter(|(_, is_early)| **is_early) {
        world.write(name, early);
    }
    if !is_early.contains(&true) {
        let (name, [early, _]) = &files[0];
        world.write(name, early);
    }
    if dice.one_in(2) {
        world.write("annotations.csv", &annotations(&mut dice, size));
    }
    let settings = toml(&mut dice);
    // What began in the later part is not known yet.
    world.keep("spring", &settings, "2026Q2", Some(ms("2026-06-20 00:00")), &[]);
    for (name, [_, late]) in &files {
        world.write(name, late);
    }
    world.write("annotations.csv", &annotations(&mut dice, size));
    let settings = if dice.one_in(2) { toml(&mut dice) } else { settings };
    let run = world.review(&settings, "2026Q3", None, &["spring"]);
    let then = counted(&table(&world.report("spring"), "incidents"), |row| row["in_period"] == "true");
    adds_up(&run, &then, &counted(&run.table("incidents"), in_spring));
    // And nothing new moves nothing, with the restating report or the first one beside it.
    world.keep("again", &settings, "2026Q2", None, &["spring"]);
    nothing_moved(&world.review(&settings, "2026Q3", None, &["again"]));
}

#[test]
fn whatever_changes_every_figure_adds_up() {
    for seed in 0..6 {
        for size in [3, 25] {
            println!("seed {seed}, size {size}");
            holds(seed, size);
        }
    }
}
