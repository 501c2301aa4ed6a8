//! Families keep the number and the name that an earlier report gave them, and every change of their members is listed.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::evidence::TieSign;
use crate::frame::DataSet;
use crate::frame::col;
use crate::frame::dataset::IncidentView;
use crate::frame::read::Texts;
use crate::model::family::EarlierFamily;
use crate::model::row::IncidentIx;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Why an incident is in a family now, or is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberReason {
    /// How it was joined: a shared problem record, an annotation, the same title, or a text that is alike.
    Joined(TieSign),
    /// The others were joined to it.
    First,
    /// No input holds it any more.
    NotInInputs,
    /// A rule or an annotation leaves it out now.
    Excluded,
    /// It is in this family now.
    MovedTo(String),
    /// Nothing is like it any more.
    Alone,
}

/// One incident that joined a family of an earlier report, or left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberChange {
    pub family_id: String,
    /// As in this report, or as the earlier one had it where this one has it no more.
    pub incident_id: String,
    pub joined: bool,
    pub reason: MemberReason,
}

/// Number of a family as people count them; `None` for another form.
fn number(id: &str) -> Option<u64> {
    id.strip_prefix("FB-")?.parse().ok()
}

/// Rows of incidents by tool and native id of each of their records. The middle part of a record id says only which
/// export it was read from.
pub struct IncidentPlaces<'a> {
    rows: FxHashMap<(&'a str, &'a str), IncidentIx>,
}

impl<'a> IncidentPlaces<'a> {
    /// Every record id of the incident table, with its row.
    #[must_use]
    pub fn of(records: Texts<'a, IncidentIx>, view: &IncidentView<'a>) -> Self {
        let mut rows = FxHashMap::default();
        for row in view.rows() {
            let ids = view.id.get(row).into_iter().chain(records.get(row).unwrap_or("").split(';'));
            for key in ids.filter_map(key) {
                rows.entry(key).or_insert(row);
            }
        }
        Self { rows }
    }

    /// The row of the incident that one of these records tells of.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<IncidentIx> {
        self.rows.get(&key(id)?).copied()
    }
}

fn key(id: &str) -> Option<(&str, &str)> {
    let id = id.trim();
    let mut parts = id.splitn(3, ':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(tool), Some(_), Some(native)) => Some((tool, native)),
        _ => (!id.is_empty()).then_some(("", id)),
    }
}

/// Gives every family its id and takes over the names of an earlier report, then sorts them by id. Returns the changes.
pub fn settle(data: &DataSet, families: &mut [Family]) -> Vec<MemberChange> {
    let view = data.incident_view();
    let places = IncidentPlaces::of(data.incident_texts(col::RECORD_IDS), &view);
    let earlier = &merged(&data.earlier_families);
    let rows: Vec<BTreeSet<IncidentIx>> =
        earlier.iter().map(|e| e.incident_ids.iter().filter_map(|id| places.row(id)).collect()).collect();
    let adopted = adopt(families, earlier, &rows);
    for (&family, &known) in &adopted {
        if let (Some(family), Some(known)) = (families.get_mut(family), earlier.get(known)) {
            family.family_id.clone_from(&known.family_id);
            family.name.clone_from(&known.name);
        }
    }
    let mut next = earlier.iter().filter_map(|e| number(&e.family_id)).max().unwrap_or(0);
    for (_, family) in families.iter_mut().enumerate().filter(|(at, _)| !adopted.contains_key(at)) {
        next += 1;
        family.family_id = format!("FB-{next:02}");
    }
    let changes = changes(earlier, &view, families, &adopted, &rows, &places);
    families.sort_by(|a, b| {
        let key = |f: &Family| (number(&f.family_id).is_none(), number(&f.family_id));
        key(a).cmp(&key(b)).then_with(|| a.family_id.cmp(&b.family_id))
    });
    changes
}

/// One entry per id: the same table may come in two formats, and two reports may list the same problem. Another problem
/// under a number that is taken is left out.
fn merged(stated: &[EarlierFamily]) -> Vec<EarlierFamily> {
    let mut merged: Vec<EarlierFamily> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for family in stated.iter().filter(|f| !f.family_id.is_empty()) {
        let at = *index.entry(&family.family_id).or_insert(merged.len());
        let Some(known) = merged.get_mut(at) else {
            merged.push(family.clone());
            continue;
        };
        let own: BTreeSet<&str> = known.incident_ids.iter().map(String::as_str).collect();
        let is_same = known.name == family.name || family.incident_ids.iter().any(|id| own.contains(id.as_str()));
        let more: Vec<String> = family.incident_ids.iter().filter(|id| !own.contains(id.as_str())).cloned().collect();
        if is_same {
            known.incident_ids.extend(more);
        }
    }
    merged
}

/// Which earlier family each family goes on with: most common incidents first, then the same name; each at most once.
fn adopt(families: &[Family], earlier: &[EarlierFamily], rows: &[BTreeSet<IncidentIx>]) -> BTreeMap<usize, usize> {
    let mut family_of: FxHashMap<IncidentIx, usize> = FxHashMap::default();
    for (at, family) in families.iter().enumerate() {
        family_of.extend(family.rows.iter().map(|row| (*row, at)));
    }
    let mut common: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for (known, rows) in rows.iter().enumerate() {
        for family in rows.iter().filter_map(|row| family_of.get(row)) {
            *common.entry((known, *family)).or_insert(0) += 1;
        }
    }
    let mut pairs: Vec<(u64, usize, usize)> = common.into_iter().map(|((known, at), n)| (n, known, at)).collect();
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, family) in families.iter().enumerate() {
        names.entry(&family.name).or_insert(at);
    }
    let named = earlier.iter().enumerate().filter_map(|(known, e)| Some((0, known, *names.get(e.name.as_str())?)));
    let mut adopted: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (_, known, family) in pairs.into_iter().chain(named) {
        let Some(id) = earlier.get(known).map(|e| e.family_id.as_str()).filter(|id| !id.is_empty()) else { continue };
        if !adopted.contains_key(&family) && taken.insert(id) {
            adopted.insert(family, known);
        }
    }
    adopted
}

fn changes(
    known: &[EarlierFamily],
    view: &IncidentView,
    families: &[Family],
    adopted: &BTreeMap<usize, usize>,
    rows: &[BTreeSet<IncidentIx>],
    places: &IncidentPlaces,
) -> Vec<MemberChange> {
    let goes_on: BTreeMap<usize, &Family> =
        adopted.iter().filter_map(|(at, known)| Some((*known, families.get(*at)?))).collect();
    let mut found = Vec::new();
    for (known, earlier) in known.iter().enumerate() {
        let now = goes_on.get(&known).copied();
        let before = rows.get(known);
        let joined = now.into_iter().flat_map(|f| &f.rows).filter(|row| before.is_none_or(|set| !set.contains(row)));
        let ties = now.into_iter().flat_map(|f| &f.ties);
        let signs: FxHashMap<IncidentIx, TieSign> = ties.filter_map(|tie| Some((tie.row, tie.joined?.0))).collect();
        let reason = |row: IncidentIx| signs.get(&row).map_or(MemberReason::First, |sign| MemberReason::Joined(*sign));
        let id = |row: IncidentIx| view.id.get(row).unwrap_or("").to_owned();
        let change = |incident_id: String, joined: bool, reason: MemberReason| MemberChange {
            family_id: earlier.family_id.clone(),
            incident_id,
            joined,
            reason,
        };
        found.extend(joined.map(|row| change(id(*row), true, reason(*row))));
        for stated in &earlier.incident_ids {
            let row = places.row(stated);
            if row.is_some_and(|row| now.is_some_and(|f| f.rows.binary_search(&row).is_ok())) {
                continue;
            }
            let named = row.map_or_else(|| stated.clone(), id);
            found.push(change(named, false, why_gone(view, families, row)));
        }
    }
    found
}

fn why_gone(view: &IncidentView, families: &[Family], row: Option<IncidentIx>) -> MemberReason {
    let Some(row) = row else { return MemberReason::NotInInputs };
    if !view.included.get(row) {
        return MemberReason::Excluded;
    }
    let family = families.iter().find(|f| f.rows.binary_search(&row).is_ok());
    family.map_or(MemberReason::Alone, |f| MemberReason::MovedTo(f.family_id.clone()))
}
