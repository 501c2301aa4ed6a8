//! Who was on call: by the rota where it is known, else by how a person came.

use super::{entries, incident, pager, review};
use std::collections::BTreeMap;

/// A shift of a pager: person, schedule, policy, start, end. Empty parts are not stated.
fn shift(person: &str, schedule: &str, policy: &str, start: &str, end: &str) -> String {
    let reference = |kind: &str, name: &str| {
        if name.is_empty() {
            "null".to_owned()
        } else {
            format!(r#"{{"id":"{name}","type":"{kind}_reference","summary":"{name}"}}"#)
        }
    };
    let at = |time: &str| if time.is_empty() { "null".to_owned() } else { format!("\"2026-{time}:00Z\"") };
    format!(
        r#"{{"user":{{"id":"{person}","type":"user_reference","summary":"Person {person}"}},"schedule":{},"escalation_policy":{},"escalation_level":1,"start":{},"end":{}}}"#,
        reference("schedule", schedule),
        reference("escalation_policy", policy),
        at(start),
        at(end)
    )
}

/// Who was on call for an incident of the policy E at 2026-05-04T10:00Z, as `person: answer`.
fn answers(shifts: &[String], log: &[(&str, &str)]) -> BTreeMap<String, String> {
    let page = |kind: &str, person: &str| match kind {
        "escalate" => (
            "escalate",
            format!(r#","assignees":[{{"id":"{person}","type":"user_reference","summary":"Person {person}"}}]"#),
        ),
        "note" => {
            ("annotate", format!(r#","agent":{{"id":"{person}","type":"user_reference","summary":"Person {person}"}}"#))
        }
        _ => ("notify", super::page_by("phone", person)),
    };
    let list: Vec<(&str, String)> = log.iter().map(|(kind, person)| page(kind, person)).collect();
    let list: Vec<(&str, &str, &str)> = list.iter().map(|(kind, more)| (*kind, "00:00", more.as_str())).collect();
    let mut files = vec![("a.json", pager(&[incident("QA1", 1, "")])), ("b.json", entries("QA1", &list))];
    if !shifts.is_empty() {
        files.push(("c.json", format!(r#"{{"oncalls":[{}],"limit":25,"offset":0,"more":false}}"#, shifts.join(","))));
    }
    let run = review(&files);
    run.table("involvements").into_iter().map(|row| (row["person_id"].clone(), row["on_call"].clone())).collect()
}

/// What the one person P1, paged at the moment, was.
fn check(expected: &str, why: &str, shifts: &[String]) {
    let found: Vec<String> = answers(shifts, &[("page", "P1")]).into_values().collect();
    assert_eq!(found, [expected], "{why}");
}

const ALL_DAY: (&str, &str) = ("05-04T00:00", "05-05T00:00");

#[test]
fn a_shift_of_the_policy_covers_the_moment() {
    let (from, to) = ALL_DAY;
    check("yes", "it covers", &[shift("P1", "S", "E", from, to)]);
    check("yes", "from its first moment", &[shift("P1", "S", "E", "05-04T10:00", to)]);
    check(
        "no",
        "until its last",
        &[shift("P1", "S", "E", from, "05-04T10:00"), shift("P2", "S", "E", "05-04T10:00", to)],
    );
    check("yes", "without capitals", &[shift("P1", "S", "e", from, to)]);
    check("yes", "always", &[shift("P1", "", "E", "", "")]);
    check("no", "somebody else's", &[shift("P2", "S", "E", from, to)]);
}

#[test]
fn a_shift_of_another_policy_is_another_matter() {
    let (from, to) = ALL_DAY;
    let other = shift("P1", "S", "Other", from, to);
    let rota = shift("P2", "S2", "E", from, to);
    check("other-rota", "the rota of the policy is known, and the shift is of another", &[other.clone(), rota.clone()]);
    let earlier = shift("P1", "S", "Other", "05-03T00:00", "05-04T00:00");
    check("no", "the shift of the other rota was over", &[earlier, rota]);
    check("yes", "no rota of the policy is known: by the page", &[other]);
    check("yes", "a schedule named like the policy", &[shift("P1", "E", "Other", from, to)]);
    check("yes", "a shift that names no policy", &[shift("P1", "S", "", from, to)]);
}

/// One long shift and many short ones after it: the long one is found however many lie between.
#[test]
fn long_shifts_are_found_behind_many_short_ones() {
    let mut shifts = vec![shift("P1", "long", "E", "01-01T00:00", "12-31T00:00")];
    for day in 1..=3 {
        for hour in (0..20).step_by(2) {
            shifts.push(shift(
                "P1",
                "short",
                "E",
                &format!("05-0{day}T{hour:02}:00"),
                &format!("05-0{day}T{:02}:00", hour + 1),
            ));
        }
    }
    check("yes", "thirty shifts later", &shifts);
    shifts.remove(0);
    check("yes", "after the last one nothing is known: by the page", &shifts);
    shifts.push(shift("P2", "short", "E", "05-05T00:00", "05-06T00:00"));
    check("no", "between two shifts nobody is on call", &shifts);
}

#[test]
fn without_a_rota_the_way_of_coming_is_the_hint() {
    let answer = |kind: &str| answers(&[], &[(kind, "P1")]).into_values().collect::<Vec<_>>();
    assert_eq!(answer("page"), ["yes"]);
    assert_eq!(answer("escalate"), ["yes"]);
    assert_eq!(answer("note"), ["unknown"], "whoever came unasked");
    let (from, to) = ALL_DAY;
    let asked = answers(&[shift("P1", "S", "E", from, to)], &[("escalate", "P1"), ("page", "P2")]);
    // Pseudonyms keep no order, so it is not told which of the two is which.
    let mut asked: Vec<String> = asked.into_values().collect();
    asked.sort();
    assert_eq!(asked, ["no", "yes"], "the rota is believed before the hint");
}

/// A column for each tool in a list kept by hand makes one person of three ids.
#[test]
fn a_list_with_a_column_for_each_tool() {
    let people = "pagerduty_id,servicenow_id,name,email,time_zone\nP1,sys9,Ann Lee,ann@x.org,Europe/Berlin\n";
    let ticket = "number,opened_at,short_description,state,resolved_at,assigned_to,sys_updated_on\n\
                  INC1,2026-05-04 10:05:00,x,Closed,2026-05-04 11:30:00,ann lee,2026-05-05 00:00:00\n";
    let log =
        entries("QA1", &[("notify", "00:00", super::page_by("phone", "P1").replace("Person P1", "Ann").as_str())]);
    let run = review(&[
        ("a.json", pager(&[incident("QA1", 1, "")])),
        ("b.json", log),
        ("people.csv", people.to_owned()),
        ("t.csv", ticket.to_owned()),
    ]);
    let people: Vec<_> = run.review.data.people.iter().map(|p| (p.name.as_str(), p.zone.name())).collect();
    assert_eq!(people, [("Ann Lee", "Europe/Berlin")]);
}
