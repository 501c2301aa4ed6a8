//! Why incidents of the period have no duration: the time is missing, it stands in the wrong order, the start is not known, or they
//! are open.

use super::words::words;
use crate::analyse::mttx::values::{Metric, Reading, read};
use crate::findings::draft::{ends_unrecorded, rows_in_period};
use crate::findings::rule::Facts;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{leaders, number};

/// Why incidents have no duration.
#[derive(Default)]
pub(super) struct Gaps {
    over: u64,
    /// Their times are in the wrong order.
    pub(super) reversed: u64,
    /// The start is not stated, so that another time stands for it and no time to detect can be measured from it.
    pub(super) startless: u64,
    unclear: u64,
    open: u64,
    /// Nothing in the data has an end, so that nobody can say what is open.
    no_ends: bool,
}

impl Gaps {
    /// Of the incidents of the period.
    #[must_use]
    pub(super) fn of(facts: &Facts, metric: Metric) -> Self {
        let view = facts.data.incident_view();
        let mut gaps = Self { no_ends: ends_unrecorded(facts), ..Self::default() };
        for row in rows_in_period(&view) {
            match read(metric, &view, row) {
                Reading::Known(_) => {}
                Reading::Censored => gaps.open += 1,
                Reading::Missing if metric == Metric::Ttd && view.start_basis.get(row) != Some("stated") => {
                    gaps.startless += 1;
                }
                Reading::Missing if metric.event(&view, row).is_some() => gaps.reversed += 1,
                Reading::Missing => {
                    let status = view.status.get(row).unwrap_or("unknown");
                    let over = matches!(status, "resolved" | "closed" | "cancelled" | "merged");
                    if over || view.closed.get(row).is_some() { gaps.over += 1 } else { gaps.unclear += 1 }
                }
            }
        }
        gaps
    }

    /// " 2 incidents that are over have no end time: missing, not open; …"; nothing where none lacks it.
    #[must_use]
    pub(super) fn sentence(&self, metric: Metric) -> String {
        let time = words(metric).time;
        let mut parts = Vec::new();
        if self.over > 0 {
            let (are, have) = (agree(self.over, "is", "are"), agree(self.over, "has", "have"));
            let bare = time.trim_start_matches("an ").trim_start_matches("a ");
            parts.push(format!("{} that {are} over {have} no {bare}: missing, not open", count(self.over, "incident")));
        }
        if self.reversed > 0 {
            let has = agree(self.reversed, "has", "have");
            parts.push(format!("{} {has} times in the wrong order", count(self.reversed, "incident")));
        }
        if self.startless > 0 {
            let they = agree(self.startless, "it", "they");
            parts.push(format!("for {} nobody noted when {they} began", count(self.startless, "incident")));
        }
        if self.unclear > 0 {
            let of = agree(self.unclear, "one incident it is", "incidents it is");
            let n = if self.unclear == 1 { String::new() } else { format!("{} ", number::thousands(self.unclear)) };
            parts.push(format!("for {n}{of} not known"));
        }
        if self.open > 0 && self.no_ends {
            parts.push(format!("whether {} still open is not known", agree(self.open, "it is", "they are")));
        } else if self.open > 0 {
            let still = if metric == Metric::Ttr { "still open" } else { "still open without it" };
            parts.push(format!("{} {} {still}", number::thousands(self.open), agree(self.open, "is", "are")));
        }
        said(&parts)
    }
}

/// One sentence, or one for each part where it would be too long to read.
fn said(parts: &[String]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    let joined = capital(&parts.join("; "));
    if leaders::too_long(&joined).is_none() {
        return format!(" {joined}.");
    }
    parts.iter().map(|part| format!(" {}.", capital(part))).collect()
}
