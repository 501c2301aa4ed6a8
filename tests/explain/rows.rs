//! Cells of all tables, and points of all charts.

use super::{answers, csv_rows, made};
use retroscope::report::contract::TABLES;
use retroscope::report::contract::meanings::meaning;
use retroscope::trail::answer::{RowTrail, Rows};
use retroscope::trail::{FoundSubject, Trail};
use std::collections::BTreeSet;

#[track_caller]
fn rows(answers: Vec<Trail>, table: &str) -> Rows {
    let rows = answers.into_iter().filter_map(|answer| match answer {
        Trail::Rows(rows) => Some(rows),
        _ => None,
    });
    rows.into_iter().find(|rows| rows.table == table).unwrap_or_else(|| panic!("no rows of {table}"))
}

fn cell<'a>(row: &'a RowTrail, column: &str) -> &'a str {
    row.cells.iter().find(|cell| cell.column == column).map_or("", |cell| &cell.value)
}

#[test]
fn every_column_of_every_table_and_chart_is_explained() {
    for table in TABLES {
        for (column, _) in table.columns {
            assert!(!meaning(table.name, column).is_empty(), "{}.{column}", table.name);
        }
    }
    let mut charts = BTreeSet::new();
    for (name, _) in &made().reports {
        let folder = made().home.path().join(name);
        for path in std::fs::read_dir(folder.join("charts")).unwrap().map(|e| e.unwrap().path()) {
            if path.extension().is_some_and(|end| end == "csv") {
                let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                for column in text.lines().next().unwrap().split(',') {
                    assert!(!meaning(&format!("charts/{stem}"), column).is_empty(), "{stem}: {column}");
                }
                charts.insert(stem);
            }
        }
    }
    assert!(charts.len() > 20, "{charts:?}");
}

/// Floats are cut to microseconds in CSV files, and stand in full in the others.
fn same(explained: &str, written: &str) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-5 * b.abs().max(1.0);
    let guarded = written.strip_prefix('\'').is_some_and(|bare| bare == explained);
    let numbers = explained.parse().ok().zip(written.parse().ok());
    explained == written || guarded || numbers.is_some_and(|(a, b)| near(a, b))
}

#[test]
fn every_table_has_rows_that_can_be_named_and_their_cells_are_those_of_the_file() {
    let report = made().open("people");
    let folder = made().home.path().join("people");
    for table in TABLES {
        let file = format!("data/{}", table.name);
        let all = csv_rows(&folder, &format!("{file}.csv"));
        let Some(Trail::Table(told)) =
            answers(&report, &file).into_iter().find(|answer| matches!(answer, Trail::Table(_)))
        else {
            panic!("{file}")
        };
        assert_eq!((told.rows, told.columns.len()), (all.len() as u64, table.columns.len()), "{file}");
        // The ways to ask that it proposes, and rows by their number.
        let step = (all.len() / 12).max(1);
        let numbers = (1..=all.len()).step_by(step).map(|n| format!("{}:#{n}", table.name));
        for asked in told.examples.iter().cloned().chain(numbers) {
            let found = rows(answers(&report, &asked), &file);
            assert_eq!(found.rows.len(), 1, "{asked}");
            let (row, written) = (&found.rows[0], &all[found.rows[0].number as usize - 1]);
            assert_eq!(row.cells.len(), written.len(), "{asked}");
            for (cell, (column, value)) in row.cells.iter().zip(written) {
                assert_eq!(&cell.column, column, "{asked}");
                assert!(same(&cell.value, value), "{asked}: {column} is {} and {value}", cell.value);
                assert!(!cell.meaning.is_empty());
            }
        }
    }
}

#[test]
fn the_incidents_behind_a_row_of_areas_and_durations_are_as_many_as_it_says() {
    let report = made().open("plain");
    let folder = made().home.path().join("plain");
    let mut looked = 0;
    for (table, key, count) in [
        ("areas", &["kind", "area", "period"][..], "incidents"),
        ("mttx", &["metric", "group_kind", "group", "period"], "n"),
    ] {
        let all = csv_rows(&folder, &format!("data/{table}.csv"));
        for row in all.iter().step_by(9) {
            let get =
                |name: &str| row.iter().find(|(column, _)| column == name).map_or("", |(_, value)| value.as_str());
            let name = key.iter().map(|column| get(column)).collect::<Vec<_>>().join("/");
            let found = rows(answers(&report, &format!("{table}:{name}")), &format!("data/{table}"));
            let exact =
                found.rows.iter().find(|row| key.iter().all(|column| cell(row, column) == get(column))).unwrap();
            assert_eq!(exact.incidents.len().to_string(), get(count), "{table}:{name}");
            looked += 1;
        }
    }
    assert!(looked > 60, "{looked}");
}

#[test]
fn points_of_charts_are_explained_and_lead_to_their_incidents() {
    let (mut counted, mut asked) = (0, 0);
    for (name, _) in &made().reports {
        let report = made().open(name);
        let folder = made().home.path().join(name);
        let Trail::Overview(overview) = report.overview() else { panic!() };
        for chart in &overview.charts {
            let Some(Trail::Chart(told)) = answers(&report, &chart.id).into_iter().next() else {
                panic!("{}", chart.id)
            };
            assert_eq!(told.headline, chart.says);
            assert!(!told.claims.is_empty(), "{name}: no claim shows {}", chart.id);
            let file = told.files[0].trim_end_matches(".svg").to_owned();
            let all = csv_rows(&folder, &format!("{file}.csv"));
            assert_eq!(told.points, all.len() as u64);
            let step = (all.len() / 8).max(1);
            let numbers = (1..=all.len()).rev().step_by(step).map(|n| format!("{}:#{n}", chart.id));
            for point in told.examples.iter().cloned().chain(numbers) {
                let found = rows(answers(&report, &point), &file);
                assert_eq!(found.rows.len(), 1, "{name}: {point}");
                let row = &found.rows[0];
                let value = cell(row, "value").parse::<f64>();
                let is_count = ["incidents-per-week", "areas-pareto"].contains(&chart.id.as_str());
                // The last bar of a ranking stands for all others together.
                if let (true, Ok(value)) = (is_count && !row.picked.is_empty(), value) {
                    assert_eq!(row.incidents.len() as f64, value, "{name}: {point}");
                    counted += u32::from(value > 0.0);
                }
                if let Ok(peak) = cell(row, "peak").parse::<usize>() {
                    assert!(row.incidents.len() >= peak, "{name}: {point}: {} of {peak}", row.incidents.len());
                }
                asked += 1;
            }
        }
    }
    assert!(counted > 10 && asked > 300, "{counted} counted, {asked} asked");
}

/// A point by any moment of its stretch, a cell by its column, and tables as the pages word them.
#[test]
fn there_are_several_ways_to_name_a_point_and_a_cell() {
    let report = made().open("people");
    let point = rows(answers(&report, "concurrency:2026-05-13T02:30"), "charts/concurrency");
    assert_eq!(cell(&point.rows[0], "bucket_start"), "2026-05-13T00:00:00Z");
    let week = rows(answers(&report, "volume-control:2026-05-13"), "charts/volume-control");
    assert_eq!(cell(&week.rows[0], "week_start"), "2026-05-11T00:00:00Z");
    assert!(matches!(report.explain("concurrency:2031-01-01").unwrap(), FoundSubject::Nearest(_)));
    let one = rows(answers(&report, "areas:service/checkout-api/2026Q2:share"), "data/areas");
    assert_eq!(one.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [1]);
    assert_eq!((cell(&one.rows[0], "share"), one.rows[0].incidents.len()), ("0.109375", 21));
    let Some(Trail::Page(page)) = answers(&report, "areas-ranking:checkout-api").into_iter().next() else { panic!() };
    assert_eq!((page.rows.len(), page.rows[0][1].as_str()), (1, "21"));
    let load = csv_rows(&made().home.path().join("people"), "data/load.csv");
    let (person, week) = (&load[7][0].1, &load[7][2].1);
    let person_week = rows(answers(&report, &format!("load:{person}/{week}")), "data/load");
    assert_eq!((person_week.rows.len(), person_week.rows[0].number), (1, 8));
    let both = answers(&report, "concurrency");
    assert!(matches!(both.as_slice(), [Trail::Chart(_), Trail::Table(_)]), "{both:?}");
}
