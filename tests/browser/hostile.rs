//! Texts that would run in a page, in a real browser with scripts on: nothing of them runs, and all of them are read.

use super::Page;
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::{self, Params};
use retroscope::findings::Findings;
use retroscope::findings::compose::compose;
use retroscope::findings::notes::PlacedNote;
use retroscope::findings::rule::Facts;
use retroscope::render::{self, ALL, Wanted};
use retroscope::report::lines::ReportIncidents;
use retroscope::report::sink::Memory;
use serde_json::{Value, json};

const PAYLOADS: [&str; 14] = [
    "<script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<!--<script>window.pwned=1",
    "<img src=x onerror=window.pwned=1>",
    "\"><svg onload=window.pwned=1>",
    "' onmouseover='window.pwned=1' autofocus onfocus='window.pwned=1",
    "javascript:window.pwned=1",
    "[x](javascript:window.pwned=1)",
    "![x](http://e.example/p.png)",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "]]><b>bold</b>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "a\u{2028}window.pwned=1//\u{2029}b",
];

/// Fields of findings that hold words for people; the others hold ids, codes and numbers.
const WORDS: [&str; 22] = [
    "sentence",
    "lead",
    "brief",
    "title",
    "note",
    "notes",
    "headline",
    "subtitle",
    "footer",
    "alt",
    "opening",
    "organisation",
    "meaning",
    "says",
    "question",
    "questions",
    "method",
    "caveats",
    "robustness",
    "asks",
    "unknowns",
    "service",
];

/// Puts a text behind every word of findings.
fn spoil(value: &mut Value, is_words: bool, count: &mut usize) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                spoil(value, WORDS.contains(&key.as_str()), count);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| spoil(value, is_words, count)),
        Value::String(text) if is_words => {
            *text = format!("{text} {}", PAYLOADS[*count % PAYLOADS.len()]);
            *count += 1;
        }
        _ => {}
    }
}

/// The analyst's words below statements and sections.
fn notes(findings: &Findings) -> Vec<PlacedNote> {
    let claims = findings.claims.iter().map(|claim| &claim.id);
    let note = |(id, payload): (&String, &&str)| PlacedNote {
        place: format!("notes.toml, line {payload}"),
        about: format!("claim {payload}"),
        claims: vec![id.clone()],
        said: format!("Note by the analyst: {payload}."),
        standing: format!("Disputed by the analyst: {payload}."),
        objections: vec![format!("word {payload}")],
        ..PlacedNote::default()
    };
    claims.zip(PAYLOADS.iter().cycle()).map(note).collect()
}

/// A review in which titles, summaries, services, teams and everything that is worded holds such texts.
fn report() -> Memory {
    let mut builder = Builder::quarter(2026, 3);
    for (at, payload) in PAYLOADS.iter().cycle().take(140).enumerate() {
        let other = PAYLOADS[(at + 5) % PAYLOADS.len()];
        let began = format!("2026-08-{:02} {:02}:{:02}", 1 + at % 28, at % 24, at % 60);
        builder = builder.incident(
            Inc::at(&began)
                .id(&format!("test:incident:{at:04}{payload}"))
                .title(&format!("{payload} title {at}"))
                .service(&format!("svc {other}"))
                .team(&format!("team {payload}"))
                .minutes(30 + i64::try_from(at).unwrap())
                .sev(1 + u32::try_from(at).unwrap() % 3),
        );
    }
    let data = builder.build();
    let results = analyse::run(&data, &Params::default(), &|_| {});
    let findings = compose(&Facts::new(&data, &results, false));
    let mut worded = serde_json::to_value(&findings).unwrap();
    let mut count = 0;
    spoil(&mut worded, false, &mut count);
    assert!(count > 200, "{count} texts are spoilt");
    let mut findings: Findings = serde_json::from_value(worded).unwrap();
    findings.notes = notes(&findings);
    let lines = ReportIncidents::of_facts(&data.incidents, &findings, chrono_tz::Tz::UTC);
    let mut memory = Memory::default();
    render::report(&findings, Some(&lines), Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    memory
}

#[test]
fn nothing_that_texts_hold_runs_in_any_page() {
    let Some(mut page) = Page::open() else { return };
    let home = tempfile::tempdir().unwrap();
    let memory = report();
    for (path, bytes) in memory.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let file = home.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, bytes).unwrap();
        page.load(&file, "");
        page.settled();
        if path == "analyst.html" {
            assert!(
                page.eval("document.body.textContent.includes('Disputed by the analyst: ]]><b>bold</b>')")
                    == json!(true)
            );
        }
        assert_eq!(page.requests, [format!("file://{}", file.display())], "{path}");
        assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
        let told = page.eval(
            "({ ran: typeof window.pwned, foreign: document.querySelectorAll('img, iframe, object, embed, b b, [onload], [onerror], [onfocus]').length,
                scripts: document.querySelectorAll('script').length, away: [...document.querySelectorAll('a')].filter((a) => !/^(#|analyst.html|storms\\/|\\.\\.\\/)/.test(a.getAttribute('href'))).length,
                text: document.body.textContent.includes('<script>window.pwned=1</script>') })",
        );
        let scripts = if path == "analyst.html" { 2 } else { 0 };
        assert_eq!(
            told,
            json!({"ran": "undefined", "foreign": 0, "scripts": scripts, "away": 0, "text": true}),
            "{path}"
        );
    }
    assert!(memory.files.keys().filter(|path| path.ends_with(".html")).count() >= ALL.len());
}

#[test]
fn rows_that_a_script_makes_hold_texts_as_they_are() {
    let Some(mut page) = Page::open() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("analyst.html");
    let memory = report();
    std::fs::write(&file, memory.text("analyst.html").unwrap()).unwrap();
    page.load(&file, "#incidents?sort=incident");
    page.settled();
    // Through all pages, filters and chips: every payload is read, and none is mark-up.
    let seen = page.eval(
        "(() => { let seen = ''; for (;;) { seen += document.querySelector('.every tbody').textContent;
            for (const under of document.querySelectorAll('.under')) under.open = true;
            const next = document.querySelector('.pager button:last-child');
            if (next.ariaDisabled === 'true') return seen; next.click(); } })()",
    );
    let seen = seen.as_str().unwrap();
    // What breaks a line is a blank in everything that is written.
    for payload in PAYLOADS.iter().map(|payload| payload.replace(['\u{2028}', '\u{2029}'], " ")) {
        assert!(seen.contains(&payload), "{payload}");
    }
    for payload in ["<img src=x onerror=window.pwned=1>", "\"><svg onload=window.pwned=1>", "javascript:window.pwned=1"]
    {
        page.eval(&format!(
            "location.hash = '#incidents?service=' + encodeURIComponent({})",
            json!(format!("svc {payload}"))
        ));
        page.settled();
        let chip = page.eval("document.querySelector('.chip').textContent");
        assert!(chip.as_str().unwrap().contains(payload), "{chip}");
        let count = page.eval("document.querySelectorAll('.every tbody tr').length");
        assert_eq!(count, 10, "{payload}");
    }
    // What stands in the address is no way in either.
    for fragment in [
        "claim=<img src=x onerror=window.pwned=1>",
        "chart=%22%3E%3Csvg onload=window.pwned=1>",
        "q=<script>window.pwned=1</script>",
        "sort=__proto__",
        "page=9e9",
        "open=claim-%",
    ] {
        page.load(&file, &format!("#incidents?{fragment}"));
        page.settled();
        assert_eq!(page.eval("typeof window.pwned"), "undefined", "{fragment}");
        assert_eq!(page.eval("document.querySelectorAll('.live img, .live svg').length"), 0, "{fragment}");
        assert!(page.errors.is_empty(), "{fragment}: {:?}", page.errors);
    }
    assert_eq!(page.requests.len(), 1, "{:?}", page.requests);
}
