//! Atom and RSS feeds as one object for each entry. Nothing of an entry is interpreted here.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;
use serde_json::{Map, Value};

/// The member by which an entry of a feed is known.
pub const FEED: &str = "feed_title";

/// More entries than any page keeps in its feed.
const MAX: usize = 100_000;

/// Whether a text is a feed, by its first element.
#[must_use]
pub fn is_feed(start: &str) -> bool {
    let mut rest = start.trim_start();
    while let Some(inner) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        rest = inner.split_once('>').map_or("", |(_, behind)| behind).trim_start();
    }
    ["<feed", "<rss", "<rdf:RDF"].iter().any(|name| {
        rest.strip_prefix(name).is_some_and(|behind| behind.starts_with(|c: char| c.is_whitespace() || c == '>'))
    })
}

/// The entries of a feed, in its order, and whether it breaks off.
#[must_use]
pub fn entries(text: &str) -> (Vec<Value>, bool) {
    let mut feed = Feed::default();
    let mut reader = Reader::from_str(text);
    let broken = loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => feed.begin(&element),
            Ok(Event::Empty(element)) => {
                feed.begin(&element);
                feed.end();
            }
            Ok(Event::End(_)) => feed.end(),
            Ok(Event::Text(text)) => feed.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Ok(Event::CData(text)) => feed.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Ok(Event::GeneralRef(reference)) => feed.reference(&reference),
            Ok(Event::Eof) => break !feed.open.is_empty(),
            Err(_) => break true,
            Ok(_) => {}
        }
        if feed.entries.len() >= MAX {
            break true;
        }
    };
    let title = feed.title;
    let mut entries = feed.entries;
    for entry in &mut entries {
        if let Value::Object(members) = entry {
            members.insert(FEED.to_owned(), title.clone().into());
        }
    }
    (entries, broken)
}

#[derive(Default)]
struct Feed {
    /// Names of the elements that are open, without their spaces of names.
    open: Vec<String>,
    /// How many elements were open when the entry at hand began.
    entry: Option<(usize, Map<String, Value>)>,
    held: String,
    title: String,
    entries: Vec<Value>,
}

impl Feed {
    fn begin(&mut self, element: &BytesStart) {
        let name = element.local_name().as_ref().to_ascii_lowercase();
        if self.entry.is_none() && matches!(name.as_str(), "entry" | "item") {
            self.entry = Some((self.open.len(), Map::new()));
        }
        // The address of an Atom link is an attribute.
        if let (Some((_, members)), "link") = (&mut self.entry, name.as_str())
            && let Ok(Some(address)) = element.try_get_attribute("href")
            && let Ok(address) = address.normalized_value(XmlVersion::Implicit1_0)
        {
            members.entry("link").or_insert_with(|| address.as_ref().into());
        }
        // What stands inside the content as elements is text like any other.
        if !self.is_inside_member() {
            self.held.clear();
        } else if matches!(name.as_str(), "p" | "br" | "li" | "div") {
            self.held.push_str("<br>");
        }
        self.open.push(name);
    }

    /// Whether the open element is part of a member of an entry, and no member itself.
    fn is_inside_member(&self) -> bool {
        self.entry.as_ref().is_some_and(|(depth, _)| self.open.len() > depth + 1)
    }

    fn text(&mut self, text: &str) {
        self.held.push_str(text);
    }

    fn reference(&mut self, reference: &BytesRef) {
        let named = match &**reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        self.held.extend(named);
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let depth = self.open.len();
        match &mut self.entry {
            Some((begun, _)) if depth == *begun => {
                if let Some((_, members)) = self.entry.take() {
                    self.entries.push(Value::Object(members));
                }
            }
            Some((begun, members)) if depth == *begun + 1 => {
                let held = self.held.trim();
                if !held.is_empty() {
                    members.entry(name).or_insert_with(|| held.into());
                }
                self.held.clear();
            }
            Some(_) => {}
            None if name == "title" && self.title.is_empty() => {
                self.title = self.held.trim().to_owned();
                self.held.clear();
            }
            None => self.held.clear(),
        }
    }
}
