//! Reviews of incidents, one Markdown file each, with front matter, a time line and follow-ups.

use super::incident::{Incident, between};
use super::organisation::{DAY, END, PEOPLE};
use super::output::{Error, file};
use super::pager::{address, stamp};
use super::plan::Story;
use crate::stats::random::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const FACTORS: [&str; 10] = [
    "deploy",
    "missing-alert",
    "connection-pool",
    "configuration",
    "capacity",
    "certificate",
    "vendor",
    "retry-storm",
    "unclear-ownership",
    "stale-runbook",
];

const ACTIONS: [&str; 10] = [
    "Add an alert before customers notice",
    "Write a runbook for the first responder",
    "Test the restore every month",
    "Set a limit on retries",
    "Raise the pool and watch it",
    "Rehearse the failover",
    "Renew certificates by machine",
    "Give the component an owner",
    "Check configuration before it is rolled out",
    "Load-test the slow path",
];

/// The folder of reviews and the names already used in it.
pub(super) struct Reviews {
    folder: PathBuf,
    names: BTreeMap<String, u32>,
}

impl Reviews {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), names: BTreeMap::new() }
    }

    /// Writes the review of an incident, if it has one; returns the file name without its ending.
    pub(super) fn write(&mut self, incident: &mut Incident) -> Result<Option<String>, Error> {
        if !incident.planned.reviewed {
            return Ok(None);
        }
        let plain = format!("{}-{}", day(incident.planned.begin), slug(incident.title(), incident.service()));
        let uses = self.names.entry(plain.clone()).or_default();
        *uses += 1;
        let name = if *uses == 1 { plain } else { format!("{plain}-{uses}") };
        file(&self.folder.join(format!("{name}.md")), &text(incident))?;
        Ok(Some(name))
    }

    pub(super) fn len(&self) -> usize {
        self.names.values().map(|uses| usize::try_from(*uses).unwrap_or(0)).sum()
    }
}

fn day(at: i64) -> String {
    stamp(at).chars().take(10).collect()
}

/// The first words of a title in letters that every file system takes.
fn slug(title: &str, otherwise: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() > 1).take(5);
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { otherwise.to_owned() } else { slug }
}

fn text(incident: &mut Incident) -> String {
    let planned = incident.planned;
    let (begin, end) = (planned.begin, planned.begin + planned.length);
    let reference = match (incident.named_page(), &incident.ticket) {
        (Some(page), _) => format!("pagerduty: {}", address(&page.id)),
        (None, Some(ticket)) if incident.is_referenced => format!("ticket: {}", ticket.number),
        (None, _) => String::new(),
    };
    let noticed = incident.pager.as_ref().map_or(begin, |page| page.created);
    let mitigated = end - planned.length / 6;
    let (service, team) = (incident.service(), incident.team());
    let title = serde_json::Value::from(incident.title());
    let rng = &mut incident.rng;
    let commander = person(team, rng);
    let factors = pair(&FACTORS, rng);
    let actions = actions(planned.story, planned.fix, begin, team, rng);
    format!(
        "---\ntitle: {title}\ndate: {}\nseverity: SEV{}\nservices: [{service}]\nstart_time: {}\ndetected: {}\n\
         mitigated: {}\nend_time: {}\ncommander: {commander}\ncontributing_factors: [{}, {}]\n{reference}\n---\n\n\
         ## Summary\n{service} did not work as agreed. The first repair did not hold; the second did.\n\n\
         ## Timeline (all times UTC)\n- {} impact begins\n- {} the pager rings\n- {} repair in place\n\n\
         ## Action items\n| Action | Owner | Due | Status | Completed | Ticket |\n| --- | --- | --- | --- | --- | --- |\n\
         {actions}",
        day(begin),
        planned.severity,
        stamp(begin),
        stamp(noticed),
        stamp(mitigated),
        stamp(end),
        factors.0,
        factors.1,
        clock(begin),
        clock(noticed),
        clock(mitigated),
    )
}

fn clock(at: i64) -> String {
    stamp(at).chars().skip(11).take(5).collect()
}

fn person(team: usize, rng: &mut Rng) -> &'static str {
    let members: Vec<&'static str> = PEOPLE.iter().filter(|p| p.team == team).map(|p| p.name).collect();
    members.get(rng.place(members.len())).copied().unwrap_or("")
}

/// Two different entries of a list.
fn pair(list: &[&'static str], rng: &mut Rng) -> (&'static str, &'static str) {
    let first = rng.place(list.len());
    let second = (first + 1 + rng.place(list.len().saturating_sub(1))) % list.len().max(1);
    let get = |place: usize| list.get(place).copied().unwrap_or("");
    (get(first), get(second))
}

fn actions(story: Story, fix: Option<i64>, begin: i64, team: usize, rng: &mut Rng) -> String {
    let mut rows = Vec::new();
    if let Some(fix) = fix {
        let what = if matches!(story, Story::Bug(_)) { "Fix the stuck label-printer queue for good" } else { "Fix it" };
        rows.push((what, fix, Some(fix)));
    }
    let (one, other) = pair(&ACTIONS, rng);
    for what in [one, other] {
        let due = begin + 14 * DAY + between(0, 40, rng) * DAY;
        let done = (due + between(-12, 60, rng) * DAY).max(begin + DAY);
        rows.push((what, due.min(END - 1), (done < END - DAY && rng.chance(0.7)).then_some(done)));
    }
    let mut text = String::new();
    for (what, due, done) in rows {
        let status = if done.is_some() { "done" } else { "open" };
        let (owner, number) = (person(team, rng), 1_000 + rng.below(9_000));
        let done = done.map(day).unwrap_or_default();
        text.push_str(&format!("| {what} | {owner} | {} | {status} | {done} | OPS-{number} |\n", day(due)));
    }
    text
}
