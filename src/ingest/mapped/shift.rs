//! Rows that are stretches on call: a rota kept in a table.

use super::fields::Target;
use super::{Lookup, Mapped, named};
use crate::ingest::Output;
use crate::ingest::lenient::stamp;
use crate::model::origin::Origin;
use crate::model::record::{Body, Record, StatedShift};
use crate::model::reject::Reason;

impl Mapped {
    pub(super) fn read_shift(&self, from: &Lookup, origin: &Origin, out: &mut Output) {
        let of = |target: Target| {
            let place = self.columns.iter().find(|place| place.target == target);
            place.and_then(|place| self.values(place, from).into_iter().next()).unwrap_or_default()
        };
        let (person, start) = (of(Target::Person), of(Target::StartsAt));
        if person.is_empty() || start.is_empty() {
            let detail = "the row names no person or no beginning, so it is no stretch on call";
            return out.reject(origin, "", Reason::NoIdentifier, detail);
        }
        let id = of(Target::Id);
        let native_id = if id.is_empty() { format!("{}/{person}/{start}", of(Target::Schedule)) } else { id };
        let shift = StatedShift {
            person: named(&person),
            schedule: of(Target::Schedule),
            policy: of(Target::Team),
            level: of(Target::Level).parse().ok(),
            start: stamp(&start, "starts_at"),
            end: stamp(&of(Target::EndsAt), "ends_at"),
        };
        out.records.push(Record {
            origin: origin.clone(),
            source: self.mapping.name.clone(),
            role: self.mapping.role.role(),
            entity: "shift",
            native_id,
            body: Body::Shift(Box::new(shift)),
        });
    }
}
