//! Statements on problems that keep coming back.

pub mod break_even;
pub mod chart;
mod evidence;
pub mod famous;
pub mod fix;
pub mod held;
pub mod hiding;
mod known;
pub mod ledger;
pub mod overview;
mod promised;
mod register;
pub mod words;

use crate::analyse::recurrence::Family;
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::Test;
use crate::findings::{Claim, Section};

/// Famous bugs with a claim of their own; the register holds the rest.
const MAX_FAMOUS: usize = 10;
/// Claims of one kind on single families.
const MAX_OF_A_KIND: usize = 5;

pub struct Recurrence;

impl Rule for Recurrence {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        let mut tests = fix::tests(facts);
        tests.extend(overview::test(facts));
        tests.extend(ledger::test(facts));
        tests
    }

    fn part(&self, facts: &Facts) -> Part {
        let (share, unknown) = overview::share(facts);
        let exhibits = chart::exhibits(facts);
        let shown: Vec<String> = exhibits.iter().map(|e| e.id.clone()).collect();
        let top: Vec<&Family> = famous::current(facts).into_iter().take(MAX_FAMOUS).collect();
        let by_number = famous::most_in_the_period_first(&top);
        let mut claims: Vec<Claim> = by_number.iter().flat_map(|family| on(facts, family)).collect();
        let headlines: Vec<String> = top.iter().map(|family| famous::id(family)).collect();
        let mut comparisons = u64::from(share.compared_with.is_some());
        claims.push(share);
        claims.extend(overview::families(facts));
        claims.extend(ledger::ledger(facts));
        let auto = ledger::auto_resolve(facts);
        comparisons += auto.iter().filter(|c| c.numbers.contains_key("p")).count() as u64;
        claims.extend(auto);
        let silences = fix::silences(facts, MAX_OF_A_KIND);
        comparisons += silences.len() as u64;
        claims.extend(silences);
        let (questions, tested) = hiding::questions(facts);
        comparisons += tested;
        claims.extend(questions.into_iter().take(MAX_OF_A_KIND));
        claims.extend(by_number.iter().filter_map(|f| break_even::break_even(facts, f)).take(MAX_OF_A_KIND));
        chart::point(&mut claims);
        claims.extend(overview::labels(facts));
        Part {
            section: Some(Section {
                id: "recurrence".to_owned(),
                title: "What keeps coming back".to_owned(),
                question: "Which problems occurred again, how often, and did their fixes hold?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: shown,
                tables: register::tables(facts),
            }),
            claims,
            headlines,
            exhibits,
            unknowns: unknown.into_iter().chain(ledger::unknown(facts)).collect(),
            comparisons,
            ..Part::default()
        }
    }
}

/// What tells most of a problem, and beside it how it recurs where that is only its fix.
fn on(facts: &Facts, family: &Family) -> Vec<Claim> {
    let recurs = (family.famous && came_back(family)).then(|| famous::claim(facts, family));
    std::iter::once(famous::told(facts, family)).chain(recurs).collect()
}

/// A fix was claimed and the problem occurred again.
fn came_back(family: &Family) -> bool {
    family.state == "came-back"
}

fn method() -> Vec<String> {
    [
        "Incidents that share a problem record, or a title that is the same but for numbers, ids, names of machines, times and calls to look (“please check”), form a family. A problem record counts for an incident that its ticket is only likely to belong to where both say nearly the same. The area plays no part: the same problem may show up in two places. All history is used, not only the period.",
        "Incidents of a family less than 24 hours apart (end of one to start of the next) are one occurrence. A famous bug occurred at least three times within 180 days, spread over at least 14 days, and one of the earlier occurrences was over for at least seven days before the latest, so there was time to know of it.",
        "Planned work, recognised by its title or its text, belongs to no family. A title with fewer than three words that say something, or made of general words and names of its own areas (“service degraded”, “scheduled maintenance”), is a label. Incidents under a label are listed apart and are never called famous: the same label is perhaps not the same problem.",
        "A fix counts as claimed where an annotation says so, a completed follow-up speaks of a fix in its title, or the text of an incident says that it was fixed for good. It did not hold where the problem occurred after it. An incident that its own record closed as fixed claims nothing of its problem and is called closed as fixed. The occurrences before it (a year at most) are held against the silence after it, exactly and given their total. The next occurrence is given as a range, for a pace that stays the same (gamma–Poisson, the latest year).",
        "The ledger puts each incident into one category: what became of a claimed fix of its problem, else what its own records say of its end. What nothing tells is listed as unknown. An incident that ended by itself was ended by a timer or a monitor.",
        "It needs titles or problem records, and stays silent without both. Known bias: the same problem under another title is missed, so all figures are lower bounds. History begins somewhere, so a problem that is new to the data need not be new.",
    ]
    .map(str::to_owned)
    .to_vec()
}
