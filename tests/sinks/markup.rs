//! Pages and drawings: only elements and attributes that we write, and a policy that allows them to the byte.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const HTML: &str = " html head meta title style body a main header h1 h2 p section span b em table caption thead tbody tr th td \
    ol ul li footer nav details summary dl dt dd article figure figcaption div code script ";
const SVG: &str = " svg title desc style g rect path circle text ";
const ATTRIBUTES: &str = " lang charset http-equiv content name class href id aria-label aria-labelledby role tabindex scope \
    data-label xmlns width height viewBox x y d fill stroke stroke-width fill-opacity stroke-opacity pointer-events font-size font-weight \
    text-anchor cx cy r type data-note data-began data-open ";

/// Elements that have no end.
const EMPTY: [&str; 1] = ["meta"];

struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    /// What stands behind the tag, up to the next one; all of it up to its end for styles and scripts.
    text: String,
}

/// The tags of a document in order, ends with a slash. As strict as our own writing: values are in double quotes.
fn elements(document: &str) -> Result<Vec<Element>, String> {
    let mut found = Vec::new();
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        let inside = &rest[at + 1..];
        let head: String = inside.chars().take(80).collect();
        let bad = || format!("foreign mark-up: <{head}");
        let length = inside.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '!'))).ok_or_else(bad)?;
        let name = inside[..length].trim_end_matches('/').to_owned();
        let mut after = &inside[name.len()..];
        let mut attributes = Vec::new();
        loop {
            after = after.trim_start();
            if let Some(text) = after.strip_prefix("/>") {
                attributes.push(("/".to_owned(), String::new()));
                after = text;
                break;
            }
            if let Some(text) = after.strip_prefix('>') {
                after = text;
                break;
            }
            if name == "!doctype" {
                after = after.split_once('>').ok_or_else(bad)?.1;
                break;
            }
            let (key, value) = after.split_once("=\"").ok_or_else(bad)?;
            let (value, behind) = value.split_once('"').ok_or_else(bad)?;
            attributes.push((key.to_owned(), value.to_owned()));
            after = behind;
        }
        let end = if matches!(name.as_str(), "style" | "script") {
            after.find(&format!("</{name}>"))
        } else {
            after.find('<')
        };
        let end = end.unwrap_or(after.len());
        found.push(Element { name, attributes, text: after[..end].to_owned() });
        rest = &after[end..];
    }
    Ok(found)
}

fn known(element: &Element, names: &[&str]) -> Vec<String> {
    let name = element.name.trim_start_matches('/');
    let mut problems = Vec::new();
    if name != "!doctype" && !names.iter().any(|list| list.contains(&format!(" {name} "))) {
        problems.push(format!("a foreign element: {name}"));
    }
    for (key, value) in element.attributes.iter().filter(|(key, _)| key != "/") {
        if !ATTRIBUTES.contains(&format!(" {key} ")) {
            problems.push(format!("a foreign attribute of {name}: {key}=\"{value}\""));
        }
        let inside = value.starts_with('#')
            || value.starts_with("storms/")
            || value.starts_with("../")
            || value.starts_with("analyst.html#claim-");
        if key == "href" && (!inside || value.contains(':') || value.contains("//")) {
            problems.push(format!("a foreign address: {value}"));
        }
        // Quotes of ours are in the policy only; in any other value they came in from outside.
        if value.contains('<') || value.contains('\'') && !value.starts_with("default-src ") {
            problems.push(format!("an open value: {value}"));
        }
    }
    problems
}

fn balanced(elements: &[Element]) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    for element in elements {
        let closed = element.attributes.iter().any(|(key, _)| key == "/");
        match element.name.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => {
                open.pop();
            }
            Some(name) => return vec![format!("</{name}> closes {open:?}")],
            None if closed || element.name == "!doctype" || EMPTY.contains(&element.name.as_str()) => {}
            None => open.push(&element.name),
        }
    }
    open.iter().map(|name| format!("<{name}> stays open")).collect()
}

pub(super) fn drawing(text: &str) -> Vec<String> {
    match elements(text) {
        Ok(elements) => elements.iter().flat_map(|e| known(e, &[SVG])).chain(balanced(&elements)).collect(),
        Err(problem) => vec![problem],
    }
}

/// The policy of a page, the texts of its styles, and those of its scripts.
pub(super) fn parts(text: &str) -> (String, Vec<String>, Vec<String>) {
    let elements = elements(text).unwrap();
    // What has a type of its own is data, which no browser runs.
    let is_data = |e: &&Element| e.attributes.iter().any(|(key, value)| key == "type" && value == "application/json");
    let all = |name: &str| elements.iter().filter(|e| e.name == name && !is_data(e)).map(|e| e.text.clone()).collect();
    let is_policy = |e: &&Element| e.attributes.iter().any(|(_, value)| value == "Content-Security-Policy");
    let metas: Vec<&Element> = elements.iter().filter(is_policy).collect();
    assert_eq!(metas.len(), 1, "one policy");
    let content = metas[0].attributes.iter().find(|(key, _)| key == "content").unwrap().1.clone();
    (content, all("style"), all("script"))
}

/// A digest as a policy names it.
pub(super) fn digest(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The sources that a directive of a policy allows.
pub(super) fn allowed<'a>(policy: &'a str, directive: &str) -> Vec<&'a str> {
    let line = policy.split(';').map(str::trim).find(|d| d.split(' ').next() == Some(directive));
    line.map(|line| line.split(' ').skip(1).collect()).unwrap_or_default()
}

pub(super) fn page(text: &str) -> Vec<String> {
    let elements = match elements(text) {
        Ok(elements) => elements,
        Err(problem) => return vec![problem],
    };
    let mut problems: Vec<String> = elements.iter().flat_map(|e| known(e, &[HTML, SVG])).collect();
    problems.extend(balanced(&elements));
    let (policy, styles, scripts) = parts(text);
    for (directive, elements) in [("style-src", styles), ("script-src", scripts)] {
        let allowed = allowed(&policy, directive);
        let unlisted = elements.iter().map(|e| digest(e)).filter(|d| !allowed.contains(&d.as_str()));
        problems.extend(unlisted.map(|d| format!("{directive} does not allow what is in the page: {d}")));
        let loose = allowed.iter().filter(|source| !source.starts_with("'sha256-") && **source != "'none'");
        problems.extend(loose.map(|source| format!("{directive} allows {source}")));
    }
    problems
}
