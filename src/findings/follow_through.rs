//! Statements on what was promised after incidents and what became of it.
//!
//! None of them is a headline. The incidents behind an action say how much its problem hurt, not how much the action does,
//! so shares of them would not say what a late action touches; and a leader has the figures in the table of three budgets.

mod again;
mod agreed;
mod areas;
mod decide;
mod flow;
mod landmark;
mod old;
mod pace;
mod past_due;
mod reviews;
mod sizes;

use crate::analyse::follow_through::items::Item;
use crate::analyse::promise::State;
use crate::findings::draft::in_period;
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Basis, Budget, Claim, Section, Table};
use crate::model::row::ItemIx;
use crate::model::time::Millis;
use crate::text::date;
use crate::text::plural::{agree, count};

pub struct FollowThrough;

/// How it is done, where there is nothing to do it with.
const SILENT: &str = "It takes follow-ups or written reviews, and no export holds any.";
/// Where the rest of every table of actions is.
const MORE: &str = "data/follow_ups.csv";

impl Rule for FollowThrough {
    fn part(&self, facts: &Facts) -> Part {
        let found = &facts.results.follow_through;
        let mut claims: Vec<Claim> = Vec::new();
        let mut budgets: Vec<Budget> = Vec::new();
        let mut tables: Vec<Option<Table>> = Vec::new();
        if !found.items.is_empty() {
            let (claim, budget) = agreed::state(facts);
            let late = areas::late(facts);
            claims.extend([claim, pace::state(facts)].into_iter().chain(late).chain(old::state(facts)));
            budgets.push(budget);
            claims.extend([again::state(facts), flow::state(facts), sizes::state(facts)].into_iter().flatten());
            claims.push(landmark::state(facts));
            tables.extend([
                areas::table(facts),
                past_due::table(facts),
                old::table(facts),
                again::table(facts),
                flow::table(facts),
            ]);
            tables.push(sizes::table(facts));
        }
        claims.extend(reviews::claims(facts));
        tables.push(reviews::table(facts));
        let points = decide::claims(facts, &claims);
        let is_silent = claims.is_empty();
        claims.extend(if points.is_empty() { decide::nothing(facts).into_iter().collect() } else { points });
        if claims.is_empty() {
            return Part { unknowns: nothing(facts).into_iter().collect(), ..Part::default() };
        }
        let method = if is_silent { vec![SILENT.to_owned()] } else { method(facts) };
        Part {
            section: Some(section(method, &claims, tables.into_iter().flatten().collect())),
            comparisons: u64::from(claims.iter().any(|c| c.code == "follow-through.recurrence" && c.n.is_some())),
            claims,
            budgets,
            unknowns: unknown(facts).into_iter().collect(),
            ..Part::default()
        }
    }
}

fn section(method: Vec<String>, claims: &[Claim], tables: Vec<Table>) -> Section {
    Section {
        id: "follow-through".to_owned(),
        title: "What was promised and done".to_owned(),
        question: "What was agreed on after incidents, what became of it, and which incidents have a review?"
            .to_owned(),
        method,
        claims: claims.iter().map(|c| c.id.clone()).collect(),
        exhibits: Vec::new(),
        tables,
    }
}

fn method(facts: &Facts) -> Vec<String> {
    let mut method: Vec<String> = [
        "An action is a follow-up that any source attaches to an incident that counts. What several records say of one is one: the same title or id at one incident, or one title with its id at several. Where they differ, done stands above given up, and that above open. A fix that people claim in an annotation is no action.",
        "The day of agreement is the stated one; where none is stated, the end of the incident stands for it, else its start. A day without an hour lasts until its end. Past its day: open, and its day is over when the exports are made. Late: done after its day. Without a day it is neither. Where no status and no day of completion is stated, nothing is said of what became of it.",
        "Done over time is the cumulative incidence of Aalen and Johansen, over all actions up to the end of the period: to be given up is a competing event, and open ones are followed until the exports were made. It needs ten actions. Where an end has no day, the figures are given for the first and the last day that it can have had.",
        "Sizes follow printed rules, in this order. Too small: the title speaks of a document, a runbook, a dashboard, or of one alert or threshold without a word of the next rule, or it was done less than two days after its stated agreement. Too big: the title speaks of a rewrite, a migration, a redesign or a rebuild; or it is open for more than 120 days without a day on which it is due; or its day lies more than 75 days out, which is what people expect it to take. About right: it has an owner and a day 14 to 75 days out. All others: cannot be told. Records state no estimates.",
        "Agreed before: an action of the same service, in an earlier quarter, with the same words or with a title that the engine of families puts into one family with it. An action whose service is not known may be that of any.",
        "Completion and recurrence: each problem is looked at from 30 days after its first incident that has actions. Problems with an action that was done by then are held against those with none; problems that came back earlier are left out, as are those of which that cannot be told. Log-rank test, with the ratio of rates and its range from its observed and expected numbers. It needs 15 problems on either side, and is a weak signal at most: whoever finishes early differs in more than that.",
        "Written reviews: incidents of the period that have a record of a source of written reviews. Serious: severities 1 and 2. The day of a review is the one on which it says that it was last changed, as reviews seldom state when they were written. Soon: a follow-up that states that it was created within 14 days after that day, or after the end of the incident where that is not known.",
        "Known bias: follow-ups and reviews are kept mostly for large incidents, and the day on which somebody closed an action is taken for the day on which it was done.",
    ]
    .map(str::to_owned)
    .to_vec();
    let timeless = facts.results.follow_through.timeless;
    if timeless > 0 {
        method.push(format!(
            "{} {} left out: neither {} nor {} incident has a time.",
            count(timeless, "action"),
            agree(timeless, "is", "are"),
            agree(timeless, "it", "they"),
            agree(timeless, "its", "their")
        ));
    }
    method
}

/// What is not known where no export holds follow-ups or reviews.
fn nothing(facts: &Facts) -> Option<String> {
    let has_incidents = facts.data.incidents.height() > 0;
    (has_incidents && !facts.results.follow_through.known).then(|| {
        "What was promised after incidents, and what was done: no export holds follow-ups. The list of action items of the incident tool, or the written reviews, would tell.".to_owned()
    })
}

/// What the follow-ups leave open, with the field that would tell.
fn unknown(facts: &Facts) -> Option<String> {
    let items = &facts.results.follow_through.items;
    let unstated = items.iter().filter(|item| item.state == State::Unstated).count() as u64;
    let dated = items.iter().filter(|item| item.due.is_some()).count() as u64;
    let n = items.len() as u64;
    if n == 0 {
        return nothing(facts);
    }
    if 2 * unstated > n {
        return Some(format!(
            "What became of promised actions: for {} of {} no status is recorded. A box to tick beside each would tell.",
            crate::text::number::thousands(unstated),
            count(n, "action")
        ));
    }
    (2 * dated < n).then(|| {
        format!(
            "Which promised actions are past their day: {} of {} {} one. A due date on each would tell.",
            crate::text::number::thousands(dated),
            count(n, "action"),
            agree(dated, "has", "have")
        )
    })
}

/// Items that were agreed in the period.
fn here<'a>(facts: &'a Facts) -> impl Iterator<Item = (ItemIx, &'a Item)> + Clone {
    let current = &facts.data.periods.current;
    let items = facts.results.follow_through.items.enumerate();
    items.filter(|(_, item)| item.agreed.is_some_and(|at| current.contains(at)))
}

/// Open items past their day, whenever they were agreed; the longest first.
fn overdue<'a>(facts: &'a Facts) -> Vec<&'a Item> {
    let mut late: Vec<&Item> = facts.results.follow_through.items.iter().filter(|item| item.overdue).collect();
    late.sort_by(|a, b| (a.due, a.agreed, &a.id).cmp(&(b.due, b.agreed, &b.id)));
    late
}

/// A year, in days since the agreement.
const OLD: i64 = 365;

/// Whether an action is open and was agreed more than a year before the exports were made.
fn is_old(item: &Item) -> bool {
    matches!(item.state, State::Open) && item.age.is_some_and(|age| age > OLD)
}

/// A claim on items: assumed where the day of agreement of some is put in.
fn claim(facts: &Facts, code: &str) -> Claim {
    let mut claim = crate::findings::draft::claim(facts, code, "");
    let items = &facts.results.follow_through.items;
    let put_in = items.iter().filter(|item| !item.is_stated).count() as u64;
    if put_in > 0 {
        claim.basis = Basis::Assumed;
        claim.caveats.push(if put_in == items.len() as u64 {
            "No action states the day on which it was agreed; the end of its incident stands for it.".to_owned()
        } else {
            format!(
                "For {} of {} the end of the incident stands for the day of agreement, which is not stated.",
                crate::text::number::thousands(put_in),
                count(items.len() as u64, "action")
            )
        });
    }
    claim
}

fn day(facts: &Facts, at: Option<Millis>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| date::day(at, facts.data.periods.zone))
}

/// "in Q3 2026".
fn when(facts: &Facts) -> String {
    in_period(facts)
}
