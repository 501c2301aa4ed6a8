//! `executive.eml`: the page for leaders as a mail that waits to be sent. Mail programs know tables and pictures, and little
//! of style sheets; the charts travel inside it, so that nothing is fetched from anywhere.

use super::{environment, render};
use crate::render::view::ReportView;
use crate::text::visible;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

/// Bytes of a line of packed content, of which RFC 2045 allows 76 letters.
const LINE: usize = 57;
/// What parts are kept apart by. Packed content holds no hyphen, so none of it can be taken for this.
const APART: &str = "=-retroscope-part";

#[derive(Serialize)]
struct Picture {
    id: String,
    alt: String,
}

/// The mail; `png` makes the picture of a chart. It names neither a sender nor a time: who sends it does.
///
/// # Errors
/// A chart that no picture can be made of, which is a mistake of ours.
pub fn mail(view: &ReportView, png: impl Fn(&str) -> Result<Vec<u8>, String>) -> Result<String, String> {
    let picture = |(at, exhibit): (usize, &crate::render::view::ExhibitView)| Picture {
        id: format!("chart-{}@retroscope", at + 1),
        alt: exhibit.description.clone(),
    };
    let pictures: Vec<Picture> = view.exhibits.iter().enumerate().map(picture).collect();
    let page = page(view, &pictures).map_err(|error| error.to_string())?;
    let mut mail = format!(
        "Subject: {}\nX-Unsent: 1\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"{APART}\"\n\n",
        encoded(&visible::line(&view.title))
    );
    part(&mut mail, &["Content-Type: text/html; charset=utf-8"], visible::page(&page).as_bytes());
    for (exhibit, picture) in view.exhibits.iter().zip(&pictures) {
        let name = format!("Content-Type: image/png; name=\"{}.png\"", crate::render::file_stem(&exhibit.id));
        let id = format!("Content-ID: <{}>", picture.id);
        part(&mut mail, &[&name, &id, "Content-Disposition: inline"], &png(&exhibit.id)?);
    }
    mail.push_str(&format!("--{APART}--\n"));
    Ok(mail.replace('\n', "\r\n"))
}

fn page(view: &ReportView, pictures: &[Picture]) -> Result<String, minijinja::Error> {
    let mut env = environment()?;
    env.add_template("mail.html", include_str!("../../templates/mail.html"))?;
    let pictures = Value::from(Serde(pictures));
    render(&env, "mail.html", context! { view => Value::from(Serde(view)), pictures })
}

fn part(mail: &mut String, head: &[&str], content: &[u8]) {
    mail.push_str(&format!("--{APART}\n"));
    head.iter().for_each(|line| mail.extend([line, "\n"]));
    mail.push_str("Content-Transfer-Encoding: base64\n\n");
    for line in content.chunks(LINE) {
        mail.extend([&STANDARD.encode(line), "\n"]);
    }
}

/// A head of a mail in any language, in words of at most 75 letters (RFC 2047).
fn encoded(text: &str) -> String {
    const MOST: usize = 42;
    if text.is_ascii() && text.len() <= MOST {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for letter in text.chars() {
        if words.last().is_some_and(|word| word.len() + letter.len_utf8() > MOST) {
            words.push(String::new());
        }
        words.last_mut().into_iter().for_each(|word| word.push(letter));
    }
    let packed: Vec<String> = words.iter().map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word))).collect();
    packed.join("\n ")
}
