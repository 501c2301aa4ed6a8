//! The project's own demo report as input: every table is known, and the incidents are those of the report.

use std::path::Path;

use retroscope::model::record::Body;

use super::harness::Input;
use crate::support::run::{Row, Run, run, run_as_of};

fn report() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo")
}

#[test]
fn every_data_file_of_a_report_is_known() {
    let mut paths: Vec<_> = ["data", "charts"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(report().join(folder)).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .collect();
    paths.extend(["manifest.json", "findings.json", "executive.md", "analyst.md"].map(|name| report().join(name)));
    paths.sort();
    assert!(paths.len() > 20);
    for path in paths {
        let (out, seen) = Input::open(&path).read_by_all();
        assert!(out.rejects.is_empty(), "{}: {:?}", path.display(), out.rejects.first());
        // A table without rows has nothing to be recognised by but its header.
        let sources: Vec<_> = seen.units.iter().map(|unit| unit.source).collect();
        let own = if path.ends_with("incidents.csv") { "own-incidents" } else { "own-tables" };
        assert!(sources.iter().all(|source| *source == Some(own)), "{}: {sources:?}", path.display());
        assert!(seen.problem.is_none(), "{}: {:?}", path.display(), seen.problem);
    }
}

#[test]
fn incidents_come_back_under_the_ids_of_their_tools() {
    let path = report().join("data/incidents.csv");
    let mut table = csv::Reader::from_path(&path).unwrap();
    let (out, _) = Input::open(&path).read_by_all();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(out.records.len(), rows.len());
    for (record, row) in out.records.iter().zip(rows) {
        let Body::Incident(incident) = &record.body else { panic!("{:?}", record.body) };
        let (id, ids) = (row.get(0).unwrap(), row.get(1).unwrap());
        assert_eq!(id.splitn(3, ':').collect::<Vec<_>>(), [record.source.as_str(), "incident", &record.native_id]);
        let others = ids.split(';').filter(|other| !other.starts_with(&format!("{}:", record.source))).count();
        assert_eq!(incident.links.len(), others);
    }
}

/// The incidents of a report beside the exports it was made from, before or behind them, and by themselves.
#[test]
fn an_earlier_report_changes_no_figure() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    // Without a salt, other inputs are other pseudonyms.
    let salt = "\n[people]\nsalt = \"nine crooked lanterns\"\n";
    let settings = std::fs::read_to_string(demo.join("retroscope.toml")).unwrap() + salt;
    let earlier = run(std::slice::from_ref(&demo), &settings, "2026Q2");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.csv");
    std::fs::write(&path, earlier.tables.text("data/incidents.csv").unwrap()).unwrap();
    for inputs in [vec![demo.clone(), path.clone()], vec![path.clone(), demo.clone()]] {
        let again = run(&inputs, &settings, "2026Q2");
        for table in ["areas", "mttx", "families", "concurrency", "storms", "load", "interruptions", "follow_ups"] {
            assert_eq!(earlier.table(table), again.table(table), "{table}");
        }
    }
    // The table does not say when the exports were made, so it is told: what is still open ends then.
    let alone = run_as_of(&[path], &settings, "2026Q2", Some(earlier.review.data.periods.as_of));
    for table in ["areas", "mttx", "storms"] {
        // Who took part stands in no table of incidents.
        let without_people = |mut row: Row| {
            ["people", "pulled_in"].iter().for_each(|column| _ = row.remove(*column));
            row
        };
        let rows = |run: &Run| run.table(table).into_iter().map(without_people).collect::<Vec<_>>();
        assert_eq!(rows(&earlier), rows(&alone), "{table}");
    }
}
