//! Numbers as JSON can hold them, and back without loss.
//!
//! JSON knows no infinity and no "not a number": the usual writer makes both of them null, which is "unknown" to whoever
//! reads it and another value, or an error, once it is read back. Here they are the texts `Infinity`, `-Infinity` and `NaN`,
//! as others write them; every other number is a number. For fields: `#[serde(with = "crate::text::json::number")]`.

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Numbers in a shape: alone, optional, in lists, pairs and maps.
pub trait Shape: Sized {
    /// The same shape with [`Number`]s in it.
    type Wire: Serialize + DeserializeOwned;

    fn wire(&self) -> Self::Wire;
    fn back(wire: Self::Wire) -> Self;
}

/// One number, on its way.
pub struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            value if value.is_finite() => out.serialize_f64(value),
            value if value.is_nan() => out.serialize_str("NaN"),
            value if value > 0.0 => out.serialize_str("Infinity"),
            _ => out.serialize_str("-Infinity"),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = f64;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a number, or one of the texts Infinity, -Infinity and NaN")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text {
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            "NaN" => Ok(f64::NAN),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
        }
    }
}

impl Shape for f64 {
    type Wire = Number;

    fn wire(&self) -> Number {
        Number(*self)
    }

    fn back(wire: Number) -> Self {
        wire.0
    }
}

impl<T: Shape> Shape for Option<T> {
    type Wire = Option<T::Wire>;

    fn wire(&self) -> Self::Wire {
        self.as_ref().map(T::wire)
    }

    fn back(wire: Self::Wire) -> Self {
        wire.map(T::back)
    }
}

impl<T: Shape> Shape for Vec<T> {
    type Wire = Vec<T::Wire>;

    fn wire(&self) -> Self::Wire {
        self.iter().map(T::wire).collect()
    }

    fn back(wire: Self::Wire) -> Self {
        wire.into_iter().map(T::back).collect()
    }
}

impl<T: Shape> Shape for [T; 2] {
    type Wire = [T::Wire; 2];

    fn wire(&self) -> Self::Wire {
        self.each_ref().map(T::wire)
    }

    fn back(wire: Self::Wire) -> Self {
        wire.map(T::back)
    }
}

impl<T: Shape> Shape for (T, T) {
    type Wire = (T::Wire, T::Wire);

    fn wire(&self) -> Self::Wire {
        (self.0.wire(), self.1.wire())
    }

    fn back(wire: Self::Wire) -> Self {
        (T::back(wire.0), T::back(wire.1))
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    type Wire = BTreeMap<String, T::Wire>;

    fn wire(&self) -> Self::Wire {
        self.iter().map(|(name, value)| (name.clone(), value.wire())).collect()
    }

    fn back(wire: Self::Wire) -> Self {
        wire.into_iter().map(|(name, value)| (name, T::back(value))).collect()
    }
}

/// Writes numbers in their shape.
///
/// # Errors
/// Those of the writer.
pub fn serialize<T: Shape, S: Serializer>(value: &T, out: S) -> Result<S::Ok, S::Error> {
    value.wire().serialize(out)
}

/// Reads numbers in their shape.
///
/// # Errors
/// Something else stands there.
pub fn deserialize<'de, T: Shape, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::Wire::deserialize(from).map(T::back)
}
