//! Runs that are killed or told to stop, at any moment.

use super::{around, code, demos, good, program, rounds, snapshot, whole, workplace};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Moments spread over the length of a run, a different one in each round; the same in every run of the test.
fn moment(round: u32, whole: Duration) -> Duration {
    whole.mul_f64(f64::from(round) * 0.618_033_988_75 % 1.0)
}

fn start(place: &Path, args: &[&str]) -> Child {
    program(place, args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status();
    // It may have ended already.
    sent.unwrap();
}

fn length(place: &Path, args: &[&str]) -> Duration {
    let began = Instant::now();
    good(place, args);
    began.elapsed()
}

/// What may be seen at the place of a report after each end of a run that was to replace `one` by `two`.
fn old_or_new(place: &Path) -> bool {
    let found = whole(&place.join("reports/q"));
    assert!(found == demos().one || found == demos().two, "the report of neither");
    found == demos().two
}

#[test]
fn a_killed_run_leaves_the_old_report_or_the_new_one() {
    let place = workplace();
    let [old, new] = ["one", "two"].map(|demo| ["review", demo, "--out", "reports/q", "--quiet"]);
    good(place.path(), &old);
    let before = around(place.path(), "reports/q");
    let whole_run = length(place.path(), &new);
    let (mut replaced, mut littered) = (0, 0);
    for round in 0..rounds(20) {
        good(place.path(), &old);
        assert_eq!(around(place.path(), "reports/q"), before, "the next run clears up");
        let mut child = start(place.path(), &new);
        sleep(moment(round, whole_run));
        child.kill().unwrap();
        child.wait().unwrap();
        replaced += u32::from(old_or_new(place.path()));
        littered += u32::from(around(place.path(), "reports/q") != before);
    }
    good(place.path(), &old);
    assert_eq!(around(place.path(), "reports/q"), before);
    println!("kills: {}, of which {replaced} after the exchange and {littered} with something left", rounds(20));
}

/// Documents that are made again: the report is the same before and after, and whole in between.
#[test]
fn a_killed_run_that_draws_again_leaves_a_whole_report() {
    let place = workplace();
    let args = ["render", "reports/q", "--quiet"];
    good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    let before = around(place.path(), "reports/q");
    let whole_run = length(place.path(), &args);
    for round in 0..rounds(12) {
        let mut child = start(place.path(), &args);
        sleep(moment(round, whole_run));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(whole(&place.path().join("reports/q")), demos().one);
    }
    good(place.path(), &args);
    assert_eq!(around(place.path(), "reports/q"), before);
}

/// Also when the place was empty: it then holds nothing or the whole report.
#[test]
fn a_killed_first_run_leaves_nothing_or_the_report() {
    let place = workplace();
    let args = ["review", "one", "--out", "reports/q", "--quiet"];
    let whole_run = length(place.path(), &args);
    let report = place.path().join("reports/q");
    for round in 0..rounds(6) {
        let _ = fs::remove_dir_all(&report);
        let mut child = start(place.path(), &args);
        sleep(moment(round, whole_run));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!report.exists() || whole(&report) == demos().one);
    }
}

/// Whatever the next run reads and whatever becomes of it, it first clears up beside the place where it would write.
#[test]
fn a_run_that_fails_clears_up_as_well() {
    let place = workplace();
    good(place.path(), &["review", "one", "--quiet", "--period", "all"]);
    let period = super::names(&place.path().join("reports")).into_iter().find(|n| n != "letter.txt").unwrap();
    let before = snapshot(place.path());
    let report = place.path().join("reports").join(&period);
    for args in [&["review", "nothing"][..], &["review", "nothing", "--out", &format!("reports/{period}")]] {
        fs::create_dir_all(place.path().join("nothing")).unwrap();
        fs::write(place.path().join("nothing/empty.json"), "[]").unwrap();
        let folder = retroscope::store::folder::Folder::begin(&report, retroscope::store::folder::Replaces::Report);
        let folder = folder.unwrap();
        let stage = folder.stage().to_owned();
        drop(folder);
        // As a kill between the two renames of an old kernel leaves it: the report is away, and the new one half there.
        let earlier = stage.display().to_string().replace(".stage-1", ".earlier");
        fs::rename(&report, earlier).unwrap();
        fs::create_dir_all(stage.join("charts")).unwrap();
        assert_eq!(code(&super::run(place.path(), args)), 2);
        fs::remove_dir_all(place.path().join("nothing")).unwrap();
        assert_eq!(snapshot(place.path()), before, "{args:?}");
    }
}

/// Sends a signal at some moment and checks what is said and left. Returns whether the run was stopped by it.
fn stopped(place: &Path, args: &[&str], name: &str, number: i32, after: Duration) -> Option<String> {
    let child = start(place, args);
    sleep(after);
    signal(&child, name);
    let output: Output = child.wait_with_output().unwrap();
    let told = super::told(&output);
    match output.status.code() {
        Some(0) => None,
        Some(code) if code == 128 + number => {
            assert!(told.lines().last().unwrap_or_default().starts_with("stopped: "), "{told}");
            Some(told)
        }
        // Before the program watches, the signal ends it as it ends any program.
        None => Some(String::new()),
        other => panic!("{other:?}: {told}"),
    }
}

#[cfg(unix)]
#[test]
fn signals_leave_nothing_hidden_and_say_how_things_stand() {
    let place = workplace();
    let [old, new] = ["one", "two"].map(|demo| ["review", demo, "--out", "reports/q", "--quiet"]);
    good(place.path(), &old);
    let before = around(place.path(), "reports/q");
    let whole_run = length(place.path(), &new);
    let mut watched = 0;
    for round in 0..rounds(12) {
        good(place.path(), &old);
        let (name, number) = [("-INT", 2), ("-TERM", 15), ("-HUP", 1)][round as usize % 3];
        let said = stopped(place.path(), &new, name, number, moment(round, whole_run));
        let replaced = old_or_new(place.path());
        assert_eq!(around(place.path(), "reports/q"), before, "{name}");
        match said {
            Some(told) => {
                assert_eq!(told.contains("reports/q is complete"), replaced, "{told}");
                watched += u32::from(told.contains("stopped: "));
            }
            None => assert!(replaced),
        }
    }
    assert!(watched > 0, "no signal met the program at work");
    println!("signals: {}, of which {watched} met the program at work", rounds(12));
}

#[cfg(unix)]
#[test]
fn signals_during_the_other_commands_leave_nothing() {
    let place = workplace();
    let rows: String =
        (0..3_000).map(|n| format!("{n},2026-01-01,a,card gateway {} down {n},socket\n", n % 97)).collect();
    super::write(place.path(), &[("t.csv", &format!("id,created_at,component,title,description\n{rows}"))]);
    good(place.path(), &["review", "one", "--out", "q", "--quiet"]);
    let before = snapshot(place.path());
    let commands: [(&[&str], &[&str]); 4] = [
        (&["render", "q", "--out", "copy"], &["copy"]),
        (&["demo", "new/demo", "--incidents", "1500"], &["new"]),
        (&["families", "t.csv", "--groups", "g.csv", "--evidence", "e.csv"], &["g.csv", "e.csv"]),
        (&["init", "one", "--out", "new.toml"], &["new.toml"]),
    ];
    for (args, made) in commands {
        let remove = || {
            for name in made {
                let path = place.path().join(name);
                let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            }
        };
        let whole_run = length(place.path(), args);
        let complete = snapshot(place.path());
        for round in 0..rounds(4) {
            remove();
            let (name, number) = [("-INT", 2), ("-TERM", 15)][round as usize % 2];
            stopped(place.path(), args, name, number, moment(round + 1, whole_run));
            let mut after = snapshot(place.path());
            after.retain(|path, digest| before.get(path) != Some(digest));
            assert!(after.iter().all(|(path, digest)| complete.get(path) == Some(digest)), "{args:?}: {after:?}");
        }
        remove();
        assert_eq!(snapshot(place.path()), before);
    }
}

/// What `nohup` and shells decide for a program in the background holds.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_from_the_start_stays_ignored() {
    let place = workplace();
    let program = env!("CARGO_BIN_EXE_retroscope");
    let script = format!("trap '' HUP; exec '{program}' review one --out reports/q --quiet");
    let child = Command::new("sh").current_dir(place.path()).args(["-c", &script]).spawn().unwrap();
    let is_program = || fs::read_to_string(format!("/proc/{}/comm", child.id())).unwrap().trim() == "retroscope";
    while !is_program() {
        sleep(Duration::from_millis(1));
    }
    for _ in 0..5 {
        sleep(Duration::from_millis(10));
        signal(&child, "-HUP");
    }
    assert_eq!(code(&child.wait_with_output().unwrap()), 0);
    whole(&place.path().join("reports/q"));
}
