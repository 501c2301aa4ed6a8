//! Bytes on disk to text: compression by magic number, encoding by byte order mark.

use std::borrow::Cow;
use std::io::Read;

/// Most bytes that one compressed file may unpack to; beyond it the file is taken for a bomb.
const MOST_UNPACKED: u64 = 8 << 30;

/// Why a file holds no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoText {
    Empty,
    Binary(&'static str),
    Unpack(String),
}

/// Text and what had to be done to get it.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub notes: Vec<String>,
}

/// Unpacks and decodes a file.
///
/// # Errors
/// The file is empty, is no text, or can't be unpacked.
pub fn decode(raw: Vec<u8>) -> Result<Decoded, NoText> {
    let mut notes = Vec::new();
    let raw = match raw.as_slice() {
        [0x1f, 0x8b, ..] => {
            notes.push("unpacked with gzip".to_owned());
            unpack(flate2::read::MultiGzDecoder::new(raw.as_slice()))?
        }
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            notes.push("unpacked with zstd".to_owned());
            let decoder =
                ruzstd::decoding::StreamingDecoder::new(raw.as_slice()).map_err(|e| NoText::Unpack(e.to_string()))?;
            unpack(decoder)?
        }
        _ => raw,
    };
    let text = text(raw, &mut notes)?;
    if text.trim().is_empty() { Err(NoText::Empty) } else { Ok(Decoded { text, notes }) }
}

fn unpack(reader: impl Read) -> Result<Vec<u8>, NoText> {
    let mut unpacked = Vec::new();
    let read = reader.take(MOST_UNPACKED).read_to_end(&mut unpacked).map_err(|e| NoText::Unpack(e.to_string()))?;
    if read as u64 >= MOST_UNPACKED {
        return Err(NoText::Unpack("it unpacks to more than 8 GiB".to_owned()));
    }
    Ok(unpacked)
}

fn text(raw: Vec<u8>, notes: &mut Vec<String>) -> Result<String, NoText> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(&raw) {
        let body = raw.get(mark..).unwrap_or(&[]);
        if encoding != encoding_rs::UTF_8 {
            notes.push(format!("decoded from {}", encoding.name()));
        }
        let (text, _) = encoding.decode_without_bom_handling(body);
        return Ok(text.into_owned());
    }
    if let Some(kind) = binary(&raw) {
        return Err(NoText::Binary(kind));
    }
    match String::from_utf8(raw) {
        Ok(text) => Ok(text),
        Err(error) => {
            let raw = error.into_bytes();
            let (text, _, _): (Cow<str>, _, _) = encoding_rs::WINDOWS_1252.decode(&raw);
            notes.push("not valid UTF-8; read as Windows-1252, so check names with accents".to_owned());
            Ok(text.into_owned())
        }
    }
}

/// Known formats that hold no text, and anything with a NUL byte near its beginning.
fn binary(raw: &[u8]) -> Option<&'static str> {
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
