//! What normalisation changed, as columns: a million stated times with an offset are as many remarks.

use crate::frame::formed::Formed;
use crate::frame::narrow::Narrow;
use crate::model::remark::{Remark, RemarkRule};
use crate::model::row::RecordRow;
use std::borrow::Cow;

/// All remarks. One on a time takes 16 bytes; with its texts as they stand it took 76.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    record: Vec<RecordRow>,
    /// Names of fields, in the order of their first appearance.
    fields: Vec<&'static str>,
    field: Narrow,
    stated: Formed,
    normalised: Formed,
    rule: Vec<RemarkRule>,
}

/// One remark; its texts are put together when somebody asks for them.
#[derive(Debug, Clone, Copy)]
pub struct RemarkRow<'a> {
    pub record: RecordRow,
    pub field: &'static str,
    pub rule: RemarkRule,
    all: &'a Remarks,
    row: usize,
}

impl<'a> RemarkRow<'a> {
    /// The value as the export has it.
    #[must_use]
    pub fn stated(self) -> Cow<'a, str> {
        self.all.stated.get(self.row).unwrap_or_default()
    }

    /// What was made of it.
    #[must_use]
    pub fn normalised(self) -> Cow<'a, str> {
        self.all.normalised.get(self.row).unwrap_or_default()
    }
}

impl Remarks {
    pub fn push(&mut self, remark: &Remark) {
        self.record.push(remark.record);
        let known = self.fields.iter().position(|field| *field == remark.field);
        let field = known.unwrap_or_else(|| {
            self.fields.push(remark.field);
            self.fields.len() - 1
        });
        self.field.push(field as u32);
        self.stated.push(&remark.stated);
        self.normalised.push(&remark.normalised);
        self.rule.push(remark.rule);
    }

    #[must_use]
    pub fn get(&self, row: usize) -> Option<RemarkRow<'_>> {
        let record = *self.record.get(row)?;
        let field = *self.fields.get(self.field.get(row)? as usize)?;
        Some(RemarkRow { record, field, rule: *self.rule.get(row)?, all: self, row })
    }

    /// All remarks in input order.
    pub fn iter(&self) -> impl Iterator<Item = RemarkRow<'_>> {
        (0..self.len()).filter_map(|row| self.get(row))
    }

    /// Puts texts in place of others; `new` gives `None` for one that is kept.
    pub fn change(&mut self, new: &(dyn Fn(&str) -> Option<String> + Sync)) {
        self.stated.change(new);
        self.normalised.change(new);
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.record.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.record.is_empty()
    }

    /// Gives back what growing reserved and nobody will use.
    pub fn shrink(&mut self) {
        self.record.shrink_to_fit();
        self.field.shrink();
        self.stated.shrink();
        self.normalised.shrink();
        self.rule.shrink_to_fit();
    }
}
