//! What customers were told, and when: facts out of the updates of status pages.

mod tickets;

use crate::analyse::communication::{CustomerUpdates, LengthSummary, Output, PeriodCommunication};
use crate::findings::draft::{
    self, ends_unrecorded, evidence, figures_column, in_period, label, length, numbers, quoted, short_id, words_column,
    zone,
};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Claim, Grade, Section, Table};
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{date, duration, number, wording};
use std::cmp::Reverse;

const UNKNOWN: &str = "What customers were told, and when: no export of a status page is among the inputs. The history of the page with its updates would tell.";
/// A median of fewer is an anecdote.
const MIN: usize = 2;
/// Rows of the tables of incidents: whoever answers customers goes through them one by one.
const LONG: usize = 30;

pub struct Communication;

impl Rule for Communication {
    fn part(&self, facts: &Facts) -> Part {
        let found = &facts.results.communication;
        let anything = !facts.data.incident_view().is_empty();
        let mut claims: Vec<Claim> = if found.known {
            let claims = [first_word(facts), silence(facts), untold(facts), by_customers(facts)];
            claims.into_iter().flatten().collect()
        } else {
            [anything.then(|| silent(facts)), by_customers(facts)].into_iter().flatten().collect()
        };
        claims.extend(tickets::state(facts));
        let section = (!claims.is_empty()).then(|| Section {
            id: "communication".to_owned(),
            title: "What customers were told".to_owned(),
            question: "When was the first public word, and how long was nothing said?".to_owned(),
            method: method(),
            claims: claims.iter().map(|c| c.id.clone()).collect(),
            exhibits: Vec::new(),
            tables: [untold_table(facts), told_table(facts), tickets::table_of(facts)].into_iter().flatten().collect(),
        });
        let unknowns = (anything && !found.known).then(|| UNKNOWN.to_owned()).into_iter().collect();
        Part { section, claims, unknowns, ..Part::default() }
    }
}

fn method() -> Vec<String> {
    vec![
        "A public word is a dated update of a status page. Its first one is held against the start of the incident, or its detection where nobody noted when it began; an incident of which a page alone tells is left out where its start lies within a minute of that word, because the start is then no more than the moment of entry, and so is one whose first word came before its start. Medians have exact 95 % intervals from order statistics, from six incidents on.".to_owned(),
        "A silence is the time between two updates of one incident, from its first word to the update that ends it, or to its end where none does. Where no end is on record, what came after the last update is not counted. What is announced after an end is awaited by nobody.".to_owned(),
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
fn before(facts: &Facts, of: impl Fn(&PeriodCommunication) -> &LengthSummary) -> Option<(f64, String, usize, String)> {
    let Output { previous, .. } = &facts.results.communication;
    let (group, period) = previous.as_ref().zip(facts.data.periods.previous.as_ref())?;
    let times = of(group);
    let median = times.median.filter(|_| times.seconds.len() >= MIN)?;
    Some((median, range(times), times.seconds.len(), label(period, &facts.data.periods)))
}

/// " (plausible 18 minutes to 31 minutes)".
fn range(times: &LengthSummary) -> String {
    let told = times.interval.map(|[low, high]| format!("plausible {} to {}", length(low), length(high)));
    told.unwrap_or_else(|| "too few for a range".to_owned())
}

/// " 18 had no public word on record; for half of the other 23 it came within 12 minutes.": what stands behind the number of
/// incidents that reached customers. Nothing where that is not known.
#[must_use]
pub fn in_short(facts: &Facts) -> String {
    let found = &facts.results.communication;
    let (group, times) = (&found.period, &found.period.first);
    let (untold, n) = (group.untold.len(), times.seconds.len());
    if !found.known {
        return String::new();
    }
    let none = (untold > 0).then(|| format!("{} had no public word on record", number::thousands(untold as u64)));
    let median = times.median.filter(|_| n >= MIN).map(length);
    let is_rest = group.told.len() == n && group.reached.len() == untold + n;
    let some = number::thousands(n as u64);
    let came = median.map(|median| match (&none, is_rest) {
        (Some(_), true) => format!("for half of the other {some} it came within {median}"),
        (None, true) => format!("for half of them the first public word came within {median}"),
        (Some(_), false) => format!("for half of the {some} whose wait is known it came within {median}"),
        (None, false) => {
            format!("for half of the {some} whose wait is known the first public word came within {median}")
        }
    });
    let parts: Vec<String> = none.into_iter().chain(came).collect();
    if parts.is_empty() { String::new() } else { format!(" {}.", capital(&parts.join("; "))) }
}

/// "the 23 incidents in Q2 2026 that had any", and "; 18 that reached customers had none": of whom the first words are told.
fn whose(group: &PeriodCommunication, period: &str) -> [String; 2] {
    let n = group.first.seconds.len();
    let (incidents, untold) = (count(n as u64, "incident"), group.untold.len() as u64);
    let of = match group.told.len() == n {
        true => format!("the {incidents} in {period} that had any"),
        false => format!("{incidents} in {period} whose wait is known"),
    };
    let none = format!("; {} that reached customers had none on record", number::thousands(untold));
    [of, if untold > 0 { none } else { String::new() }]
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
            "How soon customers were told {} cannot be said: for {} both the start and a dated public word are known.{}",
            in_period(facts),
            if n == 0 { "no incident".to_owned() } else { count(n as u64, "incident") },
            entered(group)
        );
        return Some(claim);
    };
    claim.interval = times.interval;
    let [of, none] = whose(group, &claim.period);
    claim.sentence = format!(
        "The first public word came within {} of the beginning for half of {of} ({}){none}.",
        length(median),
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
    claim.caveats.extend(Some(entered(group).trim().to_owned()).filter(|text| !text.is_empty()));
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
            ("without_word", Some(group.untold.len() as f64)),
            ("previous_n", then.as_ref().map(|(_, _, n, _)| *n as f64)),
        ],
    );
    let known = group.told.iter().filter(|t| t.after.is_some()).map(|t| t.row);
    evidence(&mut claim, &facts.data.incident_view(), known);
    Some(claim)
}

/// " 35 incidents are on the status page alone and begin with its first word, so their start is not known."
fn entered(group: &PeriodCommunication) -> String {
    let n = group.told.iter().filter(|t| t.starts_with_word).count() as u64;
    let verb = if n == 1 { ["is", "begins", "its"] } else { ["are", "begin", "their"] };
    let [are, begin, their] = verb;
    let known = format!(
        " {} {are} on the status page alone and {begin} with the first word there, so {their} start is not known.",
        count(n, "incident")
    );
    if n == 0 { String::new() } else { known }
}

/// What is said where the end of an incident is on no record: how long it was silent after its last update nobody knows.
fn without_end(group: &PeriodCommunication) -> String {
    let with_word = group.told.iter().filter(|t| t.first.is_some()).count() as u64;
    let open = group.told.iter().filter(|t| t.first.is_some() && !t.ended).count() as u64;
    match open {
        0 => String::new(),
        1 if with_word == 1 => {
            " No end is recorded for it, so how long nothing was said after its last update cannot be told.".to_owned()
        }
        n if n == with_word => format!(
            " No end is recorded for any of the {}, so how long nothing was said after the last update cannot be told.",
            count(n, "incident")
        ),
        n => format!(
            " For {} of {} no end is recorded; the time after {} last update is not counted.",
            number::thousands(n),
            count(with_word, "incident"),
            agree(n, "its", "their")
        ),
    }
}

fn silence(facts: &Facts) -> Option<Claim> {
    let group = &facts.results.communication.period;
    let mut claim = draft::claim(facts, "communication.silence", "");
    claim.basis = Basis::Observed;
    claim.method = "Longest time between two updates of a status page, or from the last one to the end on record, while the incident was open.".to_owned();
    let longest = group.told.iter().filter(|t| t.silence.is_some());
    let Some(longest) = longest.max_by_key(|t| (t.silence.map(|(length, _)| length), Reverse(t.row))) else {
        group.told.iter().find(|t| t.first.is_some() && !t.ended)?;
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "How long nothing was said {} cannot be told: no incident has a second update or an end on record.",
            in_period(facts)
        );
        return Some(claim);
    };
    let (gap, from) = longest.silence?;
    let median = group.silence.median?;
    claim.n = Some(group.silence.seconds.len() as u64);
    let view = facts.data.incident_view();
    let title = view.title.get(longest.row).unwrap_or_default();
    claim.sentence = format!(
        "The longest silence {}{} was {}, from {}, in {}.",
        if group.told.iter().any(|t| t.first.is_some() && !t.ended) { "on record " } else { "" },
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
    claim.sentence.push_str(&without_end(group));
    let counted = group.told.iter().filter(|t| t.first.is_some()).count();
    claim.coverage = (counted > 0).then(|| group.silence.seconds.len() as f64 / counted as f64);
    if let Some((median, _, n, name)) = before(facts, |g| &g.silence) {
        claim.caveats.push(format!(
            "In {name} half of {} had none longer than {}; the two are not tested against each other.",
            count(n as u64, "incident"),
            length(median)
        ));
    }
    numbers(&mut claim, [("longest_s", Some(gap as f64 / 1_000.0)), ("median_of_longest_s", Some(median))]);
    evidence(&mut claim, &view, std::iter::once(longest.row));
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
    evidence(&mut claim, &facts.data.incident_view(), group.untold.iter().copied());
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
    numbers(
        &mut claim,
        [
            ("noticed_by_customers", found.names_customers.then_some(customers as f64)),
            ("noticed_by_monitoring", Some(group.by_monitoring as f64)),
            ("recorded", Some(group.noticed as f64)),
        ],
    );
    if !found.names_customers {
        claim.grade = Grade::NotAssessable;
        claim.sentence = unnamed(facts, group);
        return Some(claim);
    }
    claim.sentence = format!(
        "Customers noticed {} of {} {} before anything else did, of those for which it is recorded.",
        if customers == 0 { "none".to_owned() } else { number::thousands(customers) },
        count(group.noticed, "incident"),
        in_period(facts)
    );
    claim.weight = customers as f64;
    evidence(&mut claim, &facts.data.incident_view(), group.by_customers.iter().copied());
    Some(claim)
}

/// No record of any time names a customer: who noticed first stays open, and the people among them may have been customers.
fn unnamed(facts: &Facts, group: &PeriodCommunication) -> String {
    let people = group.noticed - group.by_monitoring;
    let all = format!("{} {}", count(group.noticed, "incident"), in_period(facts));
    let (figure, was) = (number::thousands, |n: u64| agree(n, "was", "were"));
    let who = |n: u64| agree(n, "a person, who may have been a customer", "people, who may have been customers");
    let how = match (group.by_monitoring, people) {
        (n, 0) => format!("of {all}, {} {} noticed by monitoring", figure(n), was(n)),
        (0, n) => format!("of {all}, {} {} noticed by {}", figure(n), was(n), who(n)),
        (machines, people) => format!(
            "of {all}, {} {} noticed by monitoring and {} by {}",
            figure(machines),
            was(machines),
            figure(people),
            who(people)
        ),
    };
    format!("Whether customers noticed incidents first is not recorded: {how}.")
}

/// When an incident began.
fn began(facts: &Facts, row: IncidentIx) -> String {
    let at = facts.data.incident_view().started.get(row);
    at.map_or_else(unknown, |at| date::day_and_time(at, zone(&facts.data.periods)))
}

/// The whole title: people find an incident by its last words, too.
fn title(view: &IncidentView, row: IncidentIx) -> String {
    let title = view.title.get(row).unwrap_or_default().trim();
    if title.is_empty() { short_id(view.id.get(row).unwrap_or_default()).to_owned() } else { title.to_owned() }
}

fn unknown() -> String {
    "not known".to_owned()
}

/// The incidents that reached customers without a public word, the most severe first.
fn untold_table(facts: &Facts) -> Option<Table> {
    let found = &facts.results.communication;
    let mut untold: Vec<IncidentIx> = found.period.untold.iter().copied().filter(|_| found.known).collect();
    let view = facts.data.incident_view();
    let severity = |row: IncidentIx| view.severity.get(row).filter(|rank| *rank > 0);
    untold.sort_by_key(|row| (severity(*row).unwrap_or(u32::MAX), view.started.get(*row), *row));
    let no_ends = ends_unrecorded(facts);
    let lasted = |row: IncidentIx| {
        let (start, end) = (view.started.get(row), view.resolved.get(row));
        let is_open = matches!(view.status.get(row), Some("open" | "acknowledged" | "mitigated"));
        let took = start.zip(end).map(|(start, end)| end - start).filter(|took| *took >= 0);
        match took {
            Some(took) => length(took as f64 / 1_000.0),
            None if is_open && !no_ends => "still open".to_owned(),
            None => unknown(),
        }
    };
    let cells = |row: &IncidentIx| {
        let rank = severity(*row).and_then(|rank| u8::try_from(rank).ok());
        vec![
            began(facts, *row),
            rank.map_or_else(unknown, wording::severity),
            view.service.get(*row).filter(|name| !name.is_empty()).unwrap_or("–").to_owned(),
            lasted(*row),
            title(&view, *row),
        ]
    };
    let all = untold.len();
    let more = if all > LONG { "data/incidents.csv" } else { "" };
    let columns = ["began", "severity", "service"].map(words_column).into_iter();
    let columns = columns.chain([figures_column("lasted"), words_column("incident")]).collect();
    Some(Table {
        id: "untold-customers".to_owned(),
        title: "Incidents without a public word".to_owned(),
        note: format!(
            "{} known to have reached customers that no status page tells of, the most severe first.",
            capital(&count(all as u64, "incident"))
        ),
        columns,
        rows: untold.iter().take(LONG).map(cells).collect(),
        more: more.to_owned(),
    })
    .filter(|table| !table.rows.is_empty())
}

/// The incidents that a status page tells of, the longest silence first.
fn told_table(facts: &Facts) -> Option<Table> {
    let view = facts.data.incident_view();
    let mut told: Vec<&CustomerUpdates> = facts.results.communication.period.told.iter().collect();
    told.sort_by_key(|t| (Reverse(t.silence.map(|(ms, _)| ms)), Reverse(t.after), t.row));
    let time = |ms: Option<Millis>| ms.map_or_else(unknown, |ms| length(ms as f64 / 1_000.0));
    let cells = |t: &&CustomerUpdates| {
        vec![
            began(facts, t.row),
            title(&view, t.row),
            time(t.after),
            if t.first.is_some() { number::thousands(t.words) } else { unknown() },
            time(t.silence.map(|(ms, _)| ms)),
        ]
    };
    let all = told.len();
    let shown =
        if all > LONG { format!(" The first {LONG} of {}.", number::thousands(all as u64)) } else { String::new() };
    let columns = ["first public word after", "updates", "longest silence"].map(figures_column);
    Some(Table {
        id: "told-to-customers".to_owned(),
        title: "What customers were told, incident by incident".to_owned(),
        note: format!(
            "Incidents that a status page tells of, the longest silence first.{shown} Where no end is on record, silences lie between updates only. Every dated update is in data/history.csv."
        ),
        columns: ["began", "incident"].into_iter().map(words_column).chain(columns).collect(),
        rows: told.iter().take(LONG).map(cells).collect(),
        more: String::new(),
    })
    .filter(|table| !table.rows.is_empty())
}
