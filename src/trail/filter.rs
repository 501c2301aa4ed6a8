//! Rows of a table that fit (`follow_ups:overdue=true,team=Ledger`), and what of a statement can be listed like that.

use crate::findings::Claim;
use crate::report::contract::TABLES;
use crate::report::earlier::EarlierError;
use crate::report::read::{TableRow, rows};
use crate::trail::Report;
use crate::trail::answer::{ListLine, ListTrail, SubjectLine, Trail};

/// What stands between a column and a value; longer ones first, as they begin with shorter ones.
const OPERATORS: [&str; 4] = ["!=", "<=", ">=", "="];
/// Columns that say what a row is about, where a table has them, in the order of reading.
const TELLING: [&str; 12] = [
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
        let is_same = || cell.eq_ignore_ascii_case(self.value) || cell.split(';').any(|one| one.trim() == self.value);
        let order = || match (cell.parse::<f64>(), self.value.parse::<f64>()) {
            (Ok(cell), Ok(value)) => cell.partial_cmp(&value),
            _ => Some(cell.cmp(self.value)),
        };
        match self.operator {
            "=" => is_same(),
            "!=" => !is_same(),
            "<=" => !cell.is_empty() && order().is_some_and(std::cmp::Ordering::is_le),
            _ => !cell.is_empty() && order().is_some_and(std::cmp::Ordering::is_ge),
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
    let found: Vec<TableRow> = all.into_iter().filter(|row| conditions.iter().all(|c| c.fits(row))).collect();
    let shown: Vec<usize> = if TELLING.iter().any(|name| columns.iter().any(|column| column == name)) {
        TELLING.iter().filter_map(|name| columns.iter().position(|column| column == name)).collect()
    } else {
        (0..columns.len()).collect()
    };
    let line = |row: &TableRow| ListLine {
        number: row.number,
        cells: shown.iter().map(|at| row.cells.get(*at).cloned().unwrap_or_default()).collect(),
    };
    Ok(Some(Trail::List(ListTrail {
        subject: format!("{name}:{wanted}"),
        table: file.to_owned(),
        of: whole,
        columns: shown.iter().filter_map(|at| columns.get(*at).cloned()).collect(),
        rows: found.iter().map(line).collect(),
    })))
}

/// The same conditions with columns of the table most like those that it has not; nothing where all are there.
pub(super) fn columns_like(name: &str, wanted: &str) -> Vec<String> {
    let table = TABLES.iter().find(|table| table.name == name);
    let conditions = wanted.split(',').map(Condition::read).collect::<Option<Vec<_>>>();
    let Some((table, conditions)) = table.zip(conditions) else { return Vec::new() };
    let known = |column: &str| table.columns.iter().any(|(name, _)| *name == column);
    let Some(odd) = conditions.iter().find(|c| !known(c.column)) else { return Vec::new() };
    let mut like: Vec<(f64, &str)> =
        table.columns.iter().map(|(name, _)| (strsim::jaro_winkler(odd.column, name), *name)).collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let said = |column: &str| {
        let all = conditions.iter().map(|c| {
            let name = if c.column == odd.column { column } else { c.column };
            format!("{name}{}{}", c.operator, c.value)
        });
        format!("{}:{}", table.name, all.collect::<Vec<_>>().join(","))
    };
    like.into_iter().take(3).map(|(_, column)| said(column)).collect()
}

/// What of a statement can be listed row by row, with how many rows these are; lists of none are left out.
pub(super) fn lists(report: &Report, claim: &Claim) -> Result<Vec<SubjectLine>, EarlierError> {
    let all = subjects(claim);
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
    Ok(all.into_iter().zip(counted).map(line).filter(|line| line.rows > 0).collect())
}

fn subjects(claim: &Claim) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    let mut add = |subject: String, says: &'static str| found.push((subject, says));
    let about = claim.id.rsplit('/').next().unwrap_or_default();
    let counted = "incidents:included=true,in_period=true";
    if about.starts_with("FB-") {
        add(format!("{counted},family_id={about}"), "its incidents of the period");
        add(format!("{counted},family_id={about},customer_facing=yes"), "those of them that reached customers");
        add(format!("incidents:included=true,family_id={about}"), "all its incidents");
        add(format!("follow_ups:family_id={about},status!=done,status!=cancelled"), "its open actions");
    } else if about.starts_with("S-") {
        add(format!("incidents:included=true,storm_id={about}"), "its incidents");
        add(format!("incidents:included=true,storm_id={about},customer_facing=yes"), "those that reached customers");
    }
    match claim.code.split('.').next().unwrap_or_default() {
        "follow-through" => {
            add("follow_ups:overdue=true".to_owned(), "actions past their day");
            let open = "follow_ups:status!=done,status!=cancelled";
            add(open.to_owned(), "open actions");
            add(format!("{open},owned=false"), "open actions without an owner on record");
            add("follow_ups:status=done".to_owned(), "actions that are done");
        }
        "areas" | "communication" => {
            add(counted.to_owned(), "the incidents of the period");
            add(format!("{counted},customer_facing=yes"), "those that reached customers");
            add(format!("{counted},customer_facing=unknown"), "those of which it is not recorded");
        }
        "volume" | "severity" | "mttx" => {
            add(counted.to_owned(), "the incidents of the period");
            add(format!("{counted},severity<=2"), "those of severity 1 and 2");
        }
        _ => {}
    }
    found
}
