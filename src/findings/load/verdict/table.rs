//! The parts of every rotation beside the lines, as a table; of every team only where no rotation is judged. A team that is
//! judged over all its rotations together halves its shares with each one that nobody pages.

use super::{kind, lines, share, verdicts};
use crate::analyse::load::params::Lines;
use crate::analyse::load::verdict::{LoadParts, OnCallUnit};
use crate::findings::Table;
use crate::findings::draft::{figures_column, table, words_column};
use crate::findings::load::flags;
use crate::findings::load::hangs::{open_share, share as share_of_time, word};
use crate::findings::rule::Facts;
use crate::findings::words::guarded;
use crate::text::{clip, number};

/// The parts of every rotation, or team, beside the lines. Incidents are given for all, the rest only of those that may be
/// told of.
#[must_use]
pub fn table_of(facts: &Facts) -> Option<Table> {
    let (all, _) = verdicts(facts)?;
    let lines = lines(facts);
    let kind = kind(all);
    let judged = if kind == "rotation" { &all.rotations } else { &all.teams };
    let mut units: Vec<(&'static str, &OnCallUnit)> = judged.iter().map(|u| (kind, u)).collect();
    let state = |u: &OnCallUnit| if u.is_shown { Some(u.parts.state(lines, 1.0)) } else { None };
    units.sort_by(|(k, a), (l, b)| k.cmp(l).then(state(b).cmp(&state(a))).then_with(|| a.name.cmp(&b.name)));
    let mut rows = vec![line_row("over the line from", lines, 1.0), line_row("strained from", lines, 0.5)];
    rows.extend(cells_of(facts, &units));
    let columns = [
        "incidents",
        "shifts over",
        "red weeks in a row",
        "time above",
        "heavy person-weeks",
        "mild night pages",
        "time open above",
    ];
    let words = [kind, "verdict"].into_iter().map(words_column);
    let last = ["at half the lines", "at double"].into_iter().map(words_column);
    let params = &facts.results.load.params;
    let note = "The first two rows are the lines. Shifts over: more incidents than the reference reached somebody. A red week: somebody had as many disturbed nights as the line asks for. Time above: more incidents of its own worked on at once than people on call, or open where work is on record for less than half of them; time open above: more of them open, whether or not anybody worked on them. Heavy: with as many flags as the line asks for. Mild: of a low severity, or nobody acted before morning. Small ones are not judged, nor are others by which a total would give them away.";
    let note = format!("{note} The six flags of a person's week: {}.", flags::names(params).join("; "));
    Some(table(
        "load-verdict",
        "Calm, strained or over the line: the parts beside the lines",
        &note,
        words.chain(columns.into_iter().map(figures_column)).chain(last).collect(),
        rows,
        "data/shifts.csv, which --people writes",
    ))
}

fn line_row(name: &str, lines: &Lines, times: f64) -> Vec<String> {
    let signs = times < 1.0;
    let sign = |text: String| if signs { text } else { "–".to_owned() };
    vec![
        name.to_owned(),
        String::new(),
        String::new(),
        format!("more than {}", share(lines.shifts * times)),
        format!("{}, {} of people", lines.weeks, share(lines.people * times)),
        format!("more than {}", share(lines.above * times)),
        sign(number::thousands(lines.flagged_weeks)),
        sign(format!("{}, {}", share(lines.mild), number::thousands(lines.mild_pages))),
        sign(format!("more than {}", share(lines.above))),
        String::new(),
        String::new(),
    ]
}

/// The rows of the units. Heavy weeks, of which each is one person's, are guarded: totals over everybody stand in other
/// sentences. Shifts are no people, and stand as they are wherever the unit may be told of.
fn cells_of(facts: &Facts, units: &[(&'static str, &OnCallUnit)]) -> Vec<Vec<String>> {
    let guard = |kind: &str, of: fn(&LoadParts) -> u64| {
        let counts = units.iter().filter(|(k, _)| *k == kind).map(|(_, unit)| (of(&unit.parts), unit.is_shown));
        guarded(&counts.collect::<Vec<_>>())
    };
    let both = |of: fn(&LoadParts) -> u64| [guard("rotation", of), guard("team", of)].concat();
    let heavy = both(|p| p.flagged_weeks);
    units.iter().zip(heavy).map(|((kind, unit), heavy)| row(facts, (kind, unit), heavy)).collect()
}

/// `heavy` are the heavy person-weeks in words; nothing where the unit is not shown.
fn row(facts: &Facts, (kind, unit): (&str, &OnCallUnit), heavy: Option<String>) -> Vec<String> {
    let lines = lines(facts);
    let (parts, incidents) = (&unit.parts, number::thousands(unit.rows.len() as u64));
    let name = clip::truncate(&unit.name, 60);
    let name = if kind == "team" { format!("{name} (team)") } else { name };
    let Some(heavy) = heavy else {
        let hidden = || "not shown".to_owned();
        let mut cells = vec![name, hidden(), incidents];
        cells.extend(std::iter::repeat_with(hidden).take(8));
        return cells;
    };
    let of = |part: u64, whole: u64| format!("{} of {}", number::thousands(part), number::thousands(whole));
    vec![
        name,
        word(parts.state(lines, 1.0)).to_owned(),
        incidents,
        of(parts.over, parts.shifts),
        number::thousands(parts.red_run),
        share_of_time(facts, parts),
        heavy,
        of(parts.mild, parts.night_pages),
        open_share(facts, parts),
        word(parts.state(lines, 0.5)).to_owned(),
        word(parts.state(lines, 2.0)).to_owned(),
    ]
}
