//! What became of the asks of an earlier report: counted again from the data, never from words.

use crate::findings::{claim, findings};
use crate::support::builder::{Builder, Inc, ms};
use crate::support::run::{run, run_as_of};
use retroscope::findings::{Findings, Table};
use retroscope::model::ask::{EarlierAsk, EarlierCheck};
use retroscope::model::time::Window;
use retroscope::render::{EXECUTIVE, MANAGERS, ReportView};
use std::path::{Path, PathBuf};

const LAMP: &str = "Lamp of the north gate burnt out";

/// An ask of Q2 2026 that is checked over the quarter after it.
fn ask(words: &str, code: &str, threshold: f64, ids: &[&str], subject: &[&str]) -> EarlierAsk {
    let owned = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect();
    EarlierAsk {
        period: "Q2 2026".to_owned(),
        ask: words.to_owned(),
        check: Some(EarlierCheck {
            code: code.to_owned(),
            subject: owned(subject),
            threshold,
            window: Window { start: ms("2026-07-01 00:00"), end: ms("2026-10-01 00:00") },
            incident_ids: owned(ids),
        }),
    }
}

/// A lamp that burnt out in spring and on the given days of the third quarter, beside a fortnightly hiccup of other things.
fn gate(days: &[&str]) -> Builder {
    let spring = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10"];
    let of = |(n, day): (usize, &&str)| {
        Inc::at(&format!("{day} 10:00")).minutes(60).title(LAMP).id(&format!("test:lamp:{n}"))
    };
    let lamps: Vec<Inc> = spring.iter().chain(days).enumerate().map(of).collect();
    let titles =
        ["Pump stalls", "Mail is late", "Search finds nothing", "Cart loses an item", "Door sticks", "Key is lost"];
    let others = (0..).zip(titles).map(|(n, title)| {
        Inc::at(&format!("2026-{:02}-{:02} 09:00", 7 + n / 2, 3 + 14 * (n % 2))).minutes(20).title(title)
    });
    Builder::quarter(2026, 3).person("P-0", "UTC", "a").incidents(lamps).incidents(others).exported("2026-10-01 00:00")
}

fn listed(findings: &Findings) -> &Table {
    findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "asks-before").expect("a table of asks")
}

/// Verdict and words of a single ask.
fn said(builder: Builder, ask: EarlierAsk) -> (String, String) {
    let found = findings(&builder.earlier_asks(vec![ask]).build());
    let row = &listed(&found).rows[0];
    (row[2].clone(), row[3].clone())
}

fn pair(verdict: &str, words: &str) -> (String, String) {
    (verdict.to_owned(), words.to_owned())
}

#[test]
fn a_problem_that_stays_away_held_and_one_that_comes_back_did_not() {
    let away = || {
        let words =
            "A date for the fix of “Lamp”, by 1 July 2026. Check: it does not come back before 30 September 2026.";
        ask(words, "problem-stays-away", 0.0, &["test:lamp:0", "test:lamp:3"], &["FB-01", LAMP])
    };
    let held = "It did not come back from 1 July 2026 to 30 September 2026.";
    assert_eq!(said(gate(&[]), away()), pair("held", held));
    // A summer without it does not help where it comes back in autumn; what comes later is another review's.
    let words = "It came back twice, first on 4 August 2026.";
    assert_eq!(said(gate(&["2026-08-04", "2026-09-20", "2026-10-03"]), away()), pair("did not hold", words));
    assert_eq!(said(gate(&["2026-09-11"]), away()), pair("did not hold", "It came back on 11 September 2026."));
    // Within what was asked for it held.
    let mut two = away();
    two.check.as_mut().unwrap().threshold = 2.0;
    assert_eq!(said(gate(&["2026-08-04"]), two).0, "held");
    // The name finds it where ids are of another tool; without either nothing is said.
    let mut named = away();
    named.check.as_mut().unwrap().incident_ids = vec!["other:x:1".to_owned()];
    assert_eq!(said(gate(&["2026-09-11"]), named.clone()).0, "did not hold");
    named.check.as_mut().unwrap().subject = vec!["FB-77".to_owned()];
    assert_eq!(said(gate(&[]), named), pair("cannot be said", "Its incidents are not in these data."));
}

#[test]
fn too_early_too_late_and_no_data_are_said() {
    let away = || ask("Ask. Check: away.", "problem-stays-away", 0.0, &["test:lamp:0"], &["FB-01", LAMP]);
    let early = said(gate(&[]).exported("2026-09-15 12:00"), away());
    assert_eq!(
        early,
        pair("cannot be said", "The exports reach to 15 September 2026, the check to 30 September 2026.")
    );
    // What has come back already has come back.
    assert_eq!(said(gate(&["2026-08-04"]).exported("2026-09-15 12:00"), away()).0, "did not hold");
    let mut before = away();
    before.check.as_mut().unwrap().window.start = ms("2025-10-01 00:00");
    before.check.as_mut().unwrap().window.end = ms("2025-12-01 00:00");
    assert_eq!(said(gate(&[]), before), pair("cannot be said", "The data begin only on 10 January 2026."));
    let mut hole = away();
    hole.check.as_mut().unwrap().window = Window { start: ms("2026-06-02 00:00"), end: ms("2026-07-01 00:00") };
    assert_eq!(said(gate(&[]), hole), pair("cannot be said", "The data hold no incident of that time at all."));
    let mut strange = away();
    strange.check.as_mut().unwrap().code = "smiles-in-the-corridor".to_owned();
    assert_eq!(said(gate(&[]), strange), pair("cannot be said", "This version does not know how to count it."));
    let old = EarlierAsk { check: None, ..away() };
    let left = "That report left nothing beside it that can be counted.";
    assert_eq!(said(gate(&[]), old), pair("cannot be said", left));
}

#[test]
fn a_fix_or_an_owner_is_looked_for_on_record() {
    let fix = || ask("A date. Check: a fix.", "fix-on-record", 1.0, &["test:lamp:0"], &["FB-01", LAMP]);
    let none = said(gate(&["2026-08-04"]).follow_up(0, "Paint the gate", None), fix());
    assert_eq!(none, pair("did not hold", "No fix is on record; it occurred once after 1 July 2026."));
    let done = gate(&["2026-08-20"]).follow_up(0, "Fix the lamp for good", Some("2026-08-01 00:00"));
    let words = "A fix is on record for 1 August 2026, and it came back 19 days later.";
    assert_eq!(said(done, fix()), pair("held", words));
    let holds = gate(&[]).follow_up(0, "Fix the lamp for good", Some("2026-08-01 00:00"));
    let words = "A fix is on record for 1 August 2026, and it has not come back since.";
    assert_eq!(said(holds, fix()), pair("held", words));
    let unknown = "No export holds follow-ups, so a fix would hardly be on record.";
    assert_eq!(said(gate(&[]), fix()), pair("cannot be said", unknown));

    let owner = || ask("An owner. Check: one.", "owner-on-record", 1.0, &["test:lamp:0"], &["FB-01", LAMP]);
    let bare = || gate(&[]).follow_up(0, "Buy brighter lamps", None);
    assert_eq!(said(bare(), owner()), pair("did not hold", "1 action is open for it, and none has an owner."));
    let owned = bare().with(|item| item.owner = Some(0)).follow_up(1, "Count the lamps", None);
    assert_eq!(said(owned, owner()), pair("held", "1 of 2 actions open for it has an owner."));
    let gone = gate(&[]).follow_up(0, "Paint the gate", Some("2026-07-02 00:00"));
    assert_eq!(said(gone, owner()), pair("did not hold", "No action is open for it, and no owner is on record."));
}

#[test]
fn incidents_that_reached_customers_are_counted_in_their_window() {
    let fewer = || ask("A look. Check: fewer than 3.", "incidents-that-reached-customers", 2.0, &[], &[]);
    let felt = |yes: usize, no: usize| {
        let list =
            (0..yes + no).map(|n| Inc::at(&format!("2026-08-{:02} 08:00", 1 + n)).minutes(30).customer_facing(n < yes));
        Builder::quarter(2026, 3)
            .incident(Inc::at("2026-05-01 08:00").customer_facing(true))
            .incidents(list)
            .exported("2026-10-01 00:00")
    };
    assert_eq!(said(felt(2, 4), fewer()), pair("held", "2 incidents reached customers."));
    assert_eq!(said(felt(5, 1), fewer()), pair("did not hold", "5 incidents reached customers."));
    let unsure = felt(1, 3).incidents((0..2).map(|n| Inc::at(&format!("2026-09-0{} 08:00", 1 + n)).minutes(30)));
    let words = "1 incident reached customers; of 2 more it is not recorded.";
    assert_eq!(said(unsure, fewer()), pair("cannot be said", words));
}

#[test]
fn actions_of_the_incidents_are_counted() {
    let half =
        || ask("A meeting. Check: half is done.", "share-of-actions-done", 0.5, &["test:lamp:0", "test:lamp:1"], &[]);
    let agreed = |done: &[bool]| {
        // The last one is of another incident.
        let titles = ["Add a board", "Split the job", "Ask the vendor", "Write it down", "Paint the gate"];
        done.iter().zip(titles).enumerate().fold(gate(&[]), |builder, (n, (done, title))| {
            let of = if n == 4 { 6 } else { n as u32 % 2 };
            builder.follow_up(of, title, done.then_some("2026-08-01 00:00"))
        })
    };
    assert_eq!(said(agreed(&[true, true, false, false, false]), half()), pair("held", "2 of 4 actions are done."));
    assert_eq!(
        said(agreed(&[true, false, false, false, true]), half()),
        pair("did not hold", "1 of 4 actions is done.")
    );
    assert_eq!(said(gate(&[]), half()), pair("cannot be said", "No action is on record for its incidents."));
}

#[test]
fn every_page_that_leads_says_it_in_a_sentence_and_managers_have_the_list() {
    let asks = vec![
        ask("First. Check: away.", "problem-stays-away", 0.0, &["test:lamp:0"], &["FB-01", LAMP]),
        ask("Second. Check: few.", "incidents-that-reached-customers", 90.0, &[], &[]),
        EarlierAsk { check: None, ..ask("Third.", "", 0.0, &[], &[]) },
    ];
    let found = findings(&gate(&["2026-08-04"]).earlier_asks(asks.clone()).build());
    let sentence = "Of the three asks of Q2 2026, one held, one did not and one cannot be checked.";
    assert_eq!(claim(&found, "asks.followed-up").sentence, sentence);
    let leaders = ReportView::new(&found, &EXECUTIVE);
    assert_eq!(leaders.asked.map(|c| c.sentence).as_deref(), Some(sentence));
    let managers = ReportView::new(&found, &MANAGERS);
    let step = managers.steps.iter().find(|step| step.title == "What became of the last asks").unwrap();
    assert_eq!(step.tables[0].rows.len(), 3);
    // None without an ask, none of this same review made before, none of a later one.
    let quiet = findings(&gate(&[]).build());
    assert!(quiet.claim("asks.followed-up").is_none() && ReportView::new(&quiet, &EXECUTIVE).asked.is_none());
    let own = asks.iter().map(|ask| EarlierAsk { period: "Q3 2026".to_owned(), ..ask.clone() }).collect();
    assert!(findings(&gate(&[]).earlier_asks(own).build()).claim("asks.followed-up").is_none());
    let mut later = asks[0].clone();
    later.check.as_mut().unwrap().window = Window { start: ms("2026-10-01 00:00"), end: ms("2027-01-01 00:00") };
    assert!(findings(&gate(&[]).earlier_asks(vec![later]).build()).claim("asks.followed-up").is_none());
    // Of two earlier reports the later one is followed up.
    let mut first = asks[0].clone();
    first.period = "Q1 2026".to_owned();
    first.check.as_mut().unwrap().window.end = ms("2026-07-15 00:00");
    let both = findings(&gate(&[]).earlier_asks(vec![first, asks[0].clone()]).build());
    assert_eq!(
        claim(&both, "asks.followed-up").sentence,
        "The one ask of Q2 2026 held: it did not come back from 1 July 2026 to 30 September 2026."
    );
}

/// Each ask of a report stands beside what is to be counted, and a report made of that counts it.
#[test]
fn a_report_leaves_checks_that_the_next_one_reads() {
    let days = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10"];
    let rows = |last: &str| -> String {
        let lamp = days
            .iter()
            .chain(last.split_whitespace().collect::<Vec<_>>().iter())
            .enumerate()
            .map(|(n, day)| format!("{n},{LAMP},{day}T10:00:00Z,{day}T11:00:00Z\n"))
            .collect::<String>();
        let other = (1..=9).map(|month| {
            format!("o{month},Thing {month} is odd,2026-0{month}-20T09:00:00Z,2026-0{month}-20T09:30:00Z\n")
        });
        format!("number,title,began,over\n{lamp}{}", other.collect::<String>())
    };
    let mapping = "[[mapping]]\nname = \"tracker\"\nfiles = [\"incidents.csv\"]\n[mapping.fields]\nid = \"number\"\ntitle = \"title\"\nstarted_at = \"began\"\nresolved_at = \"over\"\n";
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let spring = write("incidents.csv", &rows(""));
    let earlier = run_as_of(&[spring], mapping, "2026Q2", Some(ms("2026-07-01 00:00"))).review.findings;
    assert!(!earlier.asks.is_empty(), "{:?}", earlier.headlines);
    assert_eq!(earlier.asks, earlier.checks.iter().map(|check| check.ask.clone()).collect::<Vec<_>>());
    let text = serde_json::to_string(&earlier).unwrap();
    let report = write("findings.json", &text);
    let autumn = write("incidents.csv", &rows("2026-08-30 2026-09-28"));
    let run = |report: &Path| {
        run_as_of(&[autumn.clone(), report.to_owned()], mapping, "2026Q3", Some(ms("2026-10-01 00:00"))).review.findings
    };
    let now = run(&report);
    assert_eq!(listed(&now).rows.len(), earlier.asks.len());
    let check = &earlier.checks[0];
    let row = &listed(&now).rows[0];
    match check.code.as_str() {
        // The days of the raw table on or after the day from which it is counted.
        "problem-stays-away" => {
            let after = ["2026-08-30", "2026-09-28"].iter().filter(|day| **day >= &check.from[..10]).count();
            assert_eq!(row[2], if after > 0 { "did not hold" } else { "held" });
        }
        _ => assert_eq!(row[2], "cannot be said", "{check:?} {row:?}"),
    }
    // A report of a version that left no checks.
    let mut old: serde_json::Value = serde_json::from_str(&text).unwrap();
    old.as_object_mut().unwrap().remove("checks");
    let report = write("findings.json", &old.to_string());
    assert!(listed(&run(&report)).rows.iter().all(|row| row[2] == "cannot be said"));
}

/// The demo, with what its second quarter is known to hold.
#[test]
fn the_demo_is_counted_against_asks_of_its_first_quarter() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let settings = std::fs::read_to_string(demo.join("retroscope.toml")).unwrap();
    let check = |ask: &str, code: &str, subject: &[&str], threshold: f64| {
        serde_json::json!({"ask": ask, "code": code, "claims": [], "subject": subject, "threshold": threshold,
            "from": "2026-04-01T00:00:00Z", "until": "2026-07-01T00:00:00Z", "something": "of a later version"})
    };
    let asks = [
        "Relief. Check: not over the line.",
        "A look. Check: fewer.",
        "One over. Check: no hours.",
        "Odd. Check: odd.",
    ];
    let report = serde_json::json!({
        "schema_version": 1, "made_by": "retroscope 0.1.0", "period": "Q1 2026", "asks": asks, "claims": [],
        "checks": [
            check(asks[0], "rotations-over-the-line", &["Ledger primary"], 0.0),
            check(asks[1], "incidents-that-reached-customers", &[], 9.0),
            check(asks[2], "hours-above-capacity", &[], 0.0),
            {"ask": asks[3], "threshold": "many"},
        ],
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("findings.json");
    std::fs::write(&path, report.to_string()).unwrap();
    let run = run(&[demo, path], &settings, "2026Q2");
    let rows = &listed(&run.review.findings).rows;
    assert_eq!((rows[0][2].as_str(), rows[0][3].as_str()), ("did not hold", "“Ledger primary” is over the line."));
    let felt = run
        .table("incidents")
        .iter()
        .filter(|row| {
            row["included"] == "true"
                && row["customer_facing"] == "yes"
                && row["started_at"].as_str() >= "2026-04-01"
                && row["started_at"].as_str() < "2026-07-01"
        })
        .count();
    assert_eq!(rows[1][3], format!("{felt} incidents reached customers."));
    assert!(felt > 9 && rows[1][2] == "did not hold");
    assert!(
        rows[2][2] == "did not hold" && rows[2][3].contains("more incidents open than people on call for"),
        "{rows:?}"
    );
    assert_eq!(rows[3][2], "cannot be said");
}
