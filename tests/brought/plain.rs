//! Written reviews in plain text and in e-mails, and rows that count from a stated moment.

use super::{case, said, texts, times};

#[test]
fn reviews_in_plain_text_are_read_as_others_are() {
    let way = case("review-plain-text");
    let all = way.incidents();
    let titles: Vec<&String> = all.iter().map(|row| &row["title"]).collect();
    assert_eq!(all.len(), 5, "{titles:?}");
    for (title, expected) in [
        ("Outage of the mail relay", ["2026-02-03T11:38:00Z", "2026-02-03T11:50:00Z", "", "", "2026-02-03T13:06:00Z"]),
        (
            "Post-mortem: search gave no results",
            ["2026-03-11T14:05:00Z", "2026-03-11T14:17:00Z", "", "", "2026-03-11T15:10:00Z"],
        ),
        ("Card payments declined", ["2026-04-19T08:02:00Z", "", "", "", "2026-04-19T08:47:00Z"]),
        ("Postmortem: cache cold after restart", ["2026-05-06T00:00:00Z", "", "", "", ""]),
        (
            "Queue stuck after failover",
            ["2026-06-09T23:52:00Z", "2026-06-09T23:56:00Z", "", "", "2026-06-10T00:08:00Z"],
        ),
    ] {
        assert_eq!(times(&way.incident(title)), expected, "{title}");
    }
    let mail = way.incident("Outage of the mail relay");
    assert_eq!((mail["severity"].as_str(), mail["service"].as_str()), ("2", "mail-relay"));
    assert!(mail["areas"].contains("factor:The renewal was not tried on one relay first"), "{mail:?}");
    assert_eq!(way.table("follow_ups").len(), 1);
}

#[test]
fn reviews_come_out_of_packed_mail() {
    let way = case("review-by-mail");
    for (title, expected) in [
        (
            "Post-mortem: boarding slips came out blank",
            ["2026-04-14T06:12:00Z", "2026-04-14T06:19:00Z", "", "", "2026-04-14T07:20:00Z"],
        ),
        ("Incident Report: Löhne nicht überwiesen", ["2026-02-03T09:40:00Z", "", "", "", "2026-02-03T11:15:00Z"]),
        (
            "Incident review: ticket shop without tickets",
            ["2026-05-21T18:02:00Z", "2026-05-21T18:09:00Z", "", "", "2026-05-21T18:47:00Z"],
        ),
    ] {
        assert_eq!(times(&way.incident(title)), expected, "{title}");
    }
    assert_eq!(way.incidents().len(), 3);
    assert_eq!(way.table("follow_ups").len(), 1);
    let told = said(&way.inspect);
    assert!(told.contains("no-review.eml") && told.contains("no incident review"), "{told}");
}

#[test]
fn other_texts_are_named_and_are_no_reviews() {
    let told = said(&case("review-plain-text").inspect);
    let of = |file: &str| {
        let at = told.find(file).unwrap_or_else(|| panic!("{told}"));
        told[at..].lines().nth(1).unwrap_or("").to_owned()
    };
    assert!(of("server.log").contains("log of a program"), "{}", of("server.log"));
    assert!(of("meeting-notes.txt").contains("a text, and no incident review"), "{}", of("meeting-notes.txt"));
    assert!(of("LICENSE.txt").contains("the text of a licence"), "{}", of("LICENSE.txt"));
}

/// Other words, other signs, another language, and a table that is kept as text.
#[test]
fn other_habits_of_plain_text() {
    let wiki = "h1. Störung der Zeiterfassung\n\nAm 7.7.2026 war die Zeiterfassung nicht erreichbar.\n\nh2. Zeitverlauf\n\n\
                07:40 MESZ Anmeldung nicht möglich, Fehler\n08:05 MESZ Alarm\n08:30 MESZ Störung behoben\n";
    let adoc = "= Incident 12: disk full on the build farm\n\nStarted: 2026-08-01 10:00 UTC\nEnded: 2026-08-01 11:15 UTC\n\n== Impact\n\nNo builds.\n";
    let rows = "id;title;started;ended\n1;Disk full;2026-08-02 10:00;2026-08-02 11:00\n2;Mail outage;2026-08-03 10:00;2026-08-03 11:00\n";
    let way = texts(&[("zeit.txt", wiki), ("farm.adoc", adoc), ("outages.txt", rows)]);
    assert_eq!(
        times(&way.incident("Störung der Zeiterfassung")),
        ["2026-07-07T05:40:00Z", "2026-07-07T06:05:00Z", "", "", "2026-07-07T06:30:00Z"]
    );
    assert_eq!(times(&way.incident("Incident 12")), ["2026-08-01T10:00:00Z", "", "", "", "2026-08-01T11:15:00Z"]);
    assert_eq!(way.incidents().len(), 4, "{}", said(&way.inspect));
}

/// A stated start with a clock is what rows count from, and a T0 at which somebody noticed is not the start.
#[test]
fn rows_count_from_a_stated_start() {
    let begun = "# Login slow\n\n**Started:** 2026-09-01 08:00 UTC\n\n## Summary\nx\n\n## Timeline\n- +5 min: alert\n- +35 min: resolved\n\n## Impact\nx\n";
    let noticed = "# Login down\n\nDate: 2026-09-02\n\n## Summary\nx\n\n## Timeline\n- T0: alert fires\n- T+30: resolved\n\n## Impact\nx\n";
    let way = texts(&[("a.md", begun), ("b.md", noticed)]);
    assert_eq!(
        times(&way.incident("Login slow")),
        ["2026-09-01T08:00:00Z", "2026-09-01T08:05:00Z", "", "", "2026-09-01T08:35:00Z"]
    );
    assert_eq!(times(&way.incident("Login down")), ["2026-09-02T00:00:00Z", "", "", "", ""]);
}
