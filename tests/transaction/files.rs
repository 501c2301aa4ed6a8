//! Single files: the outputs of `families`, and the settings that `init` proposes.

use super::{code, good, names, program, refused, run, snapshot, told, workplace, write};
use std::fs;
use std::process::Stdio;

const TABLE: &str = "id,created_at,component,title,description\n1,2026-01-01,a,card gateway down,socket\n2,2026-01-02,a,card gateway down,socket\n";

#[test]
fn families_never_writes_over_what_it_reads() {
    let place = workplace();
    write(place.path(), &[("t.csv", TABLE), ("links.csv", "id,other\n1,2\n")]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("t.csv", place.path().join("soft.csv")).unwrap();
        fs::hard_link(place.path().join("t.csv"), place.path().join("hard.csv")).unwrap();
    }
    let before = snapshot(place.path());
    for outputs in [
        ["--groups", "t.csv", "--ranked", "r.csv"],
        ["--groups", "./one/../t.csv", "--ranked", "r.csv"],
        ["--groups", "g.csv", "--ranked", "t.csv"],
        ["--groups", "g.csv", "--evidence", "t.csv"],
        ["--groups", "links.csv", "--ranked", "r.csv"],
        ["--groups", "g.csv", "--ranked", "./g.csv"],
        #[cfg(unix)]
        ["--groups", "soft.csv", "--ranked", "r.csv"],
        #[cfg(unix)]
        ["--groups", "hard.csv", "--ranked", "r.csv"],
    ] {
        for force in [&[][..], &["--force"]] {
            let args = [&["families", "t.csv", "--links", "links.csv"], &outputs[..], force].concat();
            refused(place.path(), &args);
            assert_eq!(snapshot(place.path()), before, "{args:?}");
        }
    }
}

#[test]
fn families_replaces_files_only_when_told_to() {
    let place = workplace();
    write(place.path(), &[("t.csv", TABLE)]);
    let args = ["families", "t.csv", "--groups", "g.csv", "--ranked", "r.csv", "--evidence", "e.csv"];
    good(place.path(), &args);
    let first = snapshot(place.path());
    fs::remove_file(place.path().join("g.csv")).unwrap();
    write(place.path(), &[("r.csv", "mine")]);
    let before = snapshot(place.path());
    let message = refused(place.path(), &args);
    assert!(message.contains("r.csv: it is there already") && message.contains("--force"), "{message}");
    assert_eq!(snapshot(place.path()), before, "nothing is written when one of three can't be");
    good(place.path(), &[&args[..], &["--force"]].concat());
    assert_eq!(snapshot(place.path()), first);
}

#[test]
fn an_output_that_is_a_folder_or_a_link_is_refused() {
    let place = workplace();
    write(place.path(), &[("t.csv", TABLE)]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("notes.md", place.path().join("link.md")).unwrap();
    let before = snapshot(place.path());
    for out in [
        "one",
        "nowhere/g.csv",
        "..",
        #[cfg(unix)]
        "link.md",
    ] {
        refused(place.path(), &["families", "t.csv", "--groups", out, "--force"]);
        refused(place.path(), &["init", "one", "--out", out]);
        assert_eq!(snapshot(place.path()), before, "{out}");
    }
}

/// Devices are written to, not replaced.
#[cfg(target_os = "linux")]
#[test]
fn devices_are_written_to_and_what_they_refuse_is_an_error() {
    let place = workplace();
    write(place.path(), &[("t.csv", TABLE)]);
    let families = |out: &str| run(place.path(), &["families", "t.csv", "--groups", out]);
    let output = families("/dev/stdout");
    assert_eq!((code(&output), String::from_utf8_lossy(&output.stdout).as_ref()), (0, "id,group\n1,1\n2,1\n"));
    assert_eq!(code(&families("/dev/null")), 0);
    assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    let full = families("/dev/full");
    assert_eq!(code(&full), 2);
    assert!(told(&full).contains("could not write /dev/full: No space left"), "{}", told(&full));
}

#[test]
fn two_runs_that_write_one_file_do_not_mix() {
    let place = workplace();
    write(
        place.path(),
        &[("a.csv", &(TABLE.to_owned() + "3,2026-01-03,b,search index stale,disk\n")), ("b.csv", TABLE)],
    );
    let expected = ["a.csv", "b.csv"].map(|table| {
        good(place.path(), &["families", table, "--groups", "g.csv", "--force"]);
        fs::read_to_string(place.path().join("g.csv")).unwrap()
    });
    for _ in 0..super::rounds(6) {
        let children = ["a.csv", "b.csv"].map(|table| {
            let args = ["families", table, "--groups", "g.csv", "--force"];
            program(place.path(), &args).stderr(Stdio::piped()).spawn().unwrap()
        });
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert_eq!(code(&output), 0, "{}", told(&output));
        }
        assert!(expected.contains(&fs::read_to_string(place.path().join("g.csv")).unwrap()));
    }
    assert!(!names(place.path()).iter().any(|name| name.contains("retroscope-")));
}

#[test]
fn what_a_killed_run_left_of_a_file_is_taken_over() {
    let place = workplace();
    write(place.path(), &[("t.csv", TABLE)]);
    let args = ["families", "t.csv", "--groups", "g.csv"];
    let part = hidden_part(&place);
    fs::write(place.path().join(&part), "a much longer text than the groups will be; ".repeat(20)).unwrap();
    good(place.path(), &args);
    assert_eq!(fs::read_to_string(place.path().join("g.csv")).unwrap(), "id,group\n1,1\n2,1\n");
    assert!(!place.path().join(part).exists());
}

/// The hidden name under which `g.csv` is written.
fn hidden_part(place: &tempfile::TempDir) -> String {
    use retroscope::store::file::{Draft, Existing};
    let draft = Draft::begin(&place.path().join("g.csv"), Existing::Refuse).unwrap();
    let part = names(place.path()).into_iter().find(|name| name.ends_with(".part")).unwrap();
    drop(draft);
    assert!(!place.path().join(&part).exists());
    part
}

#[test]
fn settings_are_proposed_whole_or_not_at_all_and_never_replaced() {
    let place = workplace();
    good(place.path(), &["init", "one"]);
    let before = snapshot(place.path());
    for out in ["retroscope.toml", "notes.md", "one/retroscope.toml", "one/pagerduty/users.json"] {
        let message = refused(place.path(), &["init", "one", "--out", out]);
        assert!(message.contains("it is there already"), "{message}");
    }
    assert_eq!(code(&run(place.path(), &["init", "nowhere", "--out", "new.toml"])), 2);
    assert_eq!(snapshot(place.path()), before);
}
