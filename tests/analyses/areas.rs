mod chance;
mod changes;
mod exact;
mod exposure;
mod real;

use super::{analyse, claim, part, sentence};
use crate::support::builder::{Builder, Inc, quarter};
use retroscope::analyse::areas::AreaRow;
use retroscope::findings::areas::Areas;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Figure, Grade};
use retroscope::frame::DataSet;
use retroscope::model::period::Period;
use retroscope::model::time::{DAY, Window};

fn row<'a>(rows: &'a [AreaRow], kind: &str, area: &str, period: &str) -> Option<&'a AreaRow> {
    rows.iter().find(|r| r.kind == kind && r.area == area && r.period == period)
}

/// Q2: 2 checkout, 1 search. Q3: 6 checkout (one of them also search), 2 search more, 3 without a service, 1 excluded.
fn shop() -> DataSet {
    let q3 = |day: u32| Inc::at(&format!("2026-07-{day:02} 10:00")).minutes(30).sev(2);
    Builder::quarter(2026, 3)
        .incidents((1..=2).map(|d| Inc::at(&format!("2026-05-{d:02} 10:00")).service("checkout").customer_facing(true)))
        .incident(Inc::at("2026-05-09 10:00").service("search"))
        .incidents((1..=5).map(|d| q3(d).service("checkout").customer_facing(true)))
        .incident(q3(6).service("checkout").service("search").service("checkout").sev(1))
        .incidents((7..=8).map(|d| q3(d).service("search").customer_facing(false)))
        .incidents((9..=11).map(q3))
        .incident(q3(12).service("ledger").excluded())
        .build()
}

#[test]
fn an_incident_in_two_services_counts_in_both_and_once_in_each() {
    let areas = analyse(&shop()).areas;
    let checkout = row(&areas.rows, "service", "checkout", "2026Q3").unwrap();
    assert_eq!((checkout.incidents, checkout.previous), (6, Some(2)));
    assert!((checkout.share.unwrap() - 6.0 / 11.0).abs() < 1e-12);
    let search = row(&areas.rows, "service", "search", "2026Q3").unwrap();
    assert_eq!((search.incidents, search.previous), (3, Some(1)));
    assert_eq!(row(&areas.rows, "service", "checkout", "2026Q2").unwrap().previous, None);
    assert_eq!(row(&areas.rows, "service", "ledger", "2026Q3"), None);
    let total = areas.total().unwrap();
    assert_eq!((total.incidents, total.without[0], total.without[1]), (11, 3, 11));
    assert_eq!(total.customer, [5, 2, 4]);
    let keys: Vec<_> = areas.rows.iter().map(|r| (r.kind, r.area.as_str(), r.period.as_str())).collect();
    assert!(keys.is_sorted());
}

#[test]
fn rates_are_per_week_with_the_exact_interval() {
    let areas = analyse(&shop()).areas;
    let search = row(&areas.rows, "service", "search", "2026Q3").unwrap();
    // 92 days; the exact interval of a count of 3 is 0.6187 to 8.7673.
    let weeks = 92.0 / 7.0;
    assert!((search.rate_per_week.unwrap() - 3.0 / weeks).abs() < 1e-12);
    let [lo, hi] = search.rate.unwrap();
    assert!((lo - 0.618_672_122 / weeks).abs() < 1e-8 && (hi - 8.767_273_07 / weeks).abs() < 1e-8);
}

#[test]
fn an_area_that_fell_to_zero_keeps_a_row() {
    let data = Builder::quarter(2026, 3)
        .incident(Inc::at("2026-05-02 10:00").service("old"))
        .incident(Inc::at("2026-07-02 10:00").service("young"))
        .build();
    let areas = analyse(&data).areas;
    let old = row(&areas.rows, "service", "old", "2026Q3").unwrap();
    assert_eq!((old.incidents, old.previous), (0, Some(1)));
    assert_eq!(areas.ranking("service").len(), 1);
}

#[test]
fn a_period_that_is_no_quarter_stands_beside_the_quarters() {
    let july = Window { start: quarter(2026, 3).window.start, end: quarter(2026, 3).window.start + 31 * DAY };
    let data = Builder::period(Period { label: "2026-07".to_owned(), window: july, partial: false })
        .incident(Inc::at("2026-07-02 10:00").service("a"))
        .incident(Inc::at("2026-08-02 10:00").service("a"))
        .build();
    let areas = analyse(&data).areas;
    assert_eq!(row(&areas.rows, "service", "a", "2026-07").unwrap().incidents, 1);
    assert_eq!(row(&areas.rows, "service", "a", "2026Q3").unwrap().incidents, 2);
    assert_eq!(areas.total().unwrap().period, "2026-07");
    assert_eq!(areas.total().unwrap().previous, None);
    assert!(sentence(&part(&Areas, &data), "areas.total").contains("in July 2026"));
}

#[test]
fn weeks_begin_on_monday_and_split_by_severity() {
    let weeks = analyse(&shop()).volume.weeks;
    assert_eq!(weeks.series.iter().map(|s| s.0).collect::<Vec<_>>(), [Some(1), Some(2), None]);
    assert_eq!(weeks.incidents, 14);
    assert!(weeks.starts_ms.iter().all(|s| (s / DAY + 3) % 7 == 0 && s % DAY == 0));
    // 1 May 2026 is a Friday: the first week begins on 27 April. 6 July is the Monday of six incidents (6 to 11 July).
    let per_week: Vec<u64> = (0..weeks.starts_ms.len()).map(|w| weeks.series.iter().map(|s| s.1[w]).sum()).collect();
    assert_eq!(&per_week[..2], [2, 1]);
    assert_eq!(per_week.iter().max(), Some(&6));
}

#[test]
fn the_sentences_on_areas() {
    let part = part(&Areas, &shop());
    let total = sentence(&part, "areas.total");
    // All eleven began within twelve days: by hand, squared distances of weeks of both quarters from their means 84.5 over 24
    // degrees of freedom, so 3.5 times the variance of independent ones, and a factor of exp(2.064 √(3.5/11)) = 3.2.
    assert!(total.starts_with("11 incidents began in Q3 2026, about 0.84 a week (plausible 0.26–2.7)."), "{total}");
    assert!(total.ends_with("There were 3 in Q2 2026."), "{total}");
    let most = sentence(&part, "areas.most-incidents");
    assert!(
        most.starts_with("checkout had the most incidents of all services in Q3 2026: 6 of 11 (55 %), about"),
        "{most}"
    );
    assert!(most.contains("search followed with 3."), "{most}");
    assert!(most.ends_with("3 incidents name no service."), "{most}");
    assert_eq!(claim(&part, "areas.most-incidents").incident_ids.len(), 6);
    let customers = sentence(&part, "areas.customer-facing");
    assert_eq!(
        customers,
        "5 incidents that began in Q3 2026 reached customers (2 in Q2 2026). Of these, checkout is in 5. For 4 others it is not recorded."
    );
    assert_eq!(part.budgets[0].title, "What customers felt");
    // Nothing says that chance alone would not give the largest of two as much: a leader is not told of it.
    assert_eq!(part.headlines, [""; 0]);
    let Figure::Pareto(figure::Pareto { bars, others, .. }) = &part.exhibits[0].figure else { panic!("a ranking") };
    assert_eq!(bars.iter().map(|b| b.value).collect::<Vec<_>>(), [6.0, 3.0]);
    assert!(others.is_none());
}

#[test]
fn small_numbers_have_no_percentages_and_correct_plurals() {
    let one =
        Builder::quarter(2026, 3).incident(Inc::at("2026-07-02 10:00").service("a").customer_facing(true)).build();
    let part_of_one = part(&Areas, &one);
    let total = sentence(&part_of_one, "areas.total");
    assert!(total.starts_with("1 incident began in Q3 2026"), "{total}");
    assert!(total.ends_with("The data hold no earlier period, so nothing is compared."), "{total}");
    let most = sentence(&part_of_one, "areas.most-incidents");
    assert!(most.starts_with("a is the only service that incidents name in Q3 2026: 1 of 1, about"), "{most}");
    assert!(!most.contains('%'), "{most}");
    let tied = Builder::quarter(2026, 3)
        .incidents((1..=2).flat_map(|d| ["a", "b"].map(|s| Inc::at(&format!("2026-07-{d:02} 10:00")).service(s))))
        .build();
    let most = part(&Areas, &tied);
    assert_eq!(
        sentence(&most, "areas.most-incidents"),
        "a and b had the most incidents of all services in Q3 2026, each 2 of 4."
    );
    assert_eq!(claim(&most, "areas.most-incidents").lead, "");
}

#[test]
fn without_areas_the_ranking_is_not_assessable() {
    let bare = Builder::quarter(2026, 3).incidents((1..=3).map(|d| Inc::at(&format!("2026-07-{d:02} 10:00")))).build();
    let bare = part(&Areas, &bare);
    let claim = claim(&bare, "areas.most-incidents");
    assert_eq!(claim.grade, Grade::NotAssessable);
    assert_eq!(claim.sentence, "None of the 3 incidents that began in Q3 2026 names a service, team or component.");
    assert_eq!(bare.unknowns.len(), 2);
    assert_eq!(
        sentence(&bare, "areas.customer-facing"),
        "Whether customers noticed is not recorded for any of the 3 incidents that began in Q3 2026."
    );
    assert!(bare.headlines.is_empty());
    let none = part(&Areas, &Builder::quarter(2026, 3).build());
    assert!(none.exhibits.is_empty() && none.unknowns.is_empty());
    assert!(sentence(&none, "areas.total").starts_with("No incident began in Q3 2026."));
}

#[test]
fn teams_stand_in_for_unknown_services() {
    let data = Builder::quarter(2026, 3)
        .incidents((1..=9).map(|d| Inc::at(&format!("2026-07-{d:02} 10:00")).team(if d < 6 { "red" } else { "blue" })))
        .incident(Inc::at("2026-07-20 10:00").service("only").team("blue"))
        .build();
    let part = part(&Areas, &data);
    let most = sentence(&part, "areas.most-incidents");
    assert!(
        most.starts_with("blue and red had the most incidents of all teams in Q3 2026, each 5 of 10 (50 %)."),
        "{most}"
    );
}

#[test]
fn the_chart_sums_up_what_it_leaves_out() {
    let many = |n: u32| (0..n).map(|i| Inc::at("2026-07-02 10:00").service(&format!("s{i:02}")));
    let bars = |n: u32| {
        let part = part(&Areas, &Builder::quarter(2026, 3).incidents(many(n)).build());
        let Figure::Pareto(figure::Pareto { bars, others, .. }) = part.exhibits[0].figure.clone() else {
            panic!("a ranking")
        };
        (bars.len(), others.map(|o| (o.name, o.value)))
    };
    assert_eq!(bars(13), (13, None));
    assert_eq!(bars(20), (12, Some(("8 other services".to_owned(), 8.0))));
}

#[test]
fn concentration_leads_only_where_it_is_more_than_a_share_each() {
    let lead = |top: u32| {
        let busy = (0..top).map(|i| Inc::at("2026-07-02 10:00").service(&format!("busy{}", i % 3)));
        let others = (0..9).map(|i| Inc::at("2026-07-02 10:00").service(&format!("calm{i}")));
        claim(&part(&Areas, &Builder::quarter(2026, 3).incidents(busy.chain(others)).build()), "areas.most-incidents")
            .lead
            .clone()
    };
    // Three equal ones of twelve services would be in a quarter of the incidents.
    assert_eq!(lead(9), "Three of 12 services are in 50 % of incidents.");
    assert_eq!(lead(8), "");
}
