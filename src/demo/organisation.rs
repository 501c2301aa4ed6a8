//! Harbour & Vale, payments and logistics: its people, teams, services and rotations.

/// First instant of the eight quarters, seconds since 1970: 2024-07-01T00:00:00Z, a Monday.
pub(super) const START: i64 = 1_719_792_000;
/// End of the eight quarters, 2026-07-01T00:00:00Z; no stamp reaches it.
pub(super) const END: i64 = 1_782_864_000;
pub(super) const HOUR: i64 = 3_600;
pub(super) const DAY: i64 = 24 * HOUR;
pub(super) const WEEK: i64 = 7 * DAY;

/// When the leaver left: the end of the second quarter of 2025.
const LEAVES: i64 = 1_751_328_000;

/// A person, with the zone of their pager profile.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) zone: &'static str,
    pub(super) team: usize,
}

/// A team with its escalation policies.
#[derive(Debug)]
pub(super) struct Team {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) policy: &'static str,
}

/// A service and how often it breaks, compared with the others.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) team: usize,
    pub(super) weight: u32,
}

pub(super) const TEAMS: [Team; 5] = [
    Team { id: "PTPAY", name: "Payments", policy: "PEPAY" },
    Team { id: "PTLED", name: "Ledger", policy: "PELED" },
    Team { id: "PTPAR", name: "Parcels", policy: "PEPAR" },
    Team { id: "PTPLA", name: "Platform", policy: "PEPLA" },
    Team { id: "PTCUS", name: "Customs", policy: "PECUS" },
];
/// Place of the team whose rotation is over the line for two months.
pub(super) const LEDGER: usize = 1;

macro_rules! person {
    ($id:literal, $name:literal, $email:literal, $zone:literal, $team:literal) => {
        Person { id: $id, name: $name, email: concat!($email, "@harbour-vale.example"), zone: $zone, team: $team }
    };
}

/// Four rotations of six to nine people, and a team of three, about which a report says nothing by itself.
pub(super) const PEOPLE: [Person; 33] = [
    person!("PUANE", "Aneta Wrona", "aneta.wrona", "Europe/Warsaw", 0),
    person!("PUMAR", "Marcus Bell", "marcus.bell", "Europe/London", 0),
    person!("PUTOM", "Tomasz Zieliński", "tomasz.zielinski", "Europe/Warsaw", 0),
    person!("PUGRA", "Grace Holloway", "grace.holloway", "America/New_York", 0),
    person!("PUDEV", "Devika Rao", "devika.rao", "Asia/Kolkata", 0),
    person!("PUISA", "Isabel Fontes", "isabel.fontes", "Europe/Lisbon", 0),
    person!("PUBEN", "Benedikt Aldag", "benedikt.aldag", "Europe/Berlin", 0),
    person!("PUROS", "Rosalind Achebe", "rosalind.achebe", "Europe/London", 0),
    person!("PUNIK", "Nikhil Sarda", "nikhil.sarda", "Asia/Kolkata", 0),
    person!("PUOLI", "Oliver Hart", "oliver.hart", "Europe/London", 1),
    person!("PUSUN", "Sunita Menon", "sunita.menon", "Asia/Kolkata", 1),
    person!("PUJON", "Jonas Pike", "jonas.pike", "Europe/Berlin", 1),
    person!("PUKAT", "Katarzyna Lis", "katarzyna.lis", "Europe/Warsaw", 1),
    person!("PUFER", "Ferran Vidal", "ferran.vidal", "Europe/Madrid", 1),
    person!("PUANN", "Annika Brandt", "annika.brandt", "Europe/Berlin", 1),
    person!("PUWIL", "William Tarrant", "william.tarrant", "Europe/London", 1),
    person!("PUHEN", "Henry Adeyemi", "henry.adeyemi", "Europe/London", 2),
    person!("PULUC", "Lucy Farrow", "lucy.farrow", "Australia/Lord_Howe", 2),
    person!("PURAH", "Rahul Iyer", "rahul.iyer", "Asia/Kolkata", 2),
    person!("PUEMI", "Emily Novak", "emily.novak", "America/New_York", 2),
    person!("PUPIO", "Piotr Sowa", "piotr.sowa", "Europe/Warsaw", 2),
    person!("PUGIU", "Giulia Ferrante", "giulia.ferrante", "Europe/Rome", 2),
    person!("PUSAM", "Samuel Okafor", "samuel.okafor", "Europe/London", 2),
    person!("PUMAG", "Magda Kruk", "magda.kruk", "Europe/Warsaw", 2),
    person!("PUNAO", "Naomi Clarke", "naomi.clarke", "Europe/London", 3),
    person!("PUVIC", "Victor Osei", "victor.osei", "America/New_York", 3),
    person!("PUPRI", "Priya Deshmukh", "priya.deshmukh", "Asia/Kolkata", 3),
    person!("PUJAN", "Jan Mazur", "jan.mazur", "Europe/Warsaw", 3),
    person!("PULEN", "Lena Voigt", "lena.voigt", "Europe/Berlin", 3),
    person!("PUCON", "Conor Maguire", "conor.maguire", "Europe/Dublin", 3),
    person!("PUFRE", "Freya Lindgren", "freya.lindgren", "Europe/Stockholm", 4),
    person!("PUDAN", "Daniel Mwangi", "daniel.mwangi", "Europe/London", 4),
    person!("PUHAN", "Hanna Reuter", "hanna.reuter", "Europe/Berlin", 4),
];

/// Who takes too much: double turns in the Payments rotation, and whatever escalates at night, from any team.
pub(super) const OVERLOADED: usize = 2;
/// Who leaves half-way.
pub(super) const LEAVER: usize = 3;

macro_rules! service {
    ($id:literal, $name:literal, $team:literal, $weight:literal) => {
        Service { id: $id, name: $name, team: $team, weight: $weight }
    };
}

pub(super) const SERVICES: [Service; 16] = [
    service!("PSCHK", "checkout-api", 0, 18),
    service!("PSCRD", "card-gateway", 0, 14),
    service!("PSPAY", "payout-engine", 0, 8),
    service!("PSFRD", "fraud-scoring", 0, 5),
    service!("PSLED", "ledger-sync", 1, 12),
    service!("PSSET", "settlement-batch", 1, 7),
    service!("PSINV", "invoice-service", 1, 4),
    service!("PSREC", "bank-reconciliation", 1, 3),
    service!("PSLBL", "label-printer", 2, 9),
    service!("PSTRK", "parcel-tracking", 2, 11),
    service!("PSROU", "route-planner", 2, 5),
    service!("PSHUB", "hub-scanner", 2, 4),
    service!("PSCUS", "customs-portal", 4, 4),
    service!("PSIDP", "identity-provider", 3, 5),
    service!("PSMSG", "message-bus", 3, 4),
    service!("PSSTO", "object-store", 3, 3),
];

/// Places of the services that the planted stories happen to.
pub(super) const CARD_GATEWAY: usize = 1;
pub(super) const LEDGER_SYNC: usize = 4;
pub(super) const SETTLEMENT_BATCH: usize = 5;
pub(super) const LABEL_PRINTER: usize = 8;
pub(super) const PARCEL_TRACKING: usize = 9;

/// Whole weeks since the start; the part week at the end counts.
pub(super) fn week(at: i64) -> i64 {
    (at - START).div_euclid(WEEK)
}

/// How the turns on call are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rotation {
    /// One person of Payments takes extra turns and the calls of the night, and one leaves.
    Lopsided,
    /// Everybody of a team takes the same turns all the time.
    Fair,
}

/// Who is on call for a team in a week, by level (0 is the first to be paged).
pub(super) fn on_call(rotation: Rotation, team: usize, week: i64, level: usize) -> usize {
    let at = START + week * WEEK;
    let is_fair = rotation == Rotation::Fair;
    let stays = |person: &usize| is_fair || *person != LEAVER || at + WEEK <= LEAVES;
    let mut turns: Vec<usize> = (0..PEOPLE.len()).filter(|p| PEOPLE.get(*p).is_some_and(|x| x.team == team)).collect();
    if team == 0 && !is_fair {
        // One of the extra turns comes between the regular ones, one beside his own.
        turns.push(OVERLOADED);
        turns.insert(1, OVERLOADED);
    }
    turns.retain(stays);
    let turn = usize::try_from(week).unwrap_or(0) % turns.len().max(1);
    let first = turns.get(turn).copied().unwrap_or(0);
    let others = (1..turns.len()).filter_map(|step| turns.get((turn + step) % turns.len()));
    if level == 0 { first } else { others.copied().find(|p| *p != first).unwrap_or(first) }
}
