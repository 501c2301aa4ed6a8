//! Which areas each incident touches, as numbers.

use crate::frame::dataset::IncidentView;
use crate::frame::strings::Dictionary;

/// The kinds of area, in the order in which a reader looks for them.
pub const KINDS: [&str; 6] = ["service", "team", "component", "environment", "region", "factor"];

/// Index of a kind in [`KINDS`].
#[must_use]
pub fn kind_index(kind: &str) -> Option<usize> {
    KINDS.iter().position(|k| *k == kind)
}

/// `kind` and `name` of one entry of the `areas` column; entries of unknown kind or without a name are no areas.
#[must_use]
pub fn parse(entry: &str) -> Option<(usize, &str)> {
    let (kind, name) = entry.split_once(':')?;
    let name = name.trim();
    (!name.is_empty()).then_some((kind_index(kind.trim())?, name))
}

/// Areas of a row, in stated order; the same area may come twice.
pub fn areas_of<'a>(view: &IncidentView<'a>, row: usize) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
    view.areas.get(row).unwrap_or("").split(';').filter_map(parse)
}

/// Whether a row touches this area.
#[must_use]
pub fn touches(view: &IncidentView, row: usize, kind: &str, name: &str) -> bool {
    areas_of(view, row).any(|(k, n)| KINDS.get(k) == Some(&kind) && n == name)
}

/// Areas as numbers, given out in order of first appearance, each counted once per incident.
#[derive(Default)]
pub struct Numbering {
    names: Dictionary,
    kinds: Vec<usize>,
    /// Row + 1 in which the area was last seen, to count it once per incident.
    last: Vec<usize>,
}

impl Numbering {
    /// Calls `each(area, kind)` for every distinct area of the row.
    pub fn visit(&mut self, view: &IncidentView, row: usize, mut each: impl FnMut(usize, usize)) {
        for (kind, name) in areas_of(view, row) {
            let code = self.names.code(&format!("{kind}:{name}")) as usize;
            if code == self.kinds.len() {
                self.kinds.push(kind);
                self.last.push(0);
            }
            if let Some(last) = self.last.get_mut(code).filter(|last| **last != row + 1) {
                *last = row + 1;
                each(code, kind);
            }
        }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    #[must_use]
    pub fn kind(&self, area: usize) -> &'static str {
        self.kinds.get(area).and_then(|&k| KINDS.get(k)).copied().unwrap_or("")
    }

    #[must_use]
    pub fn name(&self, area: usize) -> &str {
        let code = u32::try_from(area).unwrap_or(u32::MAX);
        self.names.get(code).split_once(':').map_or("", |(_, name)| name)
    }
}
