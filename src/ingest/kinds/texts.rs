//! Texts, pages and bytes that hold no incidents.

use super::{Kind, Seems, first};

/// What is looked at of a file.
struct Text {
    /// The name in small letters.
    name: String,
    /// The beginning, as it is and in small letters.
    start: String,
    lower: String,
}

/// So much of a text is looked at, in characters.
const HEAD: usize = 16_384;

const REVIEW: &str = "if it is a written review, give it a title that says so, the day, and times of day (a time line, or “from 11:38 to 13:06 UTC”)";
const EXPORT: &str = "export it as CSV or JSON";
const LOGS: &str = "lines of a log tell of events, not of incidents; fetch what came of them: the incidents of the pager or the ticket system";
const PAGE: &str = "export it as CSV or JSON, or fetch the address of the API behind the page";
const TOOL: &str = "settings tell of no incident; fetch the incidents of the pager or the incident manager";

/// Pages and other texts in angle brackets.
const MARKED: &[Kind<Text>] = &[
    (
        "a login page in place of the export",
        "the session had ended: log in and export again, or use a token of the API",
        |t| {
            let asks = ["type=\"password\"", "type='password'", "type=password", "name=\"password\"", "samlrequest"];
            let titles = [
                "<title>sign in",
                "<title>log in",
                "<title>login",
                "<title>anmelde",
                "single sign-on</title>",
                "login</title>",
                "sign in</title>",
            ];
            is_page(t) && asks.iter().chain(&titles).any(|mark| t.lower.contains(mark))
        },
    ),
    (
        "a web page with a table",
        "open it in a spreadsheet program and save the table as CSV, or export it as CSV or JSON",
        |t| is_page(t) && t.lower.contains("<table"),
    ),
    ("a web page in place of the export", PAGE, is_page),
    ("an error of a store in place of the file", "check the address and the rights, and fetch the file again", |t| {
        t.lower.contains("<error>") && t.lower.contains("<code>")
    }),
    (
        "results of tests (JUnit)",
        "they tell of no incident; fetch the incidents of the pager or the incident manager",
        |t| t.lower.contains("<testsuite"),
    ),
    ("XML", EXPORT, |_| true),
];

/// Texts that their first words tell, whatever their name.
const BEGUN: &[Kind<Text>] = &[
    ("a pointer of Git LFS", "the file itself was not fetched: run `git lfs pull`", |t| {
        t.start.starts_with("version https://git-lfs.github.com/spec")
    }),
    ("a pointer of git-annex", "the file itself was not fetched: run `git annex get`", |t| {
        t.start.contains("/annex/objects/") && lines(t).count() < 3 && t.start.starts_with(['/', '.'])
    }),
    ("a Rich Text document", "save it as plain text (.txt): a written review is read then", |t| {
        t.start.starts_with("{\\rtf")
    }),
    ("a key or a certificate", "keep it out of the folder of exports", |t| t.start.starts_with("-----BEGIN ")),
    ("a list of contacts (vCard)", "a list of people helps as people.csv (id, name, team, time_zone)", |t| {
        t.start.starts_with("BEGIN:VCARD")
    }),
];

/// Texts without marks that people do not call tables.
const PLAIN: &[Kind<Text>] = &[
    ("an e-mail whose text is packed", "open it and save its text as a .txt file", |t| {
        let mut head = lines(t).take_while(|line| line.contains(':') || line.contains('='));
        head.any(|line| {
            let line = line.to_lowercase();
            line.starts_with("content-transfer-encoding: base64") || line.starts_with("content-type: multipart/")
        })
    }),
    ("a dump of a database", "export the table of incidents as CSV", |t| {
        let marks =
            ["create table ", "insert into ", "-- mysql dump", "-- postgresql database dump", "pragma foreign_keys"];
        lines(t).any(|line| marks.iter().any(|mark| line.to_lowercase().starts_with(mark)))
    }),
    ("a log of requests", LOGS, |t| most(t, is_request)),
    ("the log of a program", LOGS, |t| most(t, is_logged)),
    ("settings of a program", TOOL, |t| {
        let ends = [".ini", ".conf", ".cfg", ".properties", ".env", ".tf", ".tfvars"];
        ends.iter().any(|end| t.name.ends_with(end))
            || (most(t, is_setting) && lines(t).any(|line| line.starts_with('[') && line.ends_with(']')))
    }),
    ("the text of a licence", "it may stay where it is: nothing of it is needed", |t| {
        ["license", "licence", "copying"].iter().any(|name| t.name.starts_with(name))
            || (is_prose(t) && t.lower.contains("without warranty of any kind"))
    }),
    ("a list of changes", "it tells of no incident, and may stay where it is", |t| {
        ["changelog", "changes", "release-notes", "release_notes"].iter().any(|name| t.name.starts_with(name))
            && is_prose(t)
    }),
    ("a text, and no incident review that could be found in it", REVIEW, is_prose),
];

/// First bytes of files that hold no text, what they are, and what to do.
const BYTES: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "a PDF document", "copy the text of a written review into a .txt or .md file; export tables as CSV"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel, Word or Outlook file",
        "save it as .xlsx or CSV; the text of a written review as .txt",
    ),
    (b"\x89PNG", "a PNG picture", "a picture holds no records; fetch the export that it shows"),
    (b"\xff\xd8\xff", "a JPEG picture", "a picture holds no records; fetch the export that it shows"),
    (b"GIF8", "a GIF picture", "a picture holds no records; fetch the export that it shows"),
    (b"RIFF", "a picture, a sound or a film", "fetch the export instead"),
    (b"SQLite format 3", "a SQLite database", "export the table of incidents as CSV"),
    (b"7z\xbc\xaf", "a packed archive (7z)", "unpack it, and give the files inside"),
    (b"Rar!", "a packed archive (RAR)", "unpack it, and give the files inside"),
    (b"BZh", "a packed file (bzip2)", "unpack it, and give the file inside"),
    (b"\xfd7zXZ", "a packed file (xz)", "unpack it, and give the file inside"),
    (b"\x7fELF", "a program", "fetch the export instead"),
    (b"MZ", "a program", "fetch the export instead"),
];
/// What packed Office files and archives hold, by the name of a file inside.
const PACKED: &[(&[u8], &str, &str)] = &[
    (b"word/document.xml", "a Word document", "save it as plain text (.txt): a written review is read then"),
    (b"ppt/presentation.xml", "a PowerPoint presentation", "copy the text of a written review into a .txt or .md file"),
    (
        b"application/vnd.oasis.opendocument.text",
        "an OpenDocument text",
        "save it as plain text (.txt): a written review is read then",
    ),
    (b"application/epub+zip", "a book (EPUB)", "fetch the export instead"),
];

impl Text {
    fn of(text: &str, name: &str) -> Self {
        let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
        let start = text.get(..end).unwrap_or(text).trim_start().to_owned();
        Self { name: name.to_lowercase(), lower: start.to_lowercase(), start }
    }
}

/// What a text seems to be by its first words, or because it is a page; `None` for what may be a table, JSON or a review.
#[must_use]
pub fn of_start(text: &str, name: &str) -> Option<Seems> {
    if text.starts_with('<') {
        return first(MARKED, &Text::of(text, name));
    }
    // Most files are tables or JSON, and are not copied for that.
    ["version ", "/", ".", "{\\", "-----", "BEGIN:"].iter().any(|begin| text.starts_with(begin)).then_some(())?;
    first(BEGUN, &Text::of(text, name))
}

/// What a text seems to be that is neither a review nor JSON; `None` for what may be a table.
#[must_use]
pub fn of_text(text: &str, name: &str) -> Option<Seems> {
    let lower = name.to_lowercase();
    let is_table = [".csv", ".tsv", ".json", ".jsonl", ".ndjson"].iter().any(|end| lower.ends_with(end));
    if is_table { None } else { first(PLAIN, &Text::of(text, name)) }
}

/// What bytes seem to be that are no text.
#[must_use]
pub fn binary(raw: &[u8]) -> Option<Seems> {
    let head = raw.get(..raw.len().min(8_192)).unwrap_or(raw);
    if memchr::memchr(0, head).is_none() && !raw.starts_with(b"%PDF") && !raw.starts_with(b"PK") {
        return None;
    }
    let found = BYTES.iter().find(|(magic, ..)| raw.starts_with(magic));
    let packed = || {
        let holds = |inside: &[u8]| memchr::memmem::find(raw, inside).is_some();
        PACKED.iter().filter(|_| raw.starts_with(b"PK")).find(|(inside, ..)| holds(inside))
    };
    found.or_else(packed).map(|(_, what, instead)| Seems::new(what, instead))
}

fn is_page(text: &Text) -> bool {
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| text.lower.contains(mark))
}

fn lines(text: &Text) -> impl Iterator<Item = &str> {
    text.start.lines().map(str::trim).filter(|line| !line.is_empty()).take(60)
}

/// Whether three of four lines are of a kind, and the first one too.
fn most(text: &Text, is_it: fn(&str) -> bool) -> bool {
    let all = lines(text).count();
    let found = lines(text).filter(|line| is_it(line)).count();
    all > 1 && found * 4 >= all * 3 && lines(text).next().is_some_and(is_it)
}

/// `203.0.113.7 - - [05/Jan/2026:08:00:00 +0000] "GET / HTTP/1.1" 200 5`
fn is_request(line: &str) -> bool {
    line.contains("] \"") && (line.contains("HTTP/") || line.contains("\" 4") || line.contains("\" 5"))
}

/// `2026-01-05 08:00:00,123 ERROR …`, `Jan  5 08:00:00 host program[12]: …`, `[2026-01-05T08:00:00Z] …`
fn is_logged(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '<', '"']);
    let words: Vec<&str> = line.split_whitespace().take(6).collect();
    let clocked = |word: &&&str| word.matches(':').count() >= 2 && word.contains(|c: char| c.is_ascii_digit());
    let clock = words.iter().take(3).position(|word| clocked(&word));
    let level = ["DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "FATAL", "CRITICAL", "TRACE"];
    let levelled = words
        .iter()
        .any(|word| level.iter().any(|level| word.trim_matches(['[', ']', ':', '-', '|']).starts_with(level)));
    let syslog = words.get(4).is_some_and(|word| word.ends_with(':')) && clock == Some(2);
    let dated = line.starts_with(|c: char| c.is_ascii_digit()) && clock.is_some_and(|at| at <= 1);
    (dated && !line.contains([',', ';', '\t', '|'])) || (clock.is_some() && levelled) || syslog
}

/// `name = value`, `[section]`, and remarks.
fn is_setting(line: &str) -> bool {
    line.starts_with(['[', '#', ';'])
        || line.split_once('=').is_some_and(|(key, _)| !key.trim().contains(' ') && !key.is_empty())
}

/// Sentences: lines of many words, and no sign that parts all of them alike.
fn is_prose(text: &Text) -> bool {
    let all: Vec<&str> = lines(text).collect();
    let parted = [',', ';', '\t', '|'].iter().any(|mark| {
        let counts: Vec<usize> = all.iter().map(|line| line.matches(*mark).count()).collect();
        counts.first().is_some_and(|first| *first > 0 && counts.iter().all(|n| n == first)) && all.len() > 1
    });
    let words: usize = all.iter().map(|line| line.split_whitespace().count()).sum();
    let letters = text.start.chars().filter(|c| c.is_alphabetic()).count();
    !parted
        && words >= 4
        && words >= all.len() * 2
        && letters * 2 > text.start.chars().count()
        && is_written(&text.name)
}

/// Names under which people keep texts.
fn is_written(name: &str) -> bool {
    let ends = [
        ".txt",
        ".text",
        ".eml",
        ".log",
        ".rst",
        ".adoc",
        ".asciidoc",
        ".wiki",
        ".textile",
        ".org",
        ".md",
        ".markdown",
    ];
    ends.iter().any(|end| name.ends_with(end)) || !name.contains('.')
}
