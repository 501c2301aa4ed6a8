//! For leadership: one page, top insight first, at most three charts, no names.

use super::Edition;

pub const EXECUTIVE: Edition = Edition {
    id: "executive",
    title: "Incident review",
    brief: true,
    headlines: 4,
    exhibits: 3,
    unknowns: 4,
    evidence: 0,
    trail: false,
    steps: &[],
    named: false,
    markdown: include_str!("../../templates/executive.md"),
    html: include_str!("../../templates/executive.html"),
};
