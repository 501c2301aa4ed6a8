//! Words that are names and words at once, and what stands beside a name.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Common English words and words of operations, of which many are names as well.
static ORDINARY: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("ordinary.txt").split_whitespace().collect());

/// Names that are so often something else that they count as names only beside words that speak of people.
const AMBIGUOUS: [&str; 65] = [
    "will", "mark", "max", "art", "grace", "ops", "rich", "bill", "drew", "chase", "hope", "faith", "joy", "pat",
    "sue", "rob", "don", "jack", "nick", "dean", "grant", "miles", "ray", "rose", "ruby", "crystal", "page", "robin",
    "case", "chance", "link", "ace", "sky", "summer", "autumn", "winter", "dawn", "eve", "guy", "gene", "jade", "jean",
    "paris", "london", "berlin", "sydney", "austin", "dallas", "florence", "victoria", "georgia", "virginia",
    "carolina", "dakota", "jordan", "chad", "israel", "ireland", "person", "sierra", "delta", "alpha", "beta", "max",
    "min",
];

/// Names of months and days: ambiguous too, and they stand beside `by`, `from` and `to` without being anybody.
const DATES: [&str; 31] = [
    "may",
    "june",
    "july",
    "august",
    "april",
    "march",
    "january",
    "jan",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What a group, an account for everybody or a piece of software is called, and no person.
const ROLES: [&str; 58] = [
    "desk",
    "team",
    "support",
    "service",
    "services",
    "operations",
    "ops",
    "manager",
    "user",
    "users",
    "admin",
    "system",
    "group",
    "network",
    "call",
    "oncall",
    "duty",
    "engineer",
    "engineers",
    "engineering",
    "bot",
    "account",
    "unknown",
    "former",
    "deleted",
    "integration",
    "monitoring",
    "platform",
    "incident",
    "security",
    "center",
    "centre",
    "customer",
    "office",
    "help",
    "infra",
    "infrastructure",
    "sre",
    "devops",
    "dba",
    "default",
    "test",
    "dummy",
    "shared",
    "mailbox",
    "operator",
    "on",
    "the",
    "primary",
    "secondary",
    "level",
    "tier",
    "commander",
    "response",
    "responder",
    "reliability",
    "department",
    "api",
];

/// Parts of names that are nobody's name by themselves.
const PARTICLES: [&str; 32] = [
    "van", "der", "den", "von", "dos", "das", "del", "della", "dela", "ibn", "bin", "binti", "ben", "abu", "san",
    "mac", "mrs", "the", "and", "phd", "jun", "sen", "iii", "ter", "ten", "zum", "zur", "las", "los", "des", "dit",
    "ould",
];

/// Words after which a name follows.
const BEFORE: [&str; 52] = [
    "ask",
    "asks",
    "asked",
    "asking",
    "cc",
    "ccing",
    "ping",
    "pinged",
    "pinging",
    "paged",
    "paging",
    "called",
    "contact",
    "contacted",
    "tell",
    "told",
    "thanks",
    "thank",
    "thx",
    "hi",
    "hey",
    "hello",
    "dear",
    "owner",
    "owned",
    "assignee",
    "oncall",
    "acked",
    "acknowledged",
    "fao",
    "responder",
    "reporter",
    "handled",
    "colleague",
    "informed",
    "notified",
    "woke",
    "mr",
    "mrs",
    "ms",
    "dr",
    "user",
    "author",
    "commander",
    "engineer",
    "manager",
    "lead",
    "attn",
    "mention",
    "messaged",
    "escalated",
    "assigned",
];

/// Words after which a name follows as well, but a date does not make one.
const NEAR: [&str; 10] = ["by", "from", "to", "with", "via", "for", "and", "per", "after", "than"];

/// Words that follow a name and nothing else.
const AFTER: [&str; 27] = [
    "acked",
    "acknowledged",
    "said",
    "says",
    "paged",
    "restarted",
    "fixed",
    "confirmed",
    "joined",
    "investigated",
    "resolved",
    "reported",
    "noticed",
    "escalated",
    "asked",
    "told",
    "wrote",
    "deployed",
    "reverted",
    "handled",
    "called",
    "woke",
    "thinks",
    "knows",
    "looked",
    "looking",
    "replied",
];

/// Whether the dictionary has the word.
#[must_use]
pub fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(word)
}

/// Whether the word is a name only beside words that speak of people.
#[must_use]
pub fn is_ambiguous(word: &str) -> bool {
    AMBIGUOUS.contains(&word) || DATES.contains(&word)
}

/// Whether the word is what a group or a machine is called.
#[must_use]
pub fn is_role(word: &str) -> bool {
    ROLES.contains(&word)
}

/// Whether the word is a part of names that says nothing by itself.
#[must_use]
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a name may be expected after `word`; `name` is the one that is looked at.
#[must_use]
pub fn leads_to(word: &str, name: &str) -> bool {
    BEFORE.contains(&word) || (NEAR.contains(&word) && !DATES.contains(&name))
}

/// Whether a name may be expected before `word`.
#[must_use]
pub fn follows(word: &str) -> bool {
    AFTER.contains(&word)
}
