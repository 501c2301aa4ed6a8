//! What an edition shows, as plain values in the order of reading. Formats print it and decide nothing.

use super::edition::Edition;
use crate::findings::{Corrections, Exhibit, Findings, Pack, Section};
use crate::text::number;
use crate::text::sentence::capital;
use serde::Serialize;
use std::collections::BTreeSet;

mod glossary;
pub mod notes;
pub mod parts;
pub mod print;

pub use parts::{
    BehindView, ClaimView, Entry, Evidence, ExhibitView, PackLink, SectionView, TableView, anchor, grade_label,
};
pub use print::Print;

/// One edition of one review.
#[derive(Debug, Clone, Serialize)]
pub struct ReportView {
    pub edition: &'static str,
    pub title: String,
    pub period: String,
    pub period_long: String,
    /// "this quarter", or "this period" where it is none.
    pub span: &'static str,
    pub opening: String,
    pub contents: Vec<Entry>,
    pub headlines: Vec<ClaimView>,
    pub budgets: Vec<BudgetView>,
    pub mttx: Option<ClaimView>,
    /// What became of the asks of the last report, on the page for leaders.
    pub asked: Option<ClaimView>,
    /// Which figures of the last such page have moved.
    pub moved: Option<ClaimView>,
    /// "We ask for three things", empty when there are no asks.
    pub asks_title: String,
    pub asks: Vec<String>,
    /// Charts beside the headlines.
    pub exhibits: Vec<ExhibitView>,
    pub sections: Vec<SectionView>,
    /// The steps of a page for a meeting.
    pub steps: Vec<SectionView>,
    pub unknowns: Vec<String>,
    /// The incidents below the claims, on the page with the trail.
    pub behind: Vec<BehindView>,
    /// Lines that put something right, on the page with the trail.
    pub corrections: Option<Corrections>,
    pub glossary: Vec<TermView>,
    /// Who made it and how many comparisons it took.
    pub colophon: String,
    /// Whether the edition that holds every claim is written beside this one, so that links may lead there.
    pub has_trail: bool,
    /// How the page is set for paper, where it has to fit on one sheet.
    pub print: Option<Print>,
}

/// A term and what it means in this report.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    pub name: String,
    pub meaning: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct BudgetView {
    pub title: String,
    pub this_quarter: String,
    pub certainty: String,
    pub claim: String,
    pub anchor: String,
    /// How the analyst wants its claim to stand.
    pub notes: Vec<String>,
}

impl ReportView {
    /// The page as it stands beside others: whether it may lead to the trail.
    #[must_use]
    pub fn among(findings: &Findings, edition: &Edition, written: &[Edition]) -> Self {
        Self { has_trail: written.iter().any(|other| other.trail), ..Self::new(findings, edition) }
    }

    /// Chooses and orders. References to claims or exhibits that don't exist are left out without a trace, because a
    /// hole on a page helps no reader.
    #[must_use]
    pub fn new(findings: &Findings, edition: &Edition) -> Self {
        let stands = |id: &String| !notes::is_off(findings, id, edition.id);
        let claim =
            |id: &String| findings.claim(id).filter(|_| stands(id)).map(|c| ClaimView::new(c, findings, edition));
        let asks = asks(findings, edition);
        let sections = if edition.trail { sections(findings, edition) } else { Vec::new() };
        let contents = sections.iter().map(|s| Entry { anchor: s.anchor.clone(), title: s.title.clone() }).collect();
        let mut view = Self {
            edition: edition.id,
            title: title(findings, edition),
            period: findings.period.clone(),
            period_long: findings.period_long.clone(),
            span: if findings.period.starts_with('Q') { "this quarter" } else { "this period" },
            opening: findings.opening.clone(),
            contents,
            headlines: headlines(findings, edition).filter_map(claim).collect(),
            budgets: findings.budgets.iter().filter(|b| stands(&b.claim)).map(|b| budget(findings, b)).collect(),
            mttx: findings.mttx.as_ref().and_then(claim),
            asked: if edition.brief { claim(&"asks.followed-up".to_owned()) } else { None },
            moved: if edition.brief { claim(&"restatement.moved".to_owned()) } else { None },
            asks_title: asks_title(asks.len()),
            asks,
            exhibits: leading_exhibits(findings, edition).into_iter().map(ExhibitView::new).collect(),
            sections,
            steps: super::steps::steps(findings, edition),
            unknowns: findings.unknowns.iter().take(edition.unknowns).cloned().collect(),
            behind: if edition.trail { parts::incidents(findings) } else { Vec::new() },
            corrections: findings.corrections.clone().filter(|_| edition.trail),
            glossary: Vec::new(),
            colophon: colophon(findings) + &if edition.brief { String::new() } else { tested(findings) },
            has_trail: false,
            print: None,
        };
        view.glossary =
            if edition.trail { glossary::of_analyst(findings, &view) } else { glossary::used(findings, &view) };
        view.print = edition.brief.then(|| fitted(&mut view));
        view
    }
}

/// "Incident review, Q2 2026 · Harbour & Vale".
fn title(findings: &Findings, edition: &Edition) -> String {
    let whose = findings.organisation.trim();
    let whose = if whose.is_empty() { String::new() } else { format!(" · {whose}") };
    format!("{}, {}{whose}", edition.title, findings.period)
}

/// How the page is set for paper, with as many terms as find room: words that are explained are no reason for smaller
/// letters, nor for charts left out.
fn fitted(view: &mut ReportView) -> Print {
    let mut terms = std::mem::take(&mut view.glossary);
    // They stand behind each other in one line, each as a sentence.
    terms.iter_mut().for_each(|term| term.name = capital(&term.name));
    let print = Print::of(view);
    view.glossary = terms;
    while !view.glossary.is_empty() && (Print::of(view) != print || !Print::fits(view, &print)) {
        view.glossary.pop();
    }
    print
}

/// The headlines of this edition. The MTTX paragraph has its own place and isn't said twice.
fn headlines<'a>(findings: &'a Findings, edition: &Edition) -> impl Iterator<Item = &'a String> {
    let stands = |id: &&String| findings.claim(id).is_some() && !notes::is_off(findings, id, edition.id);
    let known = findings.headlines.iter().filter(stands);
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
    let rest = findings.mttx.iter().chain(budgets).filter(|id| !notes::is_off(findings, id, edition.id));
    let claims = headlines(findings, edition).chain(rest);
    let named = claims.filter_map(|id| findings.claim(id)).flat_map(|c| &c.exhibits);
    let named = named.filter_map(|id| findings.exhibit(id));
    let packed = |e: &&Exhibit| findings.packs.iter().flat_map(Pack::exhibits).any(|id| *id == e.id);
    let mut chosen: Vec<&Exhibit> = Vec::new();
    for exhibit in named.chain(findings.exhibits.iter().filter(|e| !packed(e))) {
        let is_off = notes::is_chart_off(findings, exhibit, edition.id);
        if chosen.len() < edition.exhibits && !is_off && !chosen.iter().any(|c| repeats(&c.id, &exhibit.id)) {
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

/// What we ask for, but for what hangs on nothing else than claims that the analyst took off the page.
fn asks(findings: &Findings, edition: &Edition) -> Vec<String> {
    let is_off = |ask: &&String| {
        let mut hangs =
            findings.checks.iter().filter(|check| check.ask == **ask).flat_map(|check| &check.claims).peekable();
        hangs.peek().is_some() && hangs.all(|id| notes::is_off(findings, id, edition.id))
    };
    findings.asks.iter().filter(|ask| !is_off(ask)).cloned().collect()
}

fn budget(findings: &Findings, budget: &crate::findings::Budget) -> BudgetView {
    BudgetView {
        title: budget.title.clone(),
        this_quarter: budget.this_quarter.clone(),
        certainty: budget.certainty.clone(),
        claim: budget.claim.clone(),
        anchor: anchor("claim", &budget.claim),
        notes: notes::standing(findings, &budget.claim),
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

/// " 36 of them are tests that may be worded as evidence; the others are weak signals at most." On the page for leaders there
/// is no room for it.
fn tested(findings: &Findings) -> String {
    match findings.tests_made {
        0 => String::new(),
        1 => {
            " One of them is a test that may be worded as evidence, and any other is a weak signal at most.".to_owned()
        }
        n => format!(
            " {} of them are tests that may be worded as evidence, which q is adjusted for; the others are looked through table by table and are weak signals at most.",
            number::thousands(n)
        ),
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
        n => format!("{} comparisons were made.", number::thousands(n)),
    };
    if named.is_empty() { comparisons } else { format!("Made by {named}. {comparisons}") }
}
