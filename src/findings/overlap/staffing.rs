//! How much would be above with so many people on call next quarter.

use crate::analyse::overlap::staffing::{Demand, QUARTER, Staffed, Staffing};
use crate::findings::draft::{self, figures_column, length, numbers};
use crate::findings::overlap::bare_hours;
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table, TableColumn};
use crate::text::duration;
use crate::text::number;
use crate::text::plural::count_of;

/// More open at once than this are a queue of tickets, and not the work of people on call.
const QUEUE: u32 = 50;

/// The simulation; nothing where no export says who was on call or who took part: how long incidents stay open says nothing
/// of how many people they take.
fn known<'a>(facts: &'a Facts) -> Option<&'a Staffing> {
    let staffing = facts.results.overlap.staffing.as_ref()?;
    let has_people = facts.data.has_shifts || facts.data.involvements.height() > 0;
    let is_known = has_people && staffing.peak <= QUEUE;
    (is_known || staffing.demand == Demand::Work).then_some(staffing)
}

/// The claim, where there are weeks enough to draw from.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let staffing = known(facts)?;
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
        "A quarter whose weeks are like those of {} may have more {} than people {}.",
        claim.period,
        demand(staffing),
        parts.join(", and ")
    );
    claim.sentence.push_str(&as_it_was(facts, staffing));
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

/// Where more incidents were open than people on call, and the demand is work: why one is not the other.
fn as_it_was(facts: &Facts, staffing: &Staffing) -> String {
    let above = facts.results.overlap.capacity.as_ref().map_or(0, |c| c.above);
    if staffing.demand == Demand::Incidents || above == 0 {
        return String::new();
    }
    format!(
        " An open incident need not have anybody at work on it: more incidents than people on call were open for {} {}.",
        duration::hours(above as f64 / 1_000.0),
        draft::in_period(facts)
    )
}

fn demand(staffing: &Staffing) -> &'static str {
    match staffing.demand {
        Demand::Work => "pieces of work on incidents at once",
        Demand::Incidents => "incidents open",
    }
}

/// What draws from weeks without any are: no range from nothing to nothing.
pub const NONE_SEEN: &str = "none in the weeks drawn from";
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

/// "for about 29 hours (plausible 12–61) with 2 people on call". Draws from weeks that have none of it say no more than that.
fn part(row: &Staffed) -> String {
    if row.range[1] <= 0.0 {
        let people = count_of(row.people.into(), "person", "people");
        return format!("at no time with {people} on call, as in all the weeks drawn from");
    }
    format!(
        "for about {} (plausible {}–{}) with {} on call",
        duration::hours(row.median / 1_000.0),
        bare_hours(row.range[0]),
        bare_hours(row.range[1]),
        count_of(row.people.into(), "person", "people")
    )
}

/// " With the roster as it was, which changes, more incidents …": a fixed number of people is not the roster.
fn roster_as_it_was(facts: &Facts) -> String {
    let Some(capacity) = facts.results.overlap.capacity.as_ref() else { return String::new() };
    let above = match capacity.above {
        0 => "at no time".to_owned(),
        above => format!("for {}", duration::hours(above as f64 / 1_000.0)),
    };
    format!(
        " Each row supposes the same number of people at all times; with the roster as it was, more incidents than people on call were open {above} in the whole period."
    )
}

/// Every number of people that was tried.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let staffing = known(facts)?;
    let seconds = |ms: f64| ms / 1_000.0;
    let is_work = staffing.demand == Demand::Work;
    let rows = staffing.rows.iter().map(|row| {
        let now = if staffing.now == Some(row.people) { " (now, most of the time)" } else { "" };
        let open = is_work.then(|| length(seconds(row.open as f64)));
        let cells = [format!("{}{now}", row.people)].into_iter().chain(open);
        let drawn = [
            length(seconds(row.observed as f64)),
            if row.range[1] > 0.0 { length(seconds(row.median)) } else { NONE_SEEN.to_owned() },
            if row.range[1] > 0.0 {
                format!("{} to {}", length(seconds(row.range[0])), length(seconds(row.range[1])))
            } else {
                "–".to_owned()
            },
        ];
        cells.chain(drawn).collect()
    });
    let what = if is_work { "work" } else { "incidents" };
    let open = is_work.then(|| "more incidents open in the period".to_owned());
    let drawn = ["in the period", "in a quarter like it"].map(|when| format!("more {what} {when}"));
    let last = ["95 of 100 draws".to_owned()];
    let columns = ["people on call".to_owned()].into_iter().chain(open).chain(drawn).chain(last);
    let columns: Vec<TableColumn> = columns.map(|name| figures_column(&name)).collect();
    let note = format!(
        "Time with more {} than people, in the {} whole weeks of the period and in quarters of {QUARTER} weeks drawn from them.{}",
        demand(staffing),
        staffing.weeks,
        roster_as_it_was(facts)
    );
    Some(draft::table("staffing", "With so many people on call", &note, columns, rows.collect(), "findings.json"))
}
