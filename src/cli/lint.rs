//! `retroscope lint`: what people wrote about incidents, against the word rules of reports and of blameless reviews.

use crate::cli::args::Lint;
use crate::cli::{CONDITION_HOLDS, DONE, Failure, say};
use crate::text::plural::{agree, count};
use crate::text::prose::{Sentence, sentences};
use crate::text::{leaders, lint, number};
use std::fs;
use std::path::Path;

/// Longer texts are no review.
const MOST_BYTES: u64 = 16 << 20;

/// Says what it objects to, with file and line. The status says whether there was anything.
///
/// # Errors
/// A file that cannot be read, is no text, or is too large to be one.
pub fn run(args: &Lint) -> Result<u8, Failure> {
    let texts: Vec<(&Path, String)> =
        args.files.iter().map(|path| Ok((path.as_path(), read(path)?))).collect::<Result<_, Failure>>()?;
    let mut found = 0;
    for (path, text) in &texts {
        let is_page = is_of_leaders(text);
        let said = sentences(text).into_iter().flat_map(|sentence| {
            objections(&sentence, is_page).into_iter().map(move |objection| (sentence.line, objection))
        });
        for (line, objection) in said.chain(of_leaders(text)) {
            found += 1;
            say(&format!("{}:{line}: {objection}", path.display()));
        }
    }
    let files = count(texts.len() as u64, "file");
    if found == 0 {
        say(&format!("Nothing to object to in {files}."));
        return Ok(DONE);
    }
    let what = agree(found, "thing", "things");
    say(&format!("{} {what} to look at in {files}.", number::thousands(found)));
    Ok(CONDITION_HOLDS)
}

fn objections(sentence: &Sentence, is_of_leaders: bool) -> Vec<String> {
    let long = lint::length(&sentence.text).filter(|_| !is_of_leaders);
    lint::words(&sentence.text).into_iter().chain(long).collect()
}

/// How the page for leaders begins.
const LEADERS: &str = "# Incident review, ";

fn is_of_leaders(text: &str) -> bool {
    text.trim_start().starts_with(LEADERS)
}

/// What more is objected to on a page for leaders: words of our trade and long sentences by line, where a title that is
/// quoted is one word and each cell of a table stands for itself; figures that stand there twice. Links lead to codes and
/// are not read.
fn of_leaders(text: &str) -> Vec<(usize, String)> {
    if !is_of_leaders(text) {
        return Vec::new();
    }
    let read = (1_usize..).zip(text.lines()).filter(|(_, line)| !line.starts_with("!["));
    let lines: Vec<(usize, String)> = read.map(|(at, line)| (at, without_links(line))).collect();
    let jargon = lines.iter().flat_map(|(at, line)| leaders::jargon(line).into_iter().map(|what| (*at, what)));
    let long = lines.iter().flat_map(|(at, line)| long_ones(line).into_iter().map(|what| (*at, what)));
    let all: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
    let last = lines.last().map_or(1, |(at, _)| *at);
    let twice =
        leaders::said_twice(&all).into_iter().map(|figure| (last, format!("“{figure}” is said twice on the page")));
    jargon.chain(long).chain(twice).collect()
}

fn long_ones(line: &str) -> Vec<String> {
    let sentences = line.split('|').flat_map(leaders::sentences);
    sentences.filter_map(leaders::too_long).map(|n| format!("a sentence of {n} words: say it in two")).collect()
}

/// A line without its links and without the marks of bold and italic text.
fn without_links(line: &str) -> String {
    let mut parts = line.split("](");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text = text.rsplit_once('[').map_or(text.clone(), |(before, _)| before.to_owned());
        text.push_str(part.split_once(')').map_or("", |(_, rest)| rest));
    }
    text.replace('*', "")
}

fn read(path: &Path) -> Result<String, Failure> {
    let could_not = |why: &dyn std::fmt::Display| {
        Failure::new(format!("read {}: {why}", path.display()), "name files of text, such as a review in Markdown")
    };
    let size = fs::metadata(path).map_err(|e| could_not(&e))?;
    if size.is_dir() {
        return Err(could_not(&"it is a folder"));
    }
    if size.len() > MOST_BYTES {
        return Err(could_not(&"it is larger than any text that people write"));
    }
    let bytes = fs::read(path).map_err(|e| could_not(&e))?;
    if bytes.contains(&0) {
        return Err(could_not(&"it is no text"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
