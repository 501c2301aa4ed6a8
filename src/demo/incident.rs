//! One incident in full: its stamps, its numbers in every tool, its title, and the truth that follows from them.

use super::catalogue;
use super::organisation::{DAY, END, SERVICES, TEAMS};
use super::plan::{Ending, Planned, Story, whole};
use super::stories::FIRE_LENGTH;
use super::wording::{Decks, Wording};
use crate::stats::random::{Rng, stream};
use crate::text::tokens::mask;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::Hasher;

/// Problem record that the tickets of a famous bug share; nobody opened one for the certificates.
const PROBLEMS: [&str; 4] = ["PRB0040077", "PRB0038412", "", "PRB0036150"];

/// Numbers already given out by the tools, and words used by the incidents so far.
#[derive(Debug)]
pub(super) struct Numbers {
    pager: u32,
    ticket: u32,
    page: u32,
    /// Hashes of the titles used so far, without what differs from one occurrence to the next.
    titles: FxHashSet<u64>,
    decks: Decks,
}

/// One record of the pager. `resolved` is `None` while it is open.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) number: u32,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) service: usize,
    pub(super) created: i64,
    pub(super) resolved: Option<i64>,
    pub(super) priority: Option<u8>,
}

#[derive(Debug)]
pub(super) struct Ticket {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) opened: i64,
    pub(super) resolved: Option<i64>,
    pub(super) closed: Option<i64>,
    pub(super) problem: &'static str,
}

#[derive(Debug)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) created: i64,
    pub(super) monitoring: Option<i64>,
    pub(super) resolved: Option<i64>,
    pub(super) impact: &'static str,
}

/// A true incident with all its records except the review's file name.
#[derive(Debug)]
pub(super) struct Incident {
    pub(super) planned: Planned,
    pub(super) key: usize,
    pub(super) pager: Option<Page>,
    /// Pager incidents that were merged into `pager`.
    pub(super) merged: Vec<Page>,
    pub(super) ticket: Option<Ticket>,
    pub(super) post: Option<Post>,
    pub(super) wording: Wording,
    /// Contributing factors that people agreed on; the pager's record states them where they were written down.
    pub(super) factors: Vec<&'static str>,
    pub(super) states_factors: bool,
    /// Whether the other tools name the pager's record. In half of the incidents they don't, as in life.
    pub(super) is_referenced: bool,
    /// Draws of whoever writes the records.
    pub(super) rng: Rng,
}

/// Instants that have come by the end of the data.
pub(super) fn past(at: i64) -> Option<i64> {
    (at < END).then_some(at)
}

impl Incident {
    pub(super) fn new(key: usize, planned: Planned, seed: u64, numbers: &mut Numbers) -> Self {
        let mut rng = stream(seed, &[5, key_number(key)]);
        let over = (planned.ending == Ending::Resolved).then_some(planned.begin + planned.length);
        let mut words = stream(seed, &[11, key_number(key)]);
        let (wording, title) = numbers.of_its_own(&planned, &mut words);
        let factors = factors(&planned, &wording, &mut words);
        let states_factors = words.chance(0.8);
        let late = minutes(3.0, &mut rng).min(planned.length / 3).min(3_000);
        let noticed = planned.begin + if planned.story == Story::Exact { 0 } else { late };
        let pager = planned.on_pager.then(|| {
            let priority = (!rng.chance(0.04) || planned.story != Story::Ordinary).then_some(planned.severity);
            numbers.page(title.clone(), usize::from(planned.service), (noticed, over), priority)
        });
        let is_rated = pager.as_ref().is_some_and(|p| p.priority.is_some());
        let merged = merged(&planned, noticed, is_rated, &mut rng, numbers);
        let ticket = planned.on_ticket.then(|| numbers.ticket(&planned, (&title, wording), noticed, over, &mut rng));
        let post = planned.on_page.then(|| numbers.post(&planned, (title, wording), over, &mut rng));
        // A page to customers tells nothing of a famous bug's name, so only a reference leads from one to the other.
        let is_referenced = rng.chance(0.5)
            || !is_rated
            || planned.story.is_plain()
            || matches!(planned.story, Story::Bug(_)) && post.is_some();
        Self { planned, key, pager, merged, ticket, post, wording, factors, states_factors, is_referenced, rng }
    }

    /// The pager's record, where the other tools name it.
    pub(super) fn named_page(&self) -> Option<&Page> {
        self.pager.as_ref().filter(|_| self.is_referenced)
    }

    pub(super) fn service(&self) -> &'static str {
        SERVICES.get(usize::from(self.planned.service)).map_or("", |s| s.name)
    }

    pub(super) fn team(&self) -> usize {
        SERVICES.get(usize::from(self.planned.service)).map_or(0, |s| s.team)
    }

    /// Whether customers felt it, as far as a record says so: the status page by being one, the pager in a field.
    pub(super) fn stated_impact(&self) -> Option<bool> {
        let stated = self.planned.states_impact && self.pager.as_ref().is_some_and(|p| p.resolved.is_some());
        if self.post.is_some() { Some(true) } else { stated.then_some(self.planned.felt) }
    }

    /// Factors that a record states.
    pub(super) fn stated_factors(&self) -> &[&'static str] {
        let on_pager = self.states_factors && self.pager.as_ref().is_some_and(|p| p.resolved.is_some());
        if on_pager || self.planned.reviewed { &self.factors } else { &[] }
    }

    /// Status pages name no team, so that an incident only seen there has none.
    pub(super) fn stated_team(&self) -> &'static str {
        let named = self.pager.is_some() || self.ticket.is_some();
        TEAMS.get(self.team()).map_or("", |t| if named { t.name } else { "" })
    }

    /// The title that the review and the truth go by.
    pub(super) fn title(&self) -> &str {
        let ticket = || self.ticket.as_ref().map(|t| t.title.as_str());
        self.pager.as_ref().map(|p| p.title.as_str()).or_else(ticket).unwrap_or("")
    }

    /// Start by the rule: the review or the status page looked back at the impact; a pager or a ticket only noticed.
    pub(super) fn true_start(&self) -> i64 {
        if self.planned.reviewed || self.post.is_some() {
            return self.planned.begin;
        }
        let opened = self.ticket.as_ref().map(|t| t.opened);
        self.pager.as_ref().map(|p| p.created).or(opened).unwrap_or(self.planned.begin)
    }

    /// End by the rule: pager, ticket, status page; a review repeats the pager or the ticket.
    pub(super) fn true_end(&self) -> Option<i64> {
        let pager = self.pager.as_ref().and_then(|p| p.resolved);
        let ticket = self.ticket.as_ref().and_then(|t| t.resolved);
        pager.or(ticket).or_else(|| self.post.as_ref().and_then(|p| p.resolved))
    }

    /// Severity by the rule: pager, ticket, review, status page.
    pub(super) fn true_severity(&self) -> Option<u8> {
        let stated = self.ticket.is_some() || self.planned.reviewed;
        let pager = self.pager.as_ref().and_then(|p| p.priority);
        pager.or(stated.then_some(self.planned.severity)).or_else(|| self.post.as_ref().map(|p| level(p.impact)))
    }
}

fn level(impact: &str) -> u8 {
    match impact {
        "critical" => 1,
        "major" => 2,
        "minor" => 3,
        _ => 5,
    }
}

fn key_number(key: usize) -> u64 {
    u64::try_from(key).unwrap_or(u64::MAX)
}

/// One or two of what the catalogue names, and what the incidents of a storm have in common.
fn factors(planned: &Planned, wording: &Wording, rng: &mut Rng) -> Vec<&'static str> {
    let mut own: Vec<&'static str> = wording.what.factors.iter().map(String::as_str).collect();
    if !matches!(planned.story, Story::Bug(_) | Story::Fire | Story::Vendor(_)) {
        rng.shuffle(&mut own);
        own.truncate(if rng.chance(0.6) { 2 } else { 1 });
    }
    if let Story::Storm(which) = planned.story {
        own.truncate(1);
        own.extend(catalogue::all().stories.storms.factors.get(usize::from(which)).map(String::as_str));
    }
    own
}

/// A log-normal stretch of time with this median, in seconds.
pub(super) fn minutes(median: f64, rng: &mut Rng) -> i64 {
    whole(60.0 * median * libm::exp(0.8 * rng.normal()))
}

/// A whole number of seconds in `[from, to)`.
pub(super) fn between(from: i64, to: i64, rng: &mut Rng) -> i64 {
    from + i64::try_from(rng.below(u64::try_from(to - from).unwrap_or(0))).unwrap_or(0)
}

/// Other alerts of the same thing. They end when somebody merges them, before the incident is over.
fn merged(planned: &Planned, noticed: i64, is_rated: bool, rng: &mut Rng, numbers: &mut Numbers) -> Vec<Page> {
    let rest = planned.begin + planned.length - noticed;
    let page = |_| {
        let decks = &numbers.decks;
        let service = rng.place(SERVICES.len());
        let title = decks.any(service, rng).title();
        let created = noticed + between(20, 500, rng).min(rest / 2);
        let merged = created + between(30, 300, rng).min(rest / 3);
        // A rating must not be known from the merged alert alone: whoever merged them rated the parent.
        let priority = (is_rated && rng.chance(0.5)).then_some(planned.severity);
        numbers.page(title, service, (created, Some(merged)), priority)
    };
    (0..planned.merged).map(page).collect()
}

/// So many titles are drawn until one is new.
const DRAWS: usize = 40;

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self { pager: 0, ticket: 0, page: 0, titles: FxHashSet::default(), decks: Decks::new(seed) }
    }

    /// The words of an incident. Where they were used before, others: what happens once must not read like what comes
    /// back, however many incidents there are.
    fn of_its_own(&mut self, planned: &Planned, rng: &mut Rng) -> (Wording, String) {
        let mut wording = self.decks.draw(planned, rng);
        let mut title = wording.title();
        if planned.story.is_worded_freely() {
            for attempt in 0..DRAWS {
                if self.is_new(&title) {
                    break;
                }
                wording = wording.otherwise(attempt, rng);
                title = wording.title();
            }
        }
        (wording, title)
    }

    /// Notes a title; whether nobody used it before, whatever the numbers in it are.
    fn is_new(&mut self, title: &str) -> bool {
        let mut hasher = FxHasher::default();
        hasher.write(mask(title).as_bytes());
        self.titles.insert(hasher.finish())
    }

    fn page(
        &mut self,
        title: String,
        service: usize,
        (created, resolved): (i64, Option<i64>),
        priority: Option<u8>,
    ) -> Page {
        self.pager += 1;
        let number = self.pager;
        Page { number, id: format!("QHV{number:07}"), title, service, created, resolved, priority }
    }

    fn ticket(
        &mut self,
        planned: &Planned,
        (title, wording): (&str, Wording),
        noticed: i64,
        over: Option<i64>,
        rng: &mut Rng,
    ) -> Ticket {
        self.ticket += 1;
        let opened = noticed + between(60, 900, rng).min(planned.length / 3);
        let own_words = planned.story.is_worded_freely() && rng.chance(0.40);
        let reported = wording.reported();
        // Beside a page the ticket may read like another; a ticket alone is what its incident goes by.
        let is_own = own_words && (planned.on_pager || self.is_new(&reported));
        let title = if is_own { reported } else { title.to_owned() };
        // Behind a pager the ticket is closed by hand, a little late; alone it is the record of the end.
        let late = if planned.on_pager { between(60, 1_500, rng) } else { 0 };
        let closing = between(5 * DAY, 7 * DAY, rng);
        let closed = match planned.ending {
            Ending::Unstated => past(opened + closing),
            _ => over.and_then(|at| past(at + late + closing)),
        };
        Ticket {
            number: format!("INC{:07}", 10_000 + self.ticket),
            title,
            opened,
            resolved: over.and_then(|at| past(at + late)),
            closed,
            problem: match planned.story {
                Story::Bug(which) => PROBLEMS.get(usize::from(which)).copied().unwrap_or(""),
                _ => "",
            },
        }
    }

    fn post(
        &mut self,
        planned: &Planned,
        (title, wording): (String, Wording),
        over: Option<i64>,
        rng: &mut Rng,
    ) -> Post {
        self.page += 1;
        let resolved = over.map(|at| at + between(180, 1_200, rng));
        let impact = match planned.severity {
            1 => "critical",
            2 => "major",
            5 => "none",
            _ => "minor",
        };
        // Customers read a sentence of their own; the famous bugs are only called by name inside.
        let is_bug = matches!(planned.story, Story::Bug(_));
        let plain = is_bug || rng.chance(0.5);
        let posted = wording.posted();
        let is_own = posted.to_lowercase() == title.to_lowercase();
        let title = if plain && (is_bug || is_own || self.is_new(&posted)) { posted } else { title };
        Post {
            id: format!("hv{:08}", self.page),
            title,
            created: planned.begin + between(120, 1_200, rng).min(planned.length / 2),
            monitoring: over.map(|at| at - (planned.length.min(FIRE_LENGTH) / 5)),
            resolved: resolved.and_then(past),
            impact,
        }
    }
}
