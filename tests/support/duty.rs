//! Who is available is asked in one place, and the table of who took part agrees with it in every review of the suite.

use retroscope::analyse::duty::{Duty, on_call};
use retroscope::frame::read::Instants;
use retroscope::frame::{DataSet, col};
use retroscope::model::intervals::covers;
use retroscope::model::time::Window;

/// Fails where somebody took part "without being on call" in the middle of a shift, or "on call for another rota" outside of
/// all.
#[track_caller]
pub(crate) fn check(data: &DataSet) {
    let always = Window { start: i64::MIN / 4, end: i64::MAX / 4 };
    let (shifts, parts) = (on_call(data, always), data.involvement_view());
    let notified = Instants::of(&data.involvements, col::NOTIFIED_AT);
    let joined = Instants::of(&data.involvements, col::JOINED_AT);
    for row in 0..parts.len {
        let (Some(at), Some(person)) = (notified.get(row).or(joined.get(row)), parts.person.get(row)) else { continue };
        let available = shifts.get(&person).is_some_and(|own| covers(own, at));
        match Duty::read(parts.on_call.get(row)) {
            Duty::Off => assert!(!available, "{person:?} is called not on call at {at}, and has a shift"),
            Duty::OtherRota => {
                assert!(available, "{person:?} is called on call for another rota at {at}, and has no shift")
            }
            Duty::ForIt | Duty::Unknown => {}
        }
    }
}
