//! Keys alone lead everywhere, one sees where they are, and paper gets all of the page.

use super::{Page, pages, report};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

const WHERE: &str = "(() => { const at = document.activeElement; const style = getComputedStyle(at); const box = at.getBoundingClientRect();
    return { tag: at.tagName, text: at.textContent.slice(0, 40), href: at.getAttribute('href'), class: at.className,
        ringed: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1, seen: box.width > 0 && box.left >= 0 && box.top >= 0 && box.top < innerHeight }; })()";

/// The bytes of what was printed, as text.
fn decoded(printed: &Value) -> String {
    let bytes = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn keys_lead_from_the_first_link_to_the_table() {
    let Some(mut page) = Page::open() else { return };
    page.size(1280, 900);
    page.load(&report().join("analyst.html"), "");
    page.press("Tab");
    let first = page.eval(WHERE);
    assert_eq!((&first["class"], &first["seen"]), (&json!("skip"), &json!(true)), "{first}");
    page.press("Enter");
    assert_eq!(page.eval("document.activeElement.id"), "content");
    page.load(&report().join("analyst.html"), "");
    page.press("Tab");
    let mut contents = 0;
    for _ in 0..12 {
        page.press("Tab");
        let at = page.eval(WHERE);
        assert_eq!((&at["ringed"], &at["seen"]), (&json!(true), &json!(true)), "{at}");
        contents +=
            u32::from(at["href"].as_str().is_some_and(|href| href.starts_with("#section-") || href == "#headlines"));
    }
    assert!(contents > 8, "the contents come first");
    // From a statement to its incidents, and on to what stands above the table.
    page.eval("document.querySelector('.claim .act').focus()");
    page.press("Enter");
    page.settled();
    assert!(page.eval("location.hash").as_str().unwrap().starts_with("#incidents?claim="));
    page.press("Tab");
    assert_eq!(page.eval("document.activeElement.id"), "incident-search");
    for what in ["A", "BUTTON"] {
        page.press("Tab");
        assert_eq!(page.eval(WHERE)["tag"], what, "the chip's link and button");
    }
    page.press("Enter");
    assert_eq!(page.eval("document.querySelectorAll('.chip').length"), 0);
    assert_eq!(page.eval("document.activeElement.id"), "incident-search", "what was cleared takes no keys along");
    // Evidence opens with a key.
    page.eval("document.querySelector('.claim summary').focus()");
    page.press("Enter");
    assert_eq!(page.eval("document.querySelector('.claim .trail').open"), true);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
}

#[test]
fn the_contents_stay_beside_a_wide_page_and_say_where_one_is() {
    let Some(mut page) = Page::open() else { return };
    let file = report().join("analyst.html");
    let place = "(() => { const box = document.querySelector('.contents').getBoundingClientRect(); return [box.top, box.right, document.querySelector('#words').getBoundingClientRect().left]; })()";
    page.size(1280, 900);
    page.load(&file, "#words");
    page.settled();
    let at = page.eval(place);
    assert!(at[0].as_f64().unwrap() >= 0.0 && at[1].as_f64().unwrap() < at[2].as_f64().unwrap(), "{at}");
    assert_eq!(page.eval("document.querySelector('.contents [aria-current]').getAttribute('href')"), "#words");
    page.size(390, 844);
    page.load(&file, "#words");
    page.settled();
    assert!(page.eval(place)[0].as_f64().unwrap() < 0.0, "a narrow page has a plain list");
    page.size(1280, 900);
    page.scripts(false);
    page.load(&file, "#words");
    page.settled();
    assert!(page.eval(place)[0].as_f64().unwrap() < 0.0, "without scripts it is a plain list");
}

#[test]
fn pages_are_printed_whole_and_without_what_one_clicks() {
    let Some(mut page) = Page::open() else { return };
    for file in pages() {
        page.load(&file, "");
        let first = page.call("Page.printToPDF", json!({"pageRanges": "1"}));
        let pdf = decoded(&first);
        assert!(pdf.contains("/FontDescriptor") && pdf.len() > 5_000, "{}: the first page is empty", file.display());
        page.call("Emulation.setEmulatedMedia", json!({"media": "print"}));
        let told = page.eval(
            "({ head: document.querySelector('h1').checkVisibility(), pinned: [...document.querySelectorAll('.contents')].some((c) => getComputedStyle(c).position === 'sticky'),
                clicked: [...document.querySelectorAll('input, button, .live, .act')].filter((b) => b.checkVisibility() && b.getClientRects().length && getComputedStyle(b).display !== 'contents').length })",
        );
        assert_eq!(told, json!({"head": true, "pinned": false, "clicked": 0}), "{}", file.display());
        page.call("Emulation.setEmulatedMedia", json!({"media": ""}));
    }
    page.load(&report().join("analyst.html"), "");
    page.call("Emulation.setEmulatedMedia", json!({"media": "print"}));
    let still =
        page.eval("[...document.querySelectorAll('.still tbody tr')].filter((row) => row.checkVisibility()).length");
    assert!(still.as_u64().unwrap() > 50, "the lines below statements are on paper: {still}");
}

#[test]
fn the_pack_of_a_storm_takes_four_sheets() {
    let Some(mut page) = Page::open() else { return };
    let packs: Vec<_> = pages().into_iter().filter(|file| file.parent().unwrap().ends_with("storms")).collect();
    assert!(!packs.is_empty());
    for file in packs {
        for (width, height) in [(8.27, 11.69), (8.5, 11.0)] {
            page.load(&file, "");
            let told = page.call("Page.printToPDF", json!({"paperWidth": width, "paperHeight": height}));
            let pdf = decoded(&told);
            let sheets = pdf.matches("/Type /Page").count() - pdf.matches("/Type /Pages").count();
            assert!((1..=4).contains(&sheets), "{}: {sheets} sheets", file.display());
        }
    }
}
