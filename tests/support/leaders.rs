//! The page for leaders of every review that is made in the tests: no words of our trade, no long sentences, no figure twice.

use retroscope::findings::Findings;
use retroscope::render::{EXECUTIVE, ReportView};
use retroscope::text::leaders::{jargon, said_twice, sentences, too_long};

/// What is read on the page, with the place where it stands. Charts have words of their own, which stand in them as labels.
pub(crate) fn texts(view: &ReportView) -> Vec<(String, String)> {
    let claims = view.headlines.iter().chain(&view.mttx).chain(&view.asked).chain(&view.moved);
    let mut texts = vec![("opening".to_owned(), view.opening.clone())];
    texts.extend(claims.map(|c| (c.id.clone(), format!("{} {}", c.lead, c.sentence))));
    for budget in &view.budgets {
        texts.push((format!("{}, this quarter", budget.title), budget.this_quarter.clone()));
        texts.push((format!("{}, how sure", budget.title), budget.certainty.clone()));
    }
    texts.extend(view.asks.iter().map(|ask| ("ask".to_owned(), ask.clone())));
    texts.extend(view.unknowns.iter().map(|text| ("unknown".to_owned(), text.clone())));
    texts.push(("colophon".to_owned(), view.colophon.clone()));
    texts
}

pub(crate) fn problems(findings: &Findings) -> Vec<String> {
    let view = ReportView::new(findings, &EXECUTIVE);
    let texts = texts(&view);
    let mut problems = Vec::new();
    for (place, text) in &texts {
        for sentence in sentences(text) {
            problems
                .extend(jargon(sentence).into_iter().map(|what| format!("leaders, {place}: {what} in: {sentence}")));
            problems.extend(too_long(sentence).map(|n| format!("leaders, {place}: {n} words: {sentence}")));
        }
    }
    let said: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    problems.extend(said_twice(&said).into_iter().map(|what| format!("leaders: “{what}” is said twice")));
    problems
}
