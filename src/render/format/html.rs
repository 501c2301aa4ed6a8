//! HTML in one file that makes no request, prints well and reads well without scripts.
//!
//! The page allows exactly what we put into it: its style sheets and its script by their digests. Mark-up that came in
//! with a title would be inert even if the escaping failed.

use super::{environment, policy, render};
use crate::findings::Findings;
use crate::render::chart;
use crate::render::edition::Edition;
use crate::render::storm_pack::PackView;
use crate::render::view::{ExhibitView, ReportView};
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, context};
use std::collections::BTreeMap;

/// The edition as one self-contained page; charts stand in it in a wide and a narrow form.
///
/// # Errors
/// Only when a template names something that the view doesn't have, which is a mistake in the template.
pub fn document(view: &ReportView, edition: &Edition, findings: &Findings) -> Result<String, Error> {
    page(edition.html, Value::from(Serde(view)), shown(view), findings)
}

fn shown(view: &ReportView) -> impl Iterator<Item = &ExhibitView> + Clone {
    view.exhibits.iter().chain(view.sections.iter().chain(&view.steps).flat_map(|s| &s.exhibits))
}

/// The edition as mark-up for what sets it itself: no style, no script, and in the place of each chart a picture with the id
/// of its exhibit.
///
/// # Errors
/// As for [`document`].
pub fn bare(view: &ReportView, edition: &Edition) -> Result<String, Error> {
    bare_page(edition.html, Value::from(Serde(view)), shown(view))
}

/// The pack of a storm, in the same way.
///
/// # Errors
/// As for [`document`].
pub fn bare_pack(view: &PackView) -> Result<String, Error> {
    bare_page(PACK, Value::from(Serde(view)), view.parts.iter().flat_map(|p| &p.exhibits))
}

fn bare_page<'a>(
    template: &'static str,
    view: Value,
    shown: impl Iterator<Item = &'a ExhibitView> + Clone,
) -> Result<String, Error> {
    let env = with_template(template)?;
    let place = |id: &str| Some(format!("<img src=\"{}\" alt=\"\">", chart::escape(id)));
    let wide = drawings(shown.clone(), place);
    let paper = drawings(shown.clone(), place);
    let narrow = drawings(shown, |_| Some(String::new()));
    let none = || Value::from_safe_string(String::new());
    let (style, script, policy) = (none(), none(), none());
    render(&env, "page.html", context! { view, style, script, policy, wide, narrow, paper })
}

/// The pack of a storm as one self-contained page.
///
/// # Errors
/// As for [`document`].
pub fn pack(view: &PackView, findings: &Findings) -> Result<String, Error> {
    page(PACK, Value::from(Serde(view)), view.parts.iter().flat_map(|p| &p.exhibits), findings)
}

const PACK: &str = include_str!("../../templates/pack.html");

fn with_template(template: &'static str) -> Result<Environment<'static>, Error> {
    let mut env = environment()?;
    env.add_template("shared.html", include_str!("../../templates/shared.html"))?;
    env.add_template("page.html", template)?;
    Ok(env)
}

fn page<'a>(
    template: &'static str,
    view: Value,
    shown: impl Iterator<Item = &'a ExhibitView> + Clone,
    findings: &Findings,
) -> Result<String, Error> {
    let env = with_template(template)?;
    // One column of text, charts as wide as the page; the script adds comfort only: without it every table is complete.
    let style =
        [&chart::theme::css(":root"), include_str!("../../templates/page.css"), &chart::theme::chart_rules()].concat();
    let style = chart::theme::short_names().fold(style, |style, (long, short)| style.replace(&long, &short));
    let script = include_str!("../../templates/page.js");
    let wide = drawings(shown.clone(), |id| Some(in_page(&chart::svg(findings.exhibit(id)?, chart::WIDE))));
    let narrow =
        drawings(shown.clone(), |id| Some(without_hints(&in_page(&chart::svg(findings.exhibit(id)?, chart::NARROW)))));
    let paper =
        if template.contains("paper[") { drawings(shown, |id| on_paper(findings, id)) } else { BTreeMap::new() };
    // Only the analyst's page has a table to sort.
    let scripts: &[&str] = if template.contains("<script>") { &[script] } else { &[] };
    let policy = Value::from_safe_string(policy::of(&[&style], scripts));
    let (style, script) = (Value::from_safe_string(style), Value::from_safe_string(script.to_owned()));
    render(&env, "page.html", context! { view, style, script, policy, wide, narrow, paper })
}

/// The drawings that a page needs, by the id of the exhibit.
fn drawings<'a>(
    needed: impl Iterator<Item = &'a ExhibitView>,
    draw: impl Fn(&str) -> Option<String>,
) -> BTreeMap<String, Value> {
    needed.filter_map(|e| Some((e.id.clone(), Value::from_safe_string(draw(&e.id)?)))).collect()
}

/// Highest form of a chart that finds room in a strip of paper, in pixels.
const MAX_ON_PAPER: u32 = 430;

/// The form for a page that has to fit on one sheet: nobody points at a mark there, and a chart that needs many rows has no room.
fn on_paper(findings: &Findings, id: &str) -> Option<String> {
    let svg = chart::svg(findings.exhibit(id)?, chart::PAPER);
    let height: u32 = svg.split_once("height=\"")?.1.split_once('"')?.0.parse().ok()?;
    (height <= MAX_ON_PAPER).then(|| without_hints(&in_page(&svg)))
}

/// What stands in a chart a thousand times and holds in a page by its style sheet.
const BY_STYLE: [&str; 2] = [" fill=\"none\"", " font-size=\"13\""];

/// The colour of most words in charts; the style sheet of pages says so.
const USUAL_INK: &str = " fill=\"var(--c-muted)\"";

/// A chart without its style sheet, which the page has once for all of them, and with colours by the names that it has there.
fn in_page(svg: &str) -> String {
    let svg = BY_STYLE.iter().fold(svg.to_owned(), |svg, attribute| svg.replace(attribute, ""));
    let bare = svg.replacen(&format!("<style>{}</style>\n", chart::theme::chart_css()), "", 1);
    let attribute = |name: &str| format!("\"var({name})\"");
    let light = without_usual_ink(&bare.replace(MARK, HINTED));
    chart::theme::short_names().fold(light, |svg, (long, short)| svg.replace(&attribute(&long), &attribute(&short)))
}

/// A group that tells its figures to whoever points at it, in a file and in a page.
const MARK: &str = "<g class=\"mark\"><title>";
const HINTED: &str = "<g><title>";
/// A shape that is there to be pointed at alone.
const TOUCHED: &str = " pointer-events=\"all\"/>";

/// Most words of a chart have the colour that the style sheet gives to words.
fn without_usual_ink(svg: &str) -> String {
    let mut parts = svg.split("<text ");
    let mut light = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        light.extend(["<text ", &tag.replacen(USUAL_INK, "", 1), ">", rest]);
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
fn without_hints(svg: &str) -> String {
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
