//! What customers felt.

use crate::analyse::areas::membership::areas_of;
use crate::findings::areas::ranking::of_all;
use crate::findings::areas::words::{self, ChangeContext};
use crate::findings::communication;
use crate::findings::draft::{claim, evidence, in_period, label, numbers, rows_in_period};
use crate::findings::grade::may_be_evidence;
use crate::findings::rule::Facts;
use crate::findings::tree::{Question, Sample, Test};
use crate::findings::volume::comparable;
use crate::findings::{Basis, Budget, Claim, Grade};
use crate::frame::dataset::IncidentView;
use crate::frame::stated::FIELDS;
use crate::model::period::Period;
use crate::model::record::Role;
use crate::model::row::IncidentIx;
use crate::text::plural::{agree, count, count_of};
use crate::text::sentence::capital;
use crate::text::{leaders, list, number};
use std::collections::{BTreeMap, BTreeSet};

const TOO_FEW: &str = "Whether customers noticed is recorded for too few of the incidents of one period.";

/// The claim, and what to record where it can't be made.
pub struct Customers {
    pub claim: Claim,
    /// Against the period before.
    pub change: Option<Claim>,
    pub unknown: Option<String>,
}

/// The claim on customer-facing incidents and its line among the budgets.
#[must_use]
pub fn state(facts: &Facts) -> (Customers, Budget) {
    let total = facts.results.areas.total().cloned().unwrap_or_default();
    let [yes, no, unknown] = total.customer;
    let mut claim = claim(facts, "areas.customer-facing", "");
    claim.basis = Basis::Observed;
    claim.method = "Incidents with a status-page record, a stated customer impact or a customer report.".to_owned();
    claim.n = Some(total.incidents);
    claim.coverage = (total.incidents > 0).then(|| (yes + no) as f64 / total.incidents as f64);
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, reached(&view));
    numbers(
        &mut claim,
        [
            ("customer_facing", Some(yes as f64)),
            ("not_customer_facing", Some(no as f64)),
            ("not_recorded", Some(unknown as f64)),
            ("previous_customer_facing", total.customer_before.map(|n| n as f64)),
        ],
    );
    claim.weight = yes as f64;
    let assumed = assumed(facts, &view);
    if assumed > 0 {
        claim.basis = Basis::Assumed;
        claim.caveats.push(format!(
            "{} of them {} because a status page tells of {}; that customers noticed is assumed, not stated.",
            number::thousands(assumed),
            agree(assumed, "counts", "count"),
            agree(assumed, "it", "them")
        ));
    }
    claim.caveats.extend(denied(facts, &view));
    claim.robustness.extend(Some(on_record(facts, &view).trim().to_owned()).filter(|text| !text.is_empty()));
    let assessable = yes + no > 0;
    let change = change(facts);
    let record = change.as_ref().filter(|c| c.claim.grade == Grade::Weak);
    let record = record.and_then(|c| self::record(facts, &view, yes, &c.claim));
    if let Some(record) = &record {
        record.lead(&mut claim, yes);
    }
    let certainty = if assessable {
        let before = if record.is_some() { String::new() } else { on_record(facts, &view) };
        certainty(&total.customer, assumed, change.as_ref(), &before)
    } else {
        claim.grade = Grade::NotAssessable;
        "cannot be said".to_owned()
    };
    claim.sentence = if assessable { sentence(facts, &view) } else { nothing(facts, total.incidents) };
    let budget = Budget {
        title: "What customers felt".to_owned(),
        this_quarter: format!("{}{}", claim.sentence, communication::in_short(facts)),
        certainty,
        claim: claim.id.clone(),
    };
    let missing = (!assessable && total.incidents > 0).then(|| {
        "What customers felt: no export says which incidents reached customers. A status-page export, or one yes-or-no field in the incident tool, would tell.".to_owned()
    });
    (Customers { claim, change: change.map(|c| c.claim), unknown: missing }, budget)
}

/// How sure the number is: the comparison, what it was before, and for how many incidents it is recorded.
fn certainty([yes, no, unknown]: &[u64; 3], assumed: u64, change: Option<&Compared>, before: &str) -> String {
    let known = match (*unknown, assumed) {
        (0, 0) => "Recorded for every incident.".to_owned(),
        (0, n) if n == *yes => {
            "Each counts because a status page tells of it; that customers noticed is assumed.".to_owned()
        }
        (0, n) => format!("{} of them {} by a status page alone.", number::thousands(n), agree(n, "counts", "count")),
        (n, _) => format!("Not recorded for {}.", of_all(n, yes + no + n)),
    };
    let how = change.map_or_else(|| "counted".to_owned(), |c| c.certainty.clone());
    format!("{}.{before} {known}", leaders::plain(&capital(&how)))
}

/// The test of that comparison.
#[must_use]
pub fn test(facts: &Facts) -> Option<Test> {
    let (change, period) = facts.results.areas.overall.customers.as_ref().zip(facts.data.periods.previous.as_ref())?;
    let mut caps = ChangeContext::of(facts, period).caps;
    caps.extend(recorded(facts).1);
    let view = facts.data.incident_view();
    let reached = words::in_either(&view, period).filter(|(row, _)| view.customer_facing.get(*row) == Some("yes"));
    let test = Test::new(Question::Count, "customers", "areas.customer-change", change.p?);
    may_be_evidence(&caps).then(|| test.on(Sample::of(reached)).for_headline())
}

/// The comparison with the period before, and its line among the budgets.
struct Compared {
    claim: Claim,
    certainty: String,
}

fn change(facts: &Facts) -> Option<Compared> {
    let overall = &facts.results.areas.overall;
    let (change, period) = overall.customers.as_ref().zip(facts.data.periods.previous.as_ref())?;
    let mut claim = claim(facts, "areas.customer-change", "");
    let name = label(period, &facts.data.periods);
    let (coverage, caps) = recorded(facts);
    let mut context = ChangeContext::of(facts, period);
    context.caps.extend(caps);
    let graded = words::graded(facts, Some(&claim.id), change, context);
    claim.sentence = format!(
        "{} that began in {} {} known to have reached customers and {} in {name}, {}: {}.",
        count(change.current, "incident"),
        claim.period,
        agree(change.current, "is", "are"),
        number::thousands(change.before),
        words::times(change),
        words::verdict(change, &graded)
    );
    claim.method = format!("{}; weeks are those of the incidents that reached customers.", words::test(change));
    claim.n = Some(change.current + change.before);
    claim.interval = change.high.map(|high| [change.low, high]);
    claim.q = facts.tree.q(&claim.id);
    claim.grade = graded.grade;
    claim.coverage = coverage;
    claim.compared_with = Some(name);
    claim.weight = change.current.abs_diff(change.before) as f64;
    numbers(&mut claim, words::figures(change));
    let certainty = match graded.grade {
        _ if comparable::reason(facts).is_some() => {
            comparable::reason(facts).unwrap_or_default().trim_end_matches('.').to_owned()
        }
        Grade::NotAssessable | Grade::Fact => "counted; too few, or too little recorded, to compare".to_owned(),
        Grade::NoEvidence if graded.depends_on.is_some() => words::verdict(change, &graded),
        Grade::NoEvidence => format!("no evidence of a change; {}", words::unseen_rise(change)),
        _ if graded.robustness.iter().any(|why| why == TOO_FEW) => format!(
            "{}: {}. It is no more than that, because it is recorded for only {}",
            words::verdict(change, &graded),
            words::times(change),
            least_recorded(facts, period)
        ),
        _ => format!("{}: {}", words::verdict(change, &graded), words::times(change)),
    };
    claim.robustness = graded.robustness;
    claim.caveats.extend(words::set_aside(change));
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, reached(&view));
    // Of all of them, those beyond what the earlier rate would have brought are new.
    claim.measures = &["customer-incidents"];
    claim.fresh = change.ratio.map_or(1.0, |ratio| 1.0 - 1.0 / ratio.max(1.0));
    if claim.grade.is_at_least(Grade::Evidence) {
        let is_more = change.ratio.is_none_or(|ratio| ratio > 1.0);
        claim.lead = format!("{} incidents reached customers.", if is_more { "More" } else { "Fewer" });
        claim.brief = in_quarters(facts, &view, change.current, is_more);
    }
    Some(Compared { claim, certainty })
}

/// The smaller of the shares of both periods for which it is recorded, and what follows of it. Where no record ever says
/// no, the count is one of announcements, and silence is not a gap.
fn recorded(facts: &Facts) -> (Option<f64>, Vec<(Grade, String)>) {
    let now = facts.results.areas.total().map_or([0; 3], |t| t.customer);
    let then = facts.results.areas.overall.customer_before.unwrap_or_default();
    if now[1] + then[1] == 0 {
        return (None, Vec::new());
    }
    let share = |[yes, no, unknown]: [u64; 3]| (yes + no) as f64 / (yes + no + unknown).max(1) as f64;
    let least = share(now).min(share(then));
    let cap = if least < 0.5 { Some(Grade::NotAssessable) } else { Some(Grade::Weak).filter(|_| least < 0.8) };
    (Some(least), cap.map(|grade| (grade, TOO_FEW.to_owned())).into_iter().collect())
}

/// "41 of 63 incidents of Q1 2026": of the period for which less is recorded.
fn least_recorded(facts: &Facts, before: &Period) -> String {
    let periods = &facts.data.periods;
    let now = facts.results.areas.total().map_or([0; 3], |t| t.customer);
    let then = facts.results.areas.overall.customer_before.unwrap_or_default();
    let known = |[yes, no, _]: [u64; 3]| yes + no;
    let all = |counts: [u64; 3]| counts.iter().sum::<u64>();
    let is_then = known(then) * all(now) <= known(now) * all(then);
    let (counts, period) = if is_then { (then, before) } else { (now, &periods.current) };
    format!("{} of {} of {}", number::thousands(known(counts)), count(all(counts), "incident"), label(period, periods))
}

/// More than any earlier quarter can have had, whatever it did not record.
struct RecordHigh {
    /// The most that any of them may have had.
    most: u64,
    words: String,
}

impl RecordHigh {
    /// Makes the claim one that leads.
    fn lead(&self, claim: &mut Claim, now: u64) {
        claim.lead = "More incidents reached customers than in any quarter on record.".to_owned();
        claim.brief = self.words.clone();
        // Those beyond what another quarter may have had are new.
        claim.measures = &["customer-incidents"];
        claim.fresh = 1.0 - self.most as f64 / now.max(1) as f64;
        claim.numbers.insert("at_most_in_a_quarter_before".to_owned(), self.most as f64);
        claim.robustness.push(format!(
            "No whole quarter before can have had more than {}: those that reached customers, and those for which it is not recorded, together.",
            number::thousands(self.most)
        ));
    }
}

/// With three whole quarters before a whole quarter, and a change that is more than nothing: of eight quarters one is the
/// highest by chance.
fn record(facts: &Facts, view: &IncidentView, now: u64, change: &Claim) -> Option<RecordHigh> {
    let periods = &facts.data.periods;
    let is_quarter = periods.quarters.iter().any(|q| q.window == periods.current.window && !q.partial);
    let (known, possible) = (earlier(facts, view, &["yes"]), earlier(facts, view, &["yes", "unknown"]));
    let is_more = change.numbers.get("ratio").is_none_or(|ratio| *ratio > 1.0);
    let most = possible.iter().copied().max().filter(|most| *most < now && known.len() > 2)?;
    let (least, highest) = (known.iter().min()?, known.iter().max()?);
    let range = if least == highest { number::thousands(*least) } else { format!("{least} to {highest}") };
    let at_most = if most == *highest {
        String::new()
    } else {
        format!(", and {} at most even if all for which it is not recorded had", number::thousands(most))
    };
    (is_quarter && is_more).then(|| RecordHigh {
        most,
        words: format!(
            "{} did {}, {range} in each of the {} whole quarters before{at_most}.{}{}",
            number::thousands(now),
            in_period(facts),
            number::thousands(known.len() as u64),
            apart(facts, view, now),
            " How much more it is than chance brings is uncertain."
        ),
    })
}

/// " 25 of the 42 lie outside the storms." Nothing without storms.
fn apart(facts: &Facts, view: &IncidentView, now: u64) -> String {
    let storms: Vec<_> = facts.results.overlap.storms.iter().filter(|storm| storm.is_unusual()).collect();
    let within: BTreeSet<IncidentIx> = storms.iter().flat_map(|storm| storm.rows.iter().copied()).collect();
    let outside = reached(view).filter(|row| !within.contains(row)).count() as u64;
    if storms.is_empty() || outside == 0 {
        return String::new();
    }
    let storm = if storms.len() == 1 { "the storm" } else { "the storms" };
    format!(
        " {} of the {} {} outside {storm}.",
        number::thousands(outside),
        number::thousands(now),
        agree(outside, "lies", "lie")
    )
}

/// Incidents that a status page tells of while another tool says that no customer noticed.
fn denied(facts: &Facts, view: &IncidentView) -> Option<String> {
    let by: BTreeSet<IncidentIx> =
        facts.data.stated.rows.iter().filter(|s| s.denies_customers()).map(|s| s.incident).collect();
    let n = reached(view).filter(|row| by.contains(row)).count() as u64;
    (n > 0).then(|| {
        format!(
            "{} of them {} although one tool says that no customer noticed: another tool, or a status page, tells of customers.",
            number::thousands(n),
            agree(n, "counts", "count")
        )
    })
}

/// Incidents that only the role of a tool makes customer-facing: a status page tells of them, and no other tool says so.
fn assumed(facts: &Facts, view: &IncidentView) -> u64 {
    let field = FIELDS.iter().position(|field| *field == "customer_facing");
    let mut told: BTreeMap<IncidentIx, bool> = BTreeMap::new();
    for stated in facts.data.stated.rows.iter().filter(|s| field.is_some_and(|field| s.has(field))) {
        let by_role = told.entry(stated.incident).or_insert(true);
        *by_role &= stated.role == Role::StatusPage;
    }
    let by_role = |row: &IncidentIx| told.get(row) == Some(&true);
    reached(view).filter(by_role).count() as u64
}

fn reached<'a>(view: &'a IncidentView<'a>) -> impl Iterator<Item = IncidentIx> + 'a {
    rows_in_period(view).filter(|&row| view.customer_facing.get(row) == Some("yes"))
}

/// How many reached customers, or may have, in each whole quarter on record before the period.
fn earlier(facts: &Facts, view: &IncidentView, as_stated: &[&str]) -> Vec<u64> {
    let periods = &facts.data.periods;
    let felt = |row: &IncidentIx| {
        view.included.get(*row) && view.customer_facing.get(*row).is_some_and(|stated| as_stated.contains(&stated))
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in view.rows().filter(felt) {
        view.period.get(row).into_iter().for_each(|quarter| *counts.entry(quarter).or_insert(0) += 1);
    }
    let begins = periods.current.window.start;
    let whole = periods.quarters.iter().filter(|quarter| quarter.window.end <= begins && !quarter.partial);
    whole.map(|quarter| counts.get(quarter.label.as_str()).copied().unwrap_or(0)).collect()
}

/// " In the 7 whole quarters on record before it was 2 to 8." Nothing with fewer than three of them.
fn on_record(facts: &Facts, view: &IncidentView) -> String {
    let earlier = earlier(facts, view, &["yes"]);
    match (earlier.iter().min(), earlier.iter().max()) {
        (Some(least), Some(most)) if earlier.len() > 2 => {
            let range = if least == most { number::thousands(*most) } else { format!("{least} to {most}") };
            format!(" In the {} whole quarters on record before it was {range}.", earlier.len())
        }
        _ => String::new(),
    }
}

/// "19 incidents reached customers in Q2 2026; no earlier quarter on record had more than 8." Where other quarters before were
/// as high, or as low where there are fewer, or there are none, only the period before is named; its figure stands in the
/// table of the page.
fn in_quarters(facts: &Facts, view: &IncidentView, now: u64, is_more: bool) -> String {
    let periods = &facts.data.periods;
    let earlier = earlier(facts, view, &["yes"]);
    let bound = if is_more { earlier.iter().copied().max() } else { earlier.iter().copied().min() };
    let is_beyond = |bound: &u64| if is_more { *bound < now } else { *bound > now };
    let than = if is_more { "more" } else { "fewer" };
    let before = match bound.filter(|bound| is_beyond(bound) && earlier.len() > 1) {
        Some(0) => "; in no earlier quarter on record is one known to have".to_owned(),
        Some(bound) => format!("; no earlier quarter on record had {than} than {}", number::thousands(bound)),
        None => {
            periods.previous.as_ref().map_or_else(String::new, |p| format!(", {than} than in {}", label(p, periods)))
        }
    };
    format!("{} reached customers {}{before}.{}", count(now, "incident"), in_period(facts), where_felt(view, now))
}

fn nothing(facts: &Facts, incidents: u64) -> String {
    if incidents == 0 {
        return format!("No incident began {}.", in_period(facts));
    }
    let all = if incidents == 1 {
        "the one incident".to_owned()
    } else {
        format!("any of the {}", count(incidents, "incident"))
    };
    format!("Whether customers noticed is not recorded for {all} that began {}.", in_period(facts))
}

fn sentence(facts: &Facts, view: &IncidentView) -> String {
    let total = facts.results.areas.total().cloned().unwrap_or_default();
    let ([yes, no, unknown], when) = (total.customer, in_period(facts));
    let before = match (total.customer_before, &facts.data.periods.previous) {
        (Some(before), Some(period)) => {
            format!(" ({} in {})", number::thousands(before), label(period, &facts.data.periods))
        }
        _ => String::new(),
    };
    let mut text = if yes == 0 {
        format!("No incident that began {when} is known to have reached customers{before}.")
    } else if no + unknown == 0 {
        let all = if yes == 1 { "The one incident".to_owned() } else { format!("All {}", count(yes, "incident")) };
        format!("{all} that began {when} reached customers{before}.")
    } else {
        format!("{} that began {when} reached customers{before}.", count(yes, "incident"))
    };
    if yes > 1 {
        text.push_str(&where_felt(view, yes));
    }
    if unknown > 0 {
        text.push_str(&format!(" For {} it is not recorded.", count_of(unknown, "other", "others")));
    }
    text
}

/// " checkout is in 12 of them, search in 9." Services only; silent where fewer than half of them name one.
fn where_felt(view: &IncidentView, yes: u64) -> String {
    let mut services: BTreeMap<&str, u64> = BTreeMap::new();
    let mut named = 0;
    for row in reached(view) {
        let own: BTreeSet<&str> = areas_of(view, row).filter(|(kind, _)| *kind == 0).map(|(_, name)| name).collect();
        named += u64::from(!own.is_empty());
        own.into_iter().for_each(|service| *services.entry(service).or_insert(0) += 1);
    }
    let mut order: Vec<(&str, u64)> = services.into_iter().filter(|s| s.1 > 1).collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    if named * 2 < yes || order.is_empty() {
        return String::new();
    }
    let part = |(i, (name, n)): (usize, &(&str, u64))| {
        format!("{name}{} in {}", if i == 0 { " is" } else { "" }, number::thousands(*n))
    };
    let parts: Vec<String> = order.iter().take(2).enumerate().map(part).collect();
    format!(" Of these, {}.", list::and(&parts))
}
