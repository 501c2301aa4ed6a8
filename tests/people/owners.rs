//! Facts against inferences: who is to see to a problem is what is on record of it, and a fix that was read out of a title is
//! not a fix that somebody declared.

use crate::findings::{claim, findings};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::{Basis, Findings, Grade};
use retroscope::render::{ANALYST, EXECUTIVE, MANAGERS, ReportView};

const LAMP: &str = "Lamp of the north gate burnt out";

/// Six occurrences, the last of them in the quarter.
fn gate() -> Builder {
    let days = ["2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-05-10", "2026-07-10"];
    let on = |day: &str| Inc::at(&format!("{day} 10:00")).minutes(60).title(LAMP);
    Builder::quarter(2026, 3).person("P-0", "UTC", "a").incidents(days.map(on))
}

fn last(findings: &Findings, id: &str) -> String {
    let sentence = &claim(findings, id).sentence;
    sentence.rsplit_once(". ").map_or(sentence.clone(), |(_, last)| last.to_owned())
}

fn owned(by: usize) -> Builder {
    (0..by)
        .fold(gate(), |builder, _| builder.follow_up(0, "Buy brighter lamps", None).with(|item| item.owner = Some(0)))
}

#[test]
fn an_open_follow_up_with_an_owner_is_on_record() {
    let told = |builder: Builder| last(&findings(&builder.build()), "recurrence.famous-bug/FB-01");
    assert_eq!(told(owned(2)), "Two follow-ups are open under one title, both with an owner.");
    assert_eq!(told(owned(1)), "One follow-up is open, with an owner.");
    let fix = gate().follow_up(0, "Fix the lamp for good", None).with(|item| item.owner = Some(0));
    assert_eq!(told(fix), "An open follow-up for its fix, with an owner, is on record.");
    let bare = gate().follow_up(0, "Buy brighter lamps", None);
    assert_eq!(told(bare), "No owner is on record; 1 follow-up is open.");
    let done = gate().follow_up(0, "Buy brighter lamps", Some("2026-06-01 00:00"));
    assert_eq!(told(done), "No owner is on record, and no follow-up is open.");
    // Fifteen that say the same few things are a few things, and their day tells more than their number.
    let titles = [
        "Buy brighter lamps",
        "buy brighter  lamps!",
        "Redesign the lantern",
        "Redesign the lantern",
        "Buy brighter lamps",
    ];
    let many = (0..).zip(titles).fold(gate(), |builder, (n, title)| {
        let due = (n != 2).then_some("2026-08-01 00:00");
        builder.follow_up(0, title, None).with(|item| (item.owner, item.due) = ((n != 4).then_some(0), due))
    });
    assert_eq!(told(many), "Five follow-ups are open under two titles, four past their day, four with an owner.");
    let late = gate().follow_up(0, "Fix the lamp for good", None);
    let late = late.with(|item| (item.owner, item.due) = (Some(0), Some("2026-08-01 00:00")));
    assert_eq!(
        told(late.follow_up(0, "Buy brighter lamps", None)),
        "An open follow-up for its fix, with an owner, is on record, but past its day; two follow-ups are open in all under two titles, one past its day."
    );
    let nobodys = gate().follow_up(0, "Buy brighter lamps", None).with(|item| item.due = Some("2026-08-01 00:00"));
    assert_eq!(told(nobodys), "No owner is on record; 1 follow-up is open, past its day.");
    // Without follow-ups in any export nothing is said.
    assert!(!told(gate()).contains("owner"));
}

#[test]
fn no_place_says_that_nobody_owns_it() {
    for builder in [owned(2), gate().follow_up(0, "Buy brighter lamps", Some("2026-06-01 00:00"))] {
        let findings = findings(&builder.build());
        let text = serde_json::to_string(&findings).unwrap();
        assert!(!text.contains("Nobody owns") && !text.contains("neither an owner nor"), "{text}");
        let table = findings.sections.iter().flat_map(|s| &s.tables).find(|t| t.id == "families-known").unwrap();
        let record = table.rows[0].last().unwrap();
        let claim = claim(&findings, "recurrence.famous-bug/FB-01");
        assert_eq!(record == "none", claim.sentence.contains("No owner is on record"), "{record}");
    }
    // Who has two owned follow-ups needs a fix, not an owner.
    let asks = findings(&owned(2).build()).asks;
    assert!(asks.iter().any(|ask| ask.starts_with("A date, and the people, for the fix of “Lamp")), "{asks:?}");
}

#[test]
fn a_fix_read_out_of_a_title_is_inferred_with_its_words() {
    let data = gate().follow_up(1, "Fix the lamp for good", Some("2026-02-12 00:00")).build();
    let findings = findings(&data);
    let back = claim(&findings, "recurrence.came-back/FB-01");
    assert_eq!((back.basis, back.lead.as_str()), (Basis::Inferred, "A problem that was taken for fixed came back."));
    assert!(
        back.sentence.contains("It is taken as declared fixed once, on 12 February 2026, by the words “Fix the lamp for good”, and came back after 26 days, on 10 March 2026."),
        "{}",
        back.sentence
    );
    // It came back after the fix; in the period it occurred.
    assert!(
        back.sentence
            .starts_with("“Lamp of the north gate burnt out” occurred once in Q3 2026 (6 times since 10 January 2026)")
    );
    assert_eq!((back.numbers["came_back"], back.numbers["occurrences"]), (1.0, 6.0));
    let view = ReportView::new(&findings, &EXECUTIVE);
    let shown = view.headlines.iter().find(|c| c.id == back.id).unwrap();
    assert_eq!((back.grade, shown.grade_label), (Grade::Fact, "inferred from the records"));
}

/// What occurred most in the quarter is told first, whatever took longer before, and no lead stands twice in one step.
#[test]
fn known_problems_stand_by_their_number_in_the_quarter_under_one_lead() {
    const PUMP: &str = "Pump of the south sluice overheats";
    const HORN: &str = "Fog horn sounds at random hours";
    let on = |day: &str, title: &str, minutes: i64| Inc::at(&format!("{day} 10:00")).minutes(minutes).title(title);
    let seldom = ["2026-02-12", "2026-03-12", "2026-04-12", "2026-07-14"];
    let often = ["2026-05-03", "2026-07-05", "2026-08-06", "2026-09-07"];
    let twice = ["2026-04-20", "2026-05-21", "2026-07-22", "2026-08-23"];
    let data = Builder::quarter(2026, 3)
        .incidents(seldom.map(|day| on(day, LAMP, 900)))
        .incidents(often.map(|day| on(day, PUMP, 10)))
        .incidents(twice.map(|day| on(day, HORN, 300)))
        .build();
    let findings = findings(&data);
    // Managers have a table of them in place of paragraphs that sound alike.
    let managers = ReportView::new(&findings, &MANAGERS);
    let table =
        managers.steps.iter().flat_map(|step| &step.tables).find(|table| table.id == "problems-to-solve").unwrap();
    let order: Vec<bool> =
        table.rows.iter().zip(["Pump", "Fog horn", "Lamp"]).map(|(row, name)| row[0].contains(name)).collect();
    assert_eq!(order, [true, true, true]);
    let view = ReportView::new(&findings, &ANALYST);
    let claims = view.steps.iter().chain(&view.sections).flat_map(|section| &section.claims);
    let known: Vec<_> = claims.filter(|c| c.id.starts_with("recurrence.famous-bug")).collect();
    let order: Vec<bool> =
        known.iter().zip(["Pump", "Fog horn", "Lamp"]).map(|(c, name)| c.sentence.contains(name)).collect();
    assert_eq!(order, [true, true, true], "{}", ANALYST.id);
    let leads: Vec<&str> = known.iter().map(|c| c.lead.as_str()).collect();
    assert_eq!(leads, ["A known problem occurred again.", "", ""], "{}", ANALYST.id);
}

#[test]
fn hands_on_time_says_that_it_is_modelled() {
    let mut builder = gate();
    for n in 1..6 {
        builder = builder.person(&format!("P-{n}"), "UTC", "a");
    }
    for incident in 0..6 {
        builder = builder.part(incident, incident, "paged", "yes", Some(1_800.0)).page(
            incident,
            incident,
            "2026-07-10 10:00",
        );
    }
    let findings = findings(&builder.build());
    for claim in &findings.claims {
        for words in ["responder hour", "hands-on time"] {
            let bare = claim.sentence.replace(&format!("modelled {words}"), "").contains(words);
            let alone = claim.grade == Grade::NotAssessable;
            assert!(!bare || alone, "{}: {}", claim.id, claim.sentence);
        }
    }
    assert!(findings.budgets.iter().any(|b| b.this_quarter.contains("modelled hands-on time")));
}

/// One table for all problems in place of alike paragraphs, with what is open for each.
#[test]
fn managers_have_one_table_of_known_problems_and_points_to_decide() {
    let pump = |day: &str| {
        Inc::at(&format!("{day} 10:00")).minutes(30).title("Pump of the south basin stalls").customer_facing(true)
    };
    let days = ["2026-03-05", "2026-05-05", "2026-06-05", "2026-08-05", "2026-09-05"];
    let data = owned(2)
        .incidents(days.map(pump))
        .follow_up(0, "Fix the lamp for good", None)
        .with(|item| item.due = Some("2026-08-01 00:00"))
        .build();
    let findings = findings(&data);
    let view = ReportView::new(&findings, &MANAGERS);
    let step = view.steps.iter().find(|step| step.title == "Which known problems to solve for real").unwrap();
    let table = step.tables.iter().find(|table| table.id == "problems-to-solve").unwrap();
    let cells: Vec<[&str; 7]> = table
        .rows
        .iter()
        .map(|row| [&row[0], &row[1], &row[2], &row[4], &row[5], &row[6], &row[7]].map(String::as_str))
        .collect();
    assert_eq!(
        cells,
        [
            ["“Pump of the south basin stalls”", "2", "3", "5", "0", "0", "0"],
            ["“Lamp of the north gate burnt out”", "1", "5", "–", "3", "1", "2"],
        ]
    );
    assert!(
        step.claims.iter().all(|claim| !claim.id.starts_with("recurrence.famous-bug")),
        "no paragraph says it again"
    );
    let points = &view.steps.iter().find(|step| step.title == "To decide").unwrap().claims;
    assert!((1..=3).contains(&points.len()));
    assert_eq!(
        points[0].sentence,
        "Who sees to “Pump of the south basin stalls”, and until when? It occurred twice in Q3 2026; no action is open for it."
    );
    for point in points {
        let on = point.id.split_once('/').unwrap().1;
        assert!(findings.claim(on).is_some(), "{} hangs on nothing", point.id);
    }
}
