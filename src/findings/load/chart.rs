//! The heat map of interruptions by local weekday and hour.

use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::{Exhibit, Figure};
use crate::model::hours::HourClass;
use crate::text::plural::count;
use crate::text::{date, number};

/// Share of the hours of a week that are of these classes: what would fall into them if hours made no difference.
#[must_use]
pub fn share_of_hours(facts: &Facts, classes: &[HourClass]) -> String {
    let cells = &facts.results.load.cell_classes;
    let own = cells.iter().filter(|cell| classes.iter().any(|class| class.code() == **cell)).count();
    number::share(own as u64, cells.len() as u64)
}

/// Interruptions by local weekday and hour; nothing without pages or with too few people.
#[must_use]
pub fn exhibit(facts: &Facts) -> Option<Exhibit> {
    let load = &facts.results.load;
    let classes = load.period.classes;
    if !load.known || classes.total() == 0 || !enough(facts) {
        return None;
    }
    let window = facts.data.periods.current.window;
    let span = date::range(window.start, window.end, zone(&facts.data.periods));
    let outside = classes.off + classes.sleep;
    let headline = if classes.total() < number::SMALLEST_PERCENT_BASE {
        format!("{} interruptions came outside working hours", number::share(outside, classes.total()))
    } else {
        format!(
            "{} of interruptions came outside working hours, {} in sleep hours",
            number::share(outside, classes.total()),
            number::share(classes.sleep, classes.total())
        )
    };
    Some(Exhibit {
        id: "interruptions-by-hour".to_owned(),
        alt: format!("Heat map of interruptions by local weekday and hour, {span}. {headline}."),
        headline,
        subtitle: format!(
            "Interruptions by local weekday and hour of the person paged, {span}; {} of all hours lie outside working hours, {} are sleep hours",
            share_of_hours(facts, &[HourClass::Off, HourClass::Sleep]),
            share_of_hours(facts, &[HourClass::Sleep])
        ),
        footer: format!(
            "n = {}; profile {}; numbers in charts/interruptions-by-hour.csv",
            count(classes.total(), "interruption"),
            facts.data.profile.name
        ),
        figure: Figure::HourWeek(figure::HourWeek {
            unit: "interruptions".to_owned(),
            cells: load.cells.iter().map(|&n| n as f64).collect(),
            classes: load.cell_classes.iter().map(|&c| c.to_owned()).collect(),
        }),
    })
}
