//! What people and programs are told.

use super::{made, said};
use serde_json::Value;
use std::fs;

#[test]
fn a_claim_is_told_from_its_sentence_to_its_files() {
    let (code, text, _) = said(&["plain", "areas.most-incidents"]);
    assert_eq!(code, 0);
    for part in [
        "it says which areas had most incidents",
        "ledger-sync had the most incidents of all services in Q2 2026: 45 of 192 (23 %)",
        "share               0.234375 (23 %)",
        "rate_per_week       3.46154 per week",
        "interval            2.52487 to 4.63181",
        "Garwood 1936",
        "An incident that names two services counts in both.",
        "Incidents (45)",
        "pagerduty:incident:QHV0000387  2026-04-05T03:20:57Z  4 h 28 m",
        "pagerduty/incidents-0002.json, at /incidents/136",
        "and 35 more; --all names them",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let (_, all, _) = said(&["plain", "areas.most-incidents", "--all"]);
    assert!(all.matches("at /incidents/").count() >= 45 && !all.contains("--all names them"));
    let (_, weighed, _) = said(&["plain", "recurrence.share"]);
    assert!(weighed.contains("compared with         Q1 2026"), "{weighed}");
    assert!(weighed.contains("1.00: the p-value, adjusted for everything that the report compared ("), "{weighed}");
}

#[test]
fn everything_fits_into_a_hundred_columns_and_is_plain_without_a_terminal() {
    let mut lines = 0;
    for args in [
        &["people"][..],
        &["people", "FB-01"],
        &["people", "areas.most-incidents"],
        &["people", "load:#3"],
        &["people", "incidents:severity<=2"],
        &["people", "overlap.storm/S-02"],
    ] {
        let (code, text, _) = said(args);
        assert_eq!(code, 0, "{args:?}");
        assert!(!text.contains('\u{1b}'));
        for line in text.lines() {
            let one_word = line.split_whitespace().count() <= 2;
            assert!(line.chars().count() <= 100 || one_word, "{line}");
            lines += 1;
        }
    }
    assert!(lines > 200, "{lines}");
}

#[test]
fn without_a_subject_every_claim_stands_in_a_line() {
    let (code, text, _) = said(&["plain"]);
    assert_eq!(code, 0);
    let findings: Value =
        serde_json::from_slice(&fs::read(made().home.path().join("plain/findings.json")).unwrap()).unwrap();
    for claim in findings["claims"].as_array().unwrap() {
        let (id, grade) = (claim["id"].as_str().unwrap(), claim["grade"].as_str().unwrap());
        let line = text.lines().find(|line| line.trim_start().starts_with(&format!("{id} ")));
        assert!(line.is_some_and(|line| line.contains(grade)), "{id}");
    }
    assert!(text.contains("retroscope explain plain recurrence.came-back/FB-01"), "{text}");
    assert!(text.contains("Where incidents happen (areas)") && text.contains("The storm of 16 – 17 May 2026 (S-02)"));
}

#[test]
fn what_there_is_not_names_the_nearest() {
    let near = |subject: &str, names: &[&str]| {
        let (code, out, told) = said(&["plain", subject]);
        assert_eq!((code, out.as_str()), (2, ""), "{subject}");
        assert!(told.starts_with(&format!("error: could not find {subject} in the report plain")), "{told}");
        assert!(
            told.contains("`retroscope explain plain` lists what there is") || names[0].contains("--people"),
            "{told}"
        );
        names.iter().for_each(|name| assert!(told.contains(name), "{subject}: {name}: {told}"));
    };
    near("areas.most-incident", &["areas.most-incidents"]);
    near("most-incidents", &["areas.most-incidents"]);
    near("recurrence.came-back/FB-10", &["recurrence.came-back/FB-01"]);
    near("pagerduty:incident:QHV00003871", &["pagerduty:incident:QHV0000387"]);
    near("areas:service/chekout-api", &["areas:service/checkout-api"]);
    near("concurency", &["concurrency"]);
    near("load:P-01/2026-W21", &["tables with a row per person are written only by `retroscope review --people`"]);
    near("zzzzqqqq", &["lists what there is"]);
}

#[test]
fn programs_get_the_same_as_json() {
    for args in [
        &["plain"][..],
        &["plain", "areas.most-incidents"],
        &["plain", "recurrence.famous-bug"],
        &["plain", "QHV0000387"],
        &["plain", "pagerduty:log-entry:RHV00002536"],
        &["plain", "concurrency"],
        &["plain", "concurrency:2026-05-13"],
        &["plain", "areas:service/checkout-api"],
        &["plain", "areas-ranking"],
        &["plain", "S-01"],
        &["plain", "FB-01"],
    ] {
        let (code, out, told) = said(&[args, &["--json"]].concat());
        assert_eq!(code, 0, "{args:?}: {told}");
        let found: Value = serde_json::from_str(&out).unwrap();
        let answers = found["answers"].as_array().unwrap();
        assert!(!answers.is_empty() && answers.iter().all(|answer| answer["is"].is_string()), "{args:?}: {out}");
    }
    let (_, out, _) = said(&["plain", "areas.most-incidents", "--json"]);
    let claim = serde_json::from_str::<Value>(&out).unwrap()["answers"][0].clone();
    assert_eq!(claim["incidents"].as_array().unwrap().len(), 45, "programs get all of them");
    assert_eq!(claim["incidents"][0]["duration_s"], 16_063.0);
    assert_eq!(claim["incidents"][0]["records"][0]["pointer"], "/incidents/136");
}

/// A figure with the wrong unit is worse than one without.
#[test]
fn figures_have_the_units_that_they_are_counted_in() {
    let (_, out, _) = said(&["plain", "--json"]);
    let overview: Value = serde_json::from_str(&out).unwrap();
    let report = made().open("plain");
    let mut units = std::collections::BTreeMap::new();
    for section in overview["answers"][0]["sections"].as_array().unwrap() {
        for line in section["claims"].as_array().unwrap() {
            let Some(retroscope::trail::Trail::Claim(claim)) =
                super::answers(&report, line["id"].as_str().unwrap()).into_iter().next()
            else {
                panic!("{line}")
            };
            units.extend(claim.numbers.into_iter().map(|number| (number.name, number.unit)));
        }
    }
    for (name, unit) in [
        ("median_s", "seconds"),
        ("median_hi_s", "seconds"),
        ("rate_per_week", "per week"),
        ("rate_per_week_lo", "per week"),
        ("per_month_hi", "per month"),
        ("share", "as a part of 1"),
        ("median_share_of_splits", "as a part of 1"),
        ("share_over_hi", "as a part of 1"),
        ("done_within_30_days_least", "as a part of 1"),
        ("ratio_lo", "times"),
        ("ratio_outside_storms", "times"),
        ("p", "probability"),
        ("off_hours_p", "probability"),
        ("hours_above_10_hi", "hours"),
        ("at_once_hours", "hours"),
        ("months_at_160_hours", "months"),
        ("look_back_days", "days"),
        ("seconds_apart", "seconds"),
        // What is counted here are incidents, pages and the like.
        ("at_other_hours", ""),
        ("in_working_hours", ""),
        ("pages_in_sleep_hours", ""),
        ("not_within_14_days", ""),
        ("off_hours_bouts", ""),
        ("person_weeks", ""),
        ("incidents_of_rate", ""),
        ("incidents", ""),
        ("quarters", ""),
    ] {
        assert_eq!(units.get(name), Some(&unit), "{name}");
    }
}

/// A report whose tables are there as CSV only, and one that somebody edited.
#[test]
fn tables_are_read_from_csv_where_the_other_file_is_gone_and_never_when_they_were_edited() {
    let home = made().home.path();
    crate::support::user::copy(&home.join("plain"), &home.join("csv"));
    let (_, whole, _) = said(&["csv", "areas:service/checkout-api", "--all"]);
    for name in ["incidents", "records", "areas"] {
        fs::remove_file(home.join(format!("csv/data/{name}.parquet"))).unwrap();
    }
    let (code, text, _) = said(&["csv", "areas:service/checkout-api", "--all"]);
    assert_eq!((code, text.lines().count()), (0, whole.lines().count()));
    assert!(text.contains("21 incidents (incidents that count, began in the period and name the area):"), "{text}");
    let path = home.join("csv/data/incidents.csv");
    let table = fs::read_to_string(&path).unwrap();
    fs::write(&path, table.replacen("ledger-sync", "Ledger-sync", 1)).unwrap();
    let (code, _, told) = said(&["csv", "areas.most-incidents"]);
    assert!(code == 2 && told.contains("read csv/data/incidents.csv: somebody changed it since"), "{told}");
    let (code, _, told) = said(&["demo", "areas.most-incidents"]);
    assert!(code == 2 && told.contains("could not read demo as a report: it holds no manifest.json"), "{told}");
    let (code, ..) = said(&["plain", "areas.most-incidents", "--show"]);
    assert_eq!(code, 2, "--show needs the inputs");
}
