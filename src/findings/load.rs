//! Statements on what incidents took from the people who answered them. Never about one person.

pub mod after_nights;
pub mod budget;
pub mod calendar;
pub mod chart;
pub mod figures;
pub mod flags;
pub mod hangs;
pub mod inequality;
pub mod nights;
pub mod off_call;
pub mod pages;
pub mod people;
pub mod resolvers;
pub mod responders;
pub mod shifts;
pub mod verdict;
pub mod warning;

use crate::analyse::load::MIN_GROUP;
use crate::findings::draft::{claim, figures_column, in_period, label_of, table, words_column};
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::{Claim, Grade, Section, Table};
use crate::model::time::{MINUTE, Millis};
use crate::text::number;
use crate::text::plural::count;

const UNKNOWN: &str = "What it took from responders: no export says who was paged. The pager's log entries (for PagerDuty, the log entries of the incidents) would tell.";

pub struct Load;

impl Rule for Load {
    fn part(&self, facts: &Facts) -> Part {
        let load = &facts.results.load;
        let heat: Vec<_> = chart::exhibit(facts).into_iter().collect();
        let by_hour: Vec<String> = heat.iter().map(|e| e.id.clone()).collect();
        let exhibits: Vec<_> =
            heat.into_iter().chain(calendar::exhibit(facts)).chain(figures::exhibits(facts)).collect();
        let shown: Vec<String> = exhibits.iter().map(|e| e.id.clone()).collect();
        let mut claims: Vec<Claim> = if load.known { pages::claims(facts) } else { vec![silent(facts)] };
        let (pulled, pulled_unknown) = off_call::claim(facts);
        let (budget_claim, budget) = budget::state(facts);
        for claim in &mut claims {
            claim.exhibits.clone_from(&by_hour);
        }
        // How many pages there were in sleep hours is a measure, and stands in the table; what they were for is news.
        let mut headlines: Vec<String> =
            (pulled.grade == Grade::Fact && pulled.weight > 0.0).then(|| pulled.id.clone()).into_iter().collect();
        if let Some(verdict) = verdict::claim_of(facts) {
            headlines.extend(verdict::is_news(facts).then(|| verdict.id.clone()));
            claims.push(verdict);
        }
        claims.extend(nights::disturbed(facts));
        claims.extend(shifts::claims(facts));
        claims.extend(
            [nights::at_once(facts), inequality::spread(facts), inequality::dependence(facts)].into_iter().flatten(),
        );
        claims.extend([flags::claim_of(facts), warning::claim_of(facts)].into_iter().flatten());
        claims.extend([after_nights::projects(facts), responders::claim_of(facts)].into_iter().flatten());
        claims.extend(after_nights::durations(facts));
        figures::point(&mut claims);
        claims.extend(resolvers::claim_of(facts));
        claims.extend([pulled, budget_claim]);
        let unknowns = (!load.known)
            .then(|| UNKNOWN.to_owned())
            .into_iter()
            .chain(pulled_unknown.filter(|_| load.known || facts.data.has_shifts));
        Part {
            section: Some(Section {
                id: "load".to_owned(),
                title: "What responders paid".to_owned(),
                question: "How often were people interrupted, and when?".to_owned(),
                method: method(facts),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: shown,
                tables: if load.known { tables(facts) } else { Vec::new() },
            }),
            unknowns: unknowns.collect(),
            claims,
            headlines,
            exhibits,
            budgets: vec![budget],
            comparisons: u64::from(facts.results.load.after_nights.is_some()),
            ..Part::default()
        }
    }
}

fn tables(facts: &Facts) -> Vec<Table> {
    let all = [
        Some(quarters(facts)),
        people::teams(facts),
        verdict::table::table_of(facts),
        shifts::rotations(facts),
        inequality::areas(facts),
        flags::thresholds(facts),
        warning::rules(facts),
        responders::severities(facts),
    ];
    all.into_iter().flatten().collect()
}

fn silent(facts: &Facts) -> Claim {
    let mut claim = claim(facts, "load.interruptions", "");
    claim.grade = Grade::NotAssessable;
    claim.method = "Needs log entries that say who was paged, and when.".to_owned();
    claim.sentence = format!(
        "How often people were interrupted {} cannot be said: no export says who was paged. The pager's log entries would tell.",
        in_period(facts)
    );
    claim
}

/// "15 minutes", "1 minute".
fn minutes(length: Millis) -> String {
    count((length / MINUTE).unsigned_abs(), "minute")
}

fn method(facts: &Facts) -> Vec<String> {
    let (p, params) = (&facts.data.profile, &facts.results.load.params);
    vec![
        format!(
            "Pages to one person within {} s count once; e-mail does not count. An interruption belongs to the period in which it happened, whenever its incident began. Pages for incidents that a rule leaves out are not counted.",
            params.gap / 1_000
        ),
        format!(
            "Hours are those of the person's own clock, by the profile {}: working hours {:02}–{:02} from Monday to Friday, sleep hours {:02}–{:02} every day, off hours otherwise. Who has no known zone is read in {}. A night is the sleep hours that begin on one local evening; a page in them disturbs it, and so {} {} of work. All of these stand in the settings, under [hours] and [load].",
            p.name,
            p.business_from,
            p.business_to,
            p.sleep_from,
            p.sleep_to,
            elsewhere(facts),
            if params.night_work == MINUTE { "does" } else { "do" },
            minutes(params.night_work)
        ),
        format!(
            "Figures about people are given only for groups of at least {} (people with a shift or an interruption in the period), and people are never ranked. How many of one to four people did something is given as fewer than five.",
            number::thousands(MIN_GROUP)
        ),
        "Known bias: work without a page is not seen, and a page to a phone that was on silent is. Load is a property of the schedule, not of a person.".to_owned(),
    ]
}

/// Where people are taken to be whose zone is not known.
fn elsewhere(facts: &Facts) -> String {
    match people::fallback(facts) {
        zone if zone == facts.data.periods.zone => "the reporting zone".to_owned(),
        zone => zone.name().to_owned(),
    }
}

/// Interruptions per quarter; quarters with a small roster are not shown.
fn quarters(facts: &Facts) -> Table {
    let row = |g: &crate::analyse::load::groups::GroupLoad| {
        let shown = |n: u64| if g.roster < MIN_GROUP { "not shown".to_owned() } else { number::thousands(n) };
        vec![
            label_of(&g.name, &facts.data.periods),
            number::thousands(g.classes.total()),
            shown(g.classes.business),
            shown(g.classes.off),
            shown(g.classes.sleep),
            shown(g.disturbed_nights),
        ]
    };
    table(
        "interruptions-by-quarter",
        "Interruptions per quarter",
        &format!(
            "Interruptions by the hour at the person's place, latest quarter first; a disturbed night is one person's night with a page, or at least {} of work, in sleep hours. Quarters in which fewer than five people are known to have been on call or paged are not split.",
            minutes(facts.results.load.params.night_work)
        ),
        ["quarter"]
            .into_iter()
            .map(words_column)
            .chain(
                ["interruptions", "working hours", "off hours", "sleep hours", "disturbed nights"]
                    .into_iter()
                    .map(figures_column),
            )
            .collect(),
        facts.results.load.quarters.iter().rev().map(row).collect(),
        "data/load.csv, which --people writes",
    )
}
