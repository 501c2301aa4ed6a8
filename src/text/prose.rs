//! The sentences of a text that people wrote, with the line on which each begins.

/// A sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// From 1.
    pub line: usize,
    pub text: String,
}

/// The sentences of Markdown or plain text, in order. What is quoted (`>`), code between fences, front matter and comments are
/// nobody's sentences. Front matter that is never closed is none. Linear in the length of the text.
#[must_use]
pub fn sentences(text: &str) -> Vec<Sentence> {
    let (mut found, mut block) = (Vec::new(), Vec::new());
    let mut outside = Outside { front: has_front_matter(text), ..Outside::default() };
    for (line, words) in (1..).zip(text.lines()) {
        let bare = words.trim();
        if outside.takes(line == 1, bare) || bare.starts_with('>') || is_rule(bare) {
            split(&mut block, &mut found);
        } else if begins_a_block(bare) {
            split(&mut block, &mut found);
            block.push((line, without_mark(bare)));
            if bare.starts_with('#') || bare.starts_with('|') {
                split(&mut block, &mut found);
            }
        } else {
            block.push((line, bare));
        }
    }
    split(&mut block, &mut found);
    found
}

fn has_front_matter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    lines.next() == Some("---") && lines.any(|line| line == "---")
}

/// What is no text of the author: front matter, fenced code, comments.
#[derive(Default)]
struct Outside {
    fence: Option<&'static str>,
    front: bool,
    comment: bool,
}

impl Outside {
    fn takes(&mut self, is_first: bool, bare: &str) -> bool {
        if self.front {
            self.front = is_first || bare != "---";
            return true;
        }
        if let Some(fence) = self.fence {
            self.fence = Some(fence).filter(|fence| !bare.starts_with(fence));
            return true;
        }
        if self.comment || bare.starts_with("<!--") {
            self.comment = !bare.contains("-->");
            return true;
        }
        self.fence = ["```", "~~~"].into_iter().find(|fence| bare.starts_with(fence));
        self.fence.is_some()
    }
}

/// A blank line, or one that is drawn ("---", "====").
fn is_rule(bare: &str) -> bool {
    bare.chars().all(|c| matches!(c, '-' | '=' | '*' | '_'))
}

/// Headings, list items, table rows.
fn begins_a_block(bare: &str) -> bool {
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < bare.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    bare.starts_with(['#', '|']) || ["- ", "* ", "+ "].iter().any(|mark| bare.starts_with(mark)) || is_numbered
}

fn without_mark(bare: &str) -> &str {
    let digits = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = if digits.len() < bare.len() { digits.trim_start_matches(['.', ')']) } else { bare };
    bare.trim_start_matches(['#', '-', '*', '+', '|', ' '])
}

/// Splits what was gathered where a sentence ends before a blank, and begins anew.
fn split(block: &mut Vec<(usize, &str)>, found: &mut Vec<Sentence>) {
    let mut open: Option<Sentence> = None;
    for (line, words) in block.drain(..).flat_map(|(line, text)| text.split_whitespace().map(move |word| (line, word)))
    {
        let sentence = open.get_or_insert_with(|| Sentence { line, text: String::new() });
        if !sentence.text.is_empty() {
            sentence.text.push(' ');
        }
        sentence.text.push_str(words);
        let end = words.trim_end_matches(['"', '”', '\'', ')', '*', '_']);
        if end.ends_with(['.', '!', '?']) && !is_short(end) {
            found.extend(open.take());
        }
    }
    found.extend(open);
}

/// "e.g.", "approx.", "No.": a point that ends no sentence.
fn is_short(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '"', '“']).to_lowercase();
    let inner = word.trim_end_matches('.');
    inner.contains('.') && inner.chars().all(|c| c.is_alphabetic() || c == '.')
        || matches!(inner, "approx" | "no" | "vs" | "ca" | "cf" | "etc" | "incl" | "resp" | "mr" | "ms" | "mrs" | "dr")
            && word.ends_with('.')
}
