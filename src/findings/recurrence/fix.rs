//! Claimed fixes: what came back, and what the silence since tells (`METHODS.md` 5.4, in its wording).

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::fixes::{ClaimBasis, Claimed, Hold, Verdict};
use crate::findings::draft::{claim, evidence, in_period, numbers, quoted, zone};
use crate::findings::grade::Contrast;
use crate::findings::recurrence::promised::owner;
use crate::findings::recurrence::words::{self, days_down, days_round, name, since, times};
use crate::findings::recurrence::{break_even, held, overview};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::{Basis, Claim, Grade};
use crate::model::time::Window;
use crate::stats::rate_ratio::rate_ratio;
use crate::text::plural::count;
use crate::text::{date, list, number};

const METHOD: &str = "Occurrences after the claimed fix against those before it, exact given their total; the time before goes back a year at most.";
const HELD: &str = "recurrence.fix-held";
const SWITCHED_OFF: &str =
    "If what it happens on was switched off or is used less, silence means nothing; the data do not say.";
/// Earlier quarters that make "never more than".
const QUARTERS: usize = 3;
/// Texts quoted in one sentence.
const MAX_WORDS: usize = 2;

/// A problem that was declared fixed and occurred again.
#[must_use]
pub fn came_back(facts: &Facts, family: &Family) -> Claim {
    let mut claim = claim(facts, "recurrence.came-back", &family.family_id);
    let is_asserted = family.fixes.iter().all(is_asserted);
    let how = if is_asserted { "was declared fixed" } else { "was taken for fixed" };
    claim.lead = format!("A problem that {how} came back.");
    claim.basis = if is_asserted { Basis::Asserted } else { Basis::Inferred };
    claim.method = METHOD.to_owned();
    claim.n = Some(family.rows.len() as u64);
    claim.brief =
        format!("{} {}{}", brief(facts, family), back_again(facts, family), break_even::in_hours(facts, family));
    let text = format!("{} {}", name(family), returns(facts, family));
    let closed = held::closed_and_back(facts, family);
    claim.sentence = format!("{text}. {}{closed}{}", declared(facts, family), owner(facts, family));
    let returned = |fix: &Claimed| fix.returned_at.map(|at| (at.saturating_sub(fix.at)) as f64 / 86_400_000.0);
    let back: Vec<f64> = family.fixes.iter().filter_map(returned).collect();
    numbers(
        &mut claim,
        [
            ("occurrences", Some(family.occurrences.len() as f64)),
            ("incidents_in_period", Some(family.in_period as f64)),
            ("claimed_fixes", Some(family.fixes.len() as f64)),
            ("came_back", Some(back.len() as f64)),
            ("first_return_days", back.first().copied()),
            ("last_return_days", back.last().copied()),
            ("responder_hours", family.told.responder_s.map(|s| s / 3_600.0)),
            ("disturbed_nights", family.told.disturbed_nights.map(|n| n as f64)),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, family.rows.iter().copied());
    claim.weight = family.told.responder_s.unwrap_or(family.duration_s) / 3_600.0;
    claim
}

/// Whether people say so by hand. What a follow-up's title or an incident's text says is read as a claim, by us.
fn is_asserted(fix: &Claimed) -> bool {
    fix.stated == ClaimBasis::Annotation
}

/// "occurred twice in Q3 2026 (12 times since 3 May 2025) and took 61 of 402 modelled responder hours (15 %), 7 of its 20
/// pages at night". That it came back is said of claimed fixes alone.
fn returns(facts: &Facts, family: &Family) -> String {
    let all = family.occurrences.len() as u64;
    let here = occurrences_in_period(facts, family);
    let since = words::since(facts, family);
    let mut text = match here {
        0 => format!("occurred {}{since}", times(all)),
        here if here == all => format!("occurred {} {}", times(here), in_period(facts)),
        here => format!("occurred {} {} ({}{since})", times(here), in_period(facts), times(all)),
    };
    if let Some(hours) = words::hours_in_period(facts, family).filter(|_| here > 0) {
        text.push_str(&format!(" and took {hours}"));
        let pages = words::night_pages(family.told.pages_period, family.told.night_pages_period);
        text.push_str(&pages.map_or_else(String::new, |pages| format!(", {pages}")));
    }
    text
}

/// "It was declared fixed twice, on … and …, and came back after 9 and 31 days." Where that is read out of texts, their
/// words are quoted.
fn declared(facts: &Facts, family: &Family) -> String {
    let zone = zone(&facts.data.periods);
    let on: Vec<String> = family.fixes.iter().map(|fix| date::day(fix.at, zone)).collect();
    let whole = |fix: &Claimed| {
        let at = fix.returned_at?;
        Some(days_down(at.saturating_sub(fix.at) as f64 / 1_000.0))
    };
    let back: Vec<u64> = family.fixes.iter().filter_map(whole).collect();
    let days = returned(facts, family, &back);
    let often = times(family.fixes.len() as u64);
    let on = list::and(&on);
    let said = match words_of(family) {
        None => format!("It was declared fixed {often}, on {on}"),
        Some(words) => format!("It is taken as declared fixed {often}, on {on}, by the words {words}"),
    };
    format!("{said}, and came back {days}.")
}

/// "after 56 and 71 days, on 24 March 2025 and 3 January 2026": whether that was in this period or long ago is the point.
fn returned(facts: &Facts, family: &Family, back: &[u64]) -> String {
    let zone = zone(&facts.data.periods);
    let on: Vec<String> = family.fixes.iter().filter_map(|fix| fix.returned_at).map(|at| date::day(at, zone)).collect();
    let days: Vec<String> = back.iter().map(|d| number::thousands(*d)).collect();
    let unit = if back == [1] { "day" } else { "days" };
    format!("after {} {unit}, on {}", list::and(&days), list::and(&on))
}

/// "“ledger-sync lock wait timeout” occurred 15 times since 15 August 2024, 4 of them in Q2 2026. No owner is on record."
#[must_use]
pub fn brief(facts: &Facts, family: &Family) -> String {
    let all = family.occurrences.len() as u64;
    let here = occurrences_in_period(facts, family);
    let now = match here {
        0 => String::new(),
        here if here == all => format!(", all of them {}", in_period(facts)),
        here => format!(", {} of them {}{}", number::thousands(here), in_period(facts), never_so(facts, family, here)),
    };
    format!("{} occurred {}{}{now}.{}", quoted(&family.name), times(all), since(facts, family), owner(facts, family))
}

/// How often the problem occurred in the period: incidents that told of one occurrence count once.
#[must_use]
pub fn occurrences_in_period(facts: &Facts, family: &Family) -> u64 {
    family.occurrences.iter().filter(|o| facts.data.periods.current.contains(o.start)).count() as u64
}

/// " and never more than 5 in a quarter before"; nothing where it was as frequent before, or few quarters are known.
fn never_so(facts: &Facts, family: &Family, here: u64) -> String {
    let current = facts.data.periods.current.window;
    let earlier = facts.data.periods.quarters.iter().filter(|quarter| quarter.window.end <= current.start);
    let times = |window: Window| family.occurrences.iter().filter(|o| window.contains(o.start)).count() as u64;
    let counts: Vec<u64> = earlier.map(|quarter| times(quarter.window)).collect();
    match counts.iter().max() {
        Some(most) if counts.len() >= QUARTERS && *most < here => {
            format!(" and never more than {} in a quarter before", number::thousands(*most))
        }
        _ => String::new(),
    }
}

/// "It was declared fixed twice and came back after 9 and 31 days, on … and …."
fn back_again(facts: &Facts, family: &Family) -> String {
    let is_asserted = family.fixes.iter().all(is_asserted);
    let how = if is_asserted { "was declared fixed" } else { "was taken for fixed" };
    let whole = |fix: &Claimed| Some(days_down(fix.returned_at?.saturating_sub(fix.at) as f64 / 1_000.0));
    let back: Vec<u64> = family.fixes.iter().filter_map(whole).collect();
    format!("It {how} {} and came back {}.", times(family.fixes.len() as u64), returned(facts, family, &back))
}

/// The words that are read as claims of a fix, each once; nothing where people say so by hand.
fn words_of(family: &Family) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for fix in family.fixes.iter().filter(|fix| !is_asserted(fix)) {
        let quoted = quoted(&fix.text);
        if !words.contains(&quoted) {
            words.push(quoted);
        }
    }
    (!words.is_empty()).then(|| list::and_more(&words, MAX_WORDS))
}

/// The tests of all silences, whether they are told or not.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let families = facts.results.recurrence.families.iter();
    let test = |family: &Family| {
        let fix = family.latest_fix().filter(|fix| fix.returned_at.is_none() && !fix.hold.short)?;
        Some(Test::new(Question::Recurrence, "fixes", format!("{HELD}/{}", family.family_id), fix.hold.p?))
    };
    families.filter_map(test).collect()
}

/// Verdicts on all silences.
#[must_use]
pub fn silences(facts: &Facts, most: usize) -> Vec<Claim> {
    let quiet = |f: &&Family| f.latest_fix().is_some_and(|fix| fix.returned_at.is_none());
    let families: Vec<&Family> = facts.results.recurrence.families.iter().filter(quiet).collect();
    let told = families.into_iter().filter(|f| f.famous || f.in_period > 0 || f.occurrences.len() > 2);
    told.filter_map(|family| silence(facts, family)).take(most).collect()
}

fn silence(facts: &Facts, family: &Family) -> Option<Claim> {
    let fix = family.latest_fix()?;
    let hold = fix.hold;
    let mut claim = claim(facts, HELD, &family.family_id);
    claim.basis = Basis::Computed;
    claim.method = METHOD.to_owned();
    claim.n = Some(hold.before);
    // Members that come and go with the likeness asked for are no firm count of occurrences.
    let cap = overview::unsteady(facts).filter(|_| !family.steady);
    grade_silence(facts, &mut claim, &hold, cap);
    let read = words_of(family).map(|words| format!("That it was declared fixed is read in the words {words}."));
    claim.caveats.extend(read);
    let on = date::day(fix.at, zone(&facts.data.periods));
    let since = count(days_down(hold.after_s), "day");
    let plausible = claim
        .interval
        .map_or_else(String::new, |ends| format!(" (plausible {} times the earlier pace)", number::range(ends)));
    let limit = if hold.verdict == Verdict::Held || hold.needed_s.is_none() {
        ""
    } else {
        " Fewer would not show whether it held."
    };
    let said = if is_asserted(fix) {
        format!("was declared fixed on {on}")
    } else {
        claim.caveats.push("That it was fixed is read out of these words; nobody says so by hand.".to_owned());
        format!("is taken as declared fixed on {on}, by the words {},", quoted(&fix.text))
    };
    claim.sentence = format!(
        "{} ({}) {said} and has not occurred in the {since} since, against {} in the {} before{plausible}: {}.{limit}",
        name(family),
        count(family.rows.len() as u64, "incident"),
        count(hold.before, "occurrence"),
        count(days_down(hold.before_s), "day"),
        verdict(&hold)
    );
    claim.caveats.push(SWITCHED_OFF.to_owned());
    if family.bursts.is_some_and(|b| b.corrected > words::BURSTS) {
        claim.caveats.push(words::ROUGH.to_owned());
    }
    numbers(
        &mut claim,
        [
            ("occurrences_before", Some(hold.before as f64)),
            ("days_before", Some(hold.before_s / 86_400.0)),
            ("quiet_days", Some(hold.after_s / 86_400.0)),
            ("quiet_days_needed", hold.needed_s.map(|s| s / 86_400.0)),
            ("p", hold.p),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, family.rows.iter().copied());
    claim.weight = family.told.responder_s.unwrap_or(family.duration_s) / 3_600.0;
    Some(claim)
}

/// Grades the silence by the ratio of the two paces; its interval at 90 % goes with the one-sided p.
fn grade_silence(facts: &Facts, claim: &mut Claim, hold: &Hold, cap: Option<(Grade, String)>) {
    let ratio = rate_ratio((hold.after, hold.after_s), (hold.before, hold.before_s), 0.90);
    let ends = ratio.map(|r| [r.low, r.high.unwrap_or(f64::INFINITY)]);
    let mut change = Contrast {
        n: [hold.after, hold.before],
        counts: true,
        ratio: ratio.and_then(|r| r.ratio),
        interval: ends,
        p: hold.p,
        ..Contrast::default()
    };
    change.caps.extend(cap);
    if hold.short {
        change
            .caps
            .push((Grade::Weak, "Less than 180 days before the fix are known, and fixes follow bursts.".to_owned()));
    }
    let graded = facts.tree.grade(&claim.id, change);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.interval = ends.filter(|[_, hi]| hi.is_finite());
    claim.q = facts.tree.q(&claim.id);
}

/// What the silence after a claimed fix tells, in words.
#[must_use]
pub fn verdict(hold: &Hold) -> String {
    let needed = hold.needed_s.map(days_round);
    let more = needed.map_or(0, |n| n.saturating_sub(days_down(hold.after_s)));
    match (hold.verdict, needed) {
        (Verdict::CameBack, _) => "came back".to_owned(),
        (Verdict::Held, _) => "a silence longer than chance would explain".to_owned(),
        (_, _) if hold.before == 1 => {
            "with a single occurrence before the fix no silence tells within a few years".to_owned()
        }
        (Verdict::Promising, Some(needed)) => {
            format!("promising, too early; {} are needed to tell", quiet(needed))
        }
        (Verdict::TooEarly, Some(needed)) => {
            format!("too early to tell; {} are needed to tell, {} more", quiet(needed), number::thousands(more))
        }
        _ => "no time before the fix is known to hold the silence against".to_owned(),
    }
}

fn quiet(days: u64) -> String {
    format!("{} quiet {}", number::thousands(days), crate::text::plural::noun(days, "day"))
}
