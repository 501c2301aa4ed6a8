//! Tests of `ingest/kinds/tables`.

use retroscope::ingest::head::{Head, header_key};
use retroscope::ingest::kinds::tables::of;

fn told(text: &str) -> String {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let stated = lines.next().unwrap();
    let head = Head {
        headers: stated.iter().map(|h| header_key(h)).collect(),
        stated,
        rows: lines.collect(),
        ..Head::default()
    };
    of(&head).map_or_else(String::new, |seems| seems.what)
}

#[test]
fn tables_that_hold_no_incidents_are_named() {
    for (text, what) in [
        ("Month,Incidents,MTTR (h)\n2026-01,12,3.5\n2026-02,9,4\n", "summary"),
        ("Service,Count\ncheckout,12\nsearch,4\n", "summary"),
        ("year,week,tickets\n2026,1,12\n2026,2,15\n", "summary"),
        ("timestamp,cpu,memory\n2026-01-05 08:00:00,12,3\n2026-01-05 08:01:00,13,3\n", "measurements"),
        ("Name,Email,Role\nPriya,p@acme.example,admin\nTomas,t@acme.example,user\n", "users"),
    ] {
        assert!(told(text).contains(what), "{text}");
    }
}

#[test]
fn tables_of_incidents_are_none_of_them() {
    for text in [
        "id,started,minutes\nA-1,2026-01-05 08:00,12\nA-2,2026-01-06 08:00,9\n",
        "started_at,duration_min\n2026-01-05 08:00:00,12\n2026-01-06 08:00:00,9\n",
        "Name,Email,Subject\nPriya,p@acme.example,Mail down\nTomas,t@acme.example,Disk full\n",
        "outage,customers\nDisk full,12\nMail down,9\n",
        "date,title,count\n2026-01-05,Disk full,1\n2026-01-06,Mail down,2\n",
    ] {
        assert_eq!(told(text), "", "{text}");
    }
}
