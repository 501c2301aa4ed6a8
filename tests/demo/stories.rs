//! The planted stories: what the truth says of them is so in the exports, and each is as large as it is meant to be.

use super::{demo, pager, pages, posts, read, rows};
use retroscope::demo::{Options, Scenario, write};
use retroscope::text::tokens::mask;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const LAST_QUARTER: &str = "2026-04-01";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// The field of an incident of the pager.
fn field<'a>(incident: &'a Value, name: &str) -> Option<&'a Value> {
    incident["custom_fields"].as_array()?.iter().find(|f| f["name"] == name).map(|f| &f["value"])
}

/// The committed demo, without its cost.
fn committed() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")
}

#[test]
fn a_famous_bug_is_behind_one_in_six_that_customers_felt_and_a_third_of_the_night_pages() {
    let folder = committed();
    let bug = &read(&folder, "truth/stories.json")["famous_bug"];
    let planted = rows(&folder, "truth/incidents.csv");
    let now: Vec<_> = planted.iter().filter(|r| r["started_at"].as_str() >= LAST_QUARTER).collect();
    let of_bug: Vec<_> = now.iter().filter(|r| r["famous_bug"] == bug["name"].as_str().unwrap()).collect();
    assert_eq!(bug["in_last_quarter"], of_bug.len());
    let felt = &bug["customer_facing_in_last_quarter"];
    assert_eq!(felt["all"], now.iter().filter(|r| r["customer_facing"] == "yes").count());
    assert_eq!(felt["of_the_bug"], of_bug.iter().filter(|r| r["customer_facing"] == "yes").count());
    let share = number(&felt["of_the_bug"]) / number(&felt["all"]);
    assert!((0.12..0.22).contains(&share), "{share} of what customers felt");
    let nights = &bug["pages_in_sleep_hours_in_last_quarter"];
    let rings = rows(&folder, "truth/interruptions.csv");
    let asleep = rings.iter().filter(|r| r["hour_class"] == "sleep" && r["at"].as_str() >= LAST_QUARTER).count();
    assert_eq!(nights["all"], asleep);
    let share = number(&nights["of_the_bug"]) / number(&nights["all"]);
    assert!((0.27..0.45).contains(&share), "{share} of the pages in sleep hours");
    let (fixes, returned) = (bug["claimed_fixes"].as_array().unwrap(), bug["returned_at"].as_array().unwrap());
    assert!(fixes.len() == 2 && fixes.iter().zip(returned).all(|(fix, back)| back.as_str() > fix.as_str()));
}

#[test]
fn customer_impact_and_factors_are_those_of_the_exports() {
    let folder = demo(300, 20_240_601);
    let incidents: BTreeMap<String, Value> =
        pages(folder.path(), "incidents").into_iter().map(|i| (i["id"].as_str().unwrap().to_owned(), i)).collect();
    let (posts, _) = posts(folder.path());
    let (mut stated, mut factors) = (0, 0);
    for row in rows(folder.path(), "truth/incidents.csv") {
        let records: Vec<&str> = row["records"].split(';').collect();
        let page = records.iter().filter_map(|r| incidents.get(r.strip_prefix("pagerduty:")?)).next();
        let said = page.and_then(|p| field(p, "customer_impact")).and_then(Value::as_bool);
        let is_posted = records.iter().any(|r| posts.contains_key(*r));
        let expected = if is_posted { "yes" } else { said.map_or("", |yes| if yes { "yes" } else { "no" }) };
        assert_eq!(row["customer_facing"], expected, "{row:?}");
        if let Some(list) = page.and_then(|p| field(p, "contributing_factors")) {
            let list: Vec<&str> = list.as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
            assert_eq!(row["factors"], list.join(";"));
        }
        stated += usize::from(!expected.is_empty());
        factors += usize::from(!row["factors"].is_empty());
    }
    let coverage = &read(folder.path(), "truth/stories.json")["coverage"];
    assert_eq!((&coverage["state_customer_impact"], &coverage["state_factors"]), (&stated.into(), &factors.into()));
    assert!((180..=225).contains(&factors), "{factors} of 300 state a factor");
}

#[test]
fn a_vendor_is_behind_a_growing_share() {
    let folder = committed();
    let vendor = &read(&folder, "truth/stories.json")["vendor"];
    let planted = rows(&folder, "truth/incidents.csv");
    let own: Vec<&str> = planted.iter().filter(|r| r["story"] == "vendor").map(|r| r["key"].as_str()).collect();
    assert_eq!(vendor["keys"], serde_json::json!(own));
    let share = |quarter: &str| {
        let counts = &vendor["per_quarter"][quarter];
        number(&counts["of_the_vendor"]) / number(&counts["incidents"])
    };
    let quarters = ["Q1 2025", "Q3 2025", "Q1 2026"].map(share);
    assert!(quarters.is_sorted_by(|a, b| a < b) && share("Q3 2024") == 0.0, "{quarters:?}");
    let counts = ["Q1 2026", "Q2 2026"].map(|q| number(&vendor["per_quarter"][q]["of_the_vendor"]));
    assert!(counts[1] > 2.0 * counts[0], "{counts:?}");
    let named = pager(&folder).len();
    assert!(named > 0 && own.len() > 20, "{}", own.len());
}

#[test]
fn one_week_has_more_incidents_than_people_and_the_fire_brings_many() {
    let stories = read(&committed(), "truth/stories.json");
    let week = &stories["crowded_week"];
    assert!(number(&week["most_at_once"]) > number(&week["people_on_call"]), "{week}");
    let fire = &stories["fire"];
    assert!(number(&fire["incidents"]) >= 30.0 && number(&fire["length_s"]) > 10.0 * 86_400.0, "{fire}");
    let strained = &stories["strained_rotation"];
    assert!(number(&strained["people"]) >= 5.0 && number(&strained["incidents"]) >= 24.0, "{strained}");
    let rule = &stories["severity_rule"];
    assert!(rule["from"].as_str().unwrap().starts_with("2026-04-01") && number(&rule["rerated"]) >= 10.0, "{rule}");
    assert_eq!(stories["fix_that_held"]["came_back"], false);
}

/// Where nothing changed, nothing is planted.
#[test]
fn other_scenarios_have_no_stories() {
    for scenario in [Scenario::Null, Scenario::SameTwice, Scenario::MixShift, Scenario::OneFire] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &Options { incidents: 80, seed: 5, scenario }).unwrap();
        assert!(!folder.path().join("truth/stories.json").exists());
        let stories: BTreeSet<String> =
            rows(folder.path(), "truth/incidents.csv").into_iter().map(|r| r["story"].clone()).collect();
        let expected = if scenario == Scenario::OneFire { vec!["", "fire"] } else { vec![""] };
        assert_eq!(stories.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{scenario:?}");
    }
}

/// What happens once does not read like what happened before, whatever the numbers in it are; and no slot of a template is
/// left over.
#[test]
fn titles_are_whole_and_each_is_its_own() {
    let folder = demo(1_000, 3);
    let story: BTreeMap<String, String> = rows(folder.path(), "truth/incidents.csv")
        .into_iter()
        .flat_map(|r| r["records"].split(';').map(|id| (id.to_owned(), r["story"].clone())).collect::<Vec<_>>())
        .collect();
    let mut seen = BTreeSet::new();
    for incident in pages(folder.path(), "incidents") {
        let title = incident["title"].as_str().unwrap();
        assert!(!title.contains(['{', '}']) && title.len() > 12, "{title}");
        let is_merged = !incident["resolve_reason"].is_null();
        let is_bug = story[&format!("pagerduty:{}", incident["id"].as_str().unwrap())].ends_with("bug")
            || title.contains("evening run");
        assert!(is_merged || is_bug || seen.insert(mask(title)), "{title}");
    }
    for entry in std::fs::read_dir(folder.path().join("reviews")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains(['{', '}']), "{text}");
    }
}

#[test]
fn follow_ups_have_owners_days_and_all_kinds_of_ends() {
    let mut status: BTreeMap<String, usize> = BTreeMap::new();
    let (mut owned, mut late, mut overdue, mut all) = (0, 0, 0, 0);
    for entry in std::fs::read_dir(committed().join("reviews")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let table = text.split("| --- | --- | --- | --- | --- | --- |\n").nth(1).unwrap();
        for line in table.lines() {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [_, owner, due, state, done, ticket] = cells[..] else { panic!("{line}") };
            all += 1;
            owned += usize::from(!owner.is_empty());
            late += usize::from(state == "done" && done > due);
            overdue += usize::from(done.is_empty() && state != "cancelled" && due < "2026-06-20");
            assert!(ticket.starts_with("OPS-") && (state == "done") != done.is_empty(), "{line}");
            *status.entry(state.to_owned()).or_default() += 1;
        }
    }
    assert_eq!(status.keys().map(String::as_str).collect::<Vec<_>>(), ["cancelled", "done", "in progress", "open"]);
    assert!(all > 80 && owned * 10 > all * 8 && late > 5 && overdue > 5, "{all}: {owned}, {late}, {overdue}");
}
