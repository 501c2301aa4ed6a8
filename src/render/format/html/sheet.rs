//! Charts on the one sheet of paper for leaders: as many as there is room for below the words, two beside each other.

use crate::findings::Findings;
use crate::render::chart;
use crate::render::view::{Print, ReportView};
use std::collections::BTreeMap;

/// Part of the sheet's width that a chart beside another one has, and the room around a strip of charts in millimetres.
const HALF: f64 = 0.48;
const GAP: f64 = 5.0;

/// The widths in pixels at which charts are drawn that stand on the sheet: those of half of it in the form for paper, one that
/// stands alone in the wide form. Empty for a page that has no sheet to fit on.
pub fn on_sheet(view: &ReportView, findings: &Findings) -> BTreeMap<String, u32> {
    let Some(print) = view.print.as_ref().filter(|print| print.charts) else { return BTreeMap::new() };
    let mut room = Print::room(view, print);
    let mut forms = BTreeMap::new();
    let mut waiting: Option<(&str, f64)> = None;
    for exhibit in &view.exhibits {
        let Some(height) = height(findings, &exhibit.id, chart::PAPER) else { continue };
        match waiting {
            Some((first, its)) if its.max(height) + GAP <= room => {
                room -= its.max(height) + GAP;
                forms.extend([first, &exhibit.id].map(|id| (id.to_owned(), chart::PAPER)));
                waiting = None;
            }
            None if height + GAP <= room => waiting = Some((&exhibit.id, height)),
            _ => {}
        }
    }
    if let Some((id, _)) = waiting {
        let whole = height(findings, id, chart::WIDE).filter(|height| height + GAP <= room);
        forms.insert(id.to_owned(), whole.map_or(chart::PAPER, |_| chart::WIDE));
    }
    forms
}

/// Height in millimetres of a chart on the sheet, drawn so many pixels wide.
fn height(findings: &Findings, id: &str, width: u32) -> Option<f64> {
    let svg = chart::svg(findings.exhibit(id)?, width);
    let pixels: f64 = svg.split_once("height=\"")?.1.split_once('"')?.0.parse().ok()?;
    let across = Print::WIDTH * if width == chart::PAPER { HALF } else { 1.0 };
    Some(pixels / f64::from(width) * across)
}
