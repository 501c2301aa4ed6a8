//! What became of the asks of the last report, counted from the data by the check that it left.

pub mod check;
mod measure;
mod outcome;

use crate::analyse::recurrence::history::IncidentPlaces;
use crate::findings::draft::{claim, label, numbers, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::storm_pack::words::spoken;
use crate::findings::{Claim, Section, Table};
use crate::frame::col;
use crate::model::ask::EarlierAsk;
use crate::model::time::Millis;
use crate::text::plural::{agree, noun};
use crate::text::sentence::capital;
use crate::text::{clip, list};
use outcome::{Fate, Outcome};

pub use check::Check;

/// Its code.
pub const CODE: &str = "asks.followed-up";
/// Characters of what was asked for in a table.
const SHOWN: usize = 240;

pub struct Asks;

impl Rule for Asks {
    fn part(&self, facts: &Facts) -> Part {
        let asks = last(facts);
        let Some(period) = asks.first().map(|ask| ask.period.as_str()) else { return Part::default() };
        let records = facts.data.incident_texts(col::RECORD_IDS);
        let places = IncidentPlaces::of(records, &facts.data.incident_view());
        let told: Vec<(&EarlierAsk, Outcome)> = asks.iter().map(|ask| (*ask, became(facts, &places, ask))).collect();
        let claim = state(facts, period, &told);
        Part {
            section: Some(Section {
                id: "asks".to_owned(),
                title: "What became of the last asks".to_owned(),
                question: "What did the last report ask for, and what do the data say of it now?".to_owned(),
                method: method(),
                claims: vec![claim.id.clone()],
                exhibits: Vec::new(),
                tables: vec![listing(period, &told)],
            }),
            claims: vec![claim],
            ..Part::default()
        }
    }
}

fn became(facts: &Facts, places: &IncidentPlaces, ask: &EarlierAsk) -> Outcome {
    match &ask.check {
        Some(check) => measure::measured(facts, places, check),
        None => Outcome::unknown("that report left nothing beside it that can be counted"),
    }
}

fn method() -> Vec<String> {
    vec![
        "Each ask of a report stands in its findings.json with what the next review counts: a code, what it is about, a number, and from when until when. Here that is counted again from the data of this review, whatever people say of it. Of several earlier reports the one that looks furthest ahead is followed up; a report on this same period is no earlier one.".to_owned(),
        "It cannot be said where the time is not over when the exports were made, where the data begin later, hold no incident of that time, or do not record what is counted, and for reports of versions that left no such number.".to_owned(),
        "Known bias: a problem that stays away for some weeks may do so by chance.".to_owned(),
    ]
}

/// The asks of the last report before this one. One whose time begins after this period is of a later report; one on the same
/// period is this review made before.
fn last<'a>(facts: &'a Facts) -> Vec<&'a EarlierAsk> {
    let periods = &facts.data.periods;
    let own = label(&periods.current, periods);
    let until = |ask: &EarlierAsk| ask.check.as_ref().map_or(Millis::MIN, |check| check.window.end);
    let is_earlier = |ask: &&EarlierAsk| {
        let begins = ask.check.as_ref().map(|check| check.window.start);
        ask.period != own && begins.is_none_or(|at| at < periods.current.window.end)
    };
    let earlier: Vec<&EarlierAsk> = facts.data.earlier_asks.iter().filter(is_earlier).collect();
    let Some(latest) = earlier.iter().max_by_key(|ask| until(ask)).map(|ask| ask.period.as_str()) else {
        return Vec::new();
    };
    let mut asks: Vec<&EarlierAsk> = Vec::new();
    for ask in earlier.into_iter().filter(|ask| ask.period == latest) {
        if !asks.iter().any(|known| known.ask == ask.ask) {
            asks.push(ask);
        }
    }
    asks
}

fn state(facts: &Facts, period: &str, told: &[(&EarlierAsk, Outcome)]) -> Claim {
    let mut claim = claim(facts, CODE, "");
    let of = |fate: Fate| told.iter().filter(|(_, outcome)| outcome.fate == fate).count() as u64;
    let (held, missed, unknown) = (of(Fate::Held), of(Fate::Missed), of(Fate::Unknown));
    let all = told.len() as u64;
    claim.lead = "What became of the last asks.".to_owned();
    claim.method = "Each ask by the check that the earlier report left beside it, counted from the data.".to_owned();
    claim.n = Some(all);
    numbers(
        &mut claim,
        [
            ("asks", Some(all as f64)),
            ("held", Some(held as f64)),
            ("not_held", Some(missed as f64)),
            ("cannot_be_said", Some(unknown as f64)),
        ],
    );
    claim.sentence = short(period, told);
    claim
}

/// "Of three asks of Q2 2026 one held, one did not, and of one it cannot be said."
fn short(period: &str, told: &[(&EarlierAsk, Outcome)]) -> String {
    let of = |fate: Fate| told.iter().filter(|(_, outcome)| outcome.fate == fate).count() as u64;
    if let [(_, Outcome { fate, words })] = told {
        let said = match fate {
            Fate::Held => "held",
            Fate::Missed => "did not hold",
            Fate::Unknown => "cannot be checked",
        };
        return format!("The one ask of {period} {said}: {words}.");
    }
    let all = told.len() as u64;
    let some = |n: u64| if n == all { format!("all {}", spoken(n)) } else { spoken(n) };
    let parts: Vec<String> = [
        (of(Fate::Held), "held".to_owned()),
        (of(Fate::Missed), "did not".to_owned()),
        (of(Fate::Unknown), "cannot be checked".to_owned()),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| {
        let what = if what == "did not" && of(Fate::Held) == 0 { "did not hold" } else { &what };
        format!("{} {what}", some(n))
    })
    .collect();
    format!("Of the {} {} of {period}, {}.", spoken(all), noun(all, "ask"), list::and(&parts))
}

/// What was asked for, and the check.
fn split(ask: &str) -> (&str, &str) {
    ask.split_once(" Check: ").unwrap_or((ask, ""))
}

fn listing(period: &str, told: &[(&EarlierAsk, Outcome)]) -> Table {
    let row = |(ask, outcome): &(&EarlierAsk, Outcome)| {
        let (what, check) = split(&ask.ask);
        let cell = |text: &str| clip::truncate(text, SHOWN);
        vec![cell(what), cell(&capital(check)), outcome.fate.word().to_owned(), format!("{}.", capital(&outcome.words))]
    };
    let n = told.len() as u64;
    table(
        "asks-before",
        &format!("What {period} asked for"),
        &format!("{} by the check that stood beside it, counted from these data.", agree(n, "The ask", "Each ask")),
        ["what was asked for", "what was to be checked", "held?", "what the data say"].map(words_column).to_vec(),
        told.iter().map(row).collect(),
        "",
    )
}
