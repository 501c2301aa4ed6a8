//! Where actions are past their day: by team or service, never by person.

use crate::analyse::follow_through::items::{Item, titles};
use crate::analyse::promise::State;
use crate::findings::draft::{claim, evidence, figures_column, numbers, table as cut, words_column};
use crate::findings::follow_through::{MORE, day, here, overdue};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Areas named in the sentence.
const NAMED: usize = 3;

/// What is counted per area.
#[derive(Default)]
struct Counts<'a> {
    agreed: u64,
    items: Vec<&'a Item>,
    done: u64,
    late: u64,
    before: u64,
    overdue: u64,
    /// Open ones, whenever they were agreed, and those of them without a day.
    open: u64,
    undated: u64,
}

impl Counts<'_> {
    /// How many are past their day; of open actions without a day nobody can say that none is.
    fn past(&self) -> String {
        if is_untold(self.overdue, self.open, self.undated) {
            "not known".to_owned()
        } else {
            number::thousands(self.overdue)
        }
    }
}

/// Whether none of these being late is no fact: most have no day.
fn is_untold(late: u64, open: u64, undated: u64) -> bool {
    late == 0 && 2 * undated > open
}

/// Of which it may be asked whether it is late.
fn is_open(item: &Item) -> bool {
    matches!(item.state, State::Open | State::Unstated)
}

/// Teams where at least half of the actions have one, else services.
pub(super) fn by(facts: &Facts) -> &'static str {
    let view = facts.data.incident_view();
    let items = &facts.results.follow_through.items;
    let with = items.iter().filter(|item| is_named(view.team.get(item.row))).count();
    if 2 * with >= items.len() { "team" } else { "service" }
}

fn is_named(name: Option<&str>) -> bool {
    name.is_some_and(|name| !name.is_empty())
}

/// Name of that area, where one is recorded.
pub(super) fn area<'a>(view: &IncidentView<'a>, by: &str, item: &Item) -> Option<&'a str> {
    let row = item.row;
    let name = if by == "team" { view.team.get(row) } else { view.service.get(row) };
    name.filter(|name| !name.is_empty())
}

/// Areas with what is counted of them: most past their day first, then most agreed, then by name; without a name last.
fn counted<'a>(facts: &'a Facts<'a>, by: &str) -> Vec<(Option<&'a str>, Counts<'a>)> {
    let view = facts.data.incident_view();
    let before = &facts.results.follow_through.before;
    let mut areas: BTreeMap<Option<&str>, Counts<'a>> = BTreeMap::new();
    for (at, item) in here(facts) {
        let counts = areas.entry(area(&view, by, item)).or_default();
        counts.agreed += 1;
        counts.items.push(item);
        counts.done += u64::from(item.state == State::Done);
        counts.late += u64::from(item.late);
        counts.before += u64::from(before[at].is_some());
    }
    for item in overdue(facts) {
        areas.entry(area(&view, by, item)).or_default().overdue += 1;
    }
    for item in facts.results.follow_through.items.iter().filter(|item| is_open(item)) {
        // An area with nothing of this period and nothing late has no row.
        if let Some(counts) = areas.get_mut(&area(&view, by, item)) {
            counts.open += 1;
            counts.undated += u64::from(item.due.is_none());
        }
    }
    let mut areas: Vec<(Option<&str>, Counts<'a>)> = areas.into_iter().collect();
    areas.sort_by(|a, b| {
        (a.0.is_none(), b.1.overdue, b.1.agreed, a.0).cmp(&(b.0.is_none(), a.1.overdue, a.1.agreed, b.0))
    });
    areas
}

/// Which areas have actions past their day.
#[must_use]
pub(super) fn late(facts: &Facts) -> Option<Claim> {
    let (late, by) = (overdue(facts), by(facts));
    let dated = facts.results.follow_through.items.iter().filter(|item| item.due.is_some()).count() as u64;
    if dated == 0 {
        return None;
    }
    let mut claim = claim(facts, "follow-through.overdue", "");
    claim.basis = Basis::Observed;
    claim.method = format!("Open actions whose day was over when the exports were made, by {by} of their incidents.");
    let n = late.len() as u64;
    claim.n = Some(dated);
    claim.sentence = sentence(facts, &late, by);
    // Of actions without a day nobody can say that they are late, so that none late is no fact where most have none.
    let open = || facts.results.follow_through.items.iter().filter(|item| is_open(item));
    let (all, undated) = (open().count() as u64, open().filter(|item| item.due.is_none()).count() as u64);
    if is_untold(n, all, undated) {
        claim.grade = Grade::NotAssessable;
        claim.sentence = match all {
            1 => "Whether the one open action is past its day cannot be said: it has no due day.".to_owned(),
            _ => format!(
                "Whether an action is past its day cannot be said: {} of {} open actions {} no due day.",
                number::thousands(undated),
                number::thousands(all),
                agree(undated, "has", "have")
            ),
        };
    }
    let unowned = late.iter().filter(|item| !item.owned).count() as u64;
    numbers(
        &mut claim,
        [
            ("overdue", Some(n as f64)),
            ("with_a_day", Some(dated as f64)),
            ("overdue_without_owner", Some(unowned as f64)),
        ],
    );
    claim.weight = n as f64;
    let rows: BTreeSet<IncidentIx> = late.iter().map(|item| item.row).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

fn sentence(facts: &Facts, late: &[&Item], by: &str) -> String {
    let n = late.len() as u64;
    let Some(first) = late.first() else {
        let undated = facts.results.follow_through.items.iter().filter(|item| is_open(item) && item.due.is_none());
        return match undated.count() as u64 {
            0 => "No action is past its day.".to_owned(),
            n => format!(
                "No open action with a due day is past it; {} {} none.",
                number::thousands(n),
                agree(n, "has", "have")
            ),
        };
    };
    let areas = counted(facts, by);
    let named: Vec<String> = areas
        .iter()
        .filter(|(name, counts)| name.is_some() && counts.overdue > 0)
        .take(NAMED)
        .filter_map(|(name, counts)| Some(format!("{} in {}", number::thousands(counts.overdue), (*name)?)))
        .collect();
    let told: u64 = areas.iter().filter(|(name, _)| name.is_some()).take(NAMED).map(|(_, c)| c.overdue).sum();
    let mut parts = named;
    if told < n && !parts.is_empty() {
        parts.push(format!("{} elsewhere", number::thousands(n - told)));
    }
    let split = if parts.is_empty() { String::new() } else { format!(": {}", list::and(&parts)) };
    let mut text =
        format!("{} {} past {} day{split}.", count(n, "action"), agree(n, "is", "are"), agree(n, "its", "their"));
    let due = day(facts, first.due);
    text.push_str(&match n {
        1 => format!(" It was due on {due}."),
        _ => format!(" The longest has been due since {due}."),
    });
    let unowned = late.iter().filter(|item| !item.owned).count() as u64;
    if unowned > 0 {
        text.push_str(&match n {
            1 => " It has no owner on record.".to_owned(),
            _ => format!(" {} {} no owner on record.", number::thousands(unowned), agree(unowned, "has", "have")),
        });
    }
    text
}

/// What was agreed and is late, by area.
#[must_use]
pub(super) fn table(facts: &Facts) -> Option<Table> {
    let by = by(facts);
    let figure = number::thousands;
    let rows: Vec<Vec<String>> = counted(facts, by)
        .into_iter()
        .map(|(name, counts)| {
            let name = name.map_or_else(|| format!("no {by} recorded"), str::to_owned);
            let different = titles(counts.items.iter().copied());
            let figures = [counts.agreed, different, counts.done, counts.late, counts.before].map(figure);
            [name].into_iter().chain(figures).chain([counts.past()]).collect()
        })
        .collect();
    let columns = vec![
        words_column(by),
        figures_column("agreed"),
        figures_column("different titles"),
        figures_column("done"),
        figures_column("done late"),
        figures_column("agreed before"),
        figures_column("overdue"),
    ];
    let note = "Actions that were agreed in the period and what became of them; overdue counts those of earlier quarters too. It says where time for promised work is missing, not who is good at it.";
    (!rows.is_empty()).then(|| cut("actions-by-area", "Promised actions by area", note, columns, rows, MORE))
}
