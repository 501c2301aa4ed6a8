//! The table of incidents in the page with the trail: every incident is a row; statements, charts and rows lead to each
//! other; and what is shown stands in the address.

use super::{Page, report};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const ROWS: &str = "[...document.querySelectorAll('.every tbody tr')].map((row) => ({
    cells: [...row.cells].map((cell) => cell.firstChild ? cell.firstChild.textContent.trim() : ''),
    name: row.querySelector('code').textContent,
    claims: [...row.querySelectorAll('.under a.id')].map((a) => a.getAttribute('href').slice(1)) }))";
const COUNT: &str = "document.querySelector('.count').textContent";

fn opened(fragment: &str) -> Option<Page> {
    let mut page = Page::open()?;
    page.load(&report().join("analyst.html"), fragment);
    page.settled();
    Some(page)
}

/// All rows, page after page.
fn every_row(page: &mut Page) -> Vec<Value> {
    let mut rows = Vec::new();
    loop {
        rows.extend(page.eval(ROWS).as_array().unwrap().clone());
        let next = "(() => { const next = document.querySelector('.pager button:last-child');
            if (document.querySelector('.pager').hidden || next.ariaDisabled === 'true') return false;
            next.click(); return true; })()";
        if page.eval(next) == false {
            return rows;
        }
    }
}

fn findings() -> Value {
    serde_json::from_slice(&std::fs::read(report().join("findings.json")).unwrap()).unwrap()
}

/// The ids of the incidents of a statement, without the tool.
fn names(ids: &Value) -> BTreeSet<String> {
    let name = |id: &Value| id.as_str().unwrap().splitn(3, ':').last().unwrap().to_owned();
    ids.as_array().unwrap().iter().map(name).collect()
}

fn shown(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_incident_is_a_row_that_says_what_its_table_says() {
    let Some(mut page) = opened("") else { return };
    let table = std::fs::read(report().join("data/incidents.csv")).unwrap();
    let table: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(&table[..]).into_deserialize().map(Result::unwrap).collect();
    assert_eq!(page.eval(COUNT), format!("{} incidents", table.len()));
    let at_once = page.eval("document.querySelectorAll('.every tbody tr').length").as_u64().unwrap();
    assert!(at_once <= 50, "{at_once} rows are in the document at once");
    let rows = every_row(&mut page);
    assert_eq!(rows.len(), table.len());
    let by_name: BTreeMap<&str, &Value> = rows.iter().map(|row| (row["name"].as_str().unwrap(), row)).collect();
    for incident in &table {
        let name = incident["incident_id"].splitn(3, ':').last().unwrap();
        let cells = &by_name[name]["cells"];
        let dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
        assert_eq!(cells[3], dash(&incident["service"]), "{name}");
        assert_eq!(cells[2] == "–", incident["severity"].is_empty(), "{name}");
        let title = cells[4].as_str().unwrap().trim_end_matches('…');
        // The table for spreadsheets guards what they would run.
        let whole = incident["title"].trim_start_matches('\'');
        assert!(whole.starts_with(title.trim_end()), "{name}: {title}");
    }
    // Below statements they are worded by the report itself.
    for told in findings()["behind"].as_array().unwrap() {
        let name = told["incident_id"].as_str().unwrap().splitn(3, ':').last().unwrap();
        let cells = &by_name[name]["cells"];
        for (at, field) in [(0, "began"), (1, "lasted"), (2, "severity"), (3, "service"), (4, "title")] {
            assert_eq!(cells[at], told[field], "{name}: {field}");
        }
    }
}

#[test]
fn a_statement_shows_all_of_its_incidents_and_not_the_first_eight() {
    let Some(mut page) = opened("") else { return };
    let findings = findings();
    let many = |c: &&Value| (60..150).contains(&c["incident_ids"].as_array().unwrap().len());
    let id = "recurrence.came-back/FB-01";
    let claims = findings["claims"].as_array().unwrap();
    let claim = claims.iter().find(|c| c["id"] == id).or_else(|| claims.iter().find(many)).unwrap();
    let anchor = format!("claim-{}", claim["id"].as_str().unwrap());
    page.eval(&format!("document.getElementById('{anchor}').querySelector('.act').click()"));
    page.settled();
    let ids = names(&claim["incident_ids"]);
    assert!(ids.len() > 8);
    assert_eq!(shown(&every_row(&mut page)), ids);
    let chip = page.eval("document.querySelector('.chip').textContent");
    assert!(chip.as_str().unwrap().contains(claim["id"].as_str().unwrap()), "{chip}");
    assert!(page.eval(COUNT).as_str().unwrap().starts_with(&format!("{} of ", ids.len())));
    assert_eq!(page.eval("document.activeElement.id"), "incidents", "the keyboard is where the table is");
    // The chip takes it away again.
    page.eval("document.querySelector('.chip .clear').click()");
    assert_eq!(page.eval("document.querySelectorAll('.chip').length"), 0);
    assert!(!page.eval(COUNT).as_str().unwrap().contains(" of "));
}

#[test]
fn a_chart_shows_the_incidents_of_what_cites_it() {
    let Some(mut page) = opened("") else { return };
    let told = page.eval(
        "(() => { const figure = document.querySelector('figure:has(figcaption .act)');
            figure.querySelector('.act').click();
            const cites = [...document.querySelectorAll('.claim.cites')].map((claim) => claim.id);
            const links = [...document.querySelectorAll('.claim .trail a')].filter((a) => a.getAttribute('href') === '#' + figure.id);
            return { chart: figure.id, cites, links: links.map((a) => a.closest('.claim').id) }; })()",
    );
    assert_eq!(told["cites"], told["links"]);
    let findings = findings();
    let chart = told["chart"].as_str().unwrap().strip_prefix("chart-").unwrap().to_owned();
    let cited = findings["claims"].as_array().unwrap().iter();
    let on_page = told["cites"].as_array().unwrap();
    let cited = cited.filter(|c| c["exhibits"].as_array().unwrap().iter().any(|e| *e == chart));
    let cited = cited.filter(|c| on_page.contains(&json!(format!("claim-{}", c["id"].as_str().unwrap()))));
    let wanted: BTreeSet<String> = cited.flat_map(|c| names(&c["incident_ids"])).collect();
    assert!(!wanted.is_empty());
    assert_eq!(shown(&every_row(&mut page)), wanted);
}

/// Instants of a column of the table of incidents, in minutes; `None` where there is none.
fn minutes(table: &[BTreeMap<String, String>], column: &str) -> Vec<Option<i64>> {
    let minute =
        |text: &String| chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp().div_euclid(60));
    table.iter().map(|row| minute(&row[column])).collect()
}

#[test]
fn a_mark_of_a_chart_shows_the_incidents_of_its_stretch_of_time() {
    let Some(mut page) = opened("") else { return };
    let table = std::fs::read(report().join("data/incidents.csv")).unwrap();
    let table: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(&table[..]).into_deserialize().map(Result::unwrap).collect();
    let (began, over) = (minutes(&table, "started_at"), minutes(&table, "resolved_at"));
    let name = |row: &BTreeMap<String, String>| row["incident_id"].splitn(3, ':').last().unwrap().to_owned();
    // The first week that has incidents, and the busiest stretch of the chart of incidents open at once.
    for (kind, at) in [("began", 0), ("began", 40), ("open", 20)] {
        let stretch = page.eval(&format!(
            "(() => {{ const mark = [...document.querySelectorAll('.exhibit svg [data-{kind}]')][{at}];
                mark.dispatchEvent(new MouseEvent('click', {{ bubbles: true }})); return mark.dataset.{kind}; }})()"
        ));
        page.settled();
        let (from, length) = stretch.as_str().unwrap().split_once('+').unwrap();
        let from: i64 = from.parse().unwrap();
        let to = from + length.parse::<i64>().unwrap();
        let is_in = |at: usize| match (began[at], over[at]) {
            (Some(start), _) if kind == "began" => (from..to).contains(&start),
            // To the second for those that end in the minute in which the stretch begins: they may stand here or not.
            (Some(start), Some(end)) => start < to && (end > from || start >= from),
            _ => false,
        };
        let wanted: BTreeSet<String> = (0..table.len()).filter(|at| is_in(*at)).map(|at| name(&table[at])).collect();
        assert!(!wanted.is_empty(), "{kind} {at}: {stretch}");
        assert_eq!(shown(&every_row(&mut page)), wanted, "{kind} {at}: {stretch}");
        let chip = page.eval("document.querySelector('.chip').textContent");
        assert!(chip.as_str().unwrap().contains(&format!("{kind} from ")), "{chip}");
    }
}

#[test]
fn a_row_leads_to_its_statements_and_each_of_them_back() {
    let Some(mut page) = opened("#incidents?q=ledger-sync") else { return };
    page.eval("document.querySelectorAll('.under').forEach((under) => (under.open = true))");
    page.settled();
    let rows = page.eval(ROWS);
    let findings = findings();
    for row in rows.as_array().unwrap() {
        for claim in row["claims"].as_array().unwrap() {
            let id = claim.as_str().unwrap().strip_prefix("claim-").unwrap();
            let claim = findings["claims"].as_array().unwrap().iter().find(|c| c["id"] == id).unwrap();
            assert!(names(&claim["incident_ids"]).contains(row["name"].as_str().unwrap()), "{row} under {id}");
        }
    }
    let told = page.eval(
        "(() => { const under = document.querySelector('.under');
            const [claim, only] = under.querySelectorAll('li a');
            only.click();
            return { claim: claim.getAttribute('href'), hash: location.hash }; })()",
    );
    let claim = told["claim"].as_str().unwrap();
    assert_eq!(told["hash"], format!("#incidents?claim={}", &claim[1..]));
    // And to the statement itself, with its evidence open; the table stays as it was.
    page.eval("document.querySelector('.chip a').click()");
    page.settled();
    let at = page.eval(&format!(
        "(() => {{ const claim = document.getElementById('{}');
            return {{ open: claim.querySelector('.trail').open, top: claim.getBoundingClientRect().top, chips: document.querySelectorAll('.chip').length }}; }})()",
        &claim[1..]
    ));
    assert_eq!((&at["open"], &at["chips"]), (&json!(true), &json!(1)));
    assert!(at["top"].as_f64().unwrap().abs() < 200.0, "{at}");
}

#[test]
fn names_of_services_in_charts_filter_the_table() {
    let Some(mut page) = opened("") else { return };
    let name = page.eval(
        "(() => { const link = [...document.querySelectorAll('.wide svg a')].find((a) => a.getAttribute('href').includes('service='));
            const name = link.textContent; link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); return name; })()",
    );
    page.settled();
    let rows = every_row(&mut page);
    assert!(!rows.is_empty() && rows.iter().all(|row| row["cells"][3] == name), "{name}");
}

#[test]
fn the_table_is_searched_sorted_and_paged_by_keyboard() {
    let Some(mut page) = opened("") else { return };
    page.eval("document.querySelector('#incident-search').focus()");
    page.call("Input.insertText", json!({"text": "Ledger-Sync lock"}));
    let found = every_row(&mut page);
    assert!(!found.is_empty(), "nothing is found");
    for row in &found {
        assert!(row["cells"][4].as_str().unwrap().to_lowercase().contains("lock"), "{row}");
    }
    page.eval("(() => { const input = document.querySelector('#incident-search'); input.value = ''; input.dispatchEvent(new Event('input')); })()");
    page.eval("document.querySelectorAll('.every th button')[3].focus()");
    page.press("Enter");
    assert_eq!(page.eval("document.querySelectorAll('.every th')[3].ariaSort"), "ascending");
    let services =
        |rows: &[Value]| rows.iter().map(|row| row["cells"][3].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let up = services(&every_row(&mut page));
    let known: Vec<&String> = up.iter().filter(|name| *name != "–").collect();
    assert!(known.is_sorted(), "{known:?}");
    assert!(up.iter().skip(known.len()).all(|name| name == "–"), "what is not known stands last");
    page.eval("document.querySelectorAll('.every th button')[3].focus()");
    page.press("Enter");
    assert_eq!(page.eval("document.querySelectorAll('.every th')[3].ariaSort"), "descending");
    let down = services(&every_row(&mut page));
    assert!(down.iter().filter(|name| *name != "–").is_sorted_by(|a, b| a >= b));
    assert_eq!(down.iter().filter(|name| *name == "–").count(), up.len() - known.len());
    page.eval("document.querySelector('.pager button').focus()");
    let last = page.eval("document.querySelector('.pager span').textContent");
    page.press("Enter");
    assert_ne!(page.eval("document.querySelector('.pager span').textContent"), last);
}

#[test]
fn what_is_shown_stands_in_the_address_and_back_leads_back() {
    let Some(mut page) = opened("#incidents?service=checkout-api&sort=-lasted&page=2") else { return };
    let state = "[location.hash, document.querySelector('.count').textContent, document.querySelector('.pager span').textContent,
        document.querySelector('.every th[aria-sort]').textContent, document.querySelectorAll('.trail[open]').length]";
    let first = page.eval(state);
    assert_eq!(first[0], "#incidents?service=checkout-api&sort=-lasted&page=2");
    assert!(first[2].as_str().unwrap().starts_with("Page 2 of "), "{first}");
    assert_eq!(first[3], "lasted");
    page.eval("document.querySelector('.every th button').click()");
    let second = page.eval(state);
    assert_eq!(second[0], "#incidents?service=checkout-api&sort=began");
    page.eval("document.querySelector('.chip .clear').click()");
    let third = page.eval(state);
    assert_ne!(third[1], second[1]);
    for before in [&second, &first] {
        page.eval("history.back()");
        page.settled();
        assert_eq!(page.eval(state), *before);
    }
    page.eval("history.forward()");
    page.settled();
    assert_eq!(page.eval(state), second);
    // Opened evidence is part of it, and is there again when the page is loaded so.
    page.eval("document.querySelectorAll('.claim summary')[2].click()");
    page.settled();
    let told = page.eval(state);
    assert_eq!(told[4], 1);
    let fragment = told[0].as_str().unwrap().to_owned();
    assert!(fragment.contains("open=claim-"), "{fragment}");
    page.load(&report().join("analyst.html"), &fragment);
    page.settled();
    assert_eq!(page.eval(state), told);
    // A plain anchor stays plain.
    page.load(&report().join("analyst.html"), "");
    page.eval("document.querySelector('.contents a').click()");
    let plain = page.eval("location.hash");
    assert!(!plain.as_str().unwrap().contains('?'), "{plain}");
    assert!(page.errors.is_empty(), "{:?}", page.errors);
}

#[test]
fn a_line_below_a_statement_leads_to_its_row() {
    let Some(mut page) = opened("") else { return };
    let name = page
        .eval("(() => { const link = document.querySelector('.ids a'); link.click(); return link.textContent; })()");
    page.settled();
    assert_eq!(shown(&every_row(&mut page)), BTreeSet::from([name.as_str().unwrap().to_owned()]));
}
