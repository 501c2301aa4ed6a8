//! Names behind ids, from lists of services, teams and components that exports hold apart from the incidents.

use crate::model::record::{NameKind, StatedName};
use crate::normalise::{NormaliseParams, areas};
use std::collections::BTreeMap;

/// All names of a run: (source, what it names, id) → name. The last one stated wins, as a renamed team has one name.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<(String, NameKind, String), String>);

impl Names {
    /// Takes the names that a record states.
    pub fn take(&mut self, source: &str, list: &[StatedName]) {
        for stated in list {
            let (id, name) = (stated.id.trim(), stated.name.trim());
            if !id.is_empty() && !name.is_empty() {
                self.0.insert((source.to_owned(), stated.kind, id.to_owned()), name.to_owned());
            }
        }
    }

    /// The name behind an id, under its alias from the settings where there is one. `None` for what is no known id.
    #[must_use]
    pub fn of(&self, source: &str, kind: NameKind, id: &str, params: &NormaliseParams) -> Option<String> {
        let name = self.0.get(&(source.to_owned(), kind, id.to_owned()))?;
        let aliases = match kind {
            NameKind::Service => Some(&params.services),
            NameKind::Team => Some(&params.teams),
            NameKind::Component => Some(&params.components),
            NameKind::Policy => None,
        };
        let alias = aliases.and_then(|aliases| areas::alias(aliases, name));
        Some(alias.unwrap_or(name).clone())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
