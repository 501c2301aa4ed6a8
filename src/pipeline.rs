//! The conductor: six stages, six calls.
//!
//! `ingest → normalise → link → analyse → findings → render`. To follow one incident through, start here.

mod cases;
pub mod coverage;
pub mod facts;
pub mod gaps;
pub mod inspection;
pub mod load;
pub mod manifest;
pub mod mask;
pub mod moments;
pub mod proposal;
pub mod propose;
pub mod roll_up;
pub mod seen;
pub mod tables;

pub use crate::findings::Grade;
pub use crate::ingest::files::FileReport;
pub use crate::ingest::inputs::{Found, Input, InputError, input_inside};
pub use crate::ingest::recognise::Certainty;
pub use crate::normalise::calendar::{Asked, asked};
pub use crate::render::{ALL as EDITIONS, ANALYST, EXECUTIVE, Edition, MANAGERS, ONCALL};
pub use moments::Later;

use crate::analyse::{self, Results};
use crate::findings::Findings;
use crate::findings::compose::compose;
use crate::findings::rule::Facts;
use crate::frame::build::DataFrame;
use crate::frame::dataset::{DataSet, SourceCount};
use crate::frame::events::EventColumns;
use crate::frame::records::Fate;
use crate::frame::stated::StatedRows;
use crate::frame::tables::file_counts;
use crate::ingest::{SOURCES, Source, files, inputs, relative};
use crate::link::assemble::{self, Parts};
use crate::link::groups::Groups;
use crate::link::roster::Roster;
use crate::link::{Linked, attach, clocks, corrections, effort, interruptions, numbering, people as parts};
use crate::model::annotation::Annotation;
use crate::model::bug;
use crate::model::change::Change;
use crate::model::clock::ClockShift;
use crate::model::holiday::DaysOff;
use crate::model::period::{Period, Periods};
use crate::model::person::Directory;
use crate::model::reject::{Reason, Reject};
use crate::model::time::Millis;
use crate::normalise::keyed::Key;
use crate::normalise::mask::Mask;
use crate::normalise::people::PeopleParams;
use crate::normalise::{calendar, people};
use crate::settings::Settings;
use load::{Loaded, Loader};
use std::path::Path;

/// What a run is asked to do.
pub struct Request<'a> {
    pub inputs: &'a [Input],
    pub settings: &'a Settings,
    pub period: Asked,
    /// When the exports were made; `None`: the latest stamp in them.
    pub as_of: Option<Millis>,
    pub names: bool,
}

/// Steps of a run, for people who watch.
#[derive(Debug, Clone)]
pub enum Step {
    Reading { files_done: usize, files: usize },
    Linking,
    Analysing(&'static str),
    Writing(&'static str),
}

/// Everything a run has found.
pub struct Review {
    pub files: Vec<FileReport>,
    pub data: DataSet,
    pub results: Results,
    pub findings: Findings,
    /// Finds known people in texts, for those that are not made from the data set.
    pub mask: Mask,
    /// Whether tables with a person per row are written; they are the analyst's own.
    pub people: bool,
}

/// Runs all stages up to the findings. `None` when nothing usable was read; the file reports say why. What began after a
/// stated moment of export is left out.
pub fn review(request: &Request, step: &(dyn Fn(Step) + Sync)) -> (Vec<FileReport>, Option<Review>) {
    let (files, loaded) = read(request.inputs, request.settings, step);
    finish(files, loaded, request, step)
}

/// The same, but a stated moment of export that lies before data of the inputs is refused.
///
/// # Errors
/// A record began after that moment.
pub fn review_unless_later(
    request: &Request,
    step: &(dyn Fn(Step) + Sync),
) -> Result<(Vec<FileReport>, Option<Review>), Later> {
    let (files, loaded) = read(request.inputs, request.settings, step);
    match request.as_of.and_then(|as_of| moments::later(&loaded, as_of)) {
        Some(later) => Err(later),
        None => Ok(finish(files, loaded, request, step)),
    }
}

/// The stages behind reading.
fn finish(
    files: Vec<FileReport>,
    mut loaded: Loaded,
    request: &Request,
    step: &(dyn Fn(Step) + Sync),
) -> (Vec<FileReport>, Option<Review>) {
    if let Some(as_of) = request.as_of {
        moments::settle(&mut loaded, Some(as_of));
        moments::leave_out_later(&mut loaded, as_of);
    }
    if loaded.incidents.is_empty() {
        return (files, None);
    }
    step(Step::Linking);
    let secrets = files.iter().map(|file| &file.secret);
    let people = PeopleParams { inputs: Key::of_inputs(secrets), ..request.settings.people.clone() };
    let directory = people::resolve(&loaded.mentions, &people);
    let mask = mask::known(&loaded, &directory, people.mask_texts);
    let masking = mask::Masking { mask: &mask, key: &people.key(), names: request.names };
    let data = join(loaded, request, directory, &masking);
    let results = analyse::run(&data, &params(request.settings), &|name| step(Step::Analysing(name)));
    let findings = compose(&Facts::new(&data, &results, request.names));
    (Vec::new(), Some(Review { files, data, results, findings, mask, people: false }))
}

/// Parameters of the analyses that the settings decide.
fn params(settings: &Settings) -> analyse::Params {
    let mut params = analyse::Params::default();
    params.areas.seed = settings.seed;
    params.mttx.seed = settings.seed;
    params.volume.seed = settings.seed;
    params.overlap.seed = settings.seed;
    params.load.clone_from(&settings.load);
    params.recurrence.clone_from(&settings.recurrence);
    params.recurrence.night_work = settings.load.night_work;
    params
}

/// Reads all inputs into columns.
pub fn read(inputs: &[Input], settings: &Settings, step: &(dyn Fn(Step) + Sync)) -> (Vec<FileReport>, Loaded) {
    let mapped = settings.mapped.iter().map(|m| m as &dyn Source);
    let sources: Vec<&dyn Source> = mapped.chain(SOURCES.iter().copied()).collect();
    let mut loader = Loader::new(settings, relative::labels(inputs));
    let progress = |p: files::Progress| step(Step::Reading { files_done: p.done, files: p.files });
    let reports = files::read_within(inputs, &sources, settings.budget, &progress, &mut |batch| loader.take(batch));
    loader.finish();
    loader.loaded.complete(settings);
    moments::settle(&mut loader.loaded, None);
    (reports, loader.loaded)
}

/// Links the records and builds the data set; known people leave the texts on the way. What is no longer needed is dropped on the way: at a million incidents
/// the columns before linking and the frames after it would not fit beside each other.
fn join(mut loaded: Loaded, request: &Request, mut directory: Directory, masking: &mask::Masking) -> DataSet {
    let settings = request.settings;
    adopt(&mut loaded);
    masking.records(&mut loaded.records);
    let annotations = std::mem::take(&mut loaded.annotations);
    let (Linked { groups, mut links, bound, again, .. }, clock_shifts) = linked(&mut loaded, &annotations);
    bound.unmatched.iter().for_each(|(record, detail)| refuse(&mut loaded, *record, detail.clone()));
    let mut attached = attach::attach(&loaded.incidents, &loaded.events, &groups);
    let (columns, records) = (&mut loaded.incidents, &mut loaded.records);
    let mut confirmed = corrections::apply(&annotations, &bound.row, columns, records, &groups, &mut attached);
    reject_strays(&mut loaded, &attached);
    masking.rest(&mut loaded, &mut directory);
    masking.linked(&mut links, &mut confirmed);
    let (periods, quarters) = calendar_of(&loaded, &groups, request);
    let sources = source_counts(&loaded, &groups);
    let mut records = settled(&mut loaded, &attached);
    let (involvements, engagements) = parts_taken(&loaded, &attached, &groups, &directory);
    let pages = pages(&loaded, &attached, &directory, settings);
    let history = crate::link::tables::history(&loaded.events, &attached, &directory);
    loaded.events = EventColumns::default();
    attached.forget_entries();
    let stated = StatedRows::of(&loaded.incidents, &groups.members, &groups.of_row, &records);
    let problems = crate::link::tables::problems(&loaded.incidents, &groups, &mut links);
    let follow_ups = crate::link::tables::follow_ups(&loaded.incidents, &groups, &directory);
    let kin = crate::link::tables::kin(&annotations, &bound, &again, &groups);
    let factors = crate::link::tables::factors(&loaded.incidents, &groups, &records, &confirmed);
    let columns = loaded.incidents;
    let (groups, attached, directory_of, periods_of) = (&groups, &attached, &directory, &periods);
    let table = Parts { columns, groups, attached, directory: directory_of, periods: periods_of, quarters: &quarters };
    let incidents = accounted(table, &mut records);
    DataSet {
        exposure: crate::link::exposure::settle(loaded.exposure, &incidents),
        changes: changes(loaded.changes, settings, masking.mask),
        clock_shifts,
        holidays: loaded.holidays,
        earlier_families: loaded.families,
        incidents,
        involvements,
        interruptions: crate::link::tables::interruptions(&pages.interruptions, &directory),
        joint_pages: crate::link::tables::joint_pages(&pages.joint),
        engagements,
        shifts: crate::link::tables::shifts(&loaded.shifts, &directory),
        follow_ups,
        factors,
        history,
        problems,
        kin,
        has_pages: pages.notifications > 0,
        has_shifts: !loaded.shifts.is_empty(),
        notifications: pages.notifications,
        records,
        stated,
        links,
        people: directory.people,
        periods,
        profile: settings.profile.clone(),
        sources,
    }
}

/// What belongs together, and tools whose clocks differ; where two of them tell of one incident, its times are on one clock
/// from here on.
fn linked(loaded: &mut Loaded, annotations: &[Annotation]) -> (Linked, Vec<ClockShift>) {
    let found = crate::link::link(&loaded.incidents, &loaded.records, annotations);
    let (columns, records, events) = (&mut loaded.incidents, &mut loaded.records, &mut loaded.events);
    let shifts = clocks::settle(columns, records, events, &found.groups, &found.steady);
    (found, shifts)
}

/// Changes out of files and settings, in order of time; one that stands in both counts once.
fn changes(mut found: Vec<Change>, settings: &Settings, mask: &Mask) -> Vec<Change> {
    found.extend(settings.changes.iter().map(|c| Change { what: mask.applied(&c.what), ..c.clone() }));
    found.sort();
    found.dedup();
    found
}

/// The interruptions, and what came with them.
fn pages(
    loaded: &Loaded,
    attached: &attach::Attached,
    directory: &Directory,
    settings: &Settings,
) -> interruptions::Pages {
    let gap = settings.link.interruption_gap;
    let clock = interruptions::Clock { profile: &settings.profile, days_off: DaysOff::of(&loaded.holidays) };
    interruptions::interruptions(&loaded.events, attached, directory, &clock, gap)
}

/// The periods of the run, from the starts of the incidents that count, and every quarter that any incident touches.
fn calendar_of(loaded: &Loaded, groups: &Groups, request: &Request) -> (Periods, Vec<Period>) {
    let zone = request.settings.zone;
    let as_of = request.as_of.or(loaded.latest).unwrap_or(0);
    let starts = assemble::starts(&loaded.incidents, groups);
    let counts = |rows: &[u32]| assemble::exclusion(&loaded.incidents, rows).is_empty();
    let included: Vec<Millis> = starts
        .iter()
        .zip(&groups.members)
        .filter(|(_, rows)| counts(rows))
        .filter_map(|(s, _)| s.map(|(at, _)| at))
        .collect();
    let mut periods = calendar::periods(request.period, &included, as_of, zone);
    periods.as_of_stated = request.as_of.is_some();
    let all = || starts.iter().flatten().map(|(at, _)| *at);
    let quarters = match (all().min(), all().max()) {
        (Some(first), Some(last)) => calendar::all_quarters(first, last, as_of, zone),
        _ => Vec::new(),
    };
    (periods, quarters)
}

/// Who took part in what, and the stretches of work.
fn parts_taken(
    loaded: &Loaded,
    attached: &attach::Attached,
    groups: &Groups,
    directory: &Directory,
) -> (DataFrame, DataFrame) {
    let roster = Roster::of(&loaded.shifts, &loaded.mentions, directory);
    let involved = parts::involved(&loaded.incidents, &loaded.events, attached, groups, directory, &roster);
    let worked = effort::worked(&loaded.events, attached, directory);
    let involvements = crate::link::tables::involvements(&involved, &effort::efforts(&worked));
    (involvements, crate::link::tables::engagements(&worked))
}

/// Gives records whose numbers start again ids of their own, and incidents what was exported apart from them.
fn adopt(loaded: &mut Loaded) {
    let renamed = numbering::apart(&mut loaded.incidents, &mut loaded.records, &mut loaded.events);
    for (_, source, incident, item) in &mut loaded.loose_follow_ups {
        if let Some(name) = renamed.find(source, incident, item.created) {
            name.clone_into(incident);
        }
    }
    crate::link::signals::flags::drop(&mut loaded.incidents);
    adopt_follow_ups(loaded);
    crate::link::signals::merges::adopt(&mut loaded.incidents, &loaded.events);
}

/// Follow-ups that came in a list of their own find their incident by its native id; one whose incident is in no export
/// is refused.
fn adopt_follow_ups(loaded: &mut Loaded) {
    let mut rows = std::collections::BTreeMap::new();
    for row in 0..loaded.incidents.len() {
        let source = loaded.incidents.sources.get(loaded.incidents.source.get(row).copied().unwrap_or(0)).to_owned();
        rows.insert((source, loaded.incidents.native_id.get(row).to_owned()), row);
        if loaded.loose_follow_ups.is_empty() {
            return;
        }
    }
    let inside = loaded.incidents.follow_ups.iter();
    let mut known: std::collections::BTreeSet<(u32, String)> =
        inside.map(|(row, item)| (*row, item.id.clone())).collect();
    for (record, source, incident, item) in std::mem::take(&mut loaded.loose_follow_ups) {
        match rows.get(&(source, incident.clone())) {
            Some(row) => {
                // Some tools list the same item apart and inside the incident.
                let row = u32::try_from(*row).unwrap_or(u32::MAX);
                if item.id.is_empty() || known.insert((row, item.id.clone())) {
                    loaded.incidents.follow_ups.push((row, item));
                }
            }
            None => stray(loaded, record, &incident),
        }
    }
}

/// Log entries of incidents that no export holds are refused, with the id that was looked for.
fn reject_strays(loaded: &mut Loaded, attached: &attach::Attached) {
    let mut last = None;
    for (row, incident) in attached.incident.iter().enumerate() {
        let record = loaded.events.record.get(row).copied().unwrap_or(0);
        if *incident == attach::NO_INCIDENT && last != Some(record) {
            last = Some(record);
            let key = loaded.events.keys.get(loaded.events.key.get(row).copied().unwrap_or(0)).to_owned();
            let named = key.split('\u{1}').next_back().unwrap_or("").to_owned();
            stray(loaded, record, &named);
        }
    }
}

fn stray(loaded: &mut Loaded, record: u32, incident: &str) {
    refuse(loaded, record, format!("no export holds the incident {incident}"));
}

/// Refuses a record that is about an incident which is not there. One record is refused once.
fn refuse(loaded: &mut Loaded, record: u32, detail: String) {
    if loaded.records.fate.get(record as usize) == Some(&Fate::Rejected) {
        return;
    }
    let records = &mut loaded.records;
    records.settle(record, Fate::Rejected, crate::frame::records::NO_INCIDENT);
    let at = record as usize;
    let origin = crate::model::origin::Origin {
        file: records.file.get(at).copied().unwrap_or(0),
        row: records.row.get(at).copied().unwrap_or(0),
        pointer: records.pointer(record),
    };
    let source = records.sources.get(records.source.get(at).copied().unwrap_or(0)).to_owned();
    let reject = Reject { origin, record_id: records.id(record), reason: Reason::UnknownIncident, detail };
    records.rejects.push(crate::frame::records::RejectRow { source, reject });
}

/// The records, in which entries that found their incident are attached to it.
fn settled(loaded: &mut Loaded, attached: &attach::Attached) -> crate::frame::records::Records {
    let mut records = std::mem::take(&mut loaded.records);
    for (row, incident) in attached.incident.iter().enumerate() {
        if *incident != attach::NO_INCIDENT {
            records.settle(loaded.events.record.get(row).copied().unwrap_or(0), Fate::Attached, *incident);
        }
    }
    records
}

/// The table of incidents, once every record is accounted for.
fn accounted(table: Parts, records: &mut crate::frame::records::Records) -> DataFrame {
    let incidents = assemble::incidents(table, records);
    check_totals(records);
    incidents
}

/// The reconciliation must add up, or the run must not go on: read = kept + attached + merged + excluded + rejected.
fn check_totals(records: &crate::frame::records::Records) {
    let counted: u64 = file_counts(records).iter().map(crate::frame::tables::FileCount::read).sum();
    let rejected = records.fate.iter().filter(|f| **f == Fate::Rejected).count();
    if counted != records.len() as u64 || rejected != records.rejects.len() {
        let detail = format!(
            "{counted} of {} records counted, {rejected} rejected, {} reasons",
            records.len(),
            records.rejects.len()
        );
        bug::broken("every record read is accounted for", &detail);
    }
}

fn source_counts(loaded: &Loaded, groups: &Groups) -> Vec<SourceCount> {
    let columns = &loaded.incidents;
    let mut counts: std::collections::BTreeMap<&str, (u64, u64)> = std::collections::BTreeMap::new();
    let tool = |row: usize| columns.sources.get(columns.source.get(row).copied().unwrap_or(0));
    for row in 0..columns.len() {
        counts.entry(tool(row)).or_default().0 += 1;
    }
    for rows in &groups.members {
        let mut tools: Vec<&str> = rows.iter().map(|r| tool(*r as usize)).collect();
        tools.sort_unstable();
        tools.dedup();
        for name in tools {
            counts.entry(name).or_default().1 += 1;
        }
    }
    counts
        .into_iter()
        .map(|(name, (incident_records, incidents))| SourceCount {
            tool: name.to_owned(),
            title: tool_title(name),
            incident_records,
            incidents,
        })
        .collect()
}

/// What a person calls a tool; a mapping is called by its own name.
#[must_use]
pub fn tool_title(tool: &str) -> String {
    let source = SOURCES.iter().find(|s| s.tool().id == tool);
    source.map_or_else(|| tool.to_owned(), |s| s.tool().title.to_owned())
}

/// The codes that claims can have, for a condition of `--fail-on`.
pub use crate::findings::codes;

/// The kinds that `KIND=PATH` may name.
#[must_use]
pub fn known_kinds() -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = SOURCES.iter().map(|s| s.id()).collect();
    kinds.push("mapped");
    kinds
}

/// The kinds with what people call them, in the order in which they are asked.
#[must_use]
pub fn kinds() -> Vec<(&'static str, &'static str)> {
    let mut kinds: Vec<_> = SOURCES.iter().map(|s| (s.id(), s.title())).collect();
    kinds.push(("mapped", "any table or JSON that a [[mapping]] of the settings describes"));
    kinds
}

/// Files, folders, globs, `-` and `KIND=PATH` as a list of files.
///
/// # Errors
/// A path can't be opened, or a pattern matches nothing.
pub fn expand(given: &[String]) -> Result<Vec<Input>, InputError> {
    inputs::expand(given, &known_kinds())
}

/// The same, for a run that writes to a folder; with the earlier reports that were met on the way and left out.
///
/// # Errors
/// A path can't be opened, or a pattern matches nothing.
pub fn expand_beside(given: &[String], out: Option<&Path>) -> Result<Found, InputError> {
    inputs::expand_beside(given, &known_kinds(), out)
}

/// An instant as typed: any form a record may state it in; without an offset it is UTC.
#[must_use]
pub fn moment(typed: &str) -> Option<Millis> {
    let stamp = crate::model::record::Stamp { text: typed.to_owned(), field: "as-of" };
    let utc = crate::normalise::time::TimeContext { zone: Some(chrono_tz::Tz::UTC), ..Default::default() };
    crate::normalise::time::parse(&stamp, utc).ok().flatten().map(|parsed| parsed.at)
}
