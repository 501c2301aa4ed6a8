//! How numbers, times and lists read in English, and how titles are compared. Knows nothing about incidents.
//!
//! What is written anywhere passes through `visible`, tables through `rows` and JSON through `json`.
//!
//! Every figure that a person reads passes through here, so that the same figure is spelt the same way in all editions.
//! No function depends on the locale, the clock or the machine's zone.

pub mod blame;
pub mod cell;
pub mod clip;
pub mod comparison;
pub mod date;
pub mod duration;
pub mod fold;
pub mod json;
pub mod leaders;
pub mod lint;
pub mod list;
pub mod machine;
pub mod number;
pub mod plural;
pub mod prose;
pub mod rows;
pub mod sentence;
pub mod tokens;
pub mod units;
pub mod visible;
pub mod wording;
