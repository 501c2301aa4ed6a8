//! Every code that a claim can have: the one list that `--fail-on` is checked against.
//!
//! A code stays what it is once it is published. The tests hold this list against the claims of all reports they make and
//! against the code that makes them.

/// Codes in alphabetical order, each with what a claim of it tells.
pub const ALL: &[(&str, &str)] = &[
    ("areas.blind-spots", "areas that have exposure on record and no incident"),
    ("areas.change", "an area had more or fewer incidents than the period before"),
    ("areas.changes", "how many areas changed, of those that were compared"),
    ("areas.concentration", "how few areas hold most of the incidents"),
    ("areas.customer-change", "customer-facing incidents against the period before"),
    ("areas.customer-facing", "how many incidents customers saw"),
    ("areas.exposure", "incidents per deploy, request or service"),
    ("areas.most-incidents", "the areas with most incidents"),
    ("areas.ranks", "which areas are surely among those with most"),
    ("areas.total", "how many incidents there were, by week"),
    ("areas.total-change", "the number of incidents against the period before"),
    ("factors.area", "a contributing factor that stands out in one area"),
    ("factors.coverage", "for how many incidents a contributing factor is recorded"),
    ("factors.most-recorded", "the contributing factors recorded most"),
    ("factors.pair", "two contributing factors that come together"),
    ("load.after-nights", "incidents after a disturbed night of somebody who answered them"),
    ("load.at-once", "how much time people had two or more incidents at once"),
    ("load.budget", "responder hours, and what they went into"),
    ("load.dependence", "how much depends on few people"),
    ("load.early-warning", "whether a rule would have warned before the peaks of load"),
    ("load.flags", "person-weeks with flags of strain"),
    ("load.interruptions", "how many pages and calls interrupted people"),
    ("load.nights", "disturbed nights"),
    ("load.people-per-incident", "how many people an incident takes"),
    ("load.per-shift", "shifts with more incidents than the reference line"),
    ("load.project-weeks", "weeks without time on call, and how many incidents left alone"),
    ("load.pulled-in", "people who were pulled in without being on call"),
    ("load.resolvers", "who resolves incidents, and who gets called"),
    ("load.sleep-hours", "pages in sleep hours"),
    ("load.spread", "how evenly the load is spread"),
    ("load.time-on-call", "share of time that people are on call"),
    ("mttx.bounds", "what durations can be at most where times are missing"),
    ("mttx.clocks", "how much longer one tool shows an incident than another"),
    ("mttx.group-change", "a duration of one group against the period before"),
    ("mttx.groups", "durations by severity, service and team"),
    ("mttx.mix", "how much of a change is the mix of severities"),
    ("mttx.noise", "whether a change is larger than chance brings"),
    ("mttx.open", "open incidents, and how long they have been"),
    ("mttx.open-change", "durations against the period before, with open incidents counted as unfinished"),
    ("mttx.severity-order", "whether worse severities take longer or shorter"),
    ("mttx.tta", "time to acknowledge"),
    ("mttx.ttd", "time to detect"),
    ("mttx.ttm", "time to mitigate"),
    ("mttx.ttr", "time to resolve"),
    ("mttx.year-ago", "durations against the same period a year ago"),
    ("oncall.changed", "what changed for people on call"),
    ("oncall.left-until-morning", "night pages that nobody acted on before morning"),
    ("oncall.waking-problems", "problems that wake people"),
    ("overlap.above-capacity", "hours with more open incidents than people on call"),
    ("overlap.divided-attention", "people who worked on several incidents at once"),
    ("overlap.excess", "areas whose incidents overlap more than chance brings"),
    ("overlap.intervals", "from when to when incidents are counted as open"),
    ("overlap.peak", "the highest number of open incidents"),
    ("overlap.rotations", "rotations that were over capacity"),
    ("overlap.set-aside", "incidents that are not counted as open at any time"),
    ("overlap.staffing", "how the hours above capacity depend on the number of people"),
    ("overlap.storm", "many incidents in a short time"),
    ("overlap.together", "areas whose incidents come together"),
    ("quality.bulk-closure", "incidents that look closed together"),
    ("quality.clock-shift", "two tools whose times differ by a steady amount"),
    ("quality.closed-without-end", "incidents that are closed and have no end"),
    ("quality.collection-stopped", "a tool whose starts end before the data do"),
    ("quality.excluded", "what a rule left out of the statistics"),
    ("quality.gap", "a stretch in which a tool has no start"),
    ("quality.heaping", "durations that are whole multiples of minutes"),
    ("quality.impossible-order", "times whose order can't be"),
    ("quality.numbers-start-again", "numbers that stand for several incidents, by file or sheet"),
    ("quality.people-without-zone", "people whose time zone is not known"),
    ("quality.reconciliation", "what became of every record read"),
    ("quality.rejected", "records that could not be used"),
    ("quality.simultaneous", "detection that is always the start"),
    ("quality.zero-length", "incidents that end in the moment of their start"),
    ("quality.zone-suspicion", "a tool whose times were read in the wrong zone"),
    ("quality.zones-assumed", "times that were read as UTC because no zone is known"),
    ("recurrence.auto-resolve", "incidents that resolve by themselves"),
    ("recurrence.break-even", "when a lasting fix of a problem pays"),
    ("recurrence.came-back", "a problem that came back"),
    ("recurrence.families", "how many problems had more than one incident"),
    ("recurrence.famous-bug", "a problem that keeps coming back"),
    ("recurrence.fix-held", "whether a fix has held"),
    ("recurrence.hiding", "questions that the history of a problem raises: a rhythm, a growing rate"),
    ("recurrence.labels", "titles that several incidents share"),
    ("recurrence.ledger", "what each known problem took"),
    ("recurrence.share", "how many incidents were a problem seen before"),
    ("severity.changed", "the definition of severities changed"),
    ("severity.drift", "severities that are given more freely or more strictly"),
    ("severity.mix", "how many incidents of each severity"),
    ("severity.mix-moved", "the mix of severities against the period before"),
    ("storm.carried", "who carried a storm"),
    ("storm.course", "how a storm went"),
    ("storm.follow-up", "what came of a storm"),
    ("storm.nights", "nights in a storm"),
    ("storm.shared", "what the incidents of a storm have in common"),
    ("volume.collection-stopped", "exports that end before the period does"),
    ("volume.hours", "incidents by hour and weekday"),
    ("volume.slope", "a steady rise or fall of the number of incidents"),
    ("volume.spread", "how much weeks differ"),
    ("volume.unusual-durations", "weeks with unusually long or short incidents"),
    ("volume.unusual-weeks", "weeks with unusually many or few incidents"),
];

/// Whether a text is a code, or the id of a claim: a code, a slash and a subject.
#[must_use]
pub fn is_known(text: &str) -> bool {
    let code = text.split_once('/').map_or(text, |(code, _)| code);
    ALL.iter().any(|(known, _)| *known == code)
}

/// The known code that is most like a strange one; `None` where none is like it.
#[must_use]
pub fn nearest(text: &str) -> Option<&'static str> {
    let plain = text.trim().to_lowercase().replace(['_', ' '], "-");
    let code = plain.split_once('/').map_or(plain.as_str(), |(code, _)| code);
    // Whoever knows the second half by heart may not know which section it is in.
    let tail =
        |known: &str| known.split_once('.').is_some_and(|(_, tail)| tail == code.rsplit('.').next().unwrap_or(code));
    let likeness = |known: &str| strsim::jaro_winkler(code, known).max(if tail(known) { 0.99 } else { 0.0 });
    let mut best: Option<(f64, &'static str)> = None;
    for (known, _) in ALL {
        let score = likeness(known);
        if score >= ALIKE && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, known));
        }
    }
    best.map(|(_, known)| known)
}

/// How alike a code must be to be proposed; 1 is the same. Lower, and nearly any text would be like some code.
const ALIKE: f64 = 0.75;

#[cfg(test)]
mod tests {
    use super::{ALL, is_known, nearest};

    #[test]
    fn the_list_is_in_order_and_each_code_stands_in_it_once() {
        assert!(ALL.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(ALL.iter().all(|(code, tells)| code.contains('.') && !tells.is_empty()));
    }

    #[test]
    fn a_slip_of_the_keyboard_finds_its_code() {
        assert!(is_known("overlap.above-capacity") && is_known("recurrence.came-back/FB-07"));
        assert!(!is_known("overlap.above_capacity") && !is_known("overlap") && !is_known(""));
        assert_eq!(nearest("overlap.above_capacity"), Some("overlap.above-capacity"));
        assert_eq!(nearest("overlap.abovecapacity"), Some("overlap.above-capacity"));
        assert_eq!(nearest("recurence.came-bak/FB-07"), Some("recurrence.came-back"));
        assert_eq!(nearest("famous-bug"), Some("recurrence.famous-bug"));
        assert_eq!(nearest("zzz"), None);
    }
}
