//! What checkers of access look for, held against every page: contrast, names, headings, tables, targets.

use super::{Page, pages};

const CHECK: &str = include_str!("access.js");

#[test]
fn every_page_can_be_read_by_everybody() {
    let mut looked_at = 0;
    for file in pages() {
        // A page with hundreds of drawings takes a while; each file has a browser's time of its own.
        let Some(mut page) = Page::open() else { return };
        for (dark, width) in [(false, 1280), (true, 1280), (false, 390), (true, 390)] {
            page.dark(dark);
            page.size(width, 900);
            page.load(&file, "");
            page.eval("document.querySelectorAll('details').forEach((fold) => (fold.open = true))");
            page.settled();
            let problems = page.eval(CHECK);
            let told: Vec<String> = serde_json::from_value(problems).unwrap();
            assert!(told.is_empty(), "{} {width} dark: {dark}: {told:#?}", file.display());
            looked_at += 1;
        }
    }
    assert!(looked_at > 20, "{looked_at} pages");
}

/// The check itself finds what it is there for.
#[test]
fn a_page_with_faults_has_problems() {
    let Some(mut page) = Page::open() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("page.html");
    let faults = [
        ("contrast", "<p style=\"color:#999\">pale words</p>"),
        (
            "contrast",
            "<svg role=\"img\" aria-label=\"a\" width=\"90\" height=\"30\" viewBox=\"0 0 90 30\"><rect width=\"90\" height=\"30\" fill=\"#345\"/><text x=\"5\" y=\"20\">dark on dark</text></svg>",
        ),
        ("no name", "<button></button>"),
        ("no label", "<input type=\"text\">"),
        ("a picture without a name", "<svg viewBox=\"0 0 9 9\"></svg>"),
        (
            "something to act on inside a picture",
            "<svg role=\"img\" aria-label=\"a\" viewBox=\"0 0 9 9\"><a href=\"#a\"><text>b</text></a></svg>",
        ),
        ("a heading of level 4 after one of 1", "<h4>deep</h4>"),
        ("not one first heading", "<h1>again</h1>"),
        ("a table without a caption", "<table><tr><th scope=\"col\">a</th></tr></table>"),
        ("a table whose heads say too little", "<table><caption>c</caption><tr><th>a</th></tr></table>"),
        ("an id twice", "<i id=\"a\"></i><i id=\"a\"></i>"),
        ("an order of its own", "<a href=\"#a\" tabindex=\"3\">b</a>"),
        ("aria-labelledby leads nowhere", "<section aria-labelledby=\"gone\">b</section>"),
        (
            "scrolls, and no key gets there",
            "<div style=\"overflow-x:auto;width:9rem\"><p style=\"width:90rem\">b</p></div>",
        ),
        ("a target of", "<button style=\"width:10px;height:10px;padding:0\">b</button>"),
    ];
    page.size(390, 844);
    let whole = |body: &str| {
        format!(
            "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><title>t</title><body><main><h1>t</h1>{body}</main></body></html>"
        )
    };
    std::fs::write(&file, whole("<p>fine</p>")).unwrap();
    page.load(&file, "");
    assert_eq!(page.eval(CHECK), serde_json::json!([]));
    for (problem, body) in faults {
        std::fs::write(&file, whole(body)).unwrap();
        page.load(&file, "");
        let told = page.eval(CHECK).to_string();
        assert!(told.contains(problem), "{body}: {told}");
    }
}
