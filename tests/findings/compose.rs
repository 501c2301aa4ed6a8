//! All parts together.

use super::{check, claim, findings, results, short, with_people};
use crate::support::builder::{Builder, Inc};
use crate::support::rows::row;
use retroscope::findings::compose::compose;
use retroscope::findings::compose::headlines::choose;
use retroscope::findings::rule::{Facts, Part};
use retroscope::findings::tree::{Question, Test, Tree};
use retroscope::findings::{Basis, Claim, Findings, Grade, Touch};
use retroscope::frame::records::{Fate, RecordFacts, RejectRow};
use retroscope::frame::{DataSet, dataset::SourceCount};
use retroscope::model::link::{Link, Signal};
use retroscope::model::origin::Origin;
use retroscope::model::reject::{Reason, Reject};
use retroscope::model::remark::{Remark, RemarkRule};
use retroscope::model::row::{IncidentIx, RecordRow};
use std::collections::BTreeMap;

fn blank(code: &str, grade: Grade, weight: f64) -> Claim {
    Claim {
        id: code.to_owned(),
        code: code.split('/').next().unwrap().to_owned(),
        grade,
        basis: Basis::Computed,
        lead: String::new(),
        sentence: "Something.".to_owned(),
        numbers: BTreeMap::new(),
        method: String::new(),
        period: String::new(),
        compared_with: None,
        n: None,
        interval: None,
        q: None,
        coverage: None,
        robustness: Vec::new(),
        caveats: Vec::new(),
        incident_ids: Vec::new(),
        exhibits: Vec::new(),
        weight,
        brief: String::new(),
        touches: Vec::new(),
        rows: Vec::new(),
        fresh: 1.0,
        worth: None,
        measures: &[],
    }
}

fn part(claims: Vec<Claim>) -> Part {
    Part { headlines: claims.iter().map(|c| c.id.clone()).collect(), claims, ..Part::default() }
}

fn touching(code: &str, grade: Grade, rows: std::ops::Range<usize>, shares: &[f64]) -> Claim {
    let touch = |share: &f64| Touch { what: "incidents".to_owned(), part: share * 100.0, of: 100.0 };
    let worth = shares.iter().copied().reduce(f64::max);
    let touches = shares.iter().map(touch).collect();
    Claim { rows: rows.map(row).collect(), touches, worth, ..blank(code, grade, 1.0) }
}

#[test]
fn what_touches_most_stands_first_whatever_its_grade_and_section() {
    let parts = [
        part(vec![touching("areas.a", Grade::Fact, 0..10, &[0.10]), blank("areas.unknown", Grade::Fact, 9.0)]),
        part(vec![touching("overlap.x", Grade::Fact, 20..50, &[0.30, 0.2])]),
        part(vec![
            touching("recurrence.famous-bug/F-1", Grade::Fact, 60..66, &[0.16]),
            touching("recurrence.famous-bug/F-2", Grade::Fact, 66..70, &[0.04]),
        ]),
    ];
    let tree = Tree::default();
    // Under 5 % of everything is no headline; what can't be held against anything stands behind.
    assert_eq!(choose(&parts, &tree), ["overlap.x", "recurrence.famous-bug/F-1", "areas.a", "areas.unknown"]);
}

#[test]
fn no_two_headlines_tell_of_mostly_the_same_incidents() {
    let two = |rows: std::ops::Range<usize>| {
        let parts = [
            part(vec![touching("overlap.x", Grade::Fact, 0..30, &[0.30])]),
            part(vec![touching("areas.a", Grade::Fact, rows, &[0.20])]),
        ];
        choose(&parts, &Tree::default())
    };
    assert_eq!(two(20..40), ["overlap.x", "areas.a"]);
    assert_eq!(two(19..39), ["overlap.x"]);
}

#[test]
fn a_section_does_not_fill_the_page() {
    let own = |code: &str, from: usize| touching(code, Grade::Fact, from..from + 10, &[0.5]);
    let parts = [
        part(vec![own("areas.a", 0), own("areas.b", 10), own("areas.c", 20)]),
        part(vec![touching("overlap.x", Grade::Fact, 40..50, &[0.1])]),
    ];
    assert_eq!(choose(&parts, &Tree::default()), ["areas.a", "areas.b", "overlap.x"]);
}

#[test]
fn only_facts_and_evidence_that_holds_among_all_headlines_are_offered() {
    let parts = [
        part(vec![blank("areas.a", Grade::Fact, 900.0), blank("areas.b", Grade::Strong, 1.0)]),
        part(vec![blank("overlap.x", Grade::Strong, 2.0)]),
        part(vec![blank("load.not", Grade::NotAssessable, 99.0), blank("load.weak", Grade::Weak, 99.0)]),
    ];
    let tests = |p: f64| {
        let test = |id| Test::new(Question::Count, "x", id, p).for_headline();
        Tree::of(["areas.b", "overlap.x"].map(test).to_vec())
    };
    assert_eq!(choose(&parts, &tests(0.001)), ["overlap.x", "areas.b", "areas.a"]);
    // Evidence that chance explains among everything that could have been said, or that nobody tested, is no headline.
    for tree in [tests(0.06), Tree::default()] {
        assert_eq!(choose(&parts, &tree), ["areas.a"]);
    }
}

#[test]
fn no_incidents_at_all() {
    let findings = findings(&Builder::quarter(2026, 3).build());
    assert_eq!(findings.opening, "1 July – 30 September 2026. The data hold no incident that counts.");
    assert!(findings.headlines.is_empty(), "{:?}", findings.headlines);
    assert_eq!(claim(&findings, "overlap.peak").sentence, "No incident was open in Q3 2026.");
}

#[test]
fn no_incident_in_the_period() {
    let findings =
        findings(&Builder::quarter(2026, 3).incidents(short(&["2026-01-05 10:00", "2026-02-03 10:00"])).build());
    assert_eq!(
        findings.opening,
        "1 July – 30 September 2026. No incident of the data began in it. It may have been quiet, or an export is missing. The data hold 2 incidents, 5 January – 3 February 2026."
    );
}

#[test]
fn one_incident() {
    let findings = findings(&Builder::quarter(2026, 3).incidents(short(&["2026-07-05 10:00"])).build());
    assert!(findings.opening.starts_with("1 July – 30 September 2026. 1 incident from test."), "{}", findings.opening);
    assert_eq!(claim(&findings, "overlap.peak").sentence, "No two incidents were open at the same time in Q3 2026.");
}

#[test]
fn closed_without_end_and_nothing_else() {
    let data = Builder::quarter(2026, 3).incidents([Inc::at("2026-07-05 10:00"), Inc::at("2026-07-06 10:00")]).build();
    let findings = findings(&data);
    assert_eq!(claim(&findings, "overlap.peak").grade, Grade::NotAssessable);
    assert!(findings.exhibit("concurrency").is_none());
}

fn origin(row: u32) -> Origin {
    Origin { file: row % 2, row, pointer: String::new() }
}

fn kept<'a>(native_id: &'a str, origin: &'a Origin, fate: Fate) -> RecordFacts<'a> {
    RecordFacts { source: "test", entity: "incident", native_id, origin, url: "", modified: None, fate }
}

/// Ten records of two incidents, in two files: what became of them, what was refused and assumed.
fn with_records() -> DataSet {
    let mut data = with_people(Builder::quarter(2026, 3), 6)
        .incidents(short(&["2026-07-05 10:00", "2026-08-05 10:00", "2026-04-05 10:00"]))
        .incident(Inc::at("2026-08-06 10:00").minutes(60).excluded())
        .build();
    data.records.files = vec!["a.json".to_owned(), "b.csv".to_owned()].into();
    let fates = [
        (Fate::Kept, Some(0)),
        (Fate::Kept, Some(1)),
        (Fate::Kept, Some(2)),
        (Fate::Merged, Some(0)),
        (Fate::Merged, Some(2)),
        (Fate::Attached, Some(0)),
        (Fate::Attached, Some(0)),
        (Fate::Attached, Some(1)),
        (Fate::Excluded, Some(3)),
        (Fate::Rejected, None),
    ];
    for (n, (fate, incident)) in (1_u32..).zip(fates) {
        let (id, origin) = (n.to_string(), origin(n));
        let record = data.records.push(&kept(&id, &origin, fate));
        data.records.settle(record, fate, incident.map(IncidentIx::at));
    }
    let reject =
        Reject { origin: origin(10), record_id: String::new(), reason: Reason::NoTime, detail: "<no time>".to_owned() };
    data.records.rejects.push(RejectRow { source: "test".to_owned(), reject });
    let remark = |record: usize, field: &'static str, rule: RemarkRule| Remark {
        record: RecordRow::at(record),
        field,
        stated: "2026-07-05 10:00".to_owned(),
        normalised: "2026-07-05T10:00:00Z".to_owned(),
        rule,
    };
    for (record, field, rule) in [
        (0, "started_at", RemarkRule::ZoneAssumedUtc),
        (0, "resolved_at", RemarkRule::ZoneAssumedUtc),
        (1, "started_at", RemarkRule::ZoneAssumedUtc),
        (1, "severity", RemarkRule::SeverityMapped),
    ] {
        data.records.remarks.push(&remark(record, field, rule));
    }
    let link = Link {
        kind: "incident",
        record_a: RecordRow::at(0),
        record_b: RecordRow::at(3),
        signal: Signal::Reference,
        score: 1.0,
        reason: String::new(),
    };
    data.links = vec![link];
    let title = "The pager".to_owned();
    data.sources = vec![SourceCount { tool: "test".to_owned(), title, incident_records: 6, incidents: 4 }];
    data
}

#[test]
fn the_opening_tells_incidents_records_and_the_period_before() {
    let findings = findings(&with_records());
    assert_eq!(
        findings.opening,
        "1 July – 30 September 2026. 2 incidents from The pager (3 records; 1 was the same incident seen again). The exports are of 1 October 2026. Compared with Q2 2026 (1)."
    );
    assert_eq!((findings.period.as_str(), findings.period_long.as_str()), ("Q3 2026", "1 July – 30 September 2026"));
    assert_eq!(findings.made_by, format!("retroscope {}", env!("CARGO_PKG_VERSION")));
}

/// Of none before there is no ratio, and there were more all the same.
#[test]
fn the_opening_says_that_there_were_more_than_none() {
    let day = |at: &str, i: i64| Inc::at_ms(crate::support::builder::ms(at) + i * 72_000_000).minutes(30);
    let winter = (0..40).map(|i| day("2026-01-02 10:00", i));
    let now = (0..100).map(|i| day("2026-07-02 10:00", i));
    let findings = findings(&Builder::quarter(2026, 3).incidents(winter.chain(now)).build());
    assert!(
        findings.opening.contains("Compared with Q2 2026 (0): strong evidence that there were more."),
        "{}",
        findings.opening
    );
}

#[test]
fn totals_add_up_in_claim_and_table() {
    let findings = findings(&with_records());
    let claim = claim(&findings, "quality.reconciliation");
    let n = |name: &str| claim.numbers[name];
    assert_eq!(n("read"), 10.0);
    assert_eq!(n("kept") + n("attached") + n("merged") + n("excluded") + n("rejected"), n("read"));
    assert_eq!((n("kept"), n("attached"), n("merged"), n("excluded"), n("rejected")), (3.0, 3.0, 2.0, 1.0, 1.0));
    let quality = findings.sections.iter().find(|s| s.id == "quality").unwrap();
    // What to talk about, and what figures mean, stand behind what the data are worth.
    let last: Vec<&str> = findings.sections.iter().rev().take(3).map(|s| s.id.as_str()).collect();
    assert_eq!(last, ["definitions", "meeting", "quality"]);
    let table = quality.tables.iter().find(|t| t.id == "reconciliation").unwrap();
    assert_eq!(table.rows.len(), 3, "two files and the sum");
    for row in &table.rows {
        let figures: Vec<u64> = row[2..].iter().map(|c| c.parse().unwrap()).collect();
        assert_eq!(figures[0], figures[1..].iter().sum::<u64>());
    }
    assert_eq!(table.rows[2][2], "10");
}

#[test]
fn many_files_are_grouped_by_source() {
    let mut data = with_records();
    data.records.files = (0..50).map(|n| format!("{n}.json")).collect();
    for n in 0..50 {
        let origin = Origin { file: n, row: 1, pointer: String::new() };
        let id = format!("more-{n}");
        let row = RecordFacts {
            source: "test",
            entity: "user",
            native_id: &id,
            origin: &origin,
            url: "",
            modified: None,
            fate: Fate::Attached,
        };
        data.records.push(&row);
    }
    let findings = findings(&data);
    let quality = findings.sections.iter().find(|s| s.id == "quality").unwrap();
    let table = quality.tables.iter().find(|t| t.id == "reconciliation").unwrap();
    assert_eq!(table.rows[0][..3], ["The pager".to_owned(), "50 files".to_owned(), "60".to_owned()]);
    assert!(!table.more.is_empty());
}

#[test]
fn what_is_left_out_refused_or_assumed_is_said() {
    let findings = findings(&with_records());
    let excluded = claim(&findings, "quality.excluded/test");
    assert!(
        excluded.sentence.contains("by the rule test: 1 incident, 1 of them in the period"),
        "{}",
        excluded.sentence
    );
    assert_eq!(excluded.incident_ids.len(), 1);
    assert_eq!(claim(&findings, "quality.rejected").sentence, "1 record could not be used: 1 without any usable time.");
    let zones = claim(&findings, "quality.zones-assumed");
    assert_eq!((zones.n, zones.incident_ids.len(), zones.basis), (Some(2), 2, Basis::Assumed));
    let quality = findings.sections.iter().find(|s| s.id == "quality").unwrap();
    let table = |id: &str| quality.tables.iter().find(|t| t.id == id).unwrap();
    assert_eq!(table("rejects").rows[0][3], "<no time>");
    assert_eq!(table("links-by-signal").rows[0][2], "1");
    let assumed = table("remarks").rows.iter().find(|r| r[0] == "zone-assumed-utc").unwrap();
    assert_eq!(assumed[2..], ["3", "2"]);
    let resolved = table("field-coverage").rows.iter().find(|r| r[0] == "resolved").unwrap();
    assert_eq!(resolved[1..], ["2 of 2", "3 of 3"]);
}

#[test]
fn the_same_facts_give_the_same_findings() {
    let data = with_records();
    let make = || -> Findings {
        let results = results(&data);
        compose(&Facts::new(&data, &results, true))
    };
    let (first, second) = (make(), make());
    check(&first);
    assert_eq!(serde_json::to_string(&first).unwrap(), serde_json::to_string(&second).unwrap());
}

#[test]
fn nothing_about_a_person_is_named() {
    let mut builder =
        with_people(Builder::quarter(2026, 3), 9).incidents(short(&["2026-08-10 03:00", "2026-08-11 10:00"]));
    for person in 0..9 {
        builder = builder.page(person % 2, person, "2026-08-10 03:00").part(0, person, "paged", "no", None);
    }
    let text = serde_json::to_string(&findings(&builder.build())).unwrap();
    assert!(!text.contains("Name of") && !text.contains("P-0"));
}
