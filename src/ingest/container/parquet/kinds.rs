//! Kinds of columns: which can be read, and as what.

use crate::ingest::container::parquet::per_second;
use polars::prelude::{AnyValue, ArrowDataType, ArrowField, DataType};

/// How the values of a column read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// Parts of a second since midnight.
    TimeOfDay(u64),
}

impl Kind {
    pub(super) fn of(kind: &ArrowDataType) -> Self {
        let (ArrowDataType::Time32(unit) | ArrowDataType::Time64(unit)) = kind else { return Self::Plain };
        match DataType::from_arrow_dtype(&ArrowDataType::Timestamp(*unit, None)) {
            DataType::Datetime(unit, _) => Self::TimeOfDay(per_second(unit).unsigned_abs()),
            _ => Self::Plain,
        }
    }

    pub(super) fn text(self, value: &AnyValue, plain: fn(&AnyValue) -> String) -> String {
        match (self, value.extract::<u64>()) {
            (Self::TimeOfDay(parts), Some(at)) => {
                let seconds = at / parts;
                format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
            }
            _ => plain(value),
        }
    }
}

pub(super) fn is_readable(kind: &ArrowDataType) -> bool {
    use ArrowDataType as Kind;
    match kind {
        Kind::List(item) | Kind::LargeList(item) => is_readable(&item.dtype),
        Kind::Dictionary(_, value, _) => is_readable(value),
        Kind::Struct(_)
        | Kind::Map(..)
        | Kind::Union(_)
        | Kind::FixedSizeList(..)
        | Kind::Extension(_)
        | Kind::Decimal(..)
        | Kind::Decimal32(..)
        | Kind::Decimal64(..)
        | Kind::Decimal256(..)
        | Kind::Interval(_)
        | Kind::Float16
        | Kind::Unknown => false,
        _ => true,
    }
}

/// The kind as which a column is decoded: the small integers, times of day and lists of words are stored as larger ones,
/// and those are what the data frames of this program are built with.
pub(super) fn widened(field: &ArrowField) -> ArrowField {
    use ArrowDataType as Kind;
    let inner = |item: &ArrowField| Box::new(widened(item));
    let kind = match &field.dtype {
        Kind::Int8 | Kind::Int16 | Kind::UInt8 | Kind::UInt16 | Kind::Time32(_) => Kind::Int32,
        Kind::Time64(_) => Kind::Int64,
        Kind::List(item) => Kind::List(inner(item)),
        Kind::LargeList(item) => Kind::LargeList(inner(item)),
        Kind::Dictionary(_, value, _) => value.as_ref().clone(),
        kind => kind.clone(),
    };
    ArrowField::new(field.name.clone(), kind, field.is_nullable)
}
