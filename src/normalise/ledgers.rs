//! Rows of the files that people keep to typed values, with a clear message for each that can't be one.
//!
//! Their times are read in the zone that the settings name for them, else in the reporting zone: whoever keeps such a file
//! means the calendar of the reports.

use crate::model::change::{ProcessChange, StatedChange};
use crate::model::exposure::{Exposure, StatedExposure};
use crate::model::record::Stamp;
use crate::model::reject::Reason;
use crate::model::remark::RemarkRule;
use crate::model::time::Millis;
use crate::normalise::NormaliseParams;
use crate::normalise::amount::amount;
use crate::normalise::areas;
use crate::normalise::stamp;
use crate::normalise::time::{self, TimeContext};
use chrono::NaiveTime;

/// Why a row can't be used, and what was seen.
pub type Refusal = (Reason, String);

/// Kinds of area that a row may name before a colon.
const KINDS: [&str; 6] = ["service", "team", "component", "environment", "region", "factor"];
/// Words for every area together.
const EVERYTHING: [&str; 4] = ["all", "*", "everything", "total"];

/// Reads a row of exposure. An area without a kind keeps its bare name unless an alias knows what it is.
///
/// # Errors
/// No area, no stretch of time that can be read, or no figure that can be used.
pub fn exposure(stated: &StatedExposure, context: TimeContext, params: &NormaliseParams) -> Result<Exposure, Refusal> {
    let area = area(&stated.area, params)?;
    let from = day_or_time(stated.from.as_ref(), "from", context, false)?;
    let to = day_or_time(stated.to.as_ref(), "to", context, true)?;
    if to <= from {
        let texts = [&stated.from, &stated.to].map(|s| s.as_ref().map_or("", |s| s.text.as_str()));
        let [from, to] = texts;
        return Err((Reason::Malformed, format!("`to` ({to}) does not come after `from` ({from})")));
    }
    let figure = |name: &str, text: &str| amount(text).map_err(|e| (Reason::Malformed, format!("`{name}`: {e}")));
    let (deploys, requests) = (figure("deploys", &stated.deploys)?, figure("requests", &stated.requests)?);
    let services = figure("services", &stated.services)?;
    if deploys.or(requests).or(services).is_none() {
        return Err((Reason::Malformed, "states neither deploys nor requests nor services".to_owned()));
    }
    Ok(Exposure { area, from, to, deploys, requests, services })
}

/// `kind:name` where the kind is stated or an alias knows the name; else the bare name.
fn area(stated: &str, params: &NormaliseParams) -> Result<String, Refusal> {
    let stated = stated.trim();
    let (kind, name) = match stated.split_once(':') {
        Some((kind, name)) if KINDS.contains(&kind.trim().to_lowercase().as_str()) => {
            (kind.trim().to_lowercase(), name.trim())
        }
        _ => (String::new(), stated),
    };
    if name.is_empty() {
        return Err((Reason::NoIdentifier, "states no `area`; write its name, or `all` for everything".to_owned()));
    }
    if kind.is_empty() && EVERYTHING.contains(&name.to_lowercase().as_str()) {
        return Ok(Exposure::ALL.to_owned());
    }
    let aliases = [("service", &params.services), ("team", &params.teams), ("component", &params.components)];
    let mut fitting = aliases.into_iter().filter(|(of, _)| kind.is_empty() || kind == *of);
    let known = fitting.find_map(|(of, aliases)| areas::alias(aliases, name).map(|other| format!("{of}:{other}")));
    // As in the areas of incidents, which are joined by `;`.
    let name = name.replace(';', ",");
    Ok(known.unwrap_or_else(|| if kind.is_empty() { name } else { format!("{kind}:{name}") }))
}

/// Reads a change.
///
/// # Errors
/// No moment that can be read, or no word about what was changed.
pub fn change(stated: &StatedChange, context: TimeContext) -> Result<ProcessChange, Refusal> {
    let at = day_or_time(stated.at.as_ref(), "at", context, false)?;
    let what = stated.what.trim();
    if what.is_empty() {
        return Err((Reason::Malformed, "does not say `what` was changed".to_owned()));
    }
    let mut metrics = metrics(&stated.metric);
    let kind = stated.kind.trim();
    let named = self::metrics(kind);
    let all_known = !named.is_empty() && named.iter().all(|m| matches!(m.as_str(), "ttd" | "tta" | "ttm" | "ttr"));
    // Some keep the metric under `kind`. Any other word there says what sort of change it was, which readers should see.
    let what = if metrics.is_empty() && all_known {
        metrics = named;
        what.to_owned()
    } else if kind.is_empty() {
        what.to_owned()
    } else {
        format!("{what} ({kind})")
    };
    Ok(ProcessChange { at, what, metrics })
}

/// The metrics of a list, sorted. `all` and nothing mean everything; the mean of a metric (`MTTR`) is about the metric.
fn metrics(stated: &str) -> Vec<String> {
    let word = |word: &str| {
        let word = word.trim().to_lowercase();
        if word.len() == 4 && word.starts_with("mtt") { word.replacen('m', "", 1) } else { word }
    };
    let mut found: Vec<String> = stated.split([';', ',']).map(word).filter(|m| !m.is_empty()).collect();
    if found.iter().any(|m| EVERYTHING.contains(&m.as_str())) {
        return Vec::new();
    }
    found.sort();
    found.dedup();
    found
}

/// The instant of a time, or the midnight at which a day begins. Where the day itself is meant to be part of a stretch
/// (`inclusive`), it is the midnight at which it ends.
fn day_or_time(
    stated: Option<&Stamp>,
    field: &'static str,
    context: TimeContext,
    inclusive: bool,
) -> Result<Millis, Refusal> {
    let missing = || (Reason::NoTime, format!("states no `{field}`"));
    let stated = stated.ok_or_else(missing)?;
    let refused = |rule: RemarkRule| {
        let text = stated.text.trim();
        match rule {
            RemarkRule::AmbiguousDate => {
                let why = "may be two dates, and no row of the file tells which; write it like 2026-08-31 or set day_first in the settings";
                (Reason::NoTime, format!("`{field}`: \"{text}\" {why}"))
            }
            RemarkRule::ImpossibleTime => {
                (Reason::ImpossibleTime, format!("`{field}`: \"{text}\" is no day from 1990 to 2100"))
            }
            _ => (Reason::NoTime, format!("`{field}`: \"{text}\" is no date and no time; write it like 2026-08-31")),
        }
    };
    if inclusive
        && let (Some(zone), Ok(day)) = (context.zone, stamp::moment(&stated.text, context.order))
        && is_day(&stated.text, &day)
    {
        let next = day.naive.date().succ_opt().ok_or_else(|| refused(RemarkRule::ImpossibleTime))?;
        let at = time::to_utc(next.and_time(NaiveTime::MIN), zone);
        return if (time::EARLIEST..time::LATEST).contains(&at) {
            Ok(at)
        } else {
            Err(refused(RemarkRule::ImpossibleTime))
        };
    }
    time::parse(stated, context).map_err(refused)?.map(|parsed| parsed.at).ok_or_else(missing)
}

/// Whether a time is a whole day: nothing behind the date, or a midnight that spreadsheets put there (`2026-08-31
/// 00:00:00`). Whoever means the instant writes a `T` or an offset.
fn is_day(text: &str, moment: &stamp::Moment) -> bool {
    let says_hour = text.split_once('T').is_some_and(|(day, _)| day.ends_with(|c: char| c.is_ascii_digit()));
    moment.offset_s.is_none() && moment.naive.time() == NaiveTime::MIN && !says_hour
}
