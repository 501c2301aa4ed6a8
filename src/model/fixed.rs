//! Names that our own code writes as literals, read back from files of ours.

use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

/// Such a name, under a name of its own: `serde` takes a reference for something that is borrowed from what is read.
pub type FixedName = &'static str;

/// More different names than all of our code has. A file that holds more is none of ours.
const MAX_NAMES: usize = 4_096;
/// No name of ours is longer.
const MAX_LENGTH: usize = 200;

/// All names that were read, each held once and until the end of the run: there are a few hundred of them.
static NAMES: RwLock<BTreeSet<&'static str>> = RwLock::new(BTreeSet::new());

/// The name as code holds it; `None` for what can be none.
#[must_use]
pub fn name(text: &str) -> Option<&'static str> {
    let known = NAMES.read().unwrap_or_else(PoisonError::into_inner).get(text).copied();
    if known.is_some() || text.len() > MAX_LENGTH {
        return known;
    }
    let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(text).copied() {
        return Some(known);
    }
    if names.len() >= MAX_NAMES {
        return None;
    }
    let held: &'static str = Box::leak(text.to_owned().into_boxed_str());
    names.insert(held);
    Some(held)
}

fn known<E: de::Error>(text: &str) -> Result<&'static str, E> {
    name(text).ok_or_else(|| E::custom("a name that is none of ours"))
}

/// One name, for `serde`.
///
/// # Errors
/// It is no text, or can be no name of ours.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    known(&Cow::<str>::deserialize(from)?)
}

/// A name that may be missing.
pub mod optional {
    use super::{Cow, Deserialize, Deserializer, known};

    /// As for one name.
    ///
    /// # Errors
    /// As for one name.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'static str>, D::Error> {
        Option::<Cow<str>>::deserialize(from)?.map(|text| known(&text)).transpose()
    }
}

/// Lengths by the names of the fields that they speak of.
pub mod lengths {
    use super::{Cow, Deserialize, Deserializer, known};

    /// As for one name.
    ///
    /// # Errors
    /// As for one name.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(&'static str, i64)>, D::Error> {
        let stated = Vec::<(Cow<str>, i64)>::deserialize(from)?;
        stated.into_iter().map(|(name, length)| Ok((known(&name)?, length))).collect()
    }
}

/// A decimal by its bits, so that none is changed on the way, infinities included.
pub mod bits {
    use super::{Deserialize, Deserializer};
    use serde::Serializer;

    /// The bits as a whole number.
    ///
    /// # Errors
    /// The writer can't take it.
    pub fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(value.to_bits())
    }

    /// The decimal of these bits.
    ///
    /// # Errors
    /// It is no whole number.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        u64::deserialize(from).map(f64::from_bits)
    }
}
