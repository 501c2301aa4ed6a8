//! The outline of a Markdown text: its title, its sections, and the fields people write into the prose.

use crate::ingest::head::header_key;

/// One heading and the text up to the next heading of any level.
#[derive(Debug, Default)]
pub struct OutlineSection {
    /// The heading as a header key; empty for what stands before the first heading.
    pub key: String,
    /// As written.
    pub heading: String,
    /// 1 to 6; 0 for what stands before the first heading.
    pub level: usize,
    pub text: String,
}

/// What a Markdown text is made of.
#[derive(Debug, Default)]
pub struct Outline {
    /// The first heading of the first level, empty when there is none.
    pub title: String,
    pub sections: Vec<OutlineSection>,
    /// `**Key:** value`, `| Key | value |`, and headings over a single line, as header keys and values.
    pub pairs: Vec<(String, String)>,
}

/// Parts of headings over time lines, as header keys.
pub const TIME_LINES: &[&str] = &[
    "timeline",
    "time_line",
    "chain_of_events",
    "sequence_of_events",
    "order_of_events",
    "chronolog",
    "event_log",
    "incident_log",
    "zeitverlauf",
    "zeitleiste",
    "zeitlicher_ablauf",
    "cronolog",
    "ablauf_der",
];

/// Headings whose single line below them is a value.
const VALUE_HEADINGS: [&str; 8] =
    ["date", "author", "authors", "status", "severity", "start_date_time", "end_date_time", "report_status"];

/// Keys that are believed without bold type, at the start of a line.
const PLAIN_KEYS: [&str; 12] = [
    "date",
    "name_s",
    "severity",
    "status",
    "author",
    "authors",
    "start_time",
    "end_time",
    "started",
    "resolved",
    "detected",
    "commander",
];

/// The deepest level that marks give a heading.
const DEEPEST: usize = 6;

impl Outline {
    pub fn of(body: &str) -> Self {
        let mut outline = Self { sections: vec![OutlineSection::default()], ..Self::default() };
        let mut fenced = false;
        let lines: Vec<&str> = body.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let plain = line.trim();
            if !fenced && let Some(level) = underlines(&lines, at) {
                let heading = outline.take_last_line();
                outline.open(level, &heading);
                continue;
            }
            if plain.starts_with("```") || plain.starts_with("~~~") {
                fenced = !fenced;
            } else if let (false, Some((level, heading))) = (fenced, heading(plain).or_else(|| in_bold(plain))) {
                outline.open(level, heading);
                continue;
            }
            if let Some(section) = outline.sections.last_mut() {
                section.text.push_str(line);
                section.text.push('\n');
            }
        }
        outline.collect_pairs();
        outline
    }

    /// The line above an underline, which is a heading and no text.
    fn take_last_line(&mut self) -> String {
        let Some(section) = self.sections.last_mut() else { return String::new() };
        let text = section.text.trim_end();
        let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
        let (before, last) = (format!("{before}\n"), last.trim().to_owned());
        section.text = before;
        last
    }

    fn open(&mut self, level: usize, heading: &str) {
        if level == 1 && self.title.is_empty() {
            heading.clone_into(&mut self.title);
        }
        self.sections.push(OutlineSection {
            key: header_key(unnumbered(heading)),
            heading: heading.to_owned(),
            level,
            text: String::new(),
        });
    }

    fn collect_pairs(&mut self) {
        let mut pairs = Vec::new();
        for section in &self.sections {
            let mut lines = section.text.lines().map(str::trim).filter(|line| !line.is_empty());
            if let (Some(only), None, true) =
                (lines.next(), lines.next(), VALUE_HEADINGS.contains(&section.key.as_str()))
            {
                pairs.push((section.key.clone(), only.to_owned()));
            }
            section.text.lines().map(str::trim).for_each(|line| pairs_of(line, &mut pairs));
        }
        self.pairs = pairs;
    }
}

/// A heading without the number of its section (`2. Timeline`); what is a clock or a day stays.
fn unnumbered(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '\u{a0}'));
    let apart = heading.strip_suffix(rest).is_some_and(|number| number.ends_with(['.', ')', ' ', '\u{a0}']));
    if apart && rest.starts_with(char::is_alphabetic) { rest } else { heading }
}

/// `**Timeline**` and `Timeline:` by themselves on a line: texts that come from other editors have no other headings. Only
/// the headings that reviews have are taken for such, because any word may stand in bold.
fn in_bold(line: &str) -> Option<(usize, &str)> {
    let inner = line.trim_matches(['*', '_']);
    let is_bold = (line.starts_with("**") && line.ends_with("**")) || (line.starts_with("__") && line.ends_with("__"));
    let text = inner.trim_end_matches(':').trim();
    let alone =
        (is_bold || inner.ends_with(':')) && text.starts_with(char::is_alphabetic) && text.chars().count() <= 40;
    let key = header_key(text);
    let known = super::HEADINGS.iter().chain(TIME_LINES).any(|name| key.starts_with(name));
    (alone && known).then_some((DEEPEST + 1, text))
}

/// The level of a heading that is marked by the line below it; that line stands at `at`. A rule below a paragraph, a list
/// or a table is a rule.
fn underlines(lines: &[&str], at: usize) -> Option<usize> {
    let line = lines.get(at)?.trim();
    let level = match line.chars().next() {
        Some('=') => 1,
        Some('-') => 2,
        _ => return None,
    };
    let mark = line.chars().next()?;
    let above = |back: usize| at.checked_sub(back).and_then(|at| lines.get(at)).map_or("", |line| line.trim());
    let heading = above(1);
    let is_text = heading.starts_with(char::is_alphanumeric) && !heading.contains('|') && heading.chars().count() <= 80;
    (line.len() >= 3 && line.chars().all(|c| c == mark) && is_text && above(2).is_empty()).then_some(level)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=DEEPEST).contains(&level) && text.starts_with(' ')).then(|| (level, text.trim().trim_end_matches('#').trim()))
}

fn pairs_of(line: &str, pairs: &mut Vec<(String, String)>) {
    let mut push = |key: &str, value: &str| {
        let (key, value) = (header_key(key), value.trim().trim_matches('`').trim());
        if !key.is_empty() && !value.is_empty() {
            pairs.push((key, value.to_owned()));
        }
    };
    let line = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line);
    if let Some((key, value)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        if key.ends_with(':') || value.starts_with(':') {
            push(key, value.trim_start_matches(':'));
        }
    } else if line.starts_with('|') {
        for pair in cells(line).chunks(2) {
            if let [key, value] = pair {
                push(key.trim_matches('*'), value);
            }
        }
    } else if let Some((key, value)) = line.split_once(':')
        && PLAIN_KEYS.contains(&header_key(key).as_str())
    {
        push(key, value);
    }
}

/// The cells of a table line, trimmed. A line of dashes has none.
pub fn cells(line: &str) -> Vec<&str> {
    let inside = line.trim().trim_start_matches('|').trim_end_matches('|');
    let rule = inside.chars().all(|c| "-:| ".contains(c)) && inside.contains('-');
    if rule { Vec::new() } else { inside.split('|').map(str::trim).collect() }
}

/// The texts of `- item`, `* item`, `+ item` and `1. item` lines.
pub fn list_items(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let marked = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark));
        let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = (1..=3).contains(&(line.len() - numbered.len()));
        let counted = numbered.strip_prefix(". ").or_else(|| numbered.strip_prefix(") ")).filter(|_| is_number);
        marked.or(counted).map(str::trim).filter(|item| !item.is_empty())
    })
}
