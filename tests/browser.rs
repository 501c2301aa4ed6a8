//! Pages in a real browser: they ask for nothing, nothing in them fails, evidence opens, lines are saved, and all of it reads
//! without scripts.

mod access;
mod hostile;
mod incidents;
mod keys;
mod large;
mod tables;

use crate::support::browser::Page;
use crate::support::run::run;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn report() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo")
}

fn pages() -> Vec<PathBuf> {
    let html = |folder: &Path| {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|e| e == "html")).collect::<Vec<_>>()
    };
    let mut all = [html(&report()), html(&report().join("storms"))].concat();
    all.sort();
    all
}

#[test]
fn pages_ask_for_nothing_and_nothing_in_them_fails() {
    let Some(mut page) = Page::open() else { return };
    let all = pages();
    assert!(all.len() > 5, "{all:?}");
    for file in all {
        for scheme in ["light", "dark"] {
            page.dark(scheme == "dark");
            page.load(&file, "");
            let own = format!("file://{}", file.display());
            assert_eq!(page.requests, [own], "{scheme}");
            assert!(page.errors.is_empty(), "{}: {:?}", file.display(), page.errors);
            assert!(page.eval("document.body.innerText.length").as_u64().unwrap() > 500, "{}", file.display());
        }
    }
}

/// What is wider than the screen makes a page that slides sideways under the thumb; tables scroll by themselves.
#[test]
fn on_a_telephone_no_page_is_wider_than_the_screen() {
    let Some(mut page) = Page::open() else { return };
    page.size(390, 844);
    for file in pages() {
        page.load(&file, "");
        let wide = page.eval("document.documentElement.scrollWidth").as_u64().unwrap();
        assert!(wide <= 390, "{} is {wide} wide", file.display());
    }
}

#[test]
fn a_link_to_a_statement_opens_its_evidence_with_what_its_incidents_were() {
    let Some(mut page) = Page::open() else { return };
    let file = report().join("analyst.html");
    page.load(&file, "");
    let first = "document.querySelector('.claim:has(.ids a)').id";
    let id = page.eval(first);
    page.load(&file, &format!("#{}", id.as_str().unwrap()));
    // Opening tells it of itself a moment later.
    page.eval("new Promise((done) => setTimeout(done, 100))");
    let told = page.eval(
        "(() => { const claim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
            const ids = [...claim.querySelectorAll('.ids a')];
            const rows = [...claim.querySelectorAll('.rows li')].map((row) => row.textContent);
            const cells = ids.map((a) => [...document.getElementById(a.hash.slice(1)).cells].map((c) => c.textContent));
            return { open: claim.querySelector('details').open, rows, cells }; })()",
    );
    assert_eq!(told["open"], true);
    let (rows, cells) = (told["rows"].as_array().unwrap(), told["cells"].as_array().unwrap());
    assert!(!rows.is_empty() && rows.len() == cells.len(), "{told}");
    for (row, cells) in rows.iter().zip(cells) {
        // When it began, how long it took, and where it stands.
        for at in [0, 1, 5] {
            assert!(row.as_str().unwrap().contains(cells[at].as_str().unwrap()), "{row} without {}", cells[at]);
        }
    }
}

#[test]
fn without_scripts_every_incident_below_a_statement_has_its_line() {
    let Some(mut page) = Page::open() else { return };
    page.scripts(false);
    page.load(&report().join("analyst.html"), "");
    assert_eq!(page.eval("document.querySelectorAll('input, button').length"), 0);
    let lost = page.eval(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.getAttribute('href'))
            .filter((href) => !document.getElementById(decodeURIComponent(href.slice(1))))",
    );
    assert_eq!(lost, json!([]), "links that lead nowhere");
    let all = page.eval("document.querySelectorAll('.ids a').length").as_u64().unwrap();
    let lines = page.eval("document.querySelectorAll('#incidents tbody tr').length").as_u64().unwrap();
    assert!(all > 100 && lines > 50 && lines <= all, "{all} incidents below statements, {lines} lines");
}

#[test]
fn chosen_lines_are_saved_as_a_file_that_is_read() {
    let Some(mut page) = Page::open() else { return };
    let folder = page.downloads();
    page.load(&report().join("analyst.html"), "");
    let chosen = page.eval(
        "(() => { const items = [...document.querySelectorAll('#corrections .lines li')];
            const two = [items[0], items.at(-1)];
            for (const item of two) item.querySelector('input').click();
            document.querySelector('#corrections > button').click();
            return two.map((item) => item.querySelector('code').textContent); })()",
    );
    page.saved();
    let saved = std::fs::read_to_string(folder.join("annotations.csv")).unwrap();
    let mut lines = saved.lines();
    assert_eq!(lines.next(), Some("action,target,field,value,reason"));
    assert_eq!(json!(lines.collect::<Vec<_>>()), chosen);
    // With a reason behind each, it does something.
    let told: String = saved.lines().enumerate().map(|(n, l)| format!("{l}{}\n", ["", "tried"][n.min(1)])).collect();
    let inputs = tempfile::tempdir().unwrap();
    std::fs::write(inputs.path().join("annotations.csv"), told).unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let settings = std::fs::read_to_string(demo.join("retroscope.toml")).unwrap();
    let with = run(&[demo, inputs.path().join("annotations.csv")], &settings, "2026Q2");
    let read: Vec<_> =
        with.table("records").into_iter().filter(|row| row["file"].ends_with("annotations.csv")).collect();
    assert!(read.len() == 2 && read.iter().all(|row| row["fate"] != "rejected"), "{read:?}");
}

#[test]
fn tables_are_sorted_and_filtered_by_keyboard() {
    let Some(mut page) = Page::open() else { return };
    page.load(&report().join("analyst.html"), "");
    let cells = "[...document.querySelectorAll('.table:has(.filter) tbody tr')].map((r) => r.cells[0].textContent)";
    let before = page.eval(cells);
    page.eval("document.querySelector('.table:has(.filter) th button').focus()");
    page.press("Enter");
    let after = page.eval(cells);
    let names = |list: &Value| {
        let mut names: Vec<String> = serde_json::from_value(list.clone()).unwrap();
        names.sort();
        names
    };
    assert_ne!(before, after);
    assert_eq!(names(&before), names(&after));
    assert_eq!(page.eval("document.querySelector('.table:has(.filter) th').ariaSort"), "ascending");
    page.eval("document.querySelector('.table .filter').focus()");
    page.call("Input.insertText", json!({"text": "label-printer"}));
    let shown = "[...document.querySelector('.table:has(.filter)').querySelectorAll('tbody tr')].filter((r) => r.checkVisibility()).map((r) => r.textContent)";
    let shown: Vec<String> = serde_json::from_value(page.eval(shown)).unwrap();
    assert!(!shown.is_empty() && shown.iter().all(|row| row.contains("label-printer")), "{shown:?}");
    assert!(shown.len() < names(&before).len());
}
