//! Where a large text may be cut, so that every part can be read by itself: at line ends, at row ends, between elements.
//! The bytes are looked at once, in the order of the file, and nothing is parsed.

/// Most bytes around a list that are repeated for each of its parts.
const MAX_AROUND: usize = 1 << 20;

/// A place to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where the part ends.
    pub end: usize,
    /// Where the next one begins.
    pub next: usize,
    /// A JSON document ends here.
    pub document: bool,
    /// What closes the part, where it ends inside a list.
    pub behind: &'static str,
}

impl Place {
    /// A cut at which nothing is left out.
    #[must_use]
    pub fn at(end: usize) -> Self {
        Self { end, next: end, document: false, behind: "" }
    }
}

/// The kinds of text that can be cut.
pub enum Cut {
    /// One record a line.
    Lines,
    /// Rows of a table with this delimiter; quoted cells may hold line ends.
    Rows(RowEnds),
    /// JSON: documents one behind the other, and elements of lists at their top.
    Elements(Box<Elements>),
}

impl Cut {
    #[must_use]
    pub fn rows(delimiter: u8) -> Self {
        Self::Rows(RowEnds { delimiter, inside: Inside::Start })
    }

    #[must_use]
    pub fn elements() -> Self {
        Self::Elements(Box::default())
    }

    /// What surrounds the bytes that follow the last one that was looked at.
    #[must_use]
    pub fn around(&self) -> Around {
        if let Self::Elements(elements) = self { elements.around() } else { Around::default() }
    }

    /// Looks at the bytes from `from` on. Reports each place to cut; stops when told to, and says where it stopped.
    pub fn scan(&mut self, bytes: &[u8], from: usize, place: &mut dyn FnMut(Place) -> bool) -> usize {
        match self {
            Self::Lines => lines(bytes, from, place),
            Self::Rows(rows) => rows.scan(bytes, from, place),
            Self::Elements(elements) => elements.scan(bytes, from, place),
        }
    }
}

fn lines(bytes: &[u8], from: usize, place: &mut dyn FnMut(Place) -> bool) -> usize {
    for found in memchr::memchr_iter(b'\n', bytes.get(from..).unwrap_or(&[])) {
        let end = from + found + 1;
        if !place(Place::at(end)) {
            return end;
        }
    }
    bytes.len()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// At the beginning of a cell.
    Start,
    Cell,
    Quotes,
    /// Behind a quote inside quotes: the end, or the first of two.
    Quote,
    /// Behind a carriage return: a line feed may follow.
    Return,
}

/// Where rows end, by the rules of the reader of tables.
pub struct RowEnds {
    delimiter: u8,
    inside: Inside,
}

impl RowEnds {
    fn scan(&mut self, bytes: &[u8], from: usize, place: &mut dyn FnMut(Place) -> bool) -> usize {
        let mut at = from;
        while let Some(byte) = bytes.get(at).copied() {
            if self.inside == Inside::Quotes {
                let Some(quote) = memchr::memchr(b'"', bytes.get(at..).unwrap_or(&[])) else { return bytes.len() };
                at += quote + 1;
                self.inside = Inside::Quote;
                continue;
            }
            if self.inside == Inside::Return {
                // The row ended before this byte, unless the byte belongs to its end.
                self.inside = Inside::Start;
                let end = at + usize::from(byte == b'\n');
                if !place(Place::at(end)) {
                    return end;
                }
                at = end;
                continue;
            }
            at += 1;
            self.inside = match byte {
                b'"' if matches!(self.inside, Inside::Start | Inside::Quote) => Inside::Quotes,
                b'\r' => Inside::Return,
                b'\n' => Inside::Start,
                byte if byte == self.delimiter => Inside::Start,
                _ => Inside::Cell,
            };
            if byte == b'\n' && !place(Place::at(at)) {
                return at;
            }
        }
        bytes.len()
    }
}

/// Where elements end.
#[derive(Default)]
pub struct Elements {
    /// Open brackets; only the two outermost matter.
    open: Vec<u8>,
    depth: usize,
    inside_text: bool,
    escaped: bool,
    /// The document at hand without the elements of its lists, as far as it was seen.
    around: Vec<u8>,
    /// Elements of the list at hand that were passed.
    index: u32,
}

/// What must stand around a part to make it a document of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    pub before: Vec<u8>,
    pub behind: &'static str,
    /// Index of the part's first element in its list.
    pub index: u32,
    /// The list stands by itself, not in an envelope.
    pub bare: bool,
}

impl Elements {
    /// What surrounds the bytes that follow the last one that was looked at; nothing outside a list.
    fn around(&self) -> Around {
        if !self.in_list() {
            return Around::default();
        }
        let (behind, bare) = (self.behind(), self.open.len() == 1);
        Around { before: self.around.clone(), behind, index: self.index, bare }
    }

    /// What closes the list at hand, and what is around it.
    fn behind(&self) -> &'static str {
        if self.open.len() == 1 { "]" } else { "]}" }
    }

    /// Whether the byte at hand lies between the elements of a list that may be cut.
    fn in_list(&self) -> bool {
        let at_top = self.depth == self.open.len() && self.around.len() < MAX_AROUND;
        at_top && matches!(self.open.as_slice(), [b'['] | [b'{', b'['])
    }

    fn keep(&mut self, bytes: &[u8]) {
        let inside_list = matches!(self.open.as_slice(), [b'[', ..] | [b'{', b'[', ..]);
        if !inside_list && self.around.len() < MAX_AROUND {
            self.around.extend_from_slice(bytes.get(..bytes.len().min(MAX_AROUND)).unwrap_or(bytes));
        }
    }

    fn scan(&mut self, bytes: &[u8], from: usize, place: &mut dyn FnMut(Place) -> bool) -> usize {
        let mut at = from;
        while let Some(byte) = bytes.get(at).copied() {
            if self.inside_text {
                at = self.text(bytes, at);
                continue;
            }
            at += 1;
            let goes_on = match byte {
                b'}' | b']' => !self.closes(byte) || place(Place { document: true, ..Place::at(at) }),
                b',' if self.in_list() => {
                    self.index = self.index.saturating_add(1);
                    place(Place { end: at - 1, behind: self.behind(), ..Place::at(at) })
                }
                b'\n' if self.depth == 0 => place(Place::at(at)),
                _ => {
                    self.passes(byte);
                    true
                }
            };
            if !goes_on {
                return at;
            }
        }
        bytes.len()
    }

    /// A byte at which nothing can be cut.
    fn passes(&mut self, byte: u8) {
        match byte {
            b'"' if self.depth > 0 => {
                self.inside_text = true;
                self.keep(b"\"");
            }
            b'{' | b'[' => self.opens(byte),
            byte if self.depth > 0 => self.keep(&[byte]),
            _ => {}
        }
    }

    /// Goes on inside a text, to its end if that is here.
    fn text(&mut self, bytes: &[u8], at: usize) -> usize {
        let rest = bytes.get(at..).unwrap_or(&[]);
        if self.escaped {
            self.escaped = false;
            self.keep(rest.get(..1).unwrap_or(&[]));
            return at + 1;
        }
        let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
            self.keep(rest);
            return bytes.len();
        };
        self.keep(rest.get(..=found).unwrap_or(&[]));
        self.inside_text = rest.get(found) == Some(&b'\\');
        self.escaped = self.inside_text;
        at + found + 1
    }

    fn opens(&mut self, bracket: u8) {
        if self.depth == 0 {
            self.around.clear();
        }
        self.keep(&[bracket]);
        self.depth += 1;
        if self.depth <= 2 && self.open.len() < 2 && self.depth == self.open.len() + 1 {
            self.open.push(bracket);
            if matches!(self.open.as_slice(), [b'['] | [b'{', b'[']) {
                self.index = 0;
            }
        }
    }

    /// True when a document ends here.
    fn closes(&mut self, bracket: u8) -> bool {
        if self.depth == 0 {
            return false;
        }
        if self.open.len() == self.depth {
            self.open.pop();
        }
        self.depth -= 1;
        self.keep(&[bracket]);
        self.depth == 0
    }
}
