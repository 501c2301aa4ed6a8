//! Incidents against what there was to go wrong: deploys, requests, services. And where nothing was seen at all.

use crate::analyse::areas::exposure::{Blind, Exposed, MEASURES, Measure};
use crate::analyse::areas::funnel::{Funnel, Point};
use crate::analyse::areas::membership::KINDS;
use crate::findings::areas::ranking::Chosen;
use crate::findings::draft::{called, claim, figures_column, in_period, numbers, table, words_column};
use crate::findings::exhibit::figure;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Figure, FunnelLimit, FunnelPoint, Grade, Table};
use crate::stats::poisson::{Rate, garwood};
use crate::text::plural::{agree, count, count_of, plural_of};
use crate::text::{list, number};

/// Blind spots that a sentence names.
const MAX_NAMED: usize = 5;

/// "million requests", "deploy", "service".
fn unit(measure: Measure) -> &'static str {
    match measure {
        Measure::Requests => "million requests",
        Measure::Deploys => "deploy",
        Measure::Services => "service run",
    }
}

fn units(measure: Measure) -> &'static str {
    match measure {
        Measure::Requests => "million requests",
        Measure::Deploys => "deploys",
        Measure::Services => "services run",
    }
}

/// Which areas have more or fewer incidents than their exposure explains; the chart.
#[must_use]
pub fn funnel(facts: &Facts, chosen: &Chosen) -> Option<(Claim, Exhibit)> {
    let found = facts.results.areas.kind(chosen.name)?.funnel.as_ref()?;
    let mut claim = claim(facts, "areas.exposure", "");
    let (plural, all) = (plural_of(chosen.name), count(found.points.len() as u64, chosen.name));
    let (above, below): (Vec<&Point>, Vec<&Point>) =
        found.points.iter().filter(|p| p.outside).partition(|p| p.rate > found.overall);
    let told = |points: &[&Point]| {
        let one = |p: &&Point| {
            let [low, high] = p.outer.map(number::decimal);
            format!(
                "{} ({}, {}; chance {low}–{high})",
                called(&p.area),
                count(p.incidents, "incident"),
                number::decimal(p.rate)
            )
        };
        list::and_more(&points.iter().map(one).collect::<Vec<_>>(), MAX_NAMED)
    };
    let overall = number::decimal(found.overall);
    let per = unit(found.measure);
    let base = format!("In {}, {all} together had {overall} incidents per {per}", claim.period);
    claim.sentence = match (above.is_empty(), below.is_empty()) {
        (true, true) => {
            format!("{base}, and none lies beyond what chance alone does to one with its exposure (99.8 % limits).")
        }
        (false, true) => format!("{base}. Above the 99.8 % limits of chance for their exposure: {}.", told(&above)),
        (true, false) => format!("{base}. Below the 99.8 % limits of chance for their exposure: {}.", told(&below)),
        _ => format!(
            "{base}. Above the 99.8 % limits of chance for their exposure: {}. Below them: {}.",
            told(&above),
            told(&below)
        ),
    };
    claim.grade = Grade::Fact;
    claim.method = format!(
        "Incidents per {per} against exact Poisson limits around the rate of all {plural} (funnel, Spiegelhalter 2005)"
    );
    claim.n = Some(found.points.iter().map(|p| p.incidents).sum());
    claim.exhibits = vec!["area-funnel".to_owned()];
    claim.weight = above.iter().map(|p| p.incidents as f64).sum();
    numbers(
        &mut claim,
        [
            ("areas", Some(found.points.len() as f64)),
            ("overall_rate", Some(found.overall)),
            ("above", Some(above.len() as f64)),
            ("below", Some(below.len() as f64)),
        ],
    );
    let exhibit = exhibit(facts, found, chosen, (above.len() + below.len()) as u64);
    Some((claim, exhibit))
}

fn exhibit(facts: &Facts, found: &Funnel, chosen: &Chosen, outside: u64) -> Exhibit {
    let (per, all) = (unit(found.measure), found.points.len() as u64);
    let headline = if outside == 0 {
        format!("None of {} lies beyond what chance alone does", count(all, chosen.name))
    } else {
        format!(
            "{} of {} {} beyond what chance alone does",
            number::thousands(outside),
            count(all, chosen.name),
            agree(outside, "lies", "lie")
        )
    };
    let point =
        |p: &Point| FunnelPoint { name: p.area.clone(), exposure: p.exposure, rate: p.rate, outside: p.outside };
    let limit =
        |l: &crate::analyse::areas::funnel::Limit| FunnelLimit { exposure: l.exposure, inner: l.inner, outer: l.outer };
    Exhibit {
        id: "area-funnel".to_owned(),
        alt: format!(
            "Incidents per {per} of each {} against its exposure, with 95 % and 99.8 % limits of chance. {headline}.",
            chosen.name
        ),
        headline,
        subtitle: format!("Incidents per {per} and {} {}", chosen.name, in_period(facts)),
        footer: format!(
            "n = {} incidents; limits are exact Poisson quantiles at 95 % and 99.8 %; numbers in charts/area-funnel.csv",
            number::thousands(found.points.iter().map(|p| p.incidents).sum())
        ),
        figure: Figure::Funnel(figure::Funnel {
            unit: format!("incidents per {per}"),
            exposure_unit: units(found.measure).to_owned(),
            centre: found.overall,
            limits: found.limits.iter().map(limit).collect(),
            points: found.points.iter().map(point).collect(),
        }),
    }
}

/// Rates per request, deploy and service.
#[must_use]
pub fn listing(facts: &Facts, chosen: &Chosen) -> Option<Table> {
    let exposed = &facts.results.areas.kind(chosen.name)?.exposed;
    if exposed.is_empty() {
        return None;
    }
    let mut rows: Vec<&Exposed> = exposed.iter().collect();
    rows.sort_by(|a, b| b.incidents.cmp(&a.incidents).then_with(|| a.area.cmp(&b.area)));
    let cell = |rate: &Option<Rate>| {
        rate.map_or_else(
            || "–".to_owned(),
            |r| format!("{} ({}–{})", number::decimal(r.rate), number::decimal(r.low), number::decimal(r.high)),
        )
    };
    let cells = rows.iter().map(|area| {
        let mut row = vec![area.area.clone(), number::thousands(area.incidents)];
        row.extend(area.rates.iter().map(cell));
        row
    });
    let mut columns = vec![words_column(chosen.name), figures_column("incidents")];
    columns.extend(MEASURES.map(|measure| figures_column(&format!("per {}", unit(measure)))));
    Some(table(
        "areas-exposure",
        &format!("Incidents against exposure per {}", chosen.name),
        &format!(
            "Incidents that began {} over requests, deploys and services run in the same time, with the exact 95 % interval.",
            in_period(facts)
        ),
        columns,
        cells.collect(),
        "",
    ))
}

/// Areas without incidents of which it is known that something could have happened.
#[must_use]
pub fn blind(facts: &Facts) -> Option<(Claim, Table)> {
    let found = &facts.results.areas.blind;
    if found.is_empty() {
        return None;
    }
    let mut claim = claim(facts, "areas.blind-spots", "");
    let most = garwood(0, 0.95).map_or(3.7, |[_, high]| high);
    let names: Vec<String> = found.iter().map(|b| called(&b.area)).collect();
    let (n, when) = (found.len() as u64, claim.period.clone());
    claim.sentence = format!(
        "No incident was declared in {} in {when}, although there was something to watch there: {}. None seen is compatible with up to {} in a period like this one, and with incidents that nobody noticed.",
        if n == 1 { "one area".to_owned() } else { format!("{} areas", number::thousands(n)) },
        list::and_more(&names, MAX_NAMED),
        number::fixed(most, 1)
    );
    claim.method = "Areas with deploys, requests or services in the period, or with earlier incidents that customers reported, and without incidents in the period; upper end of the Garwood 95 % interval of a count of 0.".to_owned();
    claim.n = Some(n);
    claim.weight = n as f64;
    numbers(&mut claim, [("areas", Some(n as f64)), ("largest_plausible_count", Some(most))]);
    let cells = found.iter().map(|b: &Blind| {
        let amount = |n: &Option<f64>| n.map_or_else(|| "–".to_owned(), number::decimal);
        let mut row = vec![b.area.clone(), KINDS.get(b.kind).map_or("", |kind| kind).to_owned()];
        row.extend(b.amounts.iter().map(amount));
        let [incidents, customers] = b.elsewhere;
        row.push(if incidents == 0 {
            "none".to_owned()
        } else {
            format!(
                "{}, {} reported by customers",
                count_of(incidents, "incident", "incidents"),
                number::thousands(customers)
            )
        });
        row
    });
    let listing = table(
        "areas-blind-spots",
        "Areas without incidents",
        "What is known of areas in which no incident of the period was declared; requests in millions.",
        ["area", "kind"]
            .map(words_column)
            .into_iter()
            .chain(["million requests", "deploys", "services run"].map(figures_column))
            .chain([words_column("in other periods")])
            .collect(),
        cells.collect(),
        "",
    );
    Some((claim, listing))
}
