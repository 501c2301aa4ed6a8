//! Stated holidays to days.

use crate::model::holiday::{Holiday, StatedHoliday};
use crate::model::record::Stamp;
use crate::model::reject::Reason;
use crate::model::remark::RemarkRule;
use crate::normalise::ledgers::Refusal;
use crate::normalise::stamp;
use crate::normalise::stamp::DayOrder;
use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// Longer events are seasons or closures of a school, and would quietly turn weeks of work into days off.
const LONGEST_DAYS: i64 = 31;

const AMBIGUOUS: &str =
    "may be two dates, and no row of the file tells which; write it like 2026-12-25 or set day_first in the settings";

/// The days of a holiday, one for each.
///
/// # Errors
/// No day that can be read, an end that does not come after the start, too many days, or no known zone.
pub fn days(stated: &StatedHoliday, order: DayOrder) -> Result<Vec<Holiday>, Refusal> {
    let first = day(stated.date.as_ref(), order)?;
    let next = |date: NaiveDate| date.succ_opt().ok_or((Reason::ImpossibleTime, format!("{date} has no next day")));
    let until = match &stated.until {
        Some(until) => day(Some(until), order)?,
        None => next(first)?,
    };
    // Some programs write the same day as the end of a holiday of one day.
    let until = if until == first { next(first)? } else { until };
    let length = (until - first).num_days();
    if length < 1 {
        return Err((Reason::Malformed, format!("ends on {until}, before its start on {first}")));
    }
    if length > LONGEST_DAYS {
        let detail = format!("lasts {length} days, more than {LONGEST_DAYS}: no holiday but a season");
        return Err((Reason::Malformed, detail));
    }
    let zone = zone(&stated.zone)?;
    let name = stated.name.trim();
    let one = |date: NaiveDate| Holiday { date, zone: zone.clone(), name: name.to_owned() };
    Ok(first.iter_days().take_while(|date| *date < until).map(one).collect())
}

fn zone(stated: &str) -> Result<Option<String>, Refusal> {
    let stated = stated.trim();
    if stated.is_empty() || matches!(stated.to_lowercase().as_str(), "all" | "*" | "everybody") {
        return Ok(None);
    }
    let zone: Result<Tz, _> = stated.parse();
    let detail = || format!("`zone`: \"{stated}\" is no IANA time zone; write it like Europe/Berlin");
    zone.map(|zone| Some(zone.name().to_owned())).map_err(|_| (Reason::Malformed, detail()))
}

fn day(stated: Option<&Stamp>, order: DayOrder) -> Result<NaiveDate, Refusal> {
    let Some(stated) = stated else { return Err((Reason::NoTime, "states no `date`".to_owned())) };
    let text = stated.text.trim();
    let refused = |reason: Reason, why: &str| Err((reason, format!("`{}`: \"{text}\" {why}", stated.field)));
    match stamp::moment(text, order) {
        Ok(moment) if moment.naive.time() != NaiveTime::MIN || moment.offset_s.is_some() => {
            refused(Reason::Malformed, "is a time, and a holiday is a day; write it like 2026-12-25")
        }
        Ok(moment) if !(1990..2100).contains(&moment.naive.year()) => {
            refused(Reason::ImpossibleTime, "is no day from 1990 to 2100")
        }
        Ok(moment) => Ok(moment.naive.date()),
        Err(RemarkRule::AmbiguousDate) => refused(Reason::NoTime, AMBIGUOUS),
        Err(RemarkRule::ImpossibleTime) => refused(Reason::ImpossibleTime, "is no day of any month"),
        Err(_) => refused(Reason::NoTime, "is no date; write it like 2026-12-25"),
    }
}
