//! What an edition shows, as plain values in the order of reading. Formats print it and decide nothing.

use super::edition::analyst::GLOSSARY;
use super::edition::{EXECUTIVE, Edition};
use crate::findings::{Basis, Claim, Exhibit, Findings, Grade, Pack, Section, Table};
use crate::text::plural::count;
use serde::Serialize;
use std::collections::BTreeSet;

/// One edition of one review.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    pub edition: &'static str,
    pub title: String,
    pub period: String,
    pub period_long: String,
    pub opening: String,
    pub contents: Vec<Entry>,
    pub headlines: Vec<ClaimView>,
    pub budgets: Vec<BudgetView>,
    pub mttx: Option<ClaimView>,
    /// "We ask for three things", empty when there are no asks.
    pub asks_title: String,
    pub asks: Vec<String>,
    /// Charts beside the headlines.
    pub exhibits: Vec<ExhibitView>,
    pub sections: Vec<SectionView>,
    /// The steps of a page for a meeting.
    pub steps: Vec<SectionView>,
    pub unknowns: Vec<String>,
    pub glossary: Vec<TermView>,
    /// Who made it and how many comparisons it took.
    pub colophon: String,
    /// Whether the edition that holds every claim is written beside this one, so that links may lead there.
    pub has_trail: bool,
}

/// A term and what it means in this report.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    pub name: &'static str,
    pub meaning: String,
}

/// A line of the contents list.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub anchor: String,
    pub title: String,
}

/// A claim as it is read.
#[derive(Debug, Clone, Serialize)]
pub struct ClaimView {
    pub id: String,
    pub anchor: String,
    /// The bold lead with its full stop, may be empty.
    pub lead: String,
    pub sentence: String,
    pub grade: &'static str,
    pub grade_label: &'static str,
    pub basis: &'static str,
    /// Short facts in one line: n, range, q, coverage, period.
    pub facts: Vec<String>,
    pub method: String,
    pub robustness: Vec<String>,
    pub caveats: Vec<String>,
    pub evidence: Option<Evidence>,
    pub exhibits: Vec<Entry>,
    /// The page of its own that tells more about it; not there for a claim of a page like that.
    pub pack: Option<PackLink>,
}

/// Where the retrospective pack of a storm lies.
#[derive(Debug, Clone, Serialize)]
pub struct PackLink {
    pub stem: String,
    pub title: String,
}

/// The incidents below a claim.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// "19 incidents".
    pub title: String,
    pub ids: Vec<String>,
    /// "and 7 more in findings.json", empty when all are shown.
    pub more: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct BudgetView {
    pub title: String,
    pub this_quarter: String,
    pub certainty: String,
    pub claim: String,
    pub anchor: String,
}

/// A chart by its id; formats look up the drawing.
#[derive(Debug, Clone, Serialize)]
pub struct ExhibitView {
    pub id: String,
    pub anchor: String,
    pub headline: String,
    pub subtitle: String,
    pub footer: String,
    pub alt: String,
    /// Headline and alternative text as sentences, for readers who don't see the chart.
    pub description: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct TableView {
    pub id: String,
    pub anchor: String,
    pub title: String,
    pub note: String,
    pub columns: Vec<ColumnView>,
    pub rows: Vec<Vec<String>>,
    pub more: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    pub name: String,
    pub numeric: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    pub anchor: String,
    pub title: String,
    pub question: String,
    pub claims: Vec<ClaimView>,
    pub exhibits: Vec<ExhibitView>,
    pub tables: Vec<TableView>,
    pub method: Vec<String>,
}

/// Grades in words. A reader never sees a code alone, and only what records state reads as a fact.
#[must_use]
pub fn grade_label(grade: Grade, basis: Basis) -> &'static str {
    match (grade, basis) {
        (Grade::Fact, Basis::Inferred) => "inferred from the records",
        (Grade::Fact, Basis::Assumed) => "assumed, not stated",
        (grade, _) => label(grade),
    }
}

fn label(grade: Grade) -> &'static str {
    match grade {
        Grade::Fact => "fact",
        Grade::NotAssessable => "not enough data to say",
        Grade::NoEvidence => "no evidence of a change",
        Grade::AboutSame => "about the same",
        Grade::Weak => "weak signal",
        Grade::Evidence => "evidence",
        Grade::Strong => "strong evidence",
    }
}

impl ReportView {
    /// Chooses and orders. References to claims or exhibits that don't exist are left out without a trace, because a
    /// hole on a page helps no reader.
    #[must_use]
    pub fn new(findings: &Findings, edition: &Edition) -> Self {
        let claim = |id: &String| findings.claim(id).map(|c| ClaimView::new(c, findings, edition));
        let sections = if edition.trail { sections(findings, edition) } else { Vec::new() };
        let contents = sections.iter().map(|s| Entry { anchor: s.anchor.clone(), title: s.title.clone() }).collect();
        Self {
            edition: edition.id,
            title: format!("{}, {}", edition.title, findings.period),
            period: findings.period.clone(),
            period_long: findings.period_long.clone(),
            opening: findings.opening.clone(),
            contents,
            headlines: headlines(findings, edition).filter_map(claim).collect(),
            budgets: findings.budgets.iter().map(budget).collect(),
            mttx: findings.mttx.as_ref().and_then(claim),
            asks_title: asks_title(findings.asks.len()),
            asks: findings.asks.clone(),
            exhibits: leading_exhibits(findings, edition).into_iter().map(ExhibitView::new).collect(),
            sections,
            steps: super::steps::steps(findings, edition),
            unknowns: findings.unknowns.iter().take(edition.unknowns).cloned().collect(),
            glossary: if edition.trail { glossary(findings) } else { Vec::new() },
            colophon: colophon(findings),
            has_trail: false,
        }
    }
}

/// The terms, with the figures of this run where a term hangs on a setting.
fn glossary(findings: &Findings) -> Vec<TermView> {
    let gap = count(findings.interruption_gap_s, "second");
    GLOSSARY.iter().map(|term| TermView { name: term.name, meaning: term.meaning.replace("{gap}", &gap) }).collect()
}

/// The headlines of this edition. The MTTX paragraph has its own place and isn't said twice.
fn headlines<'a>(findings: &'a Findings, edition: &Edition) -> impl Iterator<Item = &'a String> {
    let known = findings.headlines.iter().filter(|id| findings.claim(id).is_some());
    known.filter(|id| edition.trail || findings.mttx.as_ref() != Some(*id)).take(edition.headlines)
}

/// The sections, and at the end what neither a section nor a pack tells: it would otherwise be lost, and nothing may be
/// lost from the analyst's edition. What two sections name stands in the first of them, so that every anchor leads to one place.
fn sections(findings: &Findings, edition: &Edition) -> Vec<SectionView> {
    let mut told = BTreeSet::new();
    let mut shown = BTreeSet::new();
    let packed = |id: &String| findings.packs.iter().flat_map(Pack::claims).any(|told| told == id);
    let drawn = |id: &String| findings.packs.iter().flat_map(Pack::exhibits).any(|shown| shown == id);
    let rest = Section {
        id: "further-statements".to_owned(),
        title: "Further statements".to_owned(),
        question: String::new(),
        method: Vec::new(),
        claims: findings.claims.iter().map(|c| c.id.clone()).filter(|id| !packed(id)).collect(),
        exhibits: findings.exhibits.iter().map(|e| e.id.clone()).filter(|id| !drawn(id)).collect(),
        tables: Vec::new(),
    };
    let mut views = Vec::new();
    for section in findings.sections.iter().chain([&rest]) {
        let mut section = section.clone();
        section.claims.retain(|id| told.insert(id.clone()));
        section.exhibits.retain(|id| shown.insert(id.clone()));
        let is_rest = section.id == rest.id;
        if !(is_rest && section.claims.is_empty() && section.exhibits.is_empty()) {
            views.push(SectionView::new(&section, findings, edition));
        }
    }
    views
}

/// The charts that the headlines, then the MTTX paragraph, then the budgets point at; then any others.
fn leading_exhibits<'a>(findings: &'a Findings, edition: &Edition) -> Vec<&'a Exhibit> {
    let budgets = findings.budgets.iter().map(|b| &b.claim);
    let claims = headlines(findings, edition).chain(&findings.mttx).chain(budgets);
    let named = claims.filter_map(|id| findings.claim(id)).flat_map(|c| &c.exhibits);
    let named = named.filter_map(|id| findings.exhibit(id));
    let packed = |e: &&Exhibit| findings.packs.iter().flat_map(Pack::exhibits).any(|id| *id == e.id);
    let mut chosen: Vec<&Exhibit> = Vec::new();
    for exhibit in named.chain(findings.exhibits.iter().filter(|e| !packed(e))) {
        if chosen.len() < edition.exhibits && !chosen.iter().any(|c| repeats(&c.id, &exhibit.id)) {
            chosen.push(exhibit);
        }
    }
    chosen
}

/// Whether a chart would say on a page of few what another one says there already.
fn repeats(shown: &str, next: &str) -> bool {
    const ALIKE: [[&str; 2]; 2] = [["concurrency", "demand-capacity"], ["areas-pareto", "area-ranks"]];
    shown == next || ALIKE.iter().any(|pair| pair.contains(&shown) && pair.contains(&next))
}

fn budget(budget: &crate::findings::Budget) -> BudgetView {
    BudgetView {
        title: budget.title.clone(),
        this_quarter: budget.this_quarter.clone(),
        certainty: budget.certainty.clone(),
        claim: budget.claim.clone(),
        anchor: anchor("claim", &budget.claim),
    }
}

/// "We ask for three things". Small numbers are words on a page that is read aloud.
fn asks_title(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "We ask for one thing".to_owned(),
        2 => "We ask for two things".to_owned(),
        3 => "We ask for three things".to_owned(),
        n => format!("We ask for {n} things"),
    }
}

pub(super) fn colophon(findings: &Findings) -> String {
    let made_by = findings.made_by.trim();
    let named = if made_by.starts_with(|c: char| c.is_ascii_digit()) {
        format!("retroscope {made_by}")
    } else {
        made_by.to_owned()
    };
    let comparisons = match findings.comparisons_made {
        0 => "No comparisons were made.".to_owned(),
        1 => "One comparison was made.".to_owned(),
        n => format!("{n} comparisons were made."),
    };
    if named.is_empty() { comparisons } else { format!("Made by {named}. {comparisons}") }
}

impl ClaimView {
    pub(super) fn new(claim: &Claim, findings: &Findings, edition: &Edition) -> Self {
        let exhibits = claim.exhibits.iter().filter_map(|id| findings.exhibit(id));
        Self {
            id: claim.id.clone(),
            anchor: anchor("claim", &claim.id),
            lead: with_full_stop(&claim.lead),
            sentence: if edition.brief && !claim.brief.is_empty() { &claim.brief } else { &claim.sentence }.clone(),
            grade: claim.grade.code(),
            grade_label: grade_label(claim.grade, claim.basis),
            basis: claim.basis.code(),
            facts: facts(claim),
            method: claim.method.clone(),
            robustness: claim.robustness.clone(),
            caveats: claim.caveats.clone(),
            evidence: evidence(&claim.incident_ids, edition.evidence),
            exhibits: exhibits.map(|e| Entry { anchor: anchor("chart", &e.id), title: e.headline.clone() }).collect(),
            pack: pack_of(claim, findings),
        }
    }

    /// A claim in a pack: its charts stand beside it, its incidents below it, and there is nothing further to lead to.
    pub(super) fn inside_pack(claim: &Claim, findings: &Findings) -> Self {
        Self { exhibits: Vec::new(), pack: None, ..Self::new(claim, findings, &EXECUTIVE) }
    }
}

fn pack_of(claim: &Claim, findings: &Findings) -> Option<PackLink> {
    let pack = findings.packs.iter().find(|pack| pack.about == claim.id)?;
    let title = format!("Retrospective pack {}", pack.id);
    Some(PackLink { stem: super::file_stem(&pack.id), title })
}

fn with_full_stop(lead: &str) -> String {
    let lead = lead.trim();
    if lead.is_empty() || lead.ends_with(['.', '!', '?', ':', '…']) { lead.to_owned() } else { format!("{lead}.") }
}

fn facts(claim: &Claim) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(n) = claim.n {
        facts.push(format!("n = {n}"));
    }
    if let Some([low, high]) = claim.interval.filter(|i| i.iter().all(|v| v.is_finite())) {
        facts.push(format!("range {} to {}", brief(low), brief(high)));
    }
    if let Some(q) = claim.q.filter(|q| q.is_finite()) {
        facts.push(if q < 0.001 { "q < 0.001".to_owned() } else { format!("q = {q:.3}") });
    }
    if let Some(coverage) = claim.coverage.filter(|c| c.is_finite()) {
        facts.push(format!("coverage {:.0} %", coverage * 100.0));
    }
    if !claim.period.is_empty() {
        let compared = claim.compared_with.as_ref().map_or_else(String::new, |c| format!(" compared with {c}"));
        facts.push(format!("{}{compared}", claim.period));
    }
    facts
}

/// Three significant digits, without an exponent.
fn brief(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

fn evidence(ids: &[String], most: usize) -> Option<Evidence> {
    if ids.is_empty() || most == 0 {
        return None;
    }
    let more = ids.len().saturating_sub(most);
    Some(Evidence {
        title: if ids.len() == 1 { "1 incident".to_owned() } else { format!("{} incidents", ids.len()) },
        ids: ids.iter().take(most).cloned().collect(),
        more: if more > 0 { format!("and {more} more in findings.json") } else { String::new() },
    })
}

impl ExhibitView {
    pub(super) fn new(exhibit: &Exhibit) -> Self {
        Self {
            id: exhibit.id.clone(),
            anchor: anchor("chart", &exhibit.id),
            headline: exhibit.headline.clone(),
            subtitle: exhibit.subtitle.clone(),
            footer: exhibit.footer.clone(),
            alt: exhibit.alt.clone(),
            description: format!("{} {}", with_full_stop(&exhibit.headline), exhibit.alt).trim().to_owned(),
        }
    }
}

impl TableView {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            id: table.id.clone(),
            anchor: anchor("table", &table.id),
            title: table.title.clone(),
            note: table.note.clone(),
            columns: table.columns.iter().map(|c| ColumnView { name: c.name.clone(), numeric: c.numeric }).collect(),
            rows: table.rows.iter().map(|row| fitted(row, table.columns.len())).collect(),
            more: table.more.clone(),
        }
    }
}

/// A row with exactly as many cells as there are columns, so that no table can fall out of shape.
fn fitted(row: &[String], columns: usize) -> Vec<String> {
    let blanks = std::iter::repeat_n(String::new(), columns);
    row.iter().cloned().chain(blanks).take(columns).collect()
}

impl SectionView {
    fn new(section: &Section, findings: &Findings, edition: &Edition) -> Self {
        let claims = section.claims.iter().filter_map(|id| findings.claim(id));
        let exhibits = section.exhibits.iter().filter_map(|id| findings.exhibit(id));
        Self {
            anchor: anchor("section", &section.id),
            title: section.title.clone(),
            question: section.question.clone(),
            claims: claims.map(|c| ClaimView::new(c, findings, edition)).collect(),
            exhibits: exhibits.map(ExhibitView::new).collect(),
            tables: section.tables.iter().map(TableView::new).collect(),
            method: section.method.clone(),
        }
    }
}

/// A fragment that is valid in a page and in an address whatever the id holds. Different ids stay different.
#[must_use]
pub fn anchor(kind: &str, id: &str) -> String {
    let mut out = format!("{kind}-");
    for c in id.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/') => out.push(c),
            c => out.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    out
}
