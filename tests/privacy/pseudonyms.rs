//! Whoever has the folder and a list of names cannot tell which pseudonym is whose.

use super::folder::{Files, review, rows};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const PEOPLE: usize = 240;

/// Address, account and name of a person. No two of their orders agree, nor with the order in which they appear.
fn identity(person: usize) -> (String, String, String) {
    let mix = |factor: usize| (person * factor + 11) % PEOPLE;
    let name = format!("Vorname{:03} Nachname{:03}", mix(91), mix(143));
    (format!("m{:03}@harbour.example", mix(77)), format!("PU{:03}X", mix(119)), name)
}

/// One incident per person, who is paged for it; the order of appearance is the order of people.
fn write(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    let (mut incidents, mut entries, mut users) = (Vec::new(), Vec::new(), Vec::new());
    for person in 0..PEOPLE {
        let (email, account, name) = identity(person);
        let at = format!("2026-0{}-{:02}T{:02}:00:00Z", 4 + person % 3, 1 + person % 28, person % 24);
        let user = json!({"id": account, "type": "user_reference", "summary": name});
        let id = format!("Q{person:05}");
        incidents.push(
            json!({"id": id, "incident_number": person, "type": "incident", "title": format!("queue {person} stuck"),
            "status": "resolved", "created_at": at, "service": {"id": "S1", "summary": "billing"}, "urgency": "high"}),
        );
        entries.push(json!({"id": format!("R{person:05}"), "type": "notify_log_entry", "created_at": at, "user": user,
            "channel": {"type": "auto", "notification": {"type": "phone"}}, "incident": {"id": id}, "agent": {"id": "S1", "type": "service_reference"}}));
        entries.push(
            json!({"id": format!("A{person:05}"), "type": "acknowledge_log_entry", "created_at": at, "agent": user,
            "channel": {"type": "website"}, "incident": {"id": id}}),
        );
        users.push(json!({"id": account, "type": "user", "name": name, "email": email, "time_zone": "Europe/London"}));
    }
    let put = |name: &str, key: &str, list: Vec<Value>| {
        std::fs::write(folder.join(name), json!({key: list}).to_string()).unwrap();
    };
    put("incidents.json", "incidents", incidents);
    put("log_entries.json", "log_entries", entries);
    put("users.json", "users", users);
}

fn report(settings: &str, more: &[&str]) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("in");
    write(&exports);
    let file = folder.path().join("set.toml");
    std::fs::write(&file, settings).unwrap();
    let named = file.to_string_lossy().into_owned();
    let mut flags = vec!["--people", "--settings", &named, "--period", "2026Q2"];
    flags.extend(more);
    review(&[&exports], &folder.path().join("out"), &flags)
}

/// The pseudonym of each person, by what only who has the exports knows.
fn pseudonyms(files: &Files) -> Vec<String> {
    let of: BTreeMap<String, String> =
        rows(files, "involvements").into_iter().map(|r| (r["incident_id"].clone(), r["person_id"].clone())).collect();
    (0..PEOPLE).map(|person| of[&format!("pagerduty:incident:Q{person:05}")].clone()).collect()
}

/// Rank correlation of two orders.
fn correlation(a: &[usize], b: &[usize]) -> f64 {
    let n = a.len() as f64;
    let squares: f64 = a.iter().zip(b).map(|(a, b)| (*a as f64 - *b as f64).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

fn ranks<T: Ord>(values: &[T]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].cmp(&values[*b]));
    let mut ranks = vec![0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
    ranks
}

/// Orders in which somebody could have been numbered.
fn orders() -> Vec<(&'static str, Vec<usize>)> {
    let people: Vec<(String, String, String)> = (0..PEOPLE).map(identity).collect();
    vec![
        ("addresses", ranks(&people.iter().map(|p| &p.0).collect::<Vec<_>>())),
        ("accounts", ranks(&people.iter().map(|p| &p.1).collect::<Vec<_>>())),
        ("names", ranks(&people.iter().map(|p| &p.2).collect::<Vec<_>>())),
        ("appearance", (0..PEOPLE).collect()),
    ]
}

#[test]
fn pseudonyms_keep_no_order() {
    for settings in ["", "[people]\nsalt = \"forty-two wooden spoons\"\n"] {
        let files = report(settings, &[]);
        let pseudonyms = ranks(&pseudonyms(&files));
        for (what, order) in orders() {
            let rho = correlation(&pseudonyms, &order);
            let same = pseudonyms.iter().zip(&order).filter(|(a, b)| a == b).count();
            println!("{what}: rank correlation {rho:.3}, {same} of {PEOPLE} at their place");
            // Chance alone: a standard deviation of 0.065, and one at its place.
            assert!(rho.abs() < 0.27 && same <= 8, "{what}: {rho} and {same}");
        }
    }
}

#[test]
fn tables_of_people_are_in_the_order_of_pseudonyms() {
    let files = report("", &[]);
    for table in ["load", "shifts"] {
        let people: Vec<String> = rows(&files, table).into_iter().map(|r| r["person_id"].clone()).collect();
        assert!(people.is_sorted(), "{table}");
    }
    // Records of people have neither a place in the export nor an id that tells whose they are.
    let records = rows(&files, "records");
    let own: Vec<_> = records.iter().filter(|r| r["record_id"].contains(":user:")).collect();
    assert_eq!(own.len(), PEOPLE);
    assert!(own.iter().all(|r| r["row"].is_empty() && r["pointer"].is_empty() && r["native_id"].is_empty()));
    let order: Vec<usize> = ranks(&own.iter().map(|r| &r["record_id"]).collect::<Vec<_>>());
    assert_eq!(order, (0..PEOPLE).collect::<Vec<_>>(), "in the order of their ids");
}

#[test]
fn the_same_inputs_give_the_same_pseudonyms_whatever_the_threads_and_other_inputs_others() {
    let one = report("", &["--threads", "1"]);
    let four = report("", &["--threads", "4"]);
    assert_eq!(one, four);
    let folder = tempfile::tempdir().unwrap();
    let exports = folder.path().join("in");
    write(&exports);
    let named = ["users.json", "incidents.json", "log_entries.json"].map(|name| exports.join(name));
    let paths: Vec<&Path> = named.iter().map(|p| p.as_path()).collect();
    let flags = ["--people", "--period", "2026Q2"];
    let turned = review(&paths, &folder.path().join("out"), &flags);
    assert_eq!(pseudonyms(&one).len(), pseudonyms(&turned).len());
    // The settings file of the first is no input, so the inputs are the same files in another order.
    assert_eq!(pseudonyms(&one), pseudonyms(&turned));
    std::fs::write(exports.join("note.txt"), "one more file").unwrap();
    let other = review(&[&exports], &folder.path().join("other"), &flags);
    assert_ne!(pseudonyms(&one), pseudonyms(&other));
}

/// Everything in a folder that could be a key: each word, and each run of hexadecimal digits as bytes.
fn keys(files: &Files) -> BTreeSet<Vec<u8>> {
    let mut keys: BTreeSet<Vec<u8>> = BTreeSet::from([Vec::new()]);
    let is_hex =
        |word: &str| word.len() >= 16 && word.len().is_multiple_of(2) && word.chars().all(|c| c.is_ascii_hexdigit());
    let mut digests: Vec<Vec<u8>> = Vec::new();
    for (name, text) in files {
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| is_hex(w)) {
            let bytes: Vec<u8> =
                (0..word.len() / 2).map(|at| u8::from_str_radix(&word[2 * at..2 * at + 2], 16).unwrap()).collect();
            keys.insert(word.as_bytes().to_vec());
            if name == "manifest.json" {
                digests.push(bytes.clone());
            }
            keys.insert(bytes);
        }
        if name == "manifest.json" {
            keys.extend(text.split(['"', ' ', ',']).map(|word| word.as_bytes().to_vec()));
        }
        keys.insert(Sha256::digest(text.as_bytes()).to_vec());
    }
    // The digests of the inputs together, as printed and in order.
    keys.insert(digests.concat());
    digests.sort();
    keys.insert(digests.concat());
    keys.insert(Sha256::digest(digests.concat()).to_vec());
    keys
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let short = if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    let pad = |with: u8| (0..64).map(|at| short.get(at).copied().unwrap_or(0) ^ with).collect::<Vec<u8>>();
    let inner = Sha256::digest([&pad(0x36)[..], text].concat());
    Sha256::digest([&pad(0x5c)[..], &inner[..]].concat()).to_vec()
}

/// What somebody could hash of a known person under a key.
fn guesses(key: &[u8], known: &str) -> Vec<Vec<u8>> {
    let text = known.as_bytes();
    let purpose = [b"person\x01", text].concat();
    vec![
        Sha256::digest([key, text].concat()).to_vec(),
        Sha256::digest([key, b"\x01", text].concat()).to_vec(),
        Sha256::digest([text, key].concat()).to_vec(),
        hmac(key, text),
        hmac(key, &purpose),
    ]
}

#[test]
fn hashing_known_people_with_anything_in_the_folder_names_nobody() {
    for settings in ["", "[people]\nsalt = \"forty-two wooden spoons\"\n"] {
        let files = report(settings, &[]);
        let (pseudonyms, keys) = (pseudonyms(&files), keys(&files));
        let places = ranks(&pseudonyms);
        // A handful of people shows as well as all whether a key is right.
        let sample: Vec<usize> = (0..PEOPLE).step_by(5).collect();
        let of_sample = ranks(&sample.iter().map(|p| places[*p]).collect::<Vec<_>>());
        println!("{} keys", keys.len());
        for key in &keys {
            for pick in [|p: usize| identity(p).0, |p: usize| identity(p).1, |p: usize| identity(p).2] {
                let hashed: Vec<Vec<Vec<u8>>> = sample.iter().map(|p| guesses(key, &pick(*p))).collect();
                for way in 0..5 {
                    let mine: Vec<&Vec<u8>> = hashed.iter().map(|h| &h[way]).collect();
                    let same = ranks(&mine).iter().zip(&of_sample).filter(|(a, b)| a == b).count();
                    let rho = correlation(&ranks(&mine), &of_sample);
                    assert!(same < sample.len() / 2 && rho < 0.9, "a key of {} bytes, way {way}", key.len());
                    for (person, digest) in sample.iter().zip(mine) {
                        let hex: String = digest.iter().map(|b| format!("{b:02x}")).take(5).collect();
                        assert!(!pseudonyms[*person].contains(&hex), "{} is {hex}", pseudonyms[*person]);
                    }
                }
            }
        }
    }
}

#[test]
fn a_salt_makes_pseudonyms_stable_and_stands_nowhere() {
    let salt = "forty-two wooden spoons";
    let settings = format!("[people]\nsalt = \"{salt}\"\n");
    let files = report(&settings, &[]);
    assert!(files.iter().all(|(name, text)| !text.contains(salt) && !name.contains(salt)));
    let first = pseudonyms(&files);
    let (email, ..) = identity(7);
    let mine = hmac(salt.as_bytes(), &[b"person\x01", email.as_bytes()].concat());
    let hex: String = mine.iter().take(5).map(|b| format!("{b:02x}")).collect();
    assert_eq!(first[7], format!("person-{hex}"), "whoever has the salt can find a person again");
    assert_eq!(first, pseudonyms(&report(&settings, &["--threads", "2"])));
    assert_ne!(first, pseudonyms(&report("[people]\nsalt = \"forty-three wooden spoons\"\n", &[])));
}
