//! Stated facts to typed values, one record at a time. What changes a value leaves a remark.
//!
//! Rules run in this order: texts, status and severity, times, people, exclusion.

pub mod amount;
pub mod annotation;
pub mod areas;
pub mod calendar;
pub mod cases;
pub mod custom;
pub mod earlier;
pub mod exclusion;
pub mod holiday;
pub mod identity;
pub mod incident;
pub mod intake;
pub mod keyed;
pub mod ledgers;
pub mod lengths;
pub mod loaded;
pub mod machines;
pub mod mask;
pub mod moments;
pub mod names;
pub mod note;
pub mod people;
pub mod plain_text;
pub mod planned;
pub mod rehearsed;
pub mod roll_up;
pub mod severity;
pub mod stamp;
pub mod status;
pub mod story;
pub mod time;
mod trouble;

use crate::model::record::Stamp;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::RecordRow;
use crate::model::time::Millis;
use areas::{AliasesOfKind, Hierarchy};
use chrono_tz::Tz;
use severity::Crosswalk;
use std::collections::BTreeMap;
use time::TimeContext;

/// What the settings say about normalisation.
#[derive(Debug, Clone, Default)]
pub struct NormaliseParams {
    pub crosswalk: Crosswalk,
    /// Aliases of services, components and teams.
    pub services: AliasesOfKind,
    pub components: AliasesOfKind,
    pub teams: AliasesOfKind,
    /// What belongs to what.
    pub hierarchy: Hierarchy,
    /// What own fields mean, beyond what their names say: name, as [`custom::key`] → meaning.
    pub fields: BTreeMap<String, custom::FieldMeaning>,
    /// Zones of times without an offset: tool or source kind → zone.
    pub zones: BTreeMap<String, Tz>,
    /// Whether planned work, drills and tests are left out of statistics.
    pub exclude_planned: bool,
    pub exclude_drills: bool,
    /// Whether tickets that ask for something are left out.
    pub exclude_requests: bool,
}

/// Remarks about one record, collected while it is normalised.
pub struct Notes<'a> {
    pub record: RecordRow,
    pub remarks: &'a mut Vec<Remark>,
}

impl Notes<'_> {
    pub fn add(&mut self, field: &'static str, stated: &str, normalised: &str, rule: RemarkRule) {
        let (stated, normalised) = (stated.to_owned(), normalised.to_owned());
        self.remarks.push(Remark { record: self.record, field, stated, normalised, rule });
    }

    /// Reads a stated time; a value that can't be used is left out with a remark.
    pub fn time(&mut self, stamp: Option<&Stamp>, context: TimeContext) -> Option<Millis> {
        let stamp = stamp?;
        match time::parse(stamp, context) {
            Ok(None) => {
                if !stamp.text.trim().is_empty() {
                    self.add(stamp.field, &stamp.text, "", RemarkRule::NotSet);
                }
                None
            }
            Ok(Some(parsed)) => {
                if let Some(rule) = parsed.rule {
                    self.add(stamp.field, &stamp.text, &time::iso(parsed.at), rule);
                }
                Some(parsed.at)
            }
            Err(rule) => {
                self.add(stamp.field, &stamp.text, "", rule);
                None
            }
        }
    }
}
