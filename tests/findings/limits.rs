//! Where the data carry too little to speak, nothing is said.

use super::{claim, findings, results, short, with_people};
use crate::support::builder::{Builder, Inc, quarter};
use retroscope::findings::Grade;

/// Two incidents at once in the morning, two at once in the evening.
fn twice() -> Builder {
    Builder::quarter(2026, 3).incidents(short(&[
        "2026-07-01 10:00",
        "2026-07-01 10:00",
        "2026-07-01 20:00",
        "2026-07-01 20:00",
    ]))
}

#[test]
fn time_that_no_shift_covers_is_not_compared() {
    let builder = with_people(twice(), 1).shift(0, "primary", 1, "2026-07-01 00:00", "2026-07-01 10:10").shift(
        0,
        "primary",
        1,
        "2026-07-02 00:00",
        "2026-07-03 00:00",
    );
    let capacity = results(&builder.build()).overlap.capacity.unwrap();
    // Ten minutes of the morning are covered; the evening lies in the gap between the shifts.
    assert_eq!((capacity.above, capacity.nobody, capacity.stretches), (10 * 60_000, 0, 1));
    assert_eq!(capacity.covered, (24 * 60 + 610) * 60_000);
}

#[test]
fn enough_people_is_said_of_the_covered_time_only() {
    let builder = with_people(twice(), 2).shift(0, "primary", 1, "2026-07-01 00:00", "2026-07-02 00:00").shift(
        1,
        "secondary",
        1,
        "2026-07-01 00:00",
        "2026-07-02 00:00",
    );
    let findings = findings(&builder.build());
    let above = claim(&findings, "overlap.above-capacity");
    assert_eq!(above.grade, Grade::Fact);
    assert!(above.sentence.starts_with("In the 24 h 00 min for which shifts are known"), "{}", above.sentence);
    assert!((above.coverage.unwrap() - 1.0 / 92.0).abs() < 1e-12);
}

/// A shift without an end covers the whole quarter, and the incidents two days of it.
#[test]
fn days_without_any_data_are_no_days_with_enough_people() {
    let data = with_people(Builder::quarter(2026, 3), 2)
        .incidents(short(&["2026-08-11 10:00", "2026-08-12 09:00"]))
        .shift(0, "primary", 1, "2026-01-01 00:00", "2027-01-01 00:00")
        .shift(1, "primary", 1, "2026-01-01 00:00", "2027-01-01 00:00")
        .exported("2026-08-13 10:00")
        .build();
    let findings = findings(&data);
    let above = claim(&findings, "overlap.above-capacity");
    assert!(!above.sentence.contains("At all times"), "{}", above.sentence);
    assert!(above.sentence.contains("for which incidents and shifts are known"), "{}", above.sentence);
}

#[test]
fn levels_need_half_of_the_incidents() {
    // Two of five have an end; the other three are closed without one.
    let ends = short(&["2026-07-01 10:00", "2026-07-01 10:10"]);
    let endless = ["2026-07-02 10:00", "2026-07-03 10:00", "2026-07-04 10:00"].map(Inc::at);
    let data = with_people(Builder::quarter(2026, 3), 2)
        .incidents(ends)
        .incidents(endless)
        .shift(0, "primary", 1, "2026-07-01 00:00", "2026-10-01 00:00")
        .shift(1, "primary", 1, "2026-07-01 00:00", "2026-10-01 00:00")
        .build();
    let findings = findings(&data);
    for id in ["overlap.peak", "overlap.above-capacity"] {
        assert_eq!(claim(&findings, id).grade, Grade::NotAssessable, "{id}");
        assert!(claim(&findings, id).numbers.is_empty(), "{id}");
    }
    assert!(findings.exhibit("concurrency").is_none());
    let endless = claim(&findings, "quality.closed-without-end");
    assert_eq!((endless.n, endless.incident_ids.len()), (Some(3), 3));
}

#[test]
fn a_backlog_is_no_storm() {
    // One ticket an hour for twenty days, all closed at the end of them; then quiet.
    let hours = 20 * 24;
    let start = crate::support::builder::ms("2026-07-01 00:00");
    let tickets = (0..hours).map(|h| Inc::at_ms(start + h * 3_600_000).minutes((hours - h) * 60));
    let data = Builder::quarter(2026, 3).incidents(tickets).build();
    let overlap = results(&data).overlap;
    assert_eq!(overlap.period.peak, 480);
    assert!(overlap.storms.iter().all(|s| s.window.len() <= 14 * 86_400_000), "{:?}", overlap.storms);
}

#[test]
fn a_partial_period_counts_with_what_the_data_cover() {
    let mut period = quarter(2026, 3);
    period.partial = true;
    let data = Builder::period(period)
        .exported("2026-09-11 00:00")
        .incident(Inc::at("2026-09-01 00:00").resolved("2026-09-06 00:00"))
        .build();
    let overlap = results(&data).overlap;
    // Five of the ten days from the first incident to the export.
    assert_eq!(overlap.period.mean, 0.5);
    assert_eq!(overlap.period.levels.iter().map(|l| l.seconds).sum::<f64>(), 10.0 * 86_400.0);
}

#[test]
fn pulled_in_needs_to_be_known_for_most() {
    let mut builder = with_people(Builder::quarter(2026, 3), 6).incidents(short(&["2026-08-10 10:00"]));
    for person in 0..6 {
        builder = builder.part(0, person, "requested", if person < 2 { "no" } else { "unknown" }, None);
    }
    let findings = findings(&builder.build());
    let pulled = claim(&findings, "load.pulled-in");
    assert_eq!(pulled.grade, Grade::NotAssessable);
    assert!(pulled.numbers.is_empty() && !findings.headlines.contains(&pulled.id));
    assert!((pulled.coverage.unwrap() - 2.0 / 6.0).abs() < 1e-12);
}

#[test]
fn one_interruption_is_told_in_words() {
    let data = with_people(Builder::quarter(2026, 3), 1)
        .incidents(short(&["2026-08-10 10:00"]))
        .page(0, 0, "2026-08-10 10:00")
        .build();
    let findings = findings(&data);
    let sentence = &claim(&findings, "load.interruptions").sentence;
    assert!(sentence.starts_with("People were interrupted once in Q3 2026, for 1 incident"), "{sentence}");
}

/// Six incidents of which none ends, as a page that never says so exports them.
#[test]
fn nothing_is_called_open_where_no_end_is_ever_recorded() {
    let days = ["02", "09", "16", "23", "30"].map(|day| format!("2026-07-{day} 10:00"));
    let builder = Builder::quarter(2026, 3).incidents(days.iter().map(|at| Inc::at(at).sev(2).open()));
    let said = findings(&builder.exported("2026-10-02 00:00").build());
    let all = said.claims.iter().map(|c| format!("{} {} {}", c.sentence, c.brief, c.caveats.join(" ")));
    let all: Vec<String> = all.collect();
    assert!(
        !all.iter().any(|text| text.contains("still open") && !text.to_lowercase().contains("whether")),
        "{all:#?}"
    );
    assert!(claim(&said, "mttx.ttr").sentence.contains("Whether they are still open is not known"), "{all:#?}");
    // One end is enough to know that the others have none.
    let builder = Builder::quarter(2026, 3)
        .incidents(days.iter().map(|at| Inc::at(at).sev(2).open()))
        .incident(Inc::at("2026-07-05 10:00").minutes(50).sev(2));
    let said = findings(&builder.exported("2026-07-31 00:00").build());
    assert!(said.claims.iter().any(|c| c.sentence.contains("still open")));
}

/// The data begin inside the period, and the time over which levels are told is named by its days.
#[test]
fn the_edge_of_the_data_is_no_climb() {
    let of = |first: u32| {
        let days = (0..20).map(move |n| format!("2026-07-{:02} 10:00", first + n));
        Builder::quarter(2026, 3).incidents(days.map(|at| Inc::at(&at).minutes(3_000).sev(3)).collect::<Vec<_>>())
    };
    let inside = findings(&of(10).exported("2026-10-02 00:00").build());
    let told = &claim(&inside, "overlap.peak").sentence;
    assert!(told.contains("The data begin on 10 July 2026: what was open before is not in them"), "{told}");
    let before = of(1).incident(Inc::at("2026-05-01 10:00").minutes(60));
    let before = findings(&before.exported("2026-10-02 00:00").build());
    let told = &claim(&before, "overlap.peak").sentence;
    assert!(!told.contains("The data begin"), "{told}");
}

/// A field for names that holds a paragraph: it stands between quotation marks and is cut, so that its words are not taken for ours.
#[test]
fn a_paragraph_in_the_place_of_a_name_is_quoted() {
    let text = "API failure through the real time system. These issues caused enough critical impact that the team was forced to restart";
    let incidents = (1..=6).map(|day| Inc::at(&format!("2026-07-{day:02} 10:00")).minutes(30).service(text));
    let findings = findings(&Builder::quarter(2026, 3).incidents(incidents).build());
    let most = claim(&findings, "areas.most-incidents");
    assert!(most.sentence.contains("“API failure through the real time system."), "{}", most.sentence);
    assert!(!most.sentence.contains("forced to restart"), "{}", most.sentence);
    let pareto = findings.exhibits.iter().find(|exhibit| exhibit.id == "areas-pareto");
    assert!(pareto.is_none_or(|exhibit| exhibit.headline.starts_with('“')), "{pareto:?}");
}
