//! One file per reason to believe that two records describe one incident.

pub mod alert_keys;
pub mod content;
pub mod flags;
pub mod mentions;
pub mod merges;
pub mod near;
pub mod outage;
pub mod references;
pub mod versions;
