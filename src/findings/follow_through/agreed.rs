//! "What we promised and did", one of the three budgets.

use crate::analyse::follow_through::items::titles;
use crate::analyse::promise::State;
use crate::findings::draft::{evidence, numbers};
use crate::findings::follow_through::{claim, here, overdue, pace, when};
use crate::findings::rule::Facts;
use crate::findings::{Budget, Claim};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count};
use crate::text::{list, number};

/// What became of the actions of the period.
#[derive(Default)]
struct Tally {
    agreed: u64,
    done: u64,
    late: u64,
    given_up: u64,
    overdue: u64,
    /// Open with days left, on their last day, and without a day.
    open: u64,
    last: u64,
    dayless: u64,
    unstated: u64,
    unowned: u64,
    /// Different titles; those that were agreed before, and the items that have them.
    titles: u64,
    repeated: u64,
    before: u64,
}

fn tally(facts: &Facts) -> Tally {
    let mut tally = Tally {
        titles: titles(here(facts).map(|(_, item)| item)),
        repeated: facts.results.follow_through.again.len() as u64,
        ..Tally::default()
    };
    let before = &facts.results.follow_through.before;
    for (at, item) in here(facts) {
        tally.agreed += 1;
        tally.before += u64::from(before[at].is_some());
        match item.state {
            State::Done => {
                tally.done += 1;
                tally.late += u64::from(item.late);
            }
            State::GivenUp => tally.given_up += 1,
            State::Open if item.overdue => tally.overdue += 1,
            State::Open if item.due_last => tally.last += 1,
            State::Open if item.due.is_none() => tally.dayless += 1,
            State::Open => tally.open += 1,
            State::Unstated => tally.unstated += 1,
        }
        tally.unowned += u64::from(item.state == State::Open && !item.owned);
    }
    tally
}

/// The claim and its line among the budgets.
#[must_use]
pub(super) fn state(facts: &Facts) -> (Claim, Budget) {
    let (tally, late) = (tally(facts), overdue(facts).len() as u64);
    let mut claim = claim(facts, "follow-through.agreed");
    claim.method = "Actions by the day on which they were agreed, and what the exports say became of them.".to_owned();
    claim.n = Some(tally.agreed);
    claim.sentence = sentence(facts, &tally, late) + &instead(facts);
    numbers(
        &mut claim,
        [
            ("agreed", Some(tally.agreed as f64)),
            ("done", Some(tally.done as f64)),
            ("done_late", Some(tally.late as f64)),
            ("given_up", Some(tally.given_up as f64)),
            ("overdue", Some(tally.overdue as f64)),
            ("different_titles", Some(tally.titles as f64)),
            ("open_in_time", Some(tally.open as f64)),
            ("open_on_the_last_day", Some(tally.last as f64)),
            ("open_without_a_day", Some(tally.dayless as f64)),
            ("without_status", Some(tally.unstated as f64)),
            ("open_without_owner", Some(tally.unowned as f64)),
            ("agreed_before", Some(tally.before as f64)),
            ("overdue_in_all", Some(late as f64)),
        ],
    );
    claim.weight = tally.overdue as f64;
    let rows: std::collections::BTreeSet<IncidentIx> = here(facts).map(|(_, item)| item.row).collect();
    evidence(&mut claim, &facts.data.incident_view(), rows.into_iter());
    let budget = Budget {
        title: "What we promised and did".to_owned(),
        this_quarter: brief(&tally, late),
        certainty: pace::brief(facts),
        // How long actions take is the part of the line that needs a trail; what was agreed stands beside it there.
        claim: "follow-through.pace".to_owned(),
    };
    (claim, budget)
}

/// "44 actions (36 different titles) were agreed in Q3 2026: 17 are done (5 after their day), 4 were given up, 11 are past
/// their day and 12 are open with time left." That some repeat earlier ones is a statement of its own.
fn sentence(facts: &Facts, tally: &Tally, late: u64) -> String {
    let figure = number::thousands;
    let mut parts = Vec::new();
    if tally.unstated < tally.agreed {
        let after = match tally.late {
            0 => String::new(),
            late => format!(" ({} after {} day)", figure(late), agree(late, "its", "their")),
        };
        parts.push(match tally.done {
            0 => "none is done".to_owned(),
            n => format!("{} {} done{after}", figure(n), agree(n, "is", "are")),
        });
    }
    let some = |n: u64, one: &str, many: &str| (n > 0).then(|| format!("{} {}", figure(n), agree(n, one, many)));
    parts.extend(some(tally.given_up, "was given up", "were given up"));
    parts.extend(some(tally.overdue, "is past its day", "are past their day"));
    parts.extend(some(tally.last, "fell due on the day of the export", "fell due on the day of the export"));
    parts.extend(some(tally.open, "is open with time left", "are open with time left"));
    parts.extend(some(tally.dayless, "is open without a day", "are open without a day"));
    parts.extend((tally.unstated > 0).then(|| {
        format!("of {} nothing says what became of {}", figure(tally.unstated), agree(tally.unstated, "it", "them"))
    }));
    let mut text = match tally.agreed {
        0 => format!("No action was agreed {}.", when(facts)),
        n => {
            let all = format!("{}{}", count(n, "action"), different(tally));
            format!("{all} {} agreed {}: {}.", agree(n, "was", "were"), when(facts), list::and(&parts))
        }
    };
    if tally.unowned > 0 {
        text.push_str(&format!(
            " {} of the open ones {} no owner on record.",
            figure(tally.unowned),
            agree(tally.unowned, "has", "have")
        ));
    }
    if late > tally.overdue {
        text.push_str(&format!(
            " With those of earlier quarters {} {} past {} day.",
            count(late, "action"),
            agree(late, "is", "are"),
            agree(late, "its", "their")
        ));
    }
    text
}

/// Whose day stands for that of the agreement, where no action states one: every figure of how old an action is hangs on it.
fn instead(facts: &Facts) -> String {
    let items = &facts.results.follow_through.items;
    if items.iter().any(|item| item.is_stated) {
        return String::new();
    }
    " No action states the day on which it was agreed; the end of its incident stands for it.".to_owned()
}

/// " (36 different titles)", where some have one title.
fn different(tally: &Tally) -> String {
    match tally.titles < tally.agreed {
        true => format!(" ({})", count(tally.titles, "different title")),
        false => String::new(),
    }
}

/// "11 overdue", "29 overdue (45 with those of earlier quarters)". None where some open ones have no day to be late for would
/// say too much.
fn overdue_words(tally: &Tally, late: u64) -> String {
    let all = if late > tally.overdue {
        format!(" ({} with those of earlier quarters)", number::thousands(late))
    } else {
        String::new()
    };
    match (tally.overdue, tally.dayless) {
        (0, 0) => format!("none overdue{all}"),
        (0, _) => format!("overdue ones cannot be told without due days{all}"),
        (n, _) => format!("{} overdue{all}", number::thousands(n)),
    }
}

/// "44 actions agreed (36 different titles), 17 done, 11 overdue; 6 repeat 2 titles agreed before".
fn brief(tally: &Tally, late: u64) -> String {
    let figure = number::thousands;
    if tally.agreed == 0 {
        return match late {
            0 => "no action agreed, none overdue".to_owned(),
            n => format!("no action agreed; {} of earlier quarters overdue", figure(n)),
        };
    }
    let mut text = format!("{} agreed{}", count(tally.agreed, "action"), different(tally));
    if tally.unstated == tally.agreed {
        text.push_str("; what became of them is not recorded");
    } else {
        let done = if tally.done == 0 { "none".to_owned() } else { figure(tally.done) };
        text.push_str(&format!(", {done} done, {}", overdue_words(tally, late)));
    }
    if tally.before > 0 {
        let (n, titles) = (tally.before, count(tally.repeated, "title"));
        text.push_str(&match (n, tally.repeated) {
            (1, _) => "; 1 repeats a title agreed before".to_owned(),
            (n, 1) => format!("; {} repeat one title agreed before", figure(n)),
            (n, _) => format!("; {} repeat {titles} agreed before", figure(n)),
        });
    }
    text
}
