//! Whole reviews of changed exports: three to eight files that belong together or don't, their settings, and what has to
//! hold of whatever comes out.
//!
//! Every set is made from its seed alone; `benches/fuzz.rs` runs one of them again, or as many as wanted.

use super::twist::{File, twist};
use super::work::{each, message, walk};
use crate::support::pack::unpacked;
use crate::support::{shared, words};
use retroscope::findings::Findings;
use retroscope::ingest::inputs::expand;
use retroscope::pipeline::{self, Asked, Request, Review};
use retroscope::render::{self, Format, Wanted};
use retroscope::report::sink::Memory;
use retroscope::settings::Settings;
use retroscope::stats::random::{Rng, stream};
use retroscope::text::cell;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

/// How many reviews a test run makes.
const RUNS: u64 = 2_000;
/// Larger files are cut down to this, so that many fit into a minute.
const LARGEST: usize = 10 << 10;
/// Most elements of a list in a file that is cut down.
const ELEMENTS: [usize; 4] = [40, 15, 6, 2];
/// One in so many is written out and looked at; one in so many more is run again with another number of threads.
const WRITTEN: u64 = 3;
const AGAIN: u64 = 24;
/// Mark-up that must arrive nowhere as mark-up.
const HOSTILE: &str = "<script>retro</script><img src=retro onerror=1>";
/// Pieces of settings.
const SETTINGS: [&str; 9] = [
    "seed = 7\n",
    "[zones]\npagerduty = \"America/New_York\"\n",
    "[zones]\nservicenow = \"Australia/Lord_Howe\"\nreview = \"Europe/Berlin\"\n",
    "zone = \"Asia/Kolkata\"\n",
    "[severity]\n\"SEV2\" = 1\n",
    "[aliases.services]\n\"checkout-api\" = \"checkout\"\n",
    "[link]\nwindow = \"0 s\"\n",
    "[hours]\nbusiness = \"22:00-06:00\"\n",
    "[[change]]\nat = \"2026-07-15\"\nwhat = \"New severities\"\n",
];

/// What files are drawn from: folders whose files belong together, each with its settings.
pub(super) struct Pool {
    groups: Vec<(Vec<File>, String)>,
    all: Vec<File>,
    settings: Vec<String>,
}

pub(super) static POOL: LazyLock<Pool> = LazyLock::new(Pool::open);

impl Pool {
    fn open() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths = Vec::new();
        walk(&root.join("tests/cases/sources"), &mut paths);
        paths.retain(|path| path.file_stem().is_some_and(|stem| stem == "input" || stem == "mapping"));
        walk(&root.join("data/demo"), &mut paths);
        if let Some(shared) = shared() {
            ["samples", "fixtures", "data", "cases/truth", "cases/field"]
                .iter()
                .for_each(|place| walk(&shared.join(place), &mut paths));
            paths.push(shared.join("cases/attack/lone-surrogate.json"));
            paths.push(shared.join("cases/attack/terminal-control-bytes.json"));
        }
        let skipped = ["README.md", "EXPECT.md", "expected.json"];
        paths.retain(|path| path.file_name().is_some_and(|name| !skipped.iter().any(|skip| name == *skip)));
        let mut folders: BTreeMap<PathBuf, (Vec<File>, String)> = BTreeMap::new();
        for path in paths {
            let (files, settings) = folders.entry(path.parent().unwrap().to_owned()).or_default();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // A folder of hundreds of pages is one kind of file.
            if name == "mapping.toml" || name == "retroscope.toml" {
                *settings = of_settings(&std::fs::read_to_string(&path).unwrap());
            } else if files.len() < 40 {
                files.extend(cut_down(&std::fs::read(&path).unwrap()).map(|bytes| (name, bytes)));
            }
        }
        let mut groups: Vec<(Vec<File>, String)> =
            folders.into_values().filter(|(files, _)| !files.is_empty()).collect();
        groups.iter_mut().for_each(|(files, settings)| name_as_mapped(files, settings));
        let all = groups.iter().flat_map(|(files, _)| files.iter().cloned()).collect();
        let mut settings: Vec<String> = SETTINGS.map(str::to_owned).to_vec();
        settings.extend(groups.iter().map(|(_, settings)| settings.clone()).filter(|text| !text.is_empty()));
        Self { groups, all, settings }
    }
}

/// A mapping that stands alone, as settings; settings as they are.
fn of_settings(text: &str) -> String {
    if text.contains("[fields]") {
        let inner = text.replace("[fields]", "[mapping.fields]").replace("[values.", "[mapping.values.");
        return format!("[[mapping]]\n{inner}");
    }
    text.to_owned()
}

/// Inputs of the mapped reader are called `input.csv`; their mapping has to know them.
fn name_as_mapped(files: &mut [File], settings: &str) {
    let Ok(settings) = toml::from_str::<Value>(settings) else { return };
    let Some(pattern) = settings.pointer("/mapping/0/files/0").and_then(Value::as_str) else { return };
    for (name, _) in files.iter_mut().filter(|(name, _)| name.starts_with("input.")) {
        *name = pattern.rsplit('/').next().unwrap().replace('*', "1");
    }
}

/// A file of moderate size; the first elements of its lists, or its first lines. `None` for what is no text.
fn cut_down(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() <= LARGEST {
        return Some(bytes.to_vec());
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if let Ok(mut value) = serde_json::from_str::<Value>(text) {
        for most in ELEMENTS {
            shorten(&mut value, most);
            let short = value.to_string();
            if short.len() <= LARGEST {
                return Some(short.into_bytes());
            }
        }
        return None;
    }
    let end = text.get(..LARGEST).or_else(|| text.get(..LARGEST - 1))?.rfind('\n')?;
    Some(text.get(..=end)?.as_bytes().to_vec())
}

fn shorten(value: &mut Value, most: usize) {
    match value {
        Value::Array(list) => {
            list.truncate(most);
            list.iter_mut().for_each(|item| shorten(item, most));
        }
        Value::Object(map) => map.values_mut().for_each(|item| shorten(item, most)),
        _ => {}
    }
}

/// One review to be made.
#[derive(Clone)]
pub(super) struct Set {
    pub(super) files: Vec<File>,
    pub(super) settings: String,
    period: &'static str,
    names: bool,
    pub(super) how: String,
}

pub(super) fn made(pool: &Pool, seed: u64) -> Set {
    let mut random = stream(seed, &[0x0f]);
    let number = 3 + random.place(6);
    let (mut files, mut settings) = if random.chance(0.6) {
        let (files, settings) = &pool.groups[random.place(pool.groups.len())];
        let from = random.place(files.len());
        (files.iter().cycle().skip(from).take(number.min(files.len())).cloned().collect(), settings.clone())
    } else {
        (Vec::new(), String::new())
    };
    while files.len() < number {
        files.push(pool.all[random.place(pool.all.len())].clone());
    }
    let mut how = twist(&mut files, &pool.all, &mut random);
    if random.chance(0.4) {
        settings.push_str(&format!("\n{}", pool.settings[random.place(pool.settings.len())]));
    }
    if random.chance(0.15) {
        let export = super::spoil::Export::of("retroscope.txt", settings.clone().into_bytes());
        settings = String::from_utf8_lossy(&export.spoilt(&mut random).1).into_owned();
        how.push_str("; settings");
    }
    if random.chance(0.2) {
        how.push_str(plant(&mut files, &mut random));
    }
    let period = ["", "", "all", "2026Q3", "2026-07", "2026", "2026-07-01..2026-09-30"][random.place(7)];
    Set { files, settings, period, names: random.chance(0.2), how }
}

/// Mark-up in every title of a file.
fn plant(files: &mut [File], random: &mut Rng) -> &'static str {
    let at = random.place(files.len());
    let Some((_, bytes)) = files.get_mut(at) else { return "" };
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = text.replace("\"title\":\"", &format!("\"title\":\"{HOSTILE}")).replace("api", HOSTILE).into_bytes();
    "; mark-up"
}

/// What does not hold of a set, or how many incidents it gave.
pub(super) fn outcome(set: &Set, seed: u64) -> Result<usize, String> {
    let folder = tempfile::tempdir().unwrap();
    for (at, (name, bytes)) in set.files.iter().enumerate() {
        let place = folder.path().join(at.to_string());
        std::fs::create_dir(&place).unwrap();
        std::fs::write(place.join(name), bytes).unwrap();
    }
    let settings = match Settings::parse(&set.settings, "retroscope.toml") {
        Ok(settings) => settings,
        Err(error) if error.to_string().trim().is_empty() => return Err("settings refused without a word".to_owned()),
        Err(_) => Settings::defaults().unwrap(),
    };
    let run = |threads: usize, written: bool| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let caught =
            catch_unwind(AssertUnwindSafe(|| pool.install(|| whole((folder.path(), seed), set, &settings, written))));
        caught.unwrap_or_else(|panic| Err(format!("panics: {}", message(panic.as_ref()))))
    };
    let written = seed.is_multiple_of(WRITTEN);
    let (incidents, files) = run(1, written)?;
    if seed.is_multiple_of(AGAIN) {
        let (_, again) = run(2, written)?;
        let other = files.iter().find(|(name, bytes)| again.get(*name) != Some(*bytes));
        if let Some((name, _)) = other {
            return Err(format!("{name} differs with two threads"));
        }
    }
    Ok(incidents)
}

type Files = BTreeMap<String, Vec<u8>>;

fn whole(
    (folder, seed): (&Path, u64),
    set: &Set,
    settings: &Settings,
    written: bool,
) -> Result<(usize, Files), String> {
    let inputs = expand(&[folder.display().to_string()], &[]).map_err(|e| e.to_string())?;
    let period = if set.period.is_empty() { Asked::Default } else { pipeline::asked(set.period).unwrap() };
    let request = Request { inputs: &inputs, settings, period, as_of: None, names: set.names };
    let (_, review) = pipeline::review(&request, &|_| {});
    let Some(review) = review else { return Ok((0, Files::new())) };
    adds_up(&review)?;
    let problems = words::problems(&review.findings);
    if let Some(problem) = problems.first() {
        return Err(format!("words: {problem}"));
    }
    is_finite(&review.findings, set)?;
    refers(&review.findings)?;
    let mut memory = Memory::default();
    if written {
        pipeline::write_tables(&review, set.names, &mut memory, &|_| {}).map_err(|e| e.to_string())?;
        let editions = [pipeline::EXECUTIVE, pipeline::MANAGERS, pipeline::ONCALL, pipeline::ANALYST];
        // Documents for paper and mails say what the pages say; each takes as long as the rest of a review.
        let all = [Format::Slides, Format::Workbook, Format::Mail, Format::Pdf];
        let formats = if seed.is_multiple_of(AGAIN) { &all[..] } else { &all[..2] };
        let wanted = Wanted { editions: &editions, formats };
        render::render(&review.findings, wanted, &mut memory).map_err(|e| e.to_string())?;
        is_clean(&memory, set)?;
        evidence_exists(&memory)?;
    }
    Ok((review.data.incidents.height(), memory.files))
}

/// Every record that was read is in the table of records, file by file, and in one of the five fates.
fn adds_up(review: &Review) -> Result<(), String> {
    let records = &review.data.records;
    for (index, file) in records.files.rows().zip(&review.files) {
        let counted = records.file.iter().filter(|of| **of == index).count() as u64;
        if counted != file.read {
            return Err(format!("{}: {} read, {counted} accounted for", file.shown, file.read));
        }
    }
    let rejected = records.fate.iter().filter(|fate| fate.code() == "rejected").count();
    if rejected != records.rejects.len() || records.fate.len() != records.len() {
        return Err(format!("{rejected} records are rejected, and {} rejects told", records.rejects.len()));
    }
    Ok(())
}

/// No figure that is none, in numbers or in words.
fn is_finite(findings: &Findings, set: &Set) -> Result<(), String> {
    // A title may say anything.
    let stated = set.files.iter().any(|(_, bytes)| says_none(&as_text(bytes)));
    for claim in &findings.claims {
        let figures = claim.numbers.values().copied().chain(claim.interval.into_iter().flatten());
        let all: Vec<f64> = figures.chain(claim.q).chain(claim.coverage).chain([claim.weight]).collect();
        if all.iter().any(|figure| !figure.is_finite()) {
            return Err(format!("{}: {all:?}", claim.id));
        }
        if says_none(&claim.sentence) && !stated {
            return Err(format!("{}: {}", claim.id, claim.sentence));
        }
    }
    Ok(())
}

/// A file as text, also where a change of the set packed it (and cut the packed file short) or made UTF-16 of it.
fn as_text(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        // What comes before the damage is read.
        let _ = flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked);
        return as_text(&unpacked);
    }
    let units = |one: fn([u8; 2]) -> u16| bytes[2..].chunks_exact(2).map(|pair| one([pair[0], pair[1]])).collect();
    let wide: Vec<u16> = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => return String::from_utf8_lossy(bytes).into_owned(),
    };
    String::from_utf16_lossy(&wide)
}

/// Whether a text has a word that stands for no number.
fn says_none(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "NaN" | "inf" | "infinity"))
}

/// Claims and exhibits that are named are there.
fn refers(findings: &Findings) -> Result<(), String> {
    let claims: BTreeSet<&str> = findings.claims.iter().map(|claim| claim.id.as_str()).collect();
    let exhibits: BTreeSet<&str> = findings.exhibits.iter().map(|exhibit| exhibit.id.as_str()).collect();
    if claims.len() != findings.claims.len() {
        return Err("two claims have one id".to_owned());
    }
    let named = findings.headlines.iter().chain(findings.sections.iter().flat_map(|section| &section.claims));
    let named = named.chain(findings.budgets.iter().map(|budget| &budget.claim).filter(|id| !id.is_empty()));
    if let Some(missing) = named.chain(&findings.mttx).find(|id| !claims.contains(id.as_str())) {
        return Err(format!("no claim {missing}"));
    }
    let shown = findings.sections.iter().flat_map(|section| &section.exhibits);
    let shown = shown.chain(findings.claims.iter().flat_map(|claim| &claim.exhibits));
    match shown.clone().find(|id| !exhibits.contains(id.as_str())) {
        Some(missing) => Err(format!("no exhibit {missing}")),
        None => Ok(()),
    }
}

/// The words of XML, without its tags.
fn words_of(xml: &str) -> String {
    xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

/// Mark-up of the inputs is no mark-up, charts have numbers, and everything is text.
fn is_clean(memory: &Memory, set: &Set) -> Result<(), String> {
    let stated = set.files.iter().any(|(_, bytes)| says_none(&as_text(bytes)));
    let folder = std::env::temp_dir().display().to_string();
    let texts = memory.files.iter().filter(|(name, _)| !name.ends_with(".parquet"));
    for (name, bytes) in texts {
        let is_package = [".xlsx", ".pptx", ".eml", ".pdf"].iter().any(|end| name.ends_with(end));
        let text = match name.rsplit('.').next() {
            // What the tool that reads it puts in: ends of pages, and marks around what runs to the left.
            Some("pdf") => unpacked(bytes).replace(|c| matches!(c, '\u{c}' | '\u{202a}'..='\u{202e}'), ""),
            Some("eml") => unpacked(bytes).replace('\r', ""),
            _ if is_package => words_of(&unpacked(bytes)),
            _ => String::new(),
        };
        let text = if is_package { &text } else { std::str::from_utf8(bytes).map_err(|e| format!("{name}: {e}"))? };
        let text = shown(name, text);
        let is_page = [".html", ".svg", ".md"].iter().any(|end| name.ends_with(end));
        if is_page && (text.contains("<script>retro") || text.contains("<img src=retro")) {
            return Err(format!("{name}: mark-up of a title"));
        }
        if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
            return Err(format!("{name}: U+{:04X}", u32::from(c)));
        }
        if text.contains(&folder) {
            return Err(format!("{name}: names a place on this machine"));
        }
        // Remarks repeat what the exports state, whatever it is.
        if !stated && says_none(&text) && name != "data/remarks.csv" {
            let line = text.lines().find(|line| says_none(line)).unwrap_or("");
            return Err(format!("{name}: {}", line.chars().take(300).collect::<String>()));
        }
    }
    Ok(())
}

/// What of a file is shown or acts: a page without our own script, Markdown without what is escaped or set as code.
fn shown(name: &str, text: &str) -> String {
    if name.ends_with(".html") {
        let mut parts = text.split("<script>");
        let first = parts.next().unwrap_or("").to_owned();
        let ours = |part: &str| {
            part.split_once("</script>").filter(|_| !part.starts_with("retro")).map(|(_, rest)| rest.to_owned())
        };
        return parts.fold(first, |all, part| all + &ours(part).unwrap_or_else(|| format!("<script>{part}")));
    }
    if name.ends_with(".md") {
        let lines = text.lines().map(|line| line.replace("\\<", "").replace("\\`", ""));
        return lines.map(|line| line.split('`').step_by(2).collect::<String>() + "\n").collect();
    }
    text.to_owned()
}

/// Whether a character steers a terminal or turns a line round.
fn is_hidden(c: char) -> bool {
    let lays_out = matches!(c, '\n' | '\r' | '\t');
    (c.is_control() && !lays_out) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The incidents that the written findings name are in the written table, there as a spreadsheet may have them.
fn evidence_exists(memory: &Memory) -> Result<(), String> {
    let written = memory.text("findings.json").ok_or("no findings")?;
    let findings: Findings = serde_json::from_str(written).map_err(|e| e.to_string())?;
    let text = memory.text("data/incidents.csv").ok_or("no table of incidents")?;
    let rows = csv::Reader::from_reader(text.as_bytes());
    let ids: BTreeSet<String> = rows.into_records().map(|row| row.unwrap()[0].to_owned()).collect();
    let mut named = findings.claims.iter().flat_map(|claim| &claim.incident_ids);
    named.find(|id| !ids.contains(cell::safe(id).as_ref())).map_or(Ok(()), |id| Err(format!("no incident {id}")))
}

/// Runs seeds on all threads: how many incidents came of them, and what went wrong.
fn run(seeds: Vec<u64>) -> (usize, Vec<String>) {
    let useful = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&useful);
    let wrong = each(seeds, move |seed| {
        let set = made(&POOL, *seed);
        let outcome = outcome(&set, *seed);
        counted.fetch_add(usize::from(outcome.as_ref().is_ok_and(|incidents| *incidents > 0)), Ordering::Relaxed);
        (format!("seed {seed} ({})", set.how), outcome.err())
    });
    (useful.load(Ordering::Relaxed), wrong)
}

#[test]
fn two_thousand_reviews_of_changed_exports_hold() {
    let began = std::time::Instant::now();
    let (useful, wrong) = run((0..RUNS).collect());
    println!(
        "{RUNS} reviews in {} s, {useful} with incidents, from {} files",
        began.elapsed().as_secs(),
        POOL.all.len()
    );
    assert!(useful as u64 > RUNS / 2, "only {useful} of {RUNS} reviews had an incident");
    assert!(
        wrong.is_empty(),
        "{} of {RUNS} (run one again: cargo bench --bench fuzz -- --one SEED):\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
