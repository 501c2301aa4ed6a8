//! Which claimed fixes did not hold, and what came back after being closed as fixed: one count for the register's title, the
//! ledger and the claims on single problems.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::fixes::{Claimed, Closed, Verdict};
use crate::findings::Claim;
use crate::findings::draft::{in_period, numbers, zone};
use crate::findings::recurrence::words::{days_down, name};
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::model::time::Millis;
use crate::text::plural::{agree, count, count_of};
use crate::text::sentence::capital;
use crate::text::{date, list, number};

/// Problems named in one sentence.
const NAMED: usize = 3;
/// Times listed one by one.
const LISTED: usize = 3;

/// The one definition of a claimed fix that did not hold: the problem occurred after it.
#[must_use]
pub fn failed(fix: &Claimed) -> bool {
    fix.hold.verdict == Verdict::CameBack
}

/// All claimed fixes of problems, those of labels apart.
fn claims<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a Claimed> {
    facts.results.recurrence.families.iter().filter(|f| !f.label).flat_map(|f| &f.fixes)
}

/// "2 of 3 claimed fixes did not hold"; nothing where all may have held.
#[must_use]
pub fn did_not(facts: &Facts) -> Option<String> {
    let (all, back) = (claims(facts).count() as u64, claims(facts).filter(|fix| failed(fix)).count() as u64);
    let fixes = count_of(all, "claimed fix", "claimed fixes");
    match (back, all) {
        (0, _) => None,
        (1, 1) => Some("the one claimed fix did not hold".to_owned()),
        (back, all) if back == all => Some(format!("none of {fixes} held")),
        (back, _) => Some(format!("{} of {fixes} did not hold", number::thousands(back))),
    }
}

/// What failed in the period, to follow the ledger: claimed fixes, and what came back after being closed as fixed.
#[must_use]
pub fn news(facts: &Facts, claim: &mut Claim) -> String {
    let claimed =
        each(facts, |family| family.fixes.iter().filter(|f| failed(f)).map(|f| (f.at, f.returned_at)).collect());
    let closed = each(facts, |family| family.closed.iter().map(|c| (c.at, c.returned_at)).collect());
    let times = |found: &[(&Family, Vec<u64>)]| found.iter().map(|(_, days)| days.len() as f64).sum::<f64>();
    numbers(
        claim,
        [
            ("claimed_fixes", Some(claims(facts).count() as f64)),
            ("claimed_fixes_failed", Some(claims(facts).filter(|fix| failed(fix)).count() as f64)),
            ("claimed_fixes_failed_in_period", Some(times(&claimed))),
            ("closed_as_fixed_back_in_period", Some(times(&closed))),
        ],
    );
    let of_claims = did_not(facts).map_or_else(String::new, |words| {
        let here = match (claimed.is_empty(), claims(facts).count()) {
            (true, 1) => format!("it did not fail {}", in_period(facts)),
            (true, _) => format!("none of them failed {}", in_period(facts)),
            (false, _) => format!("{} {}", in_period(facts), listed(&claimed, " came back")),
        };
        format!(" {}; {here}.", capital(&words))
    });
    let of_closed = match closed.len() as u64 {
        0 => String::new(),
        n => format!(
            " {} {} came back {} after being closed as fixed: {}.",
            capital(&spoken(n)),
            agree(n, "problem", "problems"),
            in_period(facts),
            listed(&closed, "")
        ),
    };
    of_claims + &of_closed
}

type Ended = (Millis, Option<Millis>);

/// Days until each came back, of problems that came back in the period; most times first, then by id.
fn each<'a>(facts: &Facts<'a>, ends: impl Fn(&Family) -> Vec<Ended>) -> Vec<(&'a Family, Vec<u64>)> {
    let current = &facts.data.periods.current;
    let days = |family: &Family| {
        let back =
            ends(family).into_iter().filter_map(|(at, back)| Some((at, back.filter(|at| current.contains(*at))?)));
        let mut days: Vec<u64> = back.map(|(at, back)| days_between(at, back)).collect();
        days.sort_unstable();
        days
    };
    let families = facts.results.recurrence.families.iter().filter(|f| !f.label);
    let mut found: Vec<(&Family, Vec<u64>)> =
        families.map(|f| (f, days(f))).filter(|(_, days)| !days.is_empty()).collect();
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.family_id.cmp(&b.0.family_id)));
    found
}

fn days_between(at: Millis, back: Millis) -> u64 {
    days_down(back.saturating_sub(at) as f64 / 1_000.0)
}

/// "“X” after 4 days and “Y” 5 times, after 2 to 9 days".
fn listed(found: &[(&Family, Vec<u64>)], verb: &str) -> String {
    let one = |(family, days): &(&Family, Vec<u64>)| format!("{}{verb} {}", name(family), after(days));
    list::and_more(&found.iter().map(one).collect::<Vec<_>>(), NAMED)
}

/// "within a day", "after 4 days", "after 4 and 9 days", "5 times, after 2 to 9 days". Days are ascending.
fn after(days: &[u64]) -> String {
    let longest = days.last().copied().unwrap_or(0);
    match (days, longest) {
        ([0], _) => "within a day".to_owned(),
        (days, 0) => format!("{} times within a day", number::thousands(days.len() as u64)),
        (days, longest) if days.len() <= LISTED => {
            let each: Vec<String> = days.iter().map(|d| number::thousands(*d)).collect();
            format!("after {} {}", list::and(&each), agree(longest, "day", "days"))
        }
        (days, longest) => format!(
            "{} times, after {} to {}",
            number::thousands(days.len() as u64),
            number::thousands(days.first().copied().unwrap_or(0)),
            count(longest, "day")
        ),
    }
}

/// " An incident of it was closed as fixed on 22 May 2026, and it came back after 4 days."; nothing where none came back in
/// the period.
#[must_use]
pub fn closed_and_back(facts: &Facts, family: &Family) -> String {
    let current = &facts.data.periods.current;
    let back = |closed: &&Closed| closed.returned_at.is_some_and(|at| current.contains(at));
    let closed: Vec<&Closed> = family.closed.iter().filter(back).collect();
    match closed.as_slice() {
        [] => String::new(),
        [one] => {
            let days = one.returned_at.map_or(0, |back| days_between(one.at, back));
            let on = date::day(one.at, zone(&facts.data.periods));
            format!(" An incident of it was closed as fixed on {on}, and it came back {}.", after(&[days]))
        }
        several => format!(
            " {} of its incidents were closed as fixed before it came back {}.",
            capital(&spoken(several.len() as u64)),
            in_period(facts)
        ),
    }
}

/// "closed as fixed on 6 February 2026, came back after 82 days": the last of those that came back, whenever that was.
#[must_use]
pub fn closed_in_short(facts: &Facts, family: &Family) -> Option<String> {
    let back = family.closed.iter().filter_map(|closed| Some((closed.at, closed.returned_at?))).max()?;
    let on = date::day(back.0, zone(&facts.data.periods));
    Some(format!("closed as fixed on {on}, came back {}", after(&[days_between(back.0, back.1)])))
}
