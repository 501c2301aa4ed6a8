//! Ranks, concentration and groups.

use super::changes::even;
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc};
use retroscope::analyse::areas::chance::simulate;
use retroscope::analyse::areas::measures::ChanceMeasures;
use retroscope::analyse::areas::ranks::rank;
use retroscope::analyse::areas::spread::spread;
use retroscope::findings::areas::Areas;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Grade};
use retroscope::frame::DataSet;
use retroscope::stats::binomial::draw as binomial;
use retroscope::stats::random::stream;

fn quarter(services: &[(&str, i64)]) -> DataSet {
    Builder::quarter(2026, 3).incidents(services.iter().flat_map(|(name, n)| even(3, name, *n))).build()
}

#[test]
fn rates_are_drawn_towards_the_mean() {
    // Marshall's moments by hand: mean 50/65, variance between areas 0.556213.
    let counts = [2, 4, 6, 8, 30].map(|n| (n, 1.0));
    let found = rank(&counts, 13.0, true).unwrap();
    let wanted = [0.213_017_751, 0.352_071_006, 0.491_124_260, 0.630_177_515, 2.159_763_314];
    assert!((found.mean - 50.0 / 65.0).abs() < 1e-12);
    assert!(found.rates.iter().zip(wanted).all(|(rate, wanted)| (rate.0 - wanted).abs() < 1e-8), "{:?}", found.rates);
    assert!(found.rates.iter().all(|(rate, [low, high])| low < rate && rate < high));
    // 30 of 38 with the next are clearly more at the level of five; 8 of 10 with the one below are not.
    assert_eq!((found.ranks[4], found.ranks[0]), (Some([1, 1]), Some([2, 5])));
    assert!(found.q.is_some_and(|q| q < 0.001), "{found:?}");
    assert_eq!(rank(&counts[..4], 13.0, false), None, "four areas are too few");
    assert_eq!(rank(&[(4, 1.0), (5, 1.0), (6, 1.0), (5, 1.0), (5, 1.0)], 13.0, false), None, "within chance");
    let many: Vec<(u64, f64)> = (0..4_000).map(|i| (i % 40, 1.0)).collect();
    let found = rank(&many, 13.0, true).unwrap();
    assert_eq!(found.ranks.iter().flatten().count(), 200, "nobody reads further");
    assert!(rank(&many, 13.0, false).unwrap().ranks.is_empty());
}

#[test]
fn binomial_numbers_have_their_mean_and_variance() {
    let mut rng = stream(7, &[1]);
    for (n, p) in [(20, 0.05), (1_000, 0.3), (200_000, 0.9), (1, 0.5)] {
        let draws: Vec<f64> = (0..4_000).map(|_| binomial(n, p, &mut rng) as f64).collect();
        let mean = draws.iter().sum::<f64>() / 4_000.0;
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / 3_999.0;
        let (wanted, spread) = (n as f64 * p, n as f64 * p * (1.0 - p));
        assert!((mean - wanted).abs() < 4.0 * (spread / 4_000.0).sqrt(), "{n} {p}: {mean}");
        assert!((variance / spread - 1.0).abs() < 0.12, "{n} {p}: {variance}");
    }
    assert_eq!([binomial(0, 0.5, &mut rng), binomial(9, 0.0, &mut rng), binomial(9, 1.0, &mut rng)], [0, 0, 9]);
}

#[test]
fn chance_has_the_exact_distribution_both_ways() {
    // Two equal cells: the larger has at least 60 of 100 with probability 0.056888, at least 40 of 60 with 0.013489.
    for (events, most, wanted) in [(100_u64, 0.6, 0.056_888), (60, 40.0 / 60.0, 0.013_489)] {
        let null = simulate(events, &[1.0, 1.0], [3, 0]).unwrap();
        assert_eq!(null.draws.len(), 9_999);
        let share = null.draws.iter().filter(|m| m.top >= most - 1e-9).count() as f64 / 9_999.0;
        assert!((share - wanted).abs() < 4.0 * (wanted / 9_999.0).sqrt(), "{events}: {share}");
    }
    // Weighted one to three: the larger cell has three quarters in the mean.
    let null = simulate(200, &[1.0, 3.0], [3, 0]).unwrap();
    let mean = null.draws.iter().map(|m| m.top).sum::<f64>() / 9_999.0;
    assert!((mean - 0.75).abs() < 0.002, "{mean}");
    assert_eq!(simulate(10, &[0.0, 0.0], [3, 0]), None);
    assert!(simulate(100_000_000, &[1.0; 200], [3, 0]).unwrap().draws.len() >= 199);
}

#[test]
fn equal_areas_are_far_from_equal_by_chance() {
    // METHODS 4.4: 100 incidents over 20 equal areas have a Gini of 0.24, and up to 0.30 in 95 of 100.
    let measures = spread(&[5.0; 20], &[5; 20], &[1.0; 20], [9, 0]).unwrap();
    let chance = measures.chance.unwrap();
    assert!((chance.gini.mean - 0.24).abs() < 0.01 && (chance.gini.p95 - 0.30).abs() < 0.01, "{chance:?}");
    assert!(!chance.gini.beyond(measures.first.gini));
    // By hand: 1, 2, 3, 4 of 10 has a Gini of 1/4, the largest fifth (one of four) has 0.4.
    assert_eq!(ChanceMeasures::of(&[4.0, 1.0, 3.0, 2.0]), ChanceMeasures { gini: 0.25, top: 0.4, fifth: 0.4 });
    assert!(spread(&[5.0; 4], &[5; 4], &[1.0; 4], [9, 0]).unwrap().chance.is_none(), "four areas are too few");
    assert!(spread(&[3.0; 6], &[3; 6], &[1.0; 6], [9, 0]).unwrap().chance.is_none(), "18 incidents are too few");
}

#[test]
fn fractions_are_shown_and_first_areas_are_tested() {
    let both = (0..10).map(|d| Inc::at(&format!("2026-07-{:02} 10:00", d + 1)).service("a").service("b"));
    let data = Builder::quarter(2026, 3).incidents(both).incidents(even(3, "c", 5)).build();
    let areas = analyse(&data).areas;
    let found = areas.kind("service").unwrap().spread.clone().unwrap();
    // a and b have five each by halves; the first area is a ten times.
    assert!((found.shown.top_share - 1.0 / 3.0).abs() < 1e-12 && found.shown.gini < 1e-12);
    assert_eq!((found.events, found.first.top), (15, 10.0 / 15.0));
}

#[test]
fn concentration_beyond_chance_is_told_apart() {
    let even_one = quarter(&[("a", 11), ("b", 9), ("c", 10), ("d", 12), ("e", 8), ("f", 10)]);
    let part_of_it = part(&Areas, &even_one);
    let equal = claim(&part_of_it, "areas.concentration");
    assert_eq!((equal.grade, equal.q), (Grade::Fact, None), "areas are not equal, so that they differ is no evidence");
    assert!(equal.sentence.contains("over equal services, makes up to"), "{}", equal.sentence);
    assert!(
        sentence(&part_of_it, "areas.most-incidents")
            .contains("Chance alone could give the largest of 6 equal services as much")
    );
    let ranks = claim(&part_of_it, "areas.ranks");
    assert_eq!(
        ranks.sentence,
        "The differences between 6 services with 60 incidents in Q3 2026 are within what is plausible by chance, so they are not ranked; smaller ones would not show."
    );
    let skewed = quarter(&[("a", 80), ("b", 6), ("c", 5), ("d", 4), ("e", 3), ("f", 2)]);
    let part = part(&Areas, &skewed);
    let beyond = claim(&part, "areas.concentration");
    assert_eq!(beyond.grade, Grade::Fact);
    assert!(beyond.sentence.starts_with("In Q3 2026, 1 of 6 services had half and four fifths of the 100 incidents that name one. By the first service each incident names, the 2 largest of 6 services had 86 %, the Pareto picture"), "{}", beyond.sentence);
    assert!(
        sentence(&part, "areas.most-incidents")
            .contains("Chance alone rarely gives the largest of 6 equal services more than 2")
    );
    let ranks = claim(&part, "areas.ranks");
    assert!(
        ranks.sentence.starts_with(
            "Of 6 services with 100 incidents, a is probably among the three with the most incidents in Q3 2026"
        ),
        "{}",
        ranks.sentence
    );
    assert_eq!(ranks.grade, Grade::Evidence);
    let exhibit = part.exhibits.iter().find(|e| e.id == "area-ranks").unwrap();
    let Figure::Ranks(figure::Ranks { rows, .. }) = &exhibit.figure else { panic!("ranks") };
    assert_eq!((rows.len(), rows[0].name.as_str(), rows[0].ranks), (6, "a", [1.0, 1.0]));
}

#[test]
fn a_path_in_a_name_is_a_group() {
    let one = |service: &str, n: i64| even(3, service, n);
    let data = Builder::quarter(2026, 3)
        .incidents([one("payments/api", 3), one("payments/worker", 2), one("payments", 1), one("CI/CD", 4)].concat())
        .incident(Inc::at("2026-07-02 10:00").service("payments/api").service("payments/worker"))
        .incidents(even(2, "payments/api", 7))
        .build();
    let groups = analyse(&data).areas.groups;
    let told: Vec<_> = groups.iter().map(|g| (g.kind, g.name.as_str(), g.areas, g.incidents, g.previous)).collect();
    assert_eq!(told, [("service", "payments", 3, 7, Some(7))]);
    let part = part(&Areas, &data);
    let table = part.section.unwrap().tables.into_iter().find(|t| t.id == "areas-groups").unwrap();
    assert_eq!(table.rows, [["payments", "services", "3", "7", "7"]]);
}

/// Between 0.05 and 0.10 a q is a weak signal, of ranks as of everything else.
#[test]
fn the_one_that_comes_closest_is_a_weak_signal_by_the_rule_for_all() {
    let others = [31, 21, 18, 17, 16, 12, 11, 9, 6, 6, 4, 4, 3, 3, 1];
    let names: Vec<String> = (0..others.len()).map(|at| format!("s{at}")).collect();
    let counts = |top: i64| {
        let all = names.iter().map(String::as_str).zip(others);
        quarter(&all.chain([("top", top)]).collect::<Vec<_>>())
    };
    let told = (38..60).map(|top| part(&Areas, &counts(top))).find(|part| {
        let claim = claim(part, "areas.ranks");
        claim.sentence.starts_with("None of") && claim.q.is_some_and(|q| q > 0.05 && q <= 0.1)
    });
    let told = told.expect("some number lies between the two lines");
    let ranks = claim(&told, "areas.ranks");
    assert_eq!(ranks.grade, Grade::Weak, "{}", ranks.sentence);
    assert!(ranks.sentence.contains("; top comes closest, a weak signal, worth watching: "), "{}", ranks.sentence);
}

/// A figure by chance is held against the same incidents that it is a figure of.
#[test]
fn the_largest_share_and_that_of_chance_have_one_denominator() {
    let unnamed =
        (0..20).map(|i| Inc::at_ms(crate::support::builder::ms("2026-07-02 10:00") + i * 86_400_000).minutes(30));
    let named = [("a", 7), ("b", 5), ("c", 4), ("d", 4), ("e", 3), ("f", 2)];
    let data = Builder::quarter(2026, 3)
        .incidents(named.iter().flat_map(|(name, n)| even(3, name, *n)))
        .incidents(unnamed)
        .build();
    let told = part(&Areas, &data);
    let text = sentence(&told, "areas.most-incidents");
    assert!(text.starts_with("a had the most incidents of all services in Q3 2026: 7 of 45 (16 %)"), "{text}");
    let base = "By the first service that each incident with one names, the largest has 7 of 25 (28 %). Chance alone could give the largest of 6 equal services as much (up to ";
    assert!(text.contains(base), "{text}");
}

#[test]
fn of_a_handful_nobody_is_ranked_and_of_equals_none_is_left_out() {
    let few = quarter(&[("a", 2), ("b", 1), ("c", 1), ("d", 1), ("e", 1)]);
    let told = part(&Areas, &few);
    let ranks = claim(&told, "areas.ranks");
    assert_eq!(ranks.grade, Grade::NotAssessable, "{}", ranks.sentence);
    assert!(
        ranks.sentence.starts_with("With 5 services with 6 incidents there are too few to say"),
        "{}",
        ranks.sentence
    );
    let text = sentence(&told, "areas.most-incidents");
    assert!(text.contains(" b, c and 2 more followed with 1 each."), "{text}");
    let note = &told.section.unwrap().tables.into_iter().find(|t| t.id == "areas-ranking").unwrap().note;
    assert!(note.contains("which hold for all together at 95 %"), "{note}");
}
