//! What a page consists of, whatever it is drawn on: words with their looks, in blocks one below the other.

use crate::render::face::Style;

/// A page of our own, read back.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Paper {
    pub(super) title: String,
    /// Size of type in points.
    pub(super) size: f32,
    /// Whether it has to fit on one sheet.
    pub(super) is_sheet: bool,
    pub(super) blocks: Vec<Block>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Text(Text),
    /// Items with what stands before each of them.
    List(Vec<(String, Vec<Block>)>),
    Table(Table),
    /// Charts beside each other, and what is said below them.
    Charts(Vec<Drawing>, Option<Text>),
    /// Blocks that belong together, with a line at their left or a frame around them.
    Group(Frame, Vec<Block>),
    /// A line across the page, of the accent or pale.
    Rule(Ink),
}

/// A chart by its id, and where links to it lead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawing {
    pub(super) id: String,
    pub(super) anchor: Option<String>,
}

/// What holds a group together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// A pale line at the left.
    Line,
    /// A line of the accent at the left.
    Mark,
    /// A pale ground.
    Box,
}

/// What a text is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Heading,
    Opening,
    Paragraph,
    /// A statement of its own, with room around it.
    Headline,
    /// Said aside: figures of a statement, captions, what a page cannot say.
    Aside,
    /// Beginning of what can be folded on a screen.
    Summary,
    Term,
    Caption,
    Foot,
}

/// Words of one kind, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) role: Role,
    pub(super) spans: Vec<Span>,
    pub(super) anchor: Option<String>,
}

/// Words of one look.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Span {
    pub(super) text: String,
    pub(super) style: Style,
    pub(super) ink: Ink,
    /// Part of the size around it.
    pub(super) scale: f32,
    /// Where it leads inside the document.
    pub(super) link: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Ink {
    #[default]
    Usual,
    Muted,
    Accent,
}

/// A table, each row as long as the head.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    pub(super) anchor: Option<String>,
    pub(super) caption: Vec<Text>,
    pub(super) head: Vec<Vec<Span>>,
    pub(super) rows: Vec<Row>,
    /// Whether a column holds figures, which stand at its right edge.
    pub(super) numeric: Vec<bool>,
    /// Whether the first cell of each row is its head.
    pub(super) has_row_heads: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub(super) anchor: Option<String>,
    pub(super) cells: Vec<Vec<Span>>,
}

impl Text {
    /// Its words without their looks.
    #[must_use]
    pub(super) fn plain(&self) -> String {
        plain(&self.spans)
    }
}

/// Words without their looks.
#[must_use]
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
