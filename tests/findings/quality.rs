use super::{check, claim};
use crate::support::run::run_all;

#[test]
fn a_collection_that_stopped_is_no_improvement() {
    let folder = tempfile::tempdir().unwrap();
    let row = |i: u32| {
        let (month, day) = (1 + i / 28, 1 + i % 28);
        format!("s{i},Outage {i},2026-{month:02}-{day:02}T0{}:{:02}:11Z", i % 10, (i * 7) % 60)
    };
    let rows: Vec<String> = (0..80).map(row).chain(["z,Late one,2026-09-30T10:02:03Z".to_owned()]).collect();
    std::fs::write(folder.path().join("own.csv"), format!("id,title,start\n{}\n", rows.join("\n"))).unwrap();
    let settings = "[[mapping]]\nname = \"own\"\nfiles = [\"own.csv\"]\n[mapping.fields]\nid = \"id\"\ntitle = \"title\"\nstarted_at = \"start\"\n";
    let run = run_all(folder.path(), &["own.csv"], settings);
    let findings = &run.review.findings;
    check(findings);
    let stopped = claim(findings, "quality.collection-stopped/own:started_at:2026-03-24");
    assert!(stopped.sentence.contains("no sign of fewer failures"), "{}", stopped.sentence);
    assert!(!findings.headlines.contains(&stopped.id));
    let section = findings.sections.iter().find(|s| s.id == "quality").unwrap();
    assert!(section.claims.contains(&stopped.id));
    assert!(section.tables.iter().any(|t| t.id == "quality-checks"));
}
