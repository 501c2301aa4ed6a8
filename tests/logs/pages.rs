//! One file for each incident, and feeds of status pages.

use super::{case, files, trip};
use std::fmt::Write as _;

#[test]
fn a_folder_with_one_file_an_incident_gets_one_mapping() {
    let trip = trip(case("status-page-one-json-per-incident"));
    assert_eq!(trip.settings.matches("\n[[mapping]]").count(), 1, "{}", trip.settings);
    trip.proposes("files = [\"incidents/*.json\"]");
    trip.proposes("history = { list = \"updates\", at = \"date\", status = \"status\" }");
    assert!(!trip.settings.contains("\nrecords ="), "{}", trip.settings);
    assert_eq!(trip.rows.len(), 3);
    assert_eq!(trip.span("Uploads fail in the EU"), ("2026-01-12T08:10:00Z", "2026-01-12T09:40:00Z", ""));
    let minutes = ["Uploads fail in the EU", "Search is slow", "Login unavailable"].map(|title| trip.minutes(title));
    assert_eq!(minutes, [Some(90), Some(30), Some(60)]);
    let severities =
        ["Uploads fail in the EU", "Search is slow", "Login unavailable"].map(|title| trip.cell(title, "severity"));
    assert_eq!(severities, ["2", "3", "1"]);
    assert_eq!(trip.cell("Login unavailable", "mitigated_at"), "2026-03-20T22:20:00Z");
    assert!(trip.rows.iter().all(|row| row["customer_facing"] == "yes"));
}

#[test]
fn yaml_files_and_maintenances_of_their_own_folder() {
    let mut list = Vec::new();
    for month in 1..=3 {
        let incident = format!(
            "title: Mail slow {month}\nseverity: major\naffected: [mail, webmail]\nposts:\n  - created: 2026-0{month}-10 09:{month}0 UTC\n    state: Resolved\n    text: All is well\n  - created: 2026-0{month}-10 08:00 UTC\n    state: Investigating\n    text: We look\n"
        );
        let planned = format!(
            "title: New disks {month}\nposts:\n  - created: 2026-0{month}-11 08:00 UTC\n    state: Planned\n    text: We change disks\n"
        );
        list.push((format!("site/incidents/2026-0{month}.yml"), incident));
        list.push((format!("site/maintenance/2026-0{month}.yaml"), planned));
    }
    list.push(("site/docker-compose.yml".to_owned(), "services: [a, b]\nversion: 3\n".to_owned()));
    let texts: Vec<(&str, &str)> = list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let trip = trip(files(&texts));
    assert_eq!(trip.settings.matches("\n[[mapping]]").count(), 2, "{}", trip.settings);
    trip.proposes("kind = \"maintenance\"");
    let real: Vec<_> = trip.rows.iter().filter(|row| row["included"] == "true").collect();
    assert_eq!(real.len(), 3, "{:?}", trip.rows);
    assert_eq!(
        ["Mail slow 1", "Mail slow 2", "Mail slow 3"].map(|title| trip.minutes(title)),
        [Some(70), Some(80), Some(90)]
    );
    assert!(trip.cell("Mail slow 1", "areas").contains("webmail"));
    assert_eq!(trip.cell("New disks 2", "exclusion"), "planned-work");
}

#[test]
fn pages_with_their_updates_in_the_front_matter() {
    let mut list = Vec::new();
    for month in 1..=4 {
        let text = format!(
            "---\ntitle: \"Payments fail {month}\"\ndate: 2026-0{month}-20T10:00:00Z\nsystems: [pay]\nupdates:\n  - at: 2026-0{month}-20T10:30:00Z\n    status: resolved\n    message: \"All well\"\n  - at: 2026-0{month}-20T10:05:00Z\n    status: investigating\n    message: Looking\n---\nWe saw failures.\n"
        );
        list.push((format!("_posts/2026-0{month}-20-pay.md"), text));
    }
    let texts: Vec<(&str, &str)> = list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let trip = trip(files(&texts));
    assert_eq!(trip.settings.matches("\n[[mapping]]").count(), 1, "{}", trip.settings);
    trip.proposes("files = [\"_posts/*.md\"]");
    assert_eq!(trip.rows.len(), 4);
    assert_eq!(trip.minutes("Payments fail 3"), Some(30));
    assert_eq!(trip.cell("Payments fail 3", "service"), "pay");
}

#[test]
fn flat_files_beside_others_get_a_pattern_that_leaves_the_others_alone() {
    let mut list = vec![("box/settings.json".to_owned(), "{\"name\":\"conf\",\"port\":8080}".to_owned())];
    for n in 1..=88 {
        let planned = n == 2;
        let text = format!(
            "{{\"ref\":\"i{n}\",\"summary\":\"Box {n} is down\",\"opened\":\"2026-02-{:02}T10:00:00Z\",\"resolved\":\"2026-02-{:02}T12:00:00Z\",\"planned\":{planned},\"level\":\"P2\"}}",
            n % 28 + 1,
            n % 28 + 1
        );
        list.push((format!("box/case-{n}.json"), text));
    }
    let texts: Vec<(&str, &str)> = list.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let trip = trip(files(&texts));
    assert_eq!(trip.settings.matches("\n[[mapping]]").count(), 1, "{}", trip.settings);
    trip.proposes("files = [\"box/case-*.json\"]");
    assert_eq!(trip.rows.len(), 88);
    assert_eq!(trip.cell("Box 2 is down", "exclusion"), "planned-work");
    assert_eq!(trip.minutes("Box 7 is down"), Some(120));
}

#[test]
fn the_feed_of_a_status_page() {
    let trip = trip(case("status-feed-atom"));
    assert!(trip.inspected.contains("Feed of a status page"), "{}", trip.inspected);
    assert_eq!(trip.rows.len(), 1);
    assert_eq!(trip.span("Uploads fail in the EU"), ("2026-03-04T08:10:00Z", "2026-03-04T09:40:00Z", ""));
    assert_eq!(trip.cell("Uploads fail in the EU", "status"), "resolved");
    assert_eq!(trip.cell("Uploads fail in the EU", "customer_facing"), "yes");
}

#[test]
fn rss_over_the_turn_of_the_year_planned_work_and_what_is_no_status_page() {
    let mut rss = String::from(
        "<?xml version=\"1.0\"?>\n<!-- made by hand -->\n<rss version=\"2.0\"><channel><title>Acme Status - Incident History</title>\n",
    );
    let item = |rss: &mut String, title: &str, guid: &str, date: &str, body: &str| {
        let _ = writeln!(
            rss,
            "<item><title>{title}</title><description><![CDATA[{body}]]></description><pubDate>{date}</pubDate><link>https://status.acme.example/{guid}</link><guid>{guid}</guid></item>"
        );
    };
    item(
        &mut rss,
        "Logins fail &amp; time out",
        "a1",
        "Fri, 02 Jan 2026 01:30:00 +0000",
        "<p><small>Jan <var data-var='date'>2</var>, <var data-var='time'>01:30</var> PST</small><br><strong>Resolved</strong> - ok</p><p><small>Dec <var>31</var>, <var>23:15</var> PST</small><br><strong>Investigating</strong> - Logins fail</p>",
    );
    item(
        &mut rss,
        "Database upgrade",
        "a2",
        "Mon, 05 Jan 2026 10:00:00 +0000",
        "<b>THIS IS A SCHEDULED EVENT</b><p><small>Jan 5, 10:00 UTC</small><br><strong>Scheduled</strong> - We upgrade</p>",
    );
    item(
        &mut rss,
        "Search is slow",
        "a3",
        "Wed, 07 Jan 2026 10:00:00 +0000",
        "<p><small>Jan 7, 10:00 UTC</small><br><strong>Monitoring</strong> - better</p><p><small>Jan 7, 09:00 UTC</small><br><strong>Investigating</strong> - slow</p>",
    );
    rss.push_str("</channel></rss>\n");
    let blog = "<rss version=\"2.0\"><channel><title>Garden news</title><item><title>Roses</title><pubDate>Wed, 07 Jan 2026 10:00:00 +0000</pubDate></item></channel></rss>";
    let trip = trip(files(&[("history.rss", rss.as_str()), ("blog.rss", blog)]));
    assert_eq!(trip.span("Logins fail & time out"), ("2026-01-01T07:15:00Z", "2026-01-02T09:30:00Z", ""));
    assert_eq!(trip.cell("Database upgrade", "exclusion"), "planned-work");
    assert_eq!(trip.span("Search is slow"), ("2026-01-07T09:00:00Z", "", ""));
    assert_eq!(trip.cell("Search is slow", "mitigated_at"), "2026-01-07T10:00:00Z");
    assert_eq!(trip.rows.len(), 3);
    assert!(trip.inspected.contains("is a feed (Atom or RSS), but its entries are no incidents"), "{}", trip.inspected);
}
