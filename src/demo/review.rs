//! Reviews of incidents, one Markdown file each, with front matter, a time line and follow-ups.

use super::actions;
use super::catalogue;
use super::incident::Incident;
use super::organisation::PEOPLE;
use super::output::{Error, file};
use super::pager::{address, stamp};
use crate::stats::random::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

pub(super) fn day(at: i64) -> String {
    stamp(at).chars().take(10).collect()
}

/// The first words of a title in letters that every file system takes.
fn slug(title: &str, otherwise: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.len() > 1).take(5);
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { otherwise.to_owned() } else { slug }
}

fn text(incident: &mut Incident) -> String {
    let (fields, story, times) = (front_matter(incident), story(incident), times(incident));
    let actions = actions::table(incident);
    format!(
        "---\n{fields}---\n\n{story}## Timeline (all times UTC)\n{times}\n\
         ## Action items\n| Action | Owner | Due | Status | Completed | Ticket |\n| --- | --- | --- | --- | --- | --- |\n\
         {actions}"
    )
}

/// When somebody noticed, and when the repair was in place.
fn noticed_and_mitigated(incident: &Incident) -> (i64, i64) {
    let planned = incident.planned;
    let noticed = incident.pager.as_ref().map_or(planned.begin, |page| page.created);
    (noticed, planned.begin + planned.length - planned.length / 6)
}

fn front_matter(incident: &mut Incident) -> String {
    let planned = incident.planned;
    let (noticed, mitigated) = noticed_and_mitigated(incident);
    let reference = match (incident.named_page(), &incident.ticket) {
        (Some(page), _) => format!("pagerduty: {}\n", address(&page.id)),
        (None, Some(ticket)) if incident.is_referenced => format!("ticket: {}\n", ticket.number),
        (None, _) => String::new(),
    };
    let (service, factors) = (incident.service(), incident.factors.join("\", \""));
    let title = serde_json::Value::from(incident.title());
    let commander = person(incident.team(), &mut incident.rng);
    format!(
        "title: {title}\ndate: {}\nseverity: SEV{}\nservices: [{service}]\nstart_time: {}\ndetected: {}\n\
         mitigated: {}\nend_time: {}\ncommander: {commander}\ncontributing_factors: [\"{factors}\"]\n{reference}",
        day(planned.begin),
        planned.severity,
        stamp(planned.begin),
        stamp(noticed),
        stamp(mitigated),
        stamp(planned.begin + planned.length),
    )
}

/// What happened, in prose. It names no length and no time of day: these stand in the fields.
fn story(incident: &mut Incident) -> String {
    let (wording, lessons) = (incident.wording, &catalogue::all().stories.lessons);
    let what = wording.what;
    let mut lesson = |own: &'static [String], any: &'static [String]| {
        let list = if own.is_empty() { any } else { own };
        list.get(incident.rng.place(list.len())).map_or_else(String::new, |text| wording.fill(text))
    };
    let (well, hard) = (lesson(&what.well, &lessons.well), lesson(&what.hard, &lessons.hard));
    let felt = match incident.stated_impact() {
        Some(true) => "## What customers saw\nCustomers felt it and were told.\n\n",
        Some(false) => "## What customers saw\nNothing, as far as we know.\n\n",
        None => "",
    };
    format!(
        "## Summary\n{}. {} We learnt of it through {}. We {}.\n\n{felt}## What went well\n- {well}\n\n## What was hard\n- {hard}\n\n",
        wording.posted(),
        wording.fill(&what.cause),
        uncapital(&what.noticed),
        wording.fill(&what.repair),
    )
}

fn uncapital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

fn times(incident: &Incident) -> String {
    let (noticed, mitigated) = noticed_and_mitigated(incident);
    let clock = |at: i64| stamp(at).chars().skip(11).take(5).collect::<String>();
    format!(
        "- {} impact begins\n- {} the pager rings\n- {} repair in place\n",
        clock(incident.planned.begin),
        clock(noticed),
        clock(mitigated),
    )
}

/// Somebody of a team.
pub(super) fn person(team: usize, rng: &mut Rng) -> &'static str {
    let members: Vec<&'static str> = PEOPLE.iter().filter(|p| p.team == team).map(|p| p.name).collect();
    members.get(rng.place(members.len())).copied().unwrap_or("")
}
