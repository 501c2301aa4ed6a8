//! Retroscope: cross-incident reviews from the exports an organisation already has.

pub mod analyse;
pub mod cli;
pub mod demo;
pub mod findings;
pub mod frame;
pub mod ingest;
pub mod link;
pub mod model;
pub mod normalise;
pub mod render;
pub mod settings;
pub mod stats;
pub mod text;
