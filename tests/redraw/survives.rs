//! Every number, time and text of `findings.json` comes back as it was written, however odd.

use retroscope::findings::Findings;
use retroscope::render::{self, ALL, Format, Wanted};
use retroscope::report::sink::Memory;
use retroscope::text::json;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Findings of a whole report, in which most kinds of figure stand, and a written one with the rest.
fn reports() -> [Value; 2] {
    ["reports/demo", "tests/cases/reports/quarter"].map(|folder| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("findings.json");
        let findings: Findings = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        // As this version writes them, whatever the version of the file.
        serde_json::from_str(&json::pretty(&findings).unwrap()).unwrap()
    })
}

/// Decimals that are lost where a reader is one bit off, or where a writer cuts.
const FLOATS: [f64; 9] = [
    0.1 + 0.2,
    1.0 / 3.0,
    -0.0,
    5e-324,
    f64::MAX,
    f64::MIN_POSITIVE,
    9_007_199_254_740_993.0,
    56.101_828_703_703_7,
    2.225_073_858_507_201e-308,
];
const NONE: [&str; 3] = ["Infinity", "-Infinity", "NaN"];
const TEXTS: [&str; 9] = [
    "",
    "\"quoted\" \\ and \\n",
    "null",
    "NaN",
    "a\u{2028}b\u{85}c",
    "𝔘𝔫𝔦 👩‍👩‍👧 e\u{301}",
    "\u{feff}\u{0}\u{1b}[31m",
    "שלום \u{202e}abc",
    "</script> | `x` &amp; 'y'",
];
const WHOLE: [i64; 6] = [0, 1, -1, 253_402_300_799_999, i64::MAX, i64::MIN];

/// What a leaf is told by: its way with the places in lists left out, so that each field is met once for each kind of figure.
fn leaves(value: &Value, way: &mut Vec<String>, shape: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                way.push(at.to_string());
                leaves(item, way, &format!("{shape}[]"), found);
                way.pop();
            }
        }
        Value::Object(fields) => {
            let kind = fields.get("kind").and_then(Value::as_str).unwrap_or("");
            for (name, item) in fields {
                way.push(name.replace('~', "~0").replace('/', "~1"));
                leaves(item, way, &format!("{shape}.{kind}.{name}"), found);
                way.pop();
            }
        }
        _ => {
            found.entry(shape.to_owned()).or_insert_with(|| way.clone());
        }
    }
}

fn places(report: &Value) -> Vec<String> {
    let mut found = BTreeMap::new();
    leaves(report, &mut Vec::new(), "", &mut found);
    found.into_values().map(|way| format!("/{}", way.join("/"))).collect()
}

fn read(value: &Value) -> Result<Findings, serde_json::Error> {
    serde_json::from_str(&value.to_string())
}

/// The value that stands in a place once the report was read and written once.
fn back(report: &mut Value, place: &str, planted: &Value) -> Result<Value, serde_json::Error> {
    let before = std::mem::replace(report.pointer_mut(place).unwrap(), planted.clone());
    let findings = read(report);
    *report.pointer_mut(place).unwrap() = before;
    let again: Value = serde_json::from_str(&json::pretty(&findings?).unwrap()).unwrap();
    // A number that is usual is left out.
    Ok(again.pointer(place).cloned().unwrap_or(Value::Null))
}

/// The smallest report with one claim or exhibit of a place, so that each of hundreds of plants takes no time.
fn cut(report: &Value, place: &str) -> (Value, String) {
    let mut parts: Vec<&str> = place.split('/').skip(1).collect();
    let mut small = report.clone();
    for list in ["claims", "exhibits", "sections", "packs", "named"] {
        let Some(items) = small.get_mut(list).and_then(Value::as_array_mut) else { continue };
        let kept = (parts[0] == list).then(|| items[parts[1].parse::<usize>().unwrap()].clone());
        *items = kept.into_iter().collect();
    }
    if parts.len() > 2 && ["claims", "exhibits", "sections", "packs", "named"].contains(&parts[0]) {
        parts[1] = "0";
    }
    (small, format!("/{}", parts.join("/")))
}

#[test]
fn every_number_survives_wherever_it_stands() {
    let (mut decimals, mut whole) = (0, 0);
    for report in reports() {
        for place in places(&report) {
            let (mut small, place) = cut(&report, &place);
            let Some(number) = small.pointer(&place).filter(|v| v.is_number()).cloned() else { continue };
            if !number.is_f64() {
                for value in WHOLE.map(Value::from) {
                    // A field of fewer bits refuses, and changes nothing.
                    let usual = place == "/interruption_gap_s" || place == "/schema_version";
                    if let Ok(found) = back(&mut small, &place, &value) {
                        assert!(found == value || usual, "{place}: {value} became {found}");
                        whole += 1;
                    }
                }
                continue;
            }
            for value in FLOATS.map(|f| json!(f)).into_iter().chain(NONE.map(|n| json!(n))) {
                let found = back(&mut small, &place, &value).unwrap_or_else(|e| panic!("{place}: {value}: {e}"));
                let bits = |v: &Value| v.as_f64().map(f64::to_bits);
                assert!(found == value && bits(&found) == bits(&value), "{place}: {value} became {found}");
                decimals += 1;
            }
            let null = back(&mut small, &place, &Value::Null);
            assert!(null.is_err() || null.unwrap().is_null(), "{place}: nothing becomes a number");
        }
    }
    assert!(decimals > 800 && whole > 300, "{decimals} decimals, {whole} whole numbers");
}

#[test]
fn every_text_survives_wherever_it_stands() {
    let mut texts = 0;
    for report in reports() {
        for place in places(&report) {
            let (mut small, place) = cut(&report, &place);
            if !small.pointer(&place).unwrap().is_string() {
                continue;
            }
            // Words out of a fixed list, and numbers that are none, take no text of their own.
            if back(&mut small, &place, &json!("a text")).is_err() {
                continue;
            }
            for text in TEXTS {
                // What hides something is made visible once, and then stays.
                let shown = retroscope::text::visible::line(text).into_owned();
                for planted in [text, shown.as_str()] {
                    let found = back(&mut small, &place, &json!(planted)).unwrap();
                    let left_out = found.is_null() && shown.is_empty();
                    assert!(found == json!(shown) || left_out, "{place}: {planted:?} became {found}");
                    texts += 1;
                }
            }
        }
    }
    assert!(texts > 1_000, "{texts}");
}

/// Serialised fields of decimals say how they are written; one that doesn't would write null for what is no number.
#[test]
fn every_decimal_of_the_findings_is_written_by_the_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/findings");
    let mut waiting = vec![root];
    let (mut found, mut bare) = (0, Vec::new());
    while let Some(folder) = waiting.pop() {
        for path in std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            let mut written = false;
            for (at, line) in lines.iter().enumerate() {
                if line.starts_with("#[derive(") {
                    written = line.contains("Deserialize");
                }
                let field = line.starts_with("    pub ") && line.ends_with(',') && !line.contains("fn ");
                let attributes = lines[..at].iter().rev().take_while(|l| l.trim_start().starts_with('#'));
                let attributes: Vec<&&str> = attributes.collect();
                if written && field && line.contains("f64") && !attributes.iter().any(|a| a.contains("serde(skip,")) {
                    found += 1;
                    if !attributes.iter().any(|a| a.contains("crate::text::json::number")) {
                        bare.push(format!("{}:{}", path.display(), at + 1));
                    }
                }
            }
        }
    }
    assert!(found > 40, "{found}");
    assert!(bare.is_empty(), "without serde(with = \"crate::text::json::number\"):\n{}", bare.join("\n"));
}

/// Plants all over a report, and compares what is drawn from memory with what is drawn from the file.
#[test]
fn what_is_drawn_again_is_the_same_with_odd_values_all_over() {
    for report in reports() {
        for round in 0..3 {
            let mut planted = report.clone();
            let numbers: Vec<Value> = FLOATS.map(|f| json!(f)).into_iter().chain(NONE.map(|n| json!(n))).collect();
            for (at, place) in places(&report).into_iter().enumerate() {
                let leaf = planted.pointer_mut(&place).unwrap();
                let before = leaf.clone();
                match &before {
                    Value::Number(number) if number.is_f64() => *leaf = numbers[(at + 5 * round) % 12].clone(),
                    Value::String(_) => *leaf = json!(TEXTS[(at + 2 * round) % 9]),
                    _ => continue,
                }
                // Ids lead from one place to another; kinds are a fixed list.
                let ids = ["/id", "/claims/", "/exhibits/", "/code", "/about", "/headlines/", "/mttx"];
                let is_id = before.is_string() && ids.iter().any(|id| place.ends_with(id) || is_listed(&place, id));
                if is_id || read(&planted).is_err() {
                    *planted.pointer_mut(&place).unwrap() = before;
                }
            }
            assert!(planted != report);
            let findings = read(&planted).unwrap();
            let (mut first, mut again) = (Memory::default(), Memory::default());
            render::render(
                &findings,
                Wanted { editions: ALL, formats: &[Format::Pdf, Format::Slides, Format::Workbook] },
                &mut first,
            )
            .unwrap();
            let text = first.text("findings.json").unwrap();
            render::render(
                &serde_json::from_str(text).unwrap(),
                Wanted { editions: ALL, formats: &[Format::Pdf, Format::Slides, Format::Workbook] },
                &mut again,
            )
            .unwrap();
            for (name, bytes) in &first.files {
                assert!(again.files[name] == *bytes, "round {round}: {name} differs");
            }
        }
    }
}

/// Whether a place is an entry of such a list: `/sections/3/claims/7`, not `/claims/7/lead`.
fn is_listed(place: &str, list: &str) -> bool {
    place.rsplit_once('/').is_some_and(|(list_way, _)| format!("{list_way}/").ends_with(list))
}
