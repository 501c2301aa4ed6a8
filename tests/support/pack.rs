//! Texts and tables packed as people find them: compressed, in other encodings, as workbooks and Parquet files.

use polars::prelude::{Column, DataFrame};
use polars_io::parquet::write::ParquetWriter;
use std::io::Write;

pub(crate) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

pub(crate) fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

pub(crate) fn utf8_marked(text: &str) -> Vec<u8> {
    [b"\xef\xbb\xbf", text.as_bytes()].concat()
}

pub(crate) fn utf16_le(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

pub(crate) fn utf16_be(text: &str) -> Vec<u8> {
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// A ZIP file of stored members.
pub(crate) fn zip(members: &[(String, String)]) -> Vec<u8> {
    let (mut file, mut contents) = (Vec::new(), Vec::new());
    for (name, text) in members {
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let (size, at) = (u32::try_from(text.len()).unwrap(), u32::try_from(file.len()).unwrap());
        // Version 2.0, no flags, stored, no time.
        let mut facts: Vec<u8> = [20_u16, 0, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        facts.extend([crc.sum(), size, size].iter().flat_map(|n| n.to_le_bytes()));
        facts.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        facts.extend([0, 0]);
        file.extend(b"PK\x03\x04");
        file.extend(&facts);
        file.extend(name.as_bytes());
        file.extend(text.as_bytes());
        contents.extend(b"PK\x01\x02\x14\x00");
        contents.extend(&facts);
        contents.extend([0; 10]);
        contents.extend(at.to_le_bytes());
        contents.extend(name.as_bytes());
    }
    let (at, number) = (u32::try_from(file.len()).unwrap(), u16::try_from(members.len()).unwrap());
    let size = u32::try_from(contents.len()).unwrap();
    file.extend(contents);
    file.extend(b"PK\x05\x06\x00\x00\x00\x00");
    file.extend([number, number].iter().flat_map(|n| n.to_le_bytes()));
    file.extend([size, at].iter().flat_map(|n| n.to_le_bytes()));
    file.extend([0, 0]);
    file
}

/// What a cell of a workbook holds.
#[derive(Clone)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    /// A serial number shown as day and time.
    Moment(f64),
    Empty,
}

/// A sheet by its name.
pub(crate) type Sheet<'a> = (&'a str, Vec<Vec<Cell>>);

/// A workbook as programs write it without a table of shared texts.
pub(crate) fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let (mut list, mut ties, mut members) = (String::new(), String::new(), Vec::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        list += &format!("<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(name));
        ties += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let rows: String = (1..).zip(rows).map(|(at, cells)| row(at, cells)).collect();
        let text = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
        members.push((format!("xl/worksheets/sheet{number}.xml"), text));
    }
    ties += &format!("<Relationship Id=\"rIdS\" Type=\"{relations}/styles\" Target=\"styles.xml\"/>");
    let top = format!(
        "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let styles = format!(
        "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
    );
    members.extend([
        ("_rels/.rels".to_owned(), top),
        (
            "xl/workbook.xml".to_owned(),
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{list}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}/relationships\">{ties}</Relationships>"),
        ),
        ("xl/styles.xml".to_owned(), styles),
    ]);
    zip(&members)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\r', "&#13;")
}

fn row(number: usize, cells: &[Cell]) -> String {
    let cell = |(column, cell): (usize, &Cell)| {
        let place = format!("{}{number}", letters(column));
        match cell {
            Cell::Text(text) => {
                format!("<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(text))
            }
            Cell::Number(value) => format!("<c r=\"{place}\"><v>{value}</v></c>"),
            Cell::Moment(value) => format!("<c r=\"{place}\" s=\"1\"><v>{value}</v></c>"),
            Cell::Empty => String::new(),
        }
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
}

/// `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap());
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

/// A Parquet file of these columns.
pub(crate) fn parquet(columns: Vec<Column>) -> Vec<u8> {
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    let mut file = Vec::new();
    ParquetWriter::new(&mut file).finish(&mut frame).unwrap();
    file
}

/// What a file says: itself where it is text, all parts of a workbook or of slides, the text of a PDF, and nothing of a picture.
pub(crate) fn unpacked(bytes: &[u8]) -> String {
    if bytes.starts_with(b"\x89PNG") {
        return String::new();
    }
    if bytes.starts_with(b"%PDF") {
        return poppler("pdftotext", &["-raw"], bytes, &["-"]).unwrap_or_default();
    }
    if bytes.starts_with(b"Subject: ") {
        return mail(bytes).0;
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return String::from_utf8(bytes.to_owned()).unwrap();
    }
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        std::io::Read::read_to_string(&mut part, &mut text).unwrap();
        text.push('\n');
    }
    text
}

/// What one of Debian's tools for PDF says of a document; `None` where it is not installed, as CI has it.
pub(crate) fn poppler(tool: &str, before: &[&str], document: &[u8], behind: &[&str]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(document).unwrap();
    let run = std::process::Command::new(tool).args(before).arg(file.path()).args(behind).output();
    let Ok(run) = run else {
        eprintln!("skipped: no {tool}");
        return None;
    };
    assert!(run.status.success(), "{tool}: {}", String::from_utf8_lossy(&run.stderr));
    // The tool gives titles in tags in an encoding of its own.
    Some(String::from_utf8_lossy(&run.stdout).into_owned())
}

/// The page in a mail, and its pictures by the ids that the page has for them.
pub(crate) fn mail(bytes: &[u8]) -> (String, std::collections::BTreeMap<String, Vec<u8>>) {
    use mail_parser::MimeHeaders;
    let message = mail_parser::MessageParser::default().parse(bytes).unwrap();
    let pictures =
        message.parts.iter().filter_map(|part| Some((part.content_id()?.to_owned(), part.contents().to_owned())));
    let subject = message.subject().unwrap_or_default().to_owned();
    (format!("{subject}\n{}", message.body_html(0).unwrap()), pictures.collect())
}
