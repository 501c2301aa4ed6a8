//! Pages into a PDF: letters as text with their faces, charts as drawings, links, bookmarks, and what each part is.

use super::blocks::Ink;
use super::lines::{Line, Piece};
use super::pages::{Fill, HEIGHT, Item, MARGIN, Pages, WIDTH};
use crate::render::chart::theme::light;
use crate::render::face::{Faces, Glyph, SetWord, Style};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use krilla_svg::{SurfaceExt, SvgSettings};
use std::collections::BTreeMap;

/// The charts of a document, read.
pub(super) type Charts = BTreeMap<String, usvg::Tree>;

/// The document, as bytes. The clock has no say in what it is.
///
/// # Errors
/// What no PDF can hold, which is a mistake of ours.
pub(super) fn document(title: &str, pages: &Pages, charts: &Charts, faces: &Faces<'_>) -> Result<Vec<u8>, String> {
    let mut document = Document::new_with(SerializeSettings { ..SerializeSettings::default() });
    document.set_metadata(
        Metadata::new().title(title.to_owned()).language("en".to_owned()).creator("Retroscope".to_owned()),
    );
    let mut leaves: Vec<Option<Identifier>> = vec![None; pages.tags.leaves()];
    let count = pages.pages.len();
    for (number, items) in (1..).zip(&pages.pages) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("a page without a size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for item in items {
            draw(item, &mut surface, charts, faces, &mut leaves);
        }
        if count > 1 {
            number_of(&mut surface, &format!("{number} / {count}"), faces);
        }
        surface.finish();
        for item in items {
            if let Item::Link { area, to, leaf } = item
                && let Some(annotation) = link(area, to, pages)
                && let Some(place) = leaves.get_mut(*leaf)
            {
                *place = Some(page.add_tagged_annotation(annotation));
            }
        }
        page.finish();
    }
    document.set_outline(outline(pages));
    document.set_tag_tree(pages.tags.tree(leaves));
    document.finish().map_err(|error| format!("{error:?}"))
}

fn draw(item: &Item, surface: &mut Surface<'_>, charts: &Charts, faces: &Faces<'_>, leaves: &mut [Option<Identifier>]) {
    match item {
        Item::Words { x, y, line, leaves: own } => words(*x, *y, line, own, surface, faces, leaves),
        Item::Ground { area, fill } => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
            ground(*area, ground_of(*fill), surface);
            surface.end_tagged();
        }
        Item::Chart { id, area: [x, y, wide, high], leaf } => {
            let (Some(tree), Some(size)) = (charts.get(id), Size::from_wh(*wide, *high)) else { return };
            let identifier = surface.start_tagged(ContentTag::Other);
            surface.push_transform(&Transform::from_translate(*x, *y));
            surface.draw_svg(tree, size, SvgSettings::default());
            surface.pop();
            surface.end_tagged();
            leaves.get_mut(*leaf).into_iter().for_each(|place| *place = Some(identifier));
        }
        Item::Link { .. } => {}
    }
}

fn ground([x, y, wide, high]: [f32; 4], color: rgb::Color, surface: &mut Surface<'_>) {
    let Some(area) = Rect::from_xywh(x, y, wide, high) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(area);
    surface.set_fill(Some(filled(color)));
    path.finish().into_iter().for_each(|path| surface.draw_path(&path));
}

fn filled(color: rgb::Color) -> krilla::paint::Fill {
    krilla::paint::Fill { paint: color.into(), ..krilla::paint::Fill::default() }
}

/// A line of words, piece by piece; pieces without a place among the parts are there for the eye only.
fn words(
    x: f32,
    y: f32,
    line: &Line,
    own: &[usize],
    surface: &mut Surface<'_>,
    faces: &Faces<'_>,
    leaves: &mut [Option<Identifier>],
) {
    for (number, (piece, start)) in line.pieces.iter().zip(&line.starts).enumerate() {
        let place = own.get(number).and_then(|leaf| leaves.get_mut(*leaf));
        let tag = match place {
            Some(_) => ContentTag::Span(SpanTag::empty()),
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        };
        let identifier = surface.start_tagged(tag);
        letters(x + start, y, piece, surface, faces);
        surface.end_tagged();
        place.into_iter().for_each(|place| *place = Some(identifier));
    }
}

fn letters(x: f32, y: f32, piece: &Piece, surface: &mut Surface<'_>, faces: &Faces<'_>) {
    let Some(face) = faces.drawn(piece.face) else { return };
    surface.set_fill(Some(filled(ink(piece.ink))));
    surface.draw_glyphs(Point::from_xy(x, y), &glyphs(&piece.word), face, &piece.text, piece.size, false);
}

/// A word as the library takes it.
fn glyphs(word: &SetWord) -> Vec<KrillaGlyph> {
    let glyph = |glyph: &Glyph| {
        let [right, up] = glyph.offset;
        KrillaGlyph::new(GlyphId::new(glyph.id), glyph.advance, right, up, 0.0, glyph.text.clone(), None)
    };
    word.glyphs.iter().map(glyph).collect()
}

fn number_of(surface: &mut Surface<'_>, text: &str, faces: &Faces<'_>) {
    const SIZE: f32 = 7.5;
    let word = faces.word(Style::Plain as usize, text, false);
    let x = WIDTH - MARGIN - word.width * SIZE;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PageNumber)));
    let Some(face) = faces.drawn(Style::Plain as usize) else { return surface.end_tagged() };
    surface.set_fill(Some(filled(ink(Ink::Muted))));
    surface.draw_glyphs(Point::from_xy(x, HEIGHT - MARGIN + 4.0), &glyphs(&word), face, text, SIZE, false);
    surface.end_tagged();
}

fn link([x, y, wide, high]: &[f32; 4], to: &str, pages: &Pages) -> Option<Annotation> {
    let target = Target::Destination(place(pages.anchors.get(to)?).into());
    let link = LinkAnnotation::new(Rect::from_xywh(*x, *y, *wide, *high)?, target);
    Some(Annotation::new_link(link, Some(format!("to {to}"))))
}

fn place((page, y): &(usize, f32)) -> XyzDestination {
    XyzDestination::new(*page, Point::from_xy(MARGIN, (y - 6.0).max(0.0)))
}

/// Heads as bookmarks: those of sections below that of the page.
fn outline(pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    let mut top: Option<OutlineNode> = None;
    for (level, title, page, y) in &pages.heads {
        let node = OutlineNode::new(title.clone(), place(&(*page, *y))).with_open(true);
        match top.as_mut().filter(|_| *level > 1) {
            Some(top) => top.push_child(node),
            None => top.replace(node).into_iter().for_each(|done| outline.push_child(done)),
        }
    }
    top.into_iter().for_each(|last| outline.push_child(last));
    outline
}

fn ink(ink: Ink) -> rgb::Color {
    color(match ink {
        Ink::Usual => "ink",
        Ink::Muted => "muted",
        Ink::Accent => "accent",
    })
}

fn ground_of(fill: Fill) -> rgb::Color {
    color(match fill {
        Fill::Accent => "accent",
        Fill::Rule => "rule",
        Fill::Grid => "grid",
        Fill::Pale => "heat-0",
    })
}

/// A colour by the name that charts and pages have for it, as it is on paper.
fn color(name: &str) -> rgb::Color {
    let [red, green, blue] = light(name);
    rgb::Color::new(red, green, blue)
}
