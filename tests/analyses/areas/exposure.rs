//! Rates per deploy, request and service; the funnel; areas without incidents.

use super::changes::even;
use crate::analyses::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, ms};
use retroscope::analyse::areas::funnel::limit;
use retroscope::findings::Figure;
use retroscope::findings::areas::Areas;
use retroscope::findings::exhibit::figure;
use retroscope::frame::DataSet;
use retroscope::model::exposure::Exposure;

fn deploys(area: &str, from: &str, to: &str, n: f64) -> Exposure {
    let at = |day: &str| ms(&format!("{day} 00:00"));
    Exposure { area: area.to_owned(), from: at(from), to: at(to), deploys: Some(n), requests: None, services: None }
}

fn shop(rows: Vec<Exposure>) -> DataSet {
    let incidents = [even(3, "a", 40), even(3, "b", 10), even(3, "c", 6)].concat();
    let mut data = Builder::quarter(2026, 3).incidents(incidents).build();
    data.exposure = rows;
    data
}

fn quarter(area: &str, n: f64) -> Exposure {
    deploys(area, "2026-07-01", "2026-10-01", n)
}

#[test]
fn rates_are_per_deploy() {
    let areas = analyse(&shop(vec![quarter("service:a", 400.0), quarter("service:b", 20.0)])).areas;
    let exposed = &areas.kind("service").unwrap().exposed;
    assert_eq!(exposed.len(), 2);
    let rate = exposed[1].rates[1].unwrap();
    // The exact interval of a count of 10 is 4.795389 to 18.390356.
    assert!((rate.rate - 0.5).abs() < 1e-12 && (rate.low - 4.795_389 / 20.0).abs() < 1e-6);
    assert!((rate.high - 18.390_356 / 20.0).abs() < 1e-6);
    assert_eq!(exposed[0].rates.map(|r| r.is_some()), [false, true, false]);
}

#[test]
fn stretches_are_cut_to_the_period_and_counted_once() {
    // 183 deploys over the 183 days of both quarters: 92 of them fall on Q3.
    let half = analyse(&shop(vec![deploys("service:a", "2026-04-01", "2026-10-01", 183.0)])).areas;
    let amount =
        |areas: &retroscope::analyse::areas::Output| areas.kind("service").unwrap().exposed[0].amounts[1].unwrap();
    assert!((amount(&half) - 92.0).abs() < 1e-9);
    // A row per month beside one for the quarter: the longer one counts.
    let months = [("2026-07-01", "2026-08-01"), ("2026-08-01", "2026-09-01"), ("2026-09-01", "2026-10-01")];
    let mut rows: Vec<Exposure> = months.map(|(from, to)| deploys("service:a", from, to, 30.0)).to_vec();
    assert!((amount(&analyse(&shop(rows.clone())).areas) - 90.0).abs() < 1e-9);
    rows.push(quarter("service:a", 100.0));
    assert!((amount(&analyse(&shop(rows)).areas) - 100.0).abs() < 1e-9);
    // One month of three is not the quarter.
    let part = analyse(&shop(vec![deploys("service:a", "2026-07-01", "2026-08-01", 30.0)])).areas;
    assert!(part.kind("service").unwrap().exposed.is_empty());
}

#[test]
fn limits_are_exact_quantiles() {
    // Poisson with mean 10: P(X ≤ 3) = 0.010336, P(X ≤ 4) = 0.029253; the 2.5 % point lies 0.77519 of the way.
    let found = limit(0.1, 100.0);
    let wanted = 3.0 + (0.025 - 0.010_336_051) / (0.029_252_688 - 0.010_336_051);
    assert!((found.inner[0] * 100.0 - wanted).abs() < 1e-5, "{found:?}");
    // P(X ≤ 16) = 0.972958, P(X ≤ 17) = 0.985722.
    let wanted = 16.0 + (0.975 - 0.972_958_390) / (0.985_722_386 - 0.972_958_390);
    assert!((found.inner[1] * 100.0 - wanted).abs() < 1e-5, "{found:?}");
    assert!(found.outer[0] < found.inner[0] && found.outer[1] > found.inner[1]);
    assert_eq!(limit(0.1, 1.0).inner[0], 0.0);
}

#[test]
fn the_funnel_names_what_lies_outside() {
    // 56 incidents over 1,120 deploys are 0.05 each: 40 of 1,000 fits, 10 of 20 is far above 1.
    let data = shop(vec![quarter("service:a", 1_000.0), quarter("service:b", 20.0), quarter("service:c", 100.0)]);
    let part_of_it = part(&Areas, &data);
    let text = sentence(&part_of_it, "areas.exposure");
    assert!(text.starts_with("In Q3 2026, 3 services together had 0.050 incidents per deploy. Above the 99.8 % limits of chance for their exposure: b (10 incidents, 0.50; chance 0–"), "{text}");
    let exhibit = part_of_it.exhibits.iter().find(|e| e.id == "area-funnel").unwrap();
    let Figure::Funnel(figure::Funnel { points, limits, centre, .. }) = &exhibit.figure else { panic!("a funnel") };
    assert!((centre - 0.05).abs() < 1e-12 && limits.len() == 61);
    assert_eq!(points.iter().map(|p| p.outside).collect::<Vec<_>>(), [false, true, false]);
    // Without a figure for c there is no common measure.
    let data = shop(vec![quarter("service:a", 1_000.0), quarter("service:b", 20.0)]);
    let found = part(&Areas, &data);
    assert!(found.claims.iter().all(|c| c.code != "areas.exposure"));
    assert!(found.section.unwrap().tables.iter().any(|t| t.id == "areas-exposure"));
}

#[test]
fn ranks_are_by_exposure_where_all_have_it() {
    let names = ["a", "b", "c", "d", "e"];
    let incidents = [60, 20, 20, 20, 20];
    let all: Vec<Inc> = names.iter().zip(incidents).flat_map(|(name, n)| even(3, name, n)).collect();
    let mut data = Builder::quarter(2026, 3).incidents(all).build();
    // By deploys e has the highest rate by far, and a the lowest.
    let given = [6_000.0, 400.0, 400.0, 400.0, 40.0];
    data.exposure = names.iter().zip(given).map(|(name, n)| quarter(&format!("service:{name}"), n)).collect();
    let areas = analyse(&data).areas;
    let rank = |name: &str| areas.current("service").find(|r| r.area == name).unwrap().rank.unwrap();
    assert_eq!((rank("e"), rank("a")), ([1.0, 1.0], [5.0, 5.0]));
    assert!(areas.kind("service").unwrap().weighted);
}

#[test]
fn areas_without_incidents_are_listed() {
    let mut data = Builder::quarter(2026, 3)
        .incidents(even(2, "old", 2).into_iter().map(|i| i.detection("customer")))
        .incidents(even(2, "calm", 2))
        .incidents(even(3, "a", 9))
        .build();
    data.exposure = vec![quarter("service:a", 10.0), quarter("service:silent", 25.0)];
    let areas = analyse(&data).areas;
    let told: Vec<_> = areas.blind.iter().map(|b| (b.area.as_str(), b.amounts[1], b.elsewhere)).collect();
    assert_eq!(told, [("old", None, [2, 2]), ("silent", Some(25.0), [0, 0])]);
    let part = part(&Areas, &data);
    let text = sentence(&part, "areas.blind-spots");
    assert!(text.starts_with("No incident was declared in 2 areas in Q3 2026, although there was something to watch there: old and silent. None seen is compatible with up to 3.7 in a period like this one"), "{text}");
    assert_eq!(claim(&part, "areas.blind-spots").n, Some(2));
}
