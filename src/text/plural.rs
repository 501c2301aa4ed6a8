//! Counts with their nouns.

use crate::text::number::thousands;

/// "1 incident", "1,204 incidents". The noun is given in the singular and inflected by [`plural_of`].
#[must_use]
pub fn count(n: u64, singular: &str) -> String {
    count_of(n, singular, &plural_of(singular))
}

/// The same for nouns without a regular plural: `count_of(3, "person", "people")`.
#[must_use]
pub fn count_of(n: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { singular } else { plural })
}

/// The noun alone, in the number that agrees with `n`.
#[must_use]
pub fn noun(n: u64, singular: &str) -> String {
    if n == 1 { singular.to_owned() } else { plural_of(singular) }
}

/// Picks the form that agrees with `n`, for verbs and pronouns: `agree(n, "was", "were")`.
#[must_use]
pub fn agree<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// The regular English plural of the last word: boxes, batches, days, queries, incidents.
#[must_use]
pub fn plural_of(singular: &str) -> String {
    let ends_in_consonant = |stem: &&str| stem.chars().next_back().is_some_and(|c| !"aeiou".contains(c));
    if let Some(stem) = singular.strip_suffix('y').filter(ends_in_consonant) {
        return format!("{stem}ies");
    }
    let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| singular.ends_with(end));
    format!("{singular}{}", if sibilant { "es" } else { "s" })
}
