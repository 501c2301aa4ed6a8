//! Problems that may hide: milder and more frequent, or as regular as a clock. Put as questions.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::rate::Halves;
use crate::findings::draft::{claim, evidence, numbers};
use crate::findings::grade::Contrast;
use crate::findings::recurrence::words::{name, times};
use crate::findings::rule::Facts;
use crate::findings::tree::screened;
use crate::findings::{Basis, Claim};
use crate::text::plural::count;
use crate::text::{duration, number};

/// Adjusted p-values up to this let the question be asked.
const ASK: f64 = 0.05;

/// Questions on all families, and how many were looked at for a rising rate.
#[must_use]
pub fn questions(facts: &Facts) -> (Vec<Claim>, u64) {
    let families = &facts.results.recurrence.families;
    let tested = families.iter().filter(|f| f.halves.is_some()).count() as u64;
    let ask = |family: &Family| {
        let hidden = family.halves.filter(rises);
        (hidden.is_some() || family.scheduled_s.is_some()).then(|| question(facts, family, hidden, tested))
    };
    (families.iter().filter_map(ask).collect(), tested)
}

fn rises(halves: &Halves) -> bool {
    let more = halves.ratio.ratio.is_none_or(|r| r > 1.0);
    more && halves.no_graver() && halves.q.is_some_and(|q| q <= ASK)
}

fn question(facts: &Facts, family: &Family, hidden: Option<Halves>, tested: u64) -> Claim {
    let mut claim = claim(facts, "recurrence.hiding", &family.family_id);
    claim.basis = Basis::Inferred;
    claim.n = Some(family.occurrences.len() as u64);
    claim.method = "Rates of the two halves of its history, exact given their total; severity ranks of the same halves; standard deviation over mean of the times from start to start, below a quarter, where the forecast of the next one (gamma renewal) goes by the same rhythm.".to_owned();
    let mut parts: Vec<String> = Vec::new();
    if let Some(halves) = hidden {
        parts.push(rising(family, &halves, &mut claim, tested));
    }
    if let Some(every) = family.scheduled_s {
        parts.push(format!(
            "Does something scheduled start {}? Its {} began about {} apart, with little variation: it looks scheduled.",
            name(family),
            count(family.occurrences.len() as u64, "occurrence"),
            duration::words(every)
        ));
        numbers(&mut claim, [("seconds_apart", Some(every))]);
    }
    claim.sentence = parts.join(" ");
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, family.rows.iter().copied());
    claim.weight = family.told.responder_s.unwrap_or(family.duration_s) / 3_600.0;
    claim
}

fn seldom(n: u64) -> String {
    if n == 0 { "never".to_owned() } else { times(n) }
}

fn rising(family: &Family, halves: &Halves, claim: &mut Claim, tested: u64) -> String {
    let interval = [halves.ratio.low, halves.ratio.high.unwrap_or(f64::INFINITY)];
    let problems = crate::text::plural::noun(tested, "problem");
    let why = format!(
        "Found by looking through {} {problems}, so it is a question until fresh data confirm it.",
        number::thousands(tested)
    );
    let change = Contrast {
        n: [halves.later, halves.earlier],
        counts: true,
        ratio: Some(halves.ratio.ratio.unwrap_or(f64::INFINITY)),
        interval: Some(interval),
        p: Some(halves.ratio.p),
        q: halves.q,
        ..Contrast::default()
    };
    let graded = screened(change, &why);
    claim.grade = graded.grade;
    claim.robustness = graded.robustness;
    claim.interval = Some(interval).filter(|[_, hi]| hi.is_finite());
    claim.q = halves.q;
    let [later, earlier] = halves.severity.map_or([None, None], |[a, b]| [Some(a), Some(b)]);
    numbers(
        claim,
        [
            ("rate_ratio", halves.ratio.ratio),
            ("later_occurrences", Some(halves.later as f64)),
            ("earlier_occurrences", Some(halves.earlier as f64)),
            ("days_each", Some(halves.days)),
            ("later_severity_rank", later),
            ("earlier_severity_rank", earlier),
            ("p", Some(halves.ratio.p)),
        ],
    );
    format!(
        "Does {} ({}) hide behind mild incidents? It occurred {} in the later half of its history and {} in the earlier half, {} days each (plausible {} times the pace), and was no graver.",
        name(family),
        count(family.rows.len() as u64, "incident"),
        seldom(halves.later),
        seldom(halves.earlier),
        number::decimal(halves.days),
        number::range(interval)
    )
}
