//! `families`: groups any table of texts into families.

use crate::cli::args;
use crate::cli::{DONE, Failure};
use crate::families;
use crate::families::{Families, Text};
use crate::par;
use std::path::Path;

/// Candidates written per record.
const RANKED: usize = 10;

struct Record {
    id: String,
    created_at: String,
    component: String,
    title: String,
    description: String,
}

/// # Errors
/// The table can't be read, has no column `id`, or an output can't be written.
pub fn run(args: &args::Families) -> Result<u8, Failure> {
    if let Some(threads) = args.threads {
        par::set_threads(threads).map_err(|why| Failure::new(format!("use {threads} threads: {why}"), ""))?;
    }
    let records = read(&args.table).map_err(|why| Failure::new(format!("read {}: {why}", args.table.display()), ""))?;
    let texts: Vec<Text> = records
        .iter()
        .map(|r| Text { title: &r.title, description: &r.description, component: &r.component })
        .collect();
    let found = families::find(&texts);
    groups(&args.groups, &records, &found).map_err(|why| unwritable(&args.groups, &why))?;
    if let Some(path) = &args.ranked {
        ranked(path, &records, &found).map_err(|why| unwritable(path, &why))?;
    }
    Ok(DONE)
}

fn unwritable(path: &Path, why: &csv::Error) -> Failure {
    Failure::new(format!("write {}: {why}", path.display()), "")
}

/// Records in order of time and id.
fn read(path: &Path) -> Result<Vec<Record>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| e.to_string())?;
    let headers = reader.byte_headers().map_err(|e| e.to_string())?.clone();
    let column = |name: &str| headers.iter().position(|h| h.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    let Some(id) = column("id") else { return Err("it has no column `id`".to_owned()) };
    let others = ["created_at", "component", "title", "description"].map(column);
    let mut records = Vec::new();
    for row in reader.byte_records() {
        let row = row.map_err(|e| e.to_string())?;
        let cell = |at: usize| String::from_utf8_lossy(row.get(at).unwrap_or_default()).into_owned();
        let [created_at, component, title, description] = others.map(|at| at.map(cell).unwrap_or_default());
        records.push(Record { id: cell(id), created_at, component, title, description });
    }
    records.sort_by(|a, b| (&a.created_at, &a.id).cmp(&(&b.created_at, &b.id)));
    Ok(records)
}

/// One row per record; a family is named by its first member.
fn groups(path: &Path, records: &[Record], found: &Families) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["id", "group"])?;
    for (record, family) in records.iter().zip(&found.grouping.family_of) {
        let first = found.grouping.members.get(*family as usize).and_then(|m| m.first());
        let first = first.and_then(|row| records.get(*row as usize)).map_or("", |r| r.id.as_str());
        out.write_record([record.id.as_str(), first])?;
    }
    out.flush().map_err(csv::Error::from)
}

/// Earlier records like each one, rank 1 the best.
fn ranked(path: &Path, records: &[Record], found: &Families) -> Result<(), csv::Error> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(["id", "rank", "candidate_id", "score"])?;
    for (record, candidates) in records.iter().zip(&found.ranked) {
        for (rank, (candidate, score)) in candidates.iter().take(RANKED).enumerate() {
            let Some(other) = records.get(*candidate as usize) else { continue };
            out.write_record([&record.id, &(rank + 1).to_string(), &other.id, &format!("{score:.4}")])?;
        }
    }
    out.flush().map_err(csv::Error::from)
}
