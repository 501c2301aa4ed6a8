//! Tables of how people worked together.

use super::found;
use crate::analyse::coordination::Hands;
use crate::findings::Table;
use crate::findings::draft::{self, figures_column, words_column};
use crate::findings::rule::Facts;
use crate::text::number;
use std::cmp::Reverse;

/// Teams with fewer incidents are not set beside others.
const MIN_TEAM: u64 = 10;

/// How often incidents were handed on, by team.
pub(super) fn hands(facts: &Facts) -> Option<Table> {
    let teams = &found(facts).period.teams;
    let mut shown: Vec<&Hands> = teams.iter().filter(|hands| hands.known >= MIN_TEAM && hands.once > 0).collect();
    shown.sort_by(|a, b| (Reverse(a.once), &a.team).cmp(&(Reverse(b.once), &b.team)));
    let cells = |hands: &&Hands| {
        vec![
            hands.team.clone(),
            number::thousands(hands.known),
            number::thousands(hands.once),
            number::share(hands.once, hands.known),
            number::thousands(hands.often),
        ]
    };
    let rows: Vec<Vec<String>> = shown.iter().map(cells).collect();
    let often = format!("{} times or more", found(facts).params.many_hands);
    let figures = ["incidents", "handed on", "share", often.as_str()].map(figures_column);
    let columns = std::iter::once(words_column("team")).chain(figures).collect();
    let note = format!(
        "Incidents that ended with the team, from {MIN_TEAM} on: those that were handed on came from somewhere else or passed through it. No ranking of teams."
    );
    (rows.len() > 1).then(|| {
        draft::table(
            "handed-on-by-team",
            "Handed on, by team that had it last",
            &note,
            columns,
            rows,
            "data/incidents.csv",
        )
    })
}
