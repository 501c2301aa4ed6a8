//! What a source sees of a file before it agrees to read it, and the cells of a table row.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The first records of a file, unwrapped.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Head {
    /// The file name without folders and compression suffix.
    pub name: String,
    /// The path as given on the command line, with `/` between folders; mappings choose files by it.
    pub path: String,
    /// Key under which the records stood in an envelope (`incidents`), empty otherwise.
    pub envelope: String,
    /// The first JSON records (at most [`Head::SAMPLE`]), parsed.
    pub objects: Vec<serde_json::Value>,
    /// Normalised headers of a table (see [`header_key`]), in column order.
    pub headers: Vec<String>,
    /// The same headers as the file states them.
    pub stated: Vec<String>,
    /// The first rows of a table, as text.
    pub rows: Vec<Vec<String>>,
    /// The start of a text document (at most 64 KiB).
    pub text: String,
}

impl Head {
    /// How many records are looked at. More would only slow down recognition.
    pub const SAMPLE: usize = 20;

    /// Whether any sampled object has all these keys at its top level.
    #[must_use]
    pub fn has_keys(&self, keys: &[&str]) -> bool {
        self.objects.iter().any(|o| keys.iter().all(|k| o.get(k).is_some()))
    }

    /// Whether the table has all these (normalised) headers.
    #[must_use]
    pub fn has_headers(&self, headers: &[&str]) -> bool {
        headers.iter().all(|h| self.headers.iter().any(|own| own == h))
    }
}

/// Header of a table, shared by its rows.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// As stated, trimmed.
    pub stated: Vec<String>,
    /// Normalised (see [`header_key`]).
    pub keys: Vec<String>,
}

/// One row of a table. Repeated headers are kept: a key may have several values.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    pub header: Arc<Header>,
    /// In column order, up to the last one that holds something at least; the cells behind them are empty.
    pub values: Vec<String>,
}

impl Cells {
    /// The first non-empty value under a normalised header, trimmed; empty when there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        let mut cells = self.header.keys.iter().zip(&self.values);
        cells.find(|(k, v)| k.as_str() == key && !v.trim().is_empty()).map_or("", |(_, v)| v.trim())
    }

    /// A cell for each column, those behind the last one too.
    #[must_use]
    pub fn padded(&self) -> Vec<String> {
        let mut values = self.values.clone();
        values.resize(self.header.keys.len().max(values.len()), String::new());
        values
    }

    /// All non-empty values under a normalised header, in column order, trimmed.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.header
            .keys
            .iter()
            .zip(&self.values)
            .filter(move |(k, _)| k.as_str() == key)
            .map(|(_, v)| v.trim())
            .filter(|v| !v.is_empty())
    }
}

/// Header matching key: NFKC, trimmed, lower case, runs of non-alphanumerics become one `_`.
#[must_use]
pub fn header_key(stated: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut key = String::with_capacity(stated.len());
    for c in stated.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    while key.ends_with('_') {
        key.pop();
    }
    key
}
