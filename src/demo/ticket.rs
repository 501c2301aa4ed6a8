//! ServiceNow: one CSV file of incidents, times in UTC without an offset.

use super::incident::{Incident, Ticket};
use super::organisation::{DAY, END, PEOPLE, SERVICES, TEAMS};
use super::output::{Error, Stream};
use super::pager::stamp;
use super::plan::Ending;
use crate::stats::random::Rng;
use std::path::Path;

const HEADER: &str = "number,opened_at,short_description,caller_id,priority,state,category,contact_type,\
                      assignment_group,assigned_to,cmdb_ci,resolved_at,closed_at,problem_id,reopen_count,\
                      reassignment_count,correlation_id,close_code,sys_updated_on\n";
const PRIORITIES: [&str; 5] = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low", "5 - Planning"];
const CALLERS: [&str; 6] = ["Sam Lee", "Ines Duarte", "Bruno Falk", "Mei Tanaka", "Orla Keane", "Depot desk"];
const CATEGORIES: [&str; 4] = ["Software", "Network", "Hardware", "Inquiry / Help"];
const CODES: [&str; 5] =
    ["Solved (Permanently)", "Solved (Work Around)", "Rolled back", "Restarted", "Closed/Resolved by Caller"];

/// The open file and how many rows it has.
pub(super) struct Tickets {
    out: Stream,
    rows: usize,
}

impl Tickets {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        let mut out = Stream::create(folder.join("incident.csv"))?;
        out.text(HEADER)?;
        Ok(Self { out, rows: 0 })
    }

    /// Writes the ticket of an incident, if it has one. Returns the latest stamp.
    pub(super) fn write(&mut self, incident: &mut Incident) -> Result<i64, Error> {
        let Some(ticket) = incident.ticket.take() else { return Ok(0) };
        let updated = ticket.closed.or(ticket.resolved).unwrap_or_else(|| (ticket.opened + DAY / 2).min(END - 1));
        let cells = cells(incident, &ticket, updated);
        let quoted: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        self.out.text(&quoted.join(","))?;
        self.out.text("\n")?;
        self.rows += 1;
        let latest = ticket.closed.unwrap_or(updated).max(updated).max(ticket.opened);
        incident.ticket = Some(ticket);
        Ok(latest)
    }

    /// Closes the file; returns the number of rows.
    pub(super) fn finish(self) -> Result<usize, Error> {
        self.out.finish()?;
        Ok(self.rows)
    }
}

fn any(list: &[&'static str], rng: &mut Rng) -> String {
    list.get(rng.place(list.len())).copied().unwrap_or("").to_owned()
}

fn cells(incident: &mut Incident, ticket: &Ticket, updated: i64) -> [String; 19] {
    let planned = incident.planned;
    let team = incident.team();
    let members: Vec<&'static str> = PEOPLE.iter().filter(|p| p.team == team).map(|p| p.name).collect();
    let state = match (ticket.closed, ticket.resolved) {
        (Some(_), _) => "Closed",
        (None, Some(_)) => "Resolved",
        (None, None) => "In Progress",
    };
    let (rng, is_paged) = (&mut incident.rng, incident.pager.is_some());
    let caller = if is_paged && rng.chance(0.6) { "Monitoring".to_owned() } else { any(&CALLERS, rng) };
    let contact =
        if caller == "Monitoring" { "Event" } else { ["Phone", "Self-service"][usize::from(rng.chance(0.5))] };
    let category = any(&CATEGORIES, rng);
    let assignee = any(&members, rng);
    let code = if planned.ending == Ending::Resolved { any(&CODES, rng) } else { String::new() };
    let (reopened, moved) = (u8::from(rng.chance(0.04)), rng.below(3));
    [
        ticket.number.clone(),
        local(ticket.opened),
        ticket.title.clone(),
        caller,
        PRIORITIES.get(usize::from(planned.severity.saturating_sub(1))).copied().unwrap_or("").to_owned(),
        state.to_owned(),
        category,
        contact.to_owned(),
        TEAMS.get(team).map_or("", |t| t.name).to_owned(),
        assignee,
        SERVICES.get(usize::from(planned.service)).map_or("", |s| s.name).to_owned(),
        ticket.resolved.map(local).unwrap_or_default(),
        ticket.closed.map(local).unwrap_or_default(),
        ticket.problem.to_owned(),
        reopened.to_string(),
        moved.to_string(),
        incident.named_page().map(|p| p.id.clone()).unwrap_or_default(),
        if ticket.resolved.is_some() { code } else { String::new() },
        local(updated),
    ]
}

/// `2026-08-11 10:11:05`
fn local(seconds: i64) -> String {
    stamp(seconds).replace('T', " ").replace('Z', "")
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
