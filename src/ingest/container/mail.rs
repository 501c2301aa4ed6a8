//! E-mails as mail programs save them (`.eml`): several parts, base64, quoted-printable, words in other character sets.
//!
//! Source: RFC 5322 (fields), RFC 2045 to 2047 (parts and encodings).

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessageParser, PartType};

/// How far the fields of an e-mail may reach.
const HEAD: usize = 64 * 1024;
/// Fields that say that a text has to be unpacked.
const PACKED: [&str; 3] = ["content-transfer-encoding:", "content-type: multipart/", "mime-version:"];

/// Whether bytes are an e-mail that is more than fields over a text.
#[must_use]
pub fn is_packed(raw: &[u8]) -> bool {
    let head = raw.get(..raw.len().min(HEAD)).unwrap_or(raw);
    let head = String::from_utf8_lossy(head);
    let mut fields =
        head.trim_start_matches(['\u{feff}', '\r', '\n']).lines().take_while(|line| !line.trim().is_empty());
    let is_field = |line: &str| {
        line.starts_with([' ', '\t'])
            || line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(is_of_name))
    };
    // Some programs keep the line in which a mailbox says that a message begins.
    let fields: Vec<String> =
        fields.by_ref().skip_while(|line| line.starts_with("From ")).map(str::to_lowercase).collect();
    let has = |names: &[&str]| fields.iter().any(|line| names.iter().any(|name| line.starts_with(name)));
    fields.iter().all(|line| is_field(line)) && has(&["from:", "subject:"]) && has(&PACKED)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

/// The e-mail as a person reads it: who wrote it when about what, and the text. `None` when it holds none.
#[must_use]
pub fn unpacked(raw: &[u8]) -> Option<String> {
    let message = MessageParser::default().parse(raw)?;
    let body = body(&message)?;
    let mut letter = String::new();
    for (name, value) in fields(&message) {
        // A field is one line here; what a writer folded is joined.
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            letter.push_str(&format!("{name}: {value}\n"));
        }
    }
    letter.push('\n');
    letter.push_str(&body);
    Some(letter)
}

/// The text; of several versions the plain one. A review that was attached to a line or two stands behind them.
fn body(message: &Message) -> Option<String> {
    let texts = message.text_bodies().map(|part| match &part.body {
        PartType::Html(page) => html_to_text(&with_lines(page)),
        _ => part.text_contents().unwrap_or("").to_owned(),
    });
    let attached = message.attachments().filter(|part| part.is_text()).filter_map(|part| part.text_contents());
    let mut body = String::new();
    for text in texts.chain(attached.map(str::to_owned)) {
        body.push_str(text.trim_end());
        body.push_str("\n\n");
    }
    (!body.trim().is_empty()).then_some(body)
}

/// What begins or ends a line of a page, with the mark that such a line has in a text.
const LINES: [(&str, &str); 14] = [
    ("<h1", "<br><br># "),
    ("<h2", "<br><br>## "),
    ("<h3", "<br><br>### "),
    ("<h4", "<br><br>#### "),
    ("</h1", "<br><br>"),
    ("</h2", "<br><br>"),
    ("</h3", "<br><br>"),
    ("</h4", "<br><br>"),
    ("<li", "<br>- "),
    ("<tr", "<br>| "),
    ("</td", " | "),
    ("</th", " | "),
    ("</div", "<br>"),
    ("</ul", "<br><br>"),
];

/// A page whose lines are ended as the reader of pages knows it: headings, items and rows are lines of their own.
fn with_lines(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + page.len() / 8);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let behind = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(behind);
        let lower = tag.to_ascii_lowercase();
        let is =
            |name: &str| lower.strip_prefix(name).is_some_and(|end| end.starts_with([' ', '>', '\n', '\r', '\t', '/']));
        out.push_str(before);
        out.push_str(tag);
        out.push_str(LINES.iter().find(|(name, _)| is(name)).map_or("", |(_, mark)| mark));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn fields(message: &Message) -> [(&'static str, String); 4] {
    let person = |list: Option<&mail_parser::Address>| {
        let first = list.and_then(|list| list.first());
        let name = first.and_then(|one| one.name.as_deref()).unwrap_or("");
        first.and_then(|one| one.address.as_deref()).map_or_else(String::new, |at| format!("{name} <{at}>"))
    };
    let date = message.header_raw("Date").unwrap_or("").trim().to_owned();
    [
        ("From", person(message.from())),
        ("To", person(message.to())),
        ("Date", date),
        ("Subject", message.subject().unwrap_or("").to_owned()),
    ]
}
