//! What is open for a problem: how many follow-ups, under how many titles, how many past their day, and whether anybody
//! has them.

use crate::analyse::promise;
use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::family::Owned;
use crate::analyse::recurrence::fixes::FamilyFollowUp;
use crate::findings::rule::Facts;
use crate::findings::storm_pack::words::spoken;
use crate::text::plural::{agree, count};
use crate::text::sentence::capital;
use std::collections::BTreeSet;

/// " No owner is on record." Only where follow-ups are known at all; nobody is named, and what is not on record may
/// well be somebody's all the same.
#[must_use]
pub(super) fn owner(facts: &Facts, family: &Family) -> String {
    if !facts.results.recurrence.has_follow_ups {
        return String::new();
    }
    let open: Vec<&FamilyFollowUp> = family.follow_ups.iter().filter(|item| item.open).collect();
    let n = open.len() as u64;
    let is_open = agree(n, "is", "are");
    match family.owned() {
        Owned::Nobody => " No owner is on record, and no follow-up is open.".to_owned(),
        Owned::OpenOnly(_) => {
            format!(" No owner is on record; {} {is_open} open{}{}.", count(n, "follow-up"), titles(&open), late(&open))
        }
        Owned::FollowUps(owned) => format!(
            " {} follow-{} {is_open} open{}{}, {}.",
            capital(&spoken(n)),
            agree(n, "up", "ups"),
            titles(&open),
            late(&open),
            with_owner(owned, n)
        ),
        Owned::Fix => format!(" An open follow-up for its fix, with an owner, is on record{}.", of_the_fix(&open)),
    }
}

/// ", past its day", and what else is open.
fn of_the_fix(open: &[&FamilyFollowUp]) -> String {
    let mut fixes = open.iter().filter(|item| item.fix && item.owner.is_some());
    let past = if fixes.all(|item| item.overdue) { ", but past its day" } else { "" };
    match open.len() as u64 {
        1 => past.to_owned(),
        n => format!("{past}; {} follow-ups are open in all{}{}", spoken(n), titles(open), late(open)),
    }
}

/// " under five titles": fifteen follow-ups that say the same five things are five things.
fn titles(open: &[&FamilyFollowUp]) -> String {
    let folded = |item: &&FamilyFollowUp| match promise::folded(&item.title) {
        title if title.is_empty() => format!("\u{1}{}\u{1}{}", item.row.number(), item.id),
        title => title,
    };
    let different = open.iter().map(folded).collect::<BTreeSet<String>>().len() as u64;
    if open.len() < 2 {
        String::new()
    } else {
        format!(" under {} {}", spoken(different), agree(different, "title", "titles"))
    }
}

/// ", 13 past their day".
fn late(open: &[&FamilyFollowUp]) -> String {
    let late = open.iter().filter(|item| item.overdue).count() as u64;
    match (late, open.len() as u64) {
        (0, _) => String::new(),
        (1, 1) => ", past its day".to_owned(),
        (late, all) if late == all => format!(", {} past their day", all_of(all)),
        (late, _) => format!(", {} past {} day", spoken(late), agree(late, "its", "their")),
    }
}

fn with_owner(owned: u64, all: u64) -> String {
    match (owned, all) {
        (1, 1) => "with an owner".to_owned(),
        (owned, all) if owned == all => format!("{} with an owner", all_of(all)),
        (owned, _) => format!("{} with an owner", spoken(owned)),
    }
}

fn all_of(n: u64) -> &'static str {
    if n == 2 { "both" } else { "all" }
}
