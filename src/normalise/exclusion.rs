//! Rules by which a record is left out of statistics; the names are printed and counted in every report.

pub const PLANNED_WORK: &str = "planned-work";
pub const DRILL: &str = "drill";
pub const TEST: &str = "test";
pub const REQUEST: &str = "request";
pub const CANCELLED: &str = "not-an-incident";
