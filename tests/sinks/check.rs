//! What must hold for each kind of file. Written without the filter's own tables, so that a gap in them shows.

use super::markup;
use crate::support::pack::{self, unpacked};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use serde_json::Value;
use std::io::{Cursor, Read};
use std::path::Path;

/// Fails with the first problems.
#[track_caller]
pub(super) fn none(problems: &[String]) {
    assert!(
        problems.is_empty(),
        "{} problems, first:\n{}",
        problems.len(),
        problems[..problems.len().min(12)].join("\n")
    );
}

/// Problems of one file, by its kind.
pub(super) fn file(path: &Path, bytes: &[u8]) -> Vec<String> {
    let kind = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    if kind == "parquet" {
        return parquet(bytes);
    }
    if kind == "xlsx" || kind == "pptx" {
        return workbook(bytes);
    }
    match kind {
        "pdf" => return pdf(bytes),
        "png" => return picture(bytes),
        "eml" => return mail(bytes),
        _ => {}
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return vec!["is not UTF-8".to_owned()] };
    let mut problems = characters(text);
    problems.extend(match kind {
        "csv" => csv(text),
        "json" => json(text),
        "html" => markup::page(text),
        "svg" => markup::drawing(text),
        "md" => markdown(text),
        "txt" => message(text),
        "toml" => toml::from_str::<toml::Table>(text).err().map(|e| e.to_string()).into_iter().collect(),
        other => {
            vec![format!("nothing is known about .{other} files: say in tests/sinks/check.rs what must hold for them")]
        }
    });
    problems
}

/// Characters that act or that nobody sees, with what stands around them. A line feed is the only control character.
pub(super) fn characters(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let bad = |at: usize| {
        let c = chars[at];
        let before = at.checked_sub(1).map(|b| chars[b]);
        match c {
            '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
                // Wanted between emoji and inside words of scripts that join; never behind or before our letters.
                let after = chars.get(at + 1).copied();
                let latin = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || c.is_whitespace());
                latin(before) && !(c == '\u{fe0f}' && after == Some('\u{20e3}'))
            }
            _ => acts(c),
        }
    };
    let around = |at: usize| chars[at.saturating_sub(30)..(at + 30).min(chars.len())].iter().collect::<String>();
    let found = (0..chars.len()).filter(|at| bad(*at));
    found.map(|at| format!("U+{:04X} in {:?}", u32::from(chars[at]), around(at))).collect()
}

fn acts(c: char) -> bool {
    let code = u32::from(c);
    match code {
        0x0a => false,
        0x00..=0x1f | 0x7f..=0x9f => true,
        0xad | 0x34f | 0x61c | 0x115f | 0x1160 | 0x180e | 0x3164 | 0xfeff | 0xffa0 => true,
        0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfff0..=0xfffb | 0xe0000..=0xe0fff => true,
        0xfdd0..=0xfdef => true,
        _ => code & 0xfffe == 0xfffe,
    }
}

/// Workbooks and slides hold texts and figures: no formula, nothing that leads out of it, no part that runs.
fn workbook(bytes: &[u8]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        for word in ["<f>", "<f ", "TargetMode=\"External\"", "vbaProject", "externalLink", "ddeLink", "activeX"] {
            problems.extend(text.contains(word).then(|| format!("{name} has {word}")));
        }
        problems.extend(well_formed(&text).map(|p| format!("{name}: {p}")));
        problems.extend(characters(&text.replace("\r\n", "\n")).into_iter().map(|p| format!("{name}: {p}")));
    }
    problems
}

/// A PDF holds pages and nothing that runs or leads out of it; its text acts on nobody.
fn pdf(bytes: &[u8]) -> Vec<String> {
    let find = |text: &[u8], from: usize| memchr::memmem::find(&bytes[from..], text).map(|at| from + at);
    // Objects stand between streams or packed in streams of their own; pages, faces and drawings are no objects.
    let (mut objects, mut from) = (Vec::new(), 0);
    while let Some(begin) = find(b"stream\n", from) {
        objects.extend_from_slice(&bytes[from..begin]);
        let Some(end) = find(b"endstream", begin) else { break };
        if bytes[from..begin].windows(7).any(|word| word == b"/ObjStm") {
            flate2::read::ZlibDecoder::new(&bytes[begin + 7..end]).read_to_end(&mut objects).unwrap();
        }
        from = end + 9;
    }
    objects.extend_from_slice(&bytes[from..]);
    let objects = String::from_utf8_lossy(&objects).into_owned();
    let words = ["JavaScript", "JS", "Launch", "URI", "EmbeddedFile", "OpenAction", "AA", "RichMedia", "SubmitForm"];
    let names = |word: &&&str| {
        let name = format!("/{word}");
        let ends =
            |(at, _): (usize, &str)| !objects[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        objects.match_indices(&name).any(ends)
    };
    let mut problems: Vec<String> = words.iter().filter(names).map(|word| format!("has /{word}")).collect();
    problems.extend(characters(&unpacked(bytes).replace(['\u{c}', '\r'], "\n")));
    problems
}

/// A picture holds dots and no words.
fn picture(bytes: &[u8]) -> Vec<String> {
    let mut at = 8;
    let mut problems = Vec::new();
    while let Some(head) = bytes.get(at..at + 8) {
        let kind = String::from_utf8_lossy(&head[4..]).into_owned();
        if !["IHDR", "IDAT", "IEND"].contains(&kind.as_str()) {
            problems.push(format!("has a part {kind}"));
        }
        at += 12 + u32::from_be_bytes(head[..4].try_into().unwrap()) as usize;
    }
    problems.extend((at != bytes.len()).then(|| "is cut short".to_owned()));
    problems
}

/// A mail fetches nothing, and its pictures are in it.
fn mail(bytes: &[u8]) -> Vec<String> {
    let raw = String::from_utf8_lossy(bytes);
    let mut problems: Vec<String> = raw
        .split("\r\n")
        .filter(|line| line.len() > 998 || line.contains(['\r', '\n']))
        .map(|l| format!("line {l}"))
        .collect();
    let (page, pictures) = pack::mail(bytes);
    problems.extend(characters(&page.replace('\r', "")));
    for word in ["<script", "<link", "<style", "<iframe", "<form", "href=", "url(", "onerror=", "onload="] {
        problems.extend(
            page.to_lowercase()
                .split('>')
                .filter(|tag| tag.rsplit('<').next().is_some_and(|t| format!("<{t}").contains(word)))
                .map(|tag| format!("{word} in {tag}")),
        );
    }
    let sources: Vec<&str> = page.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let known = |source: &&&str| source.strip_prefix("cid:").is_some_and(|id| pictures.contains_key(id));
    problems.extend(sources.iter().filter(|source| !known(source)).map(|source| format!("a picture from {source}")));
    problems.extend(pictures.values().flat_map(|bytes| picture(bytes)));
    problems
}

/// Why a part is no XML.
fn well_formed(text: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return None,
            Ok(_) => {}
            Err(error) => return Some(error.to_string()),
        }
    }
}

/// A message has the marks that we put there, and no tag, mention or link.
fn message(text: &str) -> Vec<String> {
    let tags = text.match_indices(['<', '>']).map(|(at, _)| format!("a bracket at {at}"));
    let size = (text.chars().count() > 3_000).then(|| "is too long".to_owned());
    tags.chain(size).collect()
}

/// What a spreadsheet does with a cell: it looks past blanks and quotes, and at other widths of the signs.
fn runs(cell: &str) -> bool {
    let bare = cell.trim_start_matches(|c: char| c.is_whitespace() || "\"“”„‟″＂«»".contains(c));
    let sign = bare.chars().next().is_some_and(|c| "=+-@＝＋－＠﹢﹣﹦﹫".contains(c));
    sign && !cell.trim().parse::<f64>().is_ok_and(f64::is_finite)
}

fn csv(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for row in reader.records() {
        let Ok(row) = row else {
            problems.push(format!("{row:?}"));
            continue;
        };
        for cell in &row {
            if runs(cell) || cell.split(';').skip(1).any(runs) {
                problems.push(format!("a formula: {cell:?}"));
            }
            if cell.contains('\n') {
                problems.push(format!("a line break: {cell:?}"));
            }
        }
    }
    // A spreadsheet of another locale splits at semicolons and heeds no quote inside a field.
    let pieces = text.lines().flat_map(|line| line.split(';').skip(1));
    problems.extend(
        pieces.filter(|p| runs(p.split(',').next().unwrap_or_default())).map(|p| format!("behind a semicolon: {p:?}")),
    );
    problems
}

fn json(text: &str) -> Vec<String> {
    fn strings(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(values) => values.iter().for_each(|v| strings(v, found)),
            Value::Object(fields) => fields.iter().for_each(|(key, v)| {
                found.push(key.clone());
                strings(v, found);
            }),
            _ => {}
        }
    }
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return vec![error.to_string()],
    };
    let mut found = Vec::new();
    strings(&value, &mut found);
    // `jq -r` prints what the escapes stand for.
    let breaks = found.iter().filter(|s| s.contains('\n')).map(|s| format!("a line break: {s:?}"));
    found.iter().flat_map(|s| characters(s)).chain(breaks).collect()
}

fn parquet(bytes: &[u8]) -> Vec<String> {
    let frame = match ParquetReader::new(Cursor::new(bytes)).finish() {
        Ok(frame) => frame,
        Err(error) => return vec![error.to_string()],
    };
    let texts = frame.columns().iter().filter_map(|column| column.str().ok().map(|texts| (column.name(), texts)));
    let of = |text: &str| {
        let breaks = text.contains('\n').then(|| format!("a line break: {text:?}"));
        characters(text).into_iter().chain(breaks).collect::<Vec<_>>()
    };
    texts
        .flat_map(|(name, texts)| {
            texts.iter().flatten().flat_map(of).map(|p| format!("{name}: {p}")).collect::<Vec<_>>()
        })
        .collect()
}

/// Mark-up in a Markdown document that the templates do not have.
fn markdown(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut bars = None;
    for line in text.lines() {
        let plain = without_code(line);
        let at = |what: &str| {
            plain.match_indices(what).map(|(at, _)| at).filter(|at| !plain[..*at].ends_with('\\')).collect::<Vec<_>>()
        };
        for from in at("<") {
            let tag = &plain[from..];
            let own = ["<details>", "<summary>", "</summary>", "</details>"].iter().any(|own| tag.starts_with(own));
            if !own && tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
                problems.push(format!("mark-up: {line}"));
            }
        }
        for from in at("](") {
            let target = plain[from + 2..].split(')').next().unwrap_or_default().trim_start_matches("../");
            let (target, place) = target.split_once('#').unwrap_or((target, ""));
            let known = ["charts/", "storms/"].iter().any(|f| target.starts_with(f)) || target.ends_with(".md");
            let known = known || (target == "analyst.html" && place.starts_with("claim-"));
            let clean = target.chars().chain(place.chars()).all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
            if !known || !clean {
                problems.push(format!("a link: {line}"));
            }
        }
        if plain.contains("://") && !at("://").is_empty() || !at("www.").is_empty() && !plain.contains("www\\.") {
            problems.push(format!("an address: {line}"));
        }
        let count = at("|").len();
        if !line.starts_with('|') {
            bars = None;
        } else if *bars.get_or_insert(count) != count {
            problems.push(format!("a row out of shape: {line}"));
        }
    }
    problems
}

/// A line without its code spans, in which nothing is mark-up. Accents that are escaped open none.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut escaped) = (false, false);
    for c in line.chars() {
        if c == '`' && !escaped {
            inside = !inside;
        } else if !inside {
            out.push(c);
        }
        escaped = c == '\\' && !escaped && !inside;
    }
    if inside { line.to_owned() } else { out }
}
