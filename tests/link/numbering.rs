//! Lists whose numbers start again in each file or sheet: nothing of them vanishes, and versions of one record stay one.

use crate::support::run::{Run, run};
use std::collections::BTreeSet;
use std::path::PathBuf;

const LIST: &str = "[[mapping]]\nname = \"list\"\nfiles = [\"*.csv\"]\nzone = \"UTC\"\n[mapping.fields]\nid = \"Nr\"\ntitle = \"Was\"\n\
    started_at = \"Von\"\nresolved_at = \"Bis\"\nduplicate_of = \"Wie\"\n";
const WITH_AREA: &str = "service = \"Wo\"\n";

fn reviewed(files: &[(&str, &str)], toml: &str) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let write = |(name, text): &(&str, &str)| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    files.iter().for_each(|file| _ = write(file));
    run(&[folder.path().to_owned()], toml, "all")
}

fn titles(run: &Run) -> Vec<String> {
    let mut titles: Vec<String> = run.table("incidents").iter().map(|row| row["title"].clone()).collect();
    titles.sort();
    titles
}

fn ids(run: &Run) -> BTreeSet<String> {
    run.table("incidents").iter().map(|row| row["incident_id"].clone()).collect()
}

/// Sentences of the quality page about numbers.
fn told(run: &Run) -> Vec<String> {
    let claims = run.review.findings.claims.iter().filter(|claim| claim.code == "quality.numbers-start-again");
    claims.map(|claim| claim.sentence.clone()).collect()
}

const JANUARY: &str = "Nr,Was,Von,Bis,Wo,Wie\n1,Kasse langsam,2026-01-05 08:00,2026-01-05 08:45,Kassen,\n\
    2,Netz weg,2026-01-11 23:50,2026-01-12 01:20,LAN,\n3,Drucker aus,2026-01-30 07:00,2026-01-30 07:30,Druck,\n";
const FEBRUARY: &str = "Nr,Was,Von,Bis,Wo,Wie\n1,VPN weg,2026-02-05 08:00,2026-02-05 09:00,VPN,\n\
    2,Post haengt,2026-02-11 12:00,2026-02-11 12:20,Mail,\n";

#[test]
fn two_lists_are_two_lists() {
    let run = reviewed(&[("januar.csv", JANUARY), ("februar.csv", FEBRUARY)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(titles(&run), ["Drucker aus", "Kasse langsam", "Netz weg", "Post haengt", "VPN weg"]);
    let expected = ["februar/1", "februar/2", "januar/1", "januar/2", "januar/3"];
    assert_eq!(ids(&run), expected.iter().map(|id| format!("list:incident:{id}")).collect());
    let told = told(&run);
    assert_eq!(told.len(), 1, "said once: {told:?}");
    assert!(told[0].contains("2 numbers stand for different incidents"), "{told:?}");
    let fates: Vec<String> = run.table("records").iter().map(|row| row["fate"].clone()).collect();
    assert_eq!(fates, vec!["kept"; 5]);
    // One list alone keeps its numbers, and is told nothing.
    let alone = reviewed(&[("januar.csv", JANUARY)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(ids(&alone), ["1", "2", "3"].iter().map(|id| format!("list:incident:{id}")).collect());
    assert!(self::told(&alone).is_empty());
}

#[test]
fn lists_without_an_area_and_with_one_title_for_everything() {
    let without = [
        (
            "2024/log.csv",
            "Nr,Was,Von,Bis,Wie\n1,no light,2024-03-05 08:00,2024-03-05 08:45,\n2,no water,2024-06-05 08:00,2024-06-05 09:15,\n",
        ),
        ("2025/log.csv", "Nr,Was,Von,Bis,Wie\n1,lift stuck,2025-02-01 10:00,2025-02-01 10:10,\n"),
    ];
    let run = reviewed(&without, LIST);
    assert_eq!(titles(&run), ["lift stuck", "no light", "no water"]);
    assert!(ids(&run).iter().all(|id| id.contains("2024/log") || id.contains("2025/log")), "{:?}", ids(&run));
    let same = [
        (
            "a.csv",
            "Nr,Was,Von,Bis,Wo,Wie\n1,down,2026-01-05 08:00,2026-01-05 08:45,LAN,\n2,down,2026-02-05 08:00,2026-02-05 09:15,LAN,\n",
        ),
        (
            "b.csv",
            "Nr,Was,Von,Bis,Wo,Wie\n1,down,2026-04-05 08:00,2026-04-05 08:30,LAN,\n2,down,2026-05-05 08:00,2026-05-05 09:05,LAN,\n",
        ),
    ];
    let run = reviewed(&same, &format!("{LIST}{WITH_AREA}"));
    assert_eq!(run.table("incidents").len(), 4, "no number of the two lists is one record");
}

#[test]
fn a_later_version_of_a_record_is_still_one_record() {
    let before = "Nr,Was,Von,Bis,Wo,Wie\n1,disk full,2026-01-05 08:00,,db,\n2,cart slow,2026-01-09 08:00,2026-01-09 09:00,shop,\n";
    let after = "Nr,Was,Von,Bis,Wo,Wie\n1,disk of db-3 full,2026-01-05 08:00,2026-01-05 10:00,database,\n\
        2,cart answers slowly,2026-01-09 07:40,2026-01-09 09:00,shop,\n3,mail late,2026-01-12 08:00,2026-01-12 09:00,mail,\n";
    let run = reviewed(&[("a.csv", before), ("b.csv", after)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(titles(&run), ["cart answers slowly", "disk of db-3 full", "mail late"]);
    assert!(told(&run).is_empty());
    // A title and a start that were put right at once are one update, as long as other numbers are clearly the same.
    let moved = after.replace(
        "cart answers slowly,2026-01-09 07:40,2026-01-09 09:00",
        "basket slow,2026-01-09 06:10,2026-01-09 09:30",
    );
    let run = reviewed(&[("a.csv", before), ("b.csv", &moved)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(run.table("incidents").len(), 3);
}

#[test]
fn a_list_that_stands_in_two_files_is_one_list() {
    let both = [("januar.csv", JANUARY), ("kopie.csv", JANUARY), ("februar.csv", FEBRUARY)];
    let run = reviewed(&both, &format!("{LIST}{WITH_AREA}"));
    assert_eq!(run.table("incidents").len(), 5);
    let merged = run.table("records").iter().filter(|row| row["fate"] == "merged").count();
    assert_eq!(merged, 3, "the copy is the same records again");
}

#[test]
fn a_number_that_a_list_states_is_one_of_its_own() {
    let january = JANUARY
        .replace("Netz weg,2026-01-11 23:50,2026-01-12 01:20,LAN,", "Netz weg,2026-01-11 23:50,2026-01-12 01:20,LAN,3")
        .replace("2026-01-30 07:00,2026-01-30 07:30", "2026-01-12 00:10,2026-01-12 00:40");
    let run = reviewed(&[("januar.csv", &january), ("februar.csv", FEBRUARY)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(run.table("incidents").len(), 4, "number 3 of January is the same incident as number 2 of January");
}

#[test]
fn numbers_that_start_again_in_one_file() {
    let text = "Nr,Was,Von,Bis,Wo,Wie\n1,fan loud,2026-01-05 08:00,2026-01-05 08:45,rack,\n2,door open,2026-01-08 08:00,2026-01-08 08:45,room,\n\
        1,key lost,2026-02-05 08:00,2026-02-05 08:45,desk,\n2,lamp dark,2026-02-08 08:00,2026-02-08 08:45,hall,\n";
    let run = reviewed(&[("year.csv", text)], &format!("{LIST}{WITH_AREA}"));
    assert_eq!(titles(&run), ["door open", "fan loud", "key lost", "lamp dark"]);
    assert_eq!(ids(&run).len(), 4);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = [("januar.csv", JANUARY), ("februar.csv", FEBRUARY), ("kopie.csv", JANUARY)]
        .iter()
        .map(|(name, text)| {
            std::fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name)
        })
        .collect();
    let toml = format!("{LIST}{WITH_AREA}");
    let mut reversed = files.clone();
    reversed.reverse();
    assert_eq!(ids(&run(&files, &toml, "all")), ids(&run(&reversed, &toml, "all")));
}

#[test]
fn a_flag_is_no_reference() {
    let toml = "[[mapping]]\nname = \"desk\"\nfiles = [\"desk.csv\"]\nzone = \"UTC\"\n[mapping.fields]\nid = \"key\"\ntitle = \"what\"\n\
        started_at = \"from\"\nresolved_at = \"to\"\nreference = \"external\"\nparent = \"parent\"\n\
        [[mapping]]\nname = \"page\"\nfiles = [\"page.csv\"]\nzone = \"UTC\"\n[mapping.fields]\nid = \"no\"\ntitle = \"what\"\nstarted_at = \"from\"\nresolved_at = \"to\"\n";
    let desk = "key,what,from,to,external,parent\n0,mail late,2026-01-05 08:00,2026-01-05 09:00,1,0\n\
        1,cart slow,2026-02-05 08:00,2026-02-05 09:00,0,1\n7,disk full,2026-03-05 08:00,2026-03-05 09:00,1,1\n";
    let page = "no,what,from,to\n0,printers jam,2026-04-05 08:00,2026-04-05 09:00\n1,doors shut,2026-05-05 08:00,2026-05-05 09:00\n";
    let run = reviewed(&[("desk.csv", desk), ("page.csv", page)], toml);
    assert_eq!(run.table("incidents").len(), 5, "a yes or no joins nothing");
    // Numbers of rows are references where not all of them are flags.
    let desk = desk.replace(",0,1\n", ",0,7\n");
    let run = reviewed(&[("desk.csv", &desk), ("page.csv", page)], toml);
    assert_eq!(run.table("incidents").len(), 4, "1 and 7 are one, 0 is its own parent");
}
