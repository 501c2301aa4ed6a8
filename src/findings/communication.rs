//! What customers were told, and when: facts out of the updates of status pages.

use crate::analyse::communication::{Group, Output, Times};
use crate::findings::draft::{
    self, evidence, figures_column, in_period, label, length, numbers, quoted, table, words_column, zone,
};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Claim, Grade, Section, Table};
use crate::text::plural::{agree, count};
use crate::text::{clip, date, duration, number};

const UNKNOWN: &str = "What customers were told, and when: no export of a status page is among the inputs. The history of the page with its updates would tell.";
/// A median of fewer is an anecdote.
const MIN: usize = 2;

pub struct Communication;

impl Rule for Communication {
    fn part(&self, facts: &Facts) -> Part {
        let found = &facts.results.communication;
        let anything = facts.data.incident_view().len > 0;
        let claims: Vec<Claim> = if found.known {
            let claims = [first_word(facts), silence(facts), untold(facts), by_customers(facts)];
            claims.into_iter().flatten().collect()
        } else {
            [anything.then(|| silent(facts)), by_customers(facts)].into_iter().flatten().collect()
        };
        let section = (!claims.is_empty()).then(|| Section {
            id: "communication".to_owned(),
            title: "What customers were told".to_owned(),
            question: "When was the first public word, and how long was nothing said?".to_owned(),
            method: method(),
            claims: claims.iter().map(|c| c.id.clone()).collect(),
            exhibits: Vec::new(),
            tables: told(facts).into_iter().collect(),
        });
        let unknowns = (anything && !found.known).then(|| UNKNOWN.to_owned()).into_iter().collect();
        Part { section, claims, unknowns, ..Part::default() }
    }
}

fn method() -> Vec<String> {
    vec![
        "A public word is a dated update of a status page. Its first one is held against the start of the incident, or its detection where nobody noted when it began; an incident whose only known start is that word is left out, and so is one whose first word came before its start. Medians have exact 95 % intervals from order statistics, from six incidents on.".to_owned(),
        "A silence is the time between two updates of one incident, from its first word to the update that ends it, or to its end where none does. What is announced after an end is awaited by nobody.".to_owned(),
        "Known bias: words by mail or telephone are not seen, pages that were written up later say when they please, and an update that the export leaves out reads as silence.".to_owned(),
    ]
}

fn silent(facts: &Facts) -> Claim {
    let mut claim = draft::claim(facts, "communication.first-word", "");
    claim.grade = Grade::NotAssessable;
    claim.method = "Needs the updates of a status page.".to_owned();
    claim.sentence = format!(
        "What customers were told {} cannot be said: no export of a status page is among the inputs.",
        in_period(facts)
    );
    claim
}

/// The group before and its period, where it can be set beside this one.
fn before(facts: &Facts, of: impl Fn(&Group) -> &Times) -> Option<(f64, String, usize, String)> {
    let Output { previous, .. } = &facts.results.communication;
    let (group, period) = previous.as_ref().zip(facts.data.periods.previous.as_ref())?;
    let times = of(group);
    let median = times.median.filter(|_| times.seconds.len() >= MIN)?;
    Some((median, range(times), times.seconds.len(), label(period, &facts.data.periods)))
}

/// " (plausible 18 minutes to 31 minutes)".
fn range(times: &Times) -> String {
    let told = times.interval.map(|[low, high]| format!("plausible {} to {}", length(low), length(high)));
    told.unwrap_or_else(|| "too few for a range".to_owned())
}

/// " First public word after 24 minutes (half of them)."; nothing where that is not known.
#[must_use]
pub fn in_short(facts: &Facts) -> String {
    let times = &facts.results.communication.period.first;
    match times.median.filter(|_| times.seconds.len() >= MIN) {
        Some(median) => format!(" First public word after {} (half of them).", length(median)),
        None => String::new(),
    }
}

fn first_word(facts: &Facts) -> Option<Claim> {
    let group = &facts.results.communication.period;
    let times = &group.first;
    let mut claim = draft::claim(facts, "communication.first-word", "");
    claim.basis = Basis::Observed;
    claim.method =
        "First dated update of a status page against the start, or the detection where no start is noted.".to_owned();
    let n = times.seconds.len();
    claim.n = Some(n as u64);
    claim.coverage = (!group.told.is_empty()).then(|| n as f64 / group.told.len() as f64);
    let Some(median) = times.median.filter(|_| n >= MIN) else {
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "How soon customers were told {} cannot be said: for {} both the start and a dated public word are known.",
            in_period(facts),
            if n == 0 { "no incident".to_owned() } else { count(n as u64, "incident") }
        );
        return Some(claim);
    };
    claim.interval = times.interval;
    claim.sentence = format!(
        "The first public word came within {} of the beginning for half of {} in {} ({}).",
        length(median),
        count(n as u64, "incident"),
        claim.period,
        range(times)
    );
    let then = before(facts, |g| &g.first);
    if let Some((median, range, n, name)) = &then {
        claim.sentence.push_str(&format!(
            " In {name} it was {} for half of {} ({range}); the two are not tested against each other.",
            length(*median),
            number::thousands(*n as u64)
        ));
    }
    let late = times.seconds.last().copied().unwrap_or(0.0);
    claim.robustness.push(format!("The longest wait was {}.", duration::words(late)));
    if group.before_start > 0 {
        let n = group.before_start;
        claim.caveats.push(format!(
            "For {} the first word is dated before the start; {} not counted.",
            count(n, "incident"),
            agree(n, "it is", "they are")
        ));
    }
    numbers(
        &mut claim,
        [
            ("median_s", Some(median)),
            ("longest_s", Some(late)),
            ("previous_median_s", then.as_ref().map(|(median, ..)| *median)),
            ("previous_n", then.as_ref().map(|(_, _, n, _)| *n as f64)),
        ],
    );
    let known = group.told.iter().filter(|t| t.after.is_some()).map(|t| t.row as usize);
    evidence(&mut claim, &facts.data.incident_view(), known);
    Some(claim)
}

fn silence(facts: &Facts) -> Option<Claim> {
    let group = &facts.results.communication.period;
    let longest = group.told.iter().filter(|t| t.silence.is_some());
    let longest = longest.max_by_key(|t| (t.silence.map(|(length, _)| length), std::cmp::Reverse(t.row)))?;
    let (gap, from) = longest.silence?;
    let median = group.silence.median?;
    let mut claim = draft::claim(facts, "communication.silence", "");
    claim.basis = Basis::Observed;
    claim.method = "Longest time between two updates of a status page while the incident was open.".to_owned();
    claim.n = Some(group.silence.seconds.len() as u64);
    let view = facts.data.incident_view();
    let title = view.title.get(longest.row as usize).unwrap_or_default();
    claim.sentence = format!(
        "The longest silence {} was {}, from {}, in {}.",
        in_period(facts),
        length(gap as f64 / 1_000.0),
        date::day_and_time(from, zone(&facts.data.periods)),
        if title.trim().is_empty() { "an incident without a title".to_owned() } else { quoted(title) }
    );
    if group.silence.seconds.len() >= MIN {
        claim.sentence.push_str(&format!(
            " Half of {} had none longer than {}.",
            count(group.silence.seconds.len() as u64, "incident"),
            length(median)
        ));
    }
    if let Some((median, _, n, name)) = before(facts, |g| &g.silence) {
        claim.caveats.push(format!(
            "In {name} half of {} had none longer than {}; the two are not tested against each other.",
            count(n as u64, "incident"),
            length(median)
        ));
    }
    numbers(&mut claim, [("longest_s", Some(gap as f64 / 1_000.0)), ("median_of_longest_s", Some(median))]);
    evidence(&mut claim, &view, std::iter::once(longest.row as usize));
    Some(claim)
}

fn untold(facts: &Facts) -> Option<Claim> {
    let group = &facts.results.communication.period;
    let reached = group.reached.len() as u64;
    let mut claim = draft::claim(facts, "communication.without-word", "");
    claim.basis = Basis::Observed;
    claim.method = "Incidents that reached customers without any record of a status page.".to_owned();
    claim.n = Some(reached);
    let none = group.untold.len() as u64;
    let known = count(reached, "incident");
    let when = in_period(facts);
    claim.sentence = match (reached, none) {
        (0, _) => return None,
        (1, 0) => format!("The one incident known to have reached customers {when} stands on a status page."),
        (_, 0) => format!("All {known} known to have reached customers {when} stand on a status page."),
        _ => format!(
            "{} of {known} known to have reached customers {when} had no public word on record.",
            number::thousands(none)
        ),
    };
    claim.caveats.push(
        "Where no tool but the status page says what reached customers, every such incident has a word on it."
            .to_owned(),
    );
    numbers(&mut claim, [("reached_customers", Some(reached as f64)), ("without_word", Some(none as f64))]);
    claim.weight = none as f64;
    evidence(&mut claim, &facts.data.incident_view(), group.untold.iter().map(|row| *row as usize));
    Some(claim)
}

fn by_customers(facts: &Facts) -> Option<Claim> {
    let found = &facts.results.communication;
    let group = &found.period;
    if group.noticed == 0 {
        return None;
    }
    let mut claim = draft::claim(facts, "communication.noticed-by-customers", "");
    claim.basis = Basis::Observed;
    claim.method =
        "How the incident was noticed, as records state it; what no record states is not counted.".to_owned();
    claim.n = Some(group.noticed);
    let customers = group.by_customers.len() as u64;
    let all = facts.results.areas.total().map_or(0, |total| total.incidents);
    claim.coverage = (all > 0).then(|| group.noticed as f64 / all as f64);
    claim.sentence = format!(
        "Customers noticed {} of {} {} before anything else did, of those for which it is recorded.",
        if customers == 0 { "none".to_owned() } else { number::thousands(customers) },
        count(group.noticed, "incident"),
        in_period(facts)
    );
    numbers(&mut claim, [("noticed_by_customers", Some(customers as f64)), ("recorded", Some(group.noticed as f64))]);
    claim.weight = customers as f64;
    evidence(&mut claim, &facts.data.incident_view(), group.by_customers.iter().map(|row| *row as usize));
    Some(claim)
}

/// The incidents that reached customers, those without a word first, then by the wait for the first one.
fn told(facts: &Facts) -> Option<Table> {
    let found = &facts.results.communication;
    let group = &found.period;
    if !found.known || group.told.is_empty() && group.untold.is_empty() {
        return None;
    }
    let view = facts.data.incident_view();
    let describe = |row: u32| {
        let at = view.started.get(row as usize);
        [
            at.map_or_else(|| "not known".to_owned(), |at| date::day_and_time(at, zone(&facts.data.periods))),
            clip::truncate(view.title.get(row as usize).unwrap_or_default(), 60),
        ]
    };
    let unknown = || "not known".to_owned();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in &group.untold {
        let mut cells = describe(*row).to_vec();
        cells.extend(["none on record".to_owned(), "0".to_owned(), "–".to_owned()]);
        rows.push(cells);
    }
    let mut told: Vec<_> = group.told.iter().collect();
    told.sort_by_key(|t| (std::cmp::Reverse(t.after), t.row));
    for t in told {
        let mut cells = describe(t.row).to_vec();
        cells.push(t.after.map_or_else(unknown, |ms| length(ms as f64 / 1_000.0)));
        cells.push(if t.first.is_some() { number::thousands(t.words) } else { unknown() });
        cells.push(t.silence.map_or_else(unknown, |(ms, _)| length(ms as f64 / 1_000.0)));
        rows.push(cells);
    }
    let columns = ["first public word after", "updates", "longest silence"].map(figures_column);
    Some(table(
        "told-to-customers",
        "What customers were told, incident by incident",
        "Incidents that reached customers or stand on a status page: those without a public word first, then the longest waits.",
        ["began", "incident"].into_iter().map(words_column).chain(columns).collect(),
        rows,
        "data/history.csv",
    ))
}
