//! `families`: groups any table of texts into families.

mod evidence;
mod table;

use crate::cli::args;
use crate::cli::{DONE, Failure, tell};
use crate::families;
use crate::families::{Families, Options};
use crate::store::StoreError;
use crate::store::file::{self, Draft, Existing, same_place};
use crate::text::cell;
use crate::text::rows::Rows;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::path::Path;
use table::Table;

/// Candidates written per record.
const RANKED: usize = 10;

/// Groups a table and writes what was asked for; the files appear when all of them are complete.
///
/// # Errors
/// A table can't be read or lacks a column, or an output is an input, is there already or can't be written.
pub fn run(args: &args::Families) -> Result<u8, Failure> {
    let mut outputs = begin(args)?;
    let table = Table::read(&args.table).map_err(|why| unreadable(&args.table, &why))?;
    let links = match &args.links {
        Some(path) => links(path, &table).map_err(|why| unreadable(path, &why))?,
        None => Vec::new(),
    };
    let texts = table.texts();
    let found = families::find_with(&texts, &Options { links: &links, time_gap: args.time_gap, ..Options::default() });
    for (what, draft) in &mut outputs {
        let shown = draft.shown().to_owned();
        let written = match what {
            What::Groups => groups(draft, &table, &found),
            What::Ranked => ranked(draft, &table, &found),
            What::Evidence => evidence::write(draft, &table, &texts, &found),
        };
        written.map_err(|why| StoreError::io(&shown)(why.into()))?;
    }
    let drafts = outputs.into_iter().map(|(_, draft)| draft).collect();
    file::finish(drafts)?.iter().for_each(|note| tell(&format!("note: {note}")));
    Ok(DONE)
}

/// What stands in a file.
#[derive(Clone, Copy)]
enum What {
    Groups,
    Ranked,
    Evidence,
}

/// Begins the files before the work that may take minutes. None may be an input, whatever is asked, nor another of them.
fn begin(args: &args::Families) -> Result<Vec<(What, Draft)>, Failure> {
    let asked = [(What::Groups, Some(&args.groups)), (What::Ranked, args.ranked.as_ref())];
    let asked: Vec<(What, &Path)> = asked
        .into_iter()
        .chain([(What::Evidence, args.evidence.as_ref())])
        .filter_map(|(what, path)| Some((what, path?.as_path())))
        .collect();
    let mut taken: Vec<(&Path, &str)> = vec![(&args.table, "it is the table to read")];
    taken.extend(args.links.as_deref().map(|links| (links, "the links are read from it")));
    for (_, path) in &asked {
        for (other, why) in &taken {
            if same_place(path, other).map_err(StoreError::io(path))? {
                let what = format!("write {}: {why}", path.display());
                return Err(Failure::new(what, "nothing was changed; choose another name"));
            }
        }
        taken.push((path, "another output goes there"));
    }
    let existing = if args.force { Existing::Replace } else { Existing::Refuse };
    let draft = |(what, path): (What, &Path)| match Draft::begin(path, existing) {
        Err(error @ StoreError::Exists { .. }) => {
            Err(Failure::new(error, "nothing was changed; choose another name, or give --force to replace it"))
        }
        other => Ok((what, other?)),
    };
    asked.into_iter().map(draft).collect()
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::new(format!("read {}: {why}", path.display()), "")
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
fn groups(out: &mut Draft, table: &Table, found: &Families) -> Result<(), csv::Error> {
    let mut out = Rows::to(out);
    out.row(["id", "group"])?;
    for record in 0..table.len() {
        let first = found.family_of(record).and_then(|family| found.founder(family));
        out.row([table.id(record), first.map_or("", |first| table.id(first as usize))])?;
    }
    out.finish().map_err(csv::Error::from)
}

/// Earlier records like each one, rank 1 the best.
fn ranked(out: &mut Draft, table: &Table, found: &Families) -> Result<(), csv::Error> {
    let mut out = Rows::to(out);
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
