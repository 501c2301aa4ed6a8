//! What customers were told: exports by hand with figures counted by hand, and the demo counted again from its own page.

use crate::support::run::{Row, Run, run};
use retroscope::analyse::communication::CustomerUpdates;
use retroscope::findings::{Claim, Grade, Table};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const MINUTE: f64 = 60.0;

const OURS: &str = "Id,Title,Began,Over,Customer,How,Page\n\
    O-1,Login fails,2026-07-02T10:00:00Z,2026-07-02T12:00:00Z,yes,monitoring,https://status.acme.example/incidents/p1\n\
    O-2,Search is empty,2026-07-10T08:00:00Z,2026-07-10T10:30:00Z,yes,monitoring,https://status.acme.example/incidents/p2\n\
    O-3,Invoices late,2026-08-01T20:00:00Z,2026-08-01T23:18:00Z,yes,,https://status.acme.example/incidents/p3\n\
    O-4,Exports stuck,2026-08-11T09:00:00Z,2026-08-11T11:00:00Z,yes,customer report,\n\
    O-5,Disk full,2026-08-20T09:00:00Z,2026-08-20T09:20:00Z,no,monitoring,\n\
    O-7,Mail delayed,2026-09-05T10:10:00Z,2026-09-05T10:50:00Z,yes,monitoring,https://status.acme.example/incidents/p7\n";

const MAPPING: &str = "[[mapping]]\nname = \"ours\"\nfiles = [\"ours.csv\"]\n[mapping.fields]\nid = \"Id\"\ntitle = \"Title\"\n\
    started_at = \"Began\"\nresolved_at = \"Over\"\ncustomer_facing = \"Customer\"\ndetection = \"How\"\nreference = \"Page\"\n";

/// A post with its updates, `10:12 investigating`, newest first as pages write them.
fn post(id: &str, name: &str, day: &str, updates: &[&str]) -> Value {
    let stamp = |at: &str| format!("{day}T{at}:00Z");
    let mut list: Vec<Value> = updates
        .iter()
        .map(|update| {
            let (at, status) = update.split_once(' ').unwrap();
            json!({"status": status, "body": "We look into it.", "created_at": stamp(at), "display_at": stamp(at)})
        })
        .collect();
    list.reverse();
    let (first, last) = (updates[0].split_once(' ').unwrap(), updates[updates.len() - 1].split_once(' ').unwrap());
    let resolved = (last.1 == "resolved").then(|| stamp(last.0));
    json!({"id": id, "name": name, "status": last.1, "impact": "minor", "created_at": stamp(first.0),
        "started_at": stamp(first.0), "updated_at": stamp(last.0), "resolved_at": resolved, "components": [],
        "incident_updates": list})
}

fn page() -> Value {
    json!({"page": {"id": "acme", "name": "Acme", "url": "https://status.acme.example"}, "incidents": [
        post("p1", "Login", "2026-07-02", &["10:12 investigating", "10:40 investigating", "11:30 identified", "12:00 resolved"]),
        post("p2", "Search", "2026-07-10", &["08:30 investigating", "10:30 resolved"]),
        post("p3", "Invoices", "2026-08-01", &["20:18 monitoring"]),
        post("p6", "Slow images", "2026-08-25", &["09:00 investigating", "09:45 resolved"]),
        post("p7", "Mail", "2026-09-05", &["10:00 investigating", "10:50 resolved"]),
    ]})
}

fn reviewed(ours: &str, mapping: &str, page: Option<Value>) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ours.csv"), ours).unwrap();
    page.into_iter().for_each(|page| std::fs::write(folder.path().join("page.json"), page.to_string()).unwrap());
    run(&[folder.path().to_owned()], mapping, "2026Q3")
}

fn review(with_page: bool) -> Run {
    reviewed(OURS, MAPPING, with_page.then(page))
}

fn table<'a>(run: &'a Run, id: &str) -> Option<&'a Table> {
    run.review.findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == id)
}

/// What the line on customers says beside their number.
fn felt(run: &Run) -> &str {
    &run.review.findings.budgets.iter().find(|b| b.title == "What customers felt").unwrap().this_quarter
}

fn claim<'a>(run: &'a Run, code: &str) -> &'a Claim {
    run.review.findings.claim(code).unwrap_or_else(|| panic!("no {code}"))
}

#[test]
fn words_and_silences_are_counted_from_the_updates() {
    let run = review(true);
    let group = &run.review.results.communication.period;
    // p6 is on the page alone and begins with its first word; p7 was announced before it began.
    assert_eq!(group.first.seconds, [12.0 * MINUTE, 18.0 * MINUTE, 30.0 * MINUTE]);
    assert_eq!((group.first.median, group.first.interval, group.before_start), (Some(18.0 * MINUTE), None, 1));
    // p1: 28, 50 and 30 minutes, the second update without a new status; p2: 120; p3: from 20:18 to the end of ours at
    // 23:18; p6: 45; p7: 50.
    assert_eq!(group.silence.seconds, [45.0, 50.0, 50.0, 120.0, 180.0].map(|m| m * MINUTE));
    assert_eq!((group.reached.len(), group.untold.len(), group.told.len()), (6, 1, 5));
    // O-3 does not say how it was noticed, and pages never do.
    assert_eq!((group.noticed, group.by_customers.len()), (5, 1));
}

#[test]
fn what_was_told_reads_plainly() {
    let run = review(true);
    assert_eq!(
        claim(&run, "communication.first-word").sentence,
        "The first public word came after 12 minutes, 18 minutes and 30 minutes for the 3 incidents in Q3 2026 for which both the start and a dated word are known; 1 that reached customers had none on record. 1 incident is on the status page alone and begins with the first word there, so its start is not known."
    );
    assert_eq!(
        claim(&run, "communication.without-word").sentence,
        "1 of 6 incidents known to have reached customers in Q3 2026 had no public word on record."
    );
    let silence = &claim(&run, "communication.silence").sentence;
    assert!(silence.contains("was 3 hours, from 1 August 2026 at 20:18 UTC"), "{silence}");
    assert!(silence.contains("Half of 5 incidents had none longer than 50 minutes."), "{silence}");
    let noticed = &claim(&run, "communication.noticed-by-customers").sentence;
    assert!(noticed.starts_with("Customers noticed 1 of 5 incidents in Q3 2026"), "{noticed}");
    let short =
        " 1 had no public word on record; the first public word came after 12 minutes, 18 minutes and 30 minutes.";
    assert!(felt(&run).ends_with(short), "{}", felt(&run));
    let untold = table(&run, "untold-customers").unwrap();
    assert_eq!(untold.rows, [["11 August 2026, 09:00", "not known", "–", "2 hours", "Exports stuck"]]);
    let told = table(&run, "told-to-customers").unwrap();
    // In the order of time, with all that a customer asks for.
    let began: Vec<&str> = told.rows.iter().map(|row| row[0].split(',').next().unwrap()).collect();
    assert_eq!(began, ["2 July 2026", "10 July 2026", "1 August 2026", "25 August 2026", "5 September 2026"]);
    assert_eq!(told.rows[2][3..], ["3.3 hours", "Invoices late", "18 minutes", "1", "3 hours"]);
    assert_eq!(told.rows[1][5..], ["30 minutes", "2", "2 hours"]);
    assert_eq!(told.columns[0].name, "began (UTC)");
    assert_eq!((told.rows.len(), told.more.as_str()), (5, ""));
}

/// Where every post has a known wait, the two sentences speak of those with a word and of all others.
#[test]
fn those_without_a_word_and_the_others_are_all() {
    let ours: String = OURS.lines().filter(|line| !line.starts_with("O-7")).map(|line| format!("{line}\n")).collect();
    let mut page = page();
    page["incidents"].as_array_mut().unwrap().retain(|post| !["p6", "p7"].contains(&post["id"].as_str().unwrap()));
    let run = reviewed(&ours, MAPPING, Some(page));
    let short = " 1 had no public word on record; for the other 3 it came after 12 minutes, 18 minutes and 30 minutes.";
    assert!(felt(&run).ends_with(short), "{}", felt(&run));
    assert_eq!(
        claim(&run, "communication.first-word").sentence,
        "The first public word came after 12 minutes, 18 minutes and 30 minutes for the 3 incidents in Q3 2026 for which both the start and a dated word are known; 1 that reached customers had none on record."
    );
}

/// A person who noticed may be a customer, as long as no record ever says "customer".
#[test]
fn where_no_record_names_customers_nobody_knows_what_they_noticed() {
    let ours = OURS.replace("customer report", "phone");
    let run = reviewed(&ours, MAPPING, None);
    let noticed = claim(&run, "communication.noticed-by-customers");
    assert_eq!((noticed.grade, noticed.n), (Grade::NotAssessable, Some(5)));
    assert_eq!(
        noticed.sentence,
        "Whether customers noticed incidents first is not recorded: of 5 incidents in Q3 2026, 4 were noticed by monitoring and 1 by a person, who may have been a customer."
    );
    assert!(!noticed.numbers.contains_key("noticed_by_customers"));
    // One of an earlier quarter shows that the word is used, so none is a count.
    let named = format!("{ours}O-0,Long ago,2026-05-02T10:00:00Z,2026-05-02T12:00:00Z,yes,customer report,\n");
    let run = reviewed(&named, MAPPING, None);
    let noticed = claim(&run, "communication.noticed-by-customers");
    assert_eq!(noticed.grade, Grade::Fact);
    assert!(noticed.sentence.starts_with("Customers noticed none of 5 incidents in Q3 2026"), "{}", noticed.sentence);
}

/// Only another tool can tell of an incident that no page has; "all stand on a status page" would be true by itself.
#[test]
fn where_only_a_page_tells_of_customers_no_word_can_be_missing() {
    let run = alone(&[
        post("p1", "Login", "2026-07-02", &["10:12 investigating", "12:00 resolved"]),
        post("p2", "Search", "2026-07-10", &["11:00 resolved"]),
    ]);
    let without = claim(&run, "communication.without-word");
    assert_eq!(without.grade, Grade::NotAssessable);
    assert!(without.sentence.ends_with("only status pages tell what reached them."), "{}", without.sentence);
    let silence = &claim(&run, "communication.silence").sentence;
    assert!(silence.ends_with(" Of 1 incident the first update says already that it is over."), "{silence}");
    // Leaders read that it is assumed, not that it is recorded.
    let sure = &run.review.findings.budgets.iter().find(|b| b.title == "What customers felt").unwrap().certainty;
    assert!(sure.ends_with("that customers noticed is assumed."), "{sure}");
}

/// A page whose export holds no updates is silent in the data alone.
#[test]
fn pages_without_updates_are_named() {
    let feed =
        "id,title,url,began,over\nf1,Slow search,https://feed.example/f1,2026-08-03T10:00:00Z,2026-08-03T11:00:00Z\n";
    let mapping = "[[mapping]]\nname = \"feed\"\nfiles = [\"feed.csv\"]\nrole = \"status-page\"\n[mapping.fields]\n\
        id = \"id\"\ntitle = \"title\"\nurl = \"url\"\nstarted_at = \"began\"\nresolved_at = \"over\"\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("feed.csv"), feed).unwrap();
    std::fs::write(folder.path().join("page.json"), page().to_string()).unwrap();
    let with_feed = run(&[folder.path().to_owned()], mapping, "2026Q3");
    let named = |run: &Run| {
        claim(run, "communication.silence").caveats.iter().any(|c| c.starts_with("Updates of “feed” are not"))
    };
    assert!(named(&with_feed), "{:?}", claim(&with_feed, "communication.silence").caveats);
    assert!(!named(&review(true)));
}

/// What was seen before it is said to have begun was known from then on.
#[test]
fn a_word_is_held_against_the_earlier_of_start_and_detection() {
    let ours = "Id,Title,Began,Seen,Over,Page\n\
        O-1,Login fails,2026-07-02T10:10:00Z,2026-07-02T10:00:00Z,2026-07-02T12:00:00Z,https://status.acme.example/incidents/p1\n";
    let mapping = MAPPING.replace("customer_facing = \"Customer\"\ndetection = \"How\"\n", "detected_at = \"Seen\"\n");
    let run = reviewed(ours, &mapping, Some(page()));
    let group = &run.review.results.communication.period;
    assert!(group.first.seconds.contains(&(12.0 * MINUTE)), "{:?}", group.first.seconds);
}

/// Whoever answers customers goes through them one by one, so the list is long, whole titles and all.
#[test]
fn incidents_without_a_word_are_listed_by_severity_with_whole_titles() {
    let long =
        "Orders of the warehouse in the north are printed twice whenever the label printer is switched off and on";
    let mut ours = "Id,Title,Began,Over,Customer,How,Page,Sev,Service\n".to_owned();
    for n in 0..63 {
        let (day, sev) = (n % 28 + 1, [3, 2, 4][n % 3]);
        ours.push_str(&format!("O-{n},{long} {n},2026-08-{day:02}T{:02}:00:00Z,,yes,,,SEV{sev},printing\n", n % 24));
    }
    ours.push_str("O-99,Worst,2026-09-20T08:00:00Z,2026-09-20T08:40:00Z,yes,,,SEV1,labels\n");
    let mapping = format!("{MAPPING}severity = \"Sev\"\nservice = \"Service\"\n");
    let run = reviewed(&ours, &mapping, Some(page()));
    let untold = table(&run, "untold-customers").unwrap();
    assert_eq!((untold.rows.len(), untold.more.as_str()), (60, "data/incidents.csv"));
    assert_eq!(untold.rows[0], ["20 September 2026, 08:00", "SEV1", "labels", "40 minutes", "Worst"]);
    let levels: Vec<&str> = untold.rows.iter().map(|row| row[1].as_str()).collect();
    assert!(levels.is_sorted() && levels[1] == "SEV2" && levels[59] == "SEV4", "{levels:?}");
    // Of one severity the earliest: number 28 is of the first of August.
    assert_eq!(untold.rows[1][4], format!("{long} 28"));
}

#[test]
fn without_a_page_what_was_told_stays_unknown() {
    let run = review(false);
    let first = claim(&run, "communication.first-word");
    assert_eq!(first.grade, Grade::NotAssessable);
    assert!(run.review.findings.claim("communication.without-word").is_none());
    assert!(run.review.findings.unknowns.iter().any(|u| u.starts_with("What customers were told")));
    assert_eq!(claim(&run, "communication.noticed-by-customers").n, Some(5));
    assert!(run.review.findings.budgets.iter().all(|b| !b.this_quarter.contains("public word")));
}

/// A post of a page whose export never states an end, and whose own start is stamped a moment before its first update.
fn never_ended(id: &str, day: &str, updates: &[&str]) -> Value {
    let mut post = post(id, "Builds wait", day, updates);
    let first = updates[0].split_once(' ').unwrap().0;
    let (hour, minute) = first.split_once(':').unwrap();
    let before: u32 = minute.parse::<u32>().unwrap() - 1;
    post["started_at"] = json!(format!("{day}T{hour}:{before:02}:59.920Z"));
    post["created_at"] = post["started_at"].clone();
    (post["status"], post["resolved_at"]) = (json!("investigating"), Value::Null);
    post
}

fn alone(posts: &[Value]) -> Run {
    let page =
        json!({"page": {"id": "acme", "name": "Acme", "url": "https://status.acme.example"}, "incidents": posts});
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.json"), page.to_string()).unwrap();
    run(&[folder.path().to_owned()], "", "2026Q3")
}

/// The age of the export is no silence, and the moment at which the first word was entered is no start.
#[test]
fn a_page_without_ends_tells_of_silences_between_updates_only() {
    let run = alone(&[
        never_ended("a1", "2026-07-03", &["08:10 investigating", "08:31 investigating", "09:20 monitoring"]),
        never_ended("a2", "2026-07-21", &["14:05 investigating", "14:28 monitoring"]),
        never_ended("a3", "2026-09-02", &["23:02 investigating"]),
    ]);
    let group = &run.review.results.communication.period;
    assert_eq!((group.first.seconds.len(), group.told.iter().filter(|t| t.starts_with_word).count()), (0, 3));
    assert_eq!(group.silence.seconds, [23.0 * MINUTE, 49.0 * MINUTE]);
    let silence = &claim(&run, "communication.silence").sentence;
    assert_eq!(
        silence,
        "The longest silence on record in Q3 2026 was 49 minutes, from 3 July 2026 at 08:31 UTC, in “Builds wait”. No end is recorded for any of the 3 incidents, so how long nothing was said after the last update cannot be told."
    );
    let first = claim(&run, "communication.first-word");
    assert_eq!(first.grade, Grade::NotAssessable);
    assert!(
        first.sentence.ends_with(
            "3 incidents are on the status page alone and begin with the first word there, so their start is not known."
        ),
        "{}",
        first.sentence
    );
    assert!(!felt(&run).contains("public word came"), "{}", felt(&run));
    let told = table(&run, "told-to-customers").unwrap();
    assert_eq!(told.rows.last().unwrap()[5..], ["not known", "1", "not known"]);
    // An end that is on record ends a silence as before, and the others are named as what they are.
    let run = alone(&[
        never_ended("a1", "2026-07-03", &["08:10 investigating", "08:31 monitoring"]),
        post("b1", "Login", "2026-07-09", &["10:00 investigating", "12:00 resolved"]),
    ]);
    let silence = &claim(&run, "communication.silence").sentence;
    assert!(silence.contains("was 2 hours, from 9 July 2026 at 10:00 UTC"), "{silence}");
    assert!(
        silence.ends_with("For 1 of 2 incidents no end is recorded; the time after its last update is not counted."),
        "{silence}"
    );
    let run = alone(&[never_ended("a3", "2026-09-02", &["23:02 investigating"])]);
    assert_eq!(claim(&run, "communication.silence").grade, Grade::NotAssessable);
}

fn seconds(stamp: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(stamp).unwrap().timestamp()
}

/// Dated updates of each post of the demo's page, ascending, with whether they end it.
fn updates(demo: &Path) -> BTreeMap<String, Vec<(i64, bool)>> {
    let file = std::fs::File::open(demo.join("statuspage/incidents.json")).unwrap();
    let page: Value = serde_json::from_reader(file).unwrap();
    let mut found = BTreeMap::new();
    for post in page["incidents"].as_array().unwrap() {
        let dated = |u: &Value| (seconds(u["display_at"].as_str().unwrap()), u["status"] == "resolved");
        let mut list: Vec<(i64, bool)> = post["incident_updates"].as_array().unwrap().iter().map(dated).collect();
        list.sort_unstable();
        found.insert(format!("statuspage:incident:{}", post["id"].as_str().unwrap()), list);
    }
    found
}

/// Checks first words, updates and silences of a review of all time against the demo's page.
pub(crate) fn words_are_those_of_the_page(run: &Run, demo: &Path) {
    let (posts, table) = (updates(demo), run.table("incidents"));
    let of_id: BTreeMap<&str, &Row> = table.iter().map(|r| (r["incident_id"].as_str(), r)).collect();
    let group = &run.review.results.communication.period;
    let view = run.review.data.incident_view();
    let told: BTreeMap<&str, &CustomerUpdates> = group.told.iter().map(|t| (view.id.get(t.row).unwrap(), t)).collect();
    let mut compared = 0;
    for row in table.iter().filter(|r| r["included"] == "true") {
        let own = row["record_ids"].split(';').filter_map(|id| posts.get(id));
        let mut words: Vec<(i64, bool)> = own.flatten().copied().collect();
        words.sort_unstable();
        words.dedup_by_key(|word| word.0);
        let found = told.get(row["incident_id"].as_str());
        assert_eq!(found.is_some(), !words.is_empty(), "{row:?}");
        let Some(found) = found else { continue };
        assert_eq!((found.first, found.words), (Some(words[0].0 * 1_000), words.len() as u64), "{row:?}");
        // From the start, or from the detection where that was earlier.
        let known = ["started_at", "detected_at"].map(|column| &of_id[row["incident_id"].as_str()][column]);
        let from = known.into_iter().filter(|at| !at.is_empty()).map(|at| seconds(at)).min().unwrap();
        let after = words[0].0 - from;
        assert_eq!(found.after, (after > 0).then_some(after * 1_000), "{row:?}");
        // Posts with one end: the longest of the gaps up to it.
        if words.iter().filter(|w| w.1).count() == 1 && words.last().unwrap().1 && words.len() > 1 {
            let gap = words.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap();
            assert_eq!(found.silence.map(|s| s.0), Some(gap * 1_000), "{row:?}");
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    let reached = table.iter().filter(|r| r["included"] == "true" && r["customer_facing"] == "yes").count();
    assert_eq!(group.reached.len(), reached);
    assert_eq!(group.untold.len(), reached - group.told.len());
}
