//! HTML in one file that makes no request, prints well and reads well without scripts.

use super::{environment, render};
use crate::findings::Findings;
use crate::render::chart;
use crate::render::edition::Edition;
use crate::render::view::ReportView;
use minijinja::value::{Serde, Value};
use minijinja::{Error, context};
use std::collections::BTreeMap;

/// The edition as one self-contained page; charts stand in it in a wide and a narrow form.
///
/// # Errors
/// Only when a template names something that the view doesn't have, which is a mistake in the template.
pub fn document(view: &ReportView, edition: &Edition, findings: &Findings) -> Result<String, Error> {
    let mut env = environment()?;
    env.add_template("shared.html", include_str!("../../templates/shared.html"))?;
    env.add_template("edition.html", edition.html)?;
    let style = chart::theme::css(":root") + include_str!("../../templates/page.css");
    let script = include_str!("../../templates/page.js");
    let wide = drawings(view, findings, chart::WIDE);
    let narrow = drawings(view, findings, chart::NARROW);
    let (style, script) = (Value::from_safe_string(style), Value::from_safe_string(script.to_owned()));
    render(&env, "edition.html", context! { view => Value::from(Serde(view)), style, script, wide, narrow })
}

/// The drawings this view needs, by the id of the exhibit.
fn drawings(view: &ReportView, findings: &Findings, width: u32) -> BTreeMap<String, Value> {
    let in_sections = view.sections.iter().flat_map(|s| &s.exhibits);
    let needed = view.exhibits.iter().chain(in_sections);
    needed
        .filter_map(|e| findings.exhibit(&e.id))
        .map(|e| (e.id.clone(), Value::from_safe_string(chart::svg(e, width))))
        .collect()
}
