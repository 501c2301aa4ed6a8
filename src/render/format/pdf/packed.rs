//! A third of the size: what a document is made of, packed as its pages are.
//!
//! The library writes every object as plain text, and a tagged document has one for each cell of each table. Objects without
//! a stream of their own go into packed ones, found again by a packed list (ISO 32000-1, 7.5.7 and 7.5.8).

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// Objects of a packed stream: readers unpack a whole one to find one of them.
const TOGETHER: usize = 150;
/// Bytes of the fields of the list: the kind of the entry, where it is, and its place there.
const FIELDS: [usize; 3] = [1, 4, 2];

/// Where an object is found in the packed document.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    In { stream: usize, index: usize },
}

/// The document with packed objects; as it is where it is not of the form that the library writes.
pub(super) fn packed(document: Vec<u8>) -> Vec<u8> {
    repacked(&document).filter(|small| small.len() < document.len()).unwrap_or(document)
}

fn repacked(document: &[u8]) -> Option<Vec<u8>> {
    let list = last_of(document, b"\nxref\n", document.len())? + 1;
    let trailer = last_of(document, b"trailer\n", document.len())?;
    let offsets = offsets(document.get(list..trailer)?)?;
    let objects = objects(document, &offsets, list)?;
    let first = objects.iter().map(|(_, from, _)| *from).min()?;
    let mut out = document.get(..first)?.to_vec();
    let mut places = vec![Place::Free; offsets.len()];
    let (alone, small): (Vec<&_>, Vec<&_>) =
        objects.iter().partition(|(_, from, until)| holds(&document[*from..*until], b"stream\n"));
    for (number, from, until) in alone {
        *places.get_mut(*number)? = Place::At(out.len());
        out.extend_from_slice(&document[*from..*until]);
    }
    for group in small.chunks(TOGETHER) {
        let stream = places.len();
        places.push(Place::At(out.len()));
        for (index, (number, _, _)) in group.iter().enumerate() {
            *places.get_mut(*number)? = Place::In { stream, index };
        }
        out.extend(gathered(document, group, stream)?);
    }
    let about = about(document.get(trailer..)?)?;
    with_list(out, places, about)
}

/// Where the last such text begins before a place.
fn last_of(document: &[u8], text: &[u8], before: usize) -> Option<usize> {
    memchr::memmem::rfind(document.get(..before)?, text)
}

fn holds(object: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(object, text).is_some()
}

/// Where each object begins, by its number; `None` for numbers that are free.
fn offsets(list: &[u8]) -> Option<Vec<Option<usize>>> {
    let text = std::str::from_utf8(list).ok()?;
    let mut lines = text.lines().skip(1);
    let count: usize = lines.next()?.strip_prefix("0 ")?.trim().parse().ok()?;
    let entry = |line: &str| {
        let (offset, rest) = line.split_once(' ')?;
        Some(if rest.trim_end().ends_with('n') { Some(offset.parse().ok()?) } else { None })
    };
    let all: Vec<Option<usize>> = lines.map(entry).collect::<Option<_>>()?;
    (all.len() == count).then_some(all)
}

/// Number, beginning and end of each object.
fn objects(document: &[u8], offsets: &[Option<usize>], list: usize) -> Option<Vec<(usize, usize, usize)>> {
    let mut begins: Vec<(usize, usize)> =
        offsets.iter().enumerate().filter_map(|(number, offset)| Some((offset.as_ref().copied()?, number))).collect();
    begins.sort_unstable();
    let ends = begins.iter().skip(1).map(|(from, _)| *from).chain([list]);
    let all: Vec<_> = begins.iter().zip(ends).map(|((from, number), until)| (*number, *from, until)).collect();
    let is_whole = |(number, from, until): &(usize, usize, usize)| {
        document.get(*from..*until).is_some_and(|object| object.starts_with(format!("{number} 0 obj\n").as_bytes()))
    };
    all.iter().all(is_whole).then_some(all)
}

/// One stream with the bodies of these objects.
fn gathered(document: &[u8], group: &[&(usize, usize, usize)], own: usize) -> Option<Vec<u8>> {
    let (mut head, mut bodies) = (String::new(), Vec::new());
    for (number, from, until) in group {
        let object = document.get(*from..*until)?;
        let begin = memchr::memmem::find(object, b"obj\n")? + 4;
        let end = last_of(object, b"endobj", object.len())?;
        head.push_str(&format!("{number} {} ", bodies.len()));
        bodies.extend_from_slice(object.get(begin..end)?);
    }
    let first = head.len();
    let content = [head.into_bytes(), bodies].concat();
    stream(own, &format!("/Type/ObjStm/N {}/First {first}", group.len()), &content)
}

fn stream(number: usize, about: &str, content: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(content).ok()?;
    let packed = packer.finish().ok()?;
    let head = format!("{number} 0 obj\n<<{about}/Filter/FlateDecode/Length {}>>\nstream\n", packed.len());
    Some([head.as_bytes(), &packed, b"\nendstream\nendobj\n"].concat())
}

/// What the trailer says of the document, but for the number of its objects.
fn about(trailer: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(trailer);
    let inner = text.split_once("<<")?.1.rsplit_once(">>")?.0;
    let size = inner.find("/Size ")?;
    let rest = inner.get(size + 6..)?.trim_start_matches(|c: char| c.is_ascii_digit());
    // What is in it beside references is written in digits, so that nothing was lost as text.
    text.is_ascii().then(|| format!("{}{rest}", inner.get(..size).unwrap_or_default().trim_end()))
}

/// The list of all objects at the end, itself one of them.
fn with_list(mut out: Vec<u8>, mut places: Vec<Place>, about: String) -> Option<Vec<u8>> {
    let (own, start) = (places.len(), out.len());
    places.push(Place::At(start));
    let mut content = Vec::new();
    for place in &places {
        let (kind, at, index) = match place {
            Place::Free => (0, 0, usize::from(u16::MAX)),
            Place::At(at) => (1, *at, 0),
            Place::In { stream, index } => (2, *stream, *index),
        };
        for (value, bytes) in [kind, at, index].into_iter().zip(FIELDS) {
            content.extend_from_slice(u64::try_from(value).ok()?.to_be_bytes().get(8 - bytes..)?);
        }
    }
    let fields = FIELDS.map(|bytes| bytes.to_string()).join(" ");
    out.extend(stream(own, &format!("/Type/XRef/Size {}/W[{fields}]{about}", places.len()), &content)?);
    out.extend(format!("startxref\n{start}\n%%EOF").into_bytes());
    Some(out)
}
