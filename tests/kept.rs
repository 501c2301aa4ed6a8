//! Files that people keep by hand reach the data set, and a row that can't be used says why.

use crate::support::run::{Run, run};
use retroscope::model::change::ProcessChange;
use retroscope::model::exposure::Exposure;
use retroscope::settings::Settings;
use std::path::PathBuf;

/// Two pages of `Card Gateway` by the team `Payments`.
fn pages() -> String {
    let page = |number: u32| {
        format!(
            r#"{{"id":"QA{number}","incident_number":{number},"title":"page {number}","status":"resolved","urgency":"high",
            "created_at":"2026-05-0{number}T10:00:00Z","resolved_at":"2026-05-0{number}T11:00:00Z","service":{{"id":"S","summary":"Card Gateway"}},
            "teams":[{{"id":"T","summary":"Payments"}}],
            "html_url":"https://x.pagerduty.com/incidents/QA{number}","escalation_policy":{{"id":"E"}}}}"#
        )
    };
    format!("{{\"incidents\":[{},{}]}}", page(1), page(2))
}

fn with(name: &str, bytes: &[u8], toml: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = [("pages.json", pages().as_bytes()), (name, bytes)]
        .into_iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    run(&paths, toml, "all")
}

fn exposure(table: &str, toml: &str) -> Vec<Exposure> {
    with("figures.csv", table.as_bytes(), toml).review.data.exposure
}

fn changes(table: &str, toml: &str) -> Vec<ProcessChange> {
    with("list.csv", table.as_bytes(), toml).review.data.changes
}

/// Row, reason and detail of what was refused.
fn refused(name: &str, table: &str) -> Vec<(String, String, String)> {
    let run = with(name, table.as_bytes(), "");
    let rows = run.table("rejects");
    rows.into_iter().map(|r| (r["row"].clone(), r["reason"].clone(), r["detail"].clone())).collect()
}

/// Milliseconds of an instant, by another reader than ours.
fn at(iso: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(iso).unwrap().timestamp_millis()
}

#[test]
fn a_day_at_the_end_belongs_to_the_stretch_and_figures_may_be_missing() {
    let rows = exposure(
        "Area,From,To,Deploys,Requests,Services\n\
         service:card gateway,2026-05-01,2026-05-31,41,1200000,\n\
         Payments,2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,,,6.5\n",
        "",
    );
    let (from, to) = (at("2026-05-01T00:00:00Z"), at("2026-06-01T00:00:00Z"));
    let gateway = "service:Card Gateway".to_owned();
    assert_eq!(
        rows,
        [
            Exposure { area: gateway, from, to, deploys: Some(41.0), requests: Some(1_200_000.0), services: None },
            Exposure { area: "team:Payments".to_owned(), from, to, deploys: None, requests: None, services: Some(6.5) },
        ]
    );
}

#[test]
fn days_begin_and_end_in_the_reporting_zone_also_when_clocks_change() {
    let table = "area,from,to,deploys\nall,2026-03-29,2026-03-29,3\n";
    let rows = exposure(table, "[report]\nzone = \"Europe/Berlin\"\n");
    assert_eq!((rows[0].from, rows[0].to), (at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")));
    assert_eq!((rows[0].to - rows[0].from) / 3_600_000, 23);
    assert_eq!(rows[0].area, "all");
}

#[test]
fn a_midnight_of_a_spreadsheet_is_a_day_and_one_with_an_offset_is_an_instant() {
    let rows = exposure(
        "area,from,to,deploys\na,2026-05-01 00:00:00,2026-05-31 00:00:00,1\nb,2026-05-01T00:00:00,2026-05-31T00:00:00,1\n\
         c,2026-05-01 00:00Z,2026-05-31 00:00Z,1\n",
        "",
    );
    let ends: Vec<i64> = rows.iter().map(|row| row.to).collect();
    assert_eq!(ends, [at("2026-06-01T00:00:00Z"), at("2026-05-31T00:00:00Z"), at("2026-05-31T00:00:00Z")]);
}

#[test]
fn names_of_areas_become_those_of_the_incidents() {
    let toml = "[aliases.services]\n\"cgw\" = \"Card Gateway\"\n[aliases.teams]\n\"pay\" = \"Payments\"\n";
    let rows = exposure(
        "area,from,to,deploys\nCGW,2026-05-01,2026-05-01,1\npay,2026-05-01,2026-05-01,2\nledger,2026-05-01,2026-05-01,3\n\
         team: ledger,2026-05-01,2026-05-01,4\nCARD-GATEWAY,2026-05-02,2026-05-02,5\nEU: cards,2026-05-01,2026-05-01,6\n",
        toml,
    );
    let areas: Vec<(&str, f64)> = rows.iter().map(|row| (row.area.as_str(), row.deploys.unwrap())).collect();
    let expected = [
        ("service:Card Gateway", 1.0),
        ("service:Card Gateway", 5.0),
        ("service:EU: cards", 6.0),
        ("service:ledger", 3.0),
        ("team:Payments", 2.0),
        ("team:ledger", 4.0),
    ];
    assert_eq!(areas, expected);
}

#[test]
fn overlapping_stretches_stay_and_the_same_row_counts_once() {
    let rows = exposure(
        "area,from,to,deploys\nledger,2026-05-01,2026-05-31,9\nledger,2026-05-01,2026-05-31,9\nledger,2026-05-15,2026-06-15,9\n\
         ledger,2026-05-01,2026-05-31,8\n",
        "",
    );
    assert_eq!(rows.iter().map(|row| row.deploys.unwrap()).collect::<Vec<_>>(), [8.0, 9.0, 9.0]);
}

#[test]
fn rows_that_cannot_be_used_are_refused_with_their_place_and_the_totals_add_up() {
    let table = "area,from,to,deploys,requests\n\
                 ledger,2026-05-01,2026-05-31,-1,\n\
                 ledger,2026-05-01,2026-05-31,many,\n\
                 ledger,2026-05-31,2026-05-01,1,\n\
                 ,2026-05-01,2026-05-31,1,\n\
                 ledger,,2026-05-31,1,\n\
                 ledger,2026-05-01,2026-05-31,,n/a\n\
                 ledger,2026-02-30,2026-05-31,1,\n\
                 ledger,2026-05-01,2026-05-31,NaN,1\n\
                 ledger,2026-05-01,2026-05-31,1e999,\n\
                 ledger,soon,2026-05-31,1,\n\
                 ledger,2026-05-01,2026-05-31,7,\n";
    let found: Vec<(String, String)> =
        refused("figures.csv", table).into_iter().map(|(row, why, _)| (row, why)).collect();
    let expected = [
        ("1", "malformed"),
        ("2", "malformed"),
        ("3", "malformed"),
        ("4", "no-identifier"),
        ("5", "no-time"),
        ("6", "malformed"),
        ("7", "impossible-time"),
        ("9", "malformed"),
        ("10", "no-time"),
    ];
    assert_eq!(found, expected.map(|(row, why)| (row.to_owned(), why.to_owned())));
    let run = with("figures.csv", table.as_bytes(), "");
    let totals = run.table("reconciliation").into_iter().find(|r| r["source"] == "exposure").unwrap();
    let figures = ["read", "kept", "attached", "merged", "excluded", "rejected"].map(|c| totals[c].as_str());
    assert_eq!(figures, ["11", "0", "2", "0", "0", "9"]);
    assert_eq!(run.review.data.exposure.len(), 2);
}

#[test]
fn marks_of_other_countries_are_read_and_what_may_be_two_numbers_is_not() {
    let table = "area;from;to;requests\n\
                 a;2026-05-01;2026-05-31;1.200.000\n\
                 b;2026-05-01;2026-05-31;1,200,000\n\
                 c;2026-05-01;2026-05-31;12,5\n\
                 d;2026-05-01;2026-05-31;1 200 000,25\n\
                 e;2026-05-01;2026-05-31;1.2E+06\n\
                 f;2026-05-01;2026-05-31;0,125\n\
                 g;2026-05-01;2026-05-31;1.200\n\
                 h;2026-05-01;2026-05-31;1,20,000\n\
                 i;2026-05-01;2026-05-31;1'200'000\n\
                 j;2026-05-01;2026-05-31;1.2k\n";
    let figures: Vec<f64> = exposure(table, "").iter().map(|row| row.requests.unwrap()).collect();
    assert_eq!(figures, [1_200_000.0, 1_200_000.0, 12.5, 1_200_000.25, 1_200_000.0, 0.125, 1_200_000.0]);
    let refused = refused("figures.csv", table);
    assert_eq!(refused.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(), ["7", "8", "10"]);
    assert!(refused[0].2.contains("may be 1200 or 1.200"), "{}", refused[0].2);
}

#[test]
fn byte_order_marks_quotes_and_other_line_ends_change_nothing() {
    let plain = exposure("area,from,to,deploys\nledger,2026-05-01,2026-05-31,7\n", "");
    let dressed = "\u{feff}\"Area\";\"From\";\"To\";\"Deploys\"\r\n\"ledger\";\"01.05.2026\";\"31.05.2026\";\"7\"\r\n";
    assert_eq!(exposure(dressed, ""), plain);
    let utf16: Vec<u8> = "\u{feff}area\tfrom\tto\tdeploys\r\nledger\t2026-05-01\t2026-05-31\t7\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(with("figures.csv", &utf16, "").review.data.exposure, plain);
}

#[test]
fn a_day_and_a_month_that_could_be_swapped_need_a_row_that_tells() {
    let told = exposure("area,from,to,deploys\nledger,01/05/2026,31/05/2026,7\n", "");
    assert_eq!((told[0].from, told[0].to), (at("2026-05-01T00:00:00Z"), at("2026-06-01T00:00:00Z")));
    let untold = "area,from,to,deploys\nledger,01/05/2026,03/05/2026,7\n";
    let found = refused("figures.csv", untold);
    assert_eq!((found[0].0.as_str(), found[0].1.as_str()), ("1", "no-time"));
    assert!(found[0].2.contains("may be two dates"), "{}", found[0].2);
    let set = exposure(untold, "[day_first]\nexposure = true\n");
    assert_eq!(set[0].to, at("2026-05-04T00:00:00Z"));
}

#[test]
fn changes_are_sorted_and_those_of_the_settings_stand_among_them() {
    let toml = "[[change]]\nat = 2026-05-02\nwhat = \"Severity 2 is stricter\"\nmetric = [\"severity\", \"MTTR\"]\n\
                [[change]]\nat = \"2026-05-01T12:00:00Z\"\nwhat = \"The pager was replaced\"\n";
    let found = changes(
        "at,what,metric,kind\n2026-05-03,Drills are no incidents,,process\n2026-05-01T12:00:00Z,The pager was replaced,all,\n\
         2026-05-01,Resolved means verified,,TTR\n",
        toml,
    );
    let change = |when: &str, what: &str, metrics: &[&str]| ProcessChange {
        at: at(when),
        what: what.to_owned(),
        metrics: metrics.iter().map(|m| (*m).to_owned()).collect(),
    };
    let expected = [
        change("2026-05-01T00:00:00Z", "Resolved means verified", &["ttr"]),
        change("2026-05-01T12:00:00Z", "The pager was replaced", &[]),
        change("2026-05-02T00:00:00Z", "Severity 2 is stricter", &["severity", "ttr"]),
        change("2026-05-03T00:00:00Z", "Drills are no incidents (process)", &[]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_change_without_a_moment_or_a_word_is_refused() {
    let found = refused("list.csv", "at,what\n,New pager\n2026-05-01,\n2026-05-02,New pager\n03/04/2026,New ladder\n");
    let found: Vec<(&str, &str)> = found.iter().map(|(row, why, _)| (row.as_str(), why.as_str())).collect();
    assert_eq!(found, [("1", "no-time"), ("2", "malformed"), ("4", "no-time")]);
}

#[test]
fn a_change_of_the_settings_that_cannot_be_read_is_an_error_that_names_it() {
    let wrong = |text: &str| Settings::parse(text, "retroscope.toml").unwrap_err().to_string();
    let unread = wrong("[[change]]\nat = \"soon\"\nwhat = \"New pager\"\n");
    assert!(unread.contains("[[change]] \"New pager\"") && unread.contains("\"soon\""), "{unread}");
    assert!(wrong("[[change]]\nat = 2026-05-01\nwhat = \" \"\n").contains("`what`"));
    assert!(wrong("[[change]]\nat = 2026-05-01\nwhat = \"x\"\nwhere = \"y\"\n").contains("where"));
    let zoned = Settings::parse("[report]\nzone = \"Europe/Berlin\"\n[[change]]\nat = 2026-05-01\nwhat = \"x\"\n", "t");
    assert_eq!(zoned.unwrap().changes[0].at, at("2026-05-01T00:00:00+02:00"));
}

#[test]
fn tables_of_incidents_with_such_columns_are_not_taken() {
    let tables = [
        "id,area,from,to,services,title\n1,a,2026-05-01,2026-05-02,x,cards fail\n",
        "area,from,to\na,2026-05-01,2026-05-02\n",
        "incident_id,at,what\nQA1,2026-05-01T10:00:00Z,paged\n",
        "at,what,severity\n2026-05-01T10:00:00Z,cards fail,SEV1\n",
    ];
    for table in tables {
        let data = with("table.csv", table.as_bytes(), "").review.data;
        assert!(data.exposure.is_empty() && data.changes.is_empty(), "{table}");
    }
}
