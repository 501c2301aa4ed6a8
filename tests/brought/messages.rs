//! What a new user is told: what to decide, and nothing that is there already.

use super::{case, reviewed, run, said, told};

fn decided(name: &str, tool: &str, n: &str, incidents: usize) {
    let way = case(name);
    let hint = format!("set day_first.{tool} = true");
    let init = said(&way.init);
    assert!(init.contains(&format!("{n} dates of {tool}")) && init.contains(&hint), "{init}");
    assert!(!init.contains("Next: retroscope review"), "{init}");
    assert!(!way.review.status.success());
    let review = told(&way.review);
    assert!(review.contains(&hint) && review.contains("can be read both ways"), "{review}");
    assert!(!review.contains("needs a [[mapping]]"), "{review}");
    let inspect = said(&run(way.home.path(), &["inspect", "in", "--settings", "retroscope.toml"]));
    assert!(inspect.contains(&hint) && !inspect.contains("proposes a mapping"), "{inspect}");
    // Done as it was told, it works.
    let settings = way.settings.replace(&format!("# {tool} = true"), &format!("{tool} = true"));
    assert_ne!(settings, way.settings);
    std::fs::write(way.home.path().join("retroscope.toml"), settings).unwrap();
    assert!(reviewed(way.home.path()).status.success());
    assert_eq!(way.incidents().len(), incidents);
}

#[test]
fn dates_that_can_be_read_both_ways_are_named_with_the_setting() {
    decided("ambiguous-dates-circular-hint", "tickets", "13", 7);
    decided("ambiguous-second-input", "faults", "6", 3);
}

#[test]
fn nobody_is_asked_for_what_is_there() {
    let way = case("asks-for-what-is-there");
    assert_eq!(way.incidents().len(), 4);
    for page in ["executive.md", "managers.md", "analyst.md"] {
        let text = way.pages(&[page]);
        assert!(!text.contains("Record an end time"), "{page}\n{text}");
        assert!(!text.contains("4 of 4 incidents have one"), "{page}\n{text}");
    }
}

/// Ends are missing: then the page says so, with the count.
#[test]
fn what_is_missing_is_told() {
    let table = "key,what,app,level,began,over\n\
        A,Disk full,db,1,2026-01-05T08:00:00Z,\nB,CPU high,web,3,2026-01-13T08:00:00Z,\n\
        C,Certificate over,web,2,2026-02-20T08:00:00Z,2026-02-20T10:00:00Z\nD,Queue stuck,api,2,2026-03-11T08:00:00Z,\n";
    let way = super::texts(&[("outages.csv", table)]);
    let text = way.pages(&["executive.md"]);
    assert!(text.contains("too few to describe. It is 2 hours. For 3 incidents it is not known."), "{text}");
}

/// Three incidents of one evening have no rate per week.
#[test]
fn no_rate_per_week_comes_out_of_minutes() {
    let way = case("rate-per-week-from-minutes");
    for page in ["executive.md", "managers.md"] {
        let text = way.pages(&[page]);
        assert!(!text.contains("1,174") && !text.contains(" a week (plausible"), "{page}\n{text}");
    }
}
