//! What a page may do, as the browser is told.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A content security policy under which nothing is loaded, and only these style sheets and scripts, to the byte, are
/// applied. Style attributes and event handlers are not: our pages have none.
#[must_use]
pub fn of(styles: &[&str], scripts: &[&str]) -> String {
    format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        digests(styles),
        digests(scripts)
    )
}

fn digests(elements: &[&str]) -> String {
    let digest = |text: &&str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let all: Vec<String> = elements.iter().map(digest).collect();
    if all.is_empty() { "'none'".to_owned() } else { all.join(" ") }
}
