//! What a record offers for comparison: times, words, areas, as numbers.

use crate::frame::columns::IncidentColumns;
use crate::frame::strings::Dictionary;
use crate::link::precedence;
use crate::link::scored::difference::{Apart, Steady};
use crate::link::scored::habits::{EndGap, Habit};
use crate::link::signals::versions::Entities;
use crate::model::column::{Column, missing};
use crate::model::record::Kind;
use crate::model::row::{self, EntityIx, IncidentRow, Ix, ToolIx, row_types};
use crate::model::time::Millis;
use crate::par;
use crate::text::tokens::mask;
use rustc_hash::FxHashMap;
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
pub(super) const MAX_TOOLS: usize = 48;

/// Marks the absence of an instant.
const NONE: Millis = Millis::MIN;

row_types! {
    /// A word of titles or of the names of areas.
    pub(super) WordIx is "a word";
    /// A title without what differs from one incident to the next.
    pub(super) TitleIx is "a title";
    /// The name of a service, component or team.
    pub(super) AreaIx is "an area";
    /// The incidents of a tool, or its alerts: twice the tool's number, and one more for alerts.
    pub(super) Slot is "a slot";
}

impl Slot {
    fn of(tool: ToolIx, is_alert: bool) -> Self {
        Self::at(2 * tool.place() + usize::from(is_alert))
    }

    pub(super) fn tool(self) -> ToolIx {
        ToolIx::at(self.place() / 2)
    }
}

/// Numbers of variable length for each entity, one after the other.
#[derive(Debug)]
pub(super) struct Lists<I> {
    values: Vec<I>,
    ends: Column<EntityIx, u32>,
}

impl<I> Default for Lists<I> {
    fn default() -> Self {
        Self { values: Vec::new(), ends: Column::default() }
    }
}

impl<I: Ix> Lists<I> {
    fn push(&mut self, mut list: Vec<I>) {
        list.sort_unstable();
        list.dedup();
        self.values.extend(list);
        self.ends.push(row::narrow(self.values.len(), I::OF));
    }

    pub(super) fn get(&self, at: EntityIx) -> &[I] {
        let end = self.ends[at] as usize;
        let start = at.place().checked_sub(1).map_or(0, |before| self.ends[EntityIx::at(before)] as usize);
        match self.values.get(start..end) {
            Some(list) => list,
            None => missing(at, self.ends.len()),
        }
    }
}

/// Everything that is compared, by entity.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    pub(super) tool: Column<EntityIx, ToolIx>,
    /// Whether it is an alert, which a tool may raise beside the incident about it.
    pub(super) alert: Column<EntityIx, bool>,
    pub(super) tools: Column<ToolIx, String>,
    /// Stated start, detection and declaration; `NONE` where there is none.
    times: Column<EntityIx, [Millis; 3]>,
    end: Column<EntityIx, Millis>,
    pub(super) severity: Column<EntityIx, u8>,
    /// Left out of statistics by a rule: planned work, drills.
    pub(super) excluded: Column<EntityIx, bool>,
    pub(super) words: Lists<WordIx>,
    /// Weights of all words of each title together.
    title_sums: Column<EntityIx, f64>,
    /// Number of the masked title.
    pub(super) title: Column<EntityIx, TitleIx>,
    pub(super) areas: Lists<AreaIx>,
    pub(super) teams: Lists<AreaIx>,
    /// Words in the names of services and components.
    pub(super) area_words: Lists<WordIx>,
    dictionary: Dictionary<WordIx>,
    word_uses: Column<WordIx, u32>,
    /// How many entities have a word in the name of a service or component.
    area_word_uses: Column<WordIx, u32>,
    title_uses: Column<TitleIx, u32>,
    area_uses: Column<AreaIx, u32>,
    /// How many entities have a title together with a service or component.
    uses_together: FxHashMap<(TitleIx, AreaIx), u32>,
    area_names: Dictionary<AreaIx>,
    word_weights: Column<WordIx, f64>,
    hint_weights: Column<WordIx, f64>,
    title_weights: Column<TitleIx, f64>,
    area_weights: Column<AreaIx, f64>,
    /// Place of each entity in the order of (beginning, tool, native id), which does not hang on the order of files.
    ranks: Column<EntityIx, u32>,
    /// Place of each tool in the order of names.
    tool_ranks: Column<ToolIx, u32>,
    /// Records of each tool per second around each entity, tools side by side.
    densities: Vec<f32>,
    /// Earliest times of each tool's entities, ascending.
    starts: Column<ToolIx, Vec<Millis>>,
    /// How much later the clock of the second tool is than that of the first; most sets have no such pair.
    later: BTreeMap<(ToolIx, ToolIx), Millis>,
    /// What known pairs of two slots have in common, in both directions; empty until it is learned.
    pub(super) habits: FxHashMap<(Slot, Slot), Habit>,
}

/// Titles whose masks are held at once.
const MASKED_TOGETHER: usize = 1 << 16;

/// What was made of texts that many records have: each is looked at once.
#[derive(Debug, Default)]
struct KnownTexts<'a> {
    titles: Dictionary<TitleIx>,
    /// The telling words of each masked title.
    words: Column<TitleIx, Vec<WordIx>>,
    /// By services, components and teams.
    places: FxHashMap<[&'a str; 3], PlaceNumbers>,
}

/// Where a record says that its incident was, as numbers.
#[derive(Debug, Clone)]
struct PlaceNumbers {
    words: Vec<WordIx>,
    codes: Vec<AreaIx>,
    teams: Vec<AreaIx>,
}

impl Profiles {
    pub(super) fn of(columns: &IncidentColumns, entities_of: &Entities) -> Self {
        let mut all = Self::default();
        let mut known = KnownTexts::default();
        for tool in columns.sources.iter() {
            all.tools.push(tool.to_owned());
            all.starts.push(Vec::new());
        }
        let rows: Vec<IncidentRow> = entities_of.newest.iter().copied().collect();
        for window in rows.chunks(MASKED_TOGETHER) {
            let mask = |part: &[IncidentRow]| part.iter().map(|row| mask(columns.title.get(*row))).collect::<Vec<_>>();
            for (row, masked) in window.iter().zip(par::chunks(window, mask).into_iter().flatten()) {
                all.push(columns, *row, &masked, &mut known);
            }
        }
        all.starts.iter_mut().for_each(|starts| starts.sort_unstable());
        // A word is as telling as it is rare, in titles for titles and in both for the names of areas.
        all.word_uses.pad(all.dictionary.len(), 0);
        all.area_word_uses.pad(all.dictionary.len(), 0);
        all.word_weights = all.weights(&all.word_uses);
        let uses = |word: WordIx| all.word_uses[word].max(all.area_word_uses[word]);
        let in_areas: Column<WordIx, u32> = all.word_uses.rows().map(uses).collect();
        all.hint_weights = all.weights(&in_areas);
        all.title_weights = all.weights(&all.title_uses);
        all.area_weights = all.weights(&all.area_uses);
        let sum = |entity: EntityIx| all.words.get(entity).iter().map(|word| all.word_weight(*word)).sum();
        all.title_sums = all.entities().map(sum).collect();
        let entities: Vec<EntityIx> = all.entities().collect();
        let few = if all.tools.len() > MAX_TOOLS { &[][..] } else { &entities };
        let counted = par::chunks(few, |part| {
            let of = |entity: &EntityIx| {
                let densities = all.tools.rows().map(|tool| all.count_density(*entity, tool));
                densities.collect::<Vec<f32>>()
            };
            part.iter().flat_map(of).collect::<Vec<f32>>()
        });
        all.rank(columns, entities_of);
        all.densities = counted.into_iter().flatten().collect();
        all
    }

    fn rank(&mut self, columns: &IncidentColumns, entities: &Entities) {
        let mut tools: Vec<ToolIx> = self.tools.rows().collect();
        tools.sort_by(|a, b| self.tools[*a].cmp(&self.tools[*b]));
        self.tool_ranks = places(&tools);
        let id = |entity: &EntityIx| columns.native_id.get(entities.newest[*entity]);
        let key = |entity: &EntityIx| (self.earliest(*entity), self.tool_ranks[self.tool_of(*entity)]);
        let mut order: Vec<EntityIx> = self.entities().collect();
        order.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| id(a).cmp(id(b))));
        self.ranks = places(&order);
    }

    /// Place of an entity in an order that is the same whatever the order of the files.
    pub(super) fn rank_of(&self, entity: EntityIx) -> u32 {
        self.ranks[entity]
    }

    /// The same for slots.
    pub(super) fn slot_rank(&self, slot: Slot) -> (u32, usize) {
        (self.tool_ranks[slot.tool()], slot.place() % 2)
    }

    /// Entities in that order.
    pub(super) fn in_order(&self) -> Vec<EntityIx> {
        let mut order: Vec<EntityIx> = self.entities().collect();
        order.sort_by_key(|entity| self.rank_of(*entity));
        order
    }

    fn push<'a>(&mut self, columns: &'a IncidentColumns, row: IncidentRow, masked: &str, known: &mut KnownTexts<'a>) {
        let tool = columns.source[row];
        let time = |at: Option<Millis>| at.unwrap_or(NONE);
        let times = [time(columns.started.get(row)), time(columns.detected.get(row)), time(columns.declared.get(row))];
        self.tool.push(tool);
        self.alert.push(columns.kind[row] == Kind::Alert);
        self.times.push(times);
        // A page that was merged away ends at the merge, which says nothing about the incident's end.
        let merged = precedence::is_merged_away(columns, row);
        self.end.push(if merged { NONE } else { time(columns.resolved.get(row)) });
        self.severity.push(columns.severity[row]);
        self.excluded.push(columns.exclusion.some(row).is_some());
        let title = known.titles.code(masked);
        add_use(&mut self.title_uses, title);
        self.title.push(title);
        if title.place() == known.words.len() {
            known.words.push(self.codes(masked));
        }
        let words = known.words[title].clone();
        words.iter().for_each(|word| add_use(&mut self.word_uses, *word));
        self.words.push(words);
        self.push_areas(columns, row, title, known);
        self.starts[tool].extend(times.into_iter().filter(|at| *at != NONE).min());
    }

    fn push_areas<'a>(
        &mut self,
        columns: &'a IncidentColumns,
        row: IncidentRow,
        title: TitleIx,
        known: &mut KnownTexts<'a>,
    ) {
        let places = [columns.services.get(row), columns.components.get(row), columns.teams.get(row)];
        let PlaceNumbers { words, codes, teams } = match known.places.get(&places) {
            Some(numbers) => numbers.clone(),
            None => known.places.entry(places).or_insert(self.numbers(places)).clone(),
        };
        words.iter().for_each(|word| add_use(&mut self.area_word_uses, *word));
        self.area_words.push(words);
        for code in &codes {
            *self.uses_together.entry((title, *code)).or_default() += 1;
        }
        self.areas.push(codes);
        self.teams.push(teams);
        let Some(entity) = self.entities().next_back() else { return };
        for code in self.areas.get(entity).iter().chain(self.teams.get(entity)) {
            add_use(&mut self.area_uses, *code);
        }
    }

    fn numbers(&mut self, [services, components, teams]: [&str; 3]) -> PlaceNumbers {
        let names = |list: &str| -> Vec<String> { list.split(';').map(plain).filter(|n| !n.is_empty()).collect() };
        let services: Vec<String> = names(services).into_iter().chain(names(components)).collect();
        let mut words: Vec<WordIx> = services.iter().flat_map(|name| self.codes(name)).collect();
        words.sort_unstable();
        words.dedup();
        let codes: Vec<AreaIx> = services.iter().map(|name| self.area_names.code(name)).collect();
        let teams: Vec<AreaIx> = names(teams).iter().map(|name| self.area_names.code(name)).collect();
        PlaceNumbers { words, codes, teams }
    }

    /// The telling words of a text, each once.
    fn codes(&mut self, text: &str) -> Vec<WordIx> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1 && !EMPTY.contains(w));
        let mut codes: Vec<WordIx> = words.map(|word| self.dictionary.code(word)).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    pub(super) fn len(&self) -> usize {
        self.tool.len()
    }

    pub(super) fn entities(&self) -> impl ExactSizeIterator<Item = EntityIx> + DoubleEndedIterator + Clone + use<> {
        self.tool.rows()
    }

    pub(super) fn tool_of(&self, entity: EntityIx) -> ToolIx {
        self.tool[entity]
    }

    pub(super) fn tool_name(&self, entity: EntityIx) -> &str {
        &self.tools[self.tool[entity]]
    }

    /// A group takes one record of each slot: a tool's incidents are one, its alerts another.
    pub(super) fn slot(&self, entity: EntityIx) -> Slot {
        Slot::of(self.tool[entity], self.alert[entity])
    }

    pub(super) fn slots(&self) -> usize {
        2 * self.tools.len()
    }

    pub(super) fn word(&self, code: WordIx) -> &str {
        self.dictionary.get(code)
    }

    pub(super) fn area(&self, code: AreaIx) -> &str {
        self.area_names.get(code)
    }

    /// The earliest stated time; entities without any are not compared.
    pub(super) fn earliest(&self, entity: EntityIx) -> Option<Millis> {
        self.times(entity).min()
    }

    fn times(&self, entity: EntityIx) -> impl Iterator<Item = Millis> {
        self.times[entity].into_iter().filter(|at| *at != NONE)
    }

    /// Takes steady differences between clocks into account from here on.
    pub(super) fn set_clocks(&mut self, steady: &[Steady]) {
        for one in steady {
            self.later.insert((one.other, one.tool), one.by);
            self.later.insert((one.tool, one.other), -one.by);
        }
    }

    /// How much later the clock of the second tool is than that of the first; 0 where no difference is known.
    pub(super) fn later(&self, tool: ToolIx, other: ToolIx) -> Millis {
        if self.later.is_empty() { 0 } else { self.later.get(&(tool, other)).map_or(0, |by| *by) }
    }

    /// By how much the second of two records lies after the first: like beginnings with each other where both have any.
    pub(super) fn apart(&self, a: EntityIx, b: EntityIx) -> Option<Apart> {
        let mut alike =
            self.times[a].into_iter().zip(self.times[b]).filter(|(one, other)| *one != NONE && *other != NONE);
        let end = |entity: EntityIx| Some(self.end[entity]).filter(|at| *at != NONE);
        let same = alike.next();
        let (one, other) = same.or_else(|| self.earliest(a).zip(self.earliest(b)))?;
        let end = end(a).zip(end(b)).map(|(one, other)| other - one);
        Some(Apart { begin: other - one, end, alike: same.is_some() })
    }

    /// Seconds from the beginning of the first to that of the second record on one clock, by the nearest of their times.
    pub(super) fn start_gap(&self, a: EntityIx, b: EntityIx) -> Option<f64> {
        let later = self.later(self.tool_of(a), self.tool_of(b));
        let apart = self.times(a).flat_map(|one| self.times(b).map(move |other| other - (one + later)));
        // Of two that are as near the same one is taken whichever record is asked first.
        let is_first = self.slot_rank(self.slot(a)) <= self.slot_rank(self.slot(b));
        let nearest = apart.min_by_key(|apart| (apart.abs(), if is_first { *apart } else { -*apart }))?;
        Some(nearest as f64 / 1_000.0)
    }

    /// Seconds between the ends, and the longer of the two lengths.
    pub(super) fn end_gap(&self, a: EntityIx, b: EntityIx) -> Option<EndGap> {
        let (one, other) = (self.stated_end(a)?, self.stated_end(b)?);
        let longer = self.length(a)?.max(self.length(b)?);
        let later = self.later(self.tool_of(a), self.tool_of(b));
        Some(EndGap { gap: seconds((one + later).abs_diff(other)), longer })
    }

    fn stated_end(&self, entity: EntityIx) -> Option<Millis> {
        Some(self.end[entity]).filter(|at| *at != NONE)
    }

    /// Seconds from its beginning to its end; 0 for one that ends before it begins.
    pub(super) fn length(&self, entity: EntityIx) -> Option<f64> {
        let end = self.stated_end(entity)?;
        let length = self.earliest(entity).map_or(0, |start| end.saturating_sub(start));
        Some(seconds(length.max(0).unsigned_abs()))
    }

    /// What known pairs of the slots of two records have in common, if enough are known.
    pub(super) fn habit(&self, a: EntityIx, b: EntityIx) -> Option<&Habit> {
        if self.habits.is_empty() { None } else { self.habits.get(&(self.slot(a), self.slot(b))) }
    }

    /// Nats that a shared word, title or area tells: the rarer, the more.
    pub(super) fn word_weight(&self, word: WordIx) -> f64 {
        self.word_weights[word]
    }

    /// What a word in the name of an area tells when the other record has it in its title or its areas.
    pub(super) fn hint_weight(&self, word: WordIx) -> f64 {
        self.hint_weights[word]
    }

    pub(super) fn title_sum(&self, entity: EntityIx) -> f64 {
        self.title_sums[entity]
    }

    pub(super) fn title_weight(&self, title: TitleIx) -> f64 {
        self.title_weights[title]
    }

    /// What a shared title and a shared area tell together. Titles mostly say where they come from, so that it is less than what
    /// both tell by themselves.
    pub(super) fn weight_together(&self, title: TitleIx, area: AreaIx) -> f64 {
        self.weight(self.uses_together[&(title, area)])
    }

    pub(super) fn area_weight(&self, area: AreaIx) -> f64 {
        self.area_weights[area]
    }

    fn weights<I: Ix>(&self, uses: &Column<I, u32>) -> Column<I, f64> {
        uses.iter().map(|uses| self.weight(*uses)).collect()
    }

    fn weight(&self, uses: u32) -> f64 {
        // Two uses are one incident told twice, which is the rarest that a shared thing can be.
        libm::log((self.len() as f64 / f64::from(uses.max(2))).max(1.0))
    }

    /// Records of a tool per second around a record.
    pub(super) fn density(&self, around: EntityIx, tool: ToolIx) -> f64 {
        let at = around.place() * self.tools.len() + tool.place();
        let counted = || self.count_density(around, tool);
        f64::from(self.densities.get(at).copied().unwrap_or_else(counted))
    }

    fn count_density(&self, around: EntityIx, tool: ToolIx) -> f32 {
        let starts = &self.starts[tool];
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
    pub(super) fn compared(&self) -> Column<ToolIx, bool> {
        let mut order: Vec<ToolIx> = self.tools.rows().collect();
        order.sort_by_key(|tool| (Reverse(self.starts[*tool].len()), self.tool_ranks[*tool]));
        let mut compared = Column::filled(order.len(), false);
        for tool in order.into_iter().take(MAX_TOOLS) {
            compared[tool] = true;
        }
        compared
    }

    /// How many times a word is used in all titles.
    pub(super) fn word_uses(&self, word: WordIx) -> u32 {
        self.word_uses[word]
    }
}

/// Where each number stands in an order.
fn places<I: Ix>(order: &[I]) -> Column<I, u32> {
    let mut places = Column::filled(order.len(), 0);
    for (place, row) in (0_u32..).zip(order) {
        places[*row] = place;
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

/// Counts a use of a number that may be the first of its own or of others before it.
fn add_use<I: Ix>(uses: &mut Column<I, u32>, number: I) {
    uses.pad(number.place() + 1, 0);
    uses[number] += 1;
}
