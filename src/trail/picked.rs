//! The incidents behind a row of a table or a point of a chart, picked from `data/incidents` by what the row says.

use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow, rows};
use crate::trail::answer::IncidentLine;
use crate::trail::{Report, incidents};

const INCIDENTS: &str = "data/incidents";

/// How they were picked, and which they are; nothing where a row does not say which incidents it is about.
pub(super) fn behind(
    report: &Report,
    table: &str,
    row: &TableRow,
) -> Result<(String, Vec<IncidentLine>), EarlierError> {
    let ids = ids(row);
    if !ids.is_empty() {
        let words = if ids.len() == 1 { "the incident that it names" } else { "the incidents that it names" };
        return Ok((words.to_owned(), incidents::lines(report, &ids)?));
    }
    let Some((words, test)) = test(report, table, row)? else { return Ok(Default::default()) };
    let found = rows(&report.earlier, INCIDENTS, &|incident| incident.get("included") == "true" && test(incident))?;
    let mut known = incidents::with_records(report, &found.unwrap_or_default())?.into_values().collect::<Vec<_>>();
    known.sort_by(|a, b| (&a.started_at, &a.incident_id).cmp(&(&b.started_at, &b.incident_id)));
    Ok((words, known))
}

/// The ids that a row holds itself.
fn ids(row: &TableRow) -> Vec<String> {
    let listed = ["incident_id", "incident_ids"].map(|column| row.get(column));
    let ids = listed.iter().flat_map(|list| list.split(';')).map(str::trim).filter(|id| !id.is_empty());
    ids.map(str::to_owned).collect()
}

type Test<'a> = Box<dyn Fn(&TableRow) -> bool + 'a>;

/// Which incidents count for a row.
fn test<'a>(report: &'a Report, table: &str, row: &'a TableRow) -> Result<Option<(String, Test<'a>)>, EarlierError> {
    let of_period = move |incident: &TableRow, period: &str| {
        let asked = period == report.earlier.manifest.period && incident.get("in_period") == "true";
        period == "all" || incident.get("period") == period || asked
    };
    let found: (&str, Test) = match table {
        "areas" => (
            "incidents that count, began in the period and name the area",
            Box::new(move |incident| {
                of_period(incident, row.get("period")) && names_area(incident, row.get("kind"), row.get("area"))
            }),
        ),
        "mttx" => (
            "incidents that count, began in the period, are of the group and have this duration",
            Box::new(move |incident| {
                let (kind, group) = (row.get("group_kind"), row.get("group"));
                let timed = !incident.get(&format!("{}_s", row.get("metric"))).is_empty();
                let is_of = match kind {
                    "all" => true,
                    "severity" => incident.get(kind) == group,
                    kind => names_area(incident, kind, group),
                };
                timed && of_period(incident, row.get("period")) && is_of
            }),
        ),
        "storms" => ("incidents of the storm", Box::new(move |i| i.get("storm_id") == row.get("storm_id"))),
        _ if table.starts_with("charts/") => return point(report, table, row),
        _ => return Ok(None),
    };
    Ok(Some((found.0.to_owned(), found.1)))
}

/// An area counts for the areas above it too: `payments/checkout` for `payments`.
fn names_area(incident: &TableRow, kind: &str, area: &str) -> bool {
    incident.get("areas").split(';').filter_map(|named| named.split_once(':')).any(|(of, name)| {
        let inside = name.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        inside && (kind.is_empty() || of == kind)
    })
}

/// Which incidents count for a point of a chart.
fn point<'a>(report: &'a Report, table: &str, row: &'a TableRow) -> Result<Option<(String, Test<'a>)>, EarlierError> {
    let has = |column: &str| !row.get(column).is_empty();
    let began = |incident: &TableRow, from: &str, to: &str| {
        let at = incident.get("started_at");
        from <= at && (to.is_empty() || at < to)
    };
    if has("week_start") {
        let all = rows(&report.earlier, table, &|other| other.get("week_start") > row.get("week_start"))?;
        let next = all.and_then(|later| later.iter().map(|r| r.get("week_start").to_owned()).min());
        let end = next.unwrap_or_else(|| after(row.get("week_start"), 7 * 86_400));
        let severity: String = row.get("series").chars().filter(char::is_ascii_digit).collect();
        let test = move |incident: &TableRow| {
            let is_of =
                severity.is_empty() && incident.get("severity").is_empty() || incident.get("severity") == severity;
            began(incident, row.get("week_start"), &end) && (row.get("series").is_empty() || is_of)
        };
        return Ok(Some(("incidents that count and began in the week".to_owned(), Box::new(test))));
    }
    if has("bucket_start") {
        let (from, length) = (row.get("bucket_start"), row.get("bucket_seconds").parse().unwrap_or(0));
        let end = after(from, length);
        let test = move |incident: &TableRow| {
            let over = incident.get("resolved_at");
            let is_open = over.is_empty() && !["resolved", "closed"].contains(&incident.get("status"));
            began(incident, "", &end) && !incident.get("started_at").is_empty() && (is_open || over > from)
        };
        let words = "incidents that count, began before the end of this stretch and ended in or after it";
        return Ok(Some((words.to_owned(), Box::new(test))));
    }
    if has("family") {
        let test = move |incident: &TableRow| {
            let at = row.get("at");
            incident.get("family_id") == row.get("family") && (at.is_empty() || incident.get("started_at") == at)
        };
        return Ok(Some(("incidents of the problem that began then".to_owned(), Box::new(test))));
    }
    if has("incident") {
        let id = row.get("incident").split(' ').next().unwrap_or_default();
        let test = move |incident: &TableRow| incident.get("incident_id").rsplit(':').next() == Some(id);
        return Ok(Some(("the incident of the bar".to_owned(), Box::new(test))));
    }
    if has("name") && ["charts/area", "charts/areas"].iter().any(|area| table.starts_with(area)) {
        let Some(kind) = kind_of(report, row)? else { return Ok(None) };
        let test = move |incident: &TableRow| {
            incident.get("in_period") == "true" && names_area(incident, &kind, row.get("name"))
        };
        return Ok(Some(("incidents of the period that count and name the area".to_owned(), Box::new(test))));
    }
    Ok(None)
}

/// Of which kind an area of a chart is: a chart shows one kind, and `data/areas` has the same number for it. `None` for a bar
/// that stands for several.
fn kind_of(report: &Report, row: &TableRow) -> Result<Option<String>, EarlierError> {
    let same = |area: &TableRow| {
        let (value, rate) = (row.get("value"), row.get("counted").parse::<f64>().ok());
        let equal = rate
            .is_some_and(|rate| area.get("rate_per_week").parse::<f64>().is_ok_and(|own| (own - rate).abs() < 1e-6));
        let period = area.get("period") == report.earlier.manifest.period;
        period && area.get("area") == row.get("name") && (area.get("incidents") == value || equal)
    };
    let found = rows(&report.earlier, "data/areas", &same)?.unwrap_or_default();
    Ok(found.first().map(|area| area.get("kind").to_owned()))
}

/// A time so many seconds later, as tables write it; empty where it can't be read.
fn after(at: &str, seconds: i64) -> String {
    let read = chrono::DateTime::parse_from_rfc3339(at).ok();
    read.map_or_else(String::new, |at| crate::text::date::iso(at.timestamp_millis() + seconds * 1_000))
}
