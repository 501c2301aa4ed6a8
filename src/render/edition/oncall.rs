//! For on-call leads: who needs rest, which pages to stop, how the roster must change. One page to hold a meeting with;
//! names stand in it only where they were asked for.

use super::{BEFORE_ALL, Edition, Step};

pub const ONCALL: Edition = Edition {
    id: "oncall",
    title: "On-call review",
    brief: false,
    headlines: 0,
    exhibits: 0,
    unknowns: 0,
    evidence: 0,
    trail: false,
    steps: &[
        BEFORE_ALL,
        Step { id: "decide", title: "To decide", codes: &[("oncall.decide", 4)], exhibits: &[], tables: &[] },
        Step {
            id: "verdict",
            title: "Calm, strained or over the line",
            codes: &[("load.verdict", 1), ("load.interruptions", 1)],
            exhibits: &[],
            tables: &["load-verdict"],
        },
        Step {
            id: "shifts",
            title: "Shifts",
            codes: &[
                ("load.per-shift", 1),
                ("load.time-on-call", 1),
                ("overlap.rotations", 1),
                ("overlap.above-capacity", 1),
                ("coordination.passed-on", 1),
                ("coordination.outlasted-shift", 1),
            ],
            exhibits: &["incidents-per-shift"],
            tables: &["load-by-rotation"],
        },
        Step {
            id: "nights",
            title: "Nights",
            codes: &[("load.nights", 1), ("oncall.left-until-morning", 1), ("oncall.mild-pages", 1), ("load.flags", 1)],
            exhibits: &["interruptions-by-hour", "disturbed-nights"],
            tables: &[],
        },
        Step {
            id: "waking",
            title: "What wakes people",
            codes: &[("oncall.waking-problems", 1)],
            exhibits: &[],
            tables: &["waking-problems", "night-pages-by-rotation", "night-pages-by-service"],
        },
        Step {
            id: "roster",
            title: "The roster",
            codes: &[
                // All rotations taken together suppose that anybody on call takes anything.
                ("overlap.rotation-staffing|overlap.staffing", 1),
                ("overlap.divided-attention", 1),
                ("load.pulled-in", 1),
                ("load.early-warning", 1),
            ],
            exhibits: &["demand-capacity"],
            tables: &["staffing-by-rotation|staffing"],
        },
        Step { id: "storms", title: "Storms", codes: &[("overlap.storm", 3)], exhibits: &[], tables: &[] },
        Step {
            id: "promised",
            title: "What was promised and is overdue",
            codes: &[("follow-through.overdue", 1)],
            exhibits: &[],
            tables: &["actions-by-area"],
        },
        Step {
            id: "changed",
            title: "What changed",
            codes: &[("oncall.changed", 2)],
            exhibits: &[],
            tables: &["interruptions-by-quarter"],
        },
    ],
    named: true,
    markdown: include_str!("../../templates/steps.md"),
    html: include_str!("../../templates/steps.html"),
};
