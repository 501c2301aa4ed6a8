//! Formats: a view goes in, a document comes out.

pub mod html;
pub mod mail;
pub mod markdown;
pub mod pdf;
pub mod picture;
pub mod policy;
pub mod slack;
pub mod slides;
pub mod workbook;

use crate::text::visible;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};
use std::borrow::Cow;

/// What a report is made into beside its pages: for passing on, and asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Every edition and storm pack as a PDF.
    Pdf,
    /// Every chart as a picture.
    Png,
    /// The page for leaders as slides.
    Slides,
    /// The tables as a workbook.
    Workbook,
    /// The page for leaders as a mail.
    Mail,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Png, Self::Slides, Self::Workbook, Self::Mail];

    /// What it is asked for by, which is how its files end.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Slides => "pptx",
            Self::Workbook => "xlsx",
            Self::Mail => "eml",
        }
    }
}

/// Name of the escaping that Markdown documents get. Everything printed is escaped unless it is marked safe.
const MARKDOWN: &str = "markdown";

/// An environment in which a slot nobody fills is an error and untrusted text can't become mark-up.
fn environment() -> Result<Environment<'static>, Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    // Block tags stand on lines of their own in the templates; without these, each would leave an empty line.
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.set_auto_escape_callback(|name| {
        if name.ends_with(".md") { AutoEscape::Custom(MARKDOWN.into()) } else { AutoEscape::Html }
    });
    env.set_formatter(format_value);
    env.add_filter("code", |text: &str| Value::from_safe_string(markdown::code(text)));
    env.add_filter("file", |more: &str| rest(more).0.to_owned());
    env.add_filter("flag", |more: &str| rest(more).1.to_owned());
    env.add_filter("stem", crate::render::file_stem);
    Ok(env)
}

/// Where the rest of a table is: a file, and the flag that writes it, where one does: "data/load.csv, which --people writes".
fn rest(more: &str) -> (&str, &str) {
    let (file, how) = more.split_once(", ").unwrap_or((more, ""));
    (file, how.split(' ').find(|word| word.starts_with("--")).unwrap_or(""))
}

/// The one place through which every slot of every template is printed.
fn format_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let markdown = matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN);
    if markdown && !value.is_safe() && !value.is_undefined() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        return out.write_str(&markdown::escape(&text)).map_err(Error::from);
    }
    match value.as_str().filter(|_| !value.is_safe()).map(visible::line) {
        Some(Cow::Owned(shown)) => minijinja::escape_formatter(out, state, &Value::from(shown)),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

fn render(env: &Environment<'_>, name: &str, context: Value) -> Result<String, Error> {
    env.get_template(name)?.render(context)
}
