//! Written reviews whose times stand in a time line, in a sentence, in a heading, or in the name of the file.

use super::{Way, case, said, texts, times, told};

fn one(way: &Way, title: &str) -> [String; 5] {
    times(&way.incident(title)).map(str::to_owned)
}

#[test]
fn a_time_line_with_dated_rows_gives_begin_notice_and_end() {
    let way = case("review-times-only-in-timeline");
    let told = said(&way.inspect);
    assert!(!told.contains("template") && !told.contains("nothing a review needs"), "{told}");
    let rows = way.incidents();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        one(&way, "Ingress stopped answering after a chart upgrade"),
        ["2026-02-03T11:38:00Z", "2026-02-03T11:50:00Z", "", "", "2026-02-03T13:06:00Z"]
    );
    assert_eq!((rows[0]["ttd_s"].as_str(), rows[0]["ttr_s"].as_str()), ("720", "5280"));
    assert!(rows[0]["areas"].contains("factor:No canary for charts"), "{:?}", rows[0]);
}

#[test]
fn a_bare_date_is_no_midnight_where_the_time_line_knows_better() {
    let text = include_str!("../cases/field/review-times-only-in-timeline/PM-014.md");
    let dated = text.replace("## Summary", "Date: 2026-02-03\n\n## Summary");
    let way = texts(&[("PM-014.md", &dated)]);
    let [started, .., resolved] = one(&way, "Ingress");
    assert_eq!((started.as_str(), resolved.as_str()), ("2026-02-03T11:38:00Z", "2026-02-03T13:06:00Z"));
}

#[test]
fn the_day_in_the_heading_gives_clocks_their_day() {
    let way = case("review-times-only-in-prose");
    let told = said(&way.inspect);
    assert!(!told.contains("template") && !told.contains("nothing a review needs"), "{told}");
    assert_eq!(
        one(&way, "Feature flags outage"),
        ["2026-02-03T16:58:00Z", "2026-02-03T17:20:00Z", "", "", "2026-02-03T18:46:00Z"]
    );
    assert_eq!(way.incidents()[0]["ttr_s"], "6480");
}

#[test]
fn other_habits_of_writing_reviews() {
    let way = case("review-second-inputs");
    let all = way.incidents();
    assert_eq!(all.len(), 4, "{:?}", all.iter().map(|row| &row["title"]).collect::<Vec<_>>());
    let expected = [
        // Headings marked below, days as headings, clocks with AM and PM in a zone that moves, a release before it.
        (
            "Search",
            ["2026-05-12T06:52:00Z", "2026-05-12T07:20:00Z", "2026-05-12T07:31:00Z", "", "2026-05-12T08:05:00Z"],
        ),
        // The day of publishing in the front matter, begin and end in a sentence.
        ("Mail", ["2026-06-12T07:10:00Z", "", "", "", "2026-06-12T09:25:00Z"]),
        // Headings in bold, and no row that says when it was over: the stated length does.
        ("RCA", ["2026-07-01T10:05:00Z", "2026-07-01T10:12:00Z", "", "", "2026-07-01T10:50:00Z"]),
        // The day in the name of the file, numbered rows, German zone, over midnight.
        ("VPN", ["2026-08-03T21:50:00Z", "", "", "", "2026-08-03T22:35:00Z"]),
    ];
    for (title, times) in expected {
        assert_eq!(one(&way, title), times.map(str::to_owned), "{title}");
    }
    let told = said(&way.inspect);
    let of = |file: &str| {
        let at = told.find(file).unwrap_or_else(|| panic!("{told}"));
        told[at..].lines().nth(1).unwrap_or("").to_owned()
    };
    assert!(of("undated.md").contains("reviews without a day") && !of("undated.md").contains("template"), "{told}");
    assert!(of("form.md").contains("template"), "{told}");
}

/// A review may speak of templates, and hold marks that forms have.
#[test]
fn a_review_about_templates_is_none() {
    let text = "# Incident: mail template broken\n\n## Summary\nOn 4 May 2026 mails held {{ name }}. Owner of the fix: TBD.\n\n\
                ## Timeline (UTC)\n- 09:00 first errors\n- 09:30 template restored\n\n## Impact\nForty mails.\n";
    let way = texts(&[("mail-template.md", text)]);
    assert!(!said(&way.inspect).contains("nothing a review needs"), "{}", said(&way.inspect));
    let [started, .., resolved] = one(&way, "Incident: mail");
    assert_eq!((started.as_str(), resolved.as_str()), ("2026-05-04T09:00:00Z", "2026-05-04T09:30:00Z"));
}

/// A review that states its times in fields is believed as before, whatever its time line says.
#[test]
fn fields_with_a_clock_stand_above_the_time_line() {
    let text = "# Orders were lost\n\n**Started:** 2026-03-02 07:00 UTC\n**Resolved:** 2026-03-02 08:30 UTC\n\n## Summary\nx\n\n\
                ## Timeline (UTC)\n- 2026-03-02 06:00 errors begin\n- 2026-03-02 09:00 resolved\n\n## Impact\nForty orders.\n";
    let way = texts(&[("orders.md", text)]);
    let [started, .., resolved] = one(&way, "Orders");
    assert_eq!(
        (started.as_str(), resolved.as_str()),
        ("2026-03-02T07:00:00Z", "2026-03-02T08:30:00Z"),
        "{}",
        told(&way.review)
    );
}

/// A stated length that its time line contradicts is said, and the rows are believed.
#[test]
fn a_length_that_the_times_contradict_is_remarked_on() {
    let text = "# Shop slow\n\n## Summary\nx\n\n## Timeline\n- 2026-03-02 06:00 UTC shop slow, errors begin\n- 2026-03-02 09:00 UTC resolved\n\n\
                ## Impact\nx\n\n## Stats\n- Time to recovery: 20 minutes\n";
    let way = texts(&[("shop.md", text)]);
    assert_eq!(way.incidents()[0]["ttr_s"], "10800");
    let remarks = way.table("remarks");
    assert!(remarks.iter().any(|row| row["rule"] == "length-differs"), "{remarks:?}");
}
