//! Which actions were agreed before, in an earlier quarter, in the same or in other words.

use crate::analyse::follow_through::items::Item;
use crate::families::{Options, Text, find_with};
use crate::frame::dataset::IncidentView;
use crate::model::column::Column;
use crate::model::local;
use crate::model::row::{ItemIx, Ix, row_types};
use crate::model::time::Millis;
use crate::text::fold;
use chrono::Datelike;
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// An earlier action that promises the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub item: ItemIx,
    /// Its title has the same words.
    pub same_words: bool,
}

/// The latest item of a kind in the quarter that is being looked at, and the latest of an earlier one.
#[derive(Debug, Clone, Copy, Default)]
struct Latest {
    quarter: i32,
    here: Option<ItemIx>,
    earlier: Option<ItemIx>,
}

impl Latest {
    fn before(self, quarter: i32) -> Option<ItemIx> {
        if self.quarter < quarter { self.here.or(self.earlier) } else { self.earlier }
    }

    fn put(&mut self, quarter: i32, item: ItemIx) {
        if self.quarter < quarter {
            self.earlier = self.here.or(self.earlier);
        }
        (self.quarter, self.here) = (quarter, Some(item));
    }
}

/// Items of one kind by service. An item whose service is not known may be that of any; two services are two actions,
/// even in the same words.
#[derive(Debug, Default)]
struct Kind<'a> {
    any: Latest,
    of: BTreeMap<Option<&'a str>, Latest>,
}

impl<'a> Kind<'a> {
    fn before(&self, service: Option<&'a str>, quarter: i32) -> Option<ItemIx> {
        let of = |service: Option<&'a str>| self.of.get(&service).and_then(|latest| latest.before(quarter));
        if service.is_none() { self.any.before(quarter) } else { of(service).max(of(None)) }
    }

    fn put(&mut self, service: Option<&'a str>, quarter: i32, item: ItemIx) {
        self.any.put(quarter, item);
        self.of.entry(service).or_default().put(quarter, item);
    }
}

row_types! {
    /// Titles that are judged to mean the same.
    KinIx is "a family of titles";
}

/// What tells whether two items promise the same.
pub struct ItemKey<'a> {
    /// Quarters since the beginning of the calendar; `None` for what cannot be compared: no title, or a day outside it.
    quarter: Option<i32>,
    /// Folded title.
    title: String,
    service: Option<&'a str>,
    family: Option<KinIx>,
    names: String,
}

/// What every item is compared by. The families of titles are found here.
#[must_use]
pub fn keys<'a>(view: &IncidentView<'a>, items: &[Item], zone: Tz, least: f64) -> Column<ItemIx, ItemKey<'a>> {
    let service = |item: &Item| view.service.get(item.row).filter(|name| !name.is_empty());
    let seconds = |item: &Item| item.agreed.map(|at| at.div_euclid(1_000));
    let promises: Vec<String> = items.iter().map(|item| promise(&item.title, service(item))).collect();
    let texts = items.iter().zip(&promises).map(|(item, title)| Text {
        title: title.as_str(),
        description: "",
        component: "",
        at: seconds(item),
    });
    let texts: Vec<Text> = texts.collect();
    let families = find_with(&texts, &Options { least: Some(least as f32), ..Options::default() });
    let key = |(at, item): (usize, &Item)| {
        let (title, service) = (item.folded(), service(item));
        ItemKey {
            quarter: item.agreed.and_then(|at| quarter(at, zone)).filter(|_| !title.is_empty()),
            title,
            service,
            family: families.family_of(at).map(|number| KinIx::at(number as usize)),
            names: names(&item.title, service),
        }
    };
    items.iter().enumerate().map(key).collect()
}

/// Per item the one that was agreed before. Items come in the order of time.
#[must_use]
pub fn find(keys: &Column<ItemIx, ItemKey>) -> Column<ItemIx, Option<Before>> {
    let mut words: BTreeMap<&str, Kind> = BTreeMap::new();
    let mut meant: BTreeMap<(KinIx, Option<&str>), Kind> = BTreeMap::new();
    let mut found = Column::with_capacity(keys.len());
    for (at, key) in keys.enumerate() {
        let Some(quarter) = key.quarter else {
            found.push(None);
            continue;
        };
        let (own, named) = (key.service, key.names.as_str());
        let same = words.entry(&key.title).or_default();
        let literally = same.before(own, quarter).map(|item| Before { item, same_words: true });
        same.put(own, quarter, at);
        let Some(family) = key.family else {
            found.push(literally);
            continue;
        };
        // What names nothing may mean any of the family; what names something means that, or what names nothing.
        let others = if named.is_empty() { [None, None] } else { [Some(named), Some("")] };
        let known = |name: &Option<&str>| meant.get(&(family, *name)).and_then(|kind| kind.before(own, quarter));
        let otherwise = others.iter().filter_map(known).max().map(|item| Before { item, same_words: false });
        found.push(literally.or(otherwise));
        for name in [None, Some(named)] {
            meant.entry((family, name)).or_default().put(own, quarter, at);
        }
    }
    found
}

impl ItemKey<'_> {
    /// Whether an item promises what another of an earlier quarter promised: by the rule of [`find`].
    fn repeats(&self, earlier: &ItemKey) -> bool {
        let in_time = earlier.quarter.zip(self.quarter).is_some_and(|(then, now)| then < now);
        let at_home = self.service.is_none() || earlier.service.is_none() || self.service == earlier.service;
        let is_kin = self.family.is_some() && self.family == earlier.family;
        let of_one = self.names.is_empty() || earlier.names.is_empty() || self.names == earlier.names;
        in_time && at_home && (self.title == earlier.title || is_kin && of_one)
    }
}

/// One title, the items of the period that repeat it, and all that were agreed in earlier quarters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Again {
    pub items: Vec<ItemIx>,
    pub earlier: BTreeSet<ItemIx>,
}

/// The titles of these items with all earlier agreements of each, by title.
#[must_use]
pub fn titles(keys: &Column<ItemIx, ItemKey>, items: &[ItemIx]) -> Vec<Again> {
    let mut of_title: BTreeMap<&str, Vec<ItemIx>> = BTreeMap::new();
    let mut of_family: BTreeMap<KinIx, Vec<ItemIx>> = BTreeMap::new();
    for (at, key) in keys.enumerate() {
        of_title.entry(&key.title).or_default().push(at);
        key.family.into_iter().for_each(|family| of_family.entry(family).or_default().push(at));
    }
    let mut found: BTreeMap<&str, Again> = BTreeMap::new();
    // Copies of one title in one quarter at one service have the same earlier ones.
    let mut seen = BTreeSet::new();
    for at in items {
        let key = &keys[*at];
        let again = found.entry(&key.title).or_default();
        again.items.push(*at);
        if !seen.insert((&key.title, key.service, key.quarter, key.family)) {
            continue;
        }
        let own = of_title.get(key.title.as_str()).into_iter();
        let kin = key.family.and_then(|family| of_family.get(&family)).into_iter();
        let repeated = |at: &ItemIx| key.repeats(&keys[*at]);
        again.earlier.extend(own.chain(kin).flatten().copied().filter(repeated));
    }
    found.into_values().collect()
}

/// A title without the name of its service: where something is to be done is compared apart, and a rare name in both says
/// nothing of whether the two promise the same.
fn promise(title: &str, service: Option<&str>) -> String {
    let own: BTreeSet<String> = service.map_or_else(BTreeSet::new, |name| fold::words(name).into_iter().collect());
    let is_name = |word: &str| {
        let parts = fold::words(word);
        !parts.is_empty() && parts.iter().all(|part| own.contains(part))
    };
    title.split_whitespace().filter(|word| !is_name(word)).collect::<Vec<_>>().join(" ")
}

/// Quarters since the beginning of the calendar.
fn quarter(at: Millis, zone: Tz) -> Option<i32> {
    let date = local::date(at, zone)?;
    Some(date.year() * 4 + i32::try_from(date.month0() / 3).ok()?)
}

/// What a title names, folded and in order: words with a capital inside the sentence, and words made of letters and digits
/// or parts. "Call the bank of Vela" and "call the bank of Moss Street" are one sentence about two things. In a title in
/// which most words have capitals they say nothing.
fn names(title: &str, service: Option<&str>) -> String {
    let words: Vec<&str> = title
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && Some(*word) != service)
        .collect();
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    let part = |word: &str| {
        let has = |wanted: &dyn Fn(char) -> bool| word.chars().any(wanted);
        has(&|c| matches!(c, '.' | '_' | '/')) || (has(&|c| c.is_ascii_digit()) && has(&char::is_alphabetic))
    };
    let inside = words.get(1..).unwrap_or(&[]);
    let shouts = 2 * inside.iter().filter(|word| capital(word)).count() > inside.len();
    let named = words.iter().enumerate().filter(|(at, word)| part(word) || (*at > 0 && !shouts && capital(word)));
    let mut names: Vec<String> = named.map(|(_, word)| fold::key(word)).collect();
    names.sort();
    names.dedup();
    names.join(" ")
}
