//! Names of machines in titles.

use proptest::prelude::*;
use retroscope::text::{machine, tokens};

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

#[test]
fn the_same_problem_on_another_machine_has_the_same_fingerprint() {
    let one = machine::problem("Disk 91 % full on edge-iad-070, request 4f3a99c2b1d0");
    assert_eq!(one, "disk <n> % full on <host>, request <n>");
    assert_eq!(machine::problem("Disk 7 % full on worker-bulk-9.internal, request 488737869016"), one);
    assert_ne!(machine::problem("Disk 91 % full in us-east-1"), machine::problem("Disk 91 % full in eu-west-1"));
    assert_eq!(machine::masked("(web-prod-7), web-prod-8."), "(<host>), <host>.");
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,60}", run in "[a-z0-9.-]{0,30}") {
        let masked = machine::masked(&text);
        // Without a name nothing changes.
        prop_assert!(masked == text || masked.contains("<host>"));
        prop_assert_eq!(machine::masked(&run).contains("<host>"), masked_run(&run));
        prop_assert!(!machine::problem(&text).contains("<hex>"));
        // What is no name of a machine is masked as ever.
        if masked == text {
            prop_assert_eq!(machine::problem(&text), tokens::mask(&text).replace("<hex>", "<n>"));
        }
    }
}

/// Whether the run is a name but for what stands behind it.
fn masked_run(run: &str) -> bool {
    machine::is_name(run.trim_end_matches(['.', '-']))
}
