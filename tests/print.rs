//! Documents for paper: what stands on them, in which order, with which faces, and what is done with letters from everywhere.

use crate::support::pack::{mail, poppler, unpacked};
use retroscope::findings::Findings;
use retroscope::render::{self, ALL, Format, Wanted};
use retroscope::report::sink::Memory;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// The committed report of the demo, drawn in all formats. Drawn once.
fn drawn() -> &'static BTreeMap<String, Vec<u8>> {
    static DRAWN: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    DRAWN.get_or_init(|| draw(&demo(), &Format::ALL))
}

fn demo() -> Findings {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/demo/findings.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn draw(findings: &Findings, formats: &[Format]) -> BTreeMap<String, Vec<u8>> {
    let mut memory = Memory::default();
    render::documents(findings, None, Wanted { editions: ALL, formats }, &mut memory).unwrap();
    memory.files
}

/// Words of a text, without what a line end or a sign of a list may have put between them.
fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).filter(|word| word.chars().count() > 3).collect()
}

/// A PDF says what the page in Markdown says, in its order: one is set from the page's mark-up, the other from a template of
/// its own.
#[test]
fn a_document_for_paper_says_what_its_page_says_in_the_same_order() {
    for (path, bytes) in drawn().iter().filter(|(path, _)| path.ends_with(".pdf") && !path.starts_with("analyst")) {
        let said = unpacked(bytes);
        if said.is_empty() {
            return;
        }
        let page = String::from_utf8(drawn()[&path.replace(".pdf", ".md")].clone()).unwrap();
        // Tables differ in form: what is said in sentences is compared.
        let sentences = page.lines().filter(|line| !line.starts_with(['|', '#', '<', '!']) && line.len() > 120);
        let said = words(&said);
        let mut from = 0;
        let mut compared = 0;
        for sentence in sentences {
            let first: Vec<String> = words(sentence.split("](").next().unwrap()).into_iter().take(6).collect();
            let at = said[from..].windows(first.len()).position(|window| window == first);
            let at = at.unwrap_or_else(|| panic!("{path}: {first:?} is not there, or too early"));
            from += at;
            compared += 1;
        }
        assert!(compared >= 3, "{path}: {compared} sentences");
    }
}

#[test]
fn every_face_is_embedded_and_every_document_is_tagged_with_a_title_and_a_language() {
    let mut looked = 0;
    for (path, bytes) in drawn().iter().filter(|(path, _)| path.ends_with(".pdf")) {
        let Some(fonts) = poppler("pdffonts", &[], bytes, &[]) else { return };
        let faces: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(!faces.is_empty(), "{path}");
        for face in faces {
            let columns: Vec<&str> = face.split_whitespace().collect();
            // … emb sub uni object ID
            assert_eq!(columns[columns.len() - 5..columns.len() - 2], ["yes", "yes", "yes"], "{path}: {face}");
        }
        let info = poppler("pdfinfo", &[], bytes, &[]).unwrap();
        assert!(info.contains("Tagged:          yes") && info.starts_with("Title:  "), "{path}: {info}");
        let structure = poppler("pdfinfo", &["-struct-text"], bytes, &[]).unwrap();
        for part in ["H1", "H2", "P (block)"] {
            assert!(structure.contains(part), "{path} without {part}");
        }
        looked += 1;
    }
    assert!(looked >= 6, "{looked}");
}

#[test]
fn the_page_for_leaders_is_one_sheet() {
    let Some(info) = poppler("pdfinfo", &[], &drawn()["executive.pdf"], &[]) else { return };
    assert!(info.contains("Pages:           1"), "{info}");
}

#[test]
fn the_mail_holds_the_page_and_its_pictures() {
    let (page, pictures) = mail(&drawn()["executive.eml"]);
    let markdown = String::from_utf8(drawn()["executive.md"].clone()).unwrap();
    let headline = markdown.lines().find(|line| line.starts_with("**")).unwrap();
    let lead = headline.split("**").nth(1).unwrap();
    assert!(page.contains(lead), "{lead}");
    assert!(!pictures.is_empty());
    for (id, picture) in &pictures {
        assert!(page.contains(&format!("cid:{id}")) && picture.starts_with(b"\x89PNG"), "{id}");
    }
}

/// A picture has two dots to each pixel of its chart, and is no empty sheet.
#[test]
fn pictures_are_twice_as_large_as_their_charts() {
    let charts: Vec<&String> = drawn().keys().filter(|path| path.ends_with(".svg")).collect();
    assert!(charts.len() > 10);
    for path in charts {
        let svg = String::from_utf8(drawn()[path].clone()).unwrap();
        let side = |name: &str| -> f32 {
            svg.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        let mut reader =
            png::Decoder::new(std::io::Cursor::new(&drawn()[&path.replace(".svg", ".png")])).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let size = reader.next_frame(&mut dots).unwrap();
        assert_eq!(
            (size.width, size.height),
            ((side("width") * 2.0).ceil() as u32, (side("height") * 2.0).ceil() as u32),
            "{path}"
        );
        let other = dots.chunks_exact(3).filter(|dot| *dot != [255, 255, 255]).count();
        assert!(other > dots.len() / 3 / 200, "{path}: {other} dots");
    }
}

/// Hebrew runs to the left, Chinese, Japanese and Korean have their letters, and what looks like mark-up is text.
#[test]
fn letters_of_all_scripts_are_in_the_document_as_text() {
    let mut findings = demo();
    let strange = [
        "数据库连接池耗尽",
        "データベース接続",
        "데이터베이스",
        "שגיאת חיבור",
        "تعطل الخدمة",
        "δίκτυο εκτός",
        "#raw(\"x\") $x$ \\input{a}",
        "<b>&amp;</b> ]]>",
    ];
    findings.opening = strange.join(" · ");
    let files = draw(&findings, &[Format::Pdf]);
    let said = unpacked(&files["executive.pdf"]);
    if said.is_empty() {
        return;
    }
    for text in strange {
        // Marks of direction that the tool puts around a run are none of ours.
        let plain: String = said.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\n')).collect();
        let wanted: String = text.chars().collect();
        assert!(
            plain.replace(' ', "").contains(&wanted.replace(' ', "")),
            "{text} in {}",
            &said[..600.min(said.len())]
        );
    }
    let fonts = poppler("pdffonts", &[], &files["executive.pdf"], &[]).unwrap();
    assert!(fonts.contains("RetroscopePixels") && fonts.contains("DejaVuSans"), "{fonts}");
}

/// Famous problems stand out by bold letters in charts, and have to in pictures of charts.
#[test]
fn bold_letters_are_bold_in_pictures() {
    let painter = render::format::picture::Reader::new(&[]);
    let picture = |attributes: &str| {
        let text = format!(
            "<text x=\"4\" y=\"20\" font-size=\"13\" font-family=\"sans-serif\"{attributes}>ledger-sync</text>"
        );
        let ground = "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>";
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"30\">{ground}{text}</svg>");
        painter.png(&svg).unwrap()
    };
    let [none, plain, bold] = [" fill=\"none\"", "", " font-weight=\"650\""].map(picture);
    assert!(none != plain, "no letters are drawn at all");
    assert!(plain != bold);
}
