//! Storms: stretches with unusually many incidents.

use crate::analyse::overlap::storms::Storm;
use crate::findings::draft::{self, evidence, figures_column, numbers, words_column};
use crate::findings::overlap::clock;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Table};
use crate::text::plural::{agree, count};
use crate::text::{clip, date, duration, list, number};

/// A storm that chance brings more often than this in such a period is not unusual.
const UNUSUAL: f64 = 0.05;

/// One claim per storm, in order of time.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    facts.results.overlap.storms.iter().map(|storm| claim(facts, storm)).collect()
}

/// The storm with the highest peak; of equals the one with most incident time.
#[must_use]
pub fn heaviest(claims: &[Claim]) -> Option<String> {
    let peak = |c: &Claim| c.numbers.get("peak").copied().unwrap_or(0.0);
    let order =
        |a: &&Claim, b: &&Claim| peak(a).total_cmp(&peak(b)).then(a.weight.total_cmp(&b.weight)).then(b.id.cmp(&a.id));
    // Fewer than three beginnings do not deserve a leader's attention, however long the incidents last, and neither does
    // what chance alone often brings.
    let number = |c: &Claim, name: &str| c.numbers.get(name).copied();
    let worth = |c: &&Claim| number(c, "began").unwrap_or(0.0) >= 3.0 && number(c, "p").is_none_or(|p| p <= UNUSUAL);
    claims.iter().filter(worth).max_by(order).map(|c| c.id.clone())
}

fn claim(facts: &Facts, storm: &Storm) -> Claim {
    let mut claim = draft::claim(facts, "overlap.storm", &storm.storm_id);
    claim.lead =
        format!("Many incidents came at once around {}.", date::day(storm.peak_at, draft::zone(&facts.data.periods)));
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
        duration::words(storm.window.len() as f64 / 1000.0),
        number::thousands(storm.peak.into()),
        clock(facts, storm.peak_at)
    );
    let areas = areas(storm);
    if !areas.is_empty() {
        claim.sentence.push_str(&format!(" Most named: {}.", list::and(&areas)));
    }
    claim.sentence.push_str(&chance(storm));
    if storm.p.is_none() {
        claim
            .caveats
            .push("Found by a fixed rule; too few incidents to test whether chance alone would do it.".to_owned());
    }
    claim.weight = storm.incident_s / 3600.0;
    numbers(
        &mut claim,
        [
            ("incidents", Some(storm.rows.len() as f64)),
            ("began", Some(storm.began as f64)),
            ("peak", Some(f64::from(storm.peak))),
            ("hours", Some(storm.window.len() as f64 / 3_600_000.0)),
            ("incident_hours", Some(storm.incident_s / 3600.0)),
            ("p", storm.p),
        ],
    );
    evidence(&mut claim, &facts.data.incident_view(), storm.rows.iter().map(|&row| row as usize));
    claim
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
                date::day_and_time(storm.window.start, zone),
                duration::compact(storm.window.len() as f64 / 1000.0),
                number::thousands(storm.rows.len() as u64),
                number::thousands(storm.peak.into()),
                names.collect::<Vec<String>>().join(", "),
            ]
        })
        .collect();
    let columns = vec![
        words_column("storm"),
        words_column("from"),
        figures_column("length"),
        figures_column("incidents"),
        figures_column("highest at once"),
        words_column("areas named most"),
    ];
    let note = "Stretches with unusually many incidents, in order of time; at most five, those with the highest peaks.";
    (!rows.is_empty()).then(|| draft::table("storms", "Storms", note, columns, rows, "data/storms.csv"))
}
