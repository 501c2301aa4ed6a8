//! A disk that refuses: too little room, a limit on the size of files, and system calls that fail one after the other.

use super::{around, code, demos, good, rounds, snapshot, told, whole, workplace, write};
use crate::support::user::quick;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program under a limit of so many blocks of 512 or 1,024 bytes for each file, which fails like a full disk.
fn limited(place: &Path, blocks: u32, args: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let program = env!("CARGO_BIN_EXE_retroscope");
    Command::new("sh").current_dir(place).args(["-c", &script, "sh", program]).args(quick(args)).output().unwrap()
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_be_written_to_its_end_leaves_everything_as_it_was() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    write(place.path(), &[("t.csv", &("id,title\n".to_owned() + &"a rather long id,card gateway down\n".repeat(400)))]);
    write(place.path(), &[("g.csv", "mine")]);
    let before = snapshot(place.path());
    for blocks in [0, 1, 3, 9, 20, 60] {
        for args in [
            &["review", "two", "--out", "reports/q", "--quiet"][..],
            &["render", "reports/q", "--quiet"],
            &["render", "reports/q", "--out", "new/copy", "--quiet"],
            &["demo", "new/demo", "--incidents", "400"],
            &["families", "t.csv", "--groups", "g.csv", "--force"],
            &["init", "one", "--out", "new.toml"],
        ] {
            let output = limited(place.path(), blocks, args);
            if code(&output) == 0 {
                assert!(blocks >= 3, "{args:?} under a limit of {blocks} blocks");
                let _ = fs::remove_dir_all(place.path().join("new"));
                let _ = fs::remove_file(place.path().join("new.toml"));
                write(place.path(), &[("g.csv", "mine")]);
            } else {
                assert_eq!(code(&output), 2);
                assert!(told(&output).starts_with("error: could not write "), "{args:?}: {}", told(&output));
                assert!(told(&output).contains("File too large"), "{args:?}: {}", told(&output));
            }
            assert_eq!(snapshot(place.path()), before, "{args:?} under a limit of {blocks} blocks");
        }
    }
}

/// A report of somebody else is replaced where the folder above allows it, and what can't be cleared up is a remark.
#[cfg(target_os = "linux")]
#[test]
fn a_report_of_another_user_is_replaced_and_the_message_is_true() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let place = workplace();
    let root = place.path().metadata().unwrap().uid() == 0;
    if !root || Command::new("setpriv").arg("--version").output().is_err() {
        println!("skipped: only root can make files of another user");
        return;
    }
    let reports = place.path().join("shared");
    fs::create_dir(&reports).unwrap();
    good(place.path(), &["review", "one", "--out", "shared/q", "--quiet"]);
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&reports, fs::Permissions::from_mode(0o777)).unwrap();
    // The program lies in a folder that not everybody may enter.
    let program = place.path().join("retroscope");
    fs::copy(env!("CARGO_BIN_EXE_retroscope"), &program).unwrap();
    for round in 0..3 {
        let args = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let review = ["review", "two", "--out", "shared/q"];
        let output =
            Command::new("setpriv").current_dir(place.path()).args(args).arg(&program).args(quick(&review)).output();
        let output = output.unwrap();
        assert_eq!(code(&output), 0, "{}", told(&output));
        assert_eq!(whole(&reports.join("q")), demos().two);
        assert!(told(&output).contains("note: an earlier report is still in"), "round {round}: {}", told(&output));
    }
    // Whom it belongs to clears it up.
    good(place.path(), &["review", "one", "--out", "shared/q", "--quiet"]);
    assert_eq!(super::names(&reports), ["q"]);
}

/// A small file system of its own, where the machine lets us have one.
struct Small {
    place: std::path::PathBuf,
}

impl Small {
    fn mount(place: &Path, kilobytes: u32) -> Option<Self> {
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output();
        mounted.ok().filter(|output| output.status.success()).map(|_| Self { place: place.to_owned() })
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.place).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_earlier_report() {
    let place = workplace();
    let disk = place.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let (mut full, mut fitted) = (0, 0);
    // A report takes about two megabytes, and while it is replaced there are two.
    for kilobytes in [40, 400, 1_000, 2_000, 2_600, 3_200, 4_000, 5_000, 9_000] {
        let Some(_mounted) = Small::mount(&disk, kilobytes) else {
            println!("skipped: no file system can be mounted here");
            return;
        };
        write(&disk, &[("notes.md", "mine")]);
        for demo in ["one", "two"] {
            let (before, stood) = (snapshot(&disk), disk.join("q").exists());
            let output = super::run(place.path(), &["review", demo, "--out", "disk/q", "--quiet"]);
            if code(&output) == 0 {
                fitted += 1;
                let report = whole(&disk.join("q"));
                assert_eq!(report, if demo == "one" { demos().one.clone() } else { demos().two.clone() });
                assert_eq!(super::names(&disk), ["notes.md", "q"]);
            } else {
                full += 1;
                assert!(told(&output).contains("No space left on device"), "{}", told(&output));
                assert!(told(&output).contains("nothing that was there before has changed"), "{}", told(&output));
                assert_eq!(snapshot(&disk), before, "at {kilobytes} KB, with a report before: {stood}");
            }
        }
        // Something is mounted at the place itself.
        let message = super::refused(place.path(), &["review", "one", "--out", "disk", "--quiet"]);
        assert!(message.contains("disk"), "{message}");
    }
    assert!(full >= 3 && fitted >= 3, "{full} did not fit, {fitted} did");
}

/// System calls, and what they answer.
const FAULTS: [(&str, &str); 9] = [
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("write", "EDQUOT"),
    ("fsync", "EIO"),
    ("renameat2", "EIO"),
    ("renameat2", "ENOSYS"),
    ("rename", "EROFS"),
    ("mkdir", "ENOSPC"),
    ("unlinkat,unlink,rmdir", "EIO"),
];

/// Runs `args` with calls of a kind failing: the `when`th one, or with a `+` all from it on. `None` where there is no strace.
fn injected(place: &Path, calls: &str, answer: &str, when: &str, args: &[&str]) -> Option<Output> {
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error={answer}:when={when}"));
    let mut command = Command::new("strace");
    command.current_dir(place).args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
    command.arg(env!("CARGO_BIN_EXE_retroscope")).args(quick(args)).output().ok().filter(|o| o.status.code() != Some(1))
}

/// One system call after the other fails, and with each the run ends well or leaves everything as it was, and says so. Takes
/// long; `RETROSCOPE_ROUNDS` is the number of faults, of which every kind gets its share.
#[cfg(target_os = "linux")]
#[test]
fn system_calls_that_fail_leave_the_old_report_or_the_new_one() {
    let place = workplace();
    let old = ["review", "one", "--out", "reports/q", "--quiet"];
    let new = ["review", "two", "--out", "reports/q"];
    good(place.path(), &old);
    let before = around(place.path(), "reports/q");
    let (mut failed, mut done) = (0, 0);
    for round in 0..rounds(9) {
        let (calls, answer) = FAULTS[round as usize % FAULTS.len()];
        // The first call, then ever later ones; a run makes hundreds of writes and few renames.
        let step = round / FAULTS.len() as u32;
        let nth = if calls == "write" { 1 + 37 * step } else { 1 + step };
        let when = if round % 2 == 0 { format!("{nth}") } else { format!("{nth}+") };
        let Some(output) = injected(place.path(), calls, answer, &when, &new) else {
            println!("skipped: no strace here");
            return;
        };
        let context = format!("{calls} {answer} {when}: {}", told(&output));
        let now = whole(&place.path().join("reports/q"));
        if code(&output) == 0 || told(&output).contains("standard output") {
            done += 1;
            assert_eq!(now, demos().two, "{context}");
            assert!(around(place.path(), "reports/q") == before || told(&output).contains("still in"), "{context}");
        } else {
            failed += 1;
            assert_eq!(code(&output), 2, "{context}");
            assert_eq!(now, demos().one, "{context}");
            assert!(told(&output).is_empty() || told(&output).contains("error: could not "), "{context}");
        }
        good(place.path(), &old);
        assert_eq!(around(place.path(), "reports/q"), before, "{context}");
    }
    println!("faults: {}, of which {failed} failed and {done} were got over", rounds(9));
}

/// The same for documents that are made again: the report stays whole, whatever fails.
#[cfg(target_os = "linux")]
#[test]
fn system_calls_that_fail_leave_a_report_that_is_drawn_again() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    let before = around(place.path(), "reports/q");
    let mut failed = 0;
    for round in 0..rounds(18) {
        let (calls, answer) = FAULTS[round as usize % FAULTS.len()];
        let step = round / FAULTS.len() as u32;
        let nth = if calls == "write" { 1 + 37 * step } else { 1 + step };
        let when = if round % 2 == 0 { format!("{nth}") } else { format!("{nth}+") };
        let Some(output) = injected(place.path(), calls, answer, &when, &["render", "reports/q"]) else {
            println!("skipped: no strace here");
            return;
        };
        let context = format!("{calls} {answer} {when}: {}", told(&output));
        assert_eq!(whole(&place.path().join("reports/q")), demos().one, "{context}");
        failed += u32::from(code(&output) != 0);
        assert!(around(place.path(), "reports/q") == before || told(&output).contains("still in"), "{context}");
        // The next one clears up.
        good(place.path(), &["render", "reports/q", "--quiet"]);
        assert_eq!(around(place.path(), "reports/q"), before, "{context}");
    }
    assert!(failed > 0);
}

/// An old kernel, or a file system that can't exchange folders: the same by two renames.
#[cfg(target_os = "linux")]
#[test]
fn without_an_exchange_a_report_is_replaced_all_the_same() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "reports/q", "--quiet"]);
    let before = around(place.path(), "reports/q");
    for answer in ["ENOSYS", "EINVAL"] {
        let args = ["review", "two", "--out", "reports/q", "--quiet"];
        let Some(output) = injected(place.path(), "renameat2", answer, "1+", &args) else {
            println!("skipped: no strace here");
            return;
        };
        assert_eq!(code(&output), 0, "{}", told(&output));
        assert_eq!(whole(&place.path().join("reports/q")), demos().two);
        assert_eq!(around(place.path(), "reports/q"), before);
        let init = ["init", "one", "--out", "new.toml"];
        let output = injected(place.path(), "renameat2", answer, "1+", &init).unwrap();
        assert_eq!(code(&output), 0, "{}", told(&output));
        fs::remove_file(place.path().join("new.toml")).unwrap();
        assert_eq!(around(place.path(), "reports/q"), before);
    }
}
