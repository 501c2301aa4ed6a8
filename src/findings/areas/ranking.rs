//! Which areas have most of the incidents.

use crate::analyse::areas::AreaRow;
use crate::analyse::areas::membership::{KINDS, kind_index, touches};
use crate::analyse::areas::spread::{AreaConcentration, Chance};
use crate::findings::areas::weeks::rate;
use crate::findings::draft::{
    called, claim, evidence, figures_column, in_period, numbers, rows_in_period, table, words_column,
};
use crate::findings::exhibit::figure;
use crate::findings::grade::MIN_COVERAGE;
use crate::findings::rule::Facts;
use crate::findings::{Bar, Basis, Claim, Exhibit, Figure, Grade, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, plural_of};
use crate::text::{leaders, list, number};

/// Kinds that a ranking may be about, preferred first.
const RANKED: [&str; 3] = ["service", "team", "component"];
/// Bars of the chart; the other areas are summed up in one.
const MAX_BARS: usize = 12;
/// Where the first area has less than this part of all incidents and many more are left out, nothing stands out.
const EVEN_SHARE: f64 = 0.05;

/// What there is to say about areas.
pub struct Ranking {
    pub claim: Claim,
    pub exhibit: Option<Exhibit>,
    pub table: Option<Table>,
    pub unknown: Option<String>,
}

/// The kind that is spoken of, and how many of the incidents name one.
pub struct Chosen {
    pub name: &'static str,
    pub incidents: u64,
    pub without: u64,
}

impl Chosen {
    /// Share of the incidents that name an area of the kind.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        if self.incidents == 0 { 0.0 } else { 1.0 - self.without as f64 / self.incidents as f64 }
    }

    /// Whether too few incidents name one for areas to be ranked.
    #[must_use]
    pub fn poor(&self) -> bool {
        self.coverage() < MIN_COVERAGE
    }
}

/// Services where at least half of the incidents name one, else teams, else components; else whichever is known most.
#[must_use]
pub fn choose(facts: &Facts) -> Chosen {
    let (incidents, without) = facts.results.areas.total().map_or((0, [0; 6]), |t| (t.incidents, t.without));
    let kind = |name: &'static str| {
        let without = kind_index(name).and_then(|k| without.get(k)).copied().unwrap_or(incidents);
        Chosen { name, incidents, without }
    };
    let known = RANKED.iter().map(|name| kind(name)).find(|k| k.coverage() >= MIN_COVERAGE);
    known.unwrap_or_else(|| {
        let fewest = RANKED.iter().map(|name| kind(name)).min_by_key(|k| k.without);
        fewest.unwrap_or_else(|| kind(KINDS[0]))
    })
}

/// "34 of 120 (28 %)"; only "3 of 7" below a denominator of ten.
#[must_use]
pub fn of_all(part: u64, whole: u64) -> String {
    let plain = format!("{} of {}", number::thousands(part), number::thousands(whole));
    if whole < number::SMALLEST_PERCENT_BASE { plain } else { format!("{plain} ({})", number::share(part, whole)) }
}

/// "34 of 120 incidents (28 %)".
#[must_use]
pub fn of_incidents(part: u64, whole: u64) -> String {
    let plain = format!("{} of {}", number::thousands(part), count(whole, "incident"));
    if whole < number::SMALLEST_PERCENT_BASE { plain } else { format!("{plain} ({})", number::share(part, whole)) }
}

/// Claim, chart and table.
#[must_use]
pub fn state(facts: &Facts) -> Ranking {
    let kind = choose(facts);
    let rows = facts.results.areas.ranking(kind.name);
    let mut claim = claim(facts, "areas.most-incidents", "");
    claim.basis = Basis::Observed;
    claim.method = format!(
        "Included incidents per {}, full counting; rates with the Garwood 95 % interval, quasi-Poisson where weeks vary more than chance has it.",
        kind.name
    );
    claim.n = Some(kind.incidents);
    claim.coverage = (kind.incidents > 0).then(|| kind.coverage());
    let Some(top) = rows.first() else {
        claim.grade = Grade::NotAssessable;
        claim.sentence = nowhere(facts, &kind);
        let unknown = (kind.incidents > 0).then(|| "Where incidents happen: no export names a service, team or component. The affected service is the cheapest field to start recording.".to_owned());
        return Ranking { claim, exhibit: None, table: None, unknown };
    };
    let poor = kind.poor();
    if poor {
        claim.grade = Grade::NotAssessable;
    } else {
        claim.lead = lead(facts, &rows, &kind);
    }
    claim.sentence = sentence(facts, &rows, &kind, top);
    claim.brief = if stands_out(facts, &kind) { brief(&rows, &kind, top) } else { String::new() };
    claim.caveats.push(format!("An incident that names two {} counts in both.", plural_of(kind.name)));
    let view = facts.data.incident_view();
    let in_top = rows_in_period(&view).filter(|&row| touches(&view, row, kind.name, &top.area));
    evidence(&mut claim, &view, in_top);
    claim.interval = top.rate;
    claim.weight = top.incidents as f64;
    claim.exhibits = vec!["areas-pareto".to_owned()];
    numbers(
        &mut claim,
        [
            ("incidents", Some(top.incidents as f64)),
            ("share", top.share),
            ("rate_per_week", top.rate_per_week),
            ("all_incidents", Some(kind.incidents as f64)),
            ("areas", Some(rows.len() as f64)),
            ("without_area", Some(kind.without as f64)),
            ("top_three_incidents", Some(in_top_three(facts, &rows, kind.name) as f64)),
        ],
    );
    let unknown = poor.then(|| {
        let (named, plural) = (kind.incidents - kind.without, plural_of(kind.name));
        let of = of_incidents(named, kind.incidents);
        format!("Where most incidents happen: only {of} name {plural}, so areas are not ranked.")
    });
    // One bar shows nothing beside its sentence.
    let exhibit = (rows.len() > 1).then(|| exhibit(facts, &rows, &kind));
    Ranking { claim, exhibit, table: Some(listing(&rows, &kind)), unknown }
}

fn nowhere(facts: &Facts, kind: &Chosen) -> String {
    match kind.incidents {
        0 => format!("No incident began {}, so there are no areas to compare.", in_period(facts)),
        1 => format!("The one incident that began {} names no service, team or component.", in_period(facts)),
        n => {
            format!(
                "None of the {} incidents that began {} names a service, team or component.",
                number::thousands(n),
                in_period(facts)
            )
        }
    }
}

/// "checkout-api had the most incidents of all services: 23 of 111 (21 %), then parcel-tracking 16 and ledger-sync 14."
/// Nothing where no area stands out.
fn brief(rows: &[&AreaRow], kind: &Chosen, top: &AreaRow) -> String {
    let second = rows.get(1).map_or(top.incidents, |row| row.incidents);
    if second == top.incidents || top.incidents < 2 {
        return String::new();
    }
    // Of several with as many none is named before the others.
    let count = |at: usize| rows.get(at).map_or(0, |row| row.incidents);
    let told = [1, 2].into_iter().filter(|at| count(*at) > count(at + 1)).max().unwrap_or(0);
    let next: Vec<String> = rows
        .iter()
        .skip(1)
        .take(told)
        .map(|row| format!("{} {}", called(&row.area), number::thousands(row.incidents)))
        .collect();
    let of = of_all(top.incidents, kind.incidents);
    let plural = plural_of(kind.name);
    let then = if next.is_empty() { String::new() } else { format!(", then {}", list::and(&next)) };
    let text = format!("{} had the most incidents of all {plural}: {of}{then}.", called(&top.area));
    // Names may be as long as an export likes.
    if leaders::too_long(&text).is_none() { text } else { String::new() }
}

/// Whether the largest has more than chance alone gives the largest of areas that are alike; else a leader would be told of
/// a name that means nothing.
fn stands_out(facts: &Facts, kind: &Chosen) -> bool {
    spread(facts, kind.name).is_some_and(|s| s.chance.as_ref().is_some_and(|c| c.top.beyond(s.first.top)))
}

/// "Three of 61 teams are in 34 % of incidents." Only where that is at least twice what three equal areas would have.
fn lead(facts: &Facts, rows: &[&AreaRow], kind: &Chosen) -> String {
    let three = in_top_three(facts, rows, kind.name);
    let all = rows.len() as u64;
    let by_chance = |chance: &Chance| !chance.gini.beyond(spread(facts, kind.name).map_or(1.0, |s| s.first.gini));
    if spread(facts, kind.name).and_then(|s| s.chance.as_ref()).is_some_and(by_chance) {
        return String::new();
    }
    if all <= 3 || kind.incidents < number::SMALLEST_PERCENT_BASE || three * all < 2 * 3 * kind.incidents {
        return String::new();
    }
    let share = number::share(three, kind.incidents);
    format!("Three of {} {} are in {share} of incidents.", number::thousands(all), plural_of(kind.name))
}

/// Concentration of the kind in the period under review.
#[must_use]
pub fn spread<'a>(facts: &'a Facts, kind: &str) -> Option<&'a AreaConcentration> {
    facts.results.areas.kind(kind)?.spread.as_ref()
}

/// "equal services", or "services by their exposure".
#[must_use]
pub fn alike(facts: &Facts, kind: &str) -> String {
    let plural = plural_of(kind);
    if facts.results.areas.kind(kind).is_some_and(|k| k.weighted) {
        format!("{plural} by their exposure")
    } else {
        format!("equal {plural}")
    }
}

/// " Chance alone rarely gives the largest of 17 equal services more than 14 %." By the first area an incident names: where
/// that is another count, or of fewer incidents, than the one that stands before it, it is given too.
fn against_chance(facts: &Facts, kind: &Chosen, top: &AreaRow) -> String {
    let Some(spread) = spread(facts, kind.name) else { return String::new() };
    let Some(chance) = &spread.chance else { return String::new() };
    let largest = format!("the largest of {} {}", number::thousands(spread.areas), alike(facts, kind.name));
    let most = number::percent(chance.top.p95);
    let first = (spread.first.top * spread.events as f64).round() as u64;
    // An incident in two areas moves the count by a few; a percentage that reads alike needs no second one.
    let alike =
        spread.events == kind.incidents && top.share.map(number::percent) == Some(number::percent(spread.first.top));
    let base = if alike {
        String::new()
    } else {
        let of = of_all(first, spread.events);
        format!(" By the first {} that each incident with one names, the largest has {of}.", kind.name)
    };
    if chance.top.beyond(spread.first.top) {
        format!("{base} Chance alone rarely gives {largest} more than {most}.")
    } else {
        format!("{base} Chance alone could give {largest} as much (up to {most}).")
    }
}

fn sentence(facts: &Facts, rows: &[&AreaRow], kind: &Chosen, top: &AreaRow) -> String {
    let (when, plural) = (in_period(facts), plural_of(kind.name));
    let tied: Vec<String> = rows.iter().take_while(|r| r.incidents == top.incidents).map(|r| called(&r.area)).collect();
    let rate = top.rate_per_week.zip(top.rate).map_or(String::new(), |(rate, [lo, hi])| {
        let (rate, lo, hi) = (number::decimal(rate), number::decimal(lo), number::decimal(hi));
        format!(", about {rate} a week (plausible {lo}–{hi})")
    });
    let mut text = if rows.len() == 1 {
        let of = of_all(top.incidents, kind.incidents);
        format!("{} is the only {} that incidents name {when}: {of}{rate}.", called(&top.area), kind.name)
    } else if top.incidents == 1 {
        format!(
            "No {} had more than one incident {when}; {} had one each.",
            kind.name,
            number::thousands(rows.len() as u64)
        )
    } else if tied.len() > 1 {
        let each = of_all(top.incidents, kind.incidents);
        format!("{} had the most incidents of all {plural} {when}, each {each}.", list::and_more(&tied, 4))
    } else {
        let of = of_all(top.incidents, kind.incidents);
        format!("{} had the most incidents of all {plural} {when}: {of}{rate}.{}", called(&top.area), followers(rows))
    };
    if rows.len() > 3 && top.incidents > 1 {
        let three = in_top_three(facts, rows, kind.name);
        text.push_str(&format!(" The three busiest {plural} are in {}.", of_incidents(three, kind.incidents)));
    }
    if rows.len() > 1 && tied.len() == 1 {
        text.push_str(&against_chance(facts, kind, top));
    }
    if kind.without > 0 {
        let names = agree(kind.without, "names", "name");
        text.push_str(&format!(" {} {names} no {}.", count(kind.without, "incident"), kind.name));
    }
    text
}

/// " search followed with 20 and ledger with 9."; of several with as many as the last one named none is left out.
fn followers(rows: &[&AreaRow]) -> String {
    let named = |rows: &[&AreaRow]| {
        let names: Vec<String> = rows.iter().map(|row| called(&row.area)).collect();
        let each = if rows.len() > 1 { " each" } else { "" };
        let n = rows.first().map_or(0, |row| row.incidents);
        (list::and_more(&names, 2), format!("with {}{each}", number::thousands(n)))
    };
    let rest = rows.get(1..).unwrap_or_default();
    let alike = |rows: &[&AreaRow]| {
        let n = rows.first().map_or(0, |row| row.incidents);
        rows.iter().take_while(|row| row.incidents == n).count()
    };
    let (second, after) = rest.split_at(alike(rest));
    let (names, count) = named(second);
    let third = after.get(..alike(after)).unwrap_or_default();
    match (second.len(), third) {
        (0, _) => String::new(),
        (1, [_, ..]) => {
            let (others, their_count) = named(third);
            let comma = if third.len() > 1 { "," } else { "" };
            format!(" {names} followed {count}{comma} and {others} {their_count}.")
        }
        _ => format!(" {names} followed {count}."),
    }
}

/// Incidents that touch at least one of the three busiest areas, each counted once.
fn in_top_three(facts: &Facts, rows: &[&AreaRow], kind: &str) -> u64 {
    let view = facts.data.incident_view();
    let in_one = |row: &IncidentIx| rows.iter().take(3).any(|r| touches(&view, *row, kind, &r.area));
    rows_in_period(&view).filter(in_one).count() as u64
}

fn exhibit(facts: &Facts, rows: &[&AreaRow], kind: &Chosen) -> Exhibit {
    let plural = plural_of(kind.name);
    let bar = |r: &&AreaRow| Bar { name: r.area.clone(), value: r.incidents as f64, share: r.share.unwrap_or(0.0) };
    // One bar is never hidden behind a bar for "1 other".
    let shown = if rows.len() == MAX_BARS + 1 { MAX_BARS + 1 } else { MAX_BARS };
    let hidden = rows.get(shown..).unwrap_or_default();
    let others = (!hidden.is_empty()).then(|| Bar {
        name: format!("{} other {plural}", number::thousands(hidden.len() as u64)),
        value: hidden.iter().map(|r| r.incidents as f64).sum(),
        share: hidden.iter().filter_map(|r| r.share).sum(),
    });
    let top: Vec<String> = rows.iter().take(3).map(|r| called(&r.area)).collect();
    let covered = of_incidents(in_top_three(facts, rows, kind.name), kind.incidents);
    let most = rows.first().and_then(|row| row.share).unwrap_or(1.0);
    let headline = if most < EVEN_SHARE && hidden.len() > MAX_BARS {
        format!(
            "Incidents are spread over {} {plural}: none of them is in more than {} of {}",
            number::thousands(rows.len() as u64),
            number::thousands(rows.first().map_or(0, |row| row.incidents)),
            number::thousands(kind.incidents)
        )
    } else {
        format!("{} are in {covered}", list::and(&top))
    };
    Exhibit {
        id: "areas-pareto".to_owned(),
        alt: format!("Bars of incidents per {}, most first. {headline}.", kind.name),
        headline,
        subtitle: format!(
            "Incidents per {} {}; an incident in two {plural} counts in both",
            kind.name,
            in_period(facts)
        ),
        footer: format!(
            "n = {}, {} without a {}; numbers in charts/areas-pareto.csv",
            count(kind.incidents, "incident"),
            number::thousands(kind.without),
            kind.name
        ),
        figure: Figure::Pareto(figure::Pareto {
            unit: "incidents".to_owned(),
            bars: rows.iter().take(shown).map(bar).collect(),
            others,
        }),
    }
}

fn listing(rows: &[&AreaRow], kind: &Chosen) -> Table {
    let none = || "–".to_owned();
    let row = |r: &&AreaRow| {
        vec![
            r.area.clone(),
            number::thousands(r.incidents),
            number::share(r.incidents, kind.incidents),
            rate(r.rate_per_week, r.rate),
            rate(r.shrunk_rate, r.shrunk),
            r.rank.map_or_else(none, |[best, worst]| format!("{best:.0}–{worst:.0}")),
        ]
    };
    table(
        "areas-ranking",
        &format!("Incidents per {}", kind.name),
        "Most incidents first; per week with the 95 % interval, then drawn towards the mean of all, at approximately 90 %, with the ranks it may have, which hold for all together at 95 %.",
        vec![
            words_column(kind.name),
            figures_column("incidents"),
            figures_column("share"),
            figures_column("per week"),
            figures_column("per week, drawn in"),
            figures_column("ranks"),
        ],
        rows.iter().map(row).collect(),
        "data/areas.csv",
    )
}
