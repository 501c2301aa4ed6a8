//! The section on the data: what was read, what became of it, what is weak.

use crate::findings::compose::{coverage, reconcile, remarks};
use crate::findings::draft::{self, claim, evidence, figures_column, numbers, words_column};
use crate::findings::quality as checks;
use crate::findings::rule::{Facts, Part};
use crate::findings::{Basis, Claim, Section, Table};
use crate::frame::col;
use crate::model::row::IncidentIx;
use crate::text::number;
use crate::text::plural::{agree, count};
use std::collections::BTreeMap;

/// Claims and tables about the data themselves.
#[must_use]
pub fn part(facts: &Facts) -> Part {
    let mut claims = vec![reconcile::claim(facts)];
    claims.extend(reconcile::unread(facts));
    claims.extend(excluded(facts));
    claims.extend(reconcile::rejected(facts));
    claims.extend(remarks::zones_assumed(facts));
    claims.extend(impossible_order(facts));
    claims.extend(without_end(facts));
    claims.extend(checks::claims(facts));
    // They speak of all records; whether the period is covered is another matter.
    claims.iter_mut().for_each(|c| c.caveats.retain(|caveat| !caveat.starts_with("The data do not cover")));
    let tables = [
        reconcile::table(facts),
        reconcile::rejects(facts),
        coverage::table(facts),
        remarks::table(facts),
        checks::table(facts),
        links(facts),
    ];
    Part {
        section: Some(Section {
            id: "quality".to_owned(),
            title: "What the data are, and where they are weak".to_owned(),
            question: "What was read, what became of it, and what is missing?".to_owned(),
            method: method(),
            claims: claims.iter().map(|c| c.id.clone()).collect(),
            exhibits: Vec::new(),
            tables: tables.into_iter().flatten().collect(),
        }),
        claims,
        ..Part::default()
    }
}

fn method() -> Vec<String> {
    [
        "Every record read is accounted for: kept as an incident, attached to an incident or a person (log entries, event rows, users, shifts), merged into an incident that another record tells of too, excluded by a rule, or rejected with a reason. Read is the sum of the five; a run in which it is not stops.",
        "Stated values are kept beside what was made of them in data/remarks.csv, with the rule. Records that were brought together are in data/links.csv with the reason.",
        "Only what the exports hold can be seen here: a record that was never exported leaves no gap.",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// What a rule of exclusion leaves out, in words.
fn rule_words(rule: &str) -> String {
    match rule {
        "planned-work" => "Planned work".to_owned(),
        "drill" => "Drills".to_owned(),
        "test" => "Tests".to_owned(),
        "after-as-of" => "What began after the stated moment of the exports".to_owned(),
        "request" => "Tickets that ask for something".to_owned(),
        "not-an-incident" => "What its own record calls no incident".to_owned(),
        other => format!("What the rule {} names", draft::quoted(other)),
    }
}

/// One claim per rule of exclusion.
fn excluded(facts: &Facts) -> Vec<Claim> {
    let view = facts.data.incident_view();
    let rules = facts.data.incident_texts(col::EXCLUSION);
    let mut rows: BTreeMap<&str, Vec<IncidentIx>> = BTreeMap::new();
    for row in view.rows().filter(|&row| !view.included.get(row)) {
        rows.entry(rules.get(row).unwrap_or("unnamed")).or_default().push(row);
    }
    let build = |(rule, rows): (&str, Vec<IncidentIx>)| {
        let (all, here) = (rows.len() as u64, rows.iter().filter(|row| view.in_period.get(**row)).count() as u64);
        let mut claim = claim(facts, "quality.excluded", rule);
        claim.method =
            "Rules that recognise what is no incident; nothing is deleted, it only does not count.".to_owned();
        claim.basis = Basis::Inferred;
        claim.n = Some(all);
        claim.sentence = format!(
            "{} {} left out of the statistics by the rule {rule}: {}, {} of them in the period.",
            rule_words(rule),
            if rule == "planned-work" || !matches!(rule, "drill" | "test" | "request") { "is" } else { "are" },
            count(all, "incident"),
            if here == 0 { "none".to_owned() } else { number::thousands(here) }
        );
        numbers(&mut claim, [("incidents", Some(all as f64)), ("incidents_in_period", Some(here as f64))]);
        evidence(&mut claim, &view, rows.into_iter());
        claim
    };
    rows.into_iter().map(build).collect()
}

/// Incidents whose end lies before their start.
fn impossible_order(facts: &Facts) -> Option<Claim> {
    let rows = &facts.results.overlap.spans.reversed;
    let n = rows.len() as u64;
    (n > 0).then(|| {
        let mut claim = claim(facts, "quality.impossible-order", "");
        claim.basis = Basis::Observed;
        claim.method = "Resolution before the start, over all included incidents.".to_owned();
        claim.n = Some(n);
        claim.sentence = format!(
            "{} {} an end before {} start; {} kept as {}, and left out of durations.",
            count(n, "incident"),
            agree(n, "has", "have"),
            agree(n, "its", "their"),
            agree(n, "it is", "they are"),
            agree(n, "an incident", "incidents")
        );
        numbers(&mut claim, [("incidents", Some(n as f64))]);
        evidence(&mut claim, &facts.data.incident_view(), rows.iter().copied());
        claim
    })
}

/// Incidents that are over, nobody knows since when.
fn without_end(facts: &Facts) -> Option<Claim> {
    let rows = &facts.results.overlap.spans.endless;
    let n = rows.len() as u64;
    (n > 0).then(|| {
        let mut claim = claim(facts, "quality.closed-without-end", "");
        claim.basis = Basis::Observed;
        claim.method = "No resolution, and no status that says the incident goes on, over all included incidents.".to_owned();
        claim.n = Some(n);
        claim.sentence = format!(
            "{} {} neither an end nor a status that says it goes on; {} in counts, and left out of durations and of overlap.",
            count(n, "incident"),
            agree(n, "has", "have"),
            agree(n, "it is", "they are")
        );
        numbers(&mut claim, [("incidents", Some(n as f64))]);
        evidence(&mut claim, &facts.data.incident_view(), rows.iter().copied());
        claim
    })
}

/// Links by signal.
fn links(facts: &Facts) -> Option<Table> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for link in &facts.data.links {
        *counts.entry(link.signal.code()).or_insert(0) += 1;
    }
    let words = |code: &str| match code {
        "same-id" => "the same id in several files or versions",
        "event-row" => "rows of one incident's events",
        "reference" => "a reference stated in one of the records",
        "same-outage" => "rows of one outage that differ only in service",
        "problem" => "a shared problem record (recurrence, not the same incident)",
        "alert-key" => "an alert key that both carry",
        "mention" => "an id or address in a text",
        "same-content" => "the same content under another id, in another file",
        "scored" => "likeness in time, words, place and end",
        "annotation" => "a person's annotation",
        _ => "other",
    };
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(code, n)| vec![(*code).to_owned(), words(code).to_owned(), number::thousands(*n)])
        .collect();
    let columns = vec![words_column("signal"), words_column("records are joined by"), figures_column("links")];
    let note = "Why records were taken to tell of the same incident, or of the same problem.";
    (!rows.is_empty())
        .then(|| draft::table("links-by-signal", "Records brought together", note, columns, rows, "data/links.csv"))
}
