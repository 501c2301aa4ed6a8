//! Charts of load: how unevenly it falls, how many incidents a shift has, and when rules would have warned.

use crate::analyse::load::MIN_FOR_TOP;
use crate::analyse::load::inequality::Inequality;
use crate::analyse::load::shifts::PerShift;
use crate::analyse::load::warning::{Replay, Warnings};
use crate::findings::draft::zone;
use crate::findings::exhibit::figure;
use crate::findings::exhibit::load::{Came, Firing, Lorenz, ShiftLoad, WarningRule};
use crate::findings::load::{calendar, shifts, warning};
use crate::findings::rule::Facts;
use crate::findings::{Claim, Exhibit, Figure};
use crate::text::plural::count;
use crate::text::sentence::capital;
use crate::text::{date, number};
use chrono::NaiveDate;

const SPREAD: &str = "spread-of-interruptions";
const SHIFTS: &str = "incidents-per-shift";
const WARNING: &str = "early-warning";
const DAY_MS: i64 = 86_400_000;

/// All of them that have something to show.
#[must_use]
pub fn exhibits(facts: &Facts) -> Vec<Exhibit> {
    [per_shift(facts), spread(facts), warnings(facts)].into_iter().flatten().collect()
}

/// Points claims at the chart that shows them. Charts that were not drawn are taken out again later.
pub fn point(claims: &mut [Claim]) {
    for claim in claims {
        let shown = match claim.code.as_str() {
            "load.nights" => calendar::ID,
            "load.per-shift" => SHIFTS,
            "load.spread" => SPREAD,
            "load.early-warning" => WARNING,
            _ => continue,
        };
        claim.exhibits = vec![shown.to_owned()];
    }
}

fn span(facts: &Facts) -> String {
    let window = facts.data.periods.current.window;
    date::range(window.start, window.end, zone(&facts.data.periods))
}

/// The Lorenz curve; silent where the claim on it is.
fn spread(facts: &Facts) -> Option<Exhibit> {
    let found = &facts.results.load.spread;
    let all = found.all.as_ref().filter(|s| s.people >= MIN_FOR_TOP)?;
    let panel = |name: &str, s: &Inequality| Lorenz {
        name: name.to_owned(),
        n: s.bouts,
        curve: s.lorenz.clone(),
        chance: s.chance.clone(),
        fifth: s.fifth.observed,
        usual: s.fifth.typical,
    };
    let hard = found.unpleasant.as_ref().filter(|s| s.people >= MIN_FOR_TOP);
    let panels = std::iter::once(panel("All hours", all)).chain(hard.map(|s| panel("Outside working hours", s)));
    let headline = format!(
        "The busiest fifth of the time on call had {} of {}; chance alone makes up to {} plausible",
        number::percent(all.fifth.observed),
        format_args!("{} bouts of interruptions", number::thousands(all.bouts)),
        number::percent(all.fifth.most)
    );
    Some(Exhibit {
        id: SPREAD.to_owned(),
        alt: format!(
            "Share of bouts of interruptions against share of time on call, the quietest first, over the band of random spreads. {headline}."
        ),
        headline,
        subtitle: format!("Bouts of interruptions over the time of people on call, {}", span(facts)),
        footer: format!(
            "n = {} in {} hours on call; a curve below the band is less even than chance makes it; numbers in charts/{SPREAD}.csv",
            count(all.bouts, "bout"),
            number::thousands(all.on_call_hours.round().clamp(0.0, 1e15) as u64)
        ),
        figure: Figure::Lorenz(figure::Lorenz { unit: "bouts".to_owned(), panels: panels.collect() }),
    })
}

/// Shifts by their incidents; rotations of fewer than five people are not split.
fn per_shift(facts: &Facts) -> Option<Exhibit> {
    let found = shifts::shown(facts)?;
    let params = &facts.results.load.params;
    let (all, hours) = (&found.per_shift, params.shift / 3_600_000);
    let hidden = shifts::hidden(found);
    let panel = |name: String, per: &PerShift| ShiftLoad { name, shifts: per.spread };
    let open = found.rotations.iter().zip(hidden).filter(|(r, hidden)| !hidden && r.per_shift.shifts > 0);
    let mut panels: Vec<ShiftLoad> = open.map(|(r, _)| panel(shifts::name(r), &r.per_shift)).collect();
    // One rotation says the same as all of them.
    if panels.len() != 1 || found.rotations.len() > 1 {
        panels.insert(0, panel("All rotations".to_owned(), all));
    }
    let headline = format!(
        "{} of {} had more than {}",
        number::thousands(all.over),
        count(all.shifts, "shift"),
        count(params.shift_incidents, "incident")
    );
    (all.shifts > 0 && all.incidents > 0).then(|| Exhibit {
        id: SHIFTS.to_owned(),
        alt: format!("Bars of shifts by the number of incidents that reached the person, {}. {headline}.", span(facts)),
        headline,
        subtitle: format!("Shifts of about {hours} hours by the incidents that reached the person, {}", span(facts)),
        footer: format!(
            "n = {}; at most {} per {hours} hours is a reference, no law; rotations of fewer than five people are not split; numbers in charts/{SHIFTS}.csv",
            count(all.shifts, "shift"),
            count(params.shift_incidents, "incident")
        ),
        figure: Figure::Shifts(figure::Shifts { reference: params.shift_incidents, panels }),
    })
}

/// More days than this leave no room for each.
const DRAWN: chrono::Days = chrono::Days::new(731);

/// The replay of the rules; silent where the claim on it is.
fn warnings(facts: &Facts) -> Option<Exhibit> {
    let found = warning::shown(facts)?;
    let from = found.from?;
    let lead = facts.results.load.params.warning.lead.div_euclid(DAY_MS).max(0);
    let last = from.checked_add_days(chrono::Days::new(found.days))?;
    let drawn = last.checked_sub_days(DRAWN).filter(|since| *since > from);
    let part = if drawn.is_some() { "; the last two years are drawn" } else { "" };
    let rules: Vec<WarningRule> = found.rules.iter().map(|rule| replayed(facts, found, rule, lead)).collect();
    let best = warning::best(found)?;
    let peaks = found.peaks.len() as u64;
    let headline = match best.peaks_warned {
        0 => format!("No rule would have spoken before any of {}", count(peaks, "peak")),
        n => format!(
            "The best rule would have spoken before {} of {}, and falsely {}{}",
            number::thousands(n),
            count(peaks, "peak"),
            count(best.false_alarms, "time"),
            if best.beats_chance() { "" } else { ": no better than chance" }
        ),
    };
    Some(Exhibit {
        id: WARNING.to_owned(),
        alt: format!(
            "One row per rule with the days on which it would have fired, over the peaks of strain. {headline}; {} of all days lie within {lead} days before a peak.",
            number::share(found.days_before_peaks, found.days)
        ),
        headline,
        subtitle: format!("Rules for early warning, replayed over {} of history{part}", count(found.days, "day")),
        footer: format!(
            "n = {}; {} of the days lie within {lead} days before one, so as many random firings would be early; numbers in charts/{WARNING}.csv",
            count(peaks, "peak"),
            number::share(found.days_before_peaks, found.days)
        ),
        figure: Figure::Warnings(figure::Warnings {
            start_ms: midnight(drawn.unwrap_or(from)),
            end_ms: midnight(last),
            lead_days: lead.unsigned_abs(),
            peaks_ms: found.peaks.iter().map(|p| midnight(p.day)).collect(),
            rules,
        }),
    })
}

/// Midnight UTC of a local day, as charts place days.
fn midnight(day: NaiveDate) -> i64 {
    day.and_hms_opt(0, 0, 0).map_or(0, |t| t.and_utc().timestamp_millis())
}

fn replayed(facts: &Facts, found: &Warnings, rule: &Replay, lead: i64) -> WarningRule {
    let came = |day: NaiveDate| {
        let until = |peak: &NaiveDate| (*peak - day).num_days();
        let peaks = || found.peaks.iter().map(|p| p.day);
        if peaks().any(|peak| (1..=lead).contains(&until(&peak))) {
            Came::Early
        } else if peaks().any(|peak| peak == day) {
            Came::SameDay
        } else {
            Came::Falsely
        }
    };
    WarningRule {
        name: capital(&warning::asks(rule.rule, facts)),
        fired: rule.fired.iter().map(|day| Firing { at_ms: midnight(*day), came: came(*day) }).collect(),
        peaks: rule.peaks_warned,
    }
}
