//! What normalisation changed, by rule, and the zones that had to be assumed.

use crate::findings::draft::{self, evidence, figures_column, numbers, words_column};
use crate::findings::rule::Facts;
use crate::findings::{Basis, Claim, Table};
use crate::model::remark::RemarkRule;
use crate::model::row::{IncidentIx, RecordRow};
use crate::text::number;
use crate::text::plural::count;
use std::collections::{BTreeMap, BTreeSet};

fn words(rule: RemarkRule) -> &'static str {
    match rule {
        RemarkRule::ToUtc => "a stated time with an offset became UTC",
        RemarkRule::ZoneApplied => "a time without an offset was read in the zone of the settings or the export",
        RemarkRule::ZoneAssumedUtc => "a time without an offset was read as UTC, because no zone is known",
        RemarkRule::NotATime => "a text that is no time was left out",
        RemarkRule::ImpossibleTime => "a time outside 1990 to 2100 was left out",
        RemarkRule::AmbiguousDate => "day and month could not be told apart; left out",
        RemarkRule::NotSet => "a stand-in for “not set” was left out",
        RemarkRule::SeverityMapped => "a severity was translated",
        RemarkRule::SeverityUnknown => "a severity that is not known",
        RemarkRule::StatusMapped => "a status was translated",
        RemarkRule::StatusUnknown => "a status that is not known",
        RemarkRule::PlainText => "formatting was taken out of a text",
        RemarkRule::HiddenCharacters => "control or invisible characters were shown as symbols or dropped",
        RemarkRule::Alias => "a name was replaced by the settings",
        RemarkRule::UnknownArea => "the name of an area that the settings don't have",
        RemarkRule::OwnField => "a field of the organisation's own was read by its name or by the settings",
        RemarkRule::StillRunning => "how long an open incident has lasted so far is no end",
        RemarkRule::EndFromLength => {
            "the end is the beginning and the stated length, which some tools count until the ticket was closed"
        }
        RemarkRule::LengthDiffers => "a stated length that the times contradict; the times were believed",
        RemarkRule::ImpossibleOrder => "an end before the start; kept, but not used for durations",
        RemarkRule::PlaceholderEnd => {
            "an end after the exports were made, or far past all else, was left out: it was not over yet"
        }
        RemarkRule::NumberedAgain => "a number that starts again in each file or sheet got its name before it",
        RemarkRule::ClockShift => "a time was brought onto the clock of another tool",
        RemarkRule::Annotated => "corrected by an annotation",
        RemarkRule::NotAnIncident => "recognised as planned work, a drill or a test",
        RemarkRule::Mended => "a value that was no JSON was mended or left out",
        RemarkRule::WrongType => "a value of an unexpected shape was left out",
    }
}

/// Remarks by rule: how many values, and of how many records.
#[must_use]
pub fn table(facts: &Facts) -> Option<Table> {
    let mut counts: BTreeMap<RemarkRule, (u64, u64, Option<RecordRow>)> = BTreeMap::new();
    for remark in facts.data.records.remarks.iter() {
        let (values, records, last) = counts.entry(remark.rule).or_default();
        *values += 1;
        // Remarks of one record stand together, so a change of record is a new one.
        if *last != Some(remark.record) {
            *records += 1;
            *last = Some(remark.record);
        }
    }
    let rows: Vec<Vec<String>> = counts
        .into_iter()
        .map(|(rule, (values, records, _))| {
            vec![rule.code().to_owned(), words(rule).to_owned(), number::thousands(values), number::thousands(records)]
        })
        .collect();
    let columns =
        vec![words_column("rule"), words_column("what was done"), figures_column("values"), figures_column("records")];
    let note = "Values that are not as they were stated, by rule. All of them are in data/remarks.csv.";
    (!rows.is_empty())
        .then(|| draft::table("remarks", "What was changed while reading", note, columns, rows, "data/remarks.csv"))
}

/// Incidents of records whose times were read as UTC because no zone is known.
#[must_use]
pub fn of_assumed_zone(facts: &Facts) -> BTreeSet<IncidentIx> {
    let records = &facts.data.records;
    let assumed = records.remarks.iter().filter(|r| r.rule == RemarkRule::ZoneAssumedUtc);
    assumed.filter_map(|remark| records.incident[remark.record]).collect()
}

/// Records whose times were read as UTC because no zone is known; `None` when there are none.
#[must_use]
pub fn zones_assumed(facts: &Facts) -> Option<Claim> {
    let records = &facts.data.records;
    let assumed: BTreeSet<RecordRow> =
        records.remarks.iter().filter(|r| r.rule == RemarkRule::ZoneAssumedUtc).map(|r| r.record).collect();
    let n = assumed.len() as u64;
    (n > 0).then(|| {
        let sources: BTreeSet<&str> = assumed.iter().map(|record| records.tool(*record)).collect();
        let incidents = of_assumed_zone(facts);
        let mut claim = draft::claim(facts, "quality.zones-assumed", "");
        claim.basis = Basis::Assumed;
        claim.method = "Times stated without an offset, in exports for which neither they nor the settings name a zone.".to_owned();
        claim.n = Some(n);
        claim.sentence = format!(
            "Times of {} state no time zone and were read as UTC. If that is wrong, hours of the day and the order between sources shift by whole hours; a zone in the settings corrects it.",
            count(n, "record")
        );
        numbers(&mut claim, [("records", Some(n as f64)), ("incidents", Some(incidents.len() as f64)), ("sources", Some(sources.len() as f64))]);
        evidence(&mut claim, &facts.data.incident_view(), incidents.into_iter());
        claim
    })
}
