//! Stated values to typed ones: every form that exports hold, and what happens to those that can't be read.

mod areas;
mod intervals;
mod nights;
mod people;
mod rehearsed;

use chrono_tz::Tz;
use retroscope::model::incident::Status;
use retroscope::model::person::Mentions;
use retroscope::model::record::{Kind, Role, Stamp, StatedPerson};
use retroscope::model::remark::RemarkRule;
use retroscope::model::row::{MentionIx, PersonIx};
use retroscope::normalise::calendar::{Asked, asked, periods};
use retroscope::normalise::people::{PeopleParams, resolve};
use retroscope::normalise::planned::{ExclusionFacts, exclusion};
use retroscope::normalise::severity::Crosswalk;
use retroscope::normalise::stamp::DayOrder;
use retroscope::normalise::time::{OrderEvidence, TimeContext, iso, parse};
use retroscope::normalise::{plain_text, status};
use std::collections::BTreeMap;

/// What a stated time becomes: an instant, `""` for "not set", or the rule that left it out.
fn read(text: &str, zone: &str, order: DayOrder) -> Result<String, RemarkRule> {
    let context = TimeContext { zone: zone.parse::<Tz>().ok(), order };
    let parsed = parse(&Stamp { text: text.to_owned(), field: "at" }, context)?;
    Ok(parsed.map_or_else(String::new, |p| iso(p.at)))
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(text, "", DayOrder::Unknown).as_deref(), Ok(expected), "{text}");
}

#[test]
fn times_with_an_offset() {
    check("2026-08-11T14:02:33Z", "2026-08-11T14:02:33Z");
    check("2026-08-11T14:02:33.39Z", "2026-08-11T14:02:33.390Z");
    check("2026-08-11T14:02:33.123456789Z", "2026-08-11T14:02:33.123Z");
    check("2026-08-11T10:02:33-04:00", "2026-08-11T14:02:33Z");
    check("2021-01-25T11:09:27.985+0800", "2021-01-25T03:09:27.985Z");
    check("2026-08-11T14:02:33+02", "2026-08-11T12:02:33Z");
    check("2026-08-11 14:02:33 UTC", "2026-08-11T14:02:33Z");
    check("2026-08-11T14:02:33-00:00", "2026-08-11T14:02:33Z");
    check("2022-11-03T06:23:06.000000Z", "2022-11-03T06:23:06Z");
}

#[test]
fn times_without_an_offset_take_the_zone() {
    for (text, zone, expected) in [
        ("2023-05-31T10:05:00", "", "2023-05-31T10:05:00Z"),
        ("2016-12-12 15:19:57", "America/New_York", "2016-12-12T20:19:57Z"),
        ("2026-07-01 10:00", "America/New_York", "2026-07-01T14:00:00Z"),
        ("25/Feb/26 10:17 PM", "Europe/Warsaw", "2026-02-25T21:17:00Z"),
        ("11/May/24 03:26 PM", "", "2024-05-11T15:26:00Z"),
        ("23.10.2024 11:02", "", "2024-10-23T11:02:00Z"),
        ("13/08/2026", "", "2026-08-13T00:00:00Z"),
        ("6/21/2025 16:14", "", "2025-06-21T16:14:00Z"),
        ("12 Aug 2026 14:02", "", "2026-08-12T14:02:00Z"),
        ("Aug 12, 2026", "", "2026-08-12T00:00:00Z"),
        ("2021-05-03T5:35:00", "", "2021-05-03T05:35:00Z"),
        ("2021-05-03T015:00:00", "", "2021-05-03T15:00:00Z"),
        ("2026-01-01 12:00 AM", "", "2026-01-01T00:00:00Z"),
    ] {
        assert_eq!(read(text, zone, DayOrder::Unknown).as_deref(), Ok(expected), "{text} {zone}");
    }
}

#[test]
fn clocks_set_forward_and_back() {
    let cases = [
        ("2026-03-08 02:15:30", "America/New_York", "2026-03-08T07:00:00Z"),
        ("2026-11-01 01:30:00", "America/New_York", "2026-11-01T05:30:00Z"),
        ("2026-10-04 02:10:00", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
        ("2026-03-29 01:15:00", "Europe/London", "2026-03-29T01:00:00Z"),
    ];
    for (text, zone, expected) in cases {
        assert_eq!(read(text, zone, DayOrder::Unknown).as_deref(), Ok(expected), "{text} {zone}");
    }
}

#[test]
fn epoch_numbers() {
    check("1783684800000", "2026-07-10T12:00:00Z");
    check("1601664322", "2020-10-02T18:45:22Z");
    check("1601664322.169", "2020-10-02T18:45:22.169Z");
}

#[test]
fn day_and_month_are_never_guessed() {
    assert_eq!(read("03/04/2026", "", DayOrder::Unknown), Err(RemarkRule::AmbiguousDate));
    assert_eq!(read("03/04/2026", "", DayOrder::DayFirst).as_deref(), Ok("2026-04-03T00:00:00Z"));
    assert_eq!(read("03/04/2026", "", DayOrder::MonthFirst).as_deref(), Ok("2026-03-04T00:00:00Z"));
    check("04/04/2026", "2026-04-04T00:00:00Z");
    let order = |texts: &[&str]| {
        let mut evidence = OrderEvidence::default();
        texts.iter().for_each(|t| evidence.see(t));
        evidence.order()
    };
    assert_eq!(order(&["3/4/2016 01:16", "29/2/2016 01:16"]), DayOrder::DayFirst);
    assert_eq!(order(&["6/21/2025 16:14"]), DayOrder::MonthFirst);
    assert_eq!(order(&["6/21/2025", "21/6/2025"]), DayOrder::Unknown, "contradicting evidence");
}

/// The forms of the format reference, and those that hand-written reviews and spreadsheets add.
#[test]
fn forms_of_times_in_the_wild() {
    for (text, expected) in [
        ("2026-08-11T14:02:31.39Z", "2026-08-11T14:02:31.390Z"),
        ("2026-08-11T14:02:31.123456789Z", "2026-08-11T14:02:31.123Z"),
        ("2021-01-25T11:09:27.985+0800", "2021-01-25T03:09:27.985Z"),
        ("2023-05-31T10:05:00", "2023-05-31T10:05:00Z"),
        ("2016-12-12 15:19:57", "2016-12-12T15:19:57Z"),
        ("25/Feb/26 10:17 PM", "2026-02-25T22:17:00Z"),
        ("11/May/24 03:26 PM", "2024-05-11T15:26:00Z"),
        ("25/Okt/26 10:17", "2026-10-25T10:17:00Z"),
        ("23.10.2024 11:02", "2024-10-23T11:02:00Z"),
        ("6/21/2025 16:14", "2025-06-21T16:14:00Z"),
        ("13/08/2026", "2026-08-13T00:00:00Z"),
        ("29/2/2016 01:16", "2016-02-29T01:16:00Z"),
        ("1783684800000", "2026-07-10T12:00:00Z"),
        ("1601664322.169", "2020-10-02T18:45:22.169Z"),
        ("Tue, 11 Aug 2026 14:02:00 GMT", "2026-08-11T14:02:00Z"),
        ("Tuesday, August 11, 2026 at 2:02\u{202f}PM", "2026-08-11T14:02:00Z"),
        ("August 11th, 2026 14:02 UTC", "2026-08-11T14:02:00Z"),
        ("2026-08-11 14:02:31 +0000 UTC", "2026-08-11T14:02:31Z"),
        ("2026-08-11 14:02:31 UTC+2", "2026-08-11T12:02:31Z"),
        ("2026-08-11T14:02:31,123+0200", "2026-08-11T12:02:31Z"),
        ("2026-08-11T14:02:31+02:00[Europe/Berlin]", "2026-08-11T12:02:31Z"),
        ("2026/08/11 14:02", "2026-08-11T14:02:00Z"),
        ("11-Aug-2026 14:02", "2026-08-11T14:02:00Z"),
    ] {
        check(text, expected);
    }
}

/// Hyphens and full stops are evidence as slashes are; dates that begin with the year say nothing.
#[test]
fn dashed_and_dotted_dates_decide_the_order_of_their_file() {
    let order = |texts: &[&str]| {
        let mut evidence = OrderEvidence::default();
        texts.iter().for_each(|text| evidence.see(text));
        evidence.order()
    };
    assert_eq!(order(&["03-04-2026 10:00", "25-04-2026 10:00"]), DayOrder::DayFirst);
    assert_eq!(order(&["03-04-2026", "04-25-2026"]), DayOrder::MonthFirst);
    assert_eq!(order(&["23.10.2024 11:02"]), DayOrder::DayFirst);
    assert_eq!(order(&["2026-04-25", "2026-04-25T10:00:00Z", "2026/04/25"]), DayOrder::Unknown);
    assert_eq!(read("03-04-2026 10:00", "", DayOrder::DayFirst).as_deref(), Ok("2026-04-03T10:00:00Z"));
    assert_eq!(read("03-04-2026 10:00", "", DayOrder::Unknown), Err(RemarkRule::AmbiguousDate));
}

#[test]
fn stand_ins_for_not_set() {
    for text in [
        "",
        " ",
        "-",
        "?",
        "N/A",
        "None",
        "null",
        "UNSET",
        "UNKNOWN",
        "{}",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Not Available",
    ] {
        check(text, "");
    }
}

#[test]
fn what_is_no_time_is_left_out_with_its_reason() {
    for text in [
        "yes",
        "soon",
        "2016",
        "38h",
        "2026-08-11 10:00 - 11:00",
        "2026-13-45",
        "2026-08-11T99:00:00Z",
        "☃",
        "12:30",
        "2026-08-11T10:00:00+99:00",
    ] {
        let rule = read(text, "", DayOrder::Unknown).expect_err(text);
        assert!(matches!(rule, RemarkRule::NotATime | RemarkRule::ImpossibleTime), "{text}: {rule:?}");
    }
    for text in ["1628-01-01T00:00:00Z", "1969-07-20T20:17:40Z", "3020-01-01T00:00:00Z"] {
        assert_eq!(read(text, "", DayOrder::Unknown), Err(RemarkRule::ImpossibleTime), "{text}");
    }
}

#[test]
fn severities_of_many_tools() {
    let level = |word: &str| Crosswalk::default().level(word);
    for (words, expected) in [
        (
            &[
                "SEV0",
                "SEV-0",
                "SEV1",
                "sev 1",
                "P0",
                "P1",
                "critical",
                "blocker",
                "highest",
                "1 - Critical",
                "major_outage",
                "SERVICE_OUTAGE",
            ][..],
            1,
        ),
        (&["SEV2", "P2", "major", "high", "2 - High", "SERVICE_DISRUPTION", "down", "Down"], 2),
        (&["SEV3", "P3", "minor", "medium", "moderate", "3 - Moderate", "disrupted"], 3),
        (&["SEV4", "P4", "low", "4 - Low"], 4),
        (&["SEV5", "P5", "none", "informational", "lowest", "5 - Planning", "notice", "SERVICE_INFORMATION"], 5),
    ] {
        for word in words {
            assert_eq!(level(word), Some(expected), "{word}");
        }
    }
    for word in ["", "dissrupted", "-100", "7", "12 - x", "purple"] {
        assert_eq!(level(word), None, "{word}");
    }
    let own = Crosswalk::with(&BTreeMap::from([("Purple".to_owned(), 2), ("p1".to_owned(), 3)]));
    assert_eq!((own.level("purple"), own.level("P1"), own.level("P2")), (Some(2), Some(3), Some(2)));
}

/// A mail to a service desk comes from a person or a machine, one to a pager from a machine.
#[test]
fn an_email_is_no_monitoring_of_a_ticket() {
    use retroscope::model::incident::Detection;
    for word in ["Email", "e-mail"] {
        assert_eq!(status::detection(word, Role::Ticket), Detection::Unknown, "{word}");
    }
    assert_eq!(status::detection("email", Role::Pager), Detection::Monitor);
    assert_eq!(status::detection("Phone", Role::Ticket), Detection::Human);
    assert_eq!(status::detection("Event monitoring", Role::Ticket), Detection::Monitor);
}

#[test]
fn statuses_and_texts() {
    assert_eq!(status::status("In Progress"), Some(Status::Acknowledged));
    assert_eq!(status::status("Observing"), None);
    for (stated, expected) in [
        ("<p>Down&nbsp;for <b>all</b></p>", "Down for all"),
        ("error rate < 5 % and > 1 %", "error rate < 5 % and > 1 %"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\n\n  b", "a b"),
        ("*Resolved* {{< track \"2018-04-13\" >}} fine", "*Resolved* fine"),
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("{{ never closed", "{{ never closed"),
        ("停電 <br/> in Łódź", "停電 in Łódź"),
    ] {
        assert_eq!(plain_text::plain(stated), expected, "{stated}");
    }
}

#[test]
fn planned_work_is_known_by_its_words() {
    let rule = |role: Role, title: &str, summary: &str| {
        exclusion(&ExclusionFacts { kind: Kind::Incident, role, status: Status::Resolved, title, summary })
    };
    let planned = [
        "Maintenance on issues.example.org",
        "Jira upgrade",
        "Migration of ldap",
        "Update AKS clusters Kubernetes version to 1.24",
    ];
    for title in planned {
        assert_eq!(rule(Role::StatusPage, title, ""), Some("planned-work"), "{title}");
        assert_eq!(rule(Role::Pager, title, ""), None, "a pager announces nothing: {title}");
    }
    for title in [
        "Outage after the upgrade",
        "Index of label archive corrupt after the upgrade in warsaw-b",
        "Search returns old pages following yesterday's migration",
        "Instances cannot proceed version upgrade",
        "Unplanned restart",
        "Disruption on ci.example.org",
    ] {
        assert_eq!(rule(Role::StatusPage, title, ""), None, "{title}");
    }
    assert_eq!(rule(Role::StatusPage, "Read-only access during the migration", ""), Some("planned-work"));
    assert_eq!(rule(Role::Ticket, "Scheduled maintenance tonight", ""), Some("planned-work"));
    assert_eq!(rule(Role::Ticket, "Carrier's maintenance window overruns, 5 payments parked", ""), None);
    assert_eq!(rule(Role::StatusPage, "ci.example.org", "It will be down for up to an hour."), Some("planned-work"));
    let announced = "The instance will be down for up\nto 30 minutes so that it can be restored from backup.";
    for role in [Role::StatusPage, Role::Ticket, Role::Review] {
        assert_eq!(rule(role, "Tracker outage", announced), Some("planned-work"), "announced, whatever the title says");
    }
    assert_eq!(rule(Role::Pager, "Tracker outage", announced), None);
    let trouble = "Down since 13:20. The scheduled maintenance of last night was over by then.";
    assert_eq!(rule(Role::StatusPage, "Tracker outage", trouble), None);
    assert_eq!(rule(Role::StatusPage, "Tracker", "On Monday it will be migrated to new disks."), Some("planned-work"));
    let drill =
        ExclusionFacts { kind: Kind::Drill, role: Role::Manager, status: Status::Closed, title: "x", summary: "" };
    assert_eq!(exclusion(&drill), Some("drill"));
}

fn person(id: &str, name: &str, email: &str) -> StatedPerson {
    StatedPerson { id: id.into(), name: name.into(), email: email.into(), ..StatedPerson::default() }
}

/// Who of the mentions is the same person, as groups of their positions.
fn same(people: &[(&str, StatedPerson)], params: &PeopleParams) -> Vec<Vec<usize>> {
    let mut mentions = Mentions::default();
    let codes: Vec<MentionIx> = people.iter().map(|(source, p)| mentions.code(source, p).unwrap()).collect();
    let directory = resolve(&mentions, params);
    let mut groups: BTreeMap<PersonIx, Vec<usize>> = BTreeMap::new();
    for (place, code) in codes.iter().enumerate() {
        groups.entry(directory.person(*code)).or_default().push(place);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort();
    groups
}

#[test]
fn people_across_tools() {
    let none = PeopleParams::default();
    let ada = |source: &'static str, id: &str| (source, person(id, "Ada Byron", "Ada@x.org"));
    assert_eq!(same(&[ada("pagerduty", "P1"), ada("jira", "7")], &none), [vec![0, 1]], "one e-mail is one person");
    let first_names = [("pagerduty", person("P1", "Ada", "")), ("jira", person("J1", "Ada", ""))];
    assert_eq!(same(&first_names, &none).len(), 2, "the same first name is not the same person");
    let namesakes = [("pagerduty", person("P1", "Ada Byron", "")), ("pagerduty", person("P2", "Ada Byron", ""))];
    assert_eq!(same(&namesakes, &none).len(), 2, "two ids in one tool are two people");
    let by_name = [("pagerduty", person("P1", "Ada Byron", "")), ("servicenow", person("", "ada  byron", ""))];
    assert_eq!(same(&by_name, &none), [vec![0, 1]], "a full name that one person has");
    let by_hand = [("people", person("P1", "", "a@x.org")), ("pagerduty", person("P1", "Ada", ""))];
    assert_eq!(same(&by_hand, &none), [vec![0, 1]], "a list kept by hand holds the tool's ids");
}

#[test]
fn machines_are_nobody_and_pseudonyms_are_keyed() {
    let mut mentions = Mentions::default();
    for name in ["Deploy Bot", "System", "Ada Byron", "Abbott Costello", "nagios"] {
        mentions.code("x", &person("", name, ""));
    }
    let params = PeopleParams { machines: vec!["nagios".into()], ..PeopleParams::default() };
    let directory = resolve(&mentions, &params);
    let machine = |mention| directory.human(mention).is_none();
    assert_eq!(mentions.rows.rows().map(machine).collect::<Vec<_>>(), [true, true, false, false, true]);
    let names = |salt: &str| {
        let params = PeopleParams { salt: Some(salt.into()), ..PeopleParams::default() };
        resolve(&mentions, &params).people.iter().map(|p| p.pseudonym.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("a"), names("a"));
    assert!(names("a").iter().zip(names("b")).all(|(a, b)| *a != b));
    assert!(directory.people.iter().all(|p| !p.pseudonym.contains("Ada")));
}

fn at(text: &str) -> i64 {
    text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis()
}

#[test]
fn periods_as_typed() {
    for text in ["2026Q3", "2026q1", "2026-07", "2026", "2026-07-01..2026-09-30", "all", "ALL"] {
        assert!(asked(text).is_some(), "{text}");
    }
    for text in ["", "2026Q5", "Q3", "2026-13", "2026-07-01..2026-06-01", "yesterday", "26", "2026-07-01.."] {
        assert!(asked(text).is_none(), "{text}");
    }
    let starts = [at("2025-07-03T00:00:00Z"), at("2026-09-29T00:00:00Z")];
    let found = periods(asked("2026Q3").unwrap(), &starts, at("2026-10-02T00:00:00Z"), Tz::America__New_York);
    assert_eq!(
        (found.current.window.start, found.current.window.end),
        (at("2026-07-01T04:00:00Z"), at("2026-10-01T04:00:00Z"))
    );
    assert_eq!(
        (found.previous.unwrap().label, found.year_ago.unwrap().label),
        ("2026Q2".to_owned(), "2025Q3".to_owned())
    );
    assert!(!found.current.partial);
    let days = periods(asked("2026-09-01..2026-09-30").unwrap(), &starts, at("2026-10-02T00:00:00Z"), Tz::UTC);
    assert_eq!(days.previous.unwrap().label, "2026-08-02..2026-08-31");
}

#[test]
fn the_default_is_the_last_quarter_that_the_data_complete() {
    let pick = |starts: &[&str]| {
        let starts: Vec<i64> = starts.iter().map(|s| at(s)).collect();
        let found = periods(Asked::Default, &starts, starts.iter().max().unwrap() + 1, Tz::UTC);
        (found.current.label, found.current.partial)
    };
    let complete = [
        "2026-01-02T00:00:00Z",
        "2026-03-28T00:00:00Z",
        "2026-04-05T00:00:00Z",
        "2026-05-05T00:00:00Z",
        "2026-05-06T00:00:00Z",
    ];
    assert_eq!(pick(&complete).0, "2026Q1");
    assert_eq!(pick(&["2016-02-29T01:00:00Z", "2016-03-21T00:00:00Z"]), ("2016Q1".to_owned(), true));
}
