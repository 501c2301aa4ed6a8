//! What is public is used: whatever `src/` offers has to be asked for somewhere in `src/`. What only tests ask for is unused.

use super::{File, none, rust_files};
use std::collections::{BTreeMap, BTreeSet};

/// Offered for others than `src/`, with the reason.
const KEPT: &[(&str, &str, &str)] = &[
    ("report/sink", "Memory", "a report that is not written to a disk, for tests and benches"),
    (
        "stats/permutation",
        "drawn_splits",
        "draws of many values, beside which tests hold the limit that stands for them",
    ),
    ("stats/random", "from_state", "the numbers that the authors of the generator published begin at a stated state"),
    ("text/comparison", "evidence_gaps", "the rules of comparisons, which the tests put over every report"),
    ("text/comparison", "compares_periods", "as above"),
];

/// Statistics that no analysis asks for yet stay where a reference vector of the methods holds them: their tests would
/// have to go with them, and then nothing would hold whoever writes them again.
const VECTORS: &str = "vector";

/// Words that begin an item, behind its visibility.
const ITEMS: [&str; 9] = ["const fn ", "async fn ", "fn ", "struct ", "enum ", "trait ", "type ", "const ", "static "];

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

/// The code of a file as it is compiled for use: no comments, no tests, no text in quotes but for the names in braces.
fn code(text: &str) -> String {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let chars: Vec<char> = text.chars().collect();
    let (mut code, mut at) = (String::new(), 0);
    let find = |from: usize, what: char| (from..chars.len()).find(|at| chars[*at] == what).unwrap_or(chars.len());
    while let Some(&c) = chars.get(at) {
        let next = |ahead: usize| chars.get(at + ahead).copied().unwrap_or(' ');
        match c {
            '/' if next(1) == '/' => at = find(at, '\n'),
            '\'' if next(1) == '\\' => at = find(at + 3, '\'') + 1,
            '\'' if next(2) == '\'' => at += 3,
            '"' | 'r' if is_quoted(&chars, at) => {
                let (inside, end) = quoted(&chars, at);
                let named = inside.split('{').skip(1).filter_map(|rest| words(rest).next());
                code.extend(named.flat_map(|name| [" ", name]).chain([" "]));
                at = end;
            }
            c => {
                code.push(c);
                at += 1;
            }
        }
    }
    code
}

/// Whether a text in quotes begins here.
fn is_quoted(chars: &[char], at: usize) -> bool {
    let behind = chars[at + 1..].iter().find(|c| **c != '#');
    let begins_word = at == 0 || !is_word(chars[at - 1]) || chars[at - 1] == 'b';
    chars[at] == '"' || (begins_word && behind == Some(&'"'))
}

/// What stands in the quotes that begin here, and the place behind them.
fn quoted(chars: &[char], at: usize) -> (String, usize) {
    let open = at + chars[at..].iter().position(|c| *c == '"').unwrap();
    let marks = (open - at).saturating_sub(1);
    let raw = chars[at] == 'r';
    let (mut end, mut inside) = (open + 1, String::new());
    while end < chars.len() {
        let closes = chars[end] == '"' && chars[end + 1..].iter().take(marks).filter(|c| **c == '#').count() == marks;
        if closes {
            return (inside, end + 1 + marks);
        }
        let step = if chars[end] == '\\' && !raw { 2 } else { 1 };
        inside.push(chars[end]);
        end += step;
    }
    (inside, end)
}

/// Leaves out imports, which use nothing by themselves, unless they give another name.
fn without_imports(code: &str) -> String {
    let is_import = |line: &str| {
        let line = line.trim_start();
        line.starts_with("use ") || (line.starts_with("pub") && line.contains(" use "))
    };
    let (mut left, mut inside) = (Vec::new(), false);
    for line in code.lines() {
        let import = inside || is_import(line);
        inside = import && !line.trim_end().ends_with(';');
        if !import || line.contains(" as ") {
            left.push(line);
        }
    }
    left.join("\n")
}

/// The public items of a file, with the number of each line.
fn offered(code: &str) -> Vec<(usize, String)> {
    let item = |(number, line): (usize, &str)| {
        let rest = line.trim_start().strip_prefix("pub")?;
        let rest = if rest.starts_with('(') { rest.split_once(')')?.1 } else { rest };
        let rest = rest.strip_prefix(' ')?;
        let name = ITEMS.iter().find_map(|item| rest.strip_prefix(item))?;
        Some((number + 1, words(name).next()?.to_owned()))
    };
    code.lines().enumerate().filter_map(item).collect()
}

/// How often each word stands in code; what an `impl` block is for is no use of it.
fn uses<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    let mut uses = BTreeMap::new();
    for line in codes.flat_map(|code| code.lines()) {
        let of_trait = line.split_once(" for ").map_or("", |(before, _)| before);
        let counted = if line.starts_with("impl") { of_trait } else { line };
        words(counted).for_each(|word| *uses.entry(word.to_owned()).or_insert(0) += 1);
    }
    uses
}

/// Items that stand nowhere but where they are defined: file and name.
fn unused(files: &[File]) -> Vec<(String, String)> {
    let codes: Vec<String> = files.iter().map(|file| without_imports(&code(&file.text))).collect();
    let uses = uses(codes.iter());
    let mut places: BTreeMap<String, Vec<&File>> = BTreeMap::new();
    for (file, code) in files.iter().zip(&codes) {
        offered(code).into_iter().for_each(|(_, name)| places.entry(name).or_default().push(file));
    }
    let alone = places.into_iter().filter(|(name, at)| uses.get(name).copied().unwrap_or(0) <= at.len());
    alone.flat_map(|(name, at)| at.into_iter().map(move |file| (file.name.clone(), name.clone()))).collect()
}

/// Names in the tests of the reference vectors.
fn held_by_vectors() -> BTreeSet<String> {
    let is_one = |file: &File| file.name.starts_with("stats") && file.text.contains(&format!("{VECTORS}(\""));
    let tests = rust_files("tests").into_iter().filter(is_one);
    tests.flat_map(|file| words(&file.text).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn what_is_public_is_used() {
    let (files, vectors) = (rust_files("src"), held_by_vectors());
    let found = unused(&files);
    let kept = |file: &str, name: &str| KEPT.iter().any(|(place, kept, _)| *place == file && *kept == name);
    let held = |file: &str, name: &str| file.starts_with("stats/") && vectors.contains(name);
    let wanted = found.iter().filter(|(file, name)| !kept(file, name) && !held(file, name));
    let mut problems: Vec<String> = wanted.map(|(file, name)| format!("src/{file}.rs: nothing uses {name}")).collect();
    let is_found = |place: &str, name: &str| found.iter().any(|(file, unused)| file == place && unused == name);
    let needless = KEPT.iter().filter(|(place, name, _)| !is_found(place, name));
    problems.extend(needless.map(|(place, name, _)| format!("{name} of src/{place}.rs is used; it need not be kept")));
    none(problems);
}

#[test]
fn planted_items_that_nothing_uses_are_found() {
    let one = "use crate::b::Listed;\n/// `Told` is told of here only.\npub struct Told {\n}\nimpl Told {\n    \
               pub fn of() -> Self {\n        shown()\n    }\n}\npub(crate) const fn alone(c: char) -> bool {\n    \
               c == '\"' || c == '\\''\n}\npub const NAMED: &str = \"alone\";\npub const DRAWN: &str = r#\"say \"lone\"\"#;\n";
    let two = "pub use crate::a::{\n    Told,\n    alone,\n};\npub struct Listed;\nfn call() {\n    of(DRAWN);\n    \
               format!(\"{NAMED}\");\n}\npub fn shown() -> Listed {\n}\n#[cfg(test)]\nmod tests {\n    use super::alone;\n}\n";
    let files = [("a", one), ("b", two)].map(|(name, text)| File { name: name.to_owned(), text: text.to_owned() });
    let found: Vec<String> = unused(&files).into_iter().map(|(file, name)| format!("{file} {name}")).collect();
    assert_eq!(found, ["a Told", "a alone"]);
}
