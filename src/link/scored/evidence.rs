//! How much speaks for two records being one incident.

use crate::link::scored::OUTSET;
use crate::link::scored::habits;
use crate::link::scored::profile::{AreaIx, Profiles, WordIx};
use crate::model::row::{EntityIx, Ix};
use crate::text::number::thousands;
use crate::text::{duration, list};

/// Titles that share no more than this tell as little of their area as any others; of those that share all, it adds nothing.
const MOSTLY_ALIKE: f64 = 0.6;

/// The parts of the score, in nats.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Evidence {
    pub(super) time: f64,
    pub(super) title: f64,
    pub(super) area: f64,
    pub(super) end: f64,
    pub(super) other: f64,
    /// What any two records of the two tools begin with.
    outset: f64,
    start_gap: f64,
    end_gap: Option<f64>,
    /// Known pairs of the two tools that times and titles were judged by; 0 where that was done by what is usual.
    known: usize,
    /// By how much the clock of the second tool is known to be later, milliseconds.
    later: i64,
    /// Numbers of the shared words and areas, the rarest words first; only kept when somebody will read them.
    words: Vec<WordIx>,
    areas: Vec<AreaIx>,
    has_common_name: bool,
    same_title: bool,
    /// Share of what both titles say that both say, 0..=1.
    alike: f64,
}

impl Evidence {
    pub(super) fn total(&self) -> f64 {
        // Sums depend on the order of their parts in the last digits, and that order on which file was read first.
        libm::round((self.outset + self.time + self.title + self.area + self.end + self.other) * 1e6) / 1e6
    }

    /// What speaks for the pair beside its nearness in time. Two tools that begin a record in the same minute may still
    /// speak of two things.
    pub(super) fn beside_time(&self) -> f64 {
        self.title + self.area + self.end
    }

    /// Whether a word of the titles or an area is in both.
    pub(super) fn has_common_name(&self) -> bool {
        self.has_common_name
    }

    /// The score in words and in parts.
    pub(super) fn reason(&self, profiles: &Profiles) -> String {
        let mut said = vec![format!("starts {} apart", duration::compact(self.start_gap))];
        if self.later != 0 {
            let minutes = duration::compact((self.later.unsigned_abs() / 1_000) as f64);
            said.push(format!("the {minutes} taken off by which the clocks of the two tools differ"));
        }
        if self.same_title {
            said.push("the same title".to_owned());
        } else if !self.words.is_empty() {
            let words: Vec<String> = self.words.iter().map(|word| format!("“{}”", profiles.word(*word))).collect();
            said.push(format!("both titles say {}", list::and_more(&words, 4)));
        }
        if !self.areas.is_empty() {
            let areas: Vec<&str> = self.areas.iter().map(|area| profiles.area(*area)).collect();
            said.push(format!("both name {}", list::and_more(&areas, 3)));
        }
        said.extend(self.end_gap.map(|gap| format!("ends {} apart", duration::compact(gap))));
        let judged = match self.known {
            0 => String::new(),
            known => format!("; times and titles judged by {} known pairs of the two tools", thousands(known as u64)),
        };
        format!(
            "{} (score {:.1} = time {:+.1}, title {:+.1}, area {:+.1}, end {:+.1}, other {:+.1}, outset {:+.1}{judged})",
            list::and(&said),
            self.total(),
            self.time,
            self.title,
            self.area,
            self.end,
            self.other,
            self.outset
        )
    }
}

/// Compares two entities in full.
pub(super) fn of(profiles: &Profiles, a: EntityIx, b: EntityIx) -> Evidence {
    let mut evidence = compare(profiles, a, b);
    evidence.words = common(profiles.words.get(a), profiles.words.get(b)).collect();
    evidence.words.sort_by(|x, y| {
        profiles
            .word_weight(*y)
            .total_cmp(&profiles.word_weight(*x))
            .then_with(|| profiles.word(*x).cmp(profiles.word(*y)))
    });
    evidence.areas = common(profiles.areas.get(a), profiles.areas.get(b))
        .chain(common(profiles.teams.get(a), profiles.teams.get(b)))
        .collect();
    evidence
}

/// Log odds that two records of the tools of these are one incident, before anything is known of them.
pub(super) fn outset(profiles: &Profiles, a: EntityIx, b: EntityIx) -> f64 {
    profiles.habit(a, b).map_or(OUTSET, |habit| habit.outset)
}

/// The score of two entities, without the words for it: what millions of comparisons need.
pub(super) fn score(profiles: &Profiles, a: EntityIx, b: EntityIx) -> f64 {
    compare(profiles, a, b).total()
}

/// What titles and areas say by themselves, whatever the times.
pub(super) fn by_names(profiles: &Profiles, a: EntityIx, b: EntityIx) -> f64 {
    let mut evidence = Evidence::default();
    title(profiles, a, b, &mut evidence);
    area(profiles, a, b, &mut evidence);
    evidence.title + evidence.area
}

fn compare(profiles: &Profiles, a: EntityIx, b: EntityIx) -> Evidence {
    let mut evidence = Evidence { outset: outset(profiles, a, b), ..Evidence::default() };
    let Some(gap) = profiles.start_gap(a, b) else { return Evidence { time: -10.0, ..evidence } };
    evidence.start_gap = gap.abs();
    evidence.later = profiles.later(profiles.tool_of(a), profiles.tool_of(b));
    evidence.time = time(profiles, a, b, gap);
    title(profiles, a, b, &mut evidence);
    area(profiles, a, b, &mut evidence);
    end(profiles, a, b, &mut evidence);
    evidence.other = other(profiles, a, b);
    evidence.known = profiles.habit(a, b).map_or(0, |habit| habit.pairs);
    evidence
}

/// Compares an entity with all records of one incident: each part by the record that speaks most for it. Tools that
/// describe one incident differ in what they know, and together they know it best.
pub(super) fn against(profiles: &Profiles, a: EntityIx, group: &[EntityIx]) -> Evidence {
    let mut best = Evidence { time: -10.0, title: -10.0, area: -10.0, end: -10.0, other: -10.0, ..Evidence::default() };
    best.outset = group.iter().map(|b| outset(profiles, a, *b)).fold(f64::NEG_INFINITY, f64::max);
    for one in group.iter().map(|b| of(profiles, a, *b)) {
        if one.time > best.time {
            (best.time, best.start_gap, best.later) = (one.time, one.start_gap, one.later);
        }
        best.known = best.known.max(one.known);
        best.has_common_name |= one.has_common_name;
        if one.title > best.title {
            (best.title, best.words, best.same_title) = (one.title, one.words, one.same_title);
        }
        if one.area > best.area {
            (best.area, best.areas) = (one.area, one.areas);
        }
        if one.end > best.end {
            (best.end, best.end_gap) = (one.end, one.end_gap);
        }
        best.other = best.other.max(one.other);
    }
    best
}

/// Nearness against chance: of one incident by what is usual, or by what known pairs of the two tools show; of two incidents by
/// the density of the other tool's records.
fn time(profiles: &Profiles, a: EntityIx, b: EntityIx, gap: f64) -> f64 {
    let same = profiles.habit(a, b).map_or_else(|| habits::usual(gap), |habit| habit.begin(gap));
    let density = profiles.density(a, profiles.tool_of(b)).max(profiles.density(b, profiles.tool_of(a)));
    libm::log((same / density).max(1e-300)).clamp(-8.0, 6.0)
}

fn title(profiles: &Profiles, a: EntityIx, b: EntityIx, evidence: &mut Evidence) {
    let number = |entity: EntityIx| profiles.title[entity];
    let (one, other) = (profiles.words.get(a), profiles.words.get(b));
    let shares = common(one, other).next().is_some();
    let (both, alike) = likeness(profiles, a, b);
    evidence.alike = alike;
    // Words of one title come together, so their weights must not be added in full.
    let mut score = 0.5 * both * alike;
    evidence.same_title = number(a) == number(b) && !one.is_empty();
    if evidence.same_title {
        let rarity = profiles.title_weight(number(a));
        score = score.max(rarity).min(1.5 + rarity);
    } else if !shares && one.len() > 1 && other.len() > 1 {
        score = -1.0;
    }
    evidence.has_common_name |= shares;
    evidence.title = score.min(7.0);
    if let Some(habit) = profiles.habit(a, b).filter(|_| one.len() > 1 && other.len() > 1 && !evidence.same_title) {
        evidence.title += habit.unlike(alike);
    }
}

/// What the words tell that both titles say, in nats, and their share of what both say, 0..=1.
pub(super) fn likeness(profiles: &Profiles, a: EntityIx, b: EntityIx) -> (f64, f64) {
    let both: f64 = common(profiles.words.get(a), profiles.words.get(b)).map(|word| profiles.word_weight(word)).sum();
    let whole = libm::sqrt(profiles.title_sum(a) * profiles.title_sum(b));
    // Sums depend on the order of their parts in the last digits, and classes of likeness have bounds.
    (both, if whole > 0.0 { libm::round((both / whole).min(1.0) * 1e9) / 1e9 } else { 0.0 })
}

fn area(profiles: &Profiles, a: EntityIx, b: EntityIx, evidence: &mut Evidence) {
    let (one, other) = (profiles.areas.get(a), profiles.areas.get(b));
    let best = |codes: &mut dyn Iterator<Item = AreaIx>| codes.map(|c| profiles.area_weight(c)).fold(-1.0, f64::max);
    let shared = best(&mut common(one, other));
    let teams = best(&mut common(profiles.teams.get(a), profiles.teams.get(b)));
    evidence.has_common_name |= shared >= 0.0 || teams >= 0.0;
    evidence.area = if shared < 0.0 {
        // `Checkout` on the status page is `checkout-api` on the pager; a title may name the area that the other states.
        let hints = common(profiles.area_words.get(a), profiles.area_words.get(b))
            .chain(common(profiles.area_words.get(a), profiles.words.get(b)))
            .chain(common(profiles.words.get(a), profiles.area_words.get(b)));
        let hint = hints.map(|word| 0.5 * profiles.hint_weight(word)).fold(0.0, f64::max).min(1.5);
        let strangers = hint == 0.0 && !one.is_empty() && !other.is_empty();
        if strangers { -1.5 } else { hint.max(teams.clamp(0.0, 1.5)) }
    } else {
        let told = shared.clamp(0.3, 3.5);
        // Of a problem that comes back, each occurrence has the title and the area: what titles tell they tell of the area, too.
        if evidence.same_title {
            let title = profiles.title[a];
            let together = common(one, other).map(|code| profiles.weight_together(title, code)).fold(0.0, f64::max);
            told.min((together - evidence.title).max(0.0))
        } else {
            told * ((1.0 - evidence.alike) / (1.0 - MOSTLY_ALIKE)).min(1.0)
        }
    };
}

fn end(profiles: &Profiles, a: EntityIx, b: EntityIx, evidence: &mut Evidence) {
    let Some(end) = profiles.end_gap(a, b) else { return };
    evidence.end_gap = Some(end.gap);
    evidence.end = profiles.habit(a, b).map_or_else(|| habits::usual_end(end), |habit| habit.end(end));
}

fn other(profiles: &Profiles, a: EntityIx, b: EntityIx) -> f64 {
    let severity = |entity: EntityIx| Some(profiles.severity[entity]).filter(|s| *s > 0);
    let level = match (severity(a), severity(b)) {
        (Some(one), Some(other)) if one == other => 0.3,
        (Some(one), Some(other)) if one.abs_diff(other) > 1 => -0.6,
        _ => 0.0,
    };
    level - if profiles.excluded[a] == profiles.excluded[b] { 0.0 } else { 2.0 }
}

/// Numbers in both of two ascending lists.
fn common<'a, I: Ix>(a: &'a [I], b: &'a [I]) -> impl Iterator<Item = I> + 'a {
    let mut at = 0;
    a.iter().copied().filter(move |value| {
        while b.get(at).is_some_and(|other| other < value) {
            at += 1;
        }
        b.get(at) == Some(value)
    })
}
