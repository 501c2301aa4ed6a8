//! The page of one chart: title block, plot area, footer, and the few strokes all figures are made of.

use super::backend::{HALO, Svg, escape, units};
use super::labels;
use super::theme::{self, Token};
use crate::findings::Exhibit;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::AsRangedCoord;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::Ranged;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};
use std::ops::Range;

/// Text sizes in pixels. A chart is drawn for the width at which it is shown, so they are what the reader sees.
pub(super) const TEXT: f64 = 13.0;
const SUBTITLE: f64 = 14.0;
const LINE: f64 = 1.35;
/// Free room at the left and right edge of every chart.
pub(super) const EDGE: f64 = 4.0;
/// Opacity of a tint.
const TINT: f64 = 0.14;
/// Below this width a chart takes its narrow form.
const NARROW_BELOW: f64 = 640.0;

/// How a piece of text looks and which of its points is given.
#[derive(Clone, Copy)]
pub(super) struct Face {
    size: f64,
    bold: bool,
    halo: bool,
    ink: Token,
    h: HPos,
    v: VPos,
}

impl Face {
    /// Text of the normal size in `ink`, given by its left edge and its middle.
    pub(super) fn new(ink: Token) -> Self {
        Self { size: TEXT, bold: false, halo: false, ink, h: HPos::Left, v: VPos::Center }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    pub(super) fn centred(self) -> Self {
        Self { h: HPos::Center, ..self }
    }

    pub(super) fn right(self) -> Self {
        Self { h: HPos::Right, ..self }
    }

    pub(super) fn top(self) -> Self {
        Self { v: VPos::Top, ..self }
    }

    pub(super) fn sized(self, size: f64) -> Self {
        Self { size, ..self }
    }

    fn style(self) -> TextStyle<'static> {
        let family = if self.halo { FontFamily::Name(HALO) } else { FontFamily::SansSerif };
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(family, f64::from(units(self.size)), weight);
        let (color, pos) = (self.ink.color().to_backend_color(), Pos::new(self.h, self.v));
        TextStyle { font, color, pos }
    }
}

/// How a line is broken, so that lines can be told apart without their colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    Solid,
    Dashed,
    Dotted,
    DashDot,
}

impl Stroke {
    /// The stroke of one of several lines of a chart.
    pub(super) fn of(rank: usize) -> Self {
        match rank % 4 {
            0 => Self::Solid,
            1 => Self::Dashed,
            2 => Self::Dotted,
            _ => Self::DashDot,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Dashed => "dashed",
            Self::Dotted => "dotted",
            Self::DashDot => "dashdot",
        }
    }
}

/// One chart while it is drawn. All positions are pixels from the upper left corner.
pub(super) struct Sheet {
    root: DrawingArea<Svg, Shift>,
    svg: Svg,
    pub(super) width: f64,
    /// Where the figure begins, below the title block.
    pub(super) top: f64,
    pub(super) narrow: bool,
    height: f64,
    label: String,
    desc: String,
}

/// Rows below each other, all of one height; the upper part of each may hold words.
#[derive(Clone, Copy)]
pub(super) struct Strips {
    /// Where the first row begins.
    pub(super) upper: f64,
    pub(super) count: usize,
    pub(super) height: f64,
    /// Height of the words at the head of each row, 0 where there are none.
    pub(super) words: f64,
}

/// A wrapped title block, laid out before the page is opened because the height of the page depends on it.
struct Heading {
    headline: Vec<String>,
    subtitle: Vec<String>,
    footer: Vec<String>,
    size: f64,
}

impl Heading {
    fn lay_out(exhibit: &Exhibit, width: f64) -> Self {
        let room = width - 2.0 * EDGE;
        let size = if width < NARROW_BELOW { 17.0 } else { 20.0 };
        Self {
            headline: labels::wrap(&exhibit.headline, size, true, room),
            subtitle: labels::wrap(&exhibit.subtitle, SUBTITLE, false, room),
            footer: labels::wrap(&exhibit.footer, TEXT, false, room),
            size,
        }
    }

    fn top_height(&self) -> f64 {
        let head = self.headline.len() as f64 * self.size * LINE * 0.95;
        head + self.subtitle.len() as f64 * SUBTITLE * LINE + 20.0
    }

    fn footer_height(&self) -> f64 {
        self.footer.len() as f64 * TEXT * LINE + 10.0
    }
}

impl Sheet {
    /// Opens a page whose figure is `body` pixels high and writes the title block and the footer.
    pub(super) fn open(exhibit: &Exhibit, width: f64, body: f64) -> Self {
        let heading = Heading::lay_out(exhibit, width);
        let top = heading.top_height();
        let height = (top + body + heading.footer_height()).ceil();
        let svg = Svg::new(width, height);
        let sheet = Self {
            root: svg.clone().into_drawing_area(),
            svg,
            width,
            top,
            narrow: is_narrow(width),
            height,
            label: exhibit.headline.clone(),
            desc: exhibit.alt.clone(),
        };
        let mut y = 6.0;
        for line in &heading.headline {
            sheet.text(EDGE, y, line, Face::new(Token::Ink).bold().top().sized(heading.size));
            y += heading.size * LINE * 0.95;
        }
        for line in &heading.subtitle {
            sheet.text(EDGE, y, line, Face::new(Token::Muted).top().sized(SUBTITLE));
            y += SUBTITLE * LINE;
        }
        let mut y = top + body + 10.0;
        for line in &heading.footer {
            sheet.text(EDGE, y, line, Face::new(Token::Muted).top());
            y += TEXT * LINE;
        }
        sheet
    }

    pub(super) fn text(&self, x: f64, y: f64, text: &str, face: Face) {
        drop(self.root.draw(&Text::new(text.to_owned(), (units(x), units(y)), face.style())));
    }

    pub(super) fn rect(&self, x: Range<f64>, y: Range<f64>, fill: Token) {
        let corners = [(units(x.start), units(y.start)), (units(x.end), units(y.end))];
        drop(self.root.draw(&Rectangle::new(corners, filled(fill))));
    }

    /// A surface nobody sees that makes the whole of it answer to the pointer.
    pub(super) fn touch(&self, x: Range<f64>, y: Range<f64>) {
        let style = ShapeStyle { color: plotters::style::RGBAColor(0, 0, 0, 0.0), filled: true, stroke_width: 0 };
        let corners = [(units(x.start), units(y.start)), (units(x.end), units(y.end))];
        drop(self.root.draw(&Rectangle::new(corners, style)));
    }

    pub(super) fn line(&self, points: &[(f64, f64)], ink: Token, thickness: f64) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        drop(self.root.draw(&PathElement::new(points, stroked(ink, thickness))));
    }

    pub(super) fn dot(&self, x: f64, y: f64, radius: f64, fill: Token) {
        drop(self.root.draw(&Circle::new((units(x), units(y)), units(radius), filled(fill))));
    }

    /// A thin line around a dot.
    pub(super) fn rim(&self, x: f64, y: f64, radius: f64, ink: Token) {
        drop(self.root.draw(&Circle::new((units(x), units(y)), units(radius), stroked(ink, 0.75))));
    }

    /// A hollow circle. Its inside takes the colour of the page, so that lines end at its rim.
    pub(super) fn ring(&self, x: f64, y: f64, radius: f64, ink: Token) {
        self.dot(x, y, radius, Token::Surface);
        drop(self.root.draw(&Circle::new((units(x), units(y)), units(radius), stroked(ink, 1.75))));
    }

    /// Fills the outline through all points.
    pub(super) fn shape(&self, points: &[(f64, f64)], fill: Token) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        drop(self.root.draw(&Polygon::new(points, filled(fill))));
    }

    /// Everything that `draw` strokes is broken in the given way.
    pub(super) fn stroke(&self, stroke: Stroke, draw: impl FnOnce(&Self)) {
        self.svg.style(stroke.class());
        draw(self);
        self.svg.close();
    }

    /// Draws a mark: a group that tells its exact values to whoever points at it.
    pub(super) fn mark(&self, title: &str, draw: impl FnOnce(&Self)) {
        self.svg.open("mark", title);
        draw(self);
        self.svg.close();
    }

    /// The same for incidents that began in a stretch of time, by the clock of the axis.
    pub(super) fn mark_begun(&self, stretch: &Range<i64>, title: &str, draw: impl FnOnce(&Self)) {
        self.svg.open_over("began", stretch, title);
        draw(self);
        self.svg.close();
    }

    /// The same for incidents that were open at some time of it.
    pub(super) fn mark_open(&self, stretch: &Range<i64>, title: &str, draw: impl FnOnce(&Self)) {
        self.svg.open_over("open", stretch, title);
        draw(self);
        self.svg.close();
    }

    /// A part of the page with its own coordinates; `y` grows upwards.
    pub(super) fn plot<X: AsRangedCoord<Value = f64>>(
        &self,
        left_top: (f64, f64),
        right_bottom: (f64, f64),
        x: X,
        y: Range<f64>,
    ) -> Plot<X::CoordDescType> {
        let across = units(left_top.0)..units(right_bottom.0);
        let down = units(right_bottom.1)..units(left_top.1);
        Plot { area: self.root.apply_coord_spec(Cartesian2d::new(x, y, (across, down))) }
    }

    /// A light line across the plot with its value left of it.
    pub(super) fn gridline(&self, x: Range<f64>, y: f64, label: &str) {
        self.line(&[(x.start, y), (x.end, y)], Token::Grid, 1.0);
        self.text(x.start - 8.0, y, label, Face::new(Token::Muted).right());
    }

    /// A line down through rows and so far below the last of them. At the head of each row it leaves out the words that it would
    /// strike through.
    pub(super) fn line_down(&self, x: f64, rows: Strips, below: f64, (ink, thick): (Token, f64)) {
        let Strips { upper, count, height, words } = rows;
        let lower = upper + height * count as f64 + below;
        if words <= 0.0 {
            self.line(&[(x, upper), (x, lower)], ink, thick);
            return;
        }
        for at in 0..count {
            let top = upper + height * at as f64;
            let end = if at + 1 == count { lower } else { top + height };
            self.line(&[(x, top + words), (x, end)], ink, thick);
        }
    }

    /// The finished file.
    pub(super) fn finish(self) -> String {
        let (w, h) = (self.width, self.height);
        let (label, desc) = (escape(&self.label), escape(&self.desc));
        let (style, body) = (theme::chart_css(), self.svg.body());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" aria-label=\"{label}\">\n\
             <title>{label}</title>\n<desc>{desc}</desc>\n<style>{style}</style>\n{body}\n</svg>\n"
        )
    }
}

/// Whether a chart of this width takes its narrow form.
pub(super) fn is_narrow(width: f64) -> bool {
    width < NARROW_BELOW
}

fn filled(ink: Token) -> ShapeStyle {
    ShapeStyle { color: ink.color().into(), filled: true, stroke_width: 0 }
}

fn stroked(ink: Token, thickness: f64) -> ShapeStyle {
    ShapeStyle { color: ink.color().into(), filled: false, stroke_width: units(thickness).unsigned_abs() }
}

/// A plot area with its own coordinates.
pub(super) struct Plot<X: Ranged<ValueType = f64>> {
    area: DrawingArea<Svg, Cartesian2d<X, RangedCoordf64>>,
}

impl<X: Ranged<ValueType = f64>> Plot<X> {
    /// Where a point of the plot is on the page, in pixels.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.area.map_coordinate(&(x, y));
        (f64::from(x) / f64::from(super::backend::UNITS), f64::from(y) / f64::from(super::backend::UNITS))
    }

    pub(super) fn line(&self, points: Vec<(f64, f64)>, ink: Token, thickness: f64) {
        drop(self.area.draw(&PathElement::new(points, stroked(ink, thickness))));
    }

    /// Fills the area between the points and `base`.
    pub(super) fn area(&self, points: &[(f64, f64)], base: f64, fill: Token) {
        let mut outline = points.to_vec();
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            outline.push((last.0, base));
            outline.push((first.0, base));
            drop(self.area.draw(&Polygon::new(outline, filled(fill))));
        }
    }

    /// Fills the outline through all points.
    pub(super) fn shape(&self, outline: Vec<(f64, f64)>, fill: Token) {
        drop(self.area.draw(&Polygon::new(outline, filled(fill))));
    }

    /// Fills the outline through all points with a tint that lets lines behind it show.
    pub(super) fn tint(&self, outline: Vec<(f64, f64)>, fill: Token) {
        let style = ShapeStyle { color: fill.color().mix(TINT), filled: true, stroke_width: 0 };
        drop(self.area.draw(&Polygon::new(outline, style)));
    }

    pub(super) fn bar(&self, x: Range<f64>, y: Range<f64>, fill: Token) {
        drop(self.area.draw(&Rectangle::new([(x.start, y.start), (x.end, y.end)], filled(fill))));
    }
}
