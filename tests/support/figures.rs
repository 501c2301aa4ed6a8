//! One figure, one value. Whatever a review gives twice (two sentences, a sentence and a table, a chart and either) has to
//! be the same in both places. An edition prints claims, tables and charts as they are, so what holds for these holds for
//! every two editions. Looked at wherever in the suite a review is made, as the word rules are.

use retroscope::findings::draft::length;
use retroscope::findings::exhibit::figure;
use retroscope::findings::{Claim, Exhibit, Figure, Findings, Table};
use retroscope::text::{duration, number};
use std::collections::BTreeMap;

/// A quantity and what one place says of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) what: String,
    pub(crate) value: String,
    pub(crate) place: String,
}

/// Figures of claims under one name: the quantity, the code, the number.
const NUMBERS: &[(&str, &str, &str)] = &[
    ("disturbed nights", "load.nights", "disturbed_nights"),
    ("disturbed nights", "load.sleep-hours", "disturbed_nights"),
    ("interruptions", "load.interruptions", "interruptions"),
    ("interruptions", "load.sleep-hours", "interruptions"),
    ("interruptions", "load.budget", "interruptions"),
    ("interruptions", "oncall.changed/interruptions", "now"),
    ("interruptions before", "load.interruptions", "previous_interruptions"),
    ("interruptions before", "oncall.changed/interruptions", "previous_count"),
    ("pages in sleep hours", "load.interruptions", "sleep"),
    ("pages in sleep hours", "load.sleep-hours", "sleep"),
    ("pages in sleep hours", "oncall.changed/sleep-hours", "now"),
    ("pages in sleep hours", "oncall.left-until-morning", "pages_in_sleep_hours"),
    ("pages in sleep hours", "oncall.mild-pages", "pages_in_sleep_hours"),
    ("pages in sleep hours", "oncall.waking-problems", "pages_in_sleep_hours"),
    ("incidents", "areas.total", "incidents"),
    ("incidents", "areas.total-change", "incidents"),
    ("incidents", "recurrence.share", "incidents"),
    ("incidents", "mttx.ttd", "incidents"),
    ("incidents", "mttx.tta", "incidents"),
    ("incidents", "mttx.ttm", "incidents"),
    ("incidents", "mttx.ttr", "incidents"),
    ("incidents before", "areas.total-change", "previous_incidents"),
    ("incidents before", "areas.total", "previous_incidents"),
    ("reached customers", "areas.customer-facing", "customer_facing"),
    ("reached customers", "areas.customer-change", "incidents"),
    ("reached customers before", "areas.customer-facing", "previous_customer_facing"),
    ("reached customers before", "areas.customer-change", "previous_incidents"),
    ("most open at once", "overlap.peak", "peak"),
    ("actions agreed", "follow-through.agreed", "agreed"),
    ("actions agreed", "follow-through.factory", "agreed"),
    ("actions agreed", "follow-through.repeated", "agreed"),
    ("actions agreed", "follow-through.size", "agreed"),
    ("actions agreed before", "follow-through.agreed", "agreed_before"),
    ("actions agreed before", "follow-through.repeated", "agreed_before"),
    ("actions overdue in all", "follow-through.agreed", "overdue_in_all"),
    ("actions overdue in all", "follow-through.overdue", "overdue"),
    ("mean time to resolve", "mttx.ttr", "mean_s"),
    ("mean time to resolve", "mttx.noise/ttr", "mean_s"),
];

/// Figures of one problem or one storm: quantity, code before the slash, number.
const OF_SUBJECTS: &[(&str, &str, &str)] = &[
    ("occurrences", "recurrence.famous-bug", "occurrences"),
    ("occurrences", "recurrence.came-back", "occurrences"),
    ("in the period", "recurrence.famous-bug", "incidents_in_period"),
    ("in the period", "recurrence.came-back", "incidents_in_period"),
    ("disturbed nights", "recurrence.famous-bug", "disturbed_nights"),
    ("disturbed nights", "recurrence.came-back", "disturbed_nights"),
    ("incidents", "recurrence.famous-bug", "incidents"),
    ("incidents", "overlap.storm", "incidents"),
    ("incidents", "storm.course", "incidents"),
    ("incidents", "storm.shared", "incidents"),
    ("incidents", "storm.follow-up", "incidents"),
    ("highest at once", "overlap.storm", "peak"),
    ("interruptions", "storm.carried", "interruptions"),
    ("interruptions", "storm.nights", "interruptions"),
];

/// Fails with the first figures that differ.
#[track_caller]
pub(crate) fn check(findings: &Findings) {
    let (problems, _) = problems(findings);
    assert!(problems.is_empty(), "{}", problems.iter().take(8).cloned().collect::<Vec<_>>().join("\n"));
}

/// Figures that differ from place to place, and how many were given at least twice.
pub(crate) fn problems(findings: &Findings) -> (Vec<String>, usize) {
    differing(&given(findings))
}

/// The same over any list.
pub(crate) fn differing(given: &[Given]) -> (Vec<String>, usize) {
    let mut of: BTreeMap<&str, Vec<&Given>> = BTreeMap::new();
    given.iter().for_each(|g| of.entry(&g.what).or_default().push(g));
    let twice: Vec<_> = of.into_iter().filter(|(_, list)| list.len() > 1).collect();
    let differs = |(what, list): &(&str, Vec<&Given>)| {
        let same = list.windows(2).all(|pair| pair[0].value == pair[1].value);
        let places: Vec<String> = list.iter().map(|g| format!("{} in {}", g.value, g.place)).collect();
        (!same).then(|| format!("{what}: {}", places.join("; ")))
    };
    (twice.iter().filter_map(differs).collect(), twice.len())
}

/// Everything that is looked at.
pub(crate) fn given(findings: &Findings) -> Vec<Given> {
    let mut all = Vec::new();
    of_claims(findings, &mut all);
    of_texts(findings, &mut all);
    of_tables(findings, &mut all);
    of_actions(findings, &mut all);
    of_charts(findings, &mut all);
    of_medians(findings, &mut all);
    of_hours(findings, &mut all);
    all
}

fn add(all: &mut Vec<Given>, what: &str, value: impl ToString, place: &str) {
    all.push(Given { what: what.to_owned(), value: value.to_string(), place: place.to_owned() });
}

fn of_claims(findings: &Findings, all: &mut Vec<Given>) {
    for (what, id, name) in NUMBERS {
        let value = findings.claim(id).and_then(|c| c.numbers.get(*name));
        value.into_iter().for_each(|value| add(all, what, value, id));
    }
    for claim in &findings.claims {
        let Some((code, subject)) = claim.id.split_once('/') else { continue };
        for (what, _, name) in OF_SUBJECTS.iter().filter(|(_, of, _)| *of == code) {
            let value = claim.numbers.get(*name);
            value.into_iter().for_each(|value| add(all, &format!("{what} of {subject}"), value, &claim.id));
        }
    }
    for (id, n) in
        [("load.budget", "incidents"), ("recurrence.ledger", "incidents"), ("load.nights", "disturbed nights")]
    {
        let n_of = findings.claim(id).and_then(|c| c.n);
        n_of.into_iter().for_each(|value| add(all, n, value, &format!("n of {id}")));
    }
}

/// A sentence without what it quotes from the exports.
fn unquoted(text: &str) -> String {
    text.split(['“', '”']).step_by(2).collect::<Vec<_>>().join("…")
}

/// Whole numbers that stand directly before a phrase.
pub(crate) fn before(text: &str, phrase: &str) -> Vec<u64> {
    let ends = text.match_indices(phrase).map(|(at, _)| at);
    let word =
        |end: usize| text[..end].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("").replace(',', "");
    ends.filter_map(|end| word(end).parse().ok()).collect()
}

/// What sentences and captions say of the period as a whole.
fn of_texts(findings: &Findings, all: &mut Vec<Given>) {
    let packs: Vec<&String> = findings.packs.iter().flat_map(|p| &p.parts).flat_map(|p| &p.claims).collect();
    let own = |c: &&Claim| !packs.contains(&&c.id) && (c.code.starts_with("load.") || c.code.starts_with("oncall."));
    let claims = findings.claims.iter().filter(own).map(|c| (c.id.clone(), unquoted(&c.sentence)));
    let load = |e: &&Exhibit| ["interruptions-by-hour", "disturbed-nights"].contains(&e.id.as_str());
    let charts = findings.exhibits.iter().filter(load);
    let charts = charts.flat_map(|e| [&e.headline, &e.alt, &e.footer].map(|text| (e.id.clone(), text.clone())));
    let budgets = findings.budgets.iter().map(|b| (b.title.clone(), b.this_quarter.clone()));
    for (place, text) in claims.chain(charts).chain(budgets) {
        let nights = [
            " nights were disturbed",
            " night was disturbed",
            " nights of ",
            " disturbed nights,",
            " disturbed night,",
        ];
        nights.iter().flat_map(|p| before(&text, p)).for_each(|n| add(all, "disturbed nights", n, &place));
        let asleep = [" interruptions in sleep hours", " pages in sleep hours"];
        asleep.iter().flat_map(|p| before(&text, p)).for_each(|n| add(all, "pages in sleep hours", n, &place));
        let whole =
            [" interruptions (", " interruptions in Q", " interruptions,", " interruptions;", " interruptions for"];
        whole.iter().flat_map(|p| before(&text, p)).for_each(|n| add(all, "interruptions", n, &place));
    }
    before(&findings.opening, " incidents from").iter().for_each(|n| add(all, "incidents", n, "opening"));
    of_problems(findings, all);
}

/// How often a problem occurred, wherever its name stands beside it.
fn of_problems(findings: &Findings, all: &mut Vec<Given>) {
    // Two problems may have one name, and a name that stands nowhere in the register says nothing of which is meant.
    let register = tables(findings).find(|t| t.id == "families");
    let is_one = |name: &str| register.is_some_and(|t| t.rows.iter().filter(|row| row[1] == name).count() == 1);
    let named = |text: &str, all: &mut Vec<Given>, place: &str| {
        let Some(name) = text.split(['“', '”']).nth(1).filter(|name| is_one(name)) else { return };
        let rest = unquoted(text);
        for n in [" times since", " occurrences began"].iter().flat_map(|p| before(&rest, p)) {
            add(all, &format!("occurrences of “{name}”"), n, place);
        }
    };
    findings.asks.iter().for_each(|text| named(text, all, "ask"));
    let own = findings.claims.iter().filter(|c| c.code.starts_with("recurrence.") && c.id.contains('/'));
    own.for_each(|c| named(&c.sentence, all, &c.id));
}

fn tables(findings: &Findings) -> impl Iterator<Item = &Table> {
    findings.sections.iter().flat_map(|s| &s.tables)
}

/// A cell of a row by the name of its column, as a plain figure.
fn cell(table: &Table, row: &[String], column: &str) -> Option<String> {
    let at = table.columns.iter().position(|c| c.name == column)?;
    Some(row.get(at)?.replace(',', ""))
        .filter(|cell| cell.chars().all(|c| c.is_ascii_digit() || c == '.') && !cell.is_empty())
}

fn sum(table: &Table, column: &str) -> Option<u64> {
    table.rows.iter().map(|row| cell(table, row, column)?.parse::<u64>().ok()).sum()
}

fn of_tables(findings: &Findings, all: &mut Vec<Given>) {
    for table in tables(findings) {
        let mut put = |what: &str, value: Option<String>| {
            value.into_iter().for_each(|value| add(all, what, value, &table.id));
        };
        let of_period = table.rows.iter().find(|row| row.first() == Some(&findings.period));
        match table.id.as_str() {
            "interruptions-by-quarter" => {
                let columns = [
                    ("interruptions", "interruptions"),
                    ("pages in sleep hours", "sleep hours"),
                    ("disturbed nights", "disturbed nights"),
                ];
                for (what, column) in columns {
                    put(what, of_period.and_then(|row| cell(table, row, column)));
                }
            }
            "interruptions-by-team" => {
                let columns = [
                    ("interruptions", "interruptions"),
                    ("pages in sleep hours", "in sleep hours"),
                    ("disturbed nights", "disturbed nights"),
                ];
                for (what, column) in columns {
                    put(what, sum(table, column).map(|n| n.to_string()));
                }
            }
            "incidents-by-period" => put("incidents", of_period.and_then(|row| cell(table, row, "incidents"))),
            "ledger" => put("incidents", sum(table, "incidents").map(|n| n.to_string())),
            "families" => {
                for row in &table.rows {
                    for column in ["occurrences", "incidents", "in the period", "disturbed nights"] {
                        put(&format!("{column} of {}", row[0]), cell(table, row, column));
                    }
                    let is_one = table.rows.iter().filter(|other| other[1] == row[1]).count() == 1;
                    put(&format!("occurrences of “{}”", row[1]), cell(table, row, "occurrences").filter(|_| is_one));
                }
            }
            "storms" => {
                for row in &table.rows {
                    for column in ["incidents", "highest at once"] {
                        put(&format!("{column} of {}", row[0]), cell(table, row, column));
                    }
                }
            }
            _ => {}
        }
    }
}

/// What tables say of promised actions. A table that is cut says where its other rows are.
fn of_actions(findings: &Findings, all: &mut Vec<Given>) {
    const SUMS: [(&str, &str, &str); 4] = [
        ("actions-by-area", "actions agreed", "agreed"),
        ("actions-by-area", "actions agreed before", "agreed before"),
        ("actions-by-area", "actions overdue in all", "overdue"),
        ("actions-agreed-before", "actions agreed before", "times agreed"),
    ];
    for table in tables(findings) {
        for (_, what, column) in SUMS.iter().filter(|(id, _, _)| *id == table.id && table.more.is_empty()) {
            sum(table, column).into_iter().for_each(|n| add(all, what, n, &table.id));
        }
        let of_period = table.rows.iter().find(|row| table.id == "actions-by-quarter" && row[0] == findings.period);
        let agreed = of_period.and_then(|row| cell(table, row, "agreed"));
        agreed.into_iter().for_each(|n| add(all, "actions agreed", n, &table.id));
    }
}

fn of_charts(findings: &Findings, all: &mut Vec<Given>) {
    for exhibit in &findings.exhibits {
        let mut put = |what: &str, value: u64| add(all, what, value, &format!("chart {}", exhibit.id));
        match &exhibit.figure {
            Figure::Nights(figure::Nights { teams, .. }) => {
                put("disturbed nights", teams.iter().map(|t| t.nights).sum())
            }
            Figure::HourWeek(figure::HourWeek { cells, .. }) if exhibit.id == "interruptions-by-hour" => {
                put("interruptions", cells.iter().sum::<f64>() as u64);
            }
            _ => {}
        }
        if exhibit.id == "concurrency" {
            let said = exhibit.headline.strip_prefix("At most ").and_then(|rest| rest.split(' ').next()?.parse().ok());
            said.into_iter().for_each(|n| put("most open at once", n));
        }
    }
}

/// Half of the incidents were over within so long: in the sentence, the table and the charts.
fn of_medians(findings: &Findings, all: &mut Vec<Given>) {
    let number = |id: &str, name: &str| findings.claim(id).and_then(|c| c.numbers.get(name)).copied();
    for (metric, row) in [
        ("ttd", "time to detect"),
        ("tta", "time to acknowledge"),
        ("ttm", "time to mitigate"),
        ("ttr", "time to resolve"),
    ] {
        let id = format!("mttx.{metric}");
        let Some(median) = number(&id, "median_s") else { continue };
        let (words, what) = (duration::compact(median), format!("median {row}"));
        add(all, &what, &words, &id);
        let table = tables(findings).find(|t| t.id == "mttx-metrics");
        let cell = table.and_then(|t| t.rows.iter().find(|r| r[0] == row)).map(|r| r[4].clone());
        let cell = cell.map(|c| c.split(" (").next().unwrap_or("").to_owned());
        cell.into_iter().for_each(|cell| add(all, &what, cell, "mttx-metrics"));
    }
    let charts = |id: &str| findings.exhibits.iter().find(|e| e.id == id);
    if let (Some(median), Some(chart)) = (number("mttx.ttr", "median_s"), charts("durations")) {
        add(all, "half were over within", length(median), "mttx.ttr");
        let said = chart.headline.strip_prefix("Half of the incidents were over within ");
        said.into_iter()
            .for_each(|s| add(all, "half were over within", s.split(',').next().unwrap_or(""), "chart durations"));
    }
    if let Some(Figure::Survival(figure::Survival { curves })) = charts("survival-ttr").map(|e| &e.figure) {
        let first = curves.first().and_then(|c| c.median_s);
        let open = number("mttx.open/ttr", "median_s");
        let plain = curves.first().filter(|c| c.open == 0 && Some(c.n as f64) == number("mttx.ttr", "known"));
        let plain = plain.and_then(|_| number("mttx.ttr", "median_s"));
        for (value, place) in [(first, "chart survival-ttr"), (open, "mttx.open/ttr"), (plain, "mttx.ttr")] {
            value.into_iter().for_each(|s| add(all, "half over, open ones counted in", s, place));
        }
    }
}

/// Time with more incidents open than people on call: in the sentence, the chart and beside the staffing table.
fn of_hours(findings: &Findings, all: &mut Vec<Given>) {
    let above = findings.claim("overlap.above-capacity").and_then(|c| c.numbers.get("hours_above"));
    let Some(above) = above else { return };
    let what = "more incidents than people on call";
    add(
        all,
        what,
        if *above > 0.0 { duration::hours(above * 3600.0) } else { "never".to_owned() },
        "overlap.above-capacity",
    );
    let after = |text: &str, start: &str| text.split(start).nth(1).map(str::to_owned);
    if let Some(chart) = findings.exhibits.iter().find(|e| e.id == "demand-capacity") {
        // A comma ends it, unless it stands in the number.
        let said = after(&chart.headline, "people on call for ").map(|t| t.split(", ").next().unwrap_or("").to_owned());
        add(all, what, said.unwrap_or_else(|| "never".to_owned()), "chart demand-capacity");
    }
    if let Some(table) = tables(findings).find(|t| t.id == "staffing") {
        let said =
            after(&table.note, "were open for ").map(|t| t.split(" in the whole").next().unwrap_or("").to_owned());
        if table.note.contains("roster as it was") {
            add(all, what, said.unwrap_or_else(|| "never".to_owned()), "staffing");
        }
    }
    if let Some(claim) = findings.claim("overlap.staffing") {
        let said = after(&claim.sentence, "people on call were open for ");
        let said = said.map(|t| t.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
        said.into_iter().for_each(|s| add(all, what, s, &claim.id));
    }
}

/// What the public tables say of the same, with what the findings say.
pub(crate) fn with_tables(findings: &Findings, table: &dyn Fn(&str) -> Vec<BTreeMap<String, String>>) -> Vec<Given> {
    let mut all = given(findings);
    let figure = |row: &BTreeMap<String, String>, column: &str| row.get(column).filter(|c| !c.is_empty()).cloned();
    for row in table("families") {
        for (what, column) in
            [("occurrences", "occurrences"), ("disturbed nights", "disturbed_nights"), ("incidents", "incidents")]
        {
            let value = figure(&row, column);
            value
                .into_iter()
                .for_each(|v| add(&mut all, &format!("{what} of {}", row["family_id"]), v, "families.csv"));
        }
    }
    for row in table("storms") {
        for (what, column) in [("incidents", "incidents"), ("highest at once", "peak_concurrency")] {
            let value = figure(&row, column);
            value.into_iter().for_each(|v| add(&mut all, &format!("{what} of {}", row["storm_id"]), v, "storms.csv"));
        }
    }
    let whole = |r: &&BTreeMap<String, String>| r["group_kind"] == "all" && r["metric"] == "ttr";
    let rows = table("mttx");
    let median = findings.claim("mttx.ttr").and_then(|c| c.numbers.get("median_s"));
    if let (Some(median), Some(row)) = (median, rows.iter().filter(whole).find(|r| is_current(r, findings))) {
        add(&mut all, "median, to the decimal", number::fixed(*median, 1), "mttx.ttr");
        let said = figure(row, "median_s").and_then(|m| m.parse::<f64>().ok());
        said.into_iter().for_each(|m| add(&mut all, "median, to the decimal", number::fixed(m, 1), "mttx.csv"));
    }
    all
}

/// Whether a row of the table of durations is about the period under review, by its number of incidents.
fn is_current(row: &BTreeMap<String, String>, findings: &Findings) -> bool {
    let period = findings.period.split(' ').rev().collect::<String>();
    row["period"] == period
}
