//! Pages in sleep hours that nobody acted on before the morning: what they were worth.

use crate::analyse::load::asleep::Fate;
use crate::analyse::load::pages::Page;
use crate::findings::draft::{claim, evidence, in_period, numbers};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Grade};
use crate::text::number;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use std::collections::BTreeSet;

const UNKNOWN: &str = "Whether pages in sleep hours were acted on before the morning: no export says what people did. The pager's log entries would tell.";

/// The claim and what to export where it cannot be made; nothing for too few people and without a page in sleep hours.
#[must_use]
pub fn state(facts: &Facts, fates: &[(Page, Fate)]) -> Option<(Claim, Option<String>)> {
    if !facts.results.load.known || !enough(facts) || fates.is_empty() {
        return None;
    }
    let mut claim = claim(facts, "oncall.left-until-morning", "");
    claim.method = "Pages in the sleep hours of the person paged. Acted on: somebody acknowledged the incident or worked on it between the page and the end of those sleep hours. Work that left no trace in a tool is not seen.".to_owned();
    let total = fates.len() as u64;
    claim.n = Some(total);
    if facts.data.engagements.height() == 0 {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "Whether the {} in sleep hours {} were acted on before the morning cannot be said: no export says what people did.",
            count(total, "page"),
            in_period(facts)
        );
        return Some((claim, Some(UNKNOWN.to_owned())));
    }
    let of = |wanted: Fate| fates.iter().filter(|(_, fate)| *fate == wanted).count() as u64;
    let (acted, passed, left) = (of(Fate::Acted), of(Fate::Passed), of(Fate::Left));
    claim.sentence = sentence(facts, total, [acted, passed, left]);
    if passed + left > 0 {
        claim.lead = if 10 * acted >= 9 * total {
            let [acted, total] = [acted, total].map(number::thousands);
            format!("Nearly every page at night was acted on ({acted} of {total}).")
        } else {
            "Not every page at night was acted on.".to_owned()
        };
    }
    numbers(
        &mut claim,
        [
            ("pages_in_sleep_hours", Some(total as f64)),
            ("acted_on", Some(acted as f64)),
            ("over_by_themselves", Some(passed as f64)),
            ("left_until_morning", Some(left as f64)),
        ],
    );
    claim.weight = (passed + left) as f64;
    let rows: BTreeSet<u32> = fates.iter().filter(|(_, f)| *f != Fate::Acted).map(|(p, _)| p.incident).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter().map(|row| row as usize));
    Some((claim, None))
}

fn sentence(facts: &Facts, total: u64, [acted, passed, left]: [u64; 3]) -> String {
    let pages = count(total, "page");
    let when = in_period(facts);
    if passed + left == 0 {
        return match total {
            1 => format!("The one page in sleep hours {when} was acted on before the morning."),
            _ => format!("All {pages} in sleep hours {when} were acted on before the morning."),
        };
    }
    let acted = match acted {
        0 => format!("Of {pages} in sleep hours {when} none was acted on before the morning:"),
        n => format!(
            "Of {pages} in sleep hours {when}, {} {} acted on before the morning.",
            spoken(n),
            agree(n, "was", "were")
        ),
    };
    let mut parts = Vec::new();
    if passed > 0 {
        parts.push(format!(
            "{} {} over by then without anybody doing anything that is on record",
            spoken(passed),
            agree(passed, "was", "were")
        ));
    }
    if left > 0 {
        parts.push(format!("{} {} left until the morning or later", spoken(left), agree(left, "was", "were")));
    }
    let rest = parts.join(", and ");
    let rest = if acted.ends_with('.') { capital(&rest) } else { rest };
    format!(
        "{acted} {rest}. Those {} are the first to look at when pages are to be stopped or moved to the day.",
        spoken(passed + left)
    )
    .replace("Those one are the first to look at when pages are", "That one is the first to look at when pages are")
}
