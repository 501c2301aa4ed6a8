//! Resolved is not solved: how the incidents of the period ended, and what followed those that ended by themselves.

use crate::analyse::recurrence::auto_resolve::{Followed, WITHIN};
use crate::analyse::recurrence::ledger::IncidentEnding;
use crate::analyse::volume::ratio::{VolumeRatio, ratio};
use crate::findings::draft::{claim, evidence, in_period, numbers};
use crate::findings::grade::{self, Contrast, MIN_COVERAGE, RobustnessCheck, statement};
use crate::findings::recurrence::held;
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Test};
use crate::findings::words::unseen;
use crate::findings::{Basis, Claim, Grade};
use crate::stats::rate_ratio::Clusters;
use crate::text::plural::{agree, count};
use crate::text::{list, number};

const AUTO: &str = "recurrence.auto-resolve";

/// How many incidents of the period ended in each way.
#[must_use]
pub fn counts(facts: &Facts) -> Vec<(IncidentEnding, u64)> {
    let view = facts.data.incident_view();
    let here = || facts.results.recurrence.ledger.iter().filter(|e| view.in_period.get(e.row));
    IncidentEnding::ALL
        .into_iter()
        .map(|ending| (ending, here().filter(|e| e.ending == ending).count() as u64))
        .collect()
}

/// "12 were worked around", for one category.
fn phrase(ending: IncidentEnding, n: u64) -> String {
    let of = |one: &str, many: &str| format!("{} {}", number::thousands(n), agree(n, one, many));
    match ending {
        IncidentEnding::Mitigated => of("was mitigated", "were mitigated"),
        IncidentEnding::WorkedAround => of("was worked around", "were worked around"),
        IncidentEnding::AutoResolved => of("ended by itself", "ended by themselves"),
        IncidentEnding::FixClaimed => {
            of("has a claimed fix that cannot be judged yet", "have a claimed fix that cannot be judged yet")
        }
        IncidentEnding::FixHeld => of("has a claimed fix that held so far", "have a claimed fix that held so far"),
        IncidentEnding::CameBack => of("has a claimed fix that did not hold", "have a claimed fix that did not hold"),
        IncidentEnding::ClosedAsFixed => of("was closed as fixed", "were closed as fixed"),
        IncidentEnding::ClosedCameBack => {
            of("was closed as fixed but came back since", "were closed as fixed but came back since")
        }
        IncidentEnding::Unknown => {
            of("tells nothing of what was done to end it", "tell nothing of what was done to end them")
        }
    }
}

/// One category for each incident of the period; the counts add up.
#[must_use]
pub fn ledger(facts: &Facts) -> Option<Claim> {
    let counts = counts(facts);
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    if all == 0 {
        return None;
    }
    let mut claim = claim(facts, "recurrence.ledger", "");
    claim.basis = Basis::Computed;
    claim.n = Some(all);
    claim.method = "One category per incident: what became of a fix that was claimed for it or its problem; else how its records say it ended (annotations, follow-ups, texts, resolution, mitigation). Closed as fixed is what its own record says of its end, and no claimed fix. Who ended an incident is another question.".to_owned();
    let parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(ending, n)| phrase(*ending, *n)).collect();
    claim.sentence = format!("Of {} that began {}, {}.", count(all, "incident"), in_period(facts), list::and(&parts));
    let unknown = counts.iter().find(|(ending, _)| *ending == IncidentEnding::Unknown).map_or(0, |(_, n)| *n);
    let coverage = (all - unknown) as f64 / all as f64;
    claim.coverage = Some(coverage);
    if coverage < MIN_COVERAGE {
        // What most of them do not tell is no finding about any of them.
        claim.grade = Grade::NotAssessable;
        claim.sentence = untold(facts, all, all - unknown);
    } else {
        claim.lead = "Resolved is not solved.".to_owned();
        let news = held::news(facts, &mut claim);
        claim.sentence.push_str(&news);
    }
    claim.numbers.extend(counts.iter().map(|(ending, n)| (ending.code().replace('-', "_"), *n as f64)));
    let view = facts.data.incident_view();
    let rows = facts.results.recurrence.ledger.iter().map(|e| e.row).filter(|row| view.in_period.get(*row));
    evidence(&mut claim, &view, rows);
    claim.weight = all as f64;
    Some(claim)
}

/// What belongs among what cannot be said, where most incidents tell nothing of their end.
#[must_use]
pub fn unknown(facts: &Facts) -> Option<String> {
    let claim = ledger(facts).filter(|claim| claim.grade == Grade::NotAssessable)?;
    Some(format!("{} A resolution code in the incident tool would tell.", claim.sentence))
}

/// "How incidents ended cannot be said: of 40 incidents that began in Q2 2026, 3 tell it."
fn untold(facts: &Facts, all: u64, told: u64) -> String {
    let tell = match told {
        0 => "none tells it".to_owned(),
        n => format!("{} {} it", number::thousands(n), agree(n, "tells", "tell")),
    };
    format!(
        "How incidents ended cannot be said: of {} that began {}, {tell}.",
        count(all, "incident"),
        in_period(facts)
    )
}

/// "5 within 2 hours, 9 within 24 hours and 20 within 7 days".
fn followed(group: &Followed) -> String {
    let lengths = ["2 hours", "24 hours", "7 days"];
    let parts: Vec<String> = group
        .again
        .iter()
        .zip(lengths)
        .map(|(n, within)| format!("{} within {within}", number::thousands(*n)))
        .collect();
    list::and(&parts)
}

/// What followed incidents that ended by themselves, against those that people ended. `None` without any of the former.
#[must_use]
pub fn auto_resolve(facts: &Facts) -> Option<Claim> {
    let audit = &facts.results.recurrence.audit;
    let (auto, people) = (&audit.auto, &audit.people);
    if auto.incidents == 0 {
        return None;
    }
    let mut claim = claim(facts, AUTO, "");
    claim.basis = Basis::Computed;
    claim.n = Some(auto.incidents);
    claim.method = "The next incident of the same problem or service after the end of each, by who or what is on record to have ended it; shares at 24 hours, taken as rates per incident (exact, given their total).".to_owned();
    let ended = agree(auto.incidents, "ended by itself", "ended by themselves");
    let first = format!(
        "{} that began {} {ended}; they were followed by another of the same problem or service: {}.",
        count(auto.incidents, "incident"),
        in_period(facts),
        followed(auto)
    );
    let second = match people.incidents {
        0 => " None is known to have been ended by people, so there is nothing to hold that against.".to_owned(),
        n => format!(" Of {} that people are recorded to have ended: {}.", number::thousands(n), followed(people)),
    };
    claim.sentence = first + &second + &compared(facts, &mut claim);
    if audit.too_late > 0 {
        let left = count(audit.too_late, "incident");
        claim.caveats.push(format!("Left out: {left} that ended less than a week before the export."));
    }
    let share = |group: &Followed, at: usize| {
        let again = group.again.get(at).copied().unwrap_or(0);
        (group.incidents > 0).then(|| again as f64 / group.incidents as f64)
    };
    numbers(
        &mut claim,
        [
            ("auto_resolved", Some(auto.incidents as f64)),
            ("resolved_by_people", Some(people.incidents as f64)),
            ("auto_again_2h", share(auto, 0)),
            ("auto_again_24h", share(auto, 1)),
            ("auto_again_7d", share(auto, WITHIN.len() - 1)),
            ("people_again_2h", share(people, 0)),
            ("people_again_24h", share(people, 1)),
            ("people_again_7d", share(people, WITHIN.len() - 1)),
        ],
    );
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, auto.rows.iter().copied());
    claim.weight = auto.incidents as f64;
    Some(claim)
}

/// The test of that.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    Some(Test::new(Question::Recurrence, "auto-resolved", AUTO, again(facts)?.1.p))
}

/// How often incidents of both groups were followed by another of the same problem within 24 hours.
fn again(facts: &Facts) -> Option<([u64; 2], VolumeRatio)> {
    let audit = &facts.results.recurrence.audit;
    let counts = [&audit.auto, &audit.people].map(|group| group.again[1]);
    let incidents = [audit.auto.incidents, audit.people.incidents];
    let found = (incidents[1] > 0).then(|| ratio(counts, incidents.map(|n| n as f64), Clusters::NONE)).flatten()?;
    Some((counts, found))
}

/// Whether the auto-resolved are followed more often; grades the claim.
fn compared(facts: &Facts, claim: &mut Claim) -> String {
    let audit = &facts.results.recurrence.audit;
    let Some((counts, found)) = again(facts) else { return String::new() };
    let observed = found.ratio.unwrap_or(f64::INFINITY);
    let service =
        RobustnessCheck { subject: "the mix of services", outcome: grade::outcome(observed, audit.by_service) };
    let change = Contrast {
        n: counts,
        counts: true,
        ratio: Some(observed),
        interval: Some(found.interval),
        inner: Some(found.inner),
        p: Some(found.p),
        checks: vec![service],
        ..Contrast::default()
    };
    let graded = facts.tree.grade(&claim.id, change);
    claim.q = facts.tree.q(&claim.id);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.interval = Some(found.interval).filter(|[_, hi]| hi.is_finite());
    numbers(claim, [("ratio_24h", found.ratio), ("ratio_24h_by_service", audit.by_service), ("p", Some(found.p))]);
    let times = found.ratio.map_or_else(String::new, |r| format!("{} times as often, ", number::ratio(r)));
    let figures = format!("{times}plausible {}", number::range(found.interval));
    let way = if observed > 1.0 { "more" } else { "less" };
    match statement(claim.grade) {
        Some(verdict) => {
            format!(" {verdict} that what ended by itself was followed {way} often within 24 hours ({figures}).")
        }
        None if claim.grade == Grade::AboutSame => format!(" That is about as often within 24 hours ({figures})."),
        None => format!(
            " There is no evidence that one is followed more often within 24 hours than the other ({figures}); {} would not show.",
            unseen(found.detectable)
        ),
    }
}
