//! What is still open, what nobody noted and what is missing: how far the known durations speak for the others.

use super::{Made, case, from_csv, is_evidence, quarters, time};
use retroscope::findings::{Claim, Findings, Grade};
use retroscope::stats::random::{Rng, stream};
use std::fmt::Write as _;

fn claim<'a>(findings: &'a Findings, id: &str) -> &'a Claim {
    findings.claim(id).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn without_a_start_no_bound_of_detection_exists() {
    let found = case("2-detection-bound-without-a-start");
    let bounds = claim(&found, "mttx.bounds/ttd");
    assert!(bounds.sentence.contains("For 22 of 32 incidents (69 %) in Q2 2026 nobody noted when they began"));
    assert!(bounds.sentence.contains("the median of all could be anything"), "{}", bounds.sentence);
    assert!(!bounds.numbers.contains_key("median_most_s"), "{:?}", bounds.numbers);
    // Detection times are counted as such, and missing starts as such.
    let text = "Time to detect: a detection time is recorded for 32 of 32 incidents (100 %); for 22 nobody noted when they began.";
    assert!(found.unknowns.iter().any(|unknown| unknown == text), "{:?}", found.unknowns);
    assert!(!found.claims.iter().any(|c| c.sentence.contains("lack a detection time")));
}

/// Incidents of the quarter of which so many have no start, detected after so many minutes.
fn detected(n: usize, startless: usize) -> Findings {
    let mut rng = stream(5, &[411]);
    let [window, _] = quarters();
    let mut csv = "id,title,started_at,resolved_at,service,severity,status,detected_at\n".to_owned();
    for at in 0..n {
        let made = Made::within(&mut rng, window);
        let detected = made.start + 60 * (at as i64 + 1);
        let start = if at >= n - startless { String::new() } else { time(made.start) };
        writeln!(csv, "I{at},valve {at},{start},{},a,2,resolved,{}", time(detected + 600), time(detected)).unwrap();
    }
    let settings = include_str!("../cases/truth/2-detection-bound-without-a-start/in/retroscope.toml");
    from_csv("inc.csv", &csv, settings, Some("2026-07-02T00:00:00Z"))
}

#[test]
fn few_unknown_starts_leave_a_bound_and_many_none() {
    // The 21st of 41 stays among the 33 that are known, whatever the other eight are.
    let found = detected(41, 8);
    let few = claim(&found, "mttx.bounds/ttd");
    assert_eq!((few.numbers["median_least_s"], few.numbers["median_most_s"]), (13.0 * 60.0, 21.0 * 60.0));
    let found = detected(41, 25);
    let many = claim(&found, "mttx.bounds/ttd");
    assert!(!many.numbers.contains_key("median_most_s") && many.sentence.contains("could be anything"), "{many:?}");
}

#[test]
fn a_median_that_is_not_reached_has_a_lower_limit() {
    let found = case("9-median-not-reached");
    let open = claim(&found, "mttx.open/ttr");
    assert!(open.sentence.contains("the median is not reached (at least 6.3 days)"), "{}", open.sentence);
    // lifelines 0.30.0 on this file: lower limit 548,226 s.
    assert_eq!(open.numbers["median_lo_s"], 548_226.0);
    let complete = claim(&found, "mttx.ttr");
    assert_eq!(complete.grade, Grade::NotAssessable);
    assert!(!complete.sentence.contains("times as long") && !complete.numbers.contains_key("ratio"), "{complete:?}");
    // Graded by itself, and in the lead.
    let censored = claim(&found, "mttx.open-change/ttr");
    assert!(is_evidence(censored), "{censored:?}");
    assert!((censored.numbers["p"] - 0.001_150_6).abs() < 1e-6, "{:?}", censored.numbers);
    assert!(censored.sentence.contains("medians not reached (at least 6.3 days) and 111 hours"), "{censored:?}");
    leads(&found);
    assert!(!found.claims.iter().any(|c| c.sentence.contains("longer than 90 days")));
}

/// The comparison that counts open ones in stands before the one that does not.
fn leads(found: &Findings) {
    let place = |id: &str| found.claims.iter().position(|c| c.id == id).unwrap();
    assert!(place("mttx.open-change/ttr") < place("mttx.ttr"));
    assert_eq!(found.mttx.as_deref(), Some("mttx.open-change/ttr"));
    assert_eq!(found.claims.iter().filter(|c| c.code == "mttx.open-change").count(), 1);
}

#[test]
fn open_incidents_count_as_missing() {
    let found = case("10-half-are-open");
    let complete = claim(&found, "mttx.ttr");
    assert_eq!(complete.grade, Grade::Weak, "{complete:?}");
    assert!(complete.robustness.iter().any(|why| why.starts_with("Only 53 %")), "{:?}", complete.robustness);
    leads(&found);
}

/// Both quarters, of which so many of the current one are open; `median` of now and before.
fn half_open(rng: &mut Rng, n: usize, open: usize, median: [f64; 2]) -> Findings {
    let mut csv = "id,title,started_at,resolved_at,service,severity,status\n".to_owned();
    for (side, window) in quarters().into_iter().enumerate() {
        for at in 0..n {
            let made = Made::within(rng, window).lasting(rng, median[side], 0.8);
            let is_open = side == 0 && at < open;
            let end = if is_open {
                String::new()
            } else {
                time((made.start + made.seconds).min(super::second("2026-07-01T12:00:00Z")))
            };
            let status = if is_open { "open" } else { "resolved" };
            writeln!(csv, "I{side}{at},valve {},{},{end},a,2,{status}", at * 37 % 101, time(made.start)).unwrap();
        }
    }
    let settings = include_str!("../cases/truth/10-half-are-open/in/retroscope.toml");
    from_csv("inc.csv", &csv, settings, Some("2026-07-02T00:00:00Z"))
}

#[test]
fn other_files_with_open_incidents() {
    // A third open, and those that are over take five times as long: no more than a signal by themselves.
    let found = half_open(&mut stream(6, &[412]), 45, 15, [50_000.0, 10_000.0]);
    assert_eq!(claim(&found, "mttx.ttr").grade, Grade::Weak);
    assert!(is_evidence(claim(&found, "mttx.open-change/ttr")));
    leads(&found);
    // Six of ten open: those that are over are not compared, and no sentence of theirs compares.
    let found = half_open(&mut stream(7, &[412]), 40, 24, [10_000.0, 10_000.0]);
    let complete = claim(&found, "mttx.ttr");
    assert!(complete.grade == Grade::NotAssessable && !complete.sentence.contains("times as long"), "{complete:?}");
    assert!(claim(&found, "mttx.open/ttr").sentence.contains("not reached (at least"), "{found:?}");
    // One in twenty open leaves evidence as it was.
    let found = half_open(&mut stream(8, &[412]), 60, 3, [20_000.0, 8_000.0]);
    assert!(is_evidence(claim(&found, "mttx.ttr")), "{:?}", found.claim("mttx.ttr"));
    assert_eq!(found.mttx.as_deref(), Some("mttx.ttr"));
}

#[test]
fn missing_acknowledgements_have_a_tipping_point() {
    let mut rng = stream(10, &[413]);
    let mut csv = "id,title,started_at,acknowledged_at,resolved_at,service,severity,status\n".to_owned();
    for (side, window) in quarters().into_iter().enumerate() {
        for at in 0..100 {
            let made = Made::within(&mut rng, window).lasting(&mut rng, [1_800.0, 600.0][side], 0.6);
            // One in eight lacks it, in both.
            let ack = if at % 8 == 0 { String::new() } else { time(made.start + made.seconds) };
            let end = time(made.start + made.seconds + 7_200);
            writeln!(csv, "I{side}{at},valve {},{},{ack},{end},a,2,resolved", at * 37 % 101, time(made.start)).unwrap();
        }
    }
    let settings = "[[mapping]]\nname = \"inc\"\nfiles = [\"inc*.csv\"]\nrows = \"incident\"\nzone = \"UTC\"\n\n[mapping.fields]\nid = \"id\"\ntitle = \"title\"\nstarted_at = \"started_at\"\nacknowledged_at = \"acknowledged_at\"\nresolved_at = \"resolved_at\"\nservices = \"service\"\nseverity = \"severity\"\nstatus = \"status\"\n";
    let found = from_csv("inc.csv", &csv, settings, Some("2026-07-02T00:00:00Z"));
    let tta = claim(&found, "mttx.tta");
    // By the worst case nothing could be said: unknown ones may have taken no time at all.
    assert!(is_evidence(tta), "{tta:?}");
    assert!(
        tta.sentence.contains("It would hold however long the 13 of Q2 2026 without an acknowledgement time took.")
            || tta
                .sentence
                .contains("It would hold unless the 13 of Q2 2026 without an acknowledgement time took less than"),
        "{}",
        tta.sentence
    );
    assert!(
        tta.robustness.contains(&"The direction holds after allowing for the missing times.".to_owned()),
        "{tta:?}"
    );
}

/// Times in the wrong order are recorded times, and no missing ones.
#[test]
fn what_stands_in_the_wrong_order_does_not_lack_a_time() {
    let [window, _] = quarters();
    let mut csv = "id,title,started_at,resolved_at,service,severity,status,detected_at\n".to_owned();
    for at in 0..20_i64 {
        let start = window[0] + at * 86_400;
        let detected = match at {
            0..4 => String::new(),
            4 => time(start - 600),
            _ => time(start + 60 * at),
        };
        writeln!(csv, "I{at},valve {at},{},{},a,2,resolved,{detected}", time(start), time(start + 7_200)).unwrap();
    }
    let settings = include_str!("../cases/truth/2-detection-bound-without-a-start/in/retroscope.toml");
    let found = from_csv("inc.csv", &csv, settings, Some("2026-07-02T00:00:00Z"));
    let bounds = claim(&found, "mttx.bounds/ttd");
    let text = "4 of 20 incidents (20 %) that began in Q2 2026 lack a detection time; 1 has times in the wrong order.";
    assert!(bounds.sentence.starts_with(text), "{}", bounds.sentence);
    assert!(claim(&found, "mttx.ttd").sentence.contains("4 incidents that are over have no detection time"));
}

/// So many incidents of each period of which a share has a stated start; the others are known from their detection on, and all
/// take half as long again as before.
fn anchored(stated: [usize; 2]) -> Findings {
    let mut rng = stream(6, &[412]);
    let mut csv = "id,title,started_at,resolved_at,service,severity,status,detected_at\n".to_owned();
    for (period, (window, stated)) in quarters().into_iter().zip(stated).enumerate() {
        for at in 0..80_usize {
            let median = if period == 0 { 9_000.0 } else { 3_000.0 };
            let made = Made::within(&mut rng, window).lasting(&mut rng, median, 0.8);
            let start = if at < stated { time(made.start) } else { String::new() };
            let (detected, end) = (time(made.start), time(made.start + made.seconds));
            writeln!(csv, "I{period}{at},valve {at},{start},{end},a,2,resolved,{detected}").unwrap();
        }
    }
    let settings = include_str!("../cases/truth/2-detection-bound-without-a-start/in/retroscope.toml");
    from_csv("inc.csv", &csv, settings, Some("2026-07-02T00:00:00Z"))
}

#[test]
fn from_where_a_time_runs_is_said_and_another_share_of_stated_starts_takes_evidence_away() {
    let same = anchored([20, 20]);
    let told = claim(&same, "mttx.ttr");
    assert!(told.grade.is_at_least(Grade::Evidence), "{}", told.sentence);
    let caveat = "The time runs from a stated start for 20 of 80 incidents (25 %) in Q2 2026, and for 20 of 80 (25 %) in Q1 2026; for 60 a detection or a declaration stands for it.";
    assert!(told.caveats.iter().any(|said| said == caveat), "{:?}", told.caveats);
    let moved = anchored([60, 20]);
    let told = claim(&moved, "mttx.ttr");
    assert_eq!(told.grade, Grade::Weak, "{}", told.sentence);
    assert!(
        told.caveats.iter().any(|said| said.contains("That is another share than in Q1 2026")),
        "{:?}",
        told.caveats
    );
    assert!(anchored([80, 80]).claims.iter().all(|c| c.caveats.iter().all(|said| !said.contains("stated start"))));
}
