//! The demo folder: complete or not there, and never among files of others.

use super::{good, names, refused, snapshot, workplace, write};
use std::fs;

#[test]
fn a_demo_goes_into_an_empty_folder_only() {
    let place = workplace();
    good(place.path(), &["review", "one", "--out", "report", "--quiet"]);
    write(place.path(), &[("mine/.hidden", "x")]);
    let before = snapshot(place.path());
    for (dir, why) in
        [("mine", ".hidden"), ("one", "pagerduty"), ("report", "report"), ("notes.md", "no folder"), (".", "")]
    {
        let message = refused(place.path(), &["demo", dir]);
        assert!(message.contains(why), "{dir}: {message}");
    }
    assert_eq!(snapshot(place.path()), before);
    fs::create_dir(place.path().join("empty")).unwrap();
    for dir in ["empty", "deep/er/new"] {
        good(place.path(), &["demo", dir, "--incidents", "60", "--seed", "1"]);
        assert_eq!(snapshot(&place.path().join(dir)), snapshot(&place.path().join("one")));
    }
    assert_eq!(names(&place.path().join("deep/er")), ["new"]);
}
