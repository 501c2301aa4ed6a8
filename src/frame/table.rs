//! The incident table: its texts as [`Strings`], the rest as polars has it.

use crate::frame::build::{self, Column, DataFrame};
use crate::frame::read::{Codes, Flags, Floats, Instants, Texts};
use crate::frame::strings::Strings;
use crate::model::bug;
use crate::model::row::IncidentIx;
use crate::model::time::Millis;

/// A column on its way into the table.
pub enum FactColumn {
    Texts(&'static str, Strings<IncidentIx>),
    Whole(Column),
}

/// A text column; `None` and the empty text are both "unknown".
pub fn texts<S: AsRef<str>>(name: &'static str, values: impl Iterator<Item = Option<S>>) -> FactColumn {
    let mut texts = Strings::default();
    for value in values {
        texts.push(value.as_ref().map_or("", AsRef::as_ref));
    }
    texts.shrink();
    FactColumn::Texts(name, texts)
}

/// As [`build::flags`], and so with those below.
pub fn flags(name: &str, values: impl Iterator<Item = Option<bool>>) -> FactColumn {
    FactColumn::Whole(build::flags(name, values))
}

pub fn codes(name: &str, values: impl Iterator<Item = Option<u32>>) -> FactColumn {
    FactColumn::Whole(build::codes(name, values))
}

pub fn floats(name: &str, values: impl Iterator<Item = Option<f64>>) -> FactColumn {
    FactColumn::Whole(build::floats(name, values))
}

pub fn times(name: &str, values: impl Iterator<Item = Option<Millis>>) -> FactColumn {
    FactColumn::Whole(build::times(name, values))
}

/// One row per incident. As polars columns, texts took 16 bytes a row and column beside what they say, 617 of the 1,700 bytes
/// that an incident took in all; most of them say one of a few words.
pub struct IncidentFacts {
    rows: usize,
    texts: Vec<(&'static str, Strings<IncidentIx>)>,
    whole: DataFrame,
    /// Names of all columns, in the order in which they are written.
    order: Vec<String>,
}

impl IncidentFacts {
    /// The columns have one length, in this order.
    #[must_use]
    pub fn of(columns: Vec<FactColumn>) -> Self {
        let (mut texts, mut whole, mut order) = (Vec::new(), Vec::new(), Vec::new());
        for column in columns {
            match column {
                FactColumn::Texts(name, column) => {
                    order.push(name.to_owned());
                    texts.push((name, column));
                }
                FactColumn::Whole(column) => {
                    order.push(column.name().to_string());
                    whole.push(column);
                }
            }
        }
        let rows = texts.first().map_or(0, |(_, column)| column.len());
        if texts.iter().any(|(_, column)| column.len() != rows) || whole.iter().any(|column| column.len() != rows) {
            bug::broken("columns of a table have one length", "texts of incidents");
        }
        Self { rows, texts, whole: build::frame(whole), order }
    }

    /// How many incidents there are.
    #[must_use]
    pub fn height(&self) -> usize {
        self.rows
    }

    fn column(&self, name: &str) -> Option<&Strings<IncidentIx>> {
        self.texts.iter().find(|(own, _)| *own == name).map(|(_, column)| column)
    }

    #[must_use]
    pub fn texts(&self, name: &str) -> Texts<'_, IncidentIx> {
        self.column(name).map_or_else(|| Texts::typed(&self.whole, name), Texts::kept)
    }

    #[must_use]
    pub fn flags(&self, name: &str) -> Flags<'_, IncidentIx> {
        Flags::typed(&self.whole, name)
    }

    #[must_use]
    pub fn codes(&self, name: &str) -> Codes<'_, IncidentIx> {
        Codes::typed(&self.whole, name)
    }

    #[must_use]
    pub fn instants(&self, name: &str) -> Instants<'_, IncidentIx> {
        Instants::typed(&self.whole, name)
    }

    #[must_use]
    pub fn floats(&self, name: &str) -> Floats<'_, IncidentIx> {
        Floats::typed(&self.whole, name)
    }

    /// Rows `from..to` with all columns, to be written.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> DataFrame {
        let to = to.min(self.rows);
        let part = self.whole.slice(i64::try_from(from).unwrap_or(i64::MAX), to.saturating_sub(from));
        let made = |name: &String| match self.column(name) {
            Some(texts) => {
                let rows = (from..to).map(|place| texts.some(IncidentIx::at(place)));
                build::text(name, to.saturating_sub(from), rows)
            }
            None => match part.column(name) {
                Ok(column) => column.clone(),
                Err(error) => bug::broken("every table has its columns", &error.to_string()),
            },
        };
        build::frame(self.order.iter().map(made).collect())
    }
}
