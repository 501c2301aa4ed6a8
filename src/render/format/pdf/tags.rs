//! What the parts of a document are, for those who have it read to them: headings, lists, tables and charts with their words.

use krilla::tagging::{
    Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree, kind::Table as TableTag,
};
use std::num::NonZeroU16;

/// What a part is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    Row,
    Head {
        of_row: bool,
    },
    Cell,
    Caption,
    /// A chart with what it shows in words.
    Figure(String),
    Section,
    Link,
}

/// The parts in the order of reading, each with what it holds.
#[derive(Debug, Default)]
pub(super) struct Tags {
    parts: Vec<(Part, Vec<Held>)>,
    top: Vec<usize>,
    /// How many pieces of content there are.
    leaves: usize,
}

#[derive(Debug, Clone, Copy)]
enum Held {
    Part(usize),
    Leaf(usize),
}

impl Tags {
    /// A new part within another one, or at the top.
    pub(super) fn part(&mut self, part: Part, within: Option<usize>) -> usize {
        let at = self.parts.len();
        self.parts.push((part, Vec::new()));
        match within.and_then(|parent| self.parts.get_mut(parent)) {
            Some((_, held)) => held.push(Held::Part(at)),
            None => self.top.push(at),
        }
        at
    }

    /// A piece of content of a part, by the number under which it is drawn.
    pub(super) fn leaf(&mut self, within: usize) -> usize {
        let leaf = self.leaves;
        self.leaves += 1;
        if let Some((_, held)) = self.parts.get_mut(within) {
            held.push(Held::Leaf(leaf));
        }
        leaf
    }

    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }

    /// The tree, with the pieces as they were drawn.
    pub(super) fn tree(&self, mut drawn: Vec<Option<Identifier>>) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        for at in &self.top {
            self.group(*at, &mut drawn).into_iter().for_each(|group| tree.push(group));
        }
        tree
    }

    fn group(&self, at: usize, drawn: &mut Vec<Option<Identifier>>) -> Option<TagGroup> {
        let (part, held) = self.parts.get(at)?;
        let mut group = TagGroup::new(kind(part));
        for one in held {
            match one {
                Held::Part(inner) => self.group(*inner, drawn).into_iter().for_each(|inner| group.push(inner)),
                Held::Leaf(leaf) => {
                    let taken = drawn.get_mut(*leaf).and_then(Option::take);
                    taken.into_iter().for_each(|leaf| group.push(leaf));
                }
            }
        }
        Some(group)
    }
}

fn kind(part: &Part) -> TagKind {
    const TABLE: Tag<TableTag> = Tag::Table;
    match part {
        Part::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Part::Paragraph => Tag::P.into(),
        Part::List => Tag::L(ListNumbering::None).into(),
        Part::Item => Tag::LI.into(),
        Part::Label => Tag::Lbl.into(),
        Part::Body => Tag::LBody.into(),
        Part::Table => TABLE.into(),
        Part::Row => Tag::TR.into(),
        Part::Head { of_row: true } => Tag::TH(TableHeaderScope::Row).into(),
        Part::Head { of_row: false } => Tag::TH(TableHeaderScope::Column).into(),
        Part::Cell => Tag::TD.into(),
        Part::Caption => Tag::Caption.into(),
        Part::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
        Part::Section => Tag::Section.into(),
        Part::Link => Tag::Link.into(),
    }
}
