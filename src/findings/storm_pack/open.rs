//! What was never followed up.

use crate::analyse::recurrence::family::Owned;
use crate::analyse::recurrence::fixes::FamilyFollowUp;
use crate::findings::draft::{self, figures_column, numbers, table, words_column};
use crate::findings::storm_pack::set::Set;
use crate::findings::storm_pack::words::{rank, short, spoken};
use crate::findings::{Claim, Grade, Table};
use crate::model::row::IncidentIx;
use crate::text::plural::agree;
use crate::text::sentence::capital;
use crate::text::{clip, date, duration, number};
use std::collections::BTreeSet;

/// Incidents listed that have no follow-up: a meeting goes through no more.
const MAX_LISTED: usize = 10;

/// Rows of incidents without any follow-up: the worst first, then the longest.
#[must_use]
pub fn without(set: &Set) -> Vec<IncidentIx> {
    let Some(items) = &set.follow_ups else { return Vec::new() };
    let with: BTreeSet<IncidentIx> = items.iter().map(|item| item.row).collect();
    let mut rows: Vec<IncidentIx> = set.rows.iter().copied().filter(|row| !with.contains(row)).collect();
    let worst = |row: IncidentIx| set.view.severity.get(row).filter(|rank| *rank > 0).unwrap_or(u32::MAX);
    let length = |row: IncidentIx| set.view.ttr.get(row).filter(|s| s.is_finite()).unwrap_or(0.0);
    rows.sort_by(|a, b| worst(*a).cmp(&worst(*b)).then(length(*b).total_cmp(&length(*a))).then(a.cmp(b)));
    rows
}

/// Follow-ups that are neither done nor given up.
pub fn open<'a>(set: &'a Set) -> impl Iterator<Item = &'a FamilyFollowUp> {
    set.follow_ups.iter().flatten().filter(|item| item.open)
}

/// How many of the incidents were followed up, and what is still open.
#[must_use]
pub fn claim(set: &Set) -> Claim {
    let mut claim = draft::claim(set.facts, "storm.follow-up", &set.storm.storm_id);
    claim.method = "Follow-ups that any record attaches to an incident of the storm.".to_owned();
    claim.n = Some(set.n());
    let Some(items) = &set.follow_ups else {
        claim.grade = Grade::NotAssessable;
        claim.sentence = "What was followed up cannot be said: no export holds follow-ups.".to_owned();
        return claim;
    };
    let without = without(set);
    let bare = without.len() as u64;
    let mut parts = vec![match (bare, set.n()) {
        (0, _) => "Every one of the incidents has a follow-up.".to_owned(),
        (bare, all) if bare == all => {
            format!("None of the {} incidents has a follow-up on record.", number::thousands(all))
        }
        (bare, all) => format!(
            "{} of the {} incidents {} no follow-up on record.",
            number::thousands(bare),
            number::thousands(all),
            agree(bare, "has", "have")
        ),
    }];
    parts.extend(serious(set, &without));
    let still = open(set).count() as u64;
    if !items.is_empty() {
        let agreed = items.len() as u64;
        parts.push(match (agreed, still) {
            (1, 0) => "One follow-up was agreed, and it is no longer open.".to_owned(),
            (1, _) => "One follow-up was agreed, and it is still open.".to_owned(),
            (n, 0) => format!("{} follow-ups were agreed; none of them is still open.", capital(&spoken(n))),
            (n, k) if n == k => format!("{} follow-ups were agreed, and all are still open.", capital(&spoken(n))),
            (n, k) => format!(
                "{} follow-ups were agreed, and {} of them {} still open.",
                capital(&spoken(n)),
                spoken(k),
                agree(k, "is", "are")
            ),
        });
    }
    parts.extend(unowned(set));
    claim.sentence = parts.join(" ");
    numbers(
        &mut claim,
        [
            ("incidents", Some(set.n() as f64)),
            ("without_follow_up", Some(bare as f64)),
            ("follow_ups", Some(items.len() as f64)),
            ("open", Some(still as f64)),
        ],
    );
    claim.weight = bare as f64;
    draft::evidence(&mut claim, &set.view, without.into_iter());
    claim
}

/// How many of the incidents without a follow-up were serious, or reached customers.
fn serious(set: &Set, without: &[IncidentIx]) -> Option<String> {
    let is = |row: &&IncidentIx| {
        set.view.severity.get(**row).is_some_and(|rank| (1..=2).contains(&rank))
            || set.view.customer_facing.get(**row) == Some("yes")
    };
    let n = without.iter().filter(is).count() as u64;
    if n == 1 && without.len() == 1 {
        return Some("It was SEV1 or SEV2, or reached customers.".to_owned());
    }
    (n > 0).then(|| {
        format!("{} of those {} SEV1 or SEV2, or reached customers.", capital(&spoken(n)), agree(n, "was", "were"))
    })
}

/// Recurring problems of the storm for which nobody is on record.
fn unowned(set: &Set) -> Option<String> {
    let families = crate::findings::storm_pack::shared::families(set);
    let bare = families.iter().filter(|(family, _)| family.owned() == Owned::Nobody);
    match bare.count() as u64 {
        0 => None,
        1 => Some(
            "For one problem that keeps coming back neither an owner nor an open follow-up is on record.".to_owned(),
        ),
        n => Some(format!(
            "For {} problems that keep coming back neither an owner nor an open follow-up is on record.",
            spoken(n)
        )),
    }
}

/// Follow-ups that are still open.
#[must_use]
pub fn items(set: &Set) -> Option<Table> {
    let zone = draft::zone(&set.facts.data.periods);
    let row = |item: &FamilyFollowUp| {
        let past = if item.overdue { ", past" } else { "" };
        let due = item.due.map_or_else(|| "no date".to_owned(), |at| format!("{}{past}", date::day(at, zone)));
        vec![clip::truncate(&item.title, 80), due, draft::short_id(&item.id).to_owned()]
    };
    let rows: Vec<Vec<String>> = open(set).map(row).collect();
    (!rows.is_empty()).then(|| {
        table(
            &format!("open-{}", set.storm.storm_id.to_ascii_lowercase()),
            "Agreed and still open",
            "Follow-ups of these incidents that are neither done nor given up; past: its day was over when the exports were made.",
            vec![words_column("follow-up"), words_column("due"), words_column("id")],
            rows,
            "data/follow_ups.csv",
        )
    })
}

/// Incidents without a follow-up that a meeting may want to go through.
#[must_use]
pub fn bare(set: &Set) -> Option<Table> {
    let without = without(set);
    let row = |row: &IncidentIx| {
        let row = *row;
        let length = set.view.ttr.get(row).map_or_else(|| "not known".to_owned(), duration::compact);
        vec![
            rank(set.view.severity.get(row)),
            clip::truncate(set.view.title.get(row).unwrap_or(""), 80),
            set.view.started.get(row).map_or_else(String::new, |at| short(set.facts, at)),
            length,
        ]
    };
    let rows: Vec<Vec<String>> = without.iter().take(MAX_LISTED).map(row).collect();
    let note = if without.len() > MAX_LISTED {
        format!("The first {MAX_LISTED} of {}: the worst severity first, then the longest.", without.len())
    } else {
        "The worst severity first, then the longest.".to_owned()
    };
    (!rows.is_empty()).then(|| {
        table(
            &format!("bare-{}", set.storm.storm_id.to_ascii_lowercase()),
            "Without a follow-up",
            &note,
            vec![words_column("severity"), words_column("title"), words_column("began"), figures_column("open for")],
            rows,
            "",
        )
    })
}
