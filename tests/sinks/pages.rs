//! What a page allows itself to do.

use super::markup::{allowed, digest, parts};
use crate::reports::quarter;
use retroscope::render::{self, ALL, Format, Wanted};
use retroscope::report::sink::Memory;

/// Bytes that changed under their digest would make a page without its script, and nobody would see why.
#[test]
fn a_page_allows_its_own_script_and_styles_and_nothing_else() {
    let mut memory = Memory::default();
    render::render(&quarter(), Wanted { editions: ALL, formats: &Format::ALL }, &mut memory).unwrap();
    let pages: Vec<&String> = memory.files.keys().filter(|name| name.ends_with(".html")).collect();
    assert!(pages.len() >= ALL.len());
    for name in pages {
        let (policy, styles, scripts) = parts(memory.text(name).unwrap());
        assert!(!policy.contains("unsafe") && !policy.contains("data:"), "{name}: {policy}");
        assert_eq!(allowed(&policy, "default-src"), ["'none'"], "{name}");
        let own: Vec<String> = scripts.iter().map(|s| digest(s)).collect();
        let wanted = if own.is_empty() { vec!["'none'".to_owned()] } else { own };
        assert_eq!(allowed(&policy, "script-src"), wanted, "{name}");
        assert!(styles.iter().all(|s| allowed(&policy, "style-src").contains(&digest(s).as_str())), "{name}");
        assert_eq!(!scripts.is_empty(), name == "analyst.html", "only that page has tables to sort");
    }
    let (_, _, scripts) = parts(memory.text("analyst.html").unwrap());
    let script = scripts.last().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/templates/script");
    let files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap()).collect();
    assert!(
        files.len() > 5 && files.iter().all(|part| script.contains(part)),
        "every part of the script is in the page"
    );
}
