//! Retroscope: cross-incident reviews from the exports an organisation already has.
//!
//! `ingest → normalise → link → analyse → findings → render`, conducted by [`pipeline`]. Start there.

pub mod analyse;
pub mod cli;
pub mod compare;
pub mod demo;
pub mod families;
pub mod findings;
pub mod frame;
pub mod ingest;
pub mod inspect;
pub mod lake;
pub mod link;
pub mod model;
pub mod normalise;
pub mod par;
pub mod pipeline;
pub mod propose;
pub mod render;
pub mod report;
pub mod restate;
pub mod settings;
pub mod stats;
pub mod store;
pub mod text;
pub mod trail;
