//! Blocks onto pages: what stands where, page by page. Nothing is drawn yet.

use super::blocks::{Block, Drawing, Frame, Ink, Paper, Role, Text};
use super::lines::{Line, lines};
use super::tags::{Part, Tags};
use crate::render::face::Faces;
use std::collections::BTreeMap;

/// A4 in points, and the margins of the style sheet for paper.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
pub(super) const MARGIN: f32 = 39.7;
/// Room for the number of the page below the text.
const FOOT: f32 = 14.0;
pub(super) const BOTTOM: f32 = HEIGHT - MARGIN - FOOT;
pub(super) const TOP: f32 = MARGIN;
/// Height of a line in sizes of type, and how far below its top the letters stand.
const LINE: f32 = 1.42;
const RISE: f32 = 1.06;
/// Lines of a paragraph that stay together at the foot and at the head of a page.
const TOGETHER: usize = 2;

/// Something on a page; lengths in points from its upper left corner.
#[derive(Debug)]
pub(super) enum Item {
    /// Letters with their left end on the line that they stand on.
    Words {
        x: f32,
        y: f32,
        line: Line,
        leaves: Vec<usize>,
    },
    Ground {
        area: [f32; 4],
        fill: Fill,
    },
    Chart {
        id: String,
        area: [f32; 4],
        leaf: usize,
    },
    Link {
        area: [f32; 4],
        to: String,
        leaf: usize,
    },
}

/// How a ground is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    Accent,
    Rule,
    Grid,
    Pale,
}

/// A document laid out.
#[derive(Debug, Default)]
pub(super) struct Pages {
    pub(super) pages: Vec<Vec<Item>>,
    pub(super) tags: Tags,
    /// Where links lead: page and height.
    pub(super) anchors: BTreeMap<String, (usize, f32)>,
    /// Heads with their level, page and height.
    pub(super) heads: Vec<(u16, String, usize, f32)>,
}

/// Sizes of the charts of a document: width and height in any unit.
pub(super) type Sizes = BTreeMap<String, (f32, f32, String)>;

/// Room for what is set: the left edge and the width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) left: f32,
    pub(super) width: f32,
}

/// Sets one thing below the other.
pub(super) struct Setter<'d> {
    pub(super) faces: &'d Faces<'d>,
    pub(super) sizes: &'d Sizes,
    pub(super) size: f32,
    /// Whether everything has to fit on one sheet.
    is_sheet: bool,
    /// Whether the next thing wants no room above it.
    is_flush: bool,
    pub(super) out: Pages,
    /// Where the next thing begins, and the room that the last one wants below it.
    pub(super) y: f32,
    pub(super) after: f32,
    /// The part that what is set belongs to.
    pub(super) within: Option<usize>,
}

/// How a text is set: size, room above and below in sizes of the page's type, and whether it stays with what follows.
struct Look {
    size: f32,
    before: f32,
    after: f32,
    keeps: bool,
}

fn look(role: Role) -> Look {
    let look = |size, before, after, keeps| Look { size, before, after, keeps };
    match role {
        Role::Title => look(1.9, 0.0, 0.25, true),
        Role::Heading => look(1.35, 1.7, 0.45, true),
        Role::Opening => look(1.0, 0.0, 0.5, true),
        Role::Paragraph => look(1.0, 0.3, 0.3, false),
        Role::Headline => look(1.0, 0.3, 0.55, false),
        Role::Aside => look(1.0, 0.25, 0.25, false),
        Role::Summary => look(1.0, 0.5, 0.15, true),
        Role::Term => look(1.0, 0.5, 0.0, true),
        Role::Caption => look(1.0, 0.1, 0.2, true),
        Role::Foot => look(1.0, 0.3, 0.2, false),
    }
}

/// The document on pages.
pub(super) fn pages(paper: &Paper, faces: &Faces<'_>, sizes: &Sizes) -> Pages {
    if !paper.is_sheet {
        return set(paper, paper.size, faces, sizes);
    }
    // Its size was chosen by an estimate, so smaller ones are tried until it fits.
    let sizes_tried = (0..).map(|step| paper.size - 0.2 * step as f32).take_while(|size| *size >= LEAST);
    let mut tried = sizes_tried.map(|size| set(paper, size, faces, sizes));
    let mut last = None;
    loop {
        match tried.next() {
            Some(pages) if pages.pages.len() > 1 => last = Some(pages),
            Some(pages) => return pages,
            None => return last.unwrap_or_default(),
        }
    }
}

/// Part of the usual room between blocks on a sheet that has to hold everything, and the least size of type there.
const DENSE: f32 = 0.72;
/// Pixels of the form for paper.
const HALF_WIDTH: f32 = crate::render::chart::PAPER as f32;
const LEAST: f32 = 7.4;

fn set(paper: &Paper, size: f32, faces: &Faces<'_>, sizes: &Sizes) -> Pages {
    let mut setter = Setter {
        faces,
        sizes,
        size,
        is_sheet: paper.is_sheet,
        is_flush: false,
        out: Pages { pages: vec![Vec::new()], ..Pages::default() },
        y: TOP,
        after: 0.0,
        within: None,
    };
    setter.all(&paper.blocks, Column { left: MARGIN, width: WIDTH - 2.0 * MARGIN });
    setter.out
}

impl Setter<'_> {
    pub(super) fn all(&mut self, blocks: &[Block], column: Column) {
        for (at, block) in blocks.iter().enumerate() {
            let rest = blocks.get(at + 1..).unwrap_or_default();
            self.block(block, rest, column);
        }
    }

    fn block(&mut self, block: &Block, rest: &[Block], column: Column) {
        match block {
            Block::Text(text) => self.text(text, rest, column),
            Block::List(items) => self.list(items, column),
            Block::Table(table) => self.table(table, column),
            Block::Charts(charts, caption) => self.charts(charts, caption.as_ref(), column),
            Block::Group(frame, inner) => self.group(*frame, inner, column),
            Block::Rule(ink) => self.rule(*ink, column),
        }
    }

    /// Room below what is there, of which the larger of two wishes counts; none at the head of a page.
    pub(super) fn room(&mut self, before: f32) {
        if self.y > TOP && !self.is_flush {
            self.y += before.max(self.after) * if self.is_sheet { DENSE } else { 1.0 };
        }
        (self.after, self.is_flush) = (0.0, false);
    }

    pub(super) fn left_on_page(&self) -> f32 {
        BOTTOM - self.y
    }

    pub(super) fn next_page(&mut self) {
        self.out.pages.push(Vec::new());
        (self.y, self.after) = (TOP, 0.0);
    }

    /// Begins a new page where the height is more than is left, and a page is not begun for nothing.
    pub(super) fn need(&mut self, height: f32) {
        if height > self.left_on_page() && self.y > TOP {
            self.next_page();
        }
    }

    pub(super) fn put(&mut self, item: Item) {
        if let Some(page) = self.out.pages.last_mut() {
            page.push(item);
        }
    }

    pub(super) fn anchor(&mut self, anchor: Option<&String>) {
        let place = (self.out.pages.len() - 1, self.y);
        anchor.into_iter().for_each(|name| _ = self.out.anchors.entry(name.clone()).or_insert(place));
    }

    fn text(&mut self, text: &Text, rest: &[Block], column: Column) {
        let look = look(text.role);
        let size = self.size * look.size;
        let set = lines(&text.spans, size, column.width, self.faces);
        let height = line_height(&text.spans, size);
        self.room(look.before * self.size);
        let follows = if look.keeps { self.least(rest, column) + look.after * self.size } else { 0.0 };
        let first = if look.keeps || set.len() < 2 * TOGETHER { set.len() } else { TOGETHER };
        self.need((first as f32 * height + follows).min(BOTTOM - TOP));
        self.anchor(text.anchor.as_ref());
        let part = self.part_of(text);
        let own = self.out.tags.part(part, self.within);
        let count = set.len();
        for (at, line) in set.into_iter().enumerate() {
            // A last line does not stand alone on a page.
            let keep = if count - at == TOGETHER && at > 0 { TOGETHER } else { 1 };
            self.need(keep as f32 * height);
            self.line(line, column, height, own);
        }
        self.after = look.after * self.size;
    }

    fn part_of(&mut self, text: &Text) -> Part {
        let level = match text.role {
            Role::Title => 1,
            Role::Heading => 2,
            Role::Caption => return Part::Caption,
            _ => return Part::Paragraph,
        };
        let place = (self.out.pages.len() - 1, self.y);
        self.out.heads.push((level, text.plain(), place.0, place.1));
        Part::Heading(level, text.plain())
    }

    /// One line, with its links.
    pub(super) fn line(&mut self, line: Line, column: Column, height: f32, own: usize) {
        let x = if line.is_leftward { column.left + column.width - line.width } else { column.left };
        self.line_at(line, x, height, own);
        self.y += height;
    }

    /// One line at this place; the height is not moved on.
    pub(super) fn line_at(&mut self, line: Line, x: f32, height: f32, own: usize) {
        let mut leaves = Vec::with_capacity(line.pieces.len());
        let mut links = Vec::new();
        for (piece, start) in line.pieces.iter().zip(&line.starts) {
            let part = piece.link.as_ref().map(|to| {
                let part = self.out.tags.part(Part::Link, Some(own));
                links.push((part, [x + start, self.y, piece.width(), height], to.clone()));
                part
            });
            leaves.push(self.out.tags.leaf(part.unwrap_or(own)));
        }
        let y = self.y + height / LINE * RISE;
        self.put(Item::Words { x, y, line, leaves });
        for (part, area, to) in links {
            let leaf = self.out.tags.leaf(part);
            self.put(Item::Link { area, to, leaf });
        }
    }

    /// The least height that blocks need on a page to begin there.
    fn least(&self, blocks: &[Block], column: Column) -> f32 {
        let Some((block, rest)) = blocks.split_first() else { return 0.0 };
        match block {
            Block::Text(text) => {
                let look = look(text.role);
                let height = line_height(&text.spans, self.size * look.size) * TOGETHER as f32;
                let follows = if look.keeps { self.least(rest, column) + look.after * self.size } else { 0.0 };
                height + look.before * self.size + follows
            }
            Block::Table(table) => self.table_start(table, column) + 1.1 * self.size,
            Block::List(_) => 5.0 * self.size * LINE,
            Block::Charts(charts, _) => self.charts_height(charts, column),
            Block::Group(frame, inner) => {
                let whole = self.group_height(*frame, inner, column) + 0.6 * self.size;
                if whole <= BOTTOM - TOP { whole } else { self.least(inner, column) }
            }
            Block::Rule(_) => self.size,
        }
    }

    fn list(&mut self, items: &[(String, Vec<Block>)], column: Column) {
        let indent = 1.6 * self.size;
        let list = self.out.tags.part(Part::List, self.within);
        let around = self.within;
        for (label, blocks) in items {
            let item = self.out.tags.part(Part::Item, Some(list));
            let own = self.out.tags.part(Part::Label, Some(item));
            let muted = super::blocks::Span { text: label.clone(), ink: Ink::Accent, scale: 1.0, ..Default::default() };
            let mark = lines(&[muted], self.size, column.width, self.faces);
            self.room(0.3 * self.size);
            let height = self.size * LINE;
            self.need(TOGETHER as f32 * height);
            mark.into_iter().take(1).for_each(|line| self.line_at(line, column.left, height, own));
            self.within = Some(self.out.tags.part(Part::Body, Some(item)));
            let top = self.y;
            // The first text begins where its mark stands.
            let inner = Column { left: column.left + indent, width: column.width - indent };
            self.level(blocks, inner, top);
        }
        self.within = around;
        self.after = 0.5 * self.size;
    }

    /// Blocks of which the first begins at this height, whatever room it wants above it.
    fn level(&mut self, blocks: &[Block], column: Column, top: f32) {
        let Some((Block::Text(first), rest)) = blocks.split_first() else { return self.all(blocks, column) };
        (self.y, self.is_flush) = (top, true);
        self.text(first, rest, column);
        self.all(rest, column);
    }

    fn rule(&mut self, ink: Ink, column: Column) {
        self.room(0.6 * self.size);
        self.need(self.size);
        let (height, fill) = if ink == Ink::Accent { (2.0, Fill::Accent) } else { (0.6, Fill::Rule) };
        self.put(Item::Ground { area: [column.left, self.y, column.width, height], fill });
        self.y += height;
        self.after = 0.9 * self.size;
    }

    /// The room between a frame and what is in it, and the column that is left.
    fn inside(&self, frame: Frame, column: Column) -> (f32, Column) {
        let pad = self.size
            * match frame {
                Frame::Line | Frame::Mark => 0.9,
                Frame::Box => 1.1,
            };
        let right = if frame == Frame::Box { pad } else { 0.0 };
        (pad, Column { left: column.left + pad, width: column.width - pad - right })
    }

    /// Height of all blocks in a frame, on a page without end.
    fn group_height(&self, frame: Frame, inner: &[Block], column: Column) -> f32 {
        let (pad, within) = self.inside(frame, column);
        self.measured(inner, within) + if frame == Frame::Box { 2.0 * pad } else { 0.0 }
    }

    /// Blocks within a frame. What fits on a page is not torn apart.
    fn group(&mut self, frame: Frame, inner: &[Block], column: Column) {
        let (pad, within) = self.inside(frame, column);
        self.room(0.6 * self.size);
        let whole = self.group_height(frame, inner, column);
        if whole <= BOTTOM - TOP {
            self.need(whole);
        }
        let (first, top) = (self.out.pages.len() - 1, self.y);
        let place = self.out.pages.last().map_or(0, Vec::len);
        if frame == Frame::Box {
            self.y += pad;
        }
        let around = self.within;
        self.within = Some(self.out.tags.part(Part::Section, around));
        // The first block wants no room above it: the frame has it.
        self.bare(inner, within);
        self.within = around;
        self.y += if frame == Frame::Box { pad * 0.7 } else { 0.0 };
        self.frame(frame, column, (first, top, place));
        self.after = 0.7 * self.size;
    }

    fn bare(&mut self, blocks: &[Block], column: Column) {
        let top = self.y;
        match blocks.first() {
            Some(Block::Text(_)) => self.level(blocks, column, top),
            _ => self.all(blocks, column),
        }
        self.after = 0.0;
    }

    /// Draws the frame on every page that its blocks are on, below them.
    fn frame(&mut self, frame: Frame, column: Column, (first, top, place): (usize, f32, usize)) {
        let last = self.out.pages.len() - 1;
        for page in first..=last {
            let from = if page == first { top } else { TOP };
            let until = if page == last { self.y } else { BOTTOM };
            let (wide, fill) = match frame {
                Frame::Line => (1.4, Fill::Grid),
                Frame::Mark => (2.0, Fill::Accent),
                Frame::Box => (column.width, Fill::Pale),
            };
            let ground = Item::Ground { area: [column.left, from, wide, (until - from).max(0.0)], fill };
            let at = if page == first { place } else { 0 };
            if let Some(items) = self.out.pages.get_mut(page) {
                items.insert(at.min(items.len()), ground);
            }
        }
    }

    /// Height that blocks need on a page without end: they are set once for nothing.
    fn measured(&self, blocks: &[Block], column: Column) -> f32 {
        let mut trial = Setter {
            out: Pages { pages: vec![Vec::new()], ..Pages::default() },
            y: TOP,
            after: 0.0,
            is_flush: false,
            within: None,
            ..*self
        };
        trial.bare(blocks, column);
        let full = (trial.out.pages.len() - 1) as f32 * (BOTTOM - TOP);
        full + trial.y - TOP
    }

    fn charts(&mut self, charts: &[Drawing], caption: Option<&Text>, column: Column) {
        let gap = 1.5 * self.size;
        let many = self.beside(charts) as f32;
        let wide = (column.width - gap * (many - 1.0)) / many;
        let height = self.charts_height(charts, column);
        let below = caption.map_or(0.0, |text| line_height(&text.spans, self.size));
        self.room(1.1 * self.size);
        self.need(height + below);
        let mut left = column.left;
        for chart in charts {
            let Some((across, down, alt)) = self.sizes.get(&chart.id) else { continue };
            let scale = (wide / across).min((BOTTOM - TOP - below) / down);
            self.anchor(chart.anchor.as_ref());
            let own = self.out.tags.part(Part::Figure(alt.clone()), self.within);
            let leaf = self.out.tags.leaf(own);
            let area = [left, self.y, across * scale, down * scale];
            self.put(Item::Chart { id: chart.id.clone(), area, leaf });
            left += wide + gap;
        }
        self.y += height;
        caption.into_iter().for_each(|text| self.text(text, &[], column));
        self.after = 1.1 * self.size;
    }

    /// How many charts have room beside each other: one in the form for paper has half of the width, whatever is beside it.
    fn beside(&self, charts: &[Drawing]) -> usize {
        let is_half = |chart: &Drawing| self.sizes.get(&chart.id).is_some_and(|(across, ..)| *across <= HALF_WIDTH);
        charts.len().max(if charts.iter().any(is_half) { 2 } else { 1 })
    }

    fn charts_height(&self, charts: &[Drawing], column: Column) -> f32 {
        let many = self.beside(charts) as f32;
        let wide = (column.width - 1.5 * self.size * (many - 1.0)) / many;
        let height = |chart: &Drawing| {
            self.sizes
                .get(&chart.id)
                .map_or(0.0, |(across, down, _)| (wide / across * down).min(BOTTOM - TOP - 3.0 * self.size))
        };
        charts.iter().map(height).fold(0.0, f32::max)
    }
}

/// Height of a line of these words.
pub(super) fn line_height(spans: &[super::blocks::Span], size: f32) -> f32 {
    let scale = spans.iter().map(|span| span.scale).fold(0.0, f32::max);
    size * if scale > 0.0 { scale } else { 1.0 } * LINE
}
