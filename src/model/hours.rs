//! Hour classes: what a page at a given local hour takes from a person.

use crate::model::time::{MINUTE, Millis};
use serde::{Deserialize, Serialize};

/// Pages to one person within so long of the first count once, unless the settings say otherwise; PagerDuty's own analytics
/// do the same.
pub const INTERRUPTION_GAP: Millis = MINUTE;

/// Business, off or sleep, by the person's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HourClass {
    Business,
    Off,
    Sleep,
}

impl HourClass {
    pub const ALL: [Self; 3] = [Self::Business, Self::Off, Self::Sleep];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Off => "off",
            Self::Sleep => "sleep",
        }
    }
}

/// A named division of the week. Hours are whole local hours, `from` inclusive, `to` exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourProfile {
    pub name: String,
    /// Business hours, Monday to Friday.
    pub business_from: u32,
    pub business_to: u32,
    /// Sleep hours, every day; they may run over midnight. Sleep wins over the other classes.
    pub sleep_from: u32,
    pub sleep_to: u32,
}

impl HourProfile {
    /// The profile of a known name: `pagerduty`, `incident-io` or `rootly` (from those vendors' documentation).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (business, sleep) = match name {
            "pagerduty" => ((8, 18), (22, 8)),
            "incident-io" => ((8, 19), (23, 8)),
            "rootly" => ((9, 17), (22, 6)),
            _ => return None,
        };
        Some(Self {
            name: name.to_owned(),
            business_from: business.0,
            business_to: business.1,
            sleep_from: sleep.0,
            sleep_to: sleep.1,
        })
    }

    /// Class of a local moment. `weekday` counts from Monday = 0.
    #[must_use]
    pub fn class(&self, weekday: u32, hour: u32) -> HourClass {
        let asleep = if self.sleep_from <= self.sleep_to {
            (self.sleep_from..self.sleep_to).contains(&hour)
        } else {
            hour >= self.sleep_from || hour < self.sleep_to
        };
        if asleep {
            HourClass::Sleep
        } else if weekday < 5 && (self.business_from..self.business_to).contains(&hour) {
            HourClass::Business
        } else {
            HourClass::Off
        }
    }
}
