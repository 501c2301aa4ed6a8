//! Titles as numbers: the same number is the same title once numbers, hosts, times and the like are masked.

use crate::frame::dataset::IncidentView;
use crate::par;
use crate::text::tokens;
use rustc_hash::FxHashMap;

/// The masked titles of a data set.
pub struct Titles {
    /// Per row of the incident table; `None` for excluded incidents and those without a title.
    pub of_row: Vec<Option<u32>>,
    /// Masked titles by number, in order of first appearance.
    pub masked: Vec<String>,
}

impl Titles {
    #[must_use]
    pub fn of(view: &IncidentView) -> Self {
        // Masking is the costly part, and every title is masked by itself.
        let rows: Vec<usize> = (0..view.len).collect();
        let title = |row: usize| view.title.get(row).filter(|t| view.included.get(row) && !t.trim().is_empty());
        let texts = par::chunks(&rows, |rows| rows.iter().map(|&row| title(row).map(tokens::mask)).collect::<Vec<_>>());
        let mut index: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut masked: Vec<String> = Vec::new();
        let mut number = |text: String| {
            if let Some(&code) = index.get(text.as_str()) {
                return code;
            }
            let code = u32::try_from(masked.len()).unwrap_or(u32::MAX);
            index.insert(text.as_str().into(), code);
            masked.push(text);
            code
        };
        let of_row = texts.into_iter().flatten().map(|text| text.map(&mut number)).collect();
        Self { of_row, masked }
    }

    /// Number of a row's title.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<u32> {
        self.of_row.get(row as usize).copied().flatten()
    }
}
