//! Tables on wide and on narrow screens, in pages that are drawn here: what is wide finds room, and what is long reads as cards.

use super::Page;
use crate::reports::nothing;
use retroscope::findings::{Section, Table, TableColumn};
use retroscope::render::{self, ALL, Wanted};
use retroscope::report::sink::Memory;
use serde_json::json;
use std::path::PathBuf;
use tempfile::TempDir;

const TITLE: &str = "Payments are taken twice where the first answer of the provider comes later than the basket waits";

fn column(name: &str, numeric: bool) -> TableColumn {
    TableColumn { name: name.to_owned(), numeric }
}

/// A table of incidents with their titles, as pages for support have it.
fn titles() -> Table {
    let row = |at: usize| {
        ["14 April 2026, 01:38", "SEV2", TITLE, "2 h 01 min", &format!("{at} updates")].map(str::to_owned).to_vec()
    };
    Table {
        id: "titles".to_owned(),
        title: "Incidents and their titles".to_owned(),
        columns: vec![
            column("began", false),
            column("severity", false),
            column("incident", false),
            column("lasted", true),
            column("updates", true),
        ],
        rows: (0..12).map(row).collect(),
        ..blank()
    }
}

/// A table of many figures.
fn figures() -> Table {
    let head = |at: usize| column(&format!("share of what was open in week {at}"), at > 0);
    Table {
        id: "tickets-by-incident".to_owned(),
        title: "Many figures".to_owned(),
        columns: (0..9).map(head).collect(),
        rows: vec![vec!["more than 9 %".to_owned(); 9]; 3],
        ..blank()
    }
}

fn blank() -> Table {
    let none = String::new;
    Table { id: none(), title: none(), note: none(), columns: Vec::new(), rows: Vec::new(), more: none() }
}

/// Pages with both tables and nothing else: the analyst's and that for support.
fn drawn() -> (TempDir, PathBuf) {
    let mut findings = nothing();
    findings.sections.push(Section {
        id: "tables".to_owned(),
        title: "Tables".to_owned(),
        question: String::new(),
        method: Vec::new(),
        claims: Vec::new(),
        exhibits: Vec::new(),
        tables: vec![titles(), figures(), Table { id: "told-to-customers".to_owned(), ..titles() }],
    });
    let home = tempfile::tempdir().unwrap();
    let mut memory = Memory::default();
    render::render(&findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    for name in ["analyst.html", "support.html"] {
        std::fs::write(home.path().join(name), memory.text(name).unwrap()).unwrap();
    }
    let folder = home.path().to_owned();
    (home, folder)
}

/// Nothing is hidden beside free room, heads break into lines, and what is short does not.
#[test]
fn a_wide_table_has_the_room_beside_the_text() {
    let (_home, folder) = drawn();
    let Some(mut page) = Page::open() else { return };
    page.size(1280, 900);
    page.load(&folder.join("support.html"), "");
    let told = page.eval(
        "(() => { const scroll = document.querySelector('#table-tickets-by-incident .scroll');
            const high = (part) => scroll.querySelector(part).getBoundingClientRect().height;
            return { hidden: scroll.scrollWidth - scroll.clientWidth, beyond: scroll.clientWidth - document.querySelector('header').clientWidth,
                page: document.documentElement.scrollWidth - document.documentElement.clientWidth, head: high('th'), row: high('tbody tr') }; })()",
    );
    let figure = |name: &str| told[name].as_f64().unwrap();
    assert!(figure("hidden") <= 1.0 && figure("page") <= 0.0 && figure("beyond") > 20.0, "{told}");
    assert!(figure("row") < 48.0 && figure("head") > 60.0, "{told}");
}

#[test]
fn rows_are_filtered_below_the_title_of_their_table() {
    let (_home, folder) = drawn();
    let Some(mut page) = Page::open() else { return };
    page.size(1280, 900);
    page.load(&folder.join("analyst.html"), "");
    let tops = page.eval(
        "(() => { const table = document.querySelector('#table-titles table');
            return ['caption b', '.filter', 'thead'].map((part) => table.querySelector(part).getBoundingClientRect().top); })()",
    );
    let tops: Vec<f64> = serde_json::from_value(tops).unwrap();
    assert!(tops.is_sorted() && tops[0] < tops[1] && tops[1] < tops[2], "{tops:?}");
}

/// The title of an incident is on the screen, each value says what it is, and what is filtered out is gone.
#[test]
fn rows_with_titles_are_cards_on_a_telephone() {
    const CARD: &str = "((table) => { const cell = (at) => table.tBodies[0].rows[0].cells[at];
        const box = cell(2).getBoundingClientRect();
        return { label: getComputedStyle(cell(2), '::before').content, left: box.left, right: box.right, height: table.tBodies[0].rows[0].offsetHeight }; })";
    let (_home, folder) = drawn();
    let Some(mut page) = Page::open() else { return };
    page.size(390, 844);
    for (file, table) in [("support.html", "told-to-customers"), ("analyst.html", "titles")] {
        page.load(&folder.join(file), "");
        let told = page.eval(&format!("{CARD}(document.querySelector('#table-{table} table'))"));
        assert!(told["label"].as_str().unwrap().starts_with("\"incident"), "{file}: {told}");
        assert!(told["left"].as_f64().unwrap() >= 0.0 && told["right"].as_f64().unwrap() <= 390.0, "{file}: {told}");
        assert!(told["height"].as_f64().unwrap() < 200.0, "{file}: {told}");
    }
    page.eval("(() => { const input = document.querySelector('#table-titles .filter'); input.value = '7 updates'; input.dispatchEvent(new Event('input')); })()");
    let left =
        "[...document.querySelectorAll('#table-titles tbody tr')].filter((row) => row.getClientRects().length).length";
    assert_eq!(page.eval(left), 1);
    // A table of figures is read by its columns.
    page.load(&folder.join("support.html"), "");
    let figures = "getComputedStyle(document.querySelector('#table-tickets-by-incident tbody td')).display";
    assert_eq!(page.eval(figures), "table-cell");
    assert_eq!(page.eval("document.documentElement.scrollWidth"), json!(390));
}
