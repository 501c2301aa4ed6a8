//! From the mark-up of a page to blocks. The page says what belongs together; paper only has its own way of showing it.

use super::blocks::{Block, Drawing, Frame, Ink, Paper, Role, Row, Span, Table, Text};
use super::tree::{Element, Node, read};
use crate::render::face::Style;

/// Sizes of type in points, as the style sheet has them for paper.
const SIZES: [(&str, f32); 3] = [("paper-large", 9.25), ("paper-medium", 8.6), ("paper-small", 8.0)];
const SIZE: f32 = 9.25;
/// Sizes of what is smaller than the text around it.
const SMALL: f32 = 0.86;
const CODE: f32 = 0.88;

/// The page as blocks.
///
/// # Errors
/// A mistake of ours: a page that is not well formed.
pub(super) fn paper(page: &str) -> Result<Paper, quick_xml::Error> {
    let root = read(page)?;
    let body = root.find("body");
    let title = root.find("title").map(Element::words).unwrap_or_default();
    let size = SIZES.iter().find(|(class, _)| body.is_some_and(|body| body.is(class))).map_or(SIZE, |size| size.1);
    let is = |class: &str| body.is_some_and(|body| body.is(class));
    let sheet = Sheet { one: is("executive"), is_plain: is("paper-plain") };
    let blocks = body.map(|body| sheet.blocks(body)).unwrap_or_default();
    Ok(Paper { title, size, is_sheet: is("executive"), blocks })
}

/// Whether the page has to fit on one sheet of paper, where it brings charts of its own form.
struct Sheet {
    one: bool,
    /// Whether there is no room for charts on it.
    is_plain: bool,
}

/// What only a screen needs.
fn is_for_screens(element: &Element) -> bool {
    matches!(element.name.as_str(), "script" | "style" | "nav" | "button" | "input" | "template")
        || ["skip", "narrow", "screen"].iter().any(|class| element.is(class))
        || element.attribute("hidden").is_some()
        // Lines to be chosen and saved; nobody copies them from paper.
        || element.attribute("id") == Some("corrections")
}

impl Sheet {
    fn blocks(&self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for element in parent.elements().filter(|element| !is_for_screens(element)) {
            self.add(element, parent, &mut blocks);
        }
        blocks
    }

    fn add(&self, element: &Element, parent: &Element, blocks: &mut Vec<Block>) {
        let text =
            |role: Role, looks: &Span| Block::Text(Text { role, spans: spans(element, looks), anchor: id(element) });
        let small = Span { ink: Ink::Muted, ..plain(SMALL) };
        match element.name.as_str() {
            "h1" => blocks.push(text(Role::Title, &bold(1.0))),
            "h2" => blocks.push(text(Role::Heading, &bold(1.0))),
            "summary" => blocks.push(text(Role::Summary, &Span { style: Style::Bold, ..small })),
            "dt" => blocks.push(text(Role::Term, &bold(1.0))),
            "figcaption" | "caption" => blocks.push(text(Role::Caption, &small)),
            "p" => blocks.push(paragraph(element, parent)),
            "ul" | "ol" => blocks.push(list(element, parent)),
            "table" => blocks.push(Block::Table(table(element))),
            "figure" => self.figure(element, blocks),
            "div" if element.is("paper") => self.strip(element, blocks),
            "article" => blocks.push(self.group(Frame::Line, element)),
            "section" if element.is("asks") => blocks.push(self.group(Frame::Box, element)),
            "dd" if element.elements().all(is_inline) => {
                blocks.push(text(Role::Paragraph, &plain(1.0)));
            }
            "header" => {
                self.anchored(element, blocks);
                blocks.push(Block::Rule(Ink::Accent));
            }
            "footer" => {
                blocks.push(Block::Rule(Ink::Muted));
                self.anchored(element, blocks);
            }
            "main" | "section" | "div" | "details" | "dl" | "dd" | "aside" => {
                self.anchored(element, blocks);
            }
            _ => {}
        }
    }

    /// What stands in an element that is not seen itself; links to it lead to the first thing in it.
    fn anchored(&self, element: &Element, blocks: &mut Vec<Block>) {
        let mut inner = self.blocks(element);
        if let Some(anchor) = id(element) {
            inner.first_mut().into_iter().for_each(|first| first.anchor(&anchor));
        }
        blocks.append(&mut inner);
    }

    fn group(&self, frame: Frame, element: &Element) -> Block {
        let mut inner = Vec::new();
        self.anchored(element, &mut inner);
        Block::Group(frame, inner)
    }

    /// A chart, but where the page has to fit on one sheet: there it stands in a form for paper, further down.
    fn figure(&self, element: &Element, blocks: &mut Vec<Block>) {
        let Some(drawing) = drawing(element).filter(|_| !self.one) else { return };
        let looks = Span { ink: Ink::Muted, ..plain(SMALL) };
        let caption = element.find("figcaption").map(|caption| Text {
            role: Role::Caption,
            spans: spans(caption, &looks),
            anchor: None,
        });
        blocks.push(Block::Charts(vec![drawing], caption));
    }

    /// Charts in the form for paper stand beside each other, two in a strip; one that stands alone has a strip for itself.
    fn strip(&self, element: &Element, blocks: &mut Vec<Block>) {
        let Some(drawing) = drawing(element).filter(|_| !self.is_plain) else { return };
        match blocks.last_mut() {
            Some(Block::Charts(charts, None)) if charts.len() < 2 && !element.is("alone") => charts.push(drawing),
            _ => blocks.push(Block::Charts(vec![drawing], None)),
        }
    }
}

impl Block {
    /// Links to this lead to the first text in it.
    fn anchor(&mut self, anchor: &str) {
        match self {
            Self::Text(text) if text.anchor.is_none() => text.anchor = Some(anchor.to_owned()),
            Self::Table(table) if table.anchor.is_none() => table.anchor = Some(anchor.to_owned()),
            Self::Group(_, inner) => inner.first_mut().into_iter().for_each(|first| first.anchor(anchor)),
            _ => {}
        }
    }
}

fn list(element: &Element, parent: &Element) -> Block {
    let is_aside = element.is("caveats") || element.is("lines") || parent.name == "details";
    let looks = if is_aside { Span { ink: Ink::Muted, ..plain(SMALL) } } else { plain(1.0) };
    let item = |(number, item): (usize, &Element)| {
        let label = if element.name == "ol" { format!("{}.", number + 1) } else { "•".to_owned() };
        let role = if is_aside { Role::Aside } else { Role::Paragraph };
        let text = Text { role, spans: spans(item, &looks), anchor: id(item) };
        (label, vec![Block::Text(text)])
    };
    Block::List(element.elements().filter(|item| item.name == "li").enumerate().map(item).collect())
}

/// The chart that stands here: pages for paper have a picture with its id in its place.
fn drawing(element: &Element) -> Option<Drawing> {
    let id_of = element.find("img")?.attribute("src")?;
    Some(Drawing { id: id_of.to_owned(), anchor: id(element) })
}

fn id(element: &Element) -> Option<String> {
    element.attribute("id").map(str::to_owned)
}

fn plain(scale: f32) -> Span {
    Span { scale, ..Span::default() }
}

fn bold(scale: f32) -> Span {
    Span { style: Style::Bold, ..plain(scale) }
}

/// A paragraph by its classes, as the style sheet tells them apart.
fn paragraph(element: &Element, parent: &Element) -> Block {
    let muted = |scale: f32| Span { ink: Ink::Muted, ..plain(scale) };
    let italic = Span { style: Style::Italic, ..muted(1.0) };
    let (role, looks) = match () {
        () if element.is("opening") => (Role::Opening, italic),
        () if element.is("question") => (Role::Opening, italic),
        () if element.is("headline") => (Role::Headline, plain(1.0)),
        () if element.is("meta") || element.is("more") => (Role::Aside, muted(SMALL)),
        () if element.is("unknowns") => (Role::Aside, muted(0.9)),
        () if parent.name == "details" => (Role::Aside, muted(SMALL)),
        () if parent.name == "footer" => (Role::Foot, muted(SMALL)),
        () => (Role::Paragraph, plain(1.0)),
    };
    let text = Block::Text(Text { role, spans: spans(element, &looks), anchor: id(element) });
    match () {
        () if element.is("note") => Block::Group(Frame::Mark, vec![text]),
        () if element.is("mttx") => Block::Group(Frame::Line, vec![text]),
        () => text,
    }
}

fn is_inline(element: &Element) -> bool {
    matches!(element.name.as_str(), "a" | "b" | "em" | "code" | "span" | "i" | "strong" | "br" | "sup" | "sub")
}

/// The words of an element with their looks; white space as pages show it.
fn spans(element: &Element, looks: &Span) -> Vec<Span> {
    let mut spans = Vec::new();
    collect(element, looks, &mut spans);
    tidy(spans)
}

fn collect(element: &Element, looks: &Span, out: &mut Vec<Span>) {
    let is_meta = element.is("meta");
    let mut met = false;
    for child in &element.children {
        match child {
            Node::Words(words) => out.push(Span { text: words.clone(), ..looks.clone() }),
            Node::Element(inner) if is_for_screens(inner) => {}
            Node::Element(inner) => {
                // The style sheet sets the same dot between the figures of a statement.
                // What leads to another page leads nowhere from paper.
                if inner.is("id") && inner.attribute("href").is_some_and(|href| !href.starts_with('#')) {
                    continue;
                }
                let is_figure = is_meta && inner.name == "span" && !inner.is("grade");
                if is_figure && met {
                    out.push(Span { text: "· ".to_owned(), ..looks.clone() });
                }
                met |= is_meta && inner.name == "span";
                collect(inner, &looked(inner, looks), out);
            }
        }
    }
}

/// How an element inside a line changes the looks of its words.
fn looked(element: &Element, around: &Span) -> Span {
    let mut looks = around.clone();
    let is_italic = around.style == Style::Italic;
    match element.name.as_str() {
        "b" | "strong" => looks.style = if is_italic { Style::BoldItalic } else { Style::Bold },
        "em" | "i" => looks.style = if around.style == Style::Bold { Style::BoldItalic } else { Style::Italic },
        "code" => (looks.style, looks.scale) = (Style::Code, around.scale * CODE),
        _ => {}
    }
    if element.name == "a" {
        // What leads out of this document leads nowhere from paper.
        let target = element.attribute("href").and_then(|href| href.strip_prefix('#')).map(str::to_owned);
        looks.ink = if target.is_some() { Ink::Accent } else { looks.ink };
        looks.link = target;
    }
    if element.is("id") {
        (looks.style, looks.ink, looks.scale) = (Style::Code, Ink::Muted, around.scale * 0.8);
    }
    if element.is("grade") {
        (looks.ink, looks.scale) = (Ink::Accent, around.scale.min(SMALL));
    }
    looks
}

/// White space between words is one blank, and none at the ends.
fn tidy(spans: Vec<Span>) -> Vec<Span> {
    let mut tidied: Vec<Span> = Vec::new();
    let mut is_blank = true;
    for span in spans {
        let mut text = String::with_capacity(span.text.len());
        for letter in span.text.chars() {
            // A blank that keeps words together is none that may go.
            let blank = letter.is_whitespace() && letter != '\u{a0}' && letter != '\u{202f}';
            if !blank {
                text.push(letter);
            } else if !is_blank {
                text.push(' ');
            }
            is_blank = blank;
        }
        if !text.is_empty() {
            tidied.push(Span { text, ..span });
        }
    }
    if let Some(last) = tidied.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
    }
    tidied.retain(|span| !span.text.is_empty());
    tidied
}

fn table(element: &Element) -> Table {
    let caption = element.find("caption").filter(|caption| !caption.is("hidden"));
    let part = |inner: &Element| {
        let is_title = inner.name == "b";
        let looks = if is_title { bold(1.0) } else { Span { ink: Ink::Muted, ..plain(SMALL) } };
        Text { role: Role::Caption, spans: spans(inner, &looks), anchor: None }
    };
    let looks = plain(0.88);
    let head = element.find("thead").and_then(|head| head.find("tr"));
    let quiet = Span { ink: Ink::Muted, ..looks.clone() };
    let head: Vec<_> = head.into_iter().flat_map(Element::elements).map(|cell| spans(cell, &quiet)).collect();
    let is_numeric = |at: usize| element.is(&format!("n{}", at + 1));
    let rows: Vec<&Element> =
        element.find("tbody").into_iter().flat_map(Element::elements).filter(|row| row.name == "tr").collect();
    let cell = |cell: &Element| {
        let looks = if cell.name == "th" { Span { style: Style::Bold, ..looks.clone() } } else { looks.clone() };
        spans(cell, &looks)
    };
    Table {
        anchor: id(element),
        caption: caption.into_iter().flat_map(Element::elements).map(part).collect(),
        numeric: (0..head.len()).map(is_numeric).collect(),
        has_row_heads: rows.first().and_then(|row| row.elements().next()).is_some_and(|first| first.name == "th"),
        rows: rows.iter().map(|row| Row { anchor: id(row), cells: row.elements().map(cell).collect() }).collect(),
        head,
    }
}
