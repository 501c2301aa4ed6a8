//! Whether an action is too small, about right or too big, by printed rules over its words and days (`METHODS.md` 7, the
//! rules called Goldilocks). What the rules don't reach is unknowable, not right.

use crate::analyse::promise::State;
use crate::text::fold;

/// How big an action is. The values of `follow_ups.size_grade`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    TooSmall,
    AboutRight,
    TooBig,
    Unknowable,
}

impl Size {
    pub const ALL: [Self; 4] = [Self::TooSmall, Self::AboutRight, Self::TooBig, Self::Unknowable];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooSmall => "too-small",
            Self::AboutRight => "about-right",
            Self::TooBig => "too-big",
            Self::Unknowable => "unknowable",
        }
    }
}

/// Done so soon after its agreement, in days, it was a matter of minutes that needed no follow-up.
pub const AT_ONCE: i64 = 2;
/// Open so long without a day, in days, nobody knows how to begin.
pub const ADRIFT: i64 = 120;
/// A day so far out, in days from agreement, leaves time for real work and is still within sight.
pub const WITHIN: [i64; 2] = [14, 75];

/// Words, folded, for things that one tweak changes. They stand in the singular: "alerts for all queues" are no tweak.
const TWEAKED: &[&str] = &["alert", "alarm", "threshold"];
/// Words for texts. A text is small whatever is done to it.
const TEXTS: &[&str] =
    &["doc", "docs", "document", "documentation", "runbook", "playbook", "wiki", "readme", "faq", "dashboard"];
/// Words and phrases for work without a visible end.
const LARGE: &[&str] = &[
    "rewrite",
    "re write",
    "migrate",
    "migration",
    "rearchitect",
    "re architect",
    "redesign",
    "re design",
    "rebuild",
    "re build",
    "replatform",
    "re platform",
    "overhaul",
    "to the new platform",
];

/// What the rules look at. Days are counted from the agreement.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    pub title: &'a str,
    pub owned: bool,
    pub state: State,
    /// Until it was done, where the day of agreement is stated.
    pub took: Option<i64>,
    /// Until the exports were made.
    pub age: Option<i64>,
    /// Until it is due.
    pub planned: Option<i64>,
}

/// The size of an action by the rules: words first, then days.
#[must_use]
pub fn of(look: &Look) -> Size {
    let spaced = format!(" {} ", fold::words(look.title).join(" "));
    let has = |list: &[&str]| list.iter().any(|word| spaced.contains(&format!(" {word} ")));
    let at_once = look.state == State::Done && look.took.is_some_and(|days| days < AT_ONCE);
    let adrift = look.state == State::Open && look.planned.is_none() && look.age.is_some_and(|days| days > ADRIFT);
    let [least, most] = WITHIN;
    let is_far = look.planned.is_some_and(|days| days > most);
    if has(TEXTS) || (has(TWEAKED) && !has(LARGE)) || at_once {
        Size::TooSmall
    } else if has(LARGE) || adrift || is_far {
        Size::TooBig
    } else if look.owned && look.planned.is_some_and(|days| (least..=most).contains(&days)) {
        Size::AboutRight
    } else {
        Size::Unknowable
    }
}
