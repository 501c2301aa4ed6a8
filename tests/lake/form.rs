//! The form of a lake: everything that any source delivers comes back as it was, and what stands in files is written down.

use super::{good, index};
use crate::support::{shared, user};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use retroscope::ingest::SOURCES;
use retroscope::ingest::container::budget::Budget;
use retroscope::ingest::files::FileReading;
use retroscope::ingest::head::Head;
use retroscope::ingest::inputs::Input;
use retroscope::lake::stated::replay;
use retroscope::lake::tables::{COMMON, TABLES, names};
use retroscope::model::batch::Batch;
use retroscope::model::note::StatedNote;
use retroscope::model::origin::Origin;
use retroscope::model::record::{
    Body, EventKind, Kind, LinkKind, Record, Role, Stamp, StatedEvent, StatedField, StatedFollowUp, StatedIncident,
    StatedInterruptions, StatedInvolvement, StatedLink, StatedPerson, StatedResolver, Via,
};
use retroscope::pipeline;
use std::fs;
use std::path::Path;

/// Every batch that reading gives, and what is said of each file.
fn read(inputs: &[Input]) -> (Vec<String>, Vec<String>) {
    let mut batches = Vec::new();
    let reports = FileReading::new(SOURCES, Budget::default(), &replay).all(inputs, &|_| {}, &mut |batch: Batch| {
        // Read from a lake it takes other bytes; that is no fact.
        batches.push(format!("{:?}", Batch { bytes: 0, ..batch }));
    });
    let told = reports.into_iter().map(|mut report| {
        let head = report.unknown.take().map(|head| Head { path: String::new(), ..head });
        report.shown = String::new();
        format!("{head:?} {:?} {report:?}", report.secret.bytes())
    });
    (batches, told.collect())
}

/// Reads a folder as exports and from a lake.
fn survives(from: &Path) -> usize {
    let home = tempfile::tempdir().unwrap();
    user::copy(from, &home.path().join("in"));
    let expand = |name: &str| pipeline::expand(&[home.path().join(name).display().to_string()]).unwrap();
    let raw = read(&expand("in"));
    // Some of the folders hold settings of their own.
    fs::write(home.path().join("none.toml"), "").unwrap();
    good(home.path(), &["normalise", "in", "--to", "lake", "--settings", "none.toml", "--quiet"]);
    let kept = read(&expand("lake"));
    for (raw, kept) in [(&raw.0, &kept.0), (&raw.1, &kept.1)] {
        assert_eq!(raw.len(), kept.len(), "{}", from.display());
        for (raw, kept) in raw.iter().zip(kept) {
            assert!(raw == kept, "{}:\n{raw}\n{kept}", from.display());
        }
    }
    raw.0.len()
}

/// All kinds of exports: the cases of all sources.
#[test]
fn what_any_source_delivers_comes_back() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    assert!(survives(&cases.join("sources")) > 190);
    assert!(survives(&cases.join("attack")) > 2);
    assert!(survives(&cases.join("field")) > 25);
}

#[test]
fn what_recordings_of_real_tools_hold_comes_back() {
    let Some(shared) = shared() else { return };
    for name in ["fixtures", "samples"] {
        assert!(survives(&shared.join(name)) > 5);
    }
}

fn stamp(text: &str, field: &'static str) -> Option<Stamp> {
    Some(Stamp { text: text.to_owned(), field })
}

fn person(name: &str) -> StatedPerson {
    StatedPerson {
        id: "U1".to_owned(),
        name: name.to_owned(),
        email: "pat@example.org".to_owned(),
        time_zone: "Europe/Oslo".to_owned(),
        team: "Till".to_owned(),
        machine: true,
    }
}

fn list(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

fn part() -> StatedInvolvement {
    StatedInvolvement {
        person: person("Pat"),
        role: "lead".to_owned(),
        via: Via::SelfJoined,
        notified_at: stamp("1", "notified"),
        joined_at: stamp("2", "joined"),
        left_at: stamp("3", "left"),
    }
}

fn item() -> StatedFollowUp {
    StatedFollowUp {
        id: "F1".to_owned(),
        title: "Raise the pool".to_owned(),
        owner: person("Kim"),
        created_at: stamp("4", "created"),
        due_at: stamp("5", "due"),
        completed_at: stamp("6", "completed"),
        status: "open".to_owned(),
    }
}

fn event() -> StatedEvent {
    StatedEvent {
        actor: Some(person("Ada")),
        people: vec![person("Bo")],
        automatic: true,
        detection: "api".to_owned(),
        incident: "I1".to_owned(),
        ..StatedEvent::changed(EventKind::Escalated, Stamp { text: "7".to_owned(), field: "at" }, "two")
    }
}

/// Times and counts of an incident.
fn measured() -> StatedIncident {
    StatedIncident {
        started_at: stamp("8", "started_at"),
        detected_at: stamp("9", "detected_at"),
        declared_at: stamp("10", "declared_at"),
        acknowledged_at: stamp("11", "acknowledged_at"),
        mitigated_at: stamp("12", "mitigated_at"),
        resolved_at: stamp("13", "resolved_at"),
        closed_at: stamp("14", "closed_at"),
        modified_at: stamp("15", "modified_at"),
        reopen_count: Some(0),
        reassignment_count: Some(1),
        escalation_count: Some(2),
        alert_count: Some(3),
        interruptions: StatedInterruptions { total: Some(4), business: Some(0), off: None, sleep: Some(4) },
        effort_s: "6292".to_owned(),
        stated_lengths: vec![("detected_at", -5)],
        ..StatedIncident::default()
    }
}

/// A record with something in every field.
fn full() -> Record {
    let incident = StatedIncident {
        number: "4211".to_owned(),
        url: "https://example.org/4211".to_owned(),
        title: "Till\u{7} down".to_owned(),
        summary: "line\nline".to_owned(),
        kind: Kind::Drill,
        status: "open".to_owned(),
        severity: "sev1".to_owned(),
        urgency: "high".to_owned(),
        customer_facing: Some(false),
        services: list("till"),
        components: list("pool"),
        teams: list("Till"),
        policy: "night".to_owned(),
        environments: list("prod"),
        regions: list("eu"),
        factors: list("pool"),
        detection: "phone".to_owned(),
        resolution: "fixed".to_owned(),
        resolver: StatedResolver::Person(person("Cy")),
        links: vec![StatedLink { kind: LinkKind::MergedInto, target: "I2".to_owned() }],
        people: vec![part()],
        follow_ups: vec![item()],
        events: vec![event()],
        custom: vec![StatedField { name: "Area".to_owned(), values: list("pay") }],
        outage_key: "k".to_owned(),
        one_row_per_event: true,
        told_by_events: true,
        bystanders: vec![person("Di")],
        reported: Some(Box::default()),
        ..measured()
    };
    Record {
        origin: Origin { file: 0, row: 3, pointer: "/incidents/2".to_owned() },
        source: "pagerduty".to_owned(),
        role: Role::StatusPage,
        entity: "incident",
        native_id: "Q1".to_owned(),
        body: Body::Incident(Box::new(incident)),
    }
}

/// The form is a contract with lakes that stand: another one needs another version of `lake.json`.
#[test]
fn the_form_of_a_stated_record_is_written_down() {
    let text = serde_json::to_string_pretty(&full()).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lake/stated.json");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    assert!(
        text == written,
        "the form of a lake is another one; lakes that stand have to be read all the same:\n{text}"
    );
    assert!(serde_json::from_str::<Record>(&written).unwrap() == full());
    let bare = Record { body: Body::Incident(Box::default()), ..full() };
    let short = serde_json::to_string(&bare).unwrap();
    assert!(short.ends_with("\"body\":{\"Incident\":{}}}"), "what is not stated takes no room: {short}");
    assert!(serde_json::from_str::<Record>(&short).unwrap() == bare);
    let note = Record { body: Body::Note(Box::new(StatedNote { line: 4, ..StatedNote::default() })), ..full() };
    assert!(serde_json::from_str::<Record>(&serde_json::to_string(&note).unwrap()).unwrap() == note);
}

/// What `schema` prints is what stands in files, and nothing is left out.
#[test]
fn the_schema_is_that_of_the_files() {
    let home = super::with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"));
    good(home.path(), &["normalise", "in", "--to", "lake", "--quiet"]);
    good(home.path(), &["review", "in", "--out", "out", "--people", "--quiet"]);
    let schema: serde_json::Value = serde_json::from_str(&good(home.path(), &["schema"])).unwrap();
    let of_file = |path: &Path| -> Vec<(String, String)> {
        let frame = ParquetReader::new(fs::File::open(path).unwrap()).finish().unwrap();
        let kind = |dtype: String| match dtype.as_str() {
            "str" => "text",
            "u32" => "count",
            "f64" => "number",
            "bool" => "flag",
            other if other.starts_with("datetime") => "time",
            other => panic!("{other}"),
        };
        frame.columns().iter().map(|c| (c.name().to_string(), kind(c.dtype().to_string()).to_owned())).collect()
    };
    let listed = |table: &serde_json::Value| -> Vec<(String, String)> {
        let text = |column: &serde_json::Value, key: &str| column[key].as_str().unwrap().to_owned();
        table["columns"].as_array().unwrap().iter().map(|c| (text(c, "name"), text(c, "type"))).collect()
    };
    let tables = |of: &str| schema[of]["tables"].as_array().unwrap().clone();
    for table in tables("lake") {
        let name = table["name"].as_str().unwrap();
        for part in super::parts(home.path(), name) {
            assert_eq!(of_file(&part), listed(&table), "{name}");
        }
    }
    assert_eq!(tables("lake").len(), TABLES.len());
    let mut seen = 0;
    for table in tables("report") {
        let path = home.path().join(format!("out/data/{}.parquet", table["name"].as_str().unwrap()));
        if path.exists() {
            let names = |list: Vec<(String, String)>| list.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
            assert_eq!(names(of_file(&path)), names(listed(&table)), "{}", table["name"]);
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(
        (schema["lake"]["schema_version"].as_u64(), schema["report"]["schema_version"].as_u64()),
        (Some(1), Some(2))
    );
}

/// Every table has the columns that are written down, and the docs name each.
#[test]
fn tables_are_as_documented() {
    let home = super::with(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo"));
    good(home.path(), &["normalise", "in", "--to", "lake", "--quiet"]);
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lake.md")).unwrap();
    let index = index(home.path());
    let all = index["parts"].as_array().unwrap();
    let mut seen = 0;
    for part in all.iter().filter(|part| part["table"] != "stated") {
        let file = fs::File::open(home.path().join("lake").join(part["path"].as_str().unwrap())).unwrap();
        let frame = ParquetReader::new(file).finish().unwrap();
        let columns: Vec<&str> = frame.columns().iter().map(|column| column.name().as_str()).collect();
        assert_eq!(columns, names(part["table"].as_str().unwrap()).collect::<Vec<_>>());
        assert_eq!(frame.height() as u64, part["rows"].as_u64().unwrap());
        seen += 1;
    }
    assert!(seen > 50);
    for (table, what, columns) in TABLES {
        assert!(docs.contains(&format!("| `{table}` | {what} |")), "docs/lake.md: {table}: {what}");
        assert!(all.iter().any(|part| part["table"] == table) || table == "rejects", "the demo has no {table}");
        let line = docs.lines().find(|line| line.starts_with(&format!("| `{table}` |"))).unwrap();
        let stated = columns.iter().map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ");
        assert!(line.contains(&stated), "docs/lake.md: {table} has {stated}");
    }
    let common = COMMON.map(|column| format!("`{column}`")).join(", ");
    assert!(docs.contains(&common), "docs/lake.md: {common}");
}
