//! How sentences begin.

/// The first letter as a capital: "Fewer than five people", "In Q3 2026".
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
