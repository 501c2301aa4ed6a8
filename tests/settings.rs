//! The table of settings against what it promises: defaults, ranges, effects, the proposal of `init`, and the README's list.

use retroscope::analyse;
use retroscope::pipeline::{self, Asked, Request};
use retroscope::settings::table::{Range, Row};
use retroscope::settings::{File, Settings};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn rows() -> Vec<Row> {
    File::default().rows()
}

fn refused(text: &str) -> String {
    Settings::parse(text, "retroscope.toml").expect_err(text).to_string()
}

fn stated(row: &Row, value: &str) -> String {
    format!("[{}]\n{} = {value}\n", row.section(), row.name())
}

#[test]
fn keys_are_unique_and_each_has_its_words() {
    let keys: BTreeSet<&str> = rows().iter().map(|row| row.key).collect();
    assert_eq!(keys.len(), rows().len());
    for row in rows() {
        assert!(
            row.help.len() > 10 && !row.help.ends_with('.') && !row.help.contains('\n'),
            "{}: {}",
            row.key,
            row.help
        );
        assert!(
            row.value.is_some() || matches!(row.range, Range::Like(_)),
            "{} has neither value nor example",
            row.key
        );
        // What counts something says what.
        let counts = matches!(row.range, Range::Whole(..) | Range::Positive(_));
        assert!(!counts || !row.unit.is_empty(), "{}", row.key);
    }
}

/// Values that a range does not hold, as TOML with the form in which the message repeats them.
fn outside(row: &Row) -> Vec<(String, String)> {
    let plain = |values: Vec<String>| values.into_iter().map(|v| (v.clone(), v)).collect();
    match row.range {
        Range::Whole(least, most) => plain(vec![(least - 1).to_string(), (most + 1).to_string()]),
        Range::From(least) => plain(vec![(least - 1).to_string()]),
        Range::Between(low, high) => {
            let more = [low - 0.5, high + 0.5].map(|v| v.to_string());
            let ends = [(format!("{low:.1}"), low.to_string()), (format!("{high:.1}"), high.to_string())];
            ends.into_iter().chain(plain(more.to_vec())).chain([("nan".to_owned(), "NaN".to_owned())]).collect()
        }
        Range::Positive(most) => {
            let many = vec!["1"; most + 1].join(", ");
            plain(vec!["[0]".to_owned(), "[8, -1]".to_owned(), format!("[{many}]")])
        }
        Range::Any | Range::Like(_) => Vec::new(),
    }
}

#[test]
fn what_is_out_of_range_is_refused_with_key_value_and_range() {
    let mut tried = 0;
    for row in rows() {
        for (value, told) in outside(&row) {
            let said = refused(&stated(&row, &value));
            let expected = format!("{} is {told}; it can be {}", row.key, row.range);
            assert!(said.contains(&expected) && said.contains(row.unit), "{expected:?} is not in: {said}");
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried}");
}

/// Settings whose values are understood elsewhere, with one that is not.
const NOT_UNDERSTOOD: [(&str, &str); 7] = [
    ("report.organisation", "\"two\\nlines\""),
    ("report.zone", "\"Mars/Phobos\""),
    ("hours.profile", "\"nightly\""),
    ("hours.business", "[8, 18]"),
    ("hours.sleep", "[22, 30]"),
    ("people.salt", "\"short\""),
    ("people.zone", "\"Nowhere\""),
];

#[test]
fn what_cannot_be_understood_is_refused_by_name() {
    for row in rows() {
        match (row.range, NOT_UNDERSTOOD.iter().find(|(key, _)| *key == row.key)) {
            (Range::Like(_), Some((_, value))) => {
                let said = refused(&stated(&row, value));
                assert!(said.contains(row.key), "{}: {said}", row.key);
            }
            (Range::Like(_), None) => panic!("{} has no value here that is refused", row.key),
            // What has another type is refused with the line and the name.
            _ => assert!(refused(&stated(&row, "{ a = 1 }")).contains(row.name()), "{}", row.key),
        }
    }
    assert!(refused("[load]\nbout = 3").contains("unknown field `bout`"));
}

/// The analyses have defaults of their own, for whoever runs them without settings; they are those of the table.
#[test]
fn the_defaults_of_the_analyses_are_those_of_the_table() {
    let (settings, usual) = (Settings::defaults().unwrap(), analyse::Params::default());
    assert_eq!(format!("{:?}", settings.load), format!("{:?}", usual.load));
    assert_eq!(settings.recurrence.least_likeness, usual.recurrence.least_likeness);
    assert_eq!(settings.recurrence.fix_hours, usual.recurrence.fix_hours);
    assert_eq!(settings.seed, usual.areas.seed);
    assert_eq!(settings.link.interruption_gap, usual.load.gap);
}

#[test]
fn the_manifest_lists_every_setting_that_is_no_secret() {
    let text = "[people]\nsalt = \"nobody can guess this\"\nzone = \"Europe/Berlin\"\nmachines = [\"ana.ruiz\"]\n";
    let shown = Settings::parse(text, "it").unwrap().shown;
    for row in rows().iter().filter(|row| !["people.salt", "people.machines"].contains(&row.key)) {
        assert!(shown.contains_key(row.key), "{} is not told", row.key);
    }
    assert_eq!((shown["people.salted"].as_str(), shown["people.zone"].as_str()), ("true", "Europe/Berlin"));
    assert!(shown.values().all(|value| !value.contains("guess") && !value.contains("ruiz")), "{shown:?}");
}

/// An organisation that has everything that the settings decide upon.
fn organisation(folder: &Path) {
    let options = retroscope::demo::Options { incidents: 250, seed: 7, scenario: retroscope::demo::Scenario::Typical };
    retroscope::demo::write(&folder.join("demo"), &options).unwrap();
    std::fs::remove_file(folder.join("demo/retroscope.toml")).unwrap();
    let rows = "Id,Title,Began,Over,Kind,Who\n\
                X-1,DR drill: failover of the ledger,2026-02-03T10:00:00Z,2026-02-03T11:00:00Z,,Ida Lund\n\
                X-2,New laptop for the warehouse,2026-02-04T10:00:00Z,2026-02-04T11:00:00Z,Service Request,Ida Lund\n\
                X-3,Kernel upgrade of the ledger,2026-02-05T10:00:00Z,2026-02-05T11:00:00Z,maintenance,Ida Lund\n\
                X-4,Ida Lund restarted the stuck queue,2026-02-06T10:00:00Z,2026-02-06T11:00:00Z,,Ida Lund\n\
                X-5,Queue stuck again,2026-02-07T10:00:00Z,2026-02-07T11:00:00Z,,build-runner\n";
    std::fs::write(folder.join("extra.csv"), rows).unwrap();
}

const MAPPING: &str = "[[mapping]]\nname = \"extra\"\nfiles = [\"extra.csv\"]\nrows = \"incident\"\n[mapping.fields]\nid = \"Id\"\n\
                       title = \"Title\"\nstarted_at = \"Began\"\nresolved_at = \"Over\"\nkind = \"Kind\"\nassignee = \"Who\"\n";

/// Everything that a review says and holds.
fn reviewed(folder: &Path, settings: &str) -> String {
    let settings = Settings::parse(&format!("{settings}{MAPPING}"), "it").unwrap();
    let inputs = pipeline::expand(&[folder.display().to_string()]).unwrap();
    let request = Request { inputs: &inputs, settings: &settings, period: Asked::All, as_of: None, names: false };
    let review = pipeline::review(&request, &|_| {}).1.unwrap();
    let view = review.data.incident_view();
    let titles: Vec<Option<&str>> = view.rows().map(|row| view.title.get(row)).collect();
    format!("{}{titles:?}{:?}", serde_json::to_string(&review.findings).unwrap(), review.data.people)
}

/// A value off the default for each setting, with what has to stand beside it.
const MOVED: [(&str, &str); 42] = [
    ("report.organisation", "[report]\norganisation = \"Harbour & Vale\"\n"),
    ("report.zone", "[report]\nzone = \"Asia/Tokyo\"\n"),
    ("report.seed", "[report]\nseed = 1\n"),
    ("hours.profile", "[hours]\nprofile = \"rootly\"\n"),
    ("hours.business", "[hours]\nbusiness = [10, 15]\nsleep = [22, 8]\n"),
    ("hours.sleep", "[hours]\nbusiness = [8, 18]\nsleep = [1, 5]\n"),
    ("hours.interruption_gap_s", "[hours]\ninterruption_gap_s = 1800\n"),
    ("recurrence.least_likeness", "[recurrence]\nleast_likeness = 0.95\n"),
    ("recurrence.fix_hours", "[recurrence]\nfix_hours = [7]\n"),
    ("load.bout_min", "[load]\nbout_min = 720\n"),
    ("load.night_work_min", "[load]\nnight_work_min = 480\n"),
    ("load.shift_incidents", "[load]\nshift_incidents = 0\n"),
    ("load.shift_h", "[load]\nshift_h = 4\n"),
    ("load.on_call_percent", "[load]\non_call_percent = 1\n"),
    ("load.warning_days", "[load]\nwarning_days = 3\n"),
    ("load.warning_lead_days", "[load]\nwarning_lead_days = 60\n"),
    ("load.flags.incidents", "[load.flags]\nincidents = 0\n"),
    ("load.flags.nights", "[load.flags]\nnights = 1\n"),
    ("load.flags.run", "[load.flags]\nrun = 1\n"),
    ("load.flags.rest_h", "[load.flags]\nrest_h = 23\n"),
    ("load.flags.weekends", "[load.flags]\nweekends = 1\n"),
    ("load.flags.overlap_h", "[load.flags]\noverlap_h = 0\n"),
    ("load.verdict.shifts_percent", "[load.verdict]\nshifts_percent = 1\n"),
    ("load.verdict.nights", "[load.verdict]\nnights = 1\n"),
    ("load.verdict.weeks", "[load.verdict]\nweeks = 5\n"),
    ("load.verdict.people_percent", "[load.verdict]\npeople_percent = 90\n"),
    ("load.verdict.above_percent", "[load.verdict]\nabove_percent = 40\n"),
    ("load.verdict.flags", "[load.verdict]\nflags = 1\n"),
    ("load.verdict.flagged_weeks", "[load.verdict]\nflagged_weeks = 7\n"),
    ("load.verdict.mild_percent", "[load.verdict]\nmild_percent = 5\n"),
    ("load.verdict.mild_pages", "[load.verdict]\nmild_pages = 1\n"),
    ("load.verdict.mild_severity", "[load.verdict]\nmild_severity = 2\n"),
    ("load.verdict.least_people", "[load.verdict]\nleast_people = 6\n"),
    ("load.verdict.least_shifts", "[load.verdict]\nleast_shifts = 25\n"),
    ("limits.held_mib", "[limits]\nheld_mib = 8\n"),
    ("exclude.planned_work", "[exclude]\nplanned_work = false\n"),
    ("exclude.drills", "[exclude]\ndrills = false\n"),
    ("exclude.requests", "[exclude]\nrequests = false\n"),
    ("people.salt", "[people]\nsalt = \"nobody can guess this\"\n"),
    ("people.zone", "[people]\nzone = \"Asia/Tokyo\"\n"),
    ("people.machines", "[people]\nmachines = [\"build-runner\"]\n"),
    ("people.mask_texts", "[people]\nmask_texts = false\n"),
];

/// Settings that change no report of the organisation above, with the reason.
const WITHOUT_EFFECT: [(&str, &str); 1] =
    [("limits.held_mib", "decides which files are refused as too large; containers::limits has such files")];

#[test]
fn each_setting_changes_something() {
    let folder = tempfile::tempdir().unwrap();
    organisation(folder.path());
    let usual = reviewed(folder.path(), "");
    let mut problems = Vec::new();
    for row in rows() {
        let Some((_, text)) = MOVED.iter().find(|(key, _)| *key == row.key) else {
            problems.push(format!("{} has no other value here", row.key));
            continue;
        };
        let reason = WITHOUT_EFFECT.iter().find(|(key, _)| *key == row.key);
        if (reviewed(folder.path(), text) == usual) != reason.is_some() {
            problems.push(format!("{}: its effect is not what this test says", row.key));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A text that prints a threshold prints that of the run, also where the settings hold another than the usual.
#[test]
fn texts_print_the_thresholds_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    organisation(folder.path());
    let text = |settings: &str| {
        let settings = Settings::parse(&format!("{settings}{MAPPING}"), "it").unwrap();
        let inputs = pipeline::expand(&[folder.path().display().to_string()]).unwrap();
        let request = Request { inputs: &inputs, settings: &settings, period: Asked::All, as_of: None, names: false };
        let findings = pipeline::review(&request, &|_| {}).1.unwrap().findings;
        let mut memory = retroscope::report::sink::Memory::default();
        retroscope::render::render(
            &findings,
            retroscope::render::Wanted { editions: retroscope::render::ALL, formats: &[] },
            &mut memory,
        )
        .unwrap();
        memory.text("analyst.md").unwrap().to_owned()
    };
    let usual = text("");
    assert!(usual.contains("pages to one person within 60 seconds, counted once"));
    assert!(usual.contains("is a reference from Google's book"));
    assert!(usual.contains("The thresholds for nights are our own assumption"));
    let own = text(
        "[hours]\ninterruption_gap_s = 90\n[load]\nshift_incidents = 3\nshift_h = 8\non_call_percent = 20\nbout_min = 20\n\
         [load.flags]\nnights = 3\n[people]\nzone = \"Asia/Tokyo\"\n",
    );
    assert!(own.contains("pages to one person within 90 seconds, counted once"));
    assert!(own.contains("within 90 s count once") && !own.contains("60 seconds"));
    assert!(own.contains("At most 3 incidents per 8 hours is the line of the settings"));
    assert!(own.contains("names 2 incidents per 12 hours"));
    assert!(own.contains("20 %, the line of the settings"));
    assert!(own.contains("The thresholds for nights are those of the settings"));
    assert!(own.contains("Who has no known zone is read in Asia/Tokyo") || own.contains("read in Asia/Tokyo"));
}

/// Sections of the file that the reader fills, as the README lists them between those of the table.
const LISTS: &str = "\
[zones]                         # per tool: zone of times without an offset
[day_first]                     # per tool: servicenow = true, where no row of a file decides it
[severity]                      # own words: \"sev-red\" = 1
[aliases.services]              # \"chk-api\" = \"checkout-api\"
[aliases.components]
[aliases.teams]
[hierarchy]                     # \"checkout-api\" = \"payments platform\": what an area is part of
[fields]                        # own fields: \"Product area\" = \"component\"

# [[change]]                    # the same as a row of changes.csv
# at = 2026-08-01
# what = \"severities are given by the impact matrix\"
";

/// The block that the README has to hold.
fn listing() -> String {
    let mut out = String::new();
    let mut section = "";
    for row in rows() {
        if row.section() != section {
            section = row.section();
            out.push_str(&format!("{}[{section}]\n", if out.is_empty() { "" } else { "\n" }));
        }
        out.push_str(&format!("{:<31} # {}\n", row.line(), row.words()));
    }
    format!("{out}\n{LISTS}")
}

#[test]
fn the_readme_lists_the_settings_of_the_table() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let after = text.split_once("### All settings\n\n```toml\n").expect("the list in the README").1;
    let block = after.split_once("```\n").unwrap().0;
    assert!(block == listing(), "the README has to list:\n{}", listing());
    let settings = Settings::parse(block, "README.md").unwrap();
    assert_eq!(settings.shown, Settings::defaults().unwrap().shown);
}

#[test]
fn the_organisation_is_a_name_for_a_title() {
    let read = |text: &str| retroscope::settings::Settings::parse(text, "test");
    assert_eq!(read("[report]\norganisation = \"  Harbour & Vale \"").unwrap().organisation, "Harbour & Vale");
    assert_eq!(read("").unwrap().organisation, "");
    for odd in ["a\\nb".to_owned(), "long ".repeat(20)] {
        let error = read(&format!("[report]\norganisation = \"{odd}\"")).unwrap_err().to_string();
        assert!(error.contains("report.organisation is no name for a title"), "{error}");
    }
}
