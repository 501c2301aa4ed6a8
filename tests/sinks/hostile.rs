//! Exports whose every text field holds something that could do harm where it is written.

use serde_json::Value;
use std::path::Path;

/// A folder whose name acts on a terminal and begins a line of its own.
pub(super) const FOLDER: &str = "in\u{1b}[31m\u{202e}\u{9b}1m\nReport: elsewhere";

/// A target whose name does the same.
pub(super) const TARGET: &str = "out\u{1b}]0;x\u{7}\u{2066}\u{200b}\ntrail";

/// Each does harm somewhere: in a terminal, a spreadsheet, a page, a drawing, a Markdown reader or a template.
pub(super) const PAYLOADS: [&str; 52] = [
    "\u{1b}[31m",
    "=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "+1+1",
    "-2+3",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    " =1+1",
    "\u{a0}=1+1",
    "\u{3000}＝1+1",
    "\"=1+1",
    "“=1+1",
    "\u{200b}=1+1",
    "\u{feff}=1+1",
    "\u{202e}=1+1",
    "\u{3164}=1+1",
    "\u{e0041}=1+1",
    "\u{1}=1+1",
    "x;=1+1",
    "x; \"=1+1",
    "x;\u{200b}=1+1",
    ";+1+1;@a",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]8;;http://e.example\u{1b}\\click\u{1b}]8;;\u{1b}\\",
    "\u{9b}31m\u{9d}0;owned\u{9c}",
    "\0\u{7f}\u{8}\u{c}\u{b}",
    "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}gpj.exe",
    "\u{2066}\u{2067}\u{2068}\u{2069}\u{200e}\u{200f}\u{61c}",
    "line\u{2028}para\u{2029}next\u{85}end",
    "\u{e0001}\u{e0041}\u{e007f}tags",
    "x\u{fe0f}\u{fe0e}\u{e0100}y\u{200d}z\u{200c}w\u{2060}\u{ad}v",
    "\u{fffe}\u{ffff}\u{fdd0}\u{1fffe}\u{fff9}",
    "\u{338}struck",
    "<script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' style='x' onmouseover='alert(1)",
    "<scr\u{200b}ipt>alert(1)</scr\u{200b}ipt>",
    "]]><!--",
    "[x](javascript:alert(1)) ![p](http://e.example/p.png)",
    "`code` | cell \\| **bold** _em_ # http://e.example www.e.example",
    "{{ 7*7 }} ${7*7}",
    "{% include 'shared.html' %}",
    "&#x202e;&lt;b&gt;",
];

/// Settings may be copied from anywhere too; they are shown in the manifest and beside charts.
const SETTINGS: &str = "\n[aliases.teams]\n\"parcels\" = \"=1+1\\u202E\\u0007<b>\"\n[people]\nmachines = [\"\\u001B[31m=1\"]\n\
    [[change]]\nat = 2026-05-02\nwhat = \"=2+2\\u009B\\u2028<script>\"\n";

/// What notes of the demo are about: statements of all editions, a section, a storm, an incident, and what is not there.
const SUBJECTS: [&str; 6] = [
    "claim = \"recurrence.came-back/FB-01\"",
    "claim = \"areas.customer-facing\"",
    "section = \"areas\"",
    "section = \"overlap.storm/S-01\"",
    "incident = \"QHV0000387\"",
    "claim = \"nothing.of-this-name\"",
];

/// Notes of the analyst, whose words come from anywhere too, with every payload.
fn notes() -> String {
    let line = |(at, payload): (usize, &&str)| {
        let said = toml::Value::String(format!("{payload}word {payload}"));
        let subject = SUBJECTS[at % SUBJECTS.len()];
        format!("[[note]]\n{subject}\nstate = \"disputed\"\nreason = {said}\ntext = {said}\n\n")
    };
    PAYLOADS.iter().enumerate().map(line).collect()
}

/// Keys of exports that hold text for people.
const TEXTS: [&str; 34] = [
    "title",
    "summary",
    "name",
    "description",
    "body",
    "message",
    "text",
    "content",
    "details",
    "headline",
    "label",
    "note",
    "notes",
    "comment",
    "short_description",
    "close_notes",
    "assignment_group",
    "assigned_to",
    "cmdb_ci",
    "caller_id",
    "service_name",
    "team_name",
    "affected_services",
    "root_cause",
    "display_name",
    "full_name",
    "alert_key",
    "alias",
    "correlation_id",
    "category",
    "subcategory",
    "environment",
    "close_code",
    "html_url",
];

/// The text with a payload at the beginning and another at the end. Equal texts stay equal, so that what belongs
/// together still does.
fn spoilt(text: &str) -> String {
    let sum = text.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    let at = |n: usize| PAYLOADS[n % PAYLOADS.len()];
    format!("{}{text} {}", at(sum), at(sum / 64))
}

fn spoil(value: &mut Value, key: &str) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| spoil(value, key)),
        Value::Array(values) => values.iter_mut().for_each(|value| spoil(value, key)),
        Value::String(text) if TEXTS.contains(&key.to_ascii_lowercase().as_str()) => *text = spoilt(text),
        _ => {}
    }
}

/// A JSON document, or a line of JSON after the other.
fn json(text: &str) -> String {
    let one = |text: &str| {
        let mut value: Value = serde_json::from_str(text).ok()?;
        spoil(&mut value, "");
        Some(value.to_string())
    };
    one(text).unwrap_or_else(|| text.lines().map(|line| one(line).unwrap_or_else(|| line.to_owned()) + "\n").collect())
}

fn table(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    out.write_record(&head).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cells = row.iter().zip(&head).map(|(cell, name)| {
            let spoils = TEXTS.contains(&name.to_ascii_lowercase().as_str()) && !cell.is_empty();
            if spoils { spoilt(cell) } else { cell.to_owned() }
        });
        out.write_record(cells).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn review(text: &str) -> String {
    let spoils = |line: &str| line.starts_with("# ") || line.starts_with("- ") || line.starts_with("title:");
    let line = |line: &str| {
        if spoils(line) { format!("{line} {}", spoilt("").replace(['\n', '\r'], " ")) } else { line.to_owned() }
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|e| e.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&entry) else { continue };
        let spoilt = match entry.extension().and_then(|e| e.to_str()) {
            Some("json" | "jsonl") => json(&text),
            Some("csv") => table(&text),
            Some("md") => review(&text),
            _ => text,
        };
        std::fs::write(target, spoilt).unwrap();
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The committed demo, spoilt, with files that people keep and files that nobody knows.
pub(super) fn demo() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(FOLDER);
    copy(&project().join("data/demo"), &folder);
    let settings = std::fs::read_to_string(folder.join("retroscope.toml")).unwrap();
    let bad = PAYLOADS[0];
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).unwrap();
    write(
        "annotations.csv",
        format!("action,target,field,value,reason\nset,nobody{bad},title,\"=1+1\u{202e}\",\"=2\u{7}\"\n"),
    );
    write("changes.csv", format!("at,what,metric\n2026-05-01,\"=1+1 {bad}\u{202e}<script>\",\n"));
    write("=cmd\u{1b}[2J\u{202e}.csv", format!("=1+1,{bad}b,\"\n+c\"\n1,2,<script>\n3,\u{9b},\u{200b}\n"));
    write("own\u{7}.json", json(r#"{"things":[{"title":"a","=key":1},{"title":"b","x":2}]}"#));
    write("empty\u{2028}.json", "{\"incidents\":[{\"id\":\"\u{1b}".to_owned());
    write("retroscope.toml", format!("{settings}{SETTINGS}"));
    write("notes.toml", notes());
    home
}

/// The inputs of every kind of source that the suite has, spoilt.
pub(super) fn cases() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let cases = project().join("tests/cases/sources");
    for source in std::fs::read_dir(cases).unwrap().map(|e| e.unwrap().path()) {
        for case in std::fs::read_dir(&source).unwrap().map(|e| e.unwrap().path()) {
            let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
            // Each case is an organisation of its own; as one set they only have to be read.
            let target = home.path().join("in").join(name(&source)).join(name(&case));
            copy(&case, &target);
            let _ = std::fs::remove_file(target.join("expected.json"));
            let _ = std::fs::remove_file(target.join("retroscope.toml"));
        }
    }
    home
}
