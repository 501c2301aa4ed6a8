//! `[load]` as the parameters of the analysis.

use crate::analyse::load::Params;
use crate::analyse::load::params::{FlagThresholds, Lines, Warning};
use crate::model::time::{DAY, HOUR, MINUTE, Millis};
use crate::settings::table::{Load, Verdict};

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
    let flags = &stated.flags;
    Ok(Params {
        gap,
        bout: stated.bout_min * MINUTE,
        night_work: stated.night_work_min * MINUTE,
        shift: stated.shift_h * HOUR,
        shift_incidents: count(stated.shift_incidents),
        on_call_share: stated.on_call_percent as f64 / 100.0,
        flags: FlagThresholds {
            incidents: count(flags.incidents),
            nights: count(flags.nights),
            run: count(flags.run),
            rest_hours: count(flags.rest_h),
            weekends: count(flags.weekends),
            overlap_hours: count(flags.overlap_h),
        },
        lines: lines(&stated.verdict),
        seed,
        warning: Warning {
            lead: stated.warning_lead_days * DAY,
            days: usize::try_from(stated.warning_days).unwrap_or(7),
            ..Warning::default()
        },
        ..Params::default()
    })
}

fn count(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn lines(stated: &Verdict) -> Lines {
    let share = |percent: i64| percent as f64 / 100.0;
    Lines {
        shifts: share(stated.shifts_percent),
        nights: count(stated.nights),
        weeks: count(stated.weeks),
        people: share(stated.people_percent),
        above: share(stated.above_percent),
        flags: count(stated.flags),
        flagged_weeks: count(stated.flagged_weeks),
        mild: share(stated.mild_percent),
        mild_pages: count(stated.mild_pages),
        mild_severity: u32::try_from(stated.mild_severity).unwrap_or(4),
        least_people: count(stated.least_people),
        least_shifts: count(stated.least_shifts),
    }
}
