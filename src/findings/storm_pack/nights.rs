//! Nights that the storm took.

use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::nights::disturbed;
use crate::findings::draft::{self, numbers};
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::spoken;
use crate::findings::words::{behind, figure, is_told};
use crate::findings::{Claim, Grade};
use crate::model::hours::HourClass;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, noun};
use crate::text::sentence::capital;

/// Person-nights that the incidents of the storm disturbed, and of how many people.
#[must_use]
pub fn lost(set: &Set) -> (u64, u64) {
    let (profile, least) = (&set.facts.data.profile, set.facts.results.load.params.night_work);
    let nights = set.diaries.values().map(|diary| disturbed(diary, profile, least).len() as u64);
    nights.filter(|n| *n > 0).fold((0, 0), |(nights, people), n| (nights + n, people + 1))
}

/// `None` where no export says who was paged.
#[must_use]
pub fn claim(set: &Set) -> Option<Claim> {
    if !set.facts.results.load.known {
        return None;
    }
    let mut claim = draft::claim(set.facts, "storm.nights", &set.storm.storm_id);
    let minutes = set.facts.results.load.params.night_work / 60_000;
    claim.method = format!(
        "Pages of these incidents in the sleep hours of the people paged, and nights with at least {minutes} minutes of work on them."
    );
    claim.n = Some(set.interruptions());
    let asleep = || set.diaries.values().flat_map(|d| &d.pages).filter(|p| p.class == HourClass::Sleep);
    let pages = asleep().count() as u64;
    let (nights, who) = lost(set);
    if (set.people().len() as u64) < MIN_GROUP {
        claim.grade = Grade::NotAssessable;
        claim.sentence = "Which nights it took is not shown: fewer than five people took part.".to_owned();
        return Some(claim);
    }
    let told = is_told(who);
    claim.sentence = if nights > 0 && !told {
        "Nights of fewer than five people were disturbed; how many, and by how many pages, is not shown.".to_owned()
    } else if nights == 0 {
        "It took nobody's night: no page reached anybody in sleep hours, and nobody is on record as working in them."
            .to_owned()
    } else {
        format!(
            "{} {} {} disturbed{}: {} of the {} came in the sleep hours of the people paged.",
            capital(&spoken(nights)),
            noun(nights, "night"),
            agree(nights, "was", "were"),
            behind(who).map_or_else(String::new, |who| format!(", for {who}")),
            spoken(pages),
            count(set.interruptions(), "interruption")
        )
    };
    numbers(
        &mut claim,
        [
            ("disturbed_nights", told.then_some(nights as f64)),
            ("people", figure(who)),
            ("pages_in_sleep_hours", told.then_some(pages as f64)),
            ("interruptions", Some(set.interruptions() as f64)),
        ],
    );
    claim.weight = nights as f64;
    let rows: std::collections::BTreeSet<IncidentIx> = asleep().map(|p| p.incident).collect();
    draft::evidence(&mut claim, &set.view, rows.into_iter());
    Some(claim)
}
