//! Who is named as the resolver, where no export says who was paged or what people did. It says who closed records, and
//! nothing about interruptions, nights or work.

use crate::frame::DataSet;
use std::collections::BTreeMap;

/// Fewest incidents with a named resolver to say anything.
pub const MIN_INCIDENTS: u64 = 20;

/// Included incidents of the period by the person named as resolver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Resolvers {
    /// Incidents with a person as resolver, and other resolved or closed ones.
    pub incidents: u64,
    pub others: u64,
    pub people: u64,
    /// Fewest people who together resolved half, and four fifths, of them.
    pub half: u64,
    pub four_fifths: u64,
}

impl Resolvers {
    /// `None` with too few incidents. Every incident has one resolver, so the fewest people are those with most. O(n).
    #[must_use]
    pub fn of(data: &DataSet) -> Option<Self> {
        let view = data.incident_view();
        let mut counts: BTreeMap<&str, u64> =
            data.people.iter().filter(|p| !p.machine).map(|p| (p.pseudonym.as_str(), 0)).collect();
        let mut found = Self::default();
        for row in view.rows().filter(|row| view.included.get(*row) && view.in_period.get(*row)) {
            match view.resolved_by.get(row).and_then(|who| counts.get_mut(who)) {
                Some(n) => *n += 1,
                None => found.others += u64::from(view.resolved.get(row).or(view.closed.get(row)).is_some()),
            }
        }
        let mut counts: Vec<u64> = counts.into_values().filter(|n| *n > 0).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        (found.incidents, found.people) = (counts.iter().sum(), counts.len() as u64);
        let fewest = |part: u64, whole: u64| {
            let reached = counts.iter().scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            });
            1 + reached.take_while(|sum| sum * whole < found.incidents * part).count() as u64
        };
        (found.half, found.four_fifths) = (fewest(1, 2), fewest(4, 5));
        (found.incidents >= MIN_INCIDENTS).then_some(found)
    }
}
