//! What customers wrote to the support desk, by incident.

use crate::findings::draft::{
    MAX_ROWS, claim, evidence, figures_column, in_period, numbers, quoted, rows_in_period, table, words_column, zone,
};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{clip, date, number, wording};
use std::cmp::Reverse;

/// Incidents of the period that customers wrote about, with how often; most first, then in the order of time.
fn written(facts: &Facts) -> Vec<(IncidentIx, u64)> {
    let Some(tickets) = &facts.data.tickets else { return Vec::new() };
    let view = facts.data.incident_view();
    let of = |row: IncidentIx| tickets.by_incident.get(&row).copied();
    let mut found: Vec<(IncidentIx, u64)> = rows_in_period(&view).filter_map(|row| Some((row, of(row)?))).collect();
    found.sort_by_key(|(row, n)| (Reverse(*n), view.started.get(*row), *row));
    found
}

/// The claim, where any desk's tickets are among the inputs.
#[must_use]
pub(super) fn state(facts: &Facts) -> Option<Claim> {
    let tickets = facts.data.tickets.as_ref()?;
    let found = written(facts);
    let view = facts.data.incident_view();
    let mut claim = claim(facts, "communication.tickets", "");
    claim.basis = Basis::Observed;
    claim.method = "Tickets of support desks that state an incident, its problem record, or a ticket of the desk that does; words are not compared.".to_owned();
    let n: u64 = found.iter().map(|(_, n)| n).sum();
    let incidents = found.len() as u64;
    claim.sentence = match found.first() {
        None => format!("No ticket of the support desk names an incident that began {}.", in_period(facts)),
        Some((row, most)) => {
            let day = view
                .started
                .get(*row)
                .map_or_else(String::new, |at| format!(" of {}", date::day(at, zone(&facts.data.periods))));
            let title = quoted(view.title.get(*row).unwrap_or_default());
            let which = if incidents == 1 {
                format!(", {title}{day}")
            } else {
                format!(", most of them ({}) about {title}{day}", number::thousands(*most))
            };
            let which = if incidents > 1 && most * 2 <= n {
                which.replace(", most of them (", ", most often (")
            } else {
                which
            };
            format!(
                "{} of the support desk {} about {} that began {}{which}.",
                count(n, "ticket"),
                agree(n, "is", "are"),
                count(incidents, "incident"),
                in_period(facts)
            )
        }
    };
    let loose = tickets.all.saturating_sub(tickets.attached);
    if loose > 0 {
        claim.sentence.push_str(&format!(
            " Of {} in all the exports, {} {} no incident on record.",
            count(tickets.all, "ticket"),
            number::thousands(loose),
            agree(loose, "names", "name")
        ));
    }
    claim.n = Some(n);
    claim.coverage = (tickets.all > 0).then(|| tickets.attached as f64 / tickets.all as f64);
    claim.weight = n as f64;
    numbers(
        &mut claim,
        [
            ("tickets", Some(n as f64)),
            ("incidents", Some(incidents as f64)),
            ("tickets_in_all", Some(tickets.all as f64)),
            ("without_incident", Some(loose as f64)),
        ],
    );
    evidence(&mut claim, &view, found.into_iter().map(|(row, _)| row));
    Some(claim)
}

/// Tickets per incident.
#[must_use]
pub(super) fn table_of(facts: &Facts) -> Option<Table> {
    let view = facts.data.incident_view();
    let row = |(row, n): &(IncidentIx, u64)| {
        let begun = view
            .started
            .get(*row)
            .map_or_else(|| "–".to_owned(), |at| date::day_and_time(at, zone(&facts.data.periods)));
        vec![
            clip::truncate(view.title.get(*row).unwrap_or_default(), 80),
            begun,
            view.severity
                .get(*row)
                .map_or_else(|| "–".to_owned(), |rank| wording::severity(u8::try_from(rank).unwrap_or(u8::MAX))),
            number::thousands(*n),
        ]
    };
    let rows: Vec<Vec<String>> = written(facts).iter().take(MAX_ROWS).map(row).collect();
    let columns =
        vec![words_column("incident"), words_column("began"), words_column("severity"), figures_column("tickets")];
    let note = "Tickets of the support desk that state the incident, its problem, or a ticket that does; most first.";
    (!rows.is_empty()).then(|| table("tickets-by-incident", "What customers wrote about", note, columns, rows, ""))
}
