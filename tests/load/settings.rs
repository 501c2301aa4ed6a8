//! Thresholds of load in the settings: refused with a message that says what could stand there, and used.

use crate::support::run::{Run, run};
use retroscope::model::time::{DAY, HOUR, MINUTE};
use retroscope::settings::Settings;
use std::path::Path;

fn refused(text: &str) -> String {
    Settings::parse(text, "retroscope.toml").expect_err(text).to_string()
}

#[test]
fn thresholds_out_of_range_are_refused_by_name() {
    for (text, message) in [
        ("[load]\nbout_min = 0", "load.bout_min is 0; it can be 1 to 720 minutes"),
        ("[load]\nnight_work_min = 481", "load.night_work_min is 481; it can be 1 to 480 minutes"),
        ("[load]\nshift_h = -1", "load.shift_h is -1; it can be 1 to 168 hours"),
        ("[load]\non_call_percent = 101", "load.on_call_percent is 101; it can be 1 to 100 percent"),
        ("[load.flags]\nrest_h = 24", "load.flags.rest_h is 24; it can be 1 to 23 hours"),
        ("[load.flags]\nnights = 8", "load.flags.nights is 8; it can be 1 to 7 nights"),
        ("[load]\nwarning_days = 1", "load.warning_days is 1; it can be 2 to 28 days"),
        ("[hours]\ninterruption_gap_s = 120\n[load]\nbout_min = 1", "shorter than hours.interruption_gap_s"),
        ("[people]\nsalt = \"short\"", "people.salt has 5 characters; give at least 12"),
    ] {
        let said = refused(text);
        assert!(said.contains(message), "{text:?}: {said}");
    }
    assert!(refused("[load]\nbout = 3").contains("unknown field `bout`"));
    assert!(refused("[load]\nbout_min = \"3\"").contains("bout_min"));
}

#[test]
fn thresholds_reach_the_analysis_and_the_manifest() {
    let text = "[hours]\ninterruption_gap_s = 90\n[load]\nbout_min = 20\nnight_work_min = 25\nshift_incidents = 3\nshift_h = 8\n\
                on_call_percent = 20\nwarning_days = 5\nwarning_lead_days = 10\n[load.flags]\nincidents = 1\nnights = 3\n\
                run = 4\nrest_h = 12\nweekends = 3\noverlap_h = 2\n";
    let settings = Settings::parse(text, "retroscope.toml").unwrap();
    let load = &settings.load;
    assert_eq!((load.gap, load.bout, load.night_work, load.shift), (90_000, 20 * MINUTE, 25 * MINUTE, 8 * HOUR));
    assert_eq!((load.shift_incidents, load.on_call_share), (3, 0.2));
    assert_eq!((load.warning.days, load.warning.lead), (5, 10 * DAY));
    let flags = load.flags;
    assert_eq!([flags.incidents, flags.nights, flags.run, flags.rest_hours], [1, 3, 4, 12]);
    assert_eq!([flags.weekends, flags.overlap_hours], [3, 2]);
    assert_eq!(settings.shown["load.flags.rest_h"], "12");
    assert_eq!(settings.shown["load.bout_min"], "20");
}

fn demo(more: &str) -> Run {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    run(&[folder], &format!("[zones]\nservicenow = \"UTC\"\nreview = \"UTC\"\n{more}"), "all")
}

#[test]
fn a_threshold_moved_by_one_gives_the_counts_that_were_printed_beside_it() {
    let (usual, moved) =
        (demo(""), demo("[load.flags]\nincidents = 1\nnights = 1\nrun = 2\nrest_h = 12\noverlap_h = 3\n"));
    let (usual, moved) = (usual.review.results.load.flagged, moved.review.results.load.flagged);
    for flag in [0, 1, 2, 3, 5] {
        assert_eq!(moved.counts[flag][1], usual.counts[flag][0], "one step easier");
        assert_eq!(moved.counts[flag][2], usual.counts[flag][1], "one step harder");
    }
    assert_eq!(moved.counts[4], usual.counts[4]);
    assert!(usual.counts.iter().all(|c| c[0] >= c[1] && c[1] >= c[2]), "{:?}", usual.counts);
    assert!(usual.counts[1][0] > usual.counts[1][1] && usual.counts[3][0] > 0, "{:?}", usual.counts);
}

#[test]
fn a_night_window_of_ones_own_moves_nights_and_words() {
    let run = demo("[hours]\nprofile = \"ours\"\nbusiness = [9, 17]\nsleep = [1, 5]\n[load]\nnight_work_min = 30\n");
    let (own, usual) = (run.review.results.load.strain, demo("").review.results.load.strain);
    assert!(own.disturbed > 0 && own.disturbed < usual.disturbed, "{own:?}");
    let nights = run.review.findings.claims.iter().find(|c| c.code == "load.nights").unwrap();
    assert!(nights.method.contains("30 minutes"), "{}", nights.method);
    let methods: Vec<&String> = run.review.findings.sections.iter().flat_map(|s| &s.method).collect();
    assert!(methods.iter().any(|m| m.contains("sleep hours 01–05") && m.contains("30 minutes")), "{methods:?}");
}

#[test]
fn the_proposed_settings_are_the_defaults() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    let program = env!("CARGO_BIN_EXE_retroscope");
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("retroscope.toml");
    let done = std::process::Command::new(program).arg("init").arg(&folder).arg("--out").arg(&file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = std::fs::read_to_string(&file).unwrap();
    let settings = Settings::parse(&text, "it").unwrap();
    let defaults = Settings::defaults().unwrap();
    let load = |s: &Settings| {
        s.shown.iter().filter(|(k, _)| k.starts_with("load.")).map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>()
    };
    assert_eq!(load(&settings), load(&defaults));
    // Every one of them stands in the file with words behind it.
    for key in load(&settings) {
        let (key, _) = key.split_once('=').unwrap();
        let name = key.rsplit('.').next().unwrap();
        assert!(text.lines().any(|l| l.starts_with(&format!("{name} = ")) && l.contains("  # ")), "{key}");
    }
}
