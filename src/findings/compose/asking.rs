//! What we ask for because of a headline: small enough for two months, with a check that the next review makes from the data.

use super::leading::{STORM, family};
use crate::analyse::load::verdict::LoadVerdict;
use crate::analyse::overlap::storms::Storm;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::findings::Claim;
use crate::findings::asks::check::{
    ACTIONS_DONE, CUSTOMER_INCIDENTS, Check, FIX_ON_RECORD, HOURS_ABOVE, OVER_THE_LINE, OWNER_ON_RECORD, STAYS_AWAY,
};
use crate::findings::draft::zone;
use crate::findings::load::verdict;
use crate::findings::load::verdict::asked::RELIEF;
use crate::findings::overlap::storms;
use crate::findings::recurrence::words::name;
use crate::findings::rule::Facts;
use crate::model::time::{DAY, Millis, Window};
use crate::text::plural::count;
use crate::text::{date, list};

/// When what is asked for should be there: about six weeks after the exports were made.
const SOON: Millis = 45 * DAY;
/// The next review has to see so much of the time after that at least; else the check goes on for this long.
const SEEN: Millis = 30 * DAY;
/// What a review of the usual length sees of a period that is longer.
const LONGEST: Millis = 184 * DAY;
/// That nothing came says something where at least so many were to be expected: chance leaves none of three in one case of twenty.
const ENOUGH: f64 = 3.0;
/// Of what was agreed about a storm, so much is to be done.
const HALF: f64 = 0.5;

/// When things are asked for, and until when they are checked.
#[derive(Clone, Copy)]
struct Times {
    /// The end of the period and the moment of the exports.
    end: Millis,
    as_of: Millis,
    /// When what is asked for should be there.
    by: Millis,
    /// The end of the period that follows, as far as it is near.
    until: Millis,
    /// The end of the period that follows, however far that is.
    next: Millis,
}

impl Times {
    fn of(facts: &Facts) -> Self {
        let periods = &facts.data.periods;
        let (window, as_of) = (periods.current.window, periods.as_of);
        let by = as_of.saturating_add(SOON);
        let next = date::following(window.start, window.end, zone(periods));
        let near = next >= by.saturating_add(DAY) && next <= as_of.saturating_add(LONGEST);
        Self { end: window.end, as_of, by, until: if near { next } else { by.saturating_add(SEEN) }, next }
    }
}

/// What is counted: a code, its subject, the number that it is held against, and the time.
struct Count {
    code: &'static str,
    subject: Vec<String>,
    threshold: f64,
    window: Window,
}

fn check(claims: &[&Claim], ask: String, count: Count) -> Check {
    Check {
        ask,
        code: count.code.to_owned(),
        claims: claims.iter().map(|claim| claim.id.clone()).collect(),
        subject: count.subject,
        threshold: count.threshold,
        from: date::iso(count.window.start),
        until: date::iso(count.window.end),
    }
}

/// The asks of all headlines, those for meetings on storms as one, where the first of them stands.
#[must_use]
pub(super) fn asks(facts: &Facts, claims: &[&Claim]) -> Vec<Check> {
    let (storms, _): (Vec<&Claim>, Vec<&Claim>) = claims.iter().partition(|claim| claim.code == STORM);
    let first = storms.first().map(|storm| &storm.id);
    let times = Times::of(facts);
    let said = |claim: &&Claim| match claim.code.as_str() {
        STORM if Some(&claim.id) == first => meetings(facts, &storms, times),
        STORM => None,
        _ => ask(facts, claim, times),
    };
    claims.iter().filter_map(said).collect()
}

/// One thing to do because of a headline.
fn ask(facts: &Facts, claim: &Claim, times: Times) -> Option<Check> {
    let zone = zone(&facts.data.periods);
    let by = date::day(times.by, zone);
    let whole = afterwards(facts, times);
    let (ask, count) = match claim.code.as_str() {
        "recurrence.famous-bug" | "recurrence.came-back" => of_problem(facts, family(facts, claim)?, times),
        "areas.customer-change" => {
            let felt = claim.rows.len() as u64;
            let window = Window { start: times.end, end: times.next };
            let ask = format!(
                "A look at the {} that reached customers, one by one, by {by}: what would have kept each from them. Check: fewer than {felt} in {}.",
                count(felt, "incident"),
                date::period(window.start, window.end, zone)
            );
            let threshold = felt.saturating_sub(1) as f64;
            (ask, Count { code: CUSTOMER_INCIDENTS, subject: Vec::new(), threshold, window })
        }
        "load.verdict" => {
            let over = verdict::judged(facts).into_iter().filter(|(_, state)| *state == LoadVerdict::Over);
            let subject = over.map(|(name, _)| name).collect();
            let ask = format!(
                "Relief for {}, by {by}: {RELIEF}. Check: not over the line in {}.",
                verdict::over_the_line(facts),
                date::period(whole.start, whole.end, zone)
            );
            (ask, Count { code: OVER_THE_LINE, subject, threshold: 0.0, window: whole })
        }
        "overlap.above-capacity" => {
            let ask = format!(
                "A second person on call, or fewer services, for the rotations that had more incidents than people, by {by}. Check: no such hours in {}.",
                date::period(whole.start, whole.end, zone)
            );
            (ask, Count { code: HOURS_ABOVE, subject: Vec::new(), threshold: 0.0, window: whole })
        }
        _ => return None,
    };
    Some(check(&[claim], ask, count))
}

/// The first period of the same length that begins once what is asked for should be there: what is judged for whole periods
/// would else be held against weeks without it.
fn afterwards(facts: &Facts, times: Times) -> Window {
    let zone = zone(&facts.data.periods);
    let (mut start, mut end) = (times.end, times.next.max(times.end.saturating_add(DAY)));
    // A period of days is passed many times within six weeks.
    while start < times.by {
        (start, end) = (end, date::following(start, end, zone).max(end.saturating_add(DAY)));
    }
    Window { start, end }
}

/// An owner where none is on record; else a fix. That the problem stays away is checked where it would be expected again and
/// again meanwhile: a fix on record alone is what there was the last time. Where the time is shorter than the quiet after a fix
/// that did not hold, the check says so.
fn of_problem(facts: &Facts, family: &Family, times: Times) -> (String, Count) {
    let zone = zone(&facts.data.periods);
    let (by, until) = (date::day(times.by, zone), date::day(times.until.saturating_sub(1), zone));
    let subject = vec![family.family_id.clone(), family.name.clone()];
    let from_now = Window { start: times.as_of, end: times.until };
    let bare = matches!(family.owned(), Owned::Nobody | Owned::OpenOnly(_));
    let what = if bare { "An owner and a plan for" } else { "A date, and the people, for the fix of" };
    let (code, threshold, window, words) = if bare && facts.results.recurrence.has_follow_ups {
        (OWNER_ON_RECORD, 1.0, from_now, format!("an open action with an owner is on record by {until}"))
    } else if let Some(expected) = expected(family, times.until - times.by).filter(|n| *n >= ENOUGH) {
        let window = Window { start: times.by, end: times.until };
        let words = format!(
            "it does not come back from then to {until}, when about {} would be usual",
            count(expected.round() as u64, "occurrence")
        );
        (STAYS_AWAY, 0.0, window, words)
    } else {
        (FIX_ON_RECORD, 1.0, from_now, format!("a fix is on record by {until}"))
    };
    (format!("{what} {}, by {by}. Check: {words}.", name(family)), Count { code, subject, threshold, window })
}

/// How often it would be expected within so long, at its pace of late.
fn expected(family: &Family, within: Millis) -> Option<f64> {
    let next = family.next.as_ref().filter(|next| next.time_s > 0.0)?;
    Some(next.count as f64 / next.time_s * (within as f64 / 1_000.0))
}

fn meetings(facts: &Facts, storms: &[&Claim], times: Times) -> Option<Check> {
    let zone = zone(&facts.data.periods);
    let mut found: Vec<&Storm> = storms.iter().filter_map(|claim| storms::of_claim(facts, claim)).collect();
    found.sort_by_key(|storm| (storm.window.start, storm.window.end));
    let days: Vec<String> = found.into_iter().map(|storm| storms::days(facts, storm)).collect();
    let (by, until) = (date::day(times.by, zone), date::day(times.until.saturating_sub(1), zone));
    let window = Window { start: times.as_of, end: times.until };
    (!days.is_empty()).then(|| {
        let count = Count { code: ACTIONS_DONE, subject: Vec::new(), threshold: HALF, window };
        check(storms, meeting(&days, &by, &until), count)
    })
}

fn meeting(days: &[String], by: &str, until: &str) -> String {
    let (each, packs, agreed) = match days {
        [_] => ("One meeting on the incidents of", "the pack for it is ready", "it agrees"),
        _ => ("One meeting for each of the sets of incidents of", "the packs are ready", "they agree"),
    };
    format!(
        "{each} {}{}, by {by}; {packs}. Check: half of what {agreed} is done by {until}.",
        list::and(days),
        if days.len() == 1 { " as a set" } else { "" }
    )
}
