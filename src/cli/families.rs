//! `families`: groups any table of texts into families.

mod evidence;
mod table;

use crate::cli::args;
use crate::cli::{DONE, Failure};
use crate::families;
use crate::families::{Families, Options};
use crate::par;
use crate::text::cell;
use crate::text::rows::Rows;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use table::Table;

/// Candidates written per record.
const RANKED: usize = 10;

/// # Errors
/// A table can't be read or lacks a column, or an output can't be written.
pub fn run(args: &args::Families) -> Result<u8, Failure> {
    if let Some(threads) = args.threads {
        par::set_threads(threads).map_err(|why| Failure::new(format!("use {threads} threads: {why}"), ""))?;
    }
    let table = Table::read(&args.table).map_err(|why| unreadable(&args.table, &why))?;
    let links = match &args.links {
        Some(path) => links(path, &table).map_err(|why| unreadable(path, &why))?,
        None => Vec::new(),
    };
    let texts = table.texts();
    let found = families::find_with(&texts, &Options { links: &links, time_gap: args.time_gap, least: None });
    groups(&args.groups, &table, &found).map_err(|why| unwritable(&args.groups, &why))?;
    if let Some(path) = &args.ranked {
        ranked(path, &table, &found).map_err(|why| unwritable(path, &why))?;
    }
    if let Some(path) = &args.evidence {
        evidence::write(path, &table, &texts, &found).map_err(|why| unwritable(path, &why))?;
    }
    Ok(DONE)
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::new(format!("read {}: {why}", path.display()), "")
}

fn unwritable(path: &Path, why: &csv::Error) -> Failure {
    Failure::new(format!("write {}: {why}", path.display()), "")
}

/// Pairs of records; pairs that name a record that isn't there are left out. Tables that this command wrote may be
/// given, so an id is known in the guarded form too in which it stands there.
fn links(path: &Path, table: &Table) -> Result<Vec<(u32, u32)>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).map_err(|e| e.to_string())?;
    let headers = reader.headers().map_err(|e| e.to_string())?.clone();
    let column = |name: &str| headers.iter().position(|h| h.trim().eq_ignore_ascii_case(name));
    let (Some(id), Some(other)) = (column("id"), column("other")) else {
        return Err("it needs the columns `id` and `other`".to_owned());
    };
    let ids = || (0_u32..).zip(0..table.len()).map(|(n, at)| (table.id(at), n));
    let records: FxHashMap<&str, u32> = ids().collect();
    let written = ids().map(|(id, n)| (cell::safe(id), n)).filter(|(id, _)| matches!(id, Cow::Owned(_)));
    let written: FxHashMap<Cow<str>, u32> = written.collect();
    let mut links = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| e.to_string())?;
        let find = |id: &str| records.get(id).or_else(|| written.get(id)).copied();
        let record = |at: usize| row.get(at).and_then(|id| find(id.trim()));
        links.extend(record(id).zip(record(other)));
    }
    Ok(links)
}

/// One row per record; a family is named by its first member.
fn groups(path: &Path, table: &Table, found: &Families) -> Result<(), csv::Error> {
    let mut out = Rows::to(File::create(path)?);
    out.row(["id", "group"])?;
    for record in 0..table.len() {
        let first = found.family_of(record).and_then(|family| found.founder(family));
        out.row([table.id(record), first.map_or("", |first| table.id(first as usize))])?;
    }
    out.finish().map_err(csv::Error::from)
}

/// Earlier records like each one, rank 1 the best.
fn ranked(path: &Path, table: &Table, found: &Families) -> Result<(), csv::Error> {
    let mut out = Rows::to(File::create(path)?);
    out.row(["id", "rank", "candidate_id", "score"])?;
    found.each_earlier(RANKED, |record, earlier| {
        for (rank, (candidate, score)) in (1..).zip(earlier) {
            let rank: i32 = rank;
            let other = table.id(*candidate as usize);
            out.row([table.id(record), &rank.to_string(), other, &format!("{score:.4}")])?;
        }
        Ok::<(), csv::Error>(())
    })?;
    out.finish().map_err(csv::Error::from)
}
