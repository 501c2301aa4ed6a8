//! Tests of everything that is written: no sink without a filter, and none that lets anything through.
//!
//! `registry` reads the sources and knows every place where bytes leave the program. The tests below take the demo,
//! fill each of its text fields with what could do harm somewhere, run every command over it, and walk through what came
//! out. A file of a kind that `check` does not know fails: whoever adds a format says there what must hold for it.

mod check;
mod hostile;
mod markup;
mod pages;
mod registry;

use retroscope::findings::Findings;
use retroscope::render::{self, ALL, Format, Wanted};
use retroscope::report::earlier::Earlier;
use retroscope::report::lines::ReportIncidents;
use retroscope::report::sink::Memory;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retroscope")).current_dir(folder).args(arguments).output().unwrap()
}

/// What a command printed is filtered, whatever it was asked to do.
#[track_caller]
fn printed(output: &Output, status: i32) -> String {
    assert_eq!(output.status.code(), Some(status), "{}", String::from_utf8_lossy(&output.stderr));
    let mut text = String::new();
    for stream in [&output.stdout, &output.stderr] {
        let stream = std::str::from_utf8(stream).expect("the terminal gets UTF-8");
        check::none(&check::characters(stream).iter().map(|p| format!("terminal: {p}")).collect::<Vec<_>>());
        text += stream;
    }
    text
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

/// Looks through every file below a folder, each by the rules of its kind.
#[track_caller]
fn walk(folder: &Path) -> usize {
    let files = files(folder);
    let problems: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let found = check::file(path, &std::fs::read(path).unwrap());
            found.into_iter().map(move |p| format!("{}: {p}", path.strip_prefix(folder).unwrap().display()))
        })
        .collect();
    check::none(&problems);
    files.len()
}

#[test]
fn a_review_of_hostile_exports_is_harmless_in_every_file() {
    let home = hostile::demo();
    let review = ["review", hostile::FOLDER, "--period", "all", "--out", "out"];
    let said = printed(&run(home.path(), &review), 0);
    assert!(said.contains("incidents from"), "{said}");
    assert!(walk(&home.path().join("out")) > 80, "charts, tables, editions and packs");
    let everything: String = files(&home.path().join("out"))
        .iter()
        .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        .collect();
    for seen in ["␛[31m", "'=1+1", "'＝1+1", "&lt;script&gt;", "hidden-characters"] {
        let seen = seen.trim_start_matches('\\');
        assert!(everything.contains(seen), "the hostile texts did not get as far as the report: {seen}");
    }
    assert!(home.path().join("out/storms").is_dir(), "a pack is among the files");
    redrawn(&home.path().join("out"));
    explained(home.path());
}

/// What is said of claims, tables and records repeats nothing that acts, nor does a subject that there is not.
fn explained(home: &Path) {
    let said = printed(&run(home, &["explain", "out"]), 0);
    let claims = said.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).map(str::to_owned);
    let claims: Vec<String> = claims.filter(|id| id.contains('.')).collect();
    assert!(claims.len() > 20, "{said}");
    let tables = ["incidents:#1", "records:#2", "remarks:#1", "links:#1", "areas:#1", "concurrency", "areas-ranking"];
    for subject in claims.iter().step_by(4).map(String::as_str).chain(tables) {
        printed(&run(home, &["explain", "out", subject]), 0);
        check::none(&check::file(Path::new("x.json"), &run(home, &["explain", "out", subject, "--json"]).stdout));
    }
    let shown = ["explain", "out", "incidents:#1", "--show", "--inputs", hostile::FOLDER];
    printed(&run(home, &shown), 0);
    printed(&run(home, &["compare", "out", "out", "--all"]), 0);
    check::none(&check::file(Path::new("x.json"), &run(home, &["compare", "out", "out", "--json"]).stdout));
    printed(&run(home, &["explain", "out", "\u{1b}]0;owned\u{7}\u{202e}\nerror: all is well"]), 2);
}

/// What is drawn from the texts as they stand in `findings.json` is what was drawn from the texts before.
fn redrawn(out: &Path) {
    let findings: Findings = serde_json::from_slice(&std::fs::read(out.join("findings.json")).unwrap()).unwrap();
    let lines = ReportIncidents::read(&Earlier::open(out).unwrap(), &findings);
    assert!(lines.is_some(), "the incidents are read back");
    let mut memory = Memory::default();
    let wanted = Wanted { editions: ALL, formats: &Format::ALL };
    render::report(&findings, lines.as_ref(), wanted, &mut memory).unwrap();
    assert!(memory.files.len() > 30);
    for (name, bytes) in memory.files.iter().filter(|(name, _)| *name != "findings.json") {
        assert!(std::fs::read(out.join(name)).unwrap() == *bytes, "{name} differs when it is drawn again");
    }
}

#[test]
fn with_names_and_for_one_quarter_too() {
    let home = hostile::demo();
    let review = ["review", hostile::FOLDER, "--names", "--out", hostile::TARGET];
    printed(&run(home.path(), &review), 0);
    walk(&home.path().join(hostile::TARGET));
}

#[test]
fn every_kind_of_export_may_be_hostile() {
    let home = hostile::cases();
    let inspected = run(home.path(), &["inspect", "in"]);
    let code = inspected.status.code().unwrap();
    assert!(printed(&inspected, code).contains("All together"));
    printed(&run(home.path(), &["review", "in", "--period", "all", "--out", "out"]), 0);
    walk(&home.path().join("out"));
}

#[test]
fn what_inspect_and_init_say_is_filtered() {
    let home = hostile::demo();
    let words = printed(&run(home.path(), &["inspect", hostile::FOLDER]), 0);
    assert!(words.contains("␊Report: elsewhere"), "a line break in a name is shown: {words}");
    assert!(!words.lines().any(|line| line.starts_with("Report:")), "no name begins a line of ours: {words}");
    let json = run(home.path(), &["inspect", "--json", hostile::FOLDER]);
    printed(&json, 0);
    check::none(&check::file(Path::new("x.json"), &json.stdout));
    let toml = run(home.path(), &["init", hostile::FOLDER, "--out", "-"]);
    printed(&toml, 0);
    check::none(&check::file(Path::new("x.toml"), &toml.stdout));
    let name = format!("{}.toml", hostile::TARGET);
    printed(&run(home.path(), &["init", hostile::FOLDER, "--out", &name]), 0);
    assert_eq!(std::fs::read(home.path().join(name)).unwrap(), toml.stdout);
}

/// Names of columns are escaped, not changed: the proposal reads the very table that it was made for.
#[test]
fn a_proposal_for_hostile_columns_reads_them() {
    let home = tempfile::tempdir().unwrap();
    let table = home.path().join("in\u{202e}/own\u{1b}[2J.csv");
    std::fs::create_dir_all(table.parent().unwrap()).unwrap();
    let head = "\"Ticket\u{200b} no\",\"Began\u{202e}\",\"Over\u{7}\",\"What\nhappened\",\"Prio\"\" = 1 #\",\"\u{9b}[mapping]\u{7f}\"\n";
    let rows = "OPS-17,2026-08-14 09:15,2026-08-14 10:40,Checkout slow for German customers,high,a\n\
                OPS-18,2026-08-15 22:05,2026-08-15 23:10,Search index stale,low,b\n\
                OPS-21,2026-08-19 03:30,2026-08-19 05:00,Payments rejected by bank,high,c\n";
    std::fs::write(&table, format!("{head}{rows}")).unwrap();
    printed(&run(home.path(), &["init", "in\u{202e}", "--out", "own.toml"]), 0);
    let proposal = std::fs::read(home.path().join("own.toml")).unwrap();
    check::none(&check::file(Path::new("own.toml"), &proposal));
    let review = ["review", "in\u{202e}", "--settings", "own.toml", "--out", "out", "--period", "all"];
    printed(&run(home.path(), &review), 0);
    walk(&home.path().join("out"));
    let incidents = std::fs::read_to_string(home.path().join("out/data/incidents.csv")).unwrap();
    assert!(incidents.contains("Search index stale"), "{incidents}");
}

#[test]
fn messages_repeat_nothing_that_acts() {
    let home = tempfile::tempdir().unwrap();
    let bad = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\nerror: all is well";
    std::fs::write(home.path().join("page.json"), "{\"incidents\":[]}").unwrap();
    std::fs::write(home.path().join("bad.toml"), "[hours]\n\"pro\u{202e}fil\u{200b}\u{9b}\" = 1\n").unwrap();
    std::fs::write(home.path().join(format!("{}.csv", bad.replace('/', ""))), "\u{1b}[2J,b\n\u{7},x\n").unwrap();
    std::fs::write(home.path().join("no-id.csv"), "title\nx\n").unwrap();
    let flag = format!("--{bad}");
    let asked: &[&[&str]] = &[
        &["review", bad],
        &["review", "page.json", "--period", bad],
        &["review", "page.json", "--as-of", bad],
        &["review", "page.json", "--settings", bad],
        &["review", "page.json", "--settings", "bad.toml"],
        &["review", "page.json", "--edition", bad],
        &["review", "page.json", "--threads", "1\u{200b}"],
        &["review", "page.json", &flag],
        &["review", "."],
        &["inspect", bad],
        &["inspect", "."],
        &["inspect", &format!("{bad}*")],
        &["init", bad],
        &["explain", bad, "x"],
        &["explain", ".", bad],
        &["compare", bad, "x"],
        &["compare", ".", bad],
        &["render", bad],
        &["render", ".", "--edition", bad],
        &["demo", "x", "--scenario", bad],
        &["demo", "."],
        &["families", bad, "--groups", "g.csv"],
        &["families", "no-id.csv", "--groups", "g.csv"],
        &[bad],
        &[flag.as_str()],
    ];
    for arguments in asked {
        let said = printed(&run(home.path(), arguments), 2);
        assert!(!said.lines().any(|line| line.starts_with("error: all is well")), "{arguments:?}: {said}");
    }
    let not_text = [OsStr::new("review"), OsStr::from_bytes(b"\xff\x1b[31m"), OsStr::new("--period")];
    printed(&run(home.path(), &not_text), 2);
}

#[test]
fn families_cannot_be_run_and_are_still_found_by_their_ids() {
    let home = tempfile::tempdir().unwrap();
    let ids = ["=1+1", "-5", "＝1+1", " @x", "a;=2", "\u{200b}+3", "\u{1b}[1m", "plain"];
    let rows: String = ids
        .iter()
        .map(|id| {
            format!("\"{id}\",2026-01-01,\"=shop\u{202e}\",\"{} gateway slow, queue grows\",\n", hostile::PAYLOADS[0])
        })
        .collect();
    std::fs::write(home.path().join("in.csv"), format!("id,created_at,component,title,description\n{rows}")).unwrap();
    let outs = ["--groups", "g.csv", "--ranked", "r.csv", "--evidence", "e.csv"];
    printed(&run(home.path(), &[&["families", "in.csv"], &outs[..]].concat()), 0);
    for name in ["g.csv", "r.csv", "e.csv"] {
        check::none(&check::file(Path::new(name), &std::fs::read(home.path().join(name)).unwrap()));
    }
    let groups = std::fs::read_to_string(home.path().join("g.csv")).unwrap();
    let first: Vec<&str> = groups.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    let mut wanted = ["'=1+1", "-5", "'＝1+1", "' @x", "a;'=2", "+3", "␛[1m", "plain"];
    wanted.sort_unstable();
    let mut found = first.clone();
    found.sort_unstable();
    assert_eq!(found, wanted, "{groups}");
    // Links may name an id as the table has it or as these files have it.
    let two = "id,created_at,title\n=1,2026-01-01,Gateway slow\n=2,2026-01-02,Invoices empty\n";
    std::fs::write(home.path().join("two.csv"), two).unwrap();
    for link in ["'=2,'=1", "=2,=1"] {
        std::fs::write(home.path().join("links.csv"), format!("id,other\n{link}\n")).unwrap();
        let arguments = ["families", "two.csv", "--groups", "g.csv", "--links", "links.csv", "--force"];
        // The flag exists where files are not overwritten in silence.
        let given = if help_knows(home.path(), "--force") { &arguments[..] } else { &arguments[..6] };
        printed(&run(home.path(), given), 0);
        assert_eq!(std::fs::read_to_string(home.path().join("g.csv")).unwrap(), "id,group\n'=1,'=1\n'=2,'=1\n");
    }
}

fn help_knows(folder: &Path, flag: &str) -> bool {
    String::from_utf8_lossy(&run(folder, &["families", "--help"]).stdout).contains(flag)
}

/// Its exports are imitations: a title that a spreadsheet would run is planted in them for the review to cope with.
#[test]
fn the_demo_acts_on_no_terminal() {
    let home = tempfile::tempdir().unwrap();
    let said = printed(&run(home.path(), &["demo", hostile::TARGET, "--incidents", "40"]), 0);
    assert!(said.contains("Next: retroscope review"), "{said}");
    for path in files(&home.path().join(hostile::TARGET)) {
        check::none(&check::characters(&std::fs::read_to_string(path).unwrap()));
    }
}
