//! How much of the period was there before.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::text_matches::MOVED;
use crate::findings::areas::ranking::of_incidents;
use crate::findings::draft::{claim, evidence, in_period, label, numbers, quoted, rows_in_period};
use crate::findings::grade::{self, FAIR_COVERAGE, MIN_COVERAGE, statement};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::volume::comparable;
use crate::findings::words::unseen_share;
use crate::findings::{Basis, Claim, Grade};
use crate::text::number;
use crate::text::plural::{agree, count, count_of};

const SHARE: &str = "recurrence.share";
/// What an incident needs for it to be known whether it was seen before.
const TELLS: &str = "a title or a problem record that tells one problem from another";
const TELLING: &str = "title or problem record that tells one problem from another";

/// Whether so few incidents of the period can be compared that a picture of the problems would be one of the records.
#[must_use]
pub fn is_poor(facts: &Facts) -> bool {
    let share = &facts.results.recurrence.share;
    share.incidents > 0 && (share.comparable as f64) < MIN_COVERAGE * share.incidents as f64
}

/// The share of incidents that were a known problem, and what is missing to tell.
#[must_use]
pub fn share(facts: &Facts) -> (Claim, Option<String>) {
    let share = &facts.results.recurrence.share;
    let mut claim = claim(facts, SHARE, "");
    claim.basis = Basis::Inferred;
    claim.n = Some(share.incidents);
    claim.coverage = (share.incidents > 0).then(|| share.comparable as f64 / share.incidents as f64);
    claim.method = format!(
        "Incidents of the period whose family (labels left out) had an earlier occurrence within {} days.",
        share.look_back_days
    );
    let when = in_period(facts);
    if share.comparable == 0 {
        claim.grade = Grade::NotAssessable;
        claim.sentence = match share.incidents {
            0 => format!("No incident began {when}."),
            1 => format!(
                "Whether the one incident that began {when} was seen before cannot be said: it has no {TELLING}."
            ),
            n => format!(
                "Which problems were seen before cannot be said: none of the {} incidents that began {when} has {TELLS}.",
                number::thousands(n)
            ),
        };
        let unknown = (share.incidents > 0).then(|| missing(facts));
        return (claim, unknown);
    }
    if claim.coverage.is_some_and(|c| c < MIN_COVERAGE) {
        claim.grade = Grade::NotAssessable;
    }
    let recurring = share.recurring.len() as u64;
    claim.sentence = seen_before(facts, claim.grade == Grade::NotAssessable);
    if claim.grade != Grade::NotAssessable {
        compared(facts, &mut claim);
    }
    if !share.has_history {
        claim
            .caveats
            .push("The data do not reach back before the period, so only repeats inside it are seen.".to_owned());
    }
    claim.caveats.push("A lower bound: the same problem under another title is not recognised.".to_owned());
    numbers(
        &mut claim,
        [
            ("incidents", Some(share.incidents as f64)),
            ("recurring", Some(recurring as f64)),
            ("comparable", Some(share.comparable as f64)),
            ("look_back_days", Some(share.look_back_days as f64)),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, share.recurring.iter().copied());
    claim.weight = recurring as f64;
    (claim, None)
}

/// The test of the change of the share.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let found = facts.results.recurrence.share.change.as_ref()?.ratio.as_ref()?;
    let tested = facts.data.periods.previous.is_some() && grade::may_be_evidence(&comparable::caps(facts));
    tested.then(|| Test::new(Question::Recurrence, "share", SHARE, found.p))
}

/// What would have to be recorded.
fn missing(facts: &Facts) -> String {
    let view = facts.data.incident_view();
    if rows_in_period(&view).any(|row| view.title.get(row).is_some_and(|title| !title.trim().is_empty())) {
        return "Which problems keep coming back: the titles in the exports are labels that any incident may bear, and no problem records are stated.".to_owned();
    }
    "Which problems keep coming back: the exports hold no titles and no problem records. A title field in the export would be the cheapest to add.".to_owned()
}

/// From this share on, so many families hang on the likeness that was asked for that no grade is above a weak signal.
const MOVES_MUCH: f64 = 0.3;

/// " With the likeness asked for 0.05 lower there would be 25 such problems, with 0.05 higher 11." Nothing where none changes.
fn moved(facts: &Facts) -> Option<String> {
    let sensitivity = facts.results.recurrence.sensitivity.filter(|found| found.change() > 0.0)?;
    let ([lower, _, higher], by) = (sensitivity.problems, number::fixed(f64::from(MOVED), 2));
    Some(format!(
        " With the likeness of texts asked for {by} lower there would be {}, with {by} higher {}.",
        count_of(lower, "such problem", "such problems"),
        number::thousands(higher)
    ))
}

/// What the families hang on, where that bounds what is concluded from them.
#[must_use]
pub fn unsteady(facts: &Facts) -> Option<(Grade, String)> {
    let sensitivity = facts.results.recurrence.sensitivity.filter(|found| found.change() > MOVES_MUCH)?;
    let (by, share) = (number::fixed(f64::from(MOVED), 2), number::percent(sensitivity.change()));
    let why = format!("With the likeness of texts moved by {by} the number of known problems changes by {share}.");
    Some((Grade::Weak, why))
}

/// What bounds a comparison of the shares: collections that stopped, incidents of which it cannot be told, and families that
/// hang on the likeness asked for.
fn caps(facts: &Facts) -> Vec<(Grade, String)> {
    let mut caps = comparable::caps(facts);
    caps.extend(unsteady(facts));
    let change = facts.results.recurrence.share.change.as_ref();
    let shares = change.map(|change| {
        change.comparable.iter().zip(change.incidents).map(|(told, all)| *told as f64 / all.max(1) as f64)
    });
    if let Some(least) = shares.and_then(|shares| shares.reduce(f64::min)) {
        let share = number::percent(least);
        caps.extend(
            (least < MIN_COVERAGE)
                .then(|| (Grade::NotAssessable, format!("Fewer than half of the incidents of a period have {TELLS}."))),
        );
        caps.extend(
            (MIN_COVERAGE..FAIR_COVERAGE)
                .contains(&least)
                .then(|| (Grade::Weak, format!("Only {share} of the incidents of a period have {TELLS}."))),
        );
    }
    caps
}

/// The share against that of the period before, under one look-back; grades the claim.
fn compared(facts: &Facts, claim: &mut Claim) {
    let periods = &facts.data.periods;
    let (Some(change), Some(before)) = (&facts.results.recurrence.share.change, &periods.previous) else { return };
    let Some(found) = &change.ratio else { return };
    let figures = grade::Contrast {
        n: change.recurring,
        counts: true,
        ratio: Some(found.ratio.unwrap_or(f64::INFINITY)),
        interval: Some(found.interval),
        inner: Some(found.inner),
        p: Some(found.p),
        caps: caps(facts),
        ..grade::Contrast::default()
    };
    let graded = facts.tree.grade(&claim.id, figures);
    claim.q = facts.tree.q(&claim.id);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.interval = Some(found.interval).filter(|[_, hi]| hi.is_finite());
    let (now, then) = (label(&periods.current, periods), label(before, periods));
    let part = |i: usize, noun: &str| {
        let (k, n) = (change.recurring.get(i).copied().unwrap_or(0), change.comparable.get(i).copied().unwrap_or(0));
        let share = if n < 10 { String::new() } else { format!(", {}", number::share(k, n)) };
        format!("({k} of {}{noun}{share})", number::thousands(n))
    };
    let (now_of, then_of) = (format!("{now} {}", part(0, "")), format!("{then} {}", part(1, " incidents")));
    let days = count(change.look_back_days, "day");
    let figures = format!("looking back {days} for both, ratio plausible {}", number::range(found.interval));
    let way = if found.ratio.is_none_or(|r| r > 1.0) { "larger" } else { "smaller" };
    let text = match statement(claim.grade) {
        Some(verdict) => format!(" {verdict} that the share was {way} in {now_of} than in {then_of}; {figures}."),
        None if claim.grade == Grade::AboutSame => {
            format!(" The share was about the same in {now_of} and {then_of}; {figures}.")
        }
        None if claim.grade == Grade::NotAssessable => {
            format!(" Whether the share changed between {then_of} and {now_of} cannot be said; {figures}.")
        }
        None => format!(
            " There is no evidence that the share changed between {then_of} and {now_of}; {figures}. With so few, a share less than {} would not show.",
            unseen_share(found.detectable)
        ),
    };
    claim.sentence.push_str(&text);
    claim.compared_with = Some(then);
    numbers(
        claim,
        [
            ("ratio", found.ratio),
            ("earlier_recurring", change.recurring.get(1).map(|n| *n as f64)),
            ("earlier_comparable", change.comparable.get(1).map(|n| *n as f64)),
            ("common_look_back_days", Some(change.look_back_days as f64)),
            ("p", Some(found.p)),
            ("detectable_ratio", Some(found.detectable)),
        ],
    );
}

/// How many incidents were seen before; `poor` says that few of them can be compared at all.
fn seen_before(facts: &Facts, poor: bool) -> String {
    let (share, when) = (&facts.results.recurrence.share, in_period(facts));
    let recurring = share.recurring.len() as u64;
    let days = count(share.look_back_days, "day");
    // What cannot be compared was not found to be new either.
    let rest = match share.incidents - share.comparable {
        0 => String::new(),
        n => format!("; {} more {} no {TELLING} and cannot be told", number::thousands(n), agree(n, "has", "have")),
    };
    if poor {
        let of = of_incidents(share.comparable, share.incidents);
        let (has, were) = (agree(share.comparable, "has", "have"), agree(recurring, "was", "were"));
        let seen = if recurring == 0 { "none".to_owned() } else { number::thousands(recurring) };
        format!(
            "Only {of} that began {when} {has} {TELLS}, so which problems were seen before can hardly be said; {seen} of these {were} seen before, looking back {days}."
        )
    } else if recurring == 0 {
        let all = count(share.comparable, "incident");
        format!("None of the {all} that began {when} is known to be a problem seen before, looking back {days}{rest}.")
    } else {
        let of = of_incidents(recurring, share.comparable);
        format!(
            "{of} that began {when} {} a problem seen before, looking back {days}{rest}.",
            agree(recurring, "was", "were")
        )
    }
}

/// How many problems there are, and how many of them are famous.
#[must_use]
pub fn families(facts: &Facts) -> Option<Claim> {
    let families: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| !f.label).collect();
    let n = families.len() as u64;
    if n == 0 {
        return None;
    }
    let famous = families.iter().filter(|f| f.famous).count() as u64;
    let here = families.iter().filter(|f| f.in_period > 0).count() as u64;
    let mut claim = claim(facts, "recurrence.families", "");
    claim.basis = Basis::Inferred;
    claim.n = Some(n);
    claim.method = "Families by problem record and masked title, all history.".to_owned();
    let occurred = match here {
        0 => "none of them occurred in the period".to_owned(),
        here if here == n => format!("{} occurred in the period", agree(n, "it", "all of them")),
        here => format!("{} of them occurred in the period", number::thousands(here)),
    };
    let first = format!("{} had more than one incident in all the data; {occurred}.", count(n, "problem"));
    let second = match famous {
        0 => " None is a famous bug.".to_owned(),
        famous => {
            format!(" {} {}.", number::thousands(famous), agree(famous, "is a famous bug", "are famous bugs"))
        }
    };
    claim.sentence = first + &second + &moved(facts).unwrap_or_default();
    numbers(
        &mut claim,
        [("families", Some(n as f64)), ("famous", Some(famous as f64)), ("in_period", Some(here as f64))],
    );
    if let Some([lower, _, higher]) = facts.results.recurrence.sensitivity.map(|found| found.problems) {
        numbers(
            &mut claim,
            [("families_at_lower_likeness", Some(lower as f64)), ("families_at_higher_likeness", Some(higher as f64))],
        );
    }
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, families.iter().flat_map(|f| &f.rows).copied());
    Some(claim)
}

/// Titles that are used again and again but name no problem.
#[must_use]
pub fn labels(facts: &Facts) -> Option<Claim> {
    let labels: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| f.label).collect();
    let most = labels.iter().max_by_key(|f| (f.rows.len(), std::cmp::Reverse(f.rows.first().copied())))?;
    let incidents: u64 = labels.iter().map(|f| f.rows.len() as u64).sum();
    let n = labels.len() as u64;
    let mut claim = claim(facts, "recurrence.labels", "");
    claim.basis = Basis::Observed;
    claim.n = Some(incidents);
    claim.method = "Masked titles with fewer than three words that say something, or of general words only.".to_owned();
    let titles = count_of(n, "title", "titles");
    claim.sentence = format!(
        "{titles} such as {} {} used for {} in all the data: the same label, perhaps not the same problem.",
        quoted(&most.name),
        agree(n, "is", "are"),
        count(incidents, "incident")
    );
    if n == 1 {
        claim.sentence = format!(
            "The title {} is used for {} in all the data: the same label, perhaps not the same problem.",
            quoted(&most.name),
            count(incidents, "incident")
        );
    }
    numbers(&mut claim, [("labels", Some(n as f64)), ("incidents", Some(incidents as f64))]);
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, labels.iter().flat_map(|f| &f.rows).copied());
    Some(claim)
}
