//! Claims, charts, tables and sections as they are read.

use super::notes;
use crate::findings::draft::PARTIAL;
use crate::findings::ranges::range;
use crate::findings::{Basis, Behind, Claim, Exhibit, Findings, Grade, Section, Table, worth};
use crate::render::edition::{EXECUTIVE, Edition};
use crate::text::plural::count;
use crate::text::{list, number, units};
use serde::Serialize;

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
    /// What the sentence says, as `explain` tells it: each figure with its name and unit.
    pub figures: String,
    pub method: String,
    pub robustness: Vec<String>,
    pub caveats: Vec<String>,
    pub evidence: Option<Evidence>,
    pub exhibits: Vec<Entry>,
    /// What the analyst says of it, and how it stands.
    pub notes: Vec<String>,
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
    /// "19 incidents", "the first 1,000 of 6,344 incidents".
    pub title: String,
    /// "6,344" where the list is cut, else empty and left out.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub all: String,
    pub ids: Vec<EvidenceId>,
    /// "and 7 more in findings.json", empty when all are shown.
    pub more: String,
}

/// An incident below a claim, and where on the page its line stands; empty where there is none.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceId {
    pub id: String,
    /// What its tool calls it, by which `explain` finds it too.
    pub name: String,
    pub anchor: String,
}

/// The line of an incident that stands below claims.
#[derive(Debug, Clone, Serialize)]
pub struct BehindView {
    pub anchor: String,
    #[serde(flatten)]
    pub line: Behind,
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
    /// What the analyst says of it.
    pub notes: Vec<String>,
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
        Grade::NoEvidence => "no evidence",
        Grade::AboutSame => "about the same",
        Grade::Weak => "weak signal",
        Grade::Evidence => "evidence",
        Grade::Strong => "strong evidence",
    }
}

impl ClaimView {
    pub(in crate::render) fn new(claim: &Claim, findings: &Findings, edition: &Edition) -> Self {
        let exhibits = claim.exhibits.iter().filter_map(|id| findings.exhibit(id));
        Self {
            id: claim.id.clone(),
            anchor: anchor("claim", &claim.id),
            lead: with_full_stop(&claim.lead),
            sentence: if edition.brief && !claim.brief.is_empty() { &claim.brief } else { &claim.sentence }.clone(),
            grade: claim.grade.code(),
            grade_label: grade_label(claim.grade, claim.basis),
            basis: claim.basis.code(),
            facts: facts(claim, findings),
            figures: if edition.trail { figures(claim) } else { String::new() },
            method: claim.method.clone(),
            robustness: if edition.trail { behind(claim) } else { claim.robustness.clone() },
            // That the period is not covered whole is said once, at the head of the page.
            caveats: claim.caveats.iter().filter(|caveat| *caveat != PARTIAL).cloned().collect(),
            evidence: evidence(claim, findings, edition.evidence),
            exhibits: exhibits.map(|e| Entry { anchor: anchor("chart", &e.id), title: e.headline.clone() }).collect(),
            notes: notes::of_claim(findings, &claim.id, edition),
            pack: pack_of(claim, findings, edition),
        }
    }

    /// A claim in a pack: its charts stand beside it, its incidents below it, and there is nothing further to lead to.
    pub(in crate::render) fn inside_pack(claim: &Claim, findings: &Findings) -> Self {
        Self { exhibits: Vec::new(), pack: None, ..Self::new(claim, findings, &EXECUTIVE) }
    }
}

/// What else is known of it, and what pages for leaders make of it: whoever follows a sentence from there finds it here.
fn behind(claim: &Claim) -> Vec<String> {
    let mut lines = claim.robustness.clone();
    let held = worth::parts(&claim.touches);
    lines.extend((!held.is_empty()).then(|| format!("Of the period its incidents hold {}.", list::and(&held))));
    lines.extend(for_leaders(claim));
    lines
}

/// The short form of a claim, which nobody needs to read twice where it is the long one.
fn for_leaders(claim: &Claim) -> Option<String> {
    match claim.brief.trim() {
        "" => None,
        brief if brief == claim.sentence.trim() => Some("It stands on the page for leaders.".to_owned()),
        brief => Some(format!("On the page for leaders: {brief}")),
    }
}

fn pack_of(claim: &Claim, findings: &Findings, edition: &Edition) -> Option<PackLink> {
    let pack = findings.packs.iter().find(|pack| pack.about == claim.id)?;
    let title = if edition.brief { "Retrospective pack".to_owned() } else { format!("Retrospective pack {}", pack.id) };
    Some(PackLink { stem: crate::render::file_stem(&pack.id), title })
}

fn with_full_stop(lead: &str) -> String {
    let lead = lead.trim();
    if lead.is_empty() || lead.ends_with(['.', '!', '?', ':', '…']) { lead.to_owned() } else { format!("{lead}.") }
}

fn facts(claim: &Claim, findings: &Findings) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(n) = claim.n {
        facts.push(format!("n = {}", number::thousands(n)));
    }
    if let Some([low, high]) = claim.interval.filter(|i| i.iter().all(|v| v.is_finite())) {
        facts.push(range(&claim.code, [low, high]));
    }
    if let Some(q) = claim.q.filter(|q| q.is_finite()) {
        let q = if q < 0.001 { "q < 0.001".to_owned() } else { format!("q = {q:.3}") };
        facts.push(format!("{q} over {}", count(findings.comparisons_made, "comparison")));
    }
    if let Some(coverage) = claim.coverage.filter(|c| c.is_finite()) {
        facts.push(format!("coverage {}", number::percent(coverage)));
    }
    if !claim.period.is_empty() {
        let compared = claim.compared_with.as_ref().map_or_else(String::new, |c| format!(" compared with {c}"));
        facts.push(format!("{}{compared}", claim.period));
    }
    facts
}

/// Figures that are told of one claim; `explain` has all of them.
const MAX_FIGURES: usize = 8;

fn figures(claim: &Claim) -> String {
    let figure = |(name, value): (&String, &f64)| format!("{name} = {}", units::worded(*value, units::of(name)));
    let told: Vec<String> = claim.numbers.iter().take(MAX_FIGURES).map(figure).collect();
    let more = claim.numbers.len().saturating_sub(MAX_FIGURES);
    let more = if more == 0 { String::new() } else { format!("; and {more} more in findings.json") };
    told.join("; ") + &more
}

/// Short, as there are many, and good on this page alone.
fn line_anchor(at: usize) -> String {
    format!("i{}", at + 1)
}

/// The lines of incidents, in order of time.
pub(super) fn incidents(findings: &Findings) -> Vec<BehindView> {
    let view = |(at, line): (usize, &Behind)| BehindView { anchor: line_anchor(at), line: line.clone() };
    findings.behind.iter().enumerate().map(view).collect()
}

/// How many incidents stand behind a claim of which the first are listed. `n` may count others, such as all that were looked
/// at; the caveat names the number, and stands in reports that are drawn again too.
fn all_of(claim: &Claim) -> Option<&str> {
    claim.caveats.iter().find_map(|caveat| {
        let (_, rest) = caveat.strip_prefix("The first ")?.split_once(" of ")?;
        let (all, _) = rest.split_once(" incidents are listed;")?;
        all.chars().all(|c| c.is_ascii_digit() || c == ',').then_some(all)
    })
}

fn evidence(claim: &Claim, findings: &Findings, most: usize) -> Option<Evidence> {
    let ids = &claim.incident_ids;
    if ids.is_empty() || most == 0 {
        return None;
    }
    let listed = count(ids.len() as u64, "incident");
    let all = all_of(claim).unwrap_or_default().to_owned();
    let more = ids.len().saturating_sub(most);
    let place = |id: &String| findings.behind.iter().position(|line| line.incident_id == *id);
    let told = |id: &String| EvidenceId {
        id: id.clone(),
        name: id.splitn(3, ':').last().unwrap_or_default().to_owned(),
        anchor: place(id).map_or_else(String::new, line_anchor),
    };
    Some(Evidence {
        title: match all.as_str() {
            "" => listed,
            all => format!("the first {} of {all} incidents", number::thousands(ids.len() as u64)),
        },
        all,
        ids: ids.iter().take(most).map(told).collect(),
        more: match more as u64 {
            0 => String::new(),
            more => format!("and {} more in findings.json", number::thousands(more)),
        },
    })
}

impl ExhibitView {
    pub(in crate::render) fn new(exhibit: &Exhibit) -> Self {
        Self {
            id: exhibit.id.clone(),
            anchor: anchor("chart", &exhibit.id),
            headline: exhibit.headline.clone(),
            subtitle: exhibit.subtitle.clone(),
            footer: exhibit.footer.clone(),
            alt: exhibit.alt.clone(),
            description: exhibit.told(),
        }
    }
}

impl TableView {
    pub(in crate::render) fn new(table: &Table) -> Self {
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
    pub(super) fn new(section: &Section, findings: &Findings, edition: &Edition) -> Self {
        let claims = section.claims.iter().filter_map(|id| findings.claim(id));
        let exhibits = section.exhibits.iter().filter_map(|id| findings.exhibit(id));
        Self {
            anchor: anchor("section", &section.id),
            title: section.title.clone(),
            question: section.question.clone(),
            notes: notes::of_section(findings, &section.id),
            claims: leads_once(claims.map(|c| ClaimView::new(c, findings, edition)).collect()),
            exhibits: exhibits.map(ExhibitView::new).collect(),
            tables: section.tables.iter().map(TableView::new).collect(),
            method: section.method.clone(),
        }
    }
}

/// What several claims of one section say in bold is said over the first of them.
#[must_use]
pub fn leads_once(mut claims: Vec<ClaimView>) -> Vec<ClaimView> {
    let mut said = std::collections::BTreeSet::new();
    for claim in &mut claims {
        if !claim.lead.is_empty() && !said.insert(claim.lead.clone()) {
            claim.lead.clear();
        }
    }
    claims
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
