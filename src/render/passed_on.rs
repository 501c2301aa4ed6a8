//! What is made of a report for passing on: documents for paper, pictures, slides, a workbook, a mail.

use super::edition::{EXECUTIVE, Edition};
use super::format::{self, Format, picture};
use super::storm_pack::PackView;
use super::view::ReportView;
use super::{MAIL, SLIDES, WORKBOOK, Wanted, chart, face, file_stem};
use crate::findings::{Exhibit, Findings, Pack};
use crate::par;
use crate::report::sink::SinkError;
use crate::text::visible;
use std::collections::BTreeMap;

/// One file, and how it is made.
enum Job<'a> {
    Edition(&'a Edition),
    Pack(&'a Pack),
    Picture(&'a Exhibit),
    Workbook,
    Slides,
    Mail,
}

/// The files of the formats that are wanted, by their paths, in an order of their own.
///
/// # Errors
/// A mistake of ours: a page or a drawing that cannot be read.
pub(super) fn files(findings: &Findings, wanted: Wanted<'_>) -> Result<Vec<(String, Vec<u8>)>, SinkError> {
    let jobs: Vec<Job<'_>> =
        wanted.formats.iter().flat_map(|format| jobs(*format, findings, wanted.editions)).collect();
    let drawings = Drawings::new(findings, wanted.formats);
    let made = par::each(&jobs, |job| made(job, findings, wanted.editions, &drawings));
    made.into_iter().map(|file| file.map_err(SinkError::internal)).collect()
}

fn jobs<'a>(format: Format, findings: &'a Findings, editions: &'a [Edition]) -> Vec<Job<'a>> {
    match format {
        Format::Pdf => editions.iter().map(Job::Edition).chain(findings.packs.iter().map(Job::Pack)).collect(),
        Format::Png => drawn_once(findings).into_iter().map(Job::Picture).collect(),
        Format::Workbook => vec![Job::Workbook],
        Format::Slides => vec![Job::Slides],
        Format::Mail => vec![Job::Mail],
    }
}

/// Exhibits, each once.
fn drawn_once(findings: &Findings) -> Vec<&Exhibit> {
    let mut seen = std::collections::BTreeSet::new();
    findings.exhibits.iter().filter(|exhibit| seen.insert(file_stem(&exhibit.id))).collect()
}

/// The charts as they stand on pages of usual width, each drawn once, and what paints them.
struct Drawings<'a> {
    wide: BTreeMap<&'a str, String>,
    painter: Option<picture::Reader>,
}

impl<'a> Drawings<'a> {
    fn new(findings: &'a Findings, formats: &[Format]) -> Self {
        let is_wanted = |those: &[Format]| formats.iter().any(|format| those.contains(format));
        let mut wide = BTreeMap::new();
        if is_wanted(&[Format::Pdf, Format::Png, Format::Mail]) {
            for exhibit in &findings.exhibits {
                wide.entry(exhibit.id.as_str()).or_insert_with(|| drawn(exhibit, chart::WIDE));
            }
        }
        let painter = is_wanted(&[Format::Png, Format::Mail])
            .then(|| picture::Reader::new(&face::pixels_for(wide.values().map(String::as_str))));
        Self { wide, painter }
    }

    fn png(&self, id: &str) -> Result<Vec<u8>, String> {
        let (drawing, painter) = self.wide.get(id).zip(self.painter.as_ref()).ok_or("no picture was asked for")?;
        painter.png(drawing)
    }
}

fn drawn(exhibit: &Exhibit, width: u32) -> String {
    visible::page(&chart::svg(exhibit, width)).into_owned()
}

fn made(
    job: &Job<'_>,
    findings: &Findings,
    editions: &[Edition],
    drawings: &Drawings<'_>,
) -> Result<(String, Vec<u8>), String> {
    let told = |error: minijinja::Error| error.to_string();
    match job {
        Job::Edition(edition) => {
            let view = ReportView::among(findings, edition, editions);
            let page = format::html::bare(&view, edition, findings).map_err(told)?;
            let forms = format::html::on_sheet(&view, findings);
            Ok((format!("{}.pdf", edition.id), paper(&page, findings, drawings, &forms)?))
        }
        Job::Pack(pack) => {
            let view = PackView::new(pack, findings, editions);
            let page = format::html::bare_pack(&view).map_err(told)?;
            Ok((format!("storms/{}.pdf", view.stem), paper(&page, findings, drawings, &BTreeMap::new())?))
        }
        Job::Picture(exhibit) => Ok((format!("charts/{}.png", file_stem(&exhibit.id)), drawings.png(&exhibit.id)?)),
        Job::Workbook => {
            Ok((WORKBOOK.to_owned(), format::workbook::workbook(findings).map_err(|error| error.to_string())?))
        }
        Job::Slides => {
            let page = ReportView::new(findings, &EXECUTIVE);
            let slides = format::slides::presentation(findings, &page).map_err(|error| error.to_string())?;
            Ok((SLIDES.to_owned(), slides))
        }
        Job::Mail => {
            let page = ReportView::new(findings, &EXECUTIVE);
            let mail = format::mail::mail(&page, |id| drawings.png(id))?;
            Ok((MAIL.to_owned(), mail.into_bytes()))
        }
    }
}

/// The document of a page. On the one sheet for leaders charts have the forms in which they find room there.
fn paper(
    page: &str,
    findings: &Findings,
    drawings: &Drawings<'_>,
    forms: &BTreeMap<String, u32>,
) -> Result<Vec<u8>, String> {
    let chart = |id: &str| {
        let exhibit = findings.exhibit(id)?;
        let form = forms.get(id).filter(|form| **form != chart::WIDE);
        let drawing = form.map_or_else(|| drawings.wide.get(id).cloned(), |form| Some(drawn(exhibit, *form)))?;
        Some((drawing, exhibit.told()))
    };
    format::pdf::document(&visible::page(page), chart)
}
