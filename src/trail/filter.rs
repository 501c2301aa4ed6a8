//! Rows of a table that fit (`follow_ups:overdue=true,team=Ledger`), and what of a statement can be listed like that.

use crate::findings::Claim;
use crate::report::contract::TABLES;
use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow, rows};
use crate::trail::answer::{IncidentLine, ListLine, ListTrail, SubjectLine, Trail};
use crate::trail::{Report, incidents};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// What stands between a column and a value; longer ones first, as they begin with shorter ones.
const OPERATORS: [&str; 6] = ["!=", "<=", ">=", "=", "<", ">"];
/// How answers word an empty cell.
const UNKNOWN: &str = "unknown";
/// Columns that say what a row is about, where a table has them, in the order of reading.
const TELLING: [&str; 13] = [
    "incident_id",
    "follow_up_id",
    "record_id",
    "started_at",
    "due_at",
    "service",
    "team",
    "severity",
    "customer_facing",
    "ttr_s",
    "state",
    "status",
    "title",
];

/// One condition.
struct Condition<'a> {
    column: &'a str,
    operator: &'static str,
    value: &'a str,
}

impl<'a> Condition<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let at = text.find(['!', '<', '>', '='])?;
        let (column, rest) = text.split_at_checked(at)?;
        let operator = OPERATORS.into_iter().find(|operator| rest.starts_with(operator))?;
        let value = rest.strip_prefix(operator)?.trim();
        Some(Self { column: column.trim(), operator, value }).filter(|c| !c.column.is_empty())
    }

    /// Of lists, one entry has to fit. What is not known is neither more nor less than anything.
    fn fits(&self, row: &TableRow) -> bool {
        let cell = row.get(self.column);
        let is_same = || {
            let is_empty = cell.is_empty() && self.value == UNKNOWN;
            is_empty || cell.eq_ignore_ascii_case(self.value) || cell.split(';').any(|one| one.trim() == self.value)
        };
        let order = || match (cell.parse::<f64>(), self.value.parse::<f64>()) {
            (Ok(cell), Ok(value)) => cell.partial_cmp(&value),
            _ => Some(cell.cmp(self.value)),
        };
        match self.operator {
            "=" => is_same(),
            "!=" => !is_same(),
            _ if cell.is_empty() => false,
            "<=" => order().is_some_and(Ordering::is_le),
            ">=" => order().is_some_and(Ordering::is_ge),
            "<" => order().is_some_and(Ordering::is_lt),
            _ => order().is_some_and(Ordering::is_gt),
        }
    }
}

/// The rows of a table that fit all conditions; `None` where these are no conditions, or no columns of the table.
pub(super) fn listed(report: &Report, file: &str, name: &str, wanted: &str) -> Result<Option<Trail>, EarlierError> {
    let Some(conditions) = wanted.split(',').map(Condition::read).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let Some(all) = rows(&report.earlier, file, &|_| true)? else { return Ok(None) };
    let Some(columns) = all.first().map(|row| row.columns.clone()) else { return Ok(None) };
    if !conditions.iter().all(|c| columns.iter().any(|column| column == c.column)) {
        return Ok(None);
    }
    let whole = all.len() as u64;
    let is_blank = |c: &&Condition| all.iter().all(|row| row.get(c.column).is_empty());
    let blank = conditions.iter().filter(is_blank).map(|c| c.column.to_owned()).collect();
    let found: Vec<TableRow> = all.into_iter().filter(|row| conditions.iter().all(|c| c.fits(row))).collect();
    let shown: Vec<usize> = if TELLING.iter().any(|name| columns.iter().any(|column| column == name)) {
        TELLING.iter().filter_map(|name| columns.iter().position(|column| column == name)).collect()
    } else {
        (0..columns.len()).collect()
    };
    let places = places(report, name, &found)?;
    let line = |row: &TableRow| {
        let cells = shown.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default());
        let place = places.as_ref().map(|places| places.get(row.get("incident_id")).cloned().unwrap_or_default());
        ListLine { number: row.number, cells: cells.chain(place).collect() }
    };
    Ok(Some(Trail::List(ListTrail {
        subject: format!("{name}:{wanted}"),
        table: file.to_owned(),
        of: whole,
        blank,
        columns: shown
            .iter()
            .filter_map(|at| columns.get(*at).cloned())
            .chain(places.as_ref().map(|_| "stands in".to_owned()))
            .collect(),
        rows: found.iter().map(line).collect(),
    })))
}

/// Where the records stand that incidents are called after; nothing for other tables.
fn places(report: &Report, name: &str, found: &[TableRow]) -> Result<Option<BTreeMap<String, String>>, EarlierError> {
    if name != "incidents" {
        return Ok(None);
    }
    let place = |(id, line): (String, IncidentLine)| {
        let own = line.records.first()?;
        let row = if own.row.is_empty() { String::new() } else { format!(", row {}", own.row) };
        Some((id, format!("{}{row}", own.file)))
    };
    Ok(Some(incidents::with_records(report, found)?.into_iter().filter_map(place).collect()))
}

/// Why conditions fit no table: the column that it has not, those most like it, and all that it has. Nothing where that is
/// not the reason.
pub(super) fn odd_column(name: &str, wanted: &str) -> Option<String> {
    let table = TABLES.iter().find(|table| table.name == name)?;
    let conditions = wanted.split(',').map(Condition::read).collect::<Option<Vec<_>>>()?;
    let odd = conditions.iter().find(|c| !table.columns.iter().any(|(name, _)| *name == c.column))?;
    let columns = || table.columns.iter().map(|(name, _)| *name);
    let like = |column: &str| strsim::jaro_winkler(odd.column, column);
    let nearest = columns().max_by(|a, b| like(a).total_cmp(&like(b)).then(b.cmp(a))).filter(|name| like(name) > 0.8);
    let nearest = nearest.map_or_else(String::new, |name| format!(" (most like it: {name})"));
    let all = columns().collect::<Vec<_>>().join(", ");
    Some(format!("{name} has no column {}{nearest}; it has {all}", odd.column))
}

/// What of a statement can be listed row by row, with how many rows these are; lists of none are left out.
pub(super) fn lists(report: &Report, claim: &Claim) -> Result<Vec<SubjectLine>, EarlierError> {
    let storms: Vec<&str> = report.findings.packs.iter().map(|pack| pack.id.as_str()).collect();
    let mut all = subjects(claim, &storms);
    all.extend(factor(report, claim)?);
    let mut counted: Vec<u64> = vec![0; all.len()];
    for table in ["incidents", "follow_ups"] {
        let read = |(subject, _): &(String, &str)| -> Option<Vec<(String, &'static str, String)>> {
            let wanted = subject.strip_prefix(table)?.strip_prefix(':')?;
            let owned = |c: Condition| (c.column.to_owned(), c.operator, c.value.to_owned());
            wanted.split(',').map(|text| Condition::read(text).map(owned)).collect()
        };
        let asked: Vec<_> = all.iter().map(read).collect();
        if asked.iter().all(Option::is_none) {
            continue;
        }
        let hits = std::cell::RefCell::new(vec![0_u64; all.len()]);
        rows(&report.earlier, &format!("data/{table}"), &|row| {
            for (hit, conditions) in hits.borrow_mut().iter_mut().zip(&asked) {
                let fits = |(column, operator, value): &(String, &'static str, String)| {
                    Condition { column, operator, value }.fits(row)
                };
                *hit += u64::from(conditions.as_ref().is_some_and(|all| all.iter().all(fits)));
            }
            false
        })?;
        counted.iter_mut().zip(hits.into_inner()).for_each(|(sum, hit)| *sum += hit);
    }
    let line = |((subject, says), rows): ((String, &str), u64)| SubjectLine { subject, says: says.to_owned(), rows };
    let mut found: Vec<SubjectLine> = all.into_iter().zip(counted).map(line).filter(|line| line.rows > 0).collect();
    found.extend(by_period(report, claim));
    Ok(found)
}

/// The table of a page with the figures of every period, beside those of one.
fn by_period(report: &Report, claim: &Claim) -> Option<SubjectLine> {
    let table = report.findings.table("incidents-by-period").filter(|_| claim.code.starts_with("areas."))?;
    Some(SubjectLine {
        subject: table.id.clone(),
        says: "the same for every period".to_owned(),
        rows: table.rows.len() as u64,
    })
}

/// The contributing factor that most incidents of a storm name.
fn factor(report: &Report, claim: &Claim) -> Result<Option<(String, &'static str)>, EarlierError> {
    let Some(storm) = claim.id.rsplit('/').next().filter(|about| about.starts_with("S-")) else { return Ok(None) };
    let of_storm = |row: &TableRow| row.get("included") == "true" && row.get("storm_id") == storm;
    let mut named: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows(&report.earlier, "data/incidents", &of_storm)?.unwrap_or_default() {
        for area in row.get("areas").split(';').filter(|area| area.starts_with("factor:")) {
            *named.entry(area.to_owned()).or_default() += 1;
        }
    }
    // A comma would end the condition.
    let most =
        named.into_iter().filter(|(area, _)| !area.contains(',')).max_by_key(|(area, n)| (*n, Reverse(area.clone())));
    let list = |(area, _)| format!("incidents:included=true,storm_id={storm},areas={area}");
    Ok(most.map(|most| (list(most), "those that name the contributing factor most of them name")))
}

fn subjects(claim: &Claim, storms: &[&str]) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    let mut add = |subject: String, says: &'static str| found.push((subject, says));
    let about = claim.id.rsplit('/').next().unwrap_or_default();
    let counted = "incidents:included=true,in_period=true";
    let outside: String = storms.iter().map(|storm| format!(",storm_id!={storm}")).collect();
    if about.starts_with("FB-") {
        add(format!("{counted},family_id={about}"), "its incidents of the period");
        add(format!("{counted},family_id={about},customer_facing=yes"), "those of them that reached customers");
        add(format!("incidents:included=true,family_id={about}"), "all its incidents");
        add(format!("follow_ups:family_id={about},state=open"), "its open actions");
    } else if about.starts_with("S-") {
        add(format!("incidents:included=true,storm_id={about}"), "its incidents");
        add(format!("incidents:included=true,storm_id={about},customer_facing=yes"), "those that reached customers");
    }
    match claim.code.split('.').next().unwrap_or_default() {
        "follow-through" => {
            let agreed = "follow_ups:agreed_in_period=true";
            add(agreed.to_owned(), "actions agreed in the period");
            add(format!("{agreed},state=done"), "those of them that are done");
            add(format!("{agreed},state=given-up"), "those given up");
            add(format!("{agreed},overdue=true"), "those past their day");
            add(format!("{agreed},state=open,overdue!=true"), "those open and not past their day");
            add("follow_ups:overdue=true".to_owned(), "all actions past their day");
            add("follow_ups:state=open".to_owned(), "all open actions");
            add("follow_ups:state=open,owned=false".to_owned(), "those of them without an owner on record");
        }
        "areas" | "communication" => {
            add(counted.to_owned(), "the incidents of the period");
            add(format!("{counted},customer_facing=yes"), "those that reached customers");
            add(format!("{counted},customer_facing=unknown"), "those of which it is not recorded");
            if !storms.is_empty() {
                add(
                    format!("{counted},customer_facing=yes{outside}"),
                    "those that reached customers outside the storms",
                );
            }
        }
        "volume" | "severity" => {
            add(counted.to_owned(), "the incidents of the period");
            add(format!("{counted},severity<=2"), "those of severity 1 and 2");
        }
        "mttx" => {
            add(format!("{counted},ttr_s>=0"), "the incidents of the period with a time to resolve");
            add(format!("{counted},ttr_s=unknown"), "those without");
            if !storms.is_empty() {
                add(format!("{counted},ttr_s>=0{outside}"), "those with one outside the storms");
            }
        }
        _ => {}
    }
    found
}
