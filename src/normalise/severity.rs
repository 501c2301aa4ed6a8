//! The severity crosswalk: 1 is worst, 5 is least. The settings may extend and override it.

use std::collections::BTreeMap;

/// Words that state a severity, lower case. From the vendors' documentation and recorded exports.
const DEFAULTS: &[(&str, u8)] = &[
    ("sev0", 1),
    ("sev1", 1),
    ("s0", 1),
    ("s1", 1),
    ("s2", 2),
    ("s3", 3),
    ("s4", 4),
    ("s5", 5),
    ("p0", 1),
    ("p1", 1),
    ("critical", 1),
    ("blocker", 1),
    ("urgent", 1),
    ("emergency", 1),
    ("very_high", 1),
    ("highest", 1),
    ("major_outage", 1),
    ("service_outage", 1),
    ("sev2", 2),
    ("p2", 2),
    ("major", 2),
    ("high", 2),
    ("service_disruption", 2),
    ("down", 2),
    ("sev3", 3),
    ("p3", 3),
    ("minor", 3),
    ("normal", 3),
    ("medium", 3),
    ("moderate", 3),
    ("disrupted", 3),
    ("partial_outage", 2),
    ("sev4", 4),
    ("p4", 4),
    ("low", 4),
    ("sev5", 5),
    ("p5", 5),
    ("none", 5),
    ("informational", 5),
    ("info", 5),
    ("lowest", 5),
    ("very_low", 5),
    ("planning", 5),
    ("notice", 5),
    ("service_information", 5),
    ("degraded_performance", 3),
    ("warning", 3),
    // Names of priorities in the languages trackers are used in; the letters are compared as they are written.
    ("kritisch", 1),
    ("höchste", 1),
    ("hoch", 2),
    ("mittel", 3),
    ("niedrig", 4),
    ("niedrigste", 5),
    ("critique", 1),
    ("la_plus_élevée", 1),
    ("la_plus_haute", 1),
    ("élevée", 2),
    ("haute", 2),
    ("moyenne", 3),
    ("basse", 4),
    ("faible", 4),
    ("la_plus_basse", 5),
    ("la_plus_faible", 5),
    ("crítica", 1),
    ("crítico", 1),
    ("la_más_alta", 1),
    ("muy_alta", 1),
    ("alta", 2),
    ("media", 3),
    ("média", 3),
    ("baja", 4),
    ("la_más_baja", 5),
    ("muy_baja", 5),
    ("mais_alta", 1),
    ("baixa", 4),
    ("mais_baixa", 5),
    ("最高", 1),
    ("高", 2),
    ("中", 3),
    ("低", 4),
    ("最低", 5),
];

/// Words that stand where nobody stated a level.
const UNSTATED: [&str; 14] = [
    "na",
    "n.a.",
    "n/a",
    "ns",
    "not set",
    "not stated",
    "not specified",
    "unspecified",
    "undefined",
    "tbd",
    "unknown",
    "unset",
    "unassigned",
    "blank",
];

/// Whether a word says that no severity was stated.
#[must_use]
pub fn is_unstated(word: &str) -> bool {
    let word = word.trim().trim_matches(['(', ')', '[', ']', '#']).to_lowercase();
    UNSTATED.contains(&word.as_str())
}

/// The stated word; empty where it says that nothing was stated.
#[must_use]
pub fn stated(word: &str) -> &str {
    let word = word.trim();
    if is_unstated(word) { "" } else { word }
}

/// Maps stated severities to 1–5.
#[derive(Debug, Clone, Default)]
pub struct Crosswalk {
    own: BTreeMap<String, u8>,
}

impl Crosswalk {
    /// A crosswalk with the settings' own words, which win over the defaults.
    #[must_use]
    pub fn with(own: &BTreeMap<String, u8>) -> Self {
        Self { own: own.iter().map(|(word, level)| (word.trim().to_lowercase(), *level)).collect() }
    }

    /// The level of a stated severity; `None` when it is not known.
    #[must_use]
    pub fn level(&self, stated: &str) -> Option<u8> {
        let word = stated.trim().to_lowercase();
        if let Some(level) = self.own.get(&word) {
            return Some(*level);
        }
        if let Some(level) = leading_digit(&word) {
            return Some(level);
        }
        let bare: String = word.chars().map(|c| if c == ' ' || c == '-' { '_' } else { c }).collect();
        let joined: String = bare.chars().filter(|c| *c != '_').collect();
        DEFAULTS.iter().find(|(name, _)| *name == bare || *name == joined).map(|(_, level)| *level)
    }
}

/// `1 - Critical`, `3`, `2 – High`: the digit decides.
fn leading_digit(word: &str) -> Option<u8> {
    let mut chars = word.chars();
    let digit = chars.next()?.to_digit(10)?;
    let rest = chars.as_str().trim_start();
    let separated = rest.is_empty() || rest.starts_with(['-', '–', ':', '.', '(']);
    (separated && (1..=5).contains(&digit)).then(|| u8::try_from(digit).ok()).flatten()
}
