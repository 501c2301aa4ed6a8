//! The problems that recur in the period as one table for those who decide what is solved for real.

use crate::analyse::recurrence::Family;
use crate::findings::Table;
use crate::findings::draft::{figures_column, quoted, table, words_column};
use crate::findings::recurrence::words::{days_down, days_up, state};
use crate::findings::recurrence::{famous, held};
use crate::findings::rule::Facts;
use crate::text::number;
use crate::text::plural::{agree, count};

/// What is not known.
const NONE: &str = "–";

/// Famous problems, and such as came back after a fix, with an incident in the period; what occurred most stands first.
#[must_use]
pub(super) fn table_of(facts: &Facts) -> Option<Table> {
    let known = famous::current(facts);
    let rows: Vec<Vec<String>> =
        famous::most_in_the_period_first(&known).into_iter().map(|family| row(facts, family)).collect();
    let columns = vec![
        words_column("problem"),
        figures_column("incidents of this period"),
        figures_column("earlier incidents"),
        figures_column("nights disturbed, in all"),
        figures_column("reached customers, in all"),
        figures_column("actions open"),
        figures_column("past their day"),
        figures_column("with an owner"),
        words_column("next within"),
        words_column("its fix"),
    ];
    let recurring = facts.results.recurrence.families.iter().filter(|f| f.recurs() && f.in_period > 0).count();
    let rest = match (recurring.saturating_sub(known.len()) as u64, known.len()) {
        (0, _) => String::new(),
        (n, _) => format!(
            " {} that occurred before and in the period {} not listed: neither often enough nor back after a fix.",
            count(n, "further problem"),
            agree(n, "is", "are")
        ),
    };
    let note = format!(
        "Incidents judged to be one problem, by links or by what they say; those that came often, or after a fix.{rest} Next within: in four cases of five, at the pace of the latest year. A dash: not on record, or of too few people to be told."
    );
    (!rows.is_empty()).then(|| {
        table("problems-to-solve", "Known problems that came again", &note, columns, rows, "data/families.csv")
    })
}

fn row(facts: &Facts, family: &Family) -> Vec<String> {
    let view = facts.data.incident_view();
    let felt = family.rows.iter().filter(|row| view.customer_facing.get(**row) == Some("yes")).count() as u64;
    let is_known = family.rows.iter().any(|row| matches!(view.customer_facing.get(*row), Some("yes" | "no")));
    let open: Vec<_> = family.follow_ups.iter().filter(|item| item.open).collect();
    let items =
        |n: usize| if facts.results.recurrence.has_follow_ups { number::thousands(n as u64) } else { NONE.to_owned() };
    let figure = |n: Option<u64>| n.map_or_else(|| NONE.to_owned(), number::thousands);
    vec![
        quoted(&family.name),
        number::thousands(family.in_period),
        number::thousands((family.rows.len() as u64).saturating_sub(family.in_period)),
        figure(family.told.disturbed_nights),
        figure(is_known.then_some(felt)),
        items(open.len()),
        items(open.iter().filter(|item| item.overdue).count()),
        items(open.iter().filter(|item| item.owner.is_some()).count()),
        family.next.map_or_else(
            || NONE.to_owned(),
            |next| format!("{}–{} days", days_down(next.low_s), number::thousands(days_up(next.high_s))),
        ),
        fix(facts, family),
    ]
}

/// What became of fixes: claimed ones first, then what was closed as fixed and came back.
fn fix(facts: &Facts, family: &Family) -> String {
    match state(family.state) {
        told if told.is_empty() => NONE.to_owned(),
        told if told == "tolerated" => {
            held::closed_in_short(facts, family).unwrap_or_else(|| "none on record".to_owned())
        }
        told => told,
    }
}
