//! Nagios beyond its log: answers in JSON, and the state history of Nagios XI.

use super::{case, said, texts, times};
use crate::support::run::Row;

#[test]
fn answers_in_json_give_the_problems_that_the_log_would() {
    let way = case("nagios-json");
    let expected = [
        ("HTTP on web01", ["2026-01-05T08:00:00Z", "2026-01-05T08:02:00Z", "", "", "2026-01-05T09:00:00Z"], "2"),
        ("db01 is down", ["2026-01-05T10:46:40Z", "2026-01-05T10:46:40Z", "", "", "2026-01-05T11:20:00Z"], "1"),
        (
            "Checkout on shop02",
            ["2026-03-04T04:55:20Z", "2026-03-04T04:55:20Z", "2026-03-04T05:00:00Z", "", "2026-03-04T05:55:00Z"],
            "2",
        ),
        (
            "Memory Usage on app07",
            ["2026-02-03T11:45:18Z", "2026-02-03T11:50:18Z", "", "", "2026-02-03T12:41:00Z"],
            "2",
        ),
        ("app09 is down", ["2026-02-03T14:00:00Z", "2026-02-03T14:00:00Z", "", "", ""], "1"),
        (
            "SMTP on mail03",
            ["2026-04-07T22:04:12Z", "2026-04-07T22:04:12Z", "2026-04-07T22:12:05Z", "", "2026-04-07T22:51:40Z"],
            "2",
        ),
        ("vpn01 is down", ["2026-04-06T03:15:00Z", "2026-04-06T03:15:00Z", "", "", ""], "1"),
    ];
    assert_eq!(way.incidents().len(), expected.len(), "{}", said(&way.inspect));
    for (title, moments, severity) in expected {
        let row = way.incident(title);
        assert_eq!((times(&row), row["severity"].as_str()), (moments, severity), "{title}");
    }
    assert!(
        said(&way.inspect).contains("1 page") && said(&way.inspect).contains("passed over"),
        "{}",
        said(&way.inspect)
    );
}

/// The log and an answer about the same hours tell of one problem, and the program's present state of none.
#[test]
fn a_problem_in_the_log_and_in_an_answer_is_one() {
    let log = include_str!("../cases/sources/nagios/log/input.log");
    let answer = include_str!("../cases/field/nagios-json/alertlist.json");
    let status = r#"{"format_version":0,"result":{"cgi":"statusjson.cgi","query":"hostlist"},"data":{"selectors":{},"hostlist":{"web01":2}}}"#;
    let way = texts(&[("nagios.log", log), ("alerts.json", answer), ("status.json", status)]);
    let titles: Vec<String> = way.incidents().iter().map(|row: &Row| row["title"].clone()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    let told = said(&way.inspect);
    assert!(told.contains("the present state of Nagios") && told.contains("query=alertlist"), "{told}");
}
