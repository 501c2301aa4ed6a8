use super::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::mttx::values::Metric;
use retroscope::analyse::mttx::{MetricRow, Output};
use retroscope::findings::exhibit::figure;
use retroscope::findings::mttx::Mttx;
use retroscope::findings::{Figure, Grade};
use retroscope::frame::DataSet;

fn q3(minutes: &[i64]) -> Builder {
    let lasting =
        minutes.iter().zip(1..).map(|(&m, i)| Inc::at(&format!("2026-07-{:02} 10:00", 1 + i % 28)).minutes(m));
    Builder::quarter(2026, 3).incidents(lasting)
}

fn ttr(data: &DataSet) -> MetricRow {
    analyse(data).mttx.whole(Metric::Ttr).unwrap().row.clone()
}

fn find<'a>(output: &'a Output, metric: Metric, kind: &str, group: &str, period: &str) -> Option<&'a MetricRow> {
    let same =
        |r: &&MetricRow| r.metric == metric && r.group.kind == kind && r.group.name == group && r.period == period;
    output.rows.iter().find(same)
}

#[test]
fn points_from_five_and_an_interval_from_six() {
    let none = ttr(&q3(&[]).build());
    assert_eq!((none.n, none.min, none.median, none.coverage()), (0, None, None, None));
    let one = ttr(&q3(&[7]).build());
    assert_eq!((one.n, one.min, one.max, one.median, one.mean), (1, Some(420.0), Some(420.0), None, None));
    let four = ttr(&q3(&[1, 2, 3, 4]).build());
    assert_eq!((four.n, four.min, four.max, four.median), (4, Some(60.0), Some(240.0), None));
    let five = ttr(&q3(&[5, 1, 3, 2, 4]).build());
    assert_eq!((five.median, five.p25, five.p75, five.mean), (Some(180.0), Some(120.0), Some(240.0), Some(180.0)));
    assert_eq!((five.median_interval, five.p95), (None, None));
    let six = ttr(&q3(&[6, 5, 1, 3, 2, 4]).build());
    // Type 7: between the third and the fourth of six; the interval of six runs from the smallest to the largest.
    assert_eq!((six.median, six.median_interval), (Some(210.0), Some([60.0, 360.0])));
}

#[test]
fn p95_needs_twenty() {
    let minutes: Vec<i64> = (1..=20).collect();
    assert_eq!(ttr(&q3(&minutes[..19]).build()).p95, None);
    // Position 19 × 0.95 = 18.05 above the smallest: 19 minutes and a twentieth.
    let p95 = ttr(&q3(&minutes).build()).p95.unwrap();
    assert!((p95 - 19.05 * 60.0).abs() < 1e-9, "{p95}");
}

#[test]
fn ties_and_zeros_stay() {
    let row = ttr(&q3(&[0, 0, 10, 10, 10, 10, 10]).build());
    assert_eq!((row.n, row.zeros, row.median, row.min), (7, 2, Some(600.0), Some(0.0)));
    assert!((row.geometric_mean.unwrap() - 600.0).abs() < 1e-9);
}

#[test]
fn over_without_an_end_is_missing_and_open_is_censored() {
    let data = q3(&[10, 20, 30, 40, 50])
        .incident(Inc::at("2026-07-10 10:00").status("closed").closed("2026-07-12 10:00"))
        .incident(Inc::at("2026-07-10 11:00").status("resolved"))
        .incident(Inc::at("2026-07-10 12:00").status("unknown"))
        .incident(Inc::at("2026-07-10 13:00").minutes(-5))
        .incident(Inc::at("2026-07-10 14:00").open())
        .incident(Inc::at("2026-07-10 15:00").status("mitigated"))
        .incident(Inc::at("2026-07-10 16:00").open().excluded())
        .build();
    let mttx = analyse(&data).mttx;
    let ttr = &mttx.whole(Metric::Ttr).unwrap().row;
    assert_eq!((ttr.n, ttr.missing, ttr.censored), (5, 4, 2));
    // Mitigated without a time is missing; only the open one may still be mitigated.
    let ttm = &mttx.whole(Metric::Ttm).unwrap().row;
    assert_eq!((ttm.n, ttm.missing, ttm.censored), (0, 10, 1));
    let part = part(&Mttx, &data);
    let text = sentence(&part, "mttx.ttr");
    assert!(
        text.contains(
            "2 incidents that are over have no end time: missing, not open. 1 incident has times in the wrong order. For one incident it is not known. 2 are still open."
        ),
        "{text}"
    );
    assert!(claim(&part, "mttx.ttr").grade == Grade::NotAssessable, "5 of 11 is less than half");
    assert!(
        text.starts_with("Only 5 of 11 incidents (45 %) have a known time to resolve, too few to speak for the rest."),
        "{text}"
    );
}

#[test]
fn groups_hold_every_service_of_an_incident_and_every_quarter() {
    let data = q3(&[10])
        .incident(Inc::at("2026-08-01 10:00").minutes(20).service("a").service("b").team("t").sev(1).acked_after(3))
        .incident(Inc::at("2026-05-01 10:00").minutes(90).service("a").sev(10))
        .build();
    let mttx = analyse(&data).mttx;
    let n = |kind, group, period| find(&mttx, Metric::Ttr, kind, group, period).map(|r| r.n);
    assert_eq!(n("all", "", "2026Q3"), Some(2));
    assert_eq!(n("all", "", "2026Q2"), Some(1));
    assert_eq!((n("service", "a", "2026Q3"), n("service", "b", "2026Q3")), (Some(1), Some(1)));
    assert_eq!((n("service", "a", "2026Q2"), n("service", "b", "2026Q2")), (Some(1), None));
    assert_eq!((n("team", "t", "2026Q3"), n("severity", "1", "2026Q3")), (Some(1), Some(1)));
    let tta = find(&mttx, Metric::Tta, "all", "", "2026Q3").unwrap();
    assert_eq!((tta.n, tta.missing, tta.min), (1, 1, Some(180.0)));
}

#[test]
fn one_fire_is_named_with_its_share() {
    let minutes: Vec<i64> = (0..20).map(|_| 30).collect();
    let data =
        q3(&minutes).incident(Inc::at("2026-08-12 10:00").title("Data-centre \"fire\"").minutes(20 * 24 * 60)).build();
    let largest = analyse(&data).mttx.whole(Metric::Ttr).unwrap().largest.unwrap();
    assert_eq!(largest.seconds, 20.0 * 86_400.0);
    // 28,800 minutes of 29,400.
    assert!((largest.share - 28_800.0 / 29_400.0).abs() < 1e-12);
    assert_eq!((largest.mean_without, largest.median_without), (1800.0, 1800.0));
    let part = part(&Mttx, &data);
    let text = sentence(&part, "mttx.ttr");
    assert!(text.starts_with("The mean time to resolve in Q3 2026 was 23 hours, from 21 incidents. One incident, “Data-centre 'fire'” of 12 August 2026, lasted 20 days and is 98 % of all incident time; without it the mean is 30 minutes."), "{text}");
    assert!(
        text.contains("Half of all incidents were over within 30 minutes (plausible close to 30 minutes)."),
        "{text}"
    );
    assert!(text.ends_with("The data hold no earlier period, so nothing is compared."), "{text}");
    assert_eq!(part.mttx.as_deref(), Some("mttx.ttr"));
    assert_eq!(claim(&part, "mttx.ttr").numbers["largest_share"], 28_800.0 / 29_400.0);
}

#[test]
fn auto_resolved_incidents_are_in_all_and_left_out_beside() {
    let data = q3(&[60, 70, 80, 90, 100])
        .incidents((0..3).map(|i| Inc::at(&format!("2026-08-0{} 10:00", i + 1)).minutes(1).auto_resolved()))
        .build();
    let mttx = analyse(&data).mttx;
    assert_eq!(mttx.whole(Metric::Ttr).unwrap().row.n, 8);
    assert_eq!((mttx.split.auto, mttx.split.others, mttx.split.median_others), (3, 5, Some(4800.0)));
    assert_eq!(mttx.split.median_auto, None);
    let text = sentence(&part(&Mttx, &data), "mttx.ttr").to_owned();
    assert!(
        text.contains("With the 3 auto-resolved incidents left out, the mean is 1 h 20 min and the median 1 h 20 min."),
        "{text}"
    );
}

#[test]
fn what_no_source_has_is_not_available() {
    let part = part(&Mttx, &q3(&[10, 20, 30, 40, 50, 60]).build());
    let tta = claim(&part, "mttx.tta");
    assert_eq!((tta.grade, tta.n, tta.coverage), (Grade::NotAssessable, Some(0), Some(0.0)));
    assert_eq!(
        tta.sentence,
        "Time to acknowledge is not available: none of the 6 incidents that began in Q3 2026 has an acknowledgement time (0 of 6). No other in the data has one."
    );
    assert!(
        part.unknowns
            .iter()
            .any(|u| u == "Time to acknowledge: no incident of the period has an acknowledgement time."),
        "{:?}",
        part.unknowns
    );
}

#[test]
fn too_few_are_counted_and_not_described() {
    let text = |minutes: &[i64]| {
        let part = part(&Mttx, &q3(minutes).build());
        assert_eq!(claim(&part, "mttx.ttr").grade, Grade::NotAssessable);
        assert!(part.exhibits.is_empty());
        sentence(&part, "mttx.ttr").to_owned()
    };
    assert_eq!(text(&[]), "No incident began in Q3 2026, so there is no time to resolve.");
    assert_eq!(
        text(&[7]),
        "Only 1 incident that began in Q3 2026 has a known time to resolve: too few to describe. It is 7 minutes."
    );
    assert_eq!(
        text(&[7, 2, 3, 4]),
        "Only 4 incidents that began in Q3 2026 have a known time to resolve: too few to describe. It is between 2 minutes and 7 minutes."
    );
}

#[test]
fn detection_at_the_very_start_is_not_measured() {
    let data = Builder::quarter(2026, 3)
        .incidents(
            (1..=10).map(|d| Inc::at(&format!("2026-07-{d:02} 10:00")).detected_after(i64::from(d > 9)).minutes(9)),
        )
        .build();
    let part = part(&Mttx, &data);
    assert_eq!(
        sentence(&part, "mttx.ttd"),
        "Time to detect is not measured: for 9 of 10 incidents (90 %) that began in Q3 2026 the start and the detection are the same moment."
    );
}

#[test]
fn it_says_when_critical_incidents_take_longer() {
    let sev = |rank: u32, hours: i64| {
        let day = move |d: i64| Inc::at(&format!("2026-07-{d:02} 10:00")).sev(rank);
        (1..=12).map(move |d| day(d).minutes(hours * 60 + 60 * d))
    };
    let data = Builder::quarter(2026, 3).incidents(sev(1, 230)).incidents(sev(2, 100)).incidents(sev(3, 75)).build();
    let wrong = part(&Mttx, &data);
    let claim = claim(&wrong, "mttx.severity-order");
    assert_eq!(claim.lead, "The most critical incidents take longest here.");
    assert_eq!(
        claim.sentence,
        "Half of the 12 SEV1 incidents that began in Q3 2026 were over within 236 hours, half of the 12 of SEV2 within 106 hours and half of the 12 of SEV3 within 82 hours. A typical SEV1 incident took 2.90 times as long as one of SEV3 (plausible 2.80–3.01): evidence that more critical incidents take longer."
    );
    assert_eq!((claim.incident_ids.len(), claim.grade), (36, Grade::Evidence));
    assert_eq!(wrong.comparisons, 1);
    assert_eq!(wrong.headlines, ["mttx.severity-order"]);
    let few = Builder::quarter(2026, 3).incidents(sev(1, 230).take(9)).incidents(sev(3, 75)).build();
    assert!(!part(&Mttx, &few).claims.iter().any(|c| c.code == "mttx.severity-order"));
}

#[test]
fn the_chart_has_distinct_points_and_a_gutter_for_zeros() {
    let mut minutes: Vec<i64> = vec![0, 0];
    minutes.extend(1..=998);
    let part = part(&Mttx, &q3(&minutes).build());
    let Figure::Durations(figure::Durations { groups, .. }) = &part.exhibits[0].figure else { panic!("durations") };
    let all = &groups[0];
    assert_eq!((all.name.as_str(), all.n, all.zeros, all.ecdf.len()), ("all", 1000, 2, 400));
    assert_eq!(all.ecdf[0], (60.0, 0.003));
    assert_eq!(*all.ecdf.last().unwrap(), (998.0 * 60.0, 1.0));
    assert!(all.ecdf.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
}
