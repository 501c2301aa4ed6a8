//! Holidays: a calendar file (ICS), or a table with `date`, `zone` and perhaps `name`.
//!
//! To make it: export the calendar of public holidays of a place as ICS, or write a table with one row per day. The zone is
//! that of the people who have the day off (`Europe/Berlin`); without one everybody has it. Of a calendar only events that
//! last whole days are taken: timed events are shifts or meetings. Rules for repetition are refused, because a day worked
//! out wrongly is worse than one that is missing; most calendars of holidays list each year by itself.

use crate::ingest::container::calendar;
use crate::ingest::document;
use crate::ingest::fields::{self, Fields};
use crate::ingest::head::Head;
use crate::ingest::lenient::{fingerprint, shape, stamp};
use crate::ingest::tool::Tool;
use crate::ingest::{Context, Export, Item, Output, Source};
use crate::model::holiday::StatedHoliday;
use crate::model::origin::Origin;
use crate::model::record::{Body, Role, Stamp};
use crate::model::reject::Reason;

/// The tool.
pub const TOOL: Tool = Tool { id: "holidays", title: "the holidays", role: Role::Table };

const ZONE: [&str; 4] = ["zone", "time_zone", "timezone", "tz"];
const NAME: [&str; 2] = ["holiday", "name"];
/// All columns that a table of holidays may have. Dates and zones stand in many tables; one more column, and it is
/// something else.
const BESIDE: [&str; 6] = ["date", "day", "weekday", "country", "region", "type"];
/// Zones that makers of calendars write into all of them, whatever the place.
const NO_PLACE: [&str; 6] = ["UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z", "all"];

/// The source; see the head of this file.
pub struct Holidays;

impl Source for Holidays {
    const KIND: Export = Export {
        id: "holidays",
        title: "Holidays (ICS, CSV or JSON)",
        tool: TOOL,
        looks_for: "a calendar (ICS), or a table with `date` and `zone` or `holiday`, and nothing else",
        arrays: &["holidays"],
    };

    fn recognises(&self, head: &Head) -> bool {
        let fits = |keys: &[&str]| {
            let has = |key: &str| keys.contains(&key);
            // What begins with a mark was added by a connector or by our own unwrapping.
            let allowed =
                |key: &&str| key.starts_with('_') || ZONE.contains(key) || NAME.contains(key) || BESIDE.contains(key);
            has("date") && (has("holiday") || ZONE.iter().any(|zone| has(zone))) && keys.iter().all(allowed)
        };
        let headers: Vec<&str> = head.headers.iter().map(String::as_str).collect();
        head.has_headers(&[calendar::EVENT])
            || fits(&headers)
            || fields::sampled(head).filter(|o| o.is_object()).any(|o| {
                let keys: Vec<&str> = o.members().into_iter().map(|(key, _)| key).collect();
                fits(&keys)
            })
    }

    fn read(&self, item: &Item, origin: &Origin, _context: &Context, out: &mut Output) {
        let stated = match item {
            Item::Row(cells) if !Fields::Row(cells).raw(calendar::EVENT).is_empty() => {
                match of_event(Fields::Row(cells)) {
                    Ok(stated) => stated,
                    Err((reason, detail)) => return out.reject(origin, "", reason, detail),
                }
            }
            Item::Text { .. } => {
                let detail = format!("expected an event, a table row or a JSON object, found {}", shape(item));
                return out.reject(origin, "", Reason::Malformed, detail);
            }
            _ => {
                let Some(document) = document::object(item, origin, out) else { return };
                let object = document.fields();
                StatedHoliday {
                    date: stamp(&object.text("date"), "date"),
                    until: None,
                    zone: object.first(&ZONE).into_owned(),
                    name: object.first(&NAME).into_owned(),
                }
            }
        };
        let text = |stamp: &Option<Stamp>| stamp.as_ref().map(|s| s.text.clone()).unwrap_or_default();
        let parts = [text(&stated.date), text(&stated.until), stated.zone.clone(), stated.name.clone()];
        TOOL.keep("holiday", fingerprint(&parts.join("\u{1}")), Body::Holiday(Box::new(stated)), origin, out);
    }
}

/// The days of an event that lasts whole days.
fn of_event(cells: Fields) -> Result<StatedHoliday, (Reason, String)> {
    let (name, start, end) = (cells.raw("summary"), cells.raw("dtstart"), cells.raw("dtend"));
    let refused = |what: &str| Err((Reason::Malformed, format!("{what}, so no holiday: \"{name}\"")));
    if cells.raw(calendar::EVENT) == calendar::CUT {
        return Err((Reason::Truncated, format!("the calendar ends inside the event \"{name}\"")));
    }
    if start.is_empty() {
        return Err((Reason::NoTime, format!("the event \"{name}\" has no DTSTART")));
    }
    if !is_day(start) {
        return refused(&format!("an event with a time of day ({start}), as in a rota or among meetings"));
    }
    let words = name.to_lowercase();
    if ["on call", "on-call", "oncall"].iter().any(|word| words.contains(word)) {
        return refused("an entry of an on-call rota");
    }
    if cells.raw("status").eq_ignore_ascii_case("CANCELLED") {
        return refused("a cancelled event");
    }
    let rule = cells.raw("rrule");
    if !rule.is_empty() || !cells.raw("rdate").is_empty() {
        let rule = if rule.is_empty() { "RDATE" } else { rule };
        let detail = format!("\"{name}\" repeats by a rule ({rule}), which is not worked out; list each day by itself");
        return Err((Reason::Malformed, detail));
    }
    let until = if end.is_empty() { after(start, cells.raw("duration"))? } else { stamp(end, "dtend") };
    let zone = cells.raw("x_wr_timezone");
    let zone = if NO_PLACE.iter().any(|word| word.eq_ignore_ascii_case(zone)) { "" } else { zone };
    Ok(StatedHoliday { date: stamp(start, "dtstart"), until, zone: zone.to_owned(), name: name.to_owned() })
}

/// `20260101`: the only form in which a calendar states a day.
fn is_day(value: &str) -> bool {
    value.len() == 8 && value.bytes().all(|b| b.is_ascii_digit())
}

/// A length beside a day; of the forms that the standard allows only one day is ever written for holidays.
fn after(start: &str, duration: &str) -> Result<Option<Stamp>, (Reason, String)> {
    match duration {
        "" | "P1D" | "PT24H" => Ok(None),
        other => Err((Reason::Malformed, format!("the event of {start} lasts {other}; write its end as DTEND"))),
    }
}
