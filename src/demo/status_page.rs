//! Statuspage: one JSON file of posts to customers, maintenance among them.

use super::incident::{Incident, Post};
use super::organisation::{HOUR, SERVICES};
use super::output::{Error, Stream};
use super::pager::{address, stamp};
use serde_json::{Value, json};
use std::path::Path;

const HEAD: &str = "{\"page\":{\"id\":\"hvstatus\",\"name\":\"Harbour & Vale\",\
                    \"url\":\"https://status.harbour-vale.example\",\"time_zone\":\"Etc/UTC\"},\"incidents\":[";

/// The open file and how many posts it has, maintenance included.
pub(super) struct StatusPage {
    out: Stream,
    posts: usize,
}

impl StatusPage {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        let mut out = Stream::create(folder.join("incidents.json"))?;
        out.text(HEAD)?;
        Ok(Self { out, posts: 0 })
    }

    /// Writes the post about an incident, if there is one. Returns the latest stamp.
    pub(super) fn write(&mut self, incident: &Incident) -> Result<i64, Error> {
        let Some(post) = &incident.post else { return Ok(0) };
        let updated = post.resolved.or(post.monitoring).unwrap_or(post.created);
        self.push(&value(incident, post, updated))?;
        Ok(updated.max(post.created))
    }

    /// Writes a maintenance of two hours. Returns the latest stamp.
    pub(super) fn write_maintenance(&mut self, number: usize, start: i64) -> Result<i64, Error> {
        let (announced, end) = (start - 72 * HOUR, start + 2 * HOUR);
        let name = SERVICES.get(number % SERVICES.len()).map_or("", |s| s.name);
        self.push(&json!({
            "id": format!("hvm{number:04}"), "name": format!("Scheduled maintenance of {name}"),
            "status": "completed", "impact": "maintenance",
            "scheduled_for": stamp(start), "scheduled_until": stamp(end),
            "created_at": stamp(announced), "updated_at": stamp(end), "started_at": stamp(start),
            "resolved_at": stamp(end),
            "components": [{"id": name, "name": name}],
            "incident_updates": [update("completed", "The maintenance is complete.", end),
                update("scheduled", "We will replace hardware during the night.", announced)],
        }))?;
        Ok(end)
    }

    fn push(&mut self, value: &Value) -> Result<(), Error> {
        self.out.text(if self.posts == 0 { "\n" } else { ",\n" })?;
        self.posts += 1;
        self.out.value(value)
    }

    /// Closes the file; returns the number of posts.
    pub(super) fn finish(mut self) -> Result<usize, Error> {
        self.out.text("\n]}\n")?;
        self.out.finish()?;
        Ok(self.posts)
    }
}

fn update(status: &str, body: &str, at: i64) -> Value {
    json!({"status": status, "body": body, "created_at": stamp(at), "display_at": stamp(at)})
}

fn value(incident: &Incident, post: &Post, updated: i64) -> Value {
    let first = match incident.named_page() {
        Some(page) => format!("We are looking into this. Internal reference: {}", address(&page.id)),
        None => "We are looking into this.".to_owned(),
    };
    let mut updates = vec![update("investigating", &first, post.created)];
    // A monitoring post before the first one would read as if time ran backwards.
    let monitoring = post.monitoring.filter(|at| *at > post.created);
    updates.extend(monitoring.map(|at| update("monitoring", "A repair is in place and we are watching it.", at)));
    updates.extend(post.resolved.map(|at| update("resolved", "All services work again.", at)));
    updates.reverse();
    let status = match (post.resolved, monitoring) {
        (Some(_), _) => "resolved",
        (None, Some(_)) => "monitoring",
        (None, None) => "investigating",
    };
    json!({
        "id": post.id, "name": post.title, "status": status, "impact": post.impact,
        "created_at": stamp(post.created), "started_at": stamp(incident.planned.begin),
        "updated_at": stamp(updated.max(post.created)),
        "monitoring_at": monitoring.map(stamp), "resolved_at": post.resolved.map(stamp),
        "components": [{"id": incident.service(), "name": incident.service()}],
        "incident_updates": updates,
    })
}
