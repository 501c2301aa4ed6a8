//! Reference vectors of the methods for sets, groups and sequences.

use crate::stats::vectors::fields;
use crate::stats::{Vector, numbers, vector};
use retroscope::stats::{clustering, coincidence, concentration, set_cover, similarity};
use serde_json::Value;
use std::collections::BTreeMap;

fn instants(v: &Vector, name: &str) -> Vec<i64> {
    v.numbers(name).into_iter().map(|t| t as i64).collect()
}

#[test]
fn following() {
    let Some(v) = vector("cascade_circular_shift") else { return };
    let (a, b) = (instants(&v, "A"), instants(&v, "B"));
    let r = coincidence::ring(&a, &b, 3, 91).unwrap();
    let e = v.expected();
    fields(&v, e, &[("obs", r.observed as f64), ("null_mean", r.mean), ("p", r.p)]);
    fields(&v, e, &[("pair_count", r.pairs as f64), ("pair_expected", r.pairs_expected)]);
    // The window of the last of A does not reach round the ring, so the line counts the same.
    assert_eq!(coincidence::followed(&a, &b, 3), r.observed);
    assert_eq!(
        coincidence::followed(&[5, 6], &[5, 8], 2),
        1,
        "the same instant does not follow, the end of the window does"
    );
}

#[test]
fn weeks_in_every_order() {
    // Three weeks of ten instants. B's instants lie at different places of their weeks, so that of the six orders only
    // the one that is already there has one of B right after each of A.
    let (a, b) = ([2, 13], [3, 14]);
    let found = coincidence::weeks([&a, &b], 1, (10, 3), 4_000, (1, &[])).unwrap();
    assert_eq!(found.observed, 2.0);
    assert!((found.p - 1.0 / 6.0).abs() < 0.15 && found.replicates < 4_000, "{found:?}");
    let aligned: Vec<i64> = (0..8).map(|w| w * 100 + 10 * w + 3).collect();
    let next: Vec<i64> = aligned.iter().map(|t| t + 1).collect();
    let found = coincidence::weeks([&aligned, &next], 5, (100, 8), 999, (1, &[])).unwrap();
    assert_eq!((found.observed, found.p, found.replicates), (8.0, 0.001, 999), "no other of the 40,320 orders has 8");
    // A fixed place of a permutation is expected once, whatever its length.
    assert!((found.mean - 1.0).abs() < 0.15, "{found:?}");
}

#[test]
fn areas_that_overlap() {
    // Two areas, each busy one hour in one of eight weeks, the same one: 1 in 8 by chance.
    let area = |week: usize| (0..56).map(|bin| u8::from(bin == week * 7 + 3)).collect::<Vec<u8>>();
    let found = coincidence::overlap(&[area(5), area(5)], 7, 2, 3_999, (1, &[])).unwrap();
    assert_eq!(found.observed, 1.0);
    assert!((found.p - 0.125).abs() < 0.02 && (found.mean - 0.125).abs() < 0.02, "{found:?}");
    let apart = coincidence::overlap(&[area(5), area(4)], 7, 2, 99, (1, &[])).unwrap();
    assert_eq!((apart.observed, apart.p), (0.0, 1.0));
}

#[test]
fn groupings() {
    let Some(v) = vector("clustering_metrics") else { return };
    let groups = |name: &str| v.numbers(name).into_iter().map(|g| g as u32).collect::<Vec<u32>>();
    let c = clustering::compare(&groups("truth"), &groups("pred")).unwrap();
    let (e, pair) = (v.expected(), c.pairs.agreement().unwrap());
    let counts = [c.pairs.both, c.pairs.only_predicted, c.pairs.only_true].map(|n| n as f64);
    fields(&v, &e["pair"], &[("tp", counts[0]), ("fp", counts[1]), ("fn", counts[2])]);
    for (name, got) in [("pair", pair), ("b3", c.b_cubed)] {
        fields(&v, &e[name], &[("precision", got.precision), ("recall", got.recall), ("f1", got.f1)]);
    }
    fields(&v, e, &[("ari", c.adjusted_rand), ("homogeneity", c.homogeneity), ("completeness", c.completeness)]);
    fields(&v, e, &[("v", c.v_measure), ("nmi", c.v_measure), ("ami", c.adjusted_information)]);
    let apart = clustering::compare(&[0, 1, 2], &[5, 4, 3]).unwrap();
    assert_eq!((apart.pairs.agreement(), apart.b_cubed.f1, apart.adjusted_rand), (None, 1.0, 1.0));
    let merged = clustering::compare(&[0, 1, 2], &[7, 7, 7]).unwrap();
    let pair = merged.pairs.agreement().unwrap();
    assert_eq!((pair.precision, pair.recall, pair.f1, pair.f(0.5)), (0.0, 0.0, 0.0, 0.0));
    assert_eq!((merged.homogeneity, merged.completeness, merged.adjusted_rand), (0.0, 1.0, 0.0));
    // Six pairs in the truth, three predicted, two in both, of fifteen: (2 − 1.2) / (4.5 − 1.2).
    let split = clustering::compare(&[0, 0, 0, 1, 1, 1], &[0, 0, 1, 1, 2, 2]).unwrap();
    assert!((split.adjusted_rand - 0.8 / 3.3).abs() < 1e-12, "{split:?}");
}

#[test]
fn few_people() {
    let Some(v) = vector("responder_dependency") else { return };
    let names = ["ana", "bo", "cy", "di", "eve"];
    let people = |list: &Value| {
        let number = |p: &Value| names.iter().position(|n| p == n).unwrap() as u32;
        list.as_array().unwrap().iter().map(number).collect::<Vec<u32>>()
    };
    let incidents: Vec<Vec<u32>> = v.0["input"]["incidents"].as_object().unwrap().values().map(people).collect();
    let c = set_cover::cover(&incidents);
    let e = v.expected();
    for member in &c.members {
        let name = names[member.person as usize];
        v.check(Some(member.incidents as f64), &e["counts"][name], name);
        assert_eq!(member.alone, e["solo"][name].as_u64().unwrap_or(0), "{name}");
        v.check(Some(member.alone as f64 / c.incidents as f64), &e["solo_share"][name], name);
    }
    let called = |list: Vec<u32>| list.into_iter().map(|p| names[p as usize].into()).collect::<Vec<Value>>();
    assert_eq!(&called(c.greedy(0.5)), e["greedy50"].as_array().unwrap());
    assert_eq!(&called(c.greedy(0.8)), e["greedy80"].as_array().unwrap());
    assert_eq!(c.smallest(0.5).map(|n| n as u64), e["exact50_size"].as_u64());
    assert_eq!(c.smallest(0.8).map(|n| n as u64), e["exact80_size"].as_u64());
    let counts: Vec<f64> = c.members.iter().map(|m| m.incidents as f64).collect();
    let top = counts.iter().copied().fold(0.0, f64::max) / c.incidents as f64;
    let gini = concentration::concentration(&counts).unwrap().gini;
    fields(&v, e, &[("gini", gini), ("top1_share_of_incidents", top)]);
    assert_eq!(
        set_cover::cover(&[vec![9], vec![4], vec![9], vec![4]]).greedy(0.5),
        [4],
        "a tie goes to the lower number"
    );
    // Greedy takes 1 first (four incidents) and then needs 2 and 3; the two of them alone are enough.
    let trap = set_cover::cover(&[vec![1, 2], vec![1, 3], vec![2, 1], vec![3, 1], vec![2], vec![3], vec![]]);
    assert_eq!((trap.incidents, trap.unknown), (6, 1));
    assert_eq!((trap.greedy(1.0), trap.smallest(1.0)), (vec![1, 2, 3], Some(2)));
}

/// Numbers for terms, in the order in which they come.
fn numbered(documents: Vec<Vec<String>>) -> Vec<Vec<u32>> {
    let mut known = BTreeMap::new();
    let mut number = |term| {
        let next = known.len() as u32;
        *known.entry(term).or_insert(next)
    };
    documents.into_iter().map(|terms| terms.into_iter().map(&mut number).collect()).collect()
}

fn letters(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.windows(3).map(|w| w.iter().collect()).collect()
}

fn documents(v: &Vector, terms: impl Fn(&str) -> Vec<String>) -> Vec<Vec<u32>> {
    numbered(v.0["input"]["docs"].as_array().unwrap().iter().map(|d| terms(d.as_str().unwrap())).collect())
}

#[test]
fn likeness_of_texts() {
    let Some(v) = vector("tfidf_cosine") else { return };
    let words = documents(&v, |text| text.split(' ').map(str::to_owned).collect());
    let padded = documents(&v, |text| text.split(' ').flat_map(|w| letters(&format!(" {w} "))).collect());
    for (name, terms) in [("word", words), ("char_wb3", padded)] {
        let weighted = similarity::weigh(&terms);
        for (i, a) in weighted.iter().enumerate() {
            for (j, b) in weighted.iter().enumerate() {
                v.check(Some(similarity::cosine(a, b)), &v.expected()[name][i][j], name);
            }
        }
    }
    let v = vector("jaccard_lsh").unwrap();
    let shingles = documents(&v, letters);
    for (i, a) in shingles.iter().enumerate() {
        for (j, b) in shingles.iter().enumerate() {
            v.check(Some(similarity::jaccard(a, b)), &v.expected()["jaccard"][i][j], "jaccard");
        }
    }
    for (s, p) in v.numbers("s").into_iter().zip(numbers(&v.expected()["p"])) {
        v.check(Some(similarity::chance_of_candidate(s, 4, 32)), &Value::from(p), "chance");
    }
    v.check(similarity::candidate_threshold(4, 32), &v.expected()["threshold"], "threshold");
    assert_eq!((similarity::jaccard(&[], &[]), similarity::cosine(&[], &[])), (0.0, 0.0));
}
