//! What one row of a log, or one update of a status page, says has happened: words of many tools for opening, taking on,
//! handing over, resolving, closing and reopening.
//!
//! A text counts only where it says nothing beside that: "Quality indicator fixed" resolves no incident, and "waiting for
//! resolution" none either. Bare numbers are codes that only their tool knows, and mean nothing here.

use crate::model::record::EventKind;

/// What a text says has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Opened,
    Acknowledged,
    Assigned,
    HandedOver,
    Escalated,
    Mitigated,
    Resolved,
    Closed,
    /// Resolved, if nothing resolved it before, and closed.
    ResolvedAndClosed,
    Cancelled,
    Reopened,
}

impl Happening {
    /// The kind of a log entry.
    #[must_use]
    pub fn kind(self) -> EventKind {
        match self {
            Self::Opened => EventKind::Triggered,
            Self::Acknowledged => EventKind::Acknowledged,
            Self::Assigned => EventKind::Assigned,
            Self::HandedOver => EventKind::Reassigned,
            Self::Escalated => EventKind::Escalated,
            Self::Mitigated => EventKind::Mitigated,
            Self::Resolved | Self::ResolvedAndClosed => EventKind::Resolved,
            Self::Closed | Self::Cancelled => EventKind::Status,
            Self::Reopened => EventKind::Reopened,
        }
    }

    /// What a setting calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Acknowledged => "acknowledged",
            Self::Assigned => "assigned",
            Self::HandedOver => "reassigned",
            Self::Escalated => "escalated",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::ResolvedAndClosed => "completed closed",
            Self::Cancelled => "cancelled",
            Self::Reopened => "reopened",
        }
    }

    /// The status that follows from it, in a word that everybody reads alike.
    #[must_use]
    pub fn status(self) -> &'static str {
        match self {
            Self::Opened | Self::Reopened => "open",
            Self::Acknowledged | Self::Assigned | Self::HandedOver | Self::Escalated => "in progress",
            Self::Mitigated => "mitigated",
            Self::Resolved => "resolved",
            Self::Closed | Self::ResolvedAndClosed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

type Words = &'static [&'static str];

/// Words for what happened, the most telling first.
const WORDS: &[(Happening, Words)] = &[
    (
        Happening::Reopened,
        &[
            "reopen",
            "reopened",
            "reopening",
            "reopens",
            "reactivated",
            "unresolved",
            "wiedereröffnet",
            "wiedereroeffnet",
            "rouvert",
            "réouvert",
            "reabierto",
            "reaberto",
            "riaperto",
            "heropend",
        ],
    ),
    (
        Happening::Cancelled,
        &["cancelled", "canceled", "withdrawn", "rejected", "storniert", "annulé", "cancelado", "invalid"],
    ),
    (
        Happening::Closed,
        &[
            "close",
            "closed",
            "closes",
            "closing",
            "closure",
            "geschlossen",
            "abgeschlossen",
            "schließen",
            "fermé",
            "fermée",
            "clôturé",
            "cerrado",
            "fechado",
            "chiuso",
            "gesloten",
            "archived",
        ],
    ),
    (
        Happening::Resolved,
        &[
            "resolve",
            "resolved",
            "resolves",
            "resolving",
            "solved",
            "solve",
            "fixed",
            "restored",
            "recovered",
            "repaired",
            "completed",
            "done",
            "finished",
            "ended",
            "ok",
            "recovery",
            "operational",
            "gelöst",
            "geloest",
            "behoben",
            "erledigt",
            "beendet",
            "wiederhergestellt",
            "résolu",
            "résolue",
            "rétabli",
            "resuelto",
            "solucionado",
            "resolvido",
            "risolto",
            "opgelost",
            "over",
        ],
    ),
    (
        Happening::Mitigated,
        &["mitigated", "mitigate", "stabilised", "stabilized", "contained", "monitoring", "watching", "entschärft"],
    ),
    (Happening::Escalated, &["escalate", "escalated", "escalation", "eskaliert", "escaladé", "escalado"]),
    (
        Happening::HandedOver,
        &[
            "reassign",
            "reassigned",
            "reassignment",
            "reassigning",
            "transfer",
            "transferred",
            "forward",
            "forwarded",
            "handover",
            "rerouted",
            "weitergeleitet",
            "übergeben",
            "transféré",
            "reasignado",
            "reatribuído",
        ],
    ),
    (
        Happening::Acknowledged,
        &[
            "acknowledge",
            "acknowledged",
            "acknowledges",
            "acknowledgement",
            "ack",
            "acked",
            "accept",
            "accepted",
            "progress",
            "taken",
            "take",
            "begun",
            "angenommen",
            "bestätigt",
            "bearbeitung",
            "pris",
            "aceptado",
            "working",
        ],
    ),
    (
        Happening::Assigned,
        &[
            "assign",
            "assigned",
            "assigns",
            "assignment",
            "zugewiesen",
            "zugeteilt",
            "assigné",
            "attribué",
            "asignado",
            "assegnato",
        ],
    ),
    (
        Happening::Opened,
        &[
            "open",
            "opened",
            "opens",
            "create",
            "created",
            "creates",
            "creation",
            "new",
            "register",
            "registered",
            "insert",
            "inserted",
            "report",
            "reported",
            "raise",
            "raised",
            "logged",
            "submitted",
            "triggered",
            "detected",
            "declared",
            "started",
            "investigating",
            "firing",
            "problem",
            "eröffnet",
            "eroeffnet",
            "angelegt",
            "neu",
            "erfasst",
            "gemeldet",
            "aufgenommen",
            "offen",
            "ouvert",
            "ouverte",
            "créé",
            "créée",
            "abierto",
            "creado",
            "aperto",
            "aberto",
            "nieuw",
            "nuevo",
            "nouveau",
        ],
    ),
];

/// Words that may stand beside them and change nothing.
const BESIDE: Words = &[
    "incident",
    "incidents",
    "ticket",
    "case",
    "issue",
    "request",
    "alert",
    "alarm",
    "call",
    "sr",
    "status",
    "state",
    "event",
    "is",
    "was",
    "has",
    "been",
    "the",
    "a",
    "in",
    "of",
    "on",
    "as",
    "up",
    "set",
    "changed",
    "change",
    "now",
    "charge",
    "work",
    "vorfall",
    "störung",
    "wurde",
    "ist",
    "bei",
    "cours",
    "en",
    "est",
    "été",
    "curso",
    "el",
    "la",
    "le",
    "under",
    "and",
    "identified",
    "field",
    "group",
    "team",
    "queued",
    "started",
    "record",
    "auto",
    "automatically",
    "user",
    "re",
];

/// Words that tell of a state only where they stand alone.
const ALONE: Words = &[
    "over",
    "ok",
    "problem",
    "operational",
    "monitoring",
    "watching",
    "new",
    "neu",
    "nuevo",
    "nouveau",
    "nieuw",
    "done",
];

/// Behind these stands whom or what it concerns, which may be anything.
const WHOM: Words = &["to", "by", "for", "an", "von", "durch", "à", "par", "a", "por", "with", "due", "via", "from"];

/// What is only waited for has not happened.
const WAITING: Words = &[
    "wait",
    "waiting",
    "awaiting",
    "pending",
    "hold",
    "suspended",
    "paused",
    "wartet",
    "warten",
    "wartend",
    "not",
    "nicht",
    "pas",
    "no",
    "never",
    "nie",
    "before",
    "until",
    "attente",
    "espera",
    "partially",
    "partial",
];

/// What a text says has happened; `None` where it says nothing of that, or something else beside it.
#[must_use]
pub fn happening(said: &str) -> Option<Happening> {
    let told = changed_to(said);
    let told = [" - ", " – ", "(", ": ", ", ", "; "]
        .iter()
        .fold(told, |text, mark| text.split_once(*mark).map_or(text, |(head, _)| head));
    let words = words(told);
    // The field that was changed and what stands in it now: any name may follow.
    if let [first, second, _, ..] = words.as_slice()
        && ["assignment", "assigned"].contains(&first.as_str())
        && ["group", "team"].contains(&second.as_str())
    {
        return Some(Happening::HandedOver);
    }
    let mut found: Option<Happening> = None;
    for (at, word) in words.iter().enumerate() {
        let word = word.as_str();
        if WAITING.contains(&word) {
            return found.filter(|_| at > 0);
        }
        if at > 0 && found.is_some() && WHOM.contains(&word) {
            break;
        }
        let counts = |own: &Happening| {
            (words.len() == 1 || !ALONE.contains(&word)) && (*own != Happening::Opened || words.len() <= 3)
        };
        let own = of_word(word).filter(counts);
        let re_opened = word == "opened" || word == "open";
        let own = if re_opened && at > 0 && words.get(at - 1).is_some_and(|w| w == "re") {
            Some(Happening::Reopened)
        } else {
            own
        };
        match (own, found) {
            (Some(own), Some(before)) => found = Some(both(before, own)),
            (Some(own), None) => found = Some(own),
            (None, _) if BESIDE.contains(&word) => {}
            (None, _) => return None,
        }
    }
    found
}

/// Of two things that one text says, what counts.
fn both(before: Happening, own: Happening) -> Happening {
    use Happening::{Assigned, Cancelled, Closed, Opened, Reopened, Resolved, ResolvedAndClosed};
    match (before, own) {
        (Reopened, _) | (_, Reopened) => Reopened,
        (Cancelled, _) | (_, Cancelled) => Cancelled,
        (Resolved, Closed) | (Closed, Resolved) => ResolvedAndClosed,
        (Opened | Assigned, other) => other,
        (first, _) => first,
    }
}

fn of_word(word: &str) -> Option<Happening> {
    WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(happening, _)| *happening)
}

/// What a state was changed to: `State changed from New to Resolved`, `New → Resolved`.
fn changed_to(said: &str) -> &str {
    for mark in ["->", "→", "=>"] {
        if let Some((_, after)) = said.rsplit_once(mark) {
            return after;
        }
    }
    let from = ["changed", "change", "set", "from", "moved", "transition", "geändert"];
    match said.rsplit_once(" to ") {
        Some((before, after)) if words(before).iter().any(|word| from.contains(&word.as_str())) => after,
        _ => said,
    }
}

/// Lower-case words; small letters that meet capitals part two words (`IncidentResolved`).
fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut small = false;
    for c in text.chars().take(200) {
        if c.is_uppercase() && small {
            spaced.push(' ');
        }
        small = c.is_lowercase();
        spaced.push(c);
    }
    let parts = spaced.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}
