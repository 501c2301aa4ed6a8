//! **Question.** What were customers told, and when?
//! **Method.** Public words are the dated updates of status pages. The first word of an incident is held against its start
//! (or its detection, where nobody noted when it began or that was earlier); the longest silence is the longest time without a word between the
//! first one and the one that ends it, or the end of the incident. Where no end is on record only the time between words
//! counts: what came after the last one is the age of the export and no silence. Incidents that reached customers without a record of a
//! status page had no public word; that customers noticed first is what records state of the detection, and stays open where no record ever
//! names a customer. Medians have exact
//! intervals from order statistics.
//! **Needs.** The history of a status page with its updates; for detection a tool that states how an incident was noticed.
//! **Silent when.** No status page is among the exports.
//! **Known bias.** Words by mail, by telephone or to one customer are not seen. A page that was written up later dates its
//! updates when it wants. An update that the page's export leaves out reads as silence.

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::read::{Instants, Rows, Texts};
use crate::frame::stated::{FIELDS, Stated};
use crate::model::period::Period;
use crate::model::record::Role;
use crate::model::row::IncidentIx;
use crate::model::time::{MINUTE, Millis, Window};
use crate::stats::{interval, quantile};
use std::collections::{BTreeMap, BTreeSet};

const CONFIDENCE: f64 = 0.95;

pub struct Communication;

/// Seconds of several incidents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LengthSummary {
    /// Ascending.
    pub seconds: Vec<f64>,
    pub median: Option<f64>,
    /// Interval of the median at 95 %; `None` with fewer than six.
    pub interval: Option<[f64; 2]>,
}

impl LengthSummary {
    fn of(seconds: impl Iterator<Item = f64>) -> Self {
        let seconds = quantile::sorted(seconds.collect());
        let interval = interval::quantile(&seconds, 0.5, CONFIDENCE).map(|i| [i.low, i.high]);
        Self { median: quantile::median(&seconds), interval, seconds }
    }
}

/// What customers were told of one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CustomerUpdates {
    /// Row of the incident.
    pub row: IncidentIx,
    /// First word and how many there are; `None` where a page tells of it without a dated word.
    pub first: Option<Millis>,
    pub words: u64,
    /// From the start to the first word; `None` where either is not known, where the word came before, and where the start
    /// is nothing but the first word itself.
    pub after: Option<Millis>,
    /// Whether a page alone tells of it and its start is no more than the moment at which the first word was entered.
    pub starts_with_word: bool,
    /// Longest time without a word while it was open, and when that began. Up to the end, where one is on record; else
    /// between words only, and `None` where there is one word alone.
    pub silence: Option<(Millis, Millis)>,
    /// Whether an end is on record, of the page or of anything else.
    pub ended: bool,
    /// Whether its first dated word says already that it is over: nothing was told while it lasted.
    pub only_afterwards: bool,
}

/// All incidents of a period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PeriodCommunication {
    /// Incidents that reached customers, and those of them without any record of a status page.
    pub reached: Vec<IncidentIx>,
    pub untold: Vec<IncidentIx>,
    /// Incidents that a status page tells of, by row.
    pub told: Vec<CustomerUpdates>,
    /// Of them, those whose first word came before the start.
    pub before_start: u64,
    pub first: LengthSummary,
    pub silence: LengthSummary,
    /// Incidents of which it is stated how they were noticed, those that monitoring noticed, and those that customers did.
    pub noticed: u64,
    pub by_monitoring: u64,
    pub by_customers: Vec<IncidentIx>,
}

/// What is known of communication.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Output {
    /// Whether any status page is among the exports.
    pub known: bool,
    /// Whether any tool but status pages says of any incident whether customers noticed.
    pub others_say: bool,
    /// Status pages that tell of incidents of the period and of no update of any of them, by name.
    pub without_updates: Vec<String>,
    /// Whether any incident of any time is said to have been noticed by a customer. Where none is, whoever keeps the records
    /// has no word for it, and "a person" may be a customer.
    pub names_customers: bool,
    pub period: PeriodCommunication,
    pub previous: Option<PeriodCommunication>,
}

impl Analysis for Communication {
    type Params = ();
    type Output = Output;

    fn run(data: &DataSet, (): &()) -> Output {
        let pages = pages(data);
        let words = words(data);
        let group = |period: &Period| PeriodCommunication::of(data, period, &pages, &words);
        Output {
            known: !pages.is_empty(),
            others_say: others_say(data),
            without_updates: without_updates(data),
            names_customers: names_customers(data),
            period: group(&data.periods.current),
            previous: data.periods.previous.as_ref().map(group),
        }
    }
}

/// An incident counts as reached because a page tells of it; then no page can be missing. Only another tool can tell of one.
fn others_say(data: &DataSet) -> bool {
    let field = FIELDS.iter().position(|field| *field == "customer_facing");
    let says = |s: &Stated| s.role != Role::StatusPage && field.is_some_and(|field| s.has(field));
    data.stated.rows.iter().any(says) || names_customers(data)
}

/// What such a page told while an incident lasted is not among the data, whatever it told.
fn without_updates(data: &DataSet) -> Vec<String> {
    let view = data.incident_view();
    let pages = data.stated.rows.iter().filter(|s| s.role == Role::StatusPage);
    let here = pages.filter(|s| view.included.get(s.incident) && view.in_period.get(s.incident));
    let tools: BTreeSet<&str> = here.map(|s| data.stated.tools[s.tool].as_str()).collect();
    if data.history.height() == 0 {
        return tools.into_iter().map(str::to_owned).collect();
    }
    let records = Rows::of(&data.history, col::RECORD);
    let telling: BTreeSet<&str> =
        (0..data.history.height()).filter_map(|row| Some(data.records.tool(records.get(row)?))).collect();
    tools.difference(&telling).map(|tool| (*tool).to_owned()).collect()
}

fn names_customers(data: &DataSet) -> bool {
    let (view, detection) = (data.incident_view(), data.incident_texts(col::DETECTION));
    view.rows().any(|row| view.included.get(row) && detection.get(row) == Some("customer"))
}

/// Rows of the incidents that a status page tells of, with whether anything else does.
fn pages(data: &DataSet) -> BTreeMap<IncidentIx, bool> {
    let mut found: BTreeMap<IncidentIx, [bool; 2]> = BTreeMap::new();
    for stated in &data.stated.rows {
        let is_page = stated.role == Role::StatusPage;
        let [page, other] = found.entry(stated.incident).or_default();
        (*page, *other) = (*page || is_page, *other || !is_page);
    }
    found.into_iter().filter(|(_, [page, _])| *page).map(|(row, [_, other])| (row, other)).collect()
}

/// Dated words of status pages by incident, in order of time.
fn words(data: &DataSet) -> BTreeMap<IncidentIx, Vec<Word>> {
    let mut found: BTreeMap<IncidentIx, Vec<Word>> = BTreeMap::new();
    if data.history.height() == 0 {
        return found;
    }
    let is_page = |stated: &&Stated| stated.role == Role::StatusPage;
    let tools: BTreeSet<&str> =
        data.stated.rows.iter().filter(is_page).map(|s| data.stated.tools[s.tool].as_str()).collect();
    let (incident, record) = (Rows::of(&data.history, col::INCIDENT), Rows::of(&data.history, col::RECORD));
    let (at, value) = (Instants::of(&data.history, col::AT), Texts::of(&data.history, col::VALUE));
    for row in 0..data.history.height() {
        let (Some(incident), Some(record), Some(at)) = (incident.get(row), record.get(row), at.get(row)) else {
            continue;
        };
        if tools.contains(data.records.tool(record)) {
            let ends = value.get(row).is_some_and(|v| ENDS.contains(&v.to_lowercase().as_str()));
            found.entry(incident).or_default().push(Word { at, ends });
        }
    }
    for list in found.values_mut() {
        list.sort_unstable();
        list.dedup_by_key(|word| word.at);
    }
    found
}

/// States of pages after which nothing more has to be said.
const ENDS: [&str; 5] = ["resolved", "completed", "closed", "available", "fixed"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    at: Millis,
    ends: bool,
}

impl PeriodCommunication {
    fn of(
        data: &DataSet,
        period: &Period,
        pages: &BTreeMap<IncidentIx, bool>,
        words: &BTreeMap<IncidentIx, Vec<Word>>,
    ) -> Self {
        let view = data.incident_view();
        let detection = data.incident_texts(col::DETECTION);
        let mut found = Self::default();
        let begun =
            |row: IncidentIx| view.included.get(row) && view.started.get(row).is_some_and(|at| period.contains(at));
        for row in view.rows().filter(|row| begun(*row)) {
            let reached = view.customer_facing.get(row) == Some("yes");
            found.reached.extend(reached.then_some(row));
            match pages.get(&row) {
                Some(others) => {
                    let list = words.get(&row).map_or(&[][..], Vec::as_slice);
                    let of = Incident { data, row, others: *others };
                    found.told.push(of.told(list));
                }
                None => found.untold.extend(reached.then_some(row)),
            }
            let how = detection.get(row).filter(|how| *how != "unknown");
            found.noticed += u64::from(how.is_some());
            found.by_monitoring += u64::from(how == Some("monitor"));
            found.by_customers.extend((how == Some("customer")).then_some(row));
        }
        let early =
            |t: &&CustomerUpdates| t.first.zip(view.started.get(t.row)).is_some_and(|(first, start)| first < start);
        found.before_start = found.told.iter().filter(early).count() as u64;
        let seconds = |ms: Millis| ms as f64 / 1_000.0;
        found.first = LengthSummary::of(found.told.iter().filter_map(|t| t.after).map(seconds));
        found.silence =
            LengthSummary::of(found.told.iter().filter_map(|t| t.silence).map(|(length, _)| seconds(length)));
        found
    }
}

struct Incident<'a> {
    data: &'a DataSet,
    row: IncidentIx,
    /// Whether anything but status pages tells of it.
    others: bool,
}

impl Incident<'_> {
    fn told(&self, words: &[Word]) -> CustomerUpdates {
        let view = self.data.incident_view();
        let first = words.first().map(|word| word.at);
        // Whoever detected it earlier than it is said to have begun knew of it from then on.
        let start = view.started.get(self.row).map(|at| view.detected.get(self.row).map_or(at, |seen| seen.min(at)));
        let after = first.zip(start).map(|(first, start)| first - start);
        // A page by itself often knows no start but the moment at which somebody entered its first word.
        let starts_with_word = !self.others && after.is_some_and(|after| (0..=MINUTE).contains(&after));
        let end = self.end(words);
        CustomerUpdates {
            row: self.row,
            first,
            words: words.len() as u64,
            after: after.filter(|after| *after >= 0 && !starts_with_word),
            starts_with_word,
            silence: self.silence(words, end),
            ended: end.is_some(),
            only_afterwards: words.first().is_some_and(|word| word.ends),
        }
    }

    /// The last end that is told, else the end of the incident.
    fn end(&self, words: &[Word]) -> Option<Millis> {
        let told = words.iter().filter(|word| word.ends).map(|word| word.at).next_back();
        told.or(self.data.incident_view().resolved.get(self.row))
    }

    /// Between the first word and the end, else the last word: how long it was open after that nobody knows.
    fn silence(&self, words: &[Word], end: Option<Millis>) -> Option<(Millis, Millis)> {
        let first = words.first()?.at;
        let end = end.or(words.last().map(|word| word.at))?;
        let mut moments: Vec<Millis> = words.iter().map(|word| word.at).filter(|at| *at < end).collect();
        moments.push(end);
        let gaps = moments.iter().zip(moments.iter().skip(1)).map(|(from, to)| (to - from, *from));
        // After an end that is told nothing is awaited until the next word.
        let awaited = |(_, from): &(Millis, Millis)| !words.iter().any(|word| word.at == *from && word.ends);
        let window = Window { start: first, end };
        let longest = gaps.filter(awaited).max_by_key(|(length, from)| (*length, std::cmp::Reverse(*from)));
        longest.filter(|_| !window.is_empty())
    }
}
