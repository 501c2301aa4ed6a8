//! The data set: what was read, linked, and everything that follows from links, as frames.

use crate::frame::build::DataFrame;
use crate::frame::dataset::DataSet;
use crate::frame::events::EventColumns;
use crate::frame::records::Records;
use crate::frame::stated::StatedRows;
use crate::link::accounts::{check_totals, source_counts};
use crate::link::annotations::Bound;
use crate::link::assemble::{self, IncidentParts};
use crate::link::corrections::Confirmed;
use crate::link::groups::Groups;
use crate::link::masking::Masking;
use crate::link::roster::ShiftTable;
use crate::link::strays::{adopt, refuse, reject_strays, settled};
use crate::link::{
    Linked, attach, clocks, corrections, effort, exposure, interruptions, involvement, link, tables, tickets,
};
use crate::model::annotation::{Action, Annotation};
use crate::model::change::ProcessChange;
use crate::model::clock::ClockShift;
use crate::model::earlier::EarlierReports;
use crate::model::holiday::DaysOff;
use crate::model::hours::HourProfile;
use crate::model::link::Link;
use crate::model::period::{Period, Periods};
use crate::model::person::Directory;
use crate::model::row::IncidentRow;
use crate::model::ticket::Tickets;
use crate::model::time::Millis;
use crate::model::work_calendar::WorkCalendar;
use crate::normalise::calendar::{self, Asked};
use crate::normalise::loaded::Loaded;
use crate::normalise::mask::Mask;
use crate::par;
use chrono_tz::Tz;

/// What a run and its settings say about the data set.
pub struct Plan<'a> {
    pub period: Asked,
    /// When the exports were made; `None`: the latest stamp in them.
    pub as_of: Option<Millis>,
    /// The zone of the periods.
    pub zone: Tz,
    /// Pages to one person within this many milliseconds of the first count once.
    pub interruption_gap: Millis,
    pub profile: &'a HourProfile,
    /// Changes of definitions that the settings name.
    pub changes: &'a [ProcessChange],
    /// What a person calls a tool.
    pub title: fn(&str) -> String,
}

/// Links the records and builds the data set; known people leave the texts on the way. What is no longer needed is dropped on
/// the way: at a million incidents the columns before linking and the frames after it would not fit beside each other.
#[must_use]
pub fn build(mut loaded: Loaded, mut directory: Directory, masking: &Masking, plan: &Plan) -> DataSet {
    adopt(&mut loaded);
    masking.records(&mut loaded.records);
    let annotations = std::mem::take(&mut loaded.annotations);
    let (Linked { groups, mut links, bound, again, .. }, clock_shifts, tickets) = linked(&mut loaded, &annotations);
    let earlier_reports = earlier(&mut loaded, &annotations, &bound);
    let mut attached = attach::attach(&loaded.incidents, &loaded.events, &groups);
    let mut confirmed = corrected(&mut loaded, &annotations, &bound.row, &groups, &mut attached);
    reject_strays(&mut loaded, &attached);
    mask(masking, (&mut loaded, &mut directory), &mut links, &mut confirmed);
    let (periods, quarters) = calendar_of(&loaded, &groups, plan);
    let sources = source_counts(&loaded, &groups, plan.title);
    let mut records = settled(&mut loaded, &attached);
    let read =
        Settled { loaded: &loaded, attached: &attached, groups: &groups, directory: &directory, records: &records };
    let found = read.followed(&confirmed, &mut links, plan);
    loaded.events = EventColumns::default();
    attached.forget_entries();
    let (columns, groups, attached, quarters) = (loaded.incidents, &groups, &attached, &quarters);
    let table = IncidentParts { columns, groups, attached, directory: &directory, periods: &periods, quarters };
    let incidents = assemble::incidents(table, &mut records);
    check_totals(&records);
    DataSet {
        exposure: exposure::settle(loaded.exposure, &incidents),
        changes: changes(loaded.changes, plan.changes, masking.mask),
        clock_shifts,
        holidays: loaded.holidays,
        earlier_families: loaded.families,
        earlier_asks: loaded.asks,
        earlier_reports,
        notes: loaded.notes,
        unread: Vec::new(),
        incidents,
        involvements: found.involvements,
        interruptions: tables::interruptions(&found.pages.interruptions, &directory),
        joint_pages: tables::joint_pages(&found.pages.joint),
        engagements: found.engagements,
        shifts: tables::shifts(&loaded.shifts, &directory),
        follow_ups: found.follow_ups,
        factors: found.factors,
        history: found.history,
        problems: found.problems,
        kin: tables::kin(&annotations, &bound, &again, groups),
        tickets,
        has_pages: found.pages.notifications > 0,
        has_shifts: !loaded.shifts.is_empty(),
        notifications: found.pages.notifications,
        records,
        stated: found.stated,
        links,
        people: directory.people,
        periods,
        profile: plan.profile.clone(),
        sources,
    }
}

/// Everything that is linked and masked.
struct Settled<'a> {
    loaded: &'a Loaded,
    attached: &'a attach::Attached,
    groups: &'a Groups,
    directory: &'a Directory,
    records: &'a Records,
}

/// What follows from it, beside the incident table.
struct Followed {
    involvements: DataFrame,
    engagements: DataFrame,
    history: DataFrame,
    pages: interruptions::PageCounts,
    stated: StatedRows,
    problems: DataFrame,
    follow_ups: DataFrame,
    factors: DataFrame,
}

impl Settled<'_> {
    /// What entries tell, beside what records do.
    fn followed(&self, confirmed: &[Confirmed], links: &mut Vec<Link>, plan: &Plan) -> Followed {
        let Self { loaded, attached, groups, directory, records } = *self;
        let columns = &loaded.incidents;
        let of_entries = || {
            (parts_taken(loaded, attached, groups, directory), tables::history(loaded, attached, directory, records))
        };
        let of_records = || {
            let pages = pages(loaded, attached, directory, plan);
            let stated = StatedRows::of(columns, &groups.members, &groups.of_row, records);
            let follow_ups = tables::follow_ups(columns, groups, directory);
            let factors = tables::factors(columns, groups, records, confirmed);
            (pages, stated, tables::problems(columns, groups, links), follow_ups, factors)
        };
        let (((involvements, engagements), history), (pages, stated, problems, follow_ups, factors)) =
            par::both(of_entries, of_records);
        Followed { involvements, engagements, history, pages, stated, problems, follow_ups, factors }
    }
}

/// Known people leave what is not masked yet.
fn mask(masking: &Masking, read: (&mut Loaded, &mut Directory), links: &mut [Link], confirmed: &mut [Confirmed]) {
    masking.rest(read.0, read.1);
    masking.linked(links, confirmed);
}

/// The earlier reports, and the records that people bring together or keep apart. Annotations that find nothing are refused.
fn earlier(loaded: &mut Loaded, annotations: &[Annotation], bound: &Bound) -> EarlierReports {
    bound.unmatched.iter().for_each(|(record, detail)| refuse(loaded, *record, detail.clone()));
    let list = std::mem::take(&mut loaded.reports);
    if list.is_empty() {
        return EarlierReports::default();
    }
    let is_grouping = |annotation: &&Annotation| matches!(annotation.action, Action::Merge(_) | Action::Split(_));
    let rows =
        annotations.iter().zip(bound.row.iter().zip(&bound.other)).filter(|(annotation, _)| is_grouping(annotation));
    let records = rows.flat_map(|(_, (row, other))| [*row, *other]).flatten();
    let by_hand = records.map(|row| loaded.records.id(loaded.incidents.record[row])).collect();
    EarlierReports { list, by_hand, ..EarlierReports::default() }
}

/// Writes what people corrected over what records state; gives the factors that they confirmed.
fn corrected(
    loaded: &mut Loaded,
    annotations: &[Annotation],
    rows: &[Option<IncidentRow>],
    groups: &Groups,
    attached: &mut attach::Attached,
) -> Vec<corrections::Confirmed> {
    corrections::apply(annotations, rows, &mut loaded.incidents, &mut loaded.records, groups, attached)
}

/// What belongs together, and tools whose clocks differ; where two of them tell of one incident, its times are on one clock
/// from here on.
fn linked(loaded: &mut Loaded, annotations: &[Annotation]) -> (Linked, Vec<ClockShift>, Option<Tickets>) {
    let found = link(&loaded.incidents, &loaded.records, annotations);
    let (columns, records, events) = (&mut loaded.incidents, &mut loaded.records, &mut loaded.events);
    let shifts = clocks::settle(columns, records, events, &found.groups, &found.steady);
    let written = tickets::attach(&loaded.tickets, columns, &found.groups);
    (found, shifts, Some(written).filter(|written| written.all > 0))
}

/// Changes out of files and settings, in order of time; one that stands in both counts once.
fn changes(mut found: Vec<ProcessChange>, of_settings: &[ProcessChange], mask: &Mask) -> Vec<ProcessChange> {
    found.extend(of_settings.iter().map(|c| ProcessChange { what: mask.applied(&c.what), ..c.clone() }));
    found.sort();
    found.dedup();
    found
}

/// The interruptions, and what came with them.
fn pages(
    loaded: &Loaded,
    attached: &attach::Attached,
    directory: &Directory,
    plan: &Plan,
) -> interruptions::PageCounts {
    let calendar = WorkCalendar { profile: plan.profile, days_off: DaysOff::of(&loaded.holidays) };
    interruptions::interruptions(&loaded.events, attached, directory, &calendar, plan.interruption_gap)
}

/// The periods of the run, from the starts of the incidents that count, and every quarter that any incident touches.
fn calendar_of(loaded: &Loaded, groups: &Groups, plan: &Plan) -> (Periods, Vec<Period>) {
    let zone = plan.zone;
    let as_of = plan.as_of.or(loaded.latest).unwrap_or(0);
    let starts = assemble::starts(&loaded.incidents, groups);
    let counts = |rows: &[IncidentRow]| assemble::exclusion(&loaded.incidents, rows).is_empty();
    let included: Vec<Millis> = starts
        .iter()
        .zip(&groups.members)
        .filter(|(_, rows)| counts(rows))
        .filter_map(|(s, _)| s.map(|(at, _)| at))
        .collect();
    let mut periods = calendar::periods(plan.period, &included, as_of, zone);
    periods.as_of_stated = plan.as_of.is_some();
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
    let roster = ShiftTable::of(&loaded.shifts, &loaded.mentions, directory);
    let involved = involvement::involved(&loaded.incidents, &loaded.events, attached, groups, directory, &roster);
    let worked = effort::worked(&loaded.events, attached, directory);
    let involvements = tables::involvements(&involved, &effort::efforts(&worked));
    (involvements, tables::engagements(&worked))
}
