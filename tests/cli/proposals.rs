//! What `init` proposes for tables as organisations keep them: the right columns, and nothing for lists of other things.

use super::{code, folder, run, said, told};
use std::collections::BTreeMap;
use std::path::Path;

/// A table, with lines that the proposal must hold.
struct Kept(&'static str, &'static str, &'static [&'static str]);

const KEPT: &[Kept] = &[
    Kept(
        "outages.csv",
        "Date,Start Time,End Time,System,What Happened,Severity,Reported By,On-Call Engineer\n\
         7/14/2026,9:05 PM,11:30 PM,Checkout,Checkout failing with 500s,S1,Ann Lee,Bob Ray\n\
         7/19/2026,2:15 AM,2:50 AM,\"Search, Catalog\",Search index stale,S2,Cy Dunn,Ann Lee\n\
         8/3/2026,11:40 PM,1:10 AM,Payments,Bank gateway timeouts,S1,Ann Lee,Bob Ray\n",
        &[
            r#"title = "What Happened""#,
            r#"started_at = { join = ["Date", "Start Time"] }"#,
            r#"resolved_at = { join = ["Date", "End Time"] }"#,
            r#"severity = "Severity""#,
            r#"service = "System""#,
            r#"responder = "On-Call Engineer""#,
            r#"# "S1" = 1  # 2 records of outages; taken for 1 already"#,
        ],
    ),
    Kept(
        "Störungen 2026.csv",
        "Nr.;Beginn;Ende;Störung;Betroffene Systeme;Priorität;Verantwortlich;Ursache\n\
         1;03.07.2026 08:15;03.07.2026 09:40;Kasse nicht erreichbar;Kasse, Lager;Hoch;Jörg Müller;Zertifikat abgelaufen\n\
         2;19.07.2026 22:05;20.07.2026 01:10;Langsame Suche;Suche;Mittel;Eva Klein;Überlast\n",
        &[
            r#"name = "stoerungen""#,
            r#"id = "Nr.""#,
            r#"title = "Störung""#,
            r#"started_at = "Beginn""#,
            r#"resolved_at = "Ende""#,
            r#"severity = "Priorität""#,
            r#"assignee = "Verantwortlich""#,
        ],
    ),
    Kept(
        "pannes.csv",
        "Date de début;Durée;Intitulé;Gravité;Service;Responsable\n\
         13/07/2026 08:15;1h25;Panne du site de vente;Majeure;Boutique;Émile Roux\n\
         19/07/2026 22:05;3h05;Recherche très lente;Mineure;Recherche;Zoé Blanc\n",
        &[
            r#"started_at = "Date de début""#,
            r#"duration_min = "Durée""#,
            r#"title = "Intitulé""#,
            r#"severity = "Gravité""#,
            r#"assignee = "Responsable""#,
        ],
    ),
    Kept(
        "P1 list.csv",
        "Incident Description,Date Occurred,Time Occurred,Date Resolved,Time Resolved,RAG\n\
         Checkout failing with 500 errors,14/07/2026,21:05,14/07/2026,23:30,Red\n\
         Bank gateway timeouts at night,03/08/2026,23:40,04/08/2026,01:10,Amber\n",
        &[
            r#"started_at = { join = ["Date Occurred", "Time Occurred"] }"#,
            r#"resolved_at = { join = ["Date Resolved", "Time Resolved"] }"#,
            r#"severity = "RAG""#,
            r#"# "Red" = 1  # please decide"#,
        ],
    ),
    Kept(
        "desk dump.csv",
        ",Ticket ID,Subject,Requester,Requested,Solved,Agent,Group,Priority\n\
         0,INC 10023,VPN not working for finance,kim@c.example,\"Jul 14, 2026 9:05 PM\",\"Jul 14, 2026 11:30 PM\",Ann Lee,Network,Urgent\n\
         1,INC 10024,Printer jam on floor 3,lou@c.example,\"Jul 19, 2026 2:15 AM\",,Bob Ray,Desktop,Low\n",
        &[
            r#"id = "Ticket ID""#,
            r#"declared_at = "Requested""#,
            r#"resolved_at = "Solved""#,
            r#"assignee = "Agent""#,
            r#"reporter = "Requester""#,
        ],
    ),
    Kept(
        "home made.json",
        r#"{"outages":[{"uuid":"9f-1","attributes":{"headline":"Checkout down","began":"2026-07-14T21:05:00Z","over":"2026-07-14T23:30:00Z","level":"SEV1"},"svc":"checkout"},
            {"uuid":"9f-2","attributes":{"headline":"Search stale","began":"2026-07-19T02:15:00Z","over":null,"level":"SEV2"},"svc":"search"}]}"#,
        &[
            r#"records = "outages""#,
            r#"title = "/attributes/headline""#,
            r#"started_at = "/attributes/began""#,
            r#"severity = "/attributes/level""#,
            r#"service = "svc""#,
        ],
    ),
    Kept(
        "outages total.csv",
        ",Outage,Start,Finish,Minutes,Impact\n1,Checkout down for EU,2026-07-14 21:05,2026-07-14 23:30,145,High\n\
         2,Search stale after deploy,2026-07-19 02:15,2026-07-19 02:50,35,Medium\nTotal,2 outages,,,180,\n",
        &[r#"title = "Outage""#, r#"started_at = "Start""#, r#"resolved_at = "Finish""#, r#"severity = "Impact""#],
    ),
    Kept(
        "incident events.csv",
        "incident_id,timestamp,event,comment\nINC-1,2026-07-14T21:05:00Z,opened,Checkout down\n\
         INC-1,2026-07-14T21:09:00Z,acknowledged,looking\nINC-1,2026-07-14T23:30:00Z,resolved,done\n\
         INC-2,2026-07-19T02:15:00Z,opened,Search stale\nINC-2,2026-07-19T02:50:00Z,resolved,done\n",
        &[
            r#"rows = "event""#,
            r#"id = "incident_id""#,
            r#"at = "timestamp""#,
            r#"status = "event""#,
            r#"# not used: "comment""#,
        ],
    ),
    Kept(
        "on call.csv",
        "Week starting,Week ending,Primary\n2026-07-06,2026-07-13,Ann Lee\n2026-07-13,2026-07-20,Bob Ray\n",
        &[r#"rows = "shift""#, r#"person = "Primary""#, r#"starts_at = "Week starting""#, r#"ends_at = "Week ending""#],
    ),
];

/// Lists that are not about incidents, though they have times, states and people.
const OTHERS: &[(&str, &str)] = &[
    (
        "deployments.csv",
        "deployed_at,service,version,commit,deployed_by,status\n\
         2026-07-01T10:00:00Z,checkout,1.4.2,ab12cd3,ann@example.com,success\n\
         2026-07-02T11:00:00Z,search,2.0.0,ef45ab1,bob@example.com,failed\n",
    ),
    (
        "releases.ndjson",
        "{\"app\":\"checkout\",\"sha\":\"ab12cd3\",\"released\":\"2026-07-01T10:00:00Z\"}\n\
         {\"app\":\"search\",\"sha\":\"bb12cd4\",\"released\":\"2026-07-02T10:00:00Z\"}\n",
    ),
    (
        "customers.csv",
        "customer_id,company,contact,email,plan,signed_up\n1001,Acme,Hans Meier,h@acme.example,gold,2021-03-04\n\
         1002,Globex,Ann Lee,a@globex.example,silver,2022-05-11\n",
    ),
    ("cloud-costs.csv", "month,service,cost_usd,usage_hours\n2026-07-01,ec2,1234.50,720\n2026-08-01,ec2,1300.10,744\n"),
    (
        "employees.csv",
        "employee_id,name,department,start_date,end_date\n1,Ann Lee,SRE,2020-01-01,2026-08-31\n\
         2,Bob Ray,SRE,2021-02-01,\n",
    ),
    (
        "assets.csv",
        "asset_tag,model,purchased,warranty_end,owner\nA-100,ThinkPad X1,2024-03-01,2027-03-01,Ann Lee\n\
         A-101,MacBook Pro,2023-06-01,2026-06-01,Bob Ray\n",
    ),
    (
        "changes.csv",
        "Change,Short description,Planned start date,Planned end date,State\n\
         CHG1,Upgrade the database cluster,2026-07-01 22:00,2026-07-02 02:00,Closed\n\
         CHG2,Rotate all certificates,2026-07-08 22:00,2026-07-08 23:00,Closed\n",
    ),
    (
        "survey.csv",
        "timestamp,score,comment,channel\n2026-07-01 10:00,9,Great product I love it,email\n\
         2026-07-02 11:00,3,The page is too slow for me,web\n",
    ),
];

/// A folder with one vendor's export and the given files.
fn exports(own: &[(&str, &str)]) -> tempfile::TempDir {
    let home = folder(&[]);
    let input = home.path().join("in");
    std::fs::create_dir_all(&input).unwrap();
    let vendor = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sources/statuspage");
    let mut cases: Vec<_> = std::fs::read_dir(vendor).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    let parts = std::fs::read_dir(cases.first().unwrap()).unwrap().map(|e| e.unwrap().path());
    let export = parts.into_iter().find(|p| p.file_stem().unwrap() == "input").unwrap();
    std::fs::copy(export, input.join("statuspage.json")).unwrap();
    for (name, text) in own {
        std::fs::write(input.join(name), text).unwrap();
    }
    home
}

fn review(home: &Path) -> Vec<BTreeMap<String, String>> {
    assert_eq!(code(&run(home, &["init", "in"])), 0);
    let output = run(home, &["review", "in", "--settings", "retroscope.toml", "--out", "out", "--period", "all"]);
    assert_eq!(code(&output), 0, "{}", told(&output));
    let text = std::fs::read(home.join("out/data/incidents.csv")).unwrap();
    csv::Reader::from_reader(text.as_slice()).deserialize().map(Result::unwrap).collect()
}

#[test]
fn each_kind_of_table_gets_its_columns() {
    for Kept(name, text, lines) in KEPT {
        let home = exports(&[(name, text)]);
        let output = run(home.path(), &["init", "in", "--out", "-"]);
        assert_eq!(code(&output), 0, "{name}: {}", told(&output));
        let proposed = said(&output);
        for line in *lines {
            // A line of a mapping stands at the beginning: one that is a comment is not read.
            assert!(proposed.lines().any(|own| own.starts_with(line)), "{name}: {line} is not in\n{proposed}");
        }
    }
}

#[test]
fn lists_of_other_things_are_no_incidents_and_do_not_spoil_the_review() {
    let bare = review(exports(&[]).path());
    for (name, text) in OTHERS {
        let home = exports(&[(name, text)]);
        let proposed = said(&run(home.path(), &["init", "in", "--out", "-"]));
        assert!(!proposed.lines().any(|line| line == "[mapping.fields]"), "{name} is proposed:\n{proposed}");
        assert!(proposed.contains("# [mapping.fields]"), "{name} is not mentioned:\n{proposed}");
        assert_eq!(review(home.path()), bare, "{name}");
    }
}

#[test]
fn an_end_after_midnight_is_on_the_next_day() {
    let Kept(name, text, _) = &KEPT[0];
    let home = exports(&[(name, text)]);
    let rows = review(home.path());
    let row = rows.iter().find(|row| row["title"] == "Bank gateway timeouts").unwrap();
    assert_eq!(row["started_at"], "2026-08-03T23:40:00Z");
    assert_eq!(row["resolved_at"], "2026-08-04T01:10:00Z");
}

#[test]
fn the_file_says_itself_what_a_mapping_can_hold() {
    let Kept(name, text, _) = &KEPT[0];
    let home = exports(&[(name, text)]);
    let proposed = said(&run(home.path(), &["init", "in", "--out", "-"]));
    for fact in ["acknowledged_at", "duration_min", "commander", "reference", "{ join = [\"Date\", \"Time\"] }"] {
        assert!(proposed.contains(fact), "{fact}");
    }
}

#[test]
fn inspect_tells_of_many_small_files_of_one_kind_together() {
    let page = |day: usize| {
        format!(
            "---\ntitle: Pages slow {day}\ndate: 2026-07-0{day} 10:00:00\nresolved: true\nresolvedWhen: 2026-07-0{day} 11:00:00\nseverity: disrupted\naffected:\n  - Site\nsection: issue\n---\nText\n"
        )
    };
    let texts: Vec<(String, String)> = (1..=6).map(|day| (format!("2026-07-0{day}-slow.md"), page(day))).collect();
    let own: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let home = exports(&own);
    let text = said(&run(home.path(), &["inspect", "in"]));
    assert!(text.contains("2026-07-01-slow.md and 5 more files of this kind in its folder"), "{text}");
    assert!(text.contains("6 incident records, starts from 2026-07-01T10:00:00Z to 2026-07-06T10:00:00Z"), "{text}");
    assert!(!text.contains("2026-07-03-slow.md"), "{text}");
}
