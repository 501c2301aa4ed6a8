//! Plausible figures of the kinds that statistics draw, for tests and for looking at.

use retroscope::findings::exhibit::figure;
use retroscope::findings::{
    ControlLimits, Durations, Exhibit, FallStep, Figure, FunnelLimit, FunnelPoint, NoiseBand, RankRow, SurvivalCurve,
    SurvivalStep,
};

const WEEK_MS: i64 = 7 * 86_400_000;
const START_MS: i64 = 1_774_828_800_000;
pub(super) const AREAS: [&str; 12] = [
    "payments-gateway",
    "search",
    "platform/kubernetes-control-plane",
    "checkout",
    "identity",
    "notifications",
    "billing-exports",
    "data-warehouse",
    "mobile-api",
    "edge",
    "feature-flags",
    "catalogue",
];

/// Durations spread evenly on a log scale around `median_s`, by a fixed pattern.
fn spread(name: &str, n: u32, median_s: f64, width: f64) -> Durations {
    let at = |share: f64| median_s * ((share - 0.5) * width).exp();
    let ecdf = (1..=n).map(|i| (at((f64::from(i) - 0.5) / f64::from(n)), f64::from(i) / f64::from(n))).collect();
    let [p25_s, median_s, p75_s, p90_s] = [0.25, 0.5, 0.75, 0.9].map(at);
    Durations { name: name.to_owned(), n: u64::from(n), zeros: 0, ecdf, p25_s, median_s, p75_s, p90_s }
}

fn durations() -> Figure {
    let mut all = spread("All", 34, 11_100.0, 4.4);
    all.zeros = 2;
    let ghost = spread("Q1 2026", 31, 15_000.0, 4.0);
    let groups = vec![all, spread("SEV-1", 6, 5400.0, 3.0), spread("SEV-2", 26, 14_000.0, 4.0)];
    Figure::Durations(figure::Durations {
        groups,
        ghost: Some(Box::new(ghost)),
        open_s: vec![260_000.0, 400_000.0, 1_900_000.0],
    })
}

fn noise() -> Figure {
    let band = |name: &str, observed, band, share| NoiseBand { name: name.to_owned(), observed, band, share };
    Figure::NoiseBand(figure::NoiseBand {
        bands: vec![
            band("mean", 0.74, [0.52, 1.93], 0.41),
            band("median", 0.81, [0.61, 1.66], 0.38),
            band("geometric mean", 0.42, [0.66, 1.52], 0.004),
        ],
    })
}

fn waterfall() -> Figure {
    let step = |name: &str, from: f64, to: f64, total: bool| FallStep { name: name.to_owned(), from, to, total };
    Figure::Waterfall(figure::Waterfall {
        unit: "seconds".to_owned(),
        steps: vec![
            step("Mean, Q1 2026", 0.0, 15_000.0, true),
            step("mix of severities", 15_000.0, 9_600.0, false),
            step("within severities", 9_600.0, 11_100.0, false),
            step("Mean, Q2 2026", 0.0, 11_100.0, true),
        ],
    })
}

fn survival_curve(name: &str, n: u32, median_s: f64, ages: &[f64]) -> SurvivalCurve {
    let over = n - ages.len() as u32;
    let steps = (1..=over)
        .map(|i| {
            let share = 1.0 - f64::from(i) / f64::from(n);
            let wide = 1.6 * (share * (1.0 - share) / f64::from(n)).sqrt();
            let band = (share > 0.0).then_some([(share - wide).max(0.0), (share + wide).min(1.0)]);
            let seconds = median_s * ((f64::from(i) / f64::from(n) - 0.5) * 4.2).exp();
            SurvivalStep { seconds, share, band }
        })
        .collect();
    SurvivalCurve {
        name: name.to_owned(),
        n: u64::from(n),
        open: ages.len() as u64,
        median_s: (2 * over >= n).then_some(median_s),
        steps,
        open_s: ages.to_vec(),
    }
}

fn survival() -> Figure {
    Figure::Survival(figure::Survival {
        curves: vec![
            survival_curve("All", 68, 12_000.0, &[30_000.0, 180_000.0, 400_000.0, 420_000.0]),
            survival_curve("SEV-1", 12, 6000.0, &[]),
            survival_curve("SEV-2", 40, 15_000.0, &[180_000.0, 420_000.0]),
            survival_curve("Not stated", 16, 40_000.0, &[30_000.0, 400_000.0]),
        ],
    })
}

fn funnel() -> Figure {
    let centre = 0.55;
    let limits = (1..=60)
        .map(|i| {
            let exposure = f64::from(i) * 3.0;
            let limit = |z: f64| {
                let half = z * (centre / exposure).sqrt() * 2.0;
                [(centre - half).max(0.0), centre + half]
            };
            FunnelLimit { exposure, inner: limit(1.96), outer: limit(3.09) }
        })
        .collect();
    let rates = [1.9, 0.4, 1.45, 0.62, 0.3, 0.51, 0.9, 0.1, 0.7, 0.48, 0.02, 0.6];
    let exposures = [52.0, 118.0, 61.0, 20.0, 33.0, 90.0, 13.0, 70.0, 45.0, 150.0, 171.0, 8.0];
    let point = |((name, rate), exposure): ((&str, f64), f64)| FunnelPoint {
        name: name.to_owned(),
        exposure,
        rate,
        outside: [1.9, 1.45, 0.02].contains(&rate),
    };
    Figure::Funnel(figure::Funnel {
        unit: "incidents per week".to_owned(),
        exposure_unit: "deploys".to_owned(),
        centre,
        limits,
        points: AREAS.into_iter().zip(rates).zip(exposures).map(point).collect(),
    })
}

pub(super) fn ranks(count: usize) -> Figure {
    let row = |i: usize| {
        let raw = 14.0 / (i as f64 + 1.6);
        let shrunk = 1.1 + (raw - 1.1) * 0.7;
        RankRow {
            name: AREAS[i % AREAS.len()].to_owned(),
            raw,
            shrunk,
            interval: [shrunk * 0.6, shrunk * 1.5],
            ranks: [(i as f64 - 1.0).max(1.0), i as f64 + 3.0],
        }
    };
    Figure::Ranks(figure::Ranks {
        unit: "incidents per 13 weeks".to_owned(),
        mean: 2.4,
        rows: (0..count).map(row).collect(),
    })
}

fn control() -> Figure {
    let values = [5, 7, 4, 6, 9, 3, 6, 5, -1, 7, 8, 6, 19, 5, 4, 6, 7, 5, 8, 6, 7, 17, 4, 6, 5, 7];
    Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: "incidents per week".to_owned(),
        starts_ms: (0..values.len() as i64).map(|w| START_MS + w * WEEK_MS).collect(),
        values: values.into_iter().map(|v| (v >= 0).then_some(f64::from(v))).collect(),
        limits: Some(ControlLimits {
            centre: 6.8,
            low: 0.0,
            high: 15.3,
            provisional: false,
            signals: vec![12, 21],
            each: vec![],
        }),
    })
}

fn provisional() -> Figure {
    let values = [9000.0, 14_000.0, 12_500.0, 7000.0, 11_000.0, 21_000.0, 9500.0, 8000.0, 12_000.0];
    Figure::Control(figure::Control {
        zone: "UTC".to_owned(),
        unit: "seconds".to_owned(),
        starts_ms: (0..values.len() as i64).map(|w| START_MS + w * WEEK_MS).collect(),
        values: values.into_iter().map(Some).collect(),
        limits: Some(ControlLimits {
            centre: 11_000.0,
            low: 5000.0,
            high: 24_000.0,
            provisional: true,
            signals: vec![],
            each: vec![],
        }),
    })
}

/// One exhibit per kind, as a report would hold it.
pub(super) fn samples() -> Vec<Exhibit> {
    let exhibit = |id: &str, headline: &str, subtitle: &str, figure: Figure| Exhibit {
        id: id.to_owned(),
        headline: headline.to_owned(),
        subtitle: subtitle.to_owned(),
        footer: format!("n = 34 declared incidents. Numbers: {id}.csv"),
        alt: headline.to_owned(),
        figure,
    };
    vec![
        exhibit(
            "durations",
            "Half of the incidents were over within 3 h",
            "Time to resolve, share over by then, Q2 2026",
            durations(),
        ),
        exhibit(
            "noise",
            "A change like this is common by chance",
            "Q2 over Q1 2026, random splits of both quarters",
            noise(),
        ),
        exhibit(
            "waterfall",
            "The mean fell because fewer severe incidents were declared",
            "Mean time to resolve, Q1 to Q2 2026",
            waterfall(),
        ),
        exhibit("survival", "Four incidents are still open", "Share still open by time since the start", survival()),
        exhibit(
            "funnel",
            "Three areas lie beyond what chance explains",
            "Incidents per week against deploys, Q2 2026",
            funnel(),
        ),
        exhibit(
            "ranks",
            "Only payments-gateway is probably among the first three",
            "Incidents per 13 weeks by area",
            ranks(12),
        ),
        exhibit("control", "Two unusual weeks", "Incidents per week, 26 weeks", control()),
        exhibit("provisional", "No unusual week", "Median time to resolve by week", provisional()),
    ]
}
