//! Bytes to text: known formats that hold none by magic number, encoding by byte order mark.

use std::fmt::Write;

/// Why a file holds no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoText {
    Empty,
    Binary(&'static str),
    Unpack(String),
}

/// The text of unpacked bytes. `broken` says why unpacking stopped behind them, when it did.
///
/// # Errors
/// There is none, or it is no text.
pub fn decode(raw: Vec<u8>, broken: Option<&str>, notes: &mut Vec<String>) -> Result<String, NoText> {
    let mut text = text(raw, notes)?;
    if broken.is_some() && !text.trim_start().starts_with(['{', '[']) {
        // The last row of a table that breaks off looks like a whole one with a shorter value.
        let whole = text.rfind('\n').map_or(0, |at| at + 1);
        text.truncate(whole);
    }
    if text.trim().is_empty() {
        return Err(broken.map_or(NoText::Empty, |cause| NoText::Unpack(cause.to_owned())));
    }
    Ok(text)
}

fn text(raw: Vec<u8>, notes: &mut Vec<String>) -> Result<String, NoText> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&raw) {
        let body = raw.get(mark..).unwrap_or(&[]);
        if encoding != encoding_rs::UTF_8 {
            notes.push(format!("decoded from {}", encoding.name()));
            let (text, _) = encoding.decode_without_bom_handling(body);
            return Ok(text.into_owned());
        }
        return Ok(utf8(body.to_vec(), notes));
    }
    if let Some(kind) = binary(&raw) {
        return Err(NoText::Binary(kind));
    }
    Ok(utf8(raw, notes))
}

/// Reads bytes as UTF-8. Where they are not, they come from an old Windows program (all of them), or the file is UTF-8
/// with single strange bytes in it (only these): the more frequent kind of character beyond ASCII decides.
#[must_use]
pub fn utf8(raw: Vec<u8>, notes: &mut Vec<String>) -> String {
    let raw = match String::from_utf8(raw) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let strange = raw.utf8_chunks().filter(|c| !c.invalid().is_empty()).count();
    let proper: usize = raw.utf8_chunks().map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    let (text, note) = if proper > strange {
        let mut text = String::with_capacity(raw.len());
        for chunk in raw.utf8_chunks() {
            text.push_str(chunk.valid());
            text.push_str(&windows_1252(chunk.invalid()));
        }
        (text, "some bytes are not valid UTF-8; they were read as Windows-1252, so check names with accents")
    } else {
        (windows_1252(&raw), "not valid UTF-8; read as Windows-1252, so check names with accents")
    };
    if !notes.iter().any(|n| n == note) {
        notes.push(note.to_owned());
    }
    text
}

fn windows_1252(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// A digest in lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Known formats that hold no text, and anything with a NUL byte near its beginning.
#[must_use]
pub fn binary(raw: &[u8]) -> Option<&'static str> {
    let magic: [(&[u8], &str); 7] = [
        (b"\x89PNG", "a PNG picture"),
        (b"%PDF", "a PDF document"),
        (b"PK\x03\x04", "a ZIP or Office file"),
        (b"\x7fELF", "a program"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"PAR1", "a Parquet file"),
    ];
    if let Some((_, kind)) = magic.iter().find(|(start, _)| raw.starts_with(start)) {
        return Some(kind);
    }
    let head = raw.get(..raw.len().min(8_192)).unwrap_or(raw);
    memchr::memchr(0, head).map(|_| "binary data")
}
