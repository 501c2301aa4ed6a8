//! Names of areas: aliases and roll-ups from the settings, and which names neither of them knows.
//!
//! Names are compared without capitals, accents and punctuation: `Checkout API` is `checkout-api`.

use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// Aliases of one kind of area: key of the stated name → name to use.
pub type AliasesOfKind = BTreeMap<String, String>;

/// Checks the aliases of one kind; `table` is the name of their table in the settings.
///
/// # Errors
/// A blank name, or two spellings of one name that stand for different names.
pub fn aliases(table: &str, stated: &BTreeMap<String, String>) -> Result<AliasesOfKind, String> {
    let mut checked: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (name, other) in stated {
        let (name, other) = pair(table, name, other)?;
        let (first, before) = *checked.entry(fold::key(name)).or_insert((name, other));
        if before != other {
            return Err(format!(
                "{table} says that \"{first}\" is \"{before}\" and that \"{name}\" is \"{other}\"; without capitals and marks both are one name, so keep one of them"
            ));
        }
    }
    // Lists of areas are joined by `;`, so that character can't stay inside a name.
    Ok(checked.into_iter().map(|(key, (_, other))| (key, other.replace(';', ","))).collect())
}

fn pair<'a>(table: &str, name: &'a str, other: &'a str) -> Result<(&'a str, &'a str), String> {
    let (name, other) = (name.trim(), other.trim());
    if name.is_empty() || other.is_empty() {
        return Err(format!("{table} has a blank name in \"{name}\" = \"{other}\""));
    }
    Ok((name, other))
}

/// The name to use for a stated one, where an alias says so.
#[must_use]
pub fn alias<'a>(aliases: &'a AliasesOfKind, name: &str) -> Option<&'a String> {
    if aliases.is_empty() { None } else { aliases.get(&fold::key(name)) }
}

/// Levels above a name that count. No organisation has as many; a chain of a hundred thousand would make every incident
/// touch all of it.
pub const DEEPEST: usize = 32;

/// What belongs to what: a service to a product, a product to a group.
#[derive(Debug, Clone, Default)]
pub struct Hierarchy {
    /// Key of a name → what it belongs to, as the settings spell it.
    above: AliasesOfKind,
    /// Keys of all names in it.
    known: BTreeSet<String>,
}

impl Hierarchy {
    /// Checks the table `[hierarchy]`.
    ///
    /// # Errors
    /// A blank name, one name under two others, or a name that belongs to itself over others; the message shows the way.
    pub fn of(stated: &BTreeMap<String, String>) -> Result<Self, String> {
        let above = aliases("hierarchy", stated)?;
        // Names from which the way upwards is known to end; every name is passed once.
        let mut ended: BTreeSet<String> = BTreeSet::new();
        for name in stated.keys() {
            let mut way = vec![name.trim()];
            let mut key = fold::key(name);
            let mut seen = BTreeSet::from([key.clone()]);
            while let Some(next) = above.get(&key) {
                key = fold::key(next);
                if ended.contains(&key) {
                    break;
                }
                way.push(next);
                if !seen.insert(key.clone()) {
                    // The end of a long way is where the circle is.
                    let shown = way.split_off(way.len().saturating_sub(DEEPEST));
                    return Err(format!(
                        "hierarchy goes round in a circle: \"{}\"; take one of these lines out",
                        shown.join("\" belongs to \"")
                    ));
                }
            }
            ended.extend(seen);
        }
        let known = above.keys().cloned().chain(above.values().map(|name| fold::key(name))).collect();
        Ok(Self { above, known })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.above.is_empty()
    }

    /// Whether the name stands in the hierarchy, on either side.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.known.contains(&fold::key(name))
    }

    /// What the name belongs to, from the nearest to the highest, [`DEEPEST`] at most.
    pub fn above<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let first = self.above.get(&fold::key(name));
        std::iter::successors(first, |name| self.above.get(&fold::key(name))).map(String::as_str).take(DEEPEST)
    }
}

/// Keys of all names that the aliases know, as stated ones or as ones to use; see [`key`].
#[must_use]
pub fn known(aliases: &AliasesOfKind) -> BTreeSet<String> {
    aliases.keys().cloned().chain(aliases.values().map(|name| fold::key(name))).collect()
}

/// The form under which names of areas are compared.
#[must_use]
pub fn key(name: &str) -> String {
    fold::key(name)
}
