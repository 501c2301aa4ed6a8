//! The tables of recurring problems: the register, and how each incident ended.

use crate::analyse::Results;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::evidence::Tie;
use crate::analyse::recurrence::fixes::Claimed;
use crate::analyse::recurrence::history::MemberReason;
use crate::analyse::recurrence::text_matches::TextMatch;
use crate::frame::build::{self, Column, DataFrame};
use crate::frame::dataset::DataSet;
use crate::model::row::IncidentIx;
use crate::report::facts::Naming;
use crate::text::date::iso;

/// The public `families` table, with columns of our own behind the promised ones.
pub(super) fn families(results: &Results, naming: &Naming) -> DataFrame {
    let list = &results.recurrence.families;
    let mut columns = promised(list.as_slice(), naming.data);
    columns.extend(pace(list.as_slice()));
    columns.extend(fixes(list.as_slice(), naming));
    build::frame(columns)
}

fn count(n: u64) -> Option<u32> {
    u32::try_from(n).ok()
}

fn joined<T>(list: &[T], words: impl Fn(&T) -> String) -> Option<String> {
    (!list.is_empty()).then(|| list.iter().map(words).collect::<Vec<_>>().join(";"))
}

fn promised(list: &[Family], data: &DataSet) -> Vec<Column> {
    let len = list.len();
    let view = data.incident_view();
    let members = |rows: &[IncidentIx]| rows.iter().filter_map(|r| view.id.get(*r)).collect::<Vec<_>>().join(";");
    vec![
        build::text("family_id", len, list.iter().map(|f| Some(&f.family_id))),
        build::text("name", len, list.iter().map(|f| Some(&f.name))),
        build::codes("incidents", list.iter().map(|f| count(f.rows.len() as u64))),
        build::codes("occurrences", list.iter().map(|f| count(f.occurrences.len() as u64))),
        build::times("first_seen", list.iter().map(|f| f.first_seen)),
        build::times("last_seen", list.iter().map(|f| f.last_seen)),
        build::text("quarters", len, list.iter().map(|f| joined(&f.quarters, |q| q.label.clone()))),
        build::floats("median_gap_s", list.iter().map(|f| f.median_gap_s)),
        build::flags("famous", list.iter().map(|f| Some(f.famous))),
        build::text("state", len, list.iter().map(|f| Some(f.state))),
        build::floats("responder_s", list.iter().map(|f| f.told.responder_s)),
        build::codes("disturbed_nights", list.iter().map(|f| f.told.disturbed_nights.and_then(count))),
        build::floats("fix_held_p", list.iter().map(|f| f.latest_fix().and_then(|fix| fix.hold.p))),
        build::text("incident_ids", len, list.iter().map(|f| Some(members(&f.rows)))),
        build::flags("label", list.iter().map(|f| Some(f.label))),
        build::flags("recurs", list.iter().map(|f| Some(f.recurs()))),
        build::text("basis", len, list.iter().map(|f| Some(f.basis.code()))),
    ]
}

fn pace(list: &[Family]) -> Vec<Column> {
    let len = list.len();
    let quarter = |label: &str, value: &str| format!("{label}:{value}");
    let each = |f: &Family| joined(&f.quarters, |q| quarter(&q.label, &q.occurrences.to_string()));
    let worst = |f: &Family| {
        joined(&f.quarters, |q| quarter(&q.label, &q.worst.map_or_else(String::new, |rank| rank.to_string())))
    };
    vec![
        build::codes("in_period", list.iter().map(|f| count(f.in_period))),
        build::text("areas", len, list.iter().map(|f| joined(&f.areas, Clone::clone))),
        build::text("quarter_occurrences", len, list.iter().map(each)),
        build::text("quarter_worst_severity", len, list.iter().map(worst)),
        build::floats("burstiness", list.iter().map(|f| f.bursts.map(|b| b.corrected))),
        build::floats("duration_s", list.iter().map(|f| Some(f.duration_s))),
        build::codes("pages", list.iter().map(|f| f.told.pages.and_then(count))),
        build::codes("night_pages", list.iter().map(|f| f.told.night_pages.and_then(count))),
        build::floats("next_median_s", list.iter().map(|f| f.next.map(|n| n.median_s))),
        build::floats("next_lo_s", list.iter().map(|f| f.next.map(|n| n.low_s))),
        build::floats("next_hi_s", list.iter().map(|f| f.next.map(|n| n.high_s))),
    ]
}

fn fixes(list: &[Family], naming: &Naming) -> Vec<Column> {
    let len = list.len();
    let owner = |f: &Family| f.owner.map(|person| naming.person(person));
    let owners = naming.people.then(|| build::text("owner_id", len, list.iter().map(owner)));
    let returned = |fix: &Claimed| fix.returned_at.map_or_else(String::new, iso);
    let latest = |f: &Family| f.latest_fix().map(|fix| fix.hold);
    let columns = vec![
        build::text("workaround", len, list.iter().map(|f| f.workaround.as_ref())),
        build::text("claimed_fixes", len, list.iter().map(|f| joined(&f.fixes, |fix| iso(fix.at)))),
        build::text("returned_at", len, list.iter().map(|f| joined(&f.fixes, returned))),
        build::floats("quiet_s", list.iter().map(|f| latest(f).filter(|h| h.after == 0).map(|h| h.after_s))),
        build::floats("quiet_needed_s", list.iter().map(|f| latest(f).and_then(|h| h.needed_s))),
        build::codes("follow_ups", list.iter().map(|f| count(f.follow_ups.len() as u64))),
        build::codes("open_follow_ups", list.iter().map(|f| count(f.open_follow_ups() as u64))),
    ];
    columns.into_iter().chain(owners).collect()
}

/// Incidents that joined or left the families of an earlier report.
pub(super) fn family_changes(results: &Results) -> DataFrame {
    let list = &results.recurrence.changes;
    let len = list.len();
    let reason = |reason: &MemberReason| match reason {
        MemberReason::Joined(sign) => sign.code().to_owned(),
        MemberReason::First => "first-of-its-family".to_owned(),
        MemberReason::NotInInputs => "not-in-inputs".to_owned(),
        MemberReason::Excluded => "excluded".to_owned(),
        MemberReason::MovedTo(family) => format!("now-in-{family}"),
        MemberReason::Alone => "nothing-like-it".to_owned(),
    };
    build::frame(vec![
        build::text("family_id", len, list.iter().map(|c| Some(&c.family_id))),
        build::text("incident_id", len, list.iter().map(|c| Some(&c.incident_id))),
        build::text("change", len, list.iter().map(|c| Some(if c.joined { "joined" } else { "left" }))),
        build::text("reason", len, list.iter().map(|c| Some(reason(&c.reason)))),
    ])
}

/// Why each incident is in its family: one row per member, in order of family, then time.
pub(super) fn family_links(results: &Results, data: &DataSet) -> DataFrame {
    let view = data.incident_view();
    let id = |row: IncidentIx| view.id.get(row);
    let of_family = |family| {
        let weakest = Family::weakest(family).map(|(tie, _)| tie.row);
        family.ties.iter().map(move |tie| Member { family, tie, is_weakest: weakest == Some(tie.row) })
    };
    let list: Vec<Member> = results.recurrence.families.iter().flat_map(of_family).collect();
    let len = list.len();
    let words = |similarity: &TextMatch| joined(&similarity.words, |(word, share)| format!("{word} {share:.3}"));
    let parts = |similarity: &TextMatch| joined(&similarity.parts, |(name, odds)| format!("{name} {odds:+.3}"));
    build::frame(vec![
        build::text("family_id", len, list.iter().map(|l| Some(&l.family.family_id))),
        build::text("incident_id", len, list.iter().map(|l| id(l.tie.row))),
        build::text("joined_by", len, list.iter().map(|l| l.tie.joined.map(|(sign, _)| sign.code()))),
        build::text("other_id", len, list.iter().map(|l| l.tie.joined.and_then(|(_, other)| id(other)))),
        build::floats("score", list.iter().map(|l| l.tie.similarity.as_ref().map(|m| m.score))),
        build::floats("score_needed", list.iter().map(|l| l.tie.similarity.as_ref().map(|m| m.least))),
        build::text("score_parts", len, list.iter().map(|l| l.tie.similarity.as_ref().and_then(parts))),
        build::text("shared_words", len, list.iter().map(|l| l.tie.similarity.as_ref().and_then(words))),
        build::codes(
            "carried_by_words",
            list.iter().map(|l| l.tie.similarity.as_ref().and_then(|m| m.carried_by).and_then(count)),
        ),
        build::flags("weakest", list.iter().map(|l| Some(l.is_weakest))),
    ])
}

/// One member of a family, and whether its text matches the family least.
struct Member<'a> {
    family: &'a Family,
    tie: &'a Tie,
    is_weakest: bool,
}

/// How each included incident ended, as far as anybody can tell.
pub(super) fn ledger(results: &Results, data: &DataSet) -> DataFrame {
    let list = &results.recurrence.ledger;
    let len = list.len();
    let view = data.incident_view();
    build::frame(vec![
        build::text("incident_id", len, list.iter().map(|e| view.id.get(e.row))),
        build::text("period", len, list.iter().map(|e| view.period.get(e.row))),
        build::flags("in_period", list.iter().map(|e| Some(view.in_period.get(e.row)))),
        build::text("family_id", len, list.iter().map(|e| results.recurrence.family_id(e.row))),
        build::text("ending", len, list.iter().map(|e| Some(e.ending.code()))),
        build::text("ending_basis", len, list.iter().map(|e| Some(e.basis))),
        build::times("claimed_at", list.iter().map(|e| e.claimed_at)),
        build::times("closed_as_fixed_at", list.iter().map(|e| e.closed_at)),
        build::times("came_back_at", list.iter().map(|e| e.came_back_at)),
    ])
}
