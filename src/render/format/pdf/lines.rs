//! Words into lines: where a line may end after Unicode, in which order words stand that run to the left, and which face has
//! each letter.

use super::blocks::{Ink, Span};
use crate::render::face::{Faces, Glyph, SetWord};
use std::ops::Range;
use std::rc::Rc;
use unicode_bidi::{BidiInfo, Level};

/// Letters of one face and look that stand together.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) face: usize,
    /// In points.
    pub(super) size: f32,
    pub(super) ink: Ink,
    pub(super) link: Option<String>,
    pub(super) text: String,
    pub(super) word: Rc<SetWord>,
    level: Level,
}

/// One line, its pieces in the order of reading.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) pieces: Vec<Piece>,
    /// How far from the left end of the line each piece begins, in points.
    pub(super) starts: Vec<f32>,
    /// In points, without blanks at the end.
    pub(super) width: f32,
    /// Whether the text runs to the left, so that lines begin at the right edge.
    pub(super) is_leftward: bool,
}

impl Piece {
    pub(super) fn width(&self) -> f32 {
        self.word.width * self.size
    }

    fn goes_on_with(&self, next: &Self) -> bool {
        let is_alike = (self.face, self.ink, &self.link, self.level) == (next.face, next.ink, &next.link, next.level);
        is_alike && !self.is_leftward() && self.size.to_bits() == next.size.to_bits()
    }

    fn take(&mut self, next: &Self) {
        let behind = self.text.len();
        let moved = |glyph: &Glyph| Glyph { text: glyph.text.start + behind..glyph.text.end + behind, ..glyph.clone() };
        let word = Rc::make_mut(&mut self.word);
        word.glyphs.extend(next.word.glyphs.iter().map(moved));
        word.width += next.word.width;
        self.text.push_str(&next.text);
    }

    fn is_leftward(&self) -> bool {
        self.level.is_rtl()
    }

    /// Without the blanks at its end, which hang over the edge.
    fn seen(&self) -> f32 {
        let end = self.text.trim_end_matches(' ').len();
        let hanging = self.word.glyphs.iter().filter(|glyph| glyph.text.start >= end);
        self.width() - hanging.map(|glyph| glyph.advance).sum::<f32>() * self.size
    }
}

/// Pieces up to the next place where a line may end.
struct Unit {
    pieces: Vec<Piece>,
    is_last: bool,
}

impl Unit {
    fn width(&self) -> f32 {
        self.pieces.iter().map(Piece::width).sum()
    }

    fn seen(&self) -> f32 {
        let (last, before) = self
            .pieces
            .split_last()
            .map_or((0.0, 0.0), |(last, before)| (last.seen(), before.iter().map(Piece::width).sum()));
        before + last
    }
}

/// The words of these spans in lines of this width, in points. There is at least one line.
pub(super) fn lines(spans: &[Span], size: f32, width: f32, faces: &Faces<'_>) -> Vec<Line> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let (levels, is_leftward) = levels(&text);
    let mut lines = vec![Line { is_leftward, ..Line::default() }];
    let mut filled = 0.0;
    for unit in units(&text, spans, size, &levels, faces) {
        let is_full = filled > 0.0 && filled + unit.seen() > width;
        if is_full {
            lines.push(Line { is_leftward, ..Line::default() });
            filled = 0.0;
        }
        if unit.seen() > width {
            filled = broken(&unit, width, faces, &mut lines);
        } else {
            filled += unit.width();
            lines.last_mut().into_iter().for_each(|line| line.pieces.extend(unit.pieces.iter().cloned()));
        }
        if unit.is_last {
            lines.push(Line { is_leftward, ..Line::default() });
            filled = 0.0;
        }
    }
    if lines.len() > 1 && lines.last().is_some_and(|line| line.pieces.is_empty()) {
        lines.pop();
    }
    lines.into_iter().map(ordered).collect()
}

/// Width in points that the words need when no line has to end, and when every line ends where it may.
pub(super) fn widths(spans: &[Span], size: f32, faces: &Faces<'_>) -> (f32, f32) {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let (levels, _) = levels(&text);
    let units = units(&text, spans, size, &levels, faces);
    let widest = units.iter().map(Unit::seen).fold(0.0, f32::max);
    let all: f32 = units.iter().map(Unit::width).sum();
    (widest, all.max(widest))
}

/// The level of each byte, and whether the whole runs to the left.
fn levels(text: &str) -> (Vec<Level>, bool) {
    // Nothing before Hebrew runs to the left.
    if text.chars().all(|letter| letter < '\u{590}') {
        return (vec![Level::ltr(); text.len()], false);
    }
    // Sentences are English whatever name they begin with; what holds no other letters, as a title may, runs its own way.
    let is_ours = text.chars().any(|letter| letter.is_ascii_alphabetic());
    let info = BidiInfo::new(text, is_ours.then(Level::ltr));
    let is_leftward = info.paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl());
    (info.levels, is_leftward)
}

/// The text in units, each of pieces of one face, look and direction.
fn units(text: &str, spans: &[Span], size: f32, levels: &[Level], faces: &Faces<'_>) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut looks = Looks::new(spans, size, faces);
    let mut start = 0;
    for (end, opportunity) in unicode_linebreak::linebreaks(text) {
        let pieces = looks.pieces(text, start..end, levels);
        // The end of the text is no line end that somebody asked for.
        let is_last = opportunity == unicode_linebreak::BreakOpportunity::Mandatory && end < text.len();
        units.push(Unit { pieces, is_last });
        start = end;
    }
    units
}

/// The spans, gone through once from the beginning to the end.
struct Looks<'s, 'f> {
    spans: &'s [Span],
    faces: &'s Faces<'f>,
    size: f32,
    at: usize,
    /// Where the span ends in the text.
    until: usize,
}

impl<'s, 'f> Looks<'s, 'f> {
    fn new(spans: &'s [Span], size: f32, faces: &'s Faces<'f>) -> Self {
        let until = spans.first().map_or(0, |span| span.text.len());
        Self { spans, faces, size, at: 0, until }
    }

    fn span(&mut self, byte: usize) -> Option<&'s Span> {
        while byte >= self.until && self.at + 1 < self.spans.len() {
            self.at += 1;
            self.until += self.spans[self.at].text.len();
        }
        self.spans.get(self.at)
    }

    fn pieces(&mut self, text: &str, range: Range<usize>, levels: &[Level]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut open: Option<(usize, usize, Level)> = None;
        let mut start = range.start;
        let part = text.get(range.clone()).unwrap_or_default();
        for (at, letter) in part.char_indices() {
            let byte = range.start + at;
            let Some(span) = self.span(byte) else { continue };
            // A blank takes the face of what is before it, so that a line is not cut up for nothing.
            let before = open.filter(|(place, _, _)| *place == self.at).map(|(_, face, _)| face);
            let face = match before {
                Some(face) if letter == ' ' && self.faces.has(face, letter) => face,
                before => self.faces.of(span.style, letter, before),
            };
            let now = (self.at, face, levels.get(byte).copied().unwrap_or_else(Level::ltr));
            if let Some(was) = open.filter(|was| *was != now) {
                pieces.extend(self.piece(text, start..byte, was));
                start = byte;
            }
            open = Some(now);
        }
        pieces.extend(open.and_then(|was| self.piece(text, start..range.end, was)));
        pieces
    }

    fn piece(&self, text: &str, range: Range<usize>, (at, face, level): (usize, usize, Level)) -> Option<Piece> {
        let span = self.spans.get(at)?;
        let text = text.get(range)?.trim_end_matches(['\n', '\r']);
        let word = self.faces.word(face, text, level.is_rtl());
        let (ink, link) = (span.ink, span.link.clone());
        Some(Piece { face, size: self.size * span.scale, ink, link, text: text.to_owned(), word, level })
    }
}

/// Puts a unit that is wider than a line onto lines letter by letter. Returns how far the last one is filled.
fn broken(unit: &Unit, width: f32, faces: &Faces<'_>, lines: &mut Vec<Line>) -> f32 {
    let is_leftward = lines.last().is_some_and(|line| line.is_leftward);
    let mut filled = 0.0;
    for piece in &unit.pieces {
        let mut part = String::new();
        let take = |part: &mut String, lines: &mut Vec<Line>| {
            let word = faces.word(piece.face, part, piece.is_leftward());
            let done = Piece { text: std::mem::take(part), word, ..piece.clone() };
            let wide = done.width();
            lines.last_mut().map(|line| &mut line.pieces).unwrap_or(&mut Vec::new()).push(done);
            wide
        };
        for (at, letter) in piece.text.char_indices() {
            let wide = advance(piece, at);
            let part_width: f32 = faces.word(piece.face, &part, piece.is_leftward()).width * piece.size;
            if filled + part_width + wide > width && (filled > 0.0 || !part.is_empty()) {
                take(&mut part, lines);
                lines.push(Line { is_leftward, ..Line::default() });
                filled = 0.0;
            }
            part.push(letter);
        }
        filled += take(&mut part, lines);
    }
    filled
}

/// How wide the letter at this byte is, or the cluster that it belongs to.
fn advance(piece: &Piece, at: usize) -> f32 {
    let found = piece.word.glyphs.iter().filter(|glyph| glyph.text.contains(&at));
    found.map(|glyph| glyph.advance).sum::<f32>() * piece.size
}

/// Pieces of one look that stand beside each other as one, so that a line is drawn, and read aloud, in few parts.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for piece in pieces {
        match all.last_mut() {
            Some(last) if last.goes_on_with(&piece) => last.take(&piece),
            _ => all.push(piece),
        }
    }
    all
}

/// The line with its width, and the places of its pieces: those that run to the left stand the other way round.
fn ordered(mut line: Line) -> Line {
    line.width = Unit { pieces: line.pieces.clone(), is_last: false }.seen();
    line.pieces = joined(line.pieces);
    let levels: Vec<Level> = line.pieces.iter().map(|piece| piece.level).collect();
    line.starts = vec![0.0; levels.len()];
    let mut at = 0.0;
    for place in BidiInfo::reorder_visual(&levels) {
        if let (Some(piece), Some(start)) = (line.pieces.get(place), line.starts.get_mut(place)) {
            *start = at;
            at += piece.width();
        }
    }
    line
}
