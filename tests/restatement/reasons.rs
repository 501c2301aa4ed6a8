//! Each reason by itself, over two incidents' worth of facts.

use crate::support::builder::ms;
use retroscope::model::earlier::{ReportTerms, ReportedIncident, ReportedPeriod};
use retroscope::model::time::{HOUR, Window};
use retroscope::restate::{CountedFigure, Restatement, restated};

const SPRING: (&str, &str) = ("2026-04-01 00:00", "2026-07-01 00:00");

fn one(id: &str) -> ReportedIncident {
    let started = ms("2026-05-02 09:00");
    ReportedIncident {
        id: id.to_owned(),
        record_ids: id.to_owned(),
        included: true,
        in_period: true,
        status: "resolved".to_owned(),
        severity: Some(3),
        stated_severity: "SEV3".to_owned(),
        customer_facing: "no".to_owned(),
        areas: "service:mail".to_owned(),
        started: Some(started),
        resolved: Some(started + HOUR),
        ..ReportedIncident::default()
    }
}

fn side(incidents: Vec<ReportedIncident>) -> ReportedPeriod {
    let terms = ReportTerms {
        as_of: Some(ms("2026-07-01 00:00")),
        made_by: "retroscope 1.0.0".to_owned(),
        ..ReportTerms::default()
    };
    ReportedPeriod { terms, incidents, ..ReportedPeriod::default() }
}

fn held(then: &ReportedPeriod, now: &ReportedPeriod) -> Restatement {
    let window = Window { start: ms(SPRING.0), end: ms(SPRING.1) };
    let found = restated(then, now, window);
    for figure in &found.figures {
        assert_eq!(figure.then + figure.steps.iter().map(|step| step.change).sum::<i64>(), figure.now, "{figure:?}");
    }
    found
}

/// The one reason of a figure, and its change.
fn why(then: &ReportedPeriod, now: &ReportedPeriod, what: &CountedFigure) -> (&'static str, i64) {
    let found = held(then, now);
    let figure = found.figures.iter().find(|figure| figure.what == *what).unwrap();
    let [step] = figure.steps.as_slice() else { panic!("{figure:?}") };
    (step.reason.words(), step.change)
}

/// The same incident with a fact changed, told by a file that is new or not.
fn changed(is_fresh: bool, change: impl Fn(&mut ReportedIncident)) -> ReportedPeriod {
    let mut now = ReportedIncident { fresh: is_fresh, ..one("pager:incident:1") };
    change(&mut now);
    side(vec![now])
}

fn before() -> ReportedPeriod {
    side(vec![one("pager:incident:1")])
}

#[test]
fn the_same_is_the_same_whatever_export_it_was_read_from() {
    let now = side(vec![one("pager:reviewed:1")]);
    let found = held(&before(), &now);
    assert!(found.is_same() && found.alone == 1, "{found:?}");
    assert_eq!(found.recovery.median_s, [Some(3_600.0), Some(3_600.0)]);
    assert_eq!((found.recovery.came, found.recovery.went, found.recovery.changed), (0, 0, 0));
}

#[test]
fn a_value_that_the_same_file_states_is_read_otherwise_by_settings_or_a_version() {
    let worse = |one: &mut ReportedIncident| one.severity = Some(1);
    let severe = CountedFigure::Severity(1);
    let mut now = changed(false, worse);
    // The stated word is the same and neither a setting nor the version differs: it cannot be told.
    assert_eq!(why(&before(), &now, &severe).0, "other settings or another version");
    now.terms.made_by = "retroscope 2.0.0".to_owned();
    assert_eq!(why(&before(), &now, &severe).0, "new rule of a new version");
    now.terms.settings.insert("severity.SEV3".to_owned(), "1".to_owned());
    assert_eq!(why(&before(), &now, &severe), ("changed map or settings", 1));
    // Also where the file was exported anew.
    let mut anew = changed(true, worse);
    anew.terms.settings.insert("severity.SEV3".to_owned(), "1".to_owned());
    assert_eq!(why(&before(), &anew, &severe).0, "changed map or settings");
    // Another word in a new file is a corrected record, whatever the map.
    let mut word = changed(true, |one| (one.severity, one.stated_severity) = (Some(1), "SEV1".to_owned()));
    word.terms.settings.insert("severity.SEV3".to_owned(), "1".to_owned());
    assert_eq!(why(&before(), &word, &severe).0, "corrected records");

    // Customers, of which no stated word is kept: both may have done it.
    let felt = |one: &mut ReportedIncident| one.customer_facing = "yes".to_owned();
    let mut both = changed(false, felt);
    both.terms.settings.insert("zones.pager".to_owned(), "Europe/Berlin".to_owned());
    assert_eq!(why(&before(), &both, &CountedFigure::CustomerFacing).0, "changed map or settings");
    both.terms.made_by = "retroscope 2.0.0".to_owned();
    assert_eq!(why(&before(), &both, &CountedFigure::CustomerFacing).0, "other settings or another version");
    // What is only printed cannot have done it.
    let mut printed = changed(false, felt);
    printed.terms.settings.insert("report.organisation".to_owned(), "Harbour".to_owned());
    printed.terms.made_by = "retroscope 2.0.0".to_owned();
    assert_eq!(why(&before(), &printed, &CountedFigure::CustomerFacing).0, "new rule of a new version");
}

#[test]
fn zones_aliases_and_exclusions_move_what_they_name() {
    let later = |one: &mut ReportedIncident| one.resolved = one.resolved.map(|at| at + HOUR);
    let mut zone = changed(true, later);
    zone.terms.settings.insert("zones.pager".to_owned(), "Europe/Berlin".to_owned());
    assert_eq!(why(&before(), &zone, &CountedFigure::Recovery), ("changed map or settings", HOUR));
    let mut other = changed(true, later);
    other.terms.settings.insert("zones.desk".to_owned(), "Europe/Berlin".to_owned());
    assert_eq!(why(&before(), &other, &CountedFigure::Recovery).0, "corrected records");

    let mut alias = changed(true, |one| one.areas = "service:post".to_owned());
    assert_eq!(why(&before(), &alias, &CountedFigure::Area("service:post".to_owned())).0, "corrected records");
    alias.terms.settings.insert("aliases.services.mail".to_owned(), "post".to_owned());
    assert_eq!(why(&before(), &alias, &CountedFigure::Area("service:post".to_owned())), ("changed map or settings", 1));
    assert_eq!(
        why(&before(), &alias, &CountedFigure::Area("service:mail".to_owned())),
        ("changed map or settings", -1)
    );

    let mut drill = changed(true, |one| (one.included, one.exclusion) = (false, "drill".to_owned()));
    assert_eq!(why(&before(), &drill, &CountedFigure::Incidents), ("corrected records", -1));
    drill.terms.settings.insert("exclude.drills".to_owned(), "true".to_owned());
    assert_eq!(why(&before(), &drill, &CountedFigure::Incidents), ("changed map or settings", -1));
}

#[test]
fn people_stand_above_everything_and_taking_it_back_counts_too() {
    let worse = |one: &mut ReportedIncident| one.severity = Some(1);
    let mut now = changed(true, worse);
    now.terms.settings.insert("severity.SEV3".to_owned(), "1".to_owned());
    now.corrections.push(["pager:incident:1", "severity", "SEV1"].map(str::to_owned));
    assert_eq!(why(&before(), &now, &CountedFigure::Severity(1)).0, "annotations");
    // The same correction then and now explains nothing; one that was taken back does.
    let mut then = before();
    then.corrections.clone_from(&now.corrections);
    assert_eq!(why(&then, &now, &CountedFigure::Severity(1)).0, "changed map or settings");
    now.corrections.clear();
    assert_eq!(why(&then, &now, &CountedFigure::Severity(1)).0, "annotations");
    // A correction of another field is none of this one.
    let mut other = changed(true, worse);
    other.corrections.push(["pager:incident:1", "title", "Gate"].map(str::to_owned));
    assert_eq!(why(&before(), &other, &CountedFigure::Severity(1)).0, "corrected records");
}

#[test]
fn records_come_go_and_are_grouped_anew() {
    let two = ["pager:incident:1", "desk:ticket:2"];
    let apart = side(two.map(one).to_vec());
    let mut joined = side(vec![ReportedIncident { record_ids: two.join(";"), fresh: true, ..one(two[0]) }]);
    assert_eq!(why(&apart, &joined, &CountedFigure::Incidents), ("new links", -1));
    assert_eq!(why(&joined, &apart, &CountedFigure::Incidents), ("links that went", 1));
    joined.by_hand.insert("desk:ticket:2".to_owned());
    assert_eq!(why(&apart, &joined, &CountedFigure::Incidents).0, "annotations");
    joined.by_hand.clear();
    // A record more of an incident that was known.
    let known = side(vec![one(two[0])]);
    let mut more = joined.clone();
    more.incidents[0].customer_facing = "yes".to_owned();
    assert_eq!(why(&known, &more, &CountedFigure::CustomerFacing), ("records that came late", 1));
    assert_eq!(why(&more, &known, &CountedFigure::CustomerFacing).0, "records that are no longer in the inputs");
    // Three records, two incidents before and after, cut elsewhere.
    let cut = |a: &str, b: &str| {
        let of = |ids: &str, severity| ReportedIncident {
            record_ids: ids.to_owned(),
            severity: Some(severity),
            ..one(ids.split(';').next().unwrap())
        };
        side(vec![of(a, 3), of(b, 1)])
    };
    let (left, mut right) = (cut("t:i:1;t:i:2", "t:i:3"), cut("t:i:1", "t:i:2;t:i:3"));
    right.incidents[1].severity = Some(2);
    assert_eq!(why(&left, &right, &CountedFigure::Severity(1)), ("other links", -1));
    // Whole incidents.
    let nothing = side(Vec::new());
    assert_eq!(why(&known, &nothing, &CountedFigure::Incidents), ("records that are no longer in the inputs", -1));
    let late = changed(true, |_| {});
    assert_eq!(why(&nothing, &late, &CountedFigure::Incidents), ("records that came late", 1));
    let began = |one: &mut ReportedIncident| one.started = Some(ms("2026-06-30 09:00"));
    let mut early = nothing.clone();
    early.terms.as_of = Some(ms("2026-06-20 00:00"));
    assert_eq!(
        why(&early, &changed(true, began), &CountedFigure::Incidents),
        ("incidents that began after the exports of that report", 1)
    );
}

#[test]
fn an_end_that_came_late_and_pages_where_both_tell_of_them() {
    let open = |one: &mut ReportedIncident| {
        (one.resolved, one.status) = (None, "open".to_owned());
    };
    let (then, now) = (changed(false, open), changed(true, |_| {}));
    assert_eq!(why(&then, &now, &CountedFigure::Open), ("late closures", -1));
    assert_eq!(why(&then, &now, &CountedFigure::Recovered), ("late closures", 1));
    assert_eq!(why(&now, &changed(true, open), &CountedFigure::Open), ("corrected records", 1));
    let found = held(&then, &now);
    assert_eq!((found.recovery.came, found.recovery.median_s), (1, [None, Some(3_600.0)]));

    let paged = |pages: u32| changed(true, |one| one.pages = Some(pages));
    assert_eq!(why(&paged(2), &paged(5), &CountedFigure::Pages), ("records that came late", 3));
    assert!(held(&before(), &paged(5)).figures.iter().all(|figure| figure.what != CountedFigure::Pages));
}
