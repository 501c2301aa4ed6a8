//! What customers were told, and when: facts out of the updates of status pages.

mod tables;
mod tickets;

use crate::analyse::communication::{LengthSummary, Output, PeriodCommunication};
use crate::findings::draft::{self, evidence, in_period, label, length, numbers, quoted, short_id};
use crate::findings::overlap::clock;
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Claim, Grade, Section};
use crate::frame::dataset::IncidentView;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use crate::text::{duration, list, number};
use std::cmp::Reverse;
use std::collections::BTreeMap;

const UNKNOWN: &str = "What customers were told, and when: no export of a status page is among the inputs. The history of the page with its updates would tell.";
/// A median of fewer is an anecdote.
const MIN: usize = 5;
/// Areas named where words were missing most.
const MIN_NAMED: u64 = 3;

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
            tables: [tables::untold(facts), tables::told(facts), tickets::table_of(facts)]
                .into_iter()
                .flatten()
                .collect(),
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
    let each = one_by_one(times);
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
    let few = each.map(|each| match (&none, is_rest) {
        (Some(_), true) => format!("for the other {some} it came after {each}"),
        _ => format!("the first public word came after {each}"),
    });
    let parts: Vec<String> = none.into_iter().chain(came.or(few)).collect();
    if parts.is_empty() { String::new() } else { format!(" {}.", capital(&parts.join("; "))) }
}

/// "12 and 40 minutes": each wait by itself where they are too few for a median.
fn one_by_one(times: &LengthSummary) -> Option<String> {
    let each: Vec<String> = times.seconds.iter().map(|s| length(*s)).collect();
    ((1..MIN).contains(&each.len())).then(|| list::and(&each))
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
        few_words(facts, group, &mut claim);
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

/// Of a few each is told, of none that it cannot be said.
fn few_words(facts: &Facts, group: &PeriodCommunication, claim: &mut Claim) {
    let n = group.first.seconds.len() as u64;
    claim.sentence = if let Some(each) = one_by_one(&group.first) {
        let known = group.told.iter().filter(|t| t.after.is_some()).map(|t| t.row);
        evidence(claim, &facts.data.incident_view(), known);
        let whom = if n == 1 { "the one incident".to_owned() } else { format!("the {}", count(n, "incident")) };
        format!(
            "The first public word came after {each} for {whom} {} for which both the start and a dated word are known{}.{}",
            in_period(facts),
            whose(group, "")[1],
            entered(group)
        )
    } else {
        claim.grade = Grade::NotAssessable;
        format!(
            "How soon customers were told {} cannot be said: for no incident both the start and a dated public word are known.{}",
            in_period(facts),
            entered(group)
        )
    };
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
        in_days(gap as f64 / 1_000.0),
        clock(facts, from),
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
    claim.sentence.push_str(&afterwards(group));
    claim.caveats.extend(unheard(facts));
    let counted = group.told.len();
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

/// "11 days": of so long a time nobody thinks in hours.
fn in_days(seconds: f64) -> String {
    if seconds >= 2.0 * 86_400.0 { duration::words(seconds) } else { length(seconds) }
}

/// " Of 3 incidents the only update says that they are over."
fn afterwards(group: &PeriodCommunication) -> String {
    let n = group.told.iter().filter(|t| t.only_afterwards).count() as u64;
    let (whom, they) = (count(n, "incident"), agree(n, "it is", "they are"));
    if n == 0 { String::new() } else { format!(" Of {whom} the first update says already that {they} over.") }
}

/// Of pages that tell of incidents and of no update: silence there is no silence.
fn unheard(facts: &Facts) -> Option<String> {
    let pages: Vec<String> =
        facts.results.communication.without_updates.iter().map(|t| draft::tool_name(facts, t)).collect();
    (!pages.is_empty()).then(|| {
        format!(
            "Updates of {} are not among the data, so silences may be shorter than they look and first words earlier.",
            list::and(&pages)
        )
    })
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
    if reached > 0 && !facts.results.communication.others_say {
        // Every incident that counts is on a page, because being there is why it counts.
        claim.grade = Grade::NotAssessable;
        claim.sentence = format!(
            "Whether incidents reached customers {when} without a public word cannot be said: only status pages tell what reached them."
        );
        return Some(claim);
    }
    claim.sentence = match (reached, none) {
        (0, _) => return None,
        (1, 0) => format!("The one incident known to have reached customers {when} stands on a status page."),
        (_, 0) => format!("All {known} known to have reached customers {when} stand on a status page."),
        _ => format!(
            "{} of {known} known to have reached customers {when} had no public word on record.",
            number::thousands(none)
        ),
    };
    claim.sentence.push_str(&where_untold(facts, group));
    claim.caveats.push(
        "An incident that counts only because a status page tells of it has a word on it by that alone.".to_owned(),
    );
    numbers(&mut claim, [("reached_customers", Some(reached as f64)), ("without_word", Some(none as f64))]);
    claim.weight = none as f64;
    evidence(&mut claim, &facts.data.incident_view(), group.untold.iter().copied());
    Some(claim)
}

/// " card-gateway is in 9 of these and ledger-sync in 4." Where words were missing more than once or twice.
fn where_untold(facts: &Facts, group: &PeriodCommunication) -> String {
    let view = facts.data.incident_view();
    let mut services: BTreeMap<&str, u64> = BTreeMap::new();
    let named = |row: &IncidentIx| view.service.get(*row).filter(|name| !name.is_empty());
    group.untold.iter().filter_map(named).for_each(|name| *services.entry(name).or_insert(0) += 1);
    let mut order: Vec<(&str, u64)> = services.into_iter().filter(|(_, n)| *n >= MIN_NAMED).collect();
    order.sort_by_key(|(name, n)| (Reverse(*n), *name));
    let part = |(at, (name, n)): (usize, &(&str, u64))| {
        let of = if at == 0 { " is" } else { "" };
        format!("{name}{of} in {}", number::thousands(*n))
    };
    let parts: Vec<String> = order.iter().take(2).enumerate().map(part).collect();
    if parts.is_empty() { String::new() } else { format!(" Of these, {}.", list::and(&parts)) }
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
    let when = in_period(facts);
    let all = format!("{} {when}", count(group.noticed, "incident"));
    let (figure, was) = (number::thousands, |n: u64| agree(n, "was", "were"));
    let who = |n: u64| agree(n, "a person, who may have been a customer", "people, who may have been customers");
    let how = match (group.by_monitoring, people) {
        (1, 0) => format!("the one incident {when} of which it is known was noticed by monitoring"),
        (0, 1) => format!("the one incident {when} of which it is known was noticed by {}", who(1)),
        (_, 0) => format!("all {all} of which it is known were noticed by monitoring"),
        (0, n) => format!("all {all} of which it is known were noticed by {}", who(n)),
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

/// The whole title: people find an incident by its last words, too.
fn title(view: &IncidentView, row: IncidentIx) -> String {
    let title = view.title.get(row).unwrap_or_default().trim();
    if title.is_empty() { short_id(view.id.get(row).unwrap_or_default()).to_owned() } else { title.to_owned() }
}
