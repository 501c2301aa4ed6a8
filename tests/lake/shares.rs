//! Machines side by side: each reads a share of the files into a lake of its own, and these come to the lake that one machine
//! makes, byte for byte.

use super::{contents, demo, exports, good, refused, with};
use crate::support::shared;
use retroscope::pipeline::lakes::Share;
use std::fs;
use std::path::Path;

/// Reads `in` in shares, brings them together in this order, and compares with the lake that one machine makes.
fn in_shares(home: &Path, of: usize, order: &[usize]) {
    good(home, &["normalise", "in", "--to", "whole", "--quiet"]);
    for number in 1..=of {
        let (share, to) = (format!("{number}/{of}"), format!("work/share-{number}"));
        good(home, &["normalise", "in", "--to", &to, "--share", &share, "--quiet"]);
    }
    let lakes: Vec<String> = order.iter().map(|number| format!("work/share-{number}")).collect();
    let lakes: Vec<&str> = lakes.iter().map(String::as_str).collect();
    good(home, &[&["normalise"][..], &lakes, &["--to", "lake", "--quiet"]].concat());
    good(home, &["normalise", "--check", "lake"]);
    let (whole, lake) = (contents(&home.join("whole")), contents(&home.join("lake")));
    assert!(whole.len() > 20, "{}", whole.len());
    assert!(whole == lake, "the lakes are not the same");
}

#[test]
fn shares_of_the_demo_come_to_the_whole_lake() {
    in_shares(with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo")).path(), 3, &[1, 2, 3]);
    in_shares(demo().path(), 4, &[3, 1, 4, 2]);
}

#[test]
fn shares_of_all_samples_come_to_the_whole_lake() {
    let Some(shared) = shared() else { return };
    in_shares(with(&shared.join("samples")).path(), 5, &[5, 4, 3, 2, 1]);
}

/// More machines than files: some have nothing to do.
#[test]
fn a_share_may_be_empty() {
    let home = demo();
    let files = exports(home.path()).len();
    in_shares(home.path(), files + 2, &(1..=files + 2).collect::<Vec<_>>());
}

/// Settings among the files count for every share, whichever of them holds the file.
#[test]
fn settings_among_the_files_are_those_of_every_share() {
    let home = tempfile::tempdir().unwrap();
    let mapping = "[[mapping]]\nname = \"list\"\nfiles = [\"*.csv\"]\n[mapping.fields]\nid = \"nr\"\ntitle = \"what\"\nstarted_at = \"begin\"\n";
    fs::create_dir(home.path().join("in")).unwrap();
    fs::write(home.path().join("in/retroscope.toml"), mapping).unwrap();
    for month in 1..=9 {
        let rows = format!("nr,what,begin\n{month},Mail down,2026-0{month}-01T10:00:00Z\n");
        fs::write(home.path().join(format!("in/m{month}.csv")), rows).unwrap();
    }
    in_shares(home.path(), 3, &[2, 3, 1]);
    good(home.path(), &["review", "lake", "--out", "out", "--period", "all", "--quiet"]);
    assert_eq!(crate::support::user::table(home.path(), "incidents").len(), 9);
}

/// The next quarter in shares: what the lake holds is left out, under its settings.
#[test]
fn only_what_is_new_is_read() {
    let home = demo();
    let home = home.path();
    let files = exports(home);
    let (old, new) = files.split_at(files.len() / 2);
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    good(home, &[&["normalise"][..], &old, &["--to", "lake", "--quiet"]].concat());
    for share in ["1/2", "2/2"] {
        let to = format!("work/{}", &share[..1]);
        let told = good(home, &["normalise", "in", "--to", &to, "--share", share, "--unless-in", "lake"]);
        assert!(told.contains("left out, for another lake holds them"), "{told}");
    }
    let told = good(home, &["normalise", "work/1", "work/2", "--to", "lake"]);
    let taken = format!("{} files were taken over from other lakes, and not read again", new.len());
    assert!(told.contains(&taken), "{taken}: {told}");
    let before = contents(&home.join("lake"));
    let told = good(home, &["normalise", "work/1", "work/2", "in", "--to", "lake"]);
    assert!(told.contains("Read: 0 files"), "{told}");
    assert!(contents(&home.join("lake")) == before, "nothing was new");
    good(home, &["normalise", "--check", "lake"]);
    good(home, &["review", "lake", "--out", "kept", "--quiet"]);
    good(home, &["review", "in", "--out", "raw", "--quiet"]);
    super::assert_same(&home.join("raw"), &home.join("kept"));
}

/// Both versions of an export that was written over come along, in their order.
#[test]
fn versions_come_along_in_their_order() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    fs::create_dir(home.join("in")).unwrap();
    for (what, modified) in [("Mail slow", "10:05"), ("Mail down", "12:05")] {
        let text = format!(
            r#"{{"result":[{{"sys_id":"a1","number":"INC001","short_description":"{what}","opened_at":"2026-05-01 10:00:00","sys_updated_on":"2026-05-01 {modified}:00","state":"2","priority":"2"}}]}}"#
        );
        fs::write(home.join("in/incident.json"), text).unwrap();
        good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    }
    good(home, &["normalise", "lake", "--to", "copy", "--quiet"]);
    good(home, &["normalise", "--check", "copy"]);
    for lake in ["lake", "copy"] {
        good(home, &["review", lake, "--out", &format!("of-{lake}"), "--period", "all", "--quiet"]);
    }
    super::assert_same(&home.join("of-lake"), &home.join("of-copy"));
}

#[test]
fn a_damaged_lake_is_not_taken_over() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "one", "--share", "1/2", "--quiet"]);
    good(home, &["normalise", "in", "--to", "two", "--share", "2/2", "--quiet"]);
    good(home, &["normalise", "one", "--to", "lake", "--quiet"]);
    let before = contents(&home.join("lake"));
    let parts = contents(&home.join("two"));
    let part = parts.keys().find(|path| path.starts_with("stated")).unwrap();
    let mut bytes = parts[part].clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    for (spoilt, why) in [(Some(bytes), "its bytes are not those that were written"), (None, "No such file")] {
        match spoilt {
            Some(bytes) => fs::write(home.join("two").join(part), bytes).unwrap(),
            None => fs::remove_file(home.join("two").join(part)).unwrap(),
        }
        let told = refused(home, &["normalise", "two", "--to", "lake"]);
        assert!(told.contains(why) && told.contains(part.to_str().unwrap()), "{told}");
        assert!(contents(&home.join("lake")) == before, "the lake is as it was");
    }
    // An index that leads out of the lake leads nowhere.
    let index = fs::read_to_string(home.join("one/lake.json")).unwrap();
    fs::write(home.join("one/lake.json"), index.replace("\"stated/", "\"../stated/")).unwrap();
    let told = refused(home, &["normalise", "one", "--to", "other"]);
    assert!(told.contains("outside of the lake"), "{told}");
    // Nor does one that does not list what a review reads, or that has other bytes in a part that is there.
    let without = |text: &str| text.replace("\"table\": \"stated\"", "\"table\": \"letters\"");
    fs::write(home.join("one/lake.json"), without(&index)).unwrap();
    let told = refused(home, &["normalise", "one", "--to", "other"]);
    assert!(told.contains("outside of the lake's tables"), "{told}");
    let mut listed: serde_json::Value = serde_json::from_str(&index).unwrap();
    listed["parts"].as_array_mut().unwrap().retain(|part| part["table"] != "stated");
    for file in listed["files"].as_array_mut().unwrap() {
        file["parts"].as_array_mut().unwrap().retain(|part| !part.as_str().unwrap().starts_with("stated"));
    }
    fs::write(home.join("one/lake.json"), listed.to_string()).unwrap();
    let told = refused(home, &["normalise", "one", "--to", "other"]);
    assert!(told.contains("names it and does not list it"), "{told}");
    assert!(!home.join("other").exists());
}

/// Two places with the same bytes are two files, also where lakes are brought together and the exports can't be seen.
#[test]
fn copies_stay_copies_once_the_exports_are_gone() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let rows = r#"{"result":[{"sys_id":"a1","number":"INC001","short_description":"Mail down","opened_at":"2026-05-01 10:00:00","sys_updated_on":"2026-05-01 10:05:00","state":"2","priority":"2"}]}"#;
    for place in ["in/a", "in/b", "in/b/a"] {
        fs::create_dir_all(home.join(place)).unwrap();
        fs::write(home.join(place).join("incident.json"), rows).unwrap();
    }
    for (share, to) in [("1/3", "one"), ("2/3", "two"), ("3/3", "three")] {
        good(home, &["normalise", "in", "--to", to, "--share", share, "--quiet"]);
    }
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    fs::rename(home.join("in"), home.join("away")).unwrap();
    good(home, &["normalise", "three", "one", "two", "--to", "merged", "--quiet"]);
    good(home, &["normalise", "lake", "--to", "copy", "--quiet"]);
    good(home, &["normalise", "one", "--to", "grown", "--quiet"]);
    good(home, &["normalise", "lake", "--to", "grown", "--quiet"]);
    let files = |lake: &str| {
        let index = fs::read_to_string(home.join(lake).join("lake.json")).unwrap();
        let index: serde_json::Value = serde_json::from_str(&index).unwrap();
        let path = |file: &serde_json::Value| file["path"].as_str().unwrap().to_owned();
        index["files"].as_array().unwrap().iter().map(path).collect::<Vec<_>>()
    };
    assert_eq!(files("lake").len(), 3);
    for lake in ["merged", "copy", "grown"] {
        assert_eq!(files(lake), files("lake"), "{lake}");
        good(home, &["normalise", "--check", lake]);
    }
    assert!(contents(&home.join("lake")) == contents(&home.join("copy")));
}

/// Every file is in one share, and no share is larger than its part and the largest file together.
#[test]
fn shares_are_even_and_whole() {
    let sizes: Vec<u64> = (0..997).map(|at| at * 7_919 % 1_000_003 * 100).collect();
    let (total, largest) = (sizes.iter().sum::<u64>(), sizes.iter().max().unwrap());
    for of in [1, 2, 7, 64] {
        let share = |number| format!("{number}/{of}").parse::<Share>().unwrap().places(&sizes);
        let shares: Vec<_> = (1..=of).map(share).collect();
        let mut all: Vec<usize> = shares.iter().flatten().copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..sizes.len()).collect::<Vec<_>>());
        let bar = total / of + largest + (997 << 16);
        assert!(shares.iter().all(|own| own.iter().map(|at| sizes[*at]).sum::<u64>() <= bar), "{of}");
    }
}

#[test]
fn what_is_no_share_is_said() {
    for text in ["", "3", "0/4", "5/4", "a/4", "1/0", "-1/2"] {
        assert!(text.parse::<Share>().is_err(), "{text}");
    }
    let home = demo();
    let output = super::run(home.path(), &["normalise", "in", "--to", "lake", "--share", "5/4"]);
    assert_eq!(super::code(&output), 2);
    assert!(super::told(&output).contains("shares go from 1/4 to 4/4"), "{}", super::told(&output));
    assert!(!home.path().join("lake").exists());
}
