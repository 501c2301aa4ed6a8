//! How often a problem comes, what it takes, and what a fix is worth.

use super::{LOCK, on};
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::recurrence::Family;
use retroscope::findings::Grade;
use retroscope::findings::recurrence::Recurrence;
use retroscope::frame::DataSet;
use retroscope::model::time::DAY;

fn family(data: &DataSet) -> Family {
    analyse(data).recurrence.families.iter().next().cloned().expect("a family")
}

fn every(first: &str, days: &[i64]) -> Vec<Inc> {
    days.iter().map(|day| Inc::at_ms(ms(first) + day * DAY).minutes(60).sev(2).title(LOCK)).collect()
}

#[test]
fn the_next_one_is_a_range() {
    // Three in 90 days after the first (which is where time begins): 63 % within 30 days, half within 20 days.
    let data = Builder::quarter(2026, 3)
        .incidents(every("2026-06-01 10:00", &[0, 30, 60, 88]))
        .exported("2026-08-30 10:00")
        .build();
    let next = family(&data).next.unwrap();
    assert_eq!((next.count, next.time_s), (3, 90.0 * 86_400.0));
    // (90/120)^3.5 and 90 (2^(1/3.5) − 1), 90 (0.9^(−1/3.5) − 1), 90 (10^(1/3.5) − 1).
    assert!((next.within_30_days - 0.634_6).abs() < 1e-3, "{}", next.within_30_days);
    let days = [next.median_s, next.low_s, next.high_s].map(|s| s / 86_400.0);
    assert!(
        (days[0] - 19.711).abs() < 1e-2 && (days[1] - 2.750).abs() < 1e-2 && (days[2] - 83.766).abs() < 1e-2,
        "{days:?}"
    );
    let text = sentence(&part(&Recurrence, &data), "recurrence.famous-bug/FB-01").to_owned();
    assert!(text.contains("comes within 2–84 days in four cases of five."), "{text}");
}

#[test]
fn burstiness_needs_five_gaps() {
    let of = |days: &[i64]| {
        let data = Builder::quarter(2026, 3).incidents(every("2026-01-01 10:00", days)).build();
        family(&data).bursts
    };
    assert!(of(&[0, 10, 30, 60, 100]).is_none());
    // Gaps of 10, 20, 30, 40 and 50 days, each less an hour: mean 30, standard deviation 14.14.
    let found = of(&[0, 10, 30, 60, 100, 150]).unwrap();
    assert!((found.variation - 14.142_1 / (30.0 - 1.0 / 24.0)).abs() < 1e-3, "{}", found.variation);
}

#[test]
fn people_pages_and_disturbed_nights_are_counts() {
    let data = Builder::quarter(2026, 3)
        .person("p1", "UTC", "")
        .person("p2", "UTC", "")
        .incidents(["2026-05-01", "2026-06-01", "2026-07-10"].map(|d| on(d, LOCK)))
        .part(0, 0, "paged", "yes", Some(7200.0))
        .part(2, 1, "paged", "yes", Some(3600.0))
        .page(0, 0, "2026-05-01 23:30")
        .page(0, 0, "2026-05-02 02:30")
        .page(2, 1, "2026-07-10 10:01")
        .build();
    let cost = family(&data).cost;
    assert_eq!((cost.people, cost.pages, cost.night_pages, cost.disturbed_nights), (2, Some(3), Some(2), Some(1)));
    assert_eq!((cost.responder_s, cost.responder_period_s, cost.known), (Some(10_800.0), Some(3600.0), 2));
    let table = part(&Recurrence, &data).section.unwrap().tables.remove(0);
    assert_eq!(table.rows[0].last().unwrap(), "fewer than five");
}

#[test]
fn a_fix_pays_back_after_its_hours_over_hours_saved_each_month() {
    let days = ["2025-11-05", "2026-02-01", "2026-05-01", "2026-08-01"];
    let data = Builder::quarter(2026, 3)
        .person("p1", "UTC", "")
        .incident(on("2025-01-01", LOCK))
        .incidents(days.map(|d| on(d, LOCK)))
        .part(1, 0, "paged", "yes", Some(36_000.0))
        .part(2, 0, "paged", "yes", Some(36_000.0))
        .part(3, 0, "paged", "yes", Some(36_000.0))
        .part(4, 0, "paged", "yes", Some(36_000.0))
        .and_four_more(&[1])
        .exported("2026-10-01 00:00")
        .build();
    let found = family(&data).break_even.unwrap();
    assert!((found.hours_each - 10.0).abs() < 1e-9);
    // 4.5 in 365 days; a month has 30.4375 days.
    assert!((found.per_month[0] - 4.5 / 365.0 * 30.437_5).abs() < 1e-9);
    let months: Vec<f64> = found.cases.iter().map(|c| c.months).collect();
    assert!((months[0] - 21.318).abs() < 1e-2 && (months[1] - 42.636).abs() < 1e-2, "{months:?}");
    assert!((months[2] - 85.272).abs() < 1e-2, "{months:?}");
    // Gamma(4.5) at 2.5 and 97.5 %: 1.350 and 9.511.
    assert!((found.cases[0].low - 80.0 / 10.0 / (9.511 / 365.0 * 30.437_5)).abs() < 0.05, "{:?}", found.cases[0]);
    assert!((found.cases[0].high - 80.0 / 10.0 / (1.350 / 365.0 * 30.437_5)).abs() < 0.2, "{:?}", found.cases[0]);
    let spared = family(&data).avoidable.unwrap();
    assert_eq!((spared.occurrences, spared.responder_s, spared.duration_s), (3, Some(108_000.0), 10_800.0));
    let text = sentence(&part(&Recurrence, &data), "recurrence.break-even/FB-01").to_owned();
    assert!(
        text.ends_with(
            "Had it been solved after the second time, 3 occurrences and 30 modelled responder hours would have been spared."
        ),
        "{text}"
    );
}

/// Five occurrences of which four took so many minutes of work each; so many of all reached customers.
fn worked_on(days: [&str; 4], minutes: f64, felt: usize) -> Builder {
    let first = on("2025-01-01", LOCK).customer_facing(felt > 0);
    let incidents = (1..).zip(days).map(|(n, day)| on(day, LOCK).customer_facing(n < felt));
    let builder = Builder::quarter(2026, 3).person("p1", "UTC", "").incident(first).incidents(incidents);
    let work = |builder: Builder, n: u32| builder.part(n, 0, "paged", "yes", Some(minutes * 60.0));
    (1..5).fold(builder, work).and_four_more(&[1]).exported("2026-10-01 00:00")
}

/// An edition that asks for a fix and one that says after how many years it pays back say the same of it, and once.
#[test]
fn a_fix_that_pays_back_after_many_years_is_asked_for_by_its_nights_and_customers() {
    let days = ["2025-11-05", "2026-02-01", "2026-05-01", "2026-08-01"];
    let told = |builder: Builder| {
        let part = part(&Recurrence, &builder.build());
        let brief = claim(&part, "recurrence.famous-bug/FB-01").brief.clone();
        (brief, sentence(&part, "recurrence.break-even/FB-01").to_owned())
    };
    // 80 hours at one hour each, 4.5 times in 365 days: 213 months, 101 to 711.
    let (brief, text) = told(worked_on(days, 60.0, 3));
    assert!(brief.ends_with(" In hours alone its fix pays back slowly; its customers are the reason."), "{brief}");
    let expected = "In hours alone a fix of “Ledger-sync lock wait timeout” pays back slowly, one of 80 hours after about 18 years (range 8–59 years): it takes 1 modelled responder hour each time and comes 0.38 times a month (plausible 0.11–0.79). Its customers are the reason: 3 of its incidents reached customers in all the data. Had it";
    assert!(text.starts_with(expected) && !text.contains("160") && !text.contains("months"), "{text}");
    // Two are no reason, and no other is known.
    let (brief, text) = told(worked_on(days, 60.0, 2));
    assert!(brief.ends_with(" In hours alone its fix pays back slowly."), "{brief}");
    assert!(!text.contains("reason"), "{text}");
    // Three in the quarter: 80 hours at one each are 80 occurrences, 1 a month.
    let (_, text) = told(worked_on(["2025-11-05", "2026-07-05", "2026-08-05", "2026-09-05"], 60.0, 0));
    assert!(text.contains(" at the pace of the latest year and 7 years at that of Q3 2026: it takes"), "{text}");
    // Ten minutes each: even the shortest plausible time is more than ten years.
    let (brief, text) = told(worked_on(days, 10.0, 5));
    assert!(brief.ends_with("; its customers are the reason."), "{brief}");
    assert!(
        text.starts_with("In hours alone a fix of “Ledger-sync lock wait timeout” would not pay back within ten years, even one of 80 hours: it"),
        "{text}"
    );
    // Ten hours each pay back in time, and then hours are no argument against it; what takes more than five years is named once.
    let (brief, text) = told(worked_on(days, 600.0, 3));
    assert!(!brief.contains("In hours alone"), "{brief}");
    let expected = "A fix of “Ledger-sync lock wait timeout” may pay back after 21 months for 80 hours (range 10–71) and 43 months for 160 hours (range 20–142), but not within five years for 320 hours: it takes";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn milder_and_more_often_is_a_question() {
    // Two in the first half of the year, twelve in the second, graded lower.
    let mut days = vec![0, 100];
    days.extend((0..12).map(|i| 190 + i * i + 2 * i));
    let milder =
        every("2026-01-01 10:00", &days).into_iter().enumerate().map(|(i, inc)| inc.sev(if i < 2 { 2 } else { 3 }));
    let build =
        |incidents: Vec<Inc>| Builder::quarter(2026, 4).incidents(incidents).exported("2027-01-01 10:00").build();
    let data = build(milder.collect());
    let halves = family(&data).halves.unwrap();
    assert_eq!((halves.later, halves.earlier), (12, 1));
    assert_eq!(halves.severity, Some([3.0, 2.0]));
    let part_of = part(&Recurrence, &data);
    let told = claim(&part_of, "recurrence.hiding/FB-01");
    // None is of severity 4 or 5, so that there is nothing mild to hide behind.
    assert!(
        told.sentence
            .starts_with("Has “Ledger-sync lock wait timeout” (14 incidents) become something people live with?")
            && told.sentence.ends_with("and was no graver (2 were SEV2 and 12 SEV3)."),
        "{}",
        told.sentence
    );
    let mild =
        every("2026-01-01 10:00", &days).into_iter().enumerate().map(|(i, inc)| inc.sev(if i < 2 { 2 } else { 4 }));
    let mild = part(&Recurrence, &build(mild.collect()));
    let asked = &claim(&mild, "recurrence.hiding/FB-01").sentence;
    assert!(
        asked.starts_with("Does “Ledger-sync lock wait timeout” (14 incidents) hide behind mild incidents?"),
        "{asked}"
    );
    assert_eq!(told.grade, Grade::Weak);
    let graver =
        every("2026-01-01 10:00", &days).into_iter().enumerate().map(|(i, inc)| inc.sev(if i < 2 { 2 } else { 1 }));
    assert!(!part(&Recurrence, &build(graver.collect())).claims.iter().any(|c| c.code == "recurrence.hiding"));
}

#[test]
fn regular_starts_look_scheduled() {
    let of = |days: &[i64], exported: &str| {
        let incidents = every("2026-01-01 10:00", days);
        family(&Builder::quarter(2026, 1).incidents(incidents).exported(exported).build())
    };
    let weekly = of(&[0, 7, 14, 21, 28, 35], "2026-02-08 10:00");
    assert_eq!(weekly.scheduled_s, Some(7.0 * 86_400.0));
    let next = weekly.next.unwrap();
    assert_eq!(next.every_s, Some(7.0 * 86_400.0));
    // Three days after the latest, the next is due in four.
    assert!(next.low_s > 3.9 * 86_400.0 && next.high_s < 4.1 * 86_400.0, "{next:?}");
    assert_eq!(of(&[0, 7, 14, 21, 28], "2026-02-01 10:00").scheduled_s, None, "four gaps");
    assert_eq!(of(&[0, 2, 14, 16, 28, 41], "2026-02-13 10:00").scheduled_s, None, "uneven");
}

#[test]
fn what_stopped_neither_looks_scheduled_nor_is_forecast_by_its_rhythm() {
    // Every week, and then eight months of silence: the forecast is that of a rate, and the question is not asked.
    let data = Builder::quarter(2026, 3).incidents(every("2026-01-01 10:00", &[0, 7, 14, 21, 28, 35])).build();
    let stopped = family(&data);
    assert_eq!(stopped.scheduled_s, None);
    assert!(stopped.next.is_some_and(|n| n.every_s.is_none() && n.high_s > 30.0 * 86_400.0), "{:?}", stopped.next);
    assert!(!part(&Recurrence, &data).claims.iter().any(|c| c.code == "recurrence.hiding"));
}

#[test]
fn where_gaps_are_even_the_time_since_the_latest_decides() {
    // Gaps of 26 to 34 days: not as even as a clock, and far from a constant rate.
    let days = [0, 30, 56, 90, 121, 148, 180];
    let at = |exported: &str| {
        let data = Builder::quarter(2026, 3).incidents(every("2026-01-05 10:00", &days)).exported(exported).build();
        let text = sentence(&part(&Recurrence, &data), "recurrence.famous-bug/FB-01").to_owned();
        (family(&data).next.unwrap(), text)
    };
    let (soon, text) = at("2026-07-09 10:00");
    let (late, _) = at("2026-08-02 10:00");
    let days = |seconds: f64| seconds / 86_400.0;
    // Five days after the latest the next is weeks away; 29 days after, it is days away.
    assert!(days(soon.low_s) > 15.0 && days(soon.high_s) < 35.0, "{soon:?}");
    assert!(days(late.median_s) < 5.0 && days(late.high_s) < 10.0, "{late:?}");
    assert!(text.contains("It comes about every 30 days with little variation: the next one comes within"), "{text}");
    // Uneven gaps leave a constant rate, at which waiting changes nothing but the rate.
    let uneven = Builder::quarter(2026, 3)
        .incidents(every("2026-01-05 10:00", &[0, 5, 60, 64, 150, 180]))
        .exported("2026-07-09 10:00")
        .build();
    assert!(family(&uneven).next.is_some_and(|n| n.every_s.is_none()));
}

#[test]
fn an_open_member_swallows_none_that_come_later() {
    // The second was never closed; the three after it are occurrences of their own, and gaps run from its start.
    let mut incidents = every("2026-05-01 10:00", &[0, 10, 20, 30, 40]);
    incidents[1] = Inc::at("2026-05-11 10:00").sev(2).title(LOCK).open();
    let found = family(&Builder::quarter(2026, 2).incidents(incidents).exported("2026-06-30 10:00").build());
    assert_eq!((found.occurrences.len(), found.rows.len()), (5, 5));
    // Between ends, an hour after each start, and starts; after the open one ten whole days.
    let gaps: Vec<f64> = found.occurrences.windows(2).map(|w| (w[1].start - w[0].end) as f64 / 3_600_000.0).collect();
    assert_eq!(gaps, [239.0, 240.0, 239.0, 239.0]);
    // Within a day of an open one's start it is still the same occurrence, which ends with the latest that has ended.
    let twice = vec![
        Inc::at("2026-05-01 10:00").sev(2).title(LOCK).open(),
        Inc::at("2026-05-02 09:00").sev(2).title(LOCK).minutes(120),
        Inc::at("2026-05-03 10:00").sev(2).title(LOCK).minutes(60),
        Inc::at("2026-05-20 10:00").sev(2).title(LOCK).minutes(60),
    ];
    let found = family(&Builder::quarter(2026, 2).incidents(twice).exported("2026-06-30 10:00").build());
    let starts: Vec<u32> = found.occurrences.iter().map(|o| o.incidents).collect();
    assert_eq!(starts, [3, 1]);
}

#[test]
fn both_periods_look_back_equally_far() {
    // The data begin 40 days before the earlier period; without that rule the later one would see the whole year.
    let start = on("2026-02-20", "Certificate expired on the partner gateway");
    let again = ["2026-02-21", "2026-04-05", "2026-07-01", "2026-09-01"].map(|day| on(day, LOCK));
    let data = Builder::quarter(2026, 3).incident(start).incidents(again).build();
    let change = analyse(&data).recurrence.share.change;
    // From 20 February, 10:00 to 1 April: 39 whole days. 5 April looks back past 21 March: no; 1 July past 22 May: no.
    let change = change.expect("a quarter before");
    assert_eq!((change.look_back_days, change.recurring, change.comparable), (39, [0, 0], [2, 1]));
    assert_eq!(change.ratio, None);
}

#[test]
fn a_larger_share_is_graded_and_names_both_periods() {
    let titles = [
        "queue consumer lag grows",
        "nightly ledger export misses rows",
        "card gateway socket pool exhausted",
        "search segments left behind",
        "courier labels print twice",
    ];
    let title = |i: i64| titles[i as usize % 5];
    let before = (0..40).map(|i| {
        Inc::at_ms(ms("2026-04-02 10:00") + i * 2 * DAY).minutes(5).title(&format!(
            "{0}{1}rak {1}{0}lim {0}{1}tos",
            char::from(b'a' + (i % 26) as u8),
            char::from(b'a' + (i / 26) as u8)
        ))
    });
    let now = (0..40).map(|i| Inc::at_ms(ms("2026-07-02 10:00") + i * 2 * DAY).minutes(5).title(title(i)));
    let data = Builder::quarter(2026, 3)
        .incident(on("2025-01-01", "Certificate expired on the partner gateway"))
        .incidents(before)
        .incidents(now)
        .build();
    let part = part(&Recurrence, &data);
    let told = claim(&part, "recurrence.share");
    // The first of each of five titles is new: 35 of 40 against none of 40.
    assert_eq!(told.grade, Grade::Strong);
    assert!(told.sentence.contains("There is strong evidence that the share was larger in Q3 2026 (35 of 40, 88 %) than in Q2 2026 (0 of 40 incidents, 0 %); looking back 365 days for both, ratio plausible 9.00 and up"), "{}", told.sentence);
    assert_eq!(told.compared_with.as_deref(), Some("Q2 2026"));
}
