//! Signs that an export is not whole.

use super::damage::{Found, noted, read};

/// Notes of a file with three things in this envelope; `…` stands for the array.
fn envelope(text: &str) -> Found {
    let found = read("a.json", text.replace('…', "\"things\":[{\"x\":1},{\"x\":2},{\"x\":3}]"));
    assert_eq!(found.records.len(), 3, "{text}: {:?}", found.report);
    found
}

fn is_silent(found: &Found) -> bool {
    found.report.notes.is_empty() && found.report.units.iter().all(|unit| unit.notes.is_empty())
}

#[test]
fn envelopes_say_whether_more_pages_follow() {
    let more = "more pages follow";
    assert!(noted(&read("a.json", "{\"things\":[{\"x\":1}],\"more\":true}"), more));
    assert!(noted(&read("a.json", "{\"things\":[{\"x\":1}],\"paging\":{\"next\":\"https://x\"}}"), more));
    assert!(noted(&read("a.json", "{\"things\":[{\"x\":1}],\"isLast\":false}"), more));
    assert!(!noted(&read("a.json", "{\"things\":[{\"x\":1}],\"next\":null}"), more));
    let pages = "{\"things\":[{\"x\":1}],\"more\":true}\n{\"things\":[{\"x\":2}],\"more\":false}";
    assert!(!noted(&read("a.json", pages), more), "the last page decides");
    let hundred = vec!["{\"x\":1}"; 100].join(",");
    assert!(noted(&read("a.json", format!("[{hundred}]")), "exactly 100"));
    assert!(!noted(&read("a.json", format!("{{\"things\":[{hundred}],\"more\":false}}")), "exactly 100"));
    assert!(!noted(&read("a.json", format!("[{hundred},{{\"x\":1}}]")), "exactly"));
}

#[test]
fn every_way_to_name_a_next_page_is_known() {
    let more = [
        "{…,\"has_more\":true}",
        "{\"isLast\":false,\"nextPageToken\":\"x\",…}",
        "{…,\"nextPageToken\":\"x\"}",
        "{…,\"meta\":{\"next_page\":2,\"current_page\":1}}",
        "{…,\"pagination\":{\"page\":1,\"next\":2,\"last\":7}}",
        "{…,\"meta\":{\"pagination\":{\"next_cursor\":\"c\"}}}",
        "{…,\"links\":{\"next\":{\"href\":\"https://x\"}}}",
        "{…,\"next\":\"https://x\",\"previous\":null}",
        "{…,\"version\":\"4\",\"truncatedAlerts\":12}",
    ];
    for text in more {
        assert!(noted(&envelope(text), "more pages follow"), "{text}: {:?}", envelope(text).report);
    }
    let last = [
        "{…,\"nextPageToken\":null}",
        "{…,\"next\":\"\"}",
        "{…,\"pagination\":{\"page\":1,\"next\":null,\"last\":1}}",
        "{…,\"meta\":{\"next_page\":null}}",
        "{…,\"truncatedAlerts\":0}",
        "{…,\"limit\":100,\"more\":false}",
        "{…,\"limit\":3,\"more\":false}",
    ];
    for text in last {
        assert!(is_silent(&envelope(text)), "{text}: {:?}", envelope(text).report);
    }
}

#[test]
fn counts_of_envelopes_are_compared() {
    let counted = "counts 912 records and 3 are here";
    assert!(noted(&envelope("{…,\"total\":912}"), counted));
    assert!(noted(&envelope("{\"totalCount\":912,…}"), counted));
    assert!(noted(&envelope("{…,\"pagination_meta\":{\"page_size\":3,\"total_record_count\":912}}"), counted));
    assert!(is_silent(&envelope("{…,\"total\":3,\"maxResults\":3}")));
    assert!(is_silent(&envelope("{…,\"total\":null}")));
    let page = "{\"total\":4,\"things\":[{\"x\":1},{\"x\":2}]}";
    assert!(is_silent(&read("a.json", format!("{page}\n{page}"))), "pages are counted together");
    assert!(noted(&read("a.json", page), "counts 4 records and 2 are here"));
}

#[test]
fn a_full_last_page_is_a_sign() {
    let full = "the last page is full (3 records)";
    assert!(noted(&envelope("{\"limit\":3,\"offset\":0,…}"), full));
    assert!(noted(&envelope("{…,\"meta\":{\"per_page\":3}}"), full));
    assert!(is_silent(&envelope("{\"limit\":4,\"offset\":0,…}")));
}

#[test]
fn tables_end_at_round_numbers_or_inside_a_row() {
    let table = |rows: usize| read("a.csv", format!("x,y\n{}", "1,2\n".repeat(rows)));
    for rows in [1_000, 10_000, 20_000, 50_000] {
        assert!(noted(&table(rows), &format!("exactly {rows} rows")), "{rows}");
        assert!(is_silent(&table(rows + 1)), "{rows}");
    }
    assert!(noted(&read("a.csv", "x,y,z\n1,2,3\n4,5"), "may be cut off"));
    for whole in ["x,y,z\n1,2,3\n4,5\n", "x,y,z\n1,2\n4,5", "x,y,z\n1,2,3\n4,5,6", "x,y,z\n1,2"] {
        assert!(!noted(&read("a.csv", whole), "may be cut off"), "{whole}");
    }
}
