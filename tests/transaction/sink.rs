//! The folder sink by itself.

use super::{digest, names, write};
use retroscope::report::sink::{Folder, Memory, Sink, SinkError};
use retroscope::store::StoreError;
use retroscope::store::manifest::{KIND, VERSION};
use std::fs;
use std::path::Path;

fn report(folder: &Path, content: &str) -> Result<Vec<String>, SinkError> {
    let mut sink = Folder::begin(folder)?;
    fill(&mut sink, content)?;
    sink.finish()
}

fn fill(sink: &mut Folder, content: &str) -> Result<(), SinkError> {
    sink.write("charts/a.svg", content.as_bytes())?;
    let manifest = serde_json::json!({"kind": KIND, "schema_version": VERSION, "files": sink.written()});
    sink.write("manifest.json", manifest.to_string().as_bytes())
}

#[test]
fn a_report_replaces_the_earlier_one_as_a_whole() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("deep/2026-Q3");
    report(&target, "first").unwrap();
    assert!(report(&target, "second").unwrap().is_empty());
    assert_eq!(fs::read_to_string(target.join("charts/a.svg")).unwrap(), "second");
    assert_eq!(names(&target), ["charts", "manifest.json"]);
    assert_eq!(names(target.parent().unwrap()), ["2026-Q3"]);
}

#[test]
fn the_list_of_files_has_sizes_and_digests() {
    let home = tempfile::tempdir().unwrap();
    let mut sink = Folder::begin(&home.path().join("r")).unwrap();
    sink.write("b", b"xyz").unwrap();
    sink.write("a/c", b"").unwrap();
    let listed: Vec<_> = sink.written().into_iter().map(|e| (e.path, e.bytes, e.sha256)).collect();
    assert_eq!(listed, [("a/c".to_owned(), 0, digest(b"")), ("b".to_owned(), 3, digest(b"xyz"))]);
}

#[test]
fn a_stopped_run_leaves_the_earlier_report() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("2026-Q3");
    report(&target, "first").unwrap();
    let dropped = {
        let mut sink = Folder::begin(&target).unwrap();
        sink.write("charts/a.svg", b"half").unwrap();
        sink
    };
    assert_eq!(names(home.path()).len(), 3, "the unfinished folder and the lock are there");
    drop(dropped);
    assert_eq!(names(home.path()), ["2026-Q3"], "an error on the way clears up by itself");
    assert_eq!(fs::read_to_string(target.join("charts/a.svg")).unwrap(), "first");
}

/// The names under which a run works on a target: its lock, and the folder that it writes.
fn hidden(target: &Path) -> (String, String) {
    let sink = Folder::begin(target).unwrap();
    let mut names = names(target.parent().unwrap());
    names.retain(|name| name.starts_with('.'));
    drop(sink);
    let [lock, stage] = names.as_slice() else { panic!("{names:?}") };
    assert!(lock.ends_with(".lock") && stage.ends_with(".stage-1"), "{names:?}");
    (lock.clone(), stage.clone())
}

/// Every state in which a kill can leave the folder: while writing, after the exchange, and between the two renames of a
/// file system that knows no exchange.
#[test]
fn whatever_a_killed_run_left_is_put_right() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("2026-Q3");
    report(&target, "first").unwrap();
    let (lock, stage) = hidden(&target);
    let earlier = stage.replace(".stage-1", ".earlier");
    let holds = |content: &str| {
        assert_eq!(fs::read_to_string(target.join("charts/a.svg")).unwrap(), content);
        assert_eq!(names(home.path()), ["2026-Q3"]);
    };

    write(home.path(), &[(&lock, ""), (&format!("{stage}/charts/a.svg"), "half")]);
    drop(Folder::begin(&target).unwrap());
    holds("first");

    report(&home.path().join(&stage), "replaced").unwrap();
    write(home.path(), &[(&lock, "")]);
    drop(Folder::begin(&target).unwrap());
    holds("first");

    fs::rename(&target, home.path().join(&earlier)).unwrap();
    report(&home.path().join(&stage), "second").unwrap();
    drop(Folder::begin(&target).unwrap());
    holds("first");

    report(&home.path().join(&earlier), "older").unwrap();
    drop(Folder::begin(&target).unwrap());
    holds("first");
}

/// A note that somebody wrote into a report at the very moment in which it was replaced lies in the hidden folder.
#[test]
fn what_somebody_left_in_a_hidden_report_is_not_removed() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("2026-Q3");
    report(&target, "first").unwrap();
    let (_, stage) = hidden(&target);
    report(&home.path().join(&stage), "replaced").unwrap();
    write(home.path(), &[(&format!("{stage}/note.md"), "mine")]);
    let notes = report(&target, "second").unwrap();
    assert!(notes.iter().any(|note| note.contains("note.md") && note.contains(&stage)), "{notes:?}");
    assert_eq!(fs::read_to_string(home.path().join(&stage).join("note.md")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(target.join("charts/a.svg")).unwrap(), "second");
}

#[test]
fn what_comes_while_the_report_is_written_is_not_lost() {
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("2026-Q3");
    for (late, name) in [("notes.md", "notes.md"), ("charts/a.svg", "charts/a.svg")] {
        let _ = fs::remove_dir_all(&target);
        report(&target, "first").unwrap();
        let mut sink = Folder::begin(&target).unwrap();
        fill(&mut sink, "second").unwrap();
        fs::write(target.join(late), "mine!").unwrap();
        let error = sink.finish().unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        assert_eq!(fs::read_to_string(target.join(late)).unwrap(), "mine!");
        assert_eq!(names(home.path()), ["2026-Q3"]);
    }
}

#[test]
fn folders_of_others_are_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.txt"), "x").unwrap();
    let refused = |error: &SinkError| matches!(error, SinkError::Store(StoreError::Refused { .. }));
    assert!(refused(&report(home.path(), "x").unwrap_err()));
    assert!(refused(&report(&home.path().join("thesis.txt"), "x").unwrap_err()));
    assert_eq!(names(home.path()), ["thesis.txt"]);
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert!(report(&empty, "x").is_ok());
}

#[test]
fn files_can_not_leave_the_report() {
    let home = tempfile::tempdir().unwrap();
    let mut sinks: [Box<dyn Sink>; 2] =
        [Box::new(Memory::default()), Box::new(Folder::begin(&home.path().join("r")).unwrap())];
    for sink in &mut sinks {
        for path in ["../x", "/etc/x", "a/../../x", "", "a\\b", "./x"] {
            assert!(matches!(sink.write(path, b"x"), Err(SinkError::BadName { .. })), "{path}");
        }
        assert!(sink.write("a/b.txt", b"x").is_ok());
    }
}

#[test]
fn folders_made_on_the_way_go_with_a_run_that_fails() {
    let home = tempfile::tempdir().unwrap();
    drop(Folder::begin(&home.path().join("a/b/c")).unwrap());
    assert!(names(home.path()).is_empty());
}

/// Who could not read the earlier report shall not read the new one.
#[cfg(unix)]
#[test]
fn the_rights_of_the_earlier_report_stay() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let target = home.path().join("r");
    report(&target, "first").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o700)).unwrap();
    report(&target, "second").unwrap();
    assert_eq!(target.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}
