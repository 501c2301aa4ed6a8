//! Subjects that are most like one that there is not.

use crate::report::contract::TABLES;
use crate::report::earlier::EarlierError;
use crate::report::read::rows;
use crate::trail::{Report, cells, charts};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How many are proposed.
const MOST: usize = 5;
/// How alike they have to be; 1 is the same.
const ALIKE: f64 = 0.7;

/// The nearest first.
pub(super) fn to(report: &Report, subject: &str) -> Result<Vec<String>, EarlierError> {
    let mut near = Near { subject: subject.to_lowercase(), found: RefCell::default() };
    if let Some((name, wanted)) = subject.split_once(':') {
        let data = TABLES.iter().find(|table| table.name == name).map(|table| format!("data/{}", table.name));
        for table in data.into_iter().chain(charts::known(report, name)) {
            let wanted = Near { subject: wanted.to_lowercase(), found: RefCell::default() };
            rows(&report.earlier, &table, &|row| {
                let ways = [(0, 1), (0, 2), (1, 1)].map(|(from, n)| {
                    row.cells.iter().skip(from).take(n).map(String::as_str).collect::<Vec<_>>().join("/")
                });
                ways.iter().filter(|way| !way.is_empty()).for_each(|way| wanted.take(way));
                false
            })?;
            let best = wanted.best().into_iter().map(|way| format!("{name}:{way}")).collect::<Vec<_>>();
            if !best.is_empty() {
                return Ok(best);
            }
        }
    }
    let findings = &report.findings;
    let claims = findings.claims.iter().flat_map(|claim| [&claim.id, &claim.code]);
    let names = findings.sections.iter().map(|s| &s.id).chain(findings.exhibits.iter().map(|e| &e.id));
    claims.chain(names).for_each(|name| near.take(name));
    cells::page_names(report).iter().for_each(|name| near.take(name));
    TABLES.iter().for_each(|table| near.take(table.name));
    if near.best().is_empty() || subject.chars().any(|c| c.is_ascii_digit()) {
        rows(&report.earlier, "data/records", &|row| {
            [row.get("record_id"), row.get("incident_id"), row.get("native_id")].iter().for_each(|id| near.take(id));
            false
        })?;
    }
    near.subject = near.subject.split(':').next().unwrap_or_default().to_owned();
    Ok(near.best())
}

/// Names with how alike they are, in thousandths.
struct Near {
    subject: String,
    found: RefCell<BTreeSet<(u32, String)>>,
}

impl Near {
    fn take(&self, name: &str) {
        let plain = name.to_lowercase();
        // Whoever knows a part by heart may not know what stands before it.
        let part = self.subject.chars().count() >= 3 && plain.contains(&self.subject);
        let like = strsim::jaro_winkler(&self.subject, &plain).max(if part { 0.98 } else { 0.0 });
        if like < ALIKE {
            return;
        }
        let mut found = self.found.borrow_mut();
        found.insert(((like * 1_000.0) as u32, name.to_owned()));
        if found.len() > MOST {
            found.pop_first();
        }
    }

    fn best(&self) -> Vec<String> {
        self.found.borrow().iter().rev().map(|(_, name)| name.clone()).collect()
    }
}
