//! The last report's figures, then and now: reasons add up, recounted from the tables of incidents of both reports.

mod compared;
mod planted;
mod random;
mod reasons;
mod world;
