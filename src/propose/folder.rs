//! Files that hold one record each: eighty of them are one kind of file, and need one mapping.

use crate::ingest::head::Head;
use crate::propose::{Proposal, propose};
use glob::{MatchOptions, Pattern};
use std::collections::BTreeSet;

/// How much of their keys two files of one kind share, in percent: an open incident has no end, a small one no component.
const SHARED: usize = 50;

/// Heads of files of one kind, in the order of the inputs.
pub(crate) struct Kin<'a> {
    heads: Vec<&'a Head>,
}

/// Puts the files together that hold one record each, stand in one folder and have much the same keys. Each other file is
/// alone.
#[must_use]
pub(crate) fn kin<'a>(heads: &[&'a Head]) -> Vec<Kin<'a>> {
    let mut found: Vec<Kin> = Vec::new();
    for head in heads {
        let alike = |kin: &&mut Kin| kin.heads.first().is_some_and(|first| is_kin(first, head));
        match found.iter_mut().find(alike) {
            Some(kin) => kin.heads.push(head),
            None => found.push(Kin { heads: vec![head] }),
        }
    }
    found
}

fn is_kin(first: &Head, other: &Head) -> bool {
    let single = |head: &Head| head.headers.is_empty() && head.objects.len() == 1 && head.envelope.is_empty();
    if !single(first) || !single(other) || place(first) != place(other) {
        return false;
    }
    let (first, other) = (keys(first), keys(other));
    let shared = first.intersection(&other).count();
    shared > 0 && shared * 100 >= first.union(&other).count() * SHARED
}

fn keys(head: &Head) -> BTreeSet<&str> {
    let object = head.objects.first().and_then(|object| object.as_object());
    object.into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

/// The folder and the ending.
fn place(head: &Head) -> (&str, &str) {
    let folder = head.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let ending = head.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    (folder, ending)
}

impl Kin<'_> {
    /// One proposal for all of them.
    #[must_use]
    pub(crate) fn proposal(&self, all: &[String]) -> Option<Proposal> {
        let first = self.heads.first()?;
        if self.heads.len() == 1 {
            return Some(propose(first));
        }
        let mut together = Head { name: self.name(), path: first.path.clone(), ..Head::default() };
        // Spread over all of them: the oldest files often look unlike the newest.
        let step = self.heads.len().div_ceil(Head::SAMPLE).max(1);
        together.objects = self.heads.iter().step_by(step).flat_map(|head| head.objects.iter().cloned()).collect();
        let mut proposal = propose(&together);
        proposal.files = self.patterns(all);
        Some(proposal)
    }

    /// The path of the first file.
    #[must_use]
    pub(crate) fn path(&self) -> &str {
        self.heads.first().map_or("", |head| head.path.as_str())
    }

    /// What the folder is called stands for what its files are.
    fn name(&self) -> String {
        let folder = self.heads.first().map_or("", |head| place(head).0);
        let last = folder.rsplit('/').find(|part| !matches!(*part, "" | "." | "..")).unwrap_or("incidents");
        last.to_owned()
    }

    /// One pattern for all of them, as far as it matches no other file of the inputs.
    fn patterns(&self, all: &[String]) -> Vec<String> {
        let own: BTreeSet<&str> = self.heads.iter().map(|head| head.path.as_str()).collect();
        let Some((folder, ending)) = self.heads.first().map(|head| place(head)) else { return Vec::new() };
        let last = folder
            .rsplit('/')
            .next()
            .filter(|part| !matches!(*part, "" | "." | ".."))
            .map(|part| format!("{}/", Pattern::escape(part)));
        let begin = Pattern::escape(&common(self.heads.iter().map(|head| head.name.as_str())));
        let within = last.unwrap_or_default();
        let patterns =
            [format!("{within}*.{ending}"), format!("{within}{begin}*.{ending}"), format!("{begin}*.{ending}")];
        let options =
            MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };
        let fits = |pattern: &&String| {
            let Ok(glob) = Pattern::new(pattern) else { return false };
            let tails = |path: &str| -> bool {
                let starts = path.match_indices('/').map(|(at, _)| at + 1);
                std::iter::once(0)
                    .chain(starts)
                    .filter_map(|at| path.get(at..))
                    .any(|tail| glob.matches_with(tail, options))
            };
            all.iter().all(|path| tails(path) == own.contains(path.as_str()))
        };
        match patterns.iter().find(fits) {
            Some(pattern) => vec![pattern.clone()],
            None => self.heads.iter().map(|head| Pattern::escape(&head.path)).collect(),
        }
    }
}

/// What all names begin with.
fn common<'n>(mut names: impl Iterator<Item = &'n str>) -> String {
    let first = names.next().unwrap_or("").to_owned();
    names.fold(first, |begin, name| {
        begin.chars().zip(name.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    })
}
