//! Shifts, evenness and dependence.

use super::{load, with};
use crate::support::builder::{Builder, Inc};
use crate::support::shared;
use retroscope::analyse::load::Params;
use retroscope::analyse::load::inequality::spread;
use serde_json::Value;

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 5e-4, "{found}, not {wanted}");
}

#[test]
fn incidents_per_shift_of_twelve_hours() {
    // A week is 14 shifts, eight hours are one; a page before the shift and one at its end reach nobody in it.
    // Shifts are known from the first incident on.
    let starts = ["2026-08-10 01:00", "2026-08-10 02:00", "2026-08-10 03:00", "2026-08-01 00:00"];
    let load = load(
        with(2, &starts)
            .shift(0, "primary", 1, "2026-08-10 00:00", "2026-08-17 00:00")
            .shift(1, "days", 1, "2026-08-10 09:00", "2026-08-10 17:00")
            .page(0, 0, "2026-08-10 01:00")
            .page(0, 0, "2026-08-10 01:30")
            .page(1, 0, "2026-08-10 02:00")
            .page(2, 0, "2026-08-10 03:00")
            .page(2, 0, "2026-08-10 12:00")
            .page(0, 1, "2026-08-10 08:59")
            .page(0, 1, "2026-08-10 17:00"),
    );
    let shifts = load.shifts.unwrap();
    let all = shifts.per_shift;
    assert_eq!((all.shifts, all.incidents, all.over), (15, 4, 1));
    assert_eq!(all.spread, [13, 1, 0, 1, 0]);
    // Garwood for 4 in 15: 1.08987/15 and 10.24159/15; Wilson for 1 of 15.
    let mean = all.mean.unwrap();
    close(mean.rate, 0.26667);
    close(mean.low, 0.07266);
    close(mean.high, 0.68277);
    let range = all.over_range.unwrap();
    close(range[0], 0.01187);
    close(range[1], 0.29817);
    // Known from Monday to Monday: all of it, and 8 of 168 hours.
    assert_eq!((shifts.people, shifts.on_call.over), (2, 1));
    close(shifts.on_call.shares[0], 8.0 / 168.0);
    close(shifts.on_call.shares[1], 1.0);
}

#[test]
fn rotations_have_a_length_and_a_cadence() {
    let load = load(
        with(2, &["2026-08-10 01:00"])
            .shift(0, "primary", 1, "2026-07-06 00:00", "2026-07-13 00:00")
            .shift(1, "primary", 1, "2026-07-13 00:00", "2026-07-20 00:00")
            .shift(0, "primary", 1, "2026-07-27 00:00", "2026-07-30 00:00")
            .shift(0, "primary", 1, "2026-07-30 00:00", "2026-08-03 00:00")
            .exported("2026-10-01 00:00")
            .incident(Inc::at("2026-07-01 00:00").minutes(5)),
    );
    let [rotation] = &load.shifts.unwrap().rotations[..] else { panic!("one rotation") };
    // Three stretches of a week each: two shifts that touch are one. The first person pauses for two weeks.
    assert_eq!((rotation.people, rotation.stretches, rotation.gaps), (2, 3, 1));
    assert_eq!((rotation.median_hours, rotation.weeks_between), (Some(168.0), Some(2.0)));
    assert_eq!(rotation.per_shift.shifts, 42);
}

#[test]
fn evenness_is_per_hour_on_call() {
    // Twice the hours, twice the bouts: even. Gini 0, and a fifth of the time has a fifth of the bouts.
    let params = Params::default();
    let even = spread(&[10.0, 10.0, 20.0, 20.0, 40.0], &[10.0, 10.0, 20.0, 20.0, 40.0], &params).unwrap();
    close(even.gini.observed, 0.0);
    close(even.fifth.observed, 0.2);
    assert!(even.gini.p > 0.9 && even.lorenz.len() == 11);
    // Five people with equal hours, one of whom has all 25: Gini (n − 1)/n.
    let one = spread(&[0.0, 0.0, 0.0, 25.0, 0.0], &[7.0; 5], &params).unwrap();
    close(one.gini.observed, 0.8);
    close(one.fifth.observed, 1.0);
    assert!(one.gini.p <= 0.001 && one.fifth.most < 0.6);
    assert_eq!(one.lorenz[8], 0.0);
    // By hand: rates 1, 3 over hours 1, 1, 1, 1, 4 …: hours 8, bouts 4·3 + 4·4 = 28; cumulative (4/8, 12/28)? The four
    // with 3 per hour have 12 of 28 over 4 of 8 hours, the fifth with 4 per hour the rest.
    let two = spread(&[3.0, 3.0, 3.0, 3.0, 16.0], &[1.0, 1.0, 1.0, 1.0, 4.0], &params).unwrap();
    close(two.gini.observed, 1.0 - (0.5 * (12.0 / 28.0) + 0.5 * (12.0 / 28.0 + 1.0)));
    assert!(spread(&[1.0; 5], &[1.0; 5], &params).is_none(), "five bouts are too few");
    assert!(spread(&[10.0; 4], &[1.0; 4], &params).is_none(), "four people are too few");
}

#[test]
fn the_null_is_the_one_of_the_vectors() {
    let Some(shared) = shared() else { return };
    let all: Value = serde_json::from_str(&std::fs::read_to_string(shared.join("stat_vectors.json")).unwrap()).unwrap();
    let vector = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == "gini_null_exact").unwrap();
    let mean = vector["expected"]["E_gini"].as_f64().unwrap();
    // Four bouts over three people are below our minimum, so the null is asked for with the same measure on its own: the
    // weighted coefficient equals the plain one for equal hours.
    use retroscope::stats::concentration::{concentration, multinomial_null};
    let gini = |draw: &[f64]| concentration(draw).map_or(0.0, |c| c.gini);
    let null = multinomial_null(4, &[1.0; 3], 20_000, 1, gini).unwrap();
    assert!((null.iter().sum::<f64>() / 20_000.0 - mean).abs() < 0.005);
    let params = Params { replicates: 99, ..Params::default() };
    let counts = [9.0, 1.0, 4.0, 4.0, 2.0, 12.0];
    close(spread(&counts, &[5.0; 6], &params).unwrap().gini.observed, concentration(&counts).unwrap().gini);
}

/// Twenty incidents of one service: ten answered by person 0 alone, six by 1 and 2, four by 3 to 5.
fn answered() -> Builder {
    let mut builder = (0..6).fold(Builder::quarter(2026, 3), |b, i| b.person(&format!("P-{i}"), "UTC", "a"));
    for n in 0..22_u32 {
        builder = builder.incident(Inc::at(&format!("2026-08-{:02} 10:00", n + 1)).minutes(5).service("checkout"));
        let people: &[u32] = match n {
            0..10 => &[0],
            10..16 => &[1, 2],
            16..20 => &[3, 4, 5],
            _ => &[],
        };
        builder = people.iter().fold(builder, |b, p| b.part(n, *p, "paged", "yes", Some(600.0)));
    }
    // Called, and never there.
    builder.part(21, 5, "paged", "yes", None)
}

#[test]
fn dependence_on_few_people() {
    let load = load(answered());
    let all = load.dependence.all.unwrap();
    assert_eq!((all.incidents, all.unknown, all.people), (20, 2, 6));
    assert_eq!((all.half, all.four_fifths, all.smallest), (1, 2, true));
    assert_eq!((all.alone, all.most_alone), (10, 10));
    let [area] = &load.dependence.areas[..] else { panic!("one service") };
    assert_eq!((area.area.as_str(), area.incidents, area.four_fifths), ("checkout", 20, 2));
}
