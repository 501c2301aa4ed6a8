//! The truth of a scenario: what was planted in its last quarter against the one before, and the figures that the plan
//! came to. They are counted here with the plainest arithmetic, apart from the product's own, so that the two can disagree.

use super::even::SLOWER;
use super::scenario::{EARLIER, LATER, QUARTERS, Scenario};
use serde_json::{Map, Value, json};

/// One incident as the truth has it.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) key: String,
    pub(super) start: i64,
    /// Seconds until its end.
    pub(super) length: i64,
    pub(super) severity: String,
    pub(super) is_fire: bool,
}

/// The content of `truth/scenario.json`; `None` for a scenario that compares nothing.
pub(super) fn truth(scenario: Scenario, courses: &[Course]) -> Option<Value> {
    let statement = scenario.statement()?;
    let [earlier, later] = QUARTERS;
    let before: Vec<&Course> = courses.iter().filter(|c| (EARLIER..LATER).contains(&c.start)).collect();
    let now: Vec<&Course> = courses.iter().filter(|c| c.start >= LATER).collect();
    let mut truth = json!({
        "scenario": scenario.name(),
        "statement": statement,
        "nothing_changed": scenario.is_unchanged(),
        "period": later,
        "compared_with": earlier,
        "realised": {later: quarter(&now), earlier: quarter(&before)},
        "ratios": ratios(&now, &before),
    });
    let mut add = |key: &str, value: Value| truth.as_object_mut().map(|all| all.insert(key.to_owned(), value));
    if scenario == Scenario::MixShift {
        add("planned", json!({"within_ratio": SLOWER}));
        add("shares", json!({later: shares(&now), earlier: shares(&before)}));
    }
    if let Some(fire) = now.iter().find(|c| c.is_fire) {
        add("fire", of_fire(fire, &now, &before));
    }
    Some(truth)
}

fn seconds(courses: &[&Course]) -> Vec<f64> {
    let mut all: Vec<f64> = courses.iter().map(|c| c.length as f64).collect();
    all.sort_by(f64::total_cmp);
    all
}

fn mean(sorted: &[f64]) -> f64 {
    sorted.iter().sum::<f64>() / sorted.len() as f64
}

/// The one in the middle, or the mean of the two.
fn median(sorted: &[f64]) -> f64 {
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { at(half) } else { (at(half.saturating_sub(1)) + at(half)) / 2.0 }
}

fn geometric_mean(sorted: &[f64]) -> f64 {
    libm::exp(sorted.iter().map(|x| libm::log(*x)).sum::<f64>() / sorted.len() as f64)
}

/// A figure of durations in ascending order.
type Figure = fn(&[f64]) -> f64;

const FIGURES: [(&str, Figure); 3] = [("mean", mean), ("median", median), ("geometric_mean", geometric_mean)];

fn number(value: f64, decimals: i32) -> Value {
    let scale = f64::from(10_i32.pow(decimals.unsigned_abs()));
    json!(libm::round(value * scale) / scale)
}

/// Number and durations in seconds; nothing but the number where there are none.
fn figures(courses: &[&Course]) -> Map<String, Value> {
    let all = seconds(courses);
    let mut figures = Map::from_iter([("incidents".to_owned(), json!(all.len()))]);
    if !all.is_empty() {
        figures.insert("total_s".to_owned(), json!(courses.iter().map(|c| c.length).sum::<i64>()));
        figures.extend(FIGURES.iter().map(|(name, of)| (format!("{name}_s"), number(of(&all), 3))));
    }
    figures
}

fn of_severity<'a>(courses: &[&'a Course], severity: &str) -> Vec<&'a Course> {
    courses.iter().copied().filter(|c| c.severity == severity).collect()
}

fn severities(courses: &[&Course]) -> Vec<String> {
    let mut names: Vec<String> = courses.iter().map(|c| c.severity.clone()).collect();
    names.sort();
    names.dedup();
    names
}

fn by_severity(courses: &[&Course], value: impl Fn(&[&Course]) -> Value) -> Value {
    severities(courses).into_iter().map(|name| (name.clone(), value(&of_severity(courses, &name)))).collect()
}

fn quarter(courses: &[&Course]) -> Value {
    let mut all = figures(courses);
    all.insert("severities".to_owned(), by_severity(courses, |own| Value::Object(figures(own))));
    Value::Object(all)
}

fn shares(courses: &[&Course]) -> Value {
    by_severity(courses, |own| number(own.len() as f64 / courses.len() as f64, 6))
}

/// Later over earlier, for all incidents and for each severity that both quarters have.
fn ratios(now: &[&Course], before: &[&Course]) -> Value {
    let of = |now: &[&Course], before: &[&Course]| -> Map<String, Value> {
        let (now, before) = (seconds(now), seconds(before));
        let ratio = |of: &Figure| number(of(&now) / of(&before), 6);
        FIGURES.iter().map(|(name, figure)| ((*name).to_owned(), ratio(figure))).collect()
    };
    if now.is_empty() || before.is_empty() {
        return json!({});
    }
    let mut all = of(now, before);
    let both = severities(now).into_iter().filter(|name| !of_severity(before, name).is_empty());
    let each = |name: String| {
        let ratios = of(&of_severity(now, &name), &of_severity(before, &name));
        (name, Value::Object(ratios))
    };
    all.insert("severities".to_owned(), both.map(each).collect());
    Value::Object(all)
}

fn of_fire(fire: &Course, now: &[&Course], before: &[&Course]) -> Value {
    let others: Vec<&Course> = now.iter().copied().filter(|c| !c.is_fire).collect();
    let total: i64 = now.iter().map(|c| c.length).sum();
    json!({
        "key": fire.key,
        "length_s": fire.length,
        "share": number(fire.length as f64 / total as f64, 6),
        "with": Value::Object(figures(now)),
        "without": Value::Object(figures(&others)),
        "ratios_without": ratios(&others, before),
    })
}
