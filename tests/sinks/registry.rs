//! Every place where bytes leave the program, and the filter through which its text goes.
//!
//! The sources are read as text. A line that opens a way out is in order when the filter stands on it; every other such
//! line has an entry below that says why it may. A new file, stream or serialiser has neither, and fails.

use std::path::{Path, PathBuf};

/// Words that open a way out: files, streams, serialisers, and messages that libraries print by themselves.
const DOORS: [&str; 27] = [
    "File::create",
    "File::options",
    "OpenOptions",
    "fs::write(",
    "fs::copy(",
    "stdout()",
    "stderr()",
    "csv::Writer",
    "WriterBuilder",
    "serde_json::to_",
    "Serializer::",
    "ParquetWriter",
    "IpcWriter",
    "JsonWriter",
    "CsvWriter",
    ".create(",
    ".write(",
    "write_all(",
    "print!(",
    "println!(",
    ".print()",
    "ProgressDrawTarget::stderr",
    "set_hook",
    "panic!(",
    "toml::to_",
    "TcpStream",
    "Command::new",
];

/// The filters, as they are called.
const FILTERS: [&str; 7] = [
    "visible::line(",
    "visible::typed(",
    "visible::page(",
    "args::visible(",
    "Rows::to(",
    "json::pretty(",
    "cell::safe(",
];

/// Place (a file or a folder of `src/`), door, and why the line needs no filter of its own.
const KNOWN: &[(&str, &str, &str)] = &[
    ("text/rows", "csv::Writer", "Rows: the one writer of CSV; every cell goes through cell::safe"),
    ("text/rows", "WriterBuilder", "as above"),
    ("text/json", "Serializer::", "json::pretty: the one writer of JSON; every string goes through visible::line"),
    ("text/json", "write_all(", "as above"),
    ("report/sink", ".create(", "carries bytes; render::put and the writers of tables have filtered them"),
    ("report/sink", "write_all(", "as above"),
    ("report/sink", ".write(", "as above"),
    ("store", "File::create", "carries bytes for report/sink, demo and cli, whose text went through their filters"),
    ("store", "OpenOptions", "as above, and the lock, which holds nothing"),
    ("store", ".write(", "as above"),
    ("store/shelf", "write_all(", "the index of a lake, see below"),
    ("store/shelf", "fs::write(", "the journal of a lake: names of its parts, all of them ours"),
    ("store/shelf", "serde_json::to_", "as above"),
    ("lake/index", "serde_json::to_", "what exports hold, as they hold it, for the program to read back; no page"),
    ("lake/stated", "serde_json::to_", "as above"),
    ("lake/stated", ".write(", "as above"),
    ("lake/lakes", ".create(", "parts of another lake, byte for byte as their digests say"),
    (
        "lake/parts",
        ".create(",
        "carries bytes: what files state as above, and tables whose texts went through visible::line",
    ),
    ("lake/parts", ".write(", "as above"),
    ("lake/parts", "ParquetWriter", "as above"),
    ("lake/file_tables", "serde_json::to_", "words of ours"),
    ("model/fixed", ".write(", "takes a lock; no file"),
    ("report/write", ".create(", "the writer of Parquet, see below; the other goes through Rows::to"),
    ("report/write", ".write(", "tables made in memory: CSV through Rows::to, Parquet as below"),
    ("report/write", "write_all(", "slices of a CSV file, each through Rows::to"),
    ("report/write", "ParquetWriter", "frames go through `shown`, which is visible::line on every text"),
    ("report/mod", ".write(", "manifest.json, from Manifest::closed, which is json::pretty"),
    ("report/earlier", ".create(", "copies files of a report, whose bytes are held against its manifest"),
    ("report/earlier", "write_all(", "as above"),
    ("cli/init/mod", "write_all(", "the proposal went through visible::page in `propose`"),
    ("cli/mod", "stdout()", "`print`, which only `init` calls with what went through visible::page; and flushing"),
    ("cli/mod", "write_all(", "as above"),
    (
        "ingest/container/guard",
        "set_hook",
        "keeps a library that gives up on a file from saying so; prints nothing by itself",
    ),
    ("cli/progress", "ProgressDrawTarget::stderr", "names of steps and tables, all of them ours"),
    ("cli/progress", "stderr()", "as above"),
    ("cli/mod", "stderr()", "asks clap which stream an error belongs to"),
    ("model/bug", "panic!(", "names an invariant of ours; no input leads here"),
    (
        "render/mod",
        ".write(",
        "what is passed on: texts of review.xlsx and executive.pptx went through visible::line in render/format/workbook and \
         slides/shapes, pages and drawings of the others through visible::page in render/passed_on",
    ),
    ("render/format/pdf/packed", "write_all(", "packs bytes of a document into itself"),
    ("render/format/slides", "write_all(", "parts of executive.pptx; every text went through visible::line in shapes"),
    ("demo", "serde_json::to_", "an invented organisation; not a word of it comes from outside"),
    ("demo", "write_all(", "as above"),
    ("demo", ".write(", "as above, and a hash"),
    ("families", ".write(", "a hash, no file"),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The ways out in a text, as line and door, but for those with a filter on the line.
fn doors(text: &str) -> Vec<(usize, &'static str)> {
    // Tests at the end of a file print for whoever runs them.
    let program = text.lines().take_while(|line| line.trim_end() != "#[cfg(test)]");
    let code = program.enumerate().filter(|(_, line)| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with("use ")
    });
    let open = code.filter(|(_, line)| !FILTERS.iter().any(|filter| line.contains(filter)));
    open.flat_map(|(at, line)| DOORS.into_iter().filter(|d| line.contains(d)).map(move |d| (at + 1, d))).collect()
}

#[test]
fn every_sink_has_its_filter() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut used = vec![false; KNOWN.len()];
    let mut problems = Vec::new();
    for path in sources(&root).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let name = path.strip_prefix(&root).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
        let inside =
            |place: &str| name.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        for (number, door) in doors(&std::fs::read_to_string(&path).unwrap()) {
            let known = |(place, word, _): &&(&str, &str, &str)| *word == door && inside(place);
            match KNOWN.iter().position(|entry| known(&entry)) {
                Some(at) => used[at] = true,
                None => problems.push(format!(
                    "src/{name}.rs:{number} has {door} and no filter: pass its text through one of {FILTERS:?} on that line, \
                     or say in tests/sinks/registry.rs why it needs none"
                )),
            }
        }
    }
    let stale = KNOWN.iter().zip(&used).filter(|(_, used)| !**used);
    problems.extend(stale.map(|((place, door, _), _)| format!("src/{place} has no {door} any more: remove the entry")));
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn a_new_sink_is_noticed() {
    for new in [
        "    let mut out = File::create(path)?;",
        "    sink.write(\"slides.html\", slides.as_bytes())?;",
        "    let mut table = csv::Writer::from_path(path)?;",
        "    serde_json::to_writer(out, &value)?;",
        "    let _ = writeln!(std::io::stdout().lock(), \"{title}\");",
        "    println!(\"{title}\");",
        "    let mut page = sink.create(&path)?;",
    ] {
        assert!(!doors(new).is_empty(), "{new}");
    }
    for fine in [
        "    let mut out = Rows::to(File::create(path)?);",
        "    sink.write(path, visible::page(document).as_bytes())",
        "    // File::create is for others",
        "use std::fs::File;",
    ] {
        assert!(doors(fine).is_empty(), "{fine}");
    }
}
