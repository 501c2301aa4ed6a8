//! Problems that may hide: milder and more frequent, or as regular as a clock. Put as questions.

use crate::analyse::recurrence::Family;
use crate::analyse::recurrence::rate::Halves;
use crate::findings::draft::{claim, evidence, numbers};
use crate::findings::grade::Contrast;
use crate::findings::recurrence::words::{name, times};
use crate::findings::rule::Facts;
use crate::findings::tree::screened;
use crate::findings::{Basis, Claim};
use crate::text::plural::{agree, count};
use crate::text::wording::severity;
use crate::text::{duration, list, number};
use std::collections::BTreeMap;

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
        parts.push(rising(facts, family, &halves, &mut claim, tested));
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

fn rising(facts: &Facts, family: &Family, halves: &Halves, claim: &mut Claim, tested: u64) -> String {
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
    let ranks = Ranks::of(facts, family);
    let of = count(family.rows.len() as u64, "incident");
    // Behind mild incidents hides only what has some.
    let asks = if ranks.mild > 0 {
        format!("Does {} ({of}) hide behind mild incidents?", name(family))
    } else {
        format!("Has {} ({of}) become something people live with?", name(family))
    };
    format!(
        "{asks} It occurred {} in the later half of its history and {} in the earlier half, {} days each (plausible {} times the pace), and was no graver{}.",
        seldom(halves.later),
        seldom(halves.earlier),
        number::decimal(halves.days),
        number::range(interval),
        ranks.words()
    )
}

/// How many incidents of a problem have each severity.
struct Ranks {
    known: BTreeMap<u8, u64>,
    mild: u64,
}

impl Ranks {
    fn of(facts: &Facts, family: &Family) -> Self {
        let (view, from) = (facts.data.incident_view(), facts.results.load.params.lines.mild_severity);
        let mut found = Self { known: BTreeMap::new(), mild: 0 };
        for rank in family.rows.iter().filter_map(|row| view.severity.get(*row)).filter(|rank| *rank > 0) {
            found.mild += u64::from(rank >= from);
            *found.known.entry(u8::try_from(rank).unwrap_or(u8::MAX)).or_insert(0) += 1;
        }
        found
    }

    /// " (15 were SEV2 and 30 SEV3)".
    fn words(&self) -> String {
        let each = self.known.iter().enumerate().map(|(nth, (rank, n))| match nth {
            0 => format!("{} {} {}", number::thousands(*n), agree(*n, "was", "were"), severity(*rank)),
            _ => format!("{} {}", number::thousands(*n), severity(*rank)),
        });
        let words: Vec<String> = each.collect();
        if words.is_empty() { String::new() } else { format!(" ({})", list::and(&words)) }
    }
}
