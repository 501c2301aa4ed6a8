//! The statements of two reports, by their ids.

use super::ComparedFolder;
use super::answer::{ClaimChange, ClaimChanges, MadeWith, NumberChange, StatementLine};
use crate::findings::Claim;
use crate::restate::{ChangeReason, Restatement};
use std::collections::{BTreeMap, BTreeSet};

/// Which came, went and changed.
pub(super) fn differences(
    then: &ComparedFolder,
    now: &ComparedFolder,
    figures: Option<&Restatement>,
    made_with: &MadeWith,
) -> ClaimChanges {
    let [before, after] = [then, now].map(|side| by_id(&side.findings.claims));
    let causes = Causes { of_incident: figures.map(reasons).unwrap_or_default(), figures, made_with };
    let line = |claim: &Claim| StatementLine {
        id: claim.id.clone(),
        grade: claim.grade.code(),
        sentence: claim.sentence.clone(),
        why: causes.of(&[claim]),
    };
    let lone = |of: &BTreeMap<&str, &Claim>, other: &BTreeMap<&str, &Claim>| -> Vec<StatementLine> {
        of.iter().filter(|(id, _)| !other.contains_key(*id)).map(|(_, claim)| line(claim)).collect()
    };
    let both = before.iter().filter_map(|(id, claim)| Some((*claim, *after.get(id)?)));
    let changed: Vec<ClaimChange> = both.clone().filter_map(|(a, b)| change(a, b, &causes)).collect();
    ClaimChanges {
        same: (both.count() - changed.len()) as u64,
        came: lone(&after, &before),
        went: lone(&before, &after),
        changed,
    }
}

fn by_id(claims: &[Claim]) -> BTreeMap<&str, &Claim> {
    claims.iter().map(|claim| (claim.id.as_str(), claim)).collect()
}

/// What differs between two statements of one id; `None` where nothing does that is said.
fn change(then: &Claim, now: &Claim, causes: &Causes) -> Option<ClaimChange> {
    let [before, after] = [then, now].map(figures_of);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = |a: Option<f64>, b: Option<f64>| a.map(f64::to_bits) != b.map(f64::to_bits);
    let numbers: Vec<NumberChange> = names
        .into_iter()
        .map(|name| NumberChange { name: name.clone(), values: [&before, &after].map(|side| side.get(name).copied()) })
        .filter(|number| {
            let [a, b] = number.values;
            differs(a, b)
        })
        .collect();
    let is_same = numbers.is_empty() && then.grade == now.grade && then.sentence == now.sentence;
    (!is_same).then(|| ClaimChange {
        id: now.id.clone(),
        grades: [then.grade.code(), now.grade.code()],
        numbers,
        sentences: [then.sentence.clone(), now.sentence.clone()],
        why: causes.of(&[then, now]),
    })
}

/// The numbers of a statement, with n and the ends of its range.
fn figures_of(claim: &Claim) -> BTreeMap<String, f64> {
    let mut all = claim.numbers.clone();
    all.extend(claim.n.map(|n| ("n".to_owned(), n as f64)));
    if let Some([low, high]) = claim.interval {
        all.extend([("interval_low".to_owned(), low), ("interval_high".to_owned(), high)]);
    }
    all.extend(claim.q.map(|q| ("q".to_owned(), q)));
    all
}

/// The reasons by incident.
fn reasons(found: &Restatement) -> BTreeMap<&str, BTreeSet<ChangeReason>> {
    let mut all: BTreeMap<&str, BTreeSet<ChangeReason>> = BTreeMap::new();
    for step in found.figures.iter().flat_map(|figure| &figure.steps) {
        for id in &step.incident_ids {
            all.entry(id).or_default().insert(step.reason);
        }
    }
    all
}

/// Why statements differ, as far as it can be told.
struct Causes<'a> {
    of_incident: BTreeMap<&'a str, BTreeSet<ChangeReason>>,
    figures: Option<&'a Restatement>,
    made_with: &'a MadeWith,
}

impl Causes<'_> {
    /// What changed in the incidents of these statements; else what else differs between the reports.
    fn of(&self, claims: &[&Claim]) -> Vec<String> {
        let ids = claims.iter().flat_map(|claim| &claim.incident_ids);
        let own: BTreeSet<ChangeReason> =
            ids.filter_map(|id| self.of_incident.get(id.as_str())).flatten().copied().collect();
        if !own.is_empty() {
            return own.into_iter().map(|reason| reason.words().to_owned()).collect();
        }
        let mut rest = Vec::new();
        if self.figures.is_none() {
            rest.push("another period".to_owned());
        }
        let made_with = self.made_with;
        let others = [
            (made_with.has_other_inputs(), "other inputs"),
            (!made_with.settings.is_empty(), "other settings"),
            (made_with.version.is_some(), "another version"),
        ];
        rest.extend(others.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what.to_owned()));
        rest
    }
}
