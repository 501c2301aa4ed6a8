//! What all files together can and cannot answer.

use crate::cli::say;
use crate::cli::undecided;
use crate::inspect::{Answer, Inspection};
use crate::pipeline::{Review, tool_title};
use crate::text::date::{iso, iso_day};
use crate::text::duration;
use crate::text::list;
use crate::text::number::share;
use crate::text::plural::{count, count_of};
use chrono_tz::Tz;

/// How many pairs of tools are listed: with a dozen tools there are too many to read.
const PAIRS: usize = 12;

pub(super) fn print(found: &Inspection) {
    let Some(review) = &found.review else {
        say("");
        let open = undecided::sentence(&found.held);
        if !open.is_empty() {
            say(&format!("No incident has a certain day. {open}, in the settings."));
            return;
        }
        say("No file holds an incident. For a table or JSON of your own, `retroscope init` proposes a mapping.");
        return;
    };
    let n = found.incidents;
    say("");
    say(&format!("All together: {} for statistics.", count(n, "incident")));
    if let Some(span) = review.data.periods.data {
        let made = iso(review.data.periods.as_of);
        say(&format!("  starts from {} to {}; exports made {made} or later", iso(span.start), iso(span.end)));
    }
    print_overlaps(found);
    print_oddities(review);
    print_gaps(found);
    print_answers(&found.answers, n);
    print_unlocks(found);
}

fn print_overlaps(found: &Inspection) {
    if found.overlaps.is_empty() && found.alone.len() < 2 {
        return;
    }
    say("");
    say("Sources");
    let mut pairs: Vec<&(String, String, u64)> = found.overlaps.iter().collect();
    pairs.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
    for (first, second, n) in pairs.iter().take(PAIRS) {
        say(&format!("  {first} and {second} share {}", count(*n, "incident")));
    }
    if pairs.len() > PAIRS {
        let more = (pairs.len() - PAIRS) as u64;
        say(&format!(
            "  {} as many or fewer; --json lists them",
            count_of(more, "more pair of tools shares", "more pairs of tools share")
        ));
    }
    for (tool, n) in &found.alone {
        say(&format!("  {} only {tool} knows", count(*n, "incident")));
    }
    if found.overlaps.is_empty() {
        say("  no incident was found in two of them; where they do not name each other, one incident may count twice");
    }
}

/// What decides whether records are one incident, in the words of the report.
fn print_oddities(review: &Review) {
    let told = ["quality.numbers-start-again", "quality.clock-shift"];
    let claims = review.findings.claims.iter().filter(|claim| told.contains(&claim.code.as_str()));
    for (place, claim) in claims.enumerate() {
        if place == 0 {
            say("");
            say("Worth knowing");
        }
        say(&format!("  {}", claim.sentence));
    }
}

fn print_gaps(found: &Inspection) {
    if found.gaps.is_empty() {
        return;
    }
    say("");
    say("Gaps");
    for gap in &found.gaps {
        let (tool, usual) = (tool_title(&gap.tool), duration::words(gap.usual / 1_000.0));
        let length = duration::words((gap.to - gap.from) as f64 / 1_000.0);
        let day = |at| iso_day(at, Tz::UTC);
        say(&if gap.at_end {
            format!(
                "  {tool} ends on {}, while others go on for {length}: is this export older, or did collection stop?",
                day(gap.from)
            )
        } else {
            format!(
                "  {tool} has nothing from {} to {} ({length}), and a start every {usual} otherwise: is an export missing?",
                day(gap.from),
                day(gap.to)
            )
        });
    }
}

fn print_answers(answers: &[Answer], n: u64) {
    let told: Vec<&Answer> = answers.iter().filter(|a| a.known > 0).collect();
    let silent: Vec<&Answer> = answers.iter().filter(|a| a.known == 0).collect();
    say("");
    say("Can be answered");
    for answer in told {
        say(&if answer.of_set {
            format!("  {}", answer.title)
        } else {
            format!("  {}: known for {}", answer.title, share(answer.known, n))
        });
    }
    if !silent.is_empty() {
        say("");
        say("Will stay silent");
        silent.iter().for_each(|a| say(&format!("  {}: needs {}", a.title, a.needs)));
    }
}

fn print_unlocks(found: &Inspection) {
    let Some(first) = found.unlocks.first() else { return };
    say("");
    say(&format!("One more export would unlock most: {}.", first.export));
    say(&format!("  It would tell: {}.", list::and(&first.brings)));
    for more in found.unlocks.iter().skip(1) {
        say(&format!("  After it: {} ({}).", more.export, list::and(&more.brings)));
    }
}
