//! Of the report folder, what earlier reports are known by.

#[path = "../../../src/report/contract/mod.rs"]
pub mod contract;
