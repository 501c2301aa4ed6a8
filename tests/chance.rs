//! What a report must not say of chance: the cases of `cases/truth`, and further ones of each kind with other numbers.
//! Each further one is drawn from a named random stream and goes through the whole pipeline, as a CSV file would.

pub(crate) mod alarms;
pub(crate) mod made;
mod noise;
mod ranks;
mod severity;
mod weeks;
pub(crate) mod worlds;

pub(crate) use made::{Made, in_headlines, is_evidence, quarters, reviewed, second, told};

use retroscope::findings::Findings;
use std::path::Path;

/// One of the cases that were found by hand.
fn case(name: &str) -> Findings {
    reviewed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/truth").join(name).join("in"))
}
