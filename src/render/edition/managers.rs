//! For engineering and product managers: where a team needs support, which known problem to solve for real, which promised
//! fixes did not happen. No names.

use super::{BEFORE_ALL, Edition, Step};

pub const MANAGERS: Edition = Edition {
    id: "managers",
    title: "Incident review for managers",
    brief: false,
    headlines: 0,
    exhibits: 0,
    unknowns: 4,
    evidence: 0,
    trail: false,
    steps: &[
        BEFORE_ALL,
        Step { id: "decide", title: "To decide", codes: &[("follow-through.decide", 4)], exhibits: &[], tables: &[] },
        Step {
            id: "solve",
            title: "Which known problems to solve for real",
            codes: &[("recurrence.break-even", 1), ("recurrence.hiding", 1)],
            exhibits: &[],
            tables: &["problems-to-solve"],
        },
        Step {
            id: "promised",
            title: "Which promised fixes did not happen",
            codes: &[
                ("recurrence.came-back", 1),
                ("recurrence.fix-held", 3),
                ("follow-through.agreed", 1),
                ("follow-through.pace", 1),
                ("follow-through.overdue", 1),
                ("follow-through.old", 1),
                ("follow-through.repeated", 1),
                ("follow-through.reviews", 1),
            ],
            exhibits: &[],
            tables: &[
                "claimed-fixes",
                "actions-by-area",
                "actions-overdue",
                "actions-close-or-do",
                "actions-agreed-before",
            ],
        },
        Step {
            id: "asked",
            title: "What became of the last asks",
            codes: &[("asks.followed-up", 1)],
            exhibits: &[],
            tables: &["asks-before"],
        },
        Step {
            id: "support",
            title: "Where a team needs support",
            codes: &[
                ("areas.most-incidents", 2),
                ("areas.ranks", 2),
                ("areas.change", 2),
                ("load.verdict", 1),
                ("load.dependence", 1),
                ("load.pulled-in", 1),
                ("coordination.handed-on", 1),
                ("coordination.not-reassessed", 1),
            ],
            exhibits: &["area-ranks"],
            tables: &["interruptions-by-team", "handed-on-by-team"],
        },
        Step {
            id: "customers",
            title: "What customers felt",
            codes: &[("areas.customer-facing", 1)],
            exhibits: &[],
            tables: &[],
        },
        Step { id: "storms", title: "Storms", codes: &[("overlap.storm", 2)], exhibits: &[], tables: &[] },
    ],
    named: false,
    markdown: include_str!("../../templates/steps.md"),
    html: include_str!("../../templates/steps.html"),
};
