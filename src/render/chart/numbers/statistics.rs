//! The numbers of the figures that statistics draw.

use super::{Cells, figure, header, text};
use crate::findings::{ControlLimits, FallStep, FunnelLimit, FunnelPoint, NoiseBand, RankRow, SurvivalCurve};
use crate::render::chart::axis::iso;

/// A number that may be missing: an empty cell says so, a 0 would not.
fn maybe(value: Option<f64>) -> String {
    value.filter(|v| v.is_finite()).map_or_else(String::new, figure)
}

pub(super) fn noise_band(bands: &[NoiseBand]) -> Cells {
    let mut rows = header(&["figure", "ratio", "random_low", "random_high", "share_at_least_as_far"]);
    for band in bands {
        let [low, high] = band.band;
        rows.push(vec![text(&band.name), figure(band.observed), figure(low), figure(high), figure(band.share)]);
    }
    rows
}

pub(super) fn waterfall(unit: &str, steps: &[FallStep]) -> Cells {
    let mut rows = header(&["step", "name", "kind", "from", "to", "unit"]);
    for (at, step) in steps.iter().enumerate() {
        let kind = if step.total { "total" } else { "step" }.to_owned();
        let (from, to) = (figure(step.from), figure(step.to));
        rows.push(vec![(at + 1).to_string(), text(&step.name), kind, from, to, text(unit)]);
    }
    rows
}

pub(super) fn survival(curves: &[SurvivalCurve]) -> Cells {
    let mut rows = header(&["group", "n", "open", "point", "seconds", "share_open", "low", "high"]);
    for curve in curves {
        let head = |point: &str, seconds: f64| {
            let (n, open) = (curve.n.to_string(), curve.open.to_string());
            vec![text(&curve.name), n, open, point.to_owned(), figure(seconds)]
        };
        for step in &curve.steps {
            let bound = |at: usize| maybe(step.band.and_then(|b| b.get(at).copied()));
            let mut row = head("over", step.seconds);
            row.extend([figure(step.share), bound(0), bound(1)]);
            rows.push(row);
        }
        for age in &curve.open_s {
            let mut row = head("still-open", *age);
            row.extend([String::new(), String::new(), String::new()]);
            rows.push(row);
        }
    }
    rows
}

pub(super) fn funnel(
    (unit, exposure_unit): (&str, &str),
    centre: f64,
    limits: &[FunnelLimit],
    points: &[FunnelPoint],
) -> Cells {
    let mut rows = header(&[
        "kind",
        "name",
        "exposure",
        "rate",
        "outside",
        "low_95",
        "high_95",
        "low_998",
        "high_998",
        "centre",
        "unit",
        "exposure_unit",
    ]);
    let tail = |mut row: Vec<String>| {
        row.extend([figure(centre), text(unit), text(exposure_unit)]);
        row
    };
    for point in points {
        let mut row = vec!["area".to_owned(), text(&point.name), figure(point.exposure), figure(point.rate)];
        row.push(point.outside.to_string());
        row.extend(std::iter::repeat_n(String::new(), 4));
        rows.push(tail(row));
    }
    for limit in limits {
        let mut row = vec!["limit".to_owned(), String::new(), figure(limit.exposure), String::new(), String::new()];
        row.extend(limit.inner.into_iter().chain(limit.outer).map(figure));
        rows.push(tail(row));
    }
    rows
}

pub(super) fn ranks(unit: &str, mean: f64, list: &[RankRow]) -> Cells {
    let mut rows = header(&["name", "counted", "shrunken", "low", "high", "best_rank", "worst_rank", "mean", "unit"]);
    for row in list {
        let ([low, high], [best, worst]) = (row.interval, row.ranks);
        let numbers = [row.raw, row.shrunk, low, high, best, worst, mean].map(figure);
        let mut cells = vec![text(&row.name)];
        cells.extend(numbers);
        cells.push(text(unit));
        rows.push(cells);
    }
    rows
}

pub(super) fn control(unit: &str, starts_ms: &[i64], values: &[Option<f64>], limits: Option<&ControlLimits>) -> Cells {
    let mut rows = header(&["week_start", "value", "unusual", "centre", "low", "high", "provisional", "unit"]);
    for (at, start) in starts_ms.iter().enumerate() {
        let unusual = limits.map_or_else(String::new, |l| l.signals.contains(&at).to_string());
        let provisional = limits.map_or_else(String::new, |l| l.provisional.to_string());
        let ends = limits.map(|l| l.each.get(at).copied().flatten().unwrap_or([l.low, l.high]));
        let [centre, low, high] =
            [limits.map(|l| l.centre), ends.map(|[low, _]| low), ends.map(|[_, high]| high)].map(maybe);
        let value = maybe(values.get(at).copied().flatten());
        rows.push(vec![iso(*start), value, unusual, centre, low, high, provisional, text(unit)]);
    }
    rows
}
