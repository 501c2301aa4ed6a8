//! Statements on problems that keep coming back.

pub mod famous;
pub mod overview;

use crate::analyse::recurrence::Family;
use crate::findings::draft::{figures_column, quoted, table, words_column, zone};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Claim, Section, Table};
use crate::text::plural::count;
use crate::text::{date, duration, number};

/// Famous bugs with a claim of their own; the register holds the rest.
const MOST_FAMOUS: usize = 10;
/// Of these, so many are offered for the front page.
const MOST_HEADLINES: usize = 2;

pub struct Recurrence;

impl Rule for Recurrence {
    fn part(&self, facts: &Facts) -> Part {
        let (share, unknown) = overview::share(facts);
        let mut claims: Vec<Claim> =
            famous::current(facts).into_iter().take(MOST_FAMOUS).map(|f| famous::claim(facts, f)).collect();
        let headlines: Vec<String> = claims.iter().take(MOST_HEADLINES).map(|c| c.id.clone()).collect();
        claims.push(share);
        claims.extend(overview::families(facts));
        claims.extend(overview::labels(facts));
        let tables = [register(facts), labels(facts)];
        Part {
            section: Some(Section {
                id: "recurrence".to_owned(),
                title: "What keeps coming back".to_owned(),
                question: "Which problems came back, and how often?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: Vec::new(),
                tables: tables.into_iter().flatten().collect(),
            }),
            claims,
            headlines,
            asks: famous::current(facts).first().map(|family| ask(facts, family)).into_iter().collect(),
            unknowns: unknown.into_iter().collect(),
            ..Part::default()
        }
    }
}

fn method() -> Vec<String> {
    [
        "Incidents that share a problem record, or a title that is the same once numbers, host names, addresses, times and versions are masked, form a family. The area plays no part: the same problem may show up in two places. All history is used, not only the period.",
        "Incidents of a family less than 24 hours apart (end of one to start of the next) are one occurrence. A famous bug occurred at least three times within 180 days, spread over at least 14 days, and one of the earlier occurrences was over for at least seven days before the latest, so there was time to know of it.",
        "A title with fewer than three words that say something, or made of general words and names of areas (“service degraded”, “scheduled maintenance”), is a label. Incidents under a label are listed apart and are never called famous: the same label is perhaps not the same problem.",
        "It needs titles or problem records, and stays silent without both. Known bias: the same problem under another title is missed, so all figures are lower bounds. History begins somewhere, so a problem that is new to the data need not be new.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// The register of families that are no labels, famous ones first, then by incidents of the period.
fn register(facts: &Facts) -> Option<Table> {
    let zone = zone(&facts.data.periods);
    let mut families: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| !f.label).collect();
    families.sort_by_key(|f| {
        std::cmp::Reverse((f.famous, f.in_period, f.rows.len(), std::cmp::Reverse(f.family_id.len())))
    });
    let day = |at: Option<i64>| at.map_or_else(|| "–".to_owned(), |at| date::iso_day(at, zone));
    let row = |f: &&Family| {
        vec![
            f.family_id.clone(),
            f.name.clone(),
            if f.famous { "yes" } else { "" }.to_owned(),
            number::thousands(f.occurrences.len() as u64),
            number::thousands(f.rows.len() as u64),
            number::thousands(f.in_period),
            day(f.first_seen),
            day(f.last_seen),
            f.median_gap_s.map_or_else(|| "–".to_owned(), duration::compact),
            f.state.to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().map(row).collect();
    let columns = vec![
        words_column("family"),
        words_column("problem"),
        words_column("famous"),
        figures_column("occurrences"),
        figures_column("incidents"),
        figures_column("in the period"),
        words_column("first"),
        words_column("latest"),
        figures_column("median gap"),
        words_column("state"),
    ];
    let note = "Problems with at least two incidents in all history; famous bugs first, then those with most incidents in the period.";
    (!rows.is_empty())
        .then(|| table("families", "Register of recurring problems", note, columns, rows, "data/families.csv"))
}

/// Labels, apart.
fn labels(facts: &Facts) -> Option<Table> {
    let mut families: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| f.label).collect();
    families.sort_by_key(|f| std::cmp::Reverse((f.in_period, f.rows.len())));
    let row = |f: &&Family| {
        vec![
            f.family_id.clone(),
            f.name.clone(),
            number::thousands(f.rows.len() as u64),
            number::thousands(f.in_period),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().map(row).collect();
    let columns = vec![
        words_column("family"),
        words_column("label"),
        figures_column("incidents"),
        figures_column("in the period"),
    ];
    let note = "The same label, perhaps not the same problem.";
    (!rows.is_empty()).then(|| table("labels", "Titles that name no problem", note, columns, rows, "data/families.csv"))
}

/// What the most costly famous bug of the period calls for. Small enough to be agreed on in one meeting.
fn ask(facts: &Facts, family: &Family) -> String {
    let name = quoted(&family.name);
    let times = count(family.occurrences.len() as u64, "time");
    let since =
        family.first_seen.map(|at| format!(" since {}", date::day(at, zone(&facts.data.periods)))).unwrap_or_default();
    format!("An owner for {name}, and “quiet for 60 days” as the test of its fix: it occurred {times}{since}.")
}
