//! Faces for documents and pictures: the same on every machine, so that the same report has the same bytes everywhere.
//!
//! Words are set in Noto Sans, code in DejaVu Sans Mono; what these lack (arrows, Arabic, Hebrew) in DejaVu Sans, and what
//! that lacks (Chinese, Japanese, Korean and the rest of the basic plane) in the pixels of GNU Unifont. No word is lost.

mod pixels;
mod shape;

pub use shape::{Glyph, SetWord};

use krilla::text::Font;
use std::cell::RefCell;
use std::rc::Rc;
use usvg::fontdb;

/// How words stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    #[default]
    Plain,
    Bold,
    Italic,
    BoldItalic,
    Code,
}

/// Name of the family that charts fall back to; the list of theirs names it as well.
const FAMILY: &str = "Noto Sans";

/// One file of a face, for those who measure and for those who draw.
struct Face<'a> {
    shaped: rustybuzz::Face<'a>,
    drawn: Font,
}

/// The faces that one document needs.
pub struct Faces<'a> {
    /// The styles in the order of [`Style`], then what fills in for them: plain, bold, pixels.
    list: Vec<Face<'a>>,
    words: RefCell<shape::Cache>,
}

const FILLS: usize = 5;
const PIXELS: usize = FILLS + 2;

/// The files of all faces but that of pixels, in the order of [`Faces`].
fn files() -> [&'static [u8]; PIXELS] {
    [
        notosans::REGULAR_TTF,
        notosans::BOLD_TTF,
        notosans::ITALIC_TTF,
        notosans::BOLD_ITALIC_TTF,
        dejavu::sans_mono::regular(),
        dejavu::sans::regular(),
        dejavu::sans::bold(),
    ]
}

/// The face of pixels for what no other face has of these texts; empty when they have all of it.
#[must_use]
pub fn pixels_for<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u8> {
    let others: Vec<rustybuzz::Face<'static>> =
        [files()[0], files()[FILLS]].iter().filter_map(|file| rustybuzz::Face::from_slice(file, 0)).collect();
    let is_missing = |c: &char| !c.is_ascii() && others.iter().all(|face| face.glyph_index(*c).is_none());
    let missing = texts.flat_map(str::chars).filter(is_missing).collect();
    pixels::file(&missing).unwrap_or_default()
}

impl<'a> Faces<'a> {
    /// All faces, with that of [`pixels_for`] the document.
    #[must_use]
    pub fn new(pixels: &'a [u8]) -> Self {
        let fixed = files().into_iter().filter_map(|file| {
            Some(Face { shaped: rustybuzz::Face::from_slice(file, 0)?, drawn: Font::new(file.into(), 0)? })
        });
        let mut list: Vec<Face<'a>> = fixed.collect();
        let pixel = rustybuzz::Face::from_slice(pixels, 0).zip(Font::new(pixels.to_vec().into(), 0));
        list.extend(pixel.map(|(shaped, drawn)| Face { shaped, drawn }));
        Self { list, words: RefCell::default() }
    }

    /// A word in the letters of its face, from the left to the right as it is drawn.
    #[must_use]
    pub fn word(&self, face: usize, text: &str, is_leftward: bool) -> Rc<SetWord> {
        let Some(with) = self.list.get(face) else { return Rc::default() };
        self.words.borrow_mut().word(&with.shaped, (face, is_leftward), text)
    }

    /// The number of the face that has this letter: that of the style, then those that fill in. A mark stays with the letter
    /// before it, if its face has it.
    #[must_use]
    pub fn of(&self, style: Style, letter: char, before: Option<usize>) -> usize {
        let has = |at: &usize| self.has(*at, letter);
        if let Some(before) = before.filter(|at| is_mark(letter) && has(at)) {
            return before;
        }
        let own = style as usize;
        let fill = if matches!(style, Style::Bold | Style::BoldItalic) { FILLS + 1 } else { FILLS };
        [own, fill, PIXELS].into_iter().find(has).unwrap_or(own)
    }

    /// Whether a face has this letter.
    #[must_use]
    pub fn has(&self, face: usize, letter: char) -> bool {
        self.list.get(face).is_some_and(|face| face.shaped.glyph_index(letter).is_some())
    }

    /// What the PDF draws with.
    #[must_use]
    pub fn drawn(&self, face: usize) -> Option<Font> {
        self.list.get(face).map(|face| face.drawn.clone())
    }
}

/// Marks that stand on the letter before them, and what joins letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{200c}'..='\u{200d}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}')
}

/// What charts are drawn with: the same faces, and none of the machine's own.
#[must_use]
pub fn database(pixels: &[u8]) -> fontdb::Database {
    let mut database = fontdb::Database::new();
    files().iter().for_each(|file| database.load_font_data(file.to_vec()));
    if !pixels.is_empty() {
        database.load_font_data(pixels.to_vec());
    }
    database.set_sans_serif_family(FAMILY);
    database
}
