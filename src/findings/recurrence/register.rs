//! The register as tables.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::evidence::TieSign;
use crate::analyse::recurrence::family::Owned;
use crate::analyse::recurrence::fixes::Claimed;
use crate::analyse::recurrence::history::{MemberChange, MemberReason};
use crate::analyse::recurrence::ledger::IncidentEnding;
use crate::findings::Table;
use crate::findings::draft::{figures_column, short_id, table, words_column, zone};
use crate::findings::recurrence::{evidence, fix, known, ledger, words};
use crate::findings::rule::Facts;
use crate::findings::words::people_cell;
use crate::text::plural::count;
use crate::text::{clip, date, duration, number, wording};

const MORE: &str = "data/families.csv";
const NONE: &str = "–";
/// Quarters of one problem that a cell tells of; the table beside it has all.
const QUARTERS: usize = 8;

/// All tables of the section.
#[must_use]
pub(super) fn tables(facts: &Facts) -> Vec<Table> {
    let families = in_order(facts);
    let found = [
        problems(facts, &families),
        known(facts, &families),
        fixes(facts, &families),
        follow_ups(facts, &families),
        evidence::table(facts, &families),
        endings(facts),
        labels(facts),
        changes(facts),
        known::table_of(facts),
    ];
    found.into_iter().flatten().collect()
}

/// Families that are no labels, famous ones first, then by incidents of the period.
pub(super) fn in_order<'a>(facts: &Facts<'a>) -> Vec<&'a Family> {
    let mut families: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| !f.label).collect();
    families.sort_by_key(|f| {
        std::cmp::Reverse((f.famous, f.recurs(), f.in_period, f.rows.len(), std::cmp::Reverse(f.family_id.len())))
    });
    families
}

fn day(facts: &Facts, at: Option<i64>) -> String {
    at.map_or_else(|| NONE.to_owned(), |at| date::iso_day(at, zone(&facts.data.periods)))
}

fn or_none(text: String) -> String {
    if text.is_empty() { NONE.to_owned() } else { text }
}

fn problems(facts: &Facts, families: &[&Family]) -> Option<Table> {
    let row = |f: &&Family| {
        vec![
            f.family_id.clone(),
            f.name.clone(),
            if f.famous { "yes" } else { "" }.to_owned(),
            or_none(f.state.to_owned()),
            number::thousands(f.occurrences.len() as u64),
            number::thousands(f.rows.len() as u64),
            number::thousands(f.in_period),
            day(facts, f.first_seen),
            day(facts, f.last_seen),
            f.median_gap_s.map_or_else(|| NONE.to_owned(), duration::compact),
            f.next.map_or_else(|| NONE.to_owned(), |n| days_range(n.low_s, n.high_s)),
            f.told.responder_s.map_or_else(|| NONE.to_owned(), |s| number::decimal(s / 3_600.0)),
            f.told.disturbed_nights.map_or_else(|| NONE.to_owned(), number::thousands),
            people_cell(f.cost.people),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().map(row).collect();
    let columns = vec![
        words_column("family"),
        words_column("problem"),
        words_column("famous"),
        words_column("state"),
        figures_column("occurrences"),
        figures_column("incidents"),
        figures_column("in the period"),
        words_column("first"),
        words_column("latest"),
        figures_column("median gap"),
        figures_column("next, days (80 % range)"),
        figures_column("modelled responder hours"),
        figures_column("disturbed nights"),
        figures_column("people"),
    ];
    let note = "Problems with at least two incidents in all history; famous bugs first, then those that occurred at least twice, a day or more apart. The next one is counted from the export: at a pace that stays, or by the time since the latest where they come regularly.";
    (!rows.is_empty()).then(|| table("families", "Register of recurring problems", note, columns, rows, MORE))
}

fn days_range(low: f64, high: f64) -> String {
    format!("{}–{}", words::days_down(low), number::thousands(words::days_up(high)))
}

/// Where, how grave over time, in bursts or not, and the known work-around.
fn known(facts: &Facts, families: &[&Family]) -> Option<Table> {
    let areas = |f: &Family| {
        let names: Vec<&str> = f.areas.iter().filter_map(|a| Some(a.split_once(':')?.1)).take(3).collect();
        or_none(names.join(", "))
    };
    let severity = |f: &Family| {
        let worst = |rank: Option<u32>| {
            rank.and_then(|r| u8::try_from(r).ok()).map_or_else(String::new, |r| format!(" {}", wording::severity(r)))
        };
        let early = f.quarters.len().saturating_sub(QUARTERS);
        let each = f.quarters.iter().skip(early).map(|q| format!("{}: {}{}", q.label, q.occurrences, worst(q.worst)));
        or_none(each.collect::<Vec<_>>().join(", "))
    };
    let row = |f: &&Family| {
        vec![
            f.family_id.clone(),
            areas(f),
            severity(f),
            f.bursts.map_or_else(|| NONE.to_owned(), |b| number::fixed(b.corrected, 2)),
            f.workaround.clone().unwrap_or_else(|| NONE.to_owned()),
            owner(facts, f),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().filter(|f| f.recurs()).map(row).collect();
    let columns = vec![
        words_column("family"),
        words_column("areas"),
        words_column("occurrences and worst severity per quarter"),
        figures_column("burstiness"),
        words_column("work-around, as recorded"),
        words_column("owner on record"),
    ];
    let note =
        "Burstiness runs from −1 (regular) over 0 (at random) to 1 (all at once) and is shown from five gaps on.";
    (!rows.is_empty()).then(|| table("families-known", "What is known of them", note, columns, rows, MORE))
}

/// Where follow-ups are not known, neither is an owner.
fn owner(facts: &Facts, family: &Family) -> String {
    if !facts.results.recurrence.has_follow_ups {
        return NONE.to_owned();
    }
    match family.owned() {
        Owned::Fix => "of an open fix".to_owned(),
        Owned::FollowUps(n) => format!("of {}", count(n, "open follow-up")),
        Owned::OpenOnly(n) => format!("none; {} open", count(n, "follow-up")),
        Owned::Nobody => "none".to_owned(),
    }
}

fn fixes(facts: &Facts, families: &[&Family]) -> Option<Table> {
    let row = |family: &Family, claimed: &Claimed| {
        vec![
            clip::truncate(&family.name, 60),
            day(facts, Some(claimed.at)),
            claimed.stated.code().to_owned(),
            claimed.text.clone(),
            day(facts, claimed.returned_at),
            fix::verdict(&claimed.hold),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().flat_map(|f| f.fixes.iter().map(|c| row(f, c))).collect();
    let columns = vec![
        words_column("problem"),
        words_column("claimed on"),
        words_column("where"),
        words_column("in these words"),
        words_column("came back"),
        words_column("verdict"),
    ];
    let note = "A silence is held against the chance of one as complete had nothing changed. A day without an hour counts to its end. An incident that was closed as fixed is no claimed fix and stands in the ledger.";
    (!rows.is_empty())
        .then(|| table("claimed-fixes", "Claimed fixes, and whether they held", note, columns, rows, MORE))
}

fn follow_ups(facts: &Facts, families: &[&Family]) -> Option<Table> {
    let state = |item: &crate::analyse::recurrence::fixes::FamilyFollowUp| match (item.open, item.overdue) {
        _ if item.completed.is_some() => "done",
        (false, _) => "given up or closed without a date",
        (true, true) => "overdue",
        (true, false) => "open",
    };
    let items = families.iter().filter(|f| f.recurs()).flat_map(|f| f.follow_ups.iter().map(move |item| (f, item)));
    let rows: Vec<Vec<String>> = items
        .map(|(family, item)| {
            vec![
                family.family_id.clone(),
                item.id.clone(),
                item.title.clone(),
                state(item).to_owned(),
                day(facts, item.due),
                day(facts, item.completed),
            ]
        })
        .collect();
    let columns = vec![
        words_column("family"),
        words_column("follow-up"),
        words_column("title"),
        words_column("state"),
        words_column("due"),
        words_column("completed"),
    ];
    let note = "Follow-ups of incidents of recurring problems.";
    (!rows.is_empty())
        .then(|| table("families-follow-ups", "What was agreed on", note, columns, rows, "data/follow_ups.csv"))
}

/// One line per category; the counts add up to the incidents of the period.
fn endings(facts: &Facts) -> Option<Table> {
    let counts = ledger::counts(facts);
    let all: u64 = counts.iter().map(|(_, n)| n).sum();
    let name = |ending: IncidentEnding| match ending {
        IncidentEnding::FixClaimed => "fix claimed, too early to tell".to_owned(),
        IncidentEnding::FixHeld => "fix claimed, held so far".to_owned(),
        IncidentEnding::CameBack => "fix claimed, did not hold".to_owned(),
        IncidentEnding::ClosedCameBack => "closed as fixed, came back since".to_owned(),
        ending => ending.code().replace('-', " "),
    };
    let rows: Vec<Vec<String>> =
        counts.iter().map(|(ending, n)| vec![name(*ending), number::thousands(*n), number::share(*n, all)]).collect();
    let columns = vec![words_column("how it ended"), figures_column("incidents"), figures_column("share")];
    let note = "Incidents of the period, one category each. A fix that was claimed before an incident began is no fix of that incident: what came back after an earlier fix stands under the end that its own records tell of. An incident that its record closed as fixed is no claimed fix: it says that the incident was over.";
    (all > 0).then(|| table("ledger", "Resolved against solved", note, columns, rows, "data/ledger.csv"))
}

/// Who joined and who left, against an earlier report.
fn changes(facts: &Facts) -> Option<Table> {
    let reason = |reason: &MemberReason| match reason {
        MemberReason::Joined(TieSign::Title) => {
            "the same title but for numbers, names of hosts, times and the like".to_owned()
        }
        MemberReason::Joined(TieSign::Problem) => "shares a problem record".to_owned(),
        MemberReason::Joined(TieSign::Stated) => "people say so: an annotation, or a duplicate".to_owned(),
        MemberReason::Joined(TieSign::Text) => "its text is like that of an earlier one".to_owned(),
        MemberReason::First => "later ones are like it".to_owned(),
        MemberReason::NotInInputs => "no longer among the inputs".to_owned(),
        MemberReason::Excluded => "left out of statistics now".to_owned(),
        MemberReason::MovedTo(family) => format!("is in {family} now"),
        MemberReason::Alone => "nothing is like it any more".to_owned(),
    };
    let row = |change: &MemberChange| {
        let way = if change.joined { "joined" } else { "left" };
        vec![change.family_id.clone(), short_id(&change.incident_id).to_owned(), way.to_owned(), reason(&change.reason)]
    };
    let rows: Vec<Vec<String>> = facts.results.recurrence.changes.iter().map(row).collect();
    let columns =
        vec![words_column("family"), words_column("incident"), words_column("change"), words_column("reason")];
    let note = "Families keep the number and the name of the earlier report; these incidents joined or left them.";
    let more = "data/family_changes.csv";
    (!rows.is_empty()).then(|| table("family-changes", "Changes of membership", note, columns, rows, more))
}

/// Labels, apart.
fn labels(facts: &Facts) -> Option<Table> {
    let mut families: Vec<&Family> = facts.results.recurrence.families.iter().filter(|f| f.label).collect();
    families.sort_by_key(|f| std::cmp::Reverse((f.in_period, f.rows.len())));
    let row = |f: &&Family| {
        vec![
            f.family_id.clone(),
            f.name.clone(),
            number::thousands(f.rows.len() as u64),
            number::thousands(f.in_period),
        ]
    };
    let rows: Vec<Vec<String>> = families.iter().map(row).collect();
    let columns = vec![
        words_column("family"),
        words_column("label"),
        figures_column("incidents"),
        figures_column("in the period"),
    ];
    let note = "The same label, perhaps not the same problem.";
    (!rows.is_empty()).then(|| table("labels", "Titles that name no problem", note, columns, rows, MORE))
}
