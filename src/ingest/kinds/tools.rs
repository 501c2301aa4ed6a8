//! Which export of a tool holds its incidents. Asked where files of the tool were given, and none with an incident.

/// Tools and the export that goes with what they hold beside it.
const EXPORTS: &[(&str, &str)] = &[
    ("pagerduty", "the incidents of PagerDuty (GET /incidents, or Analytics, Incidents, Export CSV)"),
    ("opsgenie", "the alerts or incidents of Opsgenie (GET /v2/alerts, GET /v1/incidents)"),
    ("incident-io", "the incidents of incident.io (GET /v2/incidents, or Export CSV)"),
    ("firehydrant", "the incidents of FireHydrant (GET /v1/incidents)"),
    ("datadog", "the incidents of Datadog (GET /api/v2/incidents)"),
    ("victorops", "the incidents of Splunk On-Call (GET /api-reporting/v2/incidents)"),
    ("squadcast", "the incidents of Squadcast (GET /v3/incidents/export)"),
    ("rootly", "the incidents of Rootly (GET /v1/incidents)"),
    ("grafana-oncall", "the alert groups of Grafana OnCall (GET /api/v1/alert_groups)"),
    ("servicenow", "the incidents of ServiceNow (the table incident, or its list as CSV)"),
    ("jira", "the issues of Jira (GET /rest/api/3/search, or Export CSV with all fields)"),
    ("gitlab", "the issues of GitLab with the type incident (GET /projects/:id/issues?issue_type=incident)"),
    ("trello", "the cards of the board (Print, Export as JSON)"),
    ("statuspage", "the incidents of the status page (/api/v2/incidents.json, or GET /v1/pages/{id}/incidents)"),
];

/// The export of a tool that holds its incidents, as people call it.
#[must_use]
pub fn incidents_of(tool: &str) -> Option<&'static str> {
    EXPORTS.iter().find(|(id, _)| *id == tool).map(|(_, export)| *export)
}
