//! Names of machines in titles.

use proptest::prelude::*;
use retroscope::text::machine;

#[test]
fn names_of_machines_are_told_from_what_looks_like_them() {
    for name in [
        "edge-iad-070",
        "web-prod-7",
        "worker-bulk-071.internal",
        "db-eu-12.eu-west-1.corp.example",
        "ip-10-0-3-17",
        "ip-10-0-3-17.ec2.internal",
        "Mail-Gateway-3",
    ] {
        assert!(machine::is_name(name), "{name}");
    }
    for other in [
        "",
        "-",
        "--1",
        "db",
        "db-03",
        "INC-4711",
        "us-east-1",
        "ap-southeast-2",
        "us-gov-west-1",
        "cve-2021-44228",
        "http-status-503",
        "black-friday-2025",
        "release-2026-07",
        "2026-07-01",
        "read-only",
        "node.js",
        "a-b-12345",
        "edge-iad-070.",
        "edge-iad-070.12",
        "x-86-64",
        "front-end-error-500",
    ] {
        assert!(!machine::is_name(other), "{other}");
    }
}

proptest! {
    #[test]
    fn a_name_ends_in_a_number_behind_two_words(run in "[a-z]{1,4}(-[a-z0-9]{1,3}){0,3}", strange in "\\PC{0,40}") {
        let pieces: Vec<&str> = run.split('-').collect();
        if machine::is_name(&run) {
            prop_assert!(pieces.len() >= 3 && pieces[pieces.len() - 1].bytes().all(|b| b.is_ascii_digit()), "{}", run);
        }
        // A domain changes nothing, and no text is too strange to be asked.
        prop_assert_eq!(machine::is_name(&format!("{run}.eu.internal")), machine::is_name(&run));
        let _ = machine::is_name(&strange);
    }
}
