//! The one table of settings that have a default: key, default, range, unit, and a line of help.
//!
//! The shape of the file, its defaults, the check of ranges, what `init` proposes, what the manifest lists and the list in the
//! README all come from here. A new setting is one row, and the place that uses it.
//!
//! Keys are public: they keep their names.

use crate::ingest::container::budget::Budget;
use crate::model::hours::INTERRUPTION_GAP;
use crate::model::time::SECOND;
use serde::Deserialize;
use std::fmt;

/// What may stand behind a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Whatever can be written.
    Any,
    /// A whole number that is at least this.
    From(i64),
    /// A whole number between two, both inclusive.
    Whole(i64, i64),
    /// A number between two, neither inclusive.
    Between(f64, f64),
    /// A list of at most so many numbers above 0.
    Positive(usize),
    /// A text or pair that is checked where it is understood, with an example of one.
    Like(&'static str),
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => Ok(()),
            Self::From(least) => write!(f, "{least} or more"),
            Self::Whole(least, most) => write!(f, "{least} to {most}"),
            Self::Between(low, high) => write!(f, "above {low} and below {high}"),
            Self::Positive(most) => write!(f, "up to {most} numbers above 0"),
            Self::Like(example) => write!(f, "like {example}"),
        }
    }
}

/// One setting with its value in effect.
#[derive(Debug, Clone)]
pub struct Row {
    /// As messages name it (`load.flags.nights`).
    pub key: &'static str,
    /// As TOML; `None` where nothing stands and nothing has to.
    pub value: Option<String>,
    /// As the manifest tells it.
    pub told: String,
    pub range: Range,
    /// What it counts, in words; empty where it counts nothing.
    pub unit: &'static str,
    /// What it does.
    pub help: &'static str,
    fits: bool,
}

impl Row {
    fn new<T: Value>(key: &'static str, value: &T, range: Range, unit: &'static str, help: &'static str) -> Self {
        Self { key, value: value.toml(), told: value.told(), range, unit, help, fits: value.fits(range) }
    }

    /// The part of the key that a line of the file begins with.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.key.rsplit('.').next().unwrap_or(self.key)
    }

    /// The section it stands in (`load.flags`).
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.key.rsplit_once('.').map_or("", |(section, _)| section)
    }

    /// Key and value as a line of the file; a comment with an example where nothing stands.
    #[must_use]
    pub fn line(&self) -> String {
        match (&self.value, self.range) {
            (Some(value), _) => format!("{} = {value}", self.name()),
            (None, Range::Like(example)) => format!("# {} = {example}", self.name()),
            (None, _) => format!("# {} =", self.name()),
        }
    }

    /// The help, with what can stand there where that is a range.
    #[must_use]
    pub fn words(&self) -> String {
        match self.range {
            Range::Any | Range::Like(_) => self.help.to_owned(),
            range => format!("{}; {range}", self.help),
        }
    }

    /// # Errors
    /// The value is out of its range; the message names key, value and range.
    fn check(&self) -> Result<(), String> {
        if self.fits {
            return Ok(());
        }
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        Err(format!("{} is {}; it can be {}{unit}", self.key, self.value.as_deref().unwrap_or("not set"), self.range))
    }
}

/// Checks the ranges of all rows.
///
/// # Errors
/// The first value that is out of its range, with key, value and range.
pub fn check(rows: &[Row]) -> Result<(), String> {
    rows.iter().try_for_each(Row::check)
}

/// A kind of value that a setting may have.
trait Value {
    /// As TOML; `None` where nothing is set.
    fn toml(&self) -> Option<String>;

    /// As the manifest tells it.
    fn told(&self) -> String {
        self.toml().unwrap_or_default()
    }

    fn fits(&self, _range: Range) -> bool {
        true
    }
}

impl Value for i64 {
    fn toml(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn fits(&self, range: Range) -> bool {
        match range {
            Range::From(least) => *self >= least,
            Range::Whole(least, most) => (least..=most).contains(self),
            _ => true,
        }
    }
}

impl Value for f64 {
    fn toml(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn fits(&self, range: Range) -> bool {
        match range {
            Range::Between(low, high) => *self > low && *self < high,
            _ => true,
        }
    }
}

impl Value for bool {
    fn toml(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Value for String {
    fn toml(&self) -> Option<String> {
        Some(toml::Value::String(self.clone()).to_string())
    }

    fn told(&self) -> String {
        self.clone()
    }
}

impl Value for Option<String> {
    fn toml(&self) -> Option<String> {
        self.as_ref().and_then(Value::toml)
    }

    fn told(&self) -> String {
        self.clone().unwrap_or_default()
    }
}

impl Value for Option<[u32; 2]> {
    fn toml(&self) -> Option<String> {
        self.map(|[from, to]| format!("[{from}, {to}]"))
    }
}

impl Value for Vec<f64> {
    fn toml(&self) -> Option<String> {
        let numbers: Vec<String> = self.iter().map(f64::to_string).collect();
        Some(format!("[{}]", numbers.join(", ")))
    }

    fn told(&self) -> String {
        self.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
    }

    fn fits(&self, range: Range) -> bool {
        let usable = |number: &f64| number.is_finite() && *number > 0.0;
        !matches!(range, Range::Positive(most) if self.len() > most || !self.iter().all(usable))
    }
}

impl Value for Vec<String> {
    fn toml(&self) -> Option<String> {
        let texts: Vec<String> = self.iter().filter_map(Value::toml).collect();
        Some(format!("[{}]", texts.join(", ")))
    }
}

/// What makes pseudonyms stable. It stands in no message and no file.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Salt(pub String);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

impl Value for Option<Salt> {
    fn toml(&self) -> Option<String> {
        None
    }
}

/// Makes of each section its type, its defaults and its rows.
macro_rules! sections {
    ($($(#[doc = $doc:literal])+ $Section:ident $path:literal {
        $($field:ident: $kind:ty = $default:expr, $range:expr, $unit:literal, $help:literal;)*
        $(+ $inner:ident: $Inner:ident;)*
    })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $Section {
            $(#[doc = $help] pub $field: $kind,)*
            $(pub $inner: $Inner,)*
        }

        impl Default for $Section {
            fn default() -> Self {
                Self { $($field: $default,)* $($inner: $Inner::default(),)* }
            }
        }

        impl $Section {
            /// Its settings with their values in effect, in the order of the table.
            #[must_use]
            pub fn rows(&self) -> Vec<Row> {
                let own = [$(Row::new(concat!($path, ".", stringify!($field)), &self.$field, $range, $unit, $help),)*];
                [Vec::from(own), $(self.$inner.rows(),)*].concat()
            }
        }
    )+};
}

// key: type = default, range, unit, help.
sections! {
    /// `[report]`
    Report "report" {
        organisation: Option<String> = None, Range::Like("\"Harbour & Vale\""), "", "whose incidents these are; stands in the title of each edition, like \"Harbour & Vale\"";
        zone: String = "UTC".to_owned(), Range::Like("\"Europe/Berlin\""), "", "quarters begin and end in this zone, like \"Europe/Berlin\"";
        seed: i64 = 20_240_601, Range::From(0), "", "all random draws derive from it; same seed, same report";
    }
    /// `[hours]`: a named profile, or the hours themselves.
    Hours "hours" {
        profile: String = "pagerduty".to_owned(), Range::Like("\"rootly\""), "", "what counts as night and as business hours: pagerduty, incident-io or rootly";
        business: Option<[u32; 2]> = None, Range::Like("[8, 18]"), "hours", "or hours of your own, both lines: business hours from Monday to Friday";
        sleep: Option<[u32; 2]> = None, Range::Like("[22, 8]"), "hours", "and sleep hours every day, which win over business hours";
        interruption_gap_s: i64 = INTERRUPTION_GAP / SECOND, Range::Whole(0, 43_200), "seconds", "pages to one person within so many seconds count as one interruption; with 0 each counts";
    }
    /// `[recurrence]`: what makes two incidents the same problem, and what a fix may cost.
    Recurrence "recurrence" {
        least_likeness: f64 = 0.38, Range::Between(0.0, 1.0), "", "how alike two texts must be to count as one problem; higher joins fewer";
        fix_hours: Vec<f64> = vec![80.0, 160.0, 320.0], Range::Positive(5), "(hours)", "hours that a lasting fix may take, for the break-even card";
    }
    /// `[load]`: thresholds of what is said about the load of people.
    Load "load" {
        bout_min: i64 = 30, Range::Whole(1, 720), "minutes", "pages to one person within so many minutes of the first are one bout";
        night_work_min: i64 = 15, Range::Whole(1, 480), "minutes", "so many minutes of work in sleep hours disturb a night, also without a page";
        shift_incidents: i64 = 2, Range::Whole(0, 100), "incidents", "reference line: at most so many incidents (Google, \"Site Reliability Engineering\") …";
        shift_h: i64 = 12, Range::Whole(1, 168), "hours", "… in so many hours on call";
        on_call_percent: i64 = 25, Range::Whole(1, 100), "percent", "at most so much of a person's time on call (the same book)";
        warning_days: i64 = 7, Range::Whole(2, 28), "days", "rules for early warning look back so many days";
        warning_lead_days: i64 = 14, Range::Whole(1, 60), "days", "and were early if they fired at most so many days before a peak";
        + flags: Flags;
        + verdict: Verdict;
    }
    /// `[load.flags]`: when a person's week gets each flag.
    Flags "load.flags" {
        incidents: i64 = 2, Range::Whole(0, 100), "incidents", "more than so many incidents in one shift";
        nights: i64 = 2, Range::Whole(1, 7), "nights", "at least so many disturbed nights (our own assumption)";
        run: i64 = 3, Range::Whole(1, 28), "nights", "at least so many of them in a row (our own assumption)";
        rest_h: i64 = 11, Range::Whole(1, 23), "hours", "rest shorter than so many hours (EU Working Time Directive; no legal advice)";
        weekends: i64 = 2, Range::Whole(1, 26), "weekends", "engaged on at least so many weekends in a row";
        overlap_h: i64 = 4, Range::Whole(0, 168), "hours", "longer than so many hours on two or more incidents at once";
    }
    /// `[load.verdict]`: from where on a rotation or team is strained or over the line; our own assumptions.
    Verdict "load.verdict" {
        shifts_percent: i64 = 10, Range::Whole(1, 100), "percent", "over the line: more than so much of the shifts above load.shift_incidents (half of it: strained, as for the next two)";
        nights: i64 = 2, Range::Whole(1, 7), "nights", "a week is red in which somebody had at least so many disturbed nights";
        weeks: i64 = 2, Range::Whole(1, 26), "weeks", "over the line: at least so many red weeks in a row …";
        people_percent: i64 = 25, Range::Whole(1, 100), "percent", "… for at least so much of the people";
        above_percent: i64 = 2, Range::Whole(1, 100), "percent", "over the line: more incidents worked on at once (open, where little work is on record) than people on call for more than so much of the time";
        flags: i64 = 3, Range::Whole(1, 6), "flags", "strained: a person's week with at least so many flags …";
        flagged_weeks: i64 = 2, Range::Whole(1, 1_000), "weeks", "… at least so many times";
        mild_percent: i64 = 50, Range::Whole(1, 100), "percent", "strained: at least so much of the night pages are mild or nobody acted on them before morning …";
        mild_pages: i64 = 10, Range::Whole(1, 1_000), "pages", "… and at least so many";
        mild_severity: i64 = 4, Range::Whole(2, 5), "(severity)", "night pages of this severity and milder ones are mild";
        least_people: i64 = 5, Range::Whole(5, 1_000), "people", "rotations and teams of fewer people are not judged";
        least_shifts: i64 = 20, Range::Whole(1, 10_000), "shifts", "nor are those with fewer shifts";
    }
    /// `[limits]`: what reading may use.
    Limits "limits" {
        held_mib: i64 = Budget::DEFAULT_MIB as i64, Range::Whole(Budget::MIN_MIB as i64, Budget::MAX_MIB as i64), "MiB", "what may be held at once while one file is read, in MiB; a file that asks for more is refused";
    }
    /// `[exclude]`: what is left out of statistics.
    Exclude "exclude" {
        planned_work: bool = true, Range::Any, "", "planned work, by its kind, its dates or its title";
        drills: bool = true, Range::Any, "", "drills and tests, by their kind or their titles";
        requests: bool = true, Range::Any, "", "tickets that ask for something";
    }
    /// `[people]`
    People "people" {
        salt: Option<Salt> = None, Range::Like("\"a long secret that nobody can guess\""), "", "keeps the pseudonyms of people the same from run to run";
        zone: Option<String> = None, Range::Like("\"Europe/Berlin\""), "", "where people live whose own zone is not known: decides what was night for them; default: the zone of the report";
        machines: Vec<String> = Vec::new(), Range::Any, "", "accounts that are nobody; \"svc-*\" for all that begin so";
        mask_texts: bool = true, Range::Any, "", "names, addresses and accounts of known people are [person] in every text";
    }
}
