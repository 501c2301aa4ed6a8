//! `slack.txt`: the page for leaders as a message to paste: Slack's own marks, at most [`MOST`] letters, no
//! sentence cut in the middle.

use crate::render::view::ReportView;
use crate::text::leaders::sentences;
use crate::text::visible;

/// Letters of a message; Slack cuts longer ones apart.
pub const MOST: usize = 3_000;

/// The message. Where all sentences find no room, each headline has its first two, then its first one; what still finds none
/// is left out from the end.
#[must_use]
pub fn message(view: &ReportView) -> String {
    let fits = |blocks: &Vec<String>| size(blocks) <= MOST;
    let ways = [usize::MAX, 2, 1].map(|most| blocks(view, most));
    let mut blocks = ways.iter().find(|blocks| fits(blocks)).unwrap_or(&ways[2]).clone();
    while !fits(&blocks) && !blocks.is_empty() {
        blocks.pop();
    }
    blocks.push(END.to_owned());
    blocks.join("\n\n") + "\n"
}

const END: &str = "_The whole page, and the incidents behind every sentence, are in the report._";

fn size(blocks: &[String]) -> usize {
    blocks.iter().map(|block| block.chars().count() + 2).sum::<usize>() + END.len() + 1
}

/// What is said, in the order of the page, with at most so many sentences of a headline.
fn blocks(view: &ReportView, most: usize) -> Vec<String> {
    let first = |text: &str| sentences(text).into_iter().take(most).collect::<Vec<_>>().join(" ");
    let mut blocks = vec![format!("*{}*", plain(&view.title))];
    blocks.extend(view.headlines.iter().map(|claim| said(&claim.lead, &first(&claim.sentence))));
    blocks.extend(view.mttx.iter().map(|claim| said(&claim.lead, &first(&claim.sentence))));
    let budgets = view.budgets.iter().map(|b| format!("• *{}:* {}", plain(&b.title), plain(&b.this_quarter)));
    let budgets = budgets.collect::<Vec<_>>().join("\n");
    blocks.extend((!budgets.is_empty()).then_some(budgets));
    if !view.asks.is_empty() {
        let asks = (1..).zip(&view.asks).map(|(n, ask)| format!("{n}. {}", plain(ask)));
        blocks.push(format!("*{}*\n{}", plain(&view.asks_title), asks.collect::<Vec<_>>().join("\n")));
    }
    blocks
}

fn said(lead: &str, sentence: &str) -> String {
    if lead.is_empty() { plain(sentence) } else { format!("*{}* {}", plain(lead), plain(sentence)) }
}

/// Text without marks of its own: Slack reads `<` and `>` as its own where a program sends them, and a star, an underscore,
/// a tilde or a backtick as a beginning. Pasted by a person, no way of writing them is read back, so signs that look like
/// them stand in their place. Inside a word an underscore begins nothing.
fn plain(text: &str) -> String {
    let text = visible::line(text);
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let is_inside = before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '<' => out.push('‹'),
            '>' => out.push('›'),
            '*' => out.push('∗'),
            '~' => out.push('∼'),
            '`' => out.push('\''),
            '_' if !is_inside => out.push('-'),
            c => out.push(c),
        }
        before = c;
    }
    out
}
