//! The public tables that are results of the analyses.

use crate::analyse::Results;
use crate::analyse::load::MIN_GROUP;
use crate::analyse::mttx::MetricRow as MttxRow;
use crate::analyse::mttx::change::MetricChange;
use crate::analyse::mttx::robustness::Robustness;
use crate::analyse::overlap::storms::Storm;
use crate::findings::words::is_told;
use crate::frame::build::{self, Column, DataFrame};
use crate::model::row::PersonIx;
use crate::par;
use crate::report::facts::Naming;
use crate::report::{Review, recurrence, restatement};
use crate::text::date::iso;

/// All of them, made beside each other, in the order in which they are written.
pub(super) fn all(review: &Review, naming: &Naming) -> Vec<(&'static str, DataFrame)> {
    let (data, results) = (&review.data, &review.results);
    let made: [(&str, &(dyn Fn() -> DataFrame + Sync)); 13] = [
        ("areas", &|| areas(results)),
        ("mttx", &|| mttx(results)),
        ("mttx_changes", &|| mttx_changes(review)),
        ("families", &|| recurrence::families(results, naming)),
        ("family_links", &|| recurrence::family_links(results, data)),
        ("family_changes", &|| recurrence::family_changes(results)),
        ("ledger", &|| recurrence::ledger(results, data)),
        ("concurrency", &|| concurrency(results)),
        ("storms", &|| storms(results)),
        ("load", &|| load(results, naming)),
        ("restatement", &|| restatement::table(results)),
        ("quality", &|| quality(results)),
        ("claims", &|| claims(review)),
    ];
    par::each(&made, |(name, make)| (*name, make()))
}

fn count(n: u64) -> Option<u32> {
    u32::try_from(n).ok()
}

fn areas(results: &Results) -> DataFrame {
    let rows = &results.areas.rows;
    let len = rows.len();
    let mut columns = vec![
        build::text("kind", len, rows.iter().map(|r| Some(r.kind))),
        build::text("area", len, rows.iter().map(|r| Some(&r.area))),
        build::text("period", len, rows.iter().map(|r| Some(&r.period))),
        build::codes("incidents", rows.iter().map(|r| count(r.incidents))),
        build::floats("share", rows.iter().map(|r| r.share)),
        build::floats("rate_per_week", rows.iter().map(|r| r.rate_per_week)),
        build::floats("rate_lo", rows.iter().map(|r| r.rate.map(|[lo, _]| lo))),
        build::floats("rate_hi", rows.iter().map(|r| r.rate.map(|[_, hi]| hi))),
    ];
    columns.extend([
        build::floats("shrunk_rate", rows.iter().map(|r| r.shrunk_rate)),
        build::floats("rank_lo", rows.iter().map(|r| r.rank.map(|[lo, _]| lo))),
        build::floats("rank_hi", rows.iter().map(|r| r.rank.map(|[_, hi]| hi))),
        build::codes("previous", rows.iter().map(|r| r.previous.and_then(count))),
        build::floats("ratio", rows.iter().map(|r| r.change?.ratio)),
        build::floats("ratio_lo", rows.iter().map(|r| r.change.map(|c| c.low))),
        build::floats("ratio_hi", rows.iter().map(|r| r.change?.high)),
        build::floats("p", rows.iter().map(|r| r.change?.p)),
        build::floats("q", rows.iter().map(|r| r.change?.q)),
    ]);
    build::frame(columns)
}

fn mttx(results: &Results) -> DataFrame {
    let rows = &results.mttx.rows;
    let len = rows.len();
    let seconds = |name: &str, value: fn(&MttxRow) -> Option<f64>| build::floats(name, rows.iter().map(value));
    build::frame(vec![
        build::text("metric", len, rows.iter().map(|r| Some(r.metric.code()))),
        build::text("group_kind", len, rows.iter().map(|r| Some(r.group.kind))),
        build::text("group", len, rows.iter().map(|r| Some(&r.group.name))),
        build::text("period", len, rows.iter().map(|r| Some(&r.period))),
        build::codes("n", rows.iter().map(|r| count(r.n))),
        build::codes("missing", rows.iter().map(|r| count(r.missing))),
        build::codes("censored", rows.iter().map(|r| count(r.censored))),
        seconds("min_s", |r| r.min),
        seconds("p25_s", |r| r.p25),
        seconds("median_s", |r| r.median),
        seconds("median_lo_s", |r| r.median_interval.map(|[lo, _]| lo)),
        seconds("median_hi_s", |r| r.median_interval.map(|[_, hi]| hi)),
        seconds("p75_s", |r| r.p75),
        seconds("p90_s", |r| r.p90),
        seconds("p95_s", |r| r.p95),
        seconds("max_s", |r| r.max),
        seconds("mean_s", |r| r.mean),
        seconds("geometric_mean_s", |r| r.geometric_mean),
    ])
}

/// Comparisons of durations between periods; index 0 of each pair is the period under review.
fn mttx_changes(review: &Review) -> DataFrame {
    let rows = &review.results.mttx.changes;
    let periods = &review.data.periods;
    let len = rows.len();
    let figure = |name: &str, value: fn(&MetricChange) -> Option<f64>| build::floats(name, rows.iter().map(value));
    let ends = |r: &MetricChange| r.ratio.and_then(|r| r.interval);
    let mut columns = vec![
        build::text("metric", len, rows.iter().map(|r| Some(r.metric.code()))),
        build::text("group_kind", len, rows.iter().map(|r| Some(r.group.kind))),
        build::text("group", len, rows.iter().map(|r| Some(&r.group.name))),
        build::text("period", len, rows.iter().map(|_| Some(&periods.current.label))),
        build::text("earlier_period", len, rows.iter().map(|r| r.against.period(periods).map(|p| &p.label))),
        build::codes("n", rows.iter().map(|r| count(r.n[0]))),
        build::codes("earlier_n", rows.iter().map(|r| count(r.n[1]))),
        figure("median_s", |r| r.medians[0]),
        figure("earlier_median_s", |r| r.medians[1]),
        figure("mean_s", |r| r.means[0]),
        figure("earlier_mean_s", |r| r.means[1]),
        figure("ratio", |r| r.ratio.map(|r| r.estimate)),
        build::floats("ratio_lo", rows.iter().map(|r| ends(r).map(|[lo, _]| lo))),
        build::floats("ratio_hi", rows.iter().map(|r| ends(r).map(|[_, hi]| hi))),
        figure("superiority", |r| r.ratio.map(|r| r.superiority)),
        figure("p", |r| r.ratio.map(|r| r.p)),
        figure("q", |r| r.q),
        figure("detectable_ratio", |r| r.detectable),
    ];
    columns.extend(beside_changes(&review.results.mttx.robustnesses));
    build::frame(columns)
}

/// What stands beside each change: missing and open incidents, the largest one, chance, mix, bounds.
fn beside_changes(rows: &[Robustness]) -> Vec<Column> {
    let counts = |name: &str, value: fn(&Robustness) -> u64| build::codes(name, rows.iter().map(|r| count(value(r))));
    let figure = |name: &str, value: fn(&Robustness) -> Option<f64>| build::floats(name, rows.iter().map(value));
    vec![
        counts("missing", |r| r.missing[0]),
        counts("earlier_missing", |r| r.missing[1]),
        counts("open", |r| r.open[0]),
        counts("earlier_open", |r| r.open[1]),
        figure("mean_without_largest_s", |r| r.means_without[0]),
        figure("earlier_mean_without_largest_s", |r| r.means_without[1]),
        figure("ratio_without_largest", |r| r.without_largest),
        figure("mean_noise_lo", |r| r.noise.and_then(|n| n.mean).map(|m| m.low)),
        figure("mean_noise_hi", |r| r.noise.and_then(|n| n.mean).map(|m| m.high)),
        figure("mean_noise_share", |r| r.noise.and_then(|n| n.mean).map(|m| m.share)),
        figure("mix_ratio", |r| r.mix.as_ref().map(|m| m.mix)),
        figure("within_ratio", |r| r.mix.as_ref().map(|m| m.within)),
        figure("within_lo", |r| r.mix.as_ref().map(|m| m.within_interval[0])),
        figure("within_hi", |r| r.mix.as_ref().map(|m| m.within_interval[1])),
        figure("survival_p", |r| r.survival.as_ref().and_then(|s| s.p)),
        figure("median_bound_lo_s", |r| r.bounds[0].map(|b| b.0)),
        figure("median_bound_hi_s", |r| r.bounds[0].and_then(|b| b.1)),
    ]
}

fn concurrency(results: &Results) -> DataFrame {
    let rows = &results.overlap.period.levels;
    build::frame(vec![
        build::codes("level", rows.iter().map(|l| Some(l.level))),
        build::floats("seconds", rows.iter().map(|l| Some(l.seconds))),
        build::floats("seconds_at_least", rows.iter().map(|l| Some(l.seconds_at_least))),
        build::floats("share", rows.iter().map(|l| Some(l.share))),
        build::times("first_at", rows.iter().map(|l| l.first_at)),
    ])
}

fn storms(results: &Results) -> DataFrame {
    let list = &results.overlap.storms;
    let len = list.len();
    let families = |storm: &Storm| {
        let ids =
            results.recurrence.families_among(&storm.rows).into_iter().map(|(family, _)| family.family_id.as_str());
        ids.collect::<Vec<_>>().join(";")
    };
    build::frame(vec![
        build::text("storm_id", len, list.iter().map(|s| Some(&s.storm_id))),
        build::times("start_at", list.iter().map(|s| Some(s.window.start))),
        build::times("peak_at", list.iter().map(|s| Some(s.peak_at))),
        build::times("end_at", list.iter().map(|s| Some(s.window.end))),
        build::codes("incidents", list.iter().map(|s| count(s.rows.len() as u64))),
        build::codes("peak_concurrency", list.iter().map(|s| Some(s.peak))),
        build::text("areas", len, list.iter().map(|s| Some(s.areas.join(";")))),
        build::floats("p", list.iter().map(|s| s.p)),
        build::codes("began", list.iter().map(|s| count(s.began))),
        build::floats("incident_s", list.iter().map(|s| Some(s.incident_s))),
        build::times("calm_at", list.iter().map(|s| s.calm_at)),
        build::text("families", len, list.iter().map(|s| Some(families(s)))),
        build::codes("people", list.iter().map(|s| people(s.crowd.size()))),
        build::codes("pulled_in", list.iter().map(|s| people(s.crowd.shown(&s.crowd.kinds.off, MIN_GROUP)))),
        build::codes(
            "from_other_rotas",
            list.iter().map(|s| people(s.crowd.shown(&s.crowd.kinds.other_rota, MIN_GROUP))),
        ),
    ])
}

/// A number of people, where it shows nobody: a handful of them could be told from who was there.
fn people(n: Option<u64>) -> Option<u32> {
    count(n.filter(|n| is_told(*n))?)
}

fn load(results: &Results, naming: &Naming) -> DataFrame {
    let mut rows: Vec<_> = results.load.weeks.iter().collect();
    rows.sort_by_key(|r| (naming.person(r.person), &r.week));
    let len = rows.len();
    let team = |person: PersonIx| naming.data.people[person].team.as_str();
    build::frame(vec![
        build::text("person_id", len, rows.iter().map(|r| Some(naming.person(r.person)))),
        build::text("team", len, rows.iter().map(|r| Some(team(r.person)))),
        build::text("week", len, rows.iter().map(|r| Some(&r.week))),
        build::floats("on_call_s", rows.iter().map(|r| r.on_call.map(|ms| ms as f64 / 1_000.0))),
        build::codes("interruptions", rows.iter().map(|r| count(r.interruptions))),
        build::codes("business", rows.iter().map(|r| count(r.business))),
        build::codes("off", rows.iter().map(|r| count(r.off))),
        build::codes("sleep", rows.iter().map(|r| count(r.sleep))),
        build::codes("incidents", rows.iter().map(|r| count(r.incidents))),
        build::codes("disturbed_nights", rows.iter().map(|r| count(r.disturbed_nights))),
        build::codes("longest_run", rows.iter().map(|r| count(r.longest_run))),
        build::floats("overlap_s", rows.iter().map(|r| r.measures.overlap.map(|ms| ms as f64 / 1_000.0))),
        build::codes("flags", rows.iter().map(|r| r.flags.and_then(count))),
    ])
}

/// Coverage of each field, then what the checks found; a check has its code at the head of the note.
fn quality(results: &Results) -> DataFrame {
    type Line<'a> = (&'a str, &'a str, Option<u64>, Option<u64>, u64, String);
    let coverage = results
        .quality
        .coverage
        .iter()
        .map(|c| -> Line { (&c.source, c.field, Some(c.present), Some(c.missing), c.suspicious, String::new()) });
    let checks = results
        .quality
        .checks
        .iter()
        .map(|c| -> Line { (&c.source, c.field, c.looked, None, c.suspicious, quality_note(c)) });
    let mut rows: Vec<Line> = coverage.chain(checks).collect();
    rows.sort_by(|a, b| a.0.cmp(b.0));
    let len = rows.len();
    build::frame(vec![
        build::text("source", len, rows.iter().map(|r| Some(r.0))),
        build::text("field", len, rows.iter().map(|r| Some(r.1))),
        build::codes("present", rows.iter().map(|r| r.2.and_then(count))),
        build::codes("missing", rows.iter().map(|r| r.3.and_then(count))),
        build::codes("suspicious", rows.iter().map(|r| count(r.4))),
        build::text("note", len, rows.iter().map(|r| Some(&r.5))),
    ])
}

fn quality_note(check: &crate::analyse::quality::Check) -> String {
    let mut parts = vec![check.code.to_owned()];
    parts.extend(check.size.map(|size| match check.code {
        "heaping" => format!("multiples of {size} minutes"),
        _ => format!("{size:+} hours from {}; set zones.{}", check.other, check.source),
    }));
    parts.extend(check.span.map(|[from, to]| format!("{} to {}", iso(from), iso(to))));
    parts.join(": ")
}

fn claims(review: &Review) -> DataFrame {
    let list = &review.findings.claims;
    let len = list.len();
    let n = |value: Option<u64>| value.and_then(count);
    build::frame(vec![
        build::text("claim_id", len, list.iter().map(|c| Some(&c.id))),
        build::text("code", len, list.iter().map(|c| Some(&c.code))),
        build::text("grade", len, list.iter().map(|c| Some(c.grade.code()))),
        build::text("basis", len, list.iter().map(|c| Some(c.basis.code()))),
        build::text("sentence", len, list.iter().map(|c| Some(&c.sentence))),
        build::codes("n", list.iter().map(|c| n(c.n))),
        build::floats("estimate", list.iter().map(|c| c.numbers.get("estimate").copied())),
        build::floats("lo", list.iter().map(|c| c.interval.map(|[lo, _]| lo))),
        build::floats("hi", list.iter().map(|c| c.interval.map(|[_, hi]| hi))),
        build::text("incident_ids", len, list.iter().map(|c| Some(c.incident_ids.join(";")))),
    ])
}
