//! Tests of architecture: who may import whom, how large things may grow, and that nothing is forgotten.
//!
//! The sources are read as text, which needs no parser because rustfmt has been over them.

mod circles;
mod fields;
mod fuzz;
mod names;
mod unused;

use std::path::{Path, PathBuf};

/// Who may import whom, as in ARCHITECTURE.md. A folder or file of `src/` that is missing here fails. Everything may
/// import itself.
const FLOORS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("stats", &["par"]),
    ("model", &[]),
    ("par", &[]),
    ("store", &[]),
    ("families", &["text", "stats", "par"]),
    ("restate", &["model", "stats"]),
    ("frame", &["model", "par"]),
    ("ingest", &["model", "par", "store"]),
    ("normalise", &["model", "text", "frame", "par"]),
    ("lake", &["ingest", "normalise", "frame", "model", "text", "store", "par"]),
    ("link", &["model", "text", "stats", "frame", "normalise", "par"]),
    ("analyse", &["model", "frame", "text", "stats", "families", "restate", "par"]),
    ("findings", &["analyse", "restate", "model", "stats", "text", "frame", "par"]),
    ("report", &["findings", "analyse", "restate", "frame", "model", "normalise", "ingest", "text", "store", "par"]),
    ("render", &["findings", "text", "report", "par"]),
    ("templates", &[]),
    ("demo", &["text", "stats", "store"]),
    ("settings", STAGES),
    ("pipeline", STAGES),
    ("inspect", &["pipeline", "report", "model", "frame", "ingest", "normalise", "text"]),
    ("propose", &["inspect", "pipeline", "settings", "model", "frame", "ingest", "normalise"]),
    ("trail", &["report", "findings", "ingest", "model", "text", "store"]),
    ("compare", &["report", "findings", "restate", "ingest", "normalise", "model"]),
    (
        "cli",
        &["pipeline", "trail", "compare", "inspect", "propose", "settings", "text", "demo", "families", "par", "store"],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

const STAGES: &[&str] = &[
    "text",
    "stats",
    "model",
    "frame",
    "ingest",
    "normalise",
    "lake",
    "link",
    "analyse",
    "findings",
    "render",
    "report",
    "settings",
    "par",
    "store",
];

/// Parts of a floor that may import more than the rest of it.
const EXCEPTIONS: &[(&str, &str)] = &[("ingest/retroscope", "report")];

/// Libraries and the places that may use them.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("polars", &["frame", "lake", "link", "analyse", "report", "ingest/container/parquet"]),
    ("polars_io", &["frame", "lake", "link", "analyse", "report", "ingest/container/parquet"]),
    ("calamine", &["ingest/container/workbook"]),
    ("plotters", &["render/chart"]),
    ("plotters_backend", &["render/chart"]),
    ("krilla", &["render/format/pdf", "render/face"]),
    ("resvg", &["render/format/picture"]),
    ("clap", &["cli"]),
    ("rayon", &["par"]),
    ("rustix", &["store"]),
    ("signal_hook", &["cli/signals"]),
];

/// Files directly in `src/analyse` that several analyses share and that answer no question of their own.
const ANALYSIS_HELPERS: &[&str] = &["duty", "promise", "spans"];

/// Sources that are made from the settings of a run and therefore can't stand in `sources!`.
const SOURCES_FROM_SETTINGS: &[&str] = &["Mapped"];

const HEADINGS: &[&str] = &["Question", "Method", "Needs", "Silent when", "Known bias"];
const MAX_LINES_OF_A_FILE: usize = 500;
const MAX_LINES_OF_A_FUNCTION: usize = 60;

/// One file of ours.
struct File {
    /// Path inside the folder that was listed, with slashes, without `.rs`: `render/chart/pareto`.
    name: String,
    text: String,
}

impl File {
    /// `render` for `render/chart/pareto`.
    fn floor(&self) -> &str {
        self.name.split('/').next().unwrap()
    }

    /// Whether it is this file or folder, or lies in it.
    fn is_in(&self, place: &str) -> bool {
        self.name.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Lines that are not comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(i, l)| (i + 1, l)).filter(|(_, l)| !l.trim_start().starts_with("//"))
    }

    /// The module's own documentation.
    fn docs(&self) -> String {
        self.text.lines().filter_map(|l| l.strip_prefix("//!")).collect::<Vec<_>>().join("\n")
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, in order of path.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

fn rust_files(folder: &str) -> Vec<File> {
    let base = root().join(folder);
    let paths = walk(&base).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let file = |path: PathBuf| {
        let inside = path.strip_prefix(&base).unwrap().with_extension("");
        let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        File { name: parts.join("/"), text: std::fs::read_to_string(&path).unwrap() }
    };
    paths.map(file).collect()
}

/// The identifiers that follow `before` wherever it stands as a word of its own.
fn words_after<'a>(line: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(before).filter(move |(at, _)| !line[..*at].ends_with(is_word)).map(move |(at, _)| {
        let rest = &line[at + before.len()..];
        &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
    })
}

#[track_caller]
fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn every_part_of_the_tree_has_a_floor() {
    let known = |name: &String| FLOORS.iter().any(|(floor, _)| floor == name);
    let parts = std::fs::read_dir(root().join("src")).unwrap().map(|e| e.unwrap().path());
    let names = parts.map(|p| p.file_stem().unwrap().to_string_lossy().into_owned());
    none(names.filter(|n| !known(n)).map(|n| format!("src/{n} is not in the table of floors")).collect());
}

#[test]
fn imports_respect_the_floors() {
    let mut problems = Vec::new();
    for file in rust_files("src") {
        let allowed = FLOORS.iter().find(|(floor, _)| *floor == file.floor()).map_or(&[] as &[&str], |(_, a)| a);
        let excepted = |wanted: &str| EXCEPTIONS.iter().any(|(place, floor)| *floor == wanted && file.is_in(place));
        for (number, line) in file.code() {
            for wanted in words_after(line, "crate::").filter(|w| FLOORS.iter().any(|(floor, _)| floor == w)) {
                if wanted != file.floor() && !allowed.contains(&wanted) && !excepted(wanted) {
                    problems.push(format!("src/{}.rs:{number} imports {wanted}", file.name));
                }
            }
        }
    }
    none(problems);
}

/// Floors whose tables have rows with types.
const TYPED: [&str; 6] = ["frame", "link", "analyse", "findings", "report", "inspect"];
/// What stands for one row of a table, and for several.
const ONE: [&str; 10] = ["record", "incident", "entity", "mention", "person", "owner", "tool", "family", "item", "row"];
const SEVERAL: [&str; 8] = ["records", "incidents", "entities", "mentions", "people", "members", "families", "rows"];
/// Floors with nothing but tables, and ways of writing by which a row would turn into another one in silence there.
const TABLES: [&str; 2] = ["frame", "link"];
const GUESSES: [&str; 3] = [".copied().unwrap_or(0)", ".copied().unwrap_or_default()", "unwrap_or(u32::MAX)"];

/// Whether a line numbers rows by bare numbers: `person: u32`, `rows: &[u32]`, `incident as usize`. A `row: usize` is one
/// of a frame that nothing refers to.
fn is_bare(line: &str) -> bool {
    let typed = |name: &str, before: &str, number: &str| {
        let wanted = format!("{name}: {before}{number}");
        line.match_indices(&wanted).any(|(at, _)| {
            let is_end = |c: char| !c.is_alphanumeric() && c != '_';
            line[..at].chars().next_back().is_none_or(is_end) && line[at + wanted.len()..].starts_with(is_end)
        })
    };
    let one = ONE.iter().any(|name| {
        let bare = |before: &str| typed(name, before, "u32") || *name != "row" && typed(name, before, "usize");
        ["", "&", "Option<"].into_iter().any(bare) || line.contains(&format!("{name} as usize"))
    });
    let several = SEVERAL.iter().any(|name| {
        let lists = ["Vec<", "&Vec<", "[", "&[", "&mut [", "BTreeSet<", "&BTreeSet<", "FxHashSet<", "&FxHashSet<"];
        lists.into_iter().any(|list| typed(name, list, "u32") || typed(name, list, "usize"))
    });
    one || several
}

/// A row of one table can't stand for a row of another, and a row that is missing is a named bug and never row 0.
#[test]
fn rows_have_types_and_a_missing_one_is_never_another() {
    let mut problems = Vec::new();
    for file in rust_files("src").iter().filter(|file| TYPED.contains(&file.floor())) {
        for (number, line) in file.code() {
            if TABLES.contains(&file.floor()) && GUESSES.iter().any(|guess| line.contains(guess)) {
                problems.push(format!("src/{}.rs:{number} takes another value for a row that is missing", file.name));
            }
            if is_bare(line) {
                problems.push(format!("src/{}.rs:{number} has a row without a type; see src/model/row.rs", file.name));
            }
        }
    }
    none(problems);
}

#[test]
fn a_row_without_a_type_is_found_however_it_is_written() {
    for bare in [
        "person: u32,",
        "fn of(owner: Option<u32>)",
        "let take = |row: &u32| rows.get(*row as usize);",
        "pub rows: Vec<u32>,",
        "fn among(rows: &[usize])",
        "people: BTreeSet<u32>",
        "incident: usize,",
        "let at = family as usize;",
    ] {
        assert!(is_bare(bare), "{bare}");
    }
    for fine in
        ["person: PersonIx", "people: u32", "rows: &[IncidentIx]", "|row: usize| view.at.get(row)", "incidents: u64"]
    {
        assert!(!is_bare(fine), "{fine}");
    }
}

/// The two ways of writing that would hide an import from the test above.
#[test]
fn imports_are_written_out() {
    let mut problems = Vec::new();
    for file in rust_files("src") {
        for (number, line) in file.code() {
            for hidden in ["crate::{", "super::super", "crate::*"].into_iter().filter(|h| line.contains(h)) {
                problems.push(format!("src/{}.rs:{number} has {hidden}", file.name));
            }
        }
    }
    none(problems);
}

#[test]
fn libraries_stay_where_they_belong() {
    let mut problems = Vec::new();
    for file in rust_files("src") {
        for (library, places) in LIBRARIES.iter().filter(|(_, places)| !places.iter().any(|p| file.is_in(p))) {
            let path = format!("{library}::");
            for (number, _) in file.code().filter(|(_, line)| words_after(line, &path).next().is_some()) {
                problems.push(format!("src/{}.rs:{number} uses {library}, which belongs to {places:?}", file.name));
            }
        }
    }
    none(problems);
}

/// Lengths of the functions of a file, with their first lines. A function ends at the first closing brace that is
/// indented like its beginning.
fn functions(file: &File) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = file.text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let starts = |line: &str| {
        let visible = line.trim_start().trim_start_matches("pub").trim_start_matches("(crate)").trim_start();
        visible.starts_with("fn ") || visible.starts_with("const fn ")
    };
    let mut found = Vec::new();
    for (at, first) in lines.iter().enumerate().filter(|(_, line)| starts(line)) {
        let closes = |line: &&str| {
            let ends_here = line.trim_start().starts_with('}') || (line.starts_with([')', ' ']) && line.ends_with(';'));
            indent(line) == indent(first) && ends_here
        };
        let one_line = first.ends_with('}') || first.ends_with(';');
        let length = if one_line { 1 } else { lines[at + 1..].iter().position(closes).map_or(1, |n| n + 2) };
        found.push((at + 1, length));
    }
    found
}

/// The value below which a share of the sizes lies.
fn size_at(sizes: &mut [usize], share: f64) -> usize {
    sizes.sort_unstable();
    let last = sizes.len().saturating_sub(1);
    sizes.get((last as f64 * share).round() as usize).copied().unwrap_or(0)
}

#[test]
fn files_and_functions_stay_small() {
    let mut problems = Vec::new();
    for folder in ["src", "tests"] {
        let (mut file_sizes, mut function_sizes) = (Vec::new(), Vec::new());
        for file in rust_files(folder) {
            let size = file.text.lines().count();
            file_sizes.push(size);
            if size > MAX_LINES_OF_A_FILE {
                problems.push(format!("{folder}/{}.rs has {size} lines", file.name));
            }
            for (number, length) in functions(&file) {
                function_sizes.push(length);
                if length > MAX_LINES_OF_A_FUNCTION {
                    problems.push(format!("{folder}/{}.rs:{number} has a function of {length} lines", file.name));
                }
            }
        }
        for (what, sizes) in [("files", &mut file_sizes), ("functions", &mut function_sizes)] {
            let (median, p90) = (size_at(sizes, 0.5), size_at(sizes, 0.9));
            let (count, most) = (sizes.len(), sizes.last().copied().unwrap_or(0));
            println!("{folder}: {count} {what}, lines: median {median}, p90 {p90}, most {most}");
        }
    }
    none(problems);
}

#[test]
fn function_lengths_are_measured() {
    let text = "fn a() {\n    if x {\n    }\n}\n\npub(crate) fn b(\n    c: u8,\n) -> u8 {\n    c\n}\nfn d() {}\n\
                trait T {\n    fn e(&self);\n    fn f(&self) {\n        1\n    }\n}\n";
    let file = File { name: String::new(), text: text.to_owned() };
    assert_eq!(functions(&file), [(1, 4), (6, 5), (11, 1), (13, 1), (14, 3)]);
}

#[test]
fn names_do_not_repeat_their_folder_or_their_history() {
    let mut problems = Vec::new();
    for file in rust_files("src") {
        let parts: Vec<&str> = file.name.split('/').collect();
        let stem = parts.last().unwrap();
        let repeats = parts.iter().rev().nth(1).is_some_and(|f| stem.starts_with(&format!("{f}_")) || stem == f);
        let dated = ["new_", "enhanced_", "unified_"].iter().any(|p| stem.starts_with(p))
            || ["_v2", "_old", "_new"].iter().any(|s| stem.ends_with(s));
        if repeats || dated {
            problems.push(format!("src/{}.rs", file.name));
        }
    }
    none(problems);
}

/// The text between a beginning and an end, empty when there is none.
fn block<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let after = text.split_once(begin).map_or("", |(_, after)| after);
    after.split_once(end).map_or("", |(inside, _)| inside)
}

#[test]
fn every_source_is_registered() {
    let files = rust_files("src/ingest");
    let registry = files.iter().find(|f| f.name == "mod").unwrap();
    let listed = block(&registry.text, "\nsources! {", "\n}");
    let mut problems = Vec::new();
    for file in &files {
        let of = |line| words_after(line, "impl Source for ").chain(words_after(line, "impl AnySource for "));
        for source in file.code().flat_map(|(_, line)| of(line)) {
            let registered =
                listed.split([',', '\n']).any(|entry| entry.rsplit("=>").next().map(str::trim) == Some(source));
            if !registered && !SOURCES_FROM_SETTINGS.contains(&source) {
                problems.push(format!("{source} of src/ingest/{}.rs is not in sources!", file.name));
            }
        }
    }
    none(problems);
}

/// Whether a heading stands in the documentation with a statement behind it.
fn explains(docs: &str, heading: &str) -> bool {
    let Some((_, after)) = docs.split_once(&format!("**{heading}")) else { return false };
    let text = after.split("\n **").next().unwrap_or_default();
    text.chars().filter(|c| c.is_alphabetic()).count() >= 15
}

#[test]
fn every_analysis_is_registered_and_explains_itself() {
    let files = rust_files("src/analyse");
    let registry = files.iter().find(|f| f.name == "mod").unwrap();
    let listed = block(&registry.text, "\nanalyses! {", "}");
    let mut problems = Vec::new();
    for file in &files {
        let name = file.name.trim_end_matches("/mod");
        if name == "mod" || name.contains('/') || ANALYSIS_HELPERS.contains(&name) {
            continue;
        }
        if !words_after(listed, name).any(|rest| rest.is_empty()) {
            problems.push(format!("src/analyse/{name} is neither in analyses! nor a listed helper"));
        }
        let docs = file.docs();
        for heading in HEADINGS.iter().filter(|h| !explains(&docs, h)) {
            problems.push(format!("src/analyse/{name} does not say: {heading}"));
        }
    }
    none(problems);
}

#[test]
fn every_analysis_has_its_statements() {
    let registry = std::fs::read_to_string(root().join("src/analyse/mod.rs")).unwrap();
    let names =
        block(&registry, "\nanalyses! {", "}").lines().filter_map(|l| l.split_once("=>")).map(|(n, _)| n.trim());
    let spoken = |n: &str| ["", "/mod"].iter().any(|end| root().join(format!("src/findings/{n}{end}.rs")).exists());
    none(names.filter(|n| !spoken(n)).map(|n| format!("src/findings/{n}.rs is missing")).collect());
}

#[test]
fn no_test_file_is_forgotten() {
    let main = std::fs::read_to_string(root().join("tests/main.rs")).unwrap();
    let declared = |name: &str| main.lines().any(|l| l.trim() == format!("mod {name};"));
    let entries = std::fs::read_dir(root().join("tests")).unwrap().map(|e| e.unwrap().path());
    let modules = entries.filter(|p| p.extension().is_some_and(|e| e == "rs") || p.join("mod.rs").exists());
    let names = modules.map(|p| p.file_stem().unwrap().to_string_lossy().into_owned());
    none(names.filter(|n| n != "main" && !declared(n)).map(|n| format!("tests/{n} is not run")).collect());
}

/// `src/` is built without its tests (`test = false`), so that polars is linked once: a test in there would never run.
#[test]
fn no_test_hides_where_none_is_run() {
    let marks = ["#[cfg(test)]", "#[test]"];
    let files = rust_files("src");
    let hidden = files.iter().filter(|file| file.text.lines().any(|line| marks.contains(&line.trim())));
    none(hidden.map(|file| format!("src/{}.rs has tests; they belong below tests/", file.name)).collect());
}

/// Files under version control; every file where that is not at hand, as in an unpacked archive.
fn tracked() -> Vec<PathBuf> {
    let listed = std::process::Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    let names = listed.ok().filter(|o| o.status.success()).map(|o| String::from_utf8(o.stdout).unwrap());
    let names = names.unwrap_or_default();
    if names.is_empty() {
        let skipped = [".git", "target"].map(|name| root().join(name));
        return walk(&root()).into_iter().filter(|p| !skipped.iter().any(|s| p.starts_with(s))).collect();
    }
    names.split_terminator('\0').map(|name| root().join(name)).collect()
}

/// Absolute paths of somebody's machine. A path of that look behind a letter (`example.com/home/`) is part of an address.
#[test]
fn no_file_names_a_place_on_one_machine() {
    let places = ["work", "tmp", "home", "root"].map(|name| format!("/{name}/"));
    let paths = tracked().into_iter().filter(|p| !p.starts_with(root().join(".ci")));
    let mut problems = Vec::new();
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            let own = |place: &String| line.match_indices(place.as_str()).any(|(at, _)| starts_path(&line[..at]));
            if places.iter().any(own) {
                problems.push(format!("{}:{}", path.strip_prefix(root()).unwrap().display(), number + 1));
            }
        }
    }
    none(problems);
}

fn starts_path(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '}' | '>' | '*' | '~'))
}
