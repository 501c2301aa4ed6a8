//! An organisation with teams of three, five and twelve people, written as exports that name all of them.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use std::path::Path;

/// Full name, log-in name, team. Two have one first name, and are two people.
pub(crate) const PEOPLE: [(&str, &str, &str); 20] = [
    ("Ingrid Quackenbush", "iquack01", "Trio"),
    ("Zebulon Thistlewaite", "zthist02", "Trio"),
    ("Oluwaseun Fairweather", "ofairw03", "Trio"),
    ("Philippa Snodgrass", "psnodg04", "Quint"),
    ("Barnaby Wigglesworth", "bwiggl05", "Quint"),
    ("Cornelia Applethwaite", "capple06", "Quint"),
    ("Dashiell Featherstone", "dfeath07", "Quint"),
    ("Eudora Gillingwater", "egilli08", "Quint"),
    ("Ingrid Ravensworth", "iraven09", "Dozen"),
    ("Fitzgerald Oglethorpe", "foglet10", "Dozen"),
    ("Guinevere Luxton", "gluxto11", "Dozen"),
    ("Horatio Micklethwait", "hmickl12", "Dozen"),
    ("Isadora Pennyfeather", "ipenny13", "Dozen"),
    ("Jocasta Rumbelow", "jrumbe14", "Dozen"),
    ("Kazimierz Winterbottom", "kwinte15", "Dozen"),
    ("Leopoldine Yarborough", "lyarbo16", "Dozen"),
    ("Montgomery Entwistle", "mentwi17", "Dozen"),
    ("Nefeli Crowninshield", "ncrown18", "Dozen"),
    ("Octavian Birtwhistle", "obirtw19", "Dozen"),
    ("Perpetua Dunderdale", "pdunde20", "Dozen"),
];
/// An account that answers more than any person.
pub(crate) const ROBOT: &str = "Self Healing Bot";

pub(crate) const TEAMS: [(&str, &str); 3] =
    [("Trio", "vault-keeper"), ("Quint", "price-list"), ("Dozen", "shop-front")];

const INCIDENTS: u64 = 360;

fn day(n: u64) -> DateTime<Utc> {
    (NaiveDate::from_ymd_opt(2026, 4, 1).unwrap() + Days::new(n)).and_hms_opt(0, 0, 0).unwrap().and_utc()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn members(team: &str) -> Vec<usize> {
    (0..PEOPLE.len()).filter(|p| PEOPLE[*p].2 == team).collect()
}

/// Who of a team is on call on a day; turns are weeks.
fn on_call(team: &str, day: u64) -> usize {
    let members = members(team);
    members[(day / 7) as usize % members.len()]
}

fn user(person: usize) -> Value {
    json!({"id": format!("PU{person:02}"), "type": "user_reference", "summary": PEOPLE[person].0})
}

/// Writes two quarters of incidents: of every ten days the larger teams have more.
pub(crate) fn write(folder: &Path) {
    let (mut incidents, mut entries, mut tickets) = (Vec::new(), Vec::new(), String::from(HEADER));
    for n in 0..INCIDENTS {
        let team = team(n);
        let start = day(n / 2) + TimeDelta::minutes(((n * 37) % 24 * 60 + n % 50) as i64);
        one(n, team, start, &mut incidents, &mut entries);
        if n % 4 == 0 {
            tickets.push_str(&ticket(n, team, start));
        }
    }
    let users: Vec<Value> = PEOPLE
        .iter()
        .enumerate()
        .map(|(n, (name, login, team))| {
            json!({"id": format!("PU{n:02}"), "type": "user", "name": name, "time_zone": "Europe/London",
                "email": format!("{login}@harbour.example"), "teams": [{"id": team, "type": "team_reference", "summary": team}]})
        })
        .collect();
    let shifts: Vec<Value> = TEAMS.iter().flat_map(|(team, _)| (0..26).map(move |week| shift(team, week))).collect();
    let put = |name: &str, key: &str, list: Vec<Value>| {
        std::fs::write(folder.join(name), json!({key: list}).to_string()).unwrap();
    };
    put("incidents.json", "incidents", incidents);
    put("log_entries.json", "log_entries", entries);
    put("users.json", "users", users);
    put("oncalls.json", "oncalls", shifts);
    std::fs::write(folder.join("incident.csv"), tickets).unwrap();
    for n in [12, 15, 60] {
        std::fs::write(folder.join(format!("review-{n}.md")), review(n)).unwrap();
    }
}

fn shift(team: &str, week: u64) -> Value {
    json!({"user": user(on_call(team, week * 7)), "escalation_level": 1,
        "schedule": {"id": format!("S{team}"), "type": "schedule_reference", "summary": format!("{team} primary")},
        "escalation_policy": {"id": format!("E{team}"), "summary": team},
        "start": stamp(day(week * 7)), "end": stamp(day(week * 7 + 7))})
}

/// Every third incident of the small team takes one of the large one.
fn helper(n: u64, team: &str) -> Option<usize> {
    (team == "Trio" && n % 9 == 3).then(|| members("Dozen")[(n % 12) as usize])
}

fn team(n: u64) -> &'static str {
    ["Dozen", "Quint", "Dozen", "Trio", "Dozen", "Quint"][(n % 6) as usize]
}

/// Pages that are written, by person. No two of one person come within a minute.
pub(crate) fn pages() -> Vec<(usize, u64)> {
    let both = (0..INCIDENTS).flat_map(|n| [Some(on_call(team(n), n / 2)), helper(n, team(n))]);
    both.flatten().map(|person| (person, 1)).collect()
}

fn service(team: &str) -> &'static str {
    TEAMS.iter().find(|(name, _)| *name == team).unwrap().1
}

fn one(n: u64, team: &str, start: DateTime<Utc>, incidents: &mut Vec<Value>, entries: &mut Vec<Value>) {
    let id = format!("Q{n:05}");
    let person = on_call(team, n / 2);
    let end = start + TimeDelta::minutes(20 + (n as i64 * 7) % 90);
    let robot = json!({"id": "PROBOT", "type": "user_reference", "summary": ROBOT});
    let (kind, number) = (["queue stuck", "certificate expired", "disk full"][(n % 3) as usize], n % 40);
    incidents.push(json!({
        "id": id, "incident_number": n + 1, "title": format!("{} {kind} in hall {number}", service(team)), "status": "resolved",
        "urgency": "high", "created_at": stamp(start), "resolved_at": stamp(end), "updated_at": stamp(end),
        "last_status_change_at": stamp(end), "last_status_change_by": user(person),
        "service": {"id": service(team), "summary": service(team)}, "teams": [{"id": team, "summary": team}],
        "priority": {"summary": format!("P{}", 1 + n % 4)},
    }));
    let mut entry = |kind: &str, at: DateTime<Utc>, more: Value| {
        let mut entry = json!({"id": format!("R{:06}", entries.len()), "type": format!("{kind}_log_entry"),
            "created_at": stamp(at), "incident": {"id": id, "type": "incident_reference"}, "channel": {"type": "auto"}});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entries.push(entry);
    };
    let ring = |who: usize| json!({"user": user(who), "channel": {"type": "auto", "notification": {"type": "phone_notification"}}});
    entry("notify", start + TimeDelta::minutes(1), ring(person));
    let hook = json!({"user": robot, "channel": {"type": "auto", "notification": {"type": "push_notification"}}});
    (0..3).for_each(|n| entry("notify", start + TimeDelta::minutes(10 + 2 * n), hook.clone()));
    entry("acknowledge", start + TimeDelta::minutes(4), json!({"agent": user(person)}));
    if let Some(helper) = helper(n, team) {
        entry("notify", start + TimeDelta::minutes(6), ring(helper));
    }
    for minute in 5..9 {
        entry("annotate", start + TimeDelta::minutes(minute), json!({"agent": robot}));
    }
    entry("resolve", end, json!({"agent": user(person)}));
}

const HEADER: &str = "number,opened_at,short_description,caller_id,opened_by,priority,state,assignment_group,assigned_to,cmdb_ci,\
                      resolved_at,closed_at,resolved_by,correlation_id,sys_updated_on\n";

fn ticket(n: u64, team: &str, start: DateTime<Utc>) -> String {
    let person = PEOPLE[on_call(team, n / 2)];
    let local = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M:%S").to_string();
    let end = local(start + TimeDelta::minutes(60));
    format!(
        "INC{n:07},{},{} does not answer,{},{},3 - Moderate,Closed,{team},{},{},{end},{end},{},Q{n:05},{end}\n",
        local(start + TimeDelta::minutes(2)),
        service(team),
        PEOPLE[(n % 20) as usize].0,
        PEOPLE[(n % 20) as usize].1,
        person.0,
        service(team),
        person.1
    )
}

fn review(n: u64) -> String {
    let [one, two] = [PEOPLE[0].0, PEOPLE[(n % 20) as usize].0];
    let date = day(n / 2).format("%Y-%m-%d");
    format!(
        "---\ntitle: \"Halls without prices {n}\"\ndate: {date}\nseverity: SEV2\nservices: [price-list]\nstart_time: {date}T10:00:00Z\n\
         end_time: {date}T11:00:00Z\ncommander: {one}\ncontributing_factors: [missing-alert, capacity]\n---\n\n## Summary\n\
         {two} noticed it.\n\n## Action items\n| Action | Owner | Due | Status | Completed | Ticket |\n| --- | --- | --- | --- | --- | --- |\n\
         | Rehearse the failover | {two} | 2026-09-01 | open | | OPS-{n} |\n"
    )
}
