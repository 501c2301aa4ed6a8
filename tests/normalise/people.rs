//! Who is the same person, and who is nobody.

use super::{person, same};
use retroscope::model::person::Mentions;
use retroscope::model::record::StatedPerson;
use retroscope::normalise::machines::is_machine;
use retroscope::normalise::people::{PeopleParams, resolve};

/// Mentions as `(tool, id, name, e-mail)`, and who of them is whom.
fn groups(people: &[(&str, &str, &str, &str)]) -> Vec<Vec<usize>> {
    let stated: Vec<(&str, StatedPerson)> =
        people.iter().map(|(tool, id, name, email)| (*tool, person(id, name, email))).collect();
    same(&stated, &PeopleParams::default())
}

/// The first and the second of these are one person, or are not; both orders give the same answer.
fn check(together: bool, why: &str, people: &[(&str, &str, &str, &str)]) {
    let joined = |list: &[(&str, &str, &str, &str)], a: usize, b: usize| {
        groups(list).iter().any(|group| group.contains(&a) && group.contains(&b))
    };
    assert_eq!(joined(people, 0, 1), together, "{why}");
    let back: Vec<_> = people.iter().rev().copied().collect();
    assert_eq!(joined(&back, people.len() - 1, people.len() - 2), together, "{why}, backwards");
}

#[test]
fn addresses() {
    check(true, "capitals", &[("a", "1", "Priya", "Priya@X.org"), ("b", "2", "P.", "priya@x.org")]);
    check(true, "what follows a plus", &[("a", "1", "", "priya@x.org"), ("b", "2", "", "priya+pager@x.org")]);
    check(true, "an address as id", &[("a", "1", "", "priya@x.org"), ("b", "priya@x.org", "", "")]);
    check(true, "an address as name", &[("a", "1", "", "priya@x.org"), ("b", "", "Priya <priya@x.org>", "")]);
    check(true, "one of several", &[("a", "1", "", "p@y.org"), ("people", "", "", "priya@x.org; p@y.org")]);
    let domains = |a: &'static str, b: &'static str| [("a", "1", a, "priya@x.org"), ("b", "2", b, "priya@x.example")];
    check(true, "another domain and the same name", &domains("Priya Nair", "Nair, Priya"));
    check(false, "another domain and no name", &domains("", ""));
    check(false, "another domain and a first name", &domains("Priya", "Priya"));
    check(false, "another domain and another name", &domains("Priya Nair", "Priya Rao"));
    check(false, "other first parts", &[("a", "1", "Jo Lee", "jo@x.org"), ("b", "2", "Jo Lee", "jlee@y.org")]);
    let shared = [("a", "1", "Ann Lee", "ops@x.org"), ("a", "2", "Bob Ray", "ops@x.org")];
    check(false, "a box that two people share", &shared);
    check(true, "two accounts of one person", &[("a", "1", "Ann Lee", "l@x.org"), ("a", "2", "Ann Lee", "l@x.org")]);
}

#[test]
fn names() {
    let pair = |a: &'static str, b: &'static str| [("a", "1", a, ""), ("b", "2", b, "")];
    for (a, b) in [
        ("Priya Nair", "priya  NAIR"),
        ("Priya Nair", "Nair, Priya"),
        ("Zoë Łukasiewicz", "Zoe Lukasiewicz"),
        ("Zoe\u{308} Müller", "Zoë Müller"),
        ("Sean O'Neill", "Sean O’Neill"),
        ("Priya Nair", "Priya Nair (deactivated)"),
        ("Priya Nair", "[X] Priya Nair"),
        ("Priya Nair", "Priya Nair - inactive"),
        ("Priya Nair", "Priya Nair (she/her)"),
        ("Anna-Maria Roth", "Anna-Maria Roth"),
        ("田中太郎", "田中太郎"),
    ] {
        check(true, &format!("{a} = {b}"), &pair(a, b));
    }
    for (a, b) in [
        ("Priya", "Priya"),
        ("Priya N.", "Priya Nair"),
        ("Priya N.", "Priya N."),
        ("P. Nair", "Priya Nair"),
        ("Nair", "Priya Nair"),
        ("John Smith (Ops)", "John Smith (Finance)"),
        ("Former user", "Former user"),
        ("Deleted User 12", "Deleted User 12"),
        ("Anna Roth", "Anna-Maria Roth"),
    ] {
        check(false, &format!("{a} ≠ {b}"), &pair(a, b));
    }
    let namesakes = [("a", "1", "Ann Lee", ""), ("b", "2", "Ann Lee", ""), ("a", "3", "Ann Lee", "")];
    check(false, "a name that two people of one tool have joins nobody", &namesakes);
    check(false, "two ids of one tool", &[("a", "1", "Ann Lee", ""), ("a", "2", "Ann Lee", "")]);
    let domains = [("a", "1", "Ann Lee", "ann@x.org"), ("a", "2", "Ann Lee", "ann@y.org")];
    check(false, "two ids of one tool under two domains", &domains);
}

#[test]
fn a_name_never_joins_over_a_third_person() {
    // Row 2 changed the name; by its two names it would join two people of tool `a`.
    let chain = [
        ("a", "1", "Ann Lee", ""),
        ("a", "2", "Ann Ray", ""),
        ("b", "7", "Ann Lee", "ann@x.org"),
        ("c", "9", "Ann Ray", "ann@x.org"),
    ];
    check(false, "over two names", &chain);
    assert_eq!(groups(&chain).len(), 3, "and nobody is given either of them");
    let bare = [("d", "", "Ann Lee", ""), ("a", "1", "Ann Lee", ""), ("a", "2", "Ann Lee", "")];
    assert_eq!(groups(&bare).len(), 3, "a bare name is neither of two people");
}

#[test]
fn log_in_names() {
    let nair = ("a", "1", "Priya Nair", "priya.nair@x.org");
    let only_name = ("a", "1", "Priya Nair", "");
    let only_mail = ("a", "1", "", "priya.nair@x.org");
    for (why, a, b) in [
        ("the first part of the address", nair, ("b", "priya.nair", "", "")),
        ("with its sign", nair, ("b", "", "@priya.nair", "")),
        ("in another spelling", nair, ("b", "priya_nair", "", "")),
        ("the name alone", only_name, ("b", "priya.nair", "", "")),
        ("the address alone", only_mail, ("b", "priya.nair", "", "")),
        ("an address spells a name", only_mail, ("b", "", "Priya Nair", "")),
        ("short for the name", ("a", "1", "Priya Nair", "pnair@x.org"), ("b", "pnair", "", "")),
        ("in two tools", ("c", "priya.nair", "", ""), ("b", "priya.nair", "", "")),
    ] {
        check(true, why, &[a, b]);
    }
    for (why, a, b) in [
        ("a first name", ("a", "1", "Priya Nair", "priya@x.org"), ("b", "priya", "", "")),
        ("a first name with its sign", ("a", "1", "", "priya@x.org"), ("b", "", "@priya", "")),
        ("short, without an address", only_name, ("b", "pnair", "", "")),
        ("another id of that tool", ("b", "1", "Priya Nair", ""), ("b", "priya.nair", "", "")),
    ] {
        check(false, why, &[a, b]);
    }
    let second = ("c", "3", "Priya Nair", "priya.nair2@x.org");
    check(false, "two people have the name", &[nair, ("b", "priya.nair", "", ""), second]);
    let elsewhere = ("c", "3", "", "priya.nair@y.org");
    check(false, "two people have the first part", &[nair, ("b", "priya.nair", "", ""), elsewhere]);
}

#[test]
fn lists_kept_by_hand() {
    let list =
        |ids: &'static str| [("people", ids, "Ann Lee", ""), ("pagerduty", "P1", "Ann", ""), ("slack", "U1", "", "")];
    assert_eq!(groups(&list("P1;U1")), [vec![0, 1, 2]]);
    assert_eq!(groups(&list("pagerduty:p1;slack:U1")), [vec![0, 1, 2]]);
    assert_eq!(groups(&list("jira:P1;slack:U1")), [vec![0, 2], vec![1]], "the id of another tool");
    let numbers = [("people", "7", "Ann Lee", ""), ("a", "7", "Bob Ray", ""), ("b", "7", "Ann Lee", "")];
    assert_eq!(groups(&numbers), [vec![0, 2], vec![1]], "a number is an id in many tools");
    let colon = [("people", "557058:f1", "", "ann@x.org"), ("jira", "557058:f1", "Ann", "")];
    assert_eq!(groups(&colon), [vec![0, 1]], "ids may hold a colon");
    let twice = [("people", "P1", "Ann Lee", ""), ("people", "P1;P2", "Bob Ray", ""), ("a", "P1", "", "")];
    assert_eq!(groups(&twice).len(), 3, "an id that two rows claim is nobody's");
    let handle = [("people", "annlee", "", "al@x.org"), ("victorops", "annlee", "", ""), ("gitlab", "", "annlee", "")];
    assert_eq!(groups(&handle), [vec![0, 1, 2]]);
}

#[test]
fn who_left_stays_under_the_plain_name() {
    let mut mentions = Mentions::default();
    for name in ["Priya Nair (deactivated)", "[X] Ann Lee", "Former user 123", "Bob Ray (Ops)", "Nair, Maya"] {
        mentions.code("a", &person("", name, ""));
    }
    let directory = resolve(&mentions, &PeopleParams::default());
    let name = |mention| directory.people[directory.human(mention).expect("a person")].name.clone();
    let names: Vec<String> = mentions.rows.rows().map(name).collect();
    assert_eq!(names, ["Priya Nair", "Ann Lee", "Former user 123", "Bob Ray (Ops)", "Maya Nair"]);
}

#[test]
fn machines() {
    let listed = ["nightly".to_owned(), "batch-*".to_owned()];
    let is = |name: &str, email: &str| is_machine(&person("", name, email), &listed);
    for name in [
        "Deploy Bot",
        "DeployBot",
        "deploy-bot",
        "dependabot[bot]",
        "svc-deploy",
        "svc_backup",
        "Jenkins",
        "Jenkins CI",
        "Datadog Alerts",
        "Monitoring",
        "Checkout Integration",
        "Automation for Jira",
        "Service Account",
        "SYSTEM",
        "Event Management",
        "noreply",
        "nightly",
        "batch-7",
        "API User",
        "project_12_bot_ab12",
    ] {
        assert!(is(name, ""), "{name}");
    }
    for email in ["noreply@x.org", "no-reply@x.org", "svc-deploy@x.org", "alerts@x.org", "r@p.iam.gserviceaccount.com"]
    {
        assert!(is("", email), "{email}");
    }
    for name in [
        "Abbott",
        "Bud Abbott",
        "Talbot",
        "Ann Talbot",
        "Cabot Jones",
        "Ann Jenkins",
        "Jenkins Smith",
        "Systema Rossi",
        "Priya Nair (Automation)",
        "Rob Otto",
        "Svc Lee",
        "Grafana Petrova",
        "Alert Jonsson",
        "",
    ] {
        assert!(!is(name, ""), "{name}");
    }
    assert!(!is("Jenkins", "tom.jenkins@x.org"), "a person by the address");
    assert!(!is("Ann Lee", "12345+annlee@users.noreply.github.com"));
    assert!(is_machine(&person("svc-42", "", ""), &[]) && is_machine(&person("nightly", "x", ""), &listed));
}

/// A hundred thousand mentions, most under one first name or with handles: work that grows with their square would not come
/// to an end here.
#[test]
fn a_hundred_thousand_mentions_are_told_apart() {
    let people = 20_000;
    let mut mentions = Mentions::default();
    for n in 0..people {
        let (name, mail) = (format!("First{n} Last{}", n / 3), format!("first{n}.last@x.org"));
        mentions.code("a", &person(&format!("A{n}"), &name, ""));
        mentions.code("b", &person(&format!("B{n}"), &name, &mail));
        mentions.code("c", &person("", "", &mail.replace('@', "+c@")));
        mentions.code("d", &person(&format!("D{n}"), "Priya", ""));
        mentions.code("e", &person("", &format!("{name} (left)"), ""));
    }
    let found = resolve(&mentions, &PeopleParams::default()).people.len();
    assert_eq!(found, people * 2, "the person, and whoever is only called Priya");
}
