//! Families of texts: which records tell of the same problem, and why.

pub mod nearest;
pub mod rows;
pub mod vectors;
pub mod words;

/// What is compared. All parts may be empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Text<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub component: &'a str,
}
