//! The page for leaders on paper: one sheet of A4 and one of Letter, printed by a real browser.

use crate::support::pack::poppler;
use crate::support::{browser, shared};
use retroscope::render::view::Print;
use retroscope::render::{EXECUTIVE, ReportView};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Pages of an HTML file printed on paper of a size.
fn pages(browser: &str, page: &Path, size: &str) -> usize {
    let text = std::fs::read_to_string(page).unwrap();
    // The size of the paper is the printer's; here it is said in the style sheet, which the page's policy would refuse.
    let policy = text.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let end = policy + text[policy..].find('>').unwrap() + 1;
    let text = format!("{}{}", &text[..policy], &text[end..]);
    let text = text.replacen("@page {", &format!("@page {{ size: {size};"), 1);
    let folder = tempfile::tempdir().unwrap();
    let (html, pdf) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
    std::fs::write(&html, text).unwrap();
    let run = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", html.display()))
        .output()
        .unwrap();
    let bytes = std::fs::read(&pdf).unwrap_or_else(|_| panic!("no PDF: {}", String::from_utf8_lossy(&run.stderr)));
    let text = String::from_utf8_lossy(&bytes);
    text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
}

fn executive(inputs: &[PathBuf], period: &str, folder: &Path) -> PathBuf {
    let out = folder.join("report");
    let run = Command::new(env!("CARGO_BIN_EXE_retroscope"))
        .arg("review")
        .args(inputs)
        .args(["--period", period, "--quiet", "--edition", "executive", "--formats", "pdf", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    out.join("executive.html")
}

#[test]
fn the_page_for_leaders_is_one_sheet() {
    let Some(browser) = browser::name() else { return };
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let mut sets = vec![(vec![demo.clone()], "2026Q2"), (vec![demo.clone()], "2025Q3"), (vec![demo], "all")];
    sets.extend(shared().map(|root| (vec![root.join("samples/pagerduty")], "all")));
    sets.extend(shared().map(|root| (vec![root.join("data/github-two-source")], "all")));
    for (inputs, period) in sets {
        let folder = tempfile::tempdir().unwrap();
        let page = executive(&inputs, period, folder.path());
        let document = std::fs::read(page.with_extension("pdf")).unwrap();
        if let Some(info) = poppler("pdfinfo", &[], &document, &[]) {
            assert!(info.contains("Pages:           1"), "{inputs:?} {period}: {info}");
        }
        for size in ["A4", "letter"] {
            assert_eq!(pages(browser, &page, size), 1, "{inputs:?} {period} on {size}");
        }
    }
}

/// The count of pages can be more than one: a page for analysts has many.
#[test]
fn a_long_page_has_several_sheets() {
    let Some(browser) = browser::name() else { return };
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo/analyst.html");
    assert!(pages(browser, &page, "A4") > 5);
}

#[test]
fn much_text_makes_the_letters_smaller_and_leaves_the_charts_out() {
    let findings = crate::reports::quarter();
    let mut view = ReportView::new(&findings, &EXECUTIVE);
    assert_eq!(Print::of(&view), Print { size: "large", charts: true });
    let mut sizes = Vec::new();
    for words in [10, 500, 700, 900, 1_100, 1_400] {
        view.opening = "words ".repeat(words);
        let print = Print::of(&view);
        sizes.push((print.size, print.charts));
    }
    assert_eq!(sizes.first(), Some(&("large", true)), "{sizes:?}");
    assert_eq!(sizes.last(), Some(&("small", false)), "{sizes:?}");
    // Once left out, a chart does not come back with more text.
    assert!(sizes.windows(2).all(|two| two[0].1 || !two[1].1), "{sizes:?}");
}
