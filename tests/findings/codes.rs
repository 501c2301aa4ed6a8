//! The registry of codes against the code that says them.

use crate::support::run::run;
use retroscope::analyse::mttx::values::Metric;
use retroscope::findings::codes::{ALL, Code, GradeReach, find, nearest};
use retroscope::findings::rule::Facts;
use retroscope::findings::{RULES, compose::compose};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a description may begin with, so that "It says …" is a sentence.
const BEGINS: [&str; 9] = ["how", "which", "what", "whether", "when", "who", "that", "for how", "from when"];
/// Codes that are spoken of in files of another rule: the composition chooses and takes back.
const SHARED: &str = "compose";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if !["codes.rs", "ranges.rs"].iter().any(|list| path.file_name().unwrap() == *list) {
            found.push(path);
        }
    }
}

/// Texts in quotes that look like a code of a known section, with the rules (files or folders of `findings`) that hold them.
fn literals() -> BTreeMap<String, BTreeSet<String>> {
    let base = root().join("src/findings");
    let mut paths = Vec::new();
    sources(&base, &mut paths);
    let sections: BTreeSet<&str> = ALL.iter().map(Code::section).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in paths {
        let inside = path.strip_prefix(&base).unwrap().with_extension("");
        let rule = inside.iter().next().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        for literal in text.split('"').skip(1).step_by(2) {
            let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if let Some((section, word)) = literal.split_once('.')
                && sections.contains(section)
                && is_word(word)
                && !["json", "html", "md", "csv", "rs"].contains(&word)
            {
                found.entry(literal.to_owned()).or_default().insert(rule.clone());
            }
        }
    }
    found
}

/// Codes that are put together: a metric, or a check of the analysis of quality.
fn put_together(code: &str) -> bool {
    let checks = ["src/analyse/quality.rs", "src/analyse/quality", "src/model/remark.rs"].map(|path| root().join(path));
    let said = |path: &PathBuf| {
        let mut files = if path.is_dir() { Vec::new() } else { vec![path.clone()] };
        if path.is_dir() {
            sources(path, &mut files);
        }
        let word = code.rsplit('.').next().unwrap();
        files.iter().any(|file| std::fs::read_to_string(file).unwrap().contains(&format!("\"{word}\"")))
    };
    Metric::ALL.iter().any(|metric| format!("mttx.{}", metric.code()) == code)
        || code.starts_with("quality.") && checks.iter().any(said)
}

#[test]
fn every_code_in_the_findings_is_registered_and_nothing_else() {
    let found = literals();
    let unlisted: Vec<&String> = found.keys().filter(|code| find(code).is_none()).collect();
    assert!(unlisted.is_empty(), "add to src/findings/codes.rs: {unlisted:?}");
    assert!(found.len() > 60, "only {} literals were found", found.len());
    let never: Vec<&str> =
        ALL.iter().map(|code| code.code).filter(|code| !found.contains_key(*code) && !put_together(code)).collect();
    assert!(never.is_empty(), "no claim has these codes any more: {never:?}");
}

/// `explain --codes` names the rule that says a code; it has to be the one whose files hold it.
#[test]
fn a_code_is_said_by_the_rule_that_the_registry_names() {
    for (code, rules) in literals() {
        let named = find(&code).unwrap().rule();
        let said = rules.iter().any(|rule| rule == named || (named == "quality" && rule == SHARED));
        let others: Vec<&String> = rules.iter().filter(|rule| *rule != named && *rule != SHARED).collect();
        assert!(said && others.is_empty(), "{code} is of {named} and stands in {rules:?}");
    }
}

#[test]
fn the_registry_is_in_order_and_each_description_is_one_sentence() {
    assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    for code in ALL {
        let sentence = format!("It says {}.", code.tells);
        assert!(BEGINS.iter().any(|begin| code.tells.starts_with(&format!("{begin} "))), "{}: {sentence}", code.code);
        assert!(sentence.len() <= 110 && sentence.matches(['.', '\n', ';']).count() == 1, "{}: {sentence}", code.code);
    }
    let texts: BTreeSet<&str> = ALL.iter().map(|code| code.tells).collect();
    assert_eq!(texts.len(), ALL.len(), "two codes are described alike");
}

#[test]
fn a_slip_of_the_keyboard_finds_its_code() {
    let near = |text: &str| nearest(text).map(|code| code.code);
    assert!(find("overlap.above-capacity").is_some() && find("recurrence.came-back/FB-07").is_some());
    assert!(find("overlap.above_capacity").is_none() && find("overlap").is_none() && find("").is_none());
    assert_eq!(near("overlap.above_capacity"), Some("overlap.above-capacity"));
    assert_eq!(near("overlap.abovecapacity"), Some("overlap.above-capacity"));
    assert_eq!(near("recurence.came-bak/FB-07"), Some("recurrence.came-back"));
    assert_eq!(near("famous-bug"), Some("recurrence.famous-bug"));
    assert_eq!(near("zzz"), None);
}

/// Codes that may be evidence and have no test in the demo, with the reason.
const UNTESTED_IN_THE_DEMO: [(&str, &str); 9] = [
    ("areas.customer-change", "whether customers noticed is known for fewer than four fifths of its incidents"),
    ("mttx.open-change", "nearly all of its incidents are over"),
    ("mttx.tta", "its acknowledgements are known for too few incidents to compare"),
    ("mttx.ttd", "its detections are known for too few incidents to compare"),
    ("mttx.ttm", "its mitigations are known for too few incidents to compare"),
    ("recurrence.fix-held", "whether a fix of it is silent for long enough depends on the quarter"),
    ("areas.concentration", "the demo states no exposure, and areas that are taken as equal are described only"),
    ("severity.drift", "the demo holds no drift that could be tested"),
    ("mttx.year-ago", "its quarters a year ago are compared where the data reach back far enough"),
];

/// A claim is evidence only by a test that its rule registers, so the registry's "evidence" and the tests have to agree.
#[test]
fn what_may_be_evidence_is_what_the_rules_register_tests_for() {
    let run = run(&[root().join("data/demo")], "", "");
    let facts = Facts::new(&run.review.data, &run.review.results, false);
    let mut tested = BTreeSet::new();
    for test in RULES.iter().flat_map(|rule| rule.tests(&facts)) {
        // More words behind a `@` tell tests of one claim apart.
        let id = test.id.split('@').next().unwrap();
        let code = find(id).unwrap_or_else(|| panic!("{} is registered nowhere", test.id));
        // Storms are told as facts; their q stands beside them.
        let told = code.reach == GradeReach::Evidence || code.code == "overlap.storm";
        assert!(told, "{} has a test and can't be evidence", code.code);
        assert!(!test.headline || code.headline, "{} can be a headline", code.code);
        tested.insert(code.code);
    }
    let named = |code: &str| UNTESTED_IN_THE_DEMO.iter().any(|(known, _)| *known == code);
    let graded = ALL.iter().filter(|code| code.reach == GradeReach::Evidence).map(|code| code.code);
    let untested: Vec<&str> = graded.filter(|code| !tested.contains(code) && !named(code)).collect();
    assert!(untested.is_empty(), "{untested:?} may be evidence, and no rule registers a test for it");
    let findings = compose(&facts);
    assert!(!findings.headlines.is_empty());
}

/// Codes that an edition keeps a place for and that no rule speaks yet.
const KEPT_FREE: [&str; 0] = [];

#[test]
fn editions_ask_for_codes_that_are_registered() {
    let asked = retroscope::render::ALL.iter().flat_map(|edition| edition.steps).flat_map(|step| step.codes);
    // Of codes with a bar between them one is asked for.
    let each = asked.flat_map(|(codes, most)| codes.split('|').map(move |code| (code, most)));
    for (code, most) in each {
        assert!(find(code).is_some() != KEPT_FREE.contains(&code) && *most > 0, "{code}");
    }
}
