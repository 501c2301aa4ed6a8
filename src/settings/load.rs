//! `[load]` as the parameters of the analysis.

use crate::analyse::load::Params;
use crate::analyse::load::params::{Thresholds, Warning};
use crate::model::time::{DAY, HOUR, MINUTE, Millis};
use crate::settings::table::Load;

/// The thresholds; `gap` is how close together pages count once, `seed` where random draws begin. Ranges are checked already.
///
/// # Errors
/// Bouts that are shorter than the gap.
pub fn params(stated: &Load, gap: Millis, seed: u64) -> Result<Params, String> {
    if stated.bout_min.saturating_mul(MINUTE) < gap {
        return Err(format!(
            "load.bout_min is {} minutes, which is shorter than hours.interruption_gap_s; a bout holds interruptions",
            stated.bout_min
        ));
    }
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let flags = &stated.flags;
    Ok(Params {
        gap,
        bout: stated.bout_min * MINUTE,
        night_work: stated.night_work_min * MINUTE,
        shift: stated.shift_h * HOUR,
        shift_incidents: count(stated.shift_incidents),
        on_call_share: stated.on_call_percent as f64 / 100.0,
        flags: Thresholds {
            incidents: count(flags.incidents),
            nights: count(flags.nights),
            run: count(flags.run),
            rest_hours: count(flags.rest_h),
            weekends: count(flags.weekends),
            overlap_hours: count(flags.overlap_h),
        },
        seed,
        warning: Warning {
            lead: stated.warning_lead_days * DAY,
            days: usize::try_from(stated.warning_days).unwrap_or(7),
            ..Warning::default()
        },
        ..Params::default()
    })
}
