//! Event logs among unknown tables: one row for each change of a case. They show by ids that repeat while a state and a time
//! change.

use crate::ingest::happening::{Happening, happening};
use crate::propose::Matching;
use crate::propose::columns::folded;
use crate::propose::evidence::has_word;
use crate::propose::names::{INCIDENT, LOG_AT, LOG_ID, LOG_STATE, LOG_TEAM, LOG_WHO, NamePattern, fit};
use crate::propose::shape::Shape;

/// How many states are shown for the reader to decide on.
const STATES: usize = 20;

/// Parts of file names and columns of logs that tell of incidents.
const OF_INCIDENTS: &[&str] = &[
    "incident",
    "ticket",
    "helpdesk",
    "help",
    "problem",
    "outage",
    "support",
    "servicedesk",
    "alert",
    "vorfall",
    "stoerung",
    "störung",
    "case",
    "issue",
    "sr",
    "itsm",
    "audit",
];

/// Words in the activities of processes that are none of ours.
const OF_OTHERS: &[&str] = &[
    "order",
    "invoice",
    "purchase",
    "payment",
    "pay",
    "goods",
    "loan",
    "offer",
    "shipment",
    "shipped",
    "delivery",
    "patient",
    "admission",
    "credit",
    "fine",
    "claim",
    "deploy",
    "deployed",
    "released",
    "build",
    "merged",
    "candidate",
    "interview",
    "checkout",
    "cart",
    "login",
    "signup",
    "page",
];

/// The columns of a log.
pub(super) struct Log {
    id: usize,
    at: usize,
    /// One column, or two that say it together.
    state: (Option<usize>, usize),
}

impl Matching<'_> {
    /// Gives the columns of an event log their facts; false when the table is none.
    pub(super) fn match_log(&mut self) -> bool {
        let Some(log) = self.log() else { return false };
        self.take(log.id, "id", false);
        self.take(log.at, "at", false);
        self.take(log.state.1, "status", false);
        if let (Some(first), Some(slot)) = (log.state.0, self.date.get_mut(log.state.1)) {
            *slot = Some(first);
            // Held back from other facts while names are matched.
            self.take(first, "status", false);
        }
        self.match_names(INCIDENT);
        self.drop_what_changes(&log);
        for (target, rule) in [("team", LOG_TEAM), ("responder", LOG_WHO)] {
            if self.column_of(target).is_none()
                && let Some(column) = self.best(rule, |_| true)
            {
                self.take(column, target, false);
            }
        }
        if let Some(slot) = log.state.0.and_then(|first| self.target.get_mut(first)) {
            *slot = None;
        }
        true
    }

    /// Times and lengths that differ between the rows of a case are those of the row, and no facts of the case; so are texts.
    fn drop_what_changes(&mut self, log: &Log) {
        let changing = ["_at", "duration_", "title", "summary", "resolution", "factor"];
        for column in 0..self.columns.len() {
            let Some((target, _)) = self.target.get(column).copied().flatten() else { continue };
            let of_row =
                changing.iter().any(|part| target.contains(part)) && column != log.at && self.varies(log.id, column);
            if (of_row || target == "modified_at")
                && let Some(slot) = self.target.get_mut(column)
            {
                *slot = None;
            }
        }
    }

    fn log(&self) -> Option<Log> {
        let id_rule = INCIDENT.iter().find(|rule| rule.target == "id")?;
        let repeated = |rule| self.best(rule, |column| self.repeats_at(column));
        let id = repeated(id_rule).or_else(|| repeated(LOG_ID))?;
        if self.has_number_of_its_own(id, [id_rule, LOG_ID]) {
            return None;
        }
        let at =
            self.best(LOG_AT, |column| column != id && self.shape(column) == Shape::Time && self.varies(id, column))?;
        let is_end = |rule: &&NamePattern| matches!(rule.target, "resolved_at" | "closed_at" | "mitigated_at");
        let ends = INCIDENT.iter().filter(is_end);
        let has_own_end = ends.into_iter().any(|rule| {
            (0..self.columns.len())
                .any(|c| c != at && self.fits(c, rule) >= 80 && self.shape(c) == Shape::Time && self.varies(id, c))
        });
        if has_own_end {
            return None;
        }
        let states: Vec<usize> = (0..self.columns.len())
            .filter(|c| ![id, at].contains(c) && self.state_fit(*c) > 0 && self.varies(id, *c))
            .collect();
        let best =
            states.iter().copied().max_by_key(|c| (self.told(&[*c]), self.state_fit(*c), std::cmp::Reverse(*c)))?;
        let alone = self.told(&[best]);
        let pair =
            states.iter().copied().filter(|c| *c != best && self.may_join(*c)).map(|c| (c.min(best), c.max(best)));
        let joined = pair.max_by_key(|(a, b)| self.told(&[*a, *b])).filter(|(a, b)| self.told(&[*a, *b]) > alone);
        let state = joined.map_or((None, best), |(first, second)| (Some(first), second));
        Some(Log { id, at, state })
    }

    /// Whether another column is called an id more plainly and is different in every row: then each row is a ticket, and what
    /// repeats is a kind of them.
    fn has_number_of_its_own(&self, id: usize, rules: [&NamePattern; 2]) -> bool {
        let named = |column: usize| {
            self.columns.get(column).map_or(0, |own| rules.iter().map(|rule| fit(&own.words, rule)).max().unwrap_or(0))
        };
        // An item is a thing that a ticket is about as often as it is the case.
        let vague = self
            .columns
            .get(id)
            .is_some_and(|own| own.words.len() == 1 && has_word(own, &["item", "element", "object"]));
        let least = if vague { 80 } else { named(id) + 1 };
        (0..self.columns.len()).any(|c| c != id && named(c) >= least && !self.repeats_at(c) && self.free(c))
    }

    /// The column whose name fits a rule best, of those that pass.
    fn best(&self, rule: &NamePattern, pass: impl Fn(usize) -> bool) -> Option<usize> {
        let fits = |c: &usize| {
            self.free(*c) && self.columns.get(*c).is_some_and(|own| fit(&own.words, rule) >= super::MIN_FIT)
        };
        let found = (0..self.columns.len()).filter(fits).filter(|c| rule.shapes.contains(&self.shape(*c)) && pass(*c));
        found.max_by_key(|c| (self.columns.get(*c).map_or(0, |own| fit(&own.words, rule)), std::cmp::Reverse(*c)))
    }

    fn state_fit(&self, column: usize) -> u32 {
        let shape = self.shape(column);
        let Some(own) = self.columns.get(column).filter(|_| LOG_STATE.shapes.contains(&shape)) else { return 0 };
        let score = fit(&own.words, LOG_STATE);
        if score >= super::MIN_FIT { score } else { 0 }
    }

    /// Words of a part of a state: a state below the state, the step of a life cycle, the field that was changed.
    fn may_join(&self, column: usize) -> bool {
        let words = ["status", "sub", "substatus", "state", "lifecycle", "transition", "field", "value", "fieldname"];
        self.columns.get(column).is_some_and(|own| has_word(own, &words))
    }

    /// How much columns together tell: the number of different happenings, then of rows that tell one.
    fn told(&self, columns: &[usize]) -> (usize, usize) {
        let said: Vec<Happening> = self.said(columns).iter().filter_map(|text| happening(text)).collect();
        let mut kinds: Vec<&'static str> = said.iter().map(|one| one.word()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        (kinds.len(), said.len())
    }

    /// What each row says in these columns.
    fn said(&self, columns: &[usize]) -> Vec<String> {
        let rows = self.columns.first().map_or(0, |column| column.values.len());
        let of = |row: usize| -> String {
            let parts = columns.iter().filter_map(|c| self.columns.get(*c)?.values.get(row)).filter(|v| !v.is_empty());
            parts.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        (0..rows).map(of).collect()
    }

    fn repeats_at(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|own| own.distinct().len() < own.filled().count())
    }

    /// Whether rows of one case differ in a column.
    fn varies(&self, id: usize, column: usize) -> bool {
        let (Some(ids), Some(own)) = (self.columns.get(id), self.columns.get(column)) else { return false };
        let pairs: Vec<(&String, &String)> =
            ids.values.iter().zip(&own.values).filter(|(id, v)| !id.is_empty() && !v.is_empty()).collect();
        pairs
            .iter()
            .enumerate()
            .any(|(at, (id, value))| pairs.iter().skip(at + 1).any(|(other, v)| id == other && value != v))
    }

    /// Whether a log tells of incidents and not of orders or patients: by its words, or by what its rows say.
    pub(super) fn log_of_incidents(&self, file: &str) -> bool {
        let file = folded(&file.to_lowercase());
        let own = self.columns.iter().any(|column| has_word(column, OF_INCIDENTS));
        let named = own || OF_INCIDENTS.iter().any(|word| word.len() > 3 && file.contains(word));
        let states = self.states();
        let said: Vec<Happening> = states.iter().filter_map(|(_, what)| *what).collect();
        let telling = |h: &&Happening| !matches!(h, Happening::Opened | Happening::Cancelled);
        let tells = said.iter().filter(telling).count() > 0;
        let foreign = states.iter().any(|(text, _)| {
            text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| OF_OTHERS.contains(&word))
        });
        (named || tells || self.column_of("severity").is_some()) && !foreign
    }

    /// The different states, in order of first appearance, with what each says has happened.
    pub(super) fn states(&self) -> Vec<(String, Option<Happening>)> {
        let Some(column) = self.column_of("status") else { return Vec::new() };
        let first = self.date.get(column).copied().flatten();
        let columns: Vec<usize> = first.into_iter().chain([column]).collect();
        let mut states: Vec<(String, Option<Happening>)> = Vec::new();
        for text in self.said(&columns).into_iter().filter(|text| !text.is_empty()) {
            if states.iter().all(|(known, _)| *known != text) {
                let what = happening(&text);
                states.push((text, what));
            }
        }
        states.truncate(STATES);
        states
    }
}
