//! Families of texts: invented reports with known groups, strange texts, and what must hold for any texts.

mod measured;

use proptest::prelude::{ProptestConfig, prop, proptest};
use retroscope::families::explain::Why;
use retroscope::families::group::{Grouping, Join, Task, Way};
use retroscope::families::ragged::Flat;
use retroscope::families::{self, Families, Options, Text, threshold, words};
use std::fs;
use std::path::Path;
use std::process::Command;

fn text<'a>(title: &'a str, description: &'a str) -> Text<'a> {
    Text { title, description, ..Text::default() }
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

const CARD: &str = "CardGatewayClient.charge waits for a socket";
const INDEX: &str = "IndexWriter.merge leaves segments behind";

fn reports() -> Vec<Text<'static>> {
    vec![
        text("Checkout times out while the card gateway is slow", CARD),
        text("Search index rebuild fills the disk", INDEX),
        text("Login page shows a blank screen on phones", "a style sheet is missing"),
        text("Checkout times out, card gateway slow again", CARD),
        text("Nightly export of invoices is empty", "the query returns no rows"),
        text("Disk full after search index rebuild", INDEX),
    ]
}

#[test]
fn the_same_problem_in_other_words_is_one_family() {
    let found = families::find(&reports());
    assert_eq!(found.members(), [vec![0, 3], vec![1, 5], vec![2], vec![4]]);
    assert_eq!(found.ranked.row(3).first().map(|c| c.0), Some(0));
}

fn likeness(found: &Families, reports: &[Text], record: usize) -> families::explain::MatchFigures {
    match found.why(reports, record) {
        Some(Why::Alike(likeness)) => likeness,
        other => panic!("{other:?}"),
    }
}

#[test]
fn parts_add_up_to_the_score_and_name_the_shared_words() {
    let reports = reports();
    let found = families::find(&reports);
    let why = likeness(&found, &reports, 3);
    assert_eq!(why.nearest, 0);
    let odds: f32 = why.features.contributions().iter().map(|p| p.1).sum::<f32>() + why.features.intercept();
    // One member only, so that the mean is the score itself.
    assert!((1.0 / (1.0 + (-odds).exp()) - why.score).abs() < 1e-5, "{odds} {}", why.score);
    assert!(why.score >= why.least);
    // In title and description of both, and before `gateway` by its letters.
    assert_eq!(why.shared.first().map(|s| s.0.as_str()), Some("card"));
    assert!(why.shared.iter().any(|s| s.0 == "cardgatewayclientcharge"), "{:?}", why.shared);
    let all: f32 = found.shared(&reports[0], 3, 0).iter().map(|s| s.1).sum();
    assert!((all - why.features.words()).abs() < 1e-4, "{all}");
}

#[test]
fn the_weakest_join_and_what_carries_it_are_told() {
    let reports = reports();
    let found = families::find(&reports);
    let family = found.family_of(5).unwrap();
    let why = likeness(&found, &reports, 5);
    assert_eq!(found.weakest(family), Some((5, why.score)));
    assert_eq!(found.weakest(found.family_of(2).unwrap()), None);
    let carried_by = why.carried_by.expect("without any shared word it would not have joined");
    assert!(carried_by > 1, "{carried_by}");
}

#[test]
fn texts_that_differ_in_numbers_only_are_one() {
    let reports = [
        text("Disk 91 % full on db-03", "since 14:02 on 2026-03-01"),
        text("Queue of payments grows", ""),
        text("Disk 97 % full on db-11", "since 03:40 on 2026-04-09"),
        text("Disk 97 % full on db-11", "the log of the proxy was never rotated"),
    ];
    let found = families::find(&reports);
    assert_eq!(found.distinct.first, [0, 1, 3]);
    assert_eq!(found.family_of(0), found.family_of(2));
    assert_eq!(found.why(&reports, 2), Some(Why::Same { earlier: 0 }));
    assert_eq!(found.why(&reports, 0), Some(Why::Founded));
    let elsewhere = [reports[0], Text { component: "billing", ..reports[2] }];
    assert_eq!(families::find(&elsewhere).distinct.first.len(), 2, "another component is another text");
}

#[test]
fn a_problem_told_thirty_times_in_the_same_words_stays_one_family() {
    let services: Vec<String> = (0..30).map(|n| format!("service-{n}")).collect();
    let mut texts = reports();
    texts.extend(services.iter().map(|s| Text { component: s, ..text("Certificate of the mail relay expired", CARD) }));
    let found = families::find(&texts);
    let families: Vec<_> = (6..36).map(|record| found.family_of(record)).collect();
    assert_eq!(found.distinct.first.len(), 36);
    assert!(families.iter().all(|f| *f == families[0]), "{families:?}");
}

#[test]
fn what_people_linked_is_one_family_whatever_the_words() {
    let reports = reports();
    // In either order, twice, through another record, and one that is not there.
    let links = [(4, 2), (2, 4), (5, 4), (90, 1)];
    let found = families::find_with(&reports, &Options { links: &links, ..Options::default() });
    // What is told like one of them is that problem, too.
    assert_eq!(found.members(), [vec![0, 3], vec![1, 2, 4, 5]]);
    assert_eq!(found.why(&reports, 4), Some(Why::Linked));
    assert_eq!(found.why(&reports, 5), Some(Why::Linked));
}

#[test]
fn a_short_time_between_speaks_for_one_problem_only_when_asked() {
    let day = 86_400;
    let at = |days: [i64; 2]| -> Vec<Text<'static>> {
        let mut reports = reports();
        reports.iter_mut().for_each(|r| r.at = Some(0));
        reports[0].at = Some(days[0] * day);
        reports[3].at = Some(days[1] * day);
        reports
    };
    let odds = |reports: &[Text], time_gap: bool| {
        families::find_with(reports, &Options { time_gap, ..Options::default() }).compare(3, 0).odds()
    };
    assert!(odds(&at([0, 1]), true) > odds(&at([0, 900]), true) + 1.0);
    assert_eq!(odds(&at([0, 1]), false).to_bits(), odds(&at([0, 900]), false).to_bits());
}

#[test]
fn earlier_records_come_best_first_and_the_same_text_before_others() {
    let mut reports = reports();
    reports.push(reports[5]);
    let found = families::find(&reports);
    let mut seen = Vec::new();
    let all = found.each_earlier(2, |record, earlier| {
        seen.push((record, earlier.iter().map(|e| e.0).collect::<Vec<_>>()));
        Ok::<(), ()>(())
    });
    assert_eq!(all, Ok(()));
    assert_eq!(seen[6], (6, vec![5, 1]));
    assert_eq!(seen[0], (0, vec![]));
}

#[test]
fn nothing_and_strange_texts_do_no_harm() {
    assert!(families::find(&[]).members().is_empty());
    let found = families::find(&[text("", ""), text("…—…", "\u{0}"), text("", ""), text("停机", "停机")]);
    assert_eq!(found.members().len(), 4);
    let long = "a_very.long-name ".repeat(65_000);
    let endless = "x".repeat(1_000_000);
    let texts =
        [text(&long, &long), text(&endless, &endless), text("ſtraße İstanbul 👩‍👩‍👧", "\u{202e}؟"), text("one", "")];
    assert_eq!(families::find(&texts).members().len(), 4);
    let same = [text("gateway down", "no answer"); 300];
    assert_eq!(families::find(&same).members(), [(0..300).collect::<Vec<u32>>()]);
}

#[test]
fn where_matches_spread_wide_a_lower_score_is_enough() {
    let set = |repeats: usize| -> Vec<f32> { (0..1_000).map(|at| if at < repeats { 4.0 } else { -3.0 }).collect() };
    // 97th to 99th of a hundred: 4 with 50 repeats, -3 with 5.
    let (often, seldom) = (threshold::threshold(set(50), 0.0), threshold::threshold(set(5), 0.0));
    // Spread (7 · 1000 + 5.3 · 50) / 1050 = 6.919; -1.5 - 0.9 (6.919 - 5.3) = -2.957.
    assert!((often + 2.957).abs() < 1e-2, "{often}");
    assert!((seldom - 1.5).abs() < 1e-6, "{seldom}");
    // Half of the records are copies: machines wrote them.
    assert!((threshold::threshold(set(50), 0.5) + 0.5).abs() < 1e-6);
    // No text, no spread.
    assert!((threshold::threshold(Vec::new(), 0.0) + 1.5).abs() < 1e-6);
}

/// Forty problems told one to three times each, in the words of a small vocabulary.
fn invented() -> Vec<(String, String)> {
    let word = |n: usize| {
        format!(
            "{}{}",
            ["ka", "lo", "mi", "tu", "re"][n % 5],
            ["ban", "dor", "fex", "gul", "hin", "jop", "vas"][n / 5 % 7]
        )
    };
    let mut out = Vec::new();
    for problem in 0..40_usize {
        for time in 0..=problem % 3 {
            let words: Vec<String> = (0..6).map(|k| word(problem * 7 + k * (3 + problem % 4))).collect();
            out.push((format!("{} {time} fails", words.join(" ")), words[time..].join(" ")));
        }
    }
    out
}

fn table(path: &Path, rows: impl Iterator<Item = (usize, (String, String))>) {
    let mut out = String::from("id,created_at,component,title,description\n");
    for (at, (title, description)) in rows {
        out += &format!("R{at:03},2026-01-{:02}T00:00:00Z,shop,{title},{description}\n", 1 + at % 28);
    }
    fs::write(path, out).unwrap();
}

fn command(arguments: &[&str]) {
    let run = Command::new(env!("CARGO_BIN_EXE_retroscope")).args(arguments).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn neither_order_nor_threads_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    let outputs = |name: &str, backwards: bool, threads: &str| -> Vec<String> {
        let input = dir.path().join(format!("{name}.csv"));
        let mut rows: Vec<_> = invented().into_iter().enumerate().collect();
        if backwards {
            rows.reverse();
        }
        table(&input, rows.into_iter());
        let out = |what: &str| dir.path().join(format!("{name}.{what}.csv")).display().to_string();
        let (groups, ranked, evidence) = (out("groups"), out("ranked"), out("evidence"));
        let input = input.display().to_string();
        let outs = ["--groups", &groups, "--ranked", &ranked, "--evidence", &evidence];
        command(&[&["families", &input, "--threads", threads][..], &outs].concat());
        [groups, ranked, evidence].iter().map(|path| fs::read_to_string(path).unwrap()).collect()
    };
    let one = outputs("one", false, "1");
    assert_eq!(one, outputs("two", false, "2"));
    assert_eq!(one, outputs("backwards", true, "2"));
    assert!(one[0].lines().count() == invented().len() + 1, "{}", one[0]);
    assert!(one[2].contains(",alike,") && one[2].contains(",first,"), "{}", one[2]);
}

#[test]
fn links_are_read_from_a_table() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(path("in.csv"), "id,created_at,title\nA,2026-01-01,Gateway slow\nB,2026-01-02,Invoices empty\n").unwrap();
    fs::write(path("links.csv"), "id,other\nB,A\nB,unknown\n").unwrap();
    let arguments = ["families", &path("in.csv"), "--groups", &path("out.csv"), "--links", &path("links.csv")];
    command(&arguments);
    assert_eq!(fs::read_to_string(path("out.csv")).unwrap(), "id,group\nA,A\nB,A\n");
}

#[test]
fn an_unrelated_record_merges_no_families() {
    let texts = invented();
    let all = |more: &[(String, String)]| -> Vec<Vec<u32>> {
        let texts: Vec<Text> = texts.iter().chain(more).map(|t| text(&t.0, &t.1)).collect();
        families::find(&texts).members()
    };
    let before = all(&[]);
    let after = all(&[("Zebra crossing painted purple".to_owned(), "unheard of until yesterday".to_owned())]);
    assert_eq!(before.len() + 1, after.len());
    assert_eq!(before[..], after[..before.len()]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_texts_are_split_into_families(texts in prop::collection::vec(("[a-d ]{0,12}", "\\PC{0,20}"), 0..40)) {
        let texts: Vec<Text> = texts.iter().map(|t| text(&t.0, &t.1)).collect();
        let found = families::find(&texts);
        let mut all: Vec<u32> = found.members().into_iter().flatten().collect();
        all.sort_unstable();
        assert_eq!(all, (0..texts.len() as u32).collect::<Vec<_>>());
        for record in 0..texts.len() {
            if let Some(Why::Alike(why)) = found.why(&texts, record) {
                assert!(why.score.is_finite() && (0.0..=1.0).contains(&why.score) && (why.nearest as usize) < record);
                assert!(why.features.values.iter().all(|v| v.is_finite()));
            }
        }
    }
}

#[test]
fn machines_and_calls_to_look_are_no_words_of_a_problem() {
    let told = terms("[FIRING] Urgent: nightly snapshot of orders failed on edge-iad-070.internal again, please check");
    assert_eq!(told, ["nightly", "snapshot", "order", "fail"]);
    assert_eq!(terms("Alert: health check red on ip-10-0-3-17"), ["health", "check", "red"]);
    // Too little else is said to tell it from other certificates.
    assert_eq!(
        terms("certificate for tracking-edge-3 expires"),
        ["certificat", "track", "edg", "trackingedge3", "expir"]
    );
    let texts = [
        text("nightly snapshot of orders failed on edge-iad-070, request 4f3a99c2b1d0", ""),
        text(
            "[FIRING] nightly snapshot of orders failed on worker-bulk-9.internal, request 488737869016 - please check",
            "",
        ),
        text("nightly snapshot of orders failed in us-east-1, request 4f3a99c2b1d0", ""),
    ];
    assert_eq!(families::find(&texts).distinct.of, [0, 0, 1], "a region is no machine");
}

/// Families of texts of which each pair has these log odds, the earlier text first. Of these ones people said something.
fn grouped(texts: usize, (linked, said): (&[u32], &[u32]), odds: &(dyn Fn(usize, usize) -> f32 + Sync)) -> Grouping {
    let mut ranked: Flat<(u32, f32)> = Flat::default();
    for row in 0..texts {
        let mut found: Vec<(u32, f32)> = (0..row).map(|other| (other as u32, odds(other, row))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.push(found);
    }
    let compare = |later: usize, earlier: usize| odds(earlier, later);
    Task { ranked: &ranked, often: &[], linked, said, compare, threshold: 0.0 }.group()
}

#[test]
fn families_that_are_alike_in_the_end_are_one() {
    // 0 and 1 are too unlike, 2 is most like 1 and 3 is most like 0; with them both families are alike on average.
    let odds = |earlier: usize, later: usize| match (earlier, later) {
        (0, 1) => -0.5,
        (1, 2) | (0, 3) => 3.0,
        (0, 2) => 1.0,
        (1 | 2, 3) => 0.5,
        _ => -5.0,
    };
    let apart: Vec<u32> = (0..5).collect();
    let found = grouped(5, (&apart, &[]), &odds);
    assert_eq!(found.members, [vec![0, 1, 2, 3], vec![4]]);
    assert_eq!(found.family_of, [0, 0, 0, 0, 1]);
    assert_eq!(found.ways[0], Way::Founded);
    // The first text of what was a family of its own is joined to one before it.
    assert!(matches!(found.ways[1], Way::Alike(Join { nearest: 0, score }) if score >= 0.5), "{:?}", found.ways[1]);
    // Not alike enough on average: two families.
    let unlike =
        |earlier: usize, later: usize| if (earlier, later) == (0, 1) { -8.0 } else { odds(earlier, later) - 1.1 };
    assert_eq!(grouped(4, (&apart, &[]), &unlike).members, [vec![0, 3], vec![1, 2]]);
}

#[test]
fn two_families_that_people_made_stay_two() {
    // 1 is 0 and 3 is 2; all of them are alike in the end, though 2 was not when it came.
    let odds = |earlier: usize, later: usize| if later == 2 { -0.5 } else { 2.0 - earlier as f32 / 100.0 };
    let linked = [0, 0, 2, 2];
    assert_eq!(grouped(4, (&linked, &[0, 1, 2, 3]), &odds).members, [vec![0, 1], vec![2, 3]]);
    // Somebody said something of one of the two: the other is told in other words.
    assert_eq!(grouped(4, (&linked, &[0, 1]), &odds).members, [vec![0, 1, 2, 3]]);
    assert_eq!(grouped(4, (&linked, &[2, 3]), &odds).members, [vec![0, 1, 2, 3]]);
    // A third family that is like both goes to one of them, and is no bridge.
    let bridge = |earlier: usize, later: usize| match (earlier, later) {
        (0 | 1, 4 | 5) | (2 | 3, 4 | 5) => 2.0,
        _ if later == 2 => -9.0,
        _ => 0.3,
    };
    let found = grouped(6, (&[0, 0, 2, 2, 4, 4], &[0, 1, 2, 3]), &bridge);
    assert_ne!(found.family_of[0], found.family_of[2], "{:?}", found.members);
}

#[test]
fn a_problem_told_often_long_ago_is_found_among_very_many_texts() {
    let (famous, later) = ("amber birch cedar delta ember fjord", "amber birch cedar delta ember fjord again at grove");
    // 40,000 later texts with a word of it each: among so many only the latest 750 under each word are looked at.
    let words = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove"];
    let letters = |n: usize| -> String {
        [1, 26, 676, 17_576].iter().map(|place| char::from(b'a' + (n / place % 26) as u8)).collect()
    };
    let other = |n: usize| format!("{} {1}x {1}y {1}z", words[n % words.len()], letters(n));
    let others: Vec<String> = (0..40_000).map(other).collect();
    let shop = |title| Text { component: "shop", ..text(title, "") };
    let mut texts = vec![shop(famous); 3];
    texts.extend(others.iter().map(|other| text(other, "")));
    texts.extend(vec![shop(later); 3]);
    let found = families::find(&texts);
    let last = found.distinct.first.len() - 1;
    assert!(found.distinct.first.len() > 40_000, "{}", found.distinct.first.len());
    assert!(found.ranked.row(last).iter().all(|(other, _)| *other != 0), "it is out of reach");
    assert_eq!(found.family_of(texts.len() - 1), found.family_of(0));
}

#[test]
fn ids_in_hexadecimal_digits_are_no_words_however_few_digits_they_have() {
    for (one, other) in [("eeefc7ca9cdd", "a9ceefdf3dfd"), ("abef3cb5aeef", "bca1eeffccbd"), ("4f3a99c2", "b1d0a7e2")] {
        let texts = [one, other].map(|id| format!("nightly snapshot of orders failed for request {id}"));
        assert_eq!(families::find(&[text(&texts[0], ""), text(&texts[1], "")]).distinct.of, [0, 0], "{one}");
    }
    for (one, other) in [("facade", "decade"), ("defaced", "effaced"), ("deadbeefed", "feedfacade")] {
        let texts = [one, other].map(|word| format!("nightly snapshot of orders failed for {word}"));
        assert_eq!(families::find(&[text(&texts[0], ""), text(&texts[1], "")]).distinct.of, [0, 1], "{one}");
    }
}

#[test]
fn little_words_and_ends_of_sentences_tell_texts_apart() {
    for (one, other) in [
        ("Pump A failed", "Pump B failed"),
        ("S3 errors in checkout", "B2 errors in checkout"),
        ("No data from collector", "Data from collector"),
        ("Urgent, please! Database down", "Urgent, please! Network down"),
    ] {
        assert_eq!(families::find(&[text(one, ""), text(other, "")]).distinct.of, [0, 1], "{one}");
    }
    for (one, other) in [("Alert 4711", "ALERT 4712"), ("Queue stuck, please check", "[FIRING] Queue stuck")] {
        assert_eq!(families::find(&[text(one, ""), text(other, "")]).distinct.of, [0, 0], "{one}");
    }
    assert_eq!(families::find(&[text("4711", ""), text("4711", "")]).distinct.of, [0, 1], "no word, no text");
}
