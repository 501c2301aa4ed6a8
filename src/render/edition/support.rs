//! For customer support: what customers felt, what they were told and when, and what may come again. No names.

use super::{BEFORE_ALL, Edition, Step};

pub const SUPPORT: Edition = Edition {
    id: "support",
    title: "Incident review for support",
    brief: false,
    headlines: 0,
    exhibits: 0,
    unknowns: 4,
    evidence: 0,
    trail: false,
    steps: &[
        BEFORE_ALL,
        Step {
            id: "felt",
            title: "What customers felt",
            codes: &[
                ("areas.customer-facing", 1),
                ("areas.customer-change", 1),
                ("communication.noticed-by-customers", 1),
                ("communication.tickets", 1),
            ],
            exhibits: &[],
            tables: &["tickets-by-incident"],
        },
        Step {
            id: "told",
            title: "What they were told, and when",
            codes: &[("communication.first-word", 1), ("communication.silence", 1), ("communication.without-word", 1)],
            exhibits: &[],
            tables: &["untold-customers", "told-to-customers"],
        },
        Step {
            id: "again",
            title: "What may come again",
            codes: &[("recurrence.came-back", 3), ("recurrence.famous-bug", 3)],
            exhibits: &[],
            tables: &[],
        },
        Step { id: "storms", title: "Storms", codes: &[("overlap.storm", 2)], exhibits: &[], tables: &[] },
    ],
    named: false,
    markdown: include_str!("../../templates/steps.md"),
    html: include_str!("../../templates/steps.html"),
};
