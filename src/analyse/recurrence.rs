//! **Question.** Which problems keep coming back?
//! **Method.** Incidents that share a problem record, or a title that is the same once numbers, hosts, times and the
//! like are masked, form a family. Members less than 24 h apart are one occurrence. A famous bug occurred at least three
//! times within 180 days, spread over 14 days or more, and was over for seven days before it came again. A claimed fix is
//! held against the silence after it, by the exact conditional test.
//! **Needs.** Problem records or titles. All history is used; the period is only where a family is looked at.
//! **Silent when.** There are neither titles nor problem records.
//! **Known bias.** The same problem under another title is missed, so figures are a lower bound. History has a
//! beginning: what is new to the data need not be new.

pub mod auto_resolve;
pub mod break_even;
mod commonplace;
pub mod cost;
pub mod evidence;
pub mod family;
pub mod fixes;
mod generic;
pub mod groups;
pub mod history;
pub mod ledger;
pub mod links;
mod name;
pub mod occurrences;
pub mod rate;
pub mod share;
pub mod split;
pub mod text_matches;
mod titles;
mod wording;

use crate::analyse::Analysis;
use crate::frame::DataSet;
use crate::model::column::Column;
use crate::model::row::{FamilyIx, IncidentIx};
use crate::model::time::{DAY, Millis};
use crate::stats::multiplicity;
use auto_resolve::Audit;
use cost::Cost;
pub use family::Family;
use generic::Vocabulary;
use groups::FamilySensitivity;
use ledger::LedgerEntry;
use links::Links;
pub use share::Share;
pub use split::Novelty;
use std::collections::BTreeMap;
use titles::Titles;

/// How far back an earlier occurrence counts for the share of recurring incidents.
pub const LOOK_BACK: Millis = 365 * DAY;

pub struct Recurrence;

#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Least probability, 0..1, that two texts tell of one problem, where the texts themselves ask for less. A famous bug is
    /// believed once it is printed, so it takes more than a list of duplicates that somebody checks.
    pub least_likeness: f64,
    /// Hours that a fix may take, each a case of its own.
    pub fix_hours: Vec<f64>,
    /// So much work in sleep hours disturbs a night, as in the analysis of load.
    pub night_work: Millis,
}

impl Default for Params {
    fn default() -> Self {
        let night_work = crate::analyse::load::Params::default().night_work;
        Self { least_likeness: 0.38, fix_hours: break_even::CASES.to_vec(), night_work }
    }
}

pub struct Output {
    /// In order of family id.
    pub families: Column<FamilyIx, Family>,
    /// The family of each incident.
    pub family_of: Column<IncidentIx, Option<FamilyIx>>,
    /// What hangs on the likeness that was asked for; `None` with very many texts.
    pub sensitivity: Option<FamilySensitivity>,
    pub share: Share,
    /// The quarters of the run, oldest first.
    pub split: Vec<Novelty>,
    /// Sum of all known hands-on time in the data, and on incidents of the period.
    pub responder_s: Option<f64>,
    pub responder_period_s: Option<f64>,
    /// Any export holds follow-ups; without them nobody can be said to own nothing.
    pub has_follow_ups: bool,
    /// All included incidents, in the order of the table.
    pub ledger: Vec<LedgerEntry>,
    pub audit: Audit,
    /// Members that joined or left families of an earlier report, in the order of that report.
    pub changes: Vec<history::MemberChange>,
}

impl Output {
    /// Families with at least two of these incidents and how many each has; most first, then by id.
    #[must_use]
    pub fn families_among<'a>(&'a self, rows: &[IncidentIx]) -> Vec<(&'a Family, u64)> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for id in rows.iter().filter_map(|row| self.family_id(*row)) {
            *counts.entry(id).or_insert(0) += 1;
        }
        let count = |f: &'a Family| Some((f, counts.get(f.family_id.as_str()).copied().filter(|n| *n >= 2)?));
        // A label is perhaps not one problem, and a problem that occurred once was not seen before.
        let known = self.families.iter().filter(|f| f.recurs());
        let mut found: Vec<(&Family, u64)> = known.filter_map(count).collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.family_id.cmp(&b.0.family_id)));
        found
    }

    /// Public id of the family of an incident row.
    #[must_use]
    pub fn family_id(&self, row: IncidentIx) -> Option<&str> {
        self.family_of[row].map(|family| self.families[family].family_id.as_str())
    }
}

impl Analysis for Recurrence {
    type Params = Params;
    type Output = Output;

    fn run(data: &DataSet, params: &Params) -> Output {
        let view = data.incident_view();
        let vocabulary = Vocabulary::of(&view);
        let titles = Titles::of(&view, &vocabulary);
        let links = Links::of(data, &view);
        let efforts = cost::efforts(data, view.len());
        let follow_ups = fixes::follow_ups(data);
        let source = family::FamilySource {
            data,
            view: &view,
            efforts: &efforts,
            follow_ups: &follow_ups,
            fix_hours: &params.fix_hours,
        };
        let (found, sensitivity) = groups::find((data, &view), (&titles, &vocabulary), &links, params.least_likeness);
        let names = name::all(&found, &titles, &view);
        let mut families: Vec<Family> =
            found.into_iter().zip(names).map(|(group, name)| source.family(group, name)).collect();
        // Rows are in order of incident id, so the smallest row is the smallest id.
        families.sort_by_key(|f| (f.first_seen.is_none(), f.first_seen, f.rows.first().copied()));
        let changes = history::settle(data, &mut families);
        let mut families: Column<FamilyIx, Family> = families.into();
        let mut family_of: Column<IncidentIx, Option<FamilyIx>> = Column::filled(view.len(), None);
        for (number, family) in families.enumerate() {
            family.rows.iter().for_each(|&row| family_of[row] = Some(number));
        }
        spend((data, params.night_work), &efforts, &mut families, &family_of);
        adjust(&mut families);
        let known = share::ShareBase {
            data,
            view: &view,
            titles: &titles,
            families: &families,
            family_of: &family_of,
            links: &links,
        };
        let rows = || view.rows();
        let share = share::share(&known);
        Output {
            split: split::quarters(&known, share.look_back_days),
            share,
            responder_s: cost::sum_of(&efforts, rows()),
            responder_period_s: cost::sum_of(&efforts, rows().filter(|row| view.in_period.get(*row))),
            has_follow_ups: data.follow_ups.height() > 0,
            ledger: ledger::entries(data, &families, &family_of, &follow_ups),
            audit: auto_resolve::audit(data, &families, &family_of),
            changes,
            sensitivity,
            families,
            family_of,
        }
    }
}

fn spend(
    (data, night_work): (&DataSet, Millis),
    efforts: &Column<IncidentIx, Option<f64>>,
    families: &mut Column<FamilyIx, Family>,
    family_of: &Column<IncidentIx, Option<FamilyIx>>,
) {
    let rows: Vec<&[IncidentIx]> = families.iter().map(|family| family.rows.as_slice()).collect();
    let costs = cost::costs(data, efforts, &rows, family_of, night_work);
    for (family, cost) in families.iter_mut().zip(costs) {
        family.cost = cost;
    }
    let all: Vec<&Cost> = families.iter().map(|family| &family.cost).collect();
    let told = cost::told(data, &all, family_of);
    for (family, told) in families.iter_mut().zip(told) {
        family.told = told;
    }
}

/// All families with enough occurrences are looked at for a rising rate, so all of them count.
fn adjust(families: &mut Column<FamilyIx, Family>) {
    let p: Vec<Option<f64>> = families.iter().map(|f| f.halves.as_ref().map(|h| h.ratio.p)).collect();
    for (family, q) in families.iter_mut().zip(multiplicity::adjust(&p)) {
        family.halves.iter_mut().for_each(|halves| halves.q = q);
    }
}
