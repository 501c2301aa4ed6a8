//! Every code that a statement can have.

use crate::cli::say;
use crate::pipeline::codes::{ALL, Code};
use serde_json::{Value, json};

/// For people.
pub(super) fn list() {
    say("Every statement of a report has a code: --fail-on waits for it, findings.json holds it.");
    say("Behind it: how far such a statement can be graded, whether it can be a headline (*), and what it says.");
    let mut section = "";
    for code in ALL {
        if code.section() != section {
            section = code.section();
            say("");
            say(&format!("{section} (said by {})", code.rule()));
        }
        let mark = if code.headline { "*" } else { " " };
        say(&format!("  {:<29} {:<11} {mark} {}", code.code, code.reach.words(), code.tells));
    }
}

/// For programs.
pub(super) fn listed() -> Value {
    let entry = |code: &Code| {
        json!({
            "code": code.code, "description": format!("Says {}.", code.tells), "rule": code.rule(),
            "most": code.reach.words(), "headline": code.headline,
        })
    };
    json!({"codes": ALL.iter().map(entry).collect::<Vec<_>>()})
}
