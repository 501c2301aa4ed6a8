//! Which areas changed, out of how many that were compared.

use crate::analyse::areas::AreaRow;
use crate::analyse::areas::change::{CountChange, MIN_EVENTS, detectable};
use crate::analyse::areas::membership::{KINDS, areas_of};
use crate::findings::areas::ranking::{self, Chosen};
use crate::findings::areas::storms::without_storms;
use crate::findings::areas::total_change::reporting;
use crate::findings::areas::words::{self, ChangeContext};
use crate::findings::draft::{called, claim, evidence, label, numbers, rows_in_period};
use crate::findings::grade::{RobustnessCheck, may_be_evidence, outcome};
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Sample, Test};
use crate::findings::{Claim, Grade};
use crate::model::period::Period;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, plural_of};
use crate::text::{list, number};
use std::collections::{BTreeMap, BTreeSet};

/// The watch list is no longer than this.
const MAX_WATCHED: usize = 5;
/// A factor is not a place where incidents happen.
const NO_PLACE: &str = "factor";

/// One claim per area worth watching, and the one that says how many were compared.
#[must_use]
pub fn state(facts: &Facts, chosen: &Chosen) -> Vec<Claim> {
    let Some(before) = facts.data.periods.previous.as_ref() else { return Vec::new() };
    let watched = watched(facts, chosen.name);
    let mut claims: Vec<Claim> = watched.iter().map(|(row, change)| area(facts, chosen, row, change, before)).collect();
    claims.extend(compared(facts, chosen, before));
    claims
}

/// Tests of every area of the kind that is spoken of first, whether it is worth watching or not.
#[must_use]
pub fn tests(facts: &Facts) -> Vec<Test> {
    let Some(before) = facts.data.periods.previous.as_ref() else { return Vec::new() };
    if !may_be_evidence(&ChangeContext::of(facts, before).caps) {
        return Vec::new();
    }
    let kind = ranking::choose(facts).name;
    let samples = samples(facts, kind, before);
    let tested = facts.results.areas.current(kind).filter_map(|row| Some((row, row.change?.p?)));
    tested
        .map(|(row, p)| {
            let sample = samples.get(row.area.as_str()).copied().unwrap_or_default();
            Test::new(Question::Count, kind, format!("areas.change/{}", row.area), p).on(sample).for_headline()
        })
        .collect()
}

/// The incidents of both periods, by area.
fn samples<'a>(facts: &'a Facts, kind: &str, before: &Period) -> BTreeMap<&'a str, Sample> {
    let view = facts.data.incident_view();
    let kind = KINDS.iter().position(|k| *k == kind);
    let mut rows: BTreeMap<&str, Vec<(IncidentIx, u64)>> = BTreeMap::new();
    for (row, side) in words::in_either(&view, before) {
        let own: BTreeSet<&str> =
            areas_of(&view, row).filter(|(k, _)| Some(*k) == kind).map(|(_, name)| name).collect();
        own.into_iter().for_each(|name| rows.entry(name).or_default().push((row, side)));
    }
    rows.into_iter().map(|(name, rows)| (name, Sample::of(rows.into_iter()))).collect()
}

/// The kind that is spoken of first, then the other kinds; by adjusted p-value.
fn watched<'a>(facts: &'a Facts, main: &str) -> Vec<(&'a AreaRow, CountChange)> {
    let rows = KINDS.iter().filter(|kind| **kind != NO_PLACE).flat_map(|kind| facts.results.areas.current(kind));
    let mut found: Vec<(&AreaRow, CountChange)> =
        rows.filter_map(|row| Some((row, row.change.filter(CountChange::watched)?))).collect();
    let place = |row: &AreaRow| KINDS.iter().position(|kind| *kind == row.kind);
    found.sort_by(|(a, first), (b, second)| {
        let q = |c: &CountChange| c.q.unwrap_or(1.0);
        (a.kind != main)
            .cmp(&(b.kind != main))
            .then(q(first).total_cmp(&q(second)))
            .then(place(a).cmp(&place(b)))
            .then(a.area.cmp(&b.area))
    });
    found.truncate(MAX_WATCHED);
    found
}

fn area(facts: &Facts, chosen: &Chosen, row: &AreaRow, change: &CountChange, before: &Period) -> Claim {
    let main = row.kind == chosen.name;
    let subject = if main { row.area.clone() } else { format!("{}:{}", row.kind, row.area) };
    let mut claim = claim(facts, "areas.change", &subject);
    let name = label(before, &facts.data.periods);
    let (context, remark) = context(facts, row, change, before);
    let graded = words::graded(facts, main.then_some(claim.id.as_str()), change, context);
    let area = called(&row.area);
    let what = if main { area } else { format!("{area} (a {})", row.kind) };
    claim.brief = format!("{what}: {}", words::sentence(change, &graded, &claim.period, &name));
    claim.sentence = format!("{}{remark}", claim.brief);
    if change.rose() {
        claim.sentence.push_str(&reporting(&severities(facts, row, before), change.weeks));
    }
    let adjusted = if main {
        facts.tree.adjusted()
    } else {
        format!("adjusted for all tests of one {} in these two periods (Benjamini and Hochberg)", row.kind)
    };
    claim.method = format!("{}; {adjusted}", words::test(change));
    claim.n = Some(change.current + change.before);
    claim.interval = change.high.map(|high| [change.low, high]);
    claim.q = facts.tree.q(&claim.id).filter(|_| main).or(change.q);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.caveats.extend(words::set_aside(change));
    claim.compared_with = Some(name);
    claim.weight = change.current.abs_diff(change.before) as f64;
    numbers(&mut claim, words::figures(change));
    numbers(&mut claim, [("shrunk_rate", row.shrunk_rate), ("previous_shrunk_rate", row.shrunk_previous)]);
    let view = facts.data.incident_view();
    let kind = KINDS.iter().position(|kind| *kind == row.kind);
    let own = |r: &IncidentIx| areas_of(&view, *r).any(|(k, n)| Some(k) == kind && n == row.area);
    evidence(&mut claim, &view, rows_in_period(&view).filter(own));
    claim
}

/// What the grade has to allow for, and the sentence on areas that were picked because they had most.
fn context(facts: &Facts, row: &AreaRow, change: &CountChange, before: &Period) -> (ChangeContext, String) {
    let view = facts.data.incident_view();
    let kind = KINDS.iter().position(|kind| *kind == row.kind);
    let own = |r: &IncidentIx| areas_of(&view, *r).any(|(k, n)| Some(k) == kind && n == row.area);
    let storms = without_storms(facts, change, own);
    let mut context = ChangeContext { storms, ..ChangeContext::of(facts, before) };
    let largest = |count: fn(&AreaRow) -> u64| facts.results.areas.current(row.kind).map(count).max().unwrap_or(0);
    let picked = if change.rose() {
        row.incidents == largest(|r| r.incidents)
    } else {
        row.previous.unwrap_or(0) == largest(|r| r.previous.unwrap_or(0))
    };
    if !picked {
        return (context, String::new());
    }
    let (kinds, when) = (plural_of(row.kind), if change.rose() { "now" } else { "before" });
    let picked = format!(
        " It is the {} with the most incidents {when}, and the largest of many is partly so by chance",
        row.kind
    );
    let shrunken =
        row.shrunk_rate.zip(row.shrunk_previous).filter(|(_, then)| *then > 0.0).map(|(now, then)| now / then);
    if let Some(shrunken) = shrunken {
        let raw = change.ratio.unwrap_or(f64::INFINITY);
        context.checks.push(RobustnessCheck { subject: "how far it stood out", outcome: outcome(raw, Some(shrunken)) });
        // Drawn towards the mean the earlier count may give way more than the current one, which allows for nothing.
        if (shrunken > raw) == change.rose() {
            return (context, format!("{picked}; all {kinds} were tested, and the evidence allows for that."));
        }
        (
            context,
            format!(
                "{picked}: with rates drawn towards the mean of all {kinds} it is {} times.",
                number::ratio(shrunken)
            ),
        )
    } else {
        // Every area was tested and its q counts them all, so having picked the largest is allowed for already.
        (context, format!("{picked}; all {kinds} were tested, and the evidence allows for that."))
    }
}

/// Incidents of an area per severity rank, in the period and in the one before.
fn severities(facts: &Facts, row: &AreaRow, before: &Period) -> Vec<(u32, [u64; 2])> {
    let view = facts.data.incident_view();
    let kind = KINDS.iter().position(|kind| *kind == row.kind);
    let mut split: BTreeMap<u32, [u64; 2]> = BTreeMap::new();
    for at in view.rows().filter(|&at| view.included.get(at)) {
        let earlier = view.started.get(at).is_some_and(|start| before.contains(start));
        let now = view.in_period.get(at);
        if (now || earlier) && areas_of(&view, at).any(|(k, n)| Some(k) == kind && n == row.area) {
            let [current, previous] = split.entry(view.severity.get(at).unwrap_or(0)).or_default();
            *current += u64::from(now);
            *previous += u64::from(earlier);
        }
    }
    let mut split: Vec<(u32, [u64; 2])> = split.into_iter().collect();
    split.sort_by_key(|(rank, _)| rank.wrapping_sub(1));
    split
}

/// How many areas of the kind were compared, and how many changed.
fn compared(facts: &Facts, chosen: &Chosen, before: &Period) -> Option<Claim> {
    let tested: Vec<CountChange> =
        facts.results.areas.current(chosen.name).filter_map(|row| row.change.filter(|c| c.p.is_some())).collect();
    let all = facts.results.areas.current(chosen.name).count() as u64;
    if all == 0 {
        return None;
    }
    let mut claim = claim(facts, "areas.changes", "");
    let name = label(before, &facts.data.periods);
    let (plural, n) = (plural_of(chosen.name), tested.len() as u64);
    if let Some((_, why)) = ChangeContext::of(facts, before).caps.first() {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!("Which {plural} changed between {name} and {} is not stated. {why}", claim.period);
        claim.compared_with = Some(name);
        return Some(claim);
    }
    let graded = grades(facts, chosen, before);
    let changed: u64 = graded.iter().map(|(_, n)| n).sum();
    let pair = format!("{} and {name}", claim.period);
    let compared = format!(
        "Of {} with incidents in {pair}, {} had {MIN_EVENTS} or more in both together and {} compared",
        count(all, chosen.name),
        number::thousands(n),
        agree(n, "was", "were")
    );
    claim.sentence = match (n, changed) {
        (0, _) => format!(
            "None of {} with incidents in {pair} had {MIN_EVENTS} or more in both together, too few to compare.",
            count(all, chosen.name)
        ),
        (_, 0) => format!("{compared}: no evidence that any of them changed{}.", limit(&tested)),
        _ => format!(
            "{compared}: {}{}.",
            signals(&graded),
            if changed < n {
                format!("; no evidence of a change in the others{}", limit(&tested))
            } else {
                "; the range of each stands in the table".to_owned()
            }
        ),
    };
    claim.sentence.push_str(&year_ago(facts, chosen));
    claim.grade = match (n, changed) {
        (0, _) => Grade::NotAssessable,
        (_, 0) => Grade::NoEvidence,
        // How many stand out is a conclusion, and as strong as the weakest of them.
        _ => Grade::Weak,
    };
    claim.q = tested.iter().filter_map(|c| c.q).reduce(f64::min);
    claim.method = tests_of(&tested, chosen.name);
    claim.n = Some(n);
    claim.compared_with = Some(name);
    claim.caveats.push(format!("Areas are compared by declared incidents; one in two {plural} counts in both."));
    numbers(&mut claim, [("areas", Some(all as f64)), ("compared", Some(n as f64)), ("changed", Some(changed as f64))]);
    claim.numbers.extend(graded.iter().map(|(grade, n)| (grade.code().replace('-', "_"), *n as f64)));
    Some(claim)
}

/// How many of the watched areas of a kind have which grade, the strongest first; those of which no evidence is left are none.
fn grades(facts: &Facts, chosen: &Chosen, before: &Period) -> Vec<(Grade, u64)> {
    let rows = facts.results.areas.current(chosen.name);
    let watched = rows.filter_map(|row| Some((row, row.change.filter(CountChange::watched)?)));
    let grade = |(row, change): (&AreaRow, CountChange)| {
        let (context, _) = context(facts, row, &change, before);
        words::graded(facts, Some(&format!("areas.change/{}", row.area)), &change, context).grade
    };
    let found: Vec<Grade> = watched.map(grade).collect();
    let count = |grade: Grade| (grade, found.iter().filter(|g| **g == grade).count() as u64);
    [Grade::Strong, Grade::Evidence, Grade::Weak].map(count).into_iter().filter(|(_, n)| *n > 0).collect()
}

/// "strong evidence of a change in 1, evidence in 1 and a weak signal in 3".
fn signals(graded: &[(Grade, u64)]) -> String {
    let name = |grade: Grade| match grade {
        Grade::Strong => "strong evidence",
        Grade::Evidence => "evidence",
        _ => "a weak signal",
    };
    let part = |(at, (grade, n)): (usize, &(Grade, u64))| {
        let what = if at == 0 { " of a change" } else { "" };
        format!("{}{what} in {}", name(*grade), number::thousands(*n))
    };
    list::and(&graded.iter().enumerate().map(part).collect::<Vec<String>>())
}

/// How the areas of a kind were compared.
fn tests_of(tested: &[CountChange], kind: &str) -> String {
    let how = match tested.iter().filter(|c| c.clusters.widen()).count() as u64 {
        0 => "Exact conditional test".to_owned(),
        n => {
            let n = number::thousands(n);
            format!("Conditional test of Poisson counts (quasi-Poisson for {n}, whose weeks vary more)")
        }
    };
    format!(
        "{how} per {kind}, adjusted for all that were compared (Benjamini and Hochberg), up to q = 0.10 on the watch list; the smallest q stands here, and grades go by the q of the whole report"
    )
}

/// What the one in the middle would have needed.
fn limit(tested: &[CountChange]) -> String {
    let mut counts: Vec<&CountChange> = tested.iter().collect();
    counts.sort_by_key(|c| c.counted[1]);
    let Some(middle) = counts.get(counts.len().saturating_sub(1) / 2) else { return String::new() };
    let before = number::thousands(middle.counted[1]);
    let (Some(above), below) = detectable(middle.counted[1], middle.weeks, middle.clusters) else {
        return String::new();
    };
    let (from, to) = (below.map_or(0, |below| below + 1), above.saturating_sub(1));
    format!(
        "; with {before} before, as in the middle one, any count between {} and {} would not show even if it were the only one compared",
        number::thousands(from),
        number::thousands(to)
    )
}

/// " Against Q3 2025, 9 were compared and none changed …"
fn year_ago(facts: &Facts, chosen: &Chosen) -> String {
    let Some(period) = facts.data.periods.year_ago.as_ref() else { return String::new() };
    let Some(kind) = facts.results.areas.kind(chosen.name) else { return String::new() };
    let tested: Vec<&(String, CountChange)> = kind.year_ago.iter().filter(|(_, c)| c.p.is_some()).collect();
    if tested.is_empty() {
        return String::new();
    }
    let mut seen: Vec<&(String, CountChange)> = tested.iter().copied().filter(|(_, c)| c.watched()).collect();
    seen.sort_by(|(a, first), (b, second)| {
        first.q.unwrap_or(1.0).total_cmp(&second.q.unwrap_or(1.0)).then_with(|| a.cmp(b))
    });
    let (n, name) = (tested.len() as u64, label(period, &facts.data.periods));
    let compared = format!(" Against {name}, {} {} compared", number::thousands(n), agree(n, "was", "were"));
    let one = |(area, c): &&(String, CountChange)| {
        let (now, then) = (number::thousands(c.current), number::thousands(c.before));
        format!(
            "{area} ({now} against {then}, {})",
            words::times(c).replace(" (plausible ", ", plausible ").replace(')', "")
        )
    };
    match seen.len() {
        0 => format!("{compared}: no evidence that any of them changed."),
        1 => format!(
            "{compared} and one is a weak signal, worth watching (q up to 0.10 among these): {}.",
            list::and(&seen.iter().map(one).collect::<Vec<_>>())
        ),
        n => format!(
            "{compared} and {} are weak signals, worth watching (q up to 0.10 among these): {}.",
            number::thousands(n as u64),
            list::and_more(&seen.iter().map(one).collect::<Vec<_>>(), 3)
        ),
    }
}
