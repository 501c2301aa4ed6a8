//! Folders and files of others: whatever is typed as the place to write, they stay as they are, and the message names them.

use super::{demos, good, names, refused, snapshot, whole, workplace, write};
use clap::CommandFactory;
use std::fs;
use std::path::Path;

const EXTENSION: &str = r#"{"manifest_version": 3, "name": "Dark mode", "version": "1.0", "files": ["a.js"]}"#;

/// Manifests that others write, and ours of other versions, with what the message has to say.
const MANIFESTS: [(&str, &str); 7] = [
    (EXTENSION, "its manifest.json is not that of a report"),
    ("[]", "its manifest.json is not that of a report"),
    ("not even JSON", "its manifest.json is not that of a report"),
    (r#"{"kind":"retroscope-report","schema_version":2}"#, "its manifest.json is not that of a report"),
    (r#"{"kind":"someone-else","schema_version":2,"files":[]}"#, "its manifest.json is not that of a report"),
    (r#"{"schema_version":1,"made_by":"retroscope 0.1.0","inputs":[]}"#, "a report of an earlier version"),
    (r#"{"kind":"retroscope-report","schema_version":3,"files":[]}"#, "a report of a later version"),
];

/// Every command that writes, with a folder or a file in it as the place.
const WRITERS: [&[&str]; 8] = [
    &["review", "one", "--out", "theirs"],
    &["render", "theirs"],
    &["render", "report", "--out", "theirs"],
    &["demo", "theirs"],
    &["normalise", "one", "--to", "theirs"],
    &["init", "one", "--out", "theirs/manifest.json"],
    &["families", "table.csv", "--groups", "theirs/manifest.json"],
    &["families", "table.csv", "--groups", "groups.csv", "--evidence", "theirs/manifest.json"],
];

#[test]
fn a_strangers_folder_with_a_manifest_survives_every_command_that_writes() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "report", "--quiet"]);
    write(
        place.path(),
        &[("table.csv", "id,title\n1,a\n"), ("theirs/background.js", "run()"), ("theirs/.git/HEAD", "x")],
    );
    for (manifest, why) in MANIFESTS {
        write(place.path(), &[("theirs/manifest.json", manifest)]);
        let before = snapshot(place.path());
        for args in WRITERS {
            let message = refused(place.path(), args);
            assert!(message.contains("theirs"), "{message}");
            assert!(message.contains("nothing was changed"), "{message}");
            assert!(!["review", "render"].contains(&args[0]) || message.contains(why), "{why}: {message}");
            assert_eq!(snapshot(place.path()), before, "{args:?}");
        }
    }
}

/// A new command has to be put into the list above, if it writes.
#[test]
fn every_command_is_known_to_write_or_not() {
    let written: Vec<&str> = WRITERS.iter().map(|args| args[0]).collect();
    for command in retroscope::cli::args::Args::command().get_subcommands() {
        let name = command.get_name();
        assert!(
            ["inspect", "explain", "compare", "lint", "schema"].contains(&name) || written.contains(&name),
            "{name}"
        );
    }
}

/// Makes the report of `one`, lets somebody do something in it, and expects the next run to name that and change nothing.
#[track_caller]
fn in_the_way(spoil: &dyn Fn(&Path), named: &[&str]) {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "report", "--quiet"]);
    spoil(&place.path().join("report"));
    let before = snapshot(place.path());
    let message = refused(place.path(), &["review", "two", "--out", "report"]);
    for name in named {
        assert!(message.contains(name), "{name}: {message}");
    }
    assert_eq!(snapshot(place.path()), before);
}

#[test]
fn what_somebody_put_into_a_report_is_named_and_stays() {
    in_the_way(&|report| write(report, &[("notes.md", "mine")]), &["notes.md", "besides the earlier report"]);
    in_the_way(&|report| write(report, &[("charts/.swp", "mine")]), &["charts/.swp"]);
    in_the_way(&|report| write(report, &[("talk/slides/a.pptx", "mine")]), &["talk"]);
    in_the_way(&|report| fs::create_dir(report.join("drafts")).unwrap(), &["drafts"]);
    let many = |report: &Path| (0..9).for_each(|n| write(report, &[(&format!("n{n}.md"), "mine")]));
    in_the_way(&many, &["n0.md, n1.md, n2.md, n3.md, n4.md and 4 more", "move them elsewhere"]);
    #[cfg(unix)]
    in_the_way(&|report| std::os::unix::fs::symlink("/etc", report.join("data/etc")).unwrap(), &["data/etc"]);
}

#[test]
fn what_somebody_changed_in_a_report_is_named_and_stays() {
    let append = |name: &'static str| {
        move |report: &Path| {
            let text = fs::read_to_string(report.join(name)).unwrap();
            fs::write(report.join(name), text + "\nMy remark.\n").unwrap();
        }
    };
    in_the_way(&append("executive.md"), &["executive.md", "somebody changed"]);
    // The same length: only the digest tells.
    let one_letter = |report: &Path| {
        let text = fs::read_to_string(report.join("executive.md")).unwrap();
        fs::write(report.join("executive.md"), text.replacen('e', "E", 1)).unwrap();
    };
    in_the_way(&one_letter, &["executive.md"]);
    let both = |report: &Path| {
        append("data/incidents.csv")(report);
        write(report, &[("notes.md", "mine")]);
    };
    in_the_way(&both, &["data/incidents.csv", "notes.md"]);
    #[cfg(unix)]
    in_the_way(
        &|report: &Path| {
            fs::rename(report.join("executive.md"), report.parent().unwrap().join("moved.md")).unwrap();
            std::os::unix::fs::symlink("../moved.md", report.join("executive.md")).unwrap();
        },
        &["executive.md"],
    );
}

/// What somebody took away can't be lost any more.
#[test]
fn a_report_from_which_files_were_taken_is_replaced() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "report", "--quiet"]);
    fs::remove_dir_all(place.path().join("report/charts")).unwrap();
    fs::remove_file(place.path().join("report/analyst.md")).unwrap();
    good(place.path(), &["review", "two", "--out", "report", "--quiet"]);
    whole(&place.path().join("report"));
}

#[test]
fn a_file_a_link_and_the_folder_itself_are_no_place_for_a_report() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "report", "--quiet"]);
    #[cfg(unix)]
    for (to, link) in [("report", "link"), ("nowhere", "dangling")] {
        std::os::unix::fs::symlink(to, place.path().join(link)).unwrap();
    }
    let before = snapshot(place.path());
    let message = refused(place.path(), &["review", "one", "--out", "notes.md"]);
    assert!(message.contains("no folder"), "{message}");
    for out in [".", "..", "/"] {
        let message = refused(place.path(), &["review", "one", "--out", out]);
        assert!(message.contains("which is an input"), "{out}: {message}");
        assert!(refused(place.path(), &["demo", out]).contains("no place of its own"));
    }
    #[cfg(unix)]
    for out in ["link", "link/", "dangling"] {
        let message = refused(place.path(), &["review", "two", "--out", out]);
        assert!(message.contains("link"), "{out}: {message}");
        refused(place.path(), &["demo", out]);
    }
    for out in ["report/inside", "report/charts/inside"] {
        let message = refused(place.path(), &["review", "two", "--out", out]);
        assert!(message.contains("inside the report"), "{message}");
        refused(place.path(), &["demo", out]);
    }
    assert_eq!(snapshot(place.path()), before);
}

/// An empty folder is a place; through a link in the way to it, too.
#[cfg(unix)]
#[test]
fn an_empty_folder_is_filled_and_links_on_the_way_are_followed() {
    let place = workplace();
    fs::create_dir_all(place.path().join("real/empty")).unwrap();
    std::os::unix::fs::symlink("real", place.path().join("way")).unwrap();
    good(place.path(), &["review", "one", "--out", "way/empty", "--quiet"]);
    assert_eq!(whole(&place.path().join("real/empty")), demos().one);
    assert_eq!(names(&place.path().join("real")), ["empty"]);
}
