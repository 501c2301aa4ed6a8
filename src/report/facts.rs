//! The public tables that are facts (those that are results of analyses stand in `results`).
//!
//! A table is produced in slices of rows, so that writing a million rows never needs a second copy of them.

use crate::analyse::follow_through::Standing;
use crate::frame::build;
use crate::frame::col;
use crate::frame::dataset::DataSet;
use crate::frame::read::{Codes, Flags, Floats, Instants, Rows, Texts};
use crate::frame::reconciliation::file_counts;
use crate::frame::records::{Fate, NO_TIME, Records};
use crate::model::row::{self, FileIx, IncidentIx, KindIx, PersonIx, RecordRow, SourceIx};
use crate::par;
use polars::prelude::{Column, DataFrame};
use std::collections::BTreeMap;

/// One public table.
pub struct PublicTable<'a> {
    pub name: &'static str,
    pub rows: usize,
    slice: Box<dyn Fn(usize, usize) -> DataFrame + Send + Sync + 'a>,
}

impl<'a> PublicTable<'a> {
    /// A table made slice by slice; `slice(from, to)` must give rows `from..to`.
    pub fn sliced(
        name: &'static str,
        rows: usize,
        slice: impl Fn(usize, usize) -> DataFrame + Send + Sync + 'a,
    ) -> Self {
        Self { name, rows, slice: Box::new(slice) }
    }

    /// A table that is already there.
    #[must_use]
    pub fn whole(name: &'static str, frame: DataFrame) -> Self {
        let rows = frame.height();
        Self::sliced(name, rows, move |from, to| frame.slice(i64::try_from(from).unwrap_or(i64::MAX), to - from))
    }

    /// Rows `from..to`.
    #[must_use]
    pub fn slice(&self, from: usize, to: usize) -> DataFrame {
        (self.slice)(from, to)
    }
}

/// All of them, in the order in which they are written. `families` and `storms`: what the analyses add to each incident;
/// `promises`: what they add to each follow-up.
pub(super) fn all<'a>(
    naming: &'a Naming,
    families: &'a [Option<String>],
    storms: &'a [Option<String>],
    promises: Promises<'a>,
) -> Vec<PublicTable<'a>> {
    let data = naming.data;
    vec![
        incidents(naming, families, storms),
        records(naming),
        remarks(naming),
        rejects(data),
        reconciliation(data),
        links(data),
        involvements(naming),
        interruptions(naming),
        shifts(naming),
        follow_ups(naming, families, promises),
        factors(naming),
        history(naming),
    ]
}

/// The incident table with the columns that analyses add: the family and the storm of each incident.
#[must_use]
pub fn incidents<'a>(naming: &'a Naming, family: &'a [Option<String>], storm: &'a [Option<String>]) -> PublicTable<'a> {
    let data = naming.data;
    let rows = data.incidents.height();
    PublicTable::sliced("incidents", rows, move |from, to| {
        let mut columns = data.incidents.slice(from, to).columns().to_vec();
        if !naming.people {
            columns.iter_mut().filter(|c| c.name() == col::RESOLVED_BY).for_each(|c| *c = unnamed(data, from, to));
        }
        let added = |name: &str, values: &[Option<String>]| {
            build::text(name, to - from, (from..to).map(|row| values.get(row).and_then(|v| v.as_deref())))
        };
        columns.push(added(col::FAMILY_ID, family));
        columns.push(added(col::STORM_ID, storm));
        build::frame(columns)
    })
}

/// Who ended each incident, without telling which person: machines and merges as they are.
fn unnamed(data: &DataSet, from: usize, to: usize) -> Column {
    let values = data.incident_texts(col::RESOLVED_BY);
    let of = |place: usize| match values.get(IncidentIx::at(place)) {
        Some("auto") => Some("auto"),
        Some("merge") => Some("merge"),
        Some(_) => Some("person"),
        None => None,
    };
    build::text(col::RESOLVED_BY, to - from, (from..to).map(of))
}

/// Every record read, with what became of it.
#[must_use]
pub fn records<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let data = naming.data;
    let records = &data.records;
    let order = record_order(records);
    PublicTable::sliced("records", order.len(), move |from, to| {
        let rows = order.get(from..to).unwrap_or(&[]);
        let len = rows.len();
        let ids = data.incident_texts(col::INCIDENT_ID);
        let incident = |row: &RecordRow| records.incident[*row].and_then(|incident| ids.get(incident));
        let open = |row: &RecordRow| !naming.hides(*row);
        build::frame(vec![
            build::text(col::RECORD_ID, len, rows.iter().map(|r| Some(records.id(*r)))),
            build::text(col::INCIDENT_ID, len, rows.iter().map(incident)),
            build::text(col::FATE, len, rows.iter().map(|r| Some(records.fate[*r].code()))),
            build::text(col::SOURCE, len, rows.iter().map(|r| Some(records.tool(*r)))),
            build::text(col::FILE, len, rows.iter().map(|r| Some(records.file_name(*r)))),
            build::codes(col::ROW, rows.iter().map(|r| Some(records.row[*r]).filter(|_| open(r)))),
            build::text(col::POINTER, len, rows.iter().map(|r| Some(records.pointer(*r)).filter(|_| open(r)))),
            build::text(col::NATIVE_ID, len, rows.iter().map(|r| records.native_id.some(*r).filter(|_| open(r)))),
            build::text(col::URL, len, rows.iter().map(|r| records.url.some(*r).filter(|_| open(r)))),
            build::times(col::MODIFIED_AT, rows.iter().map(|r| Some(records.modified[*r]).filter(|m| *m != NO_TIME))),
        ])
    })
}

/// By tool, kind, the id that the tool gives, and place. Ids of one kind begin alike; the bytes behind that beginning tell most
/// of them apart, so that few are compared whole: comparing all took 2 % of a review of a million.
fn record_order(records: &Records) -> Vec<RecordRow> {
    let kind_of = |row: RecordRow| (records.source[row], records.entity[row]);
    let mut shared: BTreeMap<(SourceIx, KindIx), (&str, usize)> = BTreeMap::new();
    for row in records.rows() {
        let id = records.native_id.get(row);
        let (first, alike) = shared.entry(kind_of(row)).or_insert((id, id.len()));
        *alike = first.bytes().zip(id.bytes()).take(*alike).take_while(|(a, b)| a == b).count();
    }
    let mut kinds: Vec<(SourceIx, KindIx)> = shared.keys().copied().collect();
    kinds.sort_by_key(|(tool, kind)| (records.sources.get(*tool), records.entities.get(*kind)));
    let places: BTreeMap<(SourceIx, KindIx), (u32, usize)> = (0..)
        .zip(kinds)
        .map(|(place, kind)| (kind, (place, shared.get(&kind).map_or(0, |(_, alike)| *alike))))
        .collect();
    let keyed = |row: RecordRow| {
        let (place, alike) = places.get(&kind_of(row)).copied().unwrap_or_default();
        let mut telling = [0; 8];
        telling.iter_mut().zip(records.native_id.get(row).bytes().skip(alike)).for_each(|(to, byte)| *to = byte);
        (place, u64::from_be_bytes(telling), row)
    };
    let mut order: Vec<(u32, u64, RecordRow)> = records.rows().map(keyed).collect();
    let rest = |row: RecordRow| (records.native_id.get(row), records.file[row], records.row[row], row);
    par::sort(&mut order, |a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| rest(a.2).cmp(&rest(b.2))));
    order.into_iter().map(|(.., row)| row).collect()
}

/// What normalisation changed.
#[must_use]
pub fn remarks<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let remarks = &naming.data.records.remarks;
    PublicTable::sliced("remarks", remarks.len(), move |from, to| {
        let rows: Vec<_> = (from..to).filter_map(|row| remarks.get(row)).collect();
        let len = rows.len();
        build::frame(vec![
            build::text(col::RECORD_ID, len, rows.iter().map(|r| Some(naming.data.records.id(r.record)))),
            build::text(col::FIELD, len, rows.iter().map(|r| Some(r.field))),
            build::text(col::STATED, len, rows.iter().map(|r| Some(r.stated()))),
            build::text(col::NORMALISED, len, rows.iter().map(|r| Some(r.normalised()))),
            build::text(col::RULE, len, rows.iter().map(|r| Some(r.rule.code()))),
        ])
    })
}

/// What was refused, and why.
#[must_use]
pub fn rejects(data: &DataSet) -> PublicTable<'_> {
    let rows = &data.records.rejects;
    let len = rows.len();
    let file = |f: u32| Some(data.records.files[FileIx::at(f as usize)].as_str());
    PublicTable::whole(
        "rejects",
        build::frame(vec![
            build::text(col::SOURCE, len, rows.iter().map(|r| Some(&r.source))),
            build::text(col::FILE, len, rows.iter().map(|r| file(r.reject.origin.file))),
            build::codes(col::ROW, rows.iter().map(|r| Some(r.reject.origin.row))),
            build::text(col::RECORD_ID, len, rows.iter().map(|r| Some(&r.reject.record_id))),
            build::text(col::REASON, len, rows.iter().map(|r| Some(r.reject.reason.code()))),
            build::text(col::DETAIL, len, rows.iter().map(|r| Some(&r.reject.detail))),
        ]),
    )
}

/// The reconciliation: read = kept + attached + merged + excluded + rejected.
#[must_use]
pub fn reconciliation(data: &DataSet) -> PublicTable<'static> {
    let rows = file_counts(&data.records);
    let len = rows.len();
    let count = |value: u64| u32::try_from(value).ok();
    let mut columns = vec![
        build::text(col::SOURCE, len, rows.iter().map(|r| Some(&r.source))),
        build::text(col::FILE, len, rows.iter().map(|r| Some(&r.file))),
        build::codes("read", rows.iter().map(|r| count(r.read()))),
    ];
    columns.extend(Fate::ALL.iter().map(|fate| build::codes(fate.code(), rows.iter().map(|r| count(r.count(*fate))))));
    PublicTable::whole("reconciliation", build::frame(columns))
}

/// Links between records, with the reason for each.
#[must_use]
pub fn links(data: &DataSet) -> PublicTable<'_> {
    let mut order: Vec<usize> = (0..data.links.len()).collect();
    order.sort_by_key(|i| data.links.get(*i).map(|l| (l.kind, l.record_a, l.record_b, l.signal)));
    PublicTable::sliced("links", order.len(), move |from, to| {
        let rows: Vec<_> = order.get(from..to).unwrap_or(&[]).iter().filter_map(|i| data.links.get(*i)).collect();
        let len = rows.len();
        build::frame(vec![
            build::text(col::KIND, len, rows.iter().map(|l| Some(l.kind))),
            build::text(col::RECORD_A, len, rows.iter().map(|l| Some(data.records.id(l.record_a)))),
            build::text(col::RECORD_B, len, rows.iter().map(|l| Some(data.records.id(l.record_b)))),
            build::text(col::SIGNAL, len, rows.iter().map(|l| Some(l.signal.code()))),
            build::floats(col::SCORE, rows.iter().map(|l| Some(l.score))),
            build::text(col::REASON, len, rows.iter().map(|l| Some(&l.reason))),
        ])
    })
}

/// How people appear in tables: by pseudonym, or by name when the user asked for names.
pub struct Naming<'a> {
    pub data: &'a DataSet,
    pub names: bool,
    /// Whether columns that name a person per row are written.
    pub people: bool,
}

impl Naming<'_> {
    /// What stands for a person.
    #[must_use]
    pub fn person(&self, person: PersonIx) -> &str {
        let person = &self.data.people[person];
        let named = self.names && !person.name.is_empty();
        if named { &person.name } else { &person.pseudonym }
    }

    /// Whether a record is about people, and names are not asked for. Its id stands for its tool's id already; its place
    /// in the export would tell whose it is.
    fn hides(&self, row: RecordRow) -> bool {
        !self.names && self.data.records.is_about_people(row)
    }
}

/// Gathers rows of a frame in a given order as public columns.
struct Gather<'a> {
    frame: &'a DataFrame,
    rows: &'a [u32],
    ids: Texts<'a, IncidentIx>,
    naming: &'a Naming<'a>,
}

impl Gather<'_> {
    fn incident(&self) -> Column {
        let incidents = Rows::of(self.frame, col::INCIDENT);
        let id = |at: &u32| incidents.get(*at as usize).and_then(|incident| self.ids.get(incident));
        build::text(col::INCIDENT_ID, self.rows.len(), self.rows.iter().map(id))
    }

    fn person(&self, name: &str) -> Column {
        self.person_in(col::PERSON, name)
    }

    fn person_in(&self, column: &str, name: &str) -> Column {
        let people = Rows::of(self.frame, column);
        let person = |at: &u32| people.get(*at as usize).map(|person| self.naming.person(person));
        build::text(name, self.rows.len(), self.rows.iter().map(person))
    }

    fn text(&self, name: &str) -> Column {
        let values = Texts::of(self.frame, name);
        build::text(name, self.rows.len(), self.rows.iter().map(|r| values.get(*r as usize)))
    }

    fn times(&self, name: &str) -> Column {
        let values = Instants::of(self.frame, name);
        build::times(name, self.rows.iter().map(|r| values.get(*r as usize)))
    }

    fn local_times(&self, name: &str) -> Column {
        let values = Instants::of(self.frame, name);
        build::local_times(name, self.rows.iter().map(|r| values.get(*r as usize)))
    }

    fn codes(&self, name: &str) -> Column {
        let values = Codes::of(self.frame, name);
        build::codes(name, self.rows.iter().map(|r| values.get(*r as usize)))
    }

    fn floats(&self, name: &str) -> Column {
        let values = Floats::of(self.frame, name);
        build::floats(name, self.rows.iter().map(|r| values.get(*r as usize)))
    }
}

fn gathered<'a>(
    name: &'static str,
    naming: &'a Naming<'a>,
    frame: &'a DataFrame,
    order: Vec<u32>,
    columns: impl Fn(&Gather) -> Vec<Column> + Send + Sync + 'a,
) -> PublicTable<'a> {
    PublicTable::sliced(name, order.len(), move |from, to| {
        let ids = naming.data.incident_texts(col::INCIDENT_ID);
        let gather = Gather { frame, rows: order.get(from..to).unwrap_or(&[]), ids, naming };
        build::frame(columns(&gather))
    })
}

fn in_order(frame: &DataFrame) -> Vec<u32> {
    row::rows(frame.height()).collect()
}

/// Who took part.
#[must_use]
pub fn involvements<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let frame = &naming.data.involvements;
    gathered("involvements", naming, frame, in_order(frame), |g| {
        vec![
            g.incident(),
            g.person(col::PERSON_ID),
            g.text(col::ROLE),
            g.text(col::VIA),
            g.text(col::ON_CALL),
            g.times(col::NOTIFIED_AT),
            g.times(col::JOINED_AT),
            g.times(col::LEFT_AT),
            g.floats(col::EFFORT_S),
        ]
    })
}

/// Who was interrupted, when, and at what hour of theirs.
#[must_use]
pub fn interruptions<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let frame = &naming.data.interruptions;
    let (incident, at) = (Rows::<IncidentIx>::of(frame, col::INCIDENT), Instants::of(frame, col::AT));
    let mut order = in_order(frame);
    let key = |r: u32| (incident.get(r as usize), at.get(r as usize), r);
    par::sort(&mut order, |a, b| key(*a).cmp(&key(*b)));
    gathered("interruptions", naming, frame, order, |g| {
        vec![
            g.incident(),
            g.person(col::PERSON_ID),
            g.times(col::AT),
            g.local_times(col::LOCAL_AT),
            g.text(col::ZONE),
            g.text(col::HOUR_CLASS),
        ]
    })
}

/// Who was on call.
#[must_use]
pub fn shifts<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let frame = &naming.data.shifts;
    let (person, start) = (Rows::of(frame, col::PERSON), Instants::of(frame, col::START_AT));
    let mut order = in_order(frame);
    order.sort_by_key(|r| (person.get(*r as usize).map(|p| naming.person(p)), start.get(*r as usize), *r));
    gathered("shifts", naming, frame, order, |g| {
        vec![
            g.person(col::PERSON_ID),
            g.text(col::SCHEDULE),
            g.codes(col::LEVEL),
            g.times(col::START_AT),
            g.times(col::END_AT),
        ]
    })
}

/// What the analyses add to each follow-up: its size, and how it stands.
#[derive(Clone, Copy)]
pub(super) struct Promises<'a> {
    pub(super) sizes: &'a [Option<&'static str>],
    pub(super) standing: &'a [Option<Standing>],
}

/// What was promised, how big it is, how it stands, and which team and problem its incident belongs to. That somebody owns
/// it tells of nobody who that is.
pub(super) fn follow_ups<'a>(
    naming: &'a Naming<'a>,
    families: &'a [Option<String>],
    promises: Promises<'a>,
) -> PublicTable<'a> {
    let frame = &naming.data.follow_ups;
    gathered("follow_ups", naming, frame, in_order(frame), move |g| {
        let size = |at: &u32| promises.sizes.get(*at as usize).copied().flatten();
        let standing = |at: &u32| promises.standing.get(*at as usize).copied().flatten();
        let state = |at: &u32| standing(at).map(|s| s.state.code()).filter(|code| !code.is_empty());
        let view = naming.data.incident_view();
        let incidents = Rows::<IncidentIx>::of(frame, col::INCIDENT);
        let team = |at: &u32| view.team.get(incidents.get(*at as usize)?);
        let record: Rows<RecordRow> = Rows::of(frame, col::RECORD);
        let told_by = |at: &u32| record.get(*at as usize).map(|r| naming.data.records.id(r));
        let family = |at: &u32| families.get(incidents.get(*at as usize)?.place())?.as_deref();
        let added = [
            build::text(col::TEAM, g.rows.len(), g.rows.iter().map(team)),
            build::text(col::FAMILY_ID, g.rows.len(), g.rows.iter().map(family)),
            build::flags(col::OWNED, g.rows.iter().map(|at| standing(at).map(|s| s.owned))),
            build::flags(col::OVERDUE, g.rows.iter().map(|at| standing(at)?.overdue)),
            build::text(col::STATE, g.rows.len(), g.rows.iter().map(state)),
            build::flags(col::AGREED_IN_PERIOD, g.rows.iter().map(|at| standing(at)?.agreed_in_period)),
            build::text(col::RECORD_ID, g.rows.len(), g.rows.iter().map(told_by)),
        ];
        let graded = build::text(col::SIZE_GRADE, g.rows.len(), g.rows.iter().map(size));
        let owner = naming.people.then(|| g.person(col::OWNER_ID));
        let head = [g.text(col::FOLLOW_UP_ID), g.incident(), g.text(col::TITLE)];
        let rest =
            [g.times(col::CREATED_AT), g.times(col::DUE_AT), g.times(col::COMPLETED_AT), g.text(col::STATUS), graded];
        head.into_iter().chain(owner).chain(rest).chain(added).collect()
    })
}

/// Changes of status, severity and responsibility.
#[must_use]
pub fn history<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let frame = &naming.data.history;
    gathered("history", naming, frame, in_order(frame), |g| {
        let automatic = Flags::of(frame, col::AUTOMATIC);
        let record: Rows<RecordRow> = Rows::of(frame, col::RECORD);
        let id = |at: &u32| record.get(*at as usize).map(|r| naming.data.records.id(r));
        let who = naming.people.then(|| [g.person(col::PERSON_ID), g.person_in(col::ACTOR, col::ACTOR_ID)]);
        let what = [g.incident(), g.times(col::AT), g.text(col::KIND), g.text(col::VALUE)];
        let rest = [
            build::flags(col::AUTOMATIC, g.rows.iter().map(|r| Some(automatic.get(*r as usize)))),
            build::text(col::RECORD_ID, g.rows.len(), g.rows.iter().map(id)),
        ];
        what.into_iter().chain(who.into_iter().flatten()).chain(rest).collect()
    })
}

/// Contributing factors as stated.
#[must_use]
pub fn factors<'a>(naming: &'a Naming<'a>) -> PublicTable<'a> {
    let frame = &naming.data.factors;
    gathered("factors", naming, frame, in_order(frame), |g| {
        vec![g.incident(), g.text(col::FACTOR), g.text(col::BASIS), g.text(col::RECORD_ID), g.text(col::QUOTE)]
    })
}
