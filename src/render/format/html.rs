//! HTML in one file that makes no request, prints well and reads well without scripts.
//!
//! The page allows exactly what we put into it: its style sheets and its script by their digests. Mark-up that came in
//! with a title would be inert even if the escaping failed.

mod light;
mod paths;
mod script;
mod sheet;
mod ticks;
mod wide;

use self::light::{in_page, joined, without_hints};
pub use self::sheet::on_sheet;
use super::{environment, policy, render};
use crate::findings::Findings;
use crate::render::chart;
use crate::render::edition::Edition;
use crate::render::incidents::{self, IncidentTable};
use crate::render::storm_pack::PackView;
use crate::render::view::{ExhibitView, ReportView};
use crate::report::lines::ReportIncidents;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, ErrorKind, context};
use std::collections::BTreeMap;

/// The edition as one self-contained page; charts stand in it in a wide and a narrow form.
///
/// # Errors
/// Only when a template names something that the view doesn't have, which is a mistake in the template.
pub fn document(
    view: &ReportView,
    edition: &Edition,
    findings: &Findings,
    lines: Option<&ReportIncidents>,
) -> Result<String, Error> {
    let table = lines.filter(|_| edition.trail).map(|lines| incidents::table(lines, findings, view)).transpose();
    let table = table.map_err(|cause| Error::new(ErrorKind::BadSerialization, cause.to_string()))?.flatten();
    page(edition.html, Value::from(Serde(view)), shown(view), (findings, &on_sheet(view, findings)), table)
}

fn shown(view: &ReportView) -> impl Iterator<Item = &ExhibitView> + Clone {
    view.exhibits.iter().chain(view.sections.iter().chain(&view.steps).flat_map(|s| &s.exhibits))
}

/// The edition as mark-up for what sets it itself: no style, no script, and in the place of each chart a picture with the id
/// of its exhibit.
///
/// # Errors
/// As for [`document`].
pub fn bare(view: &ReportView, edition: &Edition, findings: &Findings) -> Result<String, Error> {
    bare_page(edition.html, Value::from(Serde(view)), shown(view), &on_sheet(view, findings))
}

/// The pack of a storm, in the same way.
///
/// # Errors
/// As for [`document`].
pub fn bare_pack(view: &PackView) -> Result<String, Error> {
    bare_page(PACK, Value::from(Serde(view)), view.parts.iter().flat_map(|p| &p.exhibits), &BTreeMap::new())
}

fn bare_page<'a>(
    template: &'static str,
    view: Value,
    shown: impl Iterator<Item = &'a ExhibitView> + Clone,
    forms: &BTreeMap<String, u32>,
) -> Result<String, Error> {
    let env = with_template(template)?;
    let place = |id: &str| Some(format!("<img src=\"{}\" alt=\"\">", chart::escape(id)));
    let wide = drawings(shown.clone(), place);
    let paper = on_paper(forms, place);
    let narrow = drawings(shown, |_| Some(String::new()));
    let none = || Value::from_safe_string(String::new());
    let (style, script, policy) = (none(), none(), none());
    let incidents = Value::from(());
    render(&env, "page.html", context! { view, style, script, policy, wide, narrow, paper, incidents })
}

/// The pack of a storm as one self-contained page.
///
/// # Errors
/// As for [`document`].
pub fn pack(view: &PackView, findings: &Findings) -> Result<String, Error> {
    let shown = view.parts.iter().flat_map(|p| &p.exhibits);
    page(PACK, Value::from(Serde(view)), shown, (findings, &BTreeMap::new()), None)
}

const PACK: &str = include_str!("../../templates/pack.html");

fn with_template(template: &'static str) -> Result<Environment<'static>, Error> {
    let mut env = environment()?;
    env.add_filter("ticked", ticks::ticked);
    env.add_test("wordy", wide::is_wordy);
    env.add_template("shared.html", include_str!("../../templates/shared.html"))?;
    env.add_template("page.html", template)?;
    Ok(env)
}

fn page<'a>(
    template: &'static str,
    view: Value,
    shown: impl Iterator<Item = &'a ExhibitView> + Clone,
    (findings, forms): (&Findings, &BTreeMap<String, u32>),
    table: Option<IncidentTable>,
) -> Result<String, Error> {
    let env = with_template(template)?;
    // One column of text, charts as wide as the page; the script adds comfort only: without it every table is complete.
    let style =
        [&chart::theme::css(":root"), include_str!("../../templates/page.css"), &chart::theme::chart_rules()].concat();
    let style = chart::theme::short_names().fold(style, |style, (long, short)| style.replace(&long, &short));
    let wide = drawings(shown.clone(), |id| Some(joined(&in_page(&chart::svg(findings.exhibit(id)?, chart::WIDE)))));
    let light = |svg: &str| joined(&without_hints(&in_page(svg)));
    let narrow = drawings(shown, |id| Some(light(&chart::svg(findings.exhibit(id)?, chart::NARROW))));
    // Nobody points at a mark on paper.
    let paper =
        on_paper(forms, |id| Some(without_hints(&in_page(&chart::svg(findings.exhibit(id)?, *forms.get(id)?)))));
    // Only the analyst's page has a table to sort.
    let scripts: &[&str] = if template.contains("<script>") { &[script::ALL] } else { &[] };
    let policy = Value::from_safe_string(policy::of(&[&style], scripts));
    let (style, script) = (Value::from_safe_string(style), Value::from_safe_string(script::ALL.to_owned()));
    let incidents = table.map(|table| context! { data => Value::from_safe_string(table.data), note => table.note });
    render(&env, "page.html", context! { view, style, script, policy, wide, narrow, paper, incidents })
}

/// The drawings that a page needs, by the id of the exhibit.
fn drawings<'a>(
    needed: impl Iterator<Item = &'a ExhibitView>,
    draw: impl Fn(&str) -> Option<String>,
) -> BTreeMap<String, Value> {
    needed.filter_map(|e| Some((e.id.clone(), Value::from_safe_string(draw(&e.id)?)))).collect()
}

/// The drawings on the sheet, each with whether it has the width of the sheet for itself.
fn on_paper(forms: &BTreeMap<String, u32>, draw: impl Fn(&str) -> Option<String>) -> BTreeMap<&str, Value> {
    let drawn = |(id, width): (&'_ String, &u32)| {
        let svg = Value::from_safe_string(draw(id)?);
        Some((svg, *width != chart::PAPER))
    };
    let placed = forms.iter().filter_map(|form| Some((form.0.as_str(), drawn(form)?)));
    placed.map(|(id, (svg, alone))| (id, context! { svg, alone })).collect()
}
