//! Who carried the storm: by team and by how people came to it, and by name only where names were asked for.

use crate::analyse::duty::Duty;
use crate::analyse::load::MIN_GROUP;
use crate::analyse::load::multitasking::overlapped;
use crate::findings::draft::{self, figures_column, numbers, table, words_column};
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::{at, spoken};
use crate::findings::words::{few, figure, is_told};
use crate::findings::{Claim, Grade, Table};
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::Window;
use crate::text::plural::count;
use crate::text::sentence::capital;
use crate::text::{clip, duration, list, number};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a group of people in the storm.
#[derive(Debug, Clone, Default)]
struct Crew {
    people: BTreeSet<PersonIx>,
    incidents: BTreeSet<IncidentIx>,
    interruptions: u64,
    effort_s: f64,
}

impl Crew {
    fn add(&mut self, set: &Set, person: PersonIx) {
        self.people.insert(person);
        for ((row, _), taken) in set.parts.iter().filter(|((_, who), _)| *who == person) {
            self.incidents.insert(*row);
            self.effort_s += taken.effort_s.unwrap_or(0.0);
        }
        if let Some(diary) = set.diaries.get(&person) {
            self.interruptions += diary.pages.len() as u64;
            self.incidents.extend(diary.pages.iter().map(|p| p.incident));
        }
    }

    fn join(&mut self, other: Self) {
        self.people.extend(other.people);
        self.incidents.extend(other.incidents);
        self.interruptions += other.interruptions;
        self.effort_s += other.effort_s;
    }
}

/// People who took part in some incident of the storm with this duty.
#[must_use]
pub fn with_duty(set: &Set, duty: Duty) -> u64 {
    let parts = set.parts.iter().filter(|(_, taken)| taken.duty == duty);
    parts.map(|((_, person), _)| *person).collect::<BTreeSet<PersonIx>>().len() as u64
}

/// People who worked on two or more incidents of the storm at once, and for how long together, in seconds.
#[must_use]
pub fn divided(set: &Set) -> (u64, f64) {
    let times =
        set.diaries.values().map(|d| overlapped(d).into_iter().map(Window::len).sum::<i64>()).filter(|ms| *ms > 0);
    times.fold((0, 0.0), |(people, seconds), ms| (people + 1, seconds + ms as f64 / 1_000.0))
}

/// Nothing about people for fewer than five of them; `None` where the exports name nobody.
#[must_use]
pub fn claim(set: &Set) -> Option<Claim> {
    let all = set.people();
    if all.is_empty() {
        return None;
    }
    let mut claim = draft::claim(set.facts, "storm.carried", &set.storm.storm_id);
    claim.method =
        "People who took part in the incidents of the storm or were paged for them; each counts once.".to_owned();
    if (all.len() as u64) < MIN_GROUP {
        claim.grade = Grade::NotAssessable;
        claim.sentence = "Who carried it is not shown: fewer than five people took part.".to_owned();
        return Some(claim);
    }
    let mut crew = Crew::default();
    all.iter().for_each(|person| crew.add(set, *person));
    claim.n = Some(all.len() as u64);
    let who = format!("{} people", capital(&spoken(all.len() as u64)));
    let silent = set.n().saturating_sub(crew.incidents.len() as u64);
    let mut parts = vec![match silent {
        0 => format!("{who} took part or were paged."),
        n => format!(
            "{who} took part or were paged; for {} of the {} incidents nobody is on record.",
            spoken(n),
            number::thousands(set.n())
        ),
    }];
    parts.push(effort(set, &crew));
    parts.extend(how(set));
    parts.extend(strained(set));
    claim.sentence = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
    let (divided, seconds) = divided(set);
    numbers(
        &mut claim,
        [
            ("people", figure(all.len() as u64)),
            ("interruptions", Some(crew.interruptions as f64)),
            ("responder_hours", Some(crew.effort_s / 3_600.0).filter(|h| *h > 0.0)),
            ("people_not_on_call", figure(with_duty(set, Duty::Off))),
            ("people_other_rota", figure(with_duty(set, Duty::OtherRota))),
            ("people_at_once", figure(divided)),
            ("at_once_s", is_told(divided).then_some(seconds)),
        ],
    );
    claim.weight = crew.effort_s / 3_600.0;
    draft::evidence(&mut claim, &set.view, crew.incidents.iter().copied());
    Some(claim)
}

/// Pages and work before the storm are not in it, which is said where some of its incidents were open already.
fn effort(set: &Set, crew: &Crew) -> String {
    let pages = match crew.interruptions {
        0 => None,
        1 => Some("were interrupted once".to_owned()),
        n => Some(format!("were interrupted {}", count(n, "time"))),
    };
    let hours =
        (crew.effort_s > 0.0).then(|| format!("put in {} of modelled hands-on time", duration::hours(crew.effort_s)));
    let words: Vec<String> = [pages, hours].into_iter().flatten().collect();
    if words.is_empty() { String::new() } else { format!("Together{} they {}.", since(set), list::and(&words)) }
}

fn since(set: &Set) -> String {
    let is_later = (set.starts().len() as u64) < set.n();
    if is_later { format!(", from {} on,", at(set.facts, set.storm.window.start)) } else { String::new() }
}

/// By which way people came, where the exports say so, and how many had to be in two places. Ways that fewer than five
/// people came are left out, because a list of "fewer than five" says nothing.
fn how(set: &Set) -> Option<String> {
    let mut ways: BTreeMap<&str, BTreeSet<PersonIx>> = BTreeMap::new();
    for ((_, person), taken) in &set.parts {
        for via in taken.via.iter().filter(|via| *via != "unknown") {
            ways.entry(via.as_str()).or_default().insert(*person);
        }
    }
    let order = [
        ("paged", "came by a page"),
        ("escalated", "by an escalation"),
        ("requested", "when asked to join"),
        ("self", "on their own"),
    ];
    let large = order.iter().filter_map(|(via, words)| Some((ways.get(via)?.len() as u64, words)));
    let words: Vec<String> =
        large.filter(|(n, _)| *n >= MIN_GROUP).map(|(n, words)| format!("{} {words}", number::thousands(n))).collect();
    (words.len() > 1).then(|| format!("{}.", list::and(&words)))
}

/// People who were not on call, and people on several incidents at once.
fn strained(set: &Set) -> Option<String> {
    let (several, seconds) = divided(set);
    let of = |duty: Duty, what: &str| {
        let n = with_duty(set, duty);
        (n > 0).then(|| format!("{} of them {what}", few(n)))
    };
    let off = of(Duty::Off, "were on call for no rota");
    let elsewhere = of(Duty::OtherRota, "were on call for another rota");
    let several_words = (several > 0).then(|| {
        let time = if is_told(several) { format!(" (for {} together)", draft::length(seconds)) } else { String::new() };
        format!("{} worked on two or more of the incidents at once{time}", few(several))
    });
    let words: Vec<String> = [off, elsewhere, several_words].into_iter().flatten().collect();
    (!words.is_empty()).then(|| format!("{}.", capital(&list::and(&words))))
}

/// Teams of which at least five people took part. The others are one row, with the smallest of those shown where they
/// alone would be fewer than five.
#[must_use]
pub fn teams(set: &Set) -> Option<Table> {
    let team = |person: PersonIx| set.facts.data.people[person].team.trim();
    let mut crews: BTreeMap<&str, Crew> = BTreeMap::new();
    for person in set.people() {
        crews.entry(team(person)).or_default().add(set, person);
    }
    let is_large = |name: &str, crew: &Crew| !name.is_empty() && crew.people.len() as u64 >= MIN_GROUP;
    let (mut large, small): (Vec<_>, Vec<_>) = crews.into_iter().partition(|(name, crew)| is_large(name, crew));
    large.sort_by(|a, b| b.1.people.len().cmp(&a.1.people.len()).then(a.0.cmp(b.0)));
    let mut rest = Crew::default();
    small.into_iter().for_each(|(_, crew)| rest.join(crew));
    while !rest.people.is_empty() && (rest.people.len() as u64) < MIN_GROUP {
        rest.join(large.pop()?.1);
    }
    if large.is_empty() {
        return None;
    }
    large.sort_by(|a, b| a.0.cmp(b.0));
    let mut rows: Vec<Vec<String>> = large.iter().map(|(name, crew)| cells(clip::truncate(name, 60), crew)).collect();
    if !rest.people.is_empty() {
        rows.push(cells("all others".to_owned(), &rest));
    }
    let figures = ["people", "incidents", "interruptions", "modelled hands-on hours"].into_iter().map(figures_column);
    Some(table(
        &format!("carried-{}", set.storm.storm_id.to_ascii_lowercase()),
        "Who carried it, by team",
        "Teams of which at least five people took part, by name; all others are one row, so that nobody can be told.",
        ["team"].into_iter().map(words_column).chain(figures).collect(),
        rows,
        "",
    ))
}

fn cells(name: String, crew: &Crew) -> Vec<String> {
    vec![
        name,
        number::thousands(crew.people.len() as u64),
        number::thousands(crew.incidents.len() as u64),
        number::thousands(crew.interruptions),
        if crew.effort_s > 0.0 { number::decimal(crew.effort_s / 3_600.0) } else { "not known".to_owned() },
    ]
}

/// Everybody by name, in the order of the alphabet; only where names were asked for.
#[must_use]
pub fn named(set: &Set) -> Option<Table> {
    if !set.facts.names {
        return None;
    }
    let mut rows: Vec<Vec<String>> = set.people().into_iter().filter_map(|person| named_row(set, person)).collect();
    rows.sort();
    let columns = ["name", "team", "took part as"].into_iter().map(words_column);
    let figures = ["incidents"].into_iter().map(figures_column);
    let id = format!("named-{}", set.storm.storm_id.to_ascii_lowercase());
    let note = "Names were asked for. They stand in the order of the alphabet; nobody is ranked. This page is for the people on it and their on-call lead.";
    let mut all = table(&id, "To thank", note, columns.chain(figures).collect(), Vec::new(), "");
    all.rows = rows;
    (!all.rows.is_empty()).then_some(all)
}

fn named_row(set: &Set, person: PersonIx) -> Option<Vec<String>> {
    let who = &set.facts.data.people[person];
    let mut crew = Crew::default();
    crew.add(set, person);
    let roles: BTreeSet<&str> = set
        .parts
        .iter()
        .filter(|((_, p), _)| *p == person)
        .flat_map(|(_, taken)| taken.roles.iter().map(String::as_str))
        .collect();
    let roles: Vec<&str> = roles.into_iter().collect();
    Some(vec![
        if who.name.trim().is_empty() { who.pseudonym.clone() } else { who.name.clone() },
        who.team.clone(),
        if roles.is_empty() { "responder".to_owned() } else { list::and(&roles) },
        number::thousands(crew.incidents.len() as u64),
    ])
}
