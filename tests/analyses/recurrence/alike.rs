//! Families whose incidents say the same thing in other words, and what annotations make of them.

use super::{LOCK, on};
use crate::analyses::analyse;
use crate::support::builder::{Builder, Inc, ms};
use crate::support::rows::{places, row};
use retroscope::analyse::Analysis;
use retroscope::analyse::recurrence::evidence::TieSign;
use retroscope::analyse::recurrence::groups::FamilyBasis;
use retroscope::analyse::recurrence::history::MemberReason;
use retroscope::analyse::recurrence::{Output, Params, Recurrence};
use retroscope::frame::DataSet;
use retroscope::frame::dataset::Kin;
use retroscope::model::row::IncidentIx;
use std::collections::{BTreeMap, BTreeSet};

const CARD: &str = "CardGatewayClient.charge waits for a socket of the acquiring bank";

/// Rows 0, 2 and 5 are one problem in three wordings; 1 and 4 share little.
fn reports() -> Builder {
    Builder::quarter(2026, 3)
        .incident(on("2026-04-01", "Basket payments time out while the card gateway is slow").summary(CARD))
        .incident(on("2026-04-09", "Search index rebuild fills the disk").summary("segments are left behind"))
        .incident(on("2026-05-20", "Basket payments time out, card gateway slow again").summary(CARD))
        .incident(on("2026-06-02", "Nightly export of invoices is empty").summary("the query returns no rows"))
        .incident(on("2026-06-09", "Login form shows a blank screen on phones").summary("a style sheet is missing"))
        .incident(on("2026-07-10", "Card gateway slow: basket payments time out for guests").summary(CARD))
}

fn shape(found: &Output) -> Vec<(Vec<usize>, FamilyBasis, bool)> {
    found.families.iter().map(|f| (places(&f.rows), f.basis, f.label)).collect()
}

fn with_least(data: &DataSet, least_likeness: f64) -> Output {
    Recurrence::run(data, &Params { least_likeness, ..Params::default() })
}

#[test]
fn other_words_for_the_same_problem_are_one_famous_bug_with_its_reasons() {
    let data = reports().build();
    let found = analyse(&data).recurrence;
    assert_eq!(shape(&found), [(vec![0, 2, 5], FamilyBasis::Similarity, false)]);
    let family = &found.families[row(0)];
    assert!(family.famous);
    let joined: Vec<_> = family.ties.iter().map(|tie| (tie.row.place(), tie.joined.map(|j| j.0))).collect();
    assert_eq!(joined, [(0, None), (2, Some(TieSign::Text)), (5, Some(TieSign::Text))]);
    assert_eq!(family.ties[1].joined, Some((TieSign::Text, row(0))));
    let (weakest, likeness) = family.weakest().unwrap();
    let scores: Vec<f64> = family.ties.iter().filter_map(|tie| Some(tie.similarity.as_ref()?.score)).collect();
    assert_eq!(likeness.score, scores[0].min(scores[1]));
    assert!(likeness.score >= likeness.least && likeness.least >= 0.379_999, "{likeness:?}");
    // The parts add up to the log odds of the nearest member, which the intercept completes.
    assert!(likeness.parts.iter().any(|(name, odds)| *name == "words" && *odds > 0.0));
    let words: BTreeSet<&str> = likeness.words.iter().map(|(word, _)| word.as_str()).collect();
    assert!(
        words
            .iter()
            .all(|word| CARD.to_lowercase().contains(word)
                || "basket payments time out, card gateway slow".contains(word)),
        "{words:?}"
    );
    // Asking for more than the weakest match takes that member out.
    let strict = with_least(&data, likeness.score + 0.001);
    let left = strict.families.iter().next().map_or(0, |f| f.rows.len());
    assert!(left < 3 && strict.family_id(weakest.row).is_none(), "{left}");
}

#[test]
fn a_title_that_names_no_problem_joins_nothing_by_its_text() {
    let label = |day: &str| on(day, "Service degraded").summary(CARD);
    let found = analyse(&reports().incident(label("2026-07-12")).incident(label("2026-07-20")).build()).recurrence;
    assert_eq!(shape(&found)[0], (vec![0, 2, 5], FamilyBasis::Similarity, false));
    assert_eq!(shape(&found)[1], (vec![6, 7], FamilyBasis::Wording, true));
}

#[test]
fn texts_that_share_only_what_is_said_all_the_time_are_a_label() {
    let said = "The on-call engineer restarted the worker group and watched the queue drain";
    let days = (1..=28)
        .map(|day| on(&format!("2026-05-{day:02}"), ["Alpha", "Bravo", "Coral", "Delta"][day % 4]).summary(said));
    let twins = ["2026-06-01", "2026-06-20", "2026-07-10"].into_iter().enumerate();
    let twins = twins.map(|(n, day)| {
        on(day, &format!("Worker group restarted, queue drained {}", ["one", "two", "six"][n])).summary(said)
    });
    let found = analyse(&Builder::quarter(2026, 3).incidents(days).incidents(twins).build()).recurrence;
    let alike: Vec<_> = found.families.iter().filter(|f| f.basis == FamilyBasis::Similarity).collect();
    assert!(!alike.is_empty() && alike.iter().all(|f| f.label && !f.famous), "{:?}", shape(&found));
}

#[test]
fn annotations_join_and_take_apart() {
    let kin = |pairs: &[(u32, u32, bool)]| {
        let mut data = reports().build();
        let kin = |&(incident, other, is_same): &(u32, u32, bool)| {
            let [incident, other] = [incident, other].map(|row| IncidentIx::at(row as usize));
            Kin { incident, other, is_same }
        };
        data.kin = pairs.iter().map(kin).collect();
        analyse(&data).recurrence
    };
    let joined = kin(&[(3, 1, true)]);
    assert_eq!(
        shape(&joined),
        [(vec![0, 2, 5], FamilyBasis::Similarity, false), (vec![1, 3], FamilyBasis::Linked, false)]
    );
    assert_eq!(joined.families[row(1)].ties[1].joined, Some((TieSign::Stated, row(1))));
    let apart = kin(&[(5, 0, false)]);
    assert_eq!(shape(&apart), [(vec![0, 2], FamilyBasis::Similarity, false)]);
    // Said of two that are in no family together, it changes nothing.
    assert_eq!(shape(&kin(&[(4, 1, false)])), shape(&kin(&[])));
}

#[test]
fn explicit_signs_come_before_the_text() {
    let data = Builder::quarter(2026, 3)
        .incident(on("2026-04-01", LOCK))
        .incident(on("2026-05-01", LOCK))
        .incident(on("2026-06-01", "Certificate expired on the partner gateway").problem("PRB7"))
        .incident(on("2026-07-01", LOCK).problem("PRB7"))
        .build();
    let found = analyse(&data).recurrence;
    assert_eq!(shape(&found), [(vec![0, 1, 2, 3], FamilyBasis::Wording, false)]);
    let joined: Vec<_> =
        found.families[row(0)].ties.iter().map(|tie| tie.joined.map(|(sign, other)| (sign, other.place()))).collect();
    // The certificate comes in through the last one, which shares its problem record and the title of the first two.
    assert_eq!(joined, [None, Some((TieSign::Title, 0)), Some((TieSign::Problem, 3)), Some((TieSign::Problem, 2))]);
}

/// Reports of a tracker as incidents, with half a year of them held back.
fn tracker(until: &str) -> Option<Vec<Inc>> {
    let path = crate::support::shared()?.join("recurrence/dev_activemq.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[1] < until);
    Some(
        rows.map(|row| {
            Inc::at_ms(ms(&row[1][..16].replace('T', " ")))
                .minutes(60)
                .id(&format!("jira:issue:{}", &row[0]))
                .service(&row[2])
                .title(&row[3])
                .summary(&row[4])
        })
        .collect(),
    )
}

#[test]
fn a_quarter_more_renames_no_family_and_lists_every_change() {
    let (Some(before), Some(after)) = (tracker("2014-07-01"), tracker("2014-10-01")) else { return };
    assert!(before.len() > 500 && after.len() > before.len() + 10, "{} {}", before.len(), after.len());
    let data = Builder::quarter(2014, 2).incidents(before).build();
    let first = analyse(&data).recurrence;
    let ids = |data: &DataSet, rows: &[IncidentIx]| -> Vec<String> {
        let view = data.incident_view();
        rows.iter().map(|row| view.id.get(*row).unwrap().to_owned()).collect()
    };
    let mut builder = Builder::quarter(2014, 3).incidents(after);
    for family in &first.families {
        let members = ids(&data, &family.rows);
        builder = builder.earlier_family(
            &family.family_id,
            &family.name,
            &members.iter().map(String::as_str).collect::<Vec<_>>(),
        );
    }
    let more = builder.build();
    let second = analyse(&more).recurrence;
    let now: BTreeMap<String, (&str, &str)> = second
        .families
        .iter()
        .flat_map(|f| ids(&more, &f.rows).into_iter().map(move |id| (id, (f.family_id.as_str(), f.name.as_str()))))
        .collect();
    let told: BTreeSet<(&str, &str)> =
        second.changes.iter().map(|c| (c.family_id.as_str(), c.incident_id.as_str())).collect();
    let mut kept = 0;
    for family in &first.families {
        for id in ids(&data, &family.rows) {
            let same = now.get(&id) == Some(&(family.family_id.as_str(), family.name.as_str()));
            kept += usize::from(same);
            assert!(
                same || told.contains(&(family.family_id.as_str(), id.as_str())),
                "{} lost {id} silently",
                family.family_id
            );
        }
    }
    let members: usize = first.families.iter().map(|f| f.rows.len()).sum();
    assert!(members > 60 && kept * 10 >= members * 9, "{kept} of {members}");
    // Whoever came is told of as well, with the sign that brought it.
    let known: BTreeSet<&str> = first.families.iter().map(|f| f.family_id.as_str()).collect();
    let old: BTreeMap<String, &str> = first
        .families
        .iter()
        .flat_map(|f| ids(&data, &f.rows).into_iter().map(|id| (id, f.family_id.as_str())))
        .collect();
    for (id, (family, _)) in now.iter().filter(|(_, (family, _))| known.contains(family)) {
        assert!(old.get(id) == Some(family) || told.contains(&(*family, id.as_str())), "{family} gained {id} silently");
    }
    assert!(
        second
            .changes
            .iter()
            .filter(|c| c.joined)
            .all(|c| matches!(c.reason, MemberReason::Joined(_) | MemberReason::First))
    );
}

/// What hangs on the likeness asked for is what another setting would give, and is said beside the number of problems.
#[test]
fn families_are_counted_with_a_little_less_and_more_likeness() {
    let data = reports().build();
    let scores: Vec<f64> = {
        let found = analyse(&data).recurrence;
        found.families[row(0)].ties.iter().filter_map(|tie| Some(tie.similarity.as_ref()?.score)).collect()
    };
    let weakest = scores.iter().copied().fold(1.0, f64::min);
    let problems = |least: f64| {
        let found = with_least(&data, least);
        found.families.iter().filter(|family| !family.label).count() as u64
    };
    for least in [weakest - 0.12, weakest - 0.02, weakest - 0.001] {
        let found = with_least(&data, least);
        let sensitivity = found.sensitivity.unwrap();
        assert_eq!(sensitivity.problems, [problems(least - 0.05), problems(least), problems(least + 0.05)]);
        let rows = |found: &Output| places(&found.families[row(0)].rows);
        let kept = [-0.05, 0.05].iter().all(|by| {
            let moved = with_least(&data, least + by);
            moved.families.iter().next().is_some_and(|_| rows(&moved) == rows(&found))
        });
        assert_eq!(found.families[row(0)].steady, kept, "{least}");
    }
}
