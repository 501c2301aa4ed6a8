//! How much would be above with so many people on call next quarter.

use crate::analyse::overlap::staffing::{Demand, QUARTER, Staffed, Staffing};
use crate::findings::draft::{self, figures_column, length, numbers};
use crate::findings::overlap::bare_hours;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::text::duration;
use crate::text::number;
use crate::text::plural::count_of;

/// The claim, where there are weeks enough to draw from.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let staffing = facts.results.overlap.staffing.as_ref()?;
    let told = told(staffing);
    // Where even the fewest have nothing above them, there is nothing to weigh.
    if told.first().is_none_or(|row| row.range[1] <= 0.0) {
        return None;
    }
    let mut claim = draft::claim(facts, "overlap.staffing", "");
    // A model statement is never more than a weak signal.
    claim.grade = Grade::Weak;
    claim.basis = Basis::Inferred;
    claim.method = format!(
        "{} draws of {QUARTER} weeks from the {} whole weeks of the period; time with more {} than people.",
        number::thousands(staffing.draws),
        staffing.weeks,
        demand(staffing)
    );
    claim.n = Some(staffing.weeks as u64);
    claim.coverage = (staffing.demand == Demand::Work).then_some(staffing.coverage);
    let parts: Vec<String> = told.iter().map(part).collect();
    claim.sentence = format!(
        "A quarter whose weeks are like those of {} may have more {} than people for {}.",
        claim.period,
        demand(staffing),
        parts.join(", and for ")
    );
    claim.caveats.push(
        "This assumes that next quarter's weeks are like these, that anyone on call can take any incident, and that incidents last as long with more people.".to_owned(),
    );
    if staffing.demand == Demand::Incidents {
        claim.caveats.push("Who worked on what and when is not known for most incidents, so each open incident counts as one person's work.".to_owned());
    }
    let hours = |ms: f64| ms / 3_600_000.0;
    for row in &told {
        let n = row.people;
        let entries = [
            (format!("hours_above_{n}"), hours(row.median)),
            (format!("hours_above_{n}_lo"), hours(row.range[0])),
            (format!("hours_above_{n}_hi"), hours(row.range[1])),
        ];
        claim.numbers.extend(entries);
    }
    numbers(
        &mut claim,
        [
            ("on_call_now", staffing.now.map(f64::from)),
            ("peak", Some(f64::from(staffing.peak))),
            ("draws", Some(staffing.draws as f64)),
        ],
    );
    claim.interval = told.first().map(|row| row.range.map(hours));
    Some(claim)
}

fn demand(staffing: &Staffing) -> &'static str {
    match staffing.demand {
        Demand::Work => "pieces of work on incidents at once",
        Demand::Incidents => "incidents open",
    }
}

/// Less than this above capacity in a quarter is as good as nothing.
const LITTLE: f64 = 3_600_000.0;

/// Today's number of people and one more, or where that is enough the next lower number that is not. The first two that
/// were tried where today's number is not known.
fn told(staffing: &Staffing) -> Vec<Staffed> {
    let rows = staffing.rows.iter().copied();
    let Some(now) = staffing.now else { return rows.take(2).collect() };
    let is_enough = rows.clone().any(|r| r.people == now && r.median < LITTLE);
    let below = rows.clone().filter(|r| is_enough && r.people < now && r.median >= LITTLE).map(|r| r.people).max();
    rows.filter(|r| r.people == now || Some(r.people) == below || !is_enough && r.people == now + 1).collect()
}

/// "about 29 hours (plausible 12–61) with 2 people on call".
fn part(row: &Staffed) -> String {
    format!(
        "about {} (plausible {}–{}) with {} on call",
        duration::hours(row.median / 1_000.0),
        bare_hours(row.range[0]),
        bare_hours(row.range[1]),
        count_of(row.people.into(), "person", "people")
    )
}

/// Every number of people that was tried.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let staffing = facts.results.overlap.staffing.as_ref()?;
    let seconds = |ms: f64| ms / 1_000.0;
    let rows = staffing.rows.iter().map(|row| {
        vec![
            format!("{}{}", row.people, if staffing.now == Some(row.people) { " (as now)" } else { "" }),
            length(seconds(row.observed as f64)),
            length(seconds(row.median)),
            format!("{} to {}", length(seconds(row.range[0])), length(seconds(row.range[1]))),
        ]
    });
    let columns =
        ["people on call", "above in the period", "above in a quarter like it", "95 of 100 draws"].map(figures_column);
    let note = format!(
        "Time with more {} than people, in the {} whole weeks of the period and in quarters of {QUARTER} weeks drawn from them.",
        demand(staffing),
        staffing.weeks
    );
    Some(draft::table(
        "staffing",
        "With so many people on call",
        &note,
        columns.into(),
        rows.collect(),
        "findings.json",
    ))
}
