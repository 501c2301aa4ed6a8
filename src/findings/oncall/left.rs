//! Pages in sleep hours that nobody acted on before the morning: what they were worth.

use crate::analyse::load::asleep::{PageFate, is_over_by_morning, only_acknowledged};
use crate::analyse::load::pages::Page;
use crate::findings::draft::{claim, evidence, in_period, numbers};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use std::collections::BTreeSet;

const UNKNOWN: &str = "Whether pages in sleep hours were acted on before the morning: no export says what people did. The pager's log entries would tell.";

/// The claim and what to export where it cannot be made; nothing for too few people and without a page in sleep hours.
#[must_use]
pub fn state(facts: &Facts, fates: &[(Page, PageFate)]) -> Option<(Claim, Option<String>)> {
    if !facts.results.load.known || !enough(facts) || fates.is_empty() {
        return None;
    }
    let mut claim = claim(facts, "oncall.left-until-morning", "");
    claim.method = "Pages in the sleep hours of the person paged. Acted on: somebody acknowledged the incident or worked on it between the page and the end of those sleep hours. An acknowledgement stops the phone; where it is the only act on record until then, that is said. Work that left no trace in a tool is not seen.".to_owned();
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
    let of = |wanted: PageFate| fates.iter().filter(|(_, fate)| *fate == wanted).count() as u64;
    let (acted, passed, left) = (of(PageFate::Acted), of(PageFate::Passed), of(PageFate::Left));
    let only = only_acknowledged(facts.data, fates);
    let tapped: Vec<&Page> = fates.iter().zip(&only).filter(|(_, only)| **only).map(|((page, _), _)| page).collect();
    let view = facts.data.incident_view();
    let over = tapped.iter().filter(|page| is_over_by_morning((facts.data, &view), page)).count() as u64;
    let taps = Taps { n: tapped.len() as u64, over };
    claim.sentence = sentence(facts, total, [acted, passed, left], &taps);
    // That nearly all were acknowledged praises the pager and answers nothing.
    if 10 * acted < 9 * total {
        claim.lead = "Not every page at night was acted on.".to_owned();
    }
    numbers(
        &mut claim,
        [
            ("pages_in_sleep_hours", Some(total as f64)),
            ("acted_on", Some(acted as f64)),
            ("only_acknowledged", Some(taps.n as f64)),
            ("only_acknowledged_and_over", Some(taps.over as f64)),
            ("over_by_themselves", Some(passed as f64)),
            ("left_until_morning", Some(left as f64)),
        ],
    );
    claim.weight = (passed + left) as f64;
    let idle = fates.iter().filter(|(_, f)| *f != PageFate::Acted).map(|(p, _)| p.incident);
    let rows: BTreeSet<IncidentIx> = idle.chain(tapped.iter().map(|page| page.incident)).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some((claim, None))
}

/// Pages that were acknowledged and no more, and those of them whose incident was over by the morning.
struct Taps {
    n: u64,
    over: u64,
}

impl Taps {
    /// "; for 40 of them nothing but the acknowledgement, which stops the phone, is on record, and 30 of these were over by
    /// the morning".
    fn words(&self, acted: u64) -> String {
        let whose = match (self.n, acted) {
            (0, _) => return String::new(),
            (1, 1) => "for it".to_owned(),
            (n, acted) if n == acted => "for none of them anything".to_owned(),
            (n, _) => format!("for {} of them", spoken(n)),
        };
        let ended = match (self.over, self.n) {
            (0, _) => String::new(),
            (1, 1) => ", and that one was over by the morning".to_owned(),
            (over, n) if over == n => ", and all of these were over by the morning".to_owned(),
            (over, _) => format!(", and {} of these {} over by the morning", spoken(over), agree(over, "was", "were")),
        };
        let what = if self.n == acted && acted > 1 { "but" } else { "nothing but" };
        format!("; {whose} {what} the acknowledgement, which stops the phone, is on record{ended}")
    }

    /// "Those two, and those that were acknowledged and no more, are the first to look at …".
    fn first(&self, others: u64) -> String {
        let what = "the first to look at when pages are to be stopped or moved to the day.";
        let tapped =
            agree(self.n, "the one that was acknowledged and no more", "those that were acknowledged and no more");
        match (others, self.n) {
            (0, 0) => String::new(),
            (0, n) => format!(" {} {} {what}", capital(tapped), agree(n, "is", "are")),
            (1, 0) => format!(" That one is {what}"),
            (n, 0) => format!(" Those {} are {what}", spoken(n)),
            (1, _) => format!(" That one and {tapped} are {what}"),
            (n, _) => format!(" Those {} and {tapped} are {what}", spoken(n)),
        }
    }
}

fn sentence(facts: &Facts, total: u64, [acted, passed, left]: [u64; 3], taps: &Taps) -> String {
    let pages = count(total, "page");
    let when = in_period(facts);
    let (more, first) = (taps.words(acted), taps.first(passed + left));
    if passed + left == 0 {
        return match total {
            1 => format!(
                "The one page in sleep hours {when} was acknowledged or worked on before the morning{more}.{first}"
            ),
            _ => format!(
                "All {pages} in sleep hours {when} were acknowledged or worked on before the morning{more}.{first}"
            ),
        };
    }
    let acted = match acted {
        0 => format!("Of {pages} in sleep hours {when} none was acknowledged or worked on before the morning:"),
        n => format!(
            "Of {pages} in sleep hours {when}, {} {} acknowledged or worked on before the morning{more}.",
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
    format!("{acted} {rest}.{first}")
}
