//! Titles: many wordings, so that two incidents seldom read alike, and the few that come back word for word.

use super::organisation::SERVICES;
use crate::stats::random::Rng;

const PARTS: [&[&str]; 16] = [
    &["basket totals", "wallet button", "voucher step", "guest checkout", "payment page", "address form", "tax lookup"],
    &[
        "card authorisations",
        "3-D Secure challenges",
        "issuer responses",
        "refund calls",
        "token vault",
        "chargeback feed",
    ],
    &["payout files", "seller balances", "instant transfers", "currency conversion", "bank holiday calendar"],
    &["risk scores", "velocity rules", "device fingerprints", "manual review queue", "sanctions screening"],
    &["journal postings", "replica lag", "double-entry check", "balance snapshots", "posting consumers"],
    &["evening settlement run", "scheme clearing file", "fee calculation", "cut-off handling", "netting job"],
    &["invoice rendering", "dunning letters", "credit notes", "VAT totals", "mail merge"],
    &["statement import", "unmatched items", "camt parser", "value dates", "nostro comparison"],
    &["label rendering", "thermal printers", "carrier barcodes", "print spooler", "return labels", "hub workstation"],
    &["tracking page", "scan events", "delivery estimates", "courier webhooks", "parcel history", "map tiles"],
    &["route solver", "driver manifests", "depot capacity", "traffic feed", "stop ordering"],
    &["handheld scanners", "conveyor gateway", "weight stations", "dock assignments", "sorter telemetry"],
    &["export declarations", "tariff codes", "broker handover", "duty quotes"],
    &["single sign-on", "session cookies", "password reset mails", "directory sync", "hardware keys"],
    &["consumer groups", "dead letters", "partition leaders", "schema registry", "topic retention"],
    &["bucket listing", "signed links", "replication to the second site", "lifecycle rules", "multipart uploads"],
];

const SYMPTOMS: [&str; 34] = [
    "timing out",
    "returning errors",
    "slower than agreed",
    "stuck",
    "refusing connections",
    "dropping messages",
    "showing stale data",
    "crash-looping",
    "out of memory",
    "rejecting valid requests",
    "answering with empty bodies",
    "losing writes",
    "piling up",
    "flapping",
    "unreachable",
    "giving wrong totals",
    "sending duplicates",
    "ignoring retries",
    "throttled",
    "missing entries",
    "out of file handles",
    "failing health checks",
    "saturating the processors",
    "waiting for locks",
    "leaking threads",
    "printing garbage",
    "skipping records",
    "failing certificate checks",
    "unable to write to disk",
    "running far behind",
    "not starting",
    "half configured",
    "reading from the wrong replica",
    "cut off from the cache",
];

const WHERE: [&str; 40] = [
    "in Rotterdam",
    "in Gdańsk",
    "in Felixstowe",
    "in Newark",
    "in Mumbai",
    "in Leeds",
    "in Antwerp",
    "in Łódź",
    "in Savannah",
    "in Chennai",
    "on the primary site",
    "on the standby site",
    "behind the edge proxy",
    "for mobile clients",
    "for wholesale customers",
    "for partner shops",
    "for the Nordic carriers",
    "for returning customers",
    "for euro transactions",
    "for zloty transactions",
    "for dollar transactions",
    "for rupee transactions",
    "for premium senders",
    "for bulk uploads",
    "in the call centre",
    "in the warehouse tool",
    "for one large retailer",
    "for the night shift",
    "on two of the racks",
    "in the reporting replica",
    "for the pharmacy contract",
    "in the sandbox tenant",
    "for the furniture carrier",
    "at the ferry terminal",
    "for locker deliveries",
    "for weekend deliveries",
    "for the airport hub",
    "in the customs corridor",
    "for islands and highlands",
    "across the western region",
];

const WHEN: [&str; 34] = [
    "after the morning deploy",
    "since the configuration change",
    "after a certificate renewal",
    "during the sales peak",
    "after failover",
    "while backups run",
    "following a feature flag",
    "after the cache was cleared",
    "since the library bump",
    "after a network flap",
    "during the stock count",
    "with a full connection pool",
    "since the carrier changed formats",
    "after the index rebuild",
    "while the disk fills",
    "with one node drained",
    "after the clock change",
    "during month-end close",
    "since the firewall rule",
    "with high packet loss",
    "after a power dip",
    "while an import runs",
    "since the bank switched hosts",
    "after the node reboot",
    "with an expired token",
    "under unusual load",
    "after a partial rollback",
    "while replicas catch up",
    "since the DNS edit",
    "with a slow dependency",
    "after the queue was purged",
    "during the promotion",
    "since the schema change",
    "without any change on our side",
];

/// Titles that test the escaping of whatever shows them.
const FOREIGN: [&str; 4] = [
    "Błąd rozliczeń przelewów w oddziale Łódź – kolejka stoi",
    "東京倉庫で配送ラベルが印刷されない",
    "<script>alert(1)</script> shown in parcel notes",
    "=cmd|' /C calc'!A0 accepted as a shipment reference",
];

/// How customers and staff put it when they open a ticket.
const REPORTED: [&str; 6] = [
    "Users report",
    "Depot reports",
    "Branch office calls about",
    "Partner complains about",
    "Help desk sees",
    "Shop says",
];

pub(super) const FIRE: &str = "Fire in data hall two of the Rotterdam data centre";

/// The famous bugs. Only numbers and hosts differ between two titles of one.
pub(super) const BUGS: [&str; 3] =
    ["ledger-sync lock wait timeout", "label-printer queue stuck", "tracking-edge certificate expires"];

fn pick<'a>(rng: &mut Rng, list: &[&'a str]) -> &'a str {
    list.get(rng.place(list.len())).copied().unwrap_or("")
}

/// What happened to a service, in the words that all tools draw on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording {
    service: &'static str,
    part: &'static str,
    symptom: &'static str,
    place: &'static str,
    when: &'static str,
}

impl Wording {
    pub(super) fn draw(service: usize, rng: &mut Rng) -> Self {
        Self {
            service: SERVICES.get(service).map_or("", |s| s.name),
            part: pick(rng, PARTS.get(service).copied().unwrap_or(&[])),
            symptom: pick(rng, &SYMPTOMS),
            place: pick(rng, &WHERE),
            when: pick(rng, &WHEN),
        }
    }

    /// How the pager puts it.
    pub(super) fn title(&self, rng: &mut Rng) -> String {
        let Self { service, part, symptom, place, when } = self;
        match rng.below(6) {
            0 => format!("{part} {symptom} {place}"),
            1 => format!("{service}: {part} {symptom} {when}"),
            2 => format!("{part} {symptom} {place} {when}"),
            3 => capital(&format!("{when}, {part} {symptom} {place}")),
            4 => capital(&format!("{place}: {part} {symptom} ({when})")),
            _ => format!("{service} {symptom} {place} {when}"),
        }
    }

    /// What a customer or a colleague calls the same thing.
    pub(super) fn reported(&self, rng: &mut Rng) -> String {
        format!("{} {} {} {}", pick(rng, &REPORTED), self.part, self.symptom, self.place)
    }

    /// What a status page says of it.
    pub(super) fn posted(&self) -> String {
        capital(&format!("{} {} {}", self.part, self.symptom, self.place))
    }
}

/// A title of its own for a service.
pub(super) fn ordinary(service: usize, rng: &mut Rng) -> String {
    Wording::draw(service, rng).title(rng)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// One of the famous bugs, with the numbers of the day.
pub(super) fn bug(which: u8, rng: &mut Rng) -> String {
    match which {
        0 => format!(
            "ledger-sync lock wait timeout on ledger-db-{:02} after {} s",
            1 + rng.below(12),
            30 + rng.below(60)
        ),
        1 => {
            let jobs = format!("{},{:03}", 1 + rng.below(9), rng.below(1_000));
            format!("label-printer queue stuck at {jobs} jobs in hub-{:02}", 1 + rng.below(9))
        }
        _ => format!("certificate for tracking-edge-{:02} expires in {} days", 1 + rng.below(9), 2 + rng.below(12)),
    }
}

/// A title that tests escaping.
pub(super) fn foreign(which: u8) -> &'static str {
    FOREIGN.get(usize::from(which)).copied().unwrap_or("")
}
