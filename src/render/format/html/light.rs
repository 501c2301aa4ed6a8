//! Drawings as they stand in a page: without what its style sheet says once for all of them.

use super::paths::shortened;
use crate::render::chart::theme;

/// What stands in a chart a thousand times and holds in a page by its style sheet.
const BY_STYLE: [&str; 2] = [" fill=\"none\"", " font-size=\"13\""];

/// The colour of most words in charts; the style sheet of pages says so.
const USUAL_INK: &str = " fill=\"var(--c-muted)\"";

/// A chart without its style sheet, which the page has once for all of them, and with colours by the names that it has there.
pub(super) fn in_page(svg: &str) -> String {
    let svg = BY_STYLE.iter().fold(svg.to_owned(), |svg, attribute| svg.replace(attribute, ""));
    let bare = svg.replacen(&format!("<style>{}</style>\n", theme::chart_css()), "", 1);
    let attribute = |name: &str| format!("\"var({name})\"");
    let bare = bare.replace(MARK, HINTED).replace(MARK_OVER, OVER);
    let light = bordered(&plain_words(&bare));
    theme::short_names().fold(light, |svg, (long, short)| svg.replace(&attribute(&long), &attribute(&short)))
}

/// A group that tells its figures to whoever points at it, in a file and in a page.
const MARK: &str = "<g class=\"mark\"><title>";
const HINTED: &str = "<g><title>";
/// The same where it stands for a stretch of time.
const MARK_OVER: &str = "<g class=\"mark\" data-";
const OVER: &str = "<g data-";
/// A shape that is there to be pointed at alone.
const TOUCHED: &str = " pointer-events=\"all\"/>";

/// What is said of most words, and the class that says it in the style sheet of pages.
const CLASSES: [(&str, &str); 4] = [
    (" text-anchor=\"middle\"", "m"),
    (" text-anchor=\"end\"", "e"),
    (" font-weight=\"650\"", "w"),
    (" class=\"halo\"", "halo"),
];

/// Most words of a chart have the colour that the style sheet gives to words, and stand at one of three places.
fn plain_words(svg: &str) -> String {
    let mut parts = svg.split("<text ");
    let mut light = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        let mut tag = tag.replacen(USUAL_INK, "", 1);
        let said = CLASSES.iter().filter(|(attribute, _)| tag.contains(attribute));
        let classes: Vec<&str> = said.map(|(_, class)| *class).collect();
        if !classes.is_empty() {
            CLASSES.iter().for_each(|(attribute, _)| tag = tag.replacen(attribute, "", 1));
            tag.extend([" class=\"", &classes.join(" "), "\""]);
        }
        light.extend(["<text ", &tag, ">", rest]);
    }
    light
}

/// Shapes without those that only a pointer finds.
fn untouched(shapes: &str) -> String {
    let is_seen = |shape: &&str| !shape.ends_with(TOUCHED);
    shapes.split_inclusive("/>").filter(is_seen).collect()
}

/// A narrow page is that of a telephone, where nobody points at a mark: what marks would tell only makes the page heavy,
/// and the numbers stand beside every chart.
pub(super) fn without_hints(svg: &str) -> String {
    let svg = without_stretches(svg);
    let mut parts = svg.split(HINTED);
    let mut light = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once("</title>").map_or(part, |(_, rest)| rest);
        // Without its hint a group holds nothing together.
        match rest.split_once("</g>") {
            Some((shapes, behind)) if !shapes.contains("<g") => light.extend([&untouched(shapes), behind]),
            _ => light.extend(["<g>", rest]),
        }
    }
    light
}

/// Marks that don't say which stretch of time they stand for.
fn without_stretches(svg: &str) -> String {
    let mut parts = svg.split(OVER);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |svg, part| svg + "<g>" + part.split_once('>').map_or("", |(_, rest)| rest))
}

/// A disc and the line around it, one over the other, are one shape.
fn bordered(svg: &str) -> String {
    let mut parts = svg.split("<circle ");
    let mut light = parts.next().unwrap_or_default().to_owned();
    let mut disc = None;
    for part in parts {
        let (attributes, rest) = part.split_once("/>").unwrap_or((part, ""));
        let at = attributes.find(" fill=").or_else(|| attributes.find(" stroke=")).unwrap_or(attributes.len());
        let (shape, look) = attributes.split_at(at);
        if disc == Some(shape) && look.starts_with(" stroke=") {
            light.truncate(light.len() - "/>".len());
            light.extend([look, "/>", rest]);
        } else {
            light.extend(["<circle ", attributes, "/>", rest]);
        }
        disc = Some(shape).filter(|_| rest.is_empty() && look.starts_with(" fill=") && !look.contains(" stroke="));
    }
    light
}

/// Boxes of one colour in a row are one path, and so are lines; the style sheet says what a pointer finds.
pub(super) fn joined(svg: &str) -> String {
    shortened(&boxes(svg)).replace(TOUCHED, "/>")
}

fn boxes(svg: &str) -> String {
    let mut parts = svg.split("<rect ");
    let mut light = parts.next().unwrap_or_default().to_owned();
    let mut row: Vec<(String, &str, &str)> = Vec::new();
    for part in parts {
        let (attributes, rest) = part.split_once("/>").unwrap_or((part, ""));
        let (path, look) = outline(attributes).unwrap_or_default();
        if row.last().is_some_and(|(_, _, before)| look.is_empty() || *before != look) {
            light.push_str(&told(&mut row));
        }
        if look.is_empty() {
            light.extend(["<rect ", attributes, "/>", rest]);
            continue;
        }
        row.push((path, attributes, look));
        if !rest.trim().is_empty() {
            light.push_str(&told(&mut row));
            light.push_str(rest);
        }
    }
    light + &told(&mut row)
}

/// The way around a box that has a colour and nothing else, and that colour.
fn outline(attributes: &str) -> Option<(String, &str)> {
    let mut rest = attributes;
    let mut sides = [""; 4];
    for (side, name) in sides.iter_mut().zip(["x=\"", " y=\"", " width=\"", " height=\""]) {
        (*side, rest) = rest.strip_prefix(name)?.split_once('"')?;
    }
    let [x, y, width, height] = sides;
    let plain = rest.strip_prefix(" fill=\"").is_some_and(|look| look.find('"') == Some(look.len() - 1));
    plain.then(|| (format!("M{x} {y}h{width}v{height}h-{width}z"), rest))
}

/// The boxes of a row as they are shortest; the row is empty then.
fn told(row: &mut Vec<(String, &str, &str)>) -> String {
    let boxes = std::mem::take(row);
    match boxes.as_slice() {
        [] => String::new(),
        [(_, attributes, _)] => format!("<rect {attributes}/>"),
        [(_, _, look), ..] => {
            let way: String = boxes.iter().map(|(path, ..)| path.as_str()).collect();
            format!("<path d=\"{way}\"{look}/>")
        }
    }
}
