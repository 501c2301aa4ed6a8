//! Storms: stretches with unusually many incidents.

use crate::analyse::duty::DutyParts;
use crate::analyse::load::MIN_GROUP;
use crate::analyse::overlap::scan::UNUSUAL;
use crate::analyse::overlap::storms::Storm;
use crate::analyse::recurrence::fixes::follow_ups;
use crate::findings::draft::{self, evidence, figures_column, numbers, words_column};
use crate::findings::overlap::{clock, moment};
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::tree::{Question, Test};
use crate::findings::words::{few, figure, is_told, people};
use crate::findings::{Claim, Table};
use crate::frame::col;
use crate::frame::read::{Rows, Texts};
use crate::model::row::IncidentIx;
use crate::model::time::{DAY, Millis};
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{clip, date, duration, list, number};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

const CODE: &str = "overlap.storm";
/// What the rule finds and chance often brings, or of which hardly anything began: nothing that pages speak of as a storm.
const STRETCH: &str = "overlap.stretch";
/// Beginnings up to which nobody speaks of many.
const MAX_FEW: u64 = 4;
/// Of fewer incidents than this, a quarter of them is no storm that made anything.
const MIN_FOR_A_SHARE: usize = 20;
/// Families named in a sentence.
const MAX_FAMILIES: usize = 2;

/// The id of the test of a stretch, whether or not it is told as a storm: which of them are is decided by these very tests,
/// so that all of them are adjusted for together.
fn tested(storm: &Storm) -> String {
    format!("{CODE}/{}", storm.storm_id)
}

/// One claim per storm: those that chance hardly brings, then the others, each in order of time.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    let storms = &facts.results.overlap.storms;
    let (unusual, others): (Vec<&Storm>, Vec<&Storm>) = storms.iter().partition(|storm| storm.is_unusual());
    unusual.into_iter().chain(others).map(|storm| claim(facts, storm)).collect()
}

/// The storms that may be told to leaders, the one with the highest peak first; of equals the one with most incident time.
#[must_use]
pub fn unusual(claims: &[Claim]) -> Vec<String> {
    let peak = |c: &Claim| c.numbers.get("peak").copied().unwrap_or(0.0);
    let order =
        |a: &&Claim, b: &&Claim| peak(b).total_cmp(&peak(a)).then(b.weight.total_cmp(&a.weight)).then(a.id.cmp(&b.id));
    // Fewer than three beginnings do not deserve a leader's attention, however long the incidents last, and neither does
    // what chance alone often brings.
    let number = |c: &Claim, name: &str| c.numbers.get(name).copied();
    let worth = |c: &&Claim| number(c, "began").unwrap_or(0.0) >= 3.0 && number(c, "p").is_none_or(|p| p <= UNUSUAL);
    let mut told: Vec<&Claim> = claims.iter().filter(worth).collect();
    told.sort_by(order);
    told.into_iter().map(|c| c.id.clone()).collect()
}

/// The tests of all storms that chance could be asked about.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let test = |storm: &Storm| Some(Test::new(Question::Overlap, "storms", tested(storm), storm.p?).for_headline());
    facts.results.overlap.storms.iter().filter_map(test).collect()
}

fn claim(facts: &Facts, storm: &Storm) -> Claim {
    let code = if storm.is_storm() { CODE } else { STRETCH };
    let mut claim = draft::claim(facts, code, &storm.storm_id);
    claim.q = facts.tree.q(&tested(storm));
    claim.lead = lead(facts, storm);
    claim.method = "Operational rule: many open at once, or many beginning within hours.".to_owned();
    claim.n = Some(storm.rows.len() as u64);
    let open_before = (storm.rows.len() as u64).saturating_sub(storm.began);
    let before = match open_before {
        0 => String::new(),
        n => format!(", and {} {} open already", number::thousands(n), agree(n, "was", "were")),
    };
    claim.sentence = format!(
        "From {}, {} began within {}{before}. The highest number open at once was {}, on {}.",
        clock(facts, storm.window.start),
        count(storm.began, "incident"),
        stretch(storm),
        number::thousands(storm.peak.into()),
        clock(facts, storm.peak_at)
    );
    let areas = areas(storm);
    if !areas.is_empty() {
        claim.sentence.push_str(&format!(" Most named: {}.", list::and(&areas)));
    }
    claim.sentence.push_str(&families(facts, storm));
    claim.sentence.push_str(&crowd(storm));
    claim.sentence.push_str(&calm(facts, storm));
    claim.sentence.push_str(&chance(storm));
    if storm.p.is_none() {
        claim
            .caveats
            .push("Found by a fixed rule; too few incidents to test whether chance alone would do it.".to_owned());
    }
    claim.weight = storm.incident_s / 3600.0;
    // Only a storm may be told to leaders.
    if storm.is_storm() {
        claim.brief = brief(facts, storm);
    }
    numbers(
        &mut claim,
        [
            ("incidents", Some(storm.rows.len() as f64)),
            ("began", Some(storm.began as f64)),
            ("peak", Some(f64::from(storm.peak))),
            ("hours", Some(storm.window.len() as f64 / 3_600_000.0)),
            ("incident_hours", Some(storm.incident_s / 3600.0)),
            ("p", storm.p),
            ("people", storm.crowd.size().and_then(figure)),
            ("pulled_in", storm.crowd.shown(&storm.crowd.kinds.off, MIN_GROUP).and_then(figure)),
            ("other_rota", storm.crowd.shown(&storm.crowd.kinds.other_rota, MIN_GROUP).and_then(figure)),
            ("hours_until_calm", storm.calm_at.map(|at| (at - storm.window.start) as f64 / 3_600_000.0)),
        ],
    );
    evidence(&mut claim, &facts.data.incident_view(), storm.rows.iter().copied());
    claim
}

/// The storm that a claim is about.
#[must_use]
pub fn of_claim<'a>(facts: &Facts<'a>, claim: &Claim) -> Option<&'a Storm> {
    let id = claim.id.rsplit('/').next()?;
    facts.results.overlap.storms.iter().find(|storm| storm.storm_id == id)
}

/// "16 – 17 May 2026": the days on which its incidents began, by which every page calls it.
#[must_use]
pub fn days(facts: &Facts, storm: &Storm) -> String {
    date::range(storm.window.start, storm.window.end, draft::zone(&facts.data.periods))
}

/// What it was, in a few words.
fn lead(facts: &Facts, storm: &Storm) -> String {
    let day = date::day(storm.peak_at, draft::zone(&facts.data.periods));
    // The rule also takes in what is common where few are on call: three at once are not many, nor is what chance often brings.
    let is_many = storm.p.map_or(storm.began > MAX_FEW, |p| p <= UNUSUAL);
    if made_the_period(facts, storm) {
        format!("One storm made the {}.", draft::unit(facts))
    } else if is_many {
        let with = factor(facts, storm)
            .map_or_else(String::new, |(name, _)| format!(", most of them with {}", draft::quoted(&name)));
        format!("Many incidents began close together on {}{with}.", days(facts, storm))
    } else {
        format!("Up to {} were open at once on {day}.", count(storm.peak.into(), "incident"))
    }
}

/// Whether a quarter or more of all incidents of the period belong to an unusual storm.
fn made_the_period(facts: &Facts, storm: &Storm) -> bool {
    let view = facts.data.incident_view();
    let all = draft::rows_in_period(&view).count();
    let own = storm.rows.iter().filter(|row| view.in_period.get(**row)).count();
    storm.p.is_some_and(|p| p <= UNUSUAL) && all >= MIN_FOR_A_SHARE && own * 4 >= all
}

/// "34 of the 111 incidents began within 31 hours; without them there were 77 (77 in Q1 2026). 33 of them have no follow-up
/// on record."
fn brief(facts: &Facts, storm: &Storm) -> String {
    let (view, periods) = (facts.data.incident_view(), &facts.data.periods);
    let all = draft::rows_in_period(&view).count() as u64;
    let own = storm.rows.iter().filter(|row| view.in_period.get(**row)).count() as u64;
    let before = periods.previous.as_ref().map(|period| {
        let n = draft::rows_within(&view, period.window).count() as u64;
        format!(" ({} in {})", number::thousands(n), draft::label(period, periods))
    });
    let mut text = format!(
        "{} of the {} began within {} from {}.{}",
        number::thousands(own),
        count(all, "incident"),
        stretch(storm),
        clock(facts, storm.window.start),
        named_factor(facts, storm)
    );
    let bare = facts.results.recurrence.has_follow_ups.then(|| without_follow_up(facts, storm)).filter(|n| *n > 0);
    let of = |n: u64| {
        if n == storm.rows.len() as u64 {
            "None of them has a".to_owned()
        } else {
            format!("{} of them have no", number::thousands(n))
        }
    };
    text.push_str(&bare.map_or_else(String::new, |n| format!(" {} follow-up on record.", of(n))));
    if let Some(without) = without(facts, storm) {
        let rest = number::thousands(all.saturating_sub(apart(facts, storm)));
        text.push_str(&format!(" {without} there were {rest}{}.", before.unwrap_or_default()));
    }
    text
}

/// How long it was; to the hour where it took many.
fn stretch(storm: &Storm) -> String {
    let seconds = storm.window.len() as f64 / 1_000.0;
    if (36_000.0..172_800.0).contains(&seconds) { duration::hours(seconds) } else { duration::words(seconds) }
}

/// "Without them", "Without the two such storms of the period"; the largest of several speaks for all of them.
fn without(facts: &Facts, storm: &Storm) -> Option<String> {
    let all: Vec<&Storm> = facts.results.overlap.storms.iter().filter(|other| other.is_unusual()).collect();
    if all.len() < 2 || !storm.is_unusual() {
        return Some("Without them".to_owned());
    }
    let largest = all.iter().rev().max_by_key(|other| other.rows.len())?;
    let speaks = largest.storm_id == storm.storm_id;
    speaks.then(|| format!("Without the {} such storms of the period", spoken(all.len() as u64)))
}

/// Incidents of the period that are of this storm or of any that chance hardly brings.
fn apart(facts: &Facts, storm: &Storm) -> u64 {
    let view = facts.data.incident_view();
    let storms = facts.results.overlap.storms.iter();
    let told = storms.filter(|other| other.storm_id == storm.storm_id || (other.is_unusual() && storm.is_unusual()));
    let rows: BTreeSet<IncidentIx> = told.flat_map(|storm| storm.rows.iter().copied()).collect();
    rows.into_iter().filter(|row| view.in_period.get(*row)).count() as u64
}

/// The contributing factor that half or more of its incidents name, with how many do.
fn factor(facts: &Facts, storm: &Storm) -> Option<(String, u64)> {
    let frame = &facts.data.factors;
    let own: BTreeSet<IncidentIx> = storm.rows.iter().copied().collect();
    let mut named: BTreeMap<&str, BTreeSet<IncidentIx>> = BTreeMap::new();
    if frame.height() > 0 {
        let (incidents, factors) = (Rows::of(frame, col::INCIDENT), Texts::of(frame, col::FACTOR));
        for row in 0..frame.height() {
            if let Some((incident, name)) =
                incidents.get(row).zip(factors.get(row)).filter(|(row, _)| own.contains(row))
            {
                named.entry(name).or_default().insert(incident);
            }
        }
    }
    let most = named.into_iter().max_by(|a, b| a.1.len().cmp(&b.1.len()).then(b.0.cmp(a.0)));
    let half = |(_, rows): &(&str, BTreeSet<IncidentIx>)| rows.len() > 2 && 2 * rows.len() >= own.len();
    most.filter(half).map(|(name, rows)| (name.to_owned(), rows.len() as u64))
}

/// " 26 of them name that contributing factor."
fn named_factor(facts: &Facts, storm: &Storm) -> String {
    let told = factor(facts, storm);
    told.map_or_else(String::new, |(name, n)| {
        let all = if n == storm.rows.len() as u64 { "All".to_owned() } else { number::thousands(n) };
        // The lead has named it already, but where the storm made the period.
        let what =
            if made_the_period(facts, storm) { draft::quoted(&name) } else { "that contributing factor".to_owned() };
        format!(" {all} of them name {what}.")
    })
}

fn without_follow_up(facts: &Facts, storm: &Storm) -> u64 {
    let all = follow_ups(facts.data);
    storm.rows.iter().filter(|row| all.get(row).is_none_or(Vec::is_empty)).count() as u64
}

/// " Of families seen more than once it held 5 of “Ledger-sync lock wait” (FB-07)."
fn families(facts: &Facts, storm: &Storm) -> String {
    let known = facts.results.recurrence.families_among(&storm.rows);
    let told: Vec<String> = known
        .iter()
        .take(MAX_FAMILIES)
        .map(|(f, n)| format!("{} of {} ({})", number::thousands(*n), draft::quoted(&f.name), f.family_id))
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!(" Of families seen more than once it held {}.", list::and(&told))
    }
}

/// " 14 people took part; 9 of them joined some incident without being on call for any rota." Nothing where little is known
/// of it.
fn crowd(storm: &Storm) -> String {
    let Some(all) = storm.crowd.size() else { return String::new() };
    let kinds = &storm.crowd.kinds;
    let joined = [
        (&kinds.off, "joined some incident without being on call for any rota"),
        (&kinds.other_rota, "joined some incident while on call for another rota"),
    ];
    let mut parts = vec![format!(" {} took part", capital(&people(all)))];
    if storm.crowd.is_known() {
        parts.extend(joined.iter().filter_map(|(kind, what)| Some(format!("{} {what}", some_of(storm, kind)?))));
        let is_known_of_all = kinds.unknown.parts == 0;
        parts.extend((parts.len() == 1 && is_known_of_all).then(|| "all of them were on call for it".to_owned()));
    }
    format!("{}.", parts.join("; "))
}

/// "9 of them", where that shows nobody; nothing for nobody.
fn some_of(storm: &Storm, kind: &DutyParts) -> Option<String> {
    let n = kind.people.len() as u64;
    let who = match storm.crowd.shown(kind, MIN_GROUP) {
        _ if n == 0 => return None,
        _ if storm.crowd.size() == Some(n) && is_told(n) => "each".to_owned(),
        Some(shown) => few(shown),
        None if !is_told(n) => few(n),
        None => "most".to_owned(),
    };
    Some(format!("{who} of them"))
}

/// " Calm returned on 12 August 2026 at 04:10 UTC: no more than 2 open, as is usual." Where an incident of the storm stayed open
/// for long after that, it is the burst that was over, and nothing else.
fn calm(facts: &Facts, storm: &Storm) -> String {
    let usual = number::thousands((facts.results.overlap.period.mean.ceil() as u64).max(1));
    let Some(at) = storm.calm_at else { return " Within the period calm did not return.".to_owned() };
    match outlasting(facts, storm, at) {
        None => format!(" Calm returned {}: no more than {usual} open, as is usual.", moment(facts, at)),
        Some(words) => {
            format!(" The burst was over {}, with no more than {usual} open, as is usual; {words}.", moment(facts, at))
        }
    }
}

/// "“Pool exhausted” stayed open until 30 May 2026 at 10:00 UTC", of the incident that was open for longest, where that was
/// more than a day after the burst.
fn outlasting(facts: &Facts, storm: &Storm, calm_at: Millis) -> Option<String> {
    let view = facts.data.incident_view();
    let began = |row: IncidentIx| view.started.get(row).is_some_and(|start| start <= calm_at);
    let still = |row: IncidentIx| matches!(view.status.get(row), Some("open" | "acknowledged" | "mitigated"));
    let until = |row: &IncidentIx| {
        let row = *row;
        let end = view.resolved.get(row).or(still(row).then_some(Millis::MAX))?;
        (began(row) && end > calm_at.saturating_add(DAY)).then_some((end, Reverse(row)))
    };
    let (end, Reverse(row)) = storm.rows.iter().filter_map(until).max()?;
    let title = view.title.get(row).map(str::trim).filter(|title| !title.is_empty());
    let name = title.map_or_else(|| "an incident of it".to_owned(), draft::quoted);
    Some(match end {
        Millis::MAX => format!("{name} was still open at the export"),
        end => format!("{name} stayed open until {}", clock(facts, end)),
    })
}

/// " Chance alone, at the usual rhythm of the week, brings a stretch like this in 34 % of such periods."
fn chance(storm: &Storm) -> String {
    match storm.p {
        Some(p) if p <= UNUSUAL => {
            let share = if p < 0.01 { "fewer than 1 %".to_owned() } else { number::percent(p) };
            format!(
                " At the usual rhythm of the week, chance alone brings a stretch like this in {share} of such periods."
            )
        }
        Some(_) => " At the usual rhythm of the week, chance alone often brings as many together.".to_owned(),
        None => String::new(),
    }
}

/// Names without their kinds, quoted because they come from the exports.
fn areas(storm: &Storm) -> Vec<String> {
    let name = |area: &String| area.split_once(':').map_or(area.as_str(), |(_, name)| name).to_owned();
    storm.areas.iter().map(|area| draft::quoted(&name(area))).collect()
}

/// The storms of the period.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let zone = draft::zone(&facts.data.periods);
    let rows: Vec<Vec<String>> = facts
        .results
        .overlap
        .storms
        .iter()
        .map(|storm| {
            let names = storm.areas.iter().map(|a| clip::truncate(a.split_once(':').map_or(a, |(_, n)| n), 40));
            vec![
                storm.storm_id.clone(),
                if storm.is_storm() { "storm" } else { "busy stretch" }.to_owned(),
                date::day_and_time(storm.window.start, zone),
                duration::compact(storm.window.len() as f64 / 1000.0),
                number::thousands(storm.rows.len() as u64),
                number::thousands(storm.peak.into()),
                storm.calm_at.map_or_else(|| "–".to_owned(), |at| date::day_and_time(at, zone)),
                names.collect::<Vec<String>>().join(", "),
            ]
        })
        .collect();
    let columns = vec![
        words_column("stretch"),
        words_column("what it is"),
        words_column("from"),
        figures_column("length"),
        figures_column("incidents"),
        figures_column("highest at once"),
        words_column("calm from"),
        words_column("areas named most"),
    ];
    let note = "Stretches in which many incidents were open at once, in order of time; at most five, storms first, then those with the highest peaks. What chance often brings at the usual rhythm of the week is a busy stretch and no storm. Calm: no more open than is usual.";
    (!rows.is_empty())
        .then(|| draft::table("storms", "Storms and other busy stretches", note, columns, rows, "data/storms.csv"))
}
