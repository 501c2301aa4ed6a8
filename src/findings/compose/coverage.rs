//! Which fields the incidents have.

use crate::findings::Table;
use crate::findings::draft::{figures_column, table as cut, words_column};
use crate::findings::rule::Facts;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::text::number;

/// A field of an incident and how to tell whether it is known.
struct Field<'a> {
    name: &'static str,
    known: Box<dyn Fn(IncidentIx) -> bool + 'a>,
}

/// A text that says something: empty and "unknown" don't.
fn says(text: Option<&str>) -> bool {
    text.is_some_and(|t| !t.is_empty() && t != "unknown")
}

fn fields<'a>(facts: &'a Facts, view: IncidentView<'a>) -> Vec<Field<'a>> {
    let texts = |name: &str| facts.data.incident_texts(name);
    let (basis, detection) = (texts(col::START_BASIS), texts(col::DETECTION));
    let field = |name: &'static str, known: Box<dyn Fn(IncidentIx) -> bool + 'a>| Field { name, known };
    vec![
        field("title", Box::new(move |row| says(view.title.get(row)))),
        field("severity", Box::new(move |row| view.severity.get(row).is_some())),
        field("service", Box::new(move |row| says(view.service.get(row)))),
        field("team", Box::new(move |row| says(view.team.get(row)))),
        field("start stated (not taken from its detection)", Box::new(move |row| basis.get(row) == Some("stated"))),
        field("detected", Box::new(move |row| view.detected.get(row).is_some())),
        field("acknowledged", Box::new(move |row| view.acknowledged.get(row).is_some())),
        field("mitigated", Box::new(move |row| view.mitigated.get(row).is_some())),
        field("resolved", Box::new(move |row| view.resolved.get(row).is_some())),
        field("who noticed it", Box::new(move |row| says(detection.get(row)))),
        field("resolution (a field that says how it ended)", Box::new(move |row| says(view.resolution.get(row)))),
        field("whether customers noticed", Box::new(move |row| says(view.customer_facing.get(row)))),
    ]
}

/// How many included incidents have each field, in the period and in all data.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let view = facts.data.incident_view();
    let all: Vec<IncidentIx> = view.rows().filter(|&row| view.included.get(row)).collect();
    let here: Vec<IncidentIx> = all.iter().copied().filter(|&row| view.in_period.get(row)).collect();
    let rows = fields(facts, view).into_iter().map(|field| {
        let share = |rows: &[IncidentIx]| {
            let known = rows.iter().filter(|row| (field.known)(**row)).count() as u64;
            if rows.is_empty() { "–".to_owned() } else { number::share(known, rows.len() as u64) }
        };
        vec![field.name.to_owned(), share(&here), share(&all)]
    });
    let columns = vec![words_column("field"), figures_column("in the period"), figures_column("in all the data")];
    let note = "Share of the incidents that count for which the exports hold each field.";
    (!all.is_empty()).then(|| cut("field-coverage", "What is recorded", note, columns, rows.collect(), ""))
}
