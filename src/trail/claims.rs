//! Statements: their list, one of them in full, and those about a subject.

use crate::findings::{self, Findings, codes};
use crate::report::contract::TABLES;
use crate::report::earlier::EarlierError;
use crate::text::units;
use crate::trail::answer::{
    Adjusted, Claim, ClaimLine, Line, NoteTrail, NumberTrail, Overview, SectionTrail, TouchTrail, Trail,
};
use crate::trail::{Report, filter, incidents};

/// Everything that can be asked about.
pub(super) fn overview(report: &Report) -> Overview {
    let findings = &report.findings;
    let line = |exhibit: &findings::Exhibit| Line { id: exhibit.id.clone(), says: exhibit.headline.clone() };
    let stands = |name: &str| ["parquet", "csv"].iter().any(|end| report.earlier.has(&format!("data/{name}.{end}")));
    let tables = TABLES.iter().filter(|table| stands(table.name)).map(|table| Line {
        id: table.name.to_owned(),
        says: table.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
    });
    Overview {
        period: findings.period_long.clone(),
        opening: findings.opening.clone(),
        sections: sections(findings).collect(),
        charts: findings.exhibits.iter().map(line).collect(),
        tables: tables.collect(),
    }
}

/// The sections, then the packs of storms, then what stands in neither.
fn sections(findings: &Findings) -> impl Iterator<Item = SectionTrail> {
    let lines = |ids: &mut dyn Iterator<Item = &String>| ids.filter_map(|id| line(findings, id)).collect();
    let own = findings.sections.iter().map(move |section| SectionTrail {
        id: section.id.clone(),
        title: section.title.clone(),
        question: section.question.clone(),
        notes: NoteTrail::of(findings, |note| note.section == section.id),
        claims: lines(&mut section.claims.iter()),
    });
    let packs = findings.packs.iter().map(move |pack| SectionTrail {
        id: pack.id.clone(),
        title: pack.title.clone(),
        question: String::new(),
        notes: NoteTrail::of(findings, |note| note.section == pack.id),
        claims: lines(&mut pack.claims()),
    });
    let told = |id: &str| {
        findings.sections.iter().any(|s| s.claims.iter().any(|c| c == id))
            || findings.packs.iter().any(|p| p.claims().any(|c| c == id))
    };
    let rest: Vec<ClaimLine> = findings.claims.iter().filter(|claim| !told(&claim.id)).map(ClaimLine::from).collect();
    let rest = (!rest.is_empty()).then(|| SectionTrail {
        id: "others".to_owned(),
        title: "Others".to_owned(),
        question: String::new(),
        notes: Vec::new(),
        claims: rest,
    });
    own.chain(packs).chain(rest)
}

fn line(findings: &Findings, id: &str) -> Option<ClaimLine> {
    findings.claim(id).map(ClaimLine::from)
}

/// The statement with this id; else all of this code; else the section of this name.
pub(super) fn of(report: &Report, subject: &str) -> Result<Vec<Trail>, EarlierError> {
    let findings = &report.findings;
    if let Some(claim) = findings.claim(subject) {
        return Ok(vec![Trail::Claim(Box::new(told(report, claim)?))]);
    }
    let of_code = findings.claims.iter().filter(|claim| claim.code == subject);
    let answers = of_code.map(|claim| told(report, claim).map(|told| Trail::Claim(Box::new(told))));
    let answers = answers.collect::<Result<Vec<_>, _>>()?;
    if !answers.is_empty() || TABLES.iter().any(|table| table.name == subject) {
        return Ok(answers);
    }
    let named = sections(findings).filter(|section| section.id == subject).collect::<Vec<_>>();
    let period = findings.period_long.clone();
    let of_section = (!named.is_empty()).then(|| Overview {
        period,
        opening: String::new(),
        sections: named,
        charts: Vec::new(),
        tables: Vec::new(),
    });
    Ok(of_section.map(Trail::Overview).into_iter().collect())
}

/// The statements about a subject (`FB-07`, `S-01`, `service/checkout-api`).
pub(super) fn about(report: &Report, subject: &str) -> Option<Trail> {
    let is_about = |id: &str| id.split_once('/').is_some_and(|(_, about)| about.eq_ignore_ascii_case(subject));
    let claims = report.findings.claims.iter().filter(|claim| is_about(&claim.id));
    let claims: Vec<ClaimLine> = claims.map(ClaimLine::from).collect();
    let section = SectionTrail {
        id: subject.to_owned(),
        title: subject.to_owned(),
        question: String::new(),
        notes: Vec::new(),
        claims,
    };
    (!section.claims.is_empty()).then(|| {
        Trail::Overview(Overview {
            period: report.findings.period_long.clone(),
            opening: String::new(),
            sections: vec![section],
            charts: Vec::new(),
            tables: Vec::new(),
        })
    })
}

/// Everything that is known of a statement.
fn told(report: &Report, claim: &findings::Claim) -> Result<Claim, EarlierError> {
    let findings = &report.findings;
    let (section, section_title, section_method) = place(findings, &claim.id);
    let exhibits = claim.exhibits.iter().filter_map(|id| findings.exhibit(id));
    let number =
        |(name, value): (&String, &f64)| NumberTrail { name: name.clone(), value: *value, unit: units::of(name) };
    let touch = |touch: &findings::Touch| TouchTrail { what: touch.what.clone(), part: touch.part, of: touch.of };
    Ok(Claim {
        id: claim.id.clone(),
        code: claim.code.clone(),
        tells: codes::find(&claim.code).map_or_else(String::new, |code| code.tells.to_owned()),
        section,
        section_title,
        grade: claim.grade.code(),
        basis: claim.basis.code(),
        lead: claim.lead.clone(),
        sentence: claim.sentence.clone(),
        notes: NoteTrail::of(findings, |note| note.claims.contains(&claim.id)),
        period: claim.period.clone(),
        compared_with: claim.compared_with.clone(),
        numbers: claim.numbers.iter().map(number).collect(),
        n: claim.n,
        interval: claim.interval,
        adjusted: claim.q.map(|q| Adjusted { q, comparisons: findings.comparisons_made }),
        coverage: claim.coverage,
        method: claim.method.clone(),
        section_method,
        robustness: claim.robustness.clone(),
        caveats: claim.caveats.clone(),
        touches: claim.touches.iter().map(touch).collect(),
        charts: exhibits.map(|e| Line { id: e.id.clone(), says: e.headline.clone() }).collect(),
        lists: filter::lists(report, claim)?,
        incidents: incidents::lines(report, &claim.incident_ids)?,
    })
}

/// Where a statement is told: id, title, and how that part of the report works.
fn place(findings: &Findings, id: &str) -> (String, String, Vec<String>) {
    if let Some(section) = findings.sections.iter().find(|section| section.claims.iter().any(|claim| claim == id)) {
        return (section.id.clone(), section.title.clone(), section.method.clone());
    }
    match findings.packs.iter().find(|pack| pack.claims().any(|claim| claim == id)) {
        Some(pack) => (pack.id.clone(), pack.title.clone(), pack.notes.clone()),
        None => Default::default(),
    }
}
