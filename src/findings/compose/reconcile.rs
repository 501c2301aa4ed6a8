//! What became of every record, and what was refused.

use crate::findings::compose::opening::title;
use crate::findings::draft::{self, figures_column, numbers, quoted, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::frame::reconciliation::{FileCount, file_counts};
use crate::frame::records::Fate;
use crate::model::row::FileIx;
use crate::text::plural::{agree, count};
use crate::text::{clip, list, number};
use std::collections::{BTreeMap, BTreeSet};

/// With more files than this, the table is per tool.
const MAX_FILES: usize = 40;
/// Files named before "and 3 more".
const MAX_NAMED: usize = 5;
/// Refused records shown as examples.
const MAX_EXAMPLES: usize = 15;

fn total(counts: &[FileCount], fate: Fate) -> u64 {
    counts.iter().map(|c| c.count(fate)).sum()
}

/// Every record read is accounted for.
#[must_use]
pub fn claim(facts: &Facts) -> Claim {
    let counts = file_counts(&facts.data.records);
    let read: u64 = counts.iter().map(FileCount::read).sum();
    let files: BTreeSet<&str> = counts.iter().map(|c| c.file.as_str()).collect();
    let mut claim = draft::claim(facts, "quality.reconciliation", "");
    claim.basis = Basis::Observed;
    claim.method =
        "Count of all records by what became of them: kept + attached + merged + excluded + rejected.".to_owned();
    claim.n = Some(read);
    let part = |fate: Fate| {
        let words = match fate {
            Fate::Kept => "kept as incidents",
            Fate::Attached => "attached to an incident or a person",
            Fate::Merged => "merged into another record of the same incident",
            Fate::Excluded => "excluded by a rule",
            Fate::Rejected => "rejected",
        };
        let n = total(&counts, fate);
        (n > 0).then(|| format!("{} {words}", number::thousands(n)))
    };
    let parts: Vec<String> = Fate::ALL.into_iter().filter_map(part).collect();
    claim.sentence = if read == 0 {
        "No records were read.".to_owned()
    } else {
        let (n, from) = (count(read, "record"), count(files.len() as u64, "file"));
        format!("{n} from {from} {} accounted for: {}.", agree(read, "is", "are"), list::and(&parts))
    };
    let figure = |fate: Fate| Some(total(&counts, fate) as f64);
    numbers(
        &mut claim,
        [
            ("read", Some(read as f64)),
            ("kept", figure(Fate::Kept)),
            ("attached", figure(Fate::Attached)),
            ("merged", figure(Fate::Merged)),
            ("excluded", figure(Fate::Excluded)),
            ("rejected", figure(Fate::Rejected)),
            ("files", Some(files.len() as f64)),
        ],
    );
    claim
}

/// The reconciliation per file, or per tool where there are many files.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let mut counts = file_counts(&facts.data.records);
    let files = counts.len();
    let grouped = files > MAX_FILES;
    if grouped {
        let mut tools: BTreeMap<String, (u64, [u64; 5])> = BTreeMap::new();
        for row in counts {
            let (files, fates) = tools.entry(row.source).or_default();
            *files += 1;
            fates.iter_mut().zip(row.fates).for_each(|(sum, n)| *sum += n);
        }
        let tool = |(source, (files, fates)): (String, (u64, [u64; 5]))| FileCount {
            source,
            file: count(files, "file"),
            fates,
        };
        counts = tools.into_iter().map(tool).collect();
    }
    let row = |c: &FileCount| {
        let fates = Fate::ALL.into_iter().map(|fate| number::thousands(c.count(fate)));
        [title(facts, &c.source), clip::truncate(&c.file, 80), number::thousands(c.read())]
            .into_iter()
            .chain(fates)
            .collect()
    };
    let mut rows: Vec<Vec<String>> = counts.iter().take(MAX_FILES).map(row).collect();
    if counts.len() > 1 {
        let sum = |fate: Fate| number::thousands(total(&counts, fate));
        let read = number::thousands(counts.iter().map(FileCount::read).sum());
        rows.push(["all".to_owned(), String::new(), read].into_iter().chain(Fate::ALL.into_iter().map(sum)).collect());
    }
    let words = ["source", "file"].into_iter().map(words_column);
    let figures = ["read", "kept", "attached", "merged", "excluded", "rejected"].into_iter().map(figures_column);
    let note = if grouped {
        format!("What became of the records, per source: {} are too many to list.", count(files as u64, "file"))
    } else {
        "What became of the records, per file. Read is the sum of the other five.".to_owned()
    };
    (!rows.is_empty()).then(|| Table {
        id: "reconciliation".to_owned(),
        title: "What became of every record".to_owned(),
        note,
        columns: words.chain(figures).collect(),
        rows,
        more: if grouped { "data/reconciliation.csv".to_owned() } else { String::new() },
    })
}

fn reason_words(code: &str) -> &str {
    match code {
        "malformed" => "malformed",
        "no-identifier" => "without an identifier",
        "no-time" => "without any usable time",
        "impossible-time" => "with a time outside 1990 to 2100",
        "too-many-cells" => "with more cells than the header",
        "too-large" => "larger than a record may be",
        "unknown-incident" => "about an incident that no export holds",
        "truncated" => "cut off at the end of the file",
        other => other,
    }
}

/// How many records were refused and why; `None` when none was.
#[must_use]
pub fn rejected(facts: &Facts) -> Option<Claim> {
    let rejects = &facts.data.records.rejects;
    let n = rejects.len() as u64;
    (n > 0).then(|| {
        let mut reasons: BTreeMap<&str, u64> = BTreeMap::new();
        rejects.iter().for_each(|r| *reasons.entry(r.reject.reason.code()).or_insert(0) += 1);
        let mut claim = draft::claim(facts, "quality.rejected", "");
        claim.basis = Basis::Observed;
        claim.method = "Records refused while reading, each with file, row and reason in data/rejects.csv.".to_owned();
        claim.n = Some(n);
        let parts: Vec<String> =
            reasons.iter().map(|(code, n)| format!("{} {}", number::thousands(*n), reason_words(code))).collect();
        claim.sentence = format!("{} could not be used: {}.", count(n, "record"), list::and(&parts));
        claim.numbers = reasons.iter().map(|(code, n)| (code.replace('-', "_"), *n as f64)).collect();
        claim.numbers.insert("rejected".to_owned(), n as f64);
        claim
    })
}

/// "not recognised, so not read": a reason without its particulars, which the manifest has.
fn short(why: &str) -> String {
    clip::truncate(why.split(';').next().unwrap_or(why).trim(), 120)
}

/// Files of which nothing was read: what they hold is missing from every figure.
#[must_use]
pub fn unread(facts: &Facts) -> Option<Claim> {
    let unread = &facts.data.unread;
    let n = unread.len() as u64;
    (n > 0).then(|| {
        let mut claim = draft::claim(facts, "quality.unread", "");
        claim.basis = Basis::Observed;
        claim.method = "Files among the inputs of which no record was read; manifest.json has all of them.".to_owned();
        claim.n = Some(n);
        let named: Vec<String> =
            unread.iter().map(|file| format!("{} ({})", quoted(&file.file), short(&file.why))).collect();
        claim.sentence = format!(
            "{} among the inputs {} not read: {}. What {} is missing here.",
            count(n, "file"),
            agree(n, "was", "were"),
            list::and_more(&named, MAX_NAMED),
            agree(n, "it holds", "they hold")
        );
        let hold = unread.iter().filter(|file| file.holds_records).count();
        claim.numbers.insert("files".to_owned(), n as f64);
        claim.numbers.insert("files_with_records".to_owned(), hold as f64);
        claim
    })
}

/// Examples of refused records, a few of each reason.
#[must_use]
pub fn rejects(facts: &Facts) -> Option<Table> {
    let records = &facts.data.records;
    let mut of_reason: BTreeMap<&str, Vec<&crate::frame::records::RejectRow>> = BTreeMap::new();
    records.rejects.iter().for_each(|r| of_reason.entry(r.reject.reason.code()).or_default().push(r));
    let each = MAX_EXAMPLES / of_reason.len().max(1);
    let rows: Vec<Vec<String>> = of_reason
        .values()
        .flat_map(|rows| rows.iter().take(each.max(1)))
        .map(|r| {
            let file = records.files[FileIx::at(r.reject.origin.file as usize)].as_str();
            vec![
                r.reject.reason.code().to_owned(),
                clip::truncate(file, 80),
                number::thousands(r.reject.origin.row.into()),
                clip::truncate(&r.reject.detail, 120),
            ]
        })
        .collect();
    let more = if rows.len() < records.rejects.len() { "data/rejects.csv" } else { "" };
    (!rows.is_empty()).then(|| {
        let columns = vec![words_column("reason"), words_column("file"), figures_column("row"), words_column("seen")];
        let mut table =
            draft::table("rejects", "Records that could not be used", "Examples of each reason.", columns, rows, more);
        table.more = more.to_owned();
        table
    })
}
