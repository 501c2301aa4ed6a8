//! Standard output: what can't be said is an error, and only a reader that has gone away is none. And the number of threads.

use super::{code, good, program, told, whole, workplace};
use std::fs::OpenOptions;
use std::process::{Command, Stdio};

/// Everything that prints.
const PRINTERS: [&[&str]; 7] = [
    &["inspect", "one"],
    &["inspect", "one", "--json"],
    &["inspect", "--kinds"],
    &["init", "one", "--out", "-"],
    &["--help"],
    &["review", "--help"],
    &["--version"],
];

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_is_lost_is_an_error() {
    let place = workplace();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    for args in PRINTERS {
        let output = program(place.path(), args).stdout(full()).output().unwrap();
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(told(&output).contains("could not write to standard output: No space left"), "{}", told(&output));
    }
    for args in [&["review", "one", "--out", "r"][..], &["demo", "d"], &["init", "one", "--out", "new.toml"]] {
        let output = program(place.path(), args).stdout(full()).output().unwrap();
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(told(&output).contains("files that were written are complete"), "{}", told(&output));
    }
    whole(&place.path().join("r"));
    let quiet = ["review", "one", "--out", "r", "--quiet"];
    assert_eq!(code(&program(place.path(), &quiet).stdout(full()).output().unwrap()), 0);
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let place = workplace();
    for args in PRINTERS {
        let mut child = program(place.path(), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), told(&output).as_str()), (0, ""), "{args:?}");
    }
}

fn threads(place: &std::path::Path, args: &[&str], variable: Option<(&str, &str)>) -> String {
    let mut command: Command = program(place, args);
    command.envs(variable);
    let output = command.output().unwrap();
    assert_eq!(code(&output), 0, "{args:?} {variable:?}: {}", told(&output));
    told(&output)
}

#[test]
fn any_number_of_threads_ends_soon_and_gives_the_same_bytes() {
    let place = workplace();
    let review = ["review", "one", "--out", "r"];
    let report = place.path().join("r");
    threads(place.path(), &[&review[..], &["--threads", "1"]].concat(), None);
    let expected = whole(&report);
    for number in ["2", "10000", "1000000000"] {
        let told = threads(place.path(), &[&review[..], &["--threads", number]].concat(), None);
        assert_eq!(told.contains("threads are more than can be of use"), number.len() > 1, "{told}");
        assert_eq!(whole(&report), expected);
    }
    for (name, value, cut) in [
        ("RAYON_NUM_THREADS", "100000", true),
        ("RAYON_RS_NUM_CPUS", "100000", true),
        ("RAYON_NUM_THREADS", "2", false),
        ("RAYON_NUM_THREADS", "many", false),
        ("RAYON_NUM_THREADS", "0", false),
    ] {
        let told = threads(place.path(), &review, Some((name, value)));
        assert_eq!(told.contains("threads are more than can be of use"), cut, "{name}={value}: {told}");
        assert_eq!(whole(&report), expected);
    }
    for args in [&["inspect", "one"][..], &["init", "one", "--out", "-"], &["demo", "d", "--incidents", "60"]] {
        threads(place.path(), args, Some(("RAYON_NUM_THREADS", "100000")));
    }
    good(place.path(), &[&review[..], &["--threads", "10000", "--quiet"]].concat());
    for args in [["--threads", "0"], ["--threads", "-1"], ["--threads", "two"]] {
        assert_eq!(code(&super::run(place.path(), &[&review[..], &args].concat())), 2, "{args:?}");
    }
}
