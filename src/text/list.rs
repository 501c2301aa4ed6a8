//! Enumerations.

use crate::text::number::thousands;

/// "a", "a and b", "a, b and c". Empty for no items.
#[must_use]
pub fn and<S: AsRef<str>>(items: &[S]) -> String {
    join(items.iter().map(AsRef::as_ref).map(str::to_owned).collect())
}

/// At most `most` items by name, the rest as a number: "a, b and 4 more".
///
/// A single item is never hidden behind "1 more", which would be no shorter than naming it.
#[must_use]
pub fn and_more<S: AsRef<str>>(items: &[S], most: usize) -> String {
    let hidden = items.len().saturating_sub(most);
    if hidden <= 1 {
        return and(items);
    }
    let mut parts: Vec<String> = items.iter().take(most).map(AsRef::as_ref).map(str::to_owned).collect();
    parts.push(format!("{}{}", thousands(hidden as u64), if most == 0 { "" } else { " more" }));
    join(parts)
}

fn join(mut parts: Vec<String>) -> String {
    match (parts.pop(), parts.is_empty()) {
        (None, _) => String::new(),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} and {last}", parts.join(", ")),
    }
}
