//! `executive.pptx`: the page for leaders as slides of text, tables and a chart that can be edited, with the statements in
//! the notes. Nothing is a picture, and nothing leads out of the file.
//!
//! The parts that never change stand in `templates/slides`; the others are written here, and every text goes through one
//! filter and one escape.

pub mod deck;
mod shapes;

use crate::findings::Findings;
use crate::render::view::ReportView;
use deck::Slide;
use shapes::{chart, notes, slide};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
/// Where the kinds of parts and of relations are defined.
const TYPES: &str = "application/vnd.openxmlformats-officedocument";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const NAMESPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

/// The slides of a report, as bytes; the same findings give the same bytes.
///
/// # Errors
/// A mistake of ours: a part that no package can hold.
pub fn presentation(findings: &Findings, view: &ReportView) -> std::io::Result<Vec<u8>> {
    let slides = deck::slides(findings, view);
    let mut parts = fixed(slides.len());
    parts.push(("[Content_Types].xml".to_owned(), content_types(&slides)));
    parts.push(("ppt/presentation.xml".to_owned(), presentation_part(slides.len())));
    parts.push(("ppt/_rels/presentation.xml.rels".to_owned(), presentation_relations(slides.len())));
    for (number, one) in (1..).zip(&slides) {
        parts.push((format!("ppt/slides/slide{number}.xml"), slide(one)));
        parts.push((format!("ppt/slides/_rels/slide{number}.xml.rels"), slide_relations(number, one)));
        parts.push((format!("ppt/notesSlides/notesSlide{number}.xml"), notes(one)));
        parts.push((format!("ppt/notesSlides/_rels/notesSlide{number}.xml.rels"), notes_relations(number)));
        if let Some(columns) = &one.columns {
            parts.push((format!("ppt/charts/chart{number}.xml"), chart(columns)));
        }
    }
    packed(parts)
}

/// One archive. The clock has no say in what a report is.
fn packed(mut parts: Vec<(String, String)>) -> std::io::Result<Vec<u8>> {
    // The list of kinds comes first, as readers expect it.
    parts.sort_by(|a, b| (a.0 != "[Content_Types].xml", &a.0).cmp(&(b.0 != "[Content_Types].xml", &b.0)));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Parts that are the same in every report, but for the number of slides.
fn fixed(slides: usize) -> Vec<(String, String)> {
    let own = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let theme = include_str!("../../../templates/slides/theme.xml");
    let layout = [("slideMaster", "../slideMasters/slideMaster1.xml")];
    let master = [("slideLayout", "../slideLayouts/slideLayout1.xml"), ("theme", "../theme/theme1.xml")];
    vec![
        own("ppt/theme/theme1.xml", theme),
        own("ppt/theme/theme2.xml", theme),
        own("ppt/slideMasters/slideMaster1.xml", include_str!("../../../templates/slides/master.xml")),
        own("ppt/slideLayouts/slideLayout1.xml", include_str!("../../../templates/slides/layout.xml")),
        own("ppt/notesMasters/notesMaster1.xml", include_str!("../../../templates/slides/notes_master.xml")),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels".to_owned(), relations(&master)),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels".to_owned(), relations(&layout)),
        ("ppt/notesMasters/_rels/notesMaster1.xml.rels".to_owned(), relations(&[("theme", "../theme/theme2.xml")])),
        (
            "_rels/.rels".to_owned(),
            relations(&[("officeDocument", "ppt/presentation.xml"), ("extended-properties", "docProps/app.xml")]),
        ),
        (
            "docProps/app.xml".to_owned(),
            format!(
                "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
                 <Application>Retroscope</Application><Slides>{slides}</Slides></Properties>"
            ),
        ),
    ]
}

/// Relations by kind and target, numbered from 1.
fn relations(list: &[(&str, &str)]) -> String {
    let one = |(number, (kind, target)): (usize, &(&str, &str))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>", number + 1)
    };
    let all: String = list.iter().enumerate().map(one).collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

fn slide_relations(number: usize, slide: &Slide) -> String {
    let (notes, chart) = (format!("../notesSlides/notesSlide{number}.xml"), format!("../charts/chart{number}.xml"));
    let mut list = vec![("slideLayout", "../slideLayouts/slideLayout1.xml"), ("notesSlide", notes.as_str())];
    if slide.columns.is_some() {
        list.push(("chart", chart.as_str()));
    }
    relations(&list)
}

fn notes_relations(number: usize) -> String {
    let slide = format!("../slides/slide{number}.xml");
    relations(&[("notesMaster", "../notesMasters/notesMaster1.xml"), ("slide", slide.as_str())])
}

fn presentation_relations(slides: usize) -> String {
    let names: Vec<String> = (1..=slides).map(|number| format!("slides/slide{number}.xml")).collect();
    let mut list = vec![
        ("slideMaster", "slideMasters/slideMaster1.xml"),
        ("notesMaster", "notesMasters/notesMaster1.xml"),
        ("theme", "theme/theme1.xml"),
    ];
    list.extend(names.iter().map(|name| ("slide", name.as_str())));
    relations(&list)
}

fn presentation_part(slides: usize) -> String {
    let ids: String = (0..slides).map(|at| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 256 + at, 4 + at)).collect();
    format!(
        "{HEAD}<p:presentation {NAMESPACES}><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>\
         <p:notesMasterIdLst><p:notesMasterId r:id=\"rId2\"/></p:notesMasterIdLst><p:sldIdLst>{ids}</p:sldIdLst>\
         <p:sldSz cx=\"{}\" cy=\"{}\"/><p:notesSz cx=\"6858000\" cy=\"9144000\"/></p:presentation>",
        shapes::WIDTH,
        shapes::HEIGHT
    )
}

fn content_types(slides: &[Slide]) -> String {
    let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{TYPES}.{kind}+xml\"/>");
    let mut all = vec![
        part("ppt/presentation.xml", "presentationml.presentation.main"),
        part("ppt/slideMasters/slideMaster1.xml", "presentationml.slideMaster"),
        part("ppt/slideLayouts/slideLayout1.xml", "presentationml.slideLayout"),
        part("ppt/notesMasters/notesMaster1.xml", "presentationml.notesMaster"),
        part("ppt/theme/theme1.xml", "theme"),
        part("ppt/theme/theme2.xml", "theme"),
        part("docProps/app.xml", "extended-properties"),
    ];
    for (number, slide) in (1..).zip(slides) {
        all.push(part(&format!("ppt/slides/slide{number}.xml"), "presentationml.slide"));
        all.push(part(&format!("ppt/notesSlides/notesSlide{number}.xml"), "presentationml.notesSlide"));
        if slide.columns.is_some() {
            all.push(part(&format!("ppt/charts/chart{number}.xml"), "drawingml.chart"));
        }
    }
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}</Types>",
        all.concat()
    )
}
