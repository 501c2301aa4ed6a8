//! Questions for the room, each from a fact of this storm. They ask about the situation, never about a person.

use crate::analyse::duty::Duty;
use crate::analyse::overlap::scan::UNUSUAL;
use crate::findings::draft::quoted;
use crate::findings::storm_pack::course::{calm, recognisable};
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::{at, ordinal, spoken, title};
use crate::findings::storm_pack::{carried, nights, open, shared};
use crate::findings::words::is_told;
use crate::model::time::MINUTE;
use crate::text::plural::{agree, noun};
use crate::text::sentence::capital;
use crate::text::{clip, duration, number};

/// More would not be talked about in one meeting.
const MAX: usize = 8;

/// In the order in which a meeting goes: what it was, who saw it, what was shared, who carried it, what is left.
#[must_use]
pub fn questions(set: &Set) -> Vec<String> {
    let all = [
        recognised(set),
        first_choice(set),
        together(set),
        factors(set),
        known(set),
        pulled_in(set),
        rest(set),
        followed_up(set),
        still_open(set),
        over(set),
    ];
    all.into_iter().flatten().take(MAX).collect()
}

fn recognised(set: &Set) -> Option<String> {
    let (when, nth) = recognisable(set)?;
    let first = set.starts().first()?.0;
    // Of what chance often brings, nobody need have seen more than single incidents.
    if when - first < 10 * MINUTE || set.storm.p.is_some_and(|p| p > UNUSUAL) {
        return None;
    }
    let after = duration::words((when - first) as f64 / 1_000.0);
    Some(format!(
        "When did this become one event? The records show the {} incident at {}, {after} after the first. Was that visible to anybody then, and where?",
        ordinal(nth),
        at(set.facts, when)
    ))
}

fn first_choice(set: &Set) -> Option<String> {
    let storm = set.storm;
    (storm.peak >= 3).then(|| {
        let open = capital(&spoken(storm.peak.into()));
        format!(
            "{open} incidents were open at {}. How was it decided which of them to take up first, and who could see all of them?",
            at(set.facts, storm.peak_at)
        )
    })
}

/// The area that stands out, or that none does.
fn together(set: &Set) -> Option<String> {
    let services = shared::areas(set, "service");
    let (name, most) = services.first()?;
    let n = set.n();
    if *most == n {
        return Some(format!(
            "{} was in every one of them. What would its people have needed on that day that they did not have?",
            quoted(name)
        ));
    }
    if *most >= 3 && *most * 5 >= n {
        let second = services.get(1).filter(|(_, k)| k == most).map(|(second, _)| second);
        return Some(match second {
            Some(second) => format!(
                "{} and {} were in {} of the {} incidents each. What do they share: a change, a dependency, a vendor, the people who look after them?",
                quoted(name),
                quoted(second),
                number::thousands(*most),
                number::thousands(n)
            ),
            None => format!(
                "{} was in {} of the {} incidents. What would its people have needed on that day that they did not have?",
                quoted(name),
                number::thousands(*most),
                number::thousands(n)
            ),
        });
    }
    (services.len() >= 3).then(|| {
        format!(
            "The incidents touched {}, and none of these was in more than {} of them. What did they share that no service name shows: a change, a vendor, a shared dependency?",
            format_args!("{} services", spoken(services.len() as u64)),
            spoken(*most)
        )
    })
}

fn factors(set: &Set) -> Option<String> {
    let (factors, recorded) = shared::factors(set);
    let n = set.n();
    Some(match factors.first() {
        None => format!(
            "No contributing factor is recorded for any of the {} incidents. Which ones would this room name?",
            number::thousands(n)
        ),
        Some((name, k)) if *k >= 2 => format!(
            "{} is recorded as a contributing factor in {} of them. Does it hold for others as well?",
            quoted(name),
            spoken(*k)
        ),
        Some(_) if recorded == n => {
            "A contributing factor is recorded for each of them. Which ones would this room add?".to_owned()
        }
        Some(_) => format!(
            "A contributing factor is recorded for {} of the {} incidents. Which ones would this room add?",
            number::thousands(recorded),
            number::thousands(n)
        ),
    })
}

fn known(set: &Set) -> Option<String> {
    let families = shared::families(set);
    let (family, n) = families.first()?;
    let times = crate::findings::recurrence::words::times(family.occurrences.len() as u64);
    let name = quoted(&family.name);
    let here = match n {
        1 => "was one of them".to_owned(),
        n => format!("was {} of them", spoken(*n)),
    };
    Some(format!(
        "{name} ({}) {here}, and has come {times} on record. What would have to be true for it not to be part of the next storm?",
        family.family_id
    ))
}

fn pulled_in(set: &Set) -> Option<String> {
    if (set.people().len() as u64) < crate::analyse::load::MIN_GROUP {
        return None;
    }
    let (several, _) = carried::divided(set);
    let [off, elsewhere] = [Duty::Off, Duty::OtherRota].map(|duty| carried::with_duty(set, duty));
    let who = |n: u64| capital(&crate::findings::words::people(n));
    match (off, elsewhere, several) {
        (0, 0, 0) => None,
        (0, 0, n) => Some(format!(
            "{} worked on two or more incidents at once. What had to wait meanwhile, and how did others know?",
            who(n)
        )),
        (0, n, _) => Some(format!(
            "{} took part while on call for another rota. What became of theirs meanwhile, and how was that agreed on?",
            who(n)
        )),
        (n, _, _) => Some(format!(
            "{} took part without being on call for any rota. How did they hear of it, and what would have let them stay away?",
            who(n)
        )),
    }
}

fn rest(set: &Set) -> Option<String> {
    if (set.people().len() as u64) < crate::analyse::load::MIN_GROUP {
        return None;
    }
    let (lost, who) = nights::lost(set);
    (lost > 0).then(|| {
        format!(
            "{} {} disturbed. Was there time to rest on the next day, and was anybody there to take over?",
            if is_told(who) { nights_of(lost) } else { "Nights of fewer than five people".to_owned() },
            if is_told(who) { agree(lost, "was", "were") } else { "were" }
        )
    })
}

fn nights_of(n: u64) -> String {
    format!("{} {}", capital(&spoken(n)), noun(n, "night"))
}

fn followed_up(set: &Set) -> Option<String> {
    let without = open::without(set);
    let first = *without.first()?;
    let (bare, n) = (without.len() as u64, set.n());
    let of = if bare == n {
        format!("None of the {} incidents has a follow-up", number::thousands(n))
    } else {
        format!(
            "{} of the {} incidents {} no follow-up",
            number::thousands(bare),
            number::thousands(n),
            agree(bare, "has", "have")
        )
    };
    Some(format!(
        "{of}, {} among them. Which of them need none, and what is the one thing worth doing for the whole set?",
        title(set, first)
    ))
}

fn still_open(set: &Set) -> Option<String> {
    let items: Vec<_> = open::open(set).collect();
    let first = items.first()?;
    let name = quoted(&clip::truncate(&first.title, 70));
    Some(match items.len() {
        1 => format!("{name} was agreed and is still open. Is it still wanted, and what stands in its way?"),
        n => format!(
            "{} follow-ups are still open, {name} among them. Are they still wanted, and what stands in their way?",
            capital(&spoken(n as u64))
        ),
    })
}

fn over(set: &Set) -> Option<String> {
    let end = calm(set)?;
    let last = set.starts().last()?.0;
    (end - last >= 60 * MINUTE).then(|| {
        format!(
            "The last incident began at {}, and all were over at {}. How did people learn that it was over, and from whom?",
            at(set.facts, last),
            at(set.facts, end)
        )
    })
}
