//! Figures of fewer than five people: not in a row, and not by taking rows from a total.

use super::folder::{Files, review, rows};
use crate::load::organisation;
use retroscope::model::row::PersonIx;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Members = BTreeMap<String, BTreeSet<String>>;

/// Cells that say nothing.
const SILENT: [&str; 3] = ["not shown", "fewer than five", "–"];

/// A table of the findings as rows of cells by the names of their columns.
fn table(findings: &Value, id: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let sections = findings["sections"].as_array().unwrap();
    let tables = sections.iter().flat_map(|s| s["tables"].as_array().unwrap());
    let table = tables.into_iter().find(|t| t["id"] == id)?;
    let names: Vec<&str> = table["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    let cells = |row: &Value| -> BTreeMap<String, String> {
        let cells = row.as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned());
        names.iter().map(|n| (*n).to_owned()).zip(cells).collect()
    };
    Some(table["rows"].as_array().unwrap().iter().map(cells).collect())
}

/// The attack: rows that show figures must be about five people, and so must all that is left of the total.
fn attack(what: &str, rows: &[BTreeMap<String, String>], name: &str, members: &Members, outside: &BTreeSet<String>) {
    let (mut left, mut shown) = (outside.clone(), 0);
    for row in rows {
        let Some(people) = members.get(&row[name]) else { continue };
        // How many incidents there were is no figure about people.
        let says = row.iter().any(|(column, cell)| {
            column != name && column != "incidents" && !cell.is_empty() && !SILENT.contains(&cell.as_str())
        });
        if says {
            shown += 1;
            assert!(people.is_empty() || people.len() >= 5, "{what}: {row:?} is about {}", people.len());
        } else {
            left.extend(people.iter().cloned());
        }
    }
    println!("{what}: {shown} rows with figures, the total without them is about {} people", left.len());
    assert!(
        left.is_empty() || left.len() >= 5 || shown == 0,
        "{what}: the total without the rows is about {}",
        left.len()
    );
}

fn findings(files: &Files) -> Value {
    serde_json::from_str(files["findings.json"].split_once('\n').unwrap().1).unwrap()
}

fn members<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Members {
    let mut found = Members::new();
    rows.filter(|(_, person)| person.starts_with("person")).for_each(|(group, person)| {
        found.entry(group.to_owned()).or_default().insert(person.to_owned());
    });
    found
}

/// All tables of groups of people, held against who is in them.
fn attacked(inputs: &Path, out: &Path, period: &str) -> Files {
    let files = review(&[inputs], out, &["--people", "--period", period]);
    let found = findings(&files);
    let none = BTreeSet::new();
    let shifts = rows(&files, "shifts");
    let [from, to] = if period == "2026Q2" { ["2026-04-01", "2026-07-01"] } else { ["0000", "9999"] };
    // An end that is not stated is no end.
    let ends = |r: &BTreeMap<String, String>| r["end_at"].is_empty() || r["end_at"].as_str() > from;
    let inside = |r: &&BTreeMap<String, String>| ends(r) && r["start_at"].as_str() < to;
    let rotations = members(shifts.iter().filter(inside).map(|r| (r["schedule"].as_str(), r["person_id"].as_str())));
    for id in ["load-by-rotation", "rotations-above"] {
        table(&found, id).into_iter().for_each(|t| attack(id, &t, "rotation", &rotations, &none));
    }
    let chart = files.get("charts/incidents-per-shift.csv").map(|text| text.split_once('\n').unwrap().1);
    for row in chart.into_iter().flat_map(|text| csv::Reader::from_reader(text.as_bytes()).into_deserialize()) {
        let row: BTreeMap<String, String> = row.unwrap();
        let people = rotations.get(&row["rotation"]).map_or(5, BTreeSet::len);
        assert!(people >= 5, "charts/incidents-per-shift.csv: {row:?}");
    }
    let parts = rows(&files, "involvements");
    let paged = rows(&files, "interruptions");
    let incidents = rows(&files, "incidents");
    let service: BTreeMap<&str, &str> =
        incidents.iter().map(|r| (r["incident_id"].as_str(), r["service"].as_str())).collect();
    let of = |list: &'_ [BTreeMap<String, String>]| -> Vec<(String, String)> {
        list.iter().map(|r| (r["incident_id"].clone(), r["person_id"].clone())).collect()
    };
    let answered = members(parts.iter().map(|r| (service[r["incident_id"].as_str()], r["person_id"].as_str())));
    table(&found, "responders-by-service")
        .into_iter()
        .for_each(|t| attack("responders-by-service", &t, "service", &answered, &none));
    families(&files, &[of(&parts), of(&paged)].concat());
    words(&files);
    duties(&files, &found);
    files
}

/// Things that people did, of which a small number leaves no room for more people.
const DONE: [&str; 9] = ["night", "incident", "part", "page", "shift", "interruption", "person-week", "flag", "week"];

/// The attack on words: a sentence that keeps the number of people to itself must not count what they did so low that the
/// number follows, nor give how often it was "in all".
fn words(files: &Files) {
    let pages = files.iter().filter(|(name, _)| name.ends_with(".md") || name.as_str() == "findings.json");
    for (name, text) in pages {
        // What others wrote stands between quotation marks.
        let own: String = text.split(['“', '”']).step_by(2).collect();
        for sentence in
            own.split(['\n', '|']).flat_map(|line| line.split(". ")).filter(|s| s.contains("ewer than five"))
        {
            // How large a limit is ("more than 2 incidents in a shift") is no count of what anybody did, nor is "at once".
            let limits = ["more than 2 incidents", "at most 2 incidents", " at once"];
            let sentence = limits.iter().fold(sentence.to_owned(), |text, limit| text.replace(limit, ""));
            let tokens: Vec<&str> = sentence.split_whitespace().collect();
            for pair in tokens.windows(2) {
                let few =
                    ["1", "2", "3", "4", "one", "two", "three", "four"].contains(&pair[0].to_lowercase().as_str());
                let done = DONE.iter().any(|what| pair[1].starts_with(what));
                assert!(!(few && done), "{name}: {sentence}");
            }
            for often in ["times in all", "once in all", "twice in all", " once", " twice"] {
                assert!(!sentence.contains(often), "{name}: {sentence}");
            }
        }
    }
}

/// The attack on numbers: parts by duty add up to all of them, and each is at least the number of its people.
fn duties(files: &Files, found: &Value) {
    let inside: BTreeSet<String> = rows(files, "incidents")
        .into_iter()
        .filter(|r| r["in_period"] == "true" && r["included"] == "true")
        .map(|r| r["incident_id"].clone())
        .collect();
    let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows(files, "involvements").into_iter().filter(|r| inside.contains(&r["incident_id"])) {
        if row["person_id"].starts_with("person") {
            people.entry(row["on_call"].clone()).or_default().insert(row["person_id"].clone());
        }
    }
    let claims = found["claims"].as_array().unwrap();
    let claim = claims.iter().find(|c| c["code"] == "load.pulled-in").unwrap();
    let keys = ["on_call", "other_rota", "not_on_call", "not_known"];
    let told = keys.iter().filter(|key| claim["numbers"].get(*key).is_some()).count();
    if people.values().any(|people| (1..5).contains(&people.len())) {
        assert!(told == 0 && claim["n"].is_null(), "{people:?}: {claim}");
    } else if claim["grade"] != "not-assessable" {
        assert_eq!(told, keys.len(), "{claim}");
    }
    for (key, kind) in [("people", "no"), ("people_other_rota", "other-rota")] {
        let known = people.get(kind).map_or(0, BTreeSet::len) as f64;
        let said = claim["numbers"].get(key).and_then(Value::as_f64);
        assert!(said.is_none_or(|said| said == known && (known == 0.0 || known >= 5.0)), "{key}: {said:?} of {known}");
    }
}

/// What problems took from people.
fn families(files: &Files, parts: &[(String, String)]) {
    let families = rows(files, "families");
    let mut family: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &families {
        row["incident_ids"].split(';').for_each(|id| _ = family.insert(id, row["family_id"].as_str()));
    }
    let crews = members(parts.iter().filter_map(|(i, person)| Some((*family.get(i.as_str())?, person.as_str()))));
    let outside = parts.iter().filter(|(i, p)| !family.contains_key(i.as_str()) && p.starts_with("person"));
    let outside: BTreeSet<String> = outside.map(|(_, person)| person.clone()).collect();
    let costs: Vec<BTreeMap<String, String>> = families
        .iter()
        .map(|r| {
            let columns = ["family_id", "responder_s", "disturbed_nights", "pages", "night_pages"];
            columns.iter().map(|c| ((*c).to_owned(), r[*c].clone())).collect()
        })
        .collect();
    attack("families", &costs, "family_id", &crews, &outside);
}

#[test]
fn small_teams_and_rotations_stay_out_of_every_table() {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("in");
    std::fs::create_dir(&exports).unwrap();
    organisation::write(&exports);
    let files = attacked(&exports, &folder.path().join("out"), "2026Q2");
    let found = findings(&files);
    // Teams: by whom the list of users puts there.
    let teams: Members = organisation::TEAMS
        .iter()
        .map(|(team, _)| {
            let of = |p: &&(&str, &str, &str)| p.2 == *team;
            ((*team).to_owned(), organisation::PEOPLE.iter().filter(of).map(|p| p.0.to_owned()).collect())
        })
        .collect();
    for id in ["interruptions-by-team", "attention-by-team"] {
        for row in table(&found, id).into_iter().flatten() {
            assert!(teams.get(&row["team"]).is_none_or(|people| people.len() >= 5), "{id}: {row:?}");
        }
    }
    // Sentences of no edition quote a small rotation with a figure.
    for edition in ["executive.md", "managers.md", "oncall.md", "analyst.md"] {
        let small: Vec<&str> = files[edition].lines().filter(|line| line.contains("Trio primary")).collect();
        assert!(small.iter().all(|line| line.contains("not shown")), "{edition}: {small:?}");
    }
}

#[test]
fn nobody_is_told_out_of_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    attacked(&demo, &folder.path().join("out"), "2026Q2");
}

#[test]
fn nobody_is_told_out_of_the_samples() {
    let Some(shared) = crate::support::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let samples = shared.join("samples");
    let mut each: Vec<_> = std::fs::read_dir(&samples).unwrap().map(|e| e.unwrap().path()).collect();
    each.sort();
    each.push(samples);
    assert!(each.len() > 10);
    for (n, inputs) in each.iter().enumerate() {
        attacked(inputs, &folder.path().join(format!("out-{n}")), "all");
    }
}

#[test]
fn the_attack_on_words_works() {
    let page = |text: &str| Files::from([("executive.md".to_owned(), text.to_owned())]);
    let falls = |text: &str| std::panic::catch_unwind(|| words(&page(text))).is_err();
    assert!(falls("Fewer than five people took part in 1 incident in Q3 2026 without being on call, 3 times in all."));
    assert!(falls("Three nights were disturbed, for fewer than five people."));
    assert!(falls("Fewer than five people had 3 or more in a row, once in all."));
    assert!(!falls("In 12 incidents somebody took part. 11 people took part; fewer than five of them did more."));
}

#[test]
fn a_rotation_of_one_person_is_not_split() {
    let Some(shared) = crate::support::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = attacked(&shared.join("cases/attack/one-person-rotation/in"), &folder.path().join("out"), "2026Q2");
    let found = findings(&files);
    for row in ["load-by-rotation", "rotations-above"].iter().flat_map(|id| table(&found, id).unwrap_or_default()) {
        if row["rotation"] == "Beta rota" {
            assert!(row.iter().all(|(column, cell)| column == "rotation" || cell == "not shown"), "{row:?}");
        }
    }
}

#[test]
fn what_is_left_of_a_total_is_never_about_a_handful() {
    use retroscope::analyse::load::groups::hidden;
    let set = |from: usize, to: usize| (from..to).map(PersonIx::at).collect::<BTreeSet<PersonIx>>();
    // One small group takes the smallest other one with it.
    assert_eq!(hidden(&[&set(0, 1), &set(1, 7), &set(7, 20)], &set(0, 0)), [true, true, false]);
    // Two small ones of three people together do as well; of five they don't.
    assert_eq!(hidden(&[&set(0, 1), &set(1, 3), &set(3, 9)], &set(0, 0)), [true, true, true]);
    assert_eq!(hidden(&[&set(0, 2), &set(2, 5), &set(5, 11)], &set(0, 0)), [true, true, false]);
    // The same three people twice are three.
    assert_eq!(hidden(&[&set(0, 3), &set(0, 3), &set(3, 9)], &set(0, 0)), [true, true, true]);
    // People in no group are left of the total too.
    assert_eq!(hidden(&[&set(0, 6), &set(6, 20)], &set(20, 22)), [true, false]);
    assert_eq!(hidden(&[&set(0, 6), &set(6, 20)], &set(20, 25)), [false, false]);
    assert_eq!(hidden(&[], &set(0, 1)), [false; 0]);
}
