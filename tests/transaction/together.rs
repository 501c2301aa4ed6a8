//! Two runs that write to one place at the same time.

use super::{around, code, demos, program, rounds, told, whole, workplace};
use std::fs;
use std::process::Stdio;

#[test]
fn two_runs_into_one_folder_leave_the_whole_report_of_one_of_them() {
    let place = workplace();
    let before = around(place.path(), "reports/q");
    let both = [&demos().one, &demos().two];
    for round in 0..rounds(8) {
        // Each second pair meets an empty place.
        if round % 2 == 0 {
            let _ = fs::remove_dir_all(place.path().join("reports/q"));
        }
        let children = ["one", "two"].map(|demo| {
            let args = ["review", demo, "--out", "reports/q", "--quiet"];
            program(place.path(), &args).stderr(Stdio::piped()).spawn().unwrap()
        });
        let outputs = children.map(|child| child.wait_with_output().unwrap());
        for output in &outputs {
            let refused = told(output).contains("another run is writing it");
            assert!(code(output) == 0 || code(output) == 2 && refused, "{}", told(output));
        }
        assert!(outputs.iter().any(|output| code(output) == 0));
        assert!(both.contains(&&whole(&place.path().join("reports/q"))), "the report of neither");
        assert_eq!(around(place.path(), "reports/q"), before);
    }
    println!("pairs: {}", rounds(8));
}

/// Through different paths it is one place all the same.
#[cfg(unix)]
#[test]
fn a_lock_that_another_run_holds_is_respected() {
    let place = workplace();
    std::os::unix::fs::symlink("reports", place.path().join("way")).unwrap();
    super::good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    let held = retroscope::report::sink::Folder::begin(&place.path().join("reports/q")).unwrap();
    let before = super::snapshot(place.path());
    for args in [&["review", "two", "--out", "way/q", "--quiet"][..], &["render", "way/q"]] {
        let message = super::refused(place.path(), args);
        assert!(message.contains("another run is writing it") && message.contains("wait until"), "{message}");
    }
    assert_eq!(super::snapshot(place.path()), before);
    drop(held);
    super::good(place.path(), &["review", "two", "--out", "way/q", "--quiet"]);
    assert_eq!(whole(&place.path().join("reports/q")), demos().two);
}
