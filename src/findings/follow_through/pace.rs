//! How long actions take.

use crate::analyse::follow_through::pace::{MARKS, MIN_ITEMS, Pace};
use crate::findings::draft::{evidence, numbers};
use crate::findings::follow_through::claim;
use crate::findings::rule::Facts;
use crate::findings::{Claim, Grade};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{list, number};

/// Shares done within 30, 60 and 90 days, and the time after which half are done.
#[must_use]
pub(super) fn state(facts: &Facts) -> Claim {
    let pace = &facts.results.follow_through.pace;
    let mut claim = claim(facts, "follow-through.pace");
    claim.method = "Cumulative incidence of done (Aalen and Johansen): given up competes, open ones are followed until the exports were made. Whole days from agreement.".to_owned();
    claim.n = Some(pace.items);
    claim.coverage = (pace.done > 0).then(|| pace.dated_share());
    if !pace.is_told() {
        claim.grade = Grade::NotAssessable;
        claim.sentence = refused(pace);
        return claim;
    }
    claim.sentence = sentence(pace);
    caveats(pace, &mut claim);
    let low = |at: usize| pace.by.get(at).copied().flatten();
    let end = |at: usize, side: usize| low(at).and_then(|by| by.get(side).copied());
    numbers(
        &mut claim,
        [
            ("actions", Some(pace.items as f64)),
            ("done", Some(pace.done as f64)),
            ("given_up", Some(pace.given_up as f64)),
            ("done_within_30_days_least", end(0, 0)),
            ("done_within_30_days_most", end(0, 1)),
            ("done_within_60_days_least", end(1, 0)),
            ("done_within_60_days_most", end(1, 1)),
            ("done_within_90_days_least", end(2, 0)),
            ("done_within_90_days_most", end(2, 1)),
            ("median_days_least", pace.median.first().copied().flatten()),
            ("median_days_most", pace.median.last().copied().flatten()),
        ],
    );
    let rows: std::collections::BTreeSet<IncidentIx> =
        facts.results.follow_through.items.iter().map(|item| item.row).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    claim
}

fn refused(pace: &Pace) -> String {
    if pace.items < MIN_ITEMS {
        return match pace.items {
            0 => "How long actions take cannot be said: for none of them is it known what became of it.".to_owned(),
            n => format!(
                "How long actions take cannot be said: what became of {} is known, and it takes {MIN_ITEMS}.",
                count(n, "action")
            ),
        };
    }
    format!(
        "How long actions take cannot be said: {} of the {} that are done {} no day on which that was.",
        number::thousands(pace.done_undated),
        number::thousands(pace.done),
        agree(pace.done_undated, "has", "have")
    )
}

fn sentence(pace: &Pace) -> String {
    let told = pace.by.iter().zip(MARKS).filter_map(|(by, mark)| Some((by.as_ref()?, mark)));
    let shares: Vec<String> = told
        .enumerate()
        .map(|(at, (by, mark))| match at {
            0 => format!("{} were done within {mark} days", share(*by)),
            _ => format!("{} within {mark}", share(*by)),
        })
        .collect();
    let all = format!("Of {} up to the end of the period", count(pace.items, "action"));
    let shares = match shares.is_empty() {
        true => format!("{all} none was followed for 30 days."),
        false => format!("{all} {}; open ones count up to the day of the exports.", list::and(&shares)),
    };
    let half = match pace.median {
        [Some(least), Some(most)] if is_one(least, most) => {
            format!("Half of all actions take longer than {}.", days(least))
        }
        [Some(least), Some(most)] => {
            format!(
                "Half of all actions take longer than {} to {}; it is a range because some ended on a day that is not on record.",
                bare(least),
                days(most)
            )
        }
        [Some(least), None] => format!(
            "Half of them are done after {} at the earliest; it may be later, or not yet at all, as some ended on a day that is not on record.",
            days(least)
        ),
        [None, _] => "At no time on record are half of them done.".to_owned(),
    };
    format!("{shares} {half}")
}

fn caveats(pace: &Pace, claim: &mut Claim) {
    let undated = pace.done_undated + pace.given_up_undated;
    if undated > 0 {
        claim.caveats.push(format!(
            "{} ended without a day on record. Where that makes a difference, a share is given as a range.",
            count(undated, "action")
        ));
    }
    if pace.is_bulk() {
        claim.caveats.push(format!(
            "{} of {} since the period began were closed in the last three days before the exports were made; they may have been done earlier.",
            number::thousands(pace.closed_last),
            count(pace.closed, "closing")
        ));
    }
}

/// "41 %", "41–43 %".
fn share([least, most]: [f64; 2]) -> String {
    let (least, most) = (number::percent(least), number::percent(most));
    if least == most { least } else { format!("{}–{most}", least.trim_end_matches(" %")) }
}

/// Whether two whole numbers of days are one.
fn is_one(least: f64, most: f64) -> bool {
    (least - most).abs() < 0.5
}

fn bare(days: f64) -> String {
    number::thousands(days.max(0.0) as u64)
}

fn days(days: f64) -> String {
    count(days.max(0.0) as u64, "day")
}

/// How sure we are, in a cell: "follow-ups as the tools state them; over all quarters half of them take 50 to 55 days or
/// longer".
#[must_use]
pub(super) fn brief(facts: &Facts) -> String {
    let pace = &facts.results.follow_through.pace;
    let how = match (pace.median, pace.by) {
        _ if !pace.is_told() => "how long they take cannot be said".to_owned(),
        ([Some(least), Some(most)], _) if is_one(least, most) => {
            format!("over all quarters half of them take {} or longer", days(least))
        }
        ([Some(least), Some(most)], _) => {
            format!("over all quarters half of them take {} to {} or longer", bare(least), days(most))
        }
        (_, [.., Some(by)]) => format!("over all quarters {} of them are done within 90 days", share(by)),
        _ => "over all quarters fewer than half of them are done".to_owned(),
    };
    format!("follow-ups as the tools state them; {how}")
}
