//! Calm, strained or over the line: one paragraph, with its parts beside the lines in a table. Never about one person.

pub mod asked;
pub mod table;

use crate::analyse::load::params::Lines;
use crate::analyse::load::verdict::{LoadParts, LoadVerdict, OnCallUnit, RedRun, Verdicts};
use crate::findings::draft::{self, evidence, in_period, label, length, numbers, quoted};
use crate::findings::load::hangs::{self, share as share_of_time};
use crate::findings::load::people::enough;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::findings::words::is_told;
use crate::findings::{Basis, Claim};
use crate::model::row::IncidentIx;
use crate::model::time::HOUR;
use crate::text::plural::{agree, count, noun, plural_of};
use crate::text::sentence::capital;
use crate::text::{date, leaders, list, number};
use std::collections::BTreeSet;

/// Its code.
pub const CODE: &str = "load.verdict";
/// Units named in the paragraph.
const NAMED: usize = 3;

fn verdicts<'a>(facts: &Facts<'a>) -> Option<(&'a Verdicts, Vec<&'a OnCallUnit>)> {
    let load = &facts.results.load;
    let told = load.verdicts.told();
    (load.known && enough(facts) && !told.is_empty()).then_some((&load.verdicts, told))
}

fn lines<'a>(facts: &Facts<'a>) -> &'a Lines {
    &facts.results.load.params.lines
}

/// "rotation" or "team".
fn kind(verdicts: &Verdicts) -> &'static str {
    if verdicts.rotations.iter().any(|unit| unit.is_shown) { "rotation" } else { "team" }
}

/// Units of this kind that are not judged.
fn not_judged(verdicts: &Verdicts) -> u64 {
    let units = if kind(verdicts) == "rotation" { &verdicts.rotations } else { &verdicts.teams };
    units.iter().filter(|unit| !unit.is_shown).count() as u64
}

/// "Three more are not judged."
fn unjudged(verdicts: &Verdicts) -> String {
    match not_judged(verdicts) {
        0 => String::new(),
        n => format!("{} more {} not judged.", capital(&spoken(n)), agree(n, "is", "are")),
    }
}

/// Whether a leader has to know: only what is over the line is news.
#[must_use]
pub fn is_news(facts: &Facts) -> bool {
    verdicts(facts).is_some_and(|(v, _)| v.counts(lines(facts), 1.0)[2] > 0)
}

/// The units over the line by name, for what is asked because of them.
#[must_use]
pub fn over_the_line(facts: &Facts) -> String {
    let over = judged(facts).into_iter().filter(|(_, state)| *state == LoadVerdict::Over);
    list::and_more(&over.map(|(name, _)| quoted(&name)).collect::<Vec<_>>(), NAMED)
}

/// The units that are told of, each with its verdict.
#[must_use]
pub fn judged(facts: &Facts) -> Vec<(String, LoadVerdict)> {
    let Some((_, told)) = verdicts(facts) else { return Vec::new() };
    told.iter().map(|unit| (unit.name.clone(), unit.parts.state(lines(facts), 1.0))).collect()
}

/// The verdict in one sentence for a page that has no paragraph on it.
#[must_use]
pub fn in_short(facts: &Facts) -> String {
    let Some((all, _)) = verdicts(facts).filter(|_| !is_news(facts)) else { return String::new() };
    format!(" {}.{}", tally(facts, all, false), after_blank(&unjudged(all)))
}

fn after_blank(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" {text}") }
}

/// "One rotation is over the line and two are strained; the others are calm", in the past where it is. Where some are not
/// judged, "the others" and "all" would be said of them too.
fn tally(facts: &Facts, verdicts: &Verdicts, past: bool) -> String {
    let (unit, is_part) = (kind(verdicts), not_judged(verdicts) > 0);
    let [calm, strained, over] = verdicts.counts(lines(facts), 1.0);
    let judged = if is_part { " judged" } else { "" };
    let be = |n: u64| if past { agree(n, "was", "were") } else { agree(n, "is", "are") };
    let all = calm + strained + over;
    let words = [("over the line", over), ("strained", strained), ("calm", calm)];
    if let Some((word, _)) = words.iter().find(|(_, n)| *n == all) {
        return match all {
            1 => format!("The one {unit}{judged} {} {word}", be(1)),
            2 => format!("Both {}{judged} {} {word}", plural_of(unit), be(2)),
            n => format!("All {} {}{judged} {} {word}", spoken(n), plural_of(unit), be(n)),
        };
    }
    let told: Vec<(&str, u64)> = words[..2].iter().copied().filter(|(_, n)| *n > 0).collect();
    let mut parts = Vec::new();
    for (at, (word, n)) in told.iter().enumerate() {
        let what = if at == 0 { format!(" {}", noun(*n, unit)) } else { String::new() };
        parts.push(format!("{}{what} {} {word}", spoken(*n), be(*n)));
    }
    let rest = match calm {
        0 => String::new(),
        n if is_part => format!("; {} {} calm", spoken(n), be(n)),
        1 => format!("; the other {} calm", be(1)),
        n => format!("; the others {} calm", be(n)),
    };
    capital(&format!("{}{rest}", list::and(&parts)))
}

/// "25 %", "12.5 %".
fn share(of: f64) -> String {
    let points = of * 100.0;
    let places = usize::from((points - points.round()).abs() > 1e-9);
    format!("{} %", number::fixed(points, places))
}

/// "a quarter", "half", or the percentage.
fn part_of_people(of: f64) -> String {
    match (of * 1_000.0).round() as i64 {
        500 => "half".to_owned(),
        250 => "a quarter".to_owned(),
        125 => "an eighth".to_owned(),
        _ => share(of),
    }
}

/// What the lines are, each said once.
#[derive(Default)]
struct Said {
    lines: BTreeSet<String>,
    /// Whether days are given as well: a page for leaders has no room for them.
    days: bool,
}

impl Said {
    /// " (the line is 2 %)", with the value beside it where that may be told.
    fn line(&mut self, what: &str, state: LoadVerdict, line: f64, value: Option<String>) -> String {
        let words = if state == LoadVerdict::Over {
            format!("the line is {}", share(line))
        } else {
            format!("strained above {}", share(line / 2.0))
        };
        let line = self.lines.insert(format!("{what} {words}")).then_some(words);
        let parts: Vec<String> = value.into_iter().chain(line).collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
    }
}

/// "“Ledger primary”: more incidents were open …"
fn told(facts: &Facts, unit: &OnCallUnit, said: &mut Said) -> String {
    let reasons = reasons(facts, &unit.parts, said);
    let is_long = leaders::too_long(&list::and(&reasons)).is_some();
    let words = if is_long {
        reasons
            .iter()
            .enumerate()
            .map(|(n, r)| if n == 0 { r.clone() } else { capital(r) })
            .collect::<Vec<_>>()
            .join(". ")
    } else {
        list::and(&reasons)
    };
    format!("{}: {words}.", quoted(&unit.name))
}

/// What makes a unit what it is, in the order of the rules; nothing of a calm one.
fn reasons(facts: &Facts, parts: &LoadParts, said: &mut Said) -> Vec<String> {
    let lines = lines(facts);
    let state = parts.state(lines, 1.0);
    let times = if state == LoadVerdict::Over { 1.0 } else { 0.5 };
    let [shifts, red, above] = parts.crossed(lines, times);
    let signs = parts.signs(lines, 1.0);
    let [flagged, mild, open] = if state == LoadVerdict::Strained { signs } else { [false; 3] };
    let params = &facts.results.load.params;
    let exact = number::beside(parts.over as f64 / parts.shifts.max(1) as f64, &[lines.shifts, lines.shifts / 2.0]);
    let days = said.days;
    let mut line = |is: bool, what: &str, line: f64, value: Option<String>| {
        if is { said.line(what, state, line, value) } else { String::new() }
    };
    let told = [
        (
            shifts,
            format!(
                "{} of {} had more than {}{}",
                number::thousands(parts.over),
                count(parts.shifts, "shift"),
                count(params.shift_incidents, "incident"),
                line(shifts, "shifts", lines.shifts, Some(exact))
            ),
        ),
        (red, red_words(facts, parts, lines.people * times, days)),
        (above, time_above(&share_of_time(facts, parts), parts, &line(above, "time", lines.above, None))),
        (
            flagged,
            format!(
                "{} of its people were heavy (at least {} of six flags)",
                heavy_weeks(parts.flagged_weeks, lines),
                lines.flags
            ),
        ),
        (mild, mild_words(parts, lines)),
        (open && !above, open_beside(facts, parts)),
    ];
    told.into_iter().filter(|(is, _)| *is).map(|(_, words)| words).collect()
}

/// "for 4 weeks in a row (25 May – 21 June 2026) somebody was disturbed in at least 2 nights, in all a quarter of its people
/// or more". Weeks and people are those of one run: the longest may be of other people.
fn red_words(facts: &Facts, parts: &LoadParts, people: f64, days: bool) -> String {
    let zone = draft::zone(&facts.data.periods);
    let span = |run: &RedRun| date::range(run.first.start(zone), run.last.next().start(zone), zone);
    let when = parts.run.filter(|_| days).map_or_else(String::new, |run| format!(" ({})", span(&run)));
    format!(
        "for {} in a row{when} somebody was disturbed in at least {}, in all {} of its people or more",
        count(parts.run.map_or(parts.red_run, |run| run.weeks), "week"),
        count(lines(facts).nights, "night"),
        part_of_people(people)
    )
}

/// "8 weeks"; of few weeks only that they reach the line, as few people stand behind them.
fn heavy_weeks(n: u64, lines: &Lines) -> String {
    if is_told(n) { count(n, "week") } else { format!("at least {}", count(lines.flagged_weeks, "week")) }
}

/// Open time stands in for work only where too little of that is on record, and then says so.
fn time_above(share: &str, parts: &LoadParts, line: &str) -> String {
    if parts.work_known {
        format!("for {share} of its time more incidents were worked on at once than people on call{line}")
    } else {
        format!(
            "for {share} of its time more incidents were open than people on call{line}, and too little work on them is on record"
        )
    }
}

/// Open time where the work on record crosses no line: what lies open is to be closed or handed over before anybody is added.
fn open_beside(facts: &Facts, parts: &LoadParts) -> String {
    let worked = match parts.above {
        0 => "never on so many at once".to_owned(),
        time => format!("on so many at once for {} only", length(time as f64 / 1_000.0)),
    };
    format!(
        "for {} of its time more incidents were open than people on call, but people worked {worked}, so that a second person is not shown to be needed",
        hangs::open_share(facts, parts)
    )
}

fn times_in_words(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => count(n, "time"),
    }
}

fn mild_words(parts: &LoadParts, lines: &Lines) -> String {
    format!(
        "{} of its {} {} for {}, or nobody acted on {} before morning",
        number::thousands(parts.mild),
        count(parts.night_pages, "night page"),
        agree(parts.mild, "was", "were"),
        severities(lines.mild_severity),
        agree(parts.mild, "it", "them")
    )
}

/// "severities 4 and 5", "severity 5".
#[must_use]
pub fn severities(from: u32) -> String {
    match from {
        4 => "severities 4 and 5".to_owned(),
        5 => "severity 5".to_owned(),
        from => format!("severities {from} to 5"),
    }
}

/// Those that are not calm, the worst first, then by name.
fn pressed<'a>(facts: &Facts<'a>) -> Vec<(&'a OnCallUnit, LoadVerdict)> {
    let Some((_, told)) = verdicts(facts) else { return Vec::new() };
    let state = |unit: &'a OnCallUnit| (unit, unit.parts.state(lines(facts), 1.0));
    let mut pressed: Vec<(&OnCallUnit, LoadVerdict)> =
        told.into_iter().map(state).filter(|(_, s)| *s != LoadVerdict::Calm).collect();
    pressed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    pressed
}

/// The paragraph; nothing without shifts and pages, and where no unit is large enough.
#[must_use]
pub fn claim_of(facts: &Facts) -> Option<Claim> {
    let (all, told) = verdicts(facts)?;
    let (lines, unit) = (lines(facts), kind(all));
    let mut claim = draft::claim(facts, CODE, "");
    claim.method = rules(facts);
    // The lines are our own assumption, so that a verdict by them is no fact.
    claim.basis = Basis::Inferred;
    claim.n = Some(told.iter().map(|u| u.parts.shifts).sum());
    let counts = all.counts(lines, 1.0);
    let pressed = pressed(facts);
    let verdict = format!("{}.", tally(facts, all, false));
    let (unjudged, before, looked) = (unjudged(all), before(facts, unit), looked(facts, all));
    if pressed.is_empty() {
        claim.sentence = joined(&[&verdict, &unjudged, &looked, &before]);
    } else {
        claim.lead = verdict;
        claim.sentence = joined(&[&named(facts, all, &pressed), &unjudged, &looked, &before]);
        claim.brief = joined(&[&in_brief(facts, all, &pressed), &unjudged, &before]);
    }
    claim.robustness.push(beside(all, lines));
    claim.robustness.extend(pressed.iter().take(NAMED).filter_map(|(unit, _)| {
        let without = hangs::of(facts, unit, kind(all) == "team");
        hangs::robustness(facts, &quoted(&unit.name), &unit.parts, &without)
    }));
    claim.caveats.extend(unshown(all, unit));
    claim.caveats.push("This says what the schedule held, nothing about anybody's health. Somebody on call who was away or swapped a shift unseen counts as on call.".to_owned());
    let (half, double) = (all.counts(lines, 0.5), all.counts(lines, 2.0));
    numbers(
        &mut claim,
        [
            ("calm", Some(counts[0] as f64)),
            ("strained", Some(counts[1] as f64)),
            ("over_the_line", Some(counts[2] as f64)),
            ("over_the_line_at_half", Some(half[2] as f64)),
            ("over_the_line_at_double", Some(double[2] as f64)),
        ],
    );
    claim.measures = &["night-pages", "disturbed-nights", "responder-hours"];
    claim.weight = (2 * counts[2] + counts[1]) as f64;
    // What is over the line is the news, and the strained beside it are not.
    let worst = pressed.first().map(|(_, state)| *state);
    let news = pressed.iter().filter(|(_, state)| Some(*state) == worst);
    let rows: BTreeSet<IncidentIx> = news.flat_map(|(unit, _)| behind(unit, lines)).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    Some(claim)
}

/// What makes a unit what it is: the incidents that woke people where nothing but red weeks does, else all of its incidents.
fn behind(unit: &OnCallUnit, lines: &Lines) -> BTreeSet<IncidentIx> {
    if unit.parts.crossed(lines, 1.0) == [false, true, false] {
        unit.woken.clone()
    } else {
        unit.rows.iter().copied().collect()
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The worst with their reasons and what these hang on.
fn named(facts: &Facts, all: &Verdicts, pressed: &[(&OnCallUnit, LoadVerdict)]) -> String {
    let mut said = Said { days: true, ..Said::default() };
    let one = |(unit, _): &(&OnCallUnit, LoadVerdict)| {
        let hangs = hangs::sentence(&hangs::of(facts, unit, kind(all) == "team"), false);
        joined(&[&told(facts, unit, &mut said), &hangs])
    };
    pressed.iter().take(NAMED).map(one).collect::<Vec<_>>().join(" ")
}

/// "101 of 1,274 shifts of about 12 hours in the seven rotations judged had any incident in Q2 2026."
fn looked(facts: &Facts, all: &Verdicts) -> String {
    let (told, unit) = (all.told(), kind(all));
    let of = match (not_judged(all) > 0, told.len() as u64) {
        (true, 1) => format!("the one {unit} judged"),
        (false, 1) => format!("the one {unit}"),
        (true, n) => format!("the {} {} judged", spoken(n), plural_of(unit)),
        (false, 2) => format!("both {}", plural_of(unit)),
        (false, n) => format!("all {} {}", spoken(n), plural_of(unit)),
    };
    format!(
        "{} of {} of about {} hours in {of} had any incident {}.",
        number::thousands(told.iter().map(|u| u.parts.any).sum()),
        count(told.iter().map(|u| u.parts.shifts).sum(), "shift"),
        facts.results.load.params.shift / HOUR,
        in_period(facts)
    )
}

/// What is over the line with its reasons, and what is strained by name; where nothing is over, the first with its reasons.
fn in_brief(facts: &Facts, all: &Verdicts, pressed: &[(&OnCallUnit, LoadVerdict)]) -> String {
    let mut said = Said::default();
    let mut told = |unit: &OnCallUnit| {
        let hangs = hangs::sentence(&hangs::of(facts, unit, kind(all) == "team"), true);
        joined(&[&told(facts, unit, &mut said), &hangs])
    };
    let over = || pressed.iter().filter(|(_, state)| *state == LoadVerdict::Over).map(|(unit, _)| *unit);
    if over().next().is_none() {
        return pressed.first().map_or_else(String::new, |(unit, _)| told(unit));
    }
    let strained = pressed.iter().filter(|(_, state)| *state == LoadVerdict::Strained);
    let names: Vec<String> = strained.map(|(unit, _)| quoted(&unit.name)).collect();
    let mut parts: Vec<String> = over().take(NAMED).map(&mut told).collect();
    parts.extend((!names.is_empty()).then(|| format!("Strained: {}.", list::and_more(&names, NAMED))));
    parts.join(" ")
}

/// "Q1 2026: all four rotations were calm."
fn before(facts: &Facts, unit: &str) -> String {
    let found = facts.results.load.verdicts_before.as_ref().zip(facts.data.periods.previous.as_ref());
    let Some((before, period)) = found.filter(|(v, _)| !v.told().is_empty() && kind(v) == unit) else {
        return String::new();
    };
    format!("{}: {}.", label(period, &facts.data.periods), lower(&tally(facts, before, true)))
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn beside(all: &Verdicts, lines: &Lines) -> String {
    let words = |times: f64| {
        let [calm, strained, over] = all.counts(lines, times);
        format!("{} over the line, {} strained and {} calm", spoken(over), spoken(strained), spoken(calm))
    };
    format!("With every line at half its value: {}; at double: {}.", words(0.5), words(2.0))
}

fn unshown(all: &Verdicts, unit: &str) -> Option<String> {
    let units = if unit == "rotation" { &all.rotations } else { &all.teams };
    let hidden = units.iter().filter(|u| !u.is_shown).count() as u64;
    (hidden > 0).then(|| {
        format!("Not judged: {}, too small, or such that a total would give a small one away.", count(hidden, unit))
    })
}

/// The rules with the numbers of the run.
fn rules(facts: &Facts) -> String {
    let (params, lines) = (&facts.results.load.params, lines(facts));
    format!(
        "Over the line: more than {} of shifts with more than {} per {} hours; or at least {} in a row in which somebody's nights were disturbed at least {}, for at least {} of the people; or more incidents worked on at once than people on call, or open where work is on record for less than half of them, for more than {} of the time. Strained: any of these at half its share; or at least {} with at least {}; or at least {} of night pages, and at least {} of them, for {} or without an act before morning; or more incidents open than people on call for more than {} of the time where the work on record is below the line. Calm: none of these. Below {} people or {} nothing is said. The numbers are settings ([load.verdict]), our own assumption but for the incidents per shift.",
        share(lines.shifts),
        count(params.shift_incidents, "incident"),
        params.shift / HOUR,
        count(lines.weeks, "week"),
        times_in_words(lines.nights),
        share(lines.people),
        share(lines.above),
        count(lines.flagged_weeks, "person-week"),
        count(lines.flags, "flag"),
        share(lines.mild),
        number::thousands(lines.mild_pages),
        severities(lines.mild_severity),
        share(lines.above),
        number::thousands(lines.least_people),
        count(lines.least_shifts, "shift")
    )
}
