//! Tables of how people worked together.

use super::found;
use crate::analyse::coordination::Hands;
use crate::findings::Table;
use crate::findings::draft::{self, MAX_ROWS, figures_column, words_column};
use crate::findings::rule::Facts;
use crate::text::number;
use std::cmp::Reverse;

/// Teams with fewer incidents are not set beside others.
const MIN_TEAM: u64 = 10;

/// How often incidents were handed on, by team.
pub(super) fn hands(facts: &Facts) -> Option<Table> {
    let teams = &found(facts).period.teams;
    let mut shown: Vec<&Hands> = teams.iter().filter(|hands| hands.known >= MIN_TEAM && hands.once > 0).collect();
    let key = |hands: &Hands| (hands.team.is_empty(), Reverse(hands.once), hands.team.clone());
    shown.sort_by_key(|hands| key(hands));
    // What belongs to no team is a row of its own, whatever is cut.
    let nowhere = shown.pop_if(|hands| hands.team.is_empty());
    let named = shown.len();
    shown.truncate(MAX_ROWS - usize::from(nowhere.is_some()));
    let is_cut = shown.len() < named;
    shown.extend(nowhere);
    let cells = |hands: &&Hands| {
        vec![
            if hands.team.is_empty() { "no team in the last record".to_owned() } else { hands.team.clone() },
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
        "Incidents that ended with the team, from {MIN_TEAM} on; those that were handed on came from somewhere else or passed through it. The most handed on stand first, and those without a team last, which is no ranking: a hand-over may be right. The team is that of the last record."
    );
    (rows.len() > 1).then(|| {
        let mut table = draft::table(
            "handed-on-by-team",
            "Handed on, by team that had it last",
            &note,
            columns,
            rows,
            "data/incidents.csv",
        );
        table.more = if is_cut { "data/incidents.csv".to_owned() } else { String::new() };
        table
    })
}
