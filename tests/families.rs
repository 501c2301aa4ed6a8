//! Families of texts: invented reports with known groups, and the shared sets.

use retroscope::families::{self, Text, words};

fn text<'a>(title: &'a str, description: &'a str) -> Text<'a> {
    Text { title, description, component: "" }
}

fn terms(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    words::each(text, |term| out.push(term.to_owned()));
    out
}

#[test]
fn identifiers_are_whole_and_in_parts() {
    assert_eq!(terms("the NameNode stopped"), ["nam", "nod", "namenode", "stop"]);
    assert_eq!(terms("HTTPServer.start"), ["http", "server", "start", "httpserverstart"]);
}

#[test]
fn what_changes_from_time_to_time_is_left_out() {
    assert_eq!(terms("disk 97 full 4f3a99c2b1d04e77"), ["disk", "full"]);
}

fn reports() -> Vec<Text<'static>> {
    vec![
        text("Checkout times out while the card gateway is slow", "CardGatewayClient.charge waits for a socket"),
        text("Search index rebuild fills the disk", "IndexWriter.merge leaves segments behind"),
        text("Login page shows a blank screen on phones", "a style sheet is missing"),
        text("Checkout times out, card gateway slow again", "CardGatewayClient.charge waits for a socket"),
        text("Nightly export of invoices is empty", "the query returns no rows"),
        text("Disk full after search index rebuild", "IndexWriter.merge leaves segments behind"),
    ]
}

#[test]
fn the_same_problem_in_other_words_is_one_family() {
    let found = families::find(&reports());
    assert_eq!(found.grouping.members, [vec![0, 3], vec![1, 5], vec![2], vec![4]]);
    assert_eq!(found.ranked[3].first().map(|c| c.0), Some(0));
}

#[test]
fn contributions_add_up_to_the_score_and_name_the_shared_terms() {
    let reports = reports();
    let found = families::find(&reports);
    let family = found.grouping.family_of[3];
    let weakest = found.grouping.weakest(family).unwrap();
    assert_eq!((weakest.row, weakest.nearest), (3, 0));
    assert_eq!(weakest.score, weakest.features.score());
    let shared = found.shared(&reports[0], 3, 0);
    let sum: f32 = shared.iter().map(|s| s.1).sum();
    assert!((sum - weakest.features.text).abs() < 1e-5, "{sum}");
    assert!(shared.iter().any(|s| s.0 == "cardgatewayclientcharge"), "{shared:?}");
}

#[test]
fn nothing_and_strange_texts_do_no_harm() {
    assert!(families::find(&[]).grouping.members.is_empty());
    let found = families::find(&[text("", ""), text("…—…", "\u{0}"), text("", ""), text("停机", "停机")]);
    assert_eq!(found.grouping.members.len(), 4);
}
