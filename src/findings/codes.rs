//! Every code that a claim can have: the one registry, which `retroscope explain --codes` lists and `--fail-on` is checked
//! against.
//!
//! A code stays what it is once it is published. The tests hold this list against the claims of all reports they make and
//! against the code that makes them.

/// How far a claim of a code can be graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GradeReach {
    /// It counts what is there, and weighs nothing.
    Fact,
    /// It weighs something, and is a weak signal at most.
    Weak,
    /// It rests on a test of the report's error budget, and may be evidence or strong evidence.
    Evidence,
}

impl GradeReach {
    /// In words, as grades are called in reports.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Weak => "weak signal",
            Self::Evidence => "evidence",
        }
    }
}

/// One code.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    /// Section and word (`areas.most-incidents`).
    pub code: &'static str,
    /// What a claim of it says: completes "It says …".
    pub tells: &'static str,
    /// How far it can be graded.
    pub reach: GradeReach,
    /// Whether it can stand among the headlines.
    pub headline: bool,
}

impl Code {
    /// The part before the point: codes are sorted by it, and it is what the analysis is called.
    #[must_use]
    pub fn section(&self) -> &'static str {
        self.code.split('.').next().unwrap_or_default()
    }

    /// The rule of `findings` that says it. Packs of storms have a section of their own among the codes.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self.section() {
            "storm" => "storm_pack",
            "follow-through" => "follow_through",
            section => section,
        }
    }

    const fn headline(self) -> Self {
        Self { headline: true, ..self }
    }
}

const fn fact(code: &'static str, tells: &'static str) -> Code {
    Code { code, tells, reach: GradeReach::Fact, headline: false }
}

const fn weak(code: &'static str, tells: &'static str) -> Code {
    Code { code, tells, reach: GradeReach::Weak, headline: false }
}

const fn evidence(code: &'static str, tells: &'static str) -> Code {
    Code { code, tells, reach: GradeReach::Evidence, headline: false }
}

/// Codes in alphabetical order. A new one is one line here.
pub const ALL: &[Code] = &[
    fact("areas.blind-spots", "which areas have exposure on record and no incident"),
    evidence("areas.change", "whether an area had more or fewer incidents than in the period before").headline(),
    weak("areas.changes", "how many areas changed, of those that were compared"),
    evidence("areas.concentration", "how few areas hold most of the incidents"),
    evidence("areas.customer-change", "whether more or fewer incidents reached customers than in the period before")
        .headline(),
    fact("areas.customer-facing", "how many incidents customers saw").headline(),
    fact("areas.exposure", "how many incidents there were per deploy, request or service"),
    fact("areas.most-incidents", "which areas had most incidents").headline(),
    evidence("areas.ranks", "which areas are surely among those with most incidents"),
    fact("areas.total", "how many incidents there were, by week"),
    evidence("areas.total-change", "whether there were more or fewer incidents than in the period before").headline(),
    fact("asks.followed-up", "whether what the last report asked for held"),
    fact("communication.first-word", "how soon after the beginning of an incident the first public word came"),
    fact("communication.noticed-by-customers", "how many incidents customers noticed before anything else did"),
    fact("communication.silence", "how long nothing was said in public while an incident was open"),
    fact("communication.tickets", "how many tickets customers wrote about incidents"),
    fact("communication.without-word", "how many incidents reached customers without any public word"),
    fact("coordination.handed-on", "how often incidents were handed on, and how many came back"),
    fact("coordination.joined-late", "how many incidents somebody joined more than an hour after the first one"),
    fact("coordination.not-reassessed", "how many long incidents show no sign that anybody looked at them anew"),
    fact("coordination.outlasted-shift", "how many incidents outlasted the shift of whoever was on call for them"),
    fact("coordination.passed-on", "how many pages a timer passed on before anybody answered"),
    weak("factors.area", "which contributing factor stands out in an area"),
    fact("factors.coverage", "for how many incidents a contributing factor is recorded"),
    fact("factors.most-recorded", "which contributing factors are recorded most"),
    weak("factors.pair", "which two contributing factors come together"),
    fact("follow-through.agreed", "how many actions were agreed and what became of them"),
    fact("follow-through.decide", "what managers decide about promised actions, problems and reviews"),
    fact("follow-through.factory", "how many actions were agreed for each that was closed"),
    fact("follow-through.old", "how many actions are open more than a year after they were agreed"),
    fact("follow-through.overdue", "which areas have actions past their day"),
    fact("follow-through.pace", "how long promised actions take to be done"),
    weak("follow-through.recurrence", "whether problems come back less often where an action was done soon"),
    fact("follow-through.repeated", "how many actions were agreed in an earlier quarter already"),
    fact("follow-through.review-actions", "whether written reviews led to follow-ups within two weeks"),
    fact("follow-through.review-days", "how long after the end of an incident its review is written"),
    fact("follow-through.reviews", "how many serious incidents have no written review"),
    fact("follow-through.size", "how many actions are too small, about right or too big by printed rules"),
    weak("load.after-nights", "whether incidents took longer after a disturbed night of somebody who answered them"),
    fact("load.at-once", "how much time people spent on two or more incidents at once"),
    fact("load.budget", "how many hours incidents took from responders, and what they went into"),
    fact("load.dependence", "how much depends on few people"),
    fact("load.early-warning", "whether a rule would have warned before the peaks of load"),
    fact("load.flags", "how many person-weeks had flags of strain"),
    fact("load.interruptions", "how often pages and calls interrupted people"),
    fact("load.nights", "how many nights were disturbed"),
    fact("load.people-per-incident", "how many people an incident takes"),
    fact("load.per-shift", "how many shifts had more incidents than the reference line"),
    fact("load.project-weeks", "how many weeks without time on call were left alone by incidents"),
    fact("load.pulled-in", "how many people were pulled in without being on call").headline(),
    fact("load.resolvers", "how few people are named as resolvers, where nobody is known to have been paged"),
    fact("load.sleep-hours", "how many pages came in sleep hours").headline(),
    weak("load.spread", "how evenly the load is spread over the time on call"),
    fact("load.time-on-call", "what share of the time people are on call"),
    fact("load.verdict", "which rotations and teams are calm, strained or over the line").headline(),
    fact("mttx.bounds", "what durations can be at most where times are missing"),
    fact("mttx.clocks", "how much longer one tool shows an incident than another"),
    weak("mttx.group-change", "whether a duration of one group is longer or shorter than in the period before"),
    weak("mttx.groups", "how durations differ by severity, service and team"),
    weak("mttx.mix", "how much of a change comes with another mix of severities"),
    weak("mttx.noise", "whether a change is larger than chance brings"),
    fact("mttx.open", "how many incidents are open, and for how long"),
    evidence(
        "mttx.open-change",
        "whether incidents take longer or shorter than before, with open ones counted as unfinished",
    ),
    evidence("mttx.severity-order", "whether worse severities take longer or shorter").headline(),
    evidence("mttx.tta", "how long incidents take to be acknowledged"),
    evidence("mttx.ttd", "how long incidents take to be detected"),
    evidence("mttx.ttm", "how long incidents take to be mitigated"),
    evidence("mttx.ttr", "how long incidents take to be resolved"),
    evidence("mttx.year-ago", "whether incidents take longer or shorter than in the same period a year ago"),
    evidence("oncall.changed", "what changed for people on call"),
    fact("oncall.decide", "what the people who lead a rotation have to decide, each with the claim it hangs on"),
    fact("oncall.left-until-morning", "how many night pages nobody acted on before morning"),
    fact("oncall.mild-pages", "how many night pages were for low severities, or waited until morning"),
    fact("oncall.waking-problems", "which problems wake people"),
    fact("overlap.above-capacity", "for how long more incidents were open than people were on call").headline(),
    fact("overlap.divided-attention", "how many people worked on several incidents at once"),
    evidence("overlap.excess", "whether incidents overlap more than chance brings"),
    fact("overlap.intervals", "from when to when incidents are counted as open"),
    fact("overlap.peak", "how many incidents were open at most"),
    weak("overlap.rotation-staffing", "how much of a rotation's time would be above with one more person on call"),
    fact("overlap.rotations", "which rotations were over capacity"),
    fact("overlap.set-aside", "which incidents are not counted as open at any time"),
    weak("overlap.staffing", "how the hours above capacity depend on the number of people"),
    fact("overlap.storm", "when many incidents came in a short time").headline(),
    fact("overlap.stretch", "when several incidents were open at once, as chance often brings"),
    weak("overlap.together", "which areas have incidents that come together"),
    fact("quality.bulk-closure", "how many incidents look closed together"),
    fact("quality.clock-shift", "which two tools give times that differ by a steady amount"),
    fact("quality.closed-without-end", "how many incidents are closed and have no end"),
    fact("quality.collection-stopped", "which tool has starts that end before the data do"),
    fact("quality.excluded", "what a rule left out of the statistics"),
    fact("quality.gap", "which stretch holds no start of a tool"),
    fact("quality.heaping", "how many durations are whole multiples of minutes"),
    fact("quality.impossible-order", "how many times stand in an order that can't be"),
    fact("quality.numbers-start-again", "which numbers stand for several incidents, by file or sheet"),
    fact("quality.people-without-zone", "for how many people no time zone is known"),
    fact("quality.reconciliation", "what became of every record read"),
    fact("quality.rejected", "how many records could not be used"),
    fact("quality.simultaneous", "how often detection is the start itself"),
    fact("quality.unread", "which files among the inputs were not read"),
    fact("quality.zero-length", "how many incidents end in the moment of their start"),
    fact("quality.zone-suspicion", "which tool's times seem to be read in the wrong zone"),
    fact("quality.zones-assumed", "how many times were read as UTC because no zone is known"),
    evidence("recurrence.auto-resolve", "how many incidents resolve by themselves"),
    weak("recurrence.break-even", "when a lasting fix of a problem pays"),
    fact("recurrence.came-back", "that a problem came back").headline(),
    fact("recurrence.families", "how many problems had more than one incident"),
    fact("recurrence.famous-bug", "that a problem keeps coming back").headline(),
    evidence("recurrence.fix-held", "whether a fix has held"),
    weak("recurrence.hiding", "which questions the history of a problem raises, as by a rhythm or a growing rate"),
    fact("recurrence.labels", "which titles several incidents share"),
    fact("recurrence.ledger", "what each known problem took"),
    evidence("recurrence.share", "how many incidents were a problem seen before"),
    fact("restatement.figures", "what has changed in the figures of the last report"),
    fact("restatement.headlines", "what became of the headlines of the last report"),
    fact("restatement.moved", "which figures of the last page for leaders have changed"),
    fact("severity.changed", "that the definition of severities changed"),
    evidence("severity.drift", "whether severities are given more freely or more strictly"),
    fact("severity.mix", "how many incidents there were of each severity"),
    evidence("severity.mix-moved", "whether the mix of severities is another than in the period before"),
    fact("storm.carried", "who carried a storm"),
    fact("storm.course", "how a storm went"),
    fact("storm.follow-up", "what came of a storm"),
    fact("storm.nights", "which nights a storm took"),
    fact("storm.shared", "what the incidents of a storm have in common"),
    fact("volume.collection-began", "which exports begin later than the others").headline(),
    fact("volume.collection-stopped", "which exports end before the period does").headline(),
    evidence("volume.hours", "how many incidents begin by hour and weekday, and whether that changed"),
    evidence("volume.slope", "whether the number of incidents rises or falls steadily"),
    fact("volume.spread", "how much weeks differ"),
    fact("volume.unusual-durations", "which weeks had unusually long or short incidents"),
    fact("volume.unusual-weeks", "which weeks had unusually many or few incidents"),
];

/// The entry of a code, or of the id of a claim: a code, a slash and a subject.
#[must_use]
pub fn find(text: &str) -> Option<&'static Code> {
    let code = text.split_once('/').map_or(text, |(code, _)| code);
    ALL.iter().find(|known| known.code == code)
}

/// The known code that is most like a strange one; `None` where none is like it.
#[must_use]
pub fn nearest(text: &str) -> Option<&'static Code> {
    let plain = text.trim().to_lowercase().replace(['_', ' '], "-");
    let code = plain.split_once('/').map_or(plain.as_str(), |(code, _)| code);
    // Whoever knows the second half by heart may not know which section it is in.
    let tail =
        |known: &str| known.split_once('.').is_some_and(|(_, tail)| tail == code.rsplit('.').next().unwrap_or(code));
    let similarity = |known: &str| strsim::jaro_winkler(code, known).max(if tail(known) { 0.99 } else { 0.0 });
    let mut best: Option<(f64, &'static Code)> = None;
    for known in ALL {
        let score = similarity(known.code);
        if score >= ALIKE && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, known));
        }
    }
    best.map(|(_, known)| known)
}

/// How alike a code must be to be proposed; 1 is the same. Lower, and nearly any text would be like some code.
const ALIKE: f64 = 0.75;
