//! Runs that are killed, disks that are full, and two runs at once: the lake is as it was, or as it was to be.

use super::{code, contents, demo_of, exports, good, program, run, told};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

fn rounds(usual: u32) -> u32 {
    std::env::var("RETROSCOPE_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// A place with a lake that holds half of the exports, and the exports.
fn half() -> tempfile::TempDir {
    let home = demo_of("60");
    let files = exports(home.path());
    let some: Vec<&str> = files.iter().step_by(2).map(String::as_str).collect();
    good(home.path(), &[&["normalise"][..], &some, &["--to", "lake", "--quiet"]].concat());
    home
}

/// What a review sees of a lake: its index, with every part that it names and its bytes.
fn seen(home: &Path) -> Vec<(String, Vec<u8>)> {
    let index = super::index(home);
    let named = index["parts"].as_array().unwrap().iter().map(|part| part["path"].as_str().unwrap().to_owned());
    let all = named.chain(["lake.json".to_owned()]);
    all.map(|path| (path.clone(), fs::read(home.join("lake").join(path)).unwrap())).collect()
}

#[test]
fn a_killed_run_leaves_the_lake_as_it_was_or_as_it_is_to_be() {
    let home = half();
    let home = home.path();
    super::copy(&home.join("lake"), &home.join("before"));
    let before = seen(home);
    let add = ["normalise", "in", "--to", "lake", "--quiet"];
    let began = Instant::now();
    good(home, &add);
    let whole = began.elapsed();
    let (after, whole_after) = (seen(home), contents(&home.join("lake")));
    let (mut done, mut littered) = (0, 0);
    for round in 0..rounds(30) {
        fs::remove_dir_all(home.join("lake")).unwrap();
        super::copy(&home.join("before"), &home.join("lake"));
        let mut child = program(home, &add).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole.mul_f64(f64::from(round) * 0.618_033_988_75 % 1.05));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = seen(home);
        assert!(now == before || now == after, "round {round}: neither as it was nor as it is to be");
        done += u32::from(now == after);
        littered += u32::from(contents(&home.join("lake")) != contents(&home.join("before")) && now == before);
        let checked = run(home, &["normalise", "--check", "lake"]);
        assert_eq!(code(&checked), 0, "{}", told(&checked));
        // The next run comes to the end, and nothing is left of the one that was killed.
        good(home, &add);
        assert!(contents(&home.join("lake")) == whole_after, "round {round}");
    }
    println!("kills: {}, of which {done} after the exchange and {littered} with something left", rounds(30));
}

/// Also where there was no lake: then nothing counts, and the next run makes it.
#[test]
fn a_killed_first_run_leaves_nothing_in_the_way() {
    let home = demo_of("60");
    let home = home.path();
    let add = ["normalise", "in", "--to", "lake", "--quiet"];
    let began = Instant::now();
    good(home, &add);
    let (whole, after) = (began.elapsed(), contents(&home.join("lake")));
    for round in 0..rounds(8) {
        fs::remove_dir_all(home.join("lake")).unwrap();
        let mut child = program(home, &add).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole.mul_f64(f64::from(round) * 0.618_033_988_75 % 1.0));
        child.kill().unwrap();
        child.wait().unwrap();
        good(home, &add);
        assert!(contents(&home.join("lake")) == after, "round {round}");
    }
}

/// A run that died between putting parts in place and naming them, as seldom as that is.
#[test]
fn parts_in_place_that_nobody_names_are_taken_away() {
    let home = half();
    let home = home.path();
    let before = contents(&home.join("lake"));
    let stage = home.join("lake").join(stage_name(home));
    fs::create_dir_all(home.join("lake/events/quarter=1999Q1")).unwrap();
    fs::write(home.join("lake/events/quarter=1999Q1/new.parquet"), "half").unwrap();
    fs::write(home.join("lake/events/quarter=1999Q1/mine.parquet"), "of somebody else").unwrap();
    fs::create_dir_all(&stage).unwrap();
    let named = before.keys().find(|path| path.ends_with("lake.json").eq(&false)).unwrap().display().to_string();
    let journal = format!(
        "{{\"parts\":[\"events/quarter=1999Q1/new.parquet\",\"{named}\",\"../in/retroscope.toml\",\"/etc/hostname\"]}}"
    );
    fs::write(stage.join("journal.json"), journal).unwrap();
    let told = good(home, &["normalise", "--check", "lake"]);
    assert!(told.contains("2 parts are not named by lake.json"), "{told}");
    good(home, &["normalise", "in/pagerduty", "--to", "lake", "--quiet"]);
    let lake = contents(&home.join("lake"));
    let has = |path: &str| lake.contains_key(Path::new(path));
    assert!(!has("events/quarter=1999Q1/new.parquet"));
    assert!(has("events/quarter=1999Q1/mine.parquet"), "no journal of ours names it");
    assert!(has(&named), "the lake names it");
    assert!(home.join("in/retroscope.toml").exists());
    assert!(!stage.exists());
}

/// The hidden name under which a run writes.
fn stage_name(home: &Path) -> String {
    let shelf = retroscope::store::shelf::Shelf::begin(&home.join("lake")).unwrap();
    let entries =
        fs::read_dir(home.join("lake")).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
    let stage = entries.filter(|name| name.ends_with("stage-1")).last().unwrap();
    drop(shelf);
    stage
}

/// Sends a signal at some moment. Returns the exit status, if there is one, and what the run said.
#[cfg(unix)]
fn signalled(home: &Path, args: &[&str], after: Duration) -> (Option<i32>, String) {
    let child = program(home, args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    sleep(after);
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), told(&output))
}

/// A signal may come behind the exchange as well: then the lake is as it was to be, and that is what is said.
#[cfg(unix)]
#[test]
fn a_signal_leaves_the_lake_as_it_was_or_says_that_it_is_complete() {
    let home = half();
    let home = home.path();
    super::copy(&home.join("lake"), &home.join("before"));
    let before = contents(&home.join("lake"));
    let add = ["normalise", "in", "--to", "lake", "--quiet"];
    let began = Instant::now();
    good(home, &add);
    let (whole, after) = (began.elapsed(), contents(&home.join("lake")));
    let mut stopped = 0;
    for round in 0..rounds(12) {
        fs::remove_dir_all(home.join("lake")).unwrap();
        super::copy(&home.join("before"), &home.join("lake"));
        let (code, told) = signalled(home, &add, whole.mul_f64(f64::from(round + 1) * 0.618_033_988_75 % 1.1));
        let now = contents(&home.join("lake"));
        let last = told.lines().last().unwrap_or_default();
        match code {
            Some(0) => assert!(now == after, "round {round}: {told}"),
            Some(143) if last == "stopped: told to end; lake is complete" => {
                assert!(now == after, "round {round}: {told}");
            }
            Some(143) => {
                let said = "stopped: told to end; nothing was written, and what was there before has not changed";
                assert_eq!(last, said, "round {round}: {told}");
                assert!(now == before, "round {round}: {told}");
                stopped += 1;
            }
            // Before the program watches, the signal ends it as it ends any program.
            None => assert!(now == before, "round {round}: {told}"),
            other => panic!("round {round}: {other:?}: {told}"),
        }
    }
    assert!(stopped > 0, "no run was stopped");
}

/// A limit on the size of files fails like a full disk.
#[cfg(unix)]
#[test]
fn a_part_that_can_not_be_written_leaves_the_lake_as_it_was() {
    let home = half();
    let home = home.path();
    let before = contents(home);
    for blocks in [0, 1, 4, 16] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let args = ["-c", &script, "sh", env!("CARGO_BIN_EXE_retroscope"), "normalise", "in", "--to", "lake"];
        let output = Command::new("sh").current_dir(home).args(args).output().unwrap();
        assert_eq!(code(&output), 2, "{}", told(&output));
        assert!(told(&output).contains("error: could not write lake"), "{}", told(&output));
        assert!(told(&output).contains("File too large"), "{}", told(&output));
        assert!(told(&output).contains("nothing that was there before has changed"), "{}", told(&output));
        assert!(contents(home) == before, "{blocks} blocks");
    }
}

/// A small file system of its own, until the end.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_lake_as_it_was() {
    let home = demo_of("60");
    let home = home.path();
    fs::create_dir(home.join("disk")).unwrap();
    let files = exports(home);
    let (mut full, mut fitted) = (0, 0);
    for kilobytes in [300, 600, 900, 1_500, 2_500, 6_000] {
        let size = format!("size={kilobytes}k");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs", "disk"]).current_dir(home).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            println!("skipped: no file system can be mounted here");
            return;
        }
        let _mounted = Mounted(home.join("disk"));
        for step in [&files[..4], &files[4..]] {
            let before = contents(&home.join("disk"));
            let given: Vec<&str> = step.iter().map(String::as_str).collect();
            let output = run(home, &[&["normalise"][..], &given, &["--to", "disk/lake", "--quiet"]].concat());
            if code(&output) == 0 {
                fitted += 1;
                good(home, &["normalise", "--check", "disk/lake"]);
            } else {
                full += 1;
                assert!(told(&output).contains("No space left on device"), "{}", told(&output));
                assert!(contents(&home.join("disk")) == before, "at {kilobytes} KB");
            }
        }
    }
    assert!(full >= 2 && fitted >= 2, "{full} did not fit, {fitted} did");
}

#[test]
fn two_runs_at_once_wait_for_each_other() {
    let home = demo_of("60");
    let home = home.path();
    let files = exports(home);
    let start = |odd: usize| {
        let own: Vec<&str> = files.iter().skip(odd).step_by(2).map(String::as_str).collect();
        let args = [&["normalise"][..], &own, &["--to", "lake", "--quiet"]].concat();
        program(home, &args).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children = [start(0), start(1)];
    for (odd, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        if code(&output) != 0 {
            // It does not wait for ever; nothing of it is there, and it can be run again.
            assert!(told(&output).contains("another run is writing it"), "{}", told(&output));
            assert!(start(odd).wait().unwrap().success());
        }
    }
    assert_eq!(super::index(home)["files"].as_array().unwrap().len(), files.len());
    good(home, &["normalise", "--check", "lake"]);
}
