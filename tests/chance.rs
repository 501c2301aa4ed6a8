//! What a report must not say of chance: the cases of `cases/truth`, and further ones of each kind with other numbers.
//! Each further one is drawn from a named random stream and goes through the whole pipeline, as a CSV file would.

pub(crate) mod alarms;
mod counts;
pub(crate) mod made;
mod mixes;
mod moments;
mod noise;
mod open;
mod ranks;
mod severity;
mod storms;
mod together;
mod verdicts;
mod weeks;
pub(crate) mod worlds;

pub(crate) use made::{Made, quarters, second, told};

use made::{EXPORTED, from_csv, in_headlines, inputs_of, is_evidence, reviewed_at, table_of, time, told_at};
use retroscope::findings::Findings;
use std::path::Path;

/// One of the cases that were found by hand.
fn case(name: &str) -> Findings {
    case_at(name, Some(EXPORTED))
}

fn case_at(name: &str, as_of: Option<&str>) -> Findings {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/truth");
    reviewed_at(&cases.join(name).join("in"), as_of)
}
