//! Known people leave every text that a report could print: once, after linking has used the texts as they stand, and
//! before anything is counted or worded.

use crate::frame::records::{ABOUT_PEOPLE, Records};
use crate::frame::strings::Strings;
use crate::link::corrections::Confirmed;
use crate::model::labels::distinct;
use crate::model::link::Link;
use crate::model::person::Directory;
use crate::model::row::{Ix, RecordRow};
use crate::normalise::keyed::{Key, hex};
use crate::normalise::loaded::Loaded;
use crate::normalise::mask::{Mask, PERSON};
use crate::par;
use std::collections::{BTreeMap, BTreeSet};

/// Texts from which it is learned which names are ordinary words of the house.
const SAMPLE: usize = 50_000;

/// Everybody whom the exports and lists know; nobody where the settings say so.
#[must_use]
pub fn known(loaded: &Loaded, directory: &Directory, is_on: bool) -> Mask {
    if !is_on {
        return Mask::default();
    }
    let columns = &loaded.incidents;
    let areas = areas(loaded);
    let rows = columns.rows().take(SAMPLE);
    let texts = rows.flat_map(|row| [columns.title.get(row), columns.summary.get(row)]);
    Mask::of(&loaded.mentions, directory, areas.iter().map(String::as_str), texts)
}

/// Names of services, components, teams, environments and regions, each once.
fn areas(loaded: &Loaded) -> BTreeSet<String> {
    let c = &loaded.incidents;
    let mut found: BTreeSet<String> = BTreeSet::new();
    for column in [&c.services, &c.components, &c.teams, &c.environment, &c.regions] {
        each(column, |name| _ = (!found.contains(name)).then(|| found.insert(name.to_owned())));
    }
    found
}

fn each<I: Ix>(column: &Strings<I>, mut take: impl FnMut(&str)) {
    let mut last = "";
    for list in column.iter() {
        if list != last {
            list.split(';').filter(|name| !name.is_empty()).for_each(&mut take);
        }
        last = list;
    }
}

/// Puts texts without people in the place of those with them.
pub struct Masking<'a> {
    pub mask: &'a Mask,
    pub key: &'a Key,
    /// Whether records about people keep the ids of their tools, which are made of accounts.
    pub names: bool,
}

impl Masking<'_> {
    /// An id. Two different ones stay different, and nobody without the key can tell which it was.
    fn id(&self, id: &str) -> Option<String> {
        self.mask.text(id).map(|masked| format!("{masked}~{}", self.key.short("id", id)))
    }

    /// The ids of records, before anything refers to them. Records of accounts and shifts are made of account ids, and a
    /// shift has its times beside them: together with the table of shifts they would tell who a pseudonym is.
    pub fn records(&self, records: &mut Records) {
        let rows: Vec<RecordRow> = records.rows().collect();
        let is_hidden = |row: RecordRow| !self.names && records.is_about_people(row);
        let new = |row: &RecordRow| {
            let id = records.native_id.get(*row);
            let masked = if is_hidden(*row) && !id.is_empty() { Some(self.hidden(id)) } else { self.id(id) };
            Some((*row, masked?))
        };
        let changed: BTreeMap<RecordRow, String> =
            par::chunks(&rows, |rows| rows.iter().filter_map(new).collect::<Vec<_>>()).into_iter().flatten().collect();
        if !changed.is_empty() {
            records.native_id.replace(&changed);
        }
        for row in &mut records.rejects {
            row.reject.record_id = self.reject_id(&row.reject.record_id);
            row.reject.detail = self.mask.applied(&row.reject.detail);
        }
        records.replace_pointers(&|text| self.mask.text(text));
        let files = records.files.iter().map(|file| self.mask.applied(file)).collect();
        records.files = distinct(files).into();
        self.texts(&mut records.url);
    }

    fn hidden(&self, id: &str) -> String {
        hex(self.key.digest("record", id).get(..8).unwrap_or(&[]))
    }

    fn reject_id(&self, id: &str) -> String {
        let mut parts = id.splitn(3, ':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(source), Some(entity), Some(native)) => {
                let about = !self.names && ABOUT_PEOPLE.contains(&entity) && !native.is_empty();
                let native = if about { Some(self.hidden(native)) } else { self.id(native) };
                native.map_or_else(|| id.to_owned(), |native| format!("{source}:{entity}:{native}"))
            }
            _ => self.id(id).unwrap_or_else(|| id.to_owned()),
        }
    }

    /// Everything else that was read, after linking.
    pub fn rest(&self, loaded: &mut Loaded, directory: &mut Directory) {
        if self.mask.is_empty() {
            return;
        }
        self.places(loaded, directory);
        let columns = &mut loaded.incidents;
        for texts in [&mut columns.title, &mut columns.summary, &mut columns.stated_severity, &mut columns.exclusion] {
            self.texts(texts);
        }
        self.ids(&mut columns.native_id);
        self.ids(&mut columns.link_target);
        columns.roles.replace(&|text| self.mask.text(text));
        loaded.events.values.replace(&|text| self.mask.text(text));
        loaded.records.remarks.change(&|text| self.mask.text(text));
        for (_, item) in &mut loaded.incidents.follow_ups {
            self.put(&mut item.title);
            self.put(&mut item.status);
            if let Some(id) = self.id(&item.id) {
                item.id = id;
            }
        }
        loaded.changes.iter_mut().for_each(|change| self.put(&mut change.what));
        loaded.notes.iter_mut().for_each(|note| note.texts().into_iter().for_each(|text| self.put(text)));
        loaded.holidays.iter_mut().for_each(|holiday| self.put(&mut holiday.name));
        loaded.asks.iter_mut().for_each(|earlier| self.put(&mut earlier.ask));
        loaded.families.iter_mut().for_each(|family| self.put(&mut family.name));
        for row in &mut loaded.records.rejects {
            self.put(&mut row.reject.detail);
        }
    }

    /// What linking worded, and what people confirmed.
    pub fn linked(&self, links: &mut [Link], confirmed: &mut [Confirmed]) {
        if self.mask.is_empty() {
            return;
        }
        links.iter_mut().for_each(|link| self.put(&mut link.reason));
        for (_, factor, _, reason) in confirmed {
            self.put(factor);
            self.put(reason);
        }
    }

    fn put(&self, text: &mut String) {
        if let Some(masked) = self.mask.text(text) {
            *text = masked;
        }
    }

    fn texts<I: Ix + Send + Sync>(&self, column: &mut Strings<I>) {
        column.change(|text| self.mask.text(text));
    }

    fn ids<I: Ix + Send + Sync>(&self, column: &mut Strings<I>) {
        column.change(|id| self.id(id));
    }

    /// Names of services, teams, schedules and the like. Those that differ only in whom they name stay different: with a
    /// number, in an order that says nothing.
    fn places(&self, loaded: &mut Loaded, directory: &mut Directory) {
        let mut all = areas(loaded);
        let columns = &mut loaded.incidents;
        for column in [&columns.policy, &columns.factors] {
            each(column, |name| _ = (!all.contains(name)).then(|| all.insert(name.to_owned())));
        }
        all.extend(loaded.shifts.iter().flat_map(|shift| [shift.schedule.clone(), shift.policy.clone()]));
        all.extend(directory.people.iter().map(|person| person.team.clone()));
        all.extend(loaded.exposure.iter().map(|exposure| bare(&exposure.area).to_owned()));
        let new = self.distinct(&all);
        if new.is_empty() {
            return;
        }
        let of = |name: &str| new.get(name).cloned();
        let list = |list: &str| {
            let put = |name: &str| of(name).unwrap_or_else(|| name.to_owned());
            let holds = list.split(';').any(|name| new.contains_key(name));
            holds.then(|| list.split(';').map(put).collect::<Vec<_>>().join(";"))
        };
        // An area that is a person from end to end is none.
        let area = |names: &str| {
            let is_person = |name: &&str| is_whole(&self.mask.applied(name));
            let kept: Vec<&str> = names.split(';').filter(|name| !is_person(name)).collect();
            let kept = kept.join(";");
            if kept == names { list(names) } else { Some(list(&kept).unwrap_or(kept)) }
        };
        for column in [&mut columns.environment, &mut columns.regions, &mut columns.policy] {
            column.change(list);
        }
        for column in [&mut columns.services, &mut columns.components, &mut columns.teams, &mut columns.factors] {
            column.change(area);
        }
        let put = |text: &mut String| {
            if let Some(name) = of(text) {
                *text = name;
            }
        };
        loaded.shifts.iter_mut().for_each(|shift| [&mut shift.schedule, &mut shift.policy].into_iter().for_each(put));
        directory.people.iter_mut().for_each(|person| put(&mut person.team));
        for exposure in &mut loaded.exposure {
            let name = bare(&exposure.area).to_owned();
            if let Some(masked) = of(&name) {
                exposure.area = exposure.area.replace(&name, &masked);
            }
        }
    }

    /// New names for those that hold people.
    fn distinct(&self, names: &BTreeSet<String>) -> BTreeMap<String, String> {
        let mut of: BTreeMap<String, Vec<(String, &String)>> = BTreeMap::new();
        for name in names {
            if let Some(masked) = self.mask.text(name) {
                of.entry(masked).or_default().push((self.key.short("name", name), name));
            }
        }
        let mut new = BTreeMap::new();
        for (masked, mut list) in of {
            list.sort_unstable();
            for (number, (_, name)) in list.into_iter().enumerate() {
                let numbered = if number == 0 { masked.clone() } else { format!("{masked} ({})", number + 1) };
                new.insert(name.clone(), numbered);
            }
        }
        new
    }
}

/// Whether nothing but a person is left of a name.
fn is_whole(masked: &str) -> bool {
    !masked.is_empty() && masked.replace(PERSON, "").chars().all(|c| !c.is_alphanumeric())
}

fn bare(area: &str) -> &str {
    area.split_once(':').map_or(area, |(_, name)| name)
}
