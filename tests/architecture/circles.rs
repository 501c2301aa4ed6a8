//! Nothing goes round in a circle: no file imports a file that imports it again, however far the way round, and no folder
//! of `analyse/` does. What a file takes from its own parents is not counted: a folder's file lists what its files share.

use super::{File, none, rust_files};
use std::collections::{BTreeMap, BTreeSet};

/// The plan of the invented organisation is one thought over several files, of which the first draws the others in.
const LEFT: &[&str] = &["demo"];

/// Which file imports which, by path without `/mod`.
type Imports = BTreeMap<String, BTreeSet<String>>;

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The code of a file without comments and without its tests, which may import what they like.
fn code(file: &File) -> String {
    let text = file.text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let lines = text.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

fn module(file: &File) -> String {
    let name = file.name.strip_suffix("/mod").unwrap_or(&file.name);
    name.to_owned()
}

/// All paths of a use tree, its braces written out: `a::{b, c::d}` is `a/b` and `a/c/d`.
fn written_out(tree: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Prefixes of the braces that are open, and the path since the last comma or brace.
    let (mut open, mut path): (Vec<String>, String) = (Vec::new(), String::new());
    for c in tree.chars() {
        match c {
            '{' => open.push(std::mem::take(&mut path)),
            ',' | '}' if !open.is_empty() => {
                if !path.is_empty() {
                    found.push(open.concat() + &std::mem::take(&mut path));
                }
                if c == '}' {
                    open.pop();
                }
            }
            c if is_word(c) => path.push(c),
            ':' => path.push('/'),
            c if c.is_whitespace() && !open.is_empty() => {}
            _ => break,
        }
    }
    found.push(open.concat() + &path);
    found
        .into_iter()
        .map(|path| path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
        .collect()
}

/// What follows `before` wherever it stands as the beginning of a path.
fn paths_after<'a>(code: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    let begins = move |at: &usize| !code[..*at].ends_with(|c: char| is_word(c) || c == ':');
    code.match_indices(before).map(|(at, _)| at).filter(begins).map(move |at| &code[at + before.len()..])
}

fn imports(files: &[File]) -> Imports {
    let known: BTreeSet<String> = files.iter().map(module).collect();
    // The longest beginning of a path that is a file; what stands behind it is something in that file.
    let file_of = |path: &str| {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| &path[..end]).rfind(|beginning| known.contains(*beginning)).map(str::to_owned)
    };
    let mut found = Imports::new();
    for file in files {
        let (own, code) = (module(file), code(file));
        let parent = own.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut paths: Vec<String> = paths_after(&code, "crate::").flat_map(written_out).collect();
        for path in paths_after(&code, "super::").flat_map(written_out) {
            paths.push(format!("{parent}/{path}").trim_start_matches('/').to_owned());
        }
        let inside = format!("{own}/");
        for child in known.iter().filter_map(|name| name.strip_prefix(&inside)).filter(|name| !name.contains('/')) {
            let path = format!("{child}::");
            let named = paths_after(&code, &path).next().is_some()
                || paths_after(&code, &format!("self::{path}")).next().is_some();
            paths.extend(named.then(|| format!("{inside}{child}")));
        }
        let is_parent = |other: &String| own == *other || own.starts_with(&format!("{other}/"));
        let others = paths.iter().filter_map(|path| file_of(path)).filter(|other| !is_parent(other));
        found.insert(own.clone(), others.collect());
    }
    found
}

/// Everything that can be reached over imports.
fn reach<'a>(imports: &'a Imports, from: &str) -> BTreeSet<&'a str> {
    let (mut reached, mut waiting) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(at) = waiting.pop() {
        for next in imports.get(&at).into_iter().flatten() {
            if reached.insert(next.as_str()) {
                waiting.push(next.clone());
            }
        }
    }
    reached
}

/// The circles, each as the list of those that reach each other, in order of name.
fn circles(imports: &Imports) -> Vec<Vec<&str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|name| (name.as_str(), reach(imports, name))).collect();
    let goes_to = |a: &str, b: &str| reached.get(a).is_some_and(|reached| reached.contains(b));
    let mut found: BTreeSet<Vec<&str>> = BTreeSet::new();
    for name in reached.keys().filter(|name| goes_to(name, name)) {
        found.insert(reached.keys().copied().filter(|other| goes_to(name, other) && goes_to(other, name)).collect());
    }
    found.into_iter().collect()
}

/// The imports between the folders and files directly in one folder.
fn folded(imports: &Imports, folder: &str) -> Imports {
    let part = |name: &str| {
        let inside = name.strip_prefix(folder)?.strip_prefix('/')?;
        Some(inside.split('/').next().unwrap().to_owned())
    };
    let mut found = Imports::new();
    for (name, others) in imports {
        let Some(own) = part(name) else { continue };
        let others = others.iter().filter_map(|other| part(other)).filter(|other| *other != own);
        found.entry(own.clone()).or_default().extend(others.collect::<Vec<_>>());
    }
    found
}

fn told(imports: &Imports, circle: &[&str]) -> String {
    let imported = |name: &&str| {
        let others = imports.get(*name).into_iter().flatten().filter(|other| circle.contains(&other.as_str()));
        format!("    {name} imports {}", others.cloned().collect::<Vec<_>>().join(", "))
    };
    format!("a circle of {}:\n{}", circle.len(), circle.iter().map(imported).collect::<Vec<_>>().join("\n"))
}

#[test]
fn no_files_go_round_in_a_circle() {
    let imports = imports(&rust_files("src"));
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 1_000, "imports are not found any more");
    let left =
        |circle: &Vec<&str>| circle.iter().all(|name| LEFT.iter().any(|place| name.split('/').next() == Some(*place)));
    let found = circles(&imports).into_iter().filter(|circle| !left(circle));
    none(found.map(|circle| told(&imports, &circle)).collect());
}

#[test]
fn no_folders_of_analyses_go_round_in_a_circle() {
    let folders = folded(&imports(&rust_files("src")), "analyse");
    assert!(folders.values().map(BTreeSet::len).sum::<usize>() > 5, "imports are not found any more");
    none(circles(&folders).into_iter().map(|circle| told(&folders, &circle)).collect());
}

fn made_up(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(name, text)| File { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
}

#[test]
fn planted_circles_are_found() {
    let files = made_up(&[
        ("a/mod", "pub mod near;\npub mod far;\nuse near::Near;\n"),
        ("a/near", "use crate::a::far::{self, Far};\nuse crate::a::Shared;\n"),
        ("a/far", "use crate::b::{one::{Deep, Deeper}, two};\nfn f() {}\n"),
        ("a/alone", "// use crate::a::user::User;\nuse super::far::Far;\n"),
        ("a/user", "use super::alone;\n#[cfg(test)]\nmod tests {\n    use crate::main::Main;\n}\n"),
        ("b/one", "fn g() {\n    crate::a::near::call();\n}\n"),
        ("b/two", "use crate::b::one::Deep;\n"),
        ("main", "use crate::a::user::User;\n"),
    ]);
    let imports = imports(&files);
    assert_eq!(circles(&imports), [["a/far", "a/near", "b/one", "b/two"]]);
    assert!(told(&imports, &["a/near", "a/far"]).contains("a/near imports a/far"));
}

#[test]
fn planted_circles_of_folders_are_found() {
    let files = made_up(&[
        ("a/one", "pub mod first;\npub mod second;\n"),
        ("a/one/first", "use crate::a::two::third::Third;\n"),
        ("a/one/second", ""),
        ("a/two/third", ""),
        ("a/two/fourth", "use crate::a::one::second::Second;\n"),
        ("a/below", ""),
        ("a/three", "use crate::a::below::Below;\nuse crate::a::two::third::Third;\n"),
    ]);
    let imports = imports(&files);
    assert_eq!(circles(&imports), Vec::<Vec<&str>>::new(), "no file is in a circle");
    assert_eq!(circles(&folded(&imports, "a")), [["one", "two"]]);
}

#[test]
fn use_trees_are_written_out() {
    assert_eq!(written_out("a::{b, c::{d, self},\n    e};"), ["a/b", "a/c/d", "a/c/self", "a/e", ""]);
    assert_eq!(written_out("a::b::call(c)"), ["a/b/call"]);
}
