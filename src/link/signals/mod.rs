//! One file per reason to believe that two records describe one incident.

pub mod outage;
pub mod references;
pub mod versions;
