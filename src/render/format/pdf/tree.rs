//! Mark-up of our own pages as a tree: what templates write, and no more of HTML than that.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements that hold nothing and are never closed.
const VOID: [&str; 6] = ["meta", "br", "img", "input", "link", "hr"];

/// An element, or words.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Element(Element),
    Words(String),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first element of this name below this one.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }

    /// All words below it.
    pub(super) fn words(&self) -> String {
        let told = |child: &Node| match child {
            Node::Element(element) => element.words(),
            Node::Words(words) => words.clone(),
        };
        self.children.iter().map(told).collect()
    }
}

/// The page as one element around everything.
///
/// # Errors
/// A mistake of ours: a page that is not well formed.
pub(super) fn read(page: &str) -> Result<Element, quick_xml::Error> {
    let mut reader = Reader::from_str(page);
    // Elements that are never closed have no end to be checked.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event()? {
            Event::Start(start) => begin(&mut open, element(&start)?),
            Event::Empty(start) => add(&mut open, Node::Element(element(&start)?)),
            Event::End(end) => close(&mut open, end.name().as_ref()),
            Event::Text(text) => add(&mut open, Node::Words(text.to_string())),
            Event::GeneralRef(reference) => add(&mut open, Node::Words(meant(&reference)?)),
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        let name = open.last().map(|element| element.name.clone()).unwrap_or_default();
        close(&mut open, &name);
    }
    Ok(open.pop().unwrap_or_default())
}

fn element(start: &BytesStart<'_>) -> Result<Element, quick_xml::Error> {
    let mut element = Element { name: start.name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.html_attributes() {
        let attribute = attribute?;
        let value = quick_xml::escape::unescape(&attribute.value)?.into_owned();
        element.attributes.push((attribute.key.as_ref().to_owned(), value));
    }
    Ok(element)
}

/// The letter that a reference like `&lt;` or `&#x27;` stands for.
fn meant(reference: &BytesRef<'_>) -> Result<String, quick_xml::Error> {
    if let Some(letter) = reference.resolve_char_ref()? {
        return Ok(letter.to_string());
    }
    let name: &str = reference;
    Ok(resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned))
}

fn begin(open: &mut Vec<Element>, element: Element) {
    if VOID.contains(&element.name.as_str()) {
        add(open, Node::Element(element));
    } else {
        open.push(element);
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    if open.len() > 1 && open.last().is_some_and(|last| last.name == name) {
        let done = open.pop();
        done.into_iter().for_each(|done| add(open, Node::Element(done)));
    }
}
