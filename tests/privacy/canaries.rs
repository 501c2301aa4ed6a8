//! Canaries in every text of every source: people whom a list knows are written into the texts of all case folders, and
//! then looked for in the whole folder, with and without names, with and without the tables of people.

use super::folder::{Files, hits, review};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What a list of people knows, and no case folder has.
const LIST: &str = "id,name,email,time_zone,team\n\
    PZQUILL,Zorica Quillonbrand,zorica.quillonbrand@canary.example,Europe/London,Core\n\
    PVOSSKA,Thaddeus Vosskamp,tvosskamp@canary.example,Europe/London,Core\n\
    pelmira77,Elmíra Årnheim,e.arnheim@canary.example,Europe/London,Core\n";

/// What may stand nowhere, in small letters.
const CANARIES: [&str; 14] = [
    "zorica",
    "quillonbrand",
    "pzquill",
    "zquillonbrand",
    "thaddeus",
    "vosskamp",
    "pvosska",
    "tvosskamp",
    "elmira",
    "elmíra",
    "arnheim",
    "årnheim",
    "pelmira77",
    "canary.example",
];

/// What is written into the texts, one after the other.
const TEXTS: [&str; 12] = [
    "ask Zorica Quillonbrand",
    "(cc Quillonbrand, Zorica)",
    "by Z. Quillonbrand",
    "zquillonbrand restarted it",
    "mail zorica.quillonbrand@canary.example",
    "Quillonbrand's change",
    "@zorica.quillonbrand",
    "assigned to PVOSSKA",
    "THADDEUS VOSSKAMP",
    "on thaddeus-vosskamp-laptop",
    "https://x.example/u/elm%C3%ADra%20%C3%A5rnheim",
    "Elmira Arnheim, pelmira77",
];

/// Keys that say what a record is, and values that are read as times, numbers and kinds: whatever else is text.
const STRUCTURE: [&str; 14] = [
    "type",
    "kind",
    "event_type",
    "object",
    "schema",
    "sys_class_name",
    "entity",
    "resource_type",
    "_type",
    "incident_id",
    "id",
    "sys_id",
    "uuid",
    "iid",
];

/// Parts of keys under which people stand: their own fields are no texts, and a canary there would be one more person.
const PEOPLE: [&str; 16] = [
    "user",
    "assign",
    "owner",
    "author",
    "actor",
    "agent",
    "creat",
    "respon",
    "person",
    "commander",
    "login",
    "email",
    "member",
    "resolved_by",
    "closed_by",
    "opened_by",
];

/// A canary for each text in turn.
struct Writer {
    next: usize,
    /// Only into what reads as prose; else into every text.
    prose: bool,
}

impl Writer {
    fn write(&mut self, key: &str, value: &str) -> Option<String> {
        let is_prose = value.contains(' ') && value.chars().any(char::is_alphabetic) && !is_time(value);
        let is_text = !value.is_empty() && value.chars().any(char::is_alphabetic) && !is_time(value);
        let takes = if is_name(value) {
            false
        } else if self.prose {
            is_prose
        } else {
            is_text && !STRUCTURE.contains(&key) && !is_of_people(key)
        };
        takes.then(|| {
            self.next += 1;
            format!("{value} {}", TEXTS[self.next % TEXTS.len()])
        })
    }

    fn json(&mut self, key: &str, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(new) = self.write(key, text) {
                    *text = new;
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|item| self.json(key, item)),
            Value::Object(map) => {
                let prose = self.prose;
                let texts = map.iter_mut().filter(|(key, _)| prose || !is_of_people(key));
                texts.for_each(|(key, item)| self.json(key, item));
            }
            _ => {}
        }
    }

    fn table(&mut self, text: &str) -> Option<String> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let head = reader.headers().ok()?.clone();
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(&head).ok()?;
        for row in reader.records() {
            let row = row.ok()?;
            let cells: Vec<String> = row
                .iter()
                .enumerate()
                .map(|(at, cell)| self.write(head.get(at).unwrap_or(""), cell).unwrap_or_else(|| cell.to_owned()))
                .collect();
            writer.write_record(&cells).ok()?;
        }
        String::from_utf8(writer.into_inner().ok()?).ok()
    }

    fn lines(&mut self, text: &str) -> String {
        let line = |line: &str| match self.write("", line) {
            Some(new) if !line.starts_with("---") && !line.contains(": ") => new,
            _ => line.to_owned(),
        };
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    fn file(&mut self, path: &Path, text: &str) -> String {
        match path.extension().and_then(|e| e.to_str()) {
            Some("json") => match serde_json::from_str::<Value>(text) {
                Ok(mut value) => {
                    self.json("", &mut value);
                    value.to_string()
                }
                Err(_) => text.to_owned(),
            },
            Some("jsonl") => {
                let line = |line: &str| match serde_json::from_str::<Value>(line) {
                    Ok(mut value) => {
                        self.json("", &mut value);
                        value.to_string()
                    }
                    Err(_) => line.to_owned(),
                };
                text.lines().map(line).collect::<Vec<_>>().join("\n")
            }
            Some("csv") => self.table(text).unwrap_or_else(|| text.to_owned()),
            _ => self.lines(text),
        }
    }
}

fn is_of_people(key: &str) -> bool {
    let key = key.to_lowercase();
    PEOPLE.iter().any(|part| key.contains(part))
}

/// Whether a value looks like the name of a person.
fn is_name(value: &str) -> bool {
    let words: Vec<&str> = value.split(' ').collect();
    let is_capital =
        |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    (2..=3).contains(&words.len()) && words.iter().all(is_capital)
}

fn is_time(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    digits * 2 > value.chars().filter(|c| c.is_alphanumeric()).count()
}

/// All case folders with canaries, each in a folder of its own. Gives back how many were written.
fn write(folder: &Path, prose: bool) -> usize {
    let mut writer = Writer { next: 0, prose };
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources");
    let list = |path: &Path| -> Vec<PathBuf> {
        let mut list: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
        list.sort();
        list
    };
    for source in list(&cases) {
        for case in list(&source) {
            for path in list(&case) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let Some(end) = name.strip_prefix("input") else { continue };
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
                let to = folder.join(name(&source)).join(name(&case));
                std::fs::create_dir_all(&to).unwrap();
                // Names of files and folders are texts too.
                let file = format!("pages-of-thaddeus-vosskamp{end}");
                std::fs::write(to.join(file), writer.file(&path, &text)).unwrap();
            }
        }
    }
    std::fs::write(folder.join("people.csv"), LIST).unwrap();
    std::fs::write(
        folder.join("changes.csv"),
        "at,what\n2026-08-01,Zorica Quillonbrand changed what counts as an incident\n",
    )
    .unwrap();
    writer.next
}

const SETTINGS: &str = "[people]\nsalt = \"nine crooked lanterns\"\n\
    [[change]]\nat = \"2026-08-02\"\nwhat = \"thaddeus vosskamp moved the pager\"\n\
    [hierarchy]\n\"Zorica Quillonbrand's service\" = \"platform\"\n";

fn words() -> Vec<String> {
    CANARIES.iter().map(|word| (*word).to_owned()).collect()
}

/// Where names may stand when they are asked for: people's own fields, and the tables and pages for people.
fn may_name(file: &str) -> bool {
    let own = ["involvements", "interruptions", "shifts", "load", "follow_ups", "history", "families", "records"];
    let table = |name: &str| file == format!("data/{name}.csv") || file == format!("data/{name}.parquet");
    file.starts_with("oncall.") || file.starts_with("storms/") || file == "findings.json" || own.into_iter().any(table)
}

fn checked(prose: bool) {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("thaddeus-vosskamp");
    std::fs::create_dir(&exports).unwrap();
    let written = write(&exports, prose);
    let settings = folder.path().join("set.toml");
    std::fs::write(&settings, SETTINGS).unwrap();
    let settings = settings.to_string_lossy().into_owned();
    for (number, more) in [&[][..], &["--people"], &["--names"], &["--names", "--people"]].into_iter().enumerate() {
        let mut flags = vec!["--settings", &settings, "--period", "all"];
        flags.extend(more);
        let files: Files = review(&[&exports], &folder.path().join(format!("out-{number}")), &flags);
        let found: Vec<_> = hits(&files, &words());
        let leaks: Vec<_> = found.iter().filter(|(file, _)| !more.contains(&"--names") || !may_name(file)).collect();
        println!("{written} canaries, {more:?}: {} files, {} leaks", files.len(), leaks.len());
        assert!(leaks.is_empty(), "{more:?}: {leaks:#?}");
        assert!(files["data/incidents.csv"].contains("[person]"));
        let incidents = files["data/incidents.csv"].lines().count();
        // Without canaries they are 75 rows and a header.
        assert!(incidents > 60, "{incidents} lines: the exports are still read");
    }
}

#[test]
fn canaries_in_prose_are_in_no_file() {
    checked(true);
}

#[test]
fn canaries_in_every_text_are_in_no_file() {
    checked(false);
}

#[test]
fn masking_can_be_switched_off_and_the_manifest_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("in");
    std::fs::create_dir(&exports).unwrap();
    write(&exports, true);
    let settings = folder.path().join("set.toml");
    std::fs::write(&settings, "[people]\nmask_texts = false\n").unwrap();
    let named = settings.to_string_lossy().into_owned();
    let files = review(&[&exports], &folder.path().join("out"), &["--settings", &named, "--period", "all"]);
    assert!(files["data/incidents.csv"].contains("Quillonbrand"));
    assert!(files["manifest.json"].contains("\"people.mask_texts\": \"false\""));
}

#[test]
fn names_planted_in_titles_are_in_no_file() {
    let Some(shared) = crate::support::shared() else { return };
    let case = shared.join("cases/attack/names-in-titles");
    let people: Vec<[String; 3]> =
        serde_json::from_str(&std::fs::read_to_string(case.join("people.json")).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let files = review(&[&case.join("in")], &folder.path().join("out"), &["--people"]);
    let mut words: Vec<String> = Vec::new();
    for [name, email, account] in &people {
        let lower = name.to_lowercase();
        let (first, last) = lower.split_once(' ').unwrap();
        words.extend([lower.clone(), email.to_lowercase(), account.to_lowercase()]);
        words.extend([first, last].into_iter().map(|part| format!("(ask {part})")));
        words.push(format!("@{first}"));
    }
    let leaks = hits(&files, &words);
    println!("{} forms of {} people, {} leaks", words.len(), people.len(), leaks.len());
    assert!(leaks.is_empty(), "{leaks:#?}");
    let masked = files["data/incidents.csv"].matches("[person]").count();
    assert!(masked >= 240, "{masked} of 241 were found");
}
