//! Records of the same incident become one incident.
//!
//! First what people say (`annotations`), then what the records state (`signals/`), then what is likely (`scored/`). Every
//! link says why it was made; explicit links are final, except against an annotation.

mod accounts;
pub mod annotations;
pub mod assemble;
pub mod attach;
pub mod clocks;
pub mod corrections;
pub mod data_set;
pub mod effort;
pub mod exposure;
pub mod groups;
pub mod interruptions;
pub mod involvement;
pub mod masking;
pub mod numbering;
pub mod precedence;
pub mod roster;
pub mod scored;
pub mod signals;
mod strays;
pub mod tables;
pub mod tickets;
pub mod union;

use crate::frame::columns::IncidentColumns;
use crate::frame::records::Records;
use crate::model::annotation::Annotation;
use crate::model::link::Link;
use crate::model::row::IncidentRow;
use crate::par;
use annotations::Bound;
use groups::Groups;
use scored::Compared;
use scored::difference::Steady;
use signals::{alert_keys, content, mentions, outage, references, versions};
use union::Union;

/// Thresholds of linking and of what is derived from linked records.
#[derive(Debug, Clone, Copy)]
pub struct LinkParams {
    /// Pages to one person within this many milliseconds of the first count once.
    pub interruption_gap: i64,
}

/// What linking found.
#[derive(Debug, Default)]
pub struct Linked {
    pub groups: Groups,
    /// In the order in which they were found, which is the order of the inputs.
    pub links: Vec<Link>,
    pub bound: Bound,
    /// Rows of records that people called duplicates, though one began a day or more after the other was over.
    pub again: Vec<(IncidentRow, IncidentRow)>,
    /// Tools whose clocks differ by a steady amount.
    pub steady: Vec<Steady>,
}

/// Brings records together: what people say first, then what the records state, then what is likely.
#[must_use]
pub fn link(columns: &IncidentColumns, records: &Records, annotations: &[Annotation]) -> Linked {
    let mut links = Vec::new();
    let entities = versions::entities(columns, records, &mut links);
    let mut union = Union::of(entities.newest.len());
    let stated = || {
        let bound = annotations::bind(annotations, columns, records, &entities, &mut union, &mut links);
        versions::unite(columns, records, &entities, &mut union, &mut links);
        let again = references::unite(columns, records, &entities, &mut union, &mut links);
        outage::unite(columns, &entities, &mut union, &mut links);
        alert_keys::unite(columns, &entities, &mut union, &mut links);
        content::unite(columns, records, &entities, &mut union, &mut links);
        mentions::unite(columns, &entities, &mut union, &mut links);
        (bound, again)
    };
    // What is compared hangs on records alone, and is made while what they state is followed.
    let ((bound, again), compared) = par::both(stated, || Compared::of(columns, &entities));
    let certain = entities.of_row.iter().map(|entity| union.root(*entity)).collect();
    let likely = |compared| scored::unite(compared, (columns, records), &entities, &mut union, &mut links);
    let steady = compared.map_or_else(Vec::new, likely);
    let groups = Groups { stated: certain, ..Groups::collect(columns, records, &entities, &mut union) };
    Linked { groups, links, bound, again, steady }
}
