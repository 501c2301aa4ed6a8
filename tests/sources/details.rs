//! Single decisions of sources, on inputs too small for a case folder.

use retroscope::ingest::SOURCES;
use retroscope::ingest::front_matter;
use retroscope::ingest::lenient::{clipped, leads_to_record, web_addresses};
use retroscope::ingest::mapped::Mapped;
use retroscope::ingest::mapped::mapping::Mapping;
use retroscope::ingest::{AnySource, Output};
use retroscope::model::record::{Body, StatedIncident, StatedResolver};

use super::harness::Input;

fn source(id: &str) -> &'static dyn AnySource {
    *SOURCES.iter().find(|source| source.kind().id == id).unwrap()
}

fn incident(out: &Output) -> &StatedIncident {
    match &out.records.first().expect("one record").body {
        Body::Incident(incident) => incident,
        other => panic!("{other:?}"),
    }
}

#[test]
fn wrong_types_do_not_cost_the_record() {
    let text = r#"{"id":4211,"incident_number":"4211","title":null,"service":"checkout","teams":{"summary":"Payments"},
        "assignments":null,"priority":[],"alert_counts":7,"created_at":1786456953,"last_status_change_by":false,
        "resolve_reason":"merged","status":"resolved","urgency":{"a":[1,{}]}}"#
        .replace('\n', " ");
    let out = Input::lines(&text).read(source("pagerduty-incidents"));
    let one = incident(&out);
    assert_eq!(out.records[0].native_id, "4211");
    assert_eq!(
        (one.services.as_slice(), one.teams.as_slice()),
        (["checkout".to_owned()].as_slice(), ["Payments".to_owned()].as_slice())
    );
    assert_eq!(one.detected_at.as_ref().unwrap().text, "1786456953");
    assert_eq!((one.severity.as_str(), one.alert_count, &one.resolver), ("", None, &StatedResolver::Unknown));
}

#[test]
fn marks_for_not_set_are_nothing_in_tables() {
    for mark in ["?", "", "UNKNOWN", "N/A", "-", "None", "null", "Unassigned"] {
        let table = format!("number,short_description,assignment_group,resolved_at\nINC1,Broken,{mark},{mark}\n");
        let out = Input::table(&table).read(source("servicenow-csv"));
        let one = incident(&out);
        assert!(one.teams.is_empty() && one.resolved_at.is_none(), "{mark}");
    }
}

#[test]
fn a_machine_resolves_only_where_the_row_says_so() {
    let resolver = |by: &str, code: &str| {
        let table = format!("number,short_description,resolved_by,close_code\nINC1,Broken,{by},{code}\n");
        incident(&Input::table(&table).read(source("servicenow-csv"))).resolver.clone()
    };
    assert_eq!(resolver("System", ""), StatedResolver::Machine);
    assert_eq!(resolver("Priya Nair", "Auto-resolved"), StatedResolver::Machine);
    assert_eq!(resolver("", ""), StatedResolver::Unknown);
    assert!(matches!(resolver("Sam Lee", "Solved (Permanently)"), StatedResolver::Person(_)));
}

#[test]
fn tables_of_incidents_are_not_lists_of_people() {
    let people = source("people");
    let claims = |header: &str| people.recognises(&Input::table(&format!("{header}\n")).head());
    assert!(claims("id,time_zone") && claims("id,name,email,time_zone,team") && claims("ID,Time Zone"));
    assert!(!claims("id,title,time_zone") && !claims("id,name,email,status") && !claims("number,time_zone"));
    assert!(!claims("id,created_at,component,title,description"));
}

#[test]
fn front_matter_is_read_however_it_is_broken() {
    let fields = |text: &str| {
        let document = front_matter::parse(text);
        (document.text(&["title"]).to_owned(), document.text(&["date"]).to_owned(), document.names(&["affected"]))
    };
    let expected = ("A: b".to_owned(), "2024-02-24 10:35:00".to_owned(), vec!["API".to_owned(), "Web".to_owned()]);
    for text in [
        "---\ntitle: \"A: b\"\ndate: 2024-02-24 10:35:00\naffected: [API, Web]\n---\nText\n",
        "\u{feff}---\r\ntitle: A: b\r\ndate: 2024-02-24 10:35:00 # start\r\naffected:\r\n- API\r\n- Web\r\n---\r\nText\r\n",
        "---\ntitle: A: b\ndate: 2024-02-24 10:35:00\naffected:\n\t- API\n\t- Web\n\n---\nText",
        "---\ntitle: 'A: b'\ndate: 2024-02-24 10:35:00\naffected:\n  - API\n  - Web\n\nNever closed. Text.\n\n---\n\nMore\n",
    ] {
        assert_eq!(fields(text), expected, "{text}");
    }
    let toml = "+++\ntitle = \"A: b\"\ndate = 2024-02-24T10:35:00\naffected = [\"API\", \"Web\"]\n+++\nText\n";
    assert_eq!(fields(toml), (expected.0, "2024-02-24T10:35:00".to_owned(), expected.2));
}

#[test]
fn scalars_of_front_matter_stay_as_written() {
    let document = front_matter::parse("---\nincident: 0042\nversion: 1.10\nresolved: yes\n---\n");
    assert_eq!((document.text(&["incident"]), document.text(&["version"])), ("0042", "1.10"));
    assert_eq!(document.text(&["resolved"]), "yes");
}

#[test]
fn only_addresses_of_records_are_references() {
    for address in [
        "https://acme.pagerduty.com/incidents/Q1CHK0AAA4211",
        "https://acme.atlassian.net/browse/OPS-1050",
        "https://acme.service-now.com/nav_to.do?uri=incident.do?sysparm_query=number=INC0041877",
    ] {
        assert!(leads_to_record(address), "{address}");
    }
    for address in
        ["https://acme.pagerduty.com/", "https://acme.example/browse/all", "https://status.example/incidents/1"]
    {
        assert!(!leads_to_record(address), "{address}");
    }
    let found: Vec<&str> = web_addresses("see <a href=\"https://a.example/b\">it</a>, (http://c.example/d).").collect();
    assert_eq!(found, ["https://a.example/b", "http://c.example/d"]);
}

#[test]
fn a_clock_in_a_review_is_a_time_of_its_day() {
    let mut out = Output::default();
    let text = "---\ntitle: A\ndate: 2026-03-02\nseverity: 1\nstart: 14:02 UTC\nend: 2026-03-03 01:00\n---\n";
    let item = retroscope::ingest::Item::Text { text, stem: "a" };
    source("review").read(&item, &Default::default(), &Default::default(), &mut out);
    let one = incident(&out);
    assert_eq!(one.started_at.as_ref().unwrap().text, "2026-03-02 14:02 UTC");
    assert_eq!(one.resolved_at.as_ref().unwrap().text, "2026-03-03 01:00");
}

proptest::proptest! {
    /// Whatever stands in a record, it is read or refused once, and nothing panics.
    #[test]
    fn no_text_breaks_a_source(text in "\\PC{0,60}", lines in "(---|[a-z]{1,6}: ?[\\PC]{0,12}|- [a-z|#*\\[\\]]{0,9}|\\| ?[a-z|]{0,9}|\n|\t|\u{feff}){0,12}") {
        let object = serde_json::json!({"id": text, "incident_number": text, "name": text, "type": text, "summary": text,
            "external_desc": text, "created_at": text, "incident": {"id": text}, "user": text, "number": text, "uri": text});
        let lines = lines.replace(": ", ":\n").replace('-', "\n-");
        for source in SOURCES {
            for item in [
                retroscope::ingest::Item::Json(&text),
                retroscope::ingest::Item::Json(&object.to_string()),
                retroscope::ingest::Item::Text { text: &lines, stem: "x" },
                retroscope::ingest::Item::Text { text: &format!("---\n{lines}"), stem: "x" },
            ] {
                let mut out = Output::default();
                source.read(&item, &Default::default(), &Default::default(), &mut out);
                assert_eq!(out.records.len() + out.rejects.len(), 1);
            }
        }
    }
}

#[test]
fn long_texts_are_cut_between_characters() {
    let text = "ж".repeat(3_000);
    assert_eq!(clipped(&text).chars().count(), 2_000);
}

fn mapping(text: &str) -> Result<Mapped, String> {
    let mapping: Mapping = toml::from_str(text).map_err(|error| error.to_string())?;
    Mapped::new(mapping).map_err(|error| error.to_string())
}

#[test]
fn mappings_that_cannot_work_say_why() {
    let wrong = |text: &str| mapping(text).err().unwrap_or_default();
    let base = "name = \"x\"\nfiles = [\"*.csv\"]\n";
    let unknown = wrong(&format!("{base}[fields]\nstartd_at = \"A\"\n"));
    assert!(unknown.contains("fields.startd_at") && unknown.contains("started_at"), "{unknown}");
    assert!(wrong(&format!("{base}[fields]\nid = \"A\"\n")).contains("states no beginning"));
    assert!(wrong(&format!("{base}[fields]\nstarted_at = \"\"\n")).contains("names no column"));
    assert!(wrong(&format!("{base}colour = 1\n[fields]\nstarted_at = \"A\"\n")).contains("colour"));
    assert!(wrong("name = \"x\"\nfiles = []\n[fields]\nstarted_at = \"A\"\n").contains("names no file"));
    assert!(wrong("name = \"X Y\"\nfiles = [\"a\"]\n[fields]\nstarted_at = \"A\"\n").contains("record ids"));
    assert!(wrong("name = \"x\"\nfiles = [\"[\"]\n[fields]\nstarted_at = \"A\"\n").contains("pattern"));
}

#[test]
fn a_mapping_chooses_files_by_path_or_name() {
    let mapped =
        mapping("name = \"x\"\nfiles = [\"outages-*.csv\", \"old/**/*.json\"]\n[fields]\nstarted_at = \"A\"\n")
            .unwrap();
    assert!(mapped.names("exports/outages-1.csv") && mapped.names("outages-2.csv") && mapped.names("old/a/b.json"));
    assert!(mapped.names("/data/old/a/b.json") && mapped.names("C:\\data\\outages-3.csv"));
    assert!(!mapped.names("exports/incidents.csv") && !mapped.names("new/a.json") && !mapped.names("outages-1/x.csv"));
}

#[test]
fn a_mapping_reaches_into_objects_and_translates() {
    let mapped = mapping(
        "name = \"x\"\nfiles = [\"*\"]\nrecords = \"/data/outages\"\nsplit = \";\"\nnulls = [\"-100\"]\n[fields]\nid = \"key\"\n\
         started_at = [\"/time/began\", \"/time/seen\"]\nservices = \"/parts/*/name\"\nteams = \"teams\"\nstatus = \"state\"\n\
         severity = \"level\"\n[values.severity]\nRed = \"1\"\n",
    )
    .unwrap();
    assert_eq!(mapped.kind().arrays, ["data/outages"]);
    let line = r#"{"key":7,"time":{"began":"","seen":"2026-01-01"},"parts":[{"name":"a"},{"name":"b"}],"teams":"x; y;","state":-100,"level":"red"}"#;
    let out = Input::lines(line).read(&mapped);
    let one = incident(&out);
    assert_eq!(out.records[0].id(), "x:incident:7");
    assert_eq!(one.started_at.as_ref().unwrap().text, "2026-01-01");
    assert_eq!((one.services.join(","), one.teams.join(",")), ("a,b".to_owned(), "x,y".to_owned()));
    assert_eq!((one.status.as_str(), one.severity.as_str()), ("", "1"));
}
