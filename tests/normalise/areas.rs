//! Aliases and hierarchies of areas, from the settings to the tables.

use crate::support::run::{Run, run};
use retroscope::settings::Settings;

const TABLE: &str = "number,opened_at,resolved_at,title,service,component,team\n\
    1,2026-05-04T10:00:00Z,2026-05-04T11:00:00Z,a,Checkout API,cart,Payments Team\n\
    2,2026-05-05T10:00:00Z,2026-05-05T11:00:00Z,b,checkout-api,,payments\n\
    3,2026-05-06T10:00:00Z,2026-05-06T11:00:00Z,c,ledger,,payments\n\
    4,2026-05-07T10:00:00Z,2026-05-07T11:00:00Z,d,Séarch,,search\n\
    5,2026-05-08T10:00:00Z,2026-05-08T11:00:00Z,e,mystery,,search\n";

fn review(toml: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.csv");
    std::fs::write(&path, TABLE).unwrap();
    let mapping = "[[mapping]]\nname = \"desk\"\nfiles = [\"incidents.csv\"]\n[mapping.fields]\nid = \"number\"\ntitle = \"title\"\n\
        started_at = \"opened_at\"\nresolved_at = \"resolved_at\"\nservice = \"service\"\ncomponent = \"component\"\nteam = \"team\"\n";
    run(&[path], &format!("{toml}{mapping}"), "all")
}

/// Remarks of a rule, as `field: stated`.
fn remarks(run: &Run, rule: &str) -> Vec<String> {
    let rows = run.table("remarks");
    rows.iter().filter(|r| r["rule"] == rule).map(|r| format!("{}: {}", r["field"], r["stated"])).collect()
}

#[test]
fn aliases_are_compared_without_capitals_and_marks() {
    let run = review("[aliases.services]\n\"CHECKOUT_api\" = \"checkout\"\nsearch = \"search\"\nledger = \"ledger\"\n");
    assert_eq!(run.area("service", "checkout", "all"), "2");
    assert_eq!(run.area("service", "search", "all"), "1", "without the accent");
    assert_eq!(remarks(&run, "unknown-area"), ["service: mystery"]);
    let run = review("[aliases.components]\ncart = \"basket\"\n[aliases.teams]\n\"payments team\" = \"payments\"\n");
    assert_eq!((run.area("component", "basket", "all"), run.area("team", "payments", "all")), ("1".into(), "3".into()));
    assert_eq!(remarks(&run, "unknown-area"), ["team: search", "team: search"], "of services nothing was said");
    assert!(remarks(&review(""), "unknown-area").is_empty());
}

#[test]
fn services_roll_up_to_all_that_they_belong_to() {
    let run = review(
        "[aliases.services]\n\"checkout api\" = \"checkout-api\"\n[hierarchy]\n\"checkout-api\" = \"payments platform\"\n\
         \"ledger\" = \"Payments Platform\"\n\"payments platform\" = \"commerce\"\n\"search\" = \"discovery\"\n",
    );
    let area = |name: &str| run.area("component", name, "all");
    assert_eq!((area("commerce"), area("discovery"), area("cart")), ("3".into(), "2".into(), "1".into()));
    assert_eq!(run.area("service", "checkout-api", "all"), "2", "the service stays");
    let unknown = remarks(&run, "unknown-area");
    assert!(unknown.contains(&"service: mystery".to_owned()), "{unknown:?}");
    assert!(!unknown.iter().any(|u| u.starts_with("component")), "no component is in the hierarchy: {unknown:?}");
}

#[test]
fn a_circle_and_a_contradiction_are_settings_errors() {
    let message = |toml: &str| Settings::parse(toml, "x.toml").expect_err(toml).to_string();
    let circle = message("[hierarchy]\na = \"B\"\nb = \"c\"\nC = \"a\"\n");
    assert!(circle.contains("hierarchy goes round in a circle: \"C\" belongs to \"a\" belongs to \"B\""), "{circle}");
    assert!(message("[hierarchy]\na = \"A\"\n").contains("\"a\" belongs to \"A\""));
    let two = message("[aliases.services]\n\"Checkout API\" = \"x\"\n\"checkout-api\" = \"y\"\n");
    assert!(two.contains("aliases.services") && two.contains("\"x\"") && two.contains("\"y\""), "{two}");
    assert!(message("[hierarchy]\na = \" \"\n").contains("blank"));
    assert!(Settings::parse("[hierarchy]\na = \"c\"\nb = \"c\"\nc = \"d\"\n", "x.toml").is_ok());
}
