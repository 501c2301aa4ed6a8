//! Tests of `normalise/rehearsed`.

use retroscope::normalise::exclusion::{DRILL, PLANNED_WORK, TEST};
use retroscope::normalise::rehearsed::by_title;

#[test]
fn titles_that_say_nothing_else() {
    for (title, rule) in [
        ("Test", TEST),
        ("Test ticket please ignore", TEST),
        ("test 2", TEST),
        ("This is a test -- this incident may be resolved", TEST),
        ("TEST - do not action", TEST),
        ("[TEST] database is down", TEST),
        ("TEST: cluster unreachable", TEST),
        ("Testing, just ignore this alert", TEST),
        ("DR drill: fail over to site B", DRILL),
        ("Game day: payments down", DRILL),
        ("Quarterly disaster recovery exercise", DRILL),
        ("[Fire drill] Login unavailable", DRILL),
        ("Planned database upgrade", PLANNED_WORK),
        ("Scheduled network outage of building 4", PLANNED_WORK),
        ("Geplante Wartungsarbeiten am Speicher", PLANNED_WORK),
    ] {
        assert_eq!(by_title(title), Some(rule), "{title}");
    }
}

#[test]
fn titles_of_incidents_that_hold_the_words() {
    for title in [
        "Load test environment down for the payments team",
        "Test environment is slow",
        "Smoke tests fail in production",
        "This is a test environment that nobody can reach",
        "Users cannot submit test results",
        "Latest release broke login",
        "Outage during the DR drill",
        "Drill down reports empty",
        "Apache Drill queries hang",
        "Unplanned outage of the shop",
        "Shop slow after the planned upgrade",
        "Planned upgrade failed, cluster offline",
        "Scheduled backup job did not run",
        "Scheduled reports missing",
        "A busy day for the service desk",
        "COVID test booking page unavailable",
        "Protest banner on the website",
    ] {
        assert_eq!(by_title(title), None, "{title}");
    }
}
