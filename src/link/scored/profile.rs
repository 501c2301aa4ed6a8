//! What a record offers for comparison: times, words, areas, as numbers.

use crate::frame::columns::IncidentColumns;
use crate::frame::strings::Dictionary;
use crate::link::precedence;
use crate::link::scored::difference::{Apart, Steady};
use crate::link::signals::versions::Entities;
use crate::model::record::Kind;
use crate::model::time::Millis;
use crate::par;
use crate::text::tokens::mask;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Words that are in every title and tell nothing apart.
const EMPTY: [&str; 24] = [
    "the", "a", "an", "of", "in", "on", "for", "to", "and", "or", "with", "is", "are", "at", "by", "from", "after",
    "since", "some", "our", "we", "be", "has", "n",
];

/// Half the stretch around a record in which a tool's records are counted, to say how dense they are.
const AROUND: Millis = 6 * 3_600_000;

/// With more tools than this, how dense their records are is counted where it is asked for: a table of all records by all
/// tools would grow with the square. And only records of so many tools are compared, those that have most.
pub(super) const MOST_TOOLS: usize = 48;

/// Marks the absence of an instant.
const NONE: Millis = Millis::MIN;

/// Numbers of variable length for each entity, one after the other.
#[derive(Debug, Default)]
pub(super) struct Lists {
    values: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    fn push(&mut self, mut list: Vec<u32>) {
        list.sort_unstable();
        list.dedup();
        self.values.extend(list);
        self.ends.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn get(&self, at: u32) -> &[u32] {
        let end = |at: usize| self.ends.get(at).copied().unwrap_or(0) as usize;
        let start = if at == 0 { 0 } else { end(at as usize - 1) };
        self.values.get(start..end(at as usize)).unwrap_or(&[])
    }
}

/// Everything that is compared, by entity.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    pub(super) tool: Vec<u32>,
    /// Whether it is an alert, which a tool may raise beside the incident about it.
    pub(super) alert: Vec<bool>,
    pub(super) tools: Vec<String>,
    /// Stated start, detection and declaration; `NONE` where there is none.
    times: Vec<[Millis; 3]>,
    end: Vec<Millis>,
    pub(super) severity: Vec<u8>,
    /// Left out of statistics by a rule: planned work, drills.
    pub(super) excluded: Vec<bool>,
    pub(super) words: Lists,
    /// Weights of all words of each title together.
    title_sums: Vec<f64>,
    /// Number of the masked title.
    pub(super) title: Vec<u32>,
    pub(super) areas: Lists,
    pub(super) teams: Lists,
    /// Words in the names of services and components.
    pub(super) area_words: Lists,
    dictionary: Dictionary,
    word_uses: Vec<u32>,
    title_uses: Vec<u32>,
    area_uses: Vec<u32>,
    area_names: Dictionary,
    word_weights: Vec<f64>,
    title_weights: Vec<f64>,
    area_weights: Vec<f64>,
    /// Place of each entity in the order of (beginning, tool, native id), which does not hang on the order of files.
    ranks: Vec<u32>,
    /// Place of each tool in the order of names.
    tool_ranks: Vec<u32>,
    /// Records of each tool per second around each entity, tools side by side.
    densities: Vec<f32>,
    /// Earliest times of each tool's entities, ascending.
    starts: Vec<Vec<Millis>>,
    /// How much later the clock of the second tool is than that of the first; most sets have no such pair.
    later: BTreeMap<(u32, u32), Millis>,
}

impl Profiles {
    pub(super) fn of(columns: &IncidentColumns, entities_of: &Entities) -> Self {
        let mut all = Self::default();
        let mut titles = Dictionary::default();
        for code in 0..columns.sources.len() {
            all.tools.push(columns.sources.get(u32::try_from(code).unwrap_or(0)).to_owned());
            all.starts.push(Vec::new());
        }
        for &row in &entities_of.newest {
            all.push(columns, row as usize, &mut titles);
        }
        all.starts.iter_mut().for_each(|starts| starts.sort_unstable());
        all.word_weights = all.weights(&all.word_uses);
        all.title_weights = all.weights(&all.title_uses);
        all.area_weights = all.weights(&all.area_uses);
        let sum = |entity: u32| all.words.get(entity).iter().map(|word| all.word_weight(*word)).sum();
        all.title_sums = (0..u32::try_from(all.len()).unwrap_or(u32::MAX)).map(sum).collect();
        let entities: Vec<u32> = (0..u32::try_from(all.len()).unwrap_or(u32::MAX)).collect();
        let few = if all.tools.len() > MOST_TOOLS { &[][..] } else { &entities };
        let counted = par::chunks(few, |part| {
            let of =
                |entity: &u32| (0..all.tools.len()).map(|tool| all.count_density(*entity, tool)).collect::<Vec<f32>>();
            part.iter().flat_map(of).collect::<Vec<f32>>()
        });
        all.rank(columns, entities_of);
        all.densities = counted.into_iter().flatten().collect();
        all
    }

    fn rank(&mut self, columns: &IncidentColumns, entities: &Entities) {
        let mut tools: Vec<usize> = (0..self.tools.len()).collect();
        tools.sort_by(|a, b| self.tools.get(*a).cmp(&self.tools.get(*b)));
        self.tool_ranks = places(&tools);
        let id = |entity: &usize| {
            let row = entities.newest.get(*entity).copied().unwrap_or(0);
            columns.native_id.get(row as usize)
        };
        let key = |entity: &usize| {
            let number = u32::try_from(*entity).unwrap_or(u32::MAX);
            let tool = self.tool_ranks.get(self.tool_of(number) as usize).copied();
            (self.earliest(number), tool)
        };
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| id(a).cmp(id(b))));
        self.ranks = places(&order);
    }

    /// Place of an entity in an order that is the same whatever the order of the files.
    pub(super) fn rank_of(&self, entity: u32) -> u32 {
        self.ranks.get(entity as usize).copied().unwrap_or(entity)
    }

    /// The same for slots.
    pub(super) fn slot_rank(&self, slot: u32) -> (u32, u32) {
        (self.tool_ranks.get(slot as usize / 2).copied().unwrap_or(slot), slot % 2)
    }

    /// Entities in that order.
    pub(super) fn in_order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|entity| self.rank_of(*entity));
        order
    }

    fn push(&mut self, columns: &IncidentColumns, row: usize, titles: &mut Dictionary) {
        let tool = columns.source.get(row).copied().unwrap_or(0);
        let time = |at: Option<Millis>| at.unwrap_or(NONE);
        let times = [time(columns.started.get(row)), time(columns.detected.get(row)), time(columns.declared.get(row))];
        self.tool.push(tool);
        self.alert.push(columns.kind.get(row) == Some(&Kind::Alert));
        self.times.push(times);
        // A page that was merged away ends at the merge, which says nothing about the incident's end.
        let merged = precedence::is_merged_away(columns, u32::try_from(row).unwrap_or(u32::MAX));
        self.end.push(if merged { NONE } else { time(columns.resolved.get(row)) });
        self.severity.push(columns.severity.get(row).copied().unwrap_or(0));
        self.excluded.push(columns.exclusion.some(row).is_some());
        let masked = mask(columns.title.get(row));
        let title = titles.code(&masked);
        add_use(&mut self.title_uses, title);
        self.title.push(title);
        let words = self.codes(&masked);
        words.iter().for_each(|word| add_use(&mut self.word_uses, *word));
        self.words.push(words);
        self.push_areas(columns, row);
        if let Some(starts) = self.starts.get_mut(tool as usize) {
            starts.extend(times.into_iter().filter(|at| *at != NONE).min());
        }
    }

    fn push_areas(&mut self, columns: &IncidentColumns, row: usize) {
        let names = |list: &str| -> Vec<String> { list.split(';').map(plain).filter(|n| !n.is_empty()).collect() };
        let services: Vec<String> =
            names(columns.services.get(row)).into_iter().chain(names(columns.components.get(row))).collect();
        let mut words: Vec<u32> = services.iter().flat_map(|name| self.codes(name)).collect();
        words.sort_unstable();
        words.dedup();
        self.area_words.push(words);
        let codes: Vec<u32> = services.iter().map(|name| self.area_names.code(name)).collect();
        let teams: Vec<u32> = names(columns.teams.get(row)).iter().map(|name| self.area_names.code(name)).collect();
        self.areas.push(codes);
        self.teams.push(teams);
        let entity = u32::try_from(self.tool.len().saturating_sub(1)).unwrap_or(u32::MAX);
        for code in self.areas.get(entity).iter().chain(self.teams.get(entity)).copied().collect::<Vec<_>>() {
            add_use(&mut self.area_uses, code);
        }
    }

    /// The telling words of a text, each once.
    fn codes(&mut self, text: &str) -> Vec<u32> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1 && !EMPTY.contains(w));
        let mut codes: Vec<u32> = words.map(|word| self.dictionary.code(word)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    pub(super) fn len(&self) -> usize {
        self.tool.len()
    }

    pub(super) fn tool_of(&self, entity: u32) -> u32 {
        self.tool.get(entity as usize).copied().unwrap_or(0)
    }

    pub(super) fn tool_name(&self, entity: u32) -> &str {
        self.tools.get(self.tool_of(entity) as usize).map_or("", String::as_str)
    }

    /// A group takes one record of each slot: a tool's incidents are one, its alerts another.
    pub(super) fn slot(&self, entity: u32) -> u32 {
        let alert = self.alert.get(entity as usize).copied().unwrap_or(false);
        2 * self.tool_of(entity) + u32::from(alert)
    }

    pub(super) fn slots(&self) -> usize {
        2 * self.tools.len()
    }

    pub(super) fn word(&self, code: u32) -> &str {
        self.dictionary.get(code)
    }

    pub(super) fn area(&self, code: u32) -> &str {
        self.area_names.get(code)
    }

    /// The earliest stated time; entities without any are not compared.
    pub(super) fn earliest(&self, entity: u32) -> Option<Millis> {
        self.times(entity).min()
    }

    fn times(&self, entity: u32) -> impl Iterator<Item = Millis> {
        self.times.get(entity as usize).copied().unwrap_or([NONE; 3]).into_iter().filter(|at| *at != NONE)
    }

    /// Takes steady differences between clocks into account from here on.
    pub(super) fn set_clocks(&mut self, steady: &[Steady]) {
        for one in steady {
            self.later.insert((one.other, one.tool), one.by);
            self.later.insert((one.tool, one.other), -one.by);
        }
    }

    /// How much later the clock of the second tool is than that of the first; 0 where no difference is known.
    pub(super) fn later(&self, tool: u32, other: u32) -> Millis {
        if self.later.is_empty() { 0 } else { self.later.get(&(tool, other)).copied().unwrap_or(0) }
    }

    /// By how much the second of two records lies after the first: like beginnings with each other where both have any.
    pub(super) fn apart(&self, a: u32, b: u32) -> Option<Apart> {
        let times = |entity: u32| self.times.get(entity as usize).copied().unwrap_or([NONE; 3]);
        let mut alike = times(a).into_iter().zip(times(b)).filter(|(one, other)| *one != NONE && *other != NONE);
        let end = |entity: u32| self.end.get(entity as usize).copied().filter(|at| *at != NONE);
        let same = alike.next();
        let (one, other) = same.or_else(|| self.earliest(a).zip(self.earliest(b)))?;
        let end = end(a).zip(end(b)).map(|(one, other)| other - one);
        Some(Apart { begin: other - one, end, alike: same.is_some() })
    }

    /// Seconds between the nearest of the times at which two records begin, on one clock.
    pub(super) fn start_gap(&self, a: u32, b: u32) -> Option<f64> {
        let later = self.later(self.tool_of(a), self.tool_of(b));
        self.times(a).flat_map(|one| self.times(b).map(move |other| (one + later).abs_diff(other))).min().map(seconds)
    }

    /// Seconds between the ends, and the longer of the two lengths.
    pub(super) fn end_gap(&self, a: u32, b: u32) -> Option<(f64, f64)> {
        let end = |entity: u32| self.end.get(entity as usize).copied().filter(|at| *at != NONE);
        let (one, other) = (end(a)?, end(b)?);
        let length = |entity: u32, end: Millis| self.earliest(entity).map_or(0, |start| end.saturating_sub(start));
        let longer = length(a, one).max(length(b, other)).max(0);
        let later = self.later(self.tool_of(a), self.tool_of(b));
        Some((seconds((one + later).abs_diff(other)), seconds(longer.unsigned_abs())))
    }

    /// Nats that a shared word, title or area tells: the rarer, the more.
    pub(super) fn word_weight(&self, code: u32) -> f64 {
        self.word_weights.get(code as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn title_sum(&self, entity: u32) -> f64 {
        self.title_sums.get(entity as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn title_weight(&self, code: u32) -> f64 {
        self.title_weights.get(code as usize).copied().unwrap_or(0.0)
    }

    pub(super) fn area_weight(&self, code: u32) -> f64 {
        self.area_weights.get(code as usize).copied().unwrap_or(0.0)
    }

    fn weights(&self, uses: &[u32]) -> Vec<f64> {
        // Two uses are one incident told twice, which is the rarest that a shared thing can be.
        let weight = |uses: &u32| libm::log((self.len() as f64 / f64::from((*uses).max(2))).max(1.0));
        uses.iter().map(weight).collect()
    }

    /// Records of a tool per second around a record.
    pub(super) fn density(&self, around: u32, tool: u32) -> f64 {
        let at = around as usize * self.tools.len() + tool as usize;
        let counted = || self.count_density(around, tool as usize);
        f64::from(self.densities.get(at).copied().unwrap_or_else(counted))
    }

    fn count_density(&self, around: u32, tool: usize) -> f32 {
        let Some(starts) = self.starts.get(tool) else { return 1e-9 };
        let at = self.earliest(around).unwrap_or(0);
        let from = starts.partition_point(|s| *s < at - AROUND);
        let near = starts.get(from..).map_or(0, |rest| rest.partition_point(|s| *s <= at + AROUND));
        let local = near.max(1) as f64 / (2.0 * AROUND as f64 / 1_000.0);
        let span = match (starts.first(), starts.last()) {
            (Some(first), Some(last)) => ((last - first) as f64 / 1_000.0).max(86_400.0),
            _ => 86_400.0,
        };
        // In quiet times the partner itself is the only record around; the usual density is then the better guide.
        let usual = starts.len() as f64 / span;
        (if near <= 2 { usual } else { local.max(usual) }) as f32
    }

    /// Whether the records of each tool are compared: of very many tools, those with most records are.
    pub(super) fn compared(&self) -> Vec<bool> {
        let mut order: Vec<usize> = (0..self.tools.len()).collect();
        order.sort_by_key(|tool| {
            let records = self.starts.get(*tool).map_or(0, Vec::len);
            (Reverse(records), self.tool_ranks.get(*tool).copied())
        });
        let mut compared = vec![false; order.len()];
        for tool in order.into_iter().take(MOST_TOOLS) {
            compared.get_mut(tool).into_iter().for_each(|slot| *slot = true);
        }
        compared
    }

    /// How many times a word is used in all titles.
    pub(super) fn word_uses(&self, code: u32) -> u32 {
        self.word_uses.get(code as usize).copied().unwrap_or(0)
    }
}

/// Where each number stands in an order.
fn places(order: &[usize]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, number) in (0_u32..).zip(order) {
        places.get_mut(*number).into_iter().for_each(|slot| *slot = place);
    }
    places
}

/// Milliseconds between two instants as seconds.
fn seconds(millis: u64) -> f64 {
    millis as f64 / 1_000.0
}

/// An area's name without capitals and marks, so that `Checkout API` is `checkout-api`.
fn plain(name: &str) -> String {
    let spaced: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_use(uses: &mut Vec<u32>, code: u32) {
    let at = code as usize;
    if uses.len() <= at {
        uses.resize(at + 1, 0);
    }
    if let Some(slot) = uses.get_mut(at) {
        *slot += 1;
    }
}
