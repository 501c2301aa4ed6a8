//! The one writer of JSON. Every string in it, keys included, passes through the filter.
//!
//! An escape would be inert in the file, and would act again as soon as `jq -r` or a script prints the value. So the
//! values themselves are made visible, as they are in all other files, and the texts of a report agree everywhere.

pub mod number;

use crate::text::visible;
use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, Write};

/// A value as indented JSON with a line feed at the end.
///
/// # Errors
/// The value can't be told in JSON, for instance a map whose keys are no texts.
pub fn pretty(value: &impl Serialize) -> Result<String, serde_json::Error> {
    filtered(value).map(|(text, _)| text)
}

/// The same, and whether a text reads differently now.
///
/// # Errors
/// As for [`pretty`].
pub fn filtered(value: &impl Serialize) -> Result<(String, bool), serde_json::Error> {
    let (mut bytes, changed) = (Vec::new(), Cell::new(false));
    let formatter = Visible { layout: PrettyFormatter::new(), text: String::new(), changed: &changed };
    value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter))?;
    bytes.push(b'\n');
    let text = String::from_utf8(bytes).map_err(|e| serde_json::Error::io(io::Error::other(e)))?;
    Ok((text, changed.get()))
}

/// Lays out like the usual indented form. A string is collected and written when it is whole, because what becomes of
/// a character depends on its neighbours.
struct Visible<'a> {
    layout: PrettyFormatter<'static>,
    text: String,
    changed: &'a Cell<bool>,
}

impl Formatter for Visible<'_> {
    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.text.clear();
        out.write_all(b"\"")
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, _: &mut W, fragment: &str) -> io::Result<()> {
        self.text.push_str(fragment);
        Ok(())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, _: &mut W, escape: CharEscape) -> io::Result<()> {
        self.text.push(match escape {
            CharEscape::Quote => '"',
            CharEscape::ReverseSolidus => '\\',
            CharEscape::Solidus => '/',
            CharEscape::Backspace => '\u{8}',
            CharEscape::FormFeed => '\u{c}',
            CharEscape::LineFeed => '\n',
            CharEscape::CarriageReturn => '\r',
            CharEscape::Tab => '\t',
            CharEscape::AsciiControl(byte) => char::from(byte),
        });
        Ok(())
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        // Nothing else needs an escape once the control characters are gone.
        let shown = visible::line(&self.text);
        if matches!(shown, Cow::Owned(_)) {
            self.changed.set(true);
        }
        out.write_all(shown.replace('\\', "\\\\").replace('"', "\\\"").as_bytes())?;
        out.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object_value(out)
    }
}
