//! What looks wrong in the data, one claim per check and tool.

use crate::analyse::quality::Check;
use crate::findings::draft::{self, evidence, figures_column, numbers, words_column, zone};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::text::plural::{agree, count};
use crate::text::{date, list, number};
use chrono_tz::Tz;

/// Claims on checks that found something. Counts of remarks stand in the table only, and ends before their start have a
/// claim of their own.
#[must_use]
pub fn claims(facts: &Facts) -> Vec<Claim> {
    let own =
        |check: &&Check| check.looked.is_some() && !(check.code == "impossible-order" && check.field == "resolved_at");
    facts.results.quality.checks.iter().filter(own).map(|check| state(facts, check)).collect()
}

fn state(facts: &Facts, check: &Check) -> Claim {
    let periods = &facts.data.periods;
    let mut subject = vec![check.source.clone(), check.field.to_owned()];
    let names_another = !check.other.is_empty() && check.code != "numbers-start-again";
    subject.extend(names_another.then(|| check.other.clone()));
    subject.extend(check.size.map(|size| size.to_string()));
    subject.extend(check.span.map(|[from, _]| date::iso_day(from, zone(periods))));
    let mut claim = draft::claim(facts, &format!("quality.{}", check.code), &subject.join(":"));
    let inferred = matches!(
        check.code,
        "heaping"
            | "zone-suspicion"
            | "clock-shift"
            | "numbers-start-again"
            | "gap"
            | "collection-stopped"
            | "bulk-closure"
    );
    claim.basis = if inferred { Basis::Inferred } else { Basis::Observed };
    claim.method = method(check.code).to_owned();
    claim.n = check.looked;
    claim.sentence = sentence(facts, check);
    numbers(
        &mut claim,
        [
            ("looked_at", check.looked.map(|n| n as f64)),
            ("suspicious", Some(check.suspicious as f64)),
            ("size", check.size.map(|n| n as f64)),
            ("least_minutes", check.range.map(|[least, _]| least as f64)),
            ("most_minutes", check.range.map(|[_, most]| most as f64)),
        ],
    );
    evidence(&mut claim, &facts.data.incident_view(), check.rows.iter().copied());
    claim
}

fn method(code: &str) -> &'static str {
    match code {
        "heaping" => {
            "Share of durations that are whole multiples, at least twice what chance gives and p < 0.001 (exact binomial), from 20 durations."
        }
        "bulk-closure" => "Five or more incidents with different starts and the same end.",
        "simultaneous" => "Stated detection equal to the stated start in more than half.",
        "zone-suspicion" => {
            "Start or end of one incident in two tools a whole number of hours apart, within three minutes; two incidents, or one with both."
        }
        "clock-shift" => {
            "Records of one incident in both tools, found by references or by titles and areas that little else has: six in ten lie within ten minutes of one difference, which is a multiple of half an hour, or is the same for beginnings and ends; five pairs or more."
        }
        "numbers-start-again" => {
            "Records of one tool with one number, in two files or sheets, whose title, times and area all differ."
        }
        "gap" => "At least 14 days without a start, and more than 20 times the usual distance.",
        "collection-stopped" => {
            "Starts that end, or fall to a tenth or less, before the last moment that the exports know."
        }
        _ => "Counted in what each tool states about its incidents.",
    }
}

/// "acknowledgement" for `acknowledged_at`.
fn event(field: &str) -> &str {
    match field {
        "acknowledged_at" => "acknowledgement",
        "mitigated_at" => "mitigation",
        "closed_at" => "closure",
        _ => "end",
    }
}

fn sentence(facts: &Facts, check: &Check) -> String {
    let (n, looked, zone) = (check.suspicious, check.looked.unwrap_or(0), zone(&facts.data.periods));
    let tool = draft::tool_name(facts, &check.source);
    let (some, of) = (number::thousands(n), count(looked, "incident"));
    match check.code {
        "impossible-order" => {
            format!(
                "In {tool}, {} of {of} {} {} before the start.",
                some,
                agree(n, "has its", "have their"),
                event(check.field)
            )
        }
        "zero-length" => {
            format!("In {tool}, {some} of {of} with an end {} in the moment of the start.", agree(n, "ends", "end"))
        }
        "heaping" => heap(check, &tool),
        "bulk-closure" => format!(
            "In {tool}, {some} of {of} with an end {} it with four or more others. They look closed together, so the end may be that of a tidying, not of the incident.",
            agree(n, "shares", "share")
        ),
        "simultaneous" => format!(
            "In {tool}, detection is the same moment as the start for {some} of {of} that state both. The time to detect is not measured there."
        ),
        "zone-suspicion" => clocks(facts, check, &tool),
        "clock-shift" => shift(facts, check),
        "numbers-start-again" => numbers_again(check, &tool),
        "gap" => {
            let [from, to] = days(check, zone);
            format!(
                "In {tool}, no incident starts between {from} and {to}. It may have been quiet, or an export is missing."
            )
        }
        "collection-stopped" => {
            let [from, to] = days(check, zone);
            format!(
                "In {tool}, starts end or all but end after {from}, though the data go on to {to}. Fewer incidents after that day cannot be told from a collection that stopped, and are no sign of fewer failures."
            )
        }
        "people-without-zone" => {
            let all = count_people(looked);
            format!(
                "For {some} of {all} the time zone is not known. Their nights are counted in the zone of the report. A people.csv with id and time_zone would tell."
            )
        }
        _ => format!("In {tool}, {some} of {of} look wrong in {}.", check.field),
    }
}

fn count_people(n: u64) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{} people", number::thousands(n)) }
}

/// Why fewer incidents of the period may be no fewer, as one complete sentence: an export whose starts end or all but end
/// inside it, or inside the period that it is compared with. What is said on the page on quality is so said wherever it
/// matters. Nothing for a tool whose collection is known to have stopped: that forbids every comparison anyway.
#[must_use]
pub fn may_have_stopped(facts: &Facts) -> Option<String> {
    let (periods, volume) = (&facts.data.periods, &facts.results.volume);
    let window = periods.current.window;
    let since = periods.previous.as_ref().map_or(window.start, |p| p.window.start);
    let matters = |check: &&Check| {
        check.code == "collection-stopped"
            && check.span.is_some_and(|[from, _]| (since..window.end).contains(&from))
            && volume.breaks().all(|stopped| stopped.tool != check.source)
    };
    let found: Vec<&Check> = facts.results.quality.checks.iter().filter(matters).collect();
    let first = found.iter().filter_map(|check| check.span).map(|[from, _]| from).min()?;
    let tools: Vec<String> = found.iter().map(|check| draft::tool_name(facts, &check.source)).collect();
    Some(format!(
        "In {}, starts end or all but end after {}, so fewer incidents may be a collection that stopped.",
        list::and(&tools),
        date::day(first, zone(periods))
    ))
}

fn days(check: &Check, zone: Tz) -> [String; 2] {
    check.span.unwrap_or_default().map(|at| date::day(at, zone))
}

fn heap(check: &Check, tool: &str) -> String {
    let minutes = check.size.unwrap_or(0);
    format!(
        "In {tool}, {} of durations are whole multiples of {minutes} minutes. The times look entered by hand; figures finer than {minutes} minutes say more than was recorded.",
        number::share(check.suspicious, check.looked.unwrap_or(0))
    )
}

fn clocks(facts: &Facts, check: &Check, tool: &str) -> String {
    let hours = check.size.unwrap_or(0);
    let (n, apart) = (hours.unsigned_abs(), if hours > 0 { "later" } else { "earlier" });
    let other = if check.other == check.source {
        "another export of it".to_owned()
    } else {
        draft::tool_name(facts, &check.other)
    };
    format!(
        "In {tool}, {} that {} tells of too {} {} {apart} than there. Its times state no zone and were read as UTC. If its clock is {} UTC by that much, the line zones.{} in the settings corrects it.",
        count(check.suspicious, "incident"),
        other,
        agree(check.suspicious, "lies", "lie"),
        count(n, "hour"),
        if hours > 0 { "ahead of" } else { "behind" },
        check.source
    )
}

/// A tool inside a sentence, where a small first letter does no harm.
fn name<'a>(facts: &'a Facts, tool: &'a str) -> &'a str {
    facts.data.sources.iter().find(|s| s.tool == tool).map_or(tool, |s| s.title.as_str())
}

fn shift(facts: &Facts, check: &Check) -> String {
    let [least, most] = check.range.unwrap_or_default();
    let is_later = least.saturating_add(most) >= 0;
    let (from, to) = (least.abs().min(most.abs()), least.abs().max(most.abs()));
    let apart = if from == to { count(to.unsigned_abs(), "minute") } else { format!("{from} to {to} minutes") };
    let pairs = format!("{} of {}", number::thousands(check.suspicious), count(check.looked.unwrap_or(0), "pair"));
    let then = if check.believed.is_empty() {
        "Its clock may be off, or it learns of everything later by the same amount; nothing was corrected.".to_owned()
    } else if !check.assumed.is_empty() && check.size.unwrap_or(0) % 30 == 0 {
        format!(
            "Each pair is counted as one incident, on the clock of {}. The times of {} state no zone and were read as UTC; the line zones.{} in the settings corrects it.",
            name(facts, &check.believed),
            name(facts, &check.assumed),
            check.assumed
        )
    } else {
        format!(
            "Each pair is counted as one incident, on the clock of {}. If that is the clock that is off, lengths hold and hours of the day do not.",
            name(facts, &check.believed)
        )
    };
    format!(
        "The times of {} lie {apart} {} those of {} in {pairs} of records that tell of one incident. {then}",
        name(facts, &check.source),
        if is_later { "after" } else { "before" },
        name(facts, &check.other)
    )
}

fn numbers_again(check: &Check, tool: &str) -> String {
    let n = check.suspicious;
    format!(
        "In {tool}, {} {} for different incidents in different files or sheets: the numbers start again there. Such records are counted apart and called by their file or sheet ({}).",
        count(n, "number"),
        agree(n, "stands", "stand"),
        check.other
    )
}

/// What was found, for people.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let rows: Vec<Vec<String>> = facts
        .results
        .quality
        .checks
        .iter()
        .map(|check| {
            let looked = check.looked.map_or_else(|| "–".to_owned(), number::thousands);
            vec![
                check.source.clone(),
                check.field.to_owned(),
                check.code.to_owned(),
                looked,
                number::thousands(check.suspicious),
            ]
        })
        .collect();
    let columns = vec![
        words_column("tool"),
        words_column("field"),
        words_column("check"),
        figures_column("looked at"),
        figures_column("found"),
    ];
    let note = "Values that cannot be what they say, or hold only if an assumption does, by tool and field.";
    (!rows.is_empty())
        .then(|| draft::table("quality-checks", "What looks wrong", note, columns, rows, "data/quality.csv"))
}
