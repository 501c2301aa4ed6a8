//! Charts as pictures, for what shows no drawings, and read for what draws them again.

use crate::render::chart::theme;
use crate::render::face::database;
use resvg::tiny_skia::{Pixmap, Transform};
use std::sync::Arc;
use usvg::{Options, Tree};

/// Dots of a picture to a pixel of a chart.
const SCALE: f32 = 2.0;

/// Reads our charts with our faces and none of the machine's.
pub struct Reader {
    options: Options<'static>,
}

impl Reader {
    /// A reader for charts whose letters are in our faces, or in this one of pixels.
    #[must_use]
    pub fn new(pixels: &[u8]) -> Self {
        Self { options: Options { fontdb: Arc::new(database(pixels)), ..Options::default() } }
    }

    /// The chart, with the colours that it has on paper.
    ///
    /// # Errors
    /// A drawing that is none, which is a mistake of ours.
    pub fn read(&self, svg: &str) -> Result<Tree, String> {
        Tree::from_str(&theme::on_paper(svg), &self.options).map_err(|error| error.to_string())
    }

    /// The chart as a PNG with two dots to a pixel.
    ///
    /// # Errors
    /// As for [`Self::read`].
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, String> {
        let tree = self.read(svg)?;
        let dots = |length: f32| (length * SCALE).ceil() as u32;
        let (wide, high) = (dots(tree.size().width()), dots(tree.size().height()));
        let mut picture = Pixmap::new(wide, high).ok_or("a picture without a size")?;
        resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
        packed(&picture).map_err(|error| error.to_string())
    }
}

/// Without the channel for what shines through: a chart has a ground of its own.
fn packed(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let solid: Vec<u8> = picture.pixels().iter().flat_map(|dot| [dot.red(), dot.green(), dot.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder.write_header()?.write_image_data(&solid)?;
    Ok(bytes)
}
