//! What the columns of ticket systems mean where their names say less than their values: types of tickets, and levels with
//! words for "not stated".

use crate::ingest::mapped::is_request;
use crate::normalise::severity::is_unstated;
use crate::propose::Matching;
use crate::propose::columns::Column;
use crate::propose::evidence::has_word;
use crate::propose::shape::Shape;

/// Words that name the kind of a ticket.
const KINDS: [&str; 9] =
    ["incident", "incidents", "problem", "change", "event", "maintenance", "alert", "complaint", "fault"];
/// Headers over them, and over topics.
const HEADERS: [&str; 7] = ["category", "type", "kind", "kategorie", "art", "class", "classification"];

/// Whether the values are kinds of tickets, with requests among them: then a row may be no incident.
fn holds_kinds(column: &Column) -> bool {
    let values = column.distinct();
    let is_kind = |value: &&&str| is_request(value) || KINDS.iter().any(|kind| value.eq_ignore_ascii_case(kind));
    let kinds = values.iter().filter(is_kind).count();
    kinds > 0 && kinds * 2 >= values.len()
}

fn is_narrow(column: &Column) -> bool {
    has_word(column, &["sub", "subcat", "subcategory", "subtype", "unterkategorie"])
}

/// A number of a level, or a word that says that there is none.
pub(super) fn is_level(value: &str) -> bool {
    matches!(value, "0" | "1" | "2" | "3" | "4" | "5") || is_unstated(value)
}

impl Matching<'_> {
    /// A configuration item is what people call a service; what is narrower is its component.
    pub(super) fn take_items(&mut self) {
        let item = |c: &Column| has_word(c, &["ci", "cmdb", "configuration"]) && !is_narrow(c);
        let component = self.column_of("component");
        if self.column_of("service").is_none()
            && let Some(column) = component.filter(|at| self.columns.get(*at).is_some_and(item))
        {
            self.take(column, "service", false);
        }
        let narrow = |table: &Self, column: &usize| {
            let shape = matches!(
                table.shape(*column),
                Shape::Category | Shape::Text | Shape::Other | Shape::Person | Shape::Key
            );
            table.free(*column) && shape && table.columns.get(*column).is_some_and(is_narrow)
        };
        let first = (0..self.columns.len()).find(|column| narrow(self, column));
        if let Some(column) = first.filter(|_| self.column_of("component").is_none()) {
            self.take(column, "component", false);
        }
    }

    /// A column of types says which rows are incidents; a column of topics is a component where no other is.
    pub(super) fn take_kinds(&mut self) {
        let fits = |table: &Self, column: usize| {
            let named = table.columns.get(column).is_some_and(|c| has_word(c, &HEADERS));
            named
                && table.free(column)
                && matches!(table.shape(column), Shape::Category | Shape::Text | Shape::Other | Shape::Person)
        };
        let columns: Vec<usize> = (0..self.columns.len()).filter(|column| fits(self, *column)).collect();
        let kinds = columns.iter().copied().find(|column| self.columns.get(*column).is_some_and(holds_kinds));
        if let Some(column) = kinds.filter(|_| self.column_of("kind").is_none()) {
            self.take(column, "kind", false);
        }
        let topic = columns.into_iter().find(|column| {
            self.free(*column) && self.columns.get(*column).is_some_and(|c| has_word(c, &["category", "kategorie"]))
        });
        if let Some(column) = topic.filter(|_| self.column_of("component").is_none()) {
            self.take(column, "component", false);
        }
    }
}
