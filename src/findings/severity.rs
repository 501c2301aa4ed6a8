//! Statements on the mix of severities, and whether it moved.

use crate::analyse::severity::{Moved, SeverityMix, apart};
use crate::findings::draft::{
    claim, evidence, figures_column, in_period, label, label_of, numbers, rows_in_period, table, words_column,
};
use crate::findings::grade::{EVIDENCE, FAIR_COVERAGE, MIN_COVERAGE, WATCH, may_be_evidence};
use crate::findings::mttx::depends::in_storm;
use crate::findings::rule::{Facts, Part, Rule};
use crate::findings::tree::{Question, Test};
use crate::findings::volume::comparable;
use crate::findings::{Basis, Claim, Grade, Section, Table};
use crate::text::plural::{agree, count};
use crate::text::{list, number, wording};
use std::collections::BTreeSet;

pub struct Severity;

/// Coverage below which shares of severities are caveated.
const COMPLETE: f64 = 0.95;
/// Surprising enough to doubt that severities are stated in the same way in both periods.
const DIFFERS: f64 = 0.05;

impl Rule for Severity {
    fn tests(&self, facts: &Facts) -> Vec<Test> {
        let drift = facts.results.severity.drift.as_ref().filter(|_| !facts.results.volume.is_broken());
        let drift = drift.map(|found| Test::new(Question::Mix, "drift", "severity.drift", found.p));
        test(facts).into_iter().chain(drift).collect()
    }

    fn part(&self, facts: &Facts) -> Part {
        let mut claims = vec![mix(facts)];
        claims.extend(moved(facts));
        claims.extend(drift(facts));
        claims.extend(changed(facts));
        let severity = &facts.results.severity;
        let comparisons = u64::from(severity.moved.is_some()) + u64::from(severity.drift.is_some());
        Part {
            section: Some(Section {
                id: "severity".to_owned(),
                title: "How severe incidents are".to_owned(),
                question: "How severe are incidents, and did the mix of severities move?".to_owned(),
                method: method(),
                claims: claims.iter().map(|c| c.id.clone()).collect(),
                exhibits: Vec::new(),
                tables: by_period(facts).into_iter().collect(),
            }),
            claims,
            comparisons,
            unknowns: unknown(facts).into_iter().collect(),
            ..Part::default()
        }
    }
}

fn method() -> Vec<String> {
    [
        "Severities are those that stand at the end of an incident, after the crosswalk of the settings; SEV1 is the worst. Shares are of the incidents that state one.",
        "The mixes of two periods are compared by the share of the worst severities, with Newcombe's interval and the p-value of that interval, so that the two never contradict each other; it needs ten stated severities in both. The chi-squared test of all severities stands among the numbers. The direction over the quarters is the test of Cochran and Armitage on the share of SEV1 and SEV2, from three quarters on.",
        "Known bias: a mix moves when other incidents happen, and when the same ones are rated otherwise. The counts cannot tell one from the other, so figures by severity carry a caveat where the mix moved.",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn coverage(mix: &SeverityMix) -> Option<f64> {
    let all = mix.known() + mix.unknown;
    (all > 0).then(|| mix.known() as f64 / all as f64)
}

/// The mix of the period under review.
fn mix(facts: &Facts) -> Claim {
    let mix = facts.results.severity.mix();
    let (known, all) = (mix.known(), mix.known() + mix.unknown);
    let mut claim = claim(facts, "severity.mix", "");
    let when = in_period(facts);
    claim.basis = Basis::Observed;
    claim.method = "Included incidents per severity.".to_owned();
    claim.n = Some(all);
    claim.coverage = coverage(&mix);
    if known == 0 {
        claim.grade = Grade::NotAssessable;
        claim.sentence = if all == 0 {
            format!("No incident began {when}.")
        } else {
            format!("No severity is stated for {} that began {when}.", count(all, "incident"))
        };
        return claim;
    }
    let parts: Vec<String> = mix
        .counts
        .iter()
        .map(|(rank, n)| {
            format!("{} {}", number::thousands(*n), wording::severity(u8::try_from(*rank).unwrap_or(u8::MAX)))
        })
        .collect();
    claim.sentence = format!("{} that began {when} state a severity: {}.", count(known, "incident"), list::and(&parts));
    if known == 1 {
        claim.sentence = format!("1 incident that began {when} states a severity: {}.", list::and(&parts));
    }
    if mix.unknown > 0 {
        let (n, verb) = (number::thousands(mix.unknown), agree(mix.unknown, "states", "state"));
        claim.sentence.push_str(&format!(" {n} {verb} none."));
    }
    let view = facts.data.incident_view();
    evidence(&mut claim, &view, rows_in_period(&view).filter(|row| view.severity.get(*row).is_some()));
    claim.numbers.extend(mix.counts.iter().map(|(rank, n)| (format!("sev{rank}"), *n as f64)));
    claim.numbers.insert("not_stated".to_owned(), mix.unknown as f64);
    claim.weight = mix.worst() as f64;
    claim
}

/// The test of a moved mix; none where too few severities are stated for evidence.
fn test(facts: &Facts) -> Option<Test> {
    let severity = &facts.results.severity;
    let (before, found) = severity.previous.as_ref().zip(severity.moved.as_ref())?;
    facts.data.periods.previous.as_ref()?;
    let least = [&severity.mix(), before].into_iter().filter_map(coverage).fold(1.0, f64::min);
    let counted = least >= FAIR_COVERAGE
        && found.unknown_p.is_none_or(|p| p >= DIFFERS)
        && may_be_evidence(&comparable::caps(facts));
    counted.then(|| Test::new(Question::Mix, "severity", "severity.mix-moved", found.worst[3]))
}

/// The mix against the one of the period before; nothing without an earlier period.
fn moved(facts: &Facts) -> Option<Claim> {
    let severity = &facts.results.severity;
    let (before, periods) = (severity.previous.as_ref()?, &facts.data.periods);
    let name = label(periods.previous.as_ref()?, periods);
    let now = severity.mix();
    let mut claim = claim(facts, "severity.mix-moved", "");
    claim.compared_with = Some(name.clone());
    claim.method = "Difference of two shares with Newcombe's 95 % interval; the p-value is the error at which that interval ends at 0.".to_owned();
    claim.n = Some(now.known());
    claim.coverage = coverage(&now);
    let least = [&now, before].into_iter().filter_map(coverage).fold(1.0, f64::min);
    let current = label(&periods.current, periods);
    if let Some(text) = one_severity([&now, before], [&current, &name]) {
        // Nothing is compared where there is nothing to differ.
        (claim.sentence, claim.compared_with) = (text, None);
        claim.method = "Included incidents per severity of both periods.".to_owned();
        return Some(claim);
    }
    let Some(found) = severity.moved.as_ref().filter(|_| least >= MIN_COVERAGE) else {
        claim.grade = Grade::NotAssessable;
        let why = if least < MIN_COVERAGE { "fewer than half of one of them, so" } else { "too few, so" };
        claim.sentence = format!(
            "{} in {current} and {} in {name} state a severity, {why} the mixes are not compared.",
            count(now.known(), "incident"),
            number::thousands(before.known())
        );
        return Some(claim);
    };
    judge(facts, &mut claim, found, least);
    without_storms(facts, &mut claim, (found, before));
    let [difference, low, high, p] = found.worst;
    claim.sentence = comparison(claim.grade, found, [&now, before], [&current, &name]);
    claim.interval = Some([low, high]);
    numbers(
        &mut claim,
        [
            ("chi2", Some(found.chi2)),
            ("degrees_of_freedom", Some(found.df as f64)),
            ("chi2_p", Some(found.p)),
            ("p", Some(p)),
            ("worst_share_difference", Some(difference)),
        ],
    );
    claim.weight = now.up_to(found.cut).abs_diff(before.up_to(found.cut)) as f64;
    Some(claim)
}

/// The share of the worst severities in both periods, in the words that the grade allows.
fn comparison(grade: Grade, found: &Moved, [now, before]: [&SeverityMix; 2], [current, name]: [&str; 2]) -> String {
    let [difference, low, high, _] = found.worst;
    let worst = |mix: &SeverityMix| {
        format!("{} of {}", number::thousands(mix.up_to(found.cut)), number::thousands(mix.known()))
    };
    let points = |value: f64| number::fixed(100.0 * value, 0);
    let figures = format!(
        "{} were {} incidents, and {} in {name}, a difference of {} percentage points (plausible {} to {})",
        named(found.cut, &[now, before]),
        worst(now),
        worst(before),
        points(difference),
        points(low),
        points(high)
    );
    match grade {
        Grade::Evidence => format!(
            "There is evidence that the mix of severities in {current} is not that of {name}: {figures}. Other incidents, or another way to rate them, would both look like this."
        ),
        Grade::Weak => {
            format!("There is a weak signal that the mix of severities in {current} is not that of {name}: {figures}.")
        }
        _ => format!(
            "There is no evidence that the mix of severities in {current} is another than in {name}: {figures}. A difference below about {} percentage points would not show.",
            points(detectable(now, before, found.cut))
        ),
    }
}

/// Where all incidents of both periods state the same severity, the mixes are the same, whatever their number.
fn one_severity([now, before]: [&SeverityMix; 2], [current, name]: [&str; 2]) -> Option<String> {
    let [(rank, n)] = now.counts.as_slice() else { return None };
    let [(other, n_before)] = before.counts.as_slice() else { return None };
    let severity = wording::severity(u8::try_from(*rank).unwrap_or(u8::MAX));
    let unstated = now.unknown + before.unknown;
    let rest = if unstated > 0 { " Those that state none are left out." } else { "" };
    (rank == other).then(|| {
        format!(
            "All incidents that state a severity have the same one, {severity}: {} in {current} and {} in {name}. Their mix is the same.{rest}",
            number::thousands(*n),
            number::thousands(*n_before)
        )
    })
}

/// "SEV1 and SEV2", "SEV3": the ranks that count as the worst.
fn named(cut: u32, mixes: &[&SeverityMix]) -> String {
    let severity = |rank: u32| wording::severity(u8::try_from(rank).unwrap_or(u8::MAX));
    if cut == crate::analyse::severity::WORST {
        return "SEV1 and SEV2".to_owned();
    }
    let ranks: BTreeSet<u32> = mixes.iter().flat_map(|m| m.counts.iter().map(|c| c.0)).filter(|r| *r <= cut).collect();
    let names: Vec<String> = ranks.into_iter().map(severity).collect();
    list::and(&names)
}

/// A difference of shares is no ratio, so the grade goes by its p and by what else could have moved the mix.
fn judge(facts: &Facts, claim: &mut Claim, found: &Moved, least: f64) {
    claim.q = facts.tree.q(&claim.id);
    claim.grade = facts.tree.verdict(&claim.id, found.worst[3]);
    let mut lower = |most: Grade, why: String| {
        if !most.is_at_least(claim.grade) {
            claim.grade = most;
            claim.robustness.push(why);
        }
    };
    if found.unknown_p.is_some_and(|p| p < DIFFERS) {
        lower(
            Grade::Weak,
            "More incidents state a severity in one period than in the other; a recording change could produce this."
                .to_owned(),
        );
    }
    if least < FAIR_COVERAGE {
        lower(Grade::Weak, "A fifth or more of the incidents state no severity.".to_owned());
    }
    comparable::caps(facts).into_iter().for_each(|(most, why)| lower(most, why));
    if least < COMPLETE {
        claim.caveats.push(format!(
            "A severity is stated for {} of incidents in the period that states fewer.",
            number::percent(least)
        ));
    }
}

/// The same without the incidents that began in storms, which are told by themselves: where the mix is then the earlier one,
/// it is theirs, and a weak signal at most.
fn without_storms(facts: &Facts, claim: &mut Claim, (found, before): (&Moved, &SeverityMix)) {
    if !claim.grade.is_at_least(Grade::Weak) {
        return;
    }
    let view = facts.data.incident_view();
    let (mut stormy, mut rest) = (0_u64, (0_u64, 0_u64));
    for row in rows_in_period(&view) {
        let Some(rank) = view.severity.get(row) else { continue };
        if in_storm(facts, &view, row) {
            stormy += 1;
        } else {
            rest = (rest.0 + u64::from(rank <= found.cut), rest.1 + 1);
        }
    }
    let left = apart([rest, (before.up_to(found.cut), before.known())]).filter(|_| stormy > 0);
    let Some([difference, low, high, p]) = left else { return };
    let holds = p <= EVIDENCE && (difference > 0.0) == (found.worst[0] > 0.0);
    let [points, from, to] = [difference, low, high].map(|value| number::fixed(100.0 * value, 0));
    claim.robustness.push(format!(
        "Without the {} that began in storms they are {} of {}, a difference of {points} percentage points (plausible {from} to {to}){}.",
        count(stormy, "incident"),
        number::thousands(rest.0),
        number::thousands(rest.1),
        if holds { ": still another mix" } else { ", and there is no evidence of another mix" }
    ));
    if !holds {
        claim.grade = claim.grade.capped(Grade::Weak);
    }
}

/// The least difference of two shares that shows four times in five.
fn detectable(now: &SeverityMix, before: &SeverityMix, cut: u32) -> f64 {
    let (n1, n2) = (now.known().max(1) as f64, before.known().max(1) as f64);
    // Half a case keeps the error above nothing where no incident is severe.
    let share = ((now.up_to(cut) + before.up_to(cut)) as f64).max(0.5) / (n1 + n2);
    2.8 * (share * (1.0 - share).max(0.0) * (1.0 / n1 + 1.0 / n2)).sqrt()
}

/// The share of the worst severities over the quarters.
fn drift(facts: &Facts) -> Option<Claim> {
    let found = facts.results.severity.drift.as_ref()?;
    let mut claim = claim(facts, "severity.drift", "");
    claim.method = "Cochran–Armitage on the share of SEV1 and SEV2 per quarter, in order of the quarters; the same without the last quarter, without which a direction has to stand.".to_owned();
    claim.n = Some(found.incidents);
    claim.q = facts.tree.q(&claim.id);
    claim.grade = facts.tree.verdict(&claim.id, found.p);
    if facts.results.volume.is_broken() {
        claim.grade = claim.grade.capped(Grade::NoEvidence);
        claim.caveats.extend(comparable::reason(facts));
    }
    let step = found.is_step() && found.p <= WATCH;
    if step {
        claim.grade = claim.grade.capped(Grade::NoEvidence);
    }
    let points = |share: f64| number::decimal(100.0 * share);
    let half = 1.96 * found.error;
    claim.interval = Some([found.slope - half, found.slope + half]);
    let figures = format!(
        "by {} percentage points a quarter (plausible {} to {}), over {} in {}",
        points(found.slope),
        points(found.slope - half),
        points(found.slope + half),
        count(found.quarters as u64, "quarter"),
        count(found.incidents, "incident")
    );
    let until_then = found.before.filter(|_| step).map_or_else(String::new, |[slope, error, _]| {
        let [slope, low, high] = [slope, slope - 1.96 * error, slope + 1.96 * error].map(points);
        format!("without that it is {slope} points (plausible {low} to {high})")
    });
    let way = if found.z > 0.0 { "grew" } else { "fell" };
    claim.sentence = match claim.grade {
        Grade::Evidence => format!(
            "There is evidence that the share of SEV1 and SEV2 {way}, {figures}. Severity may have come to be assigned differently."
        ),
        Grade::Weak => format!("There is a weak signal that the share of SEV1 and SEV2 {way}, {figures}."),
        _ if step => format!(
            "There is no evidence that the share of SEV1 and SEV2 moves in one direction: it changes {figures}, all of it in the last quarter; {until_then}. Less than about {} points a quarter would not show.",
            points(2.8 * found.error)
        ),
        _ => format!(
            "There is no evidence that the share of SEV1 and SEV2 moves in one direction: {figures}. Less than about {} points a quarter would not show.",
            points(2.8 * found.error)
        ),
    };
    numbers(
        &mut claim,
        [
            ("z", Some(found.z)),
            ("p", Some(found.p)),
            ("quarters", Some(found.quarters as f64)),
            ("share_per_quarter", Some(found.slope)),
        ],
    );
    Some(claim)
}

/// Incidents whose severity was changed.
fn changed(facts: &Facts) -> Option<Claim> {
    let changed = facts.results.severity.changed?;
    let mix = facts.results.severity.mix();
    let all = mix.known() + mix.unknown;
    let mut claim = claim(facts, "severity.changed", "");
    claim.basis = Basis::Observed;
    claim.method = "Included incidents of the period with a change of severity in their history.".to_owned();
    claim.caveats.push("Only some tools export changes of severity, so this is a lower bound; what the severity was before is not exported.".to_owned());
    claim.n = Some(all);
    claim.sentence = format!(
        "The severity of {} of {} that began {} was changed after it was first stated.",
        number::thousands(changed),
        count(all, "incident"),
        in_period(facts)
    );
    numbers(&mut claim, [("changed", Some(changed as f64))]);
    Some(claim)
}

fn unknown(facts: &Facts) -> Option<String> {
    let mix = facts.results.severity.mix();
    let poor = coverage(&mix).is_some_and(|c| c < MIN_COVERAGE);
    poor.then(|| {
        format!(
            "How severe incidents are: {} state no severity. One field of four or five levels in the incident tool would tell.",
            if mix.known() == 0 { "they".to_owned() } else { format!("{} of {}", number::thousands(mix.unknown), count(mix.known() + mix.unknown, "incident")) }
        )
    })
}

/// Severities per period, latest first.
fn by_period(facts: &Facts) -> Option<Table> {
    let severity = &facts.results.severity;
    let ranks: BTreeSet<u32> = severity.periods.iter().flat_map(|p| p.counts.iter().map(|c| c.0)).collect();
    let rows = severity.periods.iter().rev().map(|mix| {
        let known = mix.known();
        let cell = |rank: &u32| match mix.of(*rank) {
            n if known >= number::SMALLEST_PERCENT_BASE => {
                format!("{} ({})", number::thousands(n), number::share(n, known))
            }
            n => number::thousands(n),
        };
        let first = [label_of(&mix.period, &facts.data.periods)].into_iter();
        first.chain(ranks.iter().map(cell)).chain([number::thousands(mix.unknown)]).collect()
    });
    let name = |rank: &u32| figures_column(&wording::severity(u8::try_from(*rank).unwrap_or(u8::MAX)));
    let columns =
        [words_column("period")].into_iter().chain(ranks.iter().map(name)).chain([figures_column("not stated")]);
    let note = "Incidents per severity, with the share of those that state one; latest period first.";
    (!ranks.is_empty()).then(|| {
        table(
            "severity-by-period",
            "Severities per period",
            note,
            columns.collect(),
            rows.collect(),
            "data/incidents.csv",
        )
    })
}
