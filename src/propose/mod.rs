//! A proposal how to read a file that no source recognises: which column holds what, by its name and by its values.
//!
//! A proposal is written into a settings file that a person reads before it counts for anything; nothing is read by it
//! unseen. Where nothing fits, the column is listed as unused rather than pressed into a fact.

mod clocks;
mod columns;
mod desk;
mod evidence;
mod folder;
mod itsm;
mod kinds;
mod log;
mod names;
mod persons;
pub mod proposal;
mod scales;
mod shape;
mod updates;
pub mod vocabulary;

use crate::ingest::happening::Happening;
use crate::ingest::head::Head;
use columns::Column;
use evidence::has_word;
use names::{INCIDENT, NamePattern, SHIFT, fit};
use shape::Shape;
use updates::Updates;

/// A fit below this is no more than a common word.
const MIN_FIT: u32 = 30;

/// Why a table of something else is not read.
pub const NOT_INCIDENTS: &str = "its columns do not look like those of incidents";

/// How many values are shown beside a column.
const SAMPLES: usize = 3;

/// How to read one unknown file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// First part of the record ids.
    pub name: String,
    /// File names or paths, as a mapping names them.
    pub files: Vec<String>,
    /// `incident`, `event` or `shift`.
    pub rows: &'static str,
    /// `table`, `ticket`, `pager`, `support` or `status-page`.
    pub role: &'static str,
    pub records: Option<String>,
    /// Times have no offset, so the zone must be known.
    pub lacks_zone: bool,
    /// What all records are, when they are no incidents (`maintenance`).
    pub kind: Option<&'static str>,
    /// The list inside each record that tells what happened when.
    pub updates: Option<Updates>,
    pub split: Option<&'static str>,
    pub fields: Vec<Field>,
    /// Columns without a use, with sample values.
    pub unused: Vec<(String, Vec<String>)>,
    /// A scale of plain numbers that may be a severity; the reader has to say which end is worst.
    pub scale: Option<Field>,
    /// Stated values whose meaning the reader may decide: the fact, the value, what it means as far as that is known.
    pub values: Vec<Meaning>,
    /// What must be filled in by hand before it can be used; empty when nothing must.
    pub missing: &'static str,
}

/// A stated value and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    pub target: &'static str,
    pub stated: String,
    /// The word that it is read as; empty where nobody knows.
    pub means: &'static str,
    /// Without this line it would not be read so.
    pub needed: bool,
}

/// One fact and the column it is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub target: &'static str,
    /// One column, or a date and a time of day that belong together.
    pub columns: Vec<String>,
    pub samples: Vec<String>,
    /// The name of the column says nothing; its values do.
    pub by_values: bool,
}

/// Looks at the first records of an unknown file.
#[must_use]
pub fn propose(head: &Head) -> Proposal {
    let found = columns::of(head);
    let mut table = Matching::of(&found.columns);
    let rows = if table.is_rota(&head.name) {
        table.match_names(SHIFT);
        "shift"
    } else if table.match_log() {
        "event"
    } else {
        table.match_names(INCIDENT);
        table.take_items();
        table.take_kinds();
        table.take_reporters();
        table.set_scale_aside();
        table.match_values();
        if table.repeats() { "event" } else { "incident" }
    };
    let kind = if rows == "incident" { table.match_kind(&head.name) } else { None };
    table.join_clocks();
    let told = found.updates.is_some();
    let split = table.split();
    Proposal {
        name: slug(&head.name),
        files: vec![head.name.clone()],
        rows,
        role: found
            .updates
            .as_ref()
            .filter(|updates| updates.is_of_page())
            .map_or_else(|| table.role(&head.name), |_| "status-page"),
        kind,
        records: found.records,
        lacks_zone: table.lacks_zone(),
        split,
        scale: table.scale(),
        values: table.values_to_decide(),
        missing: if told { table.missing_of_page() } else { table.missing(rows, &head.name) },
        updates: found.updates,
        fields: table.fields(),
        unused: table.unused(),
    }
}

/// Columns on the way to their facts.
struct Matching<'a> {
    columns: &'a [Column],
    shapes: Vec<Shape>,
    /// Fact of each column, and whether only the values speak for it.
    target: Vec<Option<(&'static str, bool)>>,
    /// Column with the date of each column that holds a time of day.
    date: Vec<Option<usize>>,
    /// Column of numbers that may be a severity.
    scale: Option<usize>,
}

impl<'a> Matching<'a> {
    fn of(columns: &'a [Column]) -> Self {
        let shapes = columns.iter().map(shape::of).collect();
        Self { columns, shapes, target: vec![None; columns.len()], date: vec![None; columns.len()], scale: None }
    }

    fn shape(&self, column: usize) -> Shape {
        self.shapes.get(column).copied().unwrap_or(Shape::Empty)
    }

    fn column_of(&self, target: &str) -> Option<usize> {
        self.target.iter().position(|t| t.is_some_and(|(name, _)| name == target))
    }

    fn take(&mut self, column: usize, target: &'static str, by_values: bool) {
        if let Some(slot) = self.target.get_mut(column) {
            *slot = Some((target, by_values));
        }
    }

    fn free(&self, column: usize) -> bool {
        self.target.get(column).is_some_and(Option::is_none)
    }

    /// A rota names people and stretches, and says nothing of what broke.
    fn is_rota(&self, file: &str) -> bool {
        let best = |target: &str| {
            let rule = SHIFT.iter().find(|rule| rule.target == target);
            rule.is_some_and(|rule| (0..self.columns.len()).any(|column| self.fits(column, rule) >= MIN_FIT))
        };
        let told = ["title", "severity", "status"].iter().any(|target| {
            let rule = INCIDENT.iter().find(|rule| rule.target == *target);
            let fits = |column: &usize| rule.is_some_and(|rule| self.fits(*column, rule) >= 80);
            (0..self.columns.len()).filter(fits).any(|column| self.shape(column) != Shape::Person)
        });
        let text = self.shapes.contains(&Shape::Text);
        let named = ["rota", "roster", "shift", "schedule", "oncall", "on-call", "on_call", "on call", "bereitschaft"];
        // Lists of employees and contracts have people and stretches too.
        let words =
            ["rotation", "rota", "roster", "shift", "schedule", "oncall", "call", "primary", "engineer", "layer"];
        let by_column = self.columns.iter().any(|column| has_word(column, &words));
        let by_name = named.iter().any(|word| file.to_lowercase().contains(word));
        best("person") && best("starts_at") && best("ends_at") && (by_name || by_column && !(told || text))
    }

    fn fits(&self, column: usize, rule: &NamePattern) -> u32 {
        let shape = self.shape(column);
        let Some(own) = self.columns.get(column).filter(|_| rule.shapes.contains(&shape)) else { return 0 };
        let score = fit(&own.words, rule);
        if self.is_about_askers(own, rule.target) {
            return 0;
        }
        let repeated = own.distinct().len() < own.filled().count();
        match rule.target {
            "title" if shape == Shape::Person && own.words.iter().any(|word| word == "name") => 0,
            "id" if repeated => score / 2,
            "reference" | "parent" | "problem" | "duplicate_of" if scales::is_flag(own) => 0,
            "severity" if shape == Shape::Number && !own.filled().all(itsm::is_level) => 0,
            _ => score,
        }
    }

    /// Gives every fact the column that fits its name best, the best fits first.
    fn match_names(&mut self, rules: &[NamePattern]) {
        let mut fits: Vec<(u32, usize, usize)> = Vec::new();
        for (order, rule) in rules.iter().enumerate() {
            for column in 0..self.columns.len() {
                let score = self.fits(column, rule);
                if score >= MIN_FIT {
                    fits.push((score, order, column));
                }
            }
        }
        fits.sort_by_key(|(score, order, column)| (std::cmp::Reverse(*score), *order, *column));
        for (_, order, column) in fits {
            let Some(rule) = rules.get(order) else { continue };
            if self.free(column) && self.column_of(rule.target).is_none() {
                self.take(column, rule.target, false);
            }
        }
        self.one_length();
    }

    /// A length is of use only where no end is stated, and only one of it.
    fn one_length(&mut self) {
        let lengths = ["duration_min", "duration_h", "duration_s"];
        let mut needed = self.column_of("resolved_at").is_none();
        for length in lengths {
            if let Some(column) = self.column_of(length) {
                if !needed && let Some(slot) = self.target.get_mut(column) {
                    *slot = None;
                }
                needed = false;
            }
        }
    }

    /// What no name told, the values may.
    fn match_values(&mut self) {
        if self.column_of("title").is_none()
            && let Some(column) = self.column_of("summary")
        {
            self.take(column, "title", false);
        }
        for (target, shape) in [
            ("title", Shape::Text),
            ("id", Shape::Key),
            ("severity", Shape::Level),
            ("url", Shape::Address),
            ("responder", Shape::Person),
        ] {
            self.by_shape(target, shape);
        }
        if ["started_at", "detected_at", "declared_at"].iter().all(|target| self.column_of(target).is_none()) {
            self.by_shape("started_at", Shape::Time);
        }
    }

    fn by_shape(&mut self, target: &'static str, shape: Shape) {
        if self.column_of(target).is_some() {
            return;
        }
        // Who reports or writes did not have to respond, and a host or a version is no name of an incident.
        let never: &[&str] = match target {
            "responder" if self.column_of("commander").is_some() || self.column_of("assignee").is_some() => return,
            "responder" => &["requester", "reporter", "reported", "author", "contact", "customer", "created", "email"],
            "id" => &["host", "hostname", "server", "version", "commit", "sha"],
            "started_at" => &["planned", "scheduled", "expected", "due", "warranty"],
            _ => &[],
        };
        let fits = |c: &usize| {
            let named = self.columns.get(*c).is_some_and(|column| has_word(column, never));
            // Names of systems look like those of people; whoever is said to have responded should be one.
            let people = self.columns.get(*c).is_some_and(persons::holds_people);
            self.free(*c) && self.shape(*c) == shape && !named && (target != "responder" || people)
        };
        if let Some(column) = (0..self.columns.len()).find(fits) {
            self.take(column, target, true);
        }
    }

    /// Ids that repeat beside a changing time are a log: one row for each change.
    fn repeats(&self) -> bool {
        let several = |target: &str| {
            let column = self.column_of(target).and_then(|at| self.columns.get(at));
            column.is_some_and(|c| c.distinct().len() > 1)
        };
        self.repeated("id") && several("modified_at")
    }

    /// What a record with a list of updates lacks.
    fn missing_of_page(&self) -> &'static str {
        let known = ["id", "number", "url", "title"].iter().any(|target| self.column_of(target).is_some());
        if known { "" } else { "no column was found that says what happened, and none that numbers the records" }
    }

    /// States of an event log, with what they are taken for.
    fn values_to_decide(&self) -> Vec<Meaning> {
        if self.column_of("at").is_none() {
            return self.kinds_to_decide();
        }
        let meaning = |(stated, what): (String, Option<Happening>)| Meaning {
            target: "status",
            stated,
            means: what.map_or("", Happening::word),
            needed: false,
        };
        self.states().into_iter().map(meaning).collect()
    }

    fn repeated(&self, target: &str) -> bool {
        let column = self.column_of(target).and_then(|at| self.columns.get(at));
        column.is_some_and(|c| c.distinct().len() * 4 <= c.filled().count() * 3)
    }

    /// What separates several values in one cell of a column that may hold several.
    fn split(&self) -> Option<&'static str> {
        let lists = ["service", "component", "team", "region", "responder", "assignee", "factor", "reference"];
        let values: Vec<&str> = lists
            .iter()
            .filter_map(|target| self.column_of(target))
            .filter_map(|column| self.columns.get(column))
            .flat_map(Column::filled)
            .collect();
        let parts_are_short = |mark: &str| {
            let with: Vec<&&str> = values.iter().filter(|value| value.contains(mark)).collect();
            !with.is_empty() && with.iter().all(|value| value.split(mark).all(|part| part.trim().chars().count() <= 40))
        };
        [";", "|", ","].into_iter().find(|mark| parts_are_short(mark))
    }

    fn lacks_zone(&self) -> bool {
        let times = (0..self.columns.len()).filter(|column| {
            let target = self.target.get(*column).copied().flatten();
            target.is_some_and(|(target, _)| target.ends_with("_at") || target == "at")
        });
        times
            .into_iter()
            .any(|column| self.shape(column) == Shape::Clock || self.columns.get(column).is_some_and(shape::lacks_zone))
    }

    fn missing(&self, rows: &str, file: &str) -> &'static str {
        let has = |target: &str| self.column_of(target).is_some();
        if rows == "shift" {
            return "";
        }
        if has("at") {
            return if self.log_of_incidents(file) { "" } else { NOT_INCIDENTS };
        }
        if !["started_at", "detected_at", "declared_at"].iter().any(|target| has(target)) {
            "no column was found that says when something began"
        } else if !["id", "number", "url", "title"].iter().any(|target| has(target)) {
            "no column was found that says what happened, and none that numbers the rows"
        } else if rows == "incident" && self.repeated("id") {
            "its ids repeat, so that a row is not one incident (rows = \"event\" reads rows that each hold the state after a change)"
        } else if !self.is_of_incidents(file) {
            NOT_INCIDENTS
        } else {
            ""
        }
    }

    fn fields(&self) -> Vec<Field> {
        let rules = INCIDENT.iter().chain([names::LOG_AT]).chain(SHIFT);
        let mut fields: Vec<Field> = Vec::new();
        for target in rules.map(|rule| rule.target).chain(["kind"]) {
            let Some(column) = self.column_of(target).filter(|_| fields.iter().all(|f| f.target != target)) else {
                continue;
            };
            let date = self.date.get(column).copied().flatten();
            let own = self.columns_of(target, column);
            let places = date.into_iter().chain(own).filter_map(|at| self.columns.get(at));
            let by_values = self.target.get(column).copied().flatten().is_some_and(|(_, by_values)| by_values);
            fields.push(Field {
                target,
                columns: places.map(|c| c.stated.clone()).collect(),
                samples: self.samples(date, column),
                by_values,
            });
        }
        fields
    }

    /// Sample values, a time of day with its date.
    fn samples(&self, date: Option<usize>, column: usize) -> Vec<String> {
        let Some(own) = self.columns.get(column) else { return Vec::new() };
        let Some(date) = date.and_then(|at| self.columns.get(at)) else { return samples(own) };
        let both = date.values.iter().zip(&own.values).filter(|(day, time)| !day.is_empty() && !time.is_empty());
        both.take(SAMPLES).map(|(day, time)| format!("{day} {time}")).collect()
    }

    fn unused(&self) -> Vec<(String, Vec<String>)> {
        let is_date = |column: &usize| self.date.contains(&Some(*column));
        let is_unused = |column: &usize| self.free(*column) && !is_date(column) && self.scale != Some(*column);
        let free = (0..self.columns.len()).filter(is_unused);
        free.filter_map(|at| self.columns.get(at)).map(|c| (c.stated.clone(), samples(c))).collect()
    }
}

/// The first few different values.
fn samples(column: &Column) -> Vec<String> {
    column.distinct().into_iter().take(SAMPLES).map(str::to_owned).collect()
}

/// A file name as the name of a tool: without its ending and the dates and numbers that change from export to export.
fn slug(file: &str) -> String {
    let stem = file.split('.').next().unwrap_or(file).to_lowercase();
    let spelled = stem.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let stem = columns::folded(&spelled);
    let words: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).collect();
    if words.is_empty() { "table".to_owned() } else { words.join("-") }
}

/// What kind of system the file may come from, by its name; a person will correct it.
fn role(file: &str) -> &'static str {
    let name = file.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["ticket", "servicedesk", "service-desk", "helpdesk", "jira", "case"]) {
        "ticket"
    } else if has(&["page", "alert", "pager"]) && !has(&["status"]) {
        "pager"
    } else if has(&["status"]) {
        "status-page"
    } else {
        "table"
    }
}
