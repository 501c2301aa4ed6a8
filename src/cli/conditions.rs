//! `--fail-on`: the codes that it may name, and whether a report holds one of them.

use crate::cli::Failure;
use crate::pipeline::{Grade, Review, codes};

/// Checks the codes before anything is read: a misspelt one would never hold, and nobody would notice.
///
/// # Errors
/// A code that no claim has; the hint names the nearest, or those that begin alike.
pub(super) fn check(asked: &[String]) -> Result<(), Failure> {
    let Some(strange) = asked.iter().find(|code| codes::find(code).is_none()) else { return Ok(()) };
    let what = format!("watch for \"{strange}\": no claim has this code");
    let section = strange.split(['.', '/']).next().unwrap_or("").trim().to_lowercase();
    let alike: Vec<&str> = codes::ALL.iter().filter(|code| code.section() == section).map(|code| code.code).collect();
    let hint = match (codes::nearest(strange), alike.as_slice()) {
        (Some(near), _) => format!("the nearest code is {}, which says {}", near.code, near.tells),
        (None, []) => {
            let mut sections: Vec<&str> = codes::ALL.iter().map(codes::Code::section).collect();
            sections.dedup();
            format!("codes begin with {}; `retroscope explain --codes` lists them all", sections.join(", "))
        }
        (None, alike) => format!("codes that begin like it are {}", alike.join(", ")),
    };
    Err(Failure::new(what, hint))
}

/// Whether the report holds a claim with one of the codes or ids that says more than that it cannot be assessed.
pub(super) fn holds(review: &Review, asked: &[String]) -> bool {
    let claims = review.findings.claims.iter().filter(|c| c.grade != Grade::NotAssessable);
    claims.into_iter().any(|c| asked.iter().any(|code| c.code == *code || c.id == *code))
}
