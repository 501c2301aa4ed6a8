//! How much of a rotation's time would be above with one more person on call.

use crate::analyse::overlap::rotation_staffing::OfRotation;
use crate::analyse::overlap::rotations::Rotation;
use crate::analyse::overlap::staffing::{QUARTER, Staffed};
use crate::findings::draft::{self, figures_column, length, numbers, quoted, words_column};
use crate::findings::overlap::staffing::NONE_SEEN;
use crate::findings::overlap::{bare_hours, rotations};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Grade, Table};
use crate::text::plural::count_of;
use crate::text::{clip, duration, number};

/// Less than this above in a quarter is as good as nothing.
const LITTLE: f64 = 3_600_000.0;

/// Rotations with their simulation, whether they may be shown, in the order of rotations.
fn all<'a>(facts: &'a Facts) -> Vec<(&'a Rotation, &'a OfRotation, bool)> {
    let Some(known) = rotations::known(facts) else { return Vec::new() };
    let shown = rotations::shown(known);
    let of = |found: &'a OfRotation| shown.get(found.rotation).map(|(r, is_shown)| (*r, found, *is_shown));
    facts.results.overlap.rotation_staffing.iter().filter_map(of).collect()
}

/// The rotation with most above; nothing where none of those that may be shown has an hour of it.
#[must_use]
pub fn claim(facts: &Facts) -> Option<Claim> {
    let most = |(_, found, _): &(&Rotation, &OfRotation, bool)| found.rows[0].median;
    let shown = all(facts).into_iter().filter(|(_, _, shown)| *shown);
    let (rotation, found, _) = shown
        .filter(|one| most(one) >= LITTLE)
        .max_by(|a, b| most(a).total_cmp(&most(b)).then_with(|| b.0.name.cmp(&a.0.name)))?;
    let mut claim = draft::claim(facts, "overlap.rotation-staffing", "");
    claim.grade = Grade::Weak;
    claim.basis = Basis::Inferred;
    claim.method = format!(
        "Draws of {QUARTER} weeks from the whole weeks of the period; time with more of the rotation's own incidents open than people."
    );
    claim.n = Some(rotation.rows.len() as u64);
    let [now, more] = &found.rows;
    claim.sentence = format!(
        "A quarter whose {QUARTER} weeks are like those of {} may have more incidents of {} open than people on call {}, and {}.",
        claim.period,
        quoted(&rotation.name),
        part(now),
        part(more)
    );
    claim.caveats.push("This assumes that next quarter's weeks are like these, that each open incident takes one person all the time, and that incidents last as long with more people.".to_owned());
    claim.interval = Some(now.range.map(hours));
    numbers(
        &mut claim,
        [
            ("on_call_now", Some(f64::from(found.now))),
            ("hours_above_now", Some(hours(now.median))),
            ("hours_above_with_one_more", Some(hours(more.median))),
        ],
    );
    Some(claim)
}

fn hours(ms: f64) -> f64 {
    ms / 3_600_000.0
}

/// "for about 86 hours (plausible 40–130) with 1 person".
fn part(row: &Staffed) -> String {
    if row.range[1] <= 0.0 {
        let people = count_of(row.people.into(), "person", "people");
        return format!("at no time with {people}, as in all the weeks drawn from");
    }
    format!(
        "for about {} (plausible {}–{}) with {}",
        duration::hours(row.median / 1_000.0),
        bare_hours(row.range[0]),
        bare_hours(row.range[1]),
        count_of(row.people.into(), "person", "people")
    )
}

/// All rotations, most above first.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let mut all = all(facts);
    if all.iter().all(|(_, _, shown)| !shown) {
        return None;
    }
    let most = |(_, found, shown): &(&Rotation, &OfRotation, bool)| if *shown { found.rows[0].median } else { -1.0 };
    all.sort_by(|a, b| most(b).total_cmp(&most(a)).then_with(|| a.0.name.cmp(&b.0.name)));
    let drawn = |row: &Staffed| {
        if row.range[1] <= 0.0 {
            return NONE_SEEN.to_owned();
        }
        let [low, high] = row.range.map(|ms| length(ms / 1_000.0));
        format!("{} ({low} to {high})", length(row.median / 1_000.0))
    };
    let rows = all.into_iter().map(|(rotation, found, shown)| {
        let name = clip::truncate(&rotation.name, 60);
        if !shown {
            return std::iter::once(name).chain(std::iter::repeat_n("not shown".to_owned(), 4)).collect();
        }
        let [now, more] = &found.rows;
        vec![name, number::thousands(found.now.into()), length(now.observed as f64 / 1_000.0), drawn(now), drawn(more)]
    });
    let columns = ["on call most of the time", "above in the period", "in a quarter like it", "with one more person"];
    Some(draft::table(
        "staffing-by-rotation",
        "Each rotation with one more person on call",
        "Time with more incidents of the rotation open than people, in the whole weeks of the period, and in quarters of 13 weeks drawn from them with the range of 95 of 100 draws. Each figure supposes the same number of people at all times. Rotations of fewer than five people are not shown, nor are others by which a total would give them away; one without an open incident in these weeks is left out.",
        [words_column("rotation")].into_iter().chain(columns.into_iter().map(figures_column)).collect(),
        rows.collect(),
        "data/shifts.csv, which --people writes",
    ))
}
