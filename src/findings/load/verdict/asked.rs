//! What is asked because of the verdicts: of the rotations, or teams, that are not calm, and of what woke each of them.

use super::{Said, kind, lines, pressed, reasons, verdicts};
use crate::analyse::load::verdict::{LoadVerdict, OnCallUnit, Verdicts};
use crate::findings::draft::quoted;
use crate::findings::load::hangs;
use crate::findings::rule::Facts;

/// One that is not calm.
pub struct First {
    /// In quotation marks.
    pub name: String,
    pub state: LoadVerdict,
    pub reason: String,
    /// Whether it is so for no other reason than that incidents lie open beside each other.
    pub only_open: bool,
    /// Incidents still open where the verdict hangs on them: how many, what it would be without them, and the share of
    /// time above then.
    pub open: Option<(u64, LoadVerdict, String)>,
}

/// What relieves a unit, as it is asked for.
pub const RELIEF: &str = "a second person on call, fewer pages at night, or rest after them";

/// The first of those that are not calm, with what makes it so.
#[must_use]
pub fn first(facts: &Facts) -> Option<First> {
    let (all, _) = verdicts(facts)?;
    let (unit, state) = pressed(facts).into_iter().next()?;
    asked(facts, all, unit, state)
}

/// All that are over the line, by name.
#[must_use]
pub fn over(facts: &Facts) -> Vec<First> {
    let Some((all, _)) = verdicts(facts) else { return Vec::new() };
    let over = pressed(facts).into_iter().filter(|(_, state)| *state == LoadVerdict::Over);
    over.filter_map(|(unit, state)| asked(facts, all, unit, state)).collect()
}

fn asked(facts: &Facts, all: &Verdicts, unit: &OnCallUnit, state: LoadVerdict) -> Option<First> {
    let mut said = Said { days: true, ..Said::default() };
    let reason = reasons(facts, &unit.parts, &mut said).into_iter().next()?;
    let (crossed, signs) = (unit.parts.crossed(lines(facts), 0.5), unit.parts.signs(lines(facts), 1.0));
    let only_open = crossed == [false; 3] && signs == [false, false, true];
    let open = hangs::on_open(&hangs::of(facts, unit, kind(all) == "team"));
    Some(First { name: quoted(&unit.name), state, reason, only_open, open })
}

/// The unit judged with most mild pages at night: "rotation" or "team", its name, these pages and all of its night pages.
/// Nothing where two have as many.
#[must_use]
pub fn mildest(facts: &Facts) -> Option<(&'static str, String, [u64; 2])> {
    let (all, told) = verdicts(facts)?;
    let most = told.iter().map(|unit| unit.parts.mild).max().filter(|n| *n > 0)?;
    let mut with = told.iter().filter(|unit| unit.parts.mild == most);
    let unit = with.next().filter(|_| with.next().is_none())?;
    Some((kind(all), quoted(&unit.name), [most, unit.parts.night_pages]))
}

/// "rotation" or "team", and those of them that are judged, by name.
#[must_use]
pub fn units<'a>(facts: &Facts<'a>) -> Option<(&'static str, Vec<&'a OnCallUnit>)> {
    verdicts(facts).map(|(all, told)| (kind(all), told))
}
