//! Lakes that somebody or something damaged: named, and never half read.

use super::{code, contents, copy, demo, good, index, parts, refused, run, told};
use std::fs;
use std::path::Path;

/// What `--check` says of a lake that is not as written.
#[track_caller]
fn wrong(home: &Path) -> String {
    let output = run(home, &["normalise", "--check", "lake"]);
    assert_eq!(code(&output), 1, "{}", told(&output));
    told(&output)
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at.min(bytes.len() - 1);
    bytes[at] ^= 0x55;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_part_is_named_and_nothing_is_reviewed() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "whole", "--quiet"]);
    type Damage = fn(&Path);
    let damages: [(Damage, &str); 4] = [
        (|path| flip(path, 100), "its bytes are not those that were written"),
        (|path| flip(path, usize::MAX), "its bytes are not those that were written"),
        (|path| fs::write(path, &fs::read(path).unwrap()[..64]).unwrap(), "it has 64 bytes, and "),
        (|path| fs::remove_file(path).unwrap(), "it is not there"),
    ];
    for (damage, why) in damages {
        let _ = fs::remove_dir_all(home.join("lake"));
        copy(&home.join("whole"), &home.join("lake"));
        let part = &parts(home, "stated")[0];
        damage(part);
        let name = part.strip_prefix(home).unwrap().display().to_string();
        let told = refused(home, &["review", "lake", "--out", "out"]);
        assert!(told.contains(&name) && told.contains(why), "{told}");
        assert!(told.contains("normalise --check"), "it says what to do: {told}");
        assert!(!home.join("out").exists());
        let told = wrong(home);
        assert!(told.contains(&name) && told.contains(why), "{told}");
        assert_eq!(told.lines().count(), 2, "one line for the part and one of what to do: {told}");
    }
}

/// Tables for others are looked at as well, and a review does without them.
#[test]
fn a_damaged_table_is_found_by_the_check() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    for part in [&parts(home, "incidents")[0], &parts(home, "events")[0]] {
        flip(part, 200);
    }
    let told = wrong(home);
    assert!(told.contains("lake/incidents/quarter=") && told.contains("lake/events/quarter="), "{told}");
    good(home, &["review", "lake", "--out", "out", "--quiet"]);
}

/// A part whose bytes are as listed, and that is none of ours.
#[test]
fn a_part_that_somebody_replaced_is_found_by_its_columns_and_rows() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let mut index = index(home);
    let list = index["parts"].as_array_mut().unwrap();
    let of = |list: &[serde_json::Value], table: &str| {
        list.iter().position(|part| part["table"] == table).map(|at| (at, list[at].clone())).unwrap()
    };
    let ((at, incident), (_, event)) = (of(list, "incidents"), of(list, "events"));
    let place = |part: &serde_json::Value| home.join("lake").join(part["path"].as_str().unwrap());
    fs::copy(place(&event), place(&incident)).unwrap();
    for key in ["bytes", "sha256", "rows"] {
        list[at][key] = event[key].clone();
    }
    fs::write(home.join("lake/lake.json"), index.to_string()).unwrap();
    assert!(
        wrong(home).contains("its columns are record_id, source, file_sha256, row, version, incident,"),
        "{}",
        wrong(home)
    );
    index["parts"][at]["rows"] = 99_999.into();
    fs::write(home.join("lake/lake.json"), index.to_string()).unwrap();
    assert!(wrong(home).contains("and 99999 were written"), "{}", wrong(home));
}

#[test]
fn a_damaged_index_is_refused_and_left_alone() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let text = fs::read_to_string(home.join("lake/lake.json")).unwrap();
    for cut in [60, text.len() / 2, text.len() - 3] {
        fs::write(home.join("lake/lake.json"), &text[..cut]).unwrap();
        let before = contents(&home.join("lake"));
        for args in [&["review", "lake", "--out", "out"][..], &["normalise", "in", "--to", "lake"]] {
            let told = refused(home, args);
            assert!(told.contains("lake.json"), "{told}");
        }
        assert!(wrong(home).contains("lake.json is damaged"), "{}", wrong(home));
        assert!(contents(&home.join("lake")) == before);
    }
    fs::write(home.join("lake/lake.json"), &text).unwrap();
    good(home, &["normalise", "--check", "lake"]);
}

/// A row of what was stated that no version of ours writes, in a part whose digest was put right.
#[test]
fn a_part_that_makes_no_sense_is_told_and_not_half_believed() {
    let home = demo();
    let home = home.path();
    good(home, &["normalise", "in", "--to", "lake", "--quiet"]);
    let mut index = index(home);
    let parts = index["parts"].as_array_mut().unwrap();
    let at = parts.iter().position(|part| part["table"] == "stated").unwrap();
    let path = home.join("lake").join(parts[at]["path"].as_str().unwrap());
    let other = b"PAR1 no table at all PAR1";
    fs::write(&path, other).unwrap();
    parts[at]["bytes"] = other.len().into();
    parts[at]["sha256"] = retroscope::store::licence::digest(&path).unwrap().into();
    fs::write(home.join("lake/lake.json"), index.to_string()).unwrap();
    let output = run(home, &["review", "lake", "--out", "out"]);
    assert!(told(&output).contains("can't be read"), "{}", told(&output));
    assert!(told(&output).contains("normalise --check"), "{}", told(&output));
}
