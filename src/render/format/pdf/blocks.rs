//! What a page consists of, whatever it is drawn on: words with their looks, in blocks one below the other.

use crate::render::face::Style;

/// A page of our own, read back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paper {
    pub title: String,
    /// Size of type in points.
    pub size: f32,
    /// Whether it has to fit on one sheet.
    pub is_sheet: bool,
    pub blocks: Vec<Block>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
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
pub struct Drawing {
    pub id: String,
    pub anchor: Option<String>,
}

/// What holds a group together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Nothing that is seen.
    Open,
    /// A pale line at the left.
    Line,
    /// A line of the accent at the left.
    Mark,
    /// A pale ground.
    Box,
}

/// What a text is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
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
pub struct Text {
    pub role: Role,
    pub spans: Vec<Span>,
    pub anchor: Option<String>,
}

/// Words of one look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Span {
    pub text: String,
    pub style: Style,
    pub ink: Ink,
    /// Part of the size around it.
    pub scale: f32,
    /// Where it leads inside the document.
    pub link: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ink {
    #[default]
    Ink,
    Muted,
    Accent,
}

/// A table, each row as long as the head.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    pub anchor: Option<String>,
    pub caption: Vec<Text>,
    pub head: Vec<Vec<Span>>,
    pub rows: Vec<Row>,
    /// Whether a column holds figures, which stand at its right edge.
    pub numeric: Vec<bool>,
    /// Whether the first cell of each row is its head.
    pub has_row_heads: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    pub anchor: Option<String>,
    pub cells: Vec<Vec<Span>>,
}

impl Text {
    /// Its words without their looks.
    #[must_use]
    pub fn plain(&self) -> String {
        plain(&self.spans)
    }
}

/// Words without their looks.
#[must_use]
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}
