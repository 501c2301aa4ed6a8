//! What of a text is a person, and what is not.

use retroscope::model::person::{Directory, Mentions};
use retroscope::model::record::StatedPerson;
use retroscope::normalise::mask::Mask;
use retroscope::normalise::people::{PeopleParams, resolve};

const PEOPLE: [(&str, &str, &str); 12] = [
    ("PUJDOE", "Jane Doe", "jane.doe@harbour.example"),
    ("jg77", "José García-Núñez", "jose.garcia@harbour.example"),
    ("u-4411", "Tomasz Zieliński", "tzielinski@harbour.example"),
    ("PUGRACE", "Grace Holloway", "grace.holloway@harbour.example"),
    ("PUWILL", "Will Power", "will.power@harbour.example"),
    ("PUMAX", "Max Baker", "max.baker@harbour.example"),
    ("payments", "Wanda Oyelaran", "wanda@harbour.example"),
    ("api", "Ravi Kapoor", ""),
    ("PUMAY", "May O'Brien", "may.obrien@harbour.example"),
    ("", "山田太郎", ""),
    ("7f3b1c2d-0000-4000-8000-1234567890ab", "Jürgen Weiß", ""),
    ("desk", "Service Desk", "service.desk@harbour.example"),
];

fn mask_of(people: &[(&str, &str, &str)], areas: &[&str], texts: &[&str]) -> Mask {
    let mut mentions = Mentions::default();
    for (id, name, email) in people {
        let (id, name, email) = ((*id).to_owned(), (*name).to_owned(), (*email).to_owned());
        mentions.code("pager", &StatedPerson { id, name, email, ..StatedPerson::default() });
    }
    let directory: Directory = resolve(&mentions, &PeopleParams::default());
    Mask::of(&mentions, &directory, areas.iter().copied(), texts.iter().copied())
}

fn mask() -> Mask {
    let areas = ["payments-api", "payments", "Grace", "checkout", "search team"];
    mask_of(&PEOPLE, &areas, &["the grace period of the baker job is over", "max connections reached", "you may retry"])
}

#[test]
fn every_form_of_a_name_is_masked() {
    let mask = mask();
    for (text, wanted) in [
        ("ask Jane Doe first", "ask [person] first"),
        ("JANE DOE paged", "[person] paged"),
        ("jane doe's laptop", "[person]'s laptop"),
        ("Doe, Jane (on call)", "[person] (on call)"),
        ("J. Doe restarted it", "[person] restarted it"),
        ("Doe's change", "[person]'s change"),
        ("jdoe@laptop", "[person]@laptop"),
        ("by jdoe", "by [person]"),
        ("reverted by jane.doe", "reverted by [person]"),
        ("home/jane_doe/x", "home/[person]/x"),
        ("2026-08-11-jane-doe-outage", "2026-08-11-[person]-outage"),
        ("mail jane.doe@harbour.example now", "mail [person] now"),
        ("mail Jane.Doe+pager@Harbour.Example.", "mail [person]."),
        ("<mailto:jane.doe@harbour.example>", "<mailto:[person]>"),
        ("cc @jane.doe, thanks", "cc [person], thanks"),
        ("cc @jdoe.", "cc [person]."),
        ("assigned to PUJDOE", "assigned to [person]"),
        ("https://x.example/users/pujdoe/open", "https://x.example/users/[person]/open"),
        ("https://x.example/u/jane%20doe", "https://x.example/u/[person]"),
        ("https://x.example/u/jos%C3%A9%20garc%C3%ADa", "https://x.example/u/[person]"),
        ("Jane restarted it", "[person] restarted it"),
        ("ask jane", "ask [person]"),
        ("Jose Garcia Nunez said so", "[person] said so"),
        ("jg77 acked", "[person] acked"),
        ("JOSÉ paged", "[person] paged"),
        ("Jose\u{301} paged", "[person] paged"),
        ("Ja\u{200b}ne Doe", "[person]"),
        ("Tomasz Zielinski", "[person]"),
        ("t.zielinski looked", "[person] looked"),
        ("u-4411 acked", "[person] acked"),
        ("山田太郎さんが確認", "[person]さんが確認"),
        ("Juergen Weiss", "[person]"),
        ("account 7f3b1c2d-0000-4000-8000-1234567890ab", "account [person]"),
        ("O'Brien is away", "[person] is away"),
        ("Grace Holloway", "[person]"),
        ("ask Grace", "ask [person]"),
        ("restarted by Grace", "restarted by [person]"),
        ("Grace acked it", "[person] acked it"),
        ("@grace please", "[person] please"),
        ("paged Max twice", "paged [person] twice"),
        ("told Will and went", "told [person] and went"),
        ("Will Power restarted it", "[person] restarted it"),
        ("cc May", "cc [person]"),
        ("ask @wanda", "ask [person]"),
    ] {
        assert_eq!(mask.applied(text), wanted, "{text:?}");
    }
}

#[test]
fn what_is_no_person_stays() {
    let mask = mask();
    for text in [
        "the grace period is over",
        "Grace service is down",
        "Max connections reached",
        "max load on db-01",
        "will power be back",
        "We will see",
        "since 3 May",
        "from May to June",
        "by May 2026",
        "payments is down",
        "payments-api slow",
        "@payments please look",
        "api returns 500",
        "baker job failed",
        "Service Desk called",
        "call the service desk",
        "harbour.example is down",
        "user@other.example",
        "a b c d e",
        "PUJ",
        "",
        "12345678 requests",
    ] {
        assert_eq!(mask.text(text), None, "{text:?}");
    }
}

#[test]
fn a_name_that_fifty_people_share_tells_nobody() {
    let family: Vec<(String, String)> = (0..50).map(|n| (format!("P{n}"), format!("Ilona Nagy{n}x"))).collect();
    let people: Vec<(&str, &str, &str)> = family.iter().map(|(id, name)| (id.as_str(), name.as_str(), "")).collect();
    assert_eq!(mask_of(&people, &[], &[]).text("Ilona restarted it"), None);
    assert_eq!(mask_of(&people[..49], &[], &[]).applied("Ilona restarted it"), "[person] restarted it");
}

#[test]
fn machines_are_not_masked() {
    let mask = mask_of(&[("", "Deploy Bot", "bot@harbour.example"), ("", "Jenkins", "")], &[], &[]);
    assert_eq!(mask.text("Deploy Bot failed in Jenkins"), None);
}

#[test]
fn masking_does_not_slow_down_with_the_number_of_people() {
    let names: Vec<(String, String)> =
        (0..4_000).map(|n| (format!("PU{n:05}X"), format!("Vorname{n} Nachname{n}"))).collect();
    let people: Vec<(&str, &str, &str)> = names.iter().map(|(id, name)| (id.as_str(), name.as_str(), "")).collect();
    let (few, many) = (mask_of(&people[..200], &[], &[]), mask_of(&people, &[], &[]));
    let text = "checkout-api timeouts for customers in the north (ask Vorname7 Nachname7 or the desk) since the deploy";
    let time = |mask: &Mask| {
        let start = std::time::Instant::now();
        (0..2_000).for_each(|_| assert!(mask.text(text).is_some()));
        start.elapsed()
    };
    let (short, long) = (time(&few), time(&many));
    println!("2,000 texts: {short:?} with 200 people, {long:?} with 4,000");
    assert!(long < short * 6 + std::time::Duration::from_millis(50), "{short:?} and {long:?}");
}
