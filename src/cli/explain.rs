//! `retroscope explain`: what stands behind a report.

use crate::cli::args::Explain;
use crate::cli::{DONE, Failure, say};
use crate::pipeline::codes::{ALL, Code};
use crate::text::json;
use serde_json::{Value, json};

/// What it can do, for whoever asks for nothing.
const OFFER: &str = "\
retroscope explain says what stands behind the statements of a report.

  retroscope explain --codes          every code that a statement can have, and what it says
  retroscope explain --codes --json   the same for programs";

/// Says what was asked for.
///
/// # Errors
/// None in practice: the list is part of the program.
pub fn run(args: &Explain) -> Result<u8, Failure> {
    if !args.codes {
        OFFER.lines().for_each(say);
    } else if args.json {
        json::pretty(&listed()).unwrap_or_default().lines().for_each(say);
    } else {
        list();
    }
    Ok(DONE)
}

fn list() {
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

fn listed() -> Value {
    let entry = |code: &Code| {
        json!({
            "code": code.code, "description": format!("Says {}.", code.tells), "rule": code.rule(),
            "most": code.reach.words(), "headline": code.headline,
        })
    };
    json!({"codes": ALL.iter().map(entry).collect::<Vec<_>>()})
}
