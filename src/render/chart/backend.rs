//! A drawing backend for plotters that writes SVG for people who read charts closely.
//!
//! It differs from the one plotters brings: coordinates are fixed-point, so lines have no stair-steps; colours are
//! tokens that the page resolves, so one file serves light and dark; marks are groups with a title, so exact values
//! can be read by pointing at them; and no font is needed to measure text.

use super::{labels, theme};
use crate::text::visible;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::ops::Range;
use std::rc::Rc;

/// Device units per CSS pixel. Sixteen keeps curves smooth.
pub(super) const UNITS: i32 = 16;

/// The family name that asks for a halo in the colour of the surface, for text that may stand on a line.
pub(super) const HALO: &str = "halo";

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Pixels as device units, rounded.
pub(super) fn units(px: f64) -> i32 {
    let scaled = (px * f64::from(UNITS)).round();
    // Out-of-range and not-a-number values end at the edge of what a page may hold instead of wrapping around.
    if scaled.is_finite() { scaled.clamp(-16e6, 16e6) as i32 } else { 0 }
}

/// A number with at most two decimals and no trailing zeros.
fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Device units as pixels, to a tenth: nobody sees less, and a page of twenty charts is lighter for it.
fn px(device: i32) -> String {
    short((f64::from(device) * 10.0 / f64::from(UNITS)).round() / 10.0)
}

/// Text made safe for XML content and attributes: nothing hidden in it, no mark-up.
pub(in crate::render) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible::line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The page that all drawing areas of one chart write to.
#[derive(Clone)]
pub(super) struct Svg {
    size: (u32, u32),
    body: Rc<RefCell<String>>,
}

impl Svg {
    pub(super) fn new(width_px: f64, height_px: f64) -> Self {
        let size = (units(width_px).unsigned_abs(), units(height_px).unsigned_abs());
        Self { size, body: Rc::new(RefCell::new(String::new())) }
    }

    /// What was drawn so far, as SVG elements.
    pub(super) fn body(&self) -> String {
        self.body.borrow().clone()
    }

    /// Opens a group; `title` is shown when a reader points at it. Every call needs one of `close`.
    pub(super) fn open(&self, class: &str, title: &str) {
        self.push(&format!("<g class=\"{class}\"><title>{}</title>", escape(title)));
    }

    /// The same for a mark that stands for the incidents of a stretch of time, by the clock of its axis: `key` says how they
    /// belong to it, and the stretch stands in minutes since 1970 and their number.
    pub(super) fn open_over(&self, key: &str, stretch: &Range<i64>, title: &str) {
        const MINUTE: i64 = 60_000;
        let from = stretch.start.div_euclid(MINUTE);
        let length = (stretch.end.div_euclid(MINUTE) - from).max(1);
        self.push(&format!("<g class=\"mark\" data-{key}=\"{from}+{length}\"><title>{}</title>", escape(title)));
    }

    /// Opens a group that only carries a style of the page. Every call needs one of `close`.
    pub(super) fn style(&self, class: &str) {
        self.push(&format!("<g class=\"{class}\">"));
    }

    pub(super) fn close(&self) {
        self.push("</g>\n");
    }

    fn push(&self, element: &str) {
        self.body.borrow_mut().push_str(element);
    }

    fn trace(points: impl IntoIterator<Item = BackendCoord>) -> String {
        let mut path = String::new();
        let mut pen: Option<BackendCoord> = None;
        for (x, y) in corners(points) {
            // Writing to a string can't fail.
            let _ = match pen {
                None => write!(path, "M{} {}", px(x), px(y)),
                Some((from, _)) if from == x => write!(path, "V{}", px(y)),
                Some((_, from)) if from == y => write!(path, "H{}", px(x)),
                Some(_) => write!(path, "L{} {}", px(x), px(y)),
            };
            pen = Some((x, y));
        }
        path
    }
}

/// Points without those that lie on the way straight across, up or down: lines of steps have many.
fn corners(points: impl IntoIterator<Item = BackendCoord>) -> Vec<BackendCoord> {
    let is_between = |a: i32, b: i32, c: i32| (a <= b && b <= c) || (a >= b && b >= c);
    let mut kept: Vec<BackendCoord> = Vec::new();
    for (x, y) in points {
        if let [.., (ax, ay), (bx, by)] = kept.as_slice() {
            let across = ay == by && *by == y && is_between(*ax, *bx, x);
            if across || (ax == bx && *bx == x && is_between(*ay, *by, y)) {
                kept.pop();
            }
        }
        if kept.last() != Some(&(x, y)) {
            kept.push((x, y));
        }
    }
    kept
}

fn opacity(name: &str, color: BackendColor) -> String {
    if color.alpha < 1.0 { format!(" {name}-opacity=\"{}\"", short(color.alpha.max(0.0))) } else { String::new() }
}

fn fill<S: BackendStyle>(style: &S) -> String {
    let color = style.color();
    // What cannot be seen is there to be pointed at.
    if color.alpha <= 0.0 {
        return "fill=\"none\" pointer-events=\"all\"".to_owned();
    }
    format!("fill=\"{}\"{}", theme::css_value(color.rgb), opacity("fill", color))
}

fn stroke<S: BackendStyle>(style: &S) -> String {
    let color = style.color();
    let paint = theme::css_value(color.rgb);
    // One pixel is what SVG draws by itself, and pages have many hundred such lines.
    let width = match px(i32::try_from(style.stroke_width()).unwrap_or(UNITS)).as_str() {
        "1" => String::new(),
        width => format!(" stroke-width=\"{width}\""),
    };
    format!("fill=\"none\" stroke=\"{paint}\"{width}{}", opacity("stroke", color))
}

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + UNITS, point.1 + UNITS), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, filled: bool) -> Drawn {
        let (left, top) = (from.0.min(to.0), from.1.min(to.1));
        let (width, height) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let paint = if filled { fill(style) } else { stroke(style) };
        let (x, y, w, h) = (px(left), px(top), px(width), px(height));
        self.push(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" {paint}/>"));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let trace = Self::trace(path);
        if !trace.is_empty() {
            self.push(&format!("<path d=\"{trace}\" {}/>", stroke(style)));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        let trace = Self::trace(vert);
        if !trace.is_empty() {
            self.push(&format!("<path d=\"{trace}Z\" {}/>", fill(style)));
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, filled: bool) -> Drawn {
        let paint = if filled { fill(style) } else { stroke(style) };
        let (x, y, r) = (px(center.0), px(center.1), px(i32::try_from(radius).unwrap_or(0)));
        self.push(&format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" {paint}/>"));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, pos: BackendCoord) -> Drawn {
        let size = style.size() / f64::from(UNITS);
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let shift = match style.anchor().v_pos {
            VPos::Top => labels::ASCENT,
            VPos::Center => labels::MIDDLE,
            VPos::Bottom => -labels::DESCENT,
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"650\"" } else { "" };
        let class = if style.family().as_str() == HALO { " class=\"halo\"" } else { "" };
        let (x, y) = (px(pos.0), short(f64::from(pos.1) / f64::from(UNITS) + shift * size));
        let paint = theme::css_value(style.color().rgb);
        self.push(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" fill=\"{paint}\"{weight}{anchor}{class}>{}</text>",
            short(size),
            escape(text)
        ));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = labels::width(text, style.size(), bold);
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
