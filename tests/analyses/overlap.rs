//! What happens at the same time, counted by hand: rotations, storms, random weeks, people.

use super::analyse;
use crate::findings::{claim, findings};
use crate::support::builder::{Builder, Inc, ms};
use crate::support::rows::places;
use retroscope::analyse::overlap::staffing::Demand;
use retroscope::analyse::overlap::storms::Storm;
use retroscope::analyse::spans::SpanBasis;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Grade};
use retroscope::frame::DataSet;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// So many minutes after the beginning of a week of the quarter, which begins on a Wednesday.
fn in_week(week: i64, minutes: i64) -> i64 {
    ms("2026-07-01 00:00") + week * WEEK + minutes * 60_000
}

fn seconds_at(data: &DataSet, level: usize) -> f64 {
    analyse(data).overlap.period.levels[level].seconds
}

#[test]
fn the_time_of_response_counts_where_it_is_known_for_half() {
    let known = |start: &str| Inc::at(start).minutes(120).acked_after(30).mitigated_after(90);
    let whole = |start: &str| Inc::at(start).minutes(120);
    let most = Builder::quarter(2026, 3).incidents([known("2026-07-01 10:00"), whole("2026-07-02 10:00")]).build();
    let spans = analyse(&most).overlap.spans;
    assert_eq!((spans.basis, spans.response_known, spans.over), (SpanBasis::Response, 1, 2));
    // 10:30 to 11:30, and two hours of the other one.
    assert_eq!(seconds_at(&most, 1), 3.0 * 3_600.0);
    let told = findings(&most);
    let told = &claim(&told, "overlap.intervals").sentence;
    assert!(told.contains("from acknowledgement to mitigation") && told.contains("(1 of 2 incidents)"), "{told}");
    let few = ["2026-07-02 10:00", "2026-07-03 10:00"].map(whole);
    let few = Builder::quarter(2026, 3).incident(known("2026-07-01 10:00")).incidents(few).build();
    assert_eq!((analyse(&few).overlap.spans.basis, seconds_at(&few, 1)), (SpanBasis::Whole, 6.0 * 3_600.0));
    let told = findings(&few);
    let told = &claim(&told, "overlap.intervals").sentence;
    assert!(told.starts_with("Incidents are counted from start to resolution") && told.contains("1 of 3"), "{told}");
}

#[test]
fn a_response_out_of_order_is_not_known() {
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-01 10:00").minutes(60).acked_after(30).mitigated_after(20))
        .incident(Inc::at("2026-07-02 10:00").minutes(60).acked_after(30).mitigated_after(90))
        .build();
    assert_eq!(analyse(&data).overlap.spans.response_known, 0);
}

/// Two rotations with a day each; two incidents of the first overlap for half an hour.
fn rotas() -> Builder {
    Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-01 10:00").minutes(60))
        .incident(Inc::at("2026-07-01 10:30").minutes(60))
        .incident(Inc::at("2026-07-01 10:45").minutes(60))
        .person("P-1", "UTC", "a")
        .person("P-2", "UTC", "a")
        .shift(0, "payments", 1, "2026-07-01 00:00", "2026-07-02 00:00")
        .shift(1, "search", 1, "2026-07-01 00:00", "2026-07-02 00:00")
        .part(0, 0, "paged", "yes", None)
        .page(1, 0, "2026-07-01 10:31")
        .part(2, 1, "paged", "yes", None)
}

#[test]
fn each_rotation_is_held_against_its_own_people() {
    let data = rotas().build();
    let overlap = analyse(&data).overlap;
    let [payments, search] = overlap.rotations.as_slice() else { panic!("two rotations") };
    assert_eq!((payments.name.as_str(), payments.people, places(&payments.rows)), ("payments", 1, vec![0, 1]));
    // 10:30 to 11:00.
    assert_eq!((payments.above, payments.stretches, payments.covered), (HOUR / 2, 1, DAY));
    assert_eq!(payments.longest.map(|w| w.start), Some(ms("2026-07-01 10:30")));
    assert_eq!((search.above, search.longest, places(&search.rows)), (0, None, vec![2]));
    // Taken together there are two people: three incidents from 10:45 to 11:00.
    assert_eq!(overlap.capacity.unwrap().above, HOUR / 4);
    // What rotations of one person carried is nobody's business.
    assert!(!findings(&data).claims.iter().any(|c| c.code == "overlap.rotations"));
    let mut larger = rotas().page(2, 1, "2026-07-01 10:46");
    for number in 2..10 {
        let rotation = if number % 2 == 0 { "payments" } else { "search" };
        larger = larger.person(&format!("P-{number}"), "UTC", "a");
        larger = larger.shift(number, rotation, 1, "2026-07-03 00:00", "2026-07-04 00:00");
    }
    let findings = findings(&larger.build());
    let told = claim(&findings, "overlap.rotations");
    assert_eq!((told.numbers["rotations_above"], told.numbers["most_hours_above"]), (1.0, 0.5));
    assert!(told.sentence.contains("1 of 2 rotations") && told.sentence.contains("“payments”"), "{}", told.sentence);
    assert!(told.sentence.contains(" % of its time)"), "{}", told.sentence);
}

#[test]
fn rotations_that_cannot_be_shown_are_not_in_the_denominator() {
    let mut builder = rotas().page(2, 1, "2026-07-01 10:46");
    for number in 2..24 {
        let rotation = ["payments", "search", "small"][number as usize % 3];
        builder = builder.person(&format!("P-{number}"), "UTC", "a");
        if rotation != "small" || number < 9 {
            builder = builder.shift(number, rotation, 1, "2026-07-03 00:00", "2026-07-04 00:00");
        }
    }
    // “small” has three people, so that the smaller of the other two joins it.
    let findings = findings(&builder.build());
    let sentence = &claim(&findings, "overlap.rotations").sentence;
    assert!(sentence.contains("the one rotation that can be shown"), "{sentence}");
}

#[test]
fn a_rotation_is_simulated_by_itself_with_one_more_person() {
    // Two incidents of two hours at once in each of thirteen weeks, one person on call: two hours above a week, whatever
    // weeks are drawn, and none with a second person. The other rotation never has two at once.
    let mut builder = Builder::quarter(2026, 3).person("P-1", "UTC", "a").person("P-2", "UTC", "a");
    builder = builder.shift(0, "payments", 1, "2026-07-01 00:00", "2026-10-01 00:00");
    builder = builder.shift(1, "search", 1, "2026-07-01 00:00", "2026-10-01 00:00");
    for week in 0..13_u32 {
        for (n, (person, minutes)) in (0..).zip([(0, 600), (0, 600), (1, 900)]) {
            builder = builder.incident(Inc::at_ms(in_week(week.into(), minutes)).minutes(120));
            builder = builder.part(week * 3 + n, person, "paged", "yes", None);
        }
    }
    let overlap = analyse(&builder.build()).overlap;
    let [payments, search] = overlap.rotation_staffing.as_slice() else { panic!("two rotations") };
    assert_eq!((payments.rotation, payments.now, search.rotation), (0, 1, 1));
    let [now, more] = &payments.rows;
    let whole = (26 * HOUR) as f64;
    assert_eq!((now.people, now.observed, now.median, now.range), (1, 26 * HOUR, whole, [whole, whole]));
    assert_eq!((more.people, more.observed, more.median), (2, 0, 0.0));
    assert_eq!(search.rows[0].observed, 0);
}

#[test]
fn an_incident_before_the_shift_is_not_of_the_rotation() {
    let data = rotas().incident(Inc::at("2026-06-30 10:00").minutes(60)).part(3, 0, "paged", "yes", None).build();
    let rotations = analyse(&data).overlap.rotations;
    assert_eq!(rotations[0].rows.len(), 2);
}

/// One incident a day for a quarter, and twelve within two hours in August, with two long ones open around them.
fn august() -> Vec<Inc> {
    let mut list: Vec<Inc> = (0..92).map(|d| Inc::at_ms(ms("2026-07-01 18:00") + d * DAY).minutes(30)).collect();
    list.extend((0..12).map(|n| Inc::at_ms(ms("2026-08-10 05:00") + n * 10 * 60_000).minutes(240)));
    list.extend([Inc::at("2026-08-09 20:00").minutes(1_260), Inc::at("2026-08-09 20:10").minutes(1_260)]);
    list
}

fn one_storm(data: &DataSet) -> Storm {
    let mut storms = analyse(data).overlap.storms;
    assert_eq!(storms.len(), 1, "{storms:?}");
    storms.remove(0)
}

/// The fire behind the burst is open for nine more days: calm returned to nobody who was at it.
#[test]
fn a_burst_is_over_while_its_longest_incident_is_not() {
    let mut list = august();
    list.push(Inc::at("2026-08-10 05:05").minutes(9 * 1_440).title("Pool of connections exhausted"));
    let findings = findings(&Builder::quarter(2026, 3).incidents(list).build());
    let told = &claim(&findings, "overlap.storm/S-01").sentence;
    assert!(!told.contains("Calm returned"), "{told}");
    assert!(told.contains(" The burst was over on 10 August 2026 at 17:10 UTC, with no more than 1 open"), "{told}");
    assert!(
        told.contains("; “Pool of connections exhausted” stayed open until 19 August 2026 at 05:05 UTC."),
        "{told}"
    );
}

#[test]
fn an_unusual_storm_lasts_from_its_first_to_its_last_beginning() {
    let data = Builder::quarter(2026, 3).incidents(august()).build();
    let storm = one_storm(&data);
    // Three or more are open from 05:00 to 10:50, but what is unusual are the twelve from 05:00 to 06:50.
    assert_eq!((storm.window.start, storm.window.end), (ms("2026-08-10 05:00"), ms("2026-08-10 06:50")));
    assert!(storm.is_unusual() && storm.p.unwrap() < 0.01, "{:?}", storm.p);
    assert_eq!((storm.peak, storm.peak_at), (14, ms("2026-08-10 06:50")));
    assert_eq!((storm.began, storm.rows.len()), (12, 14));
    // Of the long ones the first ends at 17:00: one is open then, and the mean of the quarter is below one.
    assert_eq!(storm.calm_at, Some(ms("2026-08-10 17:00")));
    let findings = findings(&data);
    let told = &claim(&findings, "overlap.storm/S-01").sentence;
    assert!(told.contains("Calm returned on 10 August 2026 at 17:00 UTC: no more than 1 open"), "{told}");
}

#[test]
fn calm_may_not_return() {
    let mut list: Vec<Inc> = (0..80).map(|d| Inc::at_ms(ms("2026-07-01 18:00") + d * DAY).minutes(30)).collect();
    list.extend((0..12).map(|n| Inc::at_ms(ms("2026-09-30 05:00") + n * 10 * 60_000).minutes(30 * 60)));
    let data = Builder::quarter(2026, 3).incidents(list).exported("2026-10-02 00:00").build();
    assert_eq!(one_storm(&data).calm_at, None);
    let findings = findings(&data);
    assert!(claim(&findings, "overlap.storm/S-01").sentence.contains("calm did not return"));
}

#[test]
fn who_was_in_a_storm_and_who_was_not_on_call() {
    let mut builder = Builder::quarter(2026, 3).incidents(august());
    for n in 0..9 {
        builder = builder.person(&format!("P-{n}"), "UTC", "a");
    }
    // Incident 92 is the first of the storm, 0 is no part of it. Person 6 was on call for one of two, person 7 is unknown.
    for (person, on_call) in
        [(0, "yes"), (1, "yes"), (2, "no"), (3, "no"), (4, "no"), (5, "no"), (6, "no"), (7, "unknown")]
    {
        builder = builder.part(92, person, "paged", on_call, None);
    }
    for n in 9..14 {
        builder = builder.person(&format!("P-{n}"), "UTC", "a").part(94, n, "paged", "yes", None);
    }
    let data = builder.part(93, 6, "paged", "yes", None).part(0, 8, "paged", "no", None).build();
    let storm = one_storm(&data);
    let kinds = &storm.crowd.kinds;
    assert_eq!((storm.crowd.people.len(), kinds.off.people.len()), (13, 5));
    assert_eq!((kinds.for_it.parts, kinds.off.parts, kinds.other_rota.parts, kinds.unknown.parts), (8, 5, 0, 1));
    let findings = findings(&data);
    let told = claim(&findings, "overlap.storm/S-01");
    assert!(
        told.sentence
            .contains("13 people took part; 5 of them joined some incident without being on call for any rota."),
        "{}",
        told.sentence
    );
    assert_eq!((told.numbers["people"], told.numbers["pulled_in"]), (13.0, 5.0));
}

#[test]
fn a_handful_of_people_in_a_storm_is_not_counted_out() {
    let mut builder = Builder::quarter(2026, 3).incidents(august());
    for n in 0..3 {
        builder =
            builder.person(&format!("P-{n}"), "UTC", "a").part(92, n, "paged", if n == 0 { "yes" } else { "no" }, None);
    }
    let findings = findings(&builder.build());
    let told = claim(&findings, "overlap.storm/S-01");
    assert!(told.sentence.contains("Fewer than five people took part; fewer than five of them"), "{}", told.sentence);
    assert!(!told.numbers.contains_key("people") && !told.numbers.contains_key("pulled_in"));
}

/// Two services with one long incident each that overlap for an hour in the first of 13 weeks, and others of the first
/// service at hours at which the second never has any.
fn once_together() -> Vec<Inc> {
    let mut list = vec![
        Inc::at_ms(in_week(0, 600)).minutes(120).service("a"),
        Inc::at_ms(in_week(0, 660)).minutes(120).service("b"),
    ];
    list.extend((0..8).map(|w| Inc::at_ms(in_week(w, 2_000)).minutes(30).service("a")));
    list
}

#[test]
fn weeks_in_random_order_keep_the_hours_of_the_week() {
    let excess = analyse(&Builder::quarter(2026, 3).incidents(once_together()).build()).overlap.excess.unwrap();
    assert_eq!((excess.level, excess.weeks, excess.groups, excess.incidents), (2, 13, 2, 10));
    assert_eq!((excess.observed, excess.replicates, excess.grid), (HOUR, 999, 300_000));
    // The two meet in one order of thirteen. Three standard errors of 999 draws are 0.025.
    assert!((excess.expected / HOUR as f64 - 1.0 / 13.0).abs() < 0.026, "{excess:?}");
    // Two-sided.
    assert!((excess.p - 2.0 / 13.0).abs() < 0.052, "{excess:?}");
    assert_eq!(excess.range, [0.0, HOUR as f64]);
}

#[test]
fn services_that_always_come_together_are_more_than_their_hours() {
    let both = (0..13).step_by(2).flat_map(|w| {
        let at = |minutes: i64, name: &str| Inc::at_ms(in_week(w, minutes)).minutes(240).service(name);
        [at(600, "a"), at(900, "b"), at(800, "c")]
    });
    let data = Builder::quarter(2026, 3).incidents(both).build();
    let findings = findings(&data);
    let told = claim(&findings, "overlap.excess");
    // a with c from 13:20 to 14:00, b with c from 15:00 to 17:20, in seven weeks.
    assert_eq!(told.numbers["hours"], 21.0);
    assert!(told.numbers["hours_expected"] < 15.0 && told.numbers["p"] < 0.01, "{:?}", told.numbers);
    assert!(matches!(told.grade, Grade::Weak | Grade::Evidence | Grade::Strong), "{:?}", told.grade);
}

#[test]
fn long_periods_keep_their_growth() {
    use retroscope::stats::coincidence::shuffle_weeks;
    use retroscope::stats::random::stream;
    for (count, blocks) in [(8, vec![8]), (25, vec![25]), (26, vec![13, 13]), (40, vec![14, 13, 13])] {
        let mut order: Vec<usize> = (0..count).collect();
        shuffle_weeks(&mut order, &mut stream(1, &[count as u64]));
        assert_ne!(order, (0..count).collect::<Vec<_>>());
        let mut first = 0;
        for length in blocks {
            let mut own = order[first..first + length].to_vec();
            own.sort_unstable();
            assert_eq!(own, (first..first + length).collect::<Vec<_>>(), "{count} weeks");
            first += length;
        }
        assert_eq!(first, count);
    }
    shuffle_weeks(&mut [], &mut stream(1, &[]));
}

#[test]
fn too_few_weeks_services_or_incidents_are_not_compared() {
    let alone = (0..12).map(|w| Inc::at_ms(in_week(w, 600)).minutes(60).service("a"));
    let one = Builder::quarter(2026, 3).incidents(alone).build();
    let few = Builder::quarter(2026, 3).incidents(once_together().into_iter().take(9)).build();
    let (one, few) = (analyse(&one).overlap, analyse(&few).overlap);
    assert!(one.excess.is_none() && few.excess.is_none());
    let mut month = crate::support::builder::quarter(2026, 3);
    month.window.end = ms("2026-08-01 00:00");
    let month = analyse(&Builder::period(month).incidents(once_together()).build()).overlap;
    assert!(month.excess.is_none() && month.staffing.is_none() && month.together.tests == 0);
}

/// In six of 13 weeks, `b` begins half an hour after `a`.
fn pairs() -> Vec<Inc> {
    let at = |w: i64, minutes: i64, name: &str| Inc::at_ms(in_week(w, minutes)).minutes(20).service(name);
    (0..6).flat_map(|w| [at(2 * w, 600, "a"), at(2 * w, 630, "b")]).collect()
}

#[test]
fn areas_that_come_together_are_told_with_the_order() {
    let data = Builder::quarter(2026, 3).incidents(pairs()).build();
    let together = analyse(&data).overlap.together;
    assert_eq!((together.kind, together.areas, together.tests, together.weeks), ("service", 2, 2, 13));
    let [pair] = together.pairs.as_slice() else { panic!("one pair") };
    assert_eq!((pair.n, pair.followed, pair.rows.len()), ([6, 6], [6, 0], 12));
    // All six weeks fall on all six in 1 of 1,716 orders; the mean is 36 / 13. Two comparisons were made.
    assert!(pair.p[0] < 2.0 / 1_716.0 && pair.p[1] == 1.0, "{pair:?}");
    assert!((pair.expected[0].unwrap() - 36.0 / 13.0).abs() < 0.06, "{pair:?}");
    assert!((pair.q[0] - 2.0 * pair.p[0]).abs() < 1e-12);
    // Six against none: 2 / 2⁶.
    assert!((pair.direction_p - 1.0 / 32.0).abs() < 1e-12);
    let findings = findings(&data);
    let told = claim(&findings, "overlap.together/A-01");
    assert_eq!((told.grade, told.incident_ids.len()), (Grade::Weak, 12));
    assert!(
        told.sentence.contains("Of 6 incidents of “a”, 6 are followed within an hour by one of “b”"),
        "{}",
        told.sentence
    );
    assert!(
        told.sentence.ends_with("“a” tends to come first (6 times, and 0 the other way round)."),
        "{}",
        told.sentence
    );
    for word in ["caus", "because of", "trigger", "led to"] {
        assert!(!told.sentence.contains(word), "{word}");
    }
}

#[test]
fn incidents_that_name_both_do_not_come_together() {
    let both = (0..6).map(|w| Inc::at_ms(in_week(2 * w + 1, 600)).minutes(20).service("a").area("service", "b"));
    let data = Builder::quarter(2026, 3).incidents(pairs()).incidents(both).build();
    let pair = analyse(&data).overlap.together.pairs.remove(0);
    assert_eq!((pair.n, pair.followed), ([6, 6], [6, 0]));
}

#[test]
fn rare_areas_and_other_hours_are_no_pair() {
    let rare = Builder::quarter(2026, 3).incidents(pairs().into_iter().take(8)).build();
    assert_eq!(analyse(&rare).overlap.together.tests, 0);
    let at = |w: i64, minutes: i64, name: &str| Inc::at_ms(in_week(w, minutes)).minutes(20).service(name);
    let apart = (0..12).flat_map(|w| [at(w, 600, "a"), at(w, 661, "b")]);
    let together = analyse(&Builder::quarter(2026, 3).incidents(apart).build()).overlap.together;
    // 61 minutes are more than an hour: compared, and nothing follows.
    assert_eq!((together.tests, together.pairs[0].followed, together.pairs[0].q), (2, [0, 0], [1.0, 1.0]));
}

#[test]
fn an_unusual_storm_is_left_aside() {
    let mut list = august();
    let names = ["a", "b", "c"];
    list = list.into_iter().enumerate().map(|(i, x)| x.service(names[i % 3])).collect();
    let together = analyse(&Builder::quarter(2026, 3).incidents(list).build()).overlap.together;
    assert_eq!(together.aside, 12);
    // What is left of it are the two long ones of the evening before.
    assert_eq!(together.pairs.iter().flat_map(|p| p.followed).sum::<u64>(), 1);
}

#[test]
fn a_crowded_area_is_not_compared() {
    let every = (0..13 * 168).map(|h| Inc::at_ms(in_week(0, 60 * h)).minutes(5).service("a"));
    let data = Builder::quarter(2026, 3).incidents(pairs()).incidents(every).build();
    let together = analyse(&data).overlap.together;
    assert_eq!((together.crowded, together.tests), (1, 0));
}

#[test]
fn quarters_are_drawn_from_whole_weeks() {
    // Three incidents at once for ten hours, in one of thirteen weeks, and one for an hour in each.
    let three = (0..3).map(|_| Inc::at_ms(in_week(4, 600)).minutes(600));
    let each = (0..13).map(|w| Inc::at_ms(in_week(w, 5_000)).minutes(60));
    let builder = Builder::quarter(2026, 3).incidents(three).incidents(each);
    let data = builder.person("P-1", "UTC", "a").part(0, 0, "paged", "unknown", None).build();
    let staffing = analyse(&data).overlap.staffing.unwrap();
    assert_eq!((staffing.demand, staffing.weeks, staffing.peak, staffing.now), (Demand::Incidents, 13, 3, None));
    let rows: Vec<_> = staffing.rows.iter().map(|r| (r.people, r.observed, r.median, r.range)).collect();
    // That week comes 0 times in 35 of 100 quarters, 1 time in 38, 2 in 19, 3 in 6, 4 or more in 2.
    let ten = 10.0 * HOUR as f64;
    assert_eq!(rows[0], (1, 10 * HOUR, ten, [0.0, 3.0 * ten]));
    assert_eq!(rows[1], (2, 10 * HOUR, ten, [0.0, 3.0 * ten]));
    assert_eq!(rows[2], (3, 0, 0.0, [0.0, 0.0]));
    let findings = findings(&data);
    let told = claim(&findings, "overlap.staffing");
    assert_eq!(told.grade, Grade::Weak);
    assert!(told.sentence.contains("for about 10 hours (plausible 0–30) with 1 person on call"), "{}", told.sentence);
    // Weeks without any, drawn again, are no range from nothing to nothing.
    let tables: Vec<_> = findings.sections.iter().flat_map(|s| &s.tables).filter(|t| t.id == "staffing").collect();
    assert_eq!(tables[0].rows[2][2..], ["none in the weeks drawn from", "–"], "{:?}", tables[0].rows);
    assert!(!told.sentence.contains("0–0"), "{}", told.sentence);
}

/// How long incidents stay open says nothing of people, where no export names any.
#[test]
fn nobody_is_simulated_where_nobody_is_on_record() {
    let three = (0..3).map(|_| Inc::at_ms(in_week(4, 600)).minutes(600));
    let each = (0..13).map(|w| Inc::at_ms(in_week(w, 5_000)).minutes(60));
    let findings = findings(&Builder::quarter(2026, 3).incidents(three).incidents(each).build());
    assert!(findings.claim("overlap.staffing").is_none());
    assert!(findings.sections.iter().flat_map(|s| &s.tables).all(|table| table.id != "staffing"));
}

#[test]
fn the_work_of_people_is_the_demand_where_it_is_known() {
    // Two people on one incident are two pieces of work.
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at_ms(in_week(1, 600)).minutes(120))
        .person("P-1", "UTC", "a")
        .person("P-2", "UTC", "a")
        .work(0, 0, "2026-07-08 10:00", "2026-07-08 11:00")
        .work(0, 1, "2026-07-08 10:30", "2026-07-08 11:30")
        .build();
    let staffing = analyse(&data).overlap.staffing.unwrap();
    assert_eq!((staffing.demand, staffing.peak, staffing.coverage), (Demand::Work, 2, 1.0));
    assert_eq!(staffing.rows[0].observed, HOUR / 2);
}

#[test]
fn divided_attention_by_team_without_small_groups() {
    let mut builder = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-07-01 10:00").minutes(120))
        .incident(Inc::at("2026-07-01 10:30").minutes(120));
    // Five people of `large`, one of whom has both for half an hour; five of `other`; two of `small`, with both.
    let teams = ["large"; 5].into_iter().chain(["other"; 5]).chain(["small"; 2]);
    for (n, team) in (0_u32..).zip(teams) {
        builder = builder.person(&format!("P-{n}"), "UTC", team).work(0, n, "2026-07-01 10:00", "2026-07-01 11:00");
    }
    let data = builder
        .work(1, 0, "2026-07-01 10:30", "2026-07-01 11:30")
        .work(1, 10, "2026-07-01 10:00", "2026-07-01 11:00")
        .build();
    let teams = analyse(&data).overlap.divided.teams;
    let seen: Vec<_> =
        teams.iter().map(|t| (t.name.as_str(), t.people.len(), t.people_two.len(), t.work, t.two)).collect();
    let half = HOUR / 2;
    assert_eq!(
        seen,
        [("large", 5, 1, 5 * HOUR + half, half), ("other", 5, 0, 5 * HOUR, 0), ("small", 2, 1, 2 * HOUR, HOUR)]
    );
    let findings = findings(&data);
    let section = findings.sections.iter().find(|s| s.id == "overlap").unwrap();
    let table = section.tables.iter().find(|t| t.id == "attention-by-team").unwrap();
    // The two of `small` stand with the next larger team, so that no row is about fewer than five people.
    let rows: Vec<(&str, &str)> = table.rows.iter().map(|r| (r[0].as_str(), r[1].as_str())).collect();
    assert_eq!(rows, [("large", "5"), ("small teams, and people without a team", "7")]);
    let told = claim(&findings, "overlap.divided-attention");
    assert!(told.sentence.contains("By team") && !told.sentence.contains("“small”"), "{}", told.sentence);
}

#[test]
fn demand_and_capacity_stand_in_one_chart() {
    let findings = findings(&rotas().build());
    let exhibit = findings.exhibit("demand-capacity").unwrap();
    let Figure::Ribbon(figure::Ribbon { starts_ms, bucket_s, demand, people, .. }) = &exhibit.figure else {
        panic!("another figure")
    };
    assert_eq!((starts_ms.len(), demand.len()), (people.len(), people.len()));
    let at = |text: &str| starts_ms.iter().rposition(|start| *start <= ms(text)).unwrap();
    // Two people on the first day, and nobody knows of whom afterwards.
    assert_eq!((demand[at("2026-07-01 10:45")], people[at("2026-07-01 10:45")]), (3, Some(2)));
    assert_eq!(people[at("2026-07-03 00:00")], None);
    assert!(*bucket_s <= 86_400, "{bucket_s}");
    assert!(exhibit.headline.starts_with("More incidents than people on call for 0.25 hours"), "{}", exhibit.headline);
    assert!(exhibit.alt.contains("The roster is known for 1 %"), "{}", exhibit.alt);
}

#[test]
fn those_who_were_on_call_cannot_be_counted_by_subtraction() {
    let mut builder = Builder::quarter(2026, 3).incidents(august());
    for n in 0..8 {
        builder =
            builder.person(&format!("P-{n}"), "UTC", "a").part(92, n, "paged", if n < 3 { "yes" } else { "no" }, None);
    }
    let findings = findings(&builder.build());
    let told = claim(&findings, "overlap.storm/S-01");
    assert!(told.sentence.contains("8 people took part; most of them joined"), "{}", told.sentence);
    assert!(!told.numbers.contains_key("pulled_in"));
}
