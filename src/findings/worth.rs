//! What a claim touches: how much of what customers felt, of nights, of work and of all incidents of the period lies in its
//! incidents. The grade decides whether a claim may be a headline, this decides which stands first (`METHODS.md` 17.14).

use crate::analyse::load::person::{Diary, diaries};
use crate::analyse::load::{nights, pages};
use crate::analyse::recurrence::cost::efforts;
use crate::findings::compose::headlines::{MIN_SHARE, offered};
use crate::findings::draft::rows_in_period;
use crate::findings::rule::{Facts, Part};
use crate::findings::words::is_told;
use crate::findings::{Claim, Touch};
use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::hours::HourClass;
use crate::model::row::{IncidentIx, PersonIx};
use crate::model::time::{DAY, Window};
use crate::par;
use crate::stats::sum;
use crate::text::plural::count;
use crate::text::{duration, list, number};
use std::collections::{BTreeMap, BTreeSet};

/// Of fewer than so many a share says nothing: one of two is half.
const MIN_WHOLE: f64 = 10.0;
/// Fewer than so many weigh nothing, though they are told: one of nineteen is an incident and no share.
const MIN_PART: f64 = 3.0;
/// Shares named in a sentence.
const MAX_NAMED: usize = 3;

/// What the period holds, by incident, so that any set of them can be held against it.
pub struct Scale {
    here: Column<IncidentIx, bool>,
    customer: Column<IncidentIx, bool>,
    lasted_s: Column<IncidentIx, f64>,
    night_pages: Column<IncidentIx, u64>,
    responder_s: Column<IncidentIx, f64>,
    night_work: i64,
    /// Pages and work around the period, by which nights of it may be disturbed; none where nobody was paged.
    diaries: Vec<Diary>,
    /// Who took part in which incident of the period, or was paged for it; by incident, each once.
    people: Vec<(IncidentIx, PersonIx)>,
    /// In how many incidents of the period each of them had a part.
    parts_of: BTreeMap<PersonIx, usize>,
}

impl Scale {
    /// One pass over incidents, pages and work.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let (data, view) = (facts.data, facts.data.incident_view());
        let mut here = Column::filled(view.len(), false);
        rows_in_period(&view).for_each(|row| here[row] = true);
        let lasted = |row: IncidentIx| Some((view.resolved.get(row)? - view.started.get(row)?).max(0) as f64 / 1_000.0);
        let customer: Column<IncidentIx, bool> =
            view.rows().map(|row| view.customer_facing.get(row) == Some("yes")).collect();
        let lasted_s = view.rows().map(|row| lasted(row).unwrap_or(0.0)).collect();
        let mut night_pages = Column::filled(view.len(), 0);
        let night = |page: &pages::Page| page.class == HourClass::Sleep && data.periods.current.contains(page.at);
        for page in pages::pages(data).filter(night) {
            night_pages[page.incident] += 1;
        }
        let people = people_of_the_period(data);
        Self {
            lasted_s: without_one_that_is_most(lasted_s, &here, &customer),
            customer,
            night_pages,
            responder_s: efforts(data, view.len()).into_iter().map(Option::unwrap_or_default).collect(),
            night_work: facts.results.load.params.night_work,
            diaries: if data.has_pages { around_the_period(data) } else { Vec::new() },
            parts_of: counted(people.iter().map(|(_, person)| *person)),
            people,
            here,
        }
    }

    fn all(&self) -> Vec<IncidentIx> {
        self.here.enumerate().filter(|(_, here)| **here).map(|(row, _)| row).collect()
    }

    fn amounts(&self, rows: &[IncidentIx]) -> [f64; 5] {
        let here = |row: &&IncidentIx| self.here[**row];
        let felt = |row: &&IncidentIx| here(row) && self.customer[**row];
        let total = |values: &Column<IncidentIx, f64>, rows: Vec<&IncidentIx>| {
            sum::sum(rows.into_iter().map(|row| values[*row]))
        };
        let night_pages: u64 = rows.iter().map(|row| self.night_pages[*row]).sum();
        [
            rows.iter().filter(felt).count() as f64,
            total(&self.lasted_s, rows.iter().filter(felt).collect()) / 3_600.0,
            night_pages as f64,
            total(&self.responder_s, rows.iter().filter(here).collect()) / 3_600.0,
            rows.iter().filter(here).count() as f64,
        ]
    }

    /// Nights of the period that the incidents disturbed, one person's each.
    fn nights(&self, facts: &Facts, is_in: &dyn Fn(IncidentIx) -> bool) -> f64 {
        let of = |incident: IncidentIx| is_in(incident).then_some(0);
        let lost = nights::among(facts.data, &self.diaries, &of, 1, self.night_work).into_iter().flatten();
        lost.filter(|night| facts.data.periods.current.contains(night.at)).count() as f64
    }

    /// Whether these incidents, or all others of the period, are about one to four people.
    fn is_of_few(&self, rows: &BTreeSet<IncidentIx>) -> bool {
        let of = |row: IncidentIx| {
            let from = self.people.partition_point(|(incident, _)| *incident < row);
            self.people.iter().skip(from).take_while(move |(incident, _)| *incident == row).map(|(_, person)| *person)
        };
        let own = counted(rows.iter().copied().flat_map(of));
        let elsewhere = |(person, parts): &(&PersonIx, &usize)| own.get(*person) != Some(*parts);
        let few = |people: usize| !is_told(people as u64);
        few(own.len()) || few(self.parts_of.iter().filter(elsewhere).count())
    }
}

/// What disturbs nights of the period began no more than a night before it, or goes on from before that.
fn around_the_period(data: &DataSet) -> Vec<Diary> {
    let Window { start, end } = data.periods.current.window;
    let (from, to) = (start.saturating_sub(2 * DAY), end.saturating_add(2 * DAY));
    let mut diaries = diaries(data);
    for diary in &mut diaries {
        diary.pages.retain(|page| (from..to).contains(&page.at));
        diary.work.retain(|(window, _)| window.end > from && window.start < to);
        (diary.joint, diary.shifts) = (Vec::new(), Vec::new());
    }
    diaries.retain(|diary| !diary.pages.is_empty() || !diary.work.is_empty());
    diaries
}

fn people_of_the_period(data: &DataSet) -> Vec<(IncidentIx, PersonIx)> {
    let (parts, view) = (data.involvement_view(), data.incident_view());
    let taken = (0..parts.len).filter_map(|row| Some((parts.incident.get(row)?, parts.person.get(row)?)));
    let paged = pages::pages(data).map(|page| (page.incident, page.person));
    let mut people: Vec<(IncidentIx, PersonIx)> =
        taken.chain(paged).filter(|(row, _)| view.in_period.get(*row)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

fn counted(people: impl Iterator<Item = PersonIx>) -> BTreeMap<PersonIx, usize> {
    let mut counts = BTreeMap::new();
    people.for_each(|person| *counts.entry(person).or_default() += 1);
    counts
}

/// How long customers were affected, without the incident that is more than half of it: it would decide alone which claims
/// weigh, whatever else they hold.
fn without_one_that_is_most(
    mut lasted_s: Column<IncidentIx, f64>,
    here: &Column<IncidentIx, bool>,
    customer: &Column<IncidentIx, bool>,
) -> Column<IncidentIx, f64> {
    let felt = |row: &IncidentIx| here[*row] && customer[*row];
    let of = |row: IncidentIx| lasted_s[row];
    let rows: Vec<IncidentIx> = lasted_s.rows().filter(felt).collect();
    let all = sum::sum(rows.iter().map(|row| of(*row)));
    let most = rows.iter().copied().max_by(|a, b| of(*a).total_cmp(&of(*b)).then(b.cmp(a)));
    if let Some(row) = most.filter(|row| of(*row) * 2.0 > all) {
        lasted_s[row] = 0.0;
    }
    lasted_s
}

/// Names of the measures, in the order of [`Scale::amounts`], nights last.
const MEASURES: [&str; 6] =
    ["customer-incidents", "customer-hours", "night-pages", "responder-hours", "incidents", "disturbed-nights"];

/// Fills in what each claim touches that may be a headline, the largest share first. Claims about so few people that a
/// share of their nights or hours would show them are held against customers and incidents only.
pub fn weigh(facts: &Facts, parts: &mut [Part]) {
    let scale = Scale::of(facts);
    let all = scale.all();
    let mut whole = scale.amounts(&all).to_vec();
    whole.push(scale.nights(facts, &|_| true));
    for part in parts {
        let offered: BTreeSet<String> = offered(part, &facts.tree).into_iter().map(|claim| claim.id.clone()).collect();
        let is_weighed = |claim: &&mut Claim| offered.contains(&claim.id) && !claim.rows.is_empty();
        let mut weighed: Vec<&mut Claim> = part.claims.iter_mut().filter(is_weighed).collect();
        let touches = par::each(&weighed, |claim| of(facts, &scale, &whole, claim));
        for (claim, touches) in weighed.iter_mut().zip(touches) {
            claim.touches = touches;
            claim.worth = heaviest(&claim.touches, claim.fresh);
            // Whether two tell of the same is asked of the period.
            claim.rows.retain(|row| scale.here[*row]);
        }
    }
}

fn of(facts: &Facts, scale: &Scale, whole: &[f64], claim: &Claim) -> Vec<Touch> {
    let rows: BTreeSet<IncidentIx> = claim.rows.iter().copied().collect();
    let listed: Vec<IncidentIx> = rows.iter().copied().collect();
    let mut parts = scale.amounts(&listed).to_vec();
    // Asked of each page of the period: a search in the set took a tenth of all findings at a million records.
    let mut is_in = Column::filled(scale.here.len(), false);
    rows.iter().for_each(|row| is_in[*row] = true);
    parts.push(scale.nights(facts, &|incident| is_in[incident]));
    let shows_people = scale.is_of_few(&rows);
    let told = |what: &str| !(shows_people && matches!(what, "night-pages" | "responder-hours" | "disturbed-nights"));
    // Hours of customers count with the incidents behind them: those of two incidents are no scale either.
    let count = |at: usize, of: &[f64]| of.get(at).copied().unwrap_or(0.0);
    let enough = |what: &str, of: f64| match what {
        "customer-hours" => of > 0.0 && count(0, whole) >= MIN_WHOLE,
        "responder-hours" => of > 0.0 && count(4, whole) >= MIN_WHOLE,
        _ => of >= MIN_WHOLE,
    };
    let found = MEASURES.iter().zip(parts.iter().zip(whole));
    let mut touches: Vec<Touch> = found
        .filter(|(what, (_, of))| enough(what, **of) && told(what))
        .filter(|(what, _)| claim.measures.is_empty() || claim.measures.contains(what))
        .map(|(what, (part, of))| Touch { what: (*what).to_owned(), part: *part, of: *of })
        .collect();
    // The sort is stable: of equal shares what customers felt stands first.
    touches.sort_by(|a, b| b.share().total_cmp(&a.share()));
    touches
}

/// The largest share that weighs; `None` without any. Hours weigh with the incidents behind them.
fn heaviest(touches: &[Touch], fresh: f64) -> Option<f64> {
    let shares = touches.iter().map(|t| if weighs(t, touches) { t.share() * fresh } else { 0.0 });
    shares.reduce(f64::max)
}

/// Whether there is enough of it to be spoken of as a share.
fn weighs(touch: &Touch, touches: &[Touch]) -> bool {
    let behind = match touch.what.as_str() {
        "customer-hours" => "customer-incidents",
        "responder-hours" => "incidents",
        own => own,
    };
    // What is not told of the incidents themselves was no scale either.
    touches.iter().find(|t| t.what == behind).is_none_or(|t| t.part >= MIN_PART)
}

/// "It holds 5 of the 19 incidents that reached customers, 12 of 42 pages in sleep hours and 9.3 of 28 responder hours.";
/// nothing where no share is worth a word. Incidents themselves are left to the sentence before it. What customers felt is
/// told of an event however little it is: silence would read as none.
#[must_use]
pub fn sentence(subject: &str, touches: &[Touch], is_event: bool) -> String {
    let is_felt = |t: &Touch| t.what == "customer-incidents" && t.part > 0.0;
    let worth = |t: &&Touch| weighs(t, touches) && t.share() >= MIN_SHARE;
    let told = touches.iter().filter(|t| t.what != "incidents" && t.what != "customer-hours");
    let mut named: Vec<&Touch> = told.clone().filter(worth).take(MAX_NAMED).collect();
    if is_event && !named.iter().any(|t| is_felt(t)) {
        named.truncate(MAX_NAMED - 1);
        named.extend(told.filter(|t| is_felt(t)));
    }
    let parts: Vec<String> = named.into_iter().map(part).collect();
    if parts.is_empty() { String::new() } else { format!(" {subject} {}.", list::and(&parts)) }
}

/// "26 of 66 disturbed nights": what it touches, the largest share first, for whoever looks behind a headline.
#[must_use]
pub fn parts(touches: &[Touch]) -> Vec<String> {
    touches.iter().filter(|t| t.part > 0.0).map(part).collect()
}

fn part(touch: &Touch) -> String {
    let whole = |n: f64| number::thousands(n.round().max(0.0) as u64);
    match touch.what.as_str() {
        "customer-incidents" => {
            format!("{} of the {} that reached customers", whole(touch.part), count(touch.of as u64, "incident"))
        }
        "night-pages" => format!("{} of {} in sleep hours", whole(touch.part), count(touch.of as u64, "page")),
        "disturbed-nights" => {
            format!("{} of {}", whole(touch.part), count(touch.of as u64, "disturbed night"))
        }
        "responder-hours" => format!("{} of {} of work", bare(touch.part), duration::hours(touch.of * 3_600.0)),
        "customer-hours" => {
            format!("{} of {} that reached customers", bare(touch.part), duration::hours(touch.of * 3_600.0))
        }
        _ => format!("{} of {}", whole(touch.part), count(touch.of as u64, "incident")),
    }
}

fn bare(hours: f64) -> String {
    if hours >= 10.0 { number::thousands(hours.round() as u64) } else { number::decimal(hours) }
}
