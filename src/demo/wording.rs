//! What one incident is called: by the pager, by whoever reports it, on the status page and in its review. All of them draw
//! on one entry of the catalogue and on the same names and numbers.

use super::catalogue::{self, Card, Happening, ServicePart};
use super::organisation::SERVICES;
use super::plan::{Planned, Story};
use super::stories::FIRE_STORM;
use crate::stats::random::{Rng, stream};
use crate::text::number::thousands;
use crate::text::sentence::capital;

/// Titles that test the escaping of whatever shows them.
const FOREIGN: [&str; 4] = [
    "Błąd rozliczeń przelewów w oddziale Łódź – kolejka stoi",
    "東京倉庫で配送ラベルが印刷されない",
    "<script>alert(1)</script> shown in parcel notes",
    "=cmd|' /C calc'!A0 accepted as a shipment reference",
];

/// Names and numbers of one incident.
#[derive(Debug, Clone, Copy)]
struct Slots {
    customer: &'static str,
    site: &'static str,
    host: &'static str,
    few: u64,
    percent: u64,
    seconds: u64,
    minutes: u64,
    count: u64,
    many: u64,
    number: u64,
    hour: u64,
    minute: u64,
    version: [u64; 3],
    /// Whether the service desk notes the part and the place behind what it is told.
    is_tagged: bool,
}

fn pick(list: &'static [String], rng: &mut Rng) -> &'static str {
    list.get(rng.place(list.len())).map_or("", String::as_str)
}

impl Slots {
    fn draw(service: usize, what: &Happening, rng: &mut Rng) -> Self {
        let names = &catalogue::all().names;
        let sites = if what.is_in_hub { &names.hubs } else { &names.halls };
        let team = SERVICES.get(service).map_or(0, |s| s.team);
        Self {
            customer: pick(names.customers.get(team).map_or(&[], Vec::as_slice), rng),
            site: pick(sites, rng),
            host: pick(&names.hosts, rng),
            few: 2 + rng.below(7),
            percent: 62 + rng.below(37),
            seconds: 4 + rng.below(28),
            minutes: 6 + rng.below(50),
            count: 3 + rng.below(46),
            many: 600 + rng.below(40_000),
            number: 1 + rng.below(12),
            hour: rng.below(24),
            minute: 5 * rng.below(12),
            version: [2 + rng.below(6), rng.below(40), rng.below(9)],
            is_tagged: rng.chance(0.97),
        }
    }

    fn write(&self, slot: &str, out: &mut String) {
        let [major, minor, patch] = self.version;
        match slot {
            "customer" => out.push_str(self.customer),
            "site" => out.push_str(self.site),
            "few" => out.push_str(&self.few.to_string()),
            "pct" => out.push_str(&self.percent.to_string()),
            "secs" => out.push_str(&self.seconds.to_string()),
            "mins" => out.push_str(&self.minutes.to_string()),
            "count" => out.push_str(&self.count.to_string()),
            "many" => out.push_str(&thousands(self.many)),
            "days" => out.push_str(&(2 + self.number).to_string()),
            "nn" => out.push_str(&format!("{:02}", self.number)),
            "clock" => out.push_str(&format!("{:02}:{:02}", self.hour, self.minute)),
            "version" => out.push_str(&format!("{major}.{minor}.{patch}")),
            _ => {}
        }
    }
}

/// The words for one incident.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording {
    pub(super) what: &'static Happening,
    part: Option<&'static ServicePart>,
    service: usize,
    /// Which of the wordings is used.
    nth: usize,
    slots: Slots,
    /// Whether the machine is named too, so that the title differs from one that was used.
    names_host: bool,
    foreign: Option<&'static str>,
}

impl Wording {
    /// How the pager puts it.
    pub(super) fn title(&self) -> String {
        if let Some(title) = self.foreign {
            return title.to_owned();
        }
        let host = if self.names_host { format!(", host {}", self.slots.host) } else { String::new() };
        self.fill(self.wording(&self.what.titles)) + &host
    }

    /// What a customer or a colleague calls the same thing. The desk adds which part it is about.
    pub(super) fn reported(&self) -> String {
        if self.what.reported.is_empty() {
            return self.title();
        }
        let told = self.fill(self.wording(&self.what.reported));
        let Some(part) = self.part.filter(|_| self.slots.is_tagged) else { return told };
        // The desk writes what stands in the alert: the name of the part, or of its job, table or address.
        let named = if self.title().contains(part.1.as_str()) { &part.1 } else { &part.0 };
        if told.contains(self.slots.site) {
            format!("{told} [{named}]")
        } else {
            format!("{told} [{named}, {}]", self.slots.site)
        }
    }

    /// What a status page says of it; it names the place where the engineers do.
    pub(super) fn posted(&self) -> String {
        if self.what.posted.is_empty() {
            return self.title();
        }
        let posted = self.fill(self.wording(&self.what.posted));
        let is_there = !self.slots.site.is_empty() && self.title().contains(self.slots.site);
        if is_there { format!("{posted} ({})", self.slots.site) } else { posted }
    }

    fn wording(&self, list: &'static [String]) -> &'static str {
        list.get(self.nth % list.len().max(1)).map_or("", String::as_str)
    }

    /// A text of the catalogue with the names and numbers of this incident.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 40);
        let mut pieces = text.split('{');
        out.push_str(pieces.next().unwrap_or(""));
        for piece in pieces {
            let Some((slot, after)) = piece.split_once('}') else { continue };
            match (slot, self.part) {
                ("service", _) => out.push_str(SERVICES.get(self.service).map_or("", |s| s.name)),
                ("name", Some(part)) => out.push_str(&part.0),
                ("path", Some(part)) => out.push_str(&part.1),
                ("said", Some(part)) => out.push_str(&part.2),
                ("Said", Some(part)) => out.push_str(&capital(&part.2)),
                _ => self.slots.write(slot, &mut out),
            }
            out.push_str(after);
        }
        if text.starts_with('{') { capital_unless_code(&out, text) } else { out }
    }

    /// The same thing in other words, at another place.
    pub(super) fn otherwise(mut self, attempt: usize, rng: &mut Rng) -> Self {
        self.nth += 1;
        self.slots = Slots::draw(self.service, self.what, rng);
        self.names_host = attempt > 6;
        self
    }
}

/// Sentences begin with a capital; names of code stay as they are.
fn capital_unless_code(filled: &str, text: &str) -> String {
    if ["{said}", "{customer}"].iter().any(|slot| text.starts_with(slot)) { capital(filled) } else { filled.to_owned() }
}

/// What has not happened yet to each service. A service goes through all that can happen to it before anything happens
/// again, as two incidents that read alike are taken for one problem that comes back.
#[derive(Debug)]
pub(super) struct Decks {
    seed: u64,
    decks: Vec<Deck>,
}

#[derive(Debug, Default)]
struct Deck {
    cards: Vec<(usize, Card)>,
    next: usize,
    round: usize,
}

impl Decks {
    pub(super) fn new(seed: u64) -> Self {
        let cards = |service| catalogue::all().cards(service).into_iter().enumerate().collect();
        let decks = (0..SERVICES.len()).map(|service| Deck { cards: cards(service), ..Deck::default() });
        Self { seed, decks: decks.collect() }
    }

    /// The words for a planned incident.
    pub(super) fn draw(&mut self, planned: &Planned, rng: &mut Rng) -> Wording {
        let stories = &catalogue::all().stories;
        let service = usize::from(planned.service);
        let (what, part, nth) = match planned.story {
            // The first wording is the usual one.
            Story::Bug(which) => (stories.bug.get(usize::from(which)), None, rng.place(4).saturating_sub(1)),
            Story::Vendor(nth) => (Some(&stories.vendor), None, usize::from(nth)),
            Story::Fire => (Some(&stories.fire), None, 0),
            _ => {
                let (happening, part, nth) = self.next(service);
                (happening, part, nth)
            }
        };
        let what = what.unwrap_or(&stories.fire);
        let mut slots = Slots::draw(service, what, rng);
        if planned.story == Story::Storm(FIRE_STORM) && !what.is_in_hub {
            slots.site = stories.fire.site.as_str();
        }
        let foreign = match planned.story {
            Story::Foreign(which) => FOREIGN.get(usize::from(which)).copied(),
            _ => None,
        };
        Wording { what, part, service, nth, slots, names_host: false, foreign }
    }

    fn next(&mut self, service: usize) -> (Option<&'static Happening>, Option<&'static ServicePart>, usize) {
        let seed = self.seed;
        let Some(deck) = self.decks.get_mut(service) else { return (None, None, 0) };
        if deck.next.is_multiple_of(deck.cards.len().max(1)) {
            deck.next = 0;
            deck.round += 1;
            let place = |n: usize| u64::try_from(n).unwrap_or(0);
            stream(seed, &[12, place(service), place(deck.round)]).shuffle(&mut deck.cards);
        }
        let card = deck.cards.get(deck.next).copied();
        deck.next += 1;
        card.map_or((None, None, 0), |(number, (what, part))| (Some(what), Some(part), number + deck.round))
    }

    /// Something that can happen to a service, whether or not it happened before.
    pub(super) fn any(&self, service: usize, rng: &mut Rng) -> Wording {
        let cards = self.decks.get(service).map_or(&[][..], |deck| deck.cards.as_slice());
        let card = cards.get(rng.place(cards.len())).map(|(_, card)| *card);
        let what = card.map_or(&catalogue::all().stories.fire, |(what, _)| what);
        let slots = Slots::draw(service, what, rng);
        Wording {
            what,
            part: card.map(|(_, part)| part),
            service,
            nth: rng.place(3),
            slots,
            names_host: false,
            foreign: None,
        }
    }
}
