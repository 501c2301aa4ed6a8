//! Words as glyphs: the order, the joins and the widths that the face gives them.

use rustc_hash::FxHashMap;
use rustybuzz::{Direction, UnicodeBuffer};
use std::ops::Range;
use std::rc::Rc;

/// One glyph; lengths in sizes of type.
#[derive(Debug, Clone, PartialEq)]
pub struct Glyph {
    pub id: u32,
    /// The bytes of the word that it stands for.
    pub text: Range<usize>,
    pub advance: f32,
    /// How far it is moved to the right and upwards.
    pub offset: [f32; 2],
}

/// A word as it is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetWord {
    pub glyphs: Vec<Glyph>,
    /// In sizes of type.
    pub width: f32,
}

/// Words that were set before; a document says most of its words again and again.
#[derive(Default)]
pub(super) struct Cache {
    words: FxHashMap<(usize, bool), FxHashMap<String, Rc<SetWord>>>,
}

impl Cache {
    /// The word in a face of this number and direction.
    pub(super) fn word(&mut self, face: &rustybuzz::Face<'_>, key: (usize, bool), text: &str) -> Rc<SetWord> {
        let known = self.words.entry(key).or_default();
        if let Some(word) = known.get(text) {
            return Rc::clone(word);
        }
        let word = Rc::new(shaped(face, text, key.1));
        known.insert(text.to_owned(), Rc::clone(&word));
        word
    }
}

fn shaped(face: &rustybuzz::Face<'_>, text: &str, is_leftward: bool) -> SetWord {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if is_leftward { Direction::RightToLeft } else { Direction::LeftToRight });
    let output = rustybuzz::shape(face, &[], buffer);
    let em = |units: i32| units as f32 / face.units_per_em() as f32;
    let starts: Vec<usize> = output.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let glyph = |(at, (info, place)): (usize, (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition))| Glyph {
        id: info.glyph_id,
        text: starts[at]..end(&starts, at, is_leftward, text.len()),
        advance: em(place.x_advance),
        offset: [em(place.x_offset), em(place.y_offset)],
    };
    let glyphs: Vec<Glyph> = output.glyph_infos().iter().zip(output.glyph_positions()).enumerate().map(glyph).collect();
    let width = glyphs.iter().map(|glyph| glyph.advance).sum();
    SetWord { glyphs, width }
}

/// Where the cluster of a glyph ends: where the next one of the text begins.
fn end(starts: &[usize], at: usize, is_leftward: bool, length: usize) -> usize {
    let is_other = |start: &&usize| **start != starts[at];
    let next = if is_leftward { starts[..at].iter().rev().find(is_other) } else { starts[at..].iter().find(is_other) };
    next.copied().unwrap_or(length)
}
