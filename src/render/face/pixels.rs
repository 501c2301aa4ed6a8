//! A face made of the pixels of GNU Unifont, with the letters that one document needs and no other.
//!
//! No free face with all of Chinese, Japanese and Korean is small enough to be carried along. Its pixels are, and they can be
//! read: 8 or 16 wide, 16 high, each one a square. As a face of its own they are searched and copied like any text.

use std::collections::BTreeSet;
use unifont::Glyph as Pixels;
use write_fonts::read::tables::glyf::CurvePoint;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::glyf::{Contour, GlyfLocaBuilder, Glyph, SimpleGlyph};
use write_fonts::tables::head::Head;
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::hmtx::{Hmtx, LongMetric};
use write_fonts::tables::maxp::Maxp;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::post::Post;
use write_fonts::types::{FWord, GlyphId, NameId, UfWord};
use write_fonts::{FontBuilder, OffsetMarker};

/// Rows of a letter, and how many of them are below the line.
const ROWS: usize = 16;
const BELOW: usize = 2;
/// Units of a pixel: sixteen make an em.
const UNIT: usize = 64;
const EM: u16 = 1024;
const NAME: &str = "Retroscope Pixels";

/// A font file with those of these letters that have pixels; `None` when none has. What none has is drawn as a box.
pub(super) fn file(letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let known: Vec<(char, &Pixels)> = letters.iter().filter_map(|c| Some((*c, unifont::get_glyph(*c)?))).collect();
    if known.is_empty() {
        return None;
    }
    let mut outlines = GlyfLocaBuilder::new();
    // The first one stands for what is not there.
    outlines.add_glyph(&outline(&[(1..15, 2), (1..15, 13)])).ok()?;
    for (_, pixels) in &known {
        let runs = runs(pixels);
        let glyph = if runs.is_empty() { Glyph::Empty } else { Glyph::Simple(outline(&runs)) };
        outlines.add_glyph(&glyph).ok()?;
    }
    let (glyf, loca, format) = outlines.build();
    let advances: Vec<u16> =
        std::iter::once(EM).chain(known.iter().map(|(_, pixels)| (pixels.get_width() * UNIT) as u16)).collect();
    let mut builder = FontBuilder::new();
    builder.add_table(&glyf).ok()?.add_table(&loca).ok()?;
    builder.add_table(&head(format as i16)).ok()?.add_table(&hhea(advances.len())).ok()?;
    builder.add_table(&maxp(advances.len())).ok()?;
    let metrics = advances.into_iter().map(|advance| LongMetric { advance, side_bearing: 0 }).collect();
    builder.add_table(&Hmtx { h_metrics: metrics, left_side_bearings: Vec::new() }).ok()?;
    let numbered = (1..).map(GlyphId::new);
    let map = Cmap::from_mappings(known.iter().map(|(letter, _)| *letter).zip(numbered)).ok()?;
    builder.add_table(&map).ok()?.add_table(&names()).ok()?.add_table(&Post::default()).ok()?;
    Some(builder.build())
}

/// Pixels beside each other, by row from the top.
fn runs(pixels: &Pixels) -> Vec<(std::ops::Range<usize>, usize)> {
    let mut runs = Vec::new();
    for row in 0..ROWS {
        let mut from = None;
        for column in 0..=pixels.get_width() {
            match (pixels.get_pixel(column, row), from) {
                (true, None) => from = Some(column),
                (false, Some(start)) => {
                    runs.push((start..column, row));
                    from = None;
                }
                _ => {}
            }
        }
    }
    runs
}

/// A rectangle for each run, clockwise, as outlines of filled shapes go.
fn outline(runs: &[(std::ops::Range<usize>, usize)]) -> SimpleGlyph {
    let contour = |(columns, row): &(std::ops::Range<usize>, usize)| {
        let across = |column: usize| (column * UNIT) as i16;
        let up = |row: usize| ((ROWS - BELOW) as i16 - row as i16) * UNIT as i16;
        let (left, right, top, bottom) = (across(columns.start), across(columns.end), up(*row), up(row + 1));
        let corners = [(left, bottom), (left, top), (right, top), (right, bottom)];
        Contour::from(corners.map(|(x, y)| CurvePoint::on_curve(x, y)).to_vec())
    };
    let mut glyph = SimpleGlyph { contours: runs.iter().map(contour).collect(), ..SimpleGlyph::default() };
    glyph.recompute_bounding_box();
    glyph
}

fn head(format: i16) -> Head {
    let (top, bottom) = (((ROWS - BELOW) * UNIT) as i16, -((BELOW * UNIT) as i16));
    Head {
        units_per_em: EM,
        y_min: bottom,
        x_max: EM as i16,
        y_max: top,
        index_to_loc_format: format,
        ..Head::default()
    }
}

fn hhea(glyphs: usize) -> Hhea {
    Hhea {
        ascender: FWord::new(((ROWS - BELOW) * UNIT) as i16),
        descender: FWord::new(-((BELOW * UNIT) as i16)),
        advance_width_max: UfWord::new(EM),
        x_max_extent: FWord::new(EM as i16),
        caret_slope_rise: 1,
        number_of_h_metrics: glyphs as u16,
        ..Hhea::default()
    }
}

/// Bounds that every letter of pixels keeps; nothing is hinted.
fn maxp(glyphs: usize) -> Maxp {
    const RUNS: u16 = (ROWS * ROWS / 2) as u16;
    Maxp {
        num_glyphs: glyphs as u16,
        max_points: Some(4 * RUNS),
        max_contours: Some(RUNS),
        max_composite_points: Some(0),
        max_composite_contours: Some(0),
        max_zones: Some(1),
        max_twilight_points: Some(0),
        max_storage: Some(0),
        max_function_defs: Some(0),
        max_instruction_defs: Some(0),
        max_stack_elements: Some(0),
        max_size_of_instructions: Some(0),
        max_component_elements: Some(0),
        max_component_depth: Some(0),
    }
}

fn names() -> Name {
    let record = |id: NameId, text: &str| NameRecord::new(3, 1, 0x409, id, OffsetMarker::new(text.to_owned()));
    Name::new(vec![
        record(NameId::FAMILY_NAME, NAME),
        record(NameId::SUBFAMILY_NAME, "Regular"),
        record(NameId::FULL_NAME, NAME),
        record(NameId::POSTSCRIPT_NAME, "RetroscopePixels"),
    ])
}
