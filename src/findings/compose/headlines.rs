//! Which claims a leader reads first.

use crate::findings::rule::Part;
use crate::findings::tree::Tree;
use crate::findings::{Claim, Grade};
use std::cmp::Reverse;

/// Nobody acts on more.
const MOST_HEADLINES: usize = 5;
/// A section that fills the page hides the others.
const MOST_OF_ONE: usize = 2;
/// A collection that stopped stands before all else, because no other figure can be read without it. Problems that keep
/// coming back stand next: they are what a review can change.
const BEFORE_ALL: &str = "volume.collection-stopped";
const FIRST: &[&str] = &["recurrence.famous-bug", "recurrence.came-back"];

/// At most five claim ids: the best of every section, then their second best; each round by grade, then weight. A
/// recurring problem stands first. What can't be assessed is no headline, and neither is a weak signal.
#[must_use]
pub fn choose(parts: &[Part], tree: &Tree) -> Vec<String> {
    let offered: Vec<Vec<&Claim>> = parts.iter().map(|part| offered(part, tree)).collect();
    let mut chosen: Vec<&Claim> = Vec::new();
    for round in 0..MOST_OF_ONE {
        // Parts come in the order of the report; the sort is stable, so that order decides between equals.
        let mut claims: Vec<&Claim> = offered.iter().filter_map(|claims| claims.get(round).copied()).collect();
        claims.sort_by(|a, b| {
            let later = |c: &Claim| round > 0 || !FIRST.contains(&c.code.as_str());
            let key = |c: &Claim| (c.code != BEFORE_ALL, later(c), Reverse(c.grade.reach()));
            key(a).cmp(&key(b)).then(b.weight.total_cmp(&a.weight))
        });
        chosen.extend(claims);
    }
    chosen.into_iter().take(MOST_HEADLINES).map(|c| c.id.clone()).collect()
}

fn offered<'a>(part: &'a Part, tree: &Tree) -> Vec<&'a Claim> {
    let claim = |id: &String| part.claims.iter().find(|c| c.id == *id);
    let usable = part.headlines.iter().filter_map(claim).filter(|c| carries(c.grade) && stands(c, tree));
    usable.take(MOST_OF_ONE).collect()
}

/// Facts and evidence. A weak signal is folded away: of twenty that look like it, several are chance.
fn carries(grade: Grade) -> bool {
    grade.is_at_least(Grade::Fact)
}

/// What was tested stands where its q over everything that may become a headline is small; evidence without a test for a
/// headline is none.
fn stands(claim: &Claim, tree: &Tree) -> bool {
    tree.carries_headline(&claim.id).unwrap_or(claim.grade == Grade::Fact)
}
