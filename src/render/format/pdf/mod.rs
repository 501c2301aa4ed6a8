//! PDF: the page as its template writes it, set for paper. Text that can be searched and read aloud, faces of our own, charts
//! as drawings, bookmarks, links within the document.
//!
//! The templates say what stands on a page, here as in the browser; this reads their mark-up and sets it (`markup`, `lines`,
//! `pages`, `table`), and draws what was set (`draw`).

mod blocks;
mod draw;
mod lines;
mod markup;
mod packed;
mod pages;
mod table;
mod tags;
mod tree;

use super::picture;
use crate::render::face::{Faces, pixels_for};
use blocks::Block;
use std::collections::BTreeMap;

/// The page as a PDF; `chart` gives the drawing of an exhibit and what it shows in words, by the id that stands in its place.
///
/// # Errors
/// A page that is not well formed or a drawing that cannot be read, which are mistakes of ours.
pub fn document(page: &str, chart: impl Fn(&str) -> Option<(String, String)>) -> Result<Vec<u8>, String> {
    let paper = markup::paper(page).map_err(|error| error.to_string())?;
    let mut drawings = BTreeMap::new();
    ids(&paper.blocks, &mut |id| _ = chart(id).map(|drawing| drawings.insert(id.to_owned(), drawing)));
    let pixels = pixels_for([page].into_iter().chain(drawings.values().map(|(svg, _)| svg.as_str())));
    let mut charts = BTreeMap::new();
    let mut sizes = BTreeMap::new();
    let reader = picture::Reader::new(&pixels);
    for (id, (svg, alt)) in drawings {
        let tree = reader.read(&svg)?;
        sizes.insert(id.clone(), (tree.size().width(), tree.size().height(), alt));
        charts.insert(id, tree);
    }
    let faces = Faces::new(&pixels);
    let set = pages::pages(&paper, &faces, &sizes);
    draw::document(&paper.title, &set, &charts, &faces).map(packed::packed)
}

/// The charts that stand on a page.
fn ids(blocks: &[Block], take: &mut impl FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Charts(charts, _) => charts.iter().for_each(|chart| take(&chart.id)),
            Block::Group(_, inner) => ids(inner, take),
            Block::List(items) => items.iter().for_each(|(_, inner)| ids(inner, take)),
            Block::Text(_) | Block::Table(_) | Block::Rule(_) => {}
        }
    }
}
