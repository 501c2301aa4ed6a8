//! The retrospective pack of a storm: its facts counted by hand, what it keeps to itself, and how it is written.

use super::{check, claim, results};
use crate::support::builder::{Builder, Inc};
use retroscope::findings::compose::compose;
use retroscope::findings::exhibit::figure;
use retroscope::findings::rule::Facts;
use retroscope::findings::{Figure, Findings, Grade, Pack, PackPart};
use retroscope::frame::DataSet;
use retroscope::render::{self, ALL, EXECUTIVE, Wanted};
use retroscope::report::sink::Memory;

fn of(data: &DataSet, names: bool) -> Findings {
    let results = results(data);
    let findings = compose(&Facts::new(data, &results, names));
    check(&findings);
    findings
}

/// The first `large` of the people are of one team, the others of another.
fn crew(builder: Builder, large: usize, small: usize) -> Builder {
    let builder = (0..large).fold(builder, |b, i| b.person(&format!("P-{i:02}"), "UTC", "payments"));
    (large..large + small).fold(builder, |b, i| b.person(&format!("P-{i:02}"), "UTC", "search"))
}

/// Five incidents on the evening of 10 August: at most three at once, from 21:00 to 21:30; the fourth begins at 22:30.
fn evening() -> Builder {
    Builder::quarter(2026, 3)
        .incidents([
            Inc::at("2026-08-10 20:00").minutes(120).sev(2).service("checkout").title("Checkout times out"),
            Inc::at("2026-08-10 20:30").minutes(60).sev(3).service("checkout").title("Basket is empty"),
            Inc::at("2026-08-10 21:00").minutes(180).sev(3).service("search").title("Search is slow"),
            Inc::at("2026-08-10 22:30")
                .minutes(300)
                .sev(1)
                .service("checkout")
                .title("Payments fail")
                .customer_facing(true),
            Inc::at("2026-08-11 01:00").minutes(30).sev(3).service("search").title("Index is stale"),
        ])
        .page(0, 0, "2026-08-10 20:01")
        .page(3, 0, "2026-08-10 22:31")
        .page(3, 1, "2026-08-10 22:45")
        .page(4, 2, "2026-08-11 01:02")
        .follow_up(0, "Raise the limit", Some("2026-08-20 00:00"))
        .follow_up(3, "Test the failover", None)
}

fn with_parts(builder: Builder) -> Builder {
    let builder = (0..5).fold(builder, |b, person| b.part(person, person, "paged", "yes", Some(1_800.0)));
    builder.part(3, 5, "requested", "no", Some(3_600.0))
}

fn pack(findings: &Findings) -> &Pack {
    let [pack] = &findings.packs[..] else { panic!("{} packs", findings.packs.len()) };
    pack
}

fn part<'a>(pack: &'a Pack, id: &str) -> &'a PackPart {
    pack.parts.iter().find(|p| p.id == id).unwrap_or_else(|| panic!("no part {id}"))
}

#[test]
fn the_course_is_told_with_its_hours() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    let course = claim(&findings, "storm.course/S-01");
    assert_eq!(
        course.sentence,
        "Between 20:00 on 10 August and 01:00 on 11 August, 5 incidents began. At 21:00 on 10 August, three were open at once, the most. Of the five, 1 was SEV1, 1 SEV2 and 3 SEV3. One reached customers; for four it is not recorded. The last of them was over at 03:30 on 11 August, 2 h 30 min after the last one began."
    );
    assert_eq!((course.n, course.incident_ids.len()), (Some(5), 5));
    let moments = &part(pack(&findings), "what-happened").tables[0].rows;
    let told: Vec<(&str, &str)> = moments.iter().map(|r| (r[0].as_str(), r[1].split(':').next().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("10 Aug, 20:00", "The first incident began"),
            ("10 Aug, 21:00", "Most at once"),
            ("10 Aug, 22:30", "The fourth incident within 6 hours began."),
            ("10 Aug, 22:30", "The first SEV1 began"),
            ("10 Aug, 22:31", "The first page that reached somebody in sleep hours."),
            ("11 Aug, 01:00", "The last incident began"),
            ("11 Aug, 03:30", "All of them were over."),
        ]
    );
}

#[test]
fn what_was_shared_carried_and_left_is_counted() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    let shared = claim(&findings, "storm.shared/S-01");
    assert!(
        shared.sentence.starts_with("No service was in all of them: “checkout” in three, “search” in two."),
        "{}",
        shared.sentence
    );
    let carried = claim(&findings, "storm.carried/S-01");
    assert_eq!(
        carried.sentence,
        "Six people took part or were paged. Together they were interrupted 4 times and put in 3.5 hours of modelled hands-on time. Fewer than five of them were on call for no rota."
    );
    let nights = claim(&findings, "storm.nights/S-01");
    assert_eq!(
        nights.sentence,
        "Nights of fewer than five people were disturbed; how many, and by how many pages, is not shown."
    );
    // The pack says that figures about people stand only where five are behind them.
    assert!(["people", "disturbed_nights", "pages_in_sleep_hours"].iter().all(|n| !nights.numbers.contains_key(*n)));
    let open = claim(&findings, "storm.follow-up/S-01");
    assert_eq!(
        open.sentence,
        "3 of the 5 incidents have no follow-up on record. Two follow-ups were agreed, and one of them is still open."
    );
    let left = part(pack(&findings), "never-followed-up");
    assert_eq!(left.tables[0].rows[0][0], "Test the failover");
    assert_eq!(left.tables[0].rows[0][1], "no date");
    let bare: Vec<&str> = left.tables[1].rows.iter().map(|r| r[1].as_str()).collect();
    assert_eq!(bare, ["Search is slow", "Basket is empty", "Index is stale"], "the worst first, then the longest");
}

/// An incident of the day before is open, and had pages of its own: what the pack tells begins later, and says so.
#[test]
fn a_storm_that_finds_incidents_open_says_from_when_it_tells() {
    let builder = with_parts(crew(evening(), 6, 0))
        .incident(Inc::at("2026-08-09 10:00").minutes(3_000).sev(2).service("hall").title("Hall without power"))
        .page(5, 3, "2026-08-09 23:00");
    let findings = of(&builder.build(), false);
    let moments = &part(pack(&findings), "what-happened").tables[0].rows;
    assert!(moments[0][1].starts_with("The first incident of the storm began, with one open already: "), "{moments:?}");
    assert!(
        moments.iter().any(|row| row[1] == "The first page since then that reached somebody in sleep hours."),
        "{moments:?}"
    );
    let carried = &claim(&findings, "storm.carried/S-01").sentence;
    assert!(carried.contains("Together, from 20:00 on 10 August on, they were interrupted 4 times"), "{carried}");
    let notes = &pack(&findings).notes;
    assert!(notes.iter().any(|note| note == "Times are those of the clock in UTC."), "{notes:?}");
}

/// Two were open for days already as a third began: three at once, and no storm.
#[test]
fn one_beginning_makes_no_storm() {
    let long = |at: &str| Inc::at(at).minutes(3_000).sev(2).service("hall");
    let incidents = [long("2026-08-09 10:00"), long("2026-08-09 20:00"), Inc::at("2026-08-10 20:00").minutes(60)];
    let findings = of(&Builder::quarter(2026, 3).incidents(incidents).build(), false);
    assert!(findings.packs.is_empty(), "no pack");
    assert!(findings.claims.iter().all(|claim| claim.code != "overlap.storm"));
    assert!(findings.claim("overlap.stretch/S-01").is_some(), "the stretch stays in the table and with the analyst");
}

/// Compares with the accepted text; `UPDATE_EXPECT=1` accepts.
fn accepted(name: &str, actual: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reports/storm").join(name);
    if std::env::var("UPDATE_EXPECT").as_deref() == Ok("1") {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{} differs; UPDATE_EXPECT=1 accepts. Now:\n{actual}", path.display());
}

#[test]
fn the_page_is_as_accepted() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    let mut memory = Memory::default();
    render::render(&findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    accepted("S-01.md", memory.text("storms/S-01.md").unwrap());
}

#[test]
fn questions_come_from_the_facts_of_this_storm() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    let questions = &part(pack(&findings), "questions").items;
    let asks = |words: &str| questions.iter().any(|q| q.contains(words));
    assert!(questions.len() <= 8 && questions.iter().all(|q| q.ends_with('?')), "{questions:#?}");
    assert!(asks("the fourth incident at 22:30 on 10 August, 2 h 30 min after the first"), "{questions:#?}");
    assert!(
        asks("Three incidents were open at 21:00") && asks("“checkout” was in 3 of the 5 incidents"),
        "{questions:#?}"
    );
    assert!(
        asks("Fewer than five people took part without being on call for any rota")
            && asks("Nights of fewer than five people were disturbed.")
    );
    assert!(asks("“Test the failover” was agreed and is still open"), "{questions:#?}");
    assert!(
        !questions.iter().any(|q| q.contains("Who ") && !q.contains("who could")),
        "nobody is asked for: {questions:#?}"
    );
}

#[test]
fn few_people_are_not_shown_and_small_teams_are_one_row() {
    let few = of(&crew(evening(), 3, 0).build(), false);
    for id in ["storm.carried/S-01", "storm.nights/S-01"] {
        let claim = claim(&few, id);
        assert_eq!(claim.grade, Grade::NotAssessable, "{}", claim.sentence);
        assert!(claim.numbers.is_empty(), "{id}");
    }
    assert!(!part(pack(&few), "questions").items.iter().any(|q| q.contains("night") || q.contains("on call")));
    let teams = |large: usize, small: usize| {
        let people = u32::try_from(large + small).unwrap();
        let builder = (0..people).fold(crew(evening(), large, small), |b, p| b.part(p % 5, p, "paged", "yes", None));
        let findings = of(&builder.build(), false);
        let carried = part(pack(&findings), "carried").clone();
        carried.tables.iter().flat_map(|t| &t.rows).map(|r| (r[0].clone(), r[1].clone())).collect::<Vec<_>>()
    };
    let row = |name: &str, n: &str| (name.to_owned(), n.to_owned());
    assert_eq!(teams(6, 5), [row("payments", "6"), row("search", "5")]);
    assert_eq!(teams(6, 2), [], "two people would be what is left of eight without six");
}

#[test]
fn names_stand_there_only_when_asked_for() {
    let data = with_parts(crew(evening(), 6, 0)).build();
    let hidden = serde_json::to_string(&of(&data, false)).unwrap();
    assert!(!hidden.contains("Name of") && !hidden.contains("P-0"));
    let findings = of(&data, true);
    let names = part(pack(&findings), "carried").tables.iter().find(|t| t.title == "To thank").unwrap();
    let listed: Vec<&str> = names.rows.iter().map(|r| r[0].as_str()).collect();
    assert_eq!(listed, (0..6).map(|i| format!("Name of P-{i:02}")).collect::<Vec<_>>());
    let mut memory = Memory::default();
    render::render(&findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    for (path, bytes) in &memory.files {
        let named = String::from_utf8_lossy(bytes).contains("Name of");
        let may = path.starts_with("storms/") || path.starts_with("oncall.") || path == "findings.json";
        assert!(!named || may, "{path} names people");
    }
    assert!(memory.text("oncall.md").unwrap().contains("Name of P-00"));
    assert!(memory.text("storms/S-01.md").unwrap().contains("Name of P-05"));
}

#[test]
fn lanes_hold_every_incident_with_its_pages() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    let exhibit = findings.exhibit("storm-s-01").unwrap();
    let Figure::Lanes(figure::Lanes { start_ms, end_ms, lanes, marks, .. }) = &exhibit.figure else {
        panic!("another figure")
    };
    assert!(start_ms < end_ms && marks.len() == 2);
    let names: Vec<&str> = lanes.iter().map(|l| l.name.as_str()).collect();
    assert_eq!(names, ["Checkout times out", "Basket is empty", "Search is slow", "Payments fail", "Index is stale"]);
    let pages: Vec<usize> = lanes.iter().flat_map(|l| &l.bars).map(|b| b.pages_ms.len()).collect();
    assert_eq!(pages, [1, 0, 0, 2, 1]);
    // Twenty incidents are too many for a lane each.
    let many = (0..20)
        .map(|i| Inc::at("2026-08-10 20:00").minutes(30 + i).service(if i % 3 == 0 { "search" } else { "checkout" }));
    let findings = of(&Builder::quarter(2026, 3).incidents(many).build(), false);
    let Figure::Lanes(figure::Lanes { lanes, .. }) = &findings.exhibit("storm-s-01").unwrap().figure else {
        panic!("another figure")
    };
    let sizes: Vec<(&str, usize)> = lanes.iter().map(|l| (l.name.as_str(), l.bars.len())).collect();
    assert_eq!(sizes, [("search", 7), ("checkout", 13)]);
}

#[test]
fn hostile_titles_stay_text() {
    let hostile = "<script>alert(1)</script> [x](http://evil.example) `a` | **b** </title><img src=x onerror=alert(1)>";
    let starts = ["2026-08-10 20:00", "2026-08-10 20:10", "2026-08-10 20:20", "2026-08-10 20:30"];
    let incidents = starts.map(|at| Inc::at(at).minutes(60).title(hostile).service(hostile).team(hostile));
    let findings = of(&Builder::quarter(2026, 3).incidents(incidents).build(), false);
    let mut memory = Memory::default();
    render::render(&findings, Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
    let html = memory.text("storms/S-01.html").unwrap();
    assert!(!html.contains("<script>alert") && !html.contains("<img") && html.contains("&lt;script&gt;alert"));
    let markdown = memory.text("storms/S-01.md").unwrap();
    assert!(!markdown.replace("\\<", "").contains('<') && !markdown.contains("[x](http"), "{markdown}");
    let svg = memory.text("charts/storm-s-01.svg").unwrap();
    assert!(!svg.contains("<script>alert") && !svg.contains("<img"));
}

/// What stands between two marks, at every place where the first of them is.
fn between<'a>(text: &'a str, open: &str, close: char) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|t| t.split(close).next()).collect()
}

#[test]
fn links_lead_to_files_that_were_written() {
    let findings = of(&with_parts(crew(evening(), 6, 0)).build(), false);
    for editions in [ALL, &[EXECUTIVE]] {
        let mut memory = Memory::default();
        render::render(&findings, Wanted { editions, formats: &[] }, &mut memory).unwrap();
        let mut followed = 0;
        for (path, bytes) in &memory.files {
            let text = String::from_utf8_lossy(bytes);
            let (folder, links) = match path.rsplit_once('.').unwrap() {
                (stem, "html") => (stem, between(&text, "href=\"", '"')),
                (stem, "md") => (stem, between(&text, "](", ')')),
                _ => continue,
            };
            for link in links.into_iter().filter(|l| !l.starts_with('#')) {
                let inner = link.strip_prefix("../");
                assert_eq!(inner.is_some(), folder.starts_with("storms/"), "{path}: {link}");
                let (file, place) = inner.unwrap_or(link).split_once('#').unwrap_or((inner.unwrap_or(link), ""));
                let target = memory.text(file).unwrap_or_else(|| panic!("{path}: nothing at {link}"));
                let place = format!("id=\"{}\"", place.replace('/', "&#x2f;"));
                assert!(place == "id=\"\"" || target.contains(&place), "{path}: no place at {link}");
                followed += 1;
            }
        }
        assert!(followed >= 2 + editions.len(), "only {followed} links");
    }
}

#[test]
fn the_same_facts_give_the_same_pack() {
    let data = with_parts(crew(evening(), 6, 0)).build();
    let pages = || {
        let mut memory = Memory::default();
        render::render(&of(&data, true), Wanted { editions: ALL, formats: &[] }, &mut memory).unwrap();
        memory.files
    };
    assert_eq!(pages(), pages());
}

#[test]
fn without_a_storm_there_is_no_pack() {
    let quiet = [Inc::at("2026-07-10 10:00").minutes(30), Inc::at("2026-08-10 10:00").minutes(30)];
    let findings = of(&Builder::quarter(2026, 3).incidents(quiet).build(), false);
    assert!(findings.packs.is_empty() && findings.exhibits.iter().all(|e| !e.id.starts_with("storm-")));
}
